//! Invented worlds as treaty text, with a question each: every clause that bears on a verdict, in
//! proportions in which verdicts of all kinds come up.

mod maker;
mod norm_maker;

use crate::choices::Choices;
use maker::Maker;
use proptest::prelude::*;
use servanda::engine::{Preference, Question};
use servanda::model::World;
use servanda::syntax::vocabulary::EventKind;
use servanda::syntax::{Diagnostic, Source};
use servanda::time::Day;
use std::sync::LazyLock;

/// States with different lives: great powers of the time, one that is born in it, one that ends.
pub const MIXED: &[&str] = &["RUS", "TAJ", "UZB", "USA", "GMY", "AZE", "CZE", "ERI", "FRN", "KYR"];

/// States that nothing in the tables tells apart in the years of these worlds but their names.
pub const ALIKE: &[&str] = &["KYR", "KZK", "TAJ", "TKM", "UZB"];

static TABLES: LazyLock<World> =
    LazyLock::new(|| servanda::corpus::empty_world().expect("the embedded tables can be read"));

/// A world of states and places only. The tables are read once.
pub fn bare_world() -> World {
    TABLES.clone()
}

/// A treaty with what belongs to it: its areas, events, findings and claims.
#[derive(Clone, Debug)]
pub struct Block {
    pub id: String,
    pub text: String,
}

/// What is asked, in names.
#[derive(Clone, Debug)]
pub struct Ask {
    pub kind: EventKind,
    pub target: Option<String>,
    pub actors: Vec<String>,
    pub place: Option<String>,
    pub on: Day,
    pub known: Option<Day>,
    pub known_to: Option<String>,
    pub assuming: Vec<String>,
    pub given: Vec<(String, bool)>,
    pub readings: Vec<String>,
    pub prefer: Vec<Preference>,
}

/// A world and a question about it.
#[derive(Clone)]
pub struct Sketch {
    pub treaties: Vec<Block>,
    /// Priorities between treaties, in a text of their own.
    pub priorities: String,
    pub asks: Vec<Ask>,
}

/// Worlds of the mixed states.
pub fn sketches() -> impl Strategy<Value = Sketch> {
    prop::collection::vec(any::<u8>(), 90..200).prop_map(|bytes| sketch(&bytes, MIXED))
}

/// Worlds of states that are alike.
pub fn sketches_of_like_states() -> impl Strategy<Value = Sketch> {
    prop::collection::vec(any::<u8>(), 90..200).prop_map(|bytes| sketch(&bytes, ALIKE))
}

/// The world that some bytes describe.
pub fn sketch(bytes: &[u8], pool: &[&'static str]) -> Sketch {
    let mut maker = Maker { choices: Choices::new(bytes), states: Vec::new(), norms: Vec::new() };
    maker.cast(pool);
    let mut asks = vec![maker.ask(), maker.ask()];
    let count = maker.choices.between(1, 3);
    let mut treaties = Vec::new();
    for number in 1..=count {
        treaties.push(maker.treaty(number, &asks[0]));
    }
    let priorities = maker.priorities();
    for ask in &mut asks {
        maker.settings(ask, count);
    }
    Sketch { treaties, priorities, asks }
}

impl Sketch {
    /// Its texts, one treaty a file.
    pub fn texts(&self) -> Vec<Source> {
        let each = self.treaties.iter().map(|block| {
            Source::new(format!("{}.treaty", block.id.to_lowercase()), block.text.clone())
        });
        let mut texts: Vec<Source> = each.collect();
        if !self.priorities.is_empty() {
            texts.push(Source::new("priorities.treaty", self.priorities.clone()));
        }
        texts
    }

    /// The world, which must have no fault.
    pub fn world(&self) -> World {
        world_of(self.texts())
    }
}

/// As a person would read the case.
impl std::fmt::Debug for Sketch {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for text in self.texts() {
            writeln!(out, "\n{}", text.text)?;
        }
        for ask in &self.asks {
            let known = ask.known.map_or_else(|| "everything".to_owned(), |day| day.to_string());
            writeln!(out, "on {}, known {known}: {ask:?}", ask.on)?;
        }
        Ok(())
    }
}

/// The world of some texts, which must have no fault.
pub fn world_of(texts: Vec<Source>) -> World {
    let mut world = bare_world();
    let faults = world.add_texts(texts);
    let shown = |faults: &[Diagnostic]| {
        servanda::syntax::diagnostic::render(faults, &world.sources, false, 100)
    };
    assert!(faults.is_empty(), "an invented world has faults:\n{}", shown(&faults));
    world
}

impl Ask {
    /// The question with its names resolved.
    pub fn question(&self, world: &World) -> Question {
        let actor = |name: &String| {
            let found = world.actor(name.trim_matches('"'), None);
            found.unwrap_or_else(|problem| panic!("nobody is called {name}: {problem:?}"))
        };
        let mut question = Question::new(self.kind, self.target.as_ref().map(actor), self.on);
        question.actors = self.actors.iter().map(actor).collect();
        question.place = self.place.as_ref().and_then(|place| world.place(place, None));
        question.known = self.known;
        question.known_to = self.known_to.as_ref().map(actor);
        question.assuming.clone_from(&self.assuming);
        question.given.clone_from(&self.given);
        question.readings.clone_from(&self.readings);
        question.prefer.clone_from(&self.prefer);
        question.text = servanda::engine::phrase::text_of(&question, world);
        question
    }
}
