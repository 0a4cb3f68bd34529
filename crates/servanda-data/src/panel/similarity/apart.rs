//! How far two portfolios are apart, counted in states or in their weights, and S as a function of it.
//! Knows nothing of how ties are kept.

use super::contingency::{Distance, real};

/// A number for each state, such as its share in the capabilities of the system. The numbers need not
/// sum to 1: S divides by their sum.
///
/// A state whose weight is not known (or negative, or no finite number) drops out of S with weights, from
/// the sum and from the range, as in fpsim and in Haege's files. [`unknown`](Weights::unknown) counts
/// such states: whether S over the others still says what it should is the caller's to decide.
#[derive(Clone, Debug)]
pub struct Weights {
    by_place: Vec<f64>,
    total: f64,
    unknown: usize,
}

impl Weights {
    /// The weights in the order of the states.
    pub(super) fn new(weights: impl Iterator<Item = Option<f64>>) -> Weights {
        let mut unknown = 0;
        let known =
            |weight: Option<f64>| weight.filter(|weight| weight.is_finite() && *weight >= 0.0);
        let by_place: Vec<f64> = weights
            .map(|weight| {
                known(weight).unwrap_or_else(|| {
                    unknown += 1;
                    0.0
                })
            })
            .collect();
        Weights { total: by_place.iter().sum(), by_place, unknown }
    }

    /// States whose weight is not known.
    pub const fn unknown(&self) -> usize {
        self.unknown
    }

    pub(super) const fn total(&self) -> f64 {
        self.total
    }

    pub(super) fn by_place(&self) -> &[f64] {
        &self.by_place
    }
}

/// How far two portfolios are apart, at how many states; or, with weights, at states of which weight.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Apart {
    /// All states.
    pub(super) total: f64,
    /// Those at which the valued ties differ by 1, 2 and 3.
    pub(super) valued: [f64; 3],
    /// Those with which one of the two is allied and the other not.
    pub(super) binary: f64,
}

impl Apart {
    /// Signorino and Ritter's S of the valued ties, over the whole range of the scale. None where
    /// nothing weighs.
    pub fn s_valued(&self, distance: Distance) -> Option<f64> {
        let each = (1..).zip(self.valued);
        let sum = each.map(|(apart, states)| real(distance.between(0, apart)) * states).sum();
        self.s(sum, real(distance.between(0, 3)))
    }

    /// S of the binary ties. None where nothing weighs.
    pub fn s_binary(&self) -> Option<f64> {
        self.s(self.binary, 1.0)
    }

    fn s(&self, sum: f64, range: f64) -> Option<f64> {
        // Weights summed in another order may pass the whole by a hair.
        let share = (sum / (self.total * range)).min(1.0);
        (self.total > 0.0).then_some(1.0 - 2.0 * share)
    }
}
