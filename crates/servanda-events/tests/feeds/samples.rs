//! The real samples that lie beside the repository: every row read, or its fault explained. Nothing of them
//! is copied here; without them there is nothing to see.

use crate::common::{Kept, intake, world};
use servanda_events::{Counted, Feed, Gazetteer, detect, listed};
use std::path::PathBuf;

fn sample(name: &str) -> Option<Vec<u8>> {
    let below = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/events");
    let found = std::fs::read(below.join(name)).ok();
    if found.is_none() {
        println!("{name} is not beside the repository; nothing to see");
    }
    found
}

fn read(name: &str, rows: u64) -> Option<(Counted, Kept)> {
    let bytes = sample(name)?;
    let world = world();
    let (mut intake, mut kept) = (intake(&world), Kept::default());
    let counted = intake.read(name, bytes.as_slice(), &mut kept).unwrap();
    println!("{name}: {counted:#?}");
    for reject in &kept.rejects {
        println!("{reject}");
    }
    assert_eq!((counted.rows, counted.rejected), (rows, 0), "{name}");
    let parts = counted.silent + counted.lacking + counted.mentions + counted.triggered;
    assert_eq!(parts, counted.rows, "{name}: every row came to something");
    Some((counted, kept))
}

#[test]
fn gdelt_1() {
    let Some((counted, kept)) = read("gdelt1_sample.tsv.gz", 710) else { return };
    read("gdelt1_daily_58col.head.tsv", 2);
    assert!(counted.artifacts <= counted.triggered);
    assert!(kept.events.iter().all(|(event, ..)| event.known.is_some()));
}

#[test]
fn gdelt_2() {
    let Some((counted, kept)) = read("gdelt2_20191024143000.export.CSV.gz", 2111) else { return };
    assert!(counted.cases < counted.triggered, "rows are merged");
    assert!(kept.events.iter().any(|(event, ..)| event.artifact.is_some()));
    read("gdelt2_export_20240819130000.head.tsv", 6);
}

#[test]
fn the_care_org_row_is_no_attack() {
    let Some((_, kept)) = read("gdelt2_export_20240819130000.head.tsv", 6) else { return };
    let attack = kept.events.iter().find(|(event, ..)| event.code == "190");
    assert!(attack.is_none(), "{attack:?}");
}

#[test]
fn icews() {
    let Some((counted, _)) = read("icews_sample.csv.gz", 4993) else { return };
    assert!(counted.cases * 4 < counted.triggered * 3, "more than a quarter of its rows repeat");
    read("icews_events.2018.sample.head200.tab", 200);
}

#[test]
fn plover() {
    read("plover_icews_sample_output.jsonl", 4);
}

#[test]
fn headers_alone_are_known() {
    let headers = [
        ("polecat_header.tsv", Feed::Polecat),
        ("ucdp_ged_header.csv", Feed::Ucdp),
        ("acled_header.csv", Feed::Acled),
    ];
    for (name, feed) in headers {
        let Some(bytes) = sample(name) else { return };
        let found = detect("x", &bytes).unwrap();
        assert_eq!((found.feed, found.header), (feed, true));
        let columns = feed.schema().unwrap().columns.len();
        let separators = bytes.iter().filter(|byte| matches!(byte, b',' | b'\t')).count();
        assert_eq!(separators + 1, columns, "{name}: every column is declared");
    }
}

#[test]
fn the_list_of_files() {
    let Some(bytes) = sample("gdelt2_masterfilelist.head.txt") else { return };
    assert_eq!(detect("masterfilelist.txt", &bytes).unwrap().feed, Feed::MasterList);
    let text = String::from_utf8(bytes).unwrap();
    for line in text.lines() {
        listed(line).unwrap();
    }
}

#[test]
fn declared_columns_are_those_of_the_published_schemas() {
    for (name, feed) in [("gdelt1_schema.csv", Feed::Gdelt1), ("gdelt2_schema.csv", Feed::Gdelt2)] {
        let Some(bytes) = sample(name) else { return };
        let text = String::from_utf8_lossy(&bytes);
        let mut reader = text.lines().filter_map(|line| {
            let (column, rest) = line.split_once(',')?;
            ["INTEGER", "STRING", "FLOAT"]
                .iter()
                .any(|kind| rest.starts_with(kind))
                .then_some(column)
        });
        for column in feed.schema().unwrap().columns {
            let published = reader.next().unwrap();
            assert!(published.eq_ignore_ascii_case(column.name), "{published}, {}", column.name);
        }
        assert_eq!(reader.next(), None);
    }
}

/// The country at the end of `Geo_FullName` must be the one that the FIPS code leads to.
#[test]
fn fips_codes_lead_to_the_country_in_words() {
    let Some(bytes) = sample("gdelt2_20191024143000.export.CSV.gz") else { return };
    let world = world();
    let gazetteer = Gazetteer::new(&world);
    let mut text = String::new();
    let mut reader = flate2::read::GzDecoder::new(bytes.as_slice());
    std::io::Read::read_to_string(&mut reader, &mut text).unwrap();
    let day = servanda::time::Day::of(2019, 10, 24).unwrap();
    let (mut right, mut unknown) = (0, std::collections::BTreeSet::new());
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let (Some(name), Some(code)) = (cells.get(52), cells.get(53)) else { continue };
        let country = name.rsplit(", ").next().unwrap_or_default();
        let place = gazetteer.fips(servanda_events::Fips(code.as_bytes()), day);
        let said = world.actor(country, Some(day)).ok();
        match (place, said) {
            (Some(servanda::model::PlaceRef::Home(state)), Some(said)) => {
                assert_eq!(
                    world.id(servanda::model::Actor::State(state)),
                    world.id(said),
                    "{code} {name}"
                );
                right += 1;
            }
            (None, _) if !code.is_empty() => {
                unknown.insert(format!("{code} {country}"));
            }
            _ => {}
        }
    }
    println!("{right} right; unknown: {unknown:?}");
    assert!(right > 1500);
}
