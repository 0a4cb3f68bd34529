//! One row of an answer: what one party owes under one norm.

use super::formula::Formula;
use super::proof::Proof;
use crate::model::{Actor, TreatyId};
use crate::syntax::Span;
use crate::syntax::clause::Timing;
use crate::syntax::vocabulary::{Act, Verdict};
use std::sync::Arc;

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Who.
    pub party: Actor,
    /// Bound, free, forbidden, open or not bound.
    pub verdict: Verdict,
    /// To do what.
    pub act: Act,
    /// Toward whom.
    pub toward: Option<Actor>,
    /// Against whom.
    pub against: Option<Actor>,
    /// Under which treaty.
    pub treaty: TreatyId,
    /// Which article; empty for what a treaty disclaims as a whole.
    pub article: Arc<str>,
    /// Index of the article's version in its treaty; `None` for a disclaimer.
    pub version: Option<usize>,
    /// Which norm.
    pub norm: Arc<str>,
    /// What and how much.
    pub extent: Option<Arc<str>>,
    /// When it must be done.
    pub timing: Arc<[Timing]>,
    /// What the verdict turns on: minimal sets of findings that make the duty hold, each a finding's
    /// name, or `not NAME`.
    pub depends_on: Arc<[Vec<String>]>,
    /// Why not: the nearest failing condition.
    pub why_not: Option<Arc<str>>,
    /// What was checked.
    pub proof: Proof,
    /// The condition itself.
    pub formula: Formula,
    /// The verdict if the condition holds.
    pub force: Verdict,
    /// In which round of a cascade it arose; 0 without one.
    pub round: usize,
    /// Where the norm or disclaimer stands.
    pub at: Span,
}

impl Row {
    /// What makes two rows speak of the same thing. Versions of one article are different things,
    /// even on a day that may belong to either.
    pub fn key(&self) -> (Actor, TreatyId, Option<usize>, &str, Act, Option<Actor>) {
        (self.party, self.treaty, self.version, &self.norm, self.act, self.toward)
    }
}
