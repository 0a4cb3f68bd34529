//! The edits that diagnostics offer: every text of the scenarios that is at fault is mended by each of
//! them, one by one, and the fault must be gone. Codes that offer words and no edit say here why.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use servanda::corpus;
use servanda::engine::Engine;
use servanda::model::World;
use servanda::scenario::lint;
use servanda::scenario::page::{Piece, pieces};
use servanda::scenario::test_case::run_test;
use servanda::syntax::{Code, Diagnostic, Source};
use std::collections::{BTreeMap, BTreeSet};

/// Codes whose remedy only the writer of the text knows, and what it is that no program can write.
const ONLY_WORDS: &[(Code, &str)] = &[
    (Code::SV0101, "a fact of membership lacks its state, or nothing near is a clause word"),
    (Code::SV0103, "what the clause lacks: a name, a date, a text"),
    (Code::SV0105, "the block that the clause belongs to, with its name"),
    (Code::SV0107, "which event, quality or number is meant"),
    (Code::SV0110, "how the condition is to be split"),
    (Code::SV0111, "a treaty"),
    (Code::SV0201, "the date"),
    (Code::SV0202, "the month"),
    (Code::SV0203, "which of the two dates is wrong"),
    (Code::SV0204, "where one span ends and the next begins"),
    (Code::SV0207, "the year"),
    (Code::SV0301, "the state, where no name is near"),
    (Code::SV0306, "the members, or their days"),
    (Code::SV0307, "the day"),
    (Code::SV0402, "the treaty, where no id is near"),
    (Code::SV0405, "which date, place or role is wrong"),
    (Code::SV0406, "why one of the two yields"),
    (Code::SV0408, "the source"),
    (Code::SV0409, "the area"),
    (Code::SV0411, "what the reading holds"),
    (Code::SV0412, "which norm it belongs to"),
    (Code::SV0413, "the day"),
    (Code::SV0415, "why it is not modelled"),
    (Code::SV0418, "the number in the data, or the member"),
    (Code::SV0419, "the number in the data"),
    (Code::SV0420, "whether the text was read"),
    (Code::SV0502, "what the claim says"),
    (Code::SV0503, "the source"),
    (Code::SV0504, "the part that is lacking"),
    (Code::SV0506, "the question"),
    (Code::SV0507, "which norm asks for the finding"),
    (Code::SV0508, "the source"),
    (Code::SV0509, "what follows from the claim"),
];

/// A text of a scenario with its file name and the page it stands in.
struct Text {
    page: &'static str,
    name: &'static str,
    words: String,
}

fn texts() -> Vec<Text> {
    let mut found = Vec::new();
    for (page, text) in corpus::SCENARIOS {
        for piece in pieces(text) {
            let Piece::Block { info, content } = piece else { continue };
            let name = match info.as_str() {
                "treaty" => "scenario.treaty",
                "treaty literate" => "scenario.treaty.md",
                _ => continue,
            };
            found.push(Text { page, name, words: text[content].to_owned() });
        }
    }
    found
}

/// Every fault of a text alone: of its words, and of its tests.
fn faults(base: &World, name: &str, text: &str) -> Vec<Diagnostic> {
    let mut world = base.clone();
    let found = world.add_texts(vec![Source::new(name, text)]);
    let mut faults = lint::all(&world, found);
    let engine = Engine::new(&world);
    for test in &world.record.tests {
        faults.extend(run_test(&engine, test).faults);
    }
    faults
}

#[test]
fn every_edit_that_is_offered_mends_its_fault() {
    let base = corpus::empty_world().unwrap();
    let mut wrong = Vec::new();
    let mut offered = 0;
    let mut without: BTreeMap<Code, BTreeSet<String>> = BTreeMap::new();
    for text in texts() {
        let before = faults(&base, text.name, &text.words);
        for fault in &before {
            if fault.fixes.is_empty() {
                without.entry(fault.code).or_default().insert(fault.help.join("; "));
            }
            let same =
                |other: &&Diagnostic| (other.code, &other.message) == (fault.code, &fault.message);
            for fix in &fault.fixes {
                offered += 1;
                let mended = fix.applied(&text.words);
                let after = faults(&base, text.name, &mended);
                // Two faults may be told in the same words: one of them must go.
                if after.iter().filter(same).count() >= before.iter().filter(same).count() {
                    let (page, id) = (text.page, fault.code.id());
                    wrong.push(format!("{page} {id}: {} / {}\n{mended}", fault.message, fix.title));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "these edits mend nothing:\n{}", wrong.join("\n"));
    assert!(offered > 100, "only {offered} edits were offered: the scenarios have moved");
    let told: BTreeSet<Code> = ONLY_WORDS.iter().map(|(code, _)| *code).collect();
    let seen: BTreeSet<Code> = without.keys().copied().collect();
    without.retain(|code, _| !told.contains(code));
    assert!(without.is_empty(), "no edit, and ONLY_WORDS does not say why: {without:#?}");
    assert!(told.is_subset(&seen), "always with an edit: {:?}", told.difference(&seen));
}
