//! Tables in every form are read alike; and each thing that is wrong with a file is told.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

use super::*;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, RecordBatch,
    StringArray, TimestampMillisecondArray, types::Int8Type,
};
use servanda::time::Day;
use std::io::Write;
use std::sync::Arc;

const WANTED: &[&str] = &["ccode", "year", "name", "stdate", "seen"];

/// Three invented states, as Arrow.
fn batch() -> RecordBatch {
    let name: DictionaryArray<Int8Type> =
        vec![Some("Ruritania"), None, Some("Côte")].into_iter().collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("CCode", Arc::new(Float64Array::from(vec![Some(2.0), Some(20.0), Some(f64::NAN)]))),
        ("year", Arc::new(Int32Array::from(vec![Some(1816), None, Some(0)]))),
        ("other", Arc::new(StringArray::from(vec!["x", "y", "z"]))),
        ("name", Arc::new(name)),
        ("stdate", Arc::new(Date32Array::from(vec![Some(0), None, Some(-1)]))),
        ("seen", Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)]))),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, c)| (n, c, true)))
        .unwrap()
}

const CSV: &str = "CCode,year,other,name,stdate,seen\n2.0,1816,x,Ruritania,1970-01-01,1\n\
                   20,NA,y,,.,\nNaN,0,z,Côte,1969-12-31T00:00:00,0\n";

fn parquet(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let properties = ::parquet::file::properties::WriterProperties::builder()
        .set_compression(::parquet::basic::Compression::SNAPPY)
        .build();
    let mut writer =
        ::parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties))
            .unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn ipc_options() -> arrow_ipc::writer::IpcWriteOptions {
    arrow_ipc::writer::IpcWriteOptions::default()
        .try_with_compression(Some(arrow_ipc::CompressionType::LZ4_FRAME))
        .unwrap()
}

fn arrow_file(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = arrow_ipc::writer::FileWriter::try_new_with_options(
        &mut bytes,
        &batch.schema(),
        ipc_options(),
    )
    .unwrap();
    writer.write(batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    bytes
}

fn arrow_stream(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = arrow_ipc::writer::StreamWriter::try_new(&mut bytes, &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    bytes
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn fault(bytes: &[u8]) -> FileFault {
    Sheet::read(bytes, WANTED).unwrap_err()
}

#[test]
fn every_form_of_a_table_reads_alike() {
    let batch = batch();
    let semicolons = CSV.replace(',', ";").replace('\n', "\r\n");
    let latin: Vec<u8> = CSV.chars().map(|letter| letter as u8).collect();
    let forms = [
        CSV.as_bytes().to_vec(),
        format!("\u{feff}{}", CSV.replace(',', "\t")).into_bytes(),
        semicolons.into_bytes(),
        latin,
        packed(CSV.as_bytes()),
        parquet(&batch),
        packed(&parquet(&batch)),
        arrow_file(&batch),
        arrow_stream(&batch),
    ];
    for bytes in forms {
        let sheet = Sheet::read(&bytes, WANTED).unwrap();
        let whole = |name| (0..3).map(|row| sheet.field(name).whole(row).unwrap()).collect();
        let codes: Vec<Option<i64>> = whole("ccode");
        assert_eq!((sheet.rows(), sheet.names()[0].as_str()), (3, "ccode"));
        assert_eq!(codes, [Some(2), Some(20), None]);
        let years: Vec<Option<i64>> = whole("year");
        assert_eq!(years, [Some(1816), None, Some(0)], "missing is not zero");
        let seen: Vec<Option<i64>> = whole("seen");
        assert_eq!(seen, [Some(1), None, Some(0)]);
        let names: Vec<_> = (0..3).map(|row| sheet.field("name").words(row)).collect();
        assert_eq!(names, [Some("Ruritania".into()), None, Some("Côte".into())]);
        let days: Vec<_> = (0..3).map(|row| sheet.field("stdate").day(row).unwrap()).collect();
        assert_eq!(days, [Day::of(1970, 1, 1), None, Day::of(1969, 12, 31)]);
        assert_eq!(sheet.line(1), 3);
        assert!(sheet.has("other") && !sheet.field("other").exists(), "it was not asked for");
    }
}

#[test]
fn a_timestamp_is_a_day() {
    let noon = TimestampMillisecondArray::from(vec![12 * 3_600_000, -1]);
    let batch = RecordBatch::try_from_iter([("stdate", Arc::new(noon) as ArrayRef)]).unwrap();
    let sheet = Sheet::read(&parquet(&batch), WANTED).unwrap();
    assert_eq!(sheet.field("stdate").day(0), Ok(Day::of(1970, 1, 1)));
    assert_eq!(sheet.field("stdate").day(1), Ok(Day::of(1969, 12, 31)));
}

#[test]
fn a_cell_of_another_kind_is_told_with_its_line_and_column() {
    let sheet = Sheet::read(b"ccode,year\n2,1816\nUSA,1816.5\n2,70000\n", WANTED).unwrap();
    let words = sheet.field("ccode").whole(1).unwrap_err().to_string();
    assert!(words.starts_with("line 3, column `ccode`: `USA` is no number"), "{words}");
    let words = sheet.field("year").whole(1).unwrap_err().to_string();
    assert!(words.contains("`1816.5` is no whole number"), "{words}");
    let words = sheet.field("year").must(2, 2100).unwrap_err().to_string();
    assert!(words.contains("`70000` is none of the codes 0 to 2100"), "{words}");
    assert!(sheet.field("year").day(0).unwrap_err().cause.contains("`1816` is no day"));
    assert_eq!(sheet.field("nothing").number(0), Ok(None));
}

#[test]
fn a_separator_that_is_none_of_ours_is_named() {
    assert!(fault(b"ccode|year|name\n2|1816|x\n").cause.contains("separated by `|`"));
    assert!(fault(b"ccode year name\n2 1816 x\n").cause.contains("separated by blanks"));
    assert!(fault(b"hello\nworld\n").cause.contains("no table of the kind"));
    let words = fault(b"ccode,year\n2;1816\n20;1816\n").cause;
    assert!(words.contains("no row has the fields of the header; line 2"), "{words}");
    let quoted = Sheet::read(b"\"a,b,c\";ccode\n1;2\n", WANTED).unwrap();
    assert_eq!(quoted.names(), ["a,b,c", "ccode"]);
}

#[test]
fn a_column_that_is_not_there_is_named_with_what_is() {
    let sheet = Sheet::read(b"ccode;yaer\n2;1816\n", WANTED).unwrap();
    let fault = sheet.require("the file of capabilities", &["ccode", "year", "cinc"]).unwrap_err();
    assert_eq!(
        fault.cause,
        "this is not the file of capabilities: it lacks the columns `year`, `cinc`; it has \
         `ccode`, `yaer`"
    );
    assert!(fault.remedy.starts_with("is `yaer` meant as `year`?"), "{}", fault.remedy);
    assert_eq!(sheet.require("x", &["ccode"]), Ok(()));
}

#[test]
fn a_row_cut_short_is_left_out_and_told_and_the_rest_loads() {
    let sheet = Sheet::read(b"ccode,year\n2,1816\n20\n40,1902\n", WANTED).unwrap();
    assert_eq!((sheet.rows(), sheet.line(1)), (2, 4));
    assert!(sheet.faults[0].to_string().starts_with("line 3: the row has 1 fields"));
}

#[test]
fn what_is_no_table_is_named_as_what_it_is() {
    for (bytes, words) in [
        (&b""[..], "the file is empty"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"{\"ccode\": 2}", "JSON"),
        (b"PK\x03\x04xxxx", "Excel"),
        (b"%PDF-1.4", "PDF"),
        (b"<stata_dta><header>", "Stata"),
        (b"X\n\x00\x00\x00\x03", "an R object"),
    ] {
        assert!(fault(bytes).cause.contains(words), "{words}: {}", fault(bytes).cause);
        if !bytes.is_empty() {
            assert!(fault(&packed(bytes)).cause.contains(words), "packed: {words}");
        }
    }
}

#[test]
fn a_file_cut_short_is_told_whatever_its_form() {
    let batch = batch();
    for whole in [parquet(&batch), arrow_file(&batch), packed(CSV.as_bytes())] {
        for length in 6..whole.len() {
            let fault = fault(&whole[..length]);
            assert!(
                fault.cause.contains("cut short") || fault.remedy.contains("cut short"),
                "{length}: {fault:?}"
            );
        }
    }
}

#[test]
fn a_file_with_scrambled_bytes_is_refused_or_read_and_nothing_breaks() {
    let batch = batch();
    for whole in [parquet(&batch), arrow_file(&batch), arrow_stream(&batch)] {
        for at in 0..whole.len() {
            for byte in [0, 1, 0x7f, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] = byte;
                let _ = Sheet::read_within(&bytes, WANTED, 1 << 20);
            }
        }
    }
}

#[test]
fn what_unpacks_beyond_the_limit_is_refused_before_it_does() {
    let most = 1 << 20;
    let zeros = Float64Array::from(vec![0.0; 1 << 18]);
    let long = "x".repeat(1 << 12);
    let words = StringArray::from(vec![long.as_str(); 1 << 12]);
    let numbers = RecordBatch::try_from_iter([("year", Arc::new(zeros) as ArrayRef)]).unwrap();
    let words = RecordBatch::try_from_iter([("name", Arc::new(words) as ArrayRef)]).unwrap();
    let text = packed(&vec![b' '; most as usize + 1]);
    let mut files = vec![text];
    for batch in [numbers, words] {
        files.push(parquet(&batch));
        files.push(arrow_file(&batch));
    }
    for bytes in files {
        assert!((bytes.len() as u64) < most, "{} bytes are no bomb", bytes.len());
        let fault = Sheet::read_within(&bytes, WANTED, most).unwrap_err();
        assert!(fault.too_large && fault.cause.contains("more than 1 MiB"), "{fault:?}");
    }
}

#[test]
fn a_version_is_a_short_word() {
    let version = |text: &str| Sheet::read(text.as_bytes(), &[]).unwrap().version();
    assert_eq!(version("a,version\n1,6.0\n"), Some("6.0".into()));
    assert_eq!(version("a,version\n1,\n"), None);
    assert_eq!(version("a,b\n1,2\n"), None);
}
