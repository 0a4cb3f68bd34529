//! Forms of output: which file ending asks for which, well-formed pictures, published schemas, width.

use super::run::{command, folder, json, output, pacts, refused, run};

const RAID: &str = "attack on GMY by FRN on 1905-06-01";

#[test]
fn the_ending_of_the_file_names_the_form() {
    let pacts = pacts("endings");
    let folder = folder("endings-out");
    for (ending, begins) in [
        ("svg", "<?xml"),
        ("dot", "digraph"),
        ("graphml", "<?xml"),
        ("json", "{"),
        ("csv", "on,kind"),
        ("md", "# "),
    ] {
        let path = folder.join(format!("answer.{ending}")).display().to_string();
        assert_eq!(output(&["ask", RAID, "-o", &path, "--corpus", &pacts]), "");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text.starts_with(begins), "answer.{ending} begins otherwise: {text}");
        assert!(!folder.join("answer.partial").exists(), "a half file is left");
    }
    let path = folder.join("answer.docx").display().to_string();
    refused(&["ask", RAID, "-o", &path, "--corpus", &pacts], 2, &["SV0706", "-f"]);
    let path = folder.join("answer.parquet").display().to_string();
    refused(&["ask", RAID, "-o", &path, "--corpus", &pacts], 2, &["no form `parquet`", "csv"]);
    let nowhere = folder.join("none/answer.json").display().to_string();
    refused(&["ask", RAID, "-o", &nowhere, "--corpus", &pacts], 3, &["SV0704"]);
}

#[test]
fn a_form_that_a_command_lacks_is_refused_with_those_it_has() {
    let pacts = pacts("lacks");
    for words in [
        ["treaty", "DEFENSE", "-f", "svg"].as_slice(),
        &["state", "ITA", "-f", "ics"],
        &["timeline", "DEFENSE", "-f", "md"],
        &["conflicts", "--on", "1905-01-01", "-f", "dot"],
        &["diff", "DEFENSE", "NEUTRAL", "-f", "csv"],
        &["cite", "DEFENSE", "-f", "svg"],
        &["ask", RAID, "-f", "bibtex"],
    ] {
        refused(&[words, &["--corpus", &pacts]].concat(), 2, &["SV0706", "it has"]);
    }
}

#[test]
fn every_json_document_names_a_schema_that_is_published() {
    let pacts = pacts("schemas");
    let published = output(&["schema"]);
    for words in [
        ["ask", RAID].as_slice(),
        &["treaty"],
        &["treaty", "DEFENSE"],
        &["state", "ITA", "--on", "1905-01-01"],
        &["timeline", "DEFENSE"],
        &["timeline", "RAID-1905", "--as-of", "1905-07-01"],
        &["conflicts", "--on", "1905-01-01"],
        &["diff", "DEFENSE", "NEUTRAL"],
        &["diff", "--between", "1901-01-01", "1905-01-01", "attack on GMY by FRN"],
    ] {
        let form = json(&[words, &["-f", "json", "--corpus", &pacts]].concat());
        let schema = form["schema"].as_str().unwrap_or_default().to_owned();
        let name = schema.split('/').nth(1).unwrap_or_default();
        assert!(published.lines().any(|line| line == name), "{schema} is not published");
        let description = json(&["schema", name]);
        let known = description["properties"].as_object().cloned().unwrap_or_default();
        for key in form.as_object().into_iter().flatten().map(|(key, _)| key) {
            assert!(known.contains_key(key), "{schema} does not describe `{key}`");
        }
    }
    refused(&["schema", "anwser"], 2, &["did you mean `answer`?"]);
}

#[test]
fn pictures_and_calendars_are_the_same_every_time() {
    let pacts = pacts("pictures");
    for words in [
        ["ask", RAID, "--follow", "-f", "svg"].as_slice(),
        &["ask", RAID, "--follow", "-f", "graphml"],
        &["timeline", "NEUTRAL", "-f", "svg"],
        &["timeline", "NEUTRAL", "-f", "ics"],
        &["timeline", "RAID-1905", "--as-of", "1905-06-03", "-f", "ics"],
    ] {
        let words = [words, &["--corpus", &pacts]].concat();
        let (first, second) = (output(&words), output(&words));
        assert_eq!(first, second, "{words:?} differs from run to run");
    }
    let picture = output(&["timeline", "NEUTRAL", "-f", "svg", "--corpus", &pacts]);
    for part in ["<title>", "<desc>", "prefers-color-scheme:dark"] {
        assert!(picture.contains(part), "the picture lacks {part}");
    }
    let calendar = output(&["timeline", "NEUTRAL", "-f", "ics", "--corpus", &pacts]);
    let unfolded = calendar.replace("\r\n ", "");
    assert!(
        unfolded.contains("date is uncertain: between 1910-01-01 and 1912-01-01"),
        "{unfolded}"
    );
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75), "a line is not folded");
}

#[test]
fn tables_fit_sixty_columns() {
    let pacts = pacts("sixty");
    for words in [
        ["ask", RAID].as_slice(),
        &["treaty"],
        &["treaty", "DEFENSE"],
        &["state", "ITA", "--on", "1905-01-01"],
        &["timeline", "NEUTRAL"],
        &["conflicts", "--on", "1905-01-01"],
        &["diff", "DEFENSE", "NEUTRAL"],
    ] {
        let text = output(&[words, &["--width", "60", "--corpus", &pacts]].concat());
        // The command that asks again is one line to copy; a long word has nowhere to break.
        let lines = text.lines().filter(|line| !line.starts_with("Again:"));
        for line in lines.filter(|line| line.trim_start().contains(' ')) {
            assert!(line.chars().count() <= 60, "{words:?} is wider than 60 columns:\n{line}");
        }
    }
}

#[test]
fn no_color_and_pipes_get_no_escape_sequences() {
    let pacts = pacts("color");
    let ran = run(&["ask", RAID, "--corpus", &pacts]);
    assert!(!ran.out.contains('\u{1b}'), "a pipe gets colors");
    let words = ["treaty", "NOWHERE", "--corpus", &pacts];
    let output = command(&words).env("NO_COLOR", "1").output();
    let err = output.map(|output| output.stderr).unwrap_or_default();
    assert!(!err.contains(&0x1b), "NO_COLOR is not obeyed");
}

#[test]
fn what_came_of_tests_comes_as_json() {
    let failing = super::run::PACTS.to_owned()
        + "\ntest \"Italy helps nobody\"\n  ask \"attack on GMY by FRN on 1905-06-01\"\n  expect ITA none under DEFENSE\n";
    let file = super::run::file("test-json", "failing.treaty", failing);
    let run = super::run::run(&["test", &file, "-f", "json"]);
    assert_eq!(run.status, 1);
    let form: serde_json::Value =
        serde_json::from_str(&run.out).expect("standard output is one JSON document");
    assert_eq!(form["schema"], "servanda/test/1");
    assert_eq!((form["passed"].as_u64(), form["failed"].as_u64()), (Some(0), Some(1)));
    assert_eq!(form["failures"][0]["title"], "Italy helps nobody");
    assert!(form["failures"][0]["at"].as_str().is_some_and(|at| at.contains("failing.treaty:")));
    assert!(!form["failures"][0]["diagnostics"][0]["message"].is_null());
}

#[test]
fn what_was_assumed_is_in_every_form() {
    let pacts = super::run::pacts("notes");
    let ask = |form: &str| {
        super::run::run(&["ask", "attack on GMY on 1905-06-01", "-f", form, "--corpus", &pacts])
    };
    let assumed = "The place is taken to be the home territory of Germany.";
    let form: serde_json::Value =
        serde_json::from_str(&ask("json").out).expect("the answer is JSON");
    assert_eq!(form["question"]["notes"][0], "Who does it is not said.");
    assert_eq!(form["question"]["notes"][1], assumed);
    assert!(ask("md").out.contains(assumed));
    let plain = ask("plain");
    assert!(plain.err.contains(assumed));
    assert!(!plain.out.contains(assumed));
    assert!(ask("csv").err.is_empty(), "a table of data has no notes");
}
