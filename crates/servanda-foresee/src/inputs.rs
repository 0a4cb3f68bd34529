//! What the hazard model is told of an alliance-year: provisions, age and era, as the protocol lists
//! them. Knows codes; fits nothing.

use crate::history::{History, Outcome};
use crate::logit::Table;
use servanda_data::Coded;
use servanda_data::atop::Variable;

/// The inputs by name, in order; the last is the trend.
pub const NAMES: [&str; 24] = [
    "defense",
    "offense",
    "neutrality",
    "nonaggression",
    "consultation",
    "conditional",
    "promises differ",
    "bilateral",
    "needs ratification",
    "secrecy",
    "military contact",
    "integrated command",
    "organization",
    "bases",
    "a term was set",
    "the term ends or renews",
    "the term is over",
    "may be renounced any time",
    "may not be renounced",
    "renewal provided",
    "log(1 + age)",
    "younger than 3",
    "from 1946",
    "decades since 1946",
];

/// The inputs of one alliance in a year at an age. What is not coded is not a number.
pub fn inputs(one: &History, year: i32, age: i32) -> [f64; 24] {
    let truth = |truth: bool| f64::from(u8::from(truth));
    let test = |variable: Variable, fits: &dyn Fn(u16) -> bool| match one.codes.get(variable) {
        Coded::Known(code) => truth(fits(code)),
        Coded::Missing => f64::NAN,
    };
    let set = |variable| test(variable, &|code| code > 0);
    let (ends, over) = term(one, age);
    [
        set(Variable::Defense),
        set(Variable::Offense),
        set(Variable::Neutral),
        set(Variable::Nonagg),
        set(Variable::Consul),
        set(Variable::Conditio),
        set(Variable::Asymm),
        set(Variable::Bilat),
        set(Variable::Estmode),
        set(Variable::Pubsecr),
        set(Variable::Milcon),
        set(Variable::Intcom),
        test(Variable::Organ1, &|code| code > 1),
        set(Variable::Base),
        test(Variable::Speclgth, &|code| code == 1),
        truth(ends),
        truth(over),
        test(Variable::Renounce, &|code| code == 1),
        test(Variable::Renounce, &|code| code == 4),
        set(Variable::Proren),
        libm::log1p(f64::from(age)),
        truth(age < 3),
        truth(year >= 1946),
        f64::from((year - 1946).max(0)) / 10.0,
    ]
}

/// Whether the set term ends, or renews itself, at an age; and whether it is over.
fn term(one: &History, age: i32) -> (bool, bool) {
    let years = |variable| {
        let months = one.codes.get(variable).known().filter(|months| *months > 0);
        months.map(|months| (i32::from(months) + 6) / 12)
    };
    let Some(length) = years(Variable::Length) else { return (false, false) };
    let automatic = one.codes.get(Variable::Proren) == Coded::Known(2);
    let again = years(Variable::Renewlgt).filter(|again| automatic && *again > 0);
    let renews = again.is_some_and(|again| age > length && (age - length) % again == 0);
    (age > 0 && (age == length || renews), age > length)
}

/// Which endings count as the event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// Any ending: the protocol's primary event.
    Any,
    /// Violation or abrogation alone; other endings are censored.
    Violated,
}

impl Event {
    /// Whether an ending counts.
    pub fn counts(self, ended: Option<Outcome>) -> bool {
        match self {
            Event::Any => ended.is_some(),
            Event::Violated => ended == Some(Outcome::Violated),
        }
    }
}

/// One alliance in one year.
#[derive(Clone, PartialEq, Debug)]
pub struct AllianceYear {
    /// The alliance's place in the order of ATOP's numbers.
    pub alliance: usize,
    /// The year in which the alliance began.
    pub begin: i32,
    /// The year.
    pub year: i32,
    /// Years since its beginning.
    pub age: i32,
    /// The inputs of the model.
    pub inputs: [f64; 24],
    /// Whether the event happened.
    pub event: bool,
}

/// Every alliance-year of some histories.
pub fn alliance_years(histories: &[History], event: Event) -> Vec<AllianceYear> {
    let each = histories.iter().enumerate().flat_map(|(alliance, one)| {
        one.years().map(move |(year, age, ended)| AllianceYear {
            alliance,
            begin: one.begin,
            year,
            age,
            inputs: inputs(one, year, age),
            event: event.counts(ended),
        })
    });
    each.collect()
}

/// Alliance-years as a table of so many first inputs.
pub fn table<'y>(years: impl Iterator<Item = &'y AllianceYear>, width: usize) -> Table {
    let mut table = Table { width, ..Table::default() };
    for one in years {
        table.push(one.inputs.get(..width).unwrap_or_default(), one.event);
    }
    table
}
