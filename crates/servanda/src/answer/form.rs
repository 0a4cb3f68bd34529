//! The answer as data: the JSON contract `servanda/answer/1`. Key order and row order are stable, so
//! that two answers can be compared line by line.

use crate::engine::Reply;
use crate::engine::Step;
use crate::engine::happening::Happening;
use crate::engine::{Conflict, Row};
use crate::model::{Actor, World};
use crate::syntax::vocabulary::{Act, ClaimStatus, EventKind, Verdict};
use crate::time::Day;
use schemars::JsonSchema;
use serde::Serialize;

/// The name of the form.
pub const SCHEMA: &str = "servanda/answer/1";

/// An answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "An answer of servanda")]
pub struct Answer {
    /// `servanda/answer/1`.
    pub schema: String,
    /// What was asked.
    pub question: QuestionForm,
    /// One row for each party and norm, those not bound though near included.
    pub answers: Vec<RowForm>,
    /// Duties that cannot both be kept.
    pub conflicts: Vec<ConflictForm>,
    /// Attributed claims about the treaties of the answer; never premises, unless assumed.
    pub claims: Vec<ClaimForm>,
    /// What the answer cites.
    pub sources: Vec<SourceForm>,
    /// With `--follow`: what happened in each round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounds: Option<Vec<RoundForm>>,
    /// Where a surface gives only so many rows: how many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truncated: Option<Truncated>,
    /// What the answer was computed from.
    pub data: DataForm,
}

/// An answer that was cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Truncated {
    /// How many rows there are.
    pub rows: usize,
    /// How many are given.
    pub given: usize,
}

/// What was asked.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuestionForm {
    /// The canonical phrase.
    pub text: String,
    /// What happens.
    pub kind: EventKind,
    /// To whom: id of a state or entity.
    pub target: Option<String>,
    /// By whom; several are joined by `+`; null: unknown.
    pub actor: Option<String>,
    /// Where, if said; null: the target's home territory is assumed.
    pub place: Option<String>,
    /// On which day.
    pub on: String,
    /// As known by which day; null: everything on record.
    pub known: Option<String>,
    /// What the question left to be assumed, and how its words were read.
    pub notes: Vec<String>,
}

/// What one party owes under one norm.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RowForm {
    /// Id of the party.
    pub party: String,
    /// Its name on the day.
    pub name: String,
    /// Its Correlates of War number.
    pub ccode: Option<u16>,
    /// Its Gleditsch-Ward number.
    pub gwcode: Option<u16>,
    /// Its ISO 3166-1 alpha-3 code.
    pub iso3: Option<String>,
    /// must, may, must_not, depends or none.
    pub verdict: Verdict,
    /// The kind of pledge. With must_not, the acts that begin with `not_` name what is forborne:
    /// `must_not` with `not_attack` is a pledge to use no force.
    pub act: Act,
    /// Toward whom.
    pub toward: Option<String>,
    /// The treaty's id.
    pub treaty: String,
    /// The article; null for what a treaty as a whole does not pledge.
    pub article: Option<String>,
    /// The norm; null as above.
    pub norm: Option<String>,
    /// `coded, not text`: the treaty was written from the codes of a data set; absent where it was
    /// written from its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'static str>,
    /// What and how much.
    pub extent: Option<String>,
    /// For `depends`: the minimal sets of findings that make the duty hold; `not x` means x denied.
    pub depends_on: Vec<Vec<String>>,
    /// For `none`: the nearest failing condition.
    pub why_not: Option<String>,
    /// What was checked.
    pub proof: ProofForm,
    /// With `--follow`: the round in which the row arose, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round: Option<usize>,
}

/// What was checked, in order.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProofForm {
    /// The steps.
    pub steps: Vec<StepForm>,
}

/// One step of a proof.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepForm {
    /// membership, bearer, in_force, suspension, trigger, guard, area, reading, exception,
    /// reservation, decider, request or priority; in what a step rests on also finding and event.
    pub check: String,
    /// yes, no or open.
    pub holds: String,
    /// In words.
    pub says: String,
    /// File and line that say so.
    pub at: Option<String>,
    /// What it rests on, step by step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<StepForm>,
}

/// Two duties of one party that cannot both be kept.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ConflictForm {
    /// Whose.
    pub party: String,
    /// One.
    pub one: SideForm,
    /// The other.
    pub other: SideForm,
    /// Why they exclude each other.
    pub because: String,
    /// `one`, `other`, or null: it stays open.
    pub prevails: Option<String>,
    /// By which rule.
    pub by: Option<String>,
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SideForm {
    /// The treaty.
    pub treaty: String,
    /// The article.
    pub article: String,
    /// The norm.
    pub norm: String,
    /// `coded, not text`; absent where the treaty was written from its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'static str>,
    /// The verdict before the conflict was settled.
    pub verdict: Verdict,
    /// The act.
    pub act: Act,
    /// Toward whom.
    pub toward: Option<String>,
}

/// An attributed claim.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClaimForm {
    /// Its id, for `--assuming`.
    pub id: String,
    /// Who said it.
    pub by: String,
    /// In what capacity.
    pub of: Option<String>,
    /// When.
    pub on: Option<String>,
    /// About what.
    pub about: Vec<String>,
    /// What it says, in our words.
    pub says: String,
    /// A short quotation.
    pub quote: Option<String>,
    /// statement, opinion, report or prediction.
    pub status: ClaimStatus,
    /// Whether the asker assumed it.
    pub assumed: bool,
}

/// What a treaty of the answer cites.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SourceForm {
    /// The treaty.
    pub treaty: String,
    /// Its title.
    pub title: String,
    /// Kind of citation.
    pub kind: String,
    /// Number, volume or title.
    pub locator: Option<String>,
    /// Address.
    pub url: Option<String>,
}

/// One round of a cascade.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoundForm {
    /// Its number, from 1.
    pub round: usize,
    /// What happened because duties were performed.
    pub events: Vec<EventForm>,
    /// How many rows it brought.
    pub new_rows: usize,
}

/// One event of a cascade.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EventForm {
    /// What.
    pub kind: EventKind,
    /// By whom.
    pub actor: Option<String>,
    /// To whom.
    pub target: Option<String>,
}

/// What an answer was computed from.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DataForm {
    /// Fingerprint of every text and table.
    pub corpus: String,
    /// Version of the engine.
    pub engine: String,
    /// Why the question lies outside the data, if it does: then no row does not mean no duty.
    pub outside: Option<String>,
}

/// The published schema.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Answer).to_value()
}

impl Answer {
    /// The answer as data. `corpus` is the fingerprint of the world's texts.
    pub fn of(reply: &Reply<'_>, corpus: &str) -> Answer {
        let (world, question) = (reply.case.world, reply.case.question);
        let id = |actor: &Actor| world.id(*actor).to_owned();
        let actors: Vec<String> = question.actors.iter().map(id).collect();
        let follow = question.follow;
        Answer {
            schema: SCHEMA.into(),
            question: QuestionForm {
                text: question.text.clone(),
                kind: question.kind,
                target: question.target.as_ref().map(id),
                actor: (!actors.is_empty()).then(|| actors.join("+")),
                place: question.place.as_ref().map(|place| world.place_name(place, question.on)),
                on: question.on.to_string(),
                known: question.known.map(|known| known.to_string()),
                notes: notes(reply),
            },
            answers: reply
                .rows
                .iter()
                .map(|row| row_form(world, question.on, row, follow))
                .collect(),
            conflicts: reply
                .conflicts
                .iter()
                .map(|conflict| conflict_form(world, conflict))
                .collect(),
            claims: claims(reply),
            sources: sources(reply),
            rounds: follow.then(|| {
                reply
                    .rounds
                    .iter()
                    .map(|round| RoundForm {
                        round: round.number,
                        events: round.events.iter().map(|event| event_form(world, event)).collect(),
                        new_rows: round.new_rows,
                    })
                    .collect()
            }),
            truncated: None,
            data: DataForm {
                corpus: corpus.to_owned(),
                engine: env!("CARGO_PKG_VERSION").into(),
                outside: outside(reply),
            },
        }
    }
}

fn row_form(world: &World, on: Day, row: &Row, follow: bool) -> RowForm {
    let (ccode, gwcode, iso3) = match row.party {
        Actor::State(state) => {
            let (ccode, gwcode) = world.codes(state, on);
            (ccode, gwcode, world.states.get(state).iso3.clone())
        }
        Actor::Entity(_) => (None, None, None),
    };
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    RowForm {
        party: world.id(row.party).into(),
        name: world.name(row.party, on).into(),
        ccode,
        gwcode,
        iso3,
        verdict: row.verdict,
        act: row.act,
        toward: row.toward.map(|toward| world.id(toward).to_owned()),
        treaty: world.treaty(row.treaty).id.clone(),
        article: some(&row.article),
        norm: some(&row.norm),
        basis: world.treaty(row.treaty).basis(),
        extent: row.extent.as_deref().map(str::to_owned),
        depends_on: row.depends_on.to_vec(),
        why_not: row.why_not.as_deref().map(str::to_owned),
        proof: ProofForm { steps: step_forms(world, row.proof.steps()) },
        round: follow.then_some(row.round),
    }
}

fn step_forms<'s>(world: &World, steps: impl Iterator<Item = &'s Step>) -> Vec<StepForm> {
    let each = steps.map(|step| StepForm {
        check: step.check.word().into(),
        holds: step.holds.word().into(),
        says: step.says.to_string(),
        at: step.at.map(|at| world.sources.place(at)),
        because: step_forms(world, step.because.iter()),
    });
    each.collect()
}

pub(super) fn conflict_form(world: &World, conflict: &Conflict) -> ConflictForm {
    let side = |side: &crate::engine::defeat::Side| SideForm {
        treaty: world.treaty(side.treaty).id.clone(),
        article: side.article.to_string(),
        norm: side.norm.to_string(),
        basis: world.treaty(side.treaty).basis(),
        verdict: side.verdict,
        act: side.act,
        toward: side.toward.map(|toward| world.id(toward).to_owned()),
    };
    let prevails =
        conflict.first_prevails.map(|first| if first { "one" } else { "other" }.to_owned());
    ConflictForm {
        party: world.id(conflict.party).into(),
        one: side(&conflict.one),
        other: side(&conflict.other),
        because: conflict.because.clone(),
        prevails,
        by: conflict.by.clone(),
    }
}

fn event_form(world: &World, event: &Happening) -> EventForm {
    let id = |actor: Actor| world.id(actor).to_owned();
    EventForm { kind: event.kind, actor: event.actor.map(id), target: event.target.map(id) }
}

fn claims(reply: &Reply<'_>) -> Vec<ClaimForm> {
    let (world, question) = (reply.case.world, reply.case.question);
    let about = |subjects: &[String]| {
        subjects.iter().any(|subject| {
            reply.case.events.contains(subject)
                || reply.rows.iter().any(|row| world.treaty(row.treaty).id == *subject)
        })
    };
    let known = |claim: &&crate::model::Claim| {
        let said = claim.on.as_ref();
        question.known.is_none_or(|known| said.is_none_or(|said| said.earliest <= known))
    };
    let chosen = world
        .record
        .claims
        .iter()
        .filter(|claim| question.assuming.contains(&claim.id) || about(&claim.about));
    chosen
        .filter(known)
        .map(|claim| ClaimForm {
            id: claim.id.clone(),
            by: claim.by.clone(),
            of: claim.of.clone(),
            on: claim.on.as_ref().map(|on| on.text.clone()),
            about: claim.about.clone(),
            says: claim.says.clone(),
            quote: claim.cited.quote.clone(),
            status: claim.status,
            assumed: question.assuming.contains(&claim.id),
        })
        .collect()
}

fn sources(reply: &Reply<'_>) -> Vec<SourceForm> {
    let world = reply.case.world;
    let mut treaties: Vec<_> = reply.rows.iter().map(|row| row.treaty).collect();
    treaties.sort();
    treaties.dedup();
    let each = treaties.into_iter().map(|id| world.treaty(id));
    each.flat_map(|treaty| {
        treaty.cited.sources.iter().map(|source| SourceForm {
            treaty: treaty.id.clone(),
            title: treaty.title.clone(),
            kind: source.kind.clone(),
            locator: source.locator.clone(),
            url: source.url.clone(),
        })
    })
    .collect()
}

/// What a question left to be assumed, and how its words were read: sentences for people.
pub fn notes(reply: &Reply<'_>) -> Vec<String> {
    let (case, question) = (&reply.case, reply.case.question);
    let mut notes = question.notes.clone();
    if question.target.is_some() {
        if question.actors.is_empty() {
            notes.push("Who does it is not said.".into());
        }
        if let Some(place) = case.place.as_ref().filter(|_| case.place_assumed) {
            let place = case.world.place_name(place, question.on);
            notes.push(format!("The place is taken to be the {place}."));
        }
    }
    notes
}

/// Why a question lies outside the data, if it does: no treaty of that time knows its states.
pub fn outside(reply: &Reply<'_>) -> Option<String> {
    let (world, question) = (reply.case.world, reply.case.question);
    if world.treaties.is_empty() {
        return Some("there is no treaty to ask".into());
    }
    let on = question.known.map_or(question.on, |known| known.min(question.on));
    let knows = |treaty: &crate::model::Treaty, actor| {
        let over = treaty.force.until.as_ref().is_some_and(|until| until.latest < on);
        !over && treaty.member(actor).is_some_and(|member| member.on_record_by(on))
    };
    let asked = question.target.into_iter().chain(question.actors.iter().copied());
    let known = asked.clone().any(|actor| world.treaties.iter().any(|treaty| knows(treaty, actor)));
    if reply.rows.is_empty() && !known {
        let names: Vec<&str> = asked.map(|actor| world.name(actor, on)).collect();
        let by = if question.known.is_some() { "by" } else { "on" };
        return Some(format!("no treaty of the corpus knows {} {by} {on}", names.join(" or ")));
    }
    None
}
