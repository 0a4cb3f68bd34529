//! The readers over the real member and alliance files of ATOP, where these lie beside the repository;
//! else a note. Nothing of the files is printed but counts.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first thing that is not as it must be, and says what"
)]

use servanda_data::atop::{self, Obligation};
use std::collections::BTreeSet;
use std::path::Path;

/// A file of the folder beside this repository, if it is there.
fn file(name: &str) -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["../shared/data/alliances", "../../shared/data/alliances"];
    let found = folders.iter().find_map(|folder| std::fs::read(root.join(folder).join(name)).ok());
    if found.is_none() {
        println!("skipped: {name} is not beside this repository");
    }
    found
}

#[test]
fn both_member_files_are_read_to_the_last_row() {
    for (name, version, rows, alliances) in [
        ("atop5.1_member.csv.gz", "5.1", 2_510, 789),
        ("atop4.01_member.csv.gz", "4.01", 2_398, 745),
    ] {
        let Some(bytes) = file(name) else { continue };
        let reading = atop::members(&bytes).unwrap();
        let ids: BTreeSet<u16> = reading.rows.iter().map(|row| row.atop_id).collect();
        let vague = reading.rows.iter().filter(|row| !row.entry.is_exact() || !row.exit.is_exact());
        println!(
            "ATOP {version}: {} rows, {} alliances, {} rows with a vague date",
            reading.rows.len(),
            ids.len(),
            vague.count()
        );
        assert_eq!(reading.faults, [], "rows of {name} that are not read");
        assert_eq!(
            (reading.version.as_str(), reading.rows.len(), ids.len()),
            (version, rows, alliances)
        );
        for obligation in Obligation::ALL {
            let missing = reading.rows.iter().filter(|row| row.obligation(obligation).is_missing());
            assert_eq!(missing.count(), 0, "{obligation:?} is coded in every row");
        }
    }
}

#[test]
fn the_alliance_file_holds_the_alliances_of_the_member_file() {
    let (Some(alliances), Some(members)) =
        (file("atop5.1_alliance.csv.gz"), file("atop5.1_member.csv.gz"))
    else {
        return;
    };
    let alliances = atop::alliances(&alliances).unwrap();
    let members = atop::members(&members).unwrap();
    assert_eq!((alliances.version.as_str(), alliances.faults.len()), ("5.1", 0));
    let of_members: BTreeSet<(u16, u16)> =
        members.rows.iter().map(|row| (row.atop_id, row.member)).collect();
    let of_alliances: BTreeSet<(u16, u16)> = alliances
        .rows
        .iter()
        .flat_map(|row| row.members.iter().map(|member| (row.atop_id, *member)))
        .collect();
    println!(
        "alliance file: {} alliances, {} members; {} differ from the member file",
        alliances.rows.len(),
        of_alliances.len(),
        of_alliances.symmetric_difference(&of_members).count()
    );
    assert_eq!(alliances.rows.len(), 789);
}
