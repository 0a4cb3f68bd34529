//! What a state owes and is owed on a day, whatever happens: its pledges, event by event.

use super::bound::treaty_in_force;
use crate::model::norm::Bearers;
use crate::model::{Actor, Article, Certainty, Norm, Treaty, TreatyId, World};
use crate::time::Day;

/// One pledge that concerns a state.
#[derive(Clone, Copy, Debug)]
pub struct Pledge<'w> {
    /// The treaty.
    pub id: TreatyId,
    /// The treaty itself.
    pub treaty: &'w Treaty,
    /// The article.
    pub article: &'w Article,
    /// The norm.
    pub norm: &'w Norm,
    /// Whether all its dates are certain on the day.
    pub certainty: Certainty,
    /// Whether the state is bound by it.
    pub owes: bool,
    /// Whether the state can benefit from it.
    pub is_owed: bool,
}

/// Whether a treaty is in force as a whole on `day`, by everything on record.
pub fn in_force(treaty: &Treaty, day: Day) -> Certainty {
    treaty_in_force(treaty, day)
}

/// The pledges in force on `day` that bind or benefit `state`, in the order of treaties.
pub fn pledges(world: &World, state: Actor, day: Day) -> Vec<Pledge<'_>> {
    let mut found = Vec::new();
    for (id, treaty, article, norm) in world.norms() {
        let Some(member) = treaty.member(state) else { continue };
        let certainty = member
            .bound_on(day)
            .and(member.suspended_on(day).negated())
            .and(treaty_in_force(treaty, day))
            .and(article.validity.on(day))
            .and(norm.validity.on(day));
        if certainty == Certainty::No {
            continue;
        }
        let (owes, is_owed) = match &norm.duty.bearers {
            Bearers::Named(names) => (names.contains(&state), !names.contains(&state)),
            Bearers::EachOther { role, except } | Bearers::Each { role, except } => {
                let owes = !except.contains(&state) && (role.is_none() || member.role == *role);
                (owes, true)
            }
            Bearers::Victim | Bearers::Attacker => (true, true),
        };
        found.push(Pledge { id, treaty, article, norm, certainty, owes, is_owed });
    }
    found
}
