//! The engine and the naive evaluator say the same of every invented world.

use crate::naive::brute::Owed;
use crate::naive::{self, Key};
use crate::worlds::sketches;
use crate::{cases, for_all};
use proptest::test_runner::TestCaseError;
use servanda::engine::{Engine, Reply, Row};
use servanda::model::World;
use servanda::syntax::vocabulary::Verdict;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Norms that turn on more open questions than this are not weighed by brute force.
const MOST_OPEN: usize = 8;

/// What came up, so that the generator cannot go stale unseen.
#[derive(Default, Debug)]
struct Tally {
    worlds: usize,
    questions: usize,
    verdicts: BTreeMap<&'static str, usize>,
    with_conflict: usize,
    with_priority: usize,
    too_open: usize,
    most_sets: usize,
}

#[test]
fn the_engine_and_the_naive_evaluator_say_the_same() {
    let tally = RefCell::new(Tally::default());
    for_all(1, &sketches(), |sketch| {
        let world = sketch.world();
        let engine = Engine::new(&world);
        for ask in &sketch.asks {
            let question = ask.question(&world);
            let reply = engine.ask(&question);
            let (naive, too_open) = naive::answer(&world, &question, &reply.conflicts, MOST_OPEN);
            count(&mut tally.borrow_mut(), &naive, &reply, too_open);
            if let Some(difference) = difference(&world, &naive, &reply, too_open > 0) {
                return Err(TestCaseError::fail(format!("{}: {difference}", question.text)));
            }
        }
        tally.borrow_mut().worlds += 1;
        Ok(())
    });
    let tally = tally.into_inner();
    println!("{tally:#?}");
    let often = cases() as usize / 20;
    for verdict in Verdict::ALL {
        let times = tally.verdicts.get(verdict.word()).copied().unwrap_or_default();
        assert!(times >= often, "`{verdict}` came up {times} times only: mend the generator");
    }
    assert!(tally.with_conflict >= often / 10, "too few conflicts: {}", tally.with_conflict);
    assert!(tally.with_priority >= often / 50, "too few priorities: {}", tally.with_priority);
    assert!(tally.too_open * 100 <= tally.worlds, "too many norms too open to weigh");
}

fn count(tally: &mut Tally, naive: &BTreeMap<Key, Owed>, reply: &Reply<'_>, too_open: usize) {
    tally.questions += 1;
    tally.too_open += too_open;
    tally.with_conflict += usize::from(!reply.conflicts.is_empty());
    tally.with_priority += usize::from(reply.conflicts.iter().any(|it| it.by.is_some()));
    for owed in naive.values() {
        *tally.verdicts.entry(owed.verdict.word()).or_default() += 1;
        tally.most_sets = tally.most_sets.max(owed.depends_on.len());
    }
}

/// The first thing on which they differ, in a user's words.
fn difference(
    world: &World,
    naive: &BTreeMap<Key, Owed>,
    reply: &Reply<'_>,
    some_too_open: bool,
) -> Option<String> {
    let mut rows: BTreeMap<Key, &Row> = BTreeMap::new();
    for row in reply.rows.iter().filter(|row| row.verdict != Verdict::None) {
        let key = key(row);
        let words = words(world, &key);
        if rows.insert(key, row).is_some() {
            return Some(format!("{words}: the engine has two rows for it"));
        }
    }
    for (key, owed) in naive.iter().filter(|(_, owed)| owed.verdict != Verdict::None) {
        let words = words(world, key);
        let Some(row) = rows.get(key) else {
            return Some(format!("{words}: naive says {}, the engine has no row", shown(owed)));
        };
        let found = Owed { verdict: row.verdict, depends_on: sets(row) };
        if found != *owed {
            return Some(format!("{words}: naive says {}, engine {}", shown(owed), shown(&found)));
        }
    }
    let beyond = rows
        .keys()
        .find(|key| naive.get(key).map_or(!some_too_open, |owed| owed.verdict == Verdict::None));
    beyond.map(|key| {
        let row = rows.get(key).map(|row| row.verdict.word());
        format!("{}: naive says none, the engine {row:?}", words(world, key))
    })
}

fn key(row: &Row) -> Key {
    (row.party, row.treaty, row.version.unwrap_or_default(), row.norm.to_string(), row.toward)
}

fn sets(row: &Row) -> BTreeSet<BTreeSet<String>> {
    row.depends_on.iter().map(|set| set.iter().cloned().collect()).collect()
}

fn shown(owed: &Owed) -> String {
    format!("{} {:?}", owed.verdict, owed.depends_on)
}

fn words(world: &World, (party, treaty, version, norm, toward): &Key) -> String {
    let toward = toward.map_or("nobody", |toward| world.id(toward));
    let treaty = world.treaty(*treaty);
    let label = treaty.articles.get(*version).map_or("", |article| &*article.label);
    format!("{} toward {toward} under {}/{label}/{norm}", world.id(*party), treaty.id)
}
