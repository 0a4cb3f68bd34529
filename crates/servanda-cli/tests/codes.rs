//! The codes that only the command can show: files, limits, endings; with their exit status.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder of its own for one test, emptied first.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    let _ = fs::create_dir_all(&folder);
    folder
}

fn servanda(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_servanda")).args(arguments).output();
    output.unwrap_or_else(|error| unreachable!("the command runs: {error}"))
}

/// Runs the command and wants this exit status, with this code on standard error.
fn ends_with(arguments: &[&str], status: i32, code: &str) {
    let output = servanda(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
    assert!(said.contains(&format!("[{code}]")), "{arguments:?}: {said}");
}

#[test]
fn a_file_in_latin_1() {
    let file = folder("latin-1").join("old.treaty");
    let _ = fs::write(&file, b"treaty X \"Trait\xe9\"\n");
    ends_with(&["check", &file.to_string_lossy()], 2, "SV0701");
}

#[test]
fn a_file_larger_than_any_treaty() {
    let file = folder("large").join("everything.treaty");
    let _ = fs::write(&file, vec![b'#'; 17 * 1024 * 1024]);
    ends_with(&["check", &file.to_string_lossy()], 4, "SV0702");
}

#[test]
fn a_folder_without_a_treaty() {
    ends_with(&["check", &folder("empty").to_string_lossy()], 3, "SV0703");
}

#[test]
fn a_file_that_is_not_there() {
    ends_with(&["check", "tretaies"], 3, "SV0704");
}

#[test]
fn an_ending_that_says_nothing() {
    let file = folder("ending").join("pact.doc");
    let _ = fs::write(&file, "treaty PACT \"Pact\"\n");
    ends_with(&["check", &file.to_string_lossy()], 2, "SV0706");
}

#[test]
fn data_in_another_layout() {
    let file = folder("layout").join("atop.csv");
    let _ = fs::write(&file, "atopid,begyr,mem1\n9005,1930,365\n");
    ends_with(&["import", "atop", "--members", &file.to_string_lossy()], 2, "SV0708");
}

#[test]
fn a_forecast_that_cannot_be_made() {
    let span = ["--from", "2002-05-14", "--to", "2012-05-14"];
    let with = |more: &[&'static str]| [&["foresee", "CST"], &span[..], more].concat();
    ends_with(&["foresee", "CST", "--from", "2012-05-14", "--to", "2002-05-14"], 2, "SV0920");
    ends_with(&["foresee", "CST", "--from", "1900-01-01", "--to", "1901-01-01"], 2, "SV0920");
    ends_with(&with(&["--seed", "18446744073709551616"]), 2, "SV0920");
    ends_with(&with(&["--draws", "0"]), 2, "SV0920");
    ends_with(&with(&["--honor", "1.5"]), 2, "SV0920");
    ends_with(&with(&["--against", "cst"]), 2, "SV0920");
    ends_with(&with(&["--against", "NOTHING"]), 3, "SV0402");
    ends_with(&with(&["-f", "dot"]), 2, "SV0706");
    ends_with(&["foresee", "CST", "--to", "2002-05-14"], 2, "SV0603");
    let file = folder("foresee").join("wars.csv");
    let _ = fs::write(&file, "ccode,year,cinc\n2,1900,.2\n");
    let file = file.to_string_lossy();
    let wrong = |option| [&["foresee", "CST"], &span[..], &[option, &file]].concat();
    ends_with(&wrong("--wars"), 2, "SV0708");
    ends_with(&wrong("--atop"), 2, "SV0708");
    ends_with(&["foresee", "backtest", "--alliances", &file], 2, "SV0708");
    ends_with(&with(&["--nmc", "nowhere.csv"]), 3, "SV0704");
}

#[test]
fn json_that_is_none_and_json_that_does_not_fit() {
    let folder = folder("json");
    let (none, misfit) = (folder.join("none.treaty.json"), folder.join("misfit.treaty.json"));
    let _ = fs::write(&none, "treaty PACT");
    let _ = fs::write(&misfit, "{\"schema\": \"servanda/treaty/1\", \"host\": \"bare\"}");
    ends_with(&["check", &none.to_string_lossy()], 2, "SV0801");
    ends_with(&["check", &misfit.to_string_lossy()], 2, "SV0802");
}

const MANY: &str = "treaty PACT \"An invented pact\"
  in force 1992-01-01
  source   text \"invented for this test\"

members
  RUS TAJ  in force 1992-01-01

article 1
  norm help
    when A attacks V
    where V is party
";

#[test]
fn more_open_questions_than_are_weighed() {
    let file = folder("many").join("many.treaty");
    let conditions: Vec<String> = (1..=17).map(|n| format!("    where found open-{n}\n")).collect();
    let _ =
        fs::write(&file, format!("{MANY}{}    each other party must aid V\n", conditions.concat()));
    let file = file.to_string_lossy();
    let question = "attack on TAJ by AFG on 2002-05-14";
    ends_with(&["ask", question, "--corpus", &file], 4, "SV0705");
    let answered = servanda(&["ask", question, "--corpus", &file, "--found", "open-1"]);
    assert_eq!(answered.status.code(), Some(0), "one answer less is within the limit");
}

#[test]
fn a_scenario_that_differs() {
    let folder = folder("scenario");
    let (page, treaty) = (folder.join("page.md"), folder.join("pact.treaty"));
    let _ = fs::write(&treaty, format!("{MANY}    each other party must aid V\n"));
    let wrong =
        "# Page\n\n```ask\nattack on TAJ by AFG on 2002-05-14\n```\n\n```answer\nnothing\n```\n";
    let _ = fs::write(&page, wrong);
    let (page, treaty) = (page.to_string_lossy(), treaty.to_string_lossy());
    ends_with(&["test", &page, "--corpus", &treaty], 1, "SV0902");
    let alone = format!("{page}.md");
    let _ = fs::write(&alone, "# Page\n\n```answer\nnothing\n```\n");
    ends_with(&["test", &alone, "--corpus", &treaty], 1, "SV0901");
}

#[test]
fn a_code_is_explained() {
    let output = servanda(&["explain", "sv0205"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.starts_with("# SV0205: an uncertain date decides an answer"), "{said}");
}

const TALKS: &str = "summit TALKS \"Invented talks\"
  rule consensus because \"invented\"
issue money \"How much?\"
  scale 0 \"nothing\" to 10 \"all\"
  status quo 2 because \"as last year\"
actor ONE \"One\"
  capability 5 because \"invented\"
  position money 4 because \"invented\"
  salience money 50 because \"invented\"
actor TWO \"Two\"
  capability 2 because \"invented\"
  position money 3 because \"invented\"
  salience money 40 because \"invented\"
";

#[test]
fn summits_and_tables_with_faults() {
    let folder = folder("summits");
    let summit = |name: &str, old: &str, new: &str| {
        let file = folder.join(name);
        assert!(TALKS.contains(old), "{old}");
        let _ = fs::write(&file, TALKS.replacen(old, new, 1));
        file.to_string_lossy().into_owned()
    };
    let good = summit("good.summit", "", "");
    assert_eq!(servanda(&["decide", &good]).status.code(), Some(0));
    let cases = [
        ("SV1001", "issue money", "isue money"),
        ("SV1002", "  rule consensus because \"invented\"\n", ""),
        ("SV1003", "capability 5", "capability much"),
        ("SV1004", "actor ONE \"One\"\n", "actor ONE \"One\"\n  no vote\n"),
        ("SV1005", "position money 3", "position honey 3"),
        ("SV1006", "rule consensus", "rule weighted quota 9"),
        ("SV0402", "rule consensus", "rule consensus under CST/99"),
    ];
    for (at, (code, old, new)) in cases.iter().enumerate() {
        let mut file = summit(&format!("{at}.summit"), old, new);
        if *code == "SV1004" {
            let text = fs::read_to_string(&file).unwrap();
            let _ = fs::write(&file, text.replace("\"Two\"\n", "\"Two\"\n  no vote\n"));
        }
        ends_with(&["decide", &file], 2, code);
        file.clear();
    }
    let unreasoned =
        summit("unreasoned.summit", "capability 5 because \"invented\"", "capability 5");
    ends_with(&["decide", &unreasoned], 0, "SV1009");
    ends_with(&["decide", &good, "--draws", "10"], 2, "SV1002");
    ends_with(&["decide", &good, "--option", "Mood=Bad"], 2, "SV1005");
    ends_with(&["decide", &good, "--rounds", "100001"], 4, "SV1008");
    ends_with(&["decide", "power", "--weights", "1,2", "--quota", "9"], 2, "SV1006");
    ends_with(&["decide", "power", "--weights", "1,two", "--quota", "2"], 2, "SV1003");
    let seed = ["decide", &good, "--draws", "9", "--seed", "18446744073709551616"];
    assert_eq!(servanda(&seed).status.code(), Some(2), "a seed too large");
    let table = folder.join("table.csv");
    let table_with = |text: &str, arguments: &[&str], status: i32, code: &str| {
        let _ = fs::write(&table, text);
        let name = table.to_string_lossy().into_owned();
        let all: Vec<&str> =
            ["decide", &name].into_iter().chain(arguments.iter().copied()).collect();
        ends_with(&all, status, code);
    };
    let heads = "Actor,Capability,Position,Salience\n";
    table_with("a,b\n1,2\n", &[], 2, "SV1007");
    table_with("", &[], 2, "SV1007");
    table_with(&format!("{heads}A,1,5,0.5\n"), &[], 2, "SV1004");
    table_with(&format!("{heads}A,1,5,0.5\nB,2,5,0.5\n"), &[], 2, "SV1004");
    table_with(&format!("{heads}A,1,5,0.5\nB,x,5,0.5\n"), &[], 2, "SV1003");
    table_with(&format!("{heads}A,1,5,0.5\nB,1,5,1.5\n"), &[], 2, "SV1003");
    table_with(&format!("{heads}A,1,5,0.5\nB,1,6,0.5\n"), &["--draws", "0"], 4, "SV1008");
    let two = "t,t,2,2\nActor,D,I,P,S,Q,T\nA,a,1,10,50,20,50\nB,b,1,20,50,30,50\n";
    table_with(two, &["--model", "eu"], 2, "SV1007");
}
