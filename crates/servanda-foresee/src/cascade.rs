//! An attack on a member, many times over: each called party honors its pledge with a chance, alone or with
//! a common factor. Knows numbers; who is called is asked elsewhere.

use crate::chance::{Chance, normal_point, quantile};
use schemars::JsonSchema;
use serde::Serialize;

/// A party that may come.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Helper {
    /// The chance that it honors its pledge.
    pub chance: f64,
    /// The capability that it would bring, where known.
    pub capability: Option<f64>,
}

/// What came of the draws.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// Parties called.
    pub called: usize,
    /// Mean number that came.
    pub helpers: f64,
    /// Its standard deviation.
    pub deviation: f64,
    /// The numbers below which 5, 50 and 95 % of the draws lie.
    pub quantiles: [f64; 3],
    /// Share of draws in which nobody came.
    pub nobody: f64,
    /// Mean capability that came: shares of the world's (CINC); null where not known.
    pub capability: Option<f64>,
    /// Share of draws in which the victim and its helpers have more capability than the attacker; null
    /// where not known.
    pub stronger: Option<f64>,
}

/// Draws the cascade. `correlation` is that of the normal factors behind any two parties: 0 is
/// independent, 1 all or none where chances are equal. `sides` is the victim's own capability and the attacker's.
pub fn cascade(
    helpers: &[Helper],
    correlation: f64,
    sides: [Option<f64>; 2],
    draws: usize,
    chance: &mut Chance,
) -> Outcome {
    let (common, own) = (libm::sqrt(correlation), libm::sqrt(1.0 - correlation));
    let points: Vec<f64> = helpers.iter().map(|one| normal_point(one.chance)).collect();
    let known = helpers.iter().all(|one| one.capability.is_some());
    let (mut counts, mut capability, mut stronger) = (Vec::with_capacity(draws), 0.0, 0_usize);
    for _ in 0..draws {
        let factor = chance.normal();
        let (mut count, mut brought) = (0_u32, 0.0);
        for (helper, point) in helpers.iter().zip(&points) {
            if common * factor + own * chance.normal() < *point {
                count += 1;
                brought += helper.capability.unwrap_or(0.0);
            }
        }
        counts.push(f64::from(count));
        capability += brought;
        let [victim, attacker] = sides.map(|side| side.unwrap_or(0.0));
        stronger += usize::from(victim + brought > attacker);
    }
    let total = draws.max(1) as f64;
    let mean = counts.iter().sum::<f64>() / total;
    let variance = counts.iter().map(|count| (count - mean) * (count - mean)).sum::<f64>() / total;
    let nobody = counts.iter().filter(|count| **count == 0.0).count() as f64 / total;
    counts.sort_by(f64::total_cmp);
    let both = known && sides.iter().all(Option::is_some);
    Outcome {
        called: helpers.len(),
        helpers: mean,
        deviation: libm::sqrt(variance),
        quantiles: [0.05, 0.5, 0.95].map(|share| quantile(&counts, share).unwrap_or(0.0)),
        nobody,
        capability: known.then_some(capability / total),
        stronger: both.then_some(stronger as f64 / total),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(count: usize, chance: f64) -> Vec<Helper> {
        vec![Helper { chance, capability: Some(0.1) }; count]
    }

    fn drawn(helpers: &[Helper], correlation: f64) -> Outcome {
        let sides = [Some(0.05), Some(0.3)];
        cascade(helpers, correlation, sides, 20_000, &mut Chance::new(5, 0))
    }

    #[test]
    fn nobody_comes_at_chance_zero_and_everybody_at_one() {
        for correlation in [0.0, 0.3, 1.0] {
            let none = drawn(&alike(5, 0.0), correlation);
            assert_eq!((none.helpers, none.nobody, none.stronger), (0.0, 1.0, Some(0.0)));
            let all = drawn(&alike(5, 1.0), correlation);
            assert_eq!((all.helpers, all.nobody, all.stronger), (5.0, 0.0, Some(1.0)));
        }
    }

    #[test]
    fn a_common_factor_changes_the_spread_and_not_the_mean() {
        let (alone, together) = (drawn(&alike(8, 0.4), 0.0), drawn(&alike(8, 0.4), 0.5));
        assert!((alone.helpers - 3.2).abs() < 0.05, "{}", alone.helpers);
        assert!((together.helpers - 3.2).abs() < 0.05, "{}", together.helpers);
        assert!(together.deviation > 1.3 * alone.deviation);
        assert!(together.nobody > 3.0 * alone.nobody);
        assert!((alone.nobody - 0.6_f64.powi(8)).abs() < 0.005, "{}", alone.nobody);
        assert!((alone.deviation - (8.0 * 0.4 * 0.6_f64).sqrt()).abs() < 0.05);
        assert!((alone.capability.unwrap_or(0.0) - 0.32).abs() < 0.01);
    }

    #[test]
    fn what_is_not_known_is_not_zero() {
        let mut helpers = alike(2, 0.5);
        helpers.push(Helper { chance: 0.5, capability: None });
        let found = drawn(&helpers, 0.0);
        assert_eq!((found.capability, found.stronger), (None, None));
    }

    #[test]
    fn nobody_called_is_nobody_there() {
        assert_eq!(drawn(&[], 0.3).called, 0);
        assert!(drawn(&[], 0.3).nobody >= 1.0);
    }

    #[test]
    fn the_same_seed_gives_the_same_outcome() {
        assert_eq!(drawn(&alike(4, 0.4), 0.3), drawn(&alike(4, 0.4), 0.3));
    }
}
