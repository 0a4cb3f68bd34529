//! The record: everything in it is somebody's word, so it names a source.

use crate::model::World;
use crate::model::treaty::Cited;
use crate::syntax::{Code, Diagnostic, Span};

/// Records without a source.
pub(super) fn lint(world: &World) -> Vec<Diagnostic> {
    let record = &world.record;
    let mut found = Vec::new();
    let mut look = |cited: &Cited, at: Span, what: String| {
        if cited.sources.is_empty() {
            found.push(
                Diagnostic::at(Code::SV0508, at, format!("{what} has no source"))
                    .help("add `source news \"who, where, when\"`, or the id of a `source` block"),
            );
        }
    };
    for event in &record.events {
        look(&event.cited, event.at, format!("event `{}`", event.id));
    }
    for finding in &record.findings {
        look(&finding.cited, finding.at, format!("finding `{}`", finding.name));
    }
    for duty in &record.performances {
        look(&duty.cited, duty.at, format!("what became of `{}`", duty.norm));
    }
    for decision in &record.decisions {
        look(&decision.cited, decision.at, format!("decision `{}`", decision.id));
    }
    for claim in &record.claims {
        look(&claim.cited, claim.at, format!("claim `{}`", claim.id));
    }
    found
}
