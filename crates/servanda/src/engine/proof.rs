//! Why an answer is what it is: one step for each thing that was checked, with its source.

use super::formula::Formula;
use crate::syntax::Span;

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
    pub says: String,
    /// Where the treaty, or the record, says so.
    pub at: Option<Span>,
    /// What it rests on: the parts of a condition, the bond of a party, the finding, the event from
    /// which another follows.
    pub because: Vec<Step>,
}

impl Step {
    /// A step that rests on nothing further.
    pub fn new(check: Check, holds: Holds, says: impl Into<String>, at: Option<Span>) -> Step {
        Step { check, holds, says: says.into(), at, because: Vec::new() }
    }
}

/// All steps for one party and one norm.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Proof {
    /// In the order checked.
    pub steps: Vec<Step>,
}

impl Proof {
    /// The first step that fails.
    pub fn failure(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.holds == Holds::No)
    }

    /// How many steps fail.
    pub fn failures(&self) -> usize {
        self.steps.iter().filter(|step| step.holds == Holds::No).count()
    }
}
