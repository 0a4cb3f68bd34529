//! Who is bound by a treaty, from when to when, and how the bond ended.

use super::entity::Actor;
use super::validity::{Certainty, begun, not_over};
use crate::syntax::Span;
use crate::syntax::vocabulary::Ending;
use crate::time::{Day, UncertainDay, UncertainSpan};

/// One spell of being bound.
#[derive(Clone, Debug)]
pub struct Bond {
    /// First day bound.
    pub from: UncertainDay,
    /// Where that stands.
    pub from_at: Span,
    /// Last day bound; open while it lasts.
    pub last: UncertainDay,
    /// How it ended, and where that stands; `None` while it lasts.
    pub ending: Option<(Ending, Span)>,
    /// Applied before entry into force.
    pub provisional: bool,
}

impl Bond {
    /// Whether it binds on `day`.
    pub fn on(&self, day: Day) -> Certainty {
        begun(&self.from, day).and(not_over(&self.last, day))
    }
}

/// A dated step of a membership, for timelines and histories.
#[derive(Clone, Debug)]
pub struct Step {
    /// What: signed, ratified, acceded, notice ...
    pub what: String,
    /// When.
    pub on: UncertainDay,
    /// Where it stands.
    pub at: Span,
}

/// A member of a treaty with everything known of its membership.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub party: Actor,
    /// Where the name stands.
    pub at: Span,
    /// A class of party, such as "guarantor".
    pub role: Option<String>,
    /// Its spells, in order.
    pub bonds: Vec<Bond>,
    /// When its duties and rights rested.
    pub suspensions: Vec<(UncertainSpan, Span)>,
    /// Every dated step, in the order written.
    pub steps: Vec<Step>,
}

impl Member {
    /// Whether it is bound on `day`, suspensions left aside.
    pub fn bound_on(&self, day: Day) -> Certainty {
        let each = self.bonds.iter().map(|bond| bond.on(day));
        each.fold(Certainty::No, Certainty::or)
    }

    /// Whether its duties rest on `day`.
    pub fn suspended_on(&self, day: Day) -> Certainty {
        let each = self
            .suspensions
            .iter()
            .map(|(span, _)| begun(&span.from, day).and(not_over(&span.to, day)));
        each.fold(Certainty::No, Certainty::or)
    }

    /// Whether anything is on record of it by `day`: a signature, an accession, a bond.
    pub fn on_record_by(&self, day: Day) -> bool {
        self.steps.iter().any(|step| step.on.earliest <= day)
            || self.bonds.iter().any(|bond| bond.from.earliest <= day)
    }
}
