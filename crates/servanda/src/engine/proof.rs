//! Why an answer is what it is: one step for each thing that was checked, with its source.

use super::formula::Formula;
use crate::syntax::Span;
use std::sync::Arc;

/// What was checked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Check {
    /// The bearer's bond.
    Membership,
    /// That the bearer is not the one who attacks.
    Bearer,
    /// The treaty's, article's or norm's dates.
    InForce,
    /// That the treaty is not suspended between bearer and beneficiary.
    Suspension,
    /// That the event is of the kind that awakens the norm.
    Trigger,
    /// A condition.
    Guard,
    /// The area.
    Area,
    /// The interpretation.
    Reading,
    /// An exception.
    Exception,
    /// A reservation.
    Reservation,
    /// Who determines it.
    Decider,
    /// A request.
    Request,
    /// A norm that goes before.
    Priority,
    /// A finding on record, assumed or given.
    Finding,
    /// An event from which another follows.
    Event,
}

impl Check {
    /// Its name in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Check::Membership => "membership",
            Check::Bearer => "bearer",
            Check::InForce => "in_force",
            Check::Suspension => "suspension",
            Check::Trigger => "trigger",
            Check::Guard => "guard",
            Check::Area => "area",
            Check::Reading => "reading",
            Check::Exception => "exception",
            Check::Reservation => "reservation",
            Check::Decider => "decider",
            Check::Request => "request",
            Check::Priority => "priority",
            Check::Finding => "finding",
            Check::Event => "event",
        }
    }
}

/// Whether a step holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// It turns on something open.
    Open,
}

impl Holds {
    /// Whether a formula holds.
    pub fn of(formula: &Formula) -> Holds {
        match formula {
            Formula::True => Holds::Yes,
            Formula::False => Holds::No,
            _ => Holds::Open,
        }
    }

    /// Its name in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Holds::Yes => "yes",
            Holds::No => "no",
            Holds::Open => "open",
        }
    }
}

/// One step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// What was checked.
    pub check: Check,
    /// With what result.
    pub holds: Holds,
    /// In words.
    pub says: Arc<str>,
    /// Where the treaty, or the record, says so.
    pub at: Option<Span>,
    /// What it rests on: the parts of a condition, the bond of a party, the finding, the event from
    /// which another follows.
    pub because: Vec<Step>,
}

impl Step {
    /// A step that rests on nothing further.
    pub fn new(check: Check, holds: Holds, says: impl Into<Arc<str>>, at: Option<Span>) -> Step {
        Step { check, holds, says: says.into(), at, because: Vec::new() }
    }
}

/// All steps for one party and one norm. What holds for every party of a norm alike is worked out
/// once and shared by their proofs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Proof {
    before: Vec<Step>,
    shared: Arc<[Step]>,
    after: Vec<Step>,
}

impl Proof {
    /// A proof of one step.
    pub(super) fn of(step: Step) -> Proof {
        Proof { before: vec![step], ..Proof::default() }
    }

    /// Steps of one party around those it shares with every other.
    pub(super) fn weighed(before: Vec<Step>, shared: Arc<[Step]>, after: Vec<Step>) -> Proof {
        Proof { before, shared, after }
    }

    /// Adds a step after all others.
    pub(super) fn push(&mut self, step: Step) {
        self.after.push(step);
    }

    /// Adds a step after the first.
    pub(super) fn insert_second(&mut self, step: Step) {
        self.before.insert(1.min(self.before.len()), step);
    }

    /// In the order checked.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.before.iter().chain(self.shared.iter()).chain(&self.after)
    }

    /// The first step that fails.
    pub fn failure(&self) -> Option<&Step> {
        self.steps().find(|step| step.holds == Holds::No)
    }

    /// How many steps fail.
    pub fn failures(&self) -> usize {
        self.steps().filter(|step| step.holds == Holds::No).count()
    }
}
