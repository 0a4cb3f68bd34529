//! What was worked out for earlier questions, kept while nothing it rests on changes.
//!
//! Law changes on few days. Between two of them the same event has the same rows under a treaty, and
//! a party the same bond, so a table of many questions asks for most of them again and again. An
//! answer from memory is the answer: a test holds both beside each other.

use super::bound::Bound;
use super::case::Case;
use super::defeat::Conflict;
use super::eras::Eras;
use super::evaluate::{Engine, speaking};
use super::row::Row;
use super::rows::{Block, Rows};
use crate::model::{Actor, TreatyId, World};
use crate::syntax::vocabulary::EventKind;
use crate::time::{Day, Interval};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows kept at most; with their proofs some 400 bytes each. What comes after is worked out anew.
const MOST_ROWS: usize = 800_000;

/// Whole answers kept at most, some 800 bytes each beside their rows.
const MOST_ANSWERS: usize = 250_000;

/// What is remembered of one world's questions; of bounded size, and shared by those who ask.
#[derive(Debug)]
pub struct Memory {
    eras: Eras,
    /// For each treaty the bonds of its members, era by era.
    bonds: Vec<OnceLock<Vec<OnceLock<Bound>>>>,
    /// For each kind of event and each state that it may befall, what the treaties say of it. Who
    /// does it is not known: events of known attackers are too many to keep.
    events: Vec<OnceLock<Event>>,
    rows: AtomicUsize,
    answers: AtomicUsize,
}

/// What is kept of an event: whole answers, each for the days on which no treaty's rows change, and
/// what each treaty says.
#[derive(Debug)]
pub(super) struct Event {
    days: Vec<Day>,
    answers: Vec<OnceLock<Box<Settled>>>,
    /// What the treaties say, one by one.
    pub(super) treaties: Box<[Kept]>,
}

/// Rows in their order, with what of them cannot be kept together.
pub(super) type Settled = (Rows<'static>, Vec<Conflict>);

/// What one treaty says of an event, era by era.
#[derive(Debug)]
pub(super) struct Kept {
    /// The treaty.
    pub(super) treaty: TreatyId,
    /// The days on which the rows may change, from the first on which it speaks to the day after the
    /// last.
    days: Vec<Day>,
    /// The rows between two of them.
    blocks: Vec<OnceLock<Block>>,
}

impl Kept {
    /// Where the rows on `day` are kept; `None` when the treaty says nothing then.
    pub(super) fn on(&self, day: Day) -> Option<&OnceLock<Block>> {
        let begun = self.days.partition_point(|change| *change <= day);
        self.blocks.get(begun.checked_sub(1)?)
    }
}

impl Event {
    fn slot(&self, day: Day) -> Option<&OnceLock<Box<Settled>>> {
        self.answers.get(self.days.partition_point(|change| *change <= day))
    }

    /// The answer on `day`, if it was given before.
    pub(super) fn answer(&self, day: Day) -> Option<&Settled> {
        self.slot(day)?.get().map(|answer| &**answer)
    }
}

impl Memory {
    /// An empty memory for the questions of one engine.
    pub fn new(engine: &Engine<'_>) -> Memory {
        let world = engine.world();
        Memory {
            eras: Eras::of(world),
            bonds: world.treaties().map(|_| OnceLock::new()).collect(),
            events: (0..EventKind::ALL.len() * world.states.iter().count())
                .map(|_| OnceLock::new())
                .collect(),
            rows: AtomicUsize::new(0),
            answers: AtomicUsize::new(0),
        }
    }

    /// What is kept of a case's event under each of its treaties; `None` when its rows depend on more
    /// than the day: on who acts, or on what was known, found, read or followed.
    pub(super) fn kept(
        &self,
        case: &Case<'_>,
        treaties: impl FnOnce() -> Vec<TreatyId>,
    ) -> Option<&Event> {
        let question = case.question;
        let plain = question.actors.is_empty()
            && !question.is_special()
            && case.events.is_empty()
            && case.found.is_empty();
        let Some(Actor::State(state)) = question.target.filter(|_| plain) else { return None };
        let kind = EventKind::ALL.iter().position(|kind| *kind == question.kind)?;
        let event = self.events.get(state.0 as usize * EventKind::ALL.len() + kind)?;
        Some(event.get_or_init(|| {
            let treaties = treaties().into_iter().map(|treaty| {
                let days = self.turns(case.world, treaty, question.target);
                let blocks = (1..days.len()).map(|_| OnceLock::new()).collect();
                Kept { treaty, days, blocks }
            });
            let treaties: Box<[Kept]> = treaties.collect();
            let days = treaties.iter().flat_map(|kept| kept.days.iter().copied());
            let days: Vec<Day> = days.collect::<BTreeSet<Day>>().into_iter().collect();
            let answers = (0..=days.len()).map(|_| OnceLock::new()).collect();
            Event { days, answers, treaties }
        }))
    }

    /// Keeps a whole answer where it belongs, as long as there is room.
    pub(super) fn keep_answer(
        &self,
        event: &Event,
        day: Day,
        rows: &Rows<'_>,
        conflicts: &[Conflict],
    ) {
        let Some(slot) = event.slot(day) else { return };
        if slot.get().is_none() && self.answers.fetch_add(1, Ordering::Relaxed) < MOST_ANSWERS {
            slot.get_or_init(|| Box::new((rows.owned(), conflicts.to_vec())));
        }
    }

    /// The days on which what a treaty says of somebody may change, from the first on which it speaks
    /// to the day after the last.
    fn turns(&self, world: &World, treaty: TreatyId, of: Option<Actor>) -> Vec<Day> {
        let speaking = speaking(world.treaty(treaty));
        if speaking.is_empty() {
            return Vec::new();
        }
        let days = self.eras.days(treaty, of).into_iter().filter(|day| speaking.contains(*day));
        let days = days.chain([speaking.from, speaking.end]).collect::<BTreeSet<Day>>();
        days.into_iter().collect()
    }

    /// The spans of days on which what a treaty says of somebody stays the same, where it speaks at
    /// all.
    pub(super) fn spans(&self, world: &World, treaty: TreatyId, of: Actor) -> Vec<Interval> {
        let days = self.turns(world, treaty, Some(of));
        let spans = days.iter().zip(days.iter().skip(1));
        spans.map(|(from, end)| Interval { from: *from, end: *end }).collect()
    }

    /// Keeps rows where they belong, as long as there is room.
    pub(super) fn keep(&self, slot: &OnceLock<Block>, rows: Vec<Row>) -> Block {
        if self.rows.fetch_add(rows.len(), Ordering::Relaxed) > MOST_ROWS {
            return rows.into();
        }
        slot.get_or_init(|| rows.into()).clone()
    }

    /// Where the bond of a treaty's member on `day` is kept.
    pub(super) fn bond(
        &self,
        case: &Case<'_>,
        treaty: TreatyId,
        actor: Actor,
    ) -> Option<&OnceLock<Bound>> {
        let members = &case.world.treaty(treaty).members;
        let at = members.iter().position(|member| member.party == actor)?;
        let (era, eras) = self.eras.of_treaty(treaty, case.day());
        let table = self
            .bonds
            .get(treaty.0 as usize)?
            .get_or_init(|| (0..members.len() * eras).map(|_| OnceLock::new()).collect());
        table.get(at * eras + era)
    }
}
