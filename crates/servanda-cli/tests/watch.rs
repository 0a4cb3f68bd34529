//! `servanda watch` as a process: what it refuses, with which code and status, and how it stops. In the build with the
//! feature `full`.
#![cfg(feature = "full")]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const RULES: &str = "schema = \"servanda/watch-rules/1\"\n[[rule]]\nname = \"armenia\"\nwho = { hit = [\"Armenia\"] }\n";
const OWN: &str = "schema = \"servanda/feed/1\"\nform = \"csv\"\ncodes = \"cameo\"\nactors = \"names\"\n[columns]\nid = \"Nr\"\nday = \"Day\"\ncode = \"Code\"\nactor1 = \"From\"\nactor2 = \"To\"\n";
/// Invented.
const EVENTS: &str = "Nr,Day,Code,From,To\n1,2022-09-13,195,Azerbaijan,Armenia\n";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-watch-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in [("rules.toml", RULES), ("own.toml", OWN), ("events.csv", EVENTS)] {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_servanda"));
    command.current_dir(folder).arg("watch").args(words).stdin(Stdio::null());
    command
}

fn run(folder: &Path, words: &[&str]) -> Output {
    command(folder, words).output().unwrap()
}

fn refused(folder: &Path, words: &[&str], status: i32, says: &[&str]) {
    let output = run(folder, words);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{words:?}: {said}");
    for word in says {
        assert!(said.contains(word), "{words:?}: no `{word}` in {said}");
    }
}

#[test]
fn what_is_asked_wrongly_is_refused_with_its_code() {
    let folder = folder("refused");
    fs::write(folder.join("wrong.toml"), RULES.replace("hit", "hits")).unwrap();
    let usual = ["events.csv", "--rules", "rules.toml"];
    let with = |more: &[&'static str]| [&usual[..], more].concat();
    refused(&folder, &["events.csv"], 2, &["[SV1102]", "--check-rules example"]);
    refused(&folder, &["--rules", "rules.toml"], 2, &["[SV1102]"]);
    refused(
        &folder,
        &["events.csv", "--rules", "wrong.toml"],
        2,
        &["[SV1101]", "wrong.toml:4:9", "did you mean `hit`?"],
    );
    refused(&folder, &["--check-rules", "wrong.toml"], 2, &["[SV1101]"]);
    refused(&folder, &["events.csv", "--rules", "none.toml"], 3, &["[SV0704]"]);
    refused(&folder, &with(&["--to", "tabel"]), 2, &["[SV1104]", "webhook:URL"]);
    refused(&folder, &with(&["--follow", "soon"]), 2, &["[SV1102]", "15m"]);
    refused(&folder, &with(&["--secret-from", "NOT_SET_ANYWHERE"]), 2, &["[SV1102]"]);
    refused(&folder, &with(&["--state", "events.csv"]), 3, &["[SV1103]", "is no state of a watch"]);
    refused(&folder, &with(&["-f", "csv"]), 2, &["[SV0706]"]);
    refused(&folder, &["--status", "--state", "none.sqlite"], 3, &["[SV1103]"]);
    refused(&folder, &["none.csv", "--rules", "rules.toml"], 3, &["none.csv", "1 not read"]);
}

#[test]
fn events_come_from_standard_input_and_alerts_go_to_standard_output() {
    let folder = folder("stdin");
    let mut watch =
        command(&folder, &["-", "--own", "own.toml", "--rules", "rules.toml", "-f", "ndjson"]);
    watch.stdin(fs::File::open(folder.join("events.csv")).unwrap());
    let output = watch.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let text = String::from_utf8(output.stdout).unwrap();
    let alert: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!((alert["kind"].as_str(), alert["rule"].as_str()), (Some("new"), Some("armenia")));
    assert!(
        said.contains("1 rows, 0 dirty, 1 events") && said.contains("ndjson:-: 1 told"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_after_the_file_at_hand() {
    let folder = folder("interrupt");
    let words = [
        "events.csv",
        "--own",
        "own.toml",
        "--rules",
        "rules.toml",
        "--state",
        "state.sqlite",
        "--follow",
        "1h",
    ];
    let mut child =
        command(&folder, &words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut alert = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut alert).unwrap();
    assert!(alert.contains("Armenia") || alert.contains("ARM"), "{alert}");
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{said}");
    assert!(said.contains("stopped: what was committed stays"), "{said}");
}
