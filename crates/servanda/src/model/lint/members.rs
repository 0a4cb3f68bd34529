//! Memberships: facts out of order, suspensions that overlap, members that were no states, treaties
//! that bind nobody.

use super::life;
use crate::model::membership::{Bond, Member};
use crate::model::norm::Bearers;
use crate::model::{Actor, StateId, Treaty, World};
use crate::syntax::{Code, Diagnostic, Edit, Span};
use crate::time::{Day, UncertainDay};

/// Facts of a membership that stand out of order, and suspensions that overlap.
pub(super) fn order(world: &World) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, treaty) in world.treaties() {
        for member in &treaty.members {
            found.extend(steps(world, member));
            found.extend(suspensions(world, treaty, member));
        }
        for (index, pair) in treaty.suspended_between.iter().enumerate() {
            let earlier = treaty.suspended_between.iter().take(index).find(|other| {
                let same = (other.one, other.other) == (pair.one, pair.other)
                    || (other.one, other.other) == (pair.other, pair.one);
                same && !other.during.certainly().overlap(&pair.during.certainly()).is_empty()
            });
            if let Some(other) = earlier {
                let (one, two) = (world.id(pair.one), world.id(pair.other));
                let message = format!("{} is suspended twice between {one} and {two}", treaty.id);
                found.push(twice(pair.at, other.at, message));
            }
        }
    }
    found
}

fn twice(at: Span, first: Span, message: String) -> Diagnostic {
    Diagnostic::at(Code::SV0204, at, message)
        .against(first, "the other suspension")
        .help("write one span from the first day to the last, or spans that share no day")
}

/// The first step that is surely earlier than the one written before it. What ends a bond is
/// checked against its beginning when the bond is made.
fn steps(world: &World, member: &Member) -> Option<Diagnostic> {
    let pairs = member.steps.iter().zip(member.steps.iter().skip(1));
    for (before, after) in pairs {
        if after.on.latest >= before.on.earliest {
            continue;
        }
        let handled = member.bonds.iter().any(|bond| {
            bond.ending.is_some_and(|(_, at)| at == after.at)
                && after.on.latest < bond.from.earliest
        });
        let again = after.what == "rejoined" || after.what == "in force";
        let after_end = again && member.bonds.iter().any(|bond| bond.ending.is_some());
        if handled || after_end {
            continue;
        }
        let shown = world.id(member.party);
        return Some(
            Diagnostic::at(
                Code::SV0203,
                after.at,
                format!(
                    "{shown}: `{}` on {} stands after `{}` on {}",
                    after.what, after.on.text, before.what, before.on.text
                ),
            )
            .saying("the earlier day")
            .against(before.at, "the later day, written first")
            .help("check both dates, and write the facts of a membership in order of time"),
        );
    }
    None
}

fn suspensions(world: &World, treaty: &Treaty, member: &Member) -> Vec<Diagnostic> {
    let shown = world.id(member.party);
    let mut found = Vec::new();
    for (index, (span, at)) in member.suspensions.iter().enumerate() {
        let others = member.suspensions.iter().take(index);
        for (other, first) in others {
            if !other.certainly().overlap(&span.certainly()).is_empty() {
                let message = format!("{shown} is suspended in {} twice at one time", treaty.id);
                found.push(twice(*at, *first, message));
            }
        }
        let bound = |bond: &Bond| {
            bond.from.earliest <= span.to.latest && span.from.earliest <= bond.last.latest
        };
        if !member.bonds.is_empty() && !member.bonds.iter().any(bound) {
            let message =
                format!("{shown} is suspended in {} when it is not bound by it", treaty.id);
            let fault = Diagnostic::at(Code::SV0203, *at, message);
            let fault = match member.bonds.first() {
                Some(bond) => fault.against(bond.from_at, "bound from here"),
                None => fault,
            };
            found.push(fault.help("a suspension lies between the first and the last day bound"));
        }
    }
    found
}

/// Members that were no states, and treaties that bind nobody.
pub(super) fn existence(world: &World) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, treaty) in world.treaties() {
        for member in &treaty.members {
            if let Actor::State(state) = member.party {
                found.extend(no_state(world, treaty, member, state));
            }
        }
        found.extend(nobody(treaty));
    }
    found
}

/// A state that never lives while it is bound is a slip (error); one that signed before it was a
/// state is strange (warning).
fn no_state(world: &World, treaty: &Treaty, member: &Member, state: StateId) -> Option<Diagnostic> {
    let lives = |day: &UncertainDay| {
        let ends = [day.earliest, day.latest];
        ends.into_iter().any(|day| !day.is_known() || world.states.exists_on(state, day))
    };
    let life = world.states.lifetime(state);
    let name = &world.states.get(state).name;
    let last = if life.end == Day::MAX { "now".to_owned() } else { life.last().to_string() };
    let note = format!("{name} is in the state system from {} to {last}", life.from);
    let overlaps = |bond: &Bond| {
        bond.last.latest >= life.from && bond.from.earliest < life.end || lives(&bond.from)
    };
    if let Some(bond) = member.bonds.first()
        && !member.bonds.iter().any(overlaps)
    {
        let message =
            format!("{name} was no state while {} bound it, from {}", treaty.id, bond.from.text);
        let fault = Diagnostic::at(Code::SV0303, bond.from_at, message)
            .against(member.at, "the member")
            .help(heir(world, state, bond.from.latest));
        return Some(by_heir(world, fault, member, state, bond.from.latest).note(note));
    }
    let step = member.steps.iter().find(|step| !lives(&step.on))?;
    // India signed the Charter before it was a state: a note that names it says that this is meant.
    let words: Vec<&str> = [name.as_str(), &world.states.get(state).id].into();
    let noted = |note: &String| words.iter().any(|word| note.contains(word));
    if treaty.cited.notes.iter().any(noted) {
        return None;
    }
    let message = format!("{name} was no state when `{}` on {}", step.what, step.on.text);
    let fault = Diagnostic::at(Code::SV0308, step.at, message)
        .against(member.at, "the member")
        .help(heir(world, state, step.on.latest))
        .help(format!("if it is so, say how in a `note` of the treaty that names {name}"));
    Some(by_heir(world, fault, member, state, step.on.latest).note(note))
}

/// Offers the state that stood there then.
fn by_heir(
    world: &World,
    fault: Diagnostic,
    member: &Member,
    state: StateId,
    day: Day,
) -> Diagnostic {
    let Some(other) = heir_of(world, state, day) else { return fault };
    let id = &world.states.get(other).id;
    fault.fix(format!("write `{id}` for the member"), vec![Edit::replace(member.at, id)])
}

/// The state that stood there then, where another one did.
fn heir_of(world: &World, state: StateId, day: Day) -> Option<StateId> {
    let states = &world.states;
    let before = states.successions.iter().find(|step| step.to == state && step.on > day);
    let after = states.successions.iter().rfind(|step| step.from == state && step.on <= day);
    let other = before.map(|step| step.from).or(after.map(|step| step.to));
    other.filter(|other| *other != state && states.exists_on(*other, day))
}

/// What to write instead.
fn heir(world: &World, state: StateId, day: Day) -> String {
    let states = &world.states;
    match heir_of(world, state, day) {
        Some(other) => format!(
            "check the date; the state then was `{}` ({})",
            states.get(other).id,
            states.name_on(other, day)
        ),
        None => "check the date and the abbreviation".into(),
    }
}

/// A treaty whose norms could bind members, and has none that is ever bound.
fn nobody(treaty: &Treaty) -> Option<Diagnostic> {
    let by_membership =
        |bearers: &Bearers| matches!(bearers, Bearers::EachOther { .. } | Bearers::Each { .. });
    let norms = treaty.articles.iter().flat_map(|article| &article.norms);
    let norm = norms.into_iter().find(|norm| by_membership(&norm.duty.bearers))?;
    if treaty.members.iter().any(|member| life::ever_bound(treaty, member)) {
        return None;
    }
    let (message, help) = if treaty.members.is_empty() {
        (
            format!("{} has no member, so its norms bind nobody", treaty.id),
            "add `members` and a line for each: `RUS  in force 1994-04-20`",
        )
    } else {
        (
            format!("no member of {} is ever bound by it", treaty.id),
            "give its members `in force DATE`; a mere signatory owes nothing",
        )
    };
    let fault = Diagnostic::at(Code::SV0306, treaty.at, message);
    Some(fault.against(norm.duty.at, "binds the parties").help(help))
}
