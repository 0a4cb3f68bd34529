//! National material capabilities of the Correlates of War project: military spending and personnel, iron
//! and steel, energy, people and people in cities, and the composite index (CINC) of the six.
//!
//! Columns of the file: `ccode, year, milex, milper, irst, pec, tpop, upop, cinc`, as the project's
//! `NMC-60-abridged.csv` has them (beside `stateabb` and `version`) and peacesciencer's tables as well.
//! Known traps: -9 is missing, and zero is a value (no iron and steel in 1816); `milex` is in current
//! British pounds until 1913 and in current US dollars since; a file cut to some states or years no
//! longer adds up to the index.

use super::block::{Block, Part};
use super::citation::Citation;
use super::fault::PanelFault;
use super::plan::Plan;
use super::rows::{Codes, once, quantity, read_rows, year};
use super::source::{Column, Source, number, truth};
use super::unit::Of;
use super::yearly::{STATES_AND_PAIRS, Yearly, speaks_of};
use crate::fault::{FileFault, Reading, RowFault};
use crate::sheet::Sheet;
use arrow_array::ArrayRef;
use arrow_schema::DataType;
use servanda::model::{StateSystem, System};
use std::collections::BTreeMap;

/// How to cite the data.
pub const CITATION: Citation = Citation {
    kind: "incollection",
    key: "singer1972",
    author: "Singer, J. David and Bremer, Stuart and Stuckey, John",
    year: 1972,
    title: "Capability Distribution, Uncertainty, and Major Power War, 1820-1965",
    fields: &[
        ("booktitle", "Peace, War, and Numbers"),
        ("editor", "Russett, Bruce"),
        ("publisher", "Sage"),
        ("pages", "19--48"),
    ],
};

/// The six components, and what each counts.
const COMPONENTS: [(&str, &str); 6] = [
    ("milex", "military expenditure in thousands: British pounds until 1913, then US dollars"),
    ("milper", "military personnel in thousands"),
    ("irst", "production of iron and steel in thousands of tons"),
    ("pec", "primary energy consumption in thousands of tons of coal"),
    ("tpop", "population in thousands"),
    ("upop", "population of cities in thousands"),
];

/// The index may differ from its published value by no more than this.
const NEAR: f64 = 1e-7;

/// One state in one year.
#[derive(Clone, PartialEq, Debug)]
pub struct CapabilityRow {
    /// The line of the file.
    pub line: u32,
    /// The state, by COW's number.
    pub state: u16,
    /// The year.
    pub year: i32,
    /// milex, milper, irst, pec, tpop and upop, where known.
    pub components: [Option<f64>; 6],
    /// The index as the file has it.
    pub published: Option<f64>,
    /// The index by its components: the mean, over those that are known, of the state's shares in what
    /// all states of the file have together in the year.
    pub computed: Option<f64>,
}

/// Reads the file of capabilities, and computes the index again. Where the two differ it is told, once.
///
/// # Errors
/// It is no such file.
pub fn read(bytes: &[u8], states: &StateSystem) -> Result<Reading<CapabilityRow>, FileFault> {
    let names = COMPONENTS.map(|(name, _)| name);
    let must = ["ccode", "year"].into_iter().chain(names).collect::<Vec<_>>();
    let wanted: Vec<&str> = must.iter().copied().chain(["cinc"]).collect();
    let sheet = Sheet::read(bytes, &wanted)?;
    sheet.require("the file of national material capabilities (NMC)", &must)?;
    let codes = Codes::new(states, System::Cow);
    let mut reading = read_rows(&sheet, |row| {
        let mut components = [None; 6];
        for (place, name) in components.iter_mut().zip(names) {
            *place = quantity(&sheet.field(name), row)?;
        }
        Ok(CapabilityRow {
            line: sheet.line(row) as u32,
            state: codes.state(&sheet.field("ccode"), row)?,
            year: year(&sheet.field("year"), row)?,
            components,
            published: quantity(&sheet.field("cinc"), row)?,
            computed: None,
        })
    });
    once(&mut reading, |row| ((row.state, row.year), row.line));
    compute(&mut reading.rows);
    reading.faults.extend(differs(&reading.rows));
    Ok(reading)
}

/// Computes the index of every row.
fn compute(rows: &mut [CapabilityRow]) {
    let mut sums: BTreeMap<i32, [f64; 6]> = BTreeMap::new();
    for row in rows.iter() {
        let sums = sums.entry(row.year).or_default();
        for (sum, component) in sums.iter_mut().zip(row.components) {
            *sum += component.unwrap_or_default();
        }
    }
    for row in rows {
        let Some(sums) = sums.get(&row.year) else { continue };
        let known = row.components.iter().zip(sums);
        // What nobody has is shared by nobody: it does not count.
        let shares = known.filter_map(|(own, sum)| own.filter(|_| *sum > 0.0).map(|own| own / sum));
        let (mut count, mut total) = (0, 0.0);
        for share in shares {
            count += 1;
            total += share;
        }
        row.computed = (count > 0).then(|| total / f64::from(count));
    }
}

/// Whether the published index of a row is not what its components give.
fn differ(row: &CapabilityRow) -> bool {
    let both = row.published.zip(row.computed);
    both.is_some_and(|(published, computed)| (published - computed).abs() > NEAR)
}

/// One fault for all rows whose index is another than their components give.
fn differs(rows: &[CapabilityRow]) -> Option<RowFault> {
    let first = rows.iter().find(|row| differ(row))?;
    let count = rows.iter().filter(|row| differ(row)).count();
    let (published, computed) = first.published.zip(first.computed)?;
    Some(RowFault {
        line: first.line as usize,
        column: Some("cinc"),
        cause: format!(
            "of {count} of {} rows the index is not what the components give; here {published} and \
             {computed:.7}",
            rows.len()
        ),
        remedy: "the file may be cut to some states; the published index is kept".into(),
    })
}

/// Capabilities as columns of a panel.
#[derive(Debug)]
pub struct Capabilities {
    states: BTreeMap<u16, Series>,
}

/// The components and the index of a state, each by year, with a place for every year that the file has.
type Series = [Yearly<Option<f64>>; 7];

impl Capabilities {
    /// The capabilities of a file. Its own index stands in `cinc`; where it has none, the computed one.
    pub fn new(reading: &Reading<CapabilityRow>) -> Capabilities {
        let has_index = reading.rows.iter().any(|row| row.published.is_some());
        let mut states: BTreeMap<u16, Series> = BTreeMap::new();
        for row in &reading.rows {
            let index = if has_index { row.published } else { row.computed };
            let [milex, milper, irst, pec, tpop, upop] = row.components;
            let values = [milex, milper, irst, pec, tpop, upop, index];
            let series = states
                .entry(row.state)
                .or_insert_with(|| std::array::from_fn(|_| Yearly::new(row.year)));
            series.iter_mut().zip(values).for_each(|(own, value)| own.set(row.year, value));
        }
        Capabilities { states }
    }

    /// The index of a state in a year.
    pub fn index(&self, state: u16, year: i32) -> Option<f64> {
        let [.., index] = self.states.get(&state)?;
        *index.get(year)?
    }

    /// The columns of the first or second state, or of the only one, whose names end in `suffix`.
    fn fill_one(
        &self,
        block: &Block<'_>,
        parts: &[Part<'_>],
        suffix: &str,
        who: &dyn Fn(&Part<'_>) -> Option<u16>,
    ) -> Vec<ArrayRef> {
        let names = COMPONENTS.iter().map(|(name, _)| *name).chain(["cinc"]);
        let wanted = names.map(|name| block.wants(&format!("{name}{suffix}")));
        let rows = wanted.map(|wanted| if wanted { block.rows() } else { 0 });
        let mut columns: Vec<(Vec<f64>, Vec<bool>)> =
            rows.map(|rows| (vec![0.0; rows], vec![true; rows])).collect();
        let mut covered = vec![false; block.rows()];
        let years = block.plan().calendar().years();
        for part in parts {
            let Some(series) = who(part).and_then(|code| self.states.get(&code)) else { continue };
            let years = years.get(part.periods.clone()).unwrap_or_default();
            let cells = covered.get_mut(part.rows.clone()).into_iter().flatten();
            let [first, ..] = series;
            cells.zip(years).for_each(|(cell, year)| *cell = first.get(*year).is_some());
            for (own, (numbers, missing)) in series.iter().zip(&mut columns) {
                // A column that nobody wants has no rows.
                let numbers = numbers.get_mut(part.rows.clone()).into_iter().flatten();
                let missing = missing.get_mut(part.rows.clone()).into_iter().flatten();
                for ((number, missing), year) in numbers.zip(missing).zip(years) {
                    let value = own.get(*year).copied().flatten();
                    (*number, *missing) = (value.unwrap_or_default(), value.is_none());
                }
            }
        }
        let numbers = columns.into_iter().map(|(numbers, missing)| number(numbers, &missing));
        numbers.chain([truth(&covered)]).collect()
    }
}

/// The columns of one state, with a suffix to their names.
fn columns_of(suffix: &str, whose: &str) -> Vec<Column> {
    let covered = format!("nmc_covered{suffix}");
    let index = ("cinc", "composite index of national capability, from 0 to 1: the mean share");
    let each = COMPONENTS.into_iter().chain([index]).map(|(name, meaning)| {
        let meaning = format!("{meaning}, of {whose}");
        Column::new(format!("{name}{suffix}"), DataType::Float64, &meaning, &covered)
    });
    let meaning = format!("whether the file of capabilities has the year of {whose}");
    each.chain([Column::covering(covered.clone(), &meaning)]).collect()
}

impl Source for Capabilities {
    fn name(&self) -> &'static str {
        "nmc"
    }

    fn columns(&self, plan: &Plan) -> Result<Vec<Column>, PanelFault> {
        speaks_of(self.name(), plan, STATES_AND_PAIRS)?;
        Ok(match plan.scope().unit.of {
            Of::State => columns_of("", "the state"),
            _ => [columns_of("1", "the first state"), columns_of("2", "the second state")].concat(),
        })
    }

    fn fill(&self, block: &Block<'_>) -> Vec<ArrayRef> {
        let parts = block.parts(System::Cow);
        let mut columns = match block.plan().scope().unit.of {
            Of::State => self.fill_one(block, &parts, "", &|part| part.one),
            _ => self.fill_one(block, &parts, "1", &|part| part.one),
        };
        if block.plan().scope().unit.of != Of::State {
            columns.extend(self.fill_one(block, &parts, "2", &|part| part.two));
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    fn read_text(text: &str) -> Reading<CapabilityRow> {
        let world = servanda::corpus::empty_world().unwrap();
        read(text.as_bytes(), &world.states).unwrap()
    }

    const HEADER: &str = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n";

    #[test]
    fn the_index_is_the_mean_of_the_known_shares() {
        let reading = read_text(&format!(
            "{HEADER}USA,2,1900,1,1,0,3,1,1,,6\nUKG,200,1900,3,3,0,-9,1,3,,6\n"
        ));
        // Iron and steel nobody has; of energy the second is not known.
        let [one, two] = [0, 1].map(|row| reading.rows[row].computed.unwrap());
        assert!((one - (0.25 + 0.25 + 1.0 + 0.5 + 0.25) / 5.0).abs() < 1e-12, "{one}");
        assert!((two - (0.75 + 0.75 + 0.5 + 0.75) / 4.0).abs() < 1e-12, "{two}");
        assert_eq!(reading.rows[1].components[3], None, "-9 is missing");
        assert_eq!(reading.rows[0].components[2], Some(0.0), "and zero is not");
        assert_eq!((reading.faults.len(), reading.version.as_str()), (0, "6"));
    }

    #[test]
    fn an_index_that_does_not_add_up_is_told_once() {
        let reading = read_text(&format!(
            "{HEADER}USA,2,1900,1,1,1,1,1,1,.5,6\nUKG,200,1900,1,1,1,1,1,1,.4,6\n"
        ));
        assert_eq!(reading.faults.len(), 1);
        let words = reading.faults[0].to_string();
        assert!(words.starts_with("line 3, column `cinc`: of 1 of 2 rows"), "{words}");
    }

    #[test]
    fn a_state_of_no_list_and_a_row_twice_are_told_and_the_rest_loads() {
        let row = "USA,2,1900,1,1,1,1,1,1,,6\n";
        let reading = read_text(&format!("{HEADER}{row}ZZZ,9,1900,1,1,1,1,1,1,,6\n{row}"));
        assert_eq!(reading.rows.len(), 1);
        let words: Vec<String> = reading.faults.iter().map(ToString::to_string).collect();
        assert!(words[0].starts_with("line 3, column `ccode`: the COW list has no state 9"));
        assert!(words[1].starts_with("line 4: the same stands on line 2 already"), "{words:?}");
    }
}
