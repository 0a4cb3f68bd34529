//! The nearest days on which the same question has other verdicts: until when an answer was another, and from when it
//! will be.
//!
//! Looks only at days on which something may change (`eras.rs`), the nearest first, and only at so many.

use super::case::Case;
use super::eras::Eras;
use super::evaluate::{Engine, Reply};
use super::question::Question;
use super::row::Row;
use crate::model::{Actor, TreatyId, World};
use crate::syntax::vocabulary::{Act, Verdict};
use crate::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// Days looked at in each direction.
const MOST_LOOKED_AT: usize = 500;

/// The days on which something may change, of a whole world.
#[derive(Debug)]
pub struct Almanac {
    eras: Eras,
}

/// A day on which the verdicts are others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The day nearest to the question's.
    pub day: Day,
    /// The treaties whose verdicts differ, in order.
    pub treaties: Vec<TreatyId>,
}

/// What was found before and after a question's day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// The last day before with other verdicts; none: none among the days looked at.
    pub before: Option<Change>,
    /// The first day after with other verdicts.
    pub after: Option<Change>,
}

/// What of a row is its verdict: who owes what to whom, and under what.
type Said<'r> = (TreatyId, Actor, &'r str, &'r str, Act, Option<Actor>, Verdict);

impl Almanac {
    /// The almanac of a world. Takes some milliseconds and serves every question.
    pub fn of(world: &World) -> Almanac {
        Almanac { eras: Eras::of(world) }
    }

    /// The nearest days on which a question has other verdicts than those of its reply. Rows that say that nobody is
    /// bound do not count.
    pub fn changes(&self, engine: &Engine<'_>, reply: &Reply<'_>) -> Changes {
        let question = reply.case.question;
        let Some(target) = question.target else { return Changes::default() };
        let mut days: BTreeMap<Day, BTreeSet<TreatyId>> = BTreeMap::new();
        for treaty in engine.treaties_on(question.kind, target) {
            for who in question.actors.iter().chain([&target]) {
                for day in self.eras.days(treaty, Some(*who)) {
                    days.entry(day).or_default().insert(treaty);
                }
            }
        }
        let now = said(reply.rows.iter());
        let look = |day: Day, treaties: &BTreeSet<TreatyId>| {
            let asked = Question { on: day, ..question.clone() };
            let mut case = Case::new(engine.world(), &asked);
            // One treaty costs a hundredth of a whole answer, which is asked for only when something is new.
            let is_new = treaties.iter().any(|treaty| {
                let rows = engine.treaty_rows(&mut case, *treaty);
                let before = now.iter().filter(|said| said.0 == *treaty);
                !said(rows.iter()).iter().eq(before)
            });
            let reply = is_new.then(|| engine.ask(&asked))?;
            let then = said(reply.rows.iter());
            let treaties: BTreeSet<TreatyId> =
                now.symmetric_difference(&then).map(|(treaty, ..)| *treaty).collect();
            (!treaties.is_empty()).then(|| Change { day, treaties: treaties.into_iter().collect() })
        };
        let before = days.range(..=question.on).rev().filter(|(day, _)| day.is_known());
        let after = days.range(question.on.next()..).filter(|(day, _)| day.is_known());
        Changes {
            before: before
                .take(MOST_LOOKED_AT)
                .find_map(|(day, treaties)| look(day.previous(), treaties)),
            after: after.take(MOST_LOOKED_AT).find_map(|(day, treaties)| look(*day, treaties)),
        }
    }
}

fn said<'r>(rows: impl Iterator<Item = &'r Row>) -> BTreeSet<Said<'r>> {
    let bound = rows.filter(|row| row.verdict != Verdict::None);
    bound
        .map(|row| {
            (row.treaty, row.party, &*row.article, &*row.norm, row.act, row.toward, row.verdict)
        })
        .collect()
}
