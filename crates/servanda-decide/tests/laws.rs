//! What must not change a result, and what must change it in one way only; and inputs at the edge.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use servanda_decide::expected_utility::{self, Preset};
use servanda_decide::spatial::{self, Bargains, Options, Transitions};
use servanda_decide::{Actor, Case, Issue};

/// An invented case; no two actors alike.
fn invented(seed: u64, actors: usize, issues: usize) -> Case {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let issue = |at: usize| Issue { name: format!("issue {at}"), scale: (0.0, 100.0) };
    let actor = |random: &mut ChaCha8Rng, at: usize| Actor {
        name: format!("actor {at}"),
        capability: random.random_range(1.0..100.0),
        positions: (0..issues).map(|_| random.random_range(0.0..100.0)).collect(),
        saliences: (0..issues).map(|_| random.random_range(0.05..1.0)).collect(),
    };
    let actors = (0..actors).map(|at| actor(&mut random, at)).collect();
    Case::new((0..issues).map(issue).collect(), actors).unwrap()
}

fn remade(case: &Case, change: impl Fn(Vec<Actor>) -> Vec<Actor>) -> Case {
    Case::new(case.issues().to_vec(), change(case.actors().to_vec())).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6
}

#[test]
fn the_order_of_actors_does_not_matter() {
    for seed in 0..12 {
        let case = invented(seed, 3 + seed as usize % 5, 1 + seed as usize % 3);
        let turned = remade(&case, |mut actors| {
            actors.reverse();
            actors
        });
        let (a, b) = (
            spatial::run(&case, &Options::default()).unwrap(),
            spatial::run(&turned, &Options::default()).unwrap(),
        );
        assert_eq!(a.positions.len(), b.positions.len(), "seed {seed}");
        let last = case.actors().len() - 1;
        for (one, other) in a.positions.iter().zip(&b.positions) {
            for (at, place) in one.iter().enumerate() {
                assert!(place.iter().zip(&other[last - at]).all(|(x, y)| close(*x, *y)));
            }
        }
        for (preset, name) in Preset::ALL {
            let play = |case: &Case| expected_utility::run(&case.on(0), &preset.switches(), 6);
            let (a, b) = (play(&case).unwrap(), play(&turned).unwrap());
            for (one, other) in a.rounds.iter().zip(&b.rounds) {
                let mut other = other.positions.clone();
                other.reverse();
                let same = one.positions.iter().zip(&other).all(|(x, y)| close(*x, *y));
                assert!(same, "{name}, seed {seed}");
            }
        }
    }
}

#[test]
fn the_scale_of_capabilities_does_not_matter() {
    for seed in 20..30 {
        let case = invented(seed, 5, 2);
        let scaled = remade(&case, |actors| {
            let scale = |actor: Actor| Actor { capability: actor.capability * 1024.0, ..actor };
            actors.into_iter().map(scale).collect()
        });
        let run = |case: &Case| spatial::run(case, &Options::default()).unwrap();
        assert_eq!(run(&case).positions, run(&scaled).positions, "seed {seed}");
        for (preset, _) in Preset::ALL {
            let play = |case: &Case| {
                expected_utility::run(&case.on(1), &preset.switches(), 5).unwrap().rounds
            };
            for (a, b) in play(&case).iter().zip(&play(&scaled)) {
                assert!(a.positions.iter().zip(&b.positions).all(|(x, y)| close(*x, *y)));
            }
        }
    }
}

#[test]
fn equal_positions_move_nobody_and_divide_nothing_by_zero() {
    let equal = remade(&invented(1, 4, 2), |actors| {
        let put = |actor: Actor| Actor { positions: vec![40.0, 60.0], ..actor };
        actors.into_iter().map(put).collect()
    });
    assert!(equal.disputed().is_err() && invented(1, 4, 2).disputed().is_ok());
    let course = spatial::run(&equal, &Options::default()).unwrap();
    assert_eq!(course.ended, spatial::Ended::AtRest(2));
    assert!(course.moves.is_empty());
    assert!(course.positions.iter().flatten().flatten().all(|x| x.is_finite()));
    for (preset, _) in Preset::ALL {
        let course = expected_utility::run(&equal.on(0), &preset.switches(), 3).unwrap();
        assert_eq!(course.ended, expected_utility::Ended::AtRest(0));
        assert!(course.rounds.iter().all(|round| close(round.mean, 40.0)));
    }
}

#[test]
fn two_alike_actors_and_total_salience_above_one() {
    let alike = |name: &str, x: f64| Actor {
        name: name.into(),
        capability: 10.0,
        positions: vec![x, x],
        saliences: vec![1.0, 1.0],
    };
    let issue = |name: &str| Issue { name: name.into(), scale: (0.0, 100.0) };
    let two = [alike("a", 20.0), alike("b", 80.0)].to_vec();
    let case = Case::new(vec![issue("one"), issue("two")], two).unwrap();
    let course = spatial::run(&case, &Options::default()).unwrap();
    let finite = |x: &f64| x.is_finite() && (0.0..=100.0).contains(x);
    assert!(course.positions.iter().flatten().flatten().all(finite), "{course:?}");
}

#[test]
fn every_option_of_the_spatial_model_keeps_to_the_scale_and_repeats() {
    use spatial::{Commitment, Election, Interpolation, RiskAdjust, RiskRange, Victory, Voting};
    let case = invented(7, 5, 2);
    let mut each = Vec::new();
    let base = Options::default();
    each.extend(Victory::ALL.iter().map(|(victory, _)| Options { victory: *victory, ..base }));
    each.extend(Voting::ALL.iter().map(|(voting, _)| Options { voting: *voting, ..base }));
    each.extend(Election::ALL.iter().map(|(election, _)| Options { election: *election, ..base }));
    each.extend(RiskRange::ALL.iter().map(|(range, _)| Options { risk_range: *range, ..base }));
    each.extend(RiskAdjust::ALL.iter().map(|(see, _)| Options { risk_adjust: *see, ..base }));
    each.extend(Commitment::ALL.iter().map(|(stake, _)| Options { commitment: *stake, ..base }));
    each.extend(Interpolation::ALL.iter().map(|(by, _)| Options { interpolation: *by, ..base }));
    each.extend(Bargains::ALL.iter().map(|(which, _)| Options { bargains: *which, ..base }));
    each.push(Options { transitions: Transitions::Stochastic, seed: 5, ..base });
    for options in each {
        let course = spatial::run(&case, &options).unwrap();
        assert!(course.positions.iter().flatten().flatten().all(|x| x.is_finite()), "{options:?}");
        assert_eq!(course, spatial::run(&case, &options).unwrap(), "{options:?}");
    }
}

#[test]
fn inputs_without_sense_are_refused_in_words() {
    let case = invented(3, 3, 1);
    let with = |change: &dyn Fn(&mut Actor)| {
        let mut actors = case.actors().to_vec();
        change(&mut actors[0]);
        Case::new(case.issues().to_vec(), actors)
    };
    for (what, case) in [
        ("a capability that is no number", with(&|a| a.capability = f64::NAN)),
        ("a capability below zero", with(&|a| a.capability = -1.0)),
        ("a position off the scale", with(&|a| a.positions = vec![101.0])),
        ("a position that is no number", with(&|a| a.positions = vec![f64::INFINITY])),
        ("a salience above one", with(&|a| a.saliences = vec![1.5])),
        ("a position missing", with(&|a| a.positions = vec![])),
        ("a name twice", with(&|a| a.name = "actor 1".into())),
        ("one actor", Case::new(case.issues().to_vec(), case.actors()[..1].to_vec())),
        ("no actor", Case::new(case.issues().to_vec(), vec![])),
        ("no issue", Case::new(vec![], case.actors().to_vec())),
    ] {
        let fault = case.err();
        assert!(fault.is_some_and(|fault| !fault.help.is_empty()), "{what}");
    }
    let careless = with(&|a| a.saliences = vec![0.0]).unwrap();
    assert!(spatial::run(&careless, &Options::default()).is_err());
    assert!(expected_utility::run(&careless, &Preset::AsPrinted.switches(), 3).is_ok());
}
