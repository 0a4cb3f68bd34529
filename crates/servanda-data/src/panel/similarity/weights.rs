//! The weights of the states of a year, and S with weights. Knows nothing of how ties are kept.

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

    pub(super) fn by_place(&self) -> &[f64] {
        &self.by_place
    }
}

/// What the states weigh at which two portfolios are apart.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Apart {
    /// All states.
    total: f64,
    /// Those at which the values differ by 1, 2 and 3.
    pub(super) valued: [f64; 3],
    /// Those with which one of the two is allied and the other not.
    pub(super) binary: f64,
}

impl Apart {
    /// Two portfolios that are apart at no state.
    pub(super) const fn nowhere(weights: &Weights) -> Apart {
        Apart { total: weights.total, valued: [0.0; 3], binary: 0.0 }
    }

    /// S of the valued ties. None where nothing weighs.
    pub fn s_valued(&self, distance: Distance) -> Option<f64> {
        let sum: f64 = (1..)
            .zip(self.valued)
            .map(|(apart, weight)| real(distance.between(0, apart)) * weight)
            .sum();
        self.s(sum / real(distance.between(0, 3)))
    }

    /// S of the binary ties. None where nothing weighs.
    pub fn s_binary(&self) -> Option<f64> {
        self.s(self.binary)
    }

    fn s(&self, apart: f64) -> Option<f64> {
        // Sums of the same numbers in another order may pass the whole by a hair.
        (self.total > 0.0).then(|| 1.0 - 2.0 * (apart / self.total).min(1.0))
    }
}
