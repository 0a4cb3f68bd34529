//! Panels, for `python/servanda/panel.py`: built from files, handed out through Arrow block by block,
//! written, and looked into cell by cell.

use crate::fault::{error, other};
use crate::table::Table;
use crate::{capsule, value, world};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int32Type};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use servanda::model::System;
use servanda_cli::shared::{self, Failure, Rows};
use servanda_data::cores;
use servanda_data::panel::{self, PanelFault, Request, Sink};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A panel whose files were read.
#[pyclass(frozen, module = "servanda._servanda")]
pub(crate) struct Built {
    built: Arc<panel::Built>,
}

/// The rows of a panel in Python's words.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Words {
    unit: String,
    system: String,
    start: String,
    end: String,
    partial: String,
    beyond_list: bool,
}

/// Fails as the command does where a file cannot be read; reads none of it.
#[pyfunction]
pub(crate) fn readable(py: Python<'_>, path: PathBuf) -> PyResult<()> {
    shared::readable(&path).map_err(|failure| error(py, &failure))
}

/// Reads the files and makes the plan; computes no column yet.
#[pyfunction]
pub(crate) fn build(
    py: Python<'_>,
    words: Words,
    sources: Vec<(String, Option<PathBuf>)>,
    only: Vec<String>,
    corpus: Option<PathBuf>,
    add: Vec<PathBuf>,
) -> PyResult<Built> {
    let world = world::read(py, &world::texts(corpus, add))?;
    let built = py.detach(|| {
        let failure = |fault: PanelFault| shared::panel_failure(&fault);
        let system = system(&words.system).map_err(failure)?;
        let rows = Rows {
            unit: &words.unit,
            from: Some(&words.start),
            to: Some(&words.end),
            rule: &words.partial,
            beyond_list: words.beyond_list,
        };
        let scope = rows.scope(system)?;
        let requests: Result<Vec<Request>, Failure> = sources.iter().map(request).collect();
        let mut built = panel::build(&world, scope, &requests?).map_err(failure)?;
        if !only.is_empty() {
            built.panel.keep_only(&only).map_err(failure)?;
        }
        Ok(built)
    });
    let built = Arc::new(built.map_err(|failure| error(py, &failure))?);
    Ok(Built { built })
}

fn system(word: &str) -> Result<System, PanelFault> {
    match word {
        "cow" => Ok(System::Cow),
        "gw" => Ok(System::GleditschWard),
        other => {
            let cause = format!("`{other}` is no list of states");
            Err(PanelFault::new(
                cause,
                "write `cow` (Correlates of War) or `gw` (Gleditsch and Ward)",
            ))
        }
    }
}

fn request((name, path): &(String, Option<PathBuf>)) -> Result<Request, Failure> {
    let file = match path {
        None => None,
        Some(path) => {
            let shown = path.file_name().unwrap_or(path.as_os_str());
            Some((shown.to_string_lossy().into_owned(), shared::panel_data(path)?))
        }
    };
    Ok(Request { name: name.clone(), file })
}

/// The blocks of a panel, one after the other, each computed when it is asked for.
struct Blocks {
    built: Arc<panel::Built>,
    schema: SchemaRef,
    next: usize,
}

impl Iterator for Blocks {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let panel = &self.built.panel;
        let block = panel.plan().blocks().nth(self.next)?;
        self.next += 1;
        Some(panel.batch(&self.schema, &block))
    }
}

impl RecordBatchReader for Blocks {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}

impl Built {
    fn blocks(&self) -> Blocks {
        Blocks { built: self.built.clone(), schema: self.built.panel.schema(), next: 0 }
    }

    /// The table of the first row with these keys, none if there is no such row. Only the keys are
    /// computed for the blocks before it.
    fn row(&self, keys: &[(String, Key)]) -> Result<Option<RecordBatch>, ArrowError> {
        let panel = &self.built.panel;
        let bare = panel::Panel::new(panel.plan().clone());
        let (key_schema, schema) = (bare.schema(), panel.schema());
        for block in panel.plan().blocks() {
            let table = bare.batch(&key_schema, &block)?;
            let columns: Option<Vec<(&ArrayRef, &Key)>> =
                keys.iter().map(|(name, key)| Some((table.column_by_name(name)?, key))).collect();
            let Some(columns) = columns else { return Ok(None) };
            let fits =
                |row: &usize| columns.iter().all(|(column, key)| key.stands_at(column, *row));
            if let Some(row) = (0..table.num_rows()).find(fits) {
                return Ok(Some(panel.batch(&schema, &block)?.slice(row, 1)));
            }
        }
        Ok(None)
    }

    /// Every block in memory, each core its share of them.
    fn batches(&self) -> Result<Vec<RecordBatch>, ArrowError> {
        let panel = &self.built.panel;
        let (schema, blocks) = (panel.schema(), panel.plan().blocks().collect::<Vec<_>>());
        let broken =
            || ArrowError::ComputeError("a source broke while it filled a column".to_owned());
        let shares = cores::by_shares(&blocks, |share, _| {
            let each = share.iter().map(|block| panel.batch(&schema, block));
            each.collect::<Result<Vec<_>, _>>()
        });
        let done = shares.into_iter().map(|share| share.map_err(|_| broken())?);
        Ok(done.collect::<Result<Vec<_>, _>>()?.concat())
    }
}

/// One key of a row.
#[derive(FromPyObject)]
pub(crate) enum Key {
    /// A number of a state or alliance, a year or month, or a day from 1970.
    Number(i32),
    /// The id of a treaty.
    Word(String),
}

impl Key {
    fn stands_at(&self, column: &ArrayRef, row: usize) -> bool {
        match (self, column.data_type()) {
            (Key::Number(key), DataType::Int32) => {
                column.as_primitive::<Int32Type>().value(row) == *key
            }
            (Key::Number(key), DataType::Date32) => {
                column.as_primitive::<Date32Type>().value(row) == *key
            }
            (Key::Word(key), DataType::Utf8) => column.as_string::<i32>().value(row) == key,
            _ => false,
        }
    }
}

#[pymethods]
impl Built {
    fn __len__(&self) -> usize {
        self.built.panel.rows()
    }

    /// Name, type, meaning, source and covering column of each column.
    fn columns(&self) -> Vec<value::Column> {
        value::columns(&self.built.panel.schema())
    }

    /// What the panel says of itself, as JSON.
    fn about(&self) -> PyResult<String> {
        serde_json::to_string(&self.built.panel.about()).map_err(other)
    }

    /// The rows of files that could not be used: file, line, and what is wrong with what to do.
    fn left_out(&self) -> Vec<(&str, usize, String)> {
        let each = self.built.left_out.iter();
        each.map(|(file, fault)| (file.as_str(), fault.line, fault.to_string())).collect()
    }

    /// Writes a file by its ending; how many rows.
    fn write(&self, py: Python<'_>, path: PathBuf) -> PyResult<usize> {
        let written = py.detach(|| {
            let sink = sink(&path)?;
            shared::into_file(&path, |file| self.built.panel.write(sink, file, &mut |_| ()))
        });
        written.map(|written| written.rows).map_err(|failure| error(py, &failure))
    }

    /// The first rows as Python values.
    fn head<'py>(&self, py: Python<'py>, rows: usize) -> PyResult<Vec<Vec<Bound<'py, PyAny>>>> {
        match py.detach(|| self.blocks().next()).transpose().map_err(other)? {
            Some(batch) => value::rows(py, &batch.slice(0, rows.min(batch.num_rows()))),
            None => Ok(Vec::new()),
        }
    }

    /// The first row with these keys as Python values.
    fn find<'py>(
        &self,
        py: Python<'py>,
        keys: Vec<(String, Key)>,
    ) -> PyResult<Option<Vec<Bound<'py, PyAny>>>> {
        match py.detach(|| self.row(&keys)).map_err(other)? {
            Some(row) => Ok(value::rows(py, &row)?.pop()),
            None => Ok(None),
        }
    }

    /// Every row in memory.
    fn collect(&self, py: Python<'_>) -> PyResult<Table> {
        let batches = py.detach(|| self.batches()).map_err(other)?;
        Ok(Table::new(self.built.panel.schema(), batches))
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        capsule::stream(py, self.blocks())
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, &self.built.panel.schema())
    }
}

/// The form of a file by its ending.
fn sink(path: &Path) -> Result<Sink, Failure> {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "parquet" => Ok(Sink::Parquet),
        "arrow" | "feather" => Ok(Sink::Arrow),
        "csv" => Ok(Sink::Csv),
        other => {
            let cause = format!("the ending `.{other}` asks for no form of a panel that is known");
            let remedy = "write a file that ends in .parquet, .arrow, .feather or .csv";
            Err(shared::panel_failure(&PanelFault::new(cause, remedy)))
        }
    }
}
