//! Similarity of portfolios over the real member file of ATOP, where it lies beside the repository; else
//! a note. The expected values are golden numbers, not rows of the file.
#![cfg(feature = "full")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first thing that is not as it must be, and says what"
)]

use servanda::corpus;
use servanda::model::System;
use servanda::time::Day;
use servanda_data::atop::{self, MemberRow};
use servanda_data::panel::similarity::{Measure, Portfolios, Tie};
use std::collections::BTreeMap;
use std::path::Path;

/// Year, states of the system; then two states with their srsvas, srsvaa, srsba and taub.
type Golden = (i16, usize, &'static [(u16, u16, [f64; 4])]);

const GOLDEN: [Golden; 2] = [
    (
        2002,
        192,
        &[
            (2, 365, [0.476_852, 0.354_167, 0.520_833, 0.307_717]),
            (365, 702, [0.927_083, 0.857_639, 0.833_333, 0.782_129]),
            (371, 373, [0.990_741, 0.986_111, 0.989_583, 0.976_973]),
        ],
    ),
    (1914, 45, &[(200, 220, [0.876_543, 0.837_037, 0.866_667, 0.643_614])]),
];

fn members() -> Option<Vec<MemberRow>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = "data/alliances/atop5.1_member.csv.gz";
    let folders = ["../shared", "../../shared"];
    let found = folders.iter().find_map(|folder| std::fs::read(root.join(folder).join(file)).ok());
    if found.is_none() {
        println!("skipped: {file} is not beside this repository");
    }
    Some(atop::members(&found?).unwrap().rows)
}

/// The portfolios of a year: two members of an alliance are allied in a year if both were members on
/// some day of it, and what each owes is what its own row says.
fn portfolios(members: &[MemberRow], year: i16) -> Portfolios {
    let (first, last) = (Day::of(year, 1, 1).unwrap(), Day::of(year, 12, 31).unwrap());
    let world = corpus::empty_world().unwrap();
    let spells = world.states.iter().flat_map(|(_, state)| &state.spells);
    let cow = spells.filter(|spell| spell.system == System::Cow);
    let during = cow.filter(|spell| spell.days.from <= last && spell.days.end > first);
    let mut portfolios = Portfolios::new(during.map(|spell| spell.code));
    let mut alliances: BTreeMap<u16, Vec<&MemberRow>> = BTreeMap::new();
    for row in members {
        alliances.entry(row.atop_id).or_default().push(row);
    }
    for rows in alliances.values() {
        let pairs = rows.iter().flat_map(|one| rows.iter().map(move |other| (one, other)));
        for (one, other) in pairs.filter(|(one, other)| one.member != other.member) {
            let from = one.entry.earliest.max(other.entry.earliest).max(first);
            let to = one.exit.latest.min(other.exit.latest).min(last);
            let places = portfolios.place(one.member).zip(portfolios.place(other.member));
            if let (true, Some((here, there))) = (from <= to, places) {
                let tie = Tie::of_ally(|obligation| one.obligation(obligation).is_set());
                portfolios.raise(here, there, tie);
            }
        }
    }
    portfolios
}

#[test]
fn golden_values_of_1914_and_2002() {
    let Some(members) = members() else { return };
    for (year, states, pairs) in GOLDEN {
        let portfolios = portfolios(&members, year);
        assert_eq!(portfolios.states().len(), states, "states of the system in {year}");
        for (one, other, expected) in pairs {
            let place = |state: u16| portfolios.place(state).unwrap();
            let pair = portfolios.pair(place(*one), place(*other)).unwrap();
            let measures = [Measure::Srsvas, Measure::Srsvaa, Measure::Srsba, Measure::Taub];
            for (measure, expected) in measures.into_iter().zip(expected) {
                let found = measure.of(&pair).unwrap();
                let name = measure.name();
                assert!((found - expected).abs() < 1e-6, "{name} {year} {one}-{other}: {found}");
            }
        }
    }
}
