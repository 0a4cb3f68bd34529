//! Lives of alliances as ATOP codes them: years of exposure, how each ended, and how members left.
//! Knows the files' rows and no model.

use schemars::JsonSchema;
use serde::Serialize;
use servanda::time::UncertainDay;
use servanda_data::atop::{AllianceRow, Codes, MemberRow, Obligation, Variable};

/// The last year of which ATOP 5.1 knows.
pub const LAST_YEAR: i32 = 2018;

/// How an alliance ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// TERM 1: its purpose was reached, or its term ran out.
    Fulfilled,
    /// TERM 2: violated, or abrogated early.
    Violated,
    /// TERM 3: renegotiated into a new relation.
    Renegotiated,
}

impl Outcome {
    /// All of them, in ATOP's order.
    pub const ALL: [Outcome; 3] = [Outcome::Fulfilled, Outcome::Violated, Outcome::Renegotiated];

    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Outcome::Fulfilled => "fulfilled",
            Outcome::Violated => "violated",
            Outcome::Renegotiated => "renegotiated",
        }
    }
}

/// Spans of years between which rates differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
pub enum Era {
    /// To 1945.
    #[serde(rename = "to 1945")]
    ToWar,
    /// 1946 to 1989.
    #[serde(rename = "1946-1989")]
    ColdWar,
    /// From 1990.
    #[serde(rename = "from 1990")]
    Since,
}

impl Era {
    /// All of them.
    pub const ALL: [Era; 3] = [Era::ToWar, Era::ColdWar, Era::Since];

    /// The era of a year.
    pub const fn of(year: i32) -> Era {
        match year {
            ..=1945 => Era::ToWar,
            1946..=1989 => Era::ColdWar,
            _ => Era::Since,
        }
    }

    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Era::ToWar => "to 1945",
            Era::ColdWar => "1946-1989",
            Era::Since => "from 1990",
        }
    }
}

/// The strongest promise of an alliance, in the order of the codebook.
pub fn primary(codes: &Codes) -> &'static str {
    let words = ["defense", "offense", "neutrality", "nonaggression", "consultation"];
    let mut each = Obligation::ALL.into_iter().zip(words);
    each.find(|(one, _)| codes.obligation(*one).is_set()).map_or("none known", |(_, word)| word)
}

/// The types that [`primary`] gives.
pub const TYPES: [&str; 5] = ["defense", "offense", "neutrality", "nonaggression", "consultation"];

/// The life of one alliance.
#[derive(Clone, PartialEq, Debug)]
pub struct History {
    /// ATOP's number.
    pub atop_id: u16,
    /// First year.
    pub begin: i32,
    /// Last year under observation.
    pub last: i32,
    /// How it ended; `None`: in force at the end of the data, or lost sight of.
    pub outcome: Option<Outcome>,
    /// Its strongest promise.
    pub kind: &'static str,
    /// What is coded.
    pub codes: Codes,
}

impl History {
    /// Its years, each with how old it was and, in the last, how it ended.
    pub fn years(&self) -> impl Iterator<Item = (i32, i32, Option<Outcome>)> + '_ {
        (self.begin..=self.last)
            .map(|year| (year, year - self.begin, self.outcome.filter(|_| year == self.last)))
    }
}

/// The year of a date, the earliest it can be.
fn year_of(day: &UncertainDay) -> Option<i32> {
    day.earliest.parts().map(|(year, _, _)| i32::from(year))
}

/// The lives of the alliances of a file.
pub fn histories(rows: &[AllianceRow]) -> Vec<History> {
    let mut all: Vec<History> = rows.iter().filter_map(history).collect();
    all.sort_by_key(|one| one.atop_id);
    all
}

fn history(row: &AllianceRow) -> Option<History> {
    let begin = year_of(&row.begin)?;
    let end = if row.end.is_open() { None } else { year_of(&row.end) };
    let outcome = end.and_then(|_| match row.codes.get(Variable::Term).known() {
        Some(1) => Some(Outcome::Fulfilled),
        Some(2) => Some(Outcome::Violated),
        Some(3) => Some(Outcome::Renegotiated),
        _ => None,
    });
    let last = end.unwrap_or(LAST_YEAR).max(begin);
    let kind = primary(&row.codes);
    Some(History { atop_id: row.atop_id, begin, last, outcome, kind, codes: row.codes.clone() })
}

/// How many memberships ended in which way.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Exits {
    /// Member rows: a state in a phase of an alliance.
    pub memberships: usize,
    /// Years of membership.
    pub years: usize,
    /// TERMMODE, with what it means and how many.
    pub by_mode: Vec<Counted>,
    /// TERMCAUS, likewise.
    pub by_cause: Vec<Counted>,
}

/// A code with its meaning and its count.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Counted {
    /// The code; null: not known.
    pub code: Option<u16>,
    /// What it means.
    pub meaning: String,
    /// How many.
    pub count: usize,
}

/// TERMMODE by code.
const MODES: [&str; 7] = [
    "no exit",
    "not renewed",
    "replaced, also between phases",
    "broken early",
    "independence lost",
    "moot",
    "war lost",
];
/// TERMCAUS by code.
const CAUSES: [&str; 9] = [
    "no exit",
    "replaced",
    "independence lost",
    "problem solved",
    "policy dispute unrelated to the alliance",
    "dispute over managing it",
    "members fought",
    "war ended it",
    "violation short of war",
];

/// How members left, of one alliance or of all.
pub fn exits(rows: &[MemberRow], only: &[u16]) -> Exits {
    let rows: Vec<&MemberRow> =
        rows.iter().filter(|row| only.is_empty() || only.contains(&row.atop_id)).collect();
    let years = rows.iter().filter_map(|row| {
        let last = if row.exit.is_open() { LAST_YEAR } else { year_of(&row.exit)? };
        Some((last - year_of(&row.entry)? + 1).max(1) as usize)
    });
    Exits {
        memberships: rows.len(),
        years: years.sum(),
        by_mode: counted(&rows, Variable::Termmode, &MODES),
        by_cause: counted(&rows, Variable::Termcaus, &CAUSES),
    }
}

fn counted(rows: &[&MemberRow], variable: Variable, meanings: &[&str]) -> Vec<Counted> {
    let count = |code: Option<u16>| {
        rows.iter().filter(|row| row.codes.get(variable).known() == code).count()
    };
    let known = meanings.iter().enumerate().map(|(code, meaning)| {
        let code = Some(code as u16);
        Counted { code, meaning: (*meaning).to_owned(), count: count(code) }
    });
    let other = rows.len() - known.clone().map(|one| one.count).sum::<usize>();
    let other = Counted { code: None, meaning: "not known".into(), count: other };
    known.chain([other]).filter(|one| one.count > 0).collect()
}
