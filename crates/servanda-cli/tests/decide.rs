//! What `servanda decide` prints for tables of others: the shapes that other programs read.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

fn file(name: &str, text: &str) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, text).unwrap();
    file
}

fn json(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_servanda")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

const KTAB: &str = "Invented,an invented case,3,2,\n\
    Actor,Description,Influence,One Position,One Salience,Two Position,Two Salience,\n\
    A,first, 100.0,10,60.0,20,60.0,\n\
    B,second, 40.0,90,50.0,20,45.0,\n\
    C,third, 25.5,90,30.0,80,20.0,\n";

#[test]
fn the_spatial_model_prints_positions_by_turn_actor_and_issue() {
    let file = file("invented.csv", KTAB);
    let form = json(&["decide", &file.to_string_lossy(), "--model", "smp", "-f", "json"]);
    assert_eq!(form["actors"], serde_json::json!(["A", "B", "C"]));
    assert_eq!(form["dimensions"], serde_json::json!(["One Position", "Two Position"]));
    let first = serde_json::json!([[10.0, 20.0], [90.0, 20.0], [90.0, 80.0]]);
    assert_eq!(form["positions"][0], first, "turn 0 is the input; total salience may pass 100");
    let turns = form["positions"].as_array().unwrap();
    assert!(turns.len() > 2 && turns.iter().all(|turn| turn.as_array().unwrap().len() == 3));
}

#[test]
fn the_expected_utility_model_takes_its_heads_in_any_letters() {
    let table =
        "ACTOR,capability,Position,SALIENCE\nA,1,4,0.8\nB,2,7,0.4\nC,1.5,10,0.9\nD,1,7,0.1\n";
    let file = file("columns.csv", table);
    let name = file.to_string_lossy();
    for preset in ["as-printed", "scholz-code"] {
        let arguments =
            ["decide", &name, "--model", "eu", "--preset", preset, "--rounds", "4", "-f", "json"];
        let form = json(&arguments);
        let rounds = form["rounds"].as_array().unwrap();
        assert_eq!(rounds.len(), 5);
        assert_eq!(rounds[0]["positions"], serde_json::json!([4.0, 7.0, 10.0, 7.0]));
        let mean = (0.8 * 4.0 + 0.8 * 7.0 + 1.35 * 10.0 + 0.1 * 7.0) / 3.05;
        assert!((rounds[0]["mean"].as_f64().unwrap() - mean).abs() < 1e-12);
        assert_eq!(rounds[0]["median"], 7.0);
    }
}

#[test]
fn both_indices_of_weighted_votes() {
    let form =
        json(&["decide", "power", "--weights", "4,4,4,2,2,1", "--quota", "12", "-f", "json"]);
    let expected = [7.0 / 30.0, 7.0 / 30.0, 7.0 / 30.0, 3.0 / 20.0, 3.0 / 20.0, 0.0];
    for (index, expected) in form["shapley_shubik"].as_array().unwrap().iter().zip(expected) {
        assert!((index.as_f64().unwrap() - expected).abs() < 1e-12);
    }
    let banzhaf = form["banzhaf"].as_array().unwrap();
    assert!((banzhaf[0].as_f64().unwrap() - 5.0 / 21.0).abs() < 1e-12);
}

#[test]
fn draws_repeat_byte_for_byte() {
    let file = file("drawn.csv", KTAB);
    let name = file.to_string_lossy();
    let draw = |seed: &str| {
        json(&["decide", &name, "--draws", "30", "--seed", seed, "-f", "json"]).to_string()
    };
    assert_eq!(draw("5"), draw("5"));
    assert_ne!(draw("5"), draw("6"));
}

#[test]
fn the_moscow_summit_in_every_form() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let summit = root.join("summits/moscow-2002-05-14.summit.md");
    for form in ["table", "json", "md", "csv", "svg"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_servanda"));
        command.args(["decide", &summit.to_string_lossy(), "--draws", "10", "-f", form]);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{form}: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8_lossy(&output.stdout);
        for word in ["weighted mean", "weighted median", "status quo", "spatial"] {
            assert!(text.contains(word), "{form} leaves out {word}");
        }
    }
}

const SUMMIT: &str = "summit  TALKS \"Invented talks\"\n  rule consensus because \"invented\"\nissue i \"How?\"\n\
    scale 0 \"no\" to 10 \"yes\"\nstatus quo 2 because \"so\"\nactor A \"Ay\" # first\ncapability 1 because \"so\"\n\
    position i 3 because \"so\"\nsalience i 4 because \"so\"\n";

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_servanda")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_summit_is_checked_beside_the_treaties() {
    let other = SUMMIT.replace("actor A \"Ay\"", "actor B \"Be\"");
    let other = &other[other.find("actor B").unwrap()..];
    let whole = file("whole.summit", &format!("{SUMMIT}{other}"));
    let (status, out, _) = run(&["check", &whole.to_string_lossy()]);
    assert_eq!((status, out.as_str()), (Some(0), "1 summit: no fault\n"));
    for (name, text, code) in
        [
            ("alone.summit", SUMMIT.to_owned(), "SV1004"),
            ("nowhere.summit", format!("{SUMMIT}{other}treaty NOWHERE\n"), "SV0402"),
            ("slip.summit", SUMMIT.replace("scale", "scael"), "SV1001"),
            ("twice.summit", SUMMIT.replace("issue i", "rule unanimity\nissue i"), "SV0108"),
            (
                "bare.summit",
                format!("{SUMMIT}{other}")
                    .replacen(" because \"so\"\n    p", "\n    p", 1)
                    .replacen("capability 1 because \"so\"", "capability 1", 1),
                "SV1009",
            ),
        ]
    {
        let (status, _, said) = run(&["check", &file(name, &text).to_string_lossy()]);
        assert_eq!(status, Some(1), "{name}: {said}");
        assert!(said.contains(code) && said.contains(name), "{said}");
    }
}

#[test]
fn a_summit_is_laid_out_in_its_place_and_only_if_it_can_be_read() {
    let whole = format!(
        "{SUMMIT}{}",
        SUMMIT[SUMMIT.find("actor A").unwrap()..].replace("A \"Ay\"", "B \"Be\"")
    );
    let path = file("untidy.summit", &whole);
    let name = path.to_string_lossy();
    let (status, _, said) = run(&["fmt", "--check", &name]);
    assert_eq!(status, Some(1));
    assert!(said.contains("would change"), "{said}");
    assert_eq!(run(&["fmt", &name]).0, Some(0));
    assert_eq!(run(&["fmt", "--check", &name]).0, Some(0));
    let laid_out = fs::read_to_string(&path).unwrap();
    assert!(
        laid_out.contains("summit TALKS \"Invented talks\"\n") && laid_out.contains("  # first\n"),
        "{laid_out}"
    );
    let broken = file("broken.summit", &whole.replace("rule", "rool"));
    let (status, _, said) = run(&["fmt", &broken.to_string_lossy()]);
    assert_eq!(status, Some(2), "{said}");
    assert!(fs::read_to_string(&broken).unwrap().contains("rool"));
    let (status, _, said) = run(&["fmt", "-f", "json", &name]);
    assert!(status == Some(2) && said.contains("has no JSON form"), "{said}");
}
