//! `servanda panel` as people and programs meet it: pages and files, wrong words, broken files, a full
//! disk and a pipe that closes. On invented data alone.
#![cfg(feature = "full")]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("panel").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn servanda(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_servanda"))
        .arg("panel")
        .args(words)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a failing run says.
fn refused(words: &[&str], status: i32) -> String {
    let output = servanda(words);
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(status), "{said}");
    assert!(out(&output).is_empty(), "a refusal prints nothing to standard output");
    said
}

const YEARS: [&str; 4] = ["--from", "1990", "--to", "1991"];

/// The words of a panel of state-years with a file added.
fn with_file(file: &str) -> Vec<&str> {
    ["state-year"].into_iter().chain(YEARS).chain(["-f", "csv", "--add", file]).collect()
}

/// Invented capabilities of two states in one year.
const NMC: &str = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc\n\
    2,1990,1,1,1,1,1,1,.5\n200,1990,1,1,1,1,1,1,.5\n";

#[test]
fn a_panel_without_a_file_is_a_page_that_says_what_it_is() {
    let output = servanda(&["dyad-year", "--from", "1914", "--to", "1914"]);
    assert_eq!(output.status.code(), Some(0));
    let page = out(&output);
    // 43 states of COW's list in 1914, of which Albania is the 43rd from 1 January on.
    assert!(page.contains("rows by the COW list of states") && page.contains("ccode1"), "{page}");
    assert!(page.contains("The first 10 rows"), "{page}");
    let json: serde_json::Value = serde_json::from_slice(
        &servanda(&["dyad-year", "--from", "1914", "--to", "1914", "-f", "json"]).stdout,
    )
    .unwrap();
    assert_eq!(json["unit"], "dyad-year");
    assert_eq!(json["system"], "cow");
    assert_eq!(json["schema"], "servanda/panel/1");
}

#[test]
fn wrong_words_are_named_with_what_to_write() {
    let said = refused(&["dyadyear", "--from", "1990", "--to", "1991"], 2);
    assert!(said.contains("SV0709") && said.contains("`dyadyear` is no unit"), "{said}");
    assert!(said.contains("directed-dyad-year"), "{said}");
    let said = refused(&["state-year", "--from", "1990"], 2);
    assert!(said.contains("no `--to`") && said.contains("no implicit today"), "{said}");
    let said = refused(&["state-year", "--from", "1990", "--to", "2020"], 2);
    assert!(said.contains("ends on 2016-12-31") && said.contains("--beyond-list"), "{said}");
    let said = refused(&["state-year", "--from", "1991", "--to", "1990"], 2);
    assert!(said.contains("before it begins"), "{said}");
    let said = refused(&["state-year", "--from", "1990?", "--to", "1991"], 2);
    assert!(said.contains("is vague") || said.contains("is no time"), "{said}");
    let said = refused(&["state-year", "--from", "1990", "--to", "1991", "--partial", "half"], 2);
    assert!(said.contains("share-of-days"), "{said}");
    let said = refused(&with_file("nmx=nowhere.csv"), 3);
    assert!(said.contains("nowhere.csv"), "{said}");
    let said = refused(&["alliance-year", "--from", "1990", "--to", "1991"], 2);
    assert!(said.contains("needs a list of alliances"), "{said}");
    let said = refused(&["dyad-year", "--from", "1990", "--to", "1991", "--add", "prd"], 2);
    assert!(said.contains("made from `contiguity`"), "{said}");
}

#[test]
fn a_name_that_is_unknown_is_told_with_those_that_are() {
    let file = folder("unknown").join("x.csv");
    fs::write(&file, NMC).unwrap();
    let said = refused(&with_file(&format!("nmx={}", file.display())), 2);
    assert!(said.contains("called `nmx`") && said.contains("nmc"), "{said}");
}

#[test]
fn broken_files_are_told_by_name_and_nothing_is_written() {
    let folder = folder("broken");
    let csv = folder.join("nmc.csv");
    let add = format!("nmc={}", csv.display());
    let told = |bytes: &[u8]| {
        fs::write(&csv, bytes).unwrap();
        refused(&with_file(&add), 2)
    };
    let said = told(b"ccode,year\n2,1990\n");
    assert!(said.contains("nmc.csv") && said.contains("milex"), "{said}");
    let said = told(NMC.replace(',', "|").as_bytes());
    assert!(said.contains("nmc.csv") && said.contains('|'), "{said}");
    let said = told(b"PAR1 and then nothing");
    assert!(said.contains("Parquet"), "{said}");
    let said = told(b"\x1f\x8b\x08\0\0\0\0\0\0\x03and then nothing");
    assert!(said.contains("gzip"), "{said}");
}

#[test]
fn a_row_of_a_state_that_no_list_has_is_told_and_the_rest_is_used() {
    let file = folder("state").join("nmc.csv");
    fs::write(&file, format!("{NMC}9999,1990,1,1,1,1,1,1,.1\n")).unwrap();
    let add = format!("nmc={}", file.display());
    let output = servanda(&with_file(&add));
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(said.contains("line 4") && said.contains("9999"), "{said}");
    let table = out(&output);
    assert!(table.lines().any(|line| line.starts_with("2,1990,1.0,")), "{table}");
}

#[test]
fn zero_unknown_and_outside_the_data_are_three_things_in_a_file() {
    let file = folder("missing").join("nmc.csv");
    fs::write(&file, NMC.replace("200,1990,1,1", "200,1990,-9,0")).unwrap();
    let add = format!("nmc={}", file.display());
    let mut words = with_file(&add);
    words.extend(["--only", "milex,milper"]);
    let table = out(&servanda(&words));
    let row = |start: &str| table.lines().find(|line| line.starts_with(start)).unwrap();
    assert_eq!(table.lines().next(), Some("ccode,year,milex,milper,nmc_covered"));
    assert_eq!(row("200,1990,"), "200,1990,,0.0,true", "unknown, and zero");
    assert_eq!(row("200,1991,"), "200,1991,,,false", "outside the data");
}

#[test]
fn a_file_is_the_same_bytes_every_time_and_nothing_is_left_beside_it() {
    let folder = folder("bytes");
    let written = |name: &str| {
        let file = folder.join(name);
        let path = file.display().to_string();
        let output =
            servanda(&["directed-dyad-year", "--from", "1900", "--to", "1950", "-o", &path]);
        assert_eq!(output.status.code(), Some(0));
        fs::read(file).unwrap()
    };
    for ending in ["parquet", "arrow", "csv"] {
        let (one, other) = (written(&format!("one.{ending}")), written(&format!("other.{ending}")));
        assert!(!one.is_empty() && one == other, "{ending}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 6);
}

/// A limit on the size of files stands for a disk that is full: the kernel refuses the write.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_no_half_file_and_the_old_one_as_it_was() {
    let folder = folder("full");
    for (name, limit, ends) in [("small", "4096", 0), ("full", "16", 3)] {
        let file = folder.join(format!("{name}.parquet"));
        fs::write(&file, "what was there").unwrap();
        let program = env!("CARGO_BIN_EXE_servanda");
        let script = format!(
            "trap '' XFSZ; ulimit -f {limit}; exec '{program}' panel directed-dyad-year --from 1816 \
             --to 2016 -o '{}'",
            file.display()
        );
        let output = Command::new("bash").args(["-c", &script]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(ends), "{said}");
        let old = fs::read(&file).unwrap() == b"what was there";
        assert_eq!(old, ends != 0, "{name}: {said}");
        assert_eq!(said.contains("SV0704"), ends != 0, "{said}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "nothing is left beside the files");
}

#[cfg(unix)]
#[test]
fn a_pipe_that_closes_ends_the_program_quietly() {
    for form in ["csv", "arrow", "parquet"] {
        let program = env!("CARGO_BIN_EXE_servanda");
        let words = "panel directed-dyad-year --from 1900 --to 2000 -f";
        let script =
            format!("set -o pipefail; '{program}' {words} {form} | head -c 100 > /dev/null");
        let output = Command::new("bash").args(["-c", &script]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{form}");
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// An Arrow file cannot replace a dictionary on the way: columns of words must do without.
#[test]
fn words_of_treaties_go_into_every_kind_of_file_however_many_blocks_there_are() {
    let folder = folder("words");
    for ending in ["parquet", "arrow", "csv"] {
        let file = folder.join(format!("frame.{ending}"));
        let path = file.display().to_string();
        let words = ["directed-dyad-year", "--from", "2015", "--to", "2016", "--add", "servanda"];
        let output = servanda(&[&words[..], &["-o", &path]].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.starts_with("75660 rows"), "more than one block: {said}");
    }
}
