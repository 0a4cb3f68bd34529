//! Rates, incidence and the backtest on small invented alliances, worked out by hand; and on the real
//! files of research, where these lie beside the repository: only counts are printed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at a surprise, and says when it could not run"
)]

use servanda_data::atop;
use servanda_foresee::backtest;
use servanda_foresee::history::{Era, History, Outcome, exits, histories};
use servanda_foresee::inputs::{Event, alliance_years};
use servanda_foresee::rates::{aalen_johansen, incidence, rate, rates};

/// An alliance file, invented: begin, end, TERM, DEFENSE, LENGTH in months.
fn file(rows: &[(u32, u32, u32, u32, u32)]) -> String {
    let mut text = String::from(
        "atopid,begyr,begmo,begday,endyr,endmo,endday,ineffect,bilat,speclgth,length,term,defense,\
         offense,neutral,nonagg,consul,active,mem1,mem2,new5,version\n",
    );
    for (at, (begin, end, term, defense, length)) in rows.iter().enumerate() {
        let open = u32::from(*end == 0);
        text.push_str(&format!(
            "{},{begin},1,1,{end},0,0,{open},1,{},{length},{term},{defense},0,0,1,0,{defense},365,640,0,5.1\n",
            9001 + at,
            u32::from(*length > 0),
        ));
    }
    text
}

fn lives(rows: &[(u32, u32, u32, u32, u32)]) -> Vec<History> {
    let reading = atop::alliances(file(rows).as_bytes()).unwrap();
    assert_eq!(reading.faults, [], "the invented file is read");
    histories(&reading.rows)
}

/// Four alliances: violated in its third year, fulfilled in its second, in force since 2017, lost sight of
/// in its second year.
fn four() -> Vec<History> {
    lives(&[
        (1944, 1946, 2, 1, 0),
        (1950, 1951, 1, 0, 12),
        (2017, 0, 0, 1, 0),
        (1960, 1961, 0, 0, 0),
    ])
}

#[test]
fn rates_count_years_and_endings() {
    let all = rate(&four(), "all", None, &|_, _| true);
    assert_eq!((all.events, all.exposure), (2, 3 + 2 + 2 + 2));
    let early = rate(&four(), "", None, &|_, year| Era::of(year) == Era::ToWar);
    assert_eq!((early.events, early.exposure), (0, 2));
    let violated = rate(&four(), "", Some(Outcome::Violated), &|one, _| one.kind == "defense");
    assert_eq!((violated.events, violated.exposure), (1, 5));
    assert!((violated.rate.unwrap() - 0.2).abs() < 1e-15);
    let [low, high] = violated.interval.unwrap();
    assert!(0.0 < low && low < 0.2 && 0.2 < high && high < 1.0);
    let nothing = rate(&four(), "", None, &|_, _| false);
    assert_eq!((nothing.rate, nothing.interval), (None, None));
    assert!(rates(&four(), 1950).iter().all(|rate| rate.group != "from 1990"));
}

#[test]
fn cumulative_incidence_by_hand() {
    let lives = four();
    let curve = aalen_johansen(lives.iter(), 3);
    // Age 0: four at risk, nobody ends. Age 1: four at risk, one fulfilled. Age 2: one left, violated.
    let (ended, in_force, at_risk) = curve[1];
    assert_eq!((ended, in_force, at_risk), ([0.25, 0.0, 0.0], 0.75, 4));
    let (ended, in_force, at_risk) = curve[2];
    assert_eq!((ended, in_force, at_risk), ([0.25, 0.75, 0.0], 0.0, 1));
    for (ended, in_force, _) in curve {
        assert!((ended.iter().sum::<f64>() + in_force - 1.0).abs() < 1e-12, "shares sum to one");
    }
}

#[test]
fn intervals_of_incidence_are_reproducible_and_hold_the_estimate() {
    let lives = four();
    let picked: Vec<&History> = lives.iter().collect();
    let found = incidence(&picked, "all", 200, 1);
    assert_eq!(found, incidence(&picked, "all", 200, 1));
    let [low, high] = found[1].intervals[0];
    assert!(low <= found[1].ended[0] && found[1].ended[0] <= high);
    assert!(incidence(&[], "none", 200, 1).is_empty());
}

#[test]
fn a_set_term_ends_once_and_is_over_afterwards() {
    let lives = lives(&[(1950, 1953, 1, 0, 24)]);
    let years = alliance_years(&lives, Event::Any);
    let ends: Vec<f64> = years.iter().map(|one| one.inputs[15]).collect();
    let over: Vec<f64> = years.iter().map(|one| one.inputs[16]).collect();
    assert_eq!((ends, over), (vec![0.0, 0.0, 1.0, 0.0], vec![0.0, 0.0, 0.0, 1.0]));
    assert_eq!(years.iter().map(|one| one.event).collect::<Vec<_>>(), [false, false, false, true]);
    assert!(alliance_years(&lives, Event::Violated).iter().all(|one| !one.event));
    assert!(years[0].inputs[8].is_nan(), "what the file does not have is not zero");
}

#[test]
fn members_exits_are_counted_by_code() {
    let file = atop::invented_member_file();
    let reading = atop::members(file.as_bytes()).unwrap();
    let found = exits(&reading.rows, &[]);
    assert_eq!((found.memberships, found.years), (1, 2018 - 1930 + 1));
    assert_eq!(found.by_mode[0].meaning, "no exit");
    assert_eq!(exits(&reading.rows, &[1]).memberships, 0);
}

/// The bytes of a file beside the repository.
fn beside(name: &str) -> Option<Vec<u8>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/");
    let bytes = std::fs::read(format!("{path}{name}")).ok();
    if bytes.is_none() {
        println!("skipped: {name} does not lie beside the repository");
    }
    bytes
}

#[test]
fn the_real_file_has_the_base_rates_that_the_protocol_names() {
    let Some(bytes) = beside("alliances/atop5.1_alliance.csv.gz") else { return };
    let lives = histories(&atop::alliances(&bytes).unwrap().rows);
    let train = rate(&lives, "training", None, &|_, year| year <= backtest::LAST_TRAINED);
    let test = rate(&lives, "test", None, &|_, year| (1990..=2009).contains(&year));
    println!(
        "training {} of {}, test {} of {}",
        train.events, train.exposure, test.events, test.exposure
    );
    assert!((train.rate.unwrap() - 0.046).abs() < 0.001);
    assert!(test.rate.unwrap() < 0.5 * train.rate.unwrap(), "the base rate has drifted");
}

#[test]
fn the_backtest_of_the_real_file_is_what_the_handbook_says() {
    let Some(bytes) = beside("alliances/atop5.1_alliance.csv.gz") else { return };
    let lives = histories(&atop::alliances(&bytes).unwrap().rows);
    let found = backtest::backtest(&lives, Event::Any, true).unwrap();
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/src/foresee.md");
    let page = std::fs::read_to_string(page).unwrap();
    let whole =
        found.results.iter().filter(|one| one.part == "1990-2018" && one.alliances == "all");
    for one in whole {
        let [brier, log_loss] =
            [format!("{:.5}", one.scores.brier), format!("{:.4}", one.scores.log_loss)];
        println!("{}: {brier}, {log_loss}", one.model);
        let row = page.lines().find(|line| {
            line.trim_matches(['|', ' ', '*']).starts_with(&one.model)
                && line.contains(brier.trim_start_matches('0'))
                && line.contains(log_loss.trim_start_matches('0'))
        });
        assert!(row.is_some(), "docs/src/foresee.md has other scores of `{}`", one.model);
    }
    assert!(found.verdict.starts_with("reached"), "{}", found.verdict);
    let closed = backtest::backtest(&lives, Event::Any, false).unwrap();
    assert!(closed.results.iter().all(|one| one.part == "1990-2009"), "the slice stays closed");
}

#[test]
fn a_file_without_endings_fits_no_model() {
    assert!(backtest::backtest(&lives(&[(1950, 0, 0, 1, 0)]), Event::Any, false).is_none());
}
