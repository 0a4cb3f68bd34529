//! The facts of one question: what happens, what is found, what is still open.

use super::bound::Bound;
use super::finding::{FindingBasis, findings};
use super::formula::{Formula, Open};
use super::happening::{Happening, closure};
use super::memory::Memory;
use super::question::Question;
use crate::model::{Actor, PlaceRef, TreatyId, World};
use crate::time::Day;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// What is known and what is open.
#[derive(Clone, Debug)]
pub struct Case<'w> {
    /// The world asked of.
    pub world: &'w World,
    /// The question.
    pub question: &'w Question,
    /// What happens, with what follows from it.
    pub happenings: Vec<(Happening, Option<usize>)>,
    /// Where.
    pub place: Option<PlaceRef>,
    /// Whether the place was assumed, not said.
    pub place_assumed: bool,
    /// The recorded events that the question is about.
    pub events: Vec<String>,
    /// What was found, and by whom.
    pub found: BTreeMap<String, FindingBasis>,
    /// The findings that some norm asked for.
    pub used: BTreeSet<String>,
    /// Bonds that were weighed.
    pub(super) bonds: FxHashMap<(TreatyId, Actor), Bound>,
    /// What was worked out for earlier questions.
    pub(super) memory: Option<&'w Memory>,
    open: Vec<Open>,
}

impl<'w> Case<'w> {
    /// The case of a question.
    pub fn new(world: &'w World, question: &'w Question) -> Case<'w> {
        let actors: Vec<Option<Actor>> = match question.actors.as_slice() {
            [] => vec![None],
            actors => actors.iter().map(|actor| Some(*actor)).collect(),
        };
        let given: Vec<Happening> = actors
            .into_iter()
            .map(|actor| Happening { kind: question.kind, actor, target: question.target })
            .collect();
        let events = matching_events(world, question);
        let home = match question.target {
            Some(Actor::State(state)) => Some(PlaceRef::Home(state)),
            _ => None,
        };
        let recorded = events.iter().find_map(|id| world.record.event(id)?.place.clone());
        let place_assumed = question.place.is_none() && recorded.is_none();
        let place = question.place.clone().or(recorded).or(home);
        let found = findings(world, question, &events);
        let happenings = closure(&given);
        Case {
            world,
            question,
            happenings,
            place,
            place_assumed,
            events,
            found,
            used: BTreeSet::new(),
            bonds: FxHashMap::default(),
            memory: None,
            open: Vec::new(),
        }
    }

    /// The day of the event.
    pub fn day(&self) -> Day {
        self.question.on
    }

    /// Adds what happens in a cascade; says whether anything was new.
    pub fn add(&mut self, more: &[Happening]) -> bool {
        let mut given: Vec<Happening> = self
            .happenings
            .iter()
            .filter(|(_, from)| from.is_none())
            .map(|(happening, _)| *happening)
            .collect();
        let before = given.len();
        for happening in more {
            let known = self.happenings.iter().any(|(known, _)| known == happening);
            if !known && !given.contains(happening) {
                given.push(*happening);
            }
        }
        let grown = given.len() > before;
        if grown {
            self.happenings = closure(&given);
        }
        grown
    }

    /// Whether exactly this happens.
    pub fn happens(&self, wanted: Happening) -> bool {
        self.happenings.iter().any(|(happening, _)| *happening == wanted)
    }

    /// A question of fact: answered if it was found or denied, open otherwise.
    pub fn ask(&mut self, name: &str) -> Formula {
        let key = name.to_lowercase();
        let Some(basis) = self.found.get(&key) else { return self.open(name) };
        let answer = basis.answer;
        self.used.insert(key);
        answer.map_or_else(|| self.open(name), Formula::of)
    }

    fn open(&mut self, name: &str) -> Formula {
        let known = self.open.iter().find(|open| ***open == *name).cloned();
        let open = known.unwrap_or_else(|| {
            let open = Open::from(name);
            self.open.push(open.clone());
            open
        });
        Formula::Open(open)
    }

    /// The names of all open questions that were met.
    pub fn open_names(&self) -> impl Iterator<Item = &str> {
        self.open.iter().map(|open| &**open)
    }
}

/// Recorded events with the question's kind, target, day and (where both say) actor.
fn matching_events(world: &World, question: &Question) -> Vec<String> {
    let fits = |event: &&crate::model::Event| {
        let then = event.on.earliest <= question.on && question.on <= event.on.latest;
        let known = question
            .known
            .is_none_or(|known| event.known.as_ref().unwrap_or(&event.on).earliest <= known);
        let same = event.occurs.iter().any(|(kind, actor, target)| {
            let by = question.actors.is_empty()
                || actor.is_none_or(|actor| question.actors.contains(&actor));
            *kind == question.kind && *target == question.target && by
        });
        then && known && same
    };
    let fitting = world.record.events.iter().filter(fits);
    let mut ids: Vec<String> = fitting.map(|event| event.id.clone()).collect();
    // By id, so that the order of files decides nothing.
    ids.sort();
    ids
}
