//! Prospects and a backtest as pages: question, answer, why, how sure, what would change it, sources. Lays
//! out; computes nothing.

use crate::backtest::Backtest;
use crate::form::{ForeseeForm, Organization};
use crate::history::Outcome;
use servanda::answer::sheet::Sheet;

/// A chance or share with three digits; nothing where there is none.
fn three(value: Option<f64>) -> String {
    value.map_or("-".into(), |value| format!("{value:.3}"))
}

fn strings(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

/// The prospects as a page.
pub fn page(form: &ForeseeForm) -> Sheet {
    let mut sheet = Sheet::new(form.question.clone());
    for sentence in &form.answer {
        sheet.text(sentence.clone());
    }
    for one in &form.organizations {
        sheet.heading(format!("If a member of {} is attacked", one.treaty));
        cascade(&mut sheet, one);
    }
    sheet.heading("What the figures hinge on, on average over the members attacked");
    factors(&mut sheet, &form.organizations);
    for one in &form.organizations {
        lasting(&mut sheet, one);
    }
    endings(&mut sheet, form);
    honor(&mut sheet, form);
    sheet.heading("How sure");
    for warning in &form.warnings {
        sheet.item(1, warning.clone());
    }
    if !form.missing.is_empty() {
        sheet.heading("What your own files would add");
        for one in &form.missing {
            sheet.item(1, format!("{}: {}", one.option, one.adds));
        }
    }
    sheet.heading("Sources");
    for source in &form.sources {
        sheet.item(1, source.clone());
    }
    sheet.text(format!("Seed {}, {} draws.", form.seed, form.draws));
    sheet
}

fn cascade(sheet: &mut Sheet, one: &Organization) {
    let rows = one.cascade.iter().map(|attack| {
        let (alone, together) = (&attack.independent, &attack.correlated);
        let [low, _, high] = alone.quantiles;
        vec![
            attack.victim.clone(),
            attack.called.len().to_string(),
            attack.open.len().to_string(),
            format!("{:.1} ({low:.0}-{high:.0})", alone.helpers),
            three(Some(alone.nobody)),
            three(Some(together.nobody)),
            three(attack.own_capability),
            three(alone.capability),
            three(attack.attacker_capability),
        ]
    });
    let heads = [
        "victim",
        "called",
        "open",
        "come (5-95 %)",
        "nobody",
        "nobody, correlated",
        "own",
        "comes",
        "attacker",
    ];
    sheet.grid(&heads, rows.collect());
    let elsewhere = one.members.iter().filter(|member| !member.pledged_elsewhere.is_empty());
    let elsewhere: Vec<String> = elsewhere
        .map(|member| {
            let first = member.pledged_elsewhere.first().map_or("", String::as_str);
            match member.pledged_elsewhere.len() {
                1 => format!("{} ({first})", member.id),
                more => format!("{} ({first} and {} more)", member.id, more - 1),
            }
        })
        .collect();
    if !elsewhere.is_empty() {
        sheet.text(format!("Owing aid to states outside as well: {}.", elsewhere.join(", ")));
    }
}

/// One table for all organizations: a factor's figures side by side.
fn factors(sheet: &mut Sheet, organizations: &[Organization]) {
    let mut rows = Vec::new();
    let most = organizations.iter().map(|one| one.factors.len()).max().unwrap_or(0);
    for at in 0..most {
        for one in organizations {
            let Some(factor) = one.factors.get(at) else { continue };
            rows.push(vec![
                factor.factor.clone(),
                one.treaty.clone(),
                format!("{:.1}", factor.called),
                format!("{:.2}", factor.helpers),
                three(Some(factor.nobody)),
                three(factor.capability),
                three(factor.stronger),
                factor.assumes.clone(),
            ]);
        }
    }
    let heads =
        ["factor", "treaty", "called", "come", "nobody", "capability", "stronger", "assumes"];
    sheet.grid(&heads, rows);
}

fn lasting(sheet: &mut Sheet, one: &Organization) {
    if let Some(hazard) = &one.hazard {
        sheet.heading(format!("How long {} may last", one.treaty));
        let [years, endings] = hazard.training;
        sheet.text(format!(
            "ATOP {}, from {}. Ridge logit on {years} alliance-years to {} with {endings} endings, penalty {}; \
             beside it the crude rate of the last twenty years.",
            hazard.atop_id, hazard.begin, hazard.trained_to, hazard.penalty
        ));
        let shown = hazard.years.iter().map(|year| {
            vec![
                year.year.to_string(),
                format!("{:.4}", year.model),
                format!("{:.4}", year.constant),
            ]
        });
        sheet.grid(&["year", "ends, model", "ends, recent rate"], shown.collect());
    }
    if let Some(exits) = &one.exits {
        sheet.heading(format!("How members left {}, in ATOP's own span", one.treaty));
        sheet.text(format!("{} memberships, {} years.", exits.memberships, exits.years));
        for counted in &exits.by_mode {
            let code = counted.code.map_or(String::new(), |code| format!("TERMMODE {code}, "));
            sheet.item(1, format!("{code}{}: {}", counted.meaning, counted.count));
        }
    }
}

fn endings(sheet: &mut Sheet, form: &ForeseeForm) {
    if form.rates.is_empty() {
        return;
    }
    sheet.heading("How such alliances ended, before the first day");
    let rates = form.rates.iter().map(|one| {
        let [low, high] = one.interval.unwrap_or([f64::NAN; 2]);
        vec![
            one.group.clone(),
            one.outcome.clone(),
            one.events.to_string(),
            one.exposure.to_string(),
            one.rate.map_or("-".into(), |rate| format!("{rate:.4}")),
            format!("{low:.4}-{high:.4}"),
        ]
    });
    sheet.grid(&["group", "ending", "n", "years", "a year", "95 %"], rates.collect());
    sheet.part("Share ended by an age, each with its interval of 95 %");
    let incidence = form.incidence.iter().map(|one| {
        let ways = one.ended.iter().zip(one.intervals);
        let ways = ways.map(|(share, [low, high])| format!("{share:.2} ({low:.2}-{high:.2})"));
        let start = [one.group.clone(), one.age.to_string(), one.at_risk.to_string()];
        start.into_iter().chain(ways).chain([format!("{:.2}", one.in_force)]).collect()
    });
    let [fulfilled, violated, renegotiated] = Outcome::ALL.map(Outcome::word);
    let heads = ["alliances", "age", "at risk", fulfilled, violated, renegotiated, "in force"];
    sheet.grid(&heads, incidence.collect());
    if let Some(exits) = &form.exits {
        sheet.part("Why members left, all alliances");
        for counted in &exits.by_cause {
            let code = counted.code.map_or(String::new(), |code| format!("TERMCAUS {code}, "));
            sheet.item(1, format!("{code}{}: {}", counted.meaning, counted.count));
        }
    }
}

fn honor(sheet: &mut Sheet, form: &ForeseeForm) {
    sheet.heading("How often pledges were honored");
    let published = form.published.iter().map(|one| {
        let mut row = strings(&["published", one.of, one.years]);
        row.extend([String::new(), format!("{:.3}", one.rate), one.source.to_owned()]);
        row
    });
    let counted = form.counted.iter().map(|one| {
        let [low, high] = one.interval.unwrap_or([f64::NAN; 2]);
        vec![
            "ours".to_owned(),
            format!("{}; {}", one.rule, one.unit),
            one.years.clone(),
            format!("{} of {}", one.honored, one.called),
            three(one.rate),
            format!(
                "{low:.2}-{high:.2}; {}; {} fought on the other side",
                one.treaties, one.opposed
            ),
        ]
    });
    let heads = ["whose", "of", "years", "n", "rate", "source"];
    sheet.grid(&heads, published.chain(counted).collect());
    if !form.counted.is_empty() {
        sheet.text(format!("{}.", form.honor_is.trim_end_matches('.')));
    }
}

/// A backtest as a page.
pub fn backtest(found: &Backtest) -> Sheet {
    let mut sheet = Sheet::new(format!("Backtest of the hazard model: {}", found.event));
    sheet.text(found.verdict.clone());
    sheet.text(format!(
        "{} alliances. Training to 1989: {} endings in {} years ({:.4}); test: {} in {} ({:.4}). Penalty {} by \
         ten folds inside training.",
        found.alliances,
        found.training.events,
        found.training.years,
        found.training.rate,
        found.test.events,
        found.test.years,
        found.test.rate,
        found.penalty
    ));
    let rows = found.results.iter().map(|one| {
        let scores = &one.scores;
        let against = one.against_constant.as_ref().map(|found| {
            let ([a, b], [c, d]) = (found.brier_interval, found.log_loss_interval);
            [
                format!("{:+.5} ({a:+.5} to {b:+.5})", found.brier),
                format!("{:+.4} ({c:+.4} to {d:+.4})", found.log_loss),
            ]
        });
        let [brier, log_loss] = against.unwrap_or(["-".into(), "-".into()]);
        vec![
            one.part.clone(),
            one.alliances.clone(),
            one.model.clone(),
            format!("{}/{}", scores.events, scores.count),
            format!("{:.4}", scores.mean_forecast),
            format!("{:.5}", scores.brier),
            format!("{:.4}", scores.log_loss),
            brier,
            log_loss,
        ]
    });
    let heads = [
        "years",
        "alliances",
        "model",
        "n",
        "mean",
        "Brier",
        "log loss",
        "Brier - constant",
        "log loss - constant",
    ];
    sheet.grid(&heads, rows.collect());
    reliability(&mut sheet, found);
    sheet
}

fn reliability(sheet: &mut Sheet, found: &Backtest) {
    for curve in &found.reliability {
        sheet.heading(format!("Reliability of {}, {}", curve.model, curve.part));
        let bins = curve.bins.iter().map(|bin| {
            vec![
                format!("{}-{}", bin.from, bin.to),
                bin.count.to_string(),
                format!("{:.4}", bin.mean_forecast),
                format!("{:.4}", bin.observed),
            ]
        });
        sheet.grid(&["chance", "n", "mean forecast", "observed"], bins.collect());
    }
    sheet.heading("Weights, on standardized inputs");
    let weights =
        found.weights.iter().map(|one| vec![one.input.clone(), format!("{:+.3}", one.weight)]);
    sheet.grid(&["input", "weight"], weights.collect());
    if !found.last_slice_opened {
        sheet.text(
            "The years 2010-2018 stay closed: `--open-last-slice` opens them, once, at the end.",
        );
    }
}

/// The columns of a backtest as a flat table.
pub const BACKTEST_COLUMNS: &[&str] = &[
    "years",
    "alliances",
    "model",
    "events",
    "count",
    "mean_forecast",
    "brier",
    "log_loss",
    "brier_difference",
    "brier_low",
    "brier_high",
    "log_loss_difference",
    "log_loss_low",
    "log_loss_high",
];

/// The rows of a backtest.
pub fn backtest_rows(found: &Backtest) -> Vec<Vec<String>> {
    let number = |value: f64| format!("{value:.6}");
    let row = |one: &crate::backtest::Result| {
        let scores = &one.scores;
        let mut row = vec![
            one.part.clone(),
            one.alliances.clone(),
            one.model.clone(),
            scores.events.to_string(),
            scores.count.to_string(),
        ];
        row.extend([scores.mean_forecast, scores.brier, scores.log_loss].map(number));
        match &one.against_constant {
            None => row.extend(vec![String::new(); 6]),
            Some(found) => {
                let ([a, b], [c, d]) = (found.brier_interval, found.log_loss_interval);
                row.extend([found.brier, a, b, found.log_loss, c, d].map(number));
            }
        }
        row
    };
    found.results.iter().map(row).collect()
}
