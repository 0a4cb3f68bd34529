//! An alert as data: the JSON contract `servanda/alert/1`. No time of day stands in it, so that an alert that is
//! told again after a crash is the same to the byte.

use crate::kept::{Kept, KeptActor};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use servanda::answer::Answer;
use servanda::syntax::vocabulary::{Act, Verdict};
use std::fmt;

/// The name of the form.
pub(crate) const SCHEMA: &str = "servanda/alert/1";

/// What an alert is to those before it with the same key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The first.
    New,
    /// In the place of the one before.
    Revised,
    /// The one before is taken back.
    Retracted,
}

impl Kind {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::New => "new",
            Kind::Revised => "revised",
            Kind::Retracted => "retracted",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// An alert: by a rule, who is called on by an event that a feed tells of.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "An alert of servanda watch")]
pub struct Alert {
    /// `servanda/alert/1`.
    pub schema: String,
    /// The same for every revision: the rule and the case.
    pub key: String,
    /// Counts from 1.
    pub revision: i64,
    /// What it is to the revision before.
    pub kind: Kind,
    /// The rule.
    pub rule: String,
    /// The case: one event, however many rows tell of it.
    pub case: String,
    /// In one line.
    pub says: String,
    /// The row that stands for the case.
    pub event: EventForm,
    /// How many independent sources tell of it, at least.
    pub independent: i64,
    /// How many rows of feeds tell of it.
    pub rows: i64,
    /// The verdicts that the rule wants.
    pub verdicts: Vec<VerdictForm>,
    /// What the engine was asked, and its whole answer; none when it is retracted.
    pub answers: Vec<AnswerForm>,
    /// What it was computed from.
    pub data: DataForm,
}

/// What the feed says happened.
#[derive(Clone, Default, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EventForm {
    /// The feed.
    pub feed: String,
    /// The feed's own number.
    pub id: String,
    /// The day on which it happened, as the feed has it.
    pub day: String,
    /// The day on which the feed came to know of it.
    pub known: Option<String>,
    /// What it sets in motion, by the mapping.
    pub trigger: String,
    /// How far the line of the mapping may be relied on.
    pub confidence: String,
    /// Whose codes.
    pub system: String,
    /// The code as it stands in the row.
    pub code: String,
    /// Who acts.
    pub by: Option<SideForm>,
    /// Toward whom.
    pub toward: Option<SideForm>,
    /// The code of the place as it stands in the row.
    pub place: Option<String>,
    /// Where, in the row's words.
    pub place_name: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Where it is to be read.
    pub url: Option<String>,
    /// The report, or its headline.
    pub text: Option<String>,
}

/// One side of an event.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SideForm {
    /// Id of the state or entity, if it is known.
    pub id: Option<String>,
    /// The code as it stands in the row.
    pub code: String,
    /// The name as it stands in the row.
    pub name: String,
}

/// One verdict.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct VerdictForm {
    /// Id of the party.
    pub state: String,
    /// Its name on the day.
    pub name: String,
    /// must, may, must_not or depends.
    pub verdict: Verdict,
    /// To do what.
    pub act: Act,
    /// Toward whom.
    pub toward: Option<String>,
    /// Under which treaty.
    pub treaty: String,
    /// Under which article.
    pub article: Option<String>,
    /// For `depends`: the minimal sets of findings that make the duty hold.
    pub depends_on: Vec<Vec<String>>,
}

/// What the engine was asked, and its answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnswerForm {
    /// The kind of event that was asked about: an act of terrorism or an incursion is asked about as an attack too.
    pub asked_as: String,
    /// The answer of `servanda ask`.
    pub answer: Answer,
}

/// What an alert was computed from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct DataForm {
    /// Fingerprint of the treaties.
    pub corpus: String,
    /// Fingerprint of the rules.
    pub rules: String,
    /// Fingerprint of the mapping.
    pub mapping: String,
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl EventForm {
    pub(crate) fn of(kept: &Kept) -> EventForm {
        let side = |actor: &KeptActor| {
            let said = actor.id.is_some() || !actor.raw.is_empty() || !actor.name.is_empty();
            said.then(|| SideForm {
                id: actor.id.clone(),
                code: actor.raw.clone(),
                name: actor.name.clone(),
            })
        };
        let [by, toward] = &kept.actors;
        EventForm {
            feed: kept.feed.clone(),
            id: kept.id.clone(),
            day: kept.day.clone(),
            known: kept.known.clone(),
            trigger: kept.trigger.clone(),
            confidence: kept.confidence.clone(),
            system: kept.system.clone(),
            code: kept.code.clone(),
            by: side(by),
            toward: side(toward),
            place: some(&kept.raw_place),
            place_name: some(&kept.place_name),
            source: some(&kept.source),
            url: some(&kept.url),
            text: some(&kept.text),
        }
    }
}

/// The verdicts in a few words: `29 depend on findings, 2 must`.
pub(crate) fn counted(verdicts: &[VerdictForm]) -> String {
    let kinds = [
        (Verdict::Must, "must"),
        (Verdict::Depends, "depend on findings"),
        (Verdict::May, "may"),
        (Verdict::MustNot, "must not"),
    ];
    let mut parts = Vec::new();
    for (verdict, words) in kinds {
        let of_kind: Vec<&VerdictForm> =
            verdicts.iter().filter(|row| row.verdict == verdict).collect();
        let mut acts: Vec<(Act, &str, Option<&str>)> = Vec::new();
        for row in &of_kind {
            let one = (row.act, row.treaty.as_str(), row.article.as_deref());
            if !acts.contains(&one) {
                acts.push(one);
            }
        }
        for (act, treaty, article) in acts {
            let names: Vec<&str> = of_kind
                .iter()
                .filter(|row| {
                    (row.act, row.treaty.as_str(), row.article.as_deref()) == (act, treaty, article)
                })
                .map(|row| row.name.as_str())
                .collect();
            let who = match names.as_slice() {
                [first, second, third, rest @ ..] if !rest.is_empty() => {
                    format!("{first}, {second}, {third} and {} more", rest.len())
                }
                few => few.join(", "),
            };
            let article = article.map(|article| format!(" {article}")).unwrap_or_default();
            parts.push(format!(
                "{who}: {words} ({}, {treaty}{article})",
                act.word().replace('_', " ")
            ));
        }
    }
    parts.join("; ")
}

/// The schema.
pub fn schema() -> Value {
    schema_for!(Alert).to_value()
}
