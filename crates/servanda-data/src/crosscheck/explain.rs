//! The clauses `differs from ATOP` of the treaties compared: which of them explain something, and
//! which explain nothing any more.

use super::form::Stale;
use servanda::model::{Actor, TreatyId, World};
use servanda::syntax::vocabulary::AtopItem;
use std::collections::{BTreeMap, BTreeSet};

/// What a clause explains: its treaty, its place in it, the item, and whom it names.
type Said = (TreatyId, usize, AtopItem, Option<Actor>);

/// Every explanation, and those that were needed.
#[derive(Default)]
pub(super) struct Explanations {
    said: BTreeMap<Said, String>,
    used: BTreeSet<Said>,
}

impl Explanations {
    /// Takes the clauses of these treaties.
    pub(super) fn add(&mut self, world: &World, treaties: &[TreatyId]) {
        for id in treaties {
            for (index, clause) in world.treaty(*id).differs.iter().enumerate() {
                for item in &clause.on {
                    let named = clause.parties.iter().map(|party| Some(*party));
                    let whom = if clause.parties.is_empty() { vec![None] } else { named.collect() };
                    for party in whom {
                        self.said.insert((*id, index, *item, party), clause.because.clone());
                    }
                }
            }
        }
    }

    /// Why one of these treaties differs on an item for a member: what is said of the member by name
    /// goes before what is said of all.
    pub(super) fn why(
        &mut self,
        treaties: &[TreatyId],
        item: AtopItem,
        parties: &[Actor],
    ) -> Option<String> {
        let named = |whom: &Option<Actor>| whom.is_some_and(|one| parties.contains(&one));
        let fits = |said: &&Said| treaties.contains(&said.0) && said.2 == item;
        let by_name = self.said.keys().filter(fits).find(|said| named(&said.3));
        let found = by_name.or_else(|| self.said.keys().filter(fits).find(|said| said.3.is_none()));
        let found = *found?;
        self.used.insert(found);
        self.said.get(&found).cloned()
    }

    /// The explanations that nothing needed.
    pub(super) fn stale(&self, world: &World) -> Vec<Stale> {
        let unused = self.said.keys().filter(|said| !self.used.contains(said));
        let each = unused.filter_map(|(id, index, item, party)| {
            let treaty = world.treaty(*id);
            let clause = treaty.differs.get(*index)?;
            Some(Stale {
                treaty: treaty.id.clone(),
                item: *item,
                party: party.map(|party| world.id(party).to_owned()),
                at: world.sources.place(clause.at),
            })
        });
        each.collect()
    }
}
