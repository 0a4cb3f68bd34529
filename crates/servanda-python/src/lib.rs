//! The native half of the Python package `servanda`: what Python cannot do as fast, under names that
//! begin with an underscore. `python/servanda` is the half that people see. Decides nothing about
//! treaties or data; every long piece of work lets other Python threads run.
#![allow(
    clippy::needless_pass_by_value,
    reason = "Python's arguments are turned into values of their own, which the function then has"
)]

mod ask;
mod capsule;
mod decide;
mod fault;
mod foresee;
mod matching;
mod panel;
mod table;
mod value;
mod world;

use pyo3::prelude::*;
use servanda_data::panel::KNOWN;

/// What can be added to a panel: name, what it adds, and whether it is read from the user's file.
#[pyfunction]
fn known() -> Vec<(&'static str, &'static str, bool)> {
    KNOWN.iter().map(|known| (known.name, known.what, known.file)).collect()
}

#[pymodule]
fn _servanda(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<panel::Built>()?;
    module.add_class::<table::Table>()?;
    module.add_class::<matching::Screened>()?;
    module.add_function(wrap_pyfunction!(matching::looked_at, module)?)?;
    module.add_function(wrap_pyfunction!(known, module)?)?;
    module.add_function(wrap_pyfunction!(ask::ask, module)?)?;
    module.add_function(wrap_pyfunction!(ask::treaties, module)?)?;
    module.add_function(wrap_pyfunction!(ask::pledges, module)?)?;
    module.add_function(wrap_pyfunction!(decide::decide, module)?)?;
    module.add_function(wrap_pyfunction!(decide::power, module)?)?;
    module.add_function(wrap_pyfunction!(foresee::foresee, module)?)?;
    module.add_function(wrap_pyfunction!(foresee::backtest, module)?)?;
    module.add_function(wrap_pyfunction!(panel::build, module)?)?;
    module.add_function(wrap_pyfunction!(panel::readable, module)?)
}
