//! Seeded chance: the same seed gives the same bytes on every machine. ChaCha for the bits; `libm` for
//! logarithms and cosines, since those of the system may differ in the last digit. Knows no alliance.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// A source of chance.
#[derive(Debug)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// A source that a seed and the name of its use make.
    pub fn new(seed: u64, stream: u64) -> Chance {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(stream);
        Chance(source)
    }

    /// A number from 0 (included) to 1 (excluded), of 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of `count` things; `count` is not zero.
    pub fn one_of(&mut self, count: usize) -> usize {
        ((self.uniform() * count as f64) as usize).min(count.saturating_sub(1))
    }

    /// A standard normal number, by Box and Muller's rule.
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }
}

/// The share of a standard normal that lies below `x`.
pub fn normal_below(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// The point below which the share `p` of a standard normal lies, by halving. Infinite at 0 and 1.
pub fn normal_point(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if normal_below(middle) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// The quantile `share` of sorted numbers: the nearest from below, none of an empty list.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get((share * last as f64).round() as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_stream_others() {
        let draw = |seed, stream| {
            let mut chance = Chance::new(seed, stream);
            (chance.uniform(), chance.normal())
        };
        assert_eq!(draw(7, 1), draw(7, 1));
        assert_ne!(draw(7, 1), draw(7, 2));
        assert_ne!(draw(7, 1), draw(8, 1));
    }

    #[test]
    fn a_normal_number_has_mean_zero_and_variance_one() {
        let mut chance = Chance::new(1, 0);
        let draws: Vec<f64> = (0..20_000).map(|_| chance.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
    }

    #[test]
    fn the_point_of_a_share_has_that_share_below_it() {
        for p in [0.001, 0.22, 0.41, 0.5, 0.745, 0.999] {
            assert!((normal_below(normal_point(p)) - p).abs() < 1e-12);
        }
        assert!(normal_point(0.0).is_infinite() && normal_point(1.0).is_infinite());
    }
}
