//! The JSON form: no bytes make it fall over; what it takes says in text what it said in JSON; and text
//! to JSON to text to JSON is the same JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use servanda::syntax::host::Host;
use servanda::syntax::{json, parse};
use servanda_fuzz::is_whole;

/// The clauses of a JSON form, without their comments.
fn clauses(form: &Value) -> Vec<Value> {
    let entries = form["entries"].as_array().into_iter().flatten();
    let mut clauses: Vec<Value> =
        entries.filter(|entry| entry.get("clause").is_some()).cloned().collect();
    for clause in &mut clauses {
        clause.as_object_mut().map(|fields| fields.remove("comments"));
    }
    clauses
}

fuzz_target!(|text: &str| {
    if let Ok((words, host)) = json::to_text(text) {
        let back = json::to_json(&parse(&words, 0, host));
        let back = back.unwrap_or_else(|faults| panic!("{words}\ncannot be read: {faults:?}"));
        let again = json::to_text(&back.to_string()).expect("a written form is read");
        assert_eq!(words, again.0, "text to JSON to text changes it");
        let given: Value = serde_json::from_str(text).expect("it was read before");
        assert_eq!(clauses(&given).len(), clauses(&back).len(), "{words}\nhas other clauses");
    }
    for host in [Host::Bare, Host::Literate] {
        let document = parse(text, 0, host);
        if !is_whole(&document) {
            continue;
        }
        let form = json::to_json(&document).expect("a text without faults has a JSON form");
        let (words, _) = json::to_text(&form.to_string()).expect("a written form is read");
        let again = json::to_json(&parse(&words, 0, host)).expect("canonical text has no faults");
        assert_eq!(clauses(&form), clauses(&again), "JSON to text to JSON changes its clauses");
        let (words_again, _) = json::to_text(&again.to_string()).expect("a written form is read");
        assert_eq!(words, words_again, "text from JSON is not stable");
    }
});
