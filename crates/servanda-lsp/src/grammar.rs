//! The TextMate grammar of the language, made from the reader's own tables, for editors that color by it, and for what
//! they color before the server answers. The file in `editors/vscode` is what this says (a test).

use serde_json::{Value, json};
use servanda::syntax::keyword::{CONTINUATIONS, KEYWORDS, MEMBER_FACTS};
use servanda::syntax::vocabulary::{Act, DeciderKind, Modal, Verdict};
use std::collections::BTreeSet;

/// What a date looks like, alone or as the first of a span.
const DATE: &str = "\\\\b[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[~?%]?(\\\\.\\\\.([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[~?%]?|open)?)?(?![\\\\w.-])";

/// Any of these words, whole.
fn any<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let list: BTreeSet<&str> = words.into_iter().filter(|word| !word.contains('_')).collect();
    // The longer first: `must not` before `must`.
    let mut list: Vec<&str> = list.into_iter().collect();
    list.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    format!("(?:{})(?![\\w-])", list.join("|").replace(' ', "\\s+"))
}

/// The rules by name.
fn rules() -> Value {
    let words =
        |table: &'static [(&'static str, &'static str)]| table.iter().map(|(word, _)| *word);
    let modals = Modal::ALL.iter().map(|modal| modal.word());
    let verdicts = Verdict::ALL.iter().map(|verdict| verdict.word());
    let acts = Act::ALL.iter().map(|act| act.word()).chain([
        "stay neutral",
        "grant bases",
        "integrate command",
    ]);
    let deciders = DeciderKind::ALL.iter().map(|decider| decider.word());
    let inside = CONTINUATIONS.iter().chain(MEMBER_FACTS).copied();
    json!({
        "comment": {"name": "comment.line.number-sign.servanda", "match": "#.*$"},
        "text": {
            "name": "string.quoted.double.servanda",
            "begin": "\"",
            "end": "\"|^\\s*$",
            "patterns": [{"name": "constant.character.escape.servanda", "match": "\\\\."}],
        },
        "clause": {"name": "keyword.control.servanda", "match": format!("^\\s*{}", any(words(KEYWORDS)))},
        "modal": {"name": "keyword.operator.servanda", "match": format!("\\b{}", any(modals.chain(verdicts)))},
        "act": {"name": "support.function.servanda", "match": format!("\\b{}", any(acts))},
        "decider": {"name": "support.constant.servanda", "match": format!("(?<=by )\\b{}", any(deciders))},
        "word": {"name": "keyword.other.servanda", "match": format!("\\b{}", any(inside))},
        "date": {"name": "constant.numeric.date.servanda", "match": DATE.replace("\\\\", "\\")},
        "role": {"name": "variable.parameter.servanda", "match": "\\b[A-Z]\\b(?![-/])"},
        "name": {"name": "entity.name.type.servanda", "match": "\\b[A-Z][A-Z0-9]+(-[A-Z0-9]+)*(/[\\w.-]+)*"},
    })
}

/// The grammar as a file.
pub fn textmate() -> String {
    let order =
        ["comment", "text", "clause", "date", "modal", "act", "decider", "word", "role", "name"];
    let patterns: Vec<Value> =
        order.iter().map(|name| json!({"include": format!("#{name}")})).collect();
    let grammar = json!({
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "servanda",
        "scopeName": "source.servanda",
        "comment": "Made from the reader's own tables: `servanda lsp --grammar`.",
        "patterns": patterns,
        "repository": rules(),
    });
    format!("{grammar:#}\n")
}
