//! Files that are missing, empty, not text, too large or too deep; and readers that go away.

use super::run::{command, file, folder, output, pacts, refused, run};
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn missing_files_and_empty_folders_are_data_that_is_not_there() {
    refused(&["treaty", "--corpus", "no/such/folder"], 3, &["SV0704"]);
    let empty = folder("empty").display().to_string();
    refused(&["treaty", "--corpus", &empty], 3, &["SV0703"]);
    refused(&["check", "no-such.treaty"], 3, &["SV0704"]);
}

#[test]
fn a_text_that_is_no_utf8_is_named_with_its_line() {
    let latin = file("latin", "latin.treaty", b"treaty A \"x\"\n# caf\xe9\n");
    refused(&["check", &latin], 2, &["SV0701", "line 2"]);
}

#[test]
fn a_shipped_id_cannot_be_taken_again() {
    let text = "treaty CST \"Mine\"\n  signed 1900-01-01\n  in force 1900-01-01\n  gist \"x\"\nmembers\n  FRN RUS in force 1900-01-01\n";
    let own = file("taken", "own.treaty", text);
    let cst = super::run::cst("taken-cst");
    refused(&["treaty", "--corpus", &cst, "--add", &own], 2, &["SV0401", "`CST`"]);
}

#[test]
fn a_million_lines_of_nonsense_end_soon() {
    let huge = file("million", "huge.treaty", "nonsense\n".repeat(1_000_000));
    let start = Instant::now();
    let ran = run(&["check", &huge]);
    assert!(matches!(ran.status, 1 | 2 | 4), "status {}", ran.status);
    assert!(ran.err.lines().count() < 2000, "the list of faults has no bound");
    assert!(start.elapsed() < Duration::from_mins(1), "it took {:?}", start.elapsed());
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let huge = file("beyond", "huge.treaty", "# \n".repeat(6_000_000));
    refused(&["check", &huge], 4, &["SV0702", "16 MiB"]);
}

#[test]
fn deep_nesting_is_refused_and_nothing_overflows() {
    let deep = format!("{}V is party{}", "(".repeat(20_000), ")".repeat(20_000));
    let text = super::run::PACTS.replace("V is party", &deep);
    let path = file("deep", "deep.treaty", text);
    refused(&["check", &path], 1, &["SV0110"]);
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let pacts = pacts("pipe");
    for words in [
        ["treaty", "DEFENSE", "-f", "json", "--corpus", &pacts],
        ["state", "ITA", "-f", "json", "--corpus", &pacts],
        ["schema", "answer", "-f", "json", "--corpus", &pacts],
    ] {
        let child = command(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("the program was built and can be run");
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            let _ = BufReader::new(out).read_line(&mut line);
        }
        let ended = child.wait_with_output().expect("the program ends");
        assert!(ended.status.success(), "{words:?} ended with {:?}", ended.status);
        assert!(ended.stderr.is_empty(), "{words:?} complains of a closed pipe");
    }
}

#[test]
fn the_corpus_can_be_one_file() {
    let pacts = pacts("one-file");
    assert!(output(&["treaty", "--corpus", &pacts]).contains("DEFENSE"));
}

#[test]
fn one_text_is_laid_out_into_another_file_and_checked_alone() {
    let untidy =
        "treaty   ODD \"An invented pact\"\nin force 1852-04-01\n  source text \"invented\"\n";
    let file = super::run::file("laid-out", "odd.treaty", untidy);
    let tidy = std::path::Path::new(&file).with_file_name("tidy.treaty").display().to_string();
    super::run::output(&["fmt", &file, "-o", &tidy]);
    assert_eq!(std::fs::read_to_string(&file).expect("it is still there"), untidy);
    assert!(std::fs::read_to_string(&tidy).expect("it was written").starts_with("treaty ODD"));
    super::run::refused(&["fmt", &file, &tidy, "-o", &tidy], 2, &["2 texts"]);
}

#[test]
fn a_file_that_is_checked_is_counted_without_the_corpus() {
    let pacts = super::run::pacts("counted");
    let counted = super::run::output(&["check", &pacts]);
    assert!(counted.starts_with("2 treaties, 2 articles, 2 norms"));
}

#[test]
fn proofs_are_as_wide_as_asked() {
    let pacts = super::run::pacts("wide");
    let raid = "attack on GMY by FRN on 1905-06-01";
    let why = super::run::output(&["why", "ITA", raid, "--width", "60", "--corpus", &pacts]);
    // A place has no gap to break at.
    let wide = |line: &&str| line.chars().count() > 60 && !line.trim_start().starts_with('[');
    assert_eq!(why.lines().find(wide), None);
}
