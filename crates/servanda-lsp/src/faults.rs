//! What is wrong with an open text, and how it is said to an editor.

use crate::desk::{Desk, Kind, LARGEST, Open, has_cases};
use lsp_types::{
    CodeDescription, Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity,
    DiagnosticTag, Location, NumberOrString,
};
use servanda::engine::Engine;
use servanda::scenario::{Outcome, lint, run_page, run_test};
use servanda::syntax::host::Host;
use servanda::syntax::{Code, Diagnostic, Edit, Severity, Source, Span, json};
use servanda_decide::summit;

/// Tests and cases of one text that are run while it is open.
const MOST_TESTS: usize = 200;
/// Faults that are shown of one text.
const MOST_SHOWN: usize = 500;

/// What is found at once: everything but the tests.
pub(crate) fn at_once(desk: &Desk, address: &str) -> Vec<Diagnostic> {
    let Some(open) = desk.open.get(address) else { return Vec::new() };
    match open.kind {
        Kind::Treaty(_) => {
            let of_text = |fault: &&Diagnostic| {
                fault.primary.as_ref().is_none_or(|label| label.at.file == open.slot)
            };
            let own = desk.found().iter().filter(of_text).cloned().collect();
            lint::of_text(&desk.world, own, open.slot)
        }
        Kind::Summit => of_summit(desk, open),
        Kind::Json => of_json(desk, open),
        Kind::Page => Vec::new(),
        Kind::Other if open.text.len() > LARGEST => {
            let message =
                format!("a text of more than {} KiB is not read as you type", LARGEST / 1024);
            let fault = Diagnostic::at(Code::SV0702, start(open), message);
            vec![fault.help("split it: each treaty can stand in a file of its own; `servanda check` reads larger ones")]
        }
        Kind::Other => Vec::new(),
    }
}

fn start(open: &Open) -> Span {
    Span { file: open.slot, start: 0, end: 0 }
}

fn of_summit(desk: &Desk, open: &Open) -> Vec<Diagnostic> {
    let literate = summit::host_of_name(open.uri.as_str()) == Some(Host::Literate);
    let read = summit::read(&open.text, literate, open.slot);
    let mut faults = read.faults;
    if let Some(mut summit) = read.summit {
        faults.extend(summit::check(&mut summit, &desk.world));
        faults.extend(summit::unfit(&summit));
    }
    faults
}

/// The faults of a treaty in its JSON form, which has no places of its own: all at its beginning.
fn of_json(desk: &Desk, open: &Open) -> Vec<Diagnostic> {
    let first_line = open.text.lines().next().unwrap_or_default().len() as u32;
    let at = Span { end: first_line, ..start(open) };
    let here = |fault: Diagnostic| Diagnostic {
        primary: Some(servanda::syntax::Label { at, text: String::new() }),
        others: Vec::new(),
        fixes: Vec::new(),
        ..fault
    };
    match json::to_text(&open.text) {
        Err(fault) => vec![here(*fault)],
        Ok((text, host)) => {
            let ending = if host == Host::Literate { "md" } else { "treaty" };
            let mut world = desk.world.clone();
            let number = world.sources.iter().count() as u32;
            let found = world.add_texts(vec![Source::new(format!("form.treaty.{ending}"), text)]);
            let faults = lint::of_text(&world, found, number);
            // The same treaty as text beside it is no fault of the form.
            faults.into_iter().filter(|fault| fault.code != Code::SV0401).map(here).collect()
        }
    }
}

/// What takes longer: the tests of a treaty, the cases of a page.
pub(crate) fn of_tests(desk: &Desk, address: &str) -> Vec<Diagnostic> {
    let Some(open) = desk.open.get(address) else { return Vec::new() };
    match open.kind {
        Kind::Treaty(_) => {
            let engine = Engine::new(&desk.world);
            let tests = desk.world.record.tests.iter().filter(|test| test.at.file == open.slot);
            tests.take(MOST_TESTS).flat_map(|test| run_test(&engine, test).faults).collect()
        }
        Kind::Page if has_cases(&open.text) => of_page(desk, open),
        _ => Vec::new(),
    }
}

fn of_page(desk: &Desk, open: &Open) -> Vec<Diagnostic> {
    let report = run_page(&open.text, &desk.world);
    let mut found = Vec::new();
    for case in report.cases {
        let line = open.lines.range(
            0..open
                .lines
                .byte(&open.text, lsp_types::Position::new(case.line.saturating_sub(1) as u32, 0)),
        );
        let begin = open.lines.byte(&open.text, line.end);
        let length =
            open.text.get(begin..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
        let at = Span { file: open.slot, start: begin as u32, end: (begin + length) as u32 };
        found.extend(match &case.outcome {
            Outcome::Passed => None,
            Outcome::Differs { found, .. } => {
                let message = format!("`{}` is not what the engine finds", case.title);
                let fault = Diagnostic::at(Code::SV0902, at, message)
                    .help("read the difference; if the engine is right, write what it finds")
                    .note(format!("it finds:\n{}", found.trim_end()));
                Some(fault.fix(
                    "write what the engine finds, for every case of this page",
                    vec![difference(open.slot, &open.text, &report.updated)],
                ))
            }
            Outcome::Broken(why) => {
                let message = format!("`{}` is not understood", case.title);
                Some(Diagnostic::at(Code::SV0901, at, message).note(why.trim_end()))
            }
        });
    }
    found
}

/// The one edit that makes one text of another.
pub(crate) fn difference(file: u32, old: &str, new: &str) -> Edit {
    let (range, words) = changed(old, new);
    Edit::replace(Span { file, start: range.start as u32, end: range.end as u32 }, words)
}

/// Where two texts differ, in whole characters, and what stands there in the new one.
pub(crate) fn changed(old: &str, new: &str) -> (std::ops::Range<usize>, String) {
    let mut start = old.bytes().zip(new.bytes()).take_while(|(one, other)| one == other).count();
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let most = old.len().min(new.len()) - start;
    let ends = old.bytes().rev().zip(new.bytes().rev()).take(most);
    let mut same = ends.take_while(|(one, other)| one == other).count();
    while !old.is_char_boundary(old.len() - same) || !new.is_char_boundary(new.len() - same) {
        same -= 1;
    }
    let words = new.get(start..new.len() - same).unwrap_or_default();
    (start..old.len() - same, words.to_owned())
}

/// The faults of an open text as an editor shows them.
pub(crate) fn shown(desk: &mut Desk, address: &str) -> Vec<Shown> {
    let Some(open) = desk.open.get(address) else { return Vec::new() };
    let faults: Vec<Diagnostic> =
        open.faults.iter().chain(&open.tested).take(MOST_SHOWN).cloned().collect();
    faults.iter().filter_map(|fault| one(desk, address, fault)).collect()
}

/// One fault.
pub(crate) fn one(desk: &mut Desk, address: &str, fault: &Diagnostic) -> Option<Shown> {
    let mut related = Vec::new();
    for label in &fault.others {
        let (Some(lines), Some(uri)) = (desk.lines(label.at.file), desk.uri(label.at.file)) else {
            continue;
        };
        let location = Location::new(uri, lines.range(label.at.range()));
        related.push(DiagnosticRelatedInformation { location, message: label.text.clone() });
    }
    let description = desk.shelf.code(fault.code).map(|href| CodeDescription { href });
    let open = desk.open.get(address)?;
    let bytes = fault.primary.as_ref().map_or(0..0, |label| label.at.range());
    // A fault is shown where it begins: at most to the end of its line.
    let line = open.text.get(bytes.clone()).and_then(|words| words.find('\n'));
    let end = line.map_or(bytes.end, |length| bytes.start + length);
    let mut message = fault.message.clone();
    if let Some(label) = fault.primary.as_ref().filter(|label| !label.text.is_empty()) {
        message.push_str(&format!(" ({})", label.text));
    }
    for help in &fault.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    for note in &fault.notes {
        message.push_str(&format!("\nnote: {note}"));
    }
    Some(Shown {
        range: open.lines.range(bytes.start..end),
        severity: Some(match fault.severity() {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(fault.code.id().to_owned())),
        code_description: description,
        source: Some("servanda".to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        tags: tags(fault.code),
        data: None,
    })
}

/// What has no effect is shown faded.
fn tags(code: Code) -> Option<Vec<DiagnosticTag>> {
    let idle = matches!(code, Code::SV0405 | Code::SV0412 | Code::SV0507 | Code::SV0509);
    idle.then(|| vec![DiagnosticTag::UNNECESSARY])
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn a_difference_is_in_whole_characters() {
        let (old, new) = ("a \u{441} b", "a \u{442} b");
        let (range, words) = changed(old, new);
        assert_eq!((range, words.as_str()), (2..4, "\u{442}"));
        assert_eq!(changed("aa", "aaa"), (2..2, "a".to_owned()));
        assert_eq!(changed("same", "same"), (4..4, String::new()));
    }
}
