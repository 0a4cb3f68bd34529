//! The nearest days with other verdicts.

use super::{day, question, world};
use servanda::engine::changes::{Almanac, Changes};
use servanda::engine::{Engine, Question};
use servanda::model::World;
use servanda::syntax::vocabulary::Verdict;
use std::collections::BTreeSet;

const PACT: &str = "\
treaty PACT \"An invented pact\"
  signed   1950-01-01
  in force 1950-06-01

members
  FRN UKG in force 1950-06-01
  BEL     acceded 1955-03-01  in force 1955-03-01  withdrew 1960-01-01

article 1
  norm aid
    when A attacks V
    where V is party
    each other party must aid V
";

fn looked_up(world: &World, question: &Question) -> Changes {
    let engine = Engine::new(world);
    Almanac::of(world).changes(&engine, &engine.ask(question))
}

#[test]
fn an_accession_and_a_withdrawal_are_the_nearest_changes() {
    let world = world(PACT);
    let changes = looked_up(&world, &question(&world, "attack on France on 1957-01-01"));
    let (before, after) = (changes.before.unwrap(), changes.after.unwrap());
    assert_eq!((before.day, after.day), (day("1955-02-28"), day("1960-01-02")));
    assert_eq!(world.treaty(before.treaties[0]).id, "PACT");
}

#[test]
fn nothing_changes_after_the_last_date() {
    let world = world(PACT);
    let changes = looked_up(&world, &question(&world, "attack on France on 1990-01-01"));
    assert_eq!(changes.before.map(|change| change.day), Some(day("1960-01-01")));
    assert_eq!(changes.after, None);
}

/// Verdicts in the corpus are the same on every day up to the change, and others on it.
#[test]
fn between_the_changes_of_the_corpus_the_verdicts_are_the_same() {
    let (world, _) = servanda::corpus::world().unwrap();
    let engine = Engine::new(&world);
    let almanac = Almanac::of(&world);
    let verdicts = |question: &Question| -> BTreeSet<String> {
        let reply = engine.ask(question);
        let bound = reply.rows.iter().filter(|row| row.verdict != Verdict::None);
        bound
            .map(|row| {
                format!(
                    "{:?}",
                    (
                        row.party,
                        row.treaty,
                        &row.article,
                        &row.norm,
                        row.act,
                        row.toward,
                        row.verdict
                    )
                )
            })
            .collect()
    };
    for phrase in [
        "attack on Tajikistan on 2002-05-14",
        "attack on Belgium by Germany on 1914-08-04",
        "attack on Estonia by Russia on 2007-04-27",
        "threat to Poland on 1938-10-01",
    ] {
        let question = question(&world, phrase);
        let now = verdicts(&question);
        let changes = almanac.changes(&engine, &engine.ask(&question));
        let (before, after) = (changes.before.unwrap().day, changes.after.unwrap().day);
        let on = |day| Question { on: day, ..question.clone() };
        assert_ne!(verdicts(&on(before)), now, "{phrase}: {before} should differ");
        assert_ne!(verdicts(&on(after)), now, "{phrase}: {after} should differ");
        let mut day = before.next();
        while day < after {
            assert_eq!(verdicts(&on(day)), now, "{phrase}: {day} should not differ");
            day = day.plus_days(7);
        }
        assert_eq!(verdicts(&on(after.previous())), now, "{phrase}: the day before {after}");
    }
}
