//! A panel that is written and read says the same, and files that are none are refused in words.

use crate::invented::{built, frame, pacts, scope, world};
use servanda_data::panel::{Cell, Frame, KeyPart, Rule, Sink, Value, credits};

fn number(number: i32) -> KeyPart {
    KeyPart::Number(number)
}

#[test]
fn a_value_unknown_and_outside_are_kept_apart_in_every_form() {
    let world = world();
    let scope = scope("directed-dyad-year", "1920-01-01", "2019-12-31", Rule::Any);
    for sink in [Sink::Parquet, Sink::Arrow, Sink::ArrowStream] {
        let frame = frame(&world, scope, &pacts(), sink);
        assert_eq!(frame.scope(), scope);
        assert_eq!(frame.key_names(), ["ccode1", "ccode2", "year"]);
        let cell = |one, two, year| {
            frame.cell(&[number(one), number(two), number(year)], "atop_defense").unwrap()
        };
        assert_eq!(cell(220, 200, 1922), Some(Cell::Value(Value::Whole(1))));
        assert_eq!(cell(200, 220, 1922), Some(Cell::Value(Value::Whole(0))), "its own promises");
        assert_eq!(cell(220, 325, 1924), Some(Cell::Unknown));
        assert_eq!(cell(220, 200, 2019), Some(Cell::Outside));
        assert_eq!(cell(220, 220, 1922), None, "no pair with itself");
        let fault = frame.cell(&[number(220)], "cinc").unwrap_err();
        assert!(fault.cause.contains("no column `cinc`"), "{fault}");
    }
}

#[test]
fn months_and_days_and_alliances_have_keys_of_their_own() {
    let world = world();
    let months = scope("directed-dyad-month", "1924-01-01", "1924-12-31", Rule::Any);
    let frame_of = |scope, sink| frame(&world, scope, &pacts(), sink);
    let frame = frame_of(months, Sink::Parquet);
    let cell = |month| {
        let key = [number(220), number(325), number(1924), number(month)];
        frame.cell(&key, "atop_defense").unwrap()
    };
    assert_eq!(cell(1), Some(Cell::Value(Value::Whole(0))));
    assert_eq!(cell(2), Some(Cell::Unknown));
    let days = scope("state-day", "1924-02-01", "1924-02-02", Rule::Any);
    let frame = frame_of(days, Sink::Parquet);
    let row = frame.keys().unwrap().words(0);
    assert_eq!(row, ["2", "1924-02-01"]);
    let alliances = scope("alliance-member-year", "1924-01-01", "1924-12-31", Rule::Any);
    let frame = frame_of(alliances, Sink::Arrow);
    assert_eq!(frame.key_names(), ["atopid", "ccode", "year"]);
    let key = [number(9101), number(220), number(1924)];
    assert_eq!(frame.cell(&key, "atop_defense").unwrap(), Some(Cell::Value(Value::Whole(1))));
}

#[test]
fn what_is_no_panel_is_refused_in_words() {
    let world = world();
    let scope = scope("state-year", "1920-01-01", "1921-12-31", Rule::Any);
    let mut bytes = Vec::new();
    built(&world, scope, &pacts()).panel.write(Sink::Parquet, &mut bytes, &mut |_| {}).unwrap();
    let refused = |bytes: &[u8]| Frame::read(bytes.to_vec()).unwrap_err().to_string();
    assert!(refused(&bytes[..bytes.len() - 9]).contains("the Parquet file is cut short"));
    assert!(refused(b"").contains("the file is empty"));
    assert!(refused(b"ccode,year\n2,1920\n").contains("neither Parquet nor Arrow"));
    let mut broken = bytes.clone();
    let footer = broken.len() - 40;
    broken[footer..footer + 20].fill(0xff);
    assert!(refused(&broken).contains("the file is broken"), "{}", refused(&broken));
    let mut bytes = Vec::new();
    built(&world, scope, &pacts()).panel.write(Sink::Arrow, &mut bytes, &mut |_| {}).unwrap();
    assert!(refused(&bytes[..bytes.len() / 2]).contains("the Arrow file is cut short"));
}

#[test]
fn a_table_whose_description_is_lost_is_refused_and_never_guessed() {
    use arrow_array::{ArrayRef, Int32Array, RecordBatch};
    use std::sync::Arc;
    let column = Arc::new(Int32Array::from(vec![2])) as ArrayRef;
    let columns = ["ccode1", "ccode2", "year"].map(|name| (name, column.clone()));
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let fault = Frame::read(bytes).unwrap_err();
    assert!(fault.cause.contains("no description of a panel"), "{fault}");
    assert!(fault.cause.contains("never guessed"), "{fault}");
}

#[test]
fn a_frame_says_which_column_comes_from_which_work_and_file() {
    let world = world();
    let scope = scope("directed-dyad-year", "1920-01-01", "1921-12-31", Rule::Any);
    let frame = frame(&world, scope, &pacts(), Sink::Parquet);
    let about = frame.about();
    assert!(about.directed, "whether a dyad is directed is said, not guessed");
    assert_eq!(
        (about.state_list.name.as_str(), about.state_list.version.as_str()),
        ("COW", "2016")
    );
    let credits = credits(&frame);
    let of = |source: &str| credits.iter().find(|credit| credit.source == source).unwrap();
    assert_eq!(of("rows").columns, ["ccode1", "ccode2", "year"]);
    assert!(of("atop").columns.contains(&"atop_defense".to_owned()));
    assert!(of("atop").file.as_ref().unwrap().starts_with("invented.csv, version 5.1, BLAKE3 "));
    assert_eq!(of("atop").work.as_ref().unwrap().key, "leeds2002");
}

#[test]
fn every_source_that_reads_a_file_says_how_to_cite_it() {
    for file in servanda_data::panel::catalog::FILES {
        let work = servanda_data::panel::Work::from(&file.citation);
        assert!(!work.title.is_empty() && work.year > 1900, "{}", file.name);
        for author in &work.authors {
            assert!(!author.is_empty() && !author.contains(['{', '\\']), "{author}");
        }
        assert!(work.item(&[]).keyword.is_none());
    }
}
