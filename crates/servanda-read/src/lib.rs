//! News articles to *proposed* facts. Text in, proposals out: no files, no network, no clock.
//!
//! The stages, each a module that knows only those above it: `input` (bytes to text, bounded),
//! `html`, `sentence`, `when` (dates), `lexicon` and `mention` (states, organizations,
//! treaties), `person`, `mask` (sentences in which names are single signs), `subject` (who
//! does it), `clause` (memberships, withdrawals, decisions, pledges, claims, events).
//!
//! Whatever an article says is material. Nothing in it is followed, and nothing in it becomes a fact
//! before a person accepts it.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails loudly"))]
#![allow(clippy::items_after_statements, reason = "a pattern stands beside the line that uses it")]

mod annotation;
mod clause;
mod form;
mod html;
mod input;
mod layout;
mod lexicon;
mod mask;
mod mention;
mod model_output;

mod names;
mod organ;
mod person;
mod proposal;
mod quote;
mod sentence;
mod span;
mod subject;
mod treaty_text;

mod when;
mod when_find;

pub use annotation::annotations;
pub use form::{NoteForm, ProposalForm, ReadingForm, SCHEMA, SpanForm, schema};
pub use input::{Article, Kind, MOST_BYTES, Refused, open};
pub use layout::{escape, markdown, table};
pub use lexicon::Lexicon;

pub use model_output::{Answered, accept_model, prompt};
pub use proposal::{Fact, Proposal, Reading};
pub use span::{Points, Span};
pub use treaty_text::{accepted, proposals};

use servanda::time::Day;

/// What a reader of one article needs besides the article.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The day of publication, when the user gives it.
    pub published: Option<Day>,
}

/// Reads an article: every mention and every proposed fact, in the order of the text.
pub fn read(article: &Article, lexicon: &Lexicon, options: Options) -> Reading {
    clause::read(article, lexicon, options)
}

/// Adds what passed of a model's answer to a reading.
pub fn add_model(reading: &mut Reading, answered: Answered) {
    let Answered { proposals, dropped } = answered;
    if dropped > 0 {
        let note = format!(
            "{dropped} proposals of the model were dropped: unknown words or ids, or no words of the article"
        );
        reading.notes.push(note);
    }
    reading.proposals.extend(proposals);
    clause::tools::tidy(&mut reading.proposals);
}
