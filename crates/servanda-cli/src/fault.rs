//! Failures of a run and their exit status.

use crate::args::{Format, Global};
use crate::output::{self, stderr_width};
use servanda::request::{Kind, Refusal};
use servanda::syntax::diagnostic;
use servanda::syntax::{Diagnostic, Severity, Sources};
use std::process::ExitCode;

/// Findings: `check` and `test` found faults.
pub(crate) const FINDINGS: u8 = 1;
/// The command line or the question is not understood.
pub(crate) const USAGE: u8 = 2;
/// A file, folder or fact is not there.
pub(crate) const MISSING: u8 = 3;
/// A limit was reached.
pub(crate) const LIMIT: u8 = 4;
/// A bug.
pub(crate) const INTERNAL: u8 = 70;

/// Diagnostics shown at most; the rest is counted.
const MOST_SHOWN: usize = 100;

/// Why a run stops.
#[derive(Debug)]
pub struct Failure {
    status: u8,
    faults: Vec<Diagnostic>,
    sources: Sources,
}

impl Failure {
    /// Faults in texts.
    pub(crate) fn new(status: u8, faults: Vec<Diagnostic>, sources: Sources) -> Failure {
        Failure { status, faults, sources }
    }

    /// One fault without a text.
    pub(crate) fn bare(status: u8, fault: Diagnostic) -> Failure {
        Failure { status, faults: vec![fault], sources: Sources::default() }
    }

    /// A bug, in words.
    pub(crate) fn internal(words: &str) -> Failure {
        let code = servanda::syntax::Code::SV0707;
        Failure::bare(INTERNAL, Diagnostic::bare(code, format!("internal: {words}")))
    }

    /// What is wrong, the first first.
    pub fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// The faults laid out as the command shows them in a pipe, so many columns wide.
    pub fn text(&self, width: usize) -> String {
        diagnostic::render(&self.faults, &self.sources, false, width)
    }

    /// Shows the faults and gives the exit status.
    pub(crate) fn report(&self, global: &Global) -> ExitCode {
        show(&self.faults, &self.sources, global);
        ExitCode::from(self.status)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        let status = match refusal.kind {
            Kind::Usage => USAGE,
            Kind::Missing => MISSING,
            Kind::Limit => LIMIT,
        };
        Failure::new(status, refusal.faults, refusal.sources)
    }
}

/// Shows faults on standard error: laid out, plain or as JSON.
pub(crate) fn show(faults: &[Diagnostic], sources: &Sources, global: &Global) {
    let shown = faults.get(..faults.len().min(MOST_SHOWN)).unwrap_or_default();
    let text = match global.format {
        Some(Format::Json | Format::Ndjson) => {
            format!("{:#}\n", diagnostic::to_json(faults, sources))
        }
        Some(Format::Plain) => diagnostic::render_plain(faults, sources),
        _ => {
            let mut text =
                diagnostic::render(shown, sources, output::color_on_stderr(), stderr_width(global));
            if faults.len() > shown.len() {
                text.push_str(&format!("... and {} more\n", faults.len() - shown.len()));
            }
            text
        }
    };
    output::to_stderr(&text);
}

/// What only the whole program has. `what` with its verb, such as `panels are`.
#[cfg(not(feature = "full"))]
pub(crate) fn not_in_this_build(what: &str) -> Failure {
    let code = servanda::syntax::Code::SV0709;
    let fault = Diagnostic::bare(code, format!("{what} not in this build"));
    let help = "build the whole program: `cargo build --release -p servanda-cli --features full`";
    Failure::bare(MISSING, fault.help(help))
}

/// Whether any fault is an error.
pub(crate) fn has_errors(faults: &[Diagnostic]) -> bool {
    faults.iter().any(|fault| fault.severity() == Severity::Error)
}
