//! What the engine answers, beside the tests of a text: at each expectation whether it holds, at each question what is
//! found.

use crate::desk::{Desk, Kind};
use lsp_types::{InlayHint, InlayHintLabel, InlayHintTooltip};
use servanda::engine::Engine;
use servanda::scenario::test_case::try_test;
use servanda::syntax::Span;
use std::ops::Range;

/// The hints of the tests that begin in a stretch of an open text.
pub(crate) fn of(desk: &Desk, address: &str, within: &Range<usize>) -> Vec<InlayHint> {
    let Some(open) = desk.open.get(address) else { return Vec::new() };
    if !matches!(open.kind, Kind::Treaty(_)) {
        return Vec::new();
    }
    let engine = Engine::new(&desk.world);
    let own = |at: Span| at.file == open.slot;
    let tests = desk.world.record.tests.iter().filter(|test| own(test.at));
    let seen = tests.filter(|test| {
        let last = test.expects.last().map_or(test.at, |(_, at)| *at);
        (test.at.start as usize) <= within.end && (last.end as usize) >= within.start
    });
    let mut found = Vec::new();
    let mut hint = |at: Span, label: String, tooltip: String| {
        found.push(InlayHint {
            position: open.lines.position(at.end as usize),
            label: InlayHintLabel::String(label),
            kind: None,
            text_edits: None,
            tooltip: (!tooltip.is_empty()).then_some(InlayHintTooltip::String(tooltip)),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
    };
    for test in seen {
        let Ok(tried) = try_test(&engine, test) else {
            hint(test.at, "\u{2717} the question is at fault".to_owned(), String::new());
            continue;
        };
        let failed = tried.expects.iter().filter(|(_, fault)| fault.is_some()).count();
        let all = tried.expects.len();
        hint(
            test.at,
            match failed {
                0 => format!("\u{2713} {all} of {all}"),
                failed => format!("\u{2717} {failed} of {all} not so"),
            },
            String::new(),
        );
        let found: Vec<String> =
            tried.found.iter().map(|(verdict, count)| format!("{count} {verdict}")).collect();
        let shown = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
        hint(test.ask.1, format!("\u{2192} {shown}"), String::new());
        for (at, fault) in &tried.expects {
            match fault {
                None => hint(*at, "\u{2713}".to_owned(), String::new()),
                Some(fault) => {
                    let finds = fault.notes.first().map_or(&fault.message, |note| note);
                    hint(*at, format!("\u{2717} {finds}"), fault.notes.join("\n"));
                }
            }
        }
    }
    found
}
