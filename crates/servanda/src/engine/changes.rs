//! The nearest days on which the same question has other verdicts: until when an answer was another, and from when it
//! will be.
//!
//! Looks only at days on which something may change (`eras.rs`), the nearest first, and only at so many.

use super::case::Case;
use super::eras::Eras;
use super::evaluate::{Engine, Reply};
use super::nearest::Side;
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

/// What of a treaty's row is its verdict: who owes what to whom, and under what.
type Said<'r> = (Actor, &'r str, &'r str, Act, Option<Actor>, Verdict);

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
        let treaties = engine.treaties_on(question.kind, target);
        let whose: Vec<Actor> = question.actors.iter().copied().chain([target]).collect();
        let now = said(reply.rows.iter());
        let nothing = BTreeSet::new();
        let look = |day: Day, treaties: &BTreeSet<TreatyId>| {
            let asked = Question { on: day, ..question.clone() };
            let mut case = Case::new(engine.world(), &asked);
            // One treaty costs a hundredth of a whole answer, which is asked for only when something is new.
            let is_new = treaties.iter().any(|treaty| {
                let rows = engine.treaty_rows(&mut case, *treaty);
                let then = said(rows.iter());
                then.get(treaty).unwrap_or(&nothing) != now.get(treaty).unwrap_or(&nothing)
            });
            let reply = is_new.then(|| engine.ask(&asked))?;
            let then = said(reply.rows.iter());
            let both: BTreeSet<TreatyId> = now.keys().chain(then.keys()).copied().collect();
            let treaties = both.into_iter().filter(|treaty| now.get(treaty) != then.get(treaty));
            let treaties: Vec<TreatyId> = treaties.collect();
            (!treaties.is_empty()).then_some(Change { day, treaties })
        };
        let near = |side| {
            let days = self.eras.nearest(&treaties, &whose, question.on, side);
            days.filter(|(day, _)| day.is_known()).take(MOST_LOOKED_AT)
        };
        Changes {
            before: near(Side::Before).find_map(|(day, those)| look(day.previous(), &those)),
            after: near(Side::After).find_map(|(day, those)| look(day, &those)),
        }
    }
}

fn said<'r>(rows: impl Iterator<Item = &'r Row>) -> BTreeMap<TreatyId, BTreeSet<Said<'r>>> {
    let mut treaties: BTreeMap<TreatyId, BTreeSet<Said<'r>>> = BTreeMap::new();
    for row in rows.filter(|row| row.verdict != Verdict::None) {
        let said = (row.party, &*row.article, &*row.norm, row.act, row.toward, row.verdict);
        treaties.entry(row.treaty).or_default().insert(said);
    }
    treaties
}
