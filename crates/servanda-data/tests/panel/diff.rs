//! Two frames beside each other: invented ones by hand, and the two versions of ATOP by counts.

use crate::files::file;
use crate::invented::{frame, pacts, scope, world};
use servanda_data::panel::{Difference, Frame, Request, Rule, Sink, build, diff};

fn differences(one: &Frame, other: &Frame) -> (servanda_data::panel::FrameDiff, Vec<Difference>) {
    let mut all = Vec::new();
    let found = diff(one, other, None, &mut |difference| all.push(difference.clone())).unwrap();
    (found, all)
}

#[test]
fn cells_that_differ_are_counted_by_kind_and_listed() {
    let world = world();
    let years = scope("directed-dyad-year", "1924-01-01", "1925-12-31", Rule::Any);
    let one = frame(&world, years, &pacts(), Sink::Parquet);
    // France ends it a year earlier, and what was not known is known.
    let later = pacts().replace("1925,6,30", "1924,6,30").replace(",.,0,0,0,0", ",1,0,0,0,0");
    assert_ne!(later, pacts());
    let other = frame(&world, years, &later, Sink::Arrow);
    let (found, all) = differences(&one, &other);
    assert_eq!(found.only, [0, 0]);
    assert_eq!(found.common, one.rows());
    let defense = found.columns.iter().find(|column| column.name == "atop_defense").unwrap();
    assert_eq!(defense.differ["value to value"], 1);
    assert_eq!(defense.differ["unknown to value"], 1);
    assert_eq!(defense.equal + 2, one.rows());
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].key, ["220", "200", "1925"]);
    assert_eq!(all[0].before.value.as_deref(), Some("1"));
    assert_eq!(all[0].after.value.as_deref(), Some("0"));
    assert_eq!(all[1].before.state, "unknown");
    assert!(found.notes.iter().any(|note| note.starts_with("file of atop: ")), "{:?}", found.notes);
    let (found, all) = differences(&one, &one);
    assert!(found.is_equal() && all.is_empty());
}

#[test]
fn rows_of_one_frame_alone_are_listed_with_their_keys() {
    let world = world();
    let of = |from: &str, to: &str| {
        frame(&world, scope("state-year", from, to, Rule::Any), &pacts(), Sink::Parquet)
    };
    let (one, other) = (of("1920-01-01", "1921-12-31"), of("1921-01-01", "1922-12-31"));
    let (found, all) = differences(&one, &other);
    assert_eq!(found.common + found.only[0], one.rows());
    assert_eq!(found.common + found.only[1], other.rows());
    assert!(all.iter().all(|difference| difference.column.is_none()));
    assert_eq!(all[0].key, ["2", "1920"]);
    assert_eq!((all[0].before.state, all[0].after.state), ("row", "no row"));
}

#[test]
fn frames_of_different_things_are_not_compared() {
    let world = world();
    let of = |unit: &str| {
        frame(&world, scope(unit, "1920-01-01", "1920-12-31", Rule::Any), &pacts(), Sink::Parquet)
    };
    let fault = diff(&of("state-year"), &of("dyad-year"), None, &mut |_| {}).unwrap_err();
    assert_eq!(fault.cause, "the frames are of two units: `state-year` and `dyad-year`");
    let only = ["cinc".to_owned()];
    let fault = diff(&of("state-year"), &of("state-year"), Some(&only), &mut |_| {}).unwrap_err();
    assert!(fault.cause.contains("no column `cinc`"), "{fault}");
}

#[test]
fn a_key_that_stands_twice_is_an_error_that_names_the_rows() {
    let world = world();
    let years = scope("state-year", "1920-01-01", "1920-12-31", Rule::Any);
    let one = frame(&world, years, &pacts(), Sink::Parquet);
    let twice = crate::invented::doubled(&one);
    let fault = diff(&one, &twice, None, &mut |_| {}).unwrap_err();
    let words = format!("the key 2-1920 stands on the rows 1 and {}", one.rows() + 1);
    assert!(fault.cause.contains("the second frame"), "{fault}");
    assert!(fault.cause.contains(&words), "{fault}");
}

#[test]
fn two_versions_of_atop_are_compared_by_counts() {
    let files = ["alliances/atop4.01_member.csv.gz", "alliances/atop5.1_member.csv.gz"];
    let world = world();
    // A few years here, so that the test is quick; the handbook has the counts of all.
    let years = scope("directed-dyad-year", "1990-01-01", "1992-12-31", Rule::Any);
    let mut frames = Vec::new();
    for name in files {
        let Some(bytes) = file(name) else { return };
        let file = Some((name.to_owned(), bytes));
        let built = build(&world, years, &[Request { name: "atop".into(), file }]).unwrap();
        frames.push(Frame::of(&built.panel).unwrap());
    }
    let (found, all) = differences(&frames[0], &frames[1]);
    assert_eq!(found.only, [0, 0]);
    for column in &found.columns {
        println!("{}: {} equal, {:?}", column.name, column.equal, column.differ);
    }
    assert!(!all.is_empty() && found.columns.len() == 5);
}
