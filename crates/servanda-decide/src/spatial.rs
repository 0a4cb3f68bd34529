//! The spatial model of politics as KTAB (KAPSARC Toolkit for Behavioral Analysis, MIT license) has it:
//! in each turn every actor looks for the rival it can best press, pairs bargain, and each actor takes
//! the bargain that an election among all makes most probable. Knows no summit and no rule of decision.

#![allow(
    clippy::indexing_slicing,
    reason = "every list here has one place for each actor or issue of a sound case"
)]

mod election;
mod options;
mod turn;

pub use options::{
    Bargains, Commitment, Election, Interpolation, Options, RiskAdjust, RiskRange, Transitions,
    Victory, Voting,
};

use crate::case::Case;
use crate::fault::Fault;
use crate::number::tidy;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use servanda::syntax::Code;
use turn::Setting;

/// Turns at most.
pub const MOST_TURNS: usize = 100;

/// How a course of bargaining ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Positions came to rest after this many turns.
    AtRest(usize),
    /// They still moved after this many turns.
    StillMoving(usize),
}

/// One actor's move in one turn.
#[derive(Clone, PartialEq, Debug)]
pub struct Move {
    /// The turn, from 1.
    pub turn: usize,
    /// Who moved.
    pub actor: usize,
    /// Who pressed.
    pub presser: usize,
    /// Who was pressed.
    pub pressed: usize,
    /// The chance of victory that the presser saw.
    pub chance: f64,
    /// The gain that the presser saw.
    pub gain: f64,
    /// How probable the election made this bargain among those of the actor.
    pub probability: f64,
    /// Positions before, on the issues' scales.
    pub from: Vec<f64>,
    /// Positions after.
    pub to: Vec<f64>,
}

/// A course of bargaining.
#[derive(Clone, PartialEq, Debug)]
pub struct Course {
    /// Positions by turn, actor and issue, on the issues' scales; turn 0 is the input.
    pub positions: Vec<Vec<Vec<f64>>>,
    /// Who moved, in order of turns and actors.
    pub moves: Vec<Move>,
    /// The risk attitude of each actor in the first turn.
    pub risk: Vec<f64>,
    /// How it ended.
    pub ended: Ended,
}

impl Course {
    /// Where everybody stands at the end.
    pub fn last(&self) -> &[Vec<f64>] {
        self.positions.last().map(Vec::as_slice).unwrap_or_default()
    }
}

/// Positions of every actor, 0 to 1 on each issue.
type Places = Vec<Vec<f64>>;

/// Runs the model.
pub fn run(case: &Case, options: &Options) -> Result<Course, Fault> {
    let actors = case.actors();
    let setting = Setting {
        options,
        capability: actors.iter().map(|actor| actor.capability).collect(),
        salience: actors.iter().map(|actor| actor.saliences.clone()).collect(),
        attention: actors.iter().map(|actor| actor.saliences.iter().sum()).collect(),
    };
    for (actor, attention) in actors.iter().zip(&setting.attention) {
        if *attention <= 0.0 {
            let message = format!("`{}` cares for no issue", actor.name);
            let help = "give it a salience above 0 on one issue, or leave it out";
            return Err(Fault::new(Code::SV1003, message, help));
        }
    }
    let scales: Vec<(f64, f64)> = case.issues().iter().map(|issue| issue.scale).collect();
    let within = |place: &[f64]| {
        let each = place.iter().zip(&scales);
        each.map(|(x, (low, high))| (x - low) / (high - low)).collect::<Vec<f64>>()
    };
    let onto = |place: &[f64]| {
        let each = place.iter().zip(&scales);
        each.map(|(x, (low, high))| tidy(low + x * (high - low))).collect::<Vec<f64>>()
    };
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let input: Vec<Vec<f64>> = actors.iter().map(|actor| actor.positions.clone()).collect();
    let mut now: Places = input.iter().map(|place| within(place)).collect();
    let mut course = Course {
        positions: vec![input],
        moves: Vec::new(),
        risk: Vec::new(),
        ended: Ended::StillMoving(MOST_TURNS),
    };
    let mut first_change = 0.0;
    for turn in 1..=MOST_TURNS {
        let step = setting.turn(&now, &mut random);
        let shown: Vec<Vec<f64>> = step.places.iter().map(|place| onto(place)).collect();
        let before = course.last().to_vec();
        for (actor, bargain, probability) in &step.taken {
            let bargain = &step.bargains[*bargain];
            course.moves.push(Move {
                turn,
                actor: *actor,
                presser: bargain.presser,
                pressed: bargain.pressed,
                chance: bargain.chance,
                gain: bargain.gain,
                probability: *probability,
                from: before[*actor].clone(),
                to: shown[*actor].clone(),
            });
        }
        course.positions.push(shown);
        let change = distance_moved(&now, &step.places);
        now = step.places;
        if turn == 1 {
            first_change = change;
            course.risk = step.risk;
        }
        if turn >= 2 && change / (first_change + 1e-4) < 0.02 {
            course.ended = Ended::AtRest(turn);
            break;
        }
    }
    Ok(course)
}

fn distance_moved(from: &Places, to: &Places) -> f64 {
    let each = from
        .iter()
        .zip(to)
        .map(|(a, b)| a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt());
    each.sum()
}
