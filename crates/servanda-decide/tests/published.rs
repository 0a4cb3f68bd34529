//! The models beside others' outputs: KTAB's run of SOE-Pol-Comp and the emission standards of 1994 in the
//! variant of public reimplementations. The files lie beside the repository and not in it; without them
//! a note is printed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use serde_json::Value;
use servanda_decide::expected_utility::{self, Preset};
use servanda_decide::spatial::{self, Ended, Options};
use servanda_decide::tables::{self, Table};
use servanda_decide::{Actor, Case, Issue};
use std::path::Path;

/// The bytes of a file beside the repository.
fn beside(name: &str) -> Option<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/decide");
    let read = std::fs::read(folder.join(name));
    if read.is_err() {
        eprintln!("note: {name} is not beside the repository; nothing was compared");
    }
    read.ok()
}

#[test]
fn every_cell_of_ktabs_run_within_its_printed_decimal() {
    let (Some(table), Some(run)) =
        (beside("SOE-Pol-Comp.csv"), beside("ktab_smp_SOE-Pol-Comp.json"))
    else {
        return;
    };
    let Ok(Table::Ktab(case)) = tables::read(&table) else {
        unreachable!("the file has KTAB's layout")
    };
    let course = spatial::run(&case, &Options::default()).unwrap();
    let reference: Value = serde_json::from_slice(&run).unwrap();
    let mut cells = 0;
    for (i, actor) in case.actors().iter().enumerate() {
        for (d, issue) in case.issues().iter().enumerate() {
            let history = reference["position_history"][&actor.name][&issue.name].as_array();
            let history = history.unwrap();
            assert_eq!(history.len(), course.positions.len(), "turns");
            for (turn, expected) in history.iter().enumerate() {
                let apart = (course.positions[turn][i][d] - expected.as_f64().unwrap()).abs();
                assert!(apart <= 0.0501, "{} {} turn {turn}: {apart}", actor.name, issue.name);
                cells += 1;
            }
        }
    }
    let risk = reference["risk_attitudes_turn0"].as_array().unwrap();
    for (own, expected) in course.risk.iter().zip(risk) {
        assert!((own - expected.as_f64().unwrap()).abs() <= 5.1e-4, "risk attitudes");
    }
    assert_eq!(cells, 728);
    assert_eq!(course.ended, Ended::AtRest(27));
}

fn emission(reference: &Value) -> Case {
    let actors = reference["inputs"]["actors"].as_array().unwrap().iter();
    let of = |actor: &Value, what: &str| actor[what].as_f64().unwrap();
    let actors = actors.map(|actor| Actor {
        name: actor["actor"].as_str().unwrap().to_owned(),
        capability: of(actor, "capability"),
        positions: vec![of(actor, "position")],
        saliences: vec![of(actor, "salience")],
    });
    let issue = Issue { name: "years".into(), scale: (4.0, 10.0) };
    Case::new(vec![issue], actors.collect()).unwrap()
}

#[test]
fn every_mean_and_move_of_the_emission_standards() {
    let Some(bytes) = beside("bdm1994_emission_scholz.json") else { return };
    let reference: Value = serde_json::from_slice(&bytes).unwrap();
    let case = emission(&reference);
    let course = expected_utility::run(&case, &Preset::ScholzCode.switches(), 10).unwrap();
    let rounds = reference["expected_full_precision"].as_array().unwrap();
    assert_eq!(rounds.len(), 11);
    for (round, expected) in course.rounds.iter().zip(rounds) {
        assert!((round.mean - expected["mean"].as_f64().unwrap()).abs() < 1e-6);
        for median in ["condorcet", "weighted_median"] {
            assert!((round.median - expected[median].as_f64().unwrap()).abs() < 1e-6);
        }
        for (actor, position) in case.actors().iter().zip(&round.positions) {
            let expected = expected["positions"][&actor.name].as_f64().unwrap();
            assert!((position - expected).abs() < 1e-6, "{}", actor.name);
        }
    }
    let mut moves = course.moves.iter();
    let mut met = 0;
    for round in reference["rounds"].as_array().unwrap() {
        for expected in round["moves"].as_array().unwrap() {
            let own = moves.next().unwrap();
            let name = |at: usize| case.actors()[at].name.as_str();
            assert_eq!(own.round as u64, round["round"].as_u64().unwrap());
            assert_eq!(name(own.actor), expected[0].as_str().unwrap());
            assert_eq!(own.offer.word().get(..4), expected[1].as_str());
            assert_eq!(name(own.other), expected[2].as_str().unwrap());
            assert!((own.to - expected[3].as_f64().unwrap()).abs() < 1e-6);
            met += 1;
        }
    }
    assert_eq!((met, moves.next()), (30, None));
}

#[test]
fn seven_of_the_eight_published_medians_and_never_all() {
    let Some(bytes) = beside("bdm1994_emission_scholz.json") else { return };
    let reference: Value = serde_json::from_slice(&bytes).unwrap();
    let course =
        expected_utility::run(&emission(&reference), &Preset::ScholzCode.switches(), 8).unwrap();
    let published = &reference["published"]["scholz_table2"];
    let disagree = |what: &str, own: &dyn Fn(usize) -> f64| -> Vec<usize> {
        let published = published[what].as_array().unwrap();
        // The published figures are cut or rounded to one decimal.
        let apart = |round: &usize| (own(*round) - published[round - 1].as_f64().unwrap()).abs();
        (1..=8).filter(|round| apart(round) >= 0.1).collect()
    };
    assert_eq!(disagree("mean", &|round| course.rounds[round].mean), Vec::<usize>::new());
    assert_eq!(disagree("median", &|round| course.rounds[round].median), [2], "9.6 against 9.9");
    let printed =
        expected_utility::run(&emission(&reference), &Preset::AsPrinted.switches(), 8).unwrap();
    assert!(
        (printed.rounds[1].median - 8.4).abs() > 0.1,
        "the printed equations give another table"
    );
}
