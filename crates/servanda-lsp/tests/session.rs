//! Conversations with the server, message by message: what an editor sends and what it is told.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first thing that is not as it must be"
)]

use crossbeam_channel::{Receiver, Sender, unbounded};
use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use servanda::corpus;
use servanda::syntax::Source;
use servanda_lsp::{End, Incoming, serve};
use std::thread::JoinHandle;
use std::time::Duration;

const PACT: &str = "treaty PACT \"An invented pact\"
  in force 1992-01-01
  source   text \"invented for this test\"

members
  RUS TAJ  in force 1992-01-01

article 1
  gist \"help to whoever is attacked\"
  norm help
    when A attacks V
    where V is party
    each other party must aid V

test \"help comes\"
  ask \"attack on Tajikistan by Afghanistan on 2002-05-14\"
  expect RUS must aid TAJ under PACT/1
";

/// An editor, and the server in a thread of its own.
struct Editor {
    to: Option<Sender<Incoming>>,
    from: Receiver<Message>,
    server: Option<JoinHandle<End>>,
    asked: i32,
    /// Answers that came before they were waited for.
    early: Vec<(RequestId, Result<Value, i32>)>,
    /// What was found in each text, newest last.
    found: Vec<(String, Option<i64>, Vec<Value>)>,
}

impl Editor {
    fn with(texts: Vec<Source>, params: Value) -> Editor {
        let (to, incoming) = unbounded();
        let (outgoing, from) = unbounded();
        let base = corpus::empty_world().unwrap();
        let server = std::thread::spawn(move || serve(base, texts, &incoming, &outgoing));
        let mut editor = Editor {
            to: Some(to),
            from,
            server: Some(server),
            asked: 0,
            early: Vec::new(),
            found: Vec::new(),
        };
        editor.ask("initialize", params).unwrap();
        editor.tell("initialized", json!({}));
        editor
    }

    fn new() -> Editor {
        let capabilities = json!({"workspace": {"workspaceEdit": {"documentChanges": true}}});
        Editor::with(
            Vec::new(),
            json!({ "capabilities": capabilities, "initializationOptions": {"texts": true} }),
        )
    }

    fn send(&self, message: Message) {
        self.to.as_ref().unwrap().send(Incoming::Message(message)).unwrap();
    }

    fn tell(&self, method: &str, params: Value) {
        self.send(Message::Notification(Notification::new(method.into(), params)));
    }

    fn begin(&mut self, method: &str, params: Value) -> RequestId {
        self.asked += 1;
        let id = RequestId::from(self.asked);
        self.send(Message::Request(Request::new(id.clone(), method.into(), params)));
        id
    }

    fn end(&mut self, id: &RequestId) -> Result<Value, i32> {
        if let Some(index) = self.early.iter().position(|(known, _)| known == id) {
            return self.early.remove(index).1;
        }
        loop {
            match self.from.recv_timeout(Duration::from_mins(1)).unwrap() {
                Message::Response(response) => {
                    let result = response.response_result.map_err(|error| error.code);
                    if response.id == *id {
                        return result;
                    }
                    self.early.push((response.id, result));
                }
                Message::Notification(note) => self.noted(&note),
                Message::Request(_) => {}
            }
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<Value, i32> {
        let id = self.begin(method, params);
        self.end(&id)
    }

    fn noted(&mut self, note: &Notification) {
        if note.method == "textDocument/publishDiagnostics" {
            let uri = note.params["uri"].as_str().unwrap().to_owned();
            let found = note.params["diagnostics"].as_array().unwrap().clone();
            self.found.push((uri, note.params["version"].as_i64(), found));
        }
    }

    fn open(&mut self, uri: &str, text: &str) -> Vec<Value> {
        let document = json!({"uri": uri, "languageId": "servanda", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        self.found_in(uri, 1)
    }

    fn change(&mut self, uri: &str, version: i64, text: &str) -> Vec<Value> {
        self.tell("textDocument/didChange", json!({
            "textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}],
        }));
        self.found_in(uri, version)
    }

    /// What is found in a version of a text; waits until it is told.
    fn found_in(&mut self, uri: &str, version: i64) -> Vec<Value> {
        loop {
            let known = self.found.iter().rfind(|(of, at, _)| of == uri && *at == Some(version));
            if let Some((.., found)) = known {
                return found.clone();
            }
            match self.from.recv_timeout(Duration::from_mins(1)).unwrap() {
                Message::Notification(note) => self.noted(&note),
                other => panic!("unexpected {other:?}"),
            }
        }
    }

    /// Waits for a message of what is found that comes by itself.
    fn found_later(&mut self, uri: &str) -> Vec<Value> {
        let known = self.found.len();
        while !self.found.iter().skip(known).any(|(of, ..)| of == uri) {
            if let Message::Notification(note) =
                self.from.recv_timeout(Duration::from_mins(1)).unwrap()
            {
                self.noted(&note);
            }
        }
        self.found.last().unwrap().2.clone()
    }

    fn at(&mut self, method: &str, uri: &str, line: usize, character: usize) -> Result<Value, i32> {
        let context = match method {
            "textDocument/completion" => json!({"triggerKind": 1}),
            _ => json!({"includeDeclaration": true}),
        };
        self.ask(
            method,
            json!({
                "textDocument": {"uri": uri}, "position": {"line": line, "character": character},
                "context": context, "newName": "OTHER-1",
            }),
        )
    }

    fn labels(&mut self, uri: &str, text: &str) -> Vec<String> {
        let document = json!({"uri": uri, "languageId": "servanda", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        let line = text.matches('\n').count();
        let column = text.rsplit('\n').next().unwrap().encode_utf16().count();
        let items = self.at("textDocument/completion", uri, line, column).unwrap();
        let labels =
            items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned());
        labels.collect()
    }

    fn leave(mut self) -> End {
        self.ask("shutdown", Value::Null).unwrap();
        self.tell("exit", Value::Null);
        self.server.take().unwrap().join().unwrap()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.to.take();
        if let Some(server) = self.server.take() {
            assert!(server.join().is_ok(), "the server broke");
        }
    }
}

fn codes(found: &[Value]) -> Vec<&str> {
    found.iter().map(|fault| fault["code"].as_str().unwrap()).collect()
}

#[test]
fn faults_come_and_go_with_the_text() {
    let mut editor = Editor::new();
    assert_eq!(codes(&editor.open("file:///pact.treaty", PACT)), [""; 0]);
    let broken = PACT.replace("party must aid", "party must defend");
    let found = editor.change("file:///pact.treaty", 2, &broken);
    assert_eq!(codes(&found), ["SV0107"]);
    assert_eq!(found[0]["codeDescription"]["href"], "servanda:/codes/SV0107.md");
    assert_eq!(found[0]["range"]["start"], json!({"line": 12, "character": 26}));
    assert_eq!(codes(&editor.change("file:///pact.treaty", 3, PACT)), [""; 0]);
    editor.change("file:///pact.treaty", 4, &broken);
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": "file:///pact.treaty"}}));
    assert_eq!(codes(&editor.found_later("file:///pact.treaty")), [""; 0]);
    assert_eq!(editor.leave(), End::Goodbye);
}

#[test]
fn places_are_counted_as_editors_count() {
    // A mark of byte order, Cyrillic, an emoji beyond the basic plane, and line ends of two characters.
    let text = PACT
        .replace("An invented pact", "\u{414}\u{43e}\u{433}\u{43e}\u{432}\u{43e}\u{440} \u{1f54a}");
    let text = format!(
        "\u{feff}{}",
        text.replace("RUS TAJ", "RUS \"\u{1f54a} nobody\" TAJ").replace('\n', "\r\n")
    );
    for (bytes, start, end) in [(false, 6, 17), (true, 6, 19)] {
        let encodings = if bytes { json!(["utf-8", "utf-16"]) } else { json!(["utf-16"]) };
        let capabilities = json!({"general": {"positionEncodings": encodings}});
        let mut editor = Editor::with(Vec::new(), json!({ "capabilities": capabilities }));
        let found = editor.open("file:///d.treaty", &text);
        assert_eq!(codes(&found), ["SV0301"]);
        assert_eq!(found[0]["range"]["start"], json!({"line": 5, "character": start}));
        assert_eq!(found[0]["range"]["end"], json!({"line": 5, "character": end}));
        // A change behind the emoji: the `n` of `nobody` goes.
        let at = |character: u32| json!({"line": 5, "character": character});
        let (from, to) = if bytes { (12, 18) } else { (10, 16) };
        editor.tell(
            "textDocument/didChange",
            json!({
                "textDocument": {"uri": "file:///d.treaty", "version": 2},
                "contentChanges": [{"range": {"start": at(from), "end": at(to)}, "text": "x"}],
            }),
        );
        let found = editor.found_in("file:///d.treaty", 2);
        assert!(found[0]["message"].as_str().unwrap().contains("`\u{1f54a} x`"), "{found:?}");
    }
}

#[test]
fn open_texts_see_each_other_before_they_are_saved() {
    let mut editor = Editor::new();
    let protocol = "treaty PACT-2 \"A protocol\"\n  in force 1993-01-01\n  part of PACT\n";
    assert_eq!(codes(&editor.open("file:///two.treaty", protocol)), ["SV0402"]);
    editor.open("file:///one.treaty", PACT);
    assert_eq!(codes(&editor.found_later("file:///two.treaty")), [""; 0]);
    // A reference leads into the other text; both are renamed at once.
    let found = editor.at("textDocument/definition", "file:///two.treaty", 2, 11).unwrap();
    assert_eq!(found[0]["uri"], "file:///one.treaty");
    let edit = editor.at("textDocument/rename", "file:///two.treaty", 2, 11).unwrap();
    let changes = edit["documentChanges"].as_array().unwrap();
    assert_eq!(changes.len(), 2, "{edit}");
    let count = |index: usize| changes[index]["edits"].as_array().unwrap().len();
    assert_eq!((count(0), count(1)), (1, 2), "{edit}");
    // The other way round the fault comes back.
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": "file:///one.treaty"}}));
    assert_eq!(codes(&editor.found_later("file:///two.treaty")), ["SV0402"]);
}

#[test]
fn a_text_that_is_built_in_is_read_in_its_new_form() {
    let texts = vec![Source::new("pact.treaty", PACT)];
    let mut editor =
        Editor::with(texts, json!({"capabilities": {}, "initializationOptions": {"texts": true}}));
    let other = "treaty NEXT \"Another\"\n  in force 1993-01-01\n  part of PACT\n";
    assert_eq!(codes(&editor.open("file:///next.treaty", other)), [""; 0]);
    let found = editor.at("textDocument/definition", "file:///next.treaty", 2, 11).unwrap();
    assert_eq!(found[0]["uri"], "servanda:/treaties/pact.treaty");
    let text =
        editor.ask("servanda/text", json!({"uri": "servanda:/treaties/pact.treaty"})).unwrap();
    assert_eq!(text["text"], PACT);
    // What the program brings along is not renamed, nor is a state.
    assert_eq!(editor.at("textDocument/prepareRename", "file:///next.treaty", 2, 11), Err(-32803));
    assert_eq!(codes(&editor.open("file:///pact.treaty", PACT)), [""; 0]);
    assert_eq!(editor.at("textDocument/prepareRename", "file:///pact.treaty", 5, 3), Err(-32803));
    let renamed = editor.at("textDocument/prepareRename", "file:///pact.treaty", 0, 8).unwrap();
    assert_eq!(renamed["placeholder"], "PACT");
}

#[test]
fn what_can_be_written_is_what_the_reader_looks_for() {
    let mut editor = Editor::with(corpus::treaties(), json!({"capabilities": {}}));
    let mut n = 0;
    let mut after = |text: &str| {
        n += 1;
        editor.labels(&format!("file:///c{n}.treaty"), text)
    };
    let has = |labels: &[String], words: &[&str]| {
        for word in words {
            assert!(labels.iter().any(|label| label == word), "no `{word}` in {labels:.400?}");
        }
    };
    let head = "treaty PACT \"x\"\n  in force 1992-01-01\n\n";
    has(&after("tr"), &["treaty", "test", "article"]);
    has(&after(&format!("{head}  in ")), &["force", "area"]);
    has(&after(&format!("{head}  signed ")), &["1992-01-01"]);
    has(&after(&format!("{head}  term 5 ")), &["years", "months", "days"]);
    has(&after(&format!("{head}  term 5 years renews ")), &["automatically", "each", "by"]);
    has(&after(&format!("{head}  part of ")), &["CST", "UN-CHARTER"]);
    has(&after(&format!("{head}  source ")), &["ATOP", "UNTS", "text"]);
    has(&after(&format!("{head}members\n  ")), &["TAJ", "RUS"]);
    has(&after(&format!("{head}members\n  TAJ ")), &["in force", "signed", "RUS", "withdrew"]);
    let norm = format!("{head}article 1\n  norm a\n    ");
    has(&after(&format!("{norm}when A ")), &["attacks", "is at war with"]);
    has(&after(&format!("{norm}when A attacks ")), &["V", "TAJ"]);
    has(&after(&format!("{norm}where V ")), &["is", "attacks"]);
    has(&after(&format!("{norm}where V is ")), &["party", "great power", "not"]);
    has(&after(&format!("{norm}each ")), &["other party", "party"]);
    has(&after(&format!("{norm}each other party ")), &["must", "may", "except"]);
    has(
        &after(&format!("{norm}each other party must ")),
        &["aid", "consult", "not", "stay neutral"],
    );
    has(&after(&format!("{norm}each other party must aid V ")), &["promptly", "within", "against"]);
    has(&after(&format!("{norm}decided by ")), &["objective", "council"]);
    has(&after(&format!("{norm}unless found ")), &["provoked"]);
    has(&after(&format!("{norm}in area ")), &["PACIFIC-ANZUS"]);
    let test = format!("{head}test \"t\"\n  ");
    has(&after(&format!("{test}expect ")), &["TAJ"]);
    has(&after(&format!("{test}expect TAJ ")), &["must", "none", "depends"]);
    has(&after(&format!("{test}expect TAJ must ")), &["aid"]);
    has(&after(&format!("{test}expect TAJ must aid RUS ")), &["under", "because"]);
    has(&after(&format!("{test}expect TAJ must aid RUS under ")), &["CST"]);
    has(
        &after(&format!("{test}expect TAJ must aid RUS under CST/")),
        &["CST/4", "CST/4/casus-foederis"],
    );
    assert!(after(&format!("{head}  gist \"in ")).is_empty(), "nothing in quoted words");
    assert!(after("# a comm").is_empty(), "nothing in a comment");
    // In Markdown only inside the fences.
    let page = "# Prose\n\nwhen A \n\n```treaty\ntreaty PACT \"x\"\n  in ";
    let labels = editor.labels("file:///p.treaty.md", page);
    has(&labels, &["force"]);
    assert!(editor.labels("file:///q.treaty.md", "# Prose\n\nwhen A ").is_empty());
}

#[test]
fn names_dates_and_words_are_explained() {
    let mut editor = Editor::with(corpus::treaties(), json!({"capabilities": {}}));
    editor.open("file:///pact.treaty", PACT);
    let mut says = |line: usize, column: usize, words: &[&str]| {
        let hover = editor.at("textDocument/hover", "file:///pact.treaty", line, column).unwrap();
        let text = hover["contents"]["value"].as_str().unwrap_or_default().to_owned();
        for word in words {
            assert!(text.contains(word), "no `{word}` in: {text}");
        }
    };
    says(0, 8, &["An invented pact", "in force 1992-01-01", "RUS, TAJ", "articles 1"]);
    says(0, 2, &["begins a treaty"]);
    says(1, 14, &["1992-01-01", "Wednesday"]);
    says(5, 7, &["Tajikistan", "COW", "702"]);
    says(7, 8, &["help to whoever is attacked", "help"]);
    says(16, 34, &["An invented pact"]);
    says(16, 38, &["article 1"]);
    let hover = editor.at("textDocument/hover", "file:///pact.treaty", 3, 0).unwrap();
    assert_eq!(hover, Value::Null);
}

#[test]
fn every_remedy_is_an_edit_with_its_version() {
    let mut editor = Editor::new();
    let text = PACT.replace("RUS TAJ", "RUS TJA");
    let found = editor.open("file:///pact.treaty", &text);
    assert_eq!(codes(&found), ["SV0301"]);
    let actions = editor
        .ask(
            "textDocument/codeAction",
            json!({
                "textDocument": {"uri": "file:///pact.treaty"}, "range": found[0]["range"],
                "context": {"diagnostics": []},
            }),
        )
        .unwrap();
    assert_eq!(actions[0]["title"], "Write `TAJ`");
    let edit = &actions[0]["edit"]["documentChanges"][0];
    assert_eq!(edit["textDocument"]["version"], 1);
    assert_eq!(edit["edits"][0]["newText"], "TAJ");
    assert_eq!(edit["edits"][0]["range"], found[0]["range"]);
    // What a test expects and the engine does not find is told in a quiet moment, with what it finds.
    let wrong = PACT.replace("expect RUS must", "expect RUS may");
    editor.open("file:///t.treaty", &wrong.replace("PACT", "PACT-B"));
    let found = editor.found_later("file:///t.treaty");
    assert_eq!(codes(&found), ["SV0505"]);
    let hints = editor.ask("textDocument/inlayHint", json!({
        "textDocument": {"uri": "file:///t.treaty"},
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}},
    })).unwrap();
    let labels: Vec<&str> =
        hints.as_array().unwrap().iter().map(|hint| hint["label"].as_str().unwrap()).collect();
    assert!(
        labels.iter().any(|label| label.starts_with("\u{2717} it finds: must aid TAJ")),
        "{labels:?}"
    );
}

#[test]
fn shapes_colors_and_layout() {
    let mut editor = Editor::new();
    let uri = "file:///pact.treaty";
    editor.open(uri, PACT);
    let text = json!({"textDocument": {"uri": uri}});
    let symbols = editor.ask("textDocument/documentSymbol", text.clone()).unwrap();
    assert_eq!(symbols[0]["name"], "PACT");
    assert_eq!(symbols[0]["children"][1]["children"][0]["name"], "help");
    let folds = editor.ask("textDocument/foldingRange", text.clone()).unwrap();
    assert!(
        folds
            .as_array()
            .unwrap()
            .iter()
            .any(|fold| fold["startLine"] == 9 && fold["endLine"] == 12),
        "{folds}"
    );
    let colors = editor.ask("textDocument/semanticTokens/full", text.clone()).unwrap();
    let data = colors["data"].as_array().unwrap();
    assert_eq!(data.len() % 5, 0);
    // `treaty` is a keyword, `PACT` a declared class.
    let numbers: Vec<u64> = data.iter().take(10).map(|number| number.as_u64().unwrap()).collect();
    assert_eq!(numbers, [0, 0, 6, 0, 0, 0, 7, 4, 5, 1]);
    editor.change(uri, 2, &PACT.replace("party must aid", "party may aid"));
    let delta = editor
        .ask(
            "textDocument/semanticTokens/full/delta",
            json!({
                "textDocument": {"uri": uri}, "previousResultId": colors["resultId"],
            }),
        )
        .unwrap();
    let edits = delta["edits"].as_array().unwrap();
    assert_eq!(edits.len(), 1);
    assert!(edits[0]["deleteCount"].as_u64().unwrap() < 30, "{delta}");
    let part = editor.ask("textDocument/semanticTokens/range", json!({
        "textDocument": {"uri": uri}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}},
    })).unwrap();
    assert!(part["data"].as_array().unwrap().len() < 30);
    let around = editor
        .ask(
            "textDocument/selectionRange",
            json!({
                "textDocument": {"uri": uri}, "positions": [{"line": 10, "character": 12}],
            }),
        )
        .unwrap();
    assert_eq!(around[0]["range"]["start"], json!({"line": 10, "character": 11}));
    assert!(around[0]["parent"]["parent"]["parent"].is_object(), "{around}");
    // A second blank before `in force`, with line ends of two characters.
    let untidy = PACT.replace("  in force 1992", "     in   force 1992").replace('\n', "\r\n");
    editor.change(uri, 3, &untidy);
    let edits = editor
        .ask(
            "textDocument/formatting",
            json!({
                "textDocument": {"uri": uri}, "options": {"tabSize": 2, "insertSpaces": true},
            }),
        )
        .unwrap();
    assert!(
        edits.as_array().unwrap().len() == 1
            && !edits[0]["newText"].as_str().unwrap().contains("in   force")
    );
    let found = editor.ask("workspace/symbol", json!({"query": "hel"})).unwrap();
    assert_eq!(found[0]["name"], "help");
}

#[test]
fn a_page_of_cases_tells_what_the_engine_finds() {
    let mut editor = Editor::new();
    let page = format!(
        "# A page\n\n## A case\n\n```treaty\n{PACT}```\n\n```ask\nattack on TAJ by AFG on 2002-05-14\n```\n\n```answer\nRUS none\n```\n"
    );
    assert_eq!(codes(&editor.open("file:///page.md", &page)), [""; 0]);
    let found = editor.found_later("file:///page.md");
    assert_eq!(codes(&found), ["SV0902"]);
    // Any other Markdown is left alone.
    assert_eq!(codes(&editor.open("file:///readme.md", "# Nothing of ours\n")), [""; 0]);
    assert_eq!(codes(&editor.open("file:///x.treaty.json", "{")), ["SV0801"]);
    assert_eq!(codes(&editor.open("file:///y.summit", "nonsense\n"))[0].get(..4), Some("SV10"));
}

#[test]
fn slips_of_the_editor_are_answered_and_forgotten() {
    let mut editor = Editor::new();
    editor.open("file:///pact.treaty", PACT);
    assert_eq!(editor.ask("textDocument/unheardOf", json!({})), Err(-32601));
    assert_eq!(editor.ask("textDocument/hover", json!({"textDocument": 7})), Err(-32602));
    assert_eq!(editor.at("textDocument/hover", "file:///not-open.treaty", 0, 0), Err(-32602));
    assert_eq!(editor.ask("initialize", json!({"capabilities": {}})), Err(-32600));
    editor.tell("textDocument/didChange", json!({"textDocument": "what"}));
    editor.tell("$/unheardOf", json!({}));
    editor.to.as_ref().unwrap().send(Incoming::Malformed("no JSON".into())).unwrap();
    // A place beyond the end is the end; a range backwards is empty.
    assert!(editor.at("textDocument/hover", "file:///pact.treaty", 9999, 9999).is_ok());
    let at = |line: u32| json!({"line": line, "character": 3});
    editor.tell(
        "textDocument/didChange",
        json!({
            "textDocument": {"uri": "file:///pact.treaty", "version": 2},
            "contentChanges": [{"range": {"start": at(9), "end": at(2)}, "text": ""}],
        }),
    );
    assert_eq!(codes(&editor.found_in("file:///pact.treaty", 2)), [""; 0]);
    // A request that is taken back while another is worked on.
    let first = editor.begin("workspace/symbol", json!({"query": ""}));
    let second = editor.begin("workspace/symbol", json!({"query": ""}));
    let id = second.clone();
    editor.tell("$/cancelRequest", json!({ "id": id }));
    assert!(editor.end(&first).is_ok());
    assert!(matches!(editor.end(&second), Ok(_) | Err(-32800)));
    // Requests after `shutdown` are refused; leaving without it is told apart.
    assert_eq!(editor.ask("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(editor.ask("workspace/symbol", json!({"query": ""})), Err(-32600));
    let rude = Editor::new();
    rude.tell("exit", Value::Null);
    let mut rude = rude;
    assert_eq!(rude.server.take().unwrap().join().unwrap(), End::Gone);
}

#[test]
fn a_text_beyond_measure_is_told_of_and_not_read() {
    let mut editor = Editor::new();
    let text = PACT.repeat(2000);
    let found = editor.open("file:///giant.treaty", &text);
    assert_eq!(codes(&found), ["SV0702"]);
    assert!(editor.at("textDocument/hover", "file:///giant.treaty", 0, 8).unwrap().is_null());
    assert_eq!(codes(&editor.change("file:///giant.treaty", 2, PACT)), [""; 0]);
}

#[test]
fn no_place_of_an_unfinished_text_breaks_anything() {
    let mut editor = Editor::new();
    let odd = format!(
        "```treaty\n{}\u{1f54a}\n```\n",
        PACT.replace("RUS", "\u{420}\u{424} \"").replace("test", "tést")
    );
    let mut version = 1;
    editor.open("file:///odd.treaty.md", &odd);
    for end in (0..odd.len()).step_by(37).filter(|end| odd.is_char_boundary(*end)) {
        version += 1;
        let text = &odd[..end];
        editor.change("file:///odd.treaty.md", version, text);
        let line = text.matches('\n').count();
        let column = text.rsplit('\n').next().unwrap().encode_utf16().count();
        for method in [
            "hover",
            "completion",
            "definition",
            "references",
            "documentHighlight",
            "documentSymbol",
            "foldingRange",
            "semanticTokens/full",
        ] {
            let answer = editor.at(
                &format!("textDocument/{method}"),
                "file:///odd.treaty.md",
                line,
                column.saturating_sub(1),
            );
            assert!(answer.is_ok(), "{method} at {end}: {answer:?}");
        }
        let whole =
            json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
        for method in ["codeAction", "inlayHint"] {
            let answer = editor.ask(&format!("textDocument/{method}"), json!({
                "textDocument": {"uri": "file:///odd.treaty.md"}, "range": whole, "context": {"diagnostics": []},
            }));
            assert!(answer.is_ok(), "{method} at {end}: {answer:?}");
        }
    }
}
