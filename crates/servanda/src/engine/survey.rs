//! Every pair of duties that could not both be kept on a day, whoever attacked whom. Asks one
//! question for each attacker and victim that any pledge of that day could concern.

use super::defeat::{Conflict, Preference, Side};
use super::evaluate::Engine;
use super::memory::Memory;
use super::phrase;
use super::question::Question;
use crate::model::norm::Bearers;
use crate::model::{Actor, Certainty, Norm, World};
use crate::syntax::vocabulary::{Act, EventKind, Modal};
use crate::time::Day;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which attacks to look at.
#[derive(Clone, Debug)]
pub struct Scope {
    /// On which day.
    pub on: Day,
    /// Only attacks on this one.
    pub target: Option<Actor>,
    /// Only attacks by this one.
    pub by: Option<Actor>,
    /// Priorities that the asker opts into.
    pub prefer: Vec<Preference>,
}

/// One conflict with the attacks that bring it about.
#[derive(Clone, Debug)]
pub struct Found {
    /// The conflict, as the first attack brings it about.
    pub conflict: Conflict,
    /// Attacker and victim of each attack, in the order of ids.
    pub attacks: Vec<(Actor, Actor)>,
}

/// What a survey found.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// How many attacks were asked about.
    pub asked: usize,
    /// The conflicts, in order.
    pub found: Vec<Found>,
}

/// One conflict of a party between two norms, whoever attacks whom.
type Key = (Actor, NormKey, NormKey, Option<bool>);
type NormKey = (u16, Arc<str>, Arc<str>);

/// Every conflict of the attacks in scope.
pub fn conflicts(engine: &Engine<'_>, scope: &Scope) -> Survey {
    let world = engine.world();
    let mut found: BTreeMap<Key, Found> = BTreeMap::new();
    let memory = Memory::new(engine);
    let mut asked = 0;
    for (attacker, victim) in attacks(world, scope) {
        asked += 1;
        let mut question = Question::new(EventKind::Attack, Some(victim), scope.on);
        question.actors.push(attacker);
        question.prefer.clone_from(&scope.prefer);
        question.text = phrase::text_of(&question, world);
        for conflict in engine.ask_with(&question, &memory).conflicts {
            found
                .entry(key(&conflict))
                .or_insert_with(|| Found { conflict, attacks: Vec::new() })
                .attacks
                .push((attacker, victim));
        }
    }
    for one in found.values_mut() {
        one.attacks.dedup();
    }
    let mut found: Vec<Found> = found.into_values().collect();
    found.sort_by(|one, other| order(world, one).cmp(&order(world, other)));
    Survey { asked, found }
}

/// Rows stand in the order of treaties and their texts, so two norms conflict in one order only.
fn key(conflict: &Conflict) -> Key {
    let norm = |side: &Side| (side.treaty.0, side.article.clone(), side.norm.clone());
    (conflict.party, norm(&conflict.one), norm(&conflict.other), conflict.first_prevails)
}

fn order<'w>(world: &'w World, found: &Found) -> (&'w str, Key) {
    (world.id(found.conflict.party), key(&found.conflict))
}

/// Every attacker with every victim: states that pledges of the day concern, one of them at least by
/// a duty to fight, and whomever the scope names beside them. (Without a duty to fight on one side
/// no two duties exclude each other, and such a duty awakens only when its own states are struck or
/// strike.)
fn attacks(world: &World, scope: &Scope) -> Vec<(Actor, Actor)> {
    let fighting = concerned(world, scope.on, fights);
    let mut all = concerned(world, scope.on, refrains);
    all.extend(&fighting);
    let one_or_all = |only: Option<Actor>| match only {
        Some(only) => vec![only],
        None => all.iter().copied().collect(),
    };
    let victims = one_or_all(scope.target);
    let pairs = one_or_all(scope.by)
        .into_iter()
        .flat_map(|attacker| victims.clone().into_iter().map(move |victim| (attacker, victim)));
    pairs
        .filter(|(attacker, victim)| {
            attacker != victim && (fighting.contains(attacker) || fighting.contains(victim))
        })
        .collect()
}

/// The states existing on the day that treaties bind or name which have a norm that `matters`.
fn concerned(world: &World, on: Day, matters: fn(&Norm) -> bool) -> BTreeSet<Actor> {
    let mut found = BTreeSet::new();
    for treaty in &world.treaties {
        if super::standing::in_force(treaty, on) == Certainty::No {
            continue;
        }
        let versions =
            treaty.articles.iter().filter(|article| article.validity.on(on) != Certainty::No);
        let norms: Vec<&Norm> =
            versions.flat_map(|article| &article.norms).filter(|norm| matters(norm)).collect();
        if norms.is_empty() {
            continue;
        }
        let bound = treaty.members.iter().filter(|one| one.bound_on(on) != Certainty::No);
        found.extend(bound.map(|member| member.party));
        for norm in norms {
            found.extend(named(norm));
        }
    }
    found.retain(|actor| match actor {
        Actor::State(state) => world.states.exists_on(*state, on),
        Actor::Entity(_) => false,
    });
    found
}

fn fights(norm: &Norm) -> bool {
    matches!(norm.duty.act, Act::Aid | Act::Attack) && norm.duty.modal == Modal::Must
}

/// A duty that one to fight may stand against. What binds only the attacker itself cannot: nobody
/// is called to help it in its own attack.
fn refrains(norm: &Norm) -> bool {
    matches!(norm.duty.act, Act::StayNeutral | Act::NotAttack | Act::NotAidEnemy)
        && !matches!(norm.duty.bearers, Bearers::Attacker)
}

/// Whoever a norm names: bearers, those it is owed to, those whose acts awaken it.
fn named(norm: &Norm) -> Vec<Actor> {
    use crate::model::Who;
    let whos = norm.triggers.iter().flat_map(|pattern| [pattern.actor, pattern.target]);
    let whos = whos.chain([norm.duty.toward, norm.duty.against]).flatten();
    let mut list: Vec<Actor> = whos
        .filter_map(|who| match who {
            Who::Named(actor) => Some(actor),
            Who::Slot(_) => None,
        })
        .collect();
    if let Bearers::Named(names) = &norm.duty.bearers {
        list.extend(names);
    }
    list
}
