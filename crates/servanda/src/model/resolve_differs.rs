//! What a treaty says of its differences from the coded data set ATOP. Knows no coded data.

use super::entity::Actor;
use super::outline::Placed;
use super::resolve::Resolver;
use super::treaty::{Difference, Treaty};
use crate::syntax::clause::{Clause, Name};
use crate::syntax::vocabulary::AtopItem;
use crate::syntax::{Code, Diagnostic, Span};

impl Resolver<'_> {
    /// Takes the differences of a treaty whose members and citations are known.
    pub(super) fn differences(&mut self, treaty: &mut Treaty, clauses: &[Placed<'_>]) {
        for placed in clauses {
            let Clause::DiffersFromAtop { on, members, because } = placed.clause else { continue };
            if treaty.atop_ids().next().is_none() {
                let message =
                    format!("treaty {} cites no number of ATOP to differ from", treaty.id);
                let fault = Diagnostic::at(Code::SV0418, placed.at, message);
                self.say(fault.help("add `source ATOP \"number\"` to the treaty"));
            }
            let parties = self.differing(treaty, on, members);
            self.said_before(treaty, on, &parties, placed.at);
            treaty.differs.push(Difference {
                on: on.clone(),
                parties,
                because: because.text.clone(),
                at: placed.at,
            });
        }
    }

    /// Whom a difference is about. Only that a state is a member can be said of one that is none.
    fn differing(&mut self, treaty: &Treaty, on: &[AtopItem], names: &[Name]) -> Vec<Actor> {
        let mut parties = Vec::new();
        for name in names {
            let Some(party) = self.actor(name, None) else { continue };
            let stranger = treaty.member(party).is_none();
            if stranger && on.iter().any(|item| *item != AtopItem::Member) {
                let message = format!("{} is no member of {}", name.text, treaty.id);
                let help = "name a member, or say the difference on `member`";
                self.say(Diagnostic::at(Code::SV0418, name.at, message).help(help));
            }
            parties.push(party);
        }
        parties
    }

    /// Says when one thing is explained twice for the same members.
    fn said_before(&mut self, treaty: &Treaty, on: &[AtopItem], parties: &[Actor], at: Span) {
        for (index, item) in on.iter().enumerate() {
            let same = |other: &&Difference| {
                let both_all = other.parties.is_empty() && parties.is_empty();
                let shared = other.parties.iter().any(|party| parties.contains(party));
                other.on.contains(item) && (both_all || shared)
            };
            let first = match treaty.differs.iter().find(same) {
                Some(other) => other.at,
                None if on.iter().take(index).any(|other| other == item) => at,
                None => continue,
            };
            let message = format!("the difference on `{item}` is said already");
            let mut fault = Diagnostic::at(Code::SV0418, at, message);
            if first != at {
                fault = fault.against(first, "the first time");
            }
            let fault = fault.help("keep one clause for each item and member");
            self.say(if first == at { fault } else { fault.without(at, "this one") });
        }
    }
}
