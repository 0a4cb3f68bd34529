//! What the rooms of the engine say that no question of a scenario opens: the ledger of an event, the
//! pledges of a state, dated pledges, the conflicts of a day, proofs, codes. Each page is a small
//! invented treaty, and the answer expected was worked out from its text by hand, or by a count that
//! knows nothing of the engine's ways.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    reason = "a test stops at the first thing that is not as it must be, and says what"
)]

mod bound;
mod changes;
mod coding;
mod conflict;
mod ledger;
mod mark;
mod memory;
mod names;
mod near_miss;
mod pledges;
mod proof;
mod question;
mod record;
mod standing;
mod survey;
mod world;

use servanda::engine::{Question, phrase};
use servanda::model::{Actor, World};
use servanda::syntax::{Source, Span, diagnostic};
use servanda::time::Day;
use std::sync::LazyLock;

static TABLES: LazyLock<World> =
    LazyLock::new(|| servanda::corpus::empty_world().expect("the embedded tables can be read"));

/// A world of states and places without any treaty.
fn bare_world() -> World {
    TABLES.clone()
}

/// The world of one text, which must have no fault.
fn world(text: &str) -> World {
    let mut world = bare_world();
    let faults = world.add_texts(vec![Source::new("room.treaty", text)]);
    assert!(
        faults.is_empty(),
        "the text of the test has faults:\n{}",
        diagnostic::render(&faults, &world.sources, false, 100)
    );
    world
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn actor(world: &World, name: &str) -> Actor {
    world.actor(name, None).unwrap_or_else(|problem| panic!("nobody is called {name}: {problem:?}"))
}

/// The question that a phrase asks.
fn question(world: &World, text: &str) -> Question {
    let whole = Span { file: 0, start: 0, end: text.len() as u32 };
    let parts = phrase::Parts::read(text, 0);
    phrase::resolve(&parts, world, whole)
        .unwrap_or_else(|faults| panic!("`{text}` is no question: {faults:?}"))
}
