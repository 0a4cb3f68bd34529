//! Laws of the measures of similarity, on invented portfolios, and the measures against a naive reading
//! of their textbook definitions.
#![cfg(feature = "full")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a test stops at the first thing that is not as it must be, and says what"
)]

use proptest::prelude::*;
use servanda_data::panel::similarity::{Measure, Pair, Portfolios, Tie};

const TIES: [Tie; 5] =
    [Tie::None, Tie::Unpledged, Tie::Nonaggression, Tie::Coordination, Tie::ActiveSupport];

/// What the states 0 and 1 owe each state, at its place, and what each weighs.
#[derive(Clone, Debug)]
struct Rows {
    one: Vec<Tie>,
    other: Vec<Tie>,
    weights: Vec<f64>,
}

/// Two rows of fewer than so many states; a state owes itself the most.
fn rows(states: usize) -> impl Strategy<Value = Rows> {
    let tie = prop_oneof![3 => Just(0_usize), 1 => 0..TIES.len()].prop_map(|tie| TIES[tie]);
    let state = (tie.clone(), tie, 0.0..1.0_f64);
    proptest::collection::vec(state, 2..states).prop_map(|states| {
        let mut rows = Rows { one: vec![], other: vec![], weights: vec![] };
        for (one, other, weight) in states {
            rows.one.push(one);
            rows.other.push(other);
            rows.weights.push(weight);
        }
        rows.one[0] = Tie::ActiveSupport;
        rows.other[1] = Tie::ActiveSupport;
        rows
    })
}

/// A year in which the k-th state is at `place(k)`.
fn year(rows: &Rows, place: impl Fn(usize) -> usize) -> Portfolios {
    let mut year = Portfolios::new(0..rows.one.len() as u16);
    for (state, (one, other)) in rows.one.iter().zip(&rows.other).enumerate() {
        assert!(year.raise(place(0), place(state), *one));
        assert!(year.raise(place(1), place(state), *other));
    }
    let mut weights = vec![0.0; rows.weights.len()];
    for (state, weight) in rows.weights.iter().enumerate() {
        weights[place(state)] = *weight;
    }
    year.weigh(|state| Some(weights[usize::from(state)]));
    year
}

fn values(pair: &Pair<'_>) -> Vec<Option<f64>> {
    Measure::ALL.iter().map(|measure| measure.of(pair)).collect()
}

/// Every measure of the two states in that year.
fn measured(rows: &Rows, place: impl Fn(usize) -> usize) -> Vec<(Measure, Option<f64>)> {
    let year = year(rows, &place);
    let pair = year.pair(place(0), place(1)).unwrap();
    Measure::ALL.iter().copied().zip(values(&pair)).collect()
}

/// 1 - 2 * weighted mean distance over the range.
fn naive_s(x: &[f64], y: &[f64], weights: &[f64], power: i32, range: f64) -> Option<f64> {
    let apart = x.iter().zip(y).zip(weights).map(|((x, y), w)| w * (x - y).abs().powi(power));
    let whole = weights.iter().sum::<f64>() * range.powi(power);
    (whole > 0.0).then(|| 1.0 - 2.0 * apart.sum::<f64>() / whole)
}

/// 1 - observed / expected, from a table of shares. Pi takes both margins to be their mean.
fn naive_agreement(x: &[f64], y: &[f64], apart: impl Fn(f64) -> f64, pi: bool) -> Option<f64> {
    let mut table = [[0.0; 4]; 4];
    for (x, y) in x.iter().zip(y) {
        table[*x as usize][*y as usize] += 1.0;
    }
    let size = x.len() as f64;
    let (mut observed, mut expected) = (0.0, 0.0);
    for v in 0..4 {
        for w in 0..4 {
            let row = |v: usize| table[v].iter().sum::<f64>() / size;
            let column = |w: usize| table.iter().map(|row| row[w]).sum::<f64>() / size;
            let mean = |v: usize| f64::midpoint(row(v), column(v));
            let chance = if pi { mean(v) * mean(w) } else { row(v) * column(w) };
            let distance = apart((v as f64 - w as f64).abs());
            observed += distance * table[v][w] / size;
            expected += distance * chance;
        }
    }
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Every pair of states looked at.
fn naive_tau_b(x: &[f64], y: &[f64]) -> Option<f64> {
    let sign = |a: f64, b: f64| f64::from(i8::from(a > b) - i8::from(a < b));
    let (mut balance, mut first, mut second) = (0.0, 0.0, 0.0);
    for k in 0..x.len() {
        for l in 0..k {
            let (one, other) = (sign(x[k], x[l]), sign(y[k], y[l]));
            balance += one * other;
            first += one.abs();
            second += other.abs();
        }
    }
    (first * second > 0.0).then(|| balance / (first * second).sqrt())
}

fn naive(measure: Measure, rows: &Rows) -> Option<f64> {
    let valued = |row: &[Tie]| row.iter().map(|tie| f64::from(tie.value())).collect::<Vec<f64>>();
    let binary =
        |row: &[Tie]| row.iter().map(|tie| f64::from(u8::from(tie.is_alliance()))).collect();
    let (x, y) = (&valued(&rows.one), &valued(&rows.other));
    let (a, b): (&Vec<f64>, &Vec<f64>) = (&binary(&rows.one), &binary(&rows.other));
    let (even, weights) = (&vec![1.0; x.len()], &rows.weights);
    let square = |distance: f64| distance * distance;
    match measure {
        Measure::Srsvas => naive_s(x, y, even, 2, 3.0),
        Measure::Srswvas => naive_s(x, y, weights, 2, 3.0),
        Measure::Srsvaa => naive_s(x, y, even, 1, 3.0),
        Measure::Srswvaa => naive_s(x, y, weights, 1, 3.0),
        Measure::Srsba => naive_s(a, b, even, 1, 1.0),
        Measure::Srswba => naive_s(a, b, weights, 2, 1.0),
        Measure::Kappava => naive_agreement(x, y, square, false),
        Measure::Piva => naive_agreement(x, y, square, true),
        Measure::Kappaba => naive_agreement(a, b, square, false),
        Measure::Piba => naive_agreement(a, b, |distance| distance, true),
        Measure::Kappavaa => naive_agreement(x, y, |distance| distance, false),
        Measure::Pivaa => naive_agreement(x, y, |distance| distance, true),
        Measure::Pallyv => naive_agreement(x, y, |distance| distance.min(1.0), true),
        Measure::Taub => naive_tau_b(x, y),
    }
}

// Up to 300 states, so that some do not fit into one block of 256.
proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_textbook_agrees(rows in rows(300)) {
        for (measure, found) in measured(&rows, |state| state) {
            match (found, naive(measure, &rows)) {
                (Some(found), Some(expected)) => prop_assert!(
                    (found - expected).abs() < 1e-9, "{}: {found}, {expected}", measure.name()
                ),
                (found, expected) => prop_assert_eq!(found, expected, "{}", measure.name()),
            }
        }
    }

    #[test]
    fn none_passes_one_and_equal_portfolios_have_it(rows in rows(300)) {
        for (measure, value) in measured(&rows, |state| state) {
            let within = value.is_none_or(|value| (-1.0..=1.0).contains(&value));
            prop_assert!(within, "{}: {:?}", measure.name(), value);
        }
        let mut one = rows.one;
        one[1] = Tie::ActiveSupport;
        let equal = Rows { other: one.clone(), one, weights: rows.weights };
        for (measure, value) in measured(&equal, |state| state) {
            let one = value.is_none_or(|value| (value - 1.0).abs() < 1e-12);
            prop_assert!(one, "{}: {:?}", measure.name(), value);
        }
    }

    #[test]
    fn the_order_of_the_states_does_not_matter(rows in rows(300), step in 1_usize..300) {
        let size = rows.one.len();
        let moved = measured(&rows, |state| (state + step) % size);
        for ((measure, first), (_, moved)) in measured(&rows, |state| state).into_iter().zip(moved) {
            match (first, moved) {
                (Some(one), Some(other)) if measure.is_weighted() => {
                    prop_assert!((one - other).abs() < 1e-12, "{one}, {other}");
                }
                (one, other) => prop_assert_eq!(one, other, "{}", measure.name()),
            }
        }
    }

    #[test]
    fn every_pair_comes_once_and_both_directions_are_the_same(rows in rows(24)) {
        let year = year(&rows, |state| state);
        let mut met = vec![];
        let mut same = true;
        year.every_pair(|one, other, pair| {
            let turned = values(&year.pair(other, one).unwrap());
            let again = values(&year.pair(one, other).unwrap());
            same &= values(pair) == again && again == turned;
            met.push((one, other));
        });
        prop_assert!(same);
        let size = rows.one.len();
        let from = |one: usize| (one + 1..size).map(move |other| (one, other));
        prop_assert_eq!(met, (0..size).flat_map(from).collect::<Vec<_>>());
    }
}
