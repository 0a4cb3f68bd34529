//! The backtest of the hazard model, as docs/src/foresee-protocol.md registered it before any model was
//! fitted. Knows histories, models and scores; nothing here may depend on a result.

use crate::history::History;
use crate::inputs::{AllianceYear, Event, NAMES, alliance_years, table};
use crate::logit::{self, Fit, chance_of};
use crate::score::{Bin, Difference, Forecast, Scores, difference, reliability, scores};
use schemars::JsonSchema;
use serde::Serialize;

/// The last year of training.
pub const LAST_TRAINED: i32 = 1989;
/// The last year of the test; what comes after is the untouched slice.
pub const LAST_TESTED: i32 = 2009;
/// Penalties to choose from.
pub const PENALTIES: [f64; 9] = [0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0];
/// Resamples of whole alliances, and their seed.
const DRAWS: usize = 2000;
const SEED: u64 = 1;
/// Folds inside training.
const FOLDS: usize = 10;
/// The goal on 1990 to 2018: Brier and log loss below.
pub const GOAL: [f64; 2] = [0.0081, 0.052];

/// The published schema.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Backtest).to_value()
}

/// What a backtest found.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[schemars(title = "The backtest of servanda foresee")]
pub struct Backtest {
    /// `servanda/foresee-backtest/1`.
    pub schema: String,
    /// Which endings count.
    pub event: String,
    /// Alliances in the file.
    pub alliances: usize,
    /// Alliance-years and events in training.
    pub training: Base,
    /// Alliance-years and events of the test.
    pub test: Base,
    /// The penalty chosen inside training, and the log loss of each in the folds.
    pub penalty: f64,
    /// Penalty and mean log loss over the folds.
    pub folds: Vec<[f64; 2]>,
    /// Weights of the model on standardized inputs.
    pub weights: Vec<Weight>,
    /// Scores of every model on every part.
    pub results: Vec<Result>,
    /// Reliability of the model and of the recent-era constant on the years shown last.
    pub reliability: Vec<Curve>,
    /// Whether the untouched slice was opened.
    pub last_slice_opened: bool,
    /// The verdict in words.
    pub verdict: String,
}

/// Exposure and events.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Base {
    /// Alliance-years.
    pub years: usize,
    /// Events.
    pub events: usize,
    /// Events in a year.
    pub rate: f64,
}

/// One weight of the model.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Weight {
    /// Of which input.
    pub input: String,
    /// Change of the log odds for one standard deviation.
    pub weight: f64,
}

/// One model on one part of the data.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Result {
    /// Which years.
    pub part: String,
    /// Which alliances.
    pub alliances: String,
    /// Which model.
    pub model: String,
    /// Its scores.
    pub scores: Scores,
    /// Against the baseline of its kind; null for the baseline itself.
    pub against_constant: Option<Difference>,
}

/// The reliability of one model.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Curve {
    /// Which model.
    pub model: String,
    /// Which years.
    pub part: String,
    /// Its bins.
    pub bins: Vec<Bin>,
}

/// Forecasts of one model, year for year with the alliance-years that are forecast.
struct Told {
    model: &'static str,
    chances: Vec<f64>,
    /// The name of the model that it is compared with.
    against: Option<&'static str>,
}

const CONSTANT: &str = "recent-era constant";
const ROLLING_CONSTANT: &str = "one year ahead: constant of ten years";
const MODEL: &str = "ridge logit";

/// The log loss of one penalty over the folds.
fn folds_loss(years: &[&AllianceYear], width: usize, lambda: f64) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0);
    for fold in 0..FOLDS {
        let inside = |one: &&&AllianceYear| one.alliance % FOLDS == fold;
        let train = years.iter().filter(|one| !inside(one)).copied();
        let fit = logit::fit(&table(train, width), lambda)?;
        for one in years.iter().filter(inside) {
            let chance = fit.chance(one.inputs.get(..width)?);
            sum += Forecast { alliance: 0, chance, event: one.event }.log_loss();
            count += 1;
        }
    }
    (count > 0).then(|| sum / f64::from(count))
}

/// A model with the penalty that ten folds by alliance choose, and what each penalty cost in them.
pub fn chosen(years: &[&AllianceYear], width: usize) -> Option<(Fit, Vec<[f64; 2]>)> {
    let cost = |lambda: &f64| Some([*lambda, folds_loss(years, width, *lambda)?]);
    let costs: Vec<[f64; 2]> = PENALTIES.iter().map(cost).collect::<Option<_>>()?;
    let best = costs.iter().min_by(|one, other| one[1].total_cmp(&other[1]))?;
    Some((logit::fit(&table(years.iter().copied(), width), best[0])?, costs))
}

/// The rate of years that fit, with some events added.
fn rate<'y>(years: impl Iterator<Item = &'y AllianceYear>, added: f64) -> f64 {
    let (events, count) =
        years.fold((0, 0_usize), |(events, count), one| (events + u32::from(one.event), count + 1));
    (f64::from(events) + added) / (count as f64).max(1.0)
}

/// The age bands of the age hazard.
const BANDS: [i32; 5] = [4, 9, 19, 39, i32::MAX];

/// The crude rate by age in training years from 1946.
fn by_age(train: &[&AllianceYear], age: i32) -> f64 {
    let band = |age: i32| BANDS.iter().position(|last| age <= *last);
    let same = train.iter().filter(|one| one.year >= 1946 && band(one.age) == band(age));
    rate(same.copied(), 0.0)
}

/// The years before one, ten of them.
fn ten_before(all: &[AllianceYear], year: i32) -> impl Iterator<Item = &AllianceYear> {
    all.iter().filter(move |one| (year - 10..year).contains(&one.year))
}

/// By how much the log odds must move for the forecasts of ten years to sum to their events and a half.
fn moved(all: &[AllianceYear], fit: &Fit, year: i32) -> f64 {
    let odds: Vec<f64> = ten_before(all, year).map(|one| fit.log_odds(&one.inputs)).collect();
    let wanted = ten_before(all, year).filter(|one| one.event).count() as f64 + 0.5;
    let (mut low, mut high) = (-20.0, 20.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        let sum: f64 = odds.iter().map(|odds| chance_of(odds + middle)).sum();
        if sum < wanted { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// The forecasts of every model for some years.
fn told(
    all: &[AllianceYear],
    train: &[&AllianceYear],
    test: &[&AllianceYear],
    fit: &Fit,
) -> Option<Vec<Told>> {
    let width = NAMES.len();
    let no_trend = chosen(train, width - 1)?.0;
    let plain = logit::fit(&table(train.iter().copied(), width), 1e-6)?;
    let recent = rate(train.iter().filter(|one| one.year > LAST_TRAINED - 20).copied(), 0.0);
    let ages: Vec<f64> = (0..=300).map(|age| by_age(train, age)).collect();
    let years = || LAST_TRAINED + 1..=crate::history::LAST_YEAR;
    let rolling: Vec<(f64, f64)> =
        years().map(|year| (moved(all, fit, year), rate(ten_before(all, year), 0.5))).collect();
    let of_year = |one: &AllianceYear| {
        rolling.get((one.year - LAST_TRAINED - 1) as usize).copied().unwrap_or((0.0, recent))
    };
    let each = |chance: &dyn Fn(&AllianceYear) -> f64| test.iter().map(|one| chance(one)).collect();
    let model = |model, against, chance: &dyn Fn(&AllianceYear) -> f64| Told {
        model,
        against,
        chances: each(chance),
    };
    Some(vec![
        model(MODEL, Some(CONSTANT), &|one| fit.chance(&one.inputs)),
        model("ridge logit without trend", Some(CONSTANT), &|one| {
            no_trend.chance(one.inputs.get(..width - 1).unwrap_or_default())
        }),
        model("plain logit", Some(CONSTANT), &|one| plain.chance(&one.inputs)),
        model("age hazard", Some(CONSTANT), &|one| {
            ages.get(one.age as usize).copied().unwrap_or(recent)
        }),
        model(CONSTANT, None, &|_| recent),
        model("one year ahead: ridge logit", Some(ROLLING_CONSTANT), &|one| {
            chance_of(fit.log_odds(&one.inputs) + of_year(one).0)
        }),
        model(ROLLING_CONSTANT, None, &|one| of_year(one).1),
    ])
}

fn base<'y>(years: impl Iterator<Item = &'y AllianceYear>) -> Base {
    let (count, events) =
        years.fold((0, 0), |(count, events), one| (count + 1, events + usize::from(one.event)));
    Base { years: count, events, rate: events as f64 / (count as f64).max(1.0) }
}

/// The forecasts of one model on the years that fit.
fn part(
    told: &Told,
    test: &[&AllianceYear],
    fits: &dyn Fn(&AllianceYear) -> bool,
) -> Vec<Forecast> {
    let pairs = told.chances.iter().zip(test).filter(|(_, one)| fits(one));
    pairs
        .map(|(chance, one)| Forecast { alliance: one.alliance, chance: *chance, event: one.event })
        .collect()
}

/// First and last year of each part that is shown.
fn parts(open: bool) -> Vec<(&'static str, i32, i32)> {
    let test = ("1990-2009", LAST_TRAINED + 1, LAST_TESTED);
    if !open {
        return vec![test];
    }
    let last = crate::history::LAST_YEAR;
    vec![test, ("2010-2018", LAST_TESTED + 1, last), ("1990-2018", LAST_TRAINED + 1, last)]
}

/// Runs the backtest. `open` shows the untouched slice. `None` where training has no event.
pub fn backtest(histories: &[History], event: Event, open: bool) -> Option<Backtest> {
    let all = alliance_years(histories, event);
    let train: Vec<&AllianceYear> = all.iter().filter(|one| one.year <= LAST_TRAINED).collect();
    let last = if open { crate::history::LAST_YEAR } else { LAST_TESTED };
    let tested = |one: &&AllianceYear| one.year > LAST_TRAINED && one.year <= last;
    let test: Vec<&AllianceYear> = all.iter().filter(tested).collect();
    let (fit, folds) = chosen(&train, NAMES.len())?;
    let told = told(&all, &train, &test, &fit)?;
    let results = results(&told, &test, open);
    let verdict = verdict(&results, event);
    let (name, from, to) = parts(open).pop()?;
    let inside = |one: &AllianceYear| (from..=to).contains(&one.year);
    let curves = told.iter().filter(|one| [MODEL, CONSTANT].contains(&one.model));
    let curve = |one: &Told| Curve {
        model: one.model.to_owned(),
        part: name.to_owned(),
        bins: reliability(&part(one, &test, &inside)),
    };
    let inputs = NAMES.iter().zip(fit.weights.iter().skip(1));
    Some(Backtest {
        schema: "servanda/foresee-backtest/1".into(),
        event: match event {
            Event::Any => "any ending (TERM 1, 2, 3)".into(),
            Event::Violated => "violated or abrogated (TERM 2)".into(),
        },
        alliances: histories.len(),
        training: base(train.iter().copied()),
        test: base(test.iter().copied()),
        penalty: fit.lambda,
        folds,
        weights: inputs
            .map(|(input, weight)| Weight { input: (*input).into(), weight: *weight })
            .collect(),
        results,
        reliability: curves.map(curve).collect(),
        last_slice_opened: open,
        verdict,
    })
}

/// Every model on every part.
fn results(told: &[Told], test: &[&AllianceYear], open: bool) -> Vec<Result> {
    let mut found = Vec::new();
    for (name, from, to) in parts(open) {
        for (alliances, newest) in [("all", i32::MIN), ("began after 1989", LAST_TRAINED + 1)] {
            let fits = |one: &AllianceYear| (from..=to).contains(&one.year) && one.begin >= newest;
            for one in told {
                let own = part(one, test, &fits);
                let baseline = told.iter().find(|other| Some(other.model) == one.against);
                let against = baseline.map(|baseline| part(baseline, test, &fits));
                let Some(scores) = scores(&own) else { continue };
                found.push(Result {
                    part: name.into(),
                    alliances: alliances.into(),
                    model: one.model.into(),
                    scores,
                    against_constant: against
                        .and_then(|against| difference(&own, &against, DRAWS, SEED)),
                });
            }
        }
    }
    found
}

/// What the protocol says of the results.
fn verdict(results: &[Result], event: Event) -> String {
    let find = |part: &str| {
        results.iter().find(|one| one.part == part && one.alliances == "all" && one.model == MODEL)
    };
    let below = |one: &Result| {
        one.against_constant.as_ref().is_some_and(|difference| {
            difference.brier_interval[1] < 0.0 && difference.log_loss_interval[1] < 0.0
        })
    };
    let against = |one: &Result| match below(one) {
        true => "both intervals against the recent-era constant exclude it",
        false => "the recent-era constant is not excluded in both scores",
    };
    match (find("1990-2018"), find("1990-2009")) {
        _ if event == Event::Violated => "secondary event: no goal was set".into(),
        (Some(whole), _) => {
            let [brier, log_loss] = GOAL;
            let reached =
                whole.scores.brier < brier && whole.scores.log_loss < log_loss && below(whole);
            format!(
                "{}: on 1990-2018 Brier {:.5} (goal below {brier}), log loss {:.4} (goal below {log_loss}); {}",
                if reached { "reached" } else { "not reached" },
                whole.scores.brier,
                whole.scores.log_loss,
                against(whole)
            )
        }
        (None, Some(test)) => format!(
            "the untouched slice is closed; on 1990-2009 Brier {:.5}, log loss {:.4}; {}",
            test.scores.brier,
            test.scores.log_loss,
            against(test)
        ),
        (None, None) => "no year of the test is in the file".into(),
    }
}
