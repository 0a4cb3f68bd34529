//! Direct contiguity of the Correlates of War project: by land, or over at most 12, 24, 150 or 400 miles
//! of water (types 1 to 5).
//!
//! Three forms of the file are read: spells of pairs as the project publishes them (`contdir.csv`:
//! `statelno, statehno, conttype, begin, end` with months as YYYYMM), its pairs by year (`contdird.csv`:
//! `state1no, state2no, year, conttype`), and peacesciencer's spells (`ccode1, ccode2, conttype, stdate,
//! enddate`). Known traps: the months are whole months, so that a spell lasts to the last day of its
//! `end`; a pair may change its type within a month, and then has both; peacesciencer adds rows of type 0
//! that lie around the others, which say nothing here; the last end, 2016-12, is the end of the data.
//!
//! A pair has the nearest type at which it counts for the period by the panel's rule: it was at most so
//! far apart on some, the first, the last or every day. Panels with shares count *some day*.

use super::block::Block;
use super::calendar::{Calendar, joined};
use super::citation::Citation;
use super::fault::PanelFault;
use super::plan::Plan;
use super::rows::{Codes, read_rows, span, whole_years, year};
use super::source::{Column, Source, known, truth};
use super::unit::{Of, Rule};
use super::yearly::{STATES_AND_PAIRS, put, set, speaks_of};
use crate::fault::{FileFault, Reading, RowFault};
use crate::sheet::{Field, Sheet};
use arrow_array::{ArrayRef, Int8Array, Int32Array};
use arrow_schema::DataType;
use servanda::model::{StateSystem, System};
use servanda::time::{Day, Interval};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How to cite the data.
pub const CITATION: Citation = Citation {
    kind: "article",
    key: "stinnett2002",
    author: "Stinnett, Douglas M. and Tir, Jaroslav and Schafer, Philip and Diehl, Paul F. and \
             Gochman, Charles",
    year: 2002,
    title: "The Correlates of War Project Direct Contiguity Data, Version 3",
    fields: &[
        ("journal", "Conflict Management and Peace Science"),
        ("volume", "19"),
        ("number", "2"),
        ("pages", "58--66"),
    ],
};

/// One pair of states that were so near one another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContiguityRow {
    /// One state, by COW's number.
    pub one: u16,
    /// The other.
    pub two: u16,
    /// 1 to 5; 0 where the row says that they were not contiguous.
    pub kind: u8,
    /// When.
    pub days: Interval,
}

/// A form of the file: its columns for the states, and for the days.
struct Form {
    states: [&'static str; 2],
    days: &'static [&'static str],
}

const SPELLS: Form = Form { states: ["ccode1", "ccode2"], days: &["stdate", "enddate"] };

const FORMS: &[Form] = &[
    SPELLS,
    Form { states: ["statelno", "statehno"], days: &["begin", "end"] },
    Form { states: ["ccode1", "ccode2"], days: &["begin", "end"] },
    Form { states: ["state1no", "state2no"], days: &["year"] },
];

/// Reads the file of direct contiguity, in any of its forms.
///
/// # Errors
/// It is no such file.
pub fn read(bytes: &[u8], states: &StateSystem) -> Result<Reading<ContiguityRow>, FileFault> {
    let names = FORMS.iter().flat_map(|form| form.states.iter().chain(form.days));
    let wanted: Vec<&str> = names.copied().chain(["conttype"]).collect();
    let sheet = Sheet::read(bytes, &wanted)?;
    let has = |form: &&Form| form.states.iter().chain(form.days).all(|name| sheet.has(name));
    let form = FORMS.iter().find(has).unwrap_or(&SPELLS);
    let must = [&form.states[..], form.days, &["conttype"]].concat();
    sheet.require("the file of direct contiguity", &must)?;
    let codes = Codes::new(states, System::Cow);
    Ok(read_rows(&sheet, |row| {
        let [one, two] = form.states.map(|name| sheet.field(name));
        let (one, two) = codes.pair([&one, &two], row)?;
        let days = match form.days {
            [first, last] => months(&sheet.field(first), &sheet.field(last), row)?,
            _ => {
                let year = year(&sheet.field("year"), row)?;
                whole_years(year, year)
            }
        };
        let kind = sheet.field("conttype").must(row, 5)? as u8;
        Ok(ContiguityRow { one, two, kind, days })
    }))
}

/// The days of whole months.
fn months(first: &Field<'_>, last: &Field<'_>, row: usize) -> Result<Interval, RowFault> {
    let (start, end) = (month(first, row)?, month(last, row)?);
    span(last, row, start, end.plus_months(1).previous())
}

/// The first day of a month: YYYYMM, or any day of it.
fn month(field: &Field<'_>, row: usize) -> Result<Day, RowFault> {
    let none = || field.fault(row, "there is no month", "write it as YYYYMM or as a day");
    // A day written as such is no number.
    if let Ok(Some(number @ 100_000..=999_999)) = field.whole(row) {
        return Day::of((number / 100) as i16, (number % 100) as i8, 1).ok_or_else(|| {
            field.fault(row, format!("the calendar has no month {number}"), "write YYYYMM")
        });
    }
    let day = field.day(row)?.ok_or_else(none)?;
    let (year, month, _) = day.parts().ok_or_else(none)?;
    Day::of(year, month, 1).ok_or_else(none)
}

/// When a pair was at most so far apart: for each type that it ever had, nearest first.
type Nested = Vec<(u8, Vec<Interval>)>;

/// Contiguity as columns of a panel: `conttype` of pairs, and how many neighbors a state has by `land`
/// and by `sea`.
#[derive(Clone, Debug)]
pub struct Contiguity {
    covers: Interval,
    pairs: BTreeMap<(u16, u16), Nested>,
}

const COVERED: &str = "conttype_covered";

impl Contiguity {
    /// The contiguity of a file, from the first to the last day that stands in it.
    pub fn new(reading: &Reading<ContiguityRow>) -> Contiguity {
        let from = reading.rows.iter().map(|row| row.days.from).min().unwrap_or(Day::MAX);
        let end = reading.rows.iter().map(|row| row.days.end).max().unwrap_or(Day::MAX);
        let mut spells: BTreeMap<(u16, u16), Vec<(u8, Interval)>> = BTreeMap::new();
        for row in reading.rows.iter().filter(|row| row.kind > 0) {
            for pair in [(row.one, row.two), (row.two, row.one)] {
                spells.entry(pair).or_default().push((row.kind, row.days));
            }
        }
        let pairs = spells.into_iter().map(|(pair, spells)| (pair, nested(&spells))).collect();
        Contiguity { covers: Interval { from, end }, pairs }
    }

    /// The type of the pair of each row, where the data speak of it.
    pub(super) fn types(&self, block: &Block<'_>) -> Vec<Option<i8>> {
        let calendar = block.plan().calendar();
        let (covered, rule) = (self.covered(calendar), rule(block.plan()));
        let mut types = vec![None; block.rows()];
        for part in block.parts(System::Cow) {
            let (Some(one), Some(two)) = (part.one, part.two) else { continue };
            set(&mut types, part.rows_of(&covered), Some(0));
            // The nearest is set last.
            for (kind, days) in self.pairs.get(&(one, two)).into_iter().flatten().rev() {
                for range in calendar.where_any_counts(days, rule) {
                    set(&mut types, part.rows_of(&range), Some(*kind as i8));
                }
            }
        }
        types
    }

    /// The periods of which the data speak from the first to the last day.
    fn covered(&self, calendar: &Calendar) -> std::ops::Range<usize> {
        calendar.where_counts(self.covers, Rule::Exact)
    }

    /// How many neighbors the state of each row has, by land and over water only.
    fn neighbors(&self, block: &Block<'_>) -> [Vec<Option<i32>>; 2] {
        let calendar = block.plan().calendar();
        let (covered, rule) = (self.covered(calendar), rule(block.plan()));
        let mut land = vec![None; block.rows()];
        let mut sea = land.clone();
        for part in block.parts(System::Cow) {
            let Some(one) = part.one else { continue };
            set(&mut land, part.rows_of(&covered), Some(0));
            set(&mut sea, part.rows_of(&covered), Some(0));
            for (_, nested) in self.pairs.range((one, 0)..=(one, u16::MAX)) {
                let counts = |days: Option<&(u8, Vec<Interval>)>| {
                    let ranges = days.map(|(_, days)| calendar.where_any_counts(days, rule));
                    ranges.unwrap_or_default()
                };
                let by_land = counts(nested.first().filter(|(kind, _)| *kind == 1));
                let at_all = counts(nested.last());
                for at in at_all.into_iter().flatten() {
                    let is_land = by_land.iter().any(|range| range.contains(&at));
                    let column = if is_land { &mut land } else { &mut sea };
                    let Some(row) = part.rows_of(&(at..at + 1)).next() else { continue };
                    if let Some(Some(count)) = column.get(row).copied() {
                        put(column, row, Some(count + 1));
                    }
                }
            }
        }
        [land, sea]
    }
}

fn nested(spells: &[(u8, Interval)]) -> Nested {
    let mut kinds: Vec<u8> = spells.iter().map(|(kind, _)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let within = |most: u8| {
        let near = spells.iter().filter(|(kind, _)| *kind <= most);
        joined(near.map(|(_, days)| *days).collect())
    };
    kinds.into_iter().map(|kind| (kind, within(kind))).collect()
}

/// A type has no share of days.
fn rule(plan: &Plan) -> Rule {
    match plan.scope().rule {
        Rule::ShareOfDays => Rule::Any,
        rule => rule,
    }
}

impl Source for Contiguity {
    fn name(&self) -> &'static str {
        "contiguity"
    }

    fn columns(&self, plan: &Plan) -> Result<Vec<Column>, PanelFault> {
        speaks_of(self.name(), plan, STATES_AND_PAIRS)?;
        let covered = "whether the file of contiguity speaks of the period and the states";
        let covered = Column::covering(COVERED, covered);
        if plan.scope().unit.of == Of::State {
            let count = |name, meaning| Column::new(name, DataType::Int32, meaning, COVERED);
            let land = count("land", "how many states border on the state by land");
            let sea =
                count("sea", "how many states lie within 400 miles over water, and not by land");
            return Ok(vec![land, sea, covered]);
        }
        let meaning = "1 contiguous by land, 2 to 5 over at most 12, 24, 150 and 400 miles of \
                       water, 0 not contiguous";
        Ok(vec![Column::new("conttype", DataType::Int8, meaning, COVERED), covered])
    }

    fn fill(&self, block: &Block<'_>) -> Vec<ArrayRef> {
        if block.plan().scope().unit.of == Of::State {
            let [land, sea] = self.neighbors(block);
            let covered: Vec<bool> = land.iter().map(Option::is_some).collect();
            return vec![
                Arc::new(Int32Array::from(land)),
                Arc::new(Int32Array::from(sea)),
                truth(&covered),
            ];
        }
        let types = self.types(block);
        let covered: Vec<bool> = types.iter().map(Option::is_some).collect();
        let types: Vec<i8> = types.into_iter().map(Option::unwrap_or_default).collect();
        vec![Arc::new(Int8Array::new(types.into(), known(&covered))), truth(&covered)]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    fn read_text(text: &str) -> Reading<ContiguityRow> {
        let world = servanda::corpus::empty_world().unwrap();
        read(text.as_bytes(), &world.states).unwrap()
    }

    #[test]
    fn every_form_of_the_file_reads_alike() {
        let forms = [
            "dyad,statelno,statehno,conttype,begin,end\n2020,2,20,1,199001,199112\n",
            "ccode1,ccode2,conttype,stdate,enddate\n2.0,20.0,1.0,1990-01-01,1991-12-01\n",
            "ccode1,ccode2,conttype,begin,end\n2.0,20.0,1.0,199001.0,199112\n",
        ];
        for form in forms {
            let reading = read_text(form);
            assert_eq!(reading.faults, []);
            assert_eq!(reading.rows[0].days, whole_years(1990, 1991));
        }
        let yearly = read_text("state1no,state2no,year,conttype\n2,20,1990,1\n");
        assert_eq!(yearly.rows[0].days, whole_years(1990, 1990));
    }

    #[test]
    fn what_is_no_month_and_what_ends_before_it_begins_is_told() {
        let header = "statelno,statehno,conttype,begin,end\n";
        let words = |row: &str| read_text(&format!("{header}{row}\n")).faults[0].to_string();
        assert!(words("2,20,1,199013,199112").contains("the calendar has no month 199013"));
        assert!(words("2,20,1,199001,198912").contains("it ends on 1989-12-31, before it begins"));
        assert!(words("2,20,6,199001,199112").contains("`6` is none of the codes 0 to 5"));
        assert!(words("2,2,1,199001,199112").contains("2 is paired with itself"));
    }

    #[test]
    fn types_that_change_within_a_year_are_at_most_so_far_on_every_day() {
        let half = |from: &str, end: &str| Interval {
            from: from.parse().unwrap(),
            end: end.parse().unwrap(),
        };
        let nested =
            nested(&[(5, half("1990-07-01", "1992-01-01")), (1, half("1989-01-01", "1990-07-01"))]);
        assert_eq!(nested[0], (1, vec![half("1989-01-01", "1990-07-01")]));
        assert_eq!(nested[1], (5, vec![half("1989-01-01", "1992-01-01")]));
    }
}
