//! Scenarios: documents that are tests, and the tests that treaties carry.
//!
//! A scenario is Markdown. Headings name the cases; fenced blocks marked `treaty` give the world,
//! `ask` the question, `answer` the verdicts expected, `diagnostic` the faults expected. Treaties are
//! inherited by deeper headings (a block marked `treaty literate` holds Markdown with its own fences); where none is in sight, the embedded corpus is the world.

pub mod cases_form;
pub mod conformance;
pub mod form;
pub mod lint;
pub mod page;
pub mod run;
pub mod settings;
pub mod test_case;

pub use run::{CaseReport, Outcome, PageReport, run_page};
pub use test_case::{TestReport, run_test};
