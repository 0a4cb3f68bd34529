//! A probabilistic Condorcet election as KTAB has it: utilities and weights to votes, votes to
//! coalitions, coalitions to chances between pairs, and these to chances among all options.

#![allow(
    clippy::indexing_slicing,
    reason = "every matrix is made here, square in the number of options"
)]

use super::options::{Election, Options, Victory, Voting};
use crate::number::real;

/// A square matrix of numbers.
#[derive(Clone, Debug)]
pub(super) struct Square {
    side: usize,
    cells: Vec<f64>,
}

impl Square {
    /// A matrix from its cells.
    pub(super) fn new(side: usize, cell: impl Fn(usize, usize) -> f64) -> Square {
        let mut cells = Vec::with_capacity(side * side);
        for row in 0..side {
            cells.extend((0..side).map(|column| cell(row, column)));
        }
        Square { side, cells }
    }

    /// One cell.
    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.side + column]
    }

    fn put(&mut self, row: usize, column: usize, value: f64) {
        self.cells[row * self.side + column] = value;
    }
}

/// The vote of an actor of some weight between two utilities.
pub(super) fn vote(rule: Voting, weight: f64, first: f64, second: f64) -> f64 {
    let difference = first - second;
    let binary = (difference / 1e-8).clamp(-1.0, 1.0);
    let cube = difference * difference * difference;
    match rule {
        Voting::Binary => weight * binary,
        Voting::PropBin => weight * ((1.0 - 0.2) * difference + 0.2 * binary),
        Voting::Proportional => weight * difference,
        Voting::PropCubic => weight * ((1.0 - 0.5) * difference + 0.5 * cube),
        Voting::Cubic => weight * cube,
        Voting::Asymmetric if difference > 0.0 => (2.0 * weight * difference) / 3.0,
        Voting::Asymmetric => weight * difference,
    }
}

/// The chance of the first of two strengths, and of the second.
fn victory(model: Victory, first: f64, second: f64) -> (f64, f64) {
    let square = |x: f64| x * x;
    let (x, y) = match model {
        Victory::Linear => (first, second),
        Victory::Square => (square(first), square(second)),
        Victory::Quartic => (square(square(first)), square(square(second))),
        Victory::Octic => (square(square(square(first))), square(square(square(second)))),
        Victory::Binary => binary_victory(first, second),
    };
    (x / (x + y), y / (x + y))
}

/// A lead of a tenth is certain; between, a straight line.
fn binary_victory(first: f64, second: f64) -> (f64, f64) {
    const CERTAIN: f64 = 1.1;
    if first >= CERTAIN * second {
        (1.0, 1e-6)
    } else if second >= CERTAIN * first {
        (1e-6, 1.0)
    } else {
        let share = first / (first + second);
        let chance = (share * (CERTAIN + 1.0) - 1.0) / (CERTAIN - 1.0);
        (chance, 1.0 - chance)
    }
}

/// The chance of each of some options, given each actor's weight and its utility of each.
pub(super) fn election(
    options: &Options,
    weights: &[f64],
    count: usize,
    utility: impl Fn(usize, usize) -> f64,
) -> Vec<f64> {
    let mut strength = Square::new(count, |_, _| 1e-8);
    for i in 0..count {
        for j in 0..i {
            let (mut with, mut against) = (1e-8, 1e-8);
            for (k, weight) in weights.iter().enumerate() {
                let vote = vote(options.voting, *weight, utility(k, i), utility(k, j));
                if vote > 0.0 {
                    with += vote;
                }
                if vote < 0.0 {
                    against -= vote;
                }
            }
            strength.put(i, j, with);
            strength.put(j, i, against);
        }
    }
    let mut chance = Square::new(count, |_, _| 0.5);
    for i in 0..count {
        for j in 0..i {
            let (first, second) = victory(options.victory, strength.at(i, j), strength.at(j, i));
            chance.put(i, j, first);
            chance.put(j, i, second);
        }
    }
    match options.election {
        Election::Conditional => conditional(&chance),
        Election::MarkovUniform => markov_uniform(&chance),
        Election::MarkovIncentive => markov_incentive(&strength, &chance),
    }
}

fn conditional(chance: &Square) -> Vec<f64> {
    let each = (0..chance.side).map(|i| (0..chance.side).map(|j| chance.at(i, j)).product());
    let each: Vec<f64> = each.collect();
    let one: f64 = each.iter().sum();
    each.iter().map(|p| p / one).collect()
}

/// Rounds of a Markov process at most; KTAB needs ten to thirty.
const MOST_ROUNDS: usize = 10_000;

/// Repeats a step, halving its change, until nothing changes by more than `quiet`.
fn settle(side: usize, quiet: f64, step: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let mut now = vec![1.0 / real(side); side];
    for _ in 0..MOST_ROUNDS {
        let next = step(&now);
        let change = now.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        now = now.iter().zip(&next).map(|(a, b)| f64::midpoint(*a, *b)).collect();
        if change <= quiet {
            break;
        }
    }
    now
}

fn markov_uniform(chance: &Square) -> Vec<f64> {
    let side = chance.side;
    settle(side, 1e-6, |now| {
        let beats = |i: usize| (0..side).map(|j| chance.at(i, j) * (now[i] + now[j])).sum::<f64>();
        (0..side).map(|i| beats(i) / real(side)).collect()
    })
}

fn markov_incentive(strength: &Square, chance: &Square) -> Vec<f64> {
    let side = strength.side;
    let incentive = Square::new(side, |i, j| {
        let own = if i == j { 1e-10 } else { 0.0 };
        strength.at(i, j) * chance.at(i, j) + own
    });
    let total: Vec<f64> = (0..side).map(|j| (0..side).map(|k| incentive.at(k, j)).sum()).collect();
    let challenge = Square::new(side, |i, j| incentive.at(i, j) / total[j]);
    settle(side, 1e-8, |now| {
        let meets = |i: usize, j: usize| now[i] * challenge.at(j, i);
        let beats =
            |i: usize| (0..side).map(|j| chance.at(i, j) * (meets(i, j) + meets(j, i))).sum();
        (0..side).map(beats).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chances(options: &Options) -> Vec<f64> {
        // Three actors, three options; the first actor is the strongest and wants the first option.
        let utility = [[1.0, 0.5, 0.0], [0.4, 1.0, 0.6], [0.0, 0.5, 1.0]];
        election(options, &[5.0, 2.0, 1.0], 3, |k, i| utility[k][i])
    }

    #[test]
    fn every_option_gives_chances_that_sum_to_one_and_favor_the_strong() {
        for victory in Victory::ALL {
            for voting in Voting::ALL {
                for election in Election::ALL {
                    let options = Options {
                        victory: victory.0,
                        voting: voting.0,
                        election: election.0,
                        ..Options::default()
                    };
                    let chances = chances(&options);
                    let sum: f64 = chances.iter().sum();
                    assert!((sum - 1.0).abs() < 1e-6, "{options:?}: {chances:?}");
                    assert!(chances[0] > chances[2], "{options:?}: {chances:?}");
                }
            }
        }
    }
}
