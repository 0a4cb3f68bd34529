//! What is done with the files of panels: asked, cited, compared, looked through. Runs on invented data.

use super::run::{self, output, refused};
use std::path::{Path, PathBuf};

/// A folder of its own for one test, with the invented member files of the handbook.
fn folder(name: &str) -> PathBuf {
    let folder = run::folder(&format!("panel-{name}"));
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/panels.md");
    let page = std::fs::read_to_string(page).unwrap();
    for file in ["invented.csv", "invented-2.csv"] {
        let (_, rest) = page.split_once(&format!("```csv file={file}\n")).unwrap();
        let (text, _) = rest.split_once("```").unwrap();
        std::fs::write(folder.join(file), text).unwrap();
    }
    folder
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

#[test]
fn a_frame_is_asked_cited_compared_and_looked_through_as_data() {
    let folder = folder("forms");
    let at = |name: &str| path(&folder, name);
    let given = |name: &str| format!("atop={}", at(name));
    for (data, frame) in [("invented.csv", "one.parquet"), ("invented-2.csv", "two.arrow")] {
        let words = ["panel", "directed-dyad-year", "--from", "1920", "--to", "1926"];
        let rest = ["--add", &given(data), "-o", &at(frame)];
        output(&[&words[..], &rest].concat());
    }
    let (one, two) = (at("one.parquet"), at("two.arrow"));
    let words = ["panel", "explain", "220-200 1922 defense", "--frame", &one, "-f", "json"];
    let told: serde_json::Value = serde_json::from_str(&output(&words)).unwrap();
    assert_eq!(told["schema"], "servanda/panel-cell/1");
    assert_eq!(told["frame"]["cell"]["value"], "1");
    assert!(told["value"].is_null(), "no data were given beside the frame");
    let csl: serde_json::Value =
        serde_json::from_str(&output(&["cite", &one, "-f", "csl"])).unwrap();
    assert_eq!(csl[1]["DOI"], "10.1080/03050620213653");
    assert!(csl[1]["keyword"].as_str().unwrap().starts_with("atop_defense"));
    let table = output(&["panel", "diff", &one, &two, "-f", "csv"]);
    assert!(table.starts_with("ccode1,ccode2,year,column,before_kind,before,after_kind,after\n"));
    assert!(table.contains("220,325,1924,atop_defense,unknown,,value,1"), "{table}");
    refused(&["panel", "lint", &one, "-f", "md"], 1, &[]);
}

#[test]
fn what_is_no_frame_or_no_cell_is_told_what_to_do() {
    let folder = folder("refused");
    let at = |name: &str| path(&folder, name);
    std::fs::write(at("cut.parquet"), b"PAR1 cut").unwrap();
    refused(&["cite", &at("cut.parquet")], 2, &["SV0709", "cut short"]);
    refused(&["cite", &at("none.parquet")], 3, &["SV0704"]);
    refused(&["panel", "lint", &at("invented.csv")], 2, &["neither Parquet nor Arrow"]);
    let ask = |words: &str, says: &[&str]| refused(&["panel", "explain", words], 2, says);
    ask("220-200 1922 defense", &["SV0709", "--add atop=FILE"]);
    ask("220-200 1922 cinc", &["no source at hand has the column `cinc`"]);
    ask("220-200", &["names no year"]);
}
