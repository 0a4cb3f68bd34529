//! A report for people, laid out elsewhere: the question, the answer, why, how sure, what would change it,
//! sources. Decides nothing.

use super::{DecideForm, DrawnForm, ForecastForm, IssueForm};
use crate::number::short;
use servanda::answer::sheet::Sheet;

/// How much of a report is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Every move, or the first of each model.
    pub every_move: bool,
    /// Every input with its reason.
    pub inputs: bool,
}

/// Moves shown of each model where not every one is.
const FEW_MOVES: usize = 3;

/// Coalitions shown at most.
const FEW_COALITIONS: usize = 8;

/// The page.
pub fn page(form: &DecideForm, shown: Shown) -> Sheet {
    let mut sheet = Sheet::new(format!("{} ({})", form.title, form.summit));
    let under = form.rule.article.as_ref().map_or(String::new(), |article| format!(", {article}"));
    sheet.text(format!("Rule: {}{under}", form.rule.words));
    if let Some(because) = &form.rule.because {
        sheet.text(format!("Why this rule: {because}"));
    }
    for (at, issue) in form.issues.iter().enumerate() {
        let drawn = form.draws.as_ref().and_then(|draws| draws.issues.get(at));
        issue_part(&mut sheet, issue, drawn);
    }
    voters(&mut sheet, form);
    moves(&mut sheet, form, shown.every_move);
    if let Some(draws) = &form.draws {
        sheet.heading("How sure");
        let done = match draws.done == draws.asked {
            true => format!("{} draws", draws.done),
            false => format!("stopped: {} of {} draws", draws.done, draws.asked),
        };
        sheet.text(format!(
            "{done} from the ranges of the inputs, seed {}; {} walks through the inputs. A share of draws \
             is no probability: it says how much of what the file holds possible leads there",
            draws.seed, draws.walks
        ));
        for drawn in &draws.issues {
            hinges(&mut sheet, drawn);
        }
    }
    if shown.inputs {
        inputs(&mut sheet, form);
    }
    sheet.heading("To read with");
    sheet.item(
        1,
        "No accuracy is claimed for the bargaining models. On decided issues of the European Union the plain \
         mean by weight was nearer to the outcome (23.0 against 26.8 of 100)",
    );
    for note in &form.notes {
        sheet.item(1, note.clone());
    }
    if !form.sources.is_empty() {
        sheet.heading("Sources, and whose claims the inputs rest on");
        sheet.text(form.sources.join(", "));
    }
    sheet
}

fn issue_part(sheet: &mut Sheet, issue: &IssueForm, drawn: Option<&DrawnForm>) {
    sheet.heading(issue.question.clone());
    let ends = [&issue.low, &issue.high].map(|end| {
        let words = end.words.as_deref().unwrap_or_default();
        format!("{} is {words}", short(end.at, 2))
    });
    let stands = issue.status_quo.words.as_deref().unwrap_or("as before");
    let status_quo = short(issue.status_quo.at, 1);
    sheet.text(format!("{}; {}. Status quo {status_quo}: {stands}", ends[0], ends[1]));
    if let Some(proposal) = &issue.proposal {
        let what = proposal.words.as_deref().unwrap_or("the proposal");
        let list = |names: &[String]| match names.is_empty() {
            true => "nobody".to_owned(),
            false => names.join(", "),
        };
        let verdict = if proposal.carried { "carried" } else { "not carried" };
        sheet.text(format!(
            "Put to the vote, {what} ({}) is {verdict}: for {}; against {}",
            short(proposal.at, 1),
            list(&proposal.yes),
            list(&proposal.no)
        ));
    }
    if let Some(outcome) = &issue.outcome {
        let words = outcome.words.as_deref().unwrap_or_default();
        sheet.text(format!("What happened, {}: {words}", short(outcome.at, 1)));
    }
    let mut heads = vec!["model", "outcome", "by rule"];
    let decided = issue.outcome.is_some();
    if decided {
        heads.push("off by");
    }
    if drawn.is_some() {
        heads.push("90 % of draws");
    }
    heads.push("remarks");
    let rows = issue.forecasts.iter().map(|forecast| {
        let mut row = vec![
            forecast.model.clone(),
            short(forecast.outcome, 1),
            short(forecast.after_the_rule, 1),
        ];
        if decided {
            row.push(forecast.off_by.map(|off| short(off, 1)).unwrap_or_default());
        }
        if let Some(drawn) = drawn {
            let model = drawn.models.iter().find(|model| model.model == forecast.model);
            let ends =
                model.and_then(|model| Some((model.outcomes.get(1)?, model.outcomes.get(5)?)));
            row.push(ends.map_or(String::new(), |(low, high)| {
                format!("{} to {}", short(*low, 1), short(*high, 1))
            }));
        }
        row.push(remarks(forecast));
        row
    });
    sheet.grid(&heads, rows.collect());
}

/// Who would say no to an outcome, and how the model ended.
fn remarks(forecast: &ForecastForm) -> String {
    let no = match forecast.no.is_empty() {
        true => String::new(),
        false => format!("against: {}", forecast.no.join(" ")),
    };
    let ended = forecast.ended.clone().unwrap_or_default();
    let parts = [no, ended].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("; ")
}

fn voters(sheet: &mut Sheet, form: &DecideForm) {
    sheet.heading("Who can carry it, who can stop it");
    let rows = form.actors.iter().map(|actor| {
        let index =
            |index: Option<f64>| index.map_or("no vote".to_owned(), |index| short(index, 4));
        vec![
            format!("{} ({})", actor.name, actor.id),
            actor.capability.words.clone(),
            index(actor.banzhaf),
            index(actor.shapley_shubik),
        ]
    });
    sheet.grid(&["actor", "capability", "Banzhaf", "Shapley-Shubik"], rows.collect());
    let list = |coalitions: &[Vec<String>]| {
        let mut shown: Vec<String> =
            coalitions.iter().take(FEW_COALITIONS).map(|members| members.join(" ")).collect();
        let more = coalitions.len().saturating_sub(FEW_COALITIONS);
        if more > 0 || form.coalitions.more {
            let at_least = if form.coalitions.more { "at least " } else { "" };
            shown.push(format!("and {at_least}{more} more"));
        }
        shown.join("; ")
    };
    sheet.text(format!("Smallest coalitions that carry: {}", list(&form.coalitions.winning)));
    sheet.text(format!("Smallest coalitions that block: {}", list(&form.coalitions.blocking)));
}

fn moves(sheet: &mut Sheet, form: &DecideForm, every: bool) {
    sheet.heading("Who pressed whom");
    let mut last: Option<(&str, Option<&str>)> = None;
    let mut shown = 0;
    let mut left = 0;
    let close = |sheet: &mut Sheet, left: usize| {
        if left > 0 {
            sheet.item(1, format!("and {left} more moves; `--moves` shows every one"));
        }
    };
    for step in &form.moves {
        let now = (step.model.as_str(), step.issue.as_deref());
        if last != Some(now) {
            close(sheet, left);
            (shown, left) = (0, 0);
            let on = step.issue.as_ref().map_or(String::new(), |issue| format!(", {issue}"));
            sheet.part(format!("{}{on}", step.model));
            last = Some(now);
        }
        if every || shown < FEW_MOVES {
            sheet.item(1, format!("{}. {}", step.turn, step.words));
            shown += 1;
        } else {
            left += 1;
        }
    }
    close(sheet, left);
    if form.moves.is_empty() {
        sheet.text("Nobody moved in any model");
    }
}

fn hinges(sheet: &mut Sheet, drawn: &DrawnForm) {
    sheet.part(drawn.issue.clone());
    if let Some(carried) = drawn.carried {
        let percent = |share: f64| format!("{} %", short(share * 100.0, 1));
        let no: Vec<String> = drawn
            .no
            .iter()
            .filter(|share| share.share > 0.0)
            .map(|share| format!("{} {}", share.actor, percent(share.share)))
            .collect();
        let no = if no.is_empty() { "nobody".to_owned() } else { no.join(", ") };
        sheet.text(format!(
            "The rule carries the proposal in {} of draws; against it: {no}",
            percent(carried)
        ));
    }
    let rows = drawn.effects.iter().filter(|effect| {
        ["weighted mean", "spatial", "least willing voter"].contains(&effect.of.as_str())
    });
    let mut each: Vec<Vec<String>> = Vec::new();
    for effect in rows {
        let met = each.iter().filter(|row| row.first() == Some(&effect.of)).count();
        if met < 4 {
            each.push(vec![
                effect.of.clone(),
                effect.input.clone(),
                short(effect.direction, 1),
                short(effect.size, 1),
                short(effect.spread, 1),
            ]);
        }
    }
    sheet.grid(&["what moves", "by which input", "mean", "size", "uneven"], each);
}

fn inputs(sheet: &mut Sheet, form: &DecideForm) {
    sheet.heading("Inputs, reasons, and whose claim each is");
    let mut rows = Vec::new();
    for actor in &form.actors {
        let issues = || form.issues.iter().map(|issue| issue.id.as_str());
        let mut add = |what: String, input: &super::InputForm| {
            rows.push(vec![
                actor.id.clone(),
                what,
                input.words.clone(),
                input.by.join(", "),
                input.because.clone().unwrap_or_default(),
            ]);
        };
        add("capability".to_owned(), &actor.capability);
        for (issue, input) in issues().zip(&actor.positions) {
            add(format!("position, {issue}"), input);
        }
        for (issue, input) in issues().zip(&actor.saliences) {
            add(format!("salience, {issue}"), input);
        }
    }
    sheet.grid(&["actor", "input", "value", "whose claim", "because"], rows);
}
