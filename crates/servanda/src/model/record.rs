//! The record beside the treaties: events, findings, what became of duties, decisions, claims,
//! sources, and the tests that treaties carry.

use super::entity::Actor;
use super::place::PlaceRef;
use super::treaty::Cited;
use crate::syntax::Span;
use crate::syntax::clause::{Clause, Later};
use crate::syntax::vocabulary::{ClaimStatus, EventKind, Performance};
use crate::time::UncertainDay;
use std::collections::BTreeMap;

/// A source with the fields of a bibliography.
#[derive(Clone, Debug, Default)]
pub struct SourceEntry {
    /// Its id.
    pub id: String,
    /// news, book, article, treaty ...
    pub kind: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub date: Option<UncertainDay>,
    /// Its address.
    pub url: Option<String>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Where it stands.
    pub at: Span,
}

/// A recorded event.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When.
    pub on: UncertainDay,
    /// When it became known; `None`: the same day.
    pub known: Option<UncertainDay>,
    /// What happened: kind, actor, target.
    pub occurs: Vec<(EventKind, Option<Actor>, Option<Actor>)>,
    /// Where.
    pub place: Option<PlaceRef>,
    /// What is said of it.
    pub cited: Cited,
    /// Where it stands.
    pub at: Span,
}

/// An answer that somebody gave to an open question in an event.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The question.
    pub name: String,
    /// Yes or no.
    pub found: bool,
    /// In which event.
    pub event: String,
    /// Who found it.
    pub by: String,
    /// When.
    pub on: UncertainDay,
    /// When it became known; `None`: the same day.
    pub known: Option<UncertainDay>,
    /// What is said of it.
    pub cited: Cited,
    /// Where it stands.
    pub at: Span,
}

impl Finding {
    /// The day from which it counts as known.
    pub fn known_from(&self) -> &UncertainDay {
        self.known.as_ref().unwrap_or(&self.on)
    }
}

/// What somebody found to have become of a duty.
#[derive(Clone, Debug)]
pub struct PerformanceRecord {
    /// Treaty, article and norm as written.
    pub norm: String,
    /// Whose duty.
    pub of: Actor,
    /// In which event.
    pub event: String,
    /// What became of it.
    pub what: Performance,
    /// Who found so.
    pub by: String,
    /// When.
    pub on: UncertainDay,
    /// What is said of it.
    pub cited: Cited,
    /// Where it stands.
    pub at: Span,
}

/// A decision that parties took.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Its id.
    pub id: String,
    /// Who took it.
    pub by: Vec<Actor>,
    /// When.
    pub on: UncertainDay,
    /// About which treaties.
    pub about: Vec<String>,
    /// What was agreed.
    pub agreed: Vec<String>,
    /// What was put off, and until when.
    pub postponed: Vec<(String, Option<Later>)>,
    /// What was refused.
    pub rejected: Vec<String>,
    /// What is said of it.
    pub cited: Cited,
    /// Where it stands.
    pub at: Span,
}

/// What somebody said. Never a premise unless the asker assumes it.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// Who said it.
    pub by: String,
    /// In what capacity.
    pub of: Option<String>,
    /// When.
    pub on: Option<UncertainDay>,
    /// About which treaties or events.
    pub about: Vec<String>,
    /// What it says, in our words.
    pub says: String,
    /// Its standing.
    pub status: ClaimStatus,
    /// What follows if one assumes it: finding, yes or no, in which event.
    pub asserts: Vec<(String, bool, Option<String>)>,
    /// What is said of it.
    pub cited: Cited,
    /// Where it stands.
    pub at: Span,
}

/// What a reader of news proposes. Never a premise: an answer does not look at it.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its id.
    pub id: String,
    /// The text it was read from.
    pub source: String,
    /// Its words in that text, in code points.
    pub place: (u32, u32),
    /// In hundredths.
    pub confidence: u32,
    /// What it proposes.
    pub proposes: Clause,
    /// Whether a person turned it down.
    pub refused: bool,
    /// What is said of it.
    pub cited: Cited,
    /// Where it stands.
    pub at: Span,
}

/// A test that a treaty file carries.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// What it shows.
    pub title: String,
    /// The question as written, and where.
    pub ask: (String, Span),
    /// Its further conditions: known, assuming, reading, given, follow, prefer.
    pub settings: Vec<(Clause, Span)>,
    /// What it expects.
    pub expects: Vec<(Clause, Span)>,
    /// Where it stands.
    pub at: Span,
}

/// Everything recorded.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Sources.
    pub sources: Vec<SourceEntry>,
    /// Events.
    pub events: Vec<Event>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// What became of duties.
    pub performances: Vec<PerformanceRecord>,
    /// Decisions.
    pub decisions: Vec<Decision>,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Proposals.
    pub proposals: Vec<Proposal>,
    /// Tests.
    pub tests: Vec<TestCase>,
    /// Open questions of fact in words, by name; where norms word one differently, the first.
    pub questions: BTreeMap<String, String>,
}

impl Record {
    /// The event with this id.
    pub fn event(&self, id: &str) -> Option<&Event> {
        self.events.iter().find(|event| event.id == id)
    }

    /// The claim with this id.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == id)
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&SourceEntry> {
        self.sources.iter().find(|source| source.id == id)
    }
}
