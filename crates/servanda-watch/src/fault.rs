//! Named points at which a test lets the process die as `kill -9` would, and switches that break a guarantee on
//! purpose, so that a test can show that it would notice. Compiled with the feature `fault` only, which no program
//! has that people use.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Mutex;

/// Every point on the way of an alert, in order.
pub const POINTS: &[&str] = &[
    "file begun",
    "row taken",
    "file read",
    "cases saved",
    "case judged",
    "alert written",
    "duties written",
    "before commit",
    "after commit",
    "sink begun",
    "before delivery",
    "line half written",
    "lines written",
    "lines synced",
    "file half written",
    "before rename",
    "after rename",
    "folder synced",
    "before post",
    "after post",
    "table half written",
    "before mark",
    "after mark",
];

/// Every way in which a guarantee can be broken on purpose.
pub const SWITCHES: &[&str] = &[
    "synchronous off",
    "cursor before alerts",
    "delivery before commit",
    "mark before delivery",
    "no sync before rename",
];

static REACHED: Mutex<BTreeMap<&str, u32>> = Mutex::new(BTreeMap::new());

/// Dies here if `SERVANDA_FAULT` says `NAME:COUNT` and this is that time. `SERVANDA_FAULT_LOG` names a file in which
/// each point is written down.
pub(crate) fn point(name: &'static str) {
    assert!(POINTS.contains(&name), "a point that the list does not name: {name}");
    if let Some(log) = std::env::var_os("SERVANDA_FAULT_LOG") {
        let opened = std::fs::OpenOptions::new().create(true).append(true).open(log);
        let _ = opened.and_then(|mut log| writeln!(log, "{name}"));
    }
    let Ok(wanted) = std::env::var("SERVANDA_FAULT") else { return };
    let Some((point, count)) = wanted.split_once(':') else { return };
    if point != name {
        return;
    }
    let Ok(mut reached) = REACHED.lock() else { return };
    let times = reached.entry(name).or_insert(0);
    *times += 1;
    if count.parse() == Ok(*times) {
        std::process::abort();
    }
}

/// Whether `SERVANDA_BROKEN` names this switch.
pub(crate) fn broken(switch: &str) -> bool {
    assert!(SWITCHES.contains(&switch), "a switch that the list does not name: {switch}");
    std::env::var("SERVANDA_BROKEN").is_ok_and(|broken| broken == switch)
}
