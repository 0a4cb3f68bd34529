//! Similarity of portfolios from ATOP's member file. The expected values are golden numbers.

use crate::files::{file, states};
use servanda::model::System;
use servanda::time::{Day, Interval};
use servanda_data::atop;
use servanda_data::panel::Atop;
use servanda_data::panel::similarity::{Measure, Portfolios};

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

fn portfolios(atop: &Atop, year: i16) -> Portfolios {
    let days = Interval::inclusive(Day::of(year, 1, 1).unwrap(), Day::of(year, 12, 31).unwrap());
    let states = states();
    let spells = states.iter().flat_map(|(_, state)| &state.spells);
    let cow = spells.filter(|spell| spell.system == System::Cow);
    let during = cow.filter(|spell| !spell.days.overlap(&days).is_empty());
    atop.portfolios(during.map(|spell| spell.code), &days)
}

#[test]
fn golden_values_of_1914_and_2002() {
    let Some(bytes) = file("alliances/atop5.1_member.csv.gz") else { return };
    let atop = Atop::new(&atop::members(&bytes).unwrap());
    for (year, states, pairs) in GOLDEN {
        let portfolios = portfolios(&atop, year);
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
