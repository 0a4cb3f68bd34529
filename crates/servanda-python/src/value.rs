//! Cells as Python values. A cell without a value says which of the two it is: `servanda.UNKNOWN`
//! where the source speaks and has no value, `servanda.OUTSIDE` where it does not speak.

use crate::fault::other;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Schema};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;

/// One column, with what each means: name, type, meaning, source, and the column that says where the
/// source speaks.
pub(crate) type Column = (String, String, Option<String>, Option<String>, Option<String>);

/// The key of a field's metadata that names the column which says where its source speaks.
const COVERED: &str = "servanda.covered";

/// What Python's `date.toordinal` says of 1970-01-01, from which Arrow counts days.
const EPOCH: i32 = 719_163;

/// The columns of a table.
pub(crate) fn columns(schema: &Schema) -> Vec<Column> {
    let each = schema.fields().iter().map(|field| {
        let note = |key: &str| field.metadata().get(key).cloned();
        let (meaning, source) = (note("servanda.meaning"), note("servanda.source"));
        let kind = field.data_type().to_string();
        (field.name().clone(), kind, meaning, source, note(COVERED))
    });
    each.collect()
}

/// The rows of a small table as lists of Python values.
pub(crate) fn rows<'py>(
    py: Python<'py>,
    batch: &RecordBatch,
) -> PyResult<Vec<Vec<Bound<'py, PyAny>>>> {
    let plain: Result<Vec<ArrayRef>, ArrowError> = batch.columns().iter().map(plain).collect();
    let plain = plain.map_err(other)?;
    let fields = batch.schema();
    let mut rows = Vec::with_capacity(batch.num_rows());
    for row in 0..batch.num_rows() {
        let mut cells = Vec::with_capacity(plain.len());
        for (array, field) in plain.iter().zip(fields.fields()) {
            cells.push(match array.is_null(row) {
                false => value(py, array, row)?,
                true => missing(py, batch, field.metadata().get(COVERED), row)?,
            });
        }
        rows.push(cells);
    }
    Ok(rows)
}

/// An array in the widest type of its kind.
fn plain(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match array.data_type() {
        kind if kind.is_integer() => cast(array, &DataType::Int64),
        kind if kind.is_floating() => cast(array, &DataType::Float64),
        DataType::Boolean | DataType::Date32 => Ok(array.clone()),
        _ => cast(array, &DataType::Utf8),
    }
}

fn value<'py>(py: Python<'py>, array: &ArrayRef, row: usize) -> PyResult<Bound<'py, PyAny>> {
    match array.data_type() {
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into_bound_py_any(py),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into_bound_py_any(py),
        DataType::Boolean => array.as_boolean().value(row).into_bound_py_any(py),
        DataType::Date32 => {
            let day = array.as_primitive::<Date32Type>().value(row) + EPOCH;
            py.import("datetime")?.getattr("date")?.call_method1("fromordinal", (day,))
        }
        _ => array.as_string::<i32>().value(row).into_bound_py_any(py),
    }
}

/// What stands for a cell without a value: by the column that says where its source speaks, or `None`
/// where there is no such column.
fn missing<'py>(
    py: Python<'py>,
    batch: &RecordBatch,
    covered: Option<&String>,
    row: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let Some(covered) = covered.and_then(|name| batch.column_by_name(name)) else {
        return Ok(py.None().into_bound(py));
    };
    let speaks = covered.as_boolean_opt().is_some_and(|speaks| speaks.value(row));
    py.import("servanda._missing")?.getattr(if speaks { "UNKNOWN" } else { "OUTSIDE" })
}
