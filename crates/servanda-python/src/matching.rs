//! The screen of event tables, for `python/servanda/matching.py`: a batch comes in as the bytes of an Arrow stream, and the
//! rows go out through Arrow. A screen is made once for a process, whoever asks for it.

use crate::fault::error;
use crate::table::Table;
use crate::world;
use arrow_ipc::reader::StreamReader;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use servanda_cli::shared::{Failure, Texts, acts};
use servanda_events::Mapping;
use servanda_match::{Matcher, Screen, plain, schema};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

/// What makes one screen another: what is pledged, and the user's mapping.
type Key = (Vec<String>, Option<String>);

/// Screens by what they were made from. They stay for as long as the process, as workers of a cluster do.
static SCREENS: Mutex<BTreeMap<Key, &'static Screen<'static>>> = Mutex::new(BTreeMap::new());

/// A screen of the treaties that are built in.
#[pyclass(frozen, module = "servanda._servanda")]
pub(crate) struct Screened {
    screen: &'static Screen<'static>,
}

#[pymethods]
impl Screened {
    /// The screen for these acts; `mapping`: the text of a mapping of one's own.
    #[new]
    #[pyo3(signature = (words, mapping=None))]
    fn new(py: Python<'_>, words: Vec<String>, mapping: Option<String>) -> PyResult<Screened> {
        let key = (words, mapping);
        let kept = |screens: &BTreeMap<Key, _>| screens.get(&key).copied();
        if let Some(screen) = kept(&SCREENS.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(Screened { screen });
        }
        let acts = acts(&key.0).map_err(|failure: Failure| error(py, &failure))?;
        let mapping = match &key.1 {
            Some(text) => Mapping::shipped().and_then(|shipped| shipped.with("mapping", text)),
            None => Mapping::shipped(),
        };
        let mapping = mapping.map_err(|fault| PyValueError::new_err(fault.to_string()))?;
        let world = Box::leak(Box::new(world::read(py, &Texts::default())?));
        let screen: &'static Screen<'static> =
            Box::leak(Box::new(Screen::new(world, mapping, &acts)));
        SCREENS.lock().unwrap_or_else(PoisonError::into_inner).insert(key, screen);
        Ok(Screened { screen })
    }

    /// The rows for the batches of an Arrow stream, with their words written out. Other threads run meanwhile.
    fn rows(&self, py: Python<'_>, stream: &[u8]) -> PyResult<Table> {
        let rows = py.detach(|| {
            let reader =
                StreamReader::try_new(Cursor::new(stream), None).map_err(|e| e.to_string())?;
            let mut matcher = Matcher::new(self.screen);
            let mut batches = Vec::new();
            for batch in reader {
                let batch = batch.map_err(|error| error.to_string())?;
                let keep = &mut |rows| {
                    batches.push(plain(&rows)?);
                    Ok(())
                };
                matcher.batch(&batch, keep).map_err(|fault| fault.to_string())?;
            }
            Ok(batches)
        });
        let rows = rows.map_err(|words: String| PyValueError::new_err(words))?;
        Ok(Table::new(schema(true), rows))
    }
}

/// What a column that is looked at is called, and whether a table without it is refused.
#[pyfunction]
pub(crate) fn looked_at() -> Vec<(&'static str, bool)> {
    servanda_match::COLUMNS.iter().map(|wanted| (wanted.name, wanted.needed)).collect()
}
