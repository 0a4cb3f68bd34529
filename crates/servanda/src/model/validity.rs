//! Whether something holds on a day, when its dates may be uncertain. Knows days only.

use super::entity::Actor;
use crate::syntax::Span;
use crate::time::{Day, UncertainDay};

/// An answer that uncertain dates can leave open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Certainty {
    /// It does not hold, whatever the true dates are.
    No,
    /// It depends on the true dates.
    Possible,
    /// It holds, whatever the true dates are.
    Certain,
}

impl Certainty {
    /// Both hold.
    #[must_use]
    pub fn and(self, other: Certainty) -> Certainty {
        self.min(other)
    }

    /// At least one holds. (Two possibilities stay a possibility.)
    #[must_use]
    pub fn or(self, other: Certainty) -> Certainty {
        self.max(other)
    }

    /// It does not hold.
    #[must_use]
    pub fn negated(self) -> Certainty {
        match self {
            Certainty::No => Certainty::Certain,
            Certainty::Possible => Certainty::Possible,
            Certainty::Certain => Certainty::No,
        }
    }
}

/// Whether `start` has come on `day` (the first day counts).
pub fn begun(start: &UncertainDay, day: Day) -> Certainty {
    if day >= start.latest {
        Certainty::Certain
    } else if day >= start.earliest {
        Certainty::Possible
    } else {
        Certainty::No
    }
}

/// Whether `day` is no later than the last day `last`.
pub fn not_over(last: &UncertainDay, day: Day) -> Certainty {
    if day <= last.earliest {
        Certainty::Certain
    } else if day <= last.latest {
        Certainty::Possible
    } else {
        Certainty::No
    }
}

/// First and last day of something, each possibly uncertain or not given.
#[derive(Clone, Debug, Default)]
pub struct Validity {
    /// First day; `None`: as old as what it stands in.
    pub from: Option<UncertainDay>,
    /// Last day; `None`: as long as what it stands in.
    pub until: Option<UncertainDay>,
    /// Where the dates stand.
    pub at: Span,
}

impl Validity {
    /// Whether it holds on `day`.
    pub fn on(&self, day: Day) -> Certainty {
        let from = self.from.as_ref().map_or(Certainty::Certain, |from| begun(from, day));
        let until = self.until.as_ref().map_or(Certainty::Certain, |until| not_over(until, day));
        from.and(until)
    }
}

/// A text kept secret until a day, except from some.
#[derive(Clone, Debug)]
pub struct Secrecy {
    /// Last day it was secret.
    pub until: UncertainDay,
    /// Those who knew.
    pub known_to: Vec<Actor>,
    /// Where this stands.
    pub at: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_two_bounds_the_bond_is_possible_and_outside_them_it_is_sure() {
        let last = UncertainDay::parse("between 1999-04-02 and 1999-04-20");
        let Ok(last) = last else { return assert!(last.is_ok()) };
        let on = |text: &str| not_over(&last, text.parse().unwrap_or(Day::MIN));
        assert_eq!(on("1999-04-02"), Certainty::Certain);
        assert_eq!(on("1999-04-03"), Certainty::Possible);
        assert_eq!(on("1999-04-20"), Certainty::Possible);
        assert_eq!(on("1999-04-21"), Certainty::No);
    }
}
