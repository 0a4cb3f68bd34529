//! A report as flat rows: one for each issue and model.

use super::DecideForm;
use crate::number::short;

/// Heads of the rows.
pub const COLUMNS: &[&str] = &[
    "summit",
    "issue",
    "model",
    "outcome",
    "ended",
    "carried",
    "no",
    "after_the_rule",
    "decided",
    "off_by",
    "q05",
    "q25",
    "q50",
    "q75",
    "q95",
];

/// The rows.
pub fn rows(form: &DecideForm) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let number = |number: f64| short(number, 4);
    for (at, issue) in form.issues.iter().enumerate() {
        let drawn = form.draws.as_ref().and_then(|draws| draws.issues.get(at));
        for forecast in &issue.forecasts {
            let mut row = vec![
                form.summit.clone(),
                issue.id.clone(),
                forecast.model.clone(),
                number(forecast.outcome),
                forecast.ended.clone().unwrap_or_default(),
                if forecast.carried { "yes" } else { "no" }.to_owned(),
                forecast.no.join(" "),
                number(forecast.after_the_rule),
                issue.outcome.as_ref().map(|mark| number(mark.at)).unwrap_or_default(),
                forecast.off_by.map(number).unwrap_or_default(),
            ];
            let quantiles = drawn
                .and_then(|drawn| drawn.models.iter().find(|model| model.model == forecast.model));
            let inner = quantiles.and_then(|model| model.outcomes.get(1..6));
            match inner {
                Some(inner) => row.extend(inner.iter().map(|outcome| number(*outcome))),
                None => row.extend(std::iter::repeat_n(String::new(), 5)),
            }
            rows.push(row);
        }
    }
    rows
}
