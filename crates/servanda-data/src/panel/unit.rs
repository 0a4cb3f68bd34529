//! What one row of a panel is: of whom it speaks, and of how long a time; and the rule for a period of
//! which only a part counts. Knows words and no day.

use std::fmt;
use std::str::FromStr;

/// Of whom a row speaks. Whether a dyad is directed is part of the type, and never guessed from rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// One state.
    State,
    /// Two states; the one with the lower number stands first.
    Dyad,
    /// Two states in an order: what the first does, owes or has toward the second.
    DirectedDyad,
    /// One alliance with all its members: a k-ad.
    Alliance,
    /// One member of one alliance.
    AllianceMember,
}

/// Of how long a time a row speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// One day.
    Day,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

/// The unit of a panel: one row for each of these.
///
/// ```
/// use servanda_data::panel::{Of, Step, Unit};
/// let unit: Unit = "directed-dyad-year".parse().unwrap();
/// assert_eq!(unit, Unit { of: Of::DirectedDyad, step: Step::Year });
/// assert_eq!(unit.to_string(), "directed-dyad-year");
/// assert!("dyadyear".parse::<Unit>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unit {
    /// Of whom.
    pub of: Of,
    /// Of how long.
    pub step: Step,
}

/// Which periods count, when a state, a pair or a pledge was there for a part of one only. The rule
/// holds for the rows and for every dated column of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// It was there on some day of the period.
    Any,
    /// It was there on the period's first day.
    First,
    /// It was there on the period's last day.
    Last,
    /// It was there on every day of the period.
    Exact,
    /// It was there on some day; the column `share` has the share of the period's days, and dated
    /// columns hold shares of days instead of 0 and 1.
    ShareOfDays,
}

const OFS: &[(Of, &str)] = &[
    (Of::State, "state"),
    (Of::Dyad, "dyad"),
    (Of::DirectedDyad, "directed-dyad"),
    (Of::Alliance, "alliance"),
    (Of::AllianceMember, "alliance-member"),
];
const STEPS: &[(Step, &str)] = &[(Step::Day, "day"), (Step::Month, "month"), (Step::Year, "year")];
const RULES: &[(Rule, &str)] = &[
    (Rule::Any, "any"),
    (Rule::First, "first"),
    (Rule::Last, "last"),
    (Rule::Exact, "exact"),
    (Rule::ShareOfDays, "share-of-days"),
];

/// The word of a value in a table of words.
fn word<T: PartialEq + Copy>(table: &[(T, &'static str)], value: T) -> &'static str {
    table.iter().find(|(known, _)| *known == value).map_or("", |(_, word)| word)
}

/// The words of a table, for a message.
fn words<T>(table: &[(T, &'static str)]) -> String {
    table.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(", ")
}

impl Of {
    /// Its word.
    pub fn word(self) -> &'static str {
        word(OFS, self)
    }
}

impl Step {
    /// Its word.
    pub fn word(self) -> &'static str {
        word(STEPS, self)
    }
}

impl Rule {
    /// Its word.
    pub fn word(self) -> &'static str {
        word(RULES, self)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.of.word(), self.step.word())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

impl FromStr for Unit {
    type Err = String;

    /// # Errors
    /// A sentence with the words that are known.
    fn from_str(text: &str) -> Result<Unit, String> {
        let text = text.replace('_', "-");
        let found = text.rsplit_once('-').and_then(|(of, step)| {
            let of = OFS.iter().find(|(_, word)| *word == of)?.0;
            let step = STEPS.iter().find(|(_, word)| *word == step)?.0;
            Some(Unit { of, step })
        });
        found.ok_or_else(|| {
            format!(
                "a unit is one of {}, then `-`, then one of {}, such as `directed-dyad-year`",
                words(OFS),
                words(STEPS)
            )
        })
    }
}

impl FromStr for Rule {
    type Err = String;

    /// # Errors
    /// A sentence with the words that are known.
    fn from_str(text: &str) -> Result<Rule, String> {
        let text = text.replace('_', "-");
        let found = RULES.iter().find(|(_, word)| *word == text);
        found.map(|(rule, _)| *rule).ok_or_else(|| format!("a rule is one of {}", words(RULES)))
    }
}
