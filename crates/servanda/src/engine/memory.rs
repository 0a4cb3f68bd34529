//! What was worked out for earlier questions, kept while nothing it rests on changes.
//!
//! Law changes on few days. Between two of them the same event has the same rows under a treaty, and
//! a party the same bond, so a table of many questions asks for most of them again and again. An
//! answer from memory is the answer: a test holds both beside each other.

use super::bound::Bound;
use super::case::Case;
use super::eras::Eras;
use super::evaluate::{Engine, speaking};
use super::rows::Block;
use crate::model::{Actor, TreatyId, World};
use crate::syntax::vocabulary::EventKind;
use crate::time::{Day, Interval};
use rustc_hash::FxHashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// Rows kept at most; with their proofs some 500 bytes each.
const MOST_ROWS: usize = 1_000_000;

/// What is remembered of one world's questions; of bounded size, and shared by those who ask.
#[derive(Debug)]
pub struct Memory {
    eras: Eras,
    /// For each treaty the bonds of its members, era by era.
    bonds: Vec<OnceLock<Vec<OnceLock<Bound>>>>,
    events: RwLock<FxHashMap<Event, Arc<[Kept]>>>,
    rows: AtomicUsize,
}

/// What befalls whom. Who does it is not known: events of known attackers are too many to keep.
type Event = (EventKind, Option<Actor>);

/// What one treaty says of an event, era by era.
#[derive(Debug)]
pub(super) struct Kept {
    /// The treaty.
    pub(super) treaty: TreatyId,
    /// Outside these days there are no rows.
    speaking: Interval,
    /// The days on which the rows may change.
    days: Vec<Day>,
    blocks: Vec<OnceLock<Block>>,
}

impl Kept {
    /// The rows on `day`, if they were worked out before.
    pub(super) fn on(&self, day: Day) -> Option<&OnceLock<Block>> {
        if !self.speaking.contains(day) {
            return None;
        }
        self.blocks.get(self.days.partition_point(|change| *change <= day))
    }
}

impl Memory {
    /// An empty memory for the questions of one engine.
    pub fn new(engine: &Engine<'_>) -> Memory {
        let world = engine.world();
        Memory {
            eras: Eras::of(world),
            bonds: world.treaties().map(|_| OnceLock::new()).collect(),
            events: RwLock::default(),
            rows: AtomicUsize::new(0),
        }
    }

    /// What is kept of a case's event under each of its treaties; `None` when its rows depend on more
    /// than the day: on who acts, or on what was known, found, read or followed.
    pub(super) fn kept(
        &self,
        case: &Case<'_>,
        treaties: impl FnOnce() -> Vec<TreatyId>,
    ) -> Option<Arc<[Kept]>> {
        let question = case.question;
        let plain = question.actors.is_empty()
            && !question.is_special()
            && case.events.is_empty()
            && case.found.is_empty();
        if !plain {
            return None;
        }
        let event = (question.kind, question.target);
        let known = self.events.read().unwrap_or_else(PoisonError::into_inner).get(&event).cloned();
        if known.is_some() {
            return known;
        }
        let fresh = treaties().into_iter().map(|treaty| {
            let days = self.eras.days(treaty, question.target);
            let blocks = (0..=days.len()).map(|_| OnceLock::new()).collect();
            let speaking = speaking(case.world.treaty(treaty));
            Kept { treaty, speaking, days, blocks }
        });
        let fresh: Arc<[Kept]> = fresh.collect();
        let mut events = self.events.write().unwrap_or_else(PoisonError::into_inner);
        if self.rows.load(Ordering::Relaxed) > MOST_ROWS {
            events.clear();
            self.rows.store(0, Ordering::Relaxed);
        }
        Some(events.entry(event).or_insert(fresh).clone())
    }

    /// The spans of days on which what a treaty says of somebody stays the same, where it speaks at
    /// all.
    pub(super) fn spans(&self, world: &World, treaty: TreatyId, of: Actor) -> Vec<Interval> {
        let speaking = speaking(world.treaty(treaty));
        let mut days: Vec<Day> = self.eras.days(treaty, Some(of));
        days.retain(|day| speaking.contains(*day));
        days.insert(0, speaking.from);
        days.dedup();
        let ends = days.iter().skip(1).copied().chain([speaking.end]);
        let spans = days.iter().zip(ends).map(|(from, end)| Interval { from: *from, end });
        spans.filter(|days| !days.is_empty()).collect()
    }

    /// Counts rows that were kept.
    pub(super) fn count(&self, block: &Block) {
        self.rows.fetch_add(block.len(), Ordering::Relaxed);
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
