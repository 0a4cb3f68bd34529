//! Some rows of a panel: runs of one state, pair or alliance over periods in a row. What fills columns
//! walks over runs, so that what holds for a pair is looked up once. Knows no column but the keys.

use super::plan::{AllianceId, Plan};
use super::unit::{Of, Step};
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Date32Array, Float64Array, Int32Array};
use arrow_schema::{DataType, Field};
use servanda::model::{StateId, System};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// One state, pair or alliance over periods in a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Run {
    /// The place of the first state, or of the alliance.
    one: u32,
    /// The place of the second state, or of the alliance's member.
    two: Option<u32>,
    /// The place of the first period.
    first: u32,
    /// How many periods.
    pub(super) len: u32,
}

impl Run {
    pub(super) fn new(one: usize, two: Option<usize>, periods: Range<usize>) -> Run {
        let two = two.map(|two| two as u32);
        Run { one: one as u32, two, first: periods.start as u32, len: periods.len() as u32 }
    }

    /// Whether it is of these places.
    pub(super) fn is_of(&self, one: usize, two: Option<usize>) -> bool {
        self.one as usize == one && self.two.map(|two| two as usize) == two
    }

    /// The run in pieces of at most so many rows.
    pub(super) fn pieces(self, most: usize) -> impl Iterator<Item = Run> {
        let most = most as u32;
        (0..self.len.div_ceil(most)).map(move |piece| {
            let first = self.first + piece * most;
            Run { first, len: (self.first + self.len - first).min(most), ..self }
        })
    }
}

/// Rows of one state, pair or alliance, with the numbers that a source has for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part<'p> {
    /// The alliance, in a panel of alliances.
    pub alliance: Option<&'p AllianceId>,
    /// The first state, or the member of the alliance; none where that list has no such state.
    pub one: Option<u16>,
    /// The second state of a pair; none where that list has no such state, and in panels without pairs.
    pub two: Option<u16>,
    /// Which periods.
    pub periods: Range<usize>,
    /// Which rows of the block: as many as periods.
    pub rows: Range<usize>,
}

impl Part<'_> {
    /// The rows of those of its periods that lie in `periods`.
    pub fn rows_of(&self, periods: &Range<usize>) -> Range<usize> {
        let first = periods.start.clamp(self.periods.start, self.periods.end);
        let end = periods.end.clamp(first, self.periods.end);
        let row = |at: usize| self.rows.start + at - self.periods.start;
        row(first)..row(end)
    }
}

/// Some rows of a panel.
#[derive(Clone, Copy, Debug)]
pub struct Block<'p> {
    plan: &'p Plan,
    runs: &'p [Run],
    rows: usize,
    only: Option<&'p BTreeSet<String>>,
}

impl<'p> Block<'p> {
    pub(super) fn new(plan: &'p Plan, runs: &'p [Run]) -> Block<'p> {
        let rows = runs.iter().map(|run| run.len as usize).sum();
        Block { plan, runs, rows, only: None }
    }

    /// The same rows, of which only some columns are wanted.
    pub(super) fn of_columns(self, only: Option<&'p BTreeSet<String>>) -> Block<'p> {
        Block { only, ..self }
    }

    /// Whether anybody wants a column. One that nobody wants may be filled with anything, even with too
    /// few rows: it is thrown away.
    pub fn wants(&self, column: &str) -> bool {
        self.only.is_none_or(|only| only.contains(column))
    }

    /// Of which panel.
    pub fn plan(&self) -> &'p Plan {
        self.plan
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The rows in parts, each of one state, pair or alliance with one pair of numbers in the list
    /// `system`, in the order of the rows.
    pub fn parts(&self, system: System) -> Vec<Part<'p>> {
        let mut parts: Vec<Part<'p>> = Vec::with_capacity(self.runs.len());
        let mut row = 0;
        for run in self.runs {
            let periods = run.first as usize..(run.first + run.len) as usize;
            let len = periods.len();
            if system == self.plan.scope().system {
                parts.push(self.part(run, system, periods, row));
            } else {
                self.split(run, system, periods, row, &mut parts);
            }
            row += len;
        }
        parts
    }

    /// The rows in parts, each with the states that bore its numbers: a number may pass from one state
    /// to another, as that of Germany did in 1990.
    pub fn parts_by_state(&self) -> Vec<(Part<'p>, [Option<StateId>; 2])> {
        let plan = self.plan;
        let mut parts: Vec<(Part<'p>, [Option<StateId>; 2])> = Vec::new();
        let mut row = 0;
        for run in self.runs {
            let periods = run.first as usize..(run.first + run.len) as usize;
            let (one, two) = match plan.scope().unit.of {
                Of::Alliance | Of::AllianceMember => (run.two, None),
                Of::State | Of::Dyad | Of::DirectedDyad => (Some(run.one), run.two),
            };
            let member = |place: Option<u32>| plan.members().get(place? as usize);
            let members = [member(one), member(two)];
            let start = parts.len();
            for at in periods.clone() {
                let last = plan.calendar().period(at).last();
                let states = members.map(|member| member.and_then(|member| member.state_on(last)));
                let here = row + at - periods.start;
                match parts.get_mut(start..).and_then(<[_]>::last_mut) {
                    Some((part, same)) if *same == states => {
                        (part.periods.end, part.rows.end) = (at + 1, here + 1);
                    }
                    _ => {
                        parts.push((self.part(run, plan.scope().system, at..at + 1, here), states));
                    }
                }
            }
            row += periods.len();
        }
        parts
    }

    /// The parts of a run whose states change their number in a list on the way.
    fn split(
        &self,
        run: &Run,
        system: System,
        periods: Range<usize>,
        row: usize,
        parts: &mut Vec<Part<'p>>,
    ) {
        let start = parts.len();
        for at in periods.clone() {
            let part = self.part(run, system, at..at + 1, row + at - periods.start);
            let grown = parts.get_mut(start..).and_then(<[Part<'_>]>::last_mut).filter(|last| {
                (last.one, last.two, last.alliance) == (part.one, part.two, part.alliance)
            });
            match grown {
                Some(last) => (last.periods.end, last.rows.end) = (part.periods.end, part.rows.end),
                None => parts.push(part),
            }
        }
    }

    fn part(&self, run: &Run, system: System, periods: Range<usize>, row: usize) -> Part<'p> {
        let plan = self.plan;
        let own = plan.scope().system;
        let last = plan.calendar().period(periods.start).last();
        let code =
            |place: Option<u32>| plan.members().get(place? as usize)?.code_in(own, system, last);
        let alliance = || plan.alliances().get(run.one as usize).map(|alliance| &alliance.id);
        let (alliance, one, two) = match plan.scope().unit.of {
            Of::State | Of::Dyad | Of::DirectedDyad => (None, code(Some(run.one)), code(run.two)),
            Of::Alliance | Of::AllianceMember => (alliance(), code(run.two), None),
        };
        let rows = row..row + periods.len();
        Part { alliance, one, two, periods, rows }
    }

    /// The key columns of a panel, in order.
    pub(super) fn key_fields(plan: &Plan) -> Vec<Field> {
        let prefix = code_prefix(plan.scope().system);
        let number = |name: String| Field::new(name, DataType::Int32, false);
        let alliance = || match plan.alliances().first().map(|alliance| &alliance.id) {
            Some(AllianceId::Treaty(_)) => Field::new("treaty", DataType::Utf8, false),
            _ => number("atopid".to_owned()),
        };
        let mut fields = match plan.scope().unit.of {
            Of::State => vec![number(prefix.to_owned())],
            Of::Dyad | Of::DirectedDyad => {
                vec![number(format!("{prefix}1")), number(format!("{prefix}2"))]
            }
            Of::Alliance => vec![alliance()],
            Of::AllianceMember => vec![alliance(), number(prefix.to_owned())],
        };
        match plan.scope().unit.step {
            Step::Year => fields.push(number("year".into())),
            Step::Month => fields.extend([number("year".into()), number("month".into())]),
            Step::Day => fields.push(Field::new("date", DataType::Date32, false)),
        }
        fields
    }

    /// The values of the key columns.
    pub(super) fn keys(&self) -> Vec<ArrayRef> {
        let parts = self.parts(self.plan.scope().system);
        let code = |pick: &dyn Fn(&Part<'_>) -> Option<u16>| {
            let mut values = Vec::with_capacity(self.rows);
            for part in &parts {
                let code = pick(part).map_or(0, i32::from);
                values.extend(std::iter::repeat_n(code, part.rows.len()));
            }
            Arc::new(Int32Array::from(values)) as ArrayRef
        };
        let one = || code(&|part| part.one);
        let mut keys = match self.plan.scope().unit.of {
            Of::State => vec![one()],
            Of::Dyad | Of::DirectedDyad => vec![one(), code(&|part| part.two)],
            Of::Alliance => vec![alliance_key(&parts)],
            Of::AllianceMember => vec![alliance_key(&parts), one()],
        };
        let calendar = self.plan.calendar();
        let periods = || parts.iter().flat_map(|part| part.periods.clone());
        let years = || {
            let mut years = Vec::with_capacity(self.rows);
            for part in &parts {
                let own = calendar.years().get(part.periods.clone());
                years.extend_from_slice(own.unwrap_or_default());
            }
            Arc::new(Int32Array::from(years)) as ArrayRef
        };
        match self.plan.scope().unit.step {
            Step::Year => keys.push(years()),
            Step::Month => {
                let month = |at: usize| calendar.period(at).from.parts().map_or(0, |day| day.1);
                keys.push(years());
                let months = periods().map(|at| i32::from(month(at)));
                keys.push(Arc::new(Int32Array::from_iter_values(months)));
            }
            Step::Day => {
                let days = periods().map(|at| calendar.period(at).from.number());
                keys.push(Arc::new(Date32Array::from_iter_values(days)));
            }
        }
        keys
    }

    /// For each row the share of the period's days on which its state or pair was there.
    pub(super) fn shares(&self) -> ArrayRef {
        let calendar = self.plan.calendar();
        let mut shares = Vec::with_capacity(self.rows);
        for run in self.runs {
            let days = self.plan.days_of(run.one as usize, run.two.map(|two| two as usize));
            let periods = run.first as usize..(run.first + run.len) as usize;
            shares.extend(periods.map(|at| calendar.share(at, &days)));
        }
        Arc::new(Float64Array::from(shares))
    }
}

/// How the columns of a list's numbers begin.
pub fn code_prefix(system: System) -> &'static str {
    match system {
        System::Cow => "ccode",
        System::GleditschWard => "gwcode",
    }
}

fn alliance_key(parts: &[Part<'_>]) -> ArrayRef {
    let rows = || parts.iter().map(|part| (part.alliance, part.rows.len()));
    let named = parts.iter().any(|part| matches!(part.alliance, Some(AllianceId::Treaty(_))));
    if named {
        let mut names = StringBuilder::new();
        for (alliance, len) in rows() {
            let name = match alliance {
                Some(AllianceId::Treaty(name)) => name.as_str(),
                _ => "",
            };
            (0..len).for_each(|_| names.append_value(name));
        }
        return Arc::new(names.finish());
    }
    let numbers = rows().flat_map(|(alliance, len)| {
        let number = match alliance {
            Some(AllianceId::Atop(number)) => i32::from(*number),
            _ => 0,
        };
        std::iter::repeat_n(number, len)
    });
    Arc::new(Int32Array::from_iter_values(numbers))
}
