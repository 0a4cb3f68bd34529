//! Crude rates with their counts, and cumulative incidence of competing endings. Knows histories; fits
//! nothing.

use crate::chance::{Chance, quantile};
use crate::history::{Era, History, Outcome, TYPES};
use schemars::JsonSchema;
use serde::Serialize;

/// Endings over exposure.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Rate {
    /// Which alliance-years: an era, a type, or all.
    pub group: String,
    /// How it ended.
    pub outcome: String,
    /// How many ended so.
    pub events: usize,
    /// Alliance-years under observation.
    pub exposure: usize,
    /// Endings in a year; null without exposure.
    pub rate: Option<f64>,
    /// Interval of 95 % (Wilson); alliance-years of one alliance are not independent, so it is a lower
    /// bound to what is not known.
    pub interval: Option<[f64; 2]>,
}

/// A share with Wilson's interval of 95 %.
pub fn wilson(events: usize, trials: usize) -> Option<(f64, [f64; 2])> {
    if trials == 0 {
        return None;
    }
    // The point with 97.5 % of a normal below it.
    let z = crate::chance::normal_point(0.975);
    let (n, p) = (trials as f64, events as f64 / trials as f64);
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z * libm::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n)) / (1.0 + z * z / n);
    Some((p, [(middle - half).max(0.0), (middle + half).min(1.0)]))
}

/// A rate of the years that `fits`.
pub fn rate(
    histories: &[History],
    group: &str,
    outcome: Option<Outcome>,
    fits: &dyn Fn(&History, i32) -> bool,
) -> Rate {
    let (mut events, mut exposure) = (0, 0);
    for one in histories {
        for (_, _, ended) in one.years().filter(|(year, _, _)| fits(one, *year)) {
            exposure += 1;
            let counts = ended.is_some_and(|ended| outcome.is_none_or(|wanted| wanted == ended));
            events += usize::from(counts);
        }
    }
    let share = wilson(events, exposure);
    Rate {
        group: group.to_owned(),
        outcome: outcome.map_or("any ending", Outcome::word).to_owned(),
        events,
        exposure,
        rate: share.map(|(rate, _)| rate),
        interval: share.map(|(_, interval)| interval),
    }
}

/// Crude rates of every outcome by era, and by era and type, to a last year.
pub fn rates(histories: &[History], until: i32) -> Vec<Rate> {
    let mut found = Vec::new();
    let outcomes = || [None].into_iter().chain(Outcome::ALL.map(Some));
    for outcome in outcomes() {
        found.push(rate(histories, "all", outcome, &|_, year| year <= until));
    }
    for era in Era::ALL {
        for outcome in outcomes() {
            let fits = |_: &History, year: i32| year <= until && Era::of(year) == era;
            found.push(rate(histories, era.word(), outcome, &fits));
        }
    }
    for kind in TYPES {
        for era in Era::ALL {
            let group = format!("{kind}, {}", era.word());
            let fits = |one: &History, year: i32| {
                year <= until && one.kind == kind && Era::of(year) == era
            };
            for outcome in [None, Some(Outcome::Violated)] {
                found.push(rate(histories, &group, outcome, &fits));
            }
        }
    }
    found.retain(|rate| rate.exposure > 0);
    found
}

/// The share of alliances that have ended in each way by an age.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Incidence {
    /// Which alliances.
    pub group: String,
    /// Age in years.
    pub age: i32,
    /// Alliances under observation at that age.
    pub at_risk: usize,
    /// Still in force.
    pub in_force: f64,
    /// Ended in each way, in the order fulfilled, violated, renegotiated.
    pub ended: [f64; 3],
    /// Intervals of 95 % of the three, by resampling whole alliances.
    pub intervals: [[f64; 2]; 3],
}

/// Cumulative incidence after Aalen and Johansen: for each age in years the shares ended, and in force
/// last. A life lost sight of counts up to its last year.
pub fn aalen_johansen<'h>(
    lives: impl Iterator<Item = &'h History> + Clone,
    oldest: i32,
) -> Vec<([f64; 3], f64, usize)> {
    let ages = 0..=oldest.max(0) as usize;
    let (mut at_risk, mut endings) =
        (vec![0_usize; ages.end() + 1], vec![[0_usize; 3]; ages.end() + 1]);
    for one in lives {
        let life = (one.last - one.begin).max(0) as usize;
        for count in at_risk.iter_mut().take(life + 1) {
            *count += 1;
        }
        let place = one.outcome.and_then(|way| Outcome::ALL.iter().position(|one| *one == way));
        let cell = place.and_then(|place| endings.get_mut(life)?.get_mut(place));
        if let Some(cell) = cell {
            *cell += 1;
        }
    }
    let (mut in_force, mut ended) = (1.0, [0.0; 3]);
    let mut found = Vec::new();
    for (count, ways) in at_risk.iter().zip(&endings) {
        if *count > 0 {
            let before = in_force;
            for (sum, way) in ended.iter_mut().zip(ways) {
                let share = before * *way as f64 / *count as f64;
                *sum += share;
                in_force -= share;
            }
        }
        found.push((ended, in_force, *count));
    }
    found
}

/// Ages at which incidence is shown.
pub const AGES: [i32; 6] = [0, 4, 9, 19, 29, 49];

/// Cumulative incidence with intervals at [`AGES`], of `draws` resamples.
pub fn incidence(histories: &[&History], group: &str, draws: usize, seed: u64) -> Vec<Incidence> {
    if histories.is_empty() {
        return Vec::new();
    }
    let oldest = AGES.iter().copied().max().unwrap_or(0);
    let curve = aalen_johansen(histories.iter().copied(), oldest);
    let mut chance = Chance::new(seed, 11);
    let mut drawn: Vec<Vec<Vec<f64>>> = vec![vec![Vec::new(); 3]; AGES.len()];
    for _ in 0..draws {
        let picks: Vec<&History> = (0..histories.len())
            .filter_map(|_| histories.get(chance.one_of(histories.len())).copied())
            .collect();
        let curve = aalen_johansen(picks.iter().copied(), oldest);
        for (age, ways) in AGES.iter().zip(&mut drawn) {
            let Some((ended, _, _)) = curve.get(*age as usize) else { continue };
            for (list, share) in ways.iter_mut().zip(ended) {
                list.push(*share);
            }
        }
    }
    let row = |(age, ways): (&i32, &mut Vec<Vec<f64>>)| {
        let (ended, in_force, at_risk) = *curve.get(*age as usize)?;
        let mut intervals = [[0.0; 2]; 3];
        for (interval, list) in intervals.iter_mut().zip(ways) {
            list.sort_by(f64::total_cmp);
            *interval = [quantile(list, 0.025)?, quantile(list, 0.975)?];
        }
        Some(Incidence { group: group.to_owned(), age: *age, at_risk, in_force, ended, intervals })
    };
    AGES.iter().zip(&mut drawn).filter_map(row).collect()
}
