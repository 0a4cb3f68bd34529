//! How good forecasts were: Brier score, log loss, reliability, and the difference between two forecasts
//! with an interval by resampling whole alliances. Knows forecasts and events, no model.

use crate::chance::{Chance, quantile};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// One forecast with what came of it, and whose it was.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Forecast {
    /// The alliance: forecasts of one alliance are resampled together.
    pub alliance: usize,
    /// The chance that was given.
    pub chance: f64,
    /// Whether it happened.
    pub event: bool,
}

impl Forecast {
    fn happened(&self) -> f64 {
        f64::from(u8::from(self.event))
    }

    /// The squared miss.
    pub fn brier(&self) -> f64 {
        (self.chance - self.happened()).powi(2)
    }

    /// Minus the logarithm of the chance of what came; chances are kept within 1e-6 of 0 and 1.
    pub fn log_loss(&self) -> f64 {
        let chance = self.chance.clamp(1e-6, 1.0 - 1e-6);
        -libm::log(if self.event { chance } else { 1.0 - chance })
    }
}

/// The scores of a set of forecasts.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Scores {
    /// How many forecasts.
    pub count: usize,
    /// How many events.
    pub events: usize,
    /// Mean chance that was given.
    pub mean_forecast: f64,
    /// Mean squared miss.
    pub brier: f64,
    /// Mean log loss.
    pub log_loss: f64,
}

/// Scores forecasts; none of an empty list.
pub fn scores(forecasts: &[Forecast]) -> Option<Scores> {
    let count = forecasts.len();
    let mean =
        |value: &dyn Fn(&Forecast) -> f64| forecasts.iter().map(value).sum::<f64>() / count as f64;
    (count > 0).then(|| Scores {
        count,
        events: forecasts.iter().filter(|one| one.event).count(),
        mean_forecast: mean(&|one| one.chance),
        brier: mean(&Forecast::brier),
        log_loss: mean(&Forecast::log_loss),
    })
}

/// One bin of a reliability curve.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Bin {
    /// From this chance, included.
    pub from: f64,
    /// To this one, excluded but for the last.
    pub to: f64,
    /// How many forecasts.
    pub count: usize,
    /// Mean chance that was given.
    pub mean_forecast: f64,
    /// Share that happened.
    pub observed: f64,
}

/// The bounds of the bins, by the protocol.
pub const BOUNDS: [f64; 8] = [0.0, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 1.0];

/// What happened of what was given which chance.
pub fn reliability(forecasts: &[Forecast]) -> Vec<Bin> {
    let pairs = BOUNDS.iter().zip(BOUNDS.iter().skip(1));
    let bin = |(from, to): (&f64, &f64)| {
        let inside = |one: &&Forecast| {
            one.chance >= *from && (one.chance < *to || (*to >= 1.0 && one.chance <= 1.0))
        };
        let inside: Vec<Forecast> = forecasts.iter().filter(inside).copied().collect();
        let found = scores(&inside)?;
        let observed = found.events as f64 / found.count as f64;
        let (count, mean_forecast) = (found.count, found.mean_forecast);
        Some(Bin { from: *from, to: *to, count, mean_forecast, observed })
    };
    pairs.filter_map(bin).collect()
}

/// The difference of two forecasts' scores; negative: the first is better.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Difference {
    /// In the Brier score.
    pub brier: f64,
    /// Its interval of 95 %.
    pub brier_interval: [f64; 2],
    /// In log loss.
    pub log_loss: f64,
    /// Its interval of 95 %.
    pub log_loss_interval: [f64; 2],
    /// How many alliances were resampled.
    pub alliances: usize,
}

/// The difference of paired forecasts, with intervals of `draws` resamples of whole alliances.
pub fn difference(
    one: &[Forecast],
    other: &[Forecast],
    draws: usize,
    seed: u64,
) -> Option<Difference> {
    // Count, sum of Brier differences, sum of log loss differences.
    let mut clusters: BTreeMap<usize, [f64; 3]> = BTreeMap::new();
    for (one, other) in one.iter().zip(other) {
        let [count, brier, log_loss] = clusters.entry(one.alliance).or_default();
        *count += 1.0;
        *brier += one.brier() - other.brier();
        *log_loss += one.log_loss() - other.log_loss();
    }
    let clusters: Vec<[f64; 3]> = clusters.into_values().collect();
    if clusters.is_empty() {
        return None;
    }
    let mean = |picks: &mut dyn Iterator<Item = [f64; 3]>| {
        let sum =
            picks.fold([0.0; 3], |sum, one| [sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]]);
        [sum[1] / sum[0], sum[2] / sum[0]]
    };
    let [brier, log_loss] = mean(&mut clusters.iter().copied());
    let mut chance = Chance::new(seed, 21);
    let mut drawn = [Vec::with_capacity(draws), Vec::with_capacity(draws)];
    for _ in 0..draws {
        let mut picks = (0..clusters.len())
            .filter_map(|_| clusters.get(chance.one_of(clusters.len())).copied());
        for (list, value) in drawn.iter_mut().zip(mean(&mut picks)) {
            list.push(value);
        }
    }
    let [brier_interval, log_loss_interval] = drawn.map(|mut list| {
        list.sort_by(f64::total_cmp);
        [0.025, 0.975].map(|share| quantile(&list, share).unwrap_or(f64::NAN))
    });
    let alliances = clusters.len();
    Some(Difference { brier, brier_interval, log_loss, log_loss_interval, alliances })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

    use super::*;

    fn forecasts(chances: &[(usize, f64, bool)]) -> Vec<Forecast> {
        let each = chances.iter();
        each.map(|(alliance, chance, event)| Forecast {
            alliance: *alliance,
            chance: *chance,
            event: *event,
        })
        .collect()
    }

    #[test]
    fn scores_by_hand() {
        let found = scores(&forecasts(&[(0, 0.5, true), (0, 0.2, false)])).unwrap();
        assert!((found.brier - 0.145).abs() < 1e-15);
        assert!((found.log_loss - -(0.5_f64.ln() + 0.8_f64.ln()) / 2.0).abs() < 1e-15);
        assert_eq!((found.count, found.events), (2, 1));
        assert!(scores(&[]).is_none());
    }

    #[test]
    fn a_sure_forecast_that_failed_costs_much_and_not_infinitely_much() {
        let found = scores(&forecasts(&[(0, 0.0, true)])).unwrap();
        assert!(found.log_loss > 13.0 && found.log_loss.is_finite());
    }

    #[test]
    fn a_difference_has_the_same_interval_again_and_holds_its_value() {
        let one = forecasts(&[(0, 0.1, false), (1, 0.9, true), (2, 0.4, false), (2, 0.4, true)]);
        let other = forecasts(&[(0, 0.2, false), (1, 0.7, true), (2, 0.5, false), (2, 0.5, true)]);
        let found = difference(&one, &other, 500, 1).unwrap();
        assert_eq!(found, difference(&one, &other, 500, 1).unwrap());
        assert_eq!(found.alliances, 3);
        let [low, high] = found.brier_interval;
        assert!(low <= found.brier && found.brier <= high);
        // Alliance 0 brings 0.01 - 0.04, alliance 1 0.01 - 0.09, alliance 2 (0.16 + 0.36) - 2 * 0.25.
        assert!((found.brier - (-0.03 - 0.08 + 0.02) / 4.0).abs() < 1e-15);
    }

    #[test]
    fn every_forecast_is_in_one_bin() {
        let all = forecasts(&[(0, 0.0, false), (0, 0.005, true), (0, 0.3, false), (0, 1.0, true)]);
        let bins = reliability(&all);
        assert_eq!(bins.iter().map(|bin| bin.count).sum::<usize>(), 4);
        assert_eq!(bins.len(), 3, "an empty bin is not shown");
    }
}
