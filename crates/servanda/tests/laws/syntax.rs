//! Laws of texts: nothing makes the reader fall over, the tree is the text, the layout is stable and
//! changes no answer, and the JSON form loses nothing.

use crate::choices::Choices;
use crate::for_all;
use crate::mini_schema::misfit;
use crate::worlds::{sketches, world_of};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use servanda::answer::form::{self, Answer};
use servanda::engine::Engine;
use servanda::syntax::host::Host;
use servanda::syntax::{Source, json, parse, tree};
use std::path::Path;

/// Every treaty file of the corpus: name and text.
fn corpus() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../treaties");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if Host::of_name(&name).is_some() {
            files.push((name, std::fs::read_to_string(path).unwrap()));
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no treaty in treaties/");
    files
}

/// Reads a text both ways; its tree must be the text.
fn reads(text: &str) -> Result<(), TestCaseError> {
    for host in [Host::Bare, Host::Literate] {
        let node = tree::Node::new_root(tree::build(text, host));
        prop_assert_eq!(node.text().to_string(), text, "the tree of a {:?} text", host);
        let document = parse(text, 0, host);
        let laid_out = servanda::syntax::format::format(&document, text);
        let _ = parse(&laid_out, 0, host);
    }
    Ok(())
}

#[test]
fn any_text_at_all_can_be_read() {
    for_all(40, &any::<String>(), |text| reads(&text));
    let words = "(treaty|members|article|norm|when|where|unless|each|must|aid|V|A|RUS|1992-05-15|\
                 between|and|not|\\(|\\)|\"|#|,|```treaty|```|\n|  |open|\\.\\.|é|\u{a0}| )*";
    let text = prop::string::string_regex(words).unwrap();
    for_all(40, &text, |text| reads(&text));
}

#[test]
fn a_damaged_treaty_can_be_read() {
    let corpus = corpus();
    let damage = prop::collection::vec(any::<u8>(), 8..24);
    for_all(80, &damage, |bytes| {
        let mut choices = Choices::new(&bytes);
        let (_, text) = choices.of(&corpus);
        // A stretch of the file, so that a hundred of them are read in a second.
        let mut text: Vec<char> = text.chars().collect();
        let start = choices.below(text.len());
        text = text.into_iter().skip(start).take(3000).collect();
        for _ in 0..choices.between(1, 4) {
            let (one, other) = (choices.below(text.len() + 1), choices.below(text.len() + 1));
            let (from, to) = (one.min(other), one.max(other));
            match choices.below(4) {
                0 => drop(text.drain(from..to)),
                1 => {
                    let copy = text[from..to].to_vec();
                    text.splice(from..from, copy);
                }
                2 if from < to => text.swap(from, to - 1),
                _ => {
                    text.insert(from, *choices.of(&['"', '(', '`', '\n', '#', '\u{a0}', 'é', ' ']));
                }
            }
        }
        reads(&text.into_iter().collect::<String>())
    });
}

#[test]
fn every_treaty_of_the_corpus_is_its_tree_and_its_layout_is_stable() {
    for (name, text) in corpus() {
        let host = Host::of_name(&name).unwrap();
        let node = tree::Node::new_root(tree::build(&text, host));
        assert_eq!(node.text().to_string(), text, "{name}: the tree is not the text");
        round_trip(&name, &text, host);
    }
}

/// Layout is stable, and text and JSON are the same thing.
fn round_trip(name: &str, text: &str, host: Host) -> String {
    let laid_out = servanda::syntax::format::format(&parse(text, 0, host), text);
    let again = servanda::syntax::format::format(&parse(&laid_out, 0, host), &laid_out);
    assert_eq!(laid_out, again, "{name}: laying it out twice changes it");
    let value = match json::to_json(&parse(text, 0, host)) {
        Ok(value) => value,
        Err(faults) => panic!("{name} has no JSON form: {faults:?}"),
    };
    let misfit = misfit(&json::schema(), &value);
    assert!(misfit.is_none(), "{name}: its JSON does not fit the schema: {}", misfit.unwrap());
    let (back, back_host) = json::to_text(&value.to_string()).unwrap();
    assert_eq!(back_host, host, "{name}: the JSON form forgets how the text is hosted");
    assert_eq!(back, laid_out, "{name}: text from JSON is not the canonical layout");
    let value_again = json::to_json(&parse(&back, 0, host)).unwrap();
    assert_eq!(value_again, value, "{name}: JSON to text to JSON changes it");
    laid_out
}

#[test]
fn laying_out_a_world_changes_no_answer() {
    for_all(40, &sketches(), |sketch| {
        let texts = sketch.texts().into_iter();
        let laid_out = texts.map(|text| {
            let canonical = round_trip(&text.name, &text.text, Host::Bare);
            Source::new(text.name, canonical)
        });
        let (before, after) = (sketch.world(), world_of(laid_out.collect()));
        for ask in &sketch.asks {
            let told = |world| {
                let question = ask.question(world);
                let reply = Engine::new(world).ask(&question);
                let rows = reply.rows.iter().map(|row| {
                    format!(
                        "{:?} {:?} {} {:?} {:?} {:?}",
                        row.key(),
                        row.verdict,
                        row.article,
                        row.depends_on,
                        row.why_not,
                        row.timing
                    )
                });
                rows.map(|row| row.split("Span {").next().map(str::to_owned)).collect::<Vec<_>>()
            };
            prop_assert_eq!(told(&before), told(&after));
        }
        Ok(())
    });
}

#[test]
fn every_answer_fits_the_published_schema() {
    let schema = form::schema();
    for_all(40, &sketches(), |sketch| {
        let world = sketch.world();
        for ask in &sketch.asks {
            let mut question = ask.question(&world);
            question.follow = ask.known.is_some();
            let reply = Engine::new(&world).ask(&question);
            let answer = serde_json::to_value(Answer::of(&reply, "blake3:0")).unwrap();
            let misfit = misfit(&schema, &answer);
            prop_assert!(misfit.is_none(), "{}", misfit.unwrap());
        }
        Ok(())
    });
}
