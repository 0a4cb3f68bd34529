//! Who would be called: members on a day, and the parties that the engine finds bound to aid one of them.
//! Asks the engine and knows no chance.

use crate::rows::Capabilities;
use servanda::engine::{Engine, Question, standing};
use servanda::model::{Actor, Certainty, StateId, Treaty, TreatyId, World};
use servanda::syntax::vocabulary::{Act, EventKind, Modal, Verdict};
use servanda::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The states that a treaty binds on a day, in the order of their ids.
pub fn members(world: &World, treaty: &Treaty, day: Day) -> Vec<StateId> {
    let bound = treaty.members.iter().filter(|member| {
        member.bound_on(day).and(member.suspended_on(day).negated()) != Certainty::No
    });
    let states = bound.filter_map(|member| match member.party {
        Actor::State(state) if world.states.exists_on(state, day) => Some(state),
        _ => None,
    });
    let mut states: Vec<StateId> = states.collect::<BTreeSet<_>>().into_iter().collect();
    states.sort_by_key(|state| world.id(Actor::State(*state)).to_owned());
    states
}

/// The parties that owe aid to a victim under one treaty by the engine's answer, each with whether
/// nothing is left open.
pub fn called(
    engine: &Engine<'_>,
    treaty: TreatyId,
    victim: StateId,
    by: Option<Actor>,
    day: Day,
) -> Vec<(StateId, bool)> {
    let mut question = Question::new(EventKind::Attack, Some(Actor::State(victim)), day);
    question.actors.extend(by);
    let reply = engine.ask(&question);
    let mut found: BTreeMap<StateId, bool> = BTreeMap::new();
    for row in reply.rows.iter() {
        let owes = row.treaty == treaty
            && row.act == Act::Aid
            && row.force == Verdict::Must
            && row.toward == Some(Actor::State(victim))
            && matches!(row.verdict, Verdict::Must | Verdict::Depends);
        if let (true, Actor::State(party)) = (owes, row.party) {
            *found.entry(party).or_insert(false) |= row.verdict == Verdict::Must;
        }
    }
    let mut found: Vec<(StateId, bool)> = found.into_iter().collect();
    found.sort_by_key(|(state, _)| engine.world().id(Actor::State(*state)).to_owned());
    found
}

/// Other treaties under which a state owes aid on a day to some state outside a circle.
pub fn elsewhere(
    world: &World,
    state: StateId,
    circle: &[StateId],
    but: TreatyId,
    day: Day,
) -> Vec<String> {
    let pledges = standing::pledges(world, Actor::State(state), day);
    let aid = pledges.iter().filter(|pledge| {
        let duty = &pledge.norm.duty;
        pledge.owes && pledge.id != but && duty.act == Act::Aid && duty.modal == Modal::Must
    });
    let outward = aid.filter(|pledge| {
        members(world, pledge.treaty, day).iter().any(|member| !circle.contains(member))
    });
    let ids: BTreeSet<String> = outward.map(|pledge| pledge.treaty.id.clone()).collect();
    ids.into_iter().collect()
}

/// The capability of a state in the year of a day.
pub fn capability(
    world: &World,
    shares: Option<&Capabilities>,
    state: StateId,
    day: Day,
) -> Option<f64> {
    let (year, _, _) = day.parts()?;
    let code = world.codes(state, day).0?;
    shares?.of(code, i32::from(year)).map(|(share, _)| share)
}
