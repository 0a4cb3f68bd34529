//! What came of scenarios and tests as data: the JSON form `servanda/test/1`. Lays out; runs nothing.

use super::run::{CaseReport, Outcome};
use crate::syntax::{Diagnostic, Sources, diagnostic};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// The name of the form.
pub const SCHEMA: &str = "servanda/test/1";

/// What came of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "What came of the tests of servanda")]
pub struct TestForm {
    /// `servanda/test/1`.
    pub schema: String,
    /// How many cases and tests passed.
    pub passed: usize,
    /// How many did not.
    pub failed: usize,
    /// Those that did not, in order.
    pub failures: Vec<FailureForm>,
}

/// One that did not pass.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FailureForm {
    /// File and line.
    pub at: String,
    /// What it shows.
    pub title: String,
    /// What a scenario says; null for a test of a treaty, and where the page is not understood.
    pub expected: Option<String>,
    /// What the engine finds; null as above.
    pub found: Option<String>,
    /// What differs or is not understood, as in `servanda/diagnostics/1`.
    pub diagnostics: Value,
}

impl FailureForm {
    /// A case of the page with this name; `None` when it passed.
    pub fn of_case(case: &CaseReport, page: &str) -> Option<FailureForm> {
        let fault = case.fault(page)?;
        let (expected, found) = match &case.outcome {
            Outcome::Differs { expected, found } => (Some(expected.clone()), Some(found.clone())),
            _ => (None, None),
        };
        let at = format!("{page}:{}", case.line);
        let title = case.title.clone();
        let diagnostics = list(&[fault], &Sources::default());
        Some(FailureForm { at, title, expected, found, diagnostics })
    }

    /// A test that a treaty carries, with its faults.
    pub fn of_test(
        at: String,
        title: &str,
        faults: &[Diagnostic],
        sources: &Sources,
    ) -> FailureForm {
        let diagnostics = list(faults, sources);
        FailureForm { at, title: title.to_owned(), expected: None, found: None, diagnostics }
    }
}

fn list(faults: &[Diagnostic], sources: &Sources) -> Value {
    let mut all = diagnostic::to_json(faults, sources);
    all.get_mut("diagnostics").map(Value::take).unwrap_or_default()
}

/// The published schema.
pub fn schema() -> Value {
    schemars::schema_for!(TestForm).to_value()
}
