//! What one state owes another, on the scale that valued portfolios count with. Knows the obligations
//! that data sets code, not how a file writes them.

use crate::atop::Obligation;

/// A tie of one state to another in a year, weakest first. The values are the ranking of ATOP's
/// obligations by Chiba, Johnson and Leeds, which fpsim takes too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tie {
    /// No alliance: 0, binary 0.
    None,
    /// An alliance in which this state owes the other nothing: 0, binary 1.
    Unpledged,
    /// Nonaggression only: 1, binary 1.
    Nonaggression,
    /// Neutrality or consultation, but no active support: 2, binary 1.
    Coordination,
    /// Defense or offense, whatever else: 3, binary 1. What a state owes itself.
    ActiveSupport,
}

impl Tie {
    /// The tie of a state that is in an alliance with the other and owes it these obligations. Of several
    /// alliances the strongest tie counts, which is the tie of all their obligations together.
    pub fn of_ally(owes: impl Fn(Obligation) -> bool) -> Tie {
        let any = |obligations: &[Obligation]| obligations.iter().any(|one| owes(*one));
        if any(&[Obligation::Defense, Obligation::Offense]) {
            Tie::ActiveSupport
        } else if any(&[Obligation::Neutral, Obligation::Consul]) {
            Tie::Coordination
        } else if any(&[Obligation::Nonagg]) {
            Tie::Nonaggression
        } else {
            Tie::Unpledged
        }
    }

    /// Its value in a valued portfolio, 0 to 3.
    pub const fn value(self) -> u8 {
        match self {
            Tie::None | Tie::Unpledged => 0,
            Tie::Nonaggression => 1,
            Tie::Coordination => 2,
            Tie::ActiveSupport => 3,
        }
    }

    /// Whether it is an alliance: the value in a binary portfolio.
    pub fn is_alliance(self) -> bool {
        self > Tie::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_obligation_counts() {
        let tie = |owed: &[Obligation]| Tie::of_ally(|one| owed.contains(&one));
        assert_eq!(tie(&[]), Tie::Unpledged);
        assert_eq!(tie(&[Obligation::Nonagg]), Tie::Nonaggression);
        assert_eq!(tie(&[Obligation::Nonagg, Obligation::Consul]), Tie::Coordination);
        assert_eq!(tie(&[Obligation::Neutral]), Tie::Coordination);
        assert_eq!(tie(&[Obligation::Offense, Obligation::Nonagg]), Tie::ActiveSupport);
        assert_eq!(tie(&[Obligation::Defense]).value(), 3);
        assert_eq!((Tie::Unpledged.value(), Tie::Unpledged.is_alliance()), (0, true));
        assert!(!Tie::None.is_alliance());
    }
}
