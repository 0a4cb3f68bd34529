//! What the prospects of an alliance are, for `python/servanda/foresee.py`.

use crate::table::{Table, made};
use crate::{fault, world};
use arrow_schema::DataType;
use pyo3::prelude::*;
use servanda_cli::shared::{
    self, BACKTEST_COLUMNS, FORESEE_COLUMNS, Failure, Foreseeing, Foreseen,
};
use std::path::PathBuf;

/// The options of the command.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    treaty: String,
    start: String,
    end: String,
    against: Option<String>,
    by: Option<String>,
    honor: Option<f64>,
    atop: Option<PathBuf>,
    alliances: Option<PathBuf>,
    wars: Option<PathBuf>,
    nmc: Option<PathBuf>,
    seed: String,
    draws: usize,
}

impl From<Options> for Foreseeing {
    fn from(options: Options) -> Foreseeing {
        Foreseeing {
            treaty: options.treaty,
            start: options.start,
            end: options.end,
            against: options.against,
            by: options.by,
            honor: options.honor,
            atop: options.atop,
            alliances: options.alliances,
            wars: options.wars,
            nmc: options.nmc,
            seed: options.seed,
            draws: options.draws,
        }
    }
}

/// The command's JSON, its page, its Markdown, a picture, and a table of figures.
type Forms = (String, String, String, Option<String>, Table);

fn forms(
    py: Python<'_>,
    found: Result<Foreseen, Failure>,
    columns: &[&str],
    words: &[&str],
) -> PyResult<Forms> {
    let found = found.map_err(|failure| fault::error(py, &failure))?;
    if let Some(doubts) = &found.doubts {
        world::warn(py, doubts.trim_end())?;
    }
    let kind = |name: &&str| match *name {
        name if words.contains(&name) => DataType::Utf8,
        "events" | "exposure" | "count" => DataType::Int32,
        _ => DataType::Float64,
    };
    let typed: Vec<(&str, DataType)> = columns.iter().map(|name| (*name, kind(name))).collect();
    let table = made(Table::of_words(&typed, &found.rows))?;
    Ok((found.json, found.page, found.brief, found.svg, table))
}

/// The prospects of a treaty.
#[pyfunction]
pub(crate) fn foresee(
    py: Python<'_>,
    options: Options,
    corpus: Option<PathBuf>,
    add: Vec<PathBuf>,
    width: usize,
) -> PyResult<Forms> {
    let texts = world::texts(corpus, add);
    let world = world::read(py, &texts)?;
    let found = py.detach(|| shared::foresee(&world, &texts, options.into(), width));
    forms(py, found, FORESEE_COLUMNS, &["section", "organization", "group", "figure", "source"])
}

/// How well the model of endings forecasts years that it has not seen.
#[pyfunction]
pub(crate) fn backtest(
    py: Python<'_>,
    alliances: PathBuf,
    atop: Option<PathBuf>,
    violated: bool,
    open_last_slice: bool,
    width: usize,
) -> PyResult<Forms> {
    let found = py.detach(|| shared::backtest(alliances, atop, violated, open_last_slice, width));
    forms(py, found, BACKTEST_COLUMNS, &["years", "alliances", "model"])
}
