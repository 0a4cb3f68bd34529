//! From a trigger to the question that the engine is asked: what happened, to whom, by whom, where, on which
//! day, as known on the day of the batch. Decides nothing of what is owed.

use crate::actor::{ActorTypes, Party};
use crate::event::Event;
use crate::trigger::Trigger;
use servanda::engine::Question;
use servanda::model::entity::EntityKind;
use servanda::model::{Actor, PlaceRef, World};
use servanda::syntax::vocabulary::EventKind;

/// How far the place of a row is taken over.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Placing {
    /// Where it is neither the home of the one who acts nor the whole home of the one acted upon. News is
    /// placed at capitals, so that "in the attacker's country" says little.
    #[default]
    Careful,
    /// Never: the event is taken to be on the home territory of the one acted upon.
    Never,
}

/// What is asked about: what happened, by whom, to whom; `None` where the trigger only goes on record, or nobody known is
/// acted upon.
pub fn asked(
    world: &World,
    [source, target]: &[Party; 2],
    place: Option<&PlaceRef>,
    trigger: Trigger,
) -> Option<(EventKind, Option<Actor>, Actor)> {
    let kind = trigger.asked()?;
    let armed_group = |actor| match actor {
        Actor::Entity(entity) => world.entities.get(entity).kind == EntityKind::NonState,
        Actor::State(_) => false,
    };
    let by = source.actor.ok().filter(|_| !source.types.any(ActorTypes::ARMED_GROUP));
    let by = by.or(source.actor.ok().filter(|actor| armed_group(*actor)));
    let home = match (place, target.actor) {
        // Nobody known is acted upon, and it happened in a state.
        (Some(PlaceRef::Home(state)), Err(_)) => Some(Actor::State(*state)),
        _ => None,
    };
    let target = target.actor.ok().filter(|actor| matches!(actor, Actor::State(_))).or(home)?;
    match kind {
        EventKind::Attack if by.is_some_and(armed_group) => {
            Some((EventKind::Incursion, by, target))
        }
        kind => Some((kind, by, target)),
    }
}

/// The question that an event asks; `None` where the trigger only goes on record, or nobody known is acted
/// upon.
pub fn question(
    world: &World,
    event: &Event,
    trigger: Trigger,
    placing: Placing,
) -> Option<Question> {
    let (kind, by, target) = asked(world, &event.actors, event.place.as_ref(), trigger)?;
    let mut question = Question::new(kind, Some(target), event.day);
    question.actors.extend(by.filter(|by| *by != target));
    question.known = event.known;
    if placing == Placing::Careful {
        let homes = [by, Some(target)].map(|actor| match actor {
            Some(Actor::State(state)) => Some(PlaceRef::Home(state)),
            _ => None,
        });
        let is_home = event.place.is_some() && homes.contains(&event.place);
        question.place = event.place.clone().filter(|_| !is_home);
        if event.place.is_some() && event.place == homes[0] && homes[0] != homes[1] {
            question.notes.push("the row is placed in the country of the one who acts".into());
        }
    }
    if let Some(artifact) = event.artifact {
        let days = artifact.days();
        question.notes.push(format!(
            "the day lies {days} days before its batch: it may be an artifact of the feed"
        ));
    }
    let name = world.name(target, event.day);
    question.text = match question.actors.first() {
        Some(by) => {
            format!("{} by {} on {}", kind.phrase(name), world.name(*by, event.day), event.day)
        }
        None => format!("{} on {}", kind.phrase(name), event.day),
    };
    Some(question)
}
