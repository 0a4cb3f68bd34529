//! A second evaluator, naive and obvious, written from `docs/src/language.md` and the types of the
//! model. It knows nothing of the engine: where both agree, they agree for different reasons.
//!
//! It tries every combination of answers to the open questions and looks what the words of the norm
//! then say. What it takes from the engine's reply is one thing only: which duties clash.

pub mod brute;
pub mod facts;
pub mod holds;

use brute::{Owed, settle};
use facts::{Facts, surely_or_possibly};
use holds::Roles;
use servanda::engine::{Conflict, Question};
use servanda::model::norm::Bearers;
use servanda::model::{Actor, Article, Norm, Slot, Treaty, TreatyId, Who, World};
use servanda::syntax::vocabulary::{Act, EventKind, Modal, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// Who owes what to whom: party, treaty, version of the article, norm, toward.
pub type Key = (Actor, TreatyId, usize, String, Option<Actor>);

/// One norm with what it stands in.
#[derive(Clone, Copy)]
pub struct Placed<'w> {
    pub id: TreatyId,
    pub treaty: &'w Treaty,
    pub version: usize,
    pub article: &'w Article,
    pub norm: &'w Norm,
}

/// One way in which a party may come to owe something: the norm, the roles as the event fills them,
/// and the questions any of which awakens it (none: it is awake).
#[derive(Clone)]
pub struct Way<'w> {
    pub placed: Placed<'w>,
    pub roles: Roles,
    pub party: Actor,
    pub awakened_if: Vec<String>,
    pub standing: bool,
}

/// What everybody owes. A row that would need more than `most_open` answers is left out and counted.
pub fn answer(
    world: &World,
    question: &Question,
    conflicts: &[Conflict],
    most_open: usize,
) -> (BTreeMap<Key, Owed>, usize) {
    let facts = Facts::of(world, question);
    let ways = ways(&facts);
    let yields = yields(conflicts, &ways);
    let mut owed = BTreeMap::new();
    let mut too_open = 0;
    for (key, own) in &ways {
        let force = match own.first().map(|way| way.placed.norm.duty.modal) {
            Some(Modal::May) => Verdict::May,
            Some(Modal::MustNot) => Verdict::MustNot,
            _ => Verdict::Must,
        };
        let holds =
            |answers: &brute::Answers<'_>| effective(&facts, &ways, &yields, key, answers, 0);
        match settle(&facts.settled, force, most_open, holds) {
            Some(verdict) => {
                owed.insert(key.clone(), verdict);
            }
            None => too_open += 1,
        }
    }
    (owed, too_open)
}

/// A duty holds if its own words say so and nothing that goes before it holds.
fn effective(
    facts: &Facts<'_>,
    ways: &BTreeMap<Key, Vec<Way<'_>>>,
    yields: &BTreeMap<Key, BTreeSet<Key>>,
    key: &Key,
    answers: &brute::Answers<'_>,
    depth: usize,
) -> bool {
    assert!(depth < 32, "priorities run in a circle");
    let mut holds = false;
    for way in ways.get(key).into_iter().flatten() {
        holds |= facts.holds(way, answers);
    }
    for winner in yields.get(key).into_iter().flatten() {
        holds &= !effective(facts, ways, yields, winner, answers, depth + 1);
    }
    holds
}

/// Every way in which anybody may come to owe anything, by what is owed.
fn ways<'w>(facts: &Facts<'w>) -> BTreeMap<Key, Vec<Way<'w>>> {
    let mut found: BTreeMap<Key, Vec<Way<'w>>> = BTreeMap::new();
    for placed in facts.norms() {
        let each = if placed.norm.triggers.is_empty() {
            standing(facts, placed)
        } else {
            awakened(facts, placed)
        };
        for way in each {
            let toward = toward(&way);
            // What one owes oneself is nothing.
            if toward == Some(way.party) {
                continue;
            }
            let key = (way.party, placed.id, placed.version, placed.norm.name.to_string(), toward);
            found.entry(key).or_default().push(way);
        }
    }
    found
}

/// Toward whom: whoever the duty names; one consults, aids or stays neutral toward the state to which
/// the event happens.
fn toward(way: &Way<'_>) -> Option<Actor> {
    let duty = &way.placed.norm.duty;
    match (duty.toward, duty.act) {
        (Some(who), _) => way.roles.who(who),
        (None, Act::Consult | Act::Aid | Act::StayNeutral) => {
            way.roles.target.filter(|target| *target != way.party)
        }
        _ => None,
    }
}

/// "A norm with `when` answers an event": every event that fits one of its triggers.
fn awakened<'w>(facts: &Facts<'w>, placed: Placed<'w>) -> Vec<Way<'w>> {
    let mut bindings: BTreeMap<Roles, Vec<Option<String>>> = BTreeMap::new();
    for (kind, actor, target) in &facts.happenings {
        for pattern in placed.norm.triggers.iter().filter(|pattern| pattern.kind == *kind) {
            // "A aids V" tells of somebody aided: an event without one is not of that shape.
            if pattern.target.is_some() && target.is_none() {
                continue;
            }
            let named = |who: Option<Who>| match who {
                Some(Who::Named(name)) => Some(name),
                _ => None,
            };
            if named(pattern.target).is_some_and(|name| *target != Some(name)) {
                continue;
            }
            let question = match (named(pattern.actor), actor) {
                (Some(name), Some(actor)) if name != *actor => continue,
                (Some(name), None) => Some(format!("attacker-is-{}", facts.world.id(name))),
                _ => None,
            };
            let mut roles = Roles { actor: *actor, target: *target };
            // A role is whoever fills it in the event at hand, wherever its letter stands.
            if pattern.actor == Some(Who::Slot(Slot::Target))
                || pattern.target == Some(Who::Slot(Slot::Actor))
            {
                roles = Roles { actor: *target, target: *actor };
            }
            bindings.entry(roles).or_default().push(question);
        }
    }
    // Who does it together with others is an attacker, whichever of them the norm speaks of.
    let attackers = |roles: Roles| {
        let mut attackers: Vec<Actor> = roles.actor.into_iter().collect();
        if roles.target == facts.question.target {
            attackers.extend(&facts.question.actors);
        }
        attackers
    };
    let mut found = Vec::new();
    for (roles, questions) in &bindings {
        let awakened_if = if questions.contains(&None) {
            Vec::new()
        } else {
            questions.iter().flatten().cloned().collect()
        };
        for party in bearers(placed, *roles, &attackers(*roles)) {
            let awakened_if = awakened_if.clone();
            found.push(Way { placed, roles: *roles, party, awakened_if, standing: false });
        }
    }
    found
}

/// "A norm without `when` is standing: it holds on every day of force toward each other party." A
/// question asks for what stands toward its target, or by its role toward whoever acts.
fn standing<'w>(facts: &Facts<'w>, placed: Placed<'w>) -> Vec<Way<'w>> {
    let target = facts.question.target;
    let actors: Vec<Option<Actor>> = match facts.question.actors.as_slice() {
        [] => vec![None],
        several => several.iter().copied().map(Some).collect(),
    };
    let mut found = Vec::new();
    for actor in actors.into_iter().filter(|_| target.is_some()) {
        let roles = Roles { actor, target };
        for party in bearers(placed, roles, &[]) {
            let way = Way { placed, roles, party, awakened_if: Vec::new(), standing: true };
            let toward = toward(&way);
            let by_role = placed.norm.duty.toward == Some(Who::Slot(Slot::Actor));
            if toward.is_some() && (toward == target || (by_role && toward == actor)) {
                found.push(way);
            }
        }
    }
    found
}

/// "`each other party` (every party but V and the attacker), `each party`, `the victim` (V), `the
/// attacker` (A), `each other party except NAMES`, `each party as "role"`, or names".
fn bearers(placed: Placed<'_>, roles: Roles, attackers: &[Actor]) -> Vec<Actor> {
    let parties = |role: &Option<String>, except: &[Actor]| -> Vec<Actor> {
        let mut parties = Vec::new();
        for member in &placed.treaty.members {
            let fits = role.is_none() || member.role == *role;
            if fits && !except.contains(&member.party) {
                parties.push(member.party);
            }
        }
        parties
    };
    match &placed.norm.duty.bearers {
        Bearers::EachOther { role, except } => {
            let mut others = parties(role, except);
            others.retain(|party| Some(*party) != roles.target && !attackers.contains(party));
            others
        }
        Bearers::Each { role, except } => parties(role, except),
        Bearers::Victim => roles.target.into_iter().collect(),
        Bearers::Attacker => roles.actor.into_iter().collect(),
        Bearers::Named(names) => names.clone(),
    }
}

/// Which duty yields to which, from the clashes that some rule settles.
fn yields(
    conflicts: &[Conflict],
    ways: &BTreeMap<Key, Vec<Way<'_>>>,
) -> BTreeMap<Key, BTreeSet<Key>> {
    let mut found: BTreeMap<Key, BTreeSet<Key>> = BTreeMap::new();
    for conflict in conflicts {
        let Some(first) = conflict.first_prevails else { continue };
        let keys = |side: &servanda::engine::defeat::Side| -> Vec<Key> {
            let is = |key: &&Key| {
                let (party, treaty, version, norm, toward) = key;
                *party == conflict.party
                    && *treaty == side.treaty
                    && Some(*version) == side.version
                    && **norm == *side.norm
                    && *toward == side.toward
            };
            ways.keys().filter(is).cloned().collect()
        };
        let (winner, loser) = match first {
            true => (&conflict.one, &conflict.other),
            false => (&conflict.other, &conflict.one),
        };
        for loser in keys(loser) {
            found.entry(loser).or_default().extend(keys(winner));
        }
    }
    found
}

impl<'w> Facts<'w> {
    /// Every norm that could be in force and that the asker can know of.
    fn norms(&self) -> Vec<Placed<'w>> {
        let mut found = Vec::new();
        for (id, treaty) in self.world.treaties() {
            if !self.knows(treaty) || self.hidden(treaty.secrecy.as_ref()) {
                continue;
            }
            for (version, article) in treaty.articles.iter().enumerate() {
                for norm in &article.norms {
                    let placed = Placed { id, treaty, version, article, norm };
                    let dated = [&article.validity, &norm.validity];
                    let possible = dated.iter().all(|validity| {
                        let (from, until) = (validity.from.as_ref(), validity.until.as_ref());
                        surely_or_possibly(from, until, self.question.on).1
                    });
                    let secret = [&article.secrecy, &norm.secrecy];
                    if possible && !secret.iter().any(|secrecy| self.hidden(secrecy.as_ref())) {
                        found.push(placed);
                    }
                }
            }
        }
        found
    }
}

/// What follows from an event by itself: "An attack, a declaration of war, a blockade, an incursion,
/// terrorism and a mobilisation against a state are also threats to it; an attack and a declaration
/// of war are also war, both ways."
pub fn consequences(
    kind: EventKind,
    actor: Option<Actor>,
    target: Option<Actor>,
) -> Vec<(EventKind, Option<Actor>, Option<Actor>)> {
    let mut all = vec![(kind, actor, target)];
    let threatening = matches!(
        kind,
        EventKind::Attack
            | EventKind::WarDeclared
            | EventKind::Blockade
            | EventKind::Incursion
            | EventKind::Terrorism
            | EventKind::Mobilisation
    );
    if threatening && target.is_some() {
        all.push((EventKind::Threat, actor, target));
    }
    if matches!(kind, EventKind::Attack | EventKind::WarDeclared) {
        all.push((EventKind::War, actor, target));
        all.push((EventKind::War, target, actor));
    }
    all
}
