//! A question as data: what happens to whom, when, and what is taken as known.

use super::defeat::Preference;
use crate::model::{Actor, PlaceRef};
use crate::syntax::vocabulary::EventKind;
use crate::time::Day;

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// The words it was asked in, or the words that would ask it.
    pub text: String,
    /// What happens.
    pub kind: EventKind,
    /// To whom. A mobilisation may have no target; everything else has one.
    pub target: Option<Actor>,
    /// By whom; empty: unknown.
    pub actors: Vec<Actor>,
    /// Where; `None`: on the target's home territory.
    pub place: Option<PlaceRef>,
    /// On which day.
    pub on: Day,
    /// What is known is known by this day; `None`: everything on record.
    pub known: Option<Day>,
    /// Through whose eyes: secrets it shares are known. `None`: an outsider's.
    pub known_to: Option<Actor>,
    /// Claims taken as true.
    pub assuming: Vec<String>,
    /// Findings taken as known: name, yes or no.
    pub given: Vec<(String, bool)>,
    /// Readings chosen, as `LONDON-1839/several` or `LONDON-1839/7/several`.
    pub readings: Vec<String>,
    /// Priorities that the asker opts into.
    pub prefer: Vec<Preference>,
    /// Perform the duties and ask again, round by round.
    pub follow: bool,
    /// What the asker should know of how the question was read.
    pub notes: Vec<String>,
}

impl Question {
    /// A bare question.
    pub fn new(kind: EventKind, target: Option<Actor>, on: Day) -> Question {
        Question {
            text: String::new(),
            kind,
            target,
            actors: Vec::new(),
            place: None,
            on,
            known: None,
            known_to: None,
            assuming: Vec::new(),
            given: Vec::new(),
            readings: Vec::new(),
            prefer: Vec::new(),
            follow: false,
            notes: Vec::new(),
        }
    }

    /// Whether more is said than what happens, to whom, by whom and when.
    pub fn is_special(&self) -> bool {
        self.place.is_some()
            || self.known.is_some()
            || self.known_to.is_some()
            || self.follow
            || !(self.assuming.is_empty() && self.given.is_empty() && self.readings.is_empty())
    }
}
