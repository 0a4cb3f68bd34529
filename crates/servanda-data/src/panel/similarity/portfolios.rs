//! The portfolios of all states of a year as planes of bits, one bit for each state: two portfolios are
//! compared 64 states at a time. Knows no measure.

use super::apart::Weights;
use super::pair::{BLOCK, Block, Count, Pair, Plane, Row};
use super::tie::Tie;

/// The ties of every state of a year to every other. States are named by their place in
/// [`states`](Portfolios::states).
#[derive(Clone, Debug)]
pub struct Portfolios {
    states: Vec<u16>,
    /// Blocks of one portfolio.
    width: usize,
    blocks: Vec<Block>,
    counts: Vec<Count>,
    weights: Option<Weights>,
}

impl Portfolios {
    /// The states of a year by their codes, in any order, of which each owes itself active support and
    /// nobody else anything.
    pub fn new(states: impl IntoIterator<Item = u16>) -> Portfolios {
        let mut states: Vec<u16> = states.into_iter().collect();
        states.sort_unstable();
        states.dedup();
        let (size, width) = (states.len(), states.len().div_ceil(BLOCK));
        let mut year = Portfolios {
            blocks: vec![Block::default(); size * width],
            counts: vec![Count::default(); size],
            weights: None,
            states,
            width,
        };
        for state in 0..size {
            year.raise(state, state, Tie::ActiveSupport);
        }
        year
    }

    /// The codes of the states, ascending.
    pub fn states(&self) -> &[u16] {
        &self.states
    }

    /// The place of a state; none if it is not in the system.
    pub fn place(&self, state: u16) -> Option<usize> {
        self.states.binary_search(&state).ok()
    }

    /// Raises what `one` owes `other` to at least this tie. Says whether both places are in the system;
    /// if not, nothing happens.
    pub fn raise(&mut self, one: usize, other: usize, tie: Tie) -> bool {
        let size = self.states.len();
        let (block, bit) = (other / BLOCK, other % BLOCK);
        let found = self.blocks.get_mut(one * self.width + block).zip(self.counts.get_mut(one));
        let Some((block, count)) = found.filter(|_| other < size) else { return false };
        if tie.is_alliance() {
            count.allied += set(&mut block.allied, bit);
        }
        let weaker = usize::from(tie.value());
        for (plane, count) in block.valued.iter_mut().zip(&mut count.valued).take(weaker) {
            *count += set(plane, bit);
        }
        true
    }

    /// What `one` owes `other`; none if a place is not in the system.
    pub fn tie(&self, one: usize, other: usize) -> Option<Tie> {
        let block = self.row(one)?.get(other / BLOCK).filter(|_| other < self.states.len())?;
        let bit = other % BLOCK;
        let has =
            |plane: &Plane| plane.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1);
        let allied = if has(&block.allied) { Tie::Unpledged } else { Tie::None };
        let valued = [Tie::Nonaggression, Tie::Coordination, Tie::ActiveSupport];
        let set = block.valued.iter().zip(valued).filter(|(plane, _)| has(plane));
        Some(set.map(|(_, tie)| tie).next_back().unwrap_or(allied))
    }

    /// Weighs the states by a number each, such as CINC: from now on pairs have their weighted measures.
    /// See [`Weights`] for a state whose weight is not known.
    pub fn weigh(&mut self, weight: impl Fn(u16) -> Option<f64>) -> &Weights {
        let weights = self.states.iter().map(|state| weight(*state));
        let weights = Weights::new(weights);
        self.weights.insert(weights)
    }

    /// Two states beside each other; none if a place is not in the system.
    pub fn pair(&self, one: usize, other: usize) -> Option<Pair<'_>> {
        let row = |state| Some((self.row(state)?, self.counts.get(state)?));
        Some(self.compare(row(one)?, row(other)?))
    }

    /// Gives every pair of two different states once, the earlier place first. All measures are the same
    /// in both directions.
    pub fn every_pair(&self, mut take: impl FnMut(usize, usize, &Pair<'_>)) {
        let rows = || self.blocks.chunks_exact(self.width.max(1)).zip(&self.counts).enumerate();
        for (one, first) in rows() {
            for (other, second) in rows().skip(one + 1) {
                take(one, other, &self.compare(first, second));
            }
        }
    }

    fn row(&self, state: usize) -> Option<&[Block]> {
        self.blocks.get(state * self.width..(state + 1) * self.width)
    }

    fn compare<'y>(&'y self, one: Row<'y>, other: Row<'y>) -> Pair<'y> {
        Pair::new(self.states.len(), self.weights.as_ref(), one, other)
    }
}

/// Sets a bit; 1 if it was not set before.
fn set(plane: &mut Plane, bit: usize) -> u32 {
    let Some(word) = plane.get_mut(bit / 64) else { return 0 };
    let before = *word;
    *word |= 1 << (bit % 64);
    u32::from(*word != before)
}

#[cfg(test)]
mod tests {
    use super::super::{Contingency, Distance, Measure};
    use super::*;

    /// Three invented states: 10 coordinates with 20; nobody owes anything else.
    fn year() -> Portfolios {
        let mut year = Portfolios::new([30, 10, 20, 10]);
        assert_eq!(year.states(), [10, 20, 30]);
        assert!(year.raise(0, 1, Tie::Coordination));
        year
    }

    #[test]
    fn a_tie_is_raised_and_never_lowered() {
        let mut year = year();
        assert!(year.raise(0, 1, Tie::Unpledged));
        assert_eq!(year.tie(0, 1), Some(Tie::Coordination));
        assert!(year.raise(0, 1, Tie::ActiveSupport) && year.raise(1, 0, Tie::Unpledged));
        let row = |one| [0, 1, 2].map(|other| year.tie(one, other).expect("in the system"));
        assert_eq!(row(0), [Tie::ActiveSupport, Tie::ActiveSupport, Tie::None]);
        assert_eq!(row(1), [Tie::Unpledged, Tie::ActiveSupport, Tie::None]);
    }

    #[test]
    fn who_is_not_in_the_system_has_no_tie() {
        let mut year = year();
        assert_eq!((year.place(20), year.place(25)), (Some(1), None));
        assert!(!year.raise(0, 3, Tie::ActiveSupport) && !year.raise(3, 0, Tie::ActiveSupport));
        assert_eq!((year.tie(0, 3), year.tie(3, 0)), (None, None));
        assert!(year.pair(0, 3).is_none() && year.pair(3, 0).is_none());
        assert!(Portfolios::new([]).pair(0, 0).is_none());
        Portfolios::new([]).every_pair(|_, _, _| unreachable!("nobody is there"));
    }

    #[test]
    fn tables_count_both_scales() {
        let year = year();
        let pair = year.pair(0, 1).expect("in the system");
        let valued = Contingency::of(&[3, 2, 0], &[0, 3, 0]);
        let binary = Contingency::of(&[1, 1, 0], &[0, 1, 0]);
        assert_eq!((Some(pair.valued()), Some(pair.binary())), (valued.as_ref(), binary.as_ref()));
        assert_eq!(pair.apart().s_valued(Distance::Squared), Some(1.0 - 2.0 * 10.0 / 27.0));
        assert_eq!(pair.apart().s_binary(), Some(1.0 - 2.0 / 3.0));
    }

    #[test]
    fn weights_count_where_two_are_apart() {
        let mut year = year();
        assert_eq!(Measure::Srswba.of(&year.pair(0, 1).expect("in the system")), None);
        let weight =
            |state| [(10, 1.0), (20, 2.0), (30, 5.0)].into_iter().find(|(one, _)| *one == state);
        year.weigh(|state| weight(state).map(|(_, weight)| weight));
        let apart = year.pair(0, 1).and_then(|pair| pair.weighted()).expect("weighed");
        let near = |found: Option<f64>, expected: f64| {
            assert!((found.expect("defined") - expected).abs() < 1e-12, "{found:?}, {expected}");
        };
        near(apart.s_valued(Distance::Absolute), 1.0 - 2.0 * 5.0 / 24.0);
        near(apart.s_valued(Distance::Squared), 1.0 - 2.0 * 11.0 / 72.0);
        near(apart.s_binary(), 1.0 - 2.0 / 8.0);
    }

    #[test]
    fn a_state_without_a_weight_drops_out() {
        let mut year = year();
        let known = |state| Some(if state == 30 { f64::NAN } else { f64::from(state) });
        assert_eq!(year.weigh(known).unknown(), 1);
        let s = |year: &Portfolios| Measure::Srswba.of(&year.pair(0, 1).expect("in the system"));
        assert_eq!(s(&year), Some(1.0 - 2.0 * 10.0 / 30.0));
        assert_eq!(year.weigh(|_| None).unknown(), 3);
        assert_eq!(s(&year), None, "nothing weighs");
    }
}
