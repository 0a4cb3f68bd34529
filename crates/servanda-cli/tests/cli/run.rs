//! Runs the program; knows its file and a folder for what a test writes.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// Two invented pacts that Italy cannot both keep, with an invented raid and a claim.
pub(crate) const PACTS: &str = r#"
treaty DEFENSE "An invented pact of defense"
  signed 1900-01-01
  in force 1900-02-01
  gist "help when attacked"
  source text "invented & <odd> 100%"
members
  GMY ITA  signed 1900-01-01  in force 1900-02-01
article 1 "Help"
  gist "help"
  norm aid-when-attacked
    when A attacks V
    where V is party
    each other party must aid V within 5 days

treaty NEUTRAL "An invented pact of neutrality"
  signed 1902-01-01
  in force 1902-02-01
  gist "neutral"
  source text "invented"
members
  FRN ITA  signed 1902-01-01  in force 1902-02-01  withdrew between 1910-01-01 and 1912-01-01
article 1 "Neutrality"
  gist "neutral"
  norm neutral
    when FRN attacks B
    ITA must stay neutral toward FRN

event RAID-1905 "An invented raid"
  on 1905-06-01
  occurs FRN attacks GMY
  source text "invented"
"#;

/// A folder of its own for each test.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder for tests can be made");
    folder
}

/// A file of that folder.
pub(crate) fn file(test: &str, name: &str, text: impl AsRef<[u8]>) -> String {
    let path = folder(test).join(name);
    std::fs::write(&path, text).expect("a test file can be written");
    path.display().to_string()
}

/// The invented pacts as a file.
pub(crate) fn pacts(test: &str) -> String {
    file(test, "pacts.treaty", PACTS)
}

/// A folder with the Collective Security Treaty, its protocol, amendment and charter, as shipped.
pub(crate) fn cst(test: &str) -> String {
    let folder = folder(test);
    let shipped = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../treaties");
    for entry in std::fs::read_dir(shipped).expect("the corpus is there").flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with("cst") {
            std::fs::copy(entry.path(), folder.join(name)).expect("a treaty can be copied");
        }
    }
    folder.display().to_string()
}

/// The program, its output caught.
pub(crate) fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_servanda"));
    command.args(words).env_remove("COLUMNS").stdin(Stdio::null());
    command
}

/// What a run gave.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program to its end.
pub(crate) fn run(words: &[&str]) -> Ran {
    let Output { status, stdout, stderr } =
        command(words).output().expect("the program was built and can be run");
    Ran {
        status: status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&stdout).into_owned(),
        err: String::from_utf8_lossy(&stderr).into_owned(),
    }
}

/// Runs the program, which must succeed, and gives its output.
pub(crate) fn output(words: &[&str]) -> String {
    let ran = run(words);
    assert_eq!(ran.status, 0, "`servanda {}` failed:\n{}", words.join(" "), ran.err);
    ran.out
}

/// Runs the program, which must refuse with this status and these words.
pub(crate) fn refused(words: &[&str], status: i32, says: &[&str]) {
    let ran = run(words);
    let said = words.join(" ");
    assert_eq!(ran.status, status, "`servanda {said}` ended otherwise:\n{}{}", ran.out, ran.err);
    for part in says {
        assert!(ran.err.contains(part), "`servanda {said}` does not say `{part}`:\n{}", ran.err);
    }
    assert!(!ran.err.contains("panicked"), "`servanda {said}` broke:\n{}", ran.err);
}

/// Output as JSON.
pub(crate) fn json(words: &[&str]) -> serde_json::Value {
    let out = output(words);
    serde_json::from_str(&out).unwrap_or_else(|error| {
        let said = words.join(" ");
        unreachable!("`servanda {said}` printed no JSON: {error}\n{out}")
    })
}
