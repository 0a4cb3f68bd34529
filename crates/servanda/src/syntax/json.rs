//! The JSON form of a text: the same clauses, comments and prose as data, for programs.
//!
//! Text to JSON to text gives the canonical layout of the text; JSON to text to JSON gives the same
//! JSON. `schema` describes it.

use super::clause::Clause;
use super::document::{Document, Entry, parse};
use super::format::format;
use super::host::Host;
use super::{Code, Diagnostic, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The name of the form.
pub const SCHEMA: &str = "servanda/treaty/1";

/// The JSON form, for the schema.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(title = "A text of the servanda treaty language")]
pub struct Form {
    /// `servanda/treaty/1`.
    pub schema: String,
    /// How the text is hosted: Markdown with fences, or bare.
    pub host: HostForm,
    /// Everything in it, in order.
    pub entries: Vec<EntryForm>,
}

/// How a text is hosted.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HostForm {
    /// `.treaty.md`
    Literate,
    /// `.treaty`
    Bare,
}

/// One entry of a text.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[allow(
    clippy::large_enum_variant,
    reason = "entries live for one conversion; a box would show in the schema's code"
)]
pub enum EntryForm {
    /// A clause with the comments on its lines.
    Clause {
        /// The clause.
        #[serde(flatten)]
        clause: Clause,
        /// Comments, `#` included.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        comments: Vec<String>,
    },
    /// A comment on its own line, `#` included.
    Comment {
        /// The comment.
        comment: String,
    },
    /// An empty line.
    Blank {
        /// Always true.
        blank: bool,
    },
    /// Markdown around the fences, fence lines included.
    Prose {
        /// The Markdown.
        prose: String,
    },
}

/// The published schema of the form.
pub fn schema() -> Value {
    schemars::schema_for!(Form).to_value()
}

/// A text as JSON. A text with faults has no JSON form: its diagnostics say why.
///
/// # Errors
/// The diagnostics of the text.
pub fn to_json(document: &Document) -> Result<Value, Vec<Diagnostic>> {
    if document.entries.iter().any(|entry| matches!(entry, Entry::Faulty { .. })) {
        return Err(document.diagnostics.clone());
    }
    let entries = document.entries.iter().filter_map(|entry| {
        Some(match entry {
            Entry::Clause { clause, comments, .. } => {
                EntryForm::Clause { clause: (**clause).clone(), comments: comments.clone() }
            }
            Entry::Comment(comment) => EntryForm::Comment { comment: comment.clone() },
            Entry::Blank => EntryForm::Blank { blank: true },
            Entry::Prose(prose) => EntryForm::Prose { prose: prose.clone() },
            Entry::Faulty { .. } => return None,
        })
    });
    let host = match document.host {
        Host::Literate => HostForm::Literate,
        Host::Bare => HostForm::Bare,
    };
    let form = Form { schema: SCHEMA.into(), host, entries: entries.collect() };
    Ok(serde_json::to_value(form).unwrap_or(Value::Null))
}

/// JSON back to text in canonical layout, with its host.
///
/// # Errors
/// What does not fit, with the number of the entry it stands in.
pub fn to_text(json: &str) -> Result<(String, Host), Box<Diagnostic>> {
    let value: Value = serde_json::from_str(json).map_err(|error| {
        let fault = Diagnostic::bare(Code::SV0801, format!("this is no JSON: {error}"));
        Box::new(
            fault.help("text ends in `.treaty` or `.treaty.md`, its JSON form in `.treaty.json`"),
        )
    })?;
    let misfit = |message: String| {
        let fault = Diagnostic::bare(Code::SV0802, message);
        Box::new(fault.help("`servanda schema treaty` prints the schema of the form"))
    };
    match value.get("schema").and_then(Value::as_str) {
        Some(SCHEMA) => {}
        Some(other) => return Err(misfit(format!("the form is `{other}`, not `{SCHEMA}`"))),
        None => return Err(misfit(format!("`schema` is missing; it should be `{SCHEMA}`"))),
    }
    let host = match value.get("host").and_then(Value::as_str) {
        Some("literate") => Host::Literate,
        Some("bare") => Host::Bare,
        _ => return Err(misfit("`host` is neither `literate` nor `bare`".into())),
    };
    let Some(list) = value.get("entries").and_then(Value::as_array) else {
        return Err(misfit("`entries` is no list".into()));
    };
    let mut entries = Vec::new();
    for (index, item) in list.iter().enumerate() {
        let entry = entry(item).map_err(|why| misfit(format!("entry {}: {why}", index + 1)))?;
        entries.push(entry);
    }
    let document = Document { host, entries, diagnostics: Vec::new() };
    let text = format(&document, "");
    match read_otherwise(&document, &parse(&text, 0, host)) {
        Some(entry) => Err(misfit(format!(
            "entry {entry}: it holds what the language has no words for, and would be read as something else"
        ))),
        None => Ok((text, host)),
    }
}

/// The number of the first entry that is not read back from its words as what it is: a comment without
/// its `#`, a name of two words, Markdown that opens no fence before a clause.
fn read_otherwise(written: &Document, read: &Document) -> Option<usize> {
    let (written, read) = (substance(written), substance(read));
    let same = written.iter().zip(&read).take_while(|((_, one), (_, other))| one == other).count();
    if same == written.len() && same == read.len() {
        return None;
    }
    written.get(same).or(written.last()).map(|(entry, _)| *entry)
}

/// Clauses, comments and Markdown in order, each with the number of its entry; empty lines count for
/// nothing. Comments stand above their clause, and blanks as one: the layout moves both.
fn substance(document: &Document) -> Vec<(usize, Value)> {
    let mut found: Vec<(usize, Value)> = Vec::new();
    let mut markdown: Option<(usize, String)> = None;
    for (number, entry) in (1..).zip(&document.entries) {
        if let Entry::Prose(prose) = entry {
            markdown.get_or_insert((number, String::new())).1.push_str(prose);
            continue;
        }
        found.extend(markdown.take().map(|(number, prose)| (number, json!({ "prose": prose }))));
        match entry {
            Entry::Clause { clause, comments, .. } => {
                found.extend(comments.iter().map(|comment| (number, remark(comment))));
                let clause = serde_json::to_value(clause).unwrap_or(Value::Null);
                found.push((number, even(clause)));
            }
            Entry::Comment(comment) => found.push((number, remark(comment))),
            Entry::Faulty { word, .. } => found.push((number, json!({ "faulty": word }))),
            Entry::Prose(_) | Entry::Blank => {}
        }
    }
    found.extend(markdown.map(|(number, prose)| (number, json!({ "prose": prose }))));
    found
}

fn remark(comment: &str) -> Value {
    json!({ "comment": comment.trim_end() })
}

/// A value with single blanks in its words.
fn even(value: Value) -> Value {
    match value {
        Value::String(words) => words.split_whitespace().collect::<Vec<_>>().join(" ").into(),
        Value::Array(list) => list.into_iter().map(even).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, one)| (key, even(one))).collect(),
        other => other,
    }
}

fn entry(item: &Value) -> Result<Entry, String> {
    let text = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
    if item.get("clause").is_some() {
        let mut fields = item.clone();
        let comments = fields.as_object_mut().and_then(|fields| fields.remove("comments"));
        let comments = comments.unwrap_or_else(|| json!([]));
        let comments = serde_json::from_value(comments).map_err(|error| error.to_string())?;
        let clause: Clause = serde_json::from_value(fields).map_err(|error| error.to_string())?;
        return Ok(Entry::Clause { clause: Box::new(clause), at: Span::default(), comments });
    }
    if let Some(comment) = text("comment") {
        return Ok(Entry::Comment(comment.trim_end().to_owned()));
    }
    if let Some(prose) = text("prose") {
        return Ok(Entry::Prose(prose));
    }
    if item.get("blank").is_some() {
        return Ok(Entry::Blank);
    }
    Err("neither `clause`, `comment`, `prose` nor `blank`".into())
}
