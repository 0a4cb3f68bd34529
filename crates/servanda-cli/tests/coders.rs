//! `servanda new` and `servanda diff --coders` as people use them.
#![allow(clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn servanda(folder: &Path, words: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_servanda"))
        .args(words)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command");
    // It may have stopped before it reads.
    let _ = child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes()));
    child.wait_with_output().expect("its end")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const ANSWERS: &str = "Test Pact\nTEST-PACT-1950\n1950-03\n1950-06-01\nFrance, Belgium, Poland\n10 years\n1 year\nno\n?\nInvented for a \
test, 2026\ndefense\neach\neach\nattack\nno\nno\nno\nno\nno\n3\neach helps the other\n";

#[test]
fn answers_from_a_pipe_become_a_treaty_that_is_sound_and_tested() {
    let folder = folder("new-pipe");
    let made = servanda(&folder, &["new"], ANSWERS);
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(text(&made.stderr).contains("test-pact-1950.treaty.md: 1 open question"));
    let checked = servanda(&folder, &["check", "test-pact-1950.treaty.md"], "");
    assert!(text(&checked.stdout).contains("1 test: no fault"), "{}", text(&checked.stdout));
    let covered = servanda(&folder, &["check", "--coverage", "test-pact-1950.treaty.md"], "");
    assert!(text(&covered.stdout).contains("open question: whether there are further obligations"));
}

#[test]
fn nothing_is_written_over_unless_it_is_said() {
    let folder = folder("new-force");
    fs::write(folder.join("a.treaty.md"), "mine").expect("a file");
    let refused = servanda(&folder, &["new", "a.treaty.md"], ANSWERS);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("is there already"), "{}", text(&refused.stderr));
    assert_eq!(fs::read_to_string(folder.join("a.treaty.md")).expect("the file"), "mine");
    assert!(servanda(&folder, &["new", "a.treaty.md", "--force"], ANSWERS).status.success());
    let other = servanda(&folder, &["new", "a.txt"], ANSWERS);
    assert!(text(&other.stderr).contains("ends in `.treaty.md`"));
}

#[test]
fn an_answer_that_cannot_be_read_is_told_with_its_line() {
    let folder = folder("new-wrong");
    let wrong = ANSWERS.replace("France, Belgium, Poland", "France, Atlantis");
    let refused = servanda(&folder, &["new"], &wrong);
    let words = text(&refused.stderr);
    assert!(
        !refused.status.success() && words.contains("answer 5") && words.contains("Atlantis"),
        "{words}"
    );
    assert!(fs::read_dir(&folder).expect("the folder").next().is_none(), "nothing is written");
}

#[test]
fn two_coders_are_compared_item_by_item() {
    let folder = folder("coders");
    assert!(servanda(&folder, &["new", "a.treaty.md"], ANSWERS).status.success());
    let other = ANSWERS
        .replace("France, Belgium, Poland", "France, Belgium")
        .replace("1950-06-01", "1950-07-01");
    assert!(servanda(&folder, &["new", "b.treaty.md"], &other).status.success());
    let found =
        servanda(&folder, &["diff", "--coders", "a.treaty.md", "b.treaty.md", "-f", "json"], "");
    let form: serde_json::Value = serde_json::from_slice(&found.stdout).expect("JSON");
    let item = |name: &str| {
        let items = form["items"].as_array().expect("items");
        items.iter().find(|item| item["item"] == name).expect(name).clone()
    };
    assert_eq!(
        (item("member")["n"].as_u64(), item("member")["agree"].as_u64()),
        (Some(3), Some(2))
    );
    assert_eq!(
        (item("in force")["n"].as_u64(), item("in force")["agree"].as_u64()),
        (Some(1), Some(0))
    );
    assert!(form["formula"].as_str().is_some_and(|formula| formula.contains("Cohen 1960")));
    let table =
        text(&servanda(&folder, &["diff", "--coders", "a.treaty.md", "b.treaty.md"], "").stdout);
    assert!(table.contains("Agreement by group") && table.contains("KAPPA"), "{table}");
}
