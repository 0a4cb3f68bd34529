//! The treaties that a question or a panel draws on. Those built in are read once for the process.

use crate::fault;
use pyo3::prelude::*;
use servanda::model::World;
use servanda_cli::shared::{Failure, Texts};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

static BUILT_IN: OnceLock<Arc<World>> = OnceLock::new();

/// The world of these treaties. Other threads run while they are read.
pub(crate) fn read(py: Python<'_>, texts: &Texts) -> PyResult<Arc<World>> {
    if *texts == Texts::default()
        && let Some(world) = BUILT_IN.get()
    {
        return Ok(world.clone());
    }
    let read = py.detach(|| texts.world());
    let (world, note) = read.map_err(|failure: Failure| fault::error(py, &failure))?;
    if let Some(note) = note {
        warn(py, &note)?;
    }
    let world = Arc::new(world);
    Ok(match *texts == Texts::default() {
        true => BUILT_IN.get_or_init(|| world).clone(),
        false => world,
    })
}

/// Which treaties Python names.
pub(crate) fn texts(corpus: Option<PathBuf>, add: Vec<PathBuf>) -> Texts {
    Texts { corpus, add }
}

/// Tells something doubtful through Python's warnings.
pub(crate) fn warn(py: Python<'_>, words: &str) -> PyResult<()> {
    py.import("servanda._error")?.call_method1("warn", (words,))?;
    Ok(())
}
