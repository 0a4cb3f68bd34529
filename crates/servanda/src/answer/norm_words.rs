//! Norms and dates of the model in words. `V` is whom an event befalls, `A` is who acts in it.

use super::words::span;
use crate::model::norm::{Bearers, Slot};
use crate::model::{
    Actor, Bond, Condition, Decider, Norm, Pattern, PlaceRef, Validity, Who, World,
};
use crate::syntax::clause::{Quality, Timing};
use crate::syntax::vocabulary::{Act, EventKind, Modal};
use crate::time::UncertainDay;

/// A norm as one sentence in the words of the treaty language.
pub fn norm(world: &World, norm: &Norm) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !norm.triggers.is_empty() {
        let each: Vec<String> = norm.triggers.iter().map(|one| trigger(world, one)).collect();
        parts.push(format!("when {}", each.join(" or ")));
    }
    for (one, _) in &norm.wheres {
        parts.push(format!("where {}", condition(world, one)));
    }
    if let Some((area, _)) = norm.area {
        let area = world.area(area);
        parts.push(format!("in {}", area.title.as_deref().unwrap_or(&area.id)));
    }
    for (one, _) in &norm.unless {
        parts.push(format!("unless {}", condition(world, one)));
    }
    parts.extend(decider(world, norm));
    if let Some((reading, _)) = &norm.reading {
        parts.push(format!("on the reading `{reading}`"));
    }
    parts.push(duty(world, norm));
    let mut text = parts.join(", ");
    if let Some(extent) = &norm.extent {
        text = format!("{text}: \u{201c}{extent}\u{201d}");
    }
    text
}

fn decider(world: &World, norm: &Norm) -> Vec<String> {
    let mut parts = Vec::new();
    let by = match norm.decider.0 {
        Decider::Objective => None,
        Decider::AnyParty => Some("in the opinion of any party".to_owned()),
        Decider::EachParty => Some("as each party judges for itself".to_owned()),
        Decider::Victim => Some("in the opinion of V".to_owned()),
        Decider::Council(council) => {
            Some(format!("by decision of the {}", world.entities.get(council).name))
        }
    };
    parts.extend(by);
    if let Some((of, _)) = norm.request {
        let of = of.map_or("any party".to_owned(), |of| who(world, of));
        parts.push(format!("at the request of {of}"));
    }
    parts
}

/// Who is bound to what: "each other party must aid V at once".
pub fn duty(world: &World, norm: &Norm) -> String {
    let duty = &norm.duty;
    let modal = match duty.modal {
        Modal::Must => "must",
        Modal::May => "may",
        Modal::MustNot => "must not",
    };
    let toward = duty.toward.map_or(String::new(), |toward| {
        let link = if duty.act == Act::StayNeutral { " toward" } else { "" };
        format!("{link} {}", who(world, toward))
    });
    let against =
        duty.against.map_or(String::new(), |against| format!(" against {}", who(world, against)));
    let timing: String = duty.timing.iter().map(timing).collect();
    let (bearers, act) = (bearers(world, &duty.bearers), duty.act.phrase());
    format!("{bearers} {modal} {act}{toward}{against}{timing}")
}

fn timing(timing: &Timing) -> String {
    match timing {
        Timing::Promptly => " at once".to_owned(),
        Timing::Within(length) => format!(" within {}", span(*length)),
        Timing::Throughout => " as long as it lasts".to_owned(),
        Timing::UntilDay(date) => format!(" until {}", date.day.text),
        Timing::UntilEvent(text) => format!(" until {}", text.text),
    }
}

/// Ids joined by commas.
pub fn ids(world: &World, actors: &[Actor]) -> String {
    actors.iter().map(|actor| world.id(*actor)).collect::<Vec<_>>().join(", ")
}

fn bearers(world: &World, bearers: &Bearers) -> String {
    let class = |lead: &str, role: &Option<String>, except: &[Actor]| {
        let role = role.as_ref().map_or(String::new(), |role| format!(" as {role}"));
        let except = if except.is_empty() {
            String::new()
        } else {
            format!(" except {}", ids(world, except))
        };
        format!("{lead}{role}{except}")
    };
    match bearers {
        Bearers::EachOther { role, except } => class("each other party", role, except),
        Bearers::Each { role, except } => class("each party", role, except),
        Bearers::Victim => "V".to_owned(),
        Bearers::Attacker => "A".to_owned(),
        Bearers::Named(names) => ids(world, names),
    }
}

fn who(world: &World, who: Who) -> String {
    match who {
        Who::Slot(Slot::Actor) => "A".to_owned(),
        Who::Slot(Slot::Target) => "V".to_owned(),
        Who::Named(actor) => world.id(actor).to_owned(),
    }
}

fn trigger(world: &World, pattern: &Pattern) -> String {
    event(world, pattern.kind, pattern.actor, pattern.target)
}

/// Events that are told with their doer first; the others are things that befall somebody.
fn event(world: &World, kind: EventKind, actor: Option<Who>, target: Option<Who>) -> String {
    let target = target.map(|target| who(world, target));
    let actor = actor.map(|actor| who(world, actor));
    let told = crate::engine::happening::verb(kind);
    match (kind, actor, target) {
        (EventKind::Mobilisation, Some(actor), None) => format!("{actor} mobilises"),
        (
            EventKind::Attack
            | EventKind::WarDeclared
            | EventKind::War
            | EventKind::Mobilisation
            | EventKind::Aid,
            Some(actor),
            Some(target),
        ) => format!("{actor} {told} {target}"),
        (kind, Some(actor), target) => {
            format!("{} by {actor}", kind.phrase(target.as_deref().unwrap_or("anybody")))
        }
        (kind, None, target) => kind.phrase(target.as_deref().unwrap_or("anybody")),
    }
}

/// A condition in words.
pub fn condition(world: &World, one: &Condition) -> String {
    let joined = |of: &[Condition], link: &str| {
        let each = of.iter().map(|part| match part {
            Condition::All(_) | Condition::Any(_) => format!("({})", condition(world, part)),
            _ => condition(world, part),
        });
        each.collect::<Vec<_>>().join(link)
    };
    match one {
        Condition::All(of) => joined(of, " and "),
        Condition::Any(of) => joined(of, " or "),
        Condition::Not(that) => match that.as_ref() {
            Condition::Party(party, treaty) => {
                format!("{} is not party to {}", who(world, *party), world.treaty(*treaty).id)
            }
            Condition::Among(party, names) => {
                format!("{} is not {}", who(world, *party), ids(world, names))
            }
            other => format!("not ({})", condition(world, other)),
        },
        Condition::Party(party, treaty) => {
            format!("{} is party to {}", who(world, *party), world.treaty(*treaty).id)
        }
        Condition::Is(party, quality) => {
            let quality = match quality {
                Quality::State => "a state",
                Quality::StateOrGroupOfStates => "a state or group of states",
                Quality::NonState => "no state",
                Quality::GreatPower => "a great power",
            };
            format!("{} is {quality}", who(world, *party))
        }
        Condition::Among(party, names) => {
            let names: Vec<&str> = names.iter().map(|name| world.id(*name)).collect();
            format!("{} is {}", who(world, *party), names.join(" or "))
        }
        Condition::AtLeast { count, great_powers, target } => {
            let kind = if *great_powers { "great powers" } else { "states" };
            format!("at least {count} {kind} attack {}", who(world, *target))
        }
        Condition::Happens(kind, actor, target) => event(world, *kind, *actor, *target),
        Condition::PlaceIs(place) => format!("the place is {}", place_words(world, place)),
        Condition::Found(name) => match world.record.questions.get(name) {
            Some(question) => format!("it is found that {question}"),
            None => format!("it is found: {}", name.replace('-', " ")),
        },
    }
}

fn place_words(world: &World, place: &PlaceRef) -> String {
    match place {
        PlaceRef::Home(state) => format!("the home territory of {}", world.states.get(*state).name),
        PlaceRef::Place(place) => world.places.get(*place).name.clone(),
        PlaceRef::Region(region) => region.replace('-', " "),
        PlaceRef::TerritoryOfParties => "territory of the parties".to_owned(),
    }
}

/// "from 1994-04-20 until 2012-12-18"; empty when neither is said.
pub fn validity(validity: &Validity) -> String {
    let from = validity.from.as_ref().map(|from| format!("from {}", from.text));
    let until = validity.until.as_ref().map(last_day);
    from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
}

/// "until 1999-04-20", or "still" for an open end.
fn last_day(last: &UncertainDay) -> String {
    if last.is_open() { "without an end".to_owned() } else { format!("until {}", last.text) }
}

/// "bound from 1994-04-20 until between 1999-04-02 and 1999-04-20 (not renewed)".
pub fn bond(bond: &Bond) -> String {
    let how = bond.ending.map_or(String::new(), |(how, _)| format!(" ({how})"));
    let until =
        if bond.last.is_open() { String::new() } else { format!(" until {}", bond.last.text) };
    let bound = if bond.provisional { "bound provisionally" } else { "bound" };
    format!("{bound} from {}{until}{how}", bond.from.text)
}
