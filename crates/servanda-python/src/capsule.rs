//! The Arrow PyCapsule interface: tables handed to any library that reads Arrow, without a copy and
//! without pyarrow. <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>

use crate::fault::other;
use arrow_array::RecordBatchReader;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_schema::Schema;
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// A stream of record batches as the capsule `arrow_array_stream`. Whoever takes it out owns it; else
/// it is released with the capsule.
pub(crate) fn stream(
    py: Python<'_>,
    reader: impl RecordBatchReader + Send + 'static,
) -> PyResult<Bound<'_, PyCapsule>> {
    let stream = FFI_ArrowArrayStream::new(Box::new(reader));
    PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
}

/// A schema as the capsule `arrow_schema`.
pub(crate) fn schema<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(other)?;
    PyCapsule::new_with_value(py, schema, c"arrow_schema")
}
