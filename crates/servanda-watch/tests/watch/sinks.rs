//! Files that sinks write: JSON lines, Parquet, Atom.

use crate::common::{IRAN, Place, ROW, Row, SAUDI, troubles};
use atom_syndication::Feed;
use parquet::file::reader::{FileReader, SerializedFileReader};
use servanda_watch::To;
use std::fs;
use std::path::Path;
use std::time::Duration;

fn later() -> Row {
    Row { id: 2, by: IRAN, on: SAUDI, url: "https://two.example/", ..ROW }
}

#[test]
fn a_torn_last_line_is_cut_and_written_again() {
    let place = Place::new("torn");
    let path = place.folder.join("alerts.ndjson");
    place.offer("20240105120000", &[ROW]);
    place.run();
    let whole = fs::read_to_string(&path).unwrap();
    // What a crash in the middle of the next line leaves.
    fs::write(&path, format!("{whole}{{\"schema\":\"servanda/al")).unwrap();
    place.offer("20240105121500", &[later()]);
    place.run();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with(&whole) && text.ends_with("}\n"));
    assert_eq!(place.told(), ["new 1 IRQ>KUW", "new 1 IRN>SAU"]);
}

#[test]
fn a_file_that_somebody_else_wrote_to_is_left_alone() {
    let place = Place::new("foreign");
    let path = place.folder.join("alerts.ndjson");
    place.offer("20240105120000", &[ROW]);
    place.run();
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{whole}{{\"mine\": true}}\n")).unwrap();
    place.offer("20240105121500", &[later()]);
    let (_, told) = place.run();
    assert!(troubles(&told).contains("somebody else wrote to it"), "{told:?}");
    assert!(fs::read_to_string(&path).unwrap().ends_with("{\"mine\": true}\n"));
    // Once it is as it was left, what waited is told.
    fs::write(&path, whole).unwrap();
    place.run();
    assert_eq!(place.told(), ["new 1 IRQ>KUW", "new 1 IRN>SAU"]);
}

#[test]
fn lines_go_after_those_that_were_there() {
    let place = Place::new("appended");
    fs::write(place.folder.join("alerts.ndjson"), "{\"kind\":\"mine\",\"revision\":0}\n").unwrap();
    place.offer("20240105120000", &[ROW]);
    place.run();
    assert_eq!(place.told(), ["mine 0 ->-", "new 1 IRQ>KUW"]);
}

#[test]
fn each_file_of_a_feed_gives_a_parquet_file() {
    let mut place = Place::new("parquet");
    let folder = place.folder.join("tables");
    place.settings.to = vec![To::Parquet(folder.clone())];
    place.offer("20240105120000", &[ROW, Row { id: 3, on: SAUDI, ..ROW }]);
    place.offer("20240105120500", &[]);
    place.offer("20240105121500", &[later()]);
    place.run();
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let rows = |name: &str| {
        let file = fs::File::open(folder.join(name)).unwrap();
        SerializedFileReader::new(file).unwrap().metadata().file_metadata().num_rows()
    };
    assert_eq!(names.iter().map(|name| rows(name)).collect::<Vec<_>>(), [2, 1], "{names:?}");
    assert_eq!(names[0], "alerts-000000001-000000000001.parquet");
}

fn feed(path: &Path) -> Feed {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

#[test]
fn an_atom_entry_keeps_its_id_and_its_time_moves_with_the_revision() {
    let mut place = Place::new("atom");
    let path = place.folder.join("alerts.atom");
    place.settings.to = vec![To::Atom(path.clone())];
    place.offer("20240105120000", &[ROW]);
    place.run();
    let before = feed(&path);
    std::thread::sleep(Duration::from_millis(1100));
    place.offer("20240105121500", &[Row { id: 2, url: "https://two.example/a", ..ROW }]);
    place.run();
    let after = feed(&path);
    let (old, new) = (&before.entries()[0], &after.entries()[0]);
    assert_eq!((before.id(), old.id(), after.entries().len()), (after.id(), new.id(), 1));
    assert!(old.id().starts_with("urn:uuid:") && old.id().len() == 45, "{}", old.id());
    assert!(new.updated() > old.updated() && after.updated() == new.updated());
    assert!(
        old.title().as_str().starts_with("new: ") && new.title().as_str().starts_with("revised: ")
    );
    assert_eq!(new.links()[0].href(), "https://one.example/a");
}

#[test]
fn what_a_feed_says_is_text_everywhere() {
    let mut place = Place::new("hostile");
    let path = place.folder.join("alerts.atom");
    place.settings.to.push(To::Atom(path.clone()));
    let by = ["IRQ", "IRAQ </title><script>\u{1b}[2J\u{202e}x", "MIL"];
    let row = Row { by, url: "javascript:alert(1)", ..ROW };
    place.offer("20240105120000", &[row]);
    place.run();
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        !text.contains("<script>") && !text.contains('\u{1b}') && !text.contains('\u{202e}'),
        "{text}"
    );
    assert!(feed(&path).entries()[0].links().is_empty(), "only addresses of the web become links");
    assert!(!fs::read_to_string(place.folder.join("alerts.ndjson")).unwrap().contains('\u{1b}'));
}
