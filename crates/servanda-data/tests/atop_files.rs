//! The readers over the real member and alliance files of ATOP, where these lie beside the repository;
//! else a note. Nothing of the files is printed but counts.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first thing that is not as it must be, and says what"
)]

use servanda::engine::standing::pledges;
use servanda::model::{Actor, Certainty};
use servanda::syntax::Source;
use servanda::syntax::vocabulary::Act;
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

#[test]
fn every_alliance_becomes_a_treaty_that_is_read_and_laid_out_as_it_should_be() {
    use servanda::scenario::lint;
    use servanda::syntax::host::Host;
    use servanda::syntax::{Severity, format::format, parse};
    use std::collections::BTreeMap;
    for (members, alliances, count) in [
        ("atop5.1_member.csv.gz", Some("atop5.1_alliance.csv.gz"), 789),
        ("atop4.01_member.csv.gz", None, 745),
    ] {
        let Some(bytes) = file(members) else { continue };
        let reading = atop::members(&bytes).unwrap();
        let alliances = alliances.and_then(file).map(|bytes| atop::alliances(&bytes).unwrap());
        let mut world = servanda::corpus::empty_world().unwrap();
        let coded = atop::treaties(&reading, alliances.as_ref(), &world.states, &mut || {});
        for treaty in &coded.treaties {
            let document = parse(&treaty.text, 0, Host::Bare);
            assert!(document.diagnostics.is_empty(), "{}: {:?}", treaty.id, document.diagnostics);
            assert_eq!(format(&document, &treaty.text), treaty.text, "{} is laid out", treaty.id);
        }
        let name = |id: &str| format!("{id}.treaty");
        let texts = coded.treaties.iter().map(|one| Source::new(name(&one.id), one.text.clone()));
        let faults = world.add_texts(texts.collect());
        let faults = lint::all(&world, faults);
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for fault in &faults {
            *codes.entry(fault.code.id()).or_default() += 1;
        }
        println!(
            "{members}: {} treaties, {} norms, {} rows left out, faults {codes:?}",
            world.treaties.len(),
            world.norms().count(),
            coded.left_out.len()
        );
        let errors: Vec<_> =
            faults.iter().filter(|fault| fault.severity() == Severity::Error).collect();
        assert!(errors.is_empty(), "{:?}", errors.iter().take(5).collect::<Vec<_>>());
        assert_eq!(coded.treaties.len(), count);
    }
}

/// The acts that the five obligations become, in their order.
const ACTS: [Act; 5] = [Act::Aid, Act::Attack, Act::StayNeutral, Act::NotAttack, Act::Consult];

#[test]
fn on_every_first_and_last_day_a_member_owes_what_its_rows_code_and_nothing_else() {
    let Some(bytes) = file("atop5.1_member.csv.gz") else { return };
    let reading = atop::members(&bytes).unwrap();
    let mut world = servanda::corpus::empty_world().unwrap();
    let coded = atop::treaties(&reading, None, &world.states, &mut || {});
    let texts = coded.treaties.iter();
    let texts = texts.map(|one| Source::new(format!("{}.treaty", one.id), one.text.clone()));
    world.add_texts(texts.collect());
    let (mut asked, mut differ) = (0, Vec::new());
    for row in &reading.rows {
        let Some(state) = world.states.by_ccode(row.member) else { continue };
        let last = if row.exit.is_open() { row.entry.latest.next() } else { row.exit.earliest };
        for day in [row.entry.latest, last] {
            let same = reading.rows.iter().filter(|other| {
                (other.atop_id, other.member) == (row.atop_id, row.member)
                    && other.entry.latest <= day
                    && day <= other.exit.earliest
            });
            let flags: BTreeSet<Act> = same
                .flat_map(|other| {
                    let promised = |(obligation, _): &(Obligation, Act)| {
                        other.obligation(*obligation).is_set()
                    };
                    Obligation::ALL.into_iter().zip(ACTS).filter(promised)
                })
                .map(|(_, act)| act)
                .collect();
            let id = format!("ATOP-{}", row.atop_id);
            let pledges = pledges(&world, Actor::State(state), day);
            let owed = pledges.into_iter().filter(|pledge| {
                pledge.owes && pledge.treaty.id == id && pledge.certainty == Certainty::Certain
            });
            let owed: BTreeSet<Act> = owed.map(|pledge| pledge.norm.duty.act).collect();
            asked += 1;
            if owed != flags {
                differ
                    .push(format!("{id}, member {}, {day}: {owed:?}, coded {flags:?}", row.member));
            }
        }
    }
    println!("{asked} days asked, {} differ from the codes", differ.len());
    assert!(differ.is_empty(), "{}", differ.iter().take(5).cloned().collect::<Vec<_>>().join("\n"));
}
