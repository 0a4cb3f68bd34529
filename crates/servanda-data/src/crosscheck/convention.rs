//! The conventions that explain a difference by themselves: a table, each with a name and what it
//! says. `docs/src/atop.md` tells them to readers.

/// Why two dates or codes differ though both are right.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Convention {
    /// The corpus names the last day bound, ATOP the day of the ending.
    LastDay,
    /// The corpus gives a span of dates, and ATOP's date lies in it.
    Span,
    /// ATOP's date is that of the other dating.
    OtherDating,
    /// It lies after the last day of ATOP's data.
    DataEnd,
    /// The state is in COW's list of states from that day only, or no longer.
    StateSystem,
    /// ATOP takes a promise for a party's own territory for one tied to a place.
    HomeTerritory,
    /// The language says it only as a question of fact.
    QuestionOfFact,
    /// A phase of ATOP begins or ends on another day than the article does here.
    PhaseBoundary,
}

impl Convention {
    /// Each with its name and what it says.
    pub const ALL: &[(Convention, &str, &str)] = &[
        (
            Convention::LastDay,
            "last-day",
            "the corpus names the last day bound, ATOP the day of the ending: one day later",
        ),
        (Convention::Span, "span", "the corpus gives a span of dates, and ATOP's date lies in it"),
        (
            Convention::OtherDating,
            "other-dating",
            "ATOP's date is that of the other dating: of force where signature is asked for, or the \
             other way round",
        ),
        (
            Convention::DataEnd,
            "data-end",
            "what lies after the last day of ATOP's data is not in them",
        ),
        (
            Convention::StateSystem,
            "state-system",
            "ATOP lists a state from the day on which it is in COW's list of states, and no longer",
        ),
        (
            Convention::HomeTerritory,
            "home-territory",
            "ATOP takes an attack on or a threat to a party's own territory for a named place; here an \
             event is on the target's own territory unless a place is named",
        ),
        (
            Convention::QuestionOfFact,
            "question-of-fact",
            "a named conflict and stated demands can be said here only as questions of fact",
        ),
        (
            Convention::PhaseBoundary,
            "phase-boundary",
            "ATOP codes one phase as a whole; an article that begins or ends near its boundary is \
             counted where it stands in the middle of the phase",
        ),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Convention::ALL.iter().find(|(one, ..)| *one == self).map_or("", |(_, name, _)| name)
    }

    /// What it says.
    pub fn says(self) -> &'static str {
        Convention::ALL.iter().find(|(one, ..)| *one == self).map_or("", |(.., says)| says)
    }
}
