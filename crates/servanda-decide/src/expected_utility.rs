//! The expected-utility model of Bueno de Mesquita as Scholz, Calbert and Smith (2011) wrote it down. The
//! equations they print do not give the table they print; public reimplementations do. So there is one
//! solver, and every point on which the two part is a named switch. Knows no summit and no other model.

#![allow(
    clippy::indexing_slicing,
    reason = "every list here has one place for each actor of a sound case"
)]

use crate::case::Case;
use crate::fault::Fault;
use crate::number::same;
use crate::simple::{weighted_mean, weighted_median};
use servanda::syntax::Code;

/// What a chance of success is a share of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Denominator {
    /// The votes on this pair of positions.
    ThisPair,
    /// The votes on every ordered pair of positions.
    AllPairs,
}

/// How a voter's distance counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VoterDistance {
    /// As it is.
    Plain,
    /// To the power of the voter's own risk exponent.
    OwnExponent,
}

/// Through whose eyes the counter-challenge is seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum View {
    /// The challenger's own.
    Challenger,
    /// The actor's that is about to move.
    Mover,
}

/// The chance of success between equal positions, where the equation divides zero by zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EqualPositions {
    /// None.
    Zero,
    /// Even.
    Half,
}

/// The range that distances are a share of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Range {
    /// That of the input.
    Initial,
    /// That of the round.
    Current,
}

/// Which of several compromises is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compromise {
    /// The one that moves the actor least.
    LeastMove,
    /// The one of the lowest mean by expected utility.
    LowestMean,
}

/// Every switch.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Switches {
    /// What a chance is a share of.
    pub denominator: Denominator,
    /// How a voter's distance counts.
    pub voter_distance: VoterDistance,
    /// Through whose eyes.
    pub view: View,
    /// Chances between equal positions.
    pub equal_positions: EqualPositions,
    /// The range.
    pub range: Range,
    /// Which compromise.
    pub compromise: Compromise,
    /// Whether capitulation is an offer at all: in the public reimplementations its condition can never
    /// hold.
    pub capitulation: bool,
    /// The probability Q that nothing changes if nobody challenges.
    pub q: f64,
}

/// The names of the switches, each with the words for its choices.
const NAMES: &[(&str, &str, &str)] = &[
    ("denominator", "this-pair", "all-pairs"),
    ("voter-distance", "plain", "own-exponent"),
    ("view", "challenger", "mover"),
    ("equal-positions", "zero", "half"),
    ("range", "initial", "current"),
    ("compromise", "least-move", "lowest-mean"),
    ("capitulation", "yes", "no"),
];

impl Switches {
    /// Sets one switch from `NAME=CHOICE`.
    pub fn set(&mut self, assignment: &str) -> Result<(), Fault> {
        let (name, choice) = assignment.split_once('=').unwrap_or((assignment, ""));
        let (name, choice) = (name.trim().to_lowercase(), choice.trim().to_lowercase());
        let Some((_, first, second)) = NAMES.iter().find(|(known, ..)| *known == name) else {
            let known: Vec<&str> = NAMES.iter().map(|(known, ..)| *known).collect();
            let message = format!("the expected-utility model has no switch `{name}`");
            let help = format!("write NAME=CHOICE with one of {}", known.join(", "));
            return Err(Fault::new(Code::SV1005, message, help));
        };
        if choice != *first && choice != *second {
            let message = format!("`{choice}` is no choice for `{name}`");
            return Err(Fault::new(Code::SV1005, message, format!("write {first} or {second}")));
        }
        let one = choice == *first;
        match name.as_str() {
            "denominator" if one => self.denominator = Denominator::ThisPair,
            "denominator" => self.denominator = Denominator::AllPairs,
            "voter-distance" if one => self.voter_distance = VoterDistance::Plain,
            "voter-distance" => self.voter_distance = VoterDistance::OwnExponent,
            "view" if one => self.view = View::Challenger,
            "view" => self.view = View::Mover,
            "equal-positions" if one => self.equal_positions = EqualPositions::Zero,
            "equal-positions" => self.equal_positions = EqualPositions::Half,
            "range" if one => self.range = Range::Initial,
            "range" => self.range = Range::Current,
            "compromise" if one => self.compromise = Compromise::LeastMove,
            "compromise" => self.compromise = Compromise::LowestMean,
            _ => self.capitulation = one,
        }
        Ok(())
    }
}

/// A named set of switches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Preset {
    /// The equations as printed.
    AsPrinted,
    /// What the reimplementations do that give the published table.
    ScholzCode,
}

impl Preset {
    /// Every preset with its name.
    pub const ALL: &[(Preset, &'static str)] =
        &[(Preset::AsPrinted, "as-printed"), (Preset::ScholzCode, "scholz-code")];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Preset::AsPrinted => "as-printed",
            Preset::ScholzCode => "scholz-code",
        }
    }

    /// Its switches.
    pub fn switches(self) -> Switches {
        match self {
            Preset::AsPrinted => Switches {
                denominator: Denominator::ThisPair,
                voter_distance: VoterDistance::Plain,
                view: View::Challenger,
                equal_positions: EqualPositions::Half,
                range: Range::Current,
                compromise: Compromise::LeastMove,
                capitulation: true,
                q: 1.0,
            },
            Preset::ScholzCode => Switches {
                denominator: Denominator::AllPairs,
                voter_distance: VoterDistance::OwnExponent,
                view: View::Mover,
                equal_positions: EqualPositions::Zero,
                range: Range::Initial,
                compromise: Compromise::LowestMean,
                capitulation: true,
                q: 1.0,
            },
        }
    }
}

/// What made an actor move.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Offer {
    /// It would lose a conflict.
    Confrontation,
    /// It meets the other part of the way.
    Compromise,
    /// It gives in.
    Capitulation,
}

impl Offer {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Offer::Confrontation => "confrontation",
            Offer::Compromise => "compromise",
            Offer::Capitulation => "capitulation",
        }
    }
}

/// One actor's move.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Move {
    /// The round, from 1.
    pub round: usize,
    /// Who moved.
    pub actor: usize,
    /// Toward whom.
    pub other: usize,
    /// Why.
    pub offer: Offer,
    /// What it expected of challenging the other.
    pub own: f64,
    /// What the other expected of challenging it.
    pub theirs: f64,
    /// From where.
    pub from: f64,
    /// To where.
    pub to: f64,
}

/// Positions before a round, or after the last.
#[derive(Clone, PartialEq, Debug)]
pub struct Round {
    /// Of each actor.
    pub positions: Vec<f64>,
    /// Their mean by capability times salience.
    pub mean: f64,
    /// The position that no other beats.
    pub median: f64,
    /// The risk exponent of each actor with which the round was played.
    pub exponents: Vec<f64>,
}

/// How the rounds ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Nobody moved any more from this round on.
    AtRest(usize),
    /// Positions came back to those of an earlier round: first round, and after how many rounds again.
    Circle(usize, usize),
    /// They still moved.
    StillMoving(usize),
}

/// A course of rounds.
#[derive(Clone, PartialEq, Debug)]
pub struct Course {
    /// Round 0 is the input.
    pub rounds: Vec<Round>,
    /// Who moved.
    pub moves: Vec<Move>,
    /// How it ended.
    pub ended: Ended,
}

/// Rounds at most.
pub const MOST_ROUNDS: usize = 100_000;

/// Runs the model on a case with one issue.
pub fn run(case: &Case, switches: &Switches, rounds: usize) -> Result<Course, Fault> {
    if case.issues().len() != 1 {
        let message = "the expected-utility model takes one issue at a time";
        return Err(Fault::new(
            Code::SV1007,
            message,
            "give it one issue, or use the spatial model",
        ));
    }
    if rounds > MOST_ROUNDS {
        let message = format!("{rounds} rounds are too many");
        return Err(Fault::new(Code::SV1008, message, format!("at most {MOST_ROUNDS}")));
    }
    if !(0.0..=1.0).contains(&switches.q) {
        let message = format!("Q is {}, and a probability lies from 0 to 1", switches.q);
        return Err(Fault::new(Code::SV1003, message, "write a number from 0 to 1; 1 is usual"));
    }
    let weights = case.weights(0);
    if weights.iter().sum::<f64>() <= 0.0 {
        let message = "nobody with any capability cares for the issue";
        return Err(Fault::new(Code::SV1003, message, "give one actor a salience above 0"));
    }
    let positions = case.positions(0);
    let model = Model {
        switches,
        salience: case.actors().iter().map(|a| a.saliences[0]).collect(),
        initial_range: range(&positions),
        weights,
    };
    Ok(model.play(positions, rounds))
}

fn range(positions: &[f64]) -> f64 {
    let most = positions.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = positions.iter().copied().fold(f64::INFINITY, f64::min);
    most - least
}

struct Model<'s> {
    switches: &'s Switches,
    weights: Vec<f64>,
    salience: Vec<f64>,
    initial_range: f64,
}

/// One round as it is played.
struct Table<'m> {
    model: &'m Model<'m>,
    x: Vec<f64>,
    range: f64,
    median: f64,
    /// Chance of each ordered pair.
    chances: Vec<f64>,
}

impl Model<'_> {
    fn play(&self, mut x: Vec<f64>, rounds: usize) -> Course {
        let mut course =
            Course { rounds: Vec::new(), moves: Vec::new(), ended: Ended::StillMoving(rounds) };
        let mut settled = None;
        for number in 0..=rounds {
            if settled.is_none()
                && let Some(back) = course
                    .rounds
                    .iter()
                    .position(|round| round.positions.iter().zip(&x).all(|(a, b)| same(*a, *b)))
            {
                let length = number - back;
                settled = Some(if length == 1 {
                    Ended::AtRest(back)
                } else {
                    Ended::Circle(back, length)
                });
            }
            let (next, exponents, moves) = self.round(&x, number + 1);
            course.rounds.push(Round {
                mean: weighted_mean(&x, &self.weights).unwrap_or_default(),
                median: weighted_median(&x, &self.weights).unwrap_or_default(),
                positions: std::mem::replace(&mut x, next),
                exponents,
            });
            if number < rounds {
                course.moves.extend(moves);
            }
        }
        if let Some(settled) = settled {
            course.ended = settled;
        }
        course
    }

    /// Where a round leads, the risk exponents it is played with, and the moves.
    fn round(&self, x: &[f64], number: usize) -> (Vec<f64>, Vec<f64>, Vec<Move>) {
        let count = x.len();
        let range = match self.switches.range {
            Range::Initial => self.initial_range,
            Range::Current => range(x),
        };
        if range <= 0.0 {
            return (x.to_vec(), vec![1.0; count], Vec::new());
        }
        let median = weighted_median(x, &self.weights).unwrap_or_default();
        let neutral = vec![1.0; count];
        let table = Table::new(self, x, range, median, &neutral);
        let exponents = table.exponents();
        let table = Table::new(self, x, range, median, &exponents);
        let mut next = x.to_vec();
        let mut moves = Vec::new();
        for (i, place) in next.iter_mut().enumerate() {
            if let Some(best) = table.best_offer(i, &exponents, number) {
                *place = best.to;
                moves.push(best);
            }
        }
        (next, exponents, moves)
    }
}

impl<'m> Table<'m> {
    fn new(model: &'m Model<'m>, x: &[f64], range: f64, median: f64, r: &[f64]) -> Table<'m> {
        let mut table = Table {
            model,
            x: x.to_vec(),
            range,
            median,
            chances: Vec::with_capacity(x.len().pow(2)),
        };
        let count = x.len();
        // The distance of each voter to each position, to the power that counts.
        let far = |k: usize, at: f64| {
            let share = (x[k] - at).abs() / range;
            match model.switches.voter_distance {
                VoterDistance::Plain => share,
                VoterDistance::OwnExponent => share.powf(r[k]),
            }
        };
        let far: Vec<Vec<f64>> =
            (0..count).map(|k| x.iter().map(|at| far(k, *at)).collect()).collect();
        let vote = |k: usize, a: usize, b: usize| model.weights[k] * (far[k][b] - far[k][a]);
        let all: f64 = match model.switches.denominator {
            Denominator::ThisPair => 0.0,
            Denominator::AllPairs => (0..count)
                .map(|k| {
                    let pairs = (0..count).flat_map(|a| (0..count).map(move |b| (a, b)));
                    pairs.map(|(a, b)| vote(k, a, b).abs()).sum::<f64>()
                })
                .sum(),
        };
        for i in 0..count {
            for j in 0..count {
                let won: f64 = (0..count).map(|k| vote(k, i, j).max(0.0)).sum();
                let whole = match model.switches.denominator {
                    Denominator::ThisPair => (0..count).map(|k| vote(k, i, j).abs()).sum(),
                    Denominator::AllPairs => all,
                };
                let equal = match model.switches.equal_positions {
                    EqualPositions::Zero => 0.0,
                    EqualPositions::Half => 0.5,
                };
                let chance = if same(x[i], x[j]) || whole <= 0.0 { equal } else { won / whole };
                table.chances.push(chance);
            }
        }
        table
    }

    /// What `i` expects of challenging `j`, for a risk exponent.
    fn expected(&self, i: usize, j: usize, r: f64) -> f64 {
        let apart = (self.x[i] - self.x[j]).abs() / self.range;
        let success = 2.0 - 4.0 * (0.5 - 0.5 * apart).powf(r);
        let failure = 2.0 - 4.0 * (0.5 + 0.5 * apart).powf(r);
        let chance = self.chances[i * self.x.len() + j];
        let resist = self.model.salience[j];
        let challenged =
            resist * (chance * success + (1.0 - chance) * failure) + (1.0 - resist) * success;
        challenged - self.unchallenged(i, apart, r, j)
    }

    /// What `i` expects if it does not challenge `j`.
    fn unchallenged(&self, i: usize, apart: f64, r: f64, j: usize) -> f64 {
        let q = self.model.switches.q;
        let status_quo = 2.0 - 4.0 * 0.5_f64.powf(r);
        if q >= 1.0 {
            return q * status_quo;
        }
        let from_median = (self.x[i] - self.median).abs() / self.range;
        let step = (from_median + apart) / 4.0;
        let better = 2.0 - 4.0 * (0.5 - step).max(0.0).powf(r);
        let worse = 2.0 - 4.0 * (0.5 + step).powf(r);
        // The other is taken to drift toward the median: for the better if that is nearer to `i` than
        // the other is.
        let for_the_better =
            if from_median < (self.x[i] - self.x[j]).abs() / self.range { 1.0 } else { 0.0 };
        q * status_quo + (1.0 - q) * (for_the_better * better + (1.0 - for_the_better) * worse)
    }

    /// The risk exponents that follow from how safe each actor is.
    fn exponents(&self) -> Vec<f64> {
        let count = self.x.len();
        let danger = |i: usize| -> f64 {
            (0..count).filter(|j| *j != i).map(|j| self.expected(j, i, 1.0)).sum()
        };
        let danger: Vec<f64> = (0..count).map(danger).collect();
        let most = danger.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let least = danger.iter().copied().fold(f64::INFINITY, f64::min);
        if most - least < 1e-12 {
            return vec![1.0; count];
        }
        let exponent = |danger: &f64| {
            let risk = (2.0 * danger - most - least) / (most - least);
            (1.0 - risk / 3.0) / (1.0 + risk / 3.0)
        };
        danger.iter().map(exponent).collect()
    }

    /// The offer that an actor takes: conflict before compromise before capitulation.
    fn best_offer(&self, i: usize, r: &[f64], round: usize) -> Option<Move> {
        let mut best: Option<(Offer, f64, Move)> = None;
        for j in (0..self.x.len()).filter(|j| !same(self.x[i], self.x[*j])) {
            let theirs_by = match self.model.switches.view {
                View::Challenger => r[j],
                View::Mover => r[i],
            };
            let own = self.expected(i, j, r[i]);
            let theirs = self.expected(j, i, theirs_by);
            let Some((offer, key, to)) = self.offer(i, j, own, theirs) else { continue };
            let better =
                best.is_none_or(|(kind, least, _)| offer < kind || (offer == kind && key < least));
            if better {
                let from = self.x[i];
                best = Some((
                    offer,
                    key,
                    Move { round, actor: i, other: j, offer, own, theirs, from, to },
                ));
            }
        }
        best.map(|(_, _, best)| best)
    }

    /// What one rival offers, by what it is ranked among its kind, and where it leads.
    fn offer(&self, i: usize, j: usize, own: f64, theirs: f64) -> Option<(Offer, f64, f64)> {
        let (x, y) = (self.x[i], self.x[j]);
        let whole = (y - x).abs();
        if theirs > own && own > 0.0 {
            return Some((Offer::Confrontation, whole, y));
        }
        if !(theirs > 0.0 && 0.0 > own) {
            return None;
        }
        if theirs.abs() > own.abs() {
            let to = x + (y - x) * (own / theirs).abs();
            let key = match self.model.switches.compromise {
                Compromise::LeastMove => (to - x).abs(),
                Compromise::LowestMean => {
                    (own.abs() * x + theirs.abs() * y) / (own.abs() + theirs.abs())
                }
            };
            return Some((Offer::Compromise, key, to));
        }
        self.model.switches.capitulation.then_some((Offer::Capitulation, whole, y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_lead_from_one_preset_to_the_other() {
        let mut switches = Preset::AsPrinted.switches();
        for assignment in [
            "denominator=all-pairs",
            "Voter-Distance=own-exponent",
            "view=mover",
            "equal-positions=zero",
            "range=initial",
            "compromise=lowest-mean",
            "capitulation=yes",
        ] {
            assert_eq!(switches.set(assignment), Ok(()));
        }
        assert_eq!(switches, Preset::ScholzCode.switches());
        assert!(switches.set("view=nobody").is_err() && switches.set("mood=bad").is_err());
    }
}
