//! Conflicts of states and pairs by year, whatever the project: whether one went on, whether one began,
//! which one was taken where there were several, and how long there had been peace. The data are by year,
//! so that a month or day has what its year has. Knows no file.

use super::block::{Block, Part};
use super::fault::PanelFault;
use super::plan::Plan;
use super::source::{Column, Source, known, truth};
use super::spell::{Lives, clock};
use super::unit::Of;
use super::yearly::{STATES_AND_PAIRS, Yearly, put, set, speaks_of};
use arrow_array::{ArrayRef, Int8Array, Int32Array};
use arrow_schema::DataType;
use servanda::model::{StateSystem, System};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One conflict of a state, or of two of which the first is named first, in one year.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Event {
    pub(super) one: u16,
    pub(super) two: Option<u16>,
    pub(super) year: i32,
    /// The conflict's number.
    pub(super) number: i32,
    /// It began in the year.
    pub(super) onset: bool,
    /// Of several in a year the one with the larger rank is taken, after those that begin and before the
    /// lower number.
    pub(super) rank: Vec<i64>,
    /// What else is known, in the order of [`Words::details`].
    pub(super) details: Vec<Option<i32>>,
}

/// The names of a source and its columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// The source, on the command line.
    pub(super) name: &'static str,
    /// How the project's columns begin: `cowmid`.
    pub(super) prefix: &'static str,
    /// What it is about: `a militarized dispute`.
    pub(super) noun: &'static str,
    /// Further columns: name and meaning.
    pub(super) details: &'static [(&'static str, &'static str)],
    /// How many of them, from the first, hold for a state alone too.
    pub(super) of_states: usize,
}

/// What happened to a state or pair in one year.
#[derive(Clone, Debug)]
struct Year {
    onset: bool,
    count: i32,
    details: Vec<Option<i32>>,
}

/// Conflicts as columns of a panel.
pub struct Conflicts {
    words: Words,
    system: System,
    /// The first and last year of which the data speak.
    covers: [i32; 2],
    lives: Lives,
    years: BTreeMap<(u16, Option<u16>), Yearly<Year>>,
}

impl Conflicts {
    /// Takes one conflict for each state or pair and year, and counts them.
    pub(super) fn new(
        words: Words,
        states: &StateSystem,
        system: System,
        covers: [i32; 2],
        mut events: Vec<Event>,
    ) -> Conflicts {
        let subject = |event: &Event| (event.one, event.two, event.year);
        let falling = |event: &Event| {
            let rank: Vec<i64> = event.rank.iter().map(|rank| -rank).collect();
            (!event.onset, rank, event.number)
        };
        events.sort_by_cached_key(|event| (subject(event), falling(event)));
        let mut years: BTreeMap<(u16, Option<u16>), Yearly<Year>> = BTreeMap::new();
        for same in events.chunk_by(|one, other| subject(one) == subject(other)) {
            let Some(taken) = same.first() else { continue };
            let mut numbers: Vec<i32> = same.iter().map(|event| event.number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            let year = Year {
                onset: taken.onset,
                count: numbers.len() as i32,
                details: taken.details.clone(),
            };
            let own = years.entry((taken.one, taken.two));
            own.or_insert_with(|| Yearly::new(taken.year)).set(taken.year, year);
        }
        Conflicts { words, system, covers, lives: Lives::new(states, system), years }
    }

    fn details(&self, of: Of) -> &'static [(&'static str, &'static str)] {
        let all = self.words.details;
        if of == Of::State { all.get(..self.words.of_states).unwrap_or(all) } else { all }
    }

    fn fill_part(&self, filled: &mut Filled, block: &Block<'_>, part: &Part<'_>) {
        let plan = block.plan();
        let calendar = plan.calendar();
        let pair = plan.scope().unit.of != Of::State;
        let (Some(one), false) = (part.one, pair && part.two.is_none()) else { return };
        let series = self.years.get(&(one, part.two));
        let [first, last] = self.covers;
        let from = calendar.years().partition_point(|year| *year < first);
        let end = calendar.years().partition_point(|year| *year <= last);
        let rows = part.rows_of(&(from..end));
        set(&mut filled.covered, rows.clone(), true);
        if series.is_none() && filled.spell.is_empty() {
            return;
        }
        let fought = |year: i32| series.is_some_and(|series| series.get(year).is_some());
        let clock = match filled.spell.is_empty() {
            true => Vec::new(),
            false => clock(&self.lives.of(one, part.two), self.covers, fought),
        };
        let periods = part.periods.clone().zip(part.rows.clone());
        for (at, row) in periods.filter(|(_, row)| rows.contains(row)) {
            let year = calendar.year(at);
            let spell = clock.get((year - first) as usize).copied().flatten();
            put(&mut filled.spell, row, spell);
            let Some(event) = series.and_then(|series| series.get(year)) else { continue };
            put(&mut filled.ongoing, row, 1);
            put(&mut filled.onset, row, i8::from(event.onset));
            put(&mut filled.count, row, event.count);
            put(&mut filled.any, row, true);
            for (column, value) in filled.details.iter_mut().zip(&event.details) {
                put(column, row, *value);
            }
        }
    }
}

/// Columns as they fill; the first three have a value where the data speak.
struct Filled {
    ongoing: Vec<i8>,
    onset: Vec<i8>,
    count: Vec<i32>,
    spell: Vec<Option<i32>>,
    covered: Vec<bool>,
    details: Vec<Vec<Option<i32>>>,
    any: Vec<bool>,
}

impl Source for Conflicts {
    fn name(&self) -> &'static str {
        self.words.name
    }

    fn columns(&self, plan: &Plan) -> Result<Vec<Column>, PanelFault> {
        speaks_of(self.name(), plan, STATES_AND_PAIRS)?;
        let Words { prefix, noun, .. } = self.words;
        let of = plan.scope().unit.of;
        let whose = if of == Of::State { "the state" } else { "the pair" };
        let (covered, any) = (format!("{prefix}_covered"), format!("{prefix}_any"));
        let small = |name: &str, meaning: String| {
            Column::new(format!("{prefix}{name}"), DataType::Int8, &meaning, &covered)
        };
        let whole = |name: &str, meaning: String, covered: &str| {
            Column::new(format!("{prefix}{name}"), DataType::Int32, &meaning, covered)
        };
        let mut columns = vec![
            small("ongoing", format!("1 where {whose} had {noun} in the year, 0 where not")),
            small("onset", format!("1 where {noun} of {whose} began in the year, 0 where not")),
            whole("_count", format!("how many: {noun}, of {whose} in the year"), &covered),
            whole("spell", format!("years of {whose} since the last with {noun}"), &covered),
            Column::covering(covered.clone(), &format!("whether the data speak of {whose}")),
        ];
        let details = self.details(of);
        columns.extend(details.iter().map(|(name, meaning)| {
            let meaning = format!("{meaning}, of the one that is taken");
            whole(&format!("_{name}"), meaning, &any)
        }));
        if !details.is_empty() {
            let meaning = format!("whether {whose} had {noun} in the year, so that there is one");
            columns.push(Column::covering(any.clone(), &meaning));
        }
        Ok(columns)
    }

    fn fill(&self, block: &Block<'_>) -> Vec<ArrayRef> {
        let (rows, of) = (block.rows(), block.plan().scope().unit.of);
        let prefix = self.words.prefix;
        // The clock of peace and the details are many columns, which a large panel may do without.
        let wanted = |end: &str| if block.wants(&format!("{prefix}{end}")) { rows } else { 0 };
        let details = self.details(of).iter().map(|(name, _)| wanted(&format!("_{name}")));
        let mut filled = Filled {
            ongoing: vec![0; rows],
            onset: vec![0; rows],
            count: vec![0; wanted("_count")],
            spell: vec![None; wanted("spell")],
            covered: vec![false; rows],
            details: details.map(|rows| vec![None; rows]).collect(),
            any: vec![false; rows],
        };
        for part in block.parts(self.system) {
            self.fill_part(&mut filled, block, &part);
        }
        let known = known(&filled.covered);
        let counted = known.clone().filter(|_| !filled.count.is_empty());
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(Int8Array::new(filled.ongoing.into(), known.clone())),
            Arc::new(Int8Array::new(filled.onset.into(), known.clone())),
            Arc::new(Int32Array::new(filled.count.into(), counted)),
            Arc::new(Int32Array::from(filled.spell)),
            truth(&filled.covered),
        ];
        let has_details = !filled.details.is_empty();
        let details = filled.details.into_iter();
        columns.extend(details.map(|column| Arc::new(Int32Array::from(column)) as ArrayRef));
        if has_details {
            columns.push(truth(&filled.any));
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    const WORDS: Words = Words {
        name: "x",
        prefix: "x",
        noun: "a quarrel",
        details: &[("number", "")],
        of_states: 1,
    };

    fn event(number: i32, onset: bool, rank: i64) -> Event {
        let details = vec![Some(number)];
        Event { one: 2, two: Some(20), year: 1900, number, onset, rank: vec![rank], details }
    }

    fn taken(events: Vec<Event>) -> (i32, bool, i32) {
        let world = servanda::corpus::empty_world().unwrap();
        let all = Conflicts::new(WORDS, &world.states, System::Cow, [1900, 1900], events);
        let year = all.years[&(2, Some(20))].get(1900).unwrap();
        (year.details[0].unwrap(), year.onset, year.count)
    }

    #[test]
    fn of_several_the_one_that_begins_then_the_gravest_then_the_lowest_number_is_taken() {
        let all = vec![event(9, true, 1), event(3, false, 7), event(4, true, 2), event(8, true, 2)];
        assert_eq!(taken(all.clone()), (4, true, 4));
        assert_eq!(taken(all.into_iter().rev().collect()), (4, true, 4), "in any order");
        assert_eq!(taken(vec![event(3, false, 7), event(2, false, 1)]), (3, false, 2));
    }
}
