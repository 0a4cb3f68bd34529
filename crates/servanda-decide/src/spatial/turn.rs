//! One turn of the spatial model: distances, risk attitudes, the best rival of each actor, the
//! bargains, and which of them each actor takes. Sums are taken in the order in which KTAB takes
//! them, so that ties fall as they fall there.

#![allow(
    clippy::indexing_slicing,
    reason = "every list here has one place for each actor or issue of a sound case"
)]

use super::Places;
use super::election::{Square, election, vote};
use super::options::{
    Bargains, Commitment, Interpolation, Options, RiskAdjust, RiskRange, Transitions,
};
use crate::number::{first_largest, real};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

/// A gain smaller than this moves nobody.
const LEAST_GAIN: f64 = 1e-5;

/// What does not change from turn to turn.
pub(super) struct Setting<'o> {
    pub(super) options: &'o Options,
    pub(super) capability: Vec<f64>,
    pub(super) salience: Vec<Vec<f64>>,
    /// The salience of all issues together.
    pub(super) attention: Vec<f64>,
}

/// A bargain: who pressed whom, and where each would stand.
#[derive(Clone)]
pub(super) struct Bargain {
    pub(super) presser: usize,
    pub(super) pressed: usize,
    pub(super) chance: f64,
    pub(super) gain: f64,
    of_presser: Vec<f64>,
    of_pressed: Vec<f64>,
}

impl Bargain {
    /// Where an actor of the bargain would stand.
    fn place_of(&self, actor: usize) -> &[f64] {
        if actor == self.presser { &self.of_presser } else { &self.of_pressed }
    }
}

/// Where a turn leads.
pub(super) struct Step {
    pub(super) places: Places,
    pub(super) bargains: Vec<Bargain>,
    /// Actor, the bargain it took, and how probable the election made it.
    pub(super) taken: Vec<(usize, usize, f64)>,
    pub(super) risk: Vec<f64>,
}

/// Utility at a distance, for a risk attitude.
fn utility(distance: f64, risk: f64) -> f64 {
    let near = if distance <= 1.0 { 1.0 + distance * risk } else { 1.0 + risk };
    (1.0 - distance) * near
}

/// What an actor sees of another's risk attitude.
fn seen_risk(adjust: RiskAdjust, own: f64, other: f64) -> f64 {
    match adjust {
        RiskAdjust::Full => other,
        RiskAdjust::TwoThirds => (own + 2.0 * other) / 3.0,
        RiskAdjust::Half => f64::midpoint(own, other),
        RiskAdjust::OneThird => (2.0 * own + other) / 3.0,
        RiskAdjust::None => own,
    }
}

impl Setting<'_> {
    fn count(&self) -> usize {
        self.capability.len()
    }

    /// How far two places lie apart for an actor.
    fn distance(&self, actor: usize, a: &[f64], b: &[f64]) -> f64 {
        let (mut apart, mut whole) = (0.0, 0.0);
        for (salience, (x, y)) in self.salience[actor].iter().zip(a.iter().zip(b)) {
            let weighted = (x - y) * salience;
            apart += weighted * weighted;
            whole += salience * salience;
        }
        (apart / whole).sqrt()
    }

    /// One turn.
    pub(super) fn turn(&self, now: &Places, random: &mut ChaCha8Rng) -> Step {
        let count = self.count();
        let distances = Square::new(count, |i, j| self.distance(i, &now[i], &now[j]));
        let risk = self.risk(&distances);
        let views: Vec<Square> = (0..count).map(|h| self.view(h, &risk, &distances)).collect();
        let mut bargains = Vec::new();
        let mut queues: Vec<Vec<usize>> = vec![Vec::new(); count];
        for i in 0..count {
            let Some(best) = self.best_rival(i, &views[i]) else { continue };
            for bargain in self.bargains(i, best, now, &views) {
                queues[i].push(bargains.len());
                queues[best.actor].push(bargains.len());
                bargains.push(bargain);
            }
        }
        // What each actor makes of every place as it is, which the status quo and every bargain share.
        let own = Square::new(count, |a, n| views[a].at(a, n));
        let mut places = now.clone();
        let mut taken = Vec::new();
        for (k, queue) in queues.iter().enumerate().filter(|(_, queue)| !queue.is_empty()) {
            let worth = self.worth(queue, &bargains, now, &own, &risk);
            let options = queue.len() + 1;
            let utility = |a: usize, option: usize| worth[a * options + option];
            let chances = election(self.options, &self.capability, options, utility);
            let choice = match self.options.transitions {
                Transitions::Deterministic => first_largest(&chances).unwrap_or_default(),
                Transitions::Stochastic => drawn(&chances, random.random::<f64>()),
            };
            let Some(bargain) = choice.checked_sub(1).map(|at| queue[at]) else { continue };
            places[k] = bargains[bargain].place_of(k).to_vec();
            taken.push((k, bargain, chances[choice]));
        }
        Step { places, bargains, taken, risk }
    }

    /// Risk attitudes from the chances of an election among everybody's places.
    fn risk(&self, distances: &Square) -> Vec<f64> {
        let count = self.count();
        let neutral = |k: usize, i: usize| utility(distances.at(k, i), 0.0);
        let chances = election(self.options, &self.capability, count, neutral);
        let least = chances.iter().copied().fold(1.0, f64::min);
        let most = chances.iter().copied().fold(0.0, f64::max);
        if most - least < 1e-12 {
            // Nobody is safer than anybody; KTAB would divide by zero.
            return vec![0.0; count];
        }
        let attitude = |p: &f64| match self.options.risk_range {
            RiskRange::Min => (p - least) / (most - least),
            RiskRange::Mid => (3.0 * p - (most + 2.0 * least)) / (2.0 * (most - least)),
            RiskRange::Max => (2.0 * p - (most + least)) / (most - least),
        };
        chances.iter().map(attitude).collect()
    }

    /// What an actor makes of everybody's utility of everybody's place.
    fn view(&self, h: usize, risk: &[f64], distances: &Square) -> Square {
        let adjust = self.options.risk_adjust;
        let seen: Vec<f64> = risk.iter().map(|other| seen_risk(adjust, risk[h], *other)).collect();
        Square::new(self.count(), |i, j| utility(distances.at(i, j), seen[i]))
    }

    /// The rival whom an actor gains most by pressing, the first of several.
    fn best_rival(&self, i: usize, view: &Square) -> Option<Rival> {
        let mut best: Option<Rival> = None;
        for rival in (0..self.count()).filter(|j| *j != i) {
            let (chance, gain) = self.challenge(view, i, i, rival);
            if gain > LEAST_GAIN && best.is_none_or(|best| gain > best.gain) {
                best = Some(Rival { actor: rival, chance, gain });
            }
        }
        best
    }

    /// The chance that `i` defeats `j` in somebody's view, and what the challenge gains `k`.
    fn challenge(&self, view: &Square, k: usize, i: usize, j: usize) -> (f64, f64) {
        let voting = self.options.voting;
        let weight = |n: usize| self.attention[n] * self.capability[n];
        let (mut with, mut against) = (1e-10, 1e-10);
        let add = |vote: f64, with: &mut f64, against: &mut f64| {
            if vote > 0.0 {
                *with += vote;
            }
            if vote < 0.0 {
                *against -= vote;
            }
        };
        add(vote(voting, weight(i), view.at(i, i), view.at(i, j)), &mut with, &mut against);
        add(vote(voting, weight(j), view.at(j, i), view.at(j, j)), &mut with, &mut against);
        let principals = (with, against);
        for n in (0..self.count()).filter(|n| *n != i && *n != j) {
            let vote = self.third_party(weight(n), principals, view, n, (i, j));
            add(vote, &mut with, &mut against);
        }
        let (chance, defeat) = (with / (with + against), against / (with + against));
        let (win, lose) = (view.at(k, i) + view.at(k, i), view.at(k, j) + view.at(k, j));
        let resist = self.attention[j];
        let contest = chance * win + defeat * lose;
        let challenged = (1.0 - resist) * win + resist * contest;
        (chance, challenged - (view.at(k, i) + view.at(k, j)))
    }

    /// What a third party throws into a contest of two others, positive for the first.
    fn third_party(
        &self,
        weight: f64,
        principals: (f64, f64),
        view: &Square,
        n: usize,
        (i, j): (usize, usize),
    ) -> f64 {
        let voting = self.options.voting;
        let (of_i, of_j, own) = (view.at(n, i), view.at(n, j), view.at(n, n));
        let leaning = vote(voting, weight, of_i, of_j);
        let with = if leaning > 0.0 { principals.0 + leaning } else { principals.0 };
        let against = if leaning < 0.0 { principals.1 - leaning } else { principals.1 };
        let chance = with / (with + against);
        let defeat = 1.0 - chance;
        let all = |u: f64| u + u + u;
        let keeps = |u: f64| u + u + own;
        // With i and winning, with i and losing; with j and losing, with j and winning.
        let outcomes = match self.options.commitment {
            Commitment::Full => (all(of_i), all(of_j), all(of_i), all(of_j)),
            Commitment::Semi => (keeps(of_i), all(of_j), all(of_i), keeps(of_j)),
            Commitment::No => (keeps(of_i), keeps(of_j), keeps(of_i), keeps(of_j)),
        };
        let joining_i = chance * outcomes.0 + defeat * outcomes.1;
        let joining_j = chance * outcomes.2 + defeat * outcomes.3;
        vote(voting, weight, joining_i, joining_j)
    }

    /// The bargains that a challenge brings.
    fn bargains(&self, i: usize, best: Rival, now: &Places, views: &[Square]) -> Vec<Bargain> {
        let j = best.actor;
        let bargain = |(of_presser, of_pressed): (Vec<f64>, Vec<f64>)| Bargain {
            presser: i,
            pressed: j,
            chance: best.chance,
            gain: best.gain,
            of_presser,
            of_pressed,
        };
        let seen_by_presser = self.interpolated(i, j, now, best.chance);
        if self.options.bargains == Bargains::InitOnly {
            return vec![bargain(seen_by_presser)];
        }
        // KTAB takes the gain that the pressed actor sees for the presser where its comment says
        // chance, in every version at hand; so does this, to give what that program gives.
        let (_, gain) = self.challenge(&views[j], i, i, j);
        let seen_by_pressed = self.interpolated(i, j, now, gain);
        if self.options.bargains == Bargains::InitReceiver {
            return vec![bargain(seen_by_presser), bargain(seen_by_pressed)];
        }
        let (wi, wj) =
            (self.capability[i] * self.attention[i], self.capability[j] * self.attention[j]);
        let mean = |a: &[f64], b: &[f64]| -> Vec<f64> {
            if wi + wj <= 0.0 {
                return a.to_vec();
            }
            a.iter().zip(b).map(|(x, y)| (wi * x + wj * y) / (wi + wj)).collect()
        };
        vec![bargain((
            mean(&seen_by_presser.0, &seen_by_pressed.0),
            mean(&seen_by_presser.1, &seen_by_pressed.1),
        ))]
    }

    /// Where a bargain would put the presser and the pressed.
    fn interpolated(&self, i: usize, j: usize, now: &Places, chance: f64) -> (Vec<f64>, Vec<f64>) {
        let (mut of_i, mut of_j) = (Vec::new(), Vec::new());
        for (issue, (x, y)) in now[i].iter().zip(&now[j]).enumerate() {
            let sides = ((*x, self.salience[i][issue]), (*y, self.salience[j][issue]));
            let (a, b) = match self.options.interpolation {
                Interpolation::S1P1 => between(sides, chance, 1),
                Interpolation::S2P2 => between(sides, chance, 2),
                Interpolation::S2PMax => by_lead(sides, chance),
            };
            of_i.push(a);
            of_j.push(b);
        }
        (of_i, of_j)
    }

    /// What each actor makes of the status quo and of each bargain of a queue: the mean over
    /// everybody's place, actor by actor.
    fn worth(
        &self,
        queue: &[usize],
        bargains: &[Bargain],
        now: &Places,
        own: &Square,
        risk: &[f64],
    ) -> Vec<f64> {
        let count = self.count();
        let mut worth = Vec::with_capacity(count * (queue.len() + 1));
        for a in 0..count {
            let whole: f64 = (0..count).map(|n| own.at(a, n)).sum();
            worth.push(whole / real(count));
            for bargain in queue.iter().map(|at| &bargains[*at]) {
                let at = |place: &[f64]| utility(self.distance(a, &now[a], place), risk[a]);
                let mut sum = at(&bargain.of_presser);
                sum += at(&bargain.of_pressed);
                for n in (0..count).filter(|n| *n != bargain.presser && *n != bargain.pressed) {
                    sum += own.at(a, n);
                }
                worth.push(sum / real(count));
            }
        }
        worth
    }
}

/// The rival an actor presses.
#[derive(Clone, Copy)]
struct Rival {
    actor: usize,
    chance: f64,
    gain: f64,
}

/// The first choice at which the chances, added up, pass a drawn number.
fn drawn(chances: &[f64], number: f64) -> usize {
    let mut sum = 0.0;
    for (at, chance) in chances.iter().enumerate() {
        sum += chance;
        if number < sum {
            return at;
        }
    }
    chances.len().saturating_sub(1)
}

/// Position and salience of the presser and of the pressed.
type Sides = ((f64, f64), (f64, f64));

/// Four decimals are kept, which also keeps dust from growing.
fn rounded(x: f64) -> f64 {
    (0.5 + x * 10_000.0).trunc() / 10_000.0
}

fn between(((x, si), (y, sj)): Sides, chance: f64, power: i32) -> (f64, f64) {
    const LEAST: f64 = 1e-6;
    let wi = si.powi(power) * chance.powi(power);
    let wj = sj.powi(power) * (1.0 - chance).powi(power);
    let whole = wi + LEAST + wj;
    (rounded(((wi + LEAST) * x + wj * y) / whole), rounded((wi * x + (LEAST + wj) * y) / whole))
}

fn by_lead(((x, si), (y, sj)): Sides, chance: f64) -> (f64, f64) {
    const LEAST: f64 = 1e-6;
    let lead = chance - (1.0 - chance);
    let (di, dj) = ((-lead).max(0.0), lead.max(0.0));
    let (si, sj) = (si * si, sj * sj);
    let shift_i = (di * sj) / (di * sj + LEAST + (1.0 - di) * si);
    let shift_j = (dj * si) / (dj * si + LEAST + (1.0 - dj) * sj);
    (x + shift_i * (y - x), y + shift_j * (x - y))
}
