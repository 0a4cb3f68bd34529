//! Which pledges are asked for, as people write it: to do what, to whom, by whom, on which day. Knows words and
//! targets; the pledges themselves are the engine's.

use super::named;
use super::refusal::Refusal;
use crate::engine::Engine;
use crate::engine::pledges::Pledge;
use crate::model::{Actor, World};
use crate::syntax::vocabulary::{Act, EventKind};
use crate::time::Day;

/// The words of somebody who asks for pledges.
#[derive(Clone, Debug, Default)]
pub struct PledgedWords {
    /// To do what.
    pub act: String,
    /// Only those to this state.
    pub to: Option<String>,
    /// Only those by this state.
    pub by: Option<String>,
    /// Only those that stand on this day.
    pub on: Option<String>,
}

/// Which pledges are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Pledged {
    /// To do what.
    pub act: Act,
    /// Only those to this one.
    pub to: Option<Actor>,
    /// Only those by this one.
    pub by: Option<Actor>,
    /// Only those that stand on this day.
    pub on: Option<Day>,
}

impl Pledged {
    /// What the words ask for.
    ///
    /// # Errors
    /// A word names no act, no state or no day, or names several.
    pub fn of(world: &World, words: &PledgedWords) -> Result<Pledged, Refusal> {
        let act = named::pledged(&words.act)?;
        let on = named::some_day(world, "--on", words.on.as_ref())?;
        let one = |option: &str, name: &Option<String>| {
            name.as_ref().map(|name| named::actor(world, option, name, on)).transpose()
        };
        Ok(Pledged { act, to: one("--to", &words.to)?, by: one("--by", &words.by)?, on })
    }

    /// The states to whom such pledges may be given, in their order: a treaty that speaks of an attack on them has the
    /// giver among its members.
    pub fn targets(&self, engine: &Engine<'_>) -> Vec<Actor> {
        let world = engine.world();
        let all = || world.states.iter().map(|(state, _)| Actor::State(state));
        let gives = |to: Actor, by: Actor| {
            let treaties = engine.treaties_on(EventKind::Attack, to);
            treaties.into_iter().any(|treaty| world.treaty(treaty).member(by).is_some())
        };
        match (self.to, self.by) {
            (Some(to), _) => vec![to],
            (None, Some(by)) => all().filter(|to| gives(*to, by)).collect(),
            (None, None) => all().collect(),
        }
    }

    /// Whether a pledge is among those asked for.
    pub fn wants(&self, pledge: &Pledge) -> bool {
        pledge.act == self.act
            && self.to.is_none_or(|to| pledge.to == to)
            && self.by.is_none_or(|by| pledge.by == by)
            && self.on.is_none_or(|day| pledge.days.contains(day))
    }
}
