//! Treaties: their life, their members, their articles.

use super::coded::Coded;
use super::entity::Actor;
use super::membership::Member;
use super::norm::Norm;
use super::validity::{Secrecy, Validity};
use crate::syntax::Span;
use crate::syntax::clause::{Length, Renewal};
use crate::syntax::vocabulary::{Act, AtopItem};
use crate::time::{UncertainDay, UncertainSpan};
use std::sync::Arc;

/// A treaty, by its place in the alphabetical list of ids.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TreatyId(pub u16);

/// A citation: kind, locator, address.
#[derive(Clone, Debug)]
pub struct Citation {
    /// ATOP, UNTS, text, ... or the id of a source's own block.
    pub kind: String,
    /// Number, volume, title.
    pub locator: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Where this stands.
    pub at: Span,
}

/// What a text says in our words and its own, and where it says so.
#[derive(Clone, Debug, Default)]
pub struct Cited {
    /// In our words.
    pub gist: Option<String>,
    /// A short key phrase.
    pub quote: Option<String>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Citations.
    pub sources: Vec<Citation>,
}

/// A rival interpretation of an article.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub holds: String,
    /// Who holds it.
    pub by: Option<String>,
    /// Where it stands.
    pub at: Span,
}

/// Words of an article that have no norm, and why.
#[derive(Clone, Debug)]
pub struct NotModelled {
    /// The words.
    pub words: String,
    /// Why.
    pub because: String,
    /// Where this stands.
    pub at: Span,
}

/// One version of one article.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its number as the treaty has it.
    pub label: Arc<str>,
    /// Its heading.
    pub heading: Option<String>,
    /// When this version is in force, within its treaty.
    pub validity: Validity,
    /// The instrument that made this version.
    pub by: Option<String>,
    /// Until when it was secret.
    pub secrecy: Option<Secrecy>,
    /// What it says.
    pub cited: Cited,
    /// Its norms.
    pub norms: Vec<Norm>,
    /// Its rival readings.
    pub readings: Vec<Reading>,
    /// What has no norm.
    pub not_modelled: Vec<NotModelled>,
    /// Where it stands.
    pub at: Span,
}

/// An act that is not pledged, though often thought so.
#[derive(Clone, Debug)]
pub struct Disclaimer {
    /// Which act.
    pub act: Act,
    /// Toward whom; absent: toward every party.
    pub toward: Option<Actor>,
    /// Why it is not owed.
    pub because: String,
    /// Where this stands.
    pub at: Span,
}

/// Where the treaty and the coded data set ATOP differ, and why.
#[derive(Clone, Debug)]
pub struct Difference {
    /// On what.
    pub on: Vec<AtopItem>,
    /// For whom; empty: for every member that nothing else is said of.
    pub parties: Vec<Actor>,
    /// Why.
    pub because: String,
    /// Where this stands.
    pub at: Span,
}

/// A treaty's effect between two parties rests.
#[derive(Clone, Debug)]
pub struct SuspendedBetween {
    /// One of them.
    pub one: Actor,
    /// The other.
    pub other: Actor,
    /// When.
    pub during: UncertainSpan,
    /// Where this stands.
    pub at: Span,
}

/// One treaty.
#[derive(Clone, Debug)]
pub struct Treaty {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub at: Span,
    /// Treaty, protocol, declaration ...
    pub kind: Option<String>,
    /// When and where it was signed.
    pub signed: Option<(UncertainDay, Option<String>)>,
    /// Whether only part of its text exists as an instrument of another treaty.
    pub part_of: Option<TreatyId>,
    /// When it is in force at all.
    pub force: Validity,
    /// Applied before.
    pub provisional: Option<UncertainSpan>,
    /// How long it runs; `Some(None)`: indefinitely.
    pub term: Option<(Option<Length>, Option<Renewal>)>,
    /// What withdrawal takes.
    pub notice: Option<Length>,
    /// How it ended, in words.
    pub ended_how: Option<String>,
    /// The treaty that ended it.
    pub ended_by: Option<TreatyId>,
    /// Instruments that amended it.
    pub amended_by: Vec<(String, Option<UncertainDay>)>,
    /// Until when it was secret.
    pub secrecy: Option<Secrecy>,
    /// The data set it was coded from, when it was not written from its text.
    pub coded: Option<Coded>,
    /// What it says.
    pub cited: Cited,
    /// Its members, in the order written.
    pub members: Vec<Member>,
    /// Where its effect between two parties rests.
    pub suspended_between: Vec<SuspendedBetween>,
    /// What it does not pledge.
    pub disclaimers: Vec<Disclaimer>,
    /// Where it differs from ATOP.
    pub differs: Vec<Difference>,
    /// Its articles, in the order written.
    pub articles: Vec<Article>,
    /// What the treaty as a whole leaves without a norm.
    pub not_modelled: Vec<NotModelled>,
}

impl Treaty {
    /// The member that is this actor.
    pub fn member(&self, party: Actor) -> Option<&Member> {
        self.members.iter().find(|member| member.party == party)
    }

    /// The numbers under which ATOP has it: it cites them.
    pub fn atop_ids(&self) -> impl Iterator<Item = &str> {
        let cited = self.cited.sources.iter().filter(|source| source.kind == "ATOP");
        cited.filter_map(|source| source.locator.as_deref())
    }
}
