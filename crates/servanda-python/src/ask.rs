//! Questions, the list of treaties and pledges, for `python/servanda/answer.py`.

use crate::table::{Table, made};
use crate::{fault, world};
use arrow_schema::DataType;
use pyo3::prelude::*;
use servanda::answer::{csv, pledges as pledge_form, treaty_page};
use servanda_cli::shared::{self, Asked};
use std::path::PathBuf;

/// Columns with their types: words, but for those named.
fn typed<'n>(names: &[&'n str], others: &[(&str, DataType)]) -> Vec<(&'n str, DataType)> {
    let kind = |name: &str| others.iter().find(|(other, _)| *other == name);
    let each =
        names.iter().map(|name| (*name, kind(name).map_or(DataType::Utf8, |(_, k)| k.clone())));
    each.collect()
}

/// A question in the words and options of the command.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Words {
    question: String,
    by: Option<String>,
    place: Option<String>,
    on: Option<String>,
    known: Option<String>,
    known_to: Option<String>,
    assuming: Vec<String>,
    found: Vec<String>,
    denied: Vec<String>,
    reading: Vec<String>,
    prefer: Vec<String>,
    follow: bool,
}

impl From<Words> for Asked {
    fn from(words: Words) -> Asked {
        Asked {
            words: vec![words.question],
            by: words.by,
            place: words.place,
            on: words.on,
            known: words.known,
            known_to: words.known_to,
            assuming: words.assuming,
            found: words.found,
            denied: words.denied,
            reading: words.reading,
            prefer: words.prefer,
            follow: words.follow,
        }
    }
}

/// Asks a question: the JSON contract as text, the command's table, the page, and the rows.
#[pyfunction]
pub(crate) fn ask(
    py: Python<'_>,
    words: Words,
    corpus: Option<PathBuf>,
    add: Vec<PathBuf>,
    width: usize,
) -> PyResult<(String, String, String, Table)> {
    let texts = world::texts(corpus, add);
    let world = world::read(py, &texts)?;
    let asked = Asked::from(words);
    let answered = py.detach(|| shared::answer(&world, &texts, &asked, width));
    let answered = answered.map_err(|failure| fault::error(py, &failure))?;
    if let Some(doubts) = &answered.doubts {
        world::warn(py, doubts.trim_end())?;
    }
    let json = serde_json::to_string_pretty(&answered.answer).map_err(fault::other)?;
    let others =
        [("on", DataType::Date32), ("ccode", DataType::Int32), ("gwcode", DataType::Int32)];
    let table = Table::of_words(&typed(csv::COLUMNS, &others), &answered.rows);
    Ok((json, answered.table, answered.html, made(table)?))
}

/// The list of treaties.
#[pyfunction]
pub(crate) fn treaties(
    py: Python<'_>,
    on: Option<String>,
    corpus: Option<PathBuf>,
    add: Vec<PathBuf>,
) -> PyResult<Table> {
    let world = world::read(py, &world::texts(corpus, add))?;
    let form = py.detach(|| shared::treaties(&world, on.as_deref()));
    let form = form.map_err(|failure| fault::error(py, &failure))?;
    let columns = typed(treaty_page::COLUMNS, &[("parties", DataType::Int32)]);
    made(Table::of_words(&columns, &treaty_page::rows(&form)))
}

/// Dated pledges.
#[pyfunction]
pub(crate) fn pledges(
    py: Python<'_>,
    act: &str,
    to: Option<String>,
    by: Option<String>,
    on: Option<String>,
    corpus: Option<PathBuf>,
    add: Vec<PathBuf>,
) -> PyResult<Table> {
    let world = world::read(py, &world::texts(corpus, add))?;
    let form =
        py.detach(|| shared::pledges(&world, act, to.as_deref(), by.as_deref(), on.as_deref()));
    let form = form.map_err(|failure| fault::error(py, &failure))?;
    let days = [("from", DataType::Date32), ("until", DataType::Date32)];
    made(Table::of_words(&typed(pledge_form::COLUMNS, &days), &form.rows()))
}
