//! The state: one watch at a time, one version, one transaction for each file; what changed is told.

use crate::common::{ANY, IRAN, Place, ROW, Row, SAUDI, troubles, world};
use servanda_events::Mapping;
use servanda_watch::{Rules, Source, Told, watch};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[test]
fn two_watches_do_not_share_a_state() {
    let place = Place::new("locked");
    place.run();
    let lock =
        fs::File::options().write(true).open(place.folder.join("state.sqlite.lock")).unwrap();
    lock.lock().unwrap();
    let stop = place.try_run().unwrap_err();
    assert!(stop.to_string().contains("another watch is running"), "{stop}");
    // To look at it is no harm.
    assert_eq!(place.status().files, 0);
    drop(lock);
    place.run();
}

#[test]
fn a_state_of_another_version_or_kind_is_refused() {
    let place = Place::new("version");
    place.run();
    let path = place.folder.join("state.sqlite");
    rusqlite::Connection::open(&path).unwrap().execute_batch("PRAGMA user_version=2").unwrap();
    let stop = place.try_run().unwrap_err();
    assert!(
        stop.to_string()
            .contains("another version of servanda: its tables are of version 2, here of 1"),
        "{stop}"
    );
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(place.folder.join(format!("state.sqlite{ending}")));
    }
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    assert!(place.try_run().unwrap_err().to_string().contains("is no state of a watch"));
    fs::write(
        &path,
        "a letter to a friend, and nothing that a database would be, long enough for a page "
            .repeat(99),
    )
    .unwrap();
    assert!(place.try_run().unwrap_err().to_string().contains("is no state of a watch"));
    let missing = servanda_watch::status(&place.folder.join("none.sqlite")).unwrap_err();
    assert!(missing.to_string().contains("is not there"), "{missing}");
}

#[test]
fn a_file_that_is_not_read_whole_leaves_nothing() {
    let place = Place::new("broken");
    place.offer("20240105120000", &[ROW]);
    // Gzip that was cut: its first rows can be read, the rest cannot.
    let text =
        Place::text("20240105121500", &[Row { id: 2, by: IRAN, on: SAUDI, ..ROW }]).repeat(20_000);
    let cut = place.folder.join("feed/20240105121500.export.CSV");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("20240105121500.export.CSV", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::write(&cut, &bytes).unwrap();
    place.offer("20240105123000", &[Row { id: 3, on: SAUDI, ..ROW }]);
    let (report, told) = place.run();
    assert_eq!((report.files, report.failed), (2, 1), "{told:?}");
    assert!(troubles(&told).contains("20240105121500"), "{told:?}");
    assert_eq!(place.told(), ["new 1 IRQ>KUW", "new 1 IRQ>SAU"]);
    // Once it is whole it is taken.
    fs::write(&cut, text).unwrap();
    place.run();
    assert_eq!(place.told()[2], "new 1 IRN>SAU");
}

#[test]
fn dirty_rows_are_counted_and_kept() {
    let mut place = Place::new("dirty");
    place.settings.rejects = Some(place.folder.join("rejects.tsv"));
    let text = Place::text("20240105120000", &[ROW]) + "half a row\n";
    fs::write(place.folder.join("feed/20240105120000.export.CSV"), text).unwrap();
    let (report, _) = place.run();
    assert_eq!((report.rows, report.dirty, report.new), (2, 1, 1));
    let rejects = fs::read_to_string(place.folder.join("rejects.tsv")).unwrap();
    assert!(rejects.contains("\t2\t1 fields where the feed has 61\thalf a row\n"), "{rejects}");
}

#[test]
fn other_rules_than_before_are_told() {
    let mut place = Place::new("changed");
    place.offer("20240105120000", &[ROW]);
    place.run();
    place.rules = format!("{ANY}mentions = 2\n");
    let (_, told) = place.run();
    assert!(told.iter().any(|one| matches!(one, Told::Note(words) if words.contains("the rules are not what they were"))), "{told:?}");
    assert_eq!(place.told(), ["new 1 IRQ>KUW"], "what was told stays until a row comes");
    place.offer("20240105121500", &[Row { id: 2, ..ROW }]);
    place.run();
    assert_eq!(place.told(), ["new 1 IRQ>KUW", "retracted 2 IRQ>KUW"]);
    assert!(place.run().1.iter().all(|one| !matches!(one, Told::Note(_))));
}

#[test]
fn it_follows_until_it_is_told_to_stop() {
    let mut place = Place::new("follow");
    place.settings.follow = Some(Duration::from_millis(50));
    place.offer("20240105120000", &[ROW]);
    let stop = Arc::new(AtomicBool::new(false));
    let world = world();
    let rules = Rules::read(&world, "rules", ANY).unwrap();
    let mut files = 0;
    let report =
        watch(&world, rules, Mapping::shipped().unwrap(), &place.settings, &stop, &mut |told| {
            if let Told::File(_) = told {
                files += 1;
                match files {
                    1 => {
                        place.offer("20240105121500", &[Row { id: 2, by: IRAN, on: SAUDI, ..ROW }]);
                    }
                    _ => stop.store(true, Ordering::Relaxed),
                }
            }
        });
    let report = report.unwrap_or_else(|stop| panic!("{stop}"));
    assert_eq!((report.files, place.told().len()), (2, 2));
}

#[test]
fn a_source_that_is_not_there_is_told() {
    let mut place = Place::new("nowhere");
    place.settings.sources = vec![Source::of("no/such/folder")];
    let (report, told) = place.run();
    assert_eq!(report.failed, 1);
    assert!(troubles(&told).contains("no/such/folder"), "{told:?}");
}

#[test]
fn old_cases_are_let_go_and_their_alerts_stay_as_they_were_told() {
    let place = Place::new("old");
    place.offer("20240105120000", &[ROW]);
    place.offer("20240301120000", &[Row { id: 2, day: "20240301", by: IRAN, on: SAUDI, ..ROW }]);
    place.run();
    let db = rusqlite::Connection::open(place.folder.join("state.sqlite")).unwrap();
    let count = |table: &str| -> i64 {
        db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert_eq!((count("events"), count("heard"), count("alerts"), count("outbox")), (1, 1, 2, 1));
    assert_eq!(place.told(), ["new 1 IRQ>KUW", "new 1 IRN>SAU"]);
}

/// The wheel and the command are what people run: neither may have the points at which a test lets a watch die.
#[test]
fn no_program_has_the_points_at_which_a_test_lets_it_die() {
    for manifest in ["servanda-cli", "servanda-python", "servanda-server"] {
        let path = format!("{}/../{manifest}/Cargo.toml", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(path).unwrap();
        for line in text.lines().filter(|line| line.contains("servanda-watch")) {
            assert!(!line.contains("fault") && !line.contains("features ="), "{manifest}: {line}");
        }
    }
}
