//! `servanda schema`: the published JSON Schemas.

use crate::args::{Format, Global, Schema};
use crate::fault::{Failure, USAGE};
use crate::{ask, output};
use servanda::answer::schemas::{self, Published};
use servanda::syntax::diagnostic::did_you_mean;
use servanda::syntax::{Code, Diagnostic};

/// What the comparison with coded data comes as.
const OF_DATA: &[Published] = &[("atop-diff", servanda_data::crosscheck::schema)];

/// What forecasts and their backtest come as.
const OF_FORECASTS: &[Published] = &[
    ("foresee", servanda_foresee::form::schema),
    ("foresee-backtest", servanda_foresee::backtest::schema),
];

/// What the models say of a summit.
const OF_SUMMITS: &[Published] = &[("decide", servanda_decide::report::schema)];

/// What is read from an article.
const OF_ARTICLES: &[Published] = &[("reading", servanda_read::schema)];

/// What the runs of tests, and their cases, come as.
const OF_TESTS: &[Published] = &[
    ("cases", servanda::scenario::cases_form::schema),
    ("test", servanda::scenario::form::schema),
];

/// What a watch reads and tells.
#[cfg(feature = "full")]
const OF_WATCHES: &[Published] = &[
    ("alert", servanda_watch::alert_schema),
    ("watch-rules", servanda_watch::rules_schema),
    ("watch-status", servanda_watch::Status::schema),
];
#[cfg(not(feature = "full"))]
const OF_WATCHES: &[Published] = &[];

/// Every published schema, by name.
pub(crate) fn published() -> Vec<Published> {
    let mut all =
        [schemas::ALL, OF_ARTICLES, OF_DATA, OF_FORECASTS, OF_SUMMITS, OF_TESTS, OF_WATCHES]
            .concat();
    all.sort_by_key(|(name, _)| *name);
    all
}

pub(crate) fn run(schema: &Schema, global: &Global) -> Result<u8, Failure> {
    let all = published();
    let names = || all.iter().map(|(name, _)| *name);
    let Some(wanted) = &schema.name else {
        output::only(global, &[Format::Table, Format::Plain], "plain for the list of names")?;
        output::write(global, &(names().collect::<Vec<_>>().join("\n") + "\n"))?;
        return Ok(0);
    };
    output::only(global, &[Format::Table, Format::Json], "json for one schema")?;
    let Some((_, schema)) = all.iter().find(|(name, _)| name == wanted) else {
        let fault = Diagnostic::bare(Code::SV0107, format!("no schema is called `{wanted}`"));
        let near = did_you_mean(wanted, names()).map(|near| format!("did you mean `{near}`?"));
        let all = names().collect::<Vec<_>>().join(", ");
        return Err(Failure::bare(
            USAGE,
            fault.help(near.unwrap_or_else(|| format!("write one of {all}"))),
        ));
    };
    output::write(global, &ask::pretty(&schema())?)?;
    Ok(0)
}
