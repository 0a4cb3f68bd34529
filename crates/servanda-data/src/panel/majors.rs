//! Major powers by the Correlates of War project.
//!
//! Columns of the file: `ccode, styear, stmonth, stday, endyear, endmonth, endday`, as `majors2016.csv`
//! has them. Known trap: the end of a power that still is one is the end of the data, 2016-12-31.

use super::block::{Block, Part};
use super::calendar::joined;
use super::citation::Citation;
use super::fault::PanelFault;
use super::plan::Plan;
use super::rows::{Codes, day, read_rows, span};
use super::source::{Column, Source, truth};
use super::unit::{Of, Rule};
use super::yearly::{STATES_AND_PAIRS, put, set, speaks_of};
use crate::fault::{FileFault, Reading};
use crate::sheet::Sheet;
use arrow_array::{ArrayRef, Float64Array, Int8Array};
use arrow_schema::DataType;
use servanda::model::{StateSystem, System};
use servanda::time::{Day, Interval};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How to cite the data.
pub const CITATION: Citation = Citation {
    kind: "misc",
    key: "cowstates2016",
    author: "{Correlates of War Project}",
    year: 2017,
    title: "State System Membership List, v2016",
    fields: &[("url", "https://correlatesofwar.org")],
};

/// One state's time as a major power.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MajorRow {
    /// The state, by COW's number.
    pub state: u16,
    /// When.
    pub days: Interval,
}

/// Reads the file of major powers.
///
/// # Errors
/// It is no such file.
pub fn read(bytes: &[u8], states: &StateSystem) -> Result<Reading<MajorRow>, FileFault> {
    let must = ["ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday"];
    let sheet = Sheet::read(bytes, &must)?;
    sheet.require("the file of major powers", &must)?;
    let codes = Codes::new(states, System::Cow);
    Ok(read_rows(&sheet, |row| {
        let field = |name| sheet.field(name);
        let first = day([&field("styear"), &field("stmonth"), &field("stday")], row)?;
        let last = day([&field("endyear"), &field("endmonth"), &field("endday")], row)?;
        Ok(MajorRow {
            state: codes.state(&field("ccode"), row)?,
            days: span(&field("endyear"), row, first, last)?,
        })
    }))
}

/// Major powers as columns of a panel: `cowmaj`, or `cowmaj1` and `cowmaj2`.
#[derive(Clone, Debug)]
pub struct Majors {
    covers: Interval,
    spells: BTreeMap<u16, Vec<Interval>>,
}

pub(super) const COVERED: &str = "cowmaj_covered";

impl Majors {
    /// The major powers of a file, from 1816 to the last end that stands in it.
    pub fn new(reading: &Reading<MajorRow>) -> Majors {
        let from = Day::of(1816, 1, 1).unwrap_or(Day::MIN);
        let end = reading.rows.iter().map(|row| row.days.end).max().unwrap_or(from);
        let mut spells: BTreeMap<u16, Vec<Interval>> = BTreeMap::new();
        for row in &reading.rows {
            spells.entry(row.state).or_default().push(row.days);
        }
        let spells = spells.into_iter().map(|(state, days)| (state, joined(days))).collect();
        Majors { covers: Interval { from, end }, spells }
    }

    fn spells(&self, state: Option<u16>) -> &[Interval] {
        state.and_then(|state| self.spells.get(&state)).map_or(&[], Vec::as_slice)
    }

    /// Whether the state of each row was one, where the data speak of it.
    pub(super) fn flags(
        &self,
        block: &Block<'_>,
        parts: &[Part<'_>],
        who: &dyn Fn(&Part<'_>) -> Option<u16>,
    ) -> Vec<Option<i8>> {
        let (calendar, rule) = (block.plan().calendar(), block.plan().scope().rule);
        let covered = calendar.where_counts(self.covers, Rule::Exact);
        let mut flags = vec![None; block.rows()];
        for part in parts.iter().filter(|part| who(part).is_some()) {
            set(&mut flags, part.rows_of(&covered), Some(0));
            for range in calendar.where_any_counts(self.spells(who(part)), rule) {
                let range = range.start.max(covered.start)..range.end.min(covered.end);
                set(&mut flags, part.rows_of(&range), Some(1));
            }
        }
        flags
    }

    /// The share of the period's days on which the state of each row was one.
    fn shares(
        &self,
        block: &Block<'_>,
        parts: &[Part<'_>],
        who: &dyn Fn(&Part<'_>) -> Option<u16>,
    ) -> Vec<Option<f64>> {
        let calendar = block.plan().calendar();
        let covered = calendar.where_counts(self.covers, Rule::Exact);
        let mut shares = vec![None; block.rows()];
        for part in parts.iter().filter(|part| who(part).is_some()) {
            set(&mut shares, part.rows_of(&covered), Some(0.0));
            let spells = self.spells(who(part));
            let periods = part.periods.clone().zip(part.rows.clone());
            let periods = periods.filter(|(at, _)| !spells.is_empty() && covered.contains(at));
            for (at, row) in periods {
                put(&mut shares, row, Some(calendar.share(at, spells)));
            }
        }
        shares
    }
}

impl Source for Majors {
    fn name(&self) -> &'static str {
        "majors"
    }

    fn columns(&self, plan: &Plan) -> Result<Vec<Column>, PanelFault> {
        speaks_of(self.name(), plan, STATES_AND_PAIRS)?;
        let share = plan.scope().rule == Rule::ShareOfDays;
        let kind = if share { DataType::Float64 } else { DataType::Int8 };
        let what =
            if share { "share of the days as a major power" } else { "1 a major power, 0 not" };
        let column = |name: &str, whose: &str| {
            Column::new(name, kind.clone(), &format!("{what}, {whose}"), COVERED)
        };
        let mut columns = match plan.scope().unit.of {
            Of::State => vec![column("cowmaj", "the state")],
            _ => vec![column("cowmaj1", "the first state"), column("cowmaj2", "the second state")],
        };
        let meaning = "whether the list of major powers speaks of the period and the states";
        columns.push(Column::covering(COVERED, meaning));
        Ok(columns)
    }

    fn fill(&self, block: &Block<'_>) -> Vec<ArrayRef> {
        let parts = block.parts(System::Cow);
        let scope = block.plan().scope();
        let pick: [fn(&Part<'_>) -> Option<u16>; 2] = [|part| part.one, |part| part.two];
        let count = if scope.unit.of == Of::State { 1 } else { 2 };
        let mut columns: Vec<ArrayRef> = Vec::new();
        let mut covered = vec![true; block.rows()];
        for who in pick.iter().take(count) {
            let flags = self.flags(block, &parts, who);
            for (covered, flag) in covered.iter_mut().zip(&flags) {
                *covered &= flag.is_some();
            }
            columns.push(match scope.rule {
                Rule::ShareOfDays => Arc::new(Float64Array::from(self.shares(block, &parts, who))),
                _ => Arc::new(Int8Array::from(flags)),
            });
        }
        columns.push(truth(&covered));
        columns
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    #[test]
    fn dates_out_of_order_are_told_and_the_rest_loads() {
        let world = servanda::corpus::empty_world().unwrap();
        let file = "ccode,styear,stmonth,stday,endyear,endmonth,endday\n\
                    2,1900,1,1,1899,1,1\n200,1816,1,1,2016,12,31\n220,1900,2,30,1950,1,1\n";
        let reading = read(file.as_bytes(), &world.states).unwrap();
        assert_eq!(reading.rows.len(), 1);
        let words: Vec<String> = reading.faults.iter().map(ToString::to_string).collect();
        assert!(
            words[0].starts_with(
                "line 2, column `endyear`: it ends on 1899-01-01, before it begins on 1900-01-01"
            ),
            "{words:?}"
        );
        assert!(words[1].contains("the calendar has no 1900-02-30"));
    }
}
