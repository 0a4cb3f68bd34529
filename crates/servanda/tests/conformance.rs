//! The conformance pack fits its published schema, holds every numbered case, and is complete: a world
//! made of nothing but the pack gives the rows that the pack expects.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    reason = "a test stops at the first thing that is not as it must be, and says what"
)]

#[path = "laws/mini_schema.rs"]
mod mini_schema;

use servanda::answer::conformance_form::{AskedForm, ExpectedForm, OnlyForm, PackForm};
use servanda::answer::schemas;
use servanda::corpus;
use servanda::engine::{Engine, Preference, Question, Row};
use servanda::model::{Actor, World};
use servanda::scenario::conformance::{self, Basis};
use servanda::syntax::{Code, Source, json};
use servanda::time::UncertainDay;
use std::sync::LazyLock;

static PACK: LazyLock<PackForm> = LazyLock::new(|| {
    let (world, _) = corpus::world().expect("the embedded tables can be read");
    let each = corpus::SCENARIOS.iter();
    let pages: Vec<(String, String)> =
        each.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    conformance::pack(&pages, &basis(&world), |_| true).expect("every numbered case passes")
});

fn basis(world: &World) -> Basis<'_> {
    Basis { world, corpus: corpus::fingerprint(world), tables: corpus::STATES }
}

#[test]
fn it_fits_the_published_schema() {
    let (_, schema) = schemas::ALL.iter().find(|(name, _)| *name == "conformance").unwrap();
    let misfit = mini_schema::misfit(&schema(), &serde_json::to_value(&*PACK).unwrap());
    assert!(misfit.is_none(), "{}", misfit.unwrap_or_default());
    for text in &PACK.treaties {
        let misfit = mini_schema::misfit(&json::schema(), &text.text);
        assert!(misfit.is_none(), "{}: {}", text.file, misfit.unwrap_or_default());
    }
}

#[test]
fn it_holds_every_numbered_case_once() {
    let mut numbers: Vec<&str> = PACK.cases.iter().map(|case| case.id.as_str()).collect();
    numbers.sort_unstable();
    let count = numbers.len();
    numbers.dedup();
    assert_eq!(numbers.len(), count, "a number stands twice");
    let headings = corpus::SCENARIOS.iter().flat_map(|(_, text)| text.lines());
    let headings = headings.filter(|line| {
        let heading = line.trim_start_matches('#').trim_start();
        line.starts_with('#') && (heading.starts_with("TATC-") || heading.starts_with("CRISIS-"))
    });
    assert_eq!(count, headings.count(), "headings with a number, and cases of the pack");
    assert!(PACK.cases.iter().all(|case| !case.questions.is_empty() && !case.title.is_empty()));
}

#[test]
fn nothing_but_the_pack_gives_the_rows_it_expects() {
    let mut world = corpus::empty_world().unwrap();
    let texts = PACK.treaties.iter().map(|text| {
        let (words, _) = json::to_text(&text.text.to_string()).unwrap();
        Source::new(text.file.replace(".json", ".md"), words)
    });
    let faults = world.add_texts(texts.collect());
    assert!(faults.is_empty(), "{faults:?}");
    let engine = Engine::new(&world);
    for case in &PACK.cases {
        for asked in &case.questions {
            let question = question(&asked.question, &world);
            let reply = engine.ask(&question);
            let found = ExpectedForm::of(&reply, |row| counts(row, &asked.only, &world));
            assert_eq!(found, asked.expected, "{} {}", case.id, asked.question.text);
            assert_eq!(AskedForm::of(&reply).on, asked.question.on);
        }
    }
}

/// A question from its data alone.
fn question(asked: &AskedForm, world: &World) -> Question {
    let actor = |id: &String| world.actor(id, None).unwrap_or_else(|_| panic!("{id} is nobody"));
    let day = |word: &String| UncertainDay::from_word(word).unwrap().earliest;
    let mut question = Question::new(asked.kind, asked.target.as_ref().map(actor), day(&asked.on));
    question.actors = asked.actors.iter().map(actor).collect();
    question.place = asked.place.as_ref().map(|place| world.place(place, None).unwrap());
    question.known = asked.known.as_ref().map(day);
    question.known_to = asked.known_to.as_ref().map(actor);
    question.given = asked.given.iter().map(|given| (given.finding.clone(), given.found)).collect();
    question.assuming.clone_from(&asked.assuming);
    question.readings.clone_from(&asked.readings);
    let rules = asked.prefer.iter();
    question.prefer = rules.map(|rule| Preference::from_word(rule).unwrap()).collect();
    question.follow = asked.follow;
    question
}

fn counts(row: &Row, only: &OnlyForm, world: &World) -> bool {
    let id = |actor: Actor| world.id(actor).to_owned();
    (only.parties.is_empty() || only.parties.contains(&id(row.party)))
        && (only.acts.is_empty() || only.acts.contains(&row.act))
        && (only.treaties.is_empty() || only.treaties.contains(&world.treaty(row.treaty).id))
}

#[test]
fn a_case_that_does_not_pass_is_told_and_not_packed() {
    let (world, _) = corpus::world().unwrap();
    let page = "# Wrong\n\n## TATC-999 Nobody is helped\n\n```ask\nattack on TAJ by AFG on 2002-05-14\nonly ARM CST aid\n```\n\n```answer\nnothing\n```\n";
    let pages = [("wrong.md".to_owned(), page.to_owned())];
    let faults = conformance::pack(&pages, &basis(&world), |_| true).unwrap_err();
    assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::SV0902]);
    let none =
        conformance::pack(&pages, &basis(&world), |title| title.contains("TATC-001")).unwrap();
    assert_eq!(none.cases.len(), 0, "what is not wanted is not packed");
}
