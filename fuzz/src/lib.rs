//! What the fuzz targets share: texts of either host, and what must be the same of two of them.

use servanda::model::World;
use servanda::syntax::document::{Document, Entry};
use servanda::syntax::{Source, Span};
use std::sync::LazyLock;

/// The state lists without a treaty. Read once.
pub static STATES: LazyLock<World> =
    LazyLock::new(|| servanda::corpus::empty_world().expect("the embedded tables can be read"));

/// A few small treaties of the corpus over the state lists. Read once.
pub static SMALL_WORLD: LazyLock<World> = LazyLock::new(|| {
    let mut world = STATES.clone();
    let wanted = ["cst.", "nato.", "london-1839.", "anzus-"];
    let texts = servanda::corpus::treaties().into_iter();
    let texts = texts.filter(|source| wanted.iter().any(|name| source.name.starts_with(name)));
    world.add_texts(texts.collect());
    world
});

/// Whether every clause of a text could be read.
pub fn is_whole(document: &Document) -> bool {
    !document.entries.iter().any(|entry| matches!(entry, Entry::Faulty { .. }))
}

/// Clauses, comments and prose in order; empty lines and places left out. Where several comments stand
/// in one clause, the layout puts them above it: here they always stand above.
pub fn substance(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for entry in &document.entries {
        match entry {
            Entry::Clause { clause, comments, .. } => {
                found.extend(comments.iter().map(|comment| format!("comment {comment}")));
                let words = serde_json::to_string(clause).expect("a clause has a JSON form");
                found.push(format!("clause {words}"));
            }
            Entry::Comment(comment) => found.push(format!("comment {comment}")),
            Entry::Prose(prose) => found.push(format!("prose {prose}")),
            Entry::Faulty { word, .. } => found.push(format!("faulty {word}")),
            Entry::Blank => {}
        }
    }
    found
}

/// Fails unless a span lies in a text, on the borders of its characters.
pub fn lies_in(span: Span, text: &str) {
    assert!(text.get(span.range()).is_some(), "{span:?} is no stretch of the text");
}

/// A world of the state lists and some texts, and the errors found in them.
pub fn errors_of(texts: Vec<Source>) -> Vec<String> {
    use servanda::syntax::Severity;
    let mut world = STATES.clone();
    let faults = world.add_texts(texts);
    let errors = faults.into_iter().filter(|fault| fault.severity() == Severity::Error);
    errors.map(|fault| format!("{:?} {}", fault.code, fault.message)).collect()
}

/// What a summit says, without the places of its words.
pub fn without_places(summit: &servanda_decide::summit::Summit) -> String {
    let whole = format!("{summit:#?}");
    let place = |line: &&str| {
        let line = line.trim_start();
        !line.starts_with("start: ") && !line.starts_with("end: ")
    };
    whole.lines().filter(place).collect()
}

/// What must hold of coded treaties.
pub mod import {
    use servanda::syntax::format::format;
    use servanda::syntax::host::Host;
    use servanda::syntax::{Source, parse};
    use servanda_data::text::CodedWorld;

    /// Fails unless each coded treaty is laid out canonically and resolves without an error.
    pub fn whole(coded: &CodedWorld) {
        for treaty in &coded.treaties {
            let document = parse(&treaty.text, 0, Host::Bare);
            assert!(super::is_whole(&document), "{}\n{:?}", treaty.text, document.diagnostics);
            assert_eq!(format(&document, &treaty.text), treaty.text, "is not laid out");
        }
        // To resolve a world costs more than all the rest: a few treaties a run are enough.
        let texts = coded.treaties.iter().take(3);
        let texts: Vec<Source> =
            texts.map(|one| Source::new(format!("{}.treaty", one.id), one.text.clone())).collect();
        if !texts.is_empty() {
            let errors = super::errors_of(texts);
            assert!(errors.is_empty(), "{errors:?}\n{:?}", coded.treaties.first().map(|it| &it.text));
        }
    }
}
