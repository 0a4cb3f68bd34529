//! Which treaties can say anything about a question: those that know its states.

use crate::model::norm::Bearers;
use crate::model::{Actor, Condition, Norm, TreatyId, Who, World};
use std::collections::BTreeMap;

/// For each actor the treaties that name it, as a member or in a norm.
#[derive(Clone, Debug, Default)]
pub struct Index {
    by_actor: BTreeMap<Actor, Vec<TreatyId>>,
    /// Norms that ask nothing about who is attacked: they may answer any question.
    always: Vec<TreatyId>,
}

impl Index {
    /// The index of a world.
    pub fn of(world: &World) -> Index {
        let mut index = Index::default();
        for (id, treaty) in world.treaties() {
            let mut named: Vec<Actor> = treaty.members.iter().map(|member| member.party).collect();
            let norms = treaty.articles.iter().flat_map(|article| &article.norms);
            for norm in norms {
                name_actors(norm, &mut named);
                if !anchored(norm) && !index.always.contains(&id) {
                    index.always.push(id);
                }
            }
            named.sort();
            named.dedup();
            for actor in named {
                index.by_actor.entry(actor).or_default().push(id);
            }
        }
        index
    }

    /// The treaties that any of these actors is named in, in order.
    pub fn treaties(&self, actors: impl Iterator<Item = Actor>) -> Vec<TreatyId> {
        let mut found = self.always.clone();
        for actor in actors {
            found.extend(self.by_actor.get(&actor).into_iter().flatten());
        }
        found.sort();
        found.dedup();
        found
    }
}

/// Whether a norm answers only events that involve somebody it names, or a party.
fn anchored(norm: &Norm) -> bool {
    fn names(condition: &Condition) -> bool {
        match condition {
            Condition::All(of) => of.iter().any(names),
            Condition::Any(of) => of.iter().all(names),
            Condition::Party(..) | Condition::Among(..) => true,
            _ => false,
        }
    }
    let by_pattern = norm.triggers.iter().all(|pattern| {
        matches!(pattern.actor, Some(Who::Named(_)))
            || matches!(pattern.target, Some(Who::Named(_)))
    });
    by_pattern || norm.wheres.iter().any(|(condition, _)| names(condition))
}

fn name_actors(norm: &Norm, named: &mut Vec<Actor>) {
    for pattern in &norm.triggers {
        for who in [pattern.actor, pattern.target].into_iter().flatten() {
            if let Who::Named(actor) = who {
                named.push(actor);
            }
        }
    }
    if let Bearers::Named(actors) = &norm.duty.bearers {
        named.extend(actors);
    }
    for (condition, _) in &norm.wheres {
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
        Condition::Party(Who::Named(actor), _) | Condition::Is(Who::Named(actor), _) => {
            named.push(*actor);
        }
        _ => {}
    }
}
