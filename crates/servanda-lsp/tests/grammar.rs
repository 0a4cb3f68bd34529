//! The grammar of the extension is that of the program, and knows every word of the reader and no other. `UPDATE=1` writes
//! it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::Value;
use servanda::syntax::keyword::{CONTINUATIONS, KEYWORDS, MEMBER_FACTS};
use servanda_lsp::grammar;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn extension() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../editors/vscode")
}

fn json(name: &str) -> Value {
    let text = std::fs::read_to_string(extension().join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The words between the parentheses of a rule.
fn words(grammar: &Value, rule: &str) -> BTreeSet<String> {
    let pattern = grammar["repository"][rule]["match"].as_str().unwrap();
    let list = pattern.split("(?:").nth(1).unwrap().split(')').next().unwrap();
    list.split('|').map(|word| word.replace("\\s+", " ")).collect()
}

#[test]
fn the_grammar_of_the_extension_is_that_of_the_program() {
    let path = extension().join("syntaxes/servanda.tmLanguage.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, grammar::textmate()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == grammar::textmate(), "run again with UPDATE=1 to write the grammar");
}

#[test]
fn it_knows_the_words_of_the_reader_and_no_other() {
    let grammar: Value = serde_json::from_str(&grammar::textmate()).unwrap();
    let clauses: BTreeSet<String> = KEYWORDS.iter().map(|(word, _)| (*word).to_owned()).collect();
    assert_eq!(words(&grammar, "clause"), clauses);
    let inside = CONTINUATIONS.iter().chain(MEMBER_FACTS).map(|word| (*word).to_owned());
    assert_eq!(words(&grammar, "word"), inside.collect());
}

#[test]
fn every_file_that_the_extension_names_is_there() {
    let package = json("package.json");
    let contributes = &package["contributes"];
    let grammars = contributes["grammars"].as_array().unwrap();
    let languages = contributes["languages"].as_array().unwrap();
    let files = grammars.iter().map(|one| &one["path"]);
    let files =
        files.chain(languages.iter().map(|one| &one["configuration"])).chain([&package["main"]]);
    for file in files {
        assert!(extension().join(file.as_str().unwrap()).exists(), "{file} is not there");
    }
    for grammar in grammars {
        let file = json(grammar["path"].as_str().unwrap());
        assert_eq!(file["scopeName"], grammar["scopeName"]);
    }
    assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
}
