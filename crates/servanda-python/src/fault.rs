//! Failures of the core as the exception that Python sees. The words are the command's own.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use servanda_cli::shared::{Failure, MESSAGE_WIDTH};

/// Makes `servanda.ServandaError` of a failure: its words as the command lays them out, and of each
/// fault its code and what to do.
pub(crate) fn error(py: Python<'_>, failure: &Failure) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let faults: Vec<(&str, &str, Vec<String>)> = failure
        .faults()
        .iter()
        .map(|fault| (fault.code.id(), fault.message.as_str(), fault.help.clone()))
        .collect();
    let words = failure.text(MESSAGE_WIDTH);
    let made = CLASS
        .import(py, "servanda._error", "ServandaError")
        .and_then(|class| class.call1((words.trim_end(), faults)));
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// An error of Arrow or of a file, which is a bug or a full disk.
pub(crate) fn other(error: impl std::fmt::Display) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}
