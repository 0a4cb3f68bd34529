//! What could follow the words of an unfinished clause: a cursor notes whatever the reader looks for where they end, so
//! that whoever completes a text needs no grammar of its own.

use super::cursor::{Cursor, Word};
use std::cell::RefCell;

/// What could come next where the words of a clause end: what the reader looked for there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Hope {
    /// These words.
    Words(String),
    /// A name.
    Name {
        /// Of what, as a complaint would say.
        what: String,
        /// How the clause is written.
        form: String,
    },
    /// A quoted text.
    Text,
    /// A date.
    Date,
    /// A span of dates.
    Span,
}

impl<'a> Cursor<'a> {
    /// A cursor that notes what is looked for where the words end.
    pub fn hoping(words: &'a [Word<'a>]) -> Cursor<'a> {
        Cursor { words, next: 0, lenient: true, hopes: Some(RefCell::default()) }
    }

    /// What was looked for where the words end.
    pub fn hopes(self) -> Vec<Hope> {
        self.hopes.map(RefCell::into_inner).unwrap_or_default()
    }

    /// Notes what is looked for, if the words end here.
    pub(super) fn hope(&self, hope: impl FnOnce() -> Hope) {
        let Some(hopes) = self.hopes.as_ref().filter(|_| self.next >= self.words.len()) else {
            return;
        };
        let (hope, mut hopes) = (hope(), hopes.borrow_mut());
        if !hopes.contains(&hope) {
            hopes.push(hope);
        }
    }

    /// Notes that one of these words is looked for, if the words end here.
    pub fn hope_for(&self, words: &[&str]) {
        for word in words {
            self.hope(|| Hope::Words((*word).to_owned()));
        }
    }

    /// Notes the rest of some words of which the first are there, if the words end before the last of them.
    pub(super) fn hope_for_rest<'w>(&self, words: impl Iterator<Item = &'w str> + Clone) {
        let Some(hopes) = &self.hopes else { return };
        let left = self.words.len().saturating_sub(self.next);
        let begun =
            words.clone().take(left).enumerate().all(|(ahead, word)| self.word(ahead) == word);
        let rest: Vec<&str> = words.skip(left).collect();
        let hope = Hope::Words(rest.join(" "));
        if begun && !rest.is_empty() && !hopes.borrow().contains(&hope) {
            hopes.borrow_mut().push(hope);
        }
    }
}
