//! The pledges that codes know, as clauses: the event that awakens each, and the duty. Knows the
//! language; must not know whose code it is.

use crate::text::name;
use servanda::syntax::clause::{Bearer, Clause, Condition, Name, Trigger};
use servanda::syntax::vocabulary::{Act, EventKind, Modal};

/// A kind of pledge that a data set codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Pledge {
    /// Help for a party that is attacked.
    Defense,
    /// Fighting that no attack on a party brings about.
    Offense,
    /// Keeping out of a party's conflict.
    Neutrality,
    /// No force against a party.
    Nonaggression,
    /// Talks in a crisis.
    Consultation,
}

impl Pledge {
    /// Its word, for articles, norms and findings.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Pledge::Defense => "defense",
            Pledge::Offense => "offense",
            Pledge::Neutrality => "neutrality",
            Pledge::Nonaggression => "nonaggression",
            Pledge::Consultation => "consultation",
        }
    }

    /// The promise in words.
    pub(crate) const fn gist(self) -> &'static str {
        match self {
            Pledge::Defense => "active military support for a party that is attacked",
            Pledge::Offense => {
                "active military support that no attack on a party brings about; in which case, no \
                 code says"
            }
            Pledge::Neutrality => {
                "in a conflict of a party with a third one, neither join nor help the adversary"
            }
            Pledge::Nonaggression => "no force against a party",
            Pledge::Consultation => "consult in crises that may turn military",
        }
    }

    /// The event that awakens it; none for one that stands. `attacked`: only if the ally is attacked.
    const fn event(self, attacked: bool) -> Option<EventKind> {
        match self {
            Pledge::Defense => Some(EventKind::Attack),
            Pledge::Neutrality if attacked => Some(EventKind::Attack),
            Pledge::Offense | Pledge::Neutrality => Some(EventKind::War),
            Pledge::Nonaggression => None,
            Pledge::Consultation => Some(EventKind::Threat),
        }
    }

    /// What awakens it and for whom it is.
    pub(crate) fn opening(self, attacked: bool, asks_who: bool) -> Vec<Clause> {
        let mut clauses = Vec::new();
        if let Some(kind) = self.event(attacked) {
            // A threat needs nobody who is known to make it, unless the norm asks who.
            let actor = (kind != EventKind::Threat || asks_who).then(|| name("A"));
            clauses
                .push(Clause::When { trigger: Trigger { kind, actor, target: Some(name("V")) } });
        }
        let party = |role: &str| Condition::Party { who: name(role), to: None };
        clauses.push(Clause::Where { condition: party("V") });
        if self == Pledge::Neutrality {
            let that = Box::new(party("A"));
            clauses.push(Clause::Where { condition: Condition::Not { that } });
        }
        clauses
    }

    /// The duty. A standing pledge names its bearers, where these are not all. One that answers an
    /// event binds each *other* party but those who do not share it: neither the one attacked nor the
    /// attacker owes it.
    pub(crate) fn duty(self, bearers: Vec<Name>, others: Vec<Name>) -> Clause {
        let bearer = if self == Pledge::Nonaggression && !others.is_empty() {
            Bearer::Named { names: bearers }
        } else {
            Bearer::EachOtherParty { role: None, except: others }
        };
        let (modal, act, toward) = match self {
            Pledge::Defense => (Modal::Must, Act::Aid, "V"),
            Pledge::Offense => (Modal::Must, Act::Attack, "A"),
            Pledge::Neutrality => (Modal::Must, Act::StayNeutral, "V"),
            Pledge::Nonaggression => (Modal::MustNot, Act::NotAttack, "V"),
            Pledge::Consultation => (Modal::Must, Act::Consult, "V"),
        };
        let (toward, timing) = (Some(name(toward)), Vec::new());
        Clause::Duty { bearer, modal, act, toward, against: None, timing }
    }
}
