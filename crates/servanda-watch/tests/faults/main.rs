//! What is promised under crashes and power cuts, put to the proof: the watch dies at each named point, is started
//! again, and every sink must hold what an undisturbed run gives, none lost and none twice. What is broken on purpose
//! must be noticed. Needs the feature `fault`; the power cuts need Linux and a C compiler.
#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails loudly, and says what it did"
)]

mod bench;
mod feed;
mod receiver;

use bench::{Bench, Cut};

/// Every place at which the watch is let die: the first and the last time that each point is reached.
fn places(reached: &[(String, u32)]) -> Vec<(String, u32)> {
    let every = std::env::var_os("SERVANDA_FAULTS").is_some_and(|which| which == "all");
    let times = |count: u32| match every {
        true => (1..=count).collect(),
        false if count > 1 => vec![1, count],
        false => vec![1],
    };
    let each = reached.iter();
    each.flat_map(|(point, count)| times(*count).into_iter().map(move |time| (point.clone(), time)))
        .collect()
}

/// Lets the watch die everywhere and demands what is promised.
fn everywhere(name: &str, cut: Cut) {
    let bench = Bench::new(name);
    let mut tried = 0;
    let mut points = std::collections::BTreeSet::new();
    let mut wrong = Vec::new();
    for file in 0..feed::FILES {
        for (point, time) in places(&bench.reached[file]) {
            tried += 1;
            points.insert(point.clone());
            if let Err(cause) = bench.dies(file, &point, time, cut, "") {
                wrong.push(format!("file {file}, `{point}` time {time}: {cause}"));
            }
        }
        if cut == Cut::Power
            && let Err(cause) = bench.cut_after_the_end(file, "")
        {
            wrong.push(format!("file {file}, after its end: {cause}"));
        }
    }
    println!("{name}: died {tried} times at {} points", points.len());
    let missed: Vec<&&str> =
        servanda_watch::POINTS.iter().filter(|point| !points.contains(**point)).collect();
    assert!(missed.is_empty(), "never reached: {missed:?}");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn killed_at_every_point_it_loses_no_alert_and_tells_none_twice() {
    everywhere("killed", Cut::Kill);
}

#[test]
fn the_power_cut_at_every_point_it_loses_no_alert_and_tells_none_twice() {
    if cfg!(target_os = "linux") {
        everywhere("power", Cut::Power);
    } else {
        println!("power cuts are tested on Linux only");
    }
}

/// What is broken on purpose is noticed: otherwise the tests above would show nothing.
#[test]
fn what_is_broken_on_purpose_is_noticed() {
    let controls: [(&str, Cut, &[&str]); 5] = [
        ("synchronous off", Cut::Power, &["after post", "after mark"]),
        ("cursor before alerts", Cut::Kill, &["row taken"]),
        ("delivery before commit", Cut::Kill, &["before commit"]),
        ("mark before delivery", Cut::Kill, &["before mark"]),
        ("no sync before rename", Cut::Power, &["after mark"]),
    ];
    assert_eq!(controls.map(|(switch, ..)| switch), servanda_watch::SWITCHES);
    let bench = Bench::new("controls");
    for (switch, cut, points) in controls {
        if cut == Cut::Power && !cfg!(target_os = "linux") {
            println!("`{switch}` is tested on Linux only");
            continue;
        }
        let mut noticed = Vec::new();
        let mut tried = 0;
        for file in 0..feed::FILES {
            for point in points {
                let count = bench.reached[file].iter().find(|(known, _)| known == point);
                for time in 1..=count.map_or(0, |(_, count)| *count) {
                    tried += 1;
                    noticed.extend(bench.dies(file, point, time, cut, switch).err());
                }
            }
            if cut == Cut::Power {
                tried += 1;
                noticed.extend(bench.cut_after_the_end(file, switch).err());
            }
        }
        println!(
            "`{switch}` is noticed in {} of {tried} places, as: {}",
            noticed.len(),
            noticed.first().map_or("", String::as_str)
        );
        assert!(!noticed.is_empty(), "`{switch}` is not noticed");
    }
}
