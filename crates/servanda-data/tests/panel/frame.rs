//! The rows of a panel against the frames of research.

use crate::files::{file, parquet, states, years};
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use servanda::model::System;
use servanda_data::panel::{Panel, Plan, Rule, Scope};
use std::collections::BTreeSet;

/// The key columns of a panel of dyad-years, packed into one number each, in order.
pub(crate) fn keys(panel: &Panel) -> Vec<u64> {
    let mut keys = Vec::with_capacity(panel.rows());
    for batch in panel.batches() {
        let batch = batch.unwrap();
        let column = |at: usize| batch.column(at).as_primitive::<Int32Type>().values().to_vec();
        let (one, two, year) = (column(0), column(1), column(2));
        let each = one.iter().zip(&two).zip(&year);
        keys.extend(each.map(|((one, two), year)| key(*one as u64, *two as u64, *year as u64)));
    }
    keys
}

pub(crate) fn key(one: u64, two: u64, year: u64) -> u64 {
    one << 32 | two << 16 | year
}

#[test]
fn the_directed_dyad_years_are_those_of_research_row_for_row() {
    let Some(bytes) = file("panels/cow_directed_dyad_year.parquet") else { return };
    let columns = parquet(bytes, &["ccode1", "ccode2", "year"]);
    let rows = columns[0].iter().zip(&columns[1]).zip(&columns[2]);
    let theirs: Vec<u64> = rows
        .filter(|(_, year)| (1816.0..=2016.0).contains(*year))
        .map(|((one, two), year)| key(*one as u64, *two as u64, *year as u64))
        .collect();
    let ours = keys(&Panel::new(years("directed-dyad-year", System::Cow, 1816, 2016, Rule::Any)));
    println!("{} rows", ours.len());
    assert!(ours.is_sorted() && theirs.is_sorted());
    let (one, other): (BTreeSet<_>, BTreeSet<_>) = (ours.iter().collect(), theirs.iter().collect());
    println!(
        "only ours {}, only theirs {}",
        one.difference(&other).count(),
        other.difference(&one).count()
    );
    assert!(ours == theirs, "the rows differ");
}

#[test]
fn pairs_that_never_shared_a_day_of_a_year_are_no_rows() {
    for (name, system, prefix) in [
        ("states/false_cow_dyads.csv", System::Cow, "ccode"),
        ("states/false_gw_dyads.csv", System::GleditschWard, "gwcode"),
    ] {
        let Some(bytes) = file(name) else { continue };
        let last = if system == System::Cow { 2016 } else { 2020 };
        let panel = Panel::new(years("directed-dyad-year", system, 1816, last, Rule::Any));
        let ours: BTreeSet<u64> = keys(&panel).into_iter().collect();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let header = reader.headers().unwrap().clone();
        let place = |name: &str| header.iter().position(|known| known == name).unwrap();
        let places = [place(&format!("{prefix}1")), place(&format!("{prefix}2")), place("year")];
        let mut rows = 0;
        for row in reader.records() {
            let row = row.unwrap();
            let [one, two, year] = places.map(|at| row[at].parse::<f64>().unwrap() as u64);
            rows += 1;
            assert!(!ours.contains(&key(one, two, year)), "{one}-{two} {year} shared no day");
        }
        println!("{name}: {rows} pairs, none a row");
    }
}

#[test]
fn two_states_of_which_one_ended_the_year_before_the_other_began_share_a_year_and_no_day() {
    // Germany (255) begins again on 1990-10-03, the Federal Republic (260) ends the day before.
    let plan = |rule| Panel::new(years("dyad-year", System::Cow, 1989, 1991, rule));
    assert!(!keys(&plan(Rule::Any)).contains(&key(255, 260, 1990)));
}

#[test]
fn rules_for_parts_of_a_year_nest_and_shares_tell_them_apart() {
    let count = |rule| Panel::new(years("state-year", System::Cow, 1816, 2016, rule)).rows();
    let [any, first, last, exact] = [Rule::Any, Rule::First, Rule::Last, Rule::Exact].map(count);
    assert_eq!(any, count(Rule::ShareOfDays));
    assert!(exact < first && exact < last && first < any && last < any);
    let panel = Panel::new(years("state-year", System::Cow, 1816, 2016, Rule::ShareOfDays));
    let mut whole = 0;
    for batch in panel.batches() {
        let batch = batch.unwrap();
        let shares = batch.column_by_name("share").unwrap();
        let shares = shares.as_primitive::<arrow_array::types::Float64Type>();
        assert!(shares.iter().all(|share| share.is_some_and(|share| share > 0.0 && share <= 1.0)));
        whole += shares.iter().flatten().filter(|share| *share >= 1.0).count();
    }
    assert_eq!(whole, exact, "a share of one is every day");
}

#[test]
fn a_panel_says_its_days_and_never_goes_on_to_a_day_that_no_list_knows() {
    let scope = |from: &str, to: &str| Scope {
        unit: "state-day".parse().unwrap(),
        system: System::Cow,
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        rule: Rule::Any,
        beyond_list: false,
    };
    let fault = Plan::new(&states(), scope("2016-12-01", "2017-01-01")).unwrap_err();
    assert!(fault.cause.contains("ends on 2016-12-31"), "{}", fault.cause);
    let fault = Plan::new(&states(), scope("1815-12-31", "1816-01-01")).unwrap_err();
    assert!(fault.cause.contains("begins on 1816-01-01"), "{}", fault.cause);
    let days = Plan::new(&states(), scope("2016-12-30", "2016-12-31")).unwrap();
    assert_eq!(days.rows(), 2 * 195);
}
