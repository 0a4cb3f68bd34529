//! Which treaties can say anything about a question: those that know its states.

use super::happening::Happening;
use crate::model::norm::Bearers;
use crate::model::{Actor, Condition, Norm, Slot, Treaty, TreatyId, Who, World};
use std::collections::{BTreeMap, BTreeSet};

/// For each actor the treaties that name it, as a member or in a norm.
#[derive(Clone, Debug, Default)]
pub struct Index {
    by_actor: BTreeMap<Actor, Vec<TreatyId>>,
    /// Treaties with a norm that asks nothing about who is attacked, nor about who acts.
    always: Vec<TreatyId>,
    /// Treaties with a norm that asks only about who acts, or only about who is attacked: they may
    /// answer when that is not known.
    if_actor_unknown: Vec<TreatyId>,
    if_target_unknown: Vec<TreatyId>,
}

impl Index {
    /// The index of a world.
    pub fn of(world: &World) -> Index {
        let mut index = Index::default();
        for (id, treaty) in world.treaties() {
            for norm in treaty.articles.iter().flat_map(|article| &article.norms) {
                let (by_actor, by_target) =
                    (anchored(norm, id, Slot::Actor), anchored(norm, id, Slot::Target));
                let lists = [
                    (!by_actor && !by_target, &mut index.always),
                    (!by_target, &mut index.if_actor_unknown),
                    (!by_actor, &mut index.if_target_unknown),
                ];
                for (_, list) in lists.into_iter().filter(|(belongs, _)| *belongs) {
                    if !list.contains(&id) {
                        list.push(id);
                    }
                }
            }
            for actor in actors_named(treaty) {
                index.by_actor.entry(actor).or_default().push(id);
            }
        }
        index
    }

    /// The treaties that may answer what happens, in order.
    pub fn treaties(&self, happenings: impl Iterator<Item = Happening>) -> Vec<TreatyId> {
        let mut found = self.always.clone();
        for happening in happenings {
            for (who, if_unknown) in [
                (happening.actor, &self.if_actor_unknown),
                (happening.target, &self.if_target_unknown),
            ] {
                match who {
                    Some(actor) => found.extend(self.by_actor.get(&actor).into_iter().flatten()),
                    None => found.extend(if_unknown),
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }
}

/// Whether a norm answers only events in which the slot is filled by somebody it names, or by a
/// party of its treaty. A standing norm speaks toward a party, or toward whom it names.
pub(super) fn anchored(norm: &Norm, own: TreatyId, slot: Slot) -> bool {
    fn asks(condition: &Condition, own: TreatyId, slot: Slot) -> bool {
        match condition {
            Condition::All(of) => of.iter().any(|part| asks(part, own, slot)),
            Condition::Any(of) => of.iter().all(|part| asks(part, own, slot)),
            Condition::Party(who, treaty) => *who == Who::Slot(slot) && *treaty == own,
            Condition::Among(who, _) => *who == Who::Slot(slot),
            _ => false,
        }
    }
    let by_pattern = !norm.triggers.is_empty()
        && norm.triggers.iter().all(|pattern| {
            let who = if slot == Slot::Actor { pattern.actor } else { pattern.target };
            matches!(who, Some(Who::Named(_)))
        });
    let standing = norm.triggers.is_empty();
    // With the letters of a trigger the other way round, the slots of the event are so too.
    let crossed = norm.triggers.iter().any(|pattern| {
        pattern.actor == Some(Who::Slot(Slot::Target))
            || pattern.target == Some(Who::Slot(Slot::Actor))
    });
    let by_condition =
        !crossed && norm.wheres.iter().any(|(condition, _)| asks(condition, own, slot));
    standing || by_pattern || by_condition
}

/// The members of a treaty and whomever its norms and disclaimers name.
pub(super) fn actors_named(treaty: &Treaty) -> BTreeSet<Actor> {
    let mut named: Vec<Actor> = treaty.members.iter().map(|member| member.party).collect();
    named.extend(treaty.disclaimers.iter().filter_map(|one| one.toward));
    for norm in treaty.articles.iter().flat_map(|article| &article.norms) {
        name_actors(norm, &mut named);
    }
    named.into_iter().collect()
}

fn name_actors(norm: &Norm, named: &mut Vec<Actor>) {
    let patterns = norm.triggers.iter().flat_map(|pattern| [pattern.actor, pattern.target]);
    for who in patterns.chain([norm.duty.toward]).flatten() {
        if let Who::Named(actor) = who {
            named.push(actor);
        }
    }
    if let Bearers::Named(actors) = &norm.duty.bearers {
        named.extend(actors);
    }
    for (condition, _) in norm.conditions() {
        name_in_condition(condition, named);
    }
}

fn name_in_condition(condition: &Condition, named: &mut Vec<Actor>) {
    match condition {
        Condition::All(of) | Condition::Any(of) => {
            for part in of {
                name_in_condition(part, named);
            }
        }
        Condition::Not(that) => name_in_condition(that, named),
        Condition::Among(_, names) => named.extend(names),
        _ => {}
    }
}
