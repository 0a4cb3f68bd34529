//! Whether conditions can hold together. Answers "never" only when it is sure: what it does not
//! understand it takes to be possible.

use super::life;
use crate::model::{Actor, Condition, Slot, Who, World};
use crate::syntax::Span;
use crate::syntax::clause::Quality;

/// More alternatives than this are not looked through.
const MOST_ALTERNATIVES: usize = 64;

/// A basic condition that must hold, or must not, and the clause that says so.
#[derive(Clone, Copy)]
pub(super) struct Literal<'a> {
    condition: &'a Condition,
    holds: bool,
    at: Span,
}

/// Why conditions never hold together.
pub(super) struct Contradiction {
    /// The clause at fault.
    pub(super) at: Span,
    /// The clause it contradicts; `None`: it cannot hold at all.
    pub(super) against: Option<Span>,
    /// Why, in words.
    pub(super) why: String,
}

/// Who a trigger names for each slot.
#[derive(Clone, Copy, Default)]
pub(super) struct Named {
    pub(super) actor: Option<Actor>,
    pub(super) target: Option<Actor>,
}

/// Why these conditions (each with whether it must hold) can never hold together; `None` when they
/// can, or when that is not sure.
pub(super) fn never(
    world: &World,
    conditions: &[(&Condition, bool, Span)],
    named: Named,
) -> Option<Contradiction> {
    let mut all: Vec<Vec<Literal<'_>>> = vec![Vec::new()];
    for (condition, holds, at) in conditions {
        all = joined(&all, &alternatives(condition, *holds, *at)?)?;
    }
    let mut first = None;
    for literals in &all {
        let contradiction = contradiction(world, literals, named)?;
        first = first.or(Some(contradiction));
    }
    first
}

fn joined<'a>(
    one: &[Vec<Literal<'a>>],
    other: &[Vec<Literal<'a>>],
) -> Option<Vec<Vec<Literal<'a>>>> {
    if one.len() * other.len() > MOST_ALTERNATIVES {
        return None;
    }
    let pairs = one.iter().flat_map(|left| other.iter().map(move |right| (left, right)));
    Some(pairs.map(|(left, right)| left.iter().chain(right).copied().collect()).collect())
}

/// The condition as a list of alternatives, each a list of literals that must all hold.
fn alternatives(condition: &Condition, holds: bool, at: Span) -> Option<Vec<Vec<Literal<'_>>>> {
    match (condition, holds) {
        (Condition::Not(that), _) => alternatives(that, !holds, at),
        (Condition::All(of), true) | (Condition::Any(of), false) => {
            let mut all = vec![Vec::new()];
            for part in of {
                all = joined(&all, &alternatives(part, holds, at)?)?;
            }
            Some(all)
        }
        (Condition::Any(of), true) | (Condition::All(of), false) => {
            let mut all = Vec::new();
            for part in of {
                all.extend(alternatives(part, holds, at)?);
            }
            (all.len() <= MOST_ALTERNATIVES).then_some(all)
        }
        _ => Some(vec![vec![Literal { condition, holds, at }]]),
    }
}

fn contradiction(world: &World, literals: &[Literal<'_>], named: Named) -> Option<Contradiction> {
    for (index, one) in literals.iter().enumerate() {
        if let Some(why) = impossible(world, one, named) {
            return Some(Contradiction { at: one.at, against: None, why });
        }
        for other in literals.iter().take(index) {
            if let Some(why) = exclude(world, one, other, named) {
                return Some(Contradiction { at: one.at, against: Some(other.at), why });
            }
        }
    }
    None
}

/// Who a condition speaks of, when it speaks of somebody.
fn subject(condition: &Condition, named: Named) -> Option<Who> {
    let who = match condition {
        Condition::Party(who, _) | Condition::Is(who, _) | Condition::Among(who, _) => *who,
        _ => return None,
    };
    Some(match who {
        Who::Slot(Slot::Actor) => named.actor.map_or(who, Who::Named),
        Who::Slot(Slot::Target) => named.target.map_or(who, Who::Named),
        named => named,
    })
}

/// Whether a literal may hold of an actor on some day.
fn possible(world: &World, literal: &Literal<'_>, actor: Actor) -> bool {
    let great = |actor: Actor| match actor {
        Actor::State(state) => {
            world.states.great_power_spells().iter().any(|(power, _)| *power == state)
        }
        Actor::Entity(_) => false,
    };
    let is_state = matches!(actor, Actor::State(_));
    match (literal.condition, literal.holds) {
        (Condition::Among(_, names), holds) => names.contains(&actor) == holds,
        (Condition::Is(_, Quality::State), holds) => is_state == holds,
        (Condition::Is(_, Quality::NonState), holds) => world.is_non_state(actor) == holds,
        (Condition::Is(_, Quality::StateOrGroupOfStates), holds) => {
            world.is_non_state(actor) != holds
        }
        (Condition::Is(_, Quality::GreatPower), true) => great(actor),
        (Condition::Party(_, treaty), true) => {
            let treaty = world.treaty(*treaty);
            treaty.member(actor).is_some_and(|member| life::ever_bound(treaty, member))
        }
        _ => true,
    }
}

/// Why a literal cannot hold of the one it names.
fn impossible(world: &World, literal: &Literal<'_>, named: Named) -> Option<String> {
    let Some(Who::Named(actor)) = subject(literal.condition, named) else { return None };
    if possible(world, literal, actor) {
        return None;
    }
    let id = world.id(actor);
    Some(match literal.condition {
        Condition::Party(_, treaty) => {
            format!("{id} is never a party to {}", world.treaty(*treaty).id)
        }
        _ => format!("it can never be so of {id}"),
    })
}

/// Why two literals exclude each other.
fn exclude(world: &World, one: &Literal<'_>, other: &Literal<'_>, named: Named) -> Option<String> {
    let both = one.holds && other.holds;
    match (one.condition, other.condition) {
        (Condition::Found(name), Condition::Found(same)) if name == same => {
            (one.holds != other.holds).then(|| format!("`{name}` would be found and not found"))
        }
        (Condition::PlaceIs(place), Condition::PlaceIs(same)) => ((both && place != same)
            || (place == same && one.holds != other.holds))
            .then(|| "no event is in both places".to_owned()),
        (Condition::Happens(..), same) if one.condition == same => (one.holds != other.holds)
            .then(|| "the same thing would happen and not happen".to_owned()),
        _ => {
            let who = subject(one.condition, named)?;
            if who != subject(other.condition, named)? {
                return None;
            }
            of_one(world, one, other, who)
        }
    }
}

/// Two literals about the same actor.
fn of_one(world: &World, one: &Literal<'_>, other: &Literal<'_>, who: Who) -> Option<String> {
    let role = match who {
        Who::Slot(Slot::Actor) => "the one who acts".to_owned(),
        Who::Slot(Slot::Target) => "the one it befalls".to_owned(),
        Who::Named(actor) => world.id(actor).to_owned(),
    };
    if let (Condition::Among(_, names), Condition::Among(_, same)) =
        (one.condition, other.condition)
        && names == same
    {
        let names: Vec<&str> = names.iter().map(|name| world.id(*name)).collect();
        return (one.holds != other.holds)
            .then(|| format!("{} would be meant and excluded", names.join(" or ")));
    }
    for (list, rest) in [(one, other), (other, one)] {
        if let (Condition::Among(_, names), true) = (list.condition, list.holds)
            && !names.iter().any(|name| possible(world, rest, *name))
        {
            let names: Vec<&str> = names.iter().map(|name| world.id(*name)).collect();
            let word = if names.len() == 1 { "never fits" } else { "never fit" };
            return Some(format!("{} {word} the other condition", names.join(" or ")));
        }
    }
    match (one.condition, other.condition) {
        (Condition::Party(_, treaty), Condition::Party(_, same)) => (treaty == same
            && one.holds != other.holds)
            .then(|| format!("{role} would be a party and not a party")),
        (Condition::Is(_, quality), Condition::Is(_, second)) => {
            qualities(*quality, one.holds, *second, other.holds).then(|| {
                let first = shown(*second, other.holds);
                format!("{role} would be {first} and {}", shown(*quality, one.holds))
            })
        }
        _ => None,
    }
}

/// A quality in words, affirmed or denied.
fn shown(quality: Quality, holds: bool) -> String {
    let words = match quality {
        Quality::State => "a state",
        Quality::StateOrGroupOfStates => "a state or group of states",
        Quality::NonState => "a non-state actor",
        Quality::GreatPower => "a great power",
    };
    if holds { words.to_owned() } else { format!("not {words}") }
}

/// Whether two qualities, each affirmed or denied, exclude each other.
fn qualities(one: Quality, holds: bool, other: Quality, also: bool) -> bool {
    use Quality::{GreatPower, NonState, State, StateOrGroupOfStates};
    if one == other {
        return holds != also;
    }
    let narrower = |inner: Quality, outer: Quality| {
        matches!((inner, outer), (State | GreatPower, StateOrGroupOfStates) | (GreatPower, State))
    };
    let apart = |quality: Quality| matches!(quality, State | GreatPower | StateOrGroupOfStates);
    match (holds, also) {
        (true, true) => (one == NonState && apart(other)) || (other == NonState && apart(one)),
        (true, false) => narrower(one, other),
        (false, true) => narrower(other, one),
        (false, false) => {
            // Whoever is no group of states and no state is a non-state actor.
            matches!(
                (one, other),
                (NonState, StateOrGroupOfStates) | (StateOrGroupOfStates, NonState)
            )
        }
    }
}
