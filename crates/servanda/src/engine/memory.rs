//! What was worked out for earlier questions, kept while nothing it rests on changes.
//!
//! Law changes on few days. Between two of them the same event has the same rows under a treaty, and
//! a party the same bond, so a table of many questions asks for most of them again and again. An
//! answer from memory is the answer: a test holds both beside each other.

use super::bound::Bound;
use super::case::Case;
use super::eras::Eras;
use super::evaluate::Engine;
use super::row::Row;
use crate::model::{Actor, TreatyId};
use crate::syntax::vocabulary::EventKind;
use crate::time::Day;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Rows kept at most in each of two generations; the older one is dropped when the younger is full.
const MOST_ROWS: usize = 120_000;
/// Bonds kept at most.
const MOST_BONDS: usize = 400_000;

/// The rows of one treaty.
pub(super) type Block = Arc<[Arc<Row>]>;

/// What is remembered of one world's questions; of bounded size.
#[derive(Debug)]
pub struct Memory {
    eras: Arc<Eras>,
    bonds: Bonds,
    young: FxHashMap<Key, Block>,
    old: FxHashMap<Key, Block>,
    rows: usize,
}

/// All that the rows of a treaty depend on in a plain question.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Key {
    treaty: TreatyId,
    kind: EventKind,
    actor: Option<Actor>,
    target: Option<Actor>,
    eras: [u32; 3],
}

impl Memory {
    /// An empty memory for the questions of one engine.
    pub fn new(engine: &Engine<'_>) -> Memory {
        let eras = Arc::new(Eras::of(engine.world()));
        Memory {
            bonds: Bonds { eras: Some(eras.clone()), known: FxHashMap::default() },
            eras,
            young: FxHashMap::default(),
            old: FxHashMap::default(),
            rows: 0,
        }
    }

    /// What a treaty's rows for this case depend on; `None` when they depend on more than is kept
    /// apart here: what was known, found, read or followed.
    pub(super) fn key(&self, case: &Case<'_>, treaty: TreatyId) -> Option<Key> {
        let (question, day) = (case.question, case.day());
        let eras = &self.eras;
        let plain = !question.is_special() && case.events.is_empty() && case.found.is_empty();
        let actor = match question.actors.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => return None,
        };
        let target = question.target;
        plain.then(|| Key {
            treaty,
            kind: question.kind,
            actor,
            target,
            eras: [
                eras.of_treaty(treaty, day),
                eras.of_actor(actor, day),
                eras.of_actor(target, day),
            ],
        })
    }

    /// The rows kept under a key.
    pub(super) fn recall(&mut self, key: Key) -> Option<Block> {
        if let Some(block) = self.young.get(&key) {
            return Some(block.clone());
        }
        let block = self.old.remove(&key)?;
        self.keep(key, block.clone());
        Some(block)
    }

    /// Keeps rows under a key.
    pub(super) fn keep(&mut self, key: Key, block: Block) {
        // An empty block takes room too.
        self.rows += block.len() + 1;
        self.young.insert(key, block);
        if self.rows > MOST_ROWS {
            self.old = std::mem::take(&mut self.young);
            self.rows = 0;
        }
    }

    /// Lends the bonds to a case, if it asks what they are and not what was known of them.
    pub(super) fn lend(&mut self, case: &mut Case<'_>) {
        if case.question.known.is_none() {
            std::mem::swap(&mut case.bonds, &mut self.bonds);
        }
    }

    /// Takes back what was lent.
    pub(super) fn take_back(&mut self, case: &mut Case<'_>) {
        if case.question.known.is_none() {
            std::mem::swap(&mut case.bonds, &mut self.bonds);
            if self.bonds.known.len() > MOST_BONDS {
                self.bonds.known.clear();
            }
        }
    }
}

/// Bonds that were weighed: those of one day, or with eras those of any.
#[derive(Clone, Debug, Default)]
pub(super) struct Bonds {
    eras: Option<Arc<Eras>>,
    known: FxHashMap<(TreatyId, Actor, u32), Bound>,
}

impl Bonds {
    fn key(&self, treaty: TreatyId, actor: Actor, day: Day) -> (TreatyId, Actor, u32) {
        let era = self.eras.as_ref().map_or(0, |eras| eras.of_treaty(treaty, day));
        (treaty, actor, era)
    }

    pub(super) fn recall(&self, treaty: TreatyId, actor: Actor, day: Day) -> Option<&Bound> {
        self.known.get(&self.key(treaty, actor, day))
    }

    /// Keeps a bond. An open one rests on what was found in its own case; one of a stranger is
    /// told with a name that changes on days of its own.
    pub(super) fn keep(&mut self, treaty: TreatyId, actor: Actor, day: Day, bound: &Bound, member: bool) {
        if self.eras.is_none() || (bound.is_settled() && member) {
            self.known.insert(self.key(treaty, actor, day), bound.clone());
        }
    }
}
