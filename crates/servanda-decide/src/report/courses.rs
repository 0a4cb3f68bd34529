//! The courses of the bargaining models on a summit: how they ended, and each move in words: who pressed
//! whom, who gave way, and why.

#![allow(
    clippy::indexing_slicing,
    reason = "issues and actors have one place each in the case made of the summit"
)]

use super::MoveForm;
use crate::counted;
use crate::draws::{Model, Settings};
use crate::expected_utility::{self, Offer};
use crate::fault::Fault;
use crate::number::{short, tidy};
use crate::spatial;
use crate::summit::Summit;

/// How each model ended on each issue, and every move.
pub(super) struct Told {
    /// Issue by issue, model by model.
    pub(super) ended: Vec<Vec<Option<String>>>,
    pub(super) moves: Vec<MoveForm>,
}

pub(super) fn courses(summit: &Summit, settings: &Settings) -> Result<Told, Fault> {
    let case = summit.case()?;
    let course = spatial::run(&case, &settings.options)?;
    let mut moves: Vec<MoveForm> = course.moves.iter().map(|step| pressed(summit, step)).collect();
    let spatial_end = match course.ended {
        spatial::Ended::AtRest(turns) => format!("at rest after {}", counted(turns, "turn")),
        spatial::Ended::StillMoving(turns) => {
            format!("not settled: still moving after {}", counted(turns, "turn"))
        }
    };
    let mut ended = Vec::new();
    for (issue, question) in summit.issues.iter().enumerate() {
        let mut ends = Vec::new();
        for model in Model::ALL {
            let Model::ExpectedUtility(preset) = model else {
                let spatial = *model == Model::Spatial;
                ends.push(spatial.then(|| spatial_end.clone()));
                continue;
            };
            let case = case.on(issue);
            let course =
                expected_utility::run(&case, &settings.switches(*preset), settings.rounds)?;
            ends.push(Some(match course.ended {
                expected_utility::Ended::AtRest(round) => format!("at rest from round {round} on"),
                expected_utility::Ended::Circle(from, length) => {
                    format!("not settled: from round {from} it goes in a circle of {length}")
                }
                expected_utility::Ended::StillMoving(rounds) => {
                    format!("not settled: still moving after {}", counted(rounds, "round"))
                }
            }));
            moves.extend(course.moves.iter().map(|step| MoveForm {
                model: model.name().to_owned(),
                issue: Some(question.id.clone()),
                turn: step.round,
                actor: summit.actors[step.actor].id.clone(),
                other: summit.actors[step.other].id.clone(),
                from: vec![tidy(step.from)],
                to: vec![tidy(step.to)],
                words: offered(summit, step),
            }));
        }
        ended.push(ends);
    }
    Ok(Told { ended, moves })
}

/// A move of the spatial model in words.
fn pressed(summit: &Summit, step: &spatial::Move) -> MoveForm {
    let name = |actor: usize| summit.name(actor).to_owned();
    let (presser, pressed) = (name(step.presser), name(step.pressed));
    let moved = step.from.iter().zip(&step.to).zip(&summit.issues);
    let moved = moved.filter(|((a, b), _)| (**a - **b).abs() >= 0.05);
    let moved: Vec<String> = moved
        .map(|((a, b), issue)| format!("{} {} to {}", issue.id, short(*a, 1), short(*b, 1)))
        .collect();
    let where_to = match moved.is_empty() {
        true => "hardly moves".to_owned(),
        false => format!("moves on {}", moved.join(", ")),
    };
    let chance = short(step.chance * 100.0, 0);
    let why = format!("it saw a chance of {chance} in 100 and a gain of {}", short(step.gain, 3));
    let words = if step.actor == step.presser {
        format!("{presser} pressed {pressed}, for {why}; in the bargain it {where_to}")
    } else {
        let most = short(step.probability * 100.0, 0);
        format!(
            "{presser} pressed {pressed}, for {why}; {pressed} gave way to the bargain that the others \
             make most likely ({most} in 100) and {where_to}"
        )
    };
    let other = if step.actor == step.presser { step.pressed } else { step.presser };
    MoveForm {
        model: Model::Spatial.name().to_owned(),
        issue: None,
        turn: step.turn,
        actor: summit.actors[step.actor].id.clone(),
        other: summit.actors[other].id.clone(),
        from: step.from.clone(),
        to: step.to.clone(),
        words,
    }
}

/// A move of the expected-utility model in words.
fn offered(summit: &Summit, step: &expected_utility::Move) -> String {
    let (actor, other) = (summit.name(step.actor), summit.name(step.other));
    let (own, theirs) = (short(step.own, 2), short(step.theirs, 2));
    let (from, to) = (short(step.from, 1), short(step.to, 1));
    let expects = format!("{other} expects {theirs} of a challenge, {actor} {own}");
    match step.offer {
        Offer::Confrontation => {
            format!(
                "{actor} loses a confrontation with {other} and moves from {from} to {to}: {expects}"
            )
        }
        Offer::Compromise => {
            format!("{actor} meets {other} part of the way, from {from} to {to}: {expects}")
        }
        Offer::Capitulation => {
            format!("{actor} gives in to {other} and moves from {from} to {to}: {expects}")
        }
    }
}
