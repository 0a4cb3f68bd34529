//! What a meeting may decide, for `python/servanda/decide.py`.

use crate::{fault, world};
use pyo3::prelude::*;
use servanda_cli::shared::{self, Deciding};
use std::path::PathBuf;

/// The options of the command.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    file: PathBuf,
    model: Option<String>,
    preset: String,
    rounds: usize,
    q: f64,
    option: Vec<String>,
    draws: Option<usize>,
    seed: u64,
    spread: Option<f64>,
}

impl From<Options> for Deciding {
    fn from(options: Options) -> Deciding {
        Deciding {
            file: options.file,
            model: options.model,
            preset: options.preset,
            rounds: options.rounds,
            q: options.q,
            option: options.option,
            draws: options.draws,
            seed: options.seed,
            spread: options.spread,
        }
    }
}

/// A summit or a table of actors: the command's JSON, its page, and the picture of a summit.
#[pyfunction]
pub(crate) fn decide(
    py: Python<'_>,
    options: Options,
    corpus: Option<PathBuf>,
    add: Vec<PathBuf>,
    width: usize,
) -> PyResult<(String, String, Option<String>)> {
    let texts = world::texts(corpus, add);
    let decided = py.detach(|| shared::decide(&texts, options.into(), width));
    let decided = decided.map_err(|failure| fault::error(py, &failure))?;
    Ok((decided.json, decided.page, decided.svg))
}

/// Both power indices of weighted votes, as the command's JSON.
#[pyfunction]
pub(crate) fn power(py: Python<'_>, weights: Vec<String>, quota: String) -> PyResult<String> {
    let counted = py.detach(|| shared::power(weights, quota));
    counted.map_err(|failure| fault::error(py, &failure))
}
