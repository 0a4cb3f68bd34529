//! The conformance pack as data: numbered cases with their questions and the rows that must come out,
//! and everything that an implementation needs to answer them. Knows no page and asks nobody.

use super::form::{ConflictForm, conflict_form};
use crate::engine::{Reply, Row};
use crate::syntax::vocabulary::{Act, EventKind, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The name of the form.
pub const SCHEMA: &str = "servanda/conformance/1";

/// A conformance pack.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "A conformance pack: the Treaty Adjudication Test Cases as data")]
pub struct PackForm {
    /// `servanda/conformance/1`.
    pub schema: String,
    /// Which cases these are, and in what state.
    pub suite: SuiteForm,
    /// The cases, in the order of their pages.
    pub cases: Vec<NumberedCase>,
    /// Every text that the questions are asked of, in reading order.
    pub treaties: Vec<PackedText>,
    /// States, names, places, entities and great powers: CSV tables by file name.
    pub tables: BTreeMap<String, String>,
}

/// Which cases these are.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SuiteForm {
    /// The version of the program that wrote the pack.
    pub version: String,
    /// Fingerprint of the corpus that the cases were written for.
    pub corpus: String,
    /// Fingerprint of the pages of the cases.
    pub pages: String,
    /// How many cases.
    pub cases: usize,
    /// How many questions.
    pub questions: usize,
}

/// A text of the corpus.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PackedText {
    /// Its file name.
    pub file: String,
    /// Its JSON form, `servanda/treaty/1`: see `servanda schema treaty`.
    pub text: Value,
}

/// A numbered case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NumberedCase {
    /// Its number, which it keeps: `TATC-001`.
    pub id: String,
    /// What it is about: `membership`, `crises/1931-1945`.
    pub subject: String,
    /// Its heading without the number.
    pub title: String,
    /// The page it stands in.
    pub page: String,
    /// The line of its first question.
    pub line: usize,
    /// What is asked, in order.
    pub questions: Vec<CaseQuestion>,
}

/// One question of a case, and what must come out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseQuestion {
    /// The deeper headings above it.
    pub title: Option<String>,
    /// The line of the page.
    pub line: usize,
    /// The question.
    pub question: AskedForm,
    /// Which rows of the answer count.
    pub only: OnlyForm,
    /// What must come out.
    pub expected: ExpectedForm,
}

/// A question as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AskedForm {
    /// The phrase that asks it, without what is taken as known.
    pub text: String,
    /// What happens.
    pub kind: EventKind,
    /// To whom: id of a state or entity.
    pub target: Option<String>,
    /// By whom; empty: unknown.
    pub actors: Vec<String>,
    /// Where: id of a place, name of a region, or a state for its home territory; null: the target's
    /// home territory.
    pub place: Option<String>,
    /// On which day.
    pub on: String,
    /// What is known is known by this day; null: everything on record.
    pub known: Option<String>,
    /// Through whose eyes; null: an outsider's.
    pub known_to: Option<String>,
    /// Findings taken as known.
    pub given: Vec<GivenForm>,
    /// Claims taken as true.
    pub assuming: Vec<String>,
    /// Readings chosen: TREATY/NAME or TREATY/ARTICLE/NAME.
    pub readings: Vec<String>,
    /// Rules that may settle conflicts.
    pub prefer: Vec<String>,
    /// Whether duties are performed and the question asked again, round by round.
    pub follow: bool,
}

/// A finding taken as known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GivenForm {
    /// Its name.
    pub finding: String,
    /// Found, or denied.
    pub found: bool,
}

/// Which rows of an answer count; an empty list lets every one pass. A conflict counts when both of
/// its sides are rows that count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OnlyForm {
    /// Of these parties.
    pub parties: Vec<String>,
    /// Of these acts.
    pub acts: Vec<Act>,
    /// Under these treaties.
    pub treaties: Vec<String>,
}

/// What must come out.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ExpectedForm {
    /// The rows that count, in order of party, treaty and norm; no other may be there.
    pub rows: Vec<ExpectedRow>,
    /// Duties that cannot both be kept.
    pub conflicts: Vec<ConflictForm>,
    /// Why the question lies outside the data, if it does.
    pub outside: Option<String>,
}

/// A row that must come out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExpectedRow {
    /// Id of the party.
    pub party: String,
    /// must, may, must_not, depends or none.
    pub verdict: Verdict,
    /// The kind of pledge.
    pub act: Act,
    /// Toward whom.
    pub toward: Option<String>,
    /// The treaty's id.
    pub treaty: String,
    /// The article; null for what a treaty as a whole does not pledge.
    pub article: Option<String>,
    /// The norm; null as above.
    pub norm: Option<String>,
    /// For `depends`: the minimal sets of findings that make the duty hold; `not x` means x denied.
    pub depends_on: Vec<Vec<String>>,
    /// For `none`: the nearest failing condition, in this program's words. Another implementation
    /// must fail for the same reason and may word it otherwise.
    pub why_not: Option<String>,
    /// With `follow`: the round in which the row arises, from 0.
    pub round: usize,
}

impl AskedForm {
    /// The question of a reply.
    pub fn of(reply: &Reply<'_>) -> AskedForm {
        let (world, question) = (reply.case.world, reply.case.question);
        let id = |actor: &crate::model::Actor| world.id(*actor).to_owned();
        let given = question.given.iter();
        AskedForm {
            text: question.text.clone(),
            kind: question.kind,
            target: question.target.as_ref().map(id),
            actors: question.actors.iter().map(id).collect(),
            place: question.place.as_ref().map(|place| world.place_id(place).to_owned()),
            on: question.on.to_string(),
            known: question.known.map(|day| day.to_string()),
            known_to: question.known_to.as_ref().map(id),
            given: given
                .map(|(finding, found)| GivenForm { finding: finding.clone(), found: *found })
                .collect(),
            assuming: question.assuming.clone(),
            readings: question.readings.clone(),
            prefer: question.prefer.iter().map(|rule| rule.word().to_owned()).collect(),
            follow: question.follow,
        }
    }
}

impl ExpectedForm {
    /// What counts of a reply.
    pub fn of(reply: &Reply<'_>, keeps: impl Fn(&Row) -> bool) -> ExpectedForm {
        let world = reply.case.world;
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let kept: Vec<&Row> = reply.rows.iter().filter(|row| keeps(row)).collect();
        let counts = |side: &crate::engine::defeat::Side, party| {
            kept.iter()
                .any(|row| row.party == party && row.treaty == side.treaty && row.norm == side.norm)
        };
        let conflicts = reply.conflicts.iter().filter(|conflict| {
            counts(&conflict.one, conflict.party) && counts(&conflict.other, conflict.party)
        });
        let conflicts = conflicts.map(|conflict| conflict_form(world, conflict)).collect();
        let rows = kept.iter().map(|row| ExpectedRow {
            party: world.id(row.party).into(),
            verdict: row.verdict,
            act: row.act,
            toward: row.toward.map(|toward| world.id(toward).to_owned()),
            treaty: world.treaty(row.treaty).id.clone(),
            article: some(&row.article),
            norm: some(&row.norm),
            depends_on: row.depends_on.to_vec(),
            why_not: row.why_not.as_deref().map(str::to_owned),
            round: row.round,
        });
        ExpectedForm { rows: rows.collect(), conflicts, outside: super::form::outside(reply) }
    }
}
