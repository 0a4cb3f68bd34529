//! A reading as JSON: the contract `servanda/reading/1`. Key order and row order are stable.

use super::proposal::{Fact, Reading};
use super::span::Points;
use schemars::JsonSchema;
use serde::Serialize;

/// The name of the contract.
pub const SCHEMA: &str = "servanda/reading/1";

/// How many in a hundred proposals of a rule one should expect to be right; see `docs/src/read.md`.
pub(crate) fn confidence(rule: &str) -> u8 {
    CONFIDENCE.iter().find(|(name, _)| *name == rule).map_or(50, |(_, share)| *share)
}

/// The precision of the rule's kind on the held-out articles, times how the rule did beside its kind on the
/// tuning articles, where four proposals' worth of the kind's own share steadies rules that are rare.
const CONFIDENCE: &[(&str, u8)] = &[
    ("claim-quoted", 65),
    ("claim-reported", 63),
    ("decision-agreed", 38),
    ("decision-postponed", 32),
    ("decision-proposed", 47),
    ("decision-rejected", 46),
    ("decision-request", 37),
    ("decision-signed", 43),
    ("event-attack", 34),
    ("event-coup", 30),
    ("event-terrorism", 36),
    ("member-allied", 24),
    ("member-apposed", 57),
    ("member-is", 57),
    ("member-joined", 52),
    ("member-list", 59),
    ("member-observer", 56),
    ("member-signed", 53),
    ("pledge-aid", 50),
    ("pledge-consult", 54),
    ("pledge-other", 47),
    ("withdrawal", 44),
    ("member-founded", 54),
    ("member-count", 54),
    ("model", 30),
];

/// A stretch of the text, as the W3C's Web Annotation model gives it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SpanForm {
    /// First character, counted in Unicode code points from 0.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
    /// The words.
    pub exact: String,
    /// Up to 32 characters before them.
    pub prefix: String,
    /// Up to 32 characters after them.
    pub suffix: String,
}

/// One proposal.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProposalForm {
    /// Its id within this reading.
    pub id: String,
    /// `state`, `ambiguous`, `organization`, `date`, `membership`, `withdrawal`, `decision`, `pledge`, `claim` or `event`.
    pub kind: String,
    /// The fields of the kind.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// Where it stands.
    pub span: SpanForm,
    /// In hundredths: how often the rule was right on the tuning articles.
    pub confidence: u8,
    /// The rule that proposed it.
    pub rule: String,
}

/// A note for the reader.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NoteForm {
    /// The note.
    pub note: String,
}

/// What was read from an article. Nothing in it is a fact before a person accepts it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReadingForm {
    /// `servanda/reading/1`.
    pub schema: String,
    /// The article.
    pub source: String,
    /// Day of publication that relative dates count from.
    pub published: Option<String>,
    /// Length of the text in code points.
    pub characters: usize,
    /// Proposals, in the order of the text.
    pub proposals: Vec<ProposalForm>,
    /// What a reader should know.
    pub notes: Vec<NoteForm>,
}

/// The fields of a fact without its kind.
pub(crate) fn fields(fact: &Fact) -> serde_json::Map<String, serde_json::Value> {
    let value = serde_json::to_value(fact).unwrap_or_default();
    let mut map = value.as_object().cloned().unwrap_or_default();
    map.remove("kind");
    map
}

/// Characters of context on each side of a quotation.
const CONTEXT: usize = 32;

impl ReadingForm {
    /// The form of a reading.
    pub fn of(reading: &Reading) -> ReadingForm {
        let points = Points::of(&reading.text);
        let proposals = reading.proposals.iter().enumerate().map(|(index, one)| {
            let (start, end) = points.span(&reading.text, one.span);
            let before = reading.text.get(..one.span.start).unwrap_or_default();
            let after = reading.text.get(one.span.end..).unwrap_or_default();
            let prefix = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
            ProposalForm {
                id: id(index),
                kind: one.fact.kind().to_owned(),
                fields: fields(&one.fact),
                span: SpanForm {
                    start,
                    end,
                    exact: one.span.of(&reading.text).to_owned(),
                    prefix: before.get(prefix..).unwrap_or_default().to_owned(),
                    suffix: after.chars().take(CONTEXT).collect(),
                },
                confidence: one.confidence,
                rule: one.rule.to_owned(),
            }
        });
        ReadingForm {
            schema: SCHEMA.to_owned(),
            source: reading.name.clone(),
            published: reading.published.map(|day| day.to_string()),
            characters: points.at(&reading.text, reading.text.len()),
            proposals: proposals.collect(),
            notes: reading.notes.iter().map(|note| NoteForm { note: note.clone() }).collect(),
        }
    }
}

/// The id of the proposal at a place in a reading.
pub(crate) fn id(index: usize) -> String {
    format!("p{}", index + 1)
}

/// The published schema of [`ReadingForm`].
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(ReadingForm).to_value()
}
