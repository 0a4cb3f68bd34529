//! The house rules that a machine can check: which way data flows, what the core may not touch, and
//! how long files and functions may be.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first thing that is not as it must be, and says what"
)]

use std::path::{Path, PathBuf};

/// The modules of the core in the order in which data flows through them.
const ORDER: &[&str] = &["time", "syntax", "model", "engine", "answer", "scenario", "request"];

/// What the embedded corpus may use; nobody but the commands uses it.
const CORPUS_USES: &[&str] = &["time", "syntax", "model"];

/// What a pure core has no business with.
const FORBIDDEN: &[(&str, &str)] = &[
    ("std::fs", "files are the command's business"),
    ("std::net", "the network is the command's business"),
    ("std::thread", "threads are the command's business"),
    ("std::env", "the environment is the command's business"),
    ("SystemTime", "there is no implicit now"),
    ("Instant", "an answer holds no timings"),
    ("HashMap", "its order changes from run to run: use BTreeMap"),
    ("HashSet", "its order changes from run to run: use BTreeSet"),
    ("rand::", "answers are not random"),
    ("servanda_cli", "the core knows no surface"),
];

/// A file longer than this says why in its head.
const LONGEST_FILE: usize = 600;

/// A function longer than this says why in an `allow`.
const LONGEST_FUNCTION: usize = 70;

/// Functions that are longer still, with their lengths: these numbers only go down.
const STILL_LONGER: &[(&str, &str, usize)] = &[
    ("servanda/src/model/outline.rs", "homes", 71),
    ("servanda/src/model/resolve_member.rs", "member", 75),
    ("servanda/src/model/resolve_norm.rs", "norm", 83),
    ("servanda/src/scenario/test_case.rs", "expectation", 72),
    ("servanda/src/syntax/read.rs", "norm_clause", 80),
];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every Rust file below a folder: path below `crates/`, and text.
fn files(below: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![crates().join(below)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(crates()).unwrap().to_string_lossy().into_owned();
                found.push((name, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no Rust file below crates/{below}");
    found
}

/// A line without its comment; a text in quotes stays.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

/// Fails with every fault at once.
fn none(what: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{what}:\n  {}", faults.join("\n  "));
}

/// The module of the core that a file belongs to: `engine` for `engine.rs` and `engine/row.rs`.
fn module(name: &str) -> Option<&str> {
    let inside = name.strip_prefix("servanda/src/")?;
    inside.split(['/', '.']).next()
}

/// The modules that a line names through `crate::`.
fn named(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for rest in line.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(list) => {
                let items = list.split('}').next().unwrap_or_default().split(',');
                found.extend(items.map(|item| item.trim().split("::").next().unwrap_or_default()));
            }
            None => found.extend(rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()),
        }
    }
    found
}

#[test]
fn data_flows_one_way() {
    let place = |module: &str| ORDER.iter().position(|known| *known == module);
    let mut faults = Vec::new();
    for (name, text) in files("servanda/src") {
        let Some(own) = module(&name) else { continue };
        for (number, line) in text.lines().enumerate() {
            for used in named(code(line)) {
                let allowed = match (own, place(own), place(used)) {
                    ("lib", ..) => true,
                    ("corpus", _, _) => used == "corpus" || CORPUS_USES.contains(&used),
                    (_, Some(own), Some(used)) => used <= own,
                    _ => used != "corpus" && place(used).is_none(),
                };
                if !allowed {
                    faults.push(format!("{name}:{}: `{own}` uses `{used}`", number + 1));
                }
            }
        }
    }
    none("what stands earlier knows nothing of what stands later", &faults);
}

#[test]
fn the_core_is_pure() {
    let mut faults = Vec::new();
    for (name, text) in files("servanda/src") {
        for (number, line) in text.lines().enumerate() {
            for (word, why) in FORBIDDEN.iter().filter(|(word, _)| has_word(code(line), word)) {
                faults.push(format!("{name}:{}: `{word}`: {why}", number + 1));
            }
        }
    }
    none("the core is pure", &faults);
}

/// Whether a line holds a word that no letter goes before or after.
fn has_word(line: &str, word: &str) -> bool {
    let mut from = 0;
    while let Some(at) = line[from..].find(word).map(|at| from + at) {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if !letter(before) && (word.ends_with(':') || !letter(after)) {
            return true;
        }
        from = at + word.len();
    }
    false
}

#[test]
fn every_file_says_first_what_it_knows() {
    let headless = files("").into_iter().filter(|(_, text)| !text.starts_with("//!"));
    let faults: Vec<String> = headless.map(|(name, _)| name).collect();
    none("files that do not begin with `//!`", &faults);
}

#[test]
fn long_files_say_why() {
    let mut faults = Vec::new();
    for (name, text) in files("") {
        let lines = text.lines().count();
        let head: Vec<&str> = text.lines().take_while(|line| line.starts_with("//!")).collect();
        let says_why = head.join(" ").to_lowercase().contains("long because");
        if lines > LONGEST_FILE && !says_why {
            faults.push(format!(
                "{name}: {lines} lines; split it, or say `Long because ...` in its head"
            ));
        }
    }
    none("files are at most 600 lines", &faults);
}

#[test]
fn long_functions_say_why() {
    let mut faults = Vec::new();
    let mut met: Vec<&str> = Vec::new();
    let files = files("");
    for (file, text) in &files {
        let lines: Vec<&str> = text.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let trimmed = line.trim_start();
            if !is_function(trimmed) {
                continue;
            }
            let indent = line.len() - trimmed.len();
            let closing = format!("{}}}", " ".repeat(indent));
            let length = lines[start..].iter().position(|line| *line == closing).unwrap_or(0) + 1;
            let above = lines[..start].iter().rev();
            let above = above.take_while(|line| {
                let line = line.trim_start();
                !line.is_empty() && !line.starts_with('}')
            });
            let allowed = above.clone().any(|line| line.contains("too_many_lines"));
            let allowed = allowed && above.clone().any(|line| line.contains("reason"));
            let name = (file.as_str(), name_of(trimmed));
            let known = STILL_LONGER.iter().find(|(file, function, _)| (*file, *function) == name);
            let limit = known.map_or(LONGEST_FUNCTION, |(_, _, length)| *length);
            if length > limit && !allowed {
                faults.push(format!("{file}:{}: `{}` has {length} lines", start + 1, name.1));
            }
            if known.is_some() {
                met.push(name.1);
                if length < limit {
                    let now = if length > LONGEST_FUNCTION { "enter" } else { "strike out" };
                    faults.push(format!("{file}: `{}` has {length} lines: {now} that", name.1));
                }
            }
        }
    }
    let gone = STILL_LONGER.iter().filter(|(_, function, _)| !met.contains(function));
    faults.extend(gone.map(|(file, function, _)| format!("{file}: no `{function}` any more")));
    none("functions are at most 70 lines, or say why beside `too_many_lines`", &faults);
}

/// The name of the function that a line begins.
fn name_of(line: &str) -> &str {
    let rest = line.split("fn ").nth(1).unwrap_or_default();
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

fn is_function(line: &str) -> bool {
    let words = ["pub", "pub(super)", "pub(crate)", "const", "unsafe", "async", "extern"];
    let mut rest = line.split(' ').skip_while(|word| words.contains(word));
    rest.next() == Some("fn") && !line.ends_with(';')
}

#[test]
fn nothing_is_left_undone_or_switched_off() {
    // Put together here, so that this file does not find itself.
    let words = ["todo", "unimplemented"].map(|word| format!("{word}!("));
    let ignored = format!("#[{}", "ignore");
    let machine = ["/home/", "/Users/", "/work/", "/tmp/"].map(|path| format!("\"{path}"));
    let mut faults = Vec::new();
    for (name, text) in files("") {
        if name.ends_with("tests/tidy.rs") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = code(line);
            for word in words.iter().chain([&ignored]).filter(|word| code.contains(word.as_str())) {
                faults.push(format!("{name}:{}: {word}", number + 1));
            }
            for path in machine.iter().filter(|path| line.contains(path.as_str())) {
                faults.push(format!("{name}:{}: a path of one machine, {path}", number + 1));
            }
        }
    }
    none("nothing is left undone, switched off or bound to one machine", &faults);
}

#[test]
fn the_core_does_not_depend_on_the_command() {
    let manifest = std::fs::read_to_string(crates().join("servanda/Cargo.toml")).unwrap();
    for surface in [
        "servanda-cli",
        "servanda-data",
        "servanda-decide",
        "servanda-events",
        "servanda-foresee",
        "servanda-watch",
    ] {
        assert!(!manifest.contains(surface), "servanda depends on {surface}");
    }
}

#[test]
fn readers_of_data_take_bytes_and_know_no_surface() {
    let manifest = std::fs::read_to_string(crates().join("servanda-data/Cargo.toml")).unwrap();
    assert!(!manifest.contains("servanda-cli"), "servanda-data depends on servanda-cli");
    let mut faults = Vec::new();
    for (name, text) in files("servanda-data/src") {
        for (number, line) in text.lines().enumerate() {
            let code = code(line);
            // A panel of millions of rows is filled and packed on every core.
            let threads = name.starts_with("servanda-data/src/panel/")
                || name == "servanda-data/src/cores.rs";
            for (word, why) in FORBIDDEN.iter().filter(|(word, _)| has_word(code, word)) {
                if threads && *word == "std::thread" {
                    continue;
                }
                faults.push(format!("{name}:{}: `{word}`: {why}", number + 1));
            }
            // What treaties oblige to is the engine's; a reader says what stands in a file. The
            // cross-check is no reader: it puts what was read beside the treaties' codes. Nor are
            // those parts of a panel that ask the treaties, cite works or make pages.
            let rooms = ["servanda::engine", "servanda::answer"];
            let no_readers = [
                "crosscheck",
                "panel/duty",
                "panel/explain",
                "panel/lint",
                "panel/cite",
                "panel/work",
            ];
            let own = name.strip_prefix("servanda-data/src/").unwrap_or(&name);
            let reads = !no_readers.iter().any(|part| own.starts_with(part));
            for room in rooms.iter().filter(|room| reads && code.contains(**room)) {
                faults.push(format!("{name}:{}: a reader uses `{room}`", number + 1));
            }
        }
    }
    none("a reader takes bytes and decides nothing", &faults);
}

#[test]
fn models_of_decisions_are_pure_and_know_no_duty() {
    let manifest = std::fs::read_to_string(crates().join("servanda-decide/Cargo.toml")).unwrap();
    for other in ["servanda-cli", "servanda-data"] {
        assert!(!manifest.contains(other), "servanda-decide depends on {other}");
    }
    let mut faults = Vec::new();
    for (name, text) in files("servanda-decide/src") {
        for (number, line) in text.lines().enumerate() {
            let code = code(line);
            // Draws are the crate's business, each from a seed that the caller names.
            let forbidden = FORBIDDEN.iter().filter(|(word, _)| *word != "rand::");
            for (word, why) in forbidden.filter(|(word, _)| has_word(code, word)) {
                faults.push(format!("{name}:{}: `{word}`: {why}", number + 1));
            }
            for word in ["thread_rng", "rand::rng", "SysRng", "servanda::engine"] {
                if code.contains(word) && !code.contains("rand::rngs::ChaCha8Rng") {
                    faults.push(format!("{name}:{}: `{word}` in a model", number + 1));
                }
            }
            // Of the whole core a model reads words; a summit's check alone knows treaties.
            let check = name == "servanda-decide/src/summit/check.rs";
            if !check && code.contains("servanda::model") {
                faults.push(format!("{name}:{}: a model uses `servanda::model`", number + 1));
            }
        }
    }
    none("a model takes numbers and a seed", &faults);
}

#[test]
fn readers_of_events_are_pure_and_one_part_knows_the_engine() {
    let mut faults = Vec::new();
    for (name, text) in files("servanda-events/src") {
        for (number, line) in text.lines().enumerate() {
            let code = code(line);
            for (word, why) in FORBIDDEN.iter().filter(|(word, _)| has_word(code, word)) {
                faults.push(format!("{name}:{}: `{word}`: {why}", number + 1));
            }
            let asks = name.ends_with("/question.rs");
            for room in ["servanda::engine", "servanda::answer"] {
                if !asks && code.contains(room) {
                    faults.push(format!("{name}:{}: a reader uses `{room}`", number + 1));
                }
            }
        }
    }
    none("a reader of events takes bytes and decides nothing", &faults);
}

#[test]
fn forecasts_are_pure_and_chance_has_one_room() {
    let mut faults = Vec::new();
    for (name, text) in files("servanda-foresee/src") {
        for (number, line) in text.lines().enumerate() {
            // Draws have one room, each from a seed and a stream that the caller names.
            let draws = name.ends_with("/chance.rs");
            let forbidden = FORBIDDEN.iter().filter(|(word, _)| !draws || *word != "rand::");
            for (word, why) in forbidden.filter(|(word, _)| has_word(code(line), word)) {
                faults.push(format!("{name}:{}: `{word}`: {why}", number + 1));
            }
        }
    }
    none("a forecast is the same from the same seed", &faults);
}

#[test]
fn the_words_of_this_test_are_found() {
    assert_eq!(named("use crate::{engine::Row, model::World};"), ["engine", "model"]);
    assert_eq!(named("let x = crate::answer::form();"), ["answer"]);
    assert!(has_word("let now = Instant::now();", "Instant"));
    assert!(!has_word("an Instantaneous thing", "Instant"));
    assert!(!has_word("let operand::x", "rand::"));
    assert!(is_function("pub(super) fn row(") && !is_function("let f = fn_name();"));
}
