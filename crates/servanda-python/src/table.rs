//! A table in memory, handed out through Arrow as often as it is asked for, each time the same memory.

use crate::fault::other;
use crate::{capsule, value};
use arrow_array::builder::{Date32Builder, Float64Builder, Int32Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use servanda::time::Day;
use std::sync::Arc;

/// A table in memory.
#[pyclass(frozen, module = "servanda._servanda")]
pub(crate) struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    /// A table of these batches, which have this schema.
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Table {
        Table { schema, batches }
    }

    /// A table of words: each column by its name and type, with numbers and days read from
    /// them. An empty cell has no value.
    ///
    /// # Errors
    /// A column is longer than another, which is a bug.
    pub(crate) fn of_words(
        columns: &[(&str, DataType)],
        rows: &[Vec<String>],
    ) -> Result<Table, ArrowError> {
        let field = |(name, kind): &(&str, DataType)| Field::new(*name, kind.clone(), true);
        let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
        let arrays = columns.iter().enumerate().map(|(at, (_, kind))| {
            let cells = rows.iter().map(|row| row.get(at).map(String::as_str).filter(some));
            column(kind, cells)
        });
        let batch = RecordBatch::try_new(schema.clone(), arrays.collect())?;
        Ok(Table::new(schema, vec![batch]))
    }
}

fn some(cell: &&str) -> bool {
    !cell.is_empty()
}

fn column<'t>(kind: &DataType, cells: impl Iterator<Item = Option<&'t str>>) -> ArrayRef {
    match kind {
        DataType::Int32 => {
            let mut numbers = Int32Builder::new();
            cells.for_each(|cell| numbers.append_option(cell.and_then(|cell| cell.parse().ok())));
            Arc::new(numbers.finish())
        }
        DataType::Float64 => {
            let mut numbers = Float64Builder::new();
            cells.for_each(|cell| numbers.append_option(cell.and_then(|cell| cell.parse().ok())));
            Arc::new(numbers.finish())
        }
        DataType::Date32 => {
            let mut days = Date32Builder::new();
            let day = |cell: &str| cell.parse::<Day>().ok().map(Day::number);
            cells.for_each(|cell| days.append_option(cell.and_then(day)));
            Arc::new(days.finish())
        }
        _ => {
            let mut words = StringBuilder::new();
            cells.for_each(|cell| words.append_option(cell));
            Arc::new(words.finish())
        }
    }
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Name, type, meaning, source and covering column of each column.
    fn columns(&self) -> Vec<value::Column> {
        value::columns(&self.schema)
    }

    /// The first rows as Python values.
    fn head<'py>(&self, py: Python<'py>, rows: usize) -> PyResult<Vec<Vec<Bound<'py, PyAny>>>> {
        match self.batches.first() {
            Some(batch) => value::rows(py, &batch.slice(0, rows.min(batch.num_rows()))),
            None => Ok(Vec::new()),
        }
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // Whoever asks for another schema converts what it gets, as the interface allows.
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok);
        capsule::stream(py, RecordBatchIterator::new(batches, self.schema.clone()))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, &self.schema)
    }
}

/// A table or the error that Python sees.
pub(crate) fn made(table: Result<Table, ArrowError>) -> PyResult<Table> {
    table.map_err(other)
}
