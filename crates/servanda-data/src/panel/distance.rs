//! Minimum distance between the territories of two states, in kilometers.
//!
//! Columns of the file: `ccode1, ccode2, year, mindist` (or `gwcode1, gwcode2`), as peacesciencer's
//! tables have them; made with the maps of CShapes from 1886 on. Known traps: a pair stands once, with the
//! lower number first; zero means that the two touch and is no missing value; pairs that the maps of a
//! year do not have are not there.
//!
//! A million rows are held as spells in which the distance did not change: a few megabytes.

use super::block::Block;
use super::citation::Citation;
use super::fault::PanelFault;
use super::plan::Plan;
use super::rows::{Codes, once, read_rows, year};
use super::source::{Column, Source, truth};
use super::unit::Of;
use super::yearly::{STATES_AND_PAIRS, Yearly, put, speaks_of};
use crate::fault::{FileFault, Reading};
use crate::sheet::Sheet;
use arrow_array::{ArrayRef, Float64Array};
use arrow_schema::DataType;
use servanda::model::{StateSystem, System};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How to cite the data.
pub const CITATION: Citation = Citation {
    kind: "article",
    key: "schvitz2022",
    author: "Schvitz, Guy and Girardin, Luc and Ruegger, Seraina and Weidmann, Nils B. and \
             Cederman, Lars-Erik and Gleditsch, Kristian Skrede",
    year: 2022,
    title: "Mapping the International System, 1886-2019: The CShapes 2.0 Dataset",
    fields: &[
        ("journal", "Journal of Conflict Resolution"),
        ("volume", "66"),
        ("number", "1"),
        ("pages", "144--161"),
    ],
};

/// The distance of one pair in one year.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct DistanceRow {
    /// The state with the lower number.
    pub one: u16,
    /// The other.
    pub two: u16,
    /// The year.
    pub year: u16,
    /// The line of the file.
    pub line: u32,
    /// Kilometers, where known.
    pub kilometers: Option<f64>,
}

/// Distances, and whose numbers they have.
#[derive(Clone, Debug)]
pub struct DistanceFile {
    /// The list of states.
    pub system: System,
    /// The rows.
    pub reading: Reading<DistanceRow>,
}

/// Reads the file of minimum distances.
///
/// # Errors
/// It is no such file.
pub fn read(bytes: &[u8], states: &StateSystem) -> Result<DistanceFile, FileFault> {
    let (cow, gw) = (["ccode1", "ccode2"], ["gwcode1", "gwcode2"]);
    let sheet = Sheet::read(bytes, &[&cow[..], &gw[..], &["year", "mindist"]].concat())?;
    let (system, names) = match sheet.has("gwcode1") && !sheet.has("ccode1") {
        true => (System::GleditschWard, gw),
        false => (System::Cow, cow),
    };
    sheet.require("the file of minimum distances", &[names[0], names[1], "year", "mindist"])?;
    let codes = Codes::new(states, system);
    let [first, second] = names.map(|name| sheet.field(name));
    let (years, distance) = (sheet.field("year"), sheet.field("mindist"));
    let mut reading = read_rows(&sheet, |row| {
        let (one, two) = codes.pair([&first, &second], row)?;
        let kilometers = distance.number(row)?;
        if kilometers.is_some_and(|kilometers| kilometers < 0.0) {
            return Err(distance.fault(row, "the distance is negative", "leave it empty"));
        }
        Ok(DistanceRow {
            one: one.min(two),
            two: one.max(two),
            year: year(&years, row)? as u16,
            line: sheet.line(row) as u32,
            kilometers,
        })
    });
    reading.rows = by_pair(&reading.rows);
    once(&mut reading, |row| {
        let [one, two, year] = [row.one, row.two, row.year].map(u64::from);
        (one << 32 | two << 16 | year, row.line)
    });
    Ok(DistanceFile { system, reading })
}

/// The rows pair by pair, and those of a pair in the order of the file. The files have a million rows year
/// by year: to count them into place is several times faster than to sort them.
fn by_pair(rows: &[DistanceRow]) -> Vec<DistanceRow> {
    let width = rows.iter().map(|row| usize::from(row.two) + 1).max().unwrap_or_default();
    let place = |row: &DistanceRow| usize::from(row.one) * width + usize::from(row.two);
    let mut next = vec![0_u32; width * width];
    for row in rows {
        if let Some(count) = next.get_mut(place(row)) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for count in &mut next {
        (*count, sum) = (sum, sum + *count);
    }
    let mut order = vec![0_u32; rows.len()];
    for (at, row) in (0..).zip(rows) {
        let Some(next) = next.get_mut(place(row)) else { continue };
        if let Some(slot) = order.get_mut(*next as usize) {
            *slot = at;
        }
        *next += 1;
    }
    order.iter().filter_map(|at| rows.get(*at as usize).copied()).collect()
}

/// Years in which a distance did not change.
#[derive(Clone, Copy, Debug)]
struct Spell {
    first: u16,
    last: u16,
    kilometers: Option<f64>,
}

/// The distance as a column of a panel: `mindist` of a pair, `minmindist` to the nearest other state.
#[derive(Debug)]
pub struct MinimumDistance {
    system: System,
    pairs: BTreeMap<(u16, u16), Vec<Spell>>,
}

const COVERED: &str = "mindist_covered";

impl MinimumDistance {
    /// The distances of a file.
    pub fn new(file: &DistanceFile) -> MinimumDistance {
        let mut pairs: BTreeMap<(u16, u16), Vec<Spell>> = BTreeMap::new();
        let mut current: Option<((u16, u16), Vec<Spell>)> = None;
        for row in &file.reading.rows {
            let pair = (row.one, row.two);
            // The rows stand by pair and year, so that a pair is looked up once.
            if current.as_ref().is_none_or(|(of, _)| *of != pair) {
                pairs.extend(current.take());
                current = Some((pair, Vec::new()));
            }
            if let Some((_, spells)) = &mut current {
                extend(spells, row);
            }
        }
        pairs.extend(current);
        MinimumDistance { system: file.system, pairs }
    }

    /// The least distance of a state to any other by year.
    fn nearest(&self, state: u16) -> Yearly<f64> {
        let own = self.pairs.iter().filter(|((one, two), _)| [*one, *two].contains(&state));
        let spells = || own.clone().flat_map(|(_, spells)| spells);
        let first = spells().map(|spell| spell.first).min().unwrap_or_default();
        let mut years: Yearly<f64> = Yearly::new(i32::from(first));
        for spell in spells() {
            let Some(kilometers) = spell.kilometers else { continue };
            for year in (spell.first..=spell.last).map(i32::from) {
                let least = years.get(year).map_or(kilometers, |known| known.min(kilometers));
                years.set(year, least);
            }
        }
        years
    }

    fn spells(&self, one: Option<u16>, two: Option<u16>) -> Option<&[Spell]> {
        let (one, two) = one.zip(two)?;
        self.pairs.get(&(one.min(two), one.max(two))).map(Vec::as_slice)
    }
}

/// Adds a year to the spells of a pair.
#[allow(clippy::float_cmp, reason = "the same distance stands as the same number")]
fn extend(spells: &mut Vec<Spell>, row: &DistanceRow) {
    match spells.last_mut() {
        Some(last) if last.last + 1 == row.year && last.kilometers == row.kilometers => {
            last.last = row.year;
        }
        _ => spells.push(Spell { first: row.year, last: row.year, kilometers: row.kilometers }),
    }
}

impl Source for MinimumDistance {
    fn name(&self) -> &'static str {
        "mindist"
    }

    fn columns(&self, plan: &Plan) -> Result<Vec<Column>, PanelFault> {
        speaks_of(self.name(), plan, STATES_AND_PAIRS)?;
        let (name, meaning) = match plan.scope().unit.of {
            Of::State => ("minmindist", "least distance to any other state in kilometers"),
            _ => ("mindist", "least distance between the two territories in kilometers"),
        };
        let covered = "whether the file of distances has the year of the state or pair";
        Ok(vec![
            Column::new(name, DataType::Float64, meaning, COVERED),
            Column::covering(COVERED, covered),
        ])
    }

    fn fill(&self, block: &Block<'_>) -> Vec<ArrayRef> {
        let calendar = block.plan().calendar();
        let mut distances = vec![None; block.rows()];
        let mut covered = vec![false; block.rows()];
        for part in block.parts(self.system) {
            let rows = part.periods.clone().zip(part.rows.clone());
            if block.plan().scope().unit.of == Of::State {
                let Some(years) = part.one.map(|one| self.nearest(one)) else { continue };
                for (at, row) in rows {
                    let distance = years.get(calendar.year(at)).copied();
                    put(&mut covered, row, distance.is_some());
                    put(&mut distances, row, distance);
                }
                continue;
            }
            let Some(mut spells) = self.spells(part.one, part.two) else { continue };
            for (at, row) in rows {
                let year = calendar.year(at);
                while let [first, rest @ ..] = spells
                    && i32::from(first.last) < year
                {
                    spells = rest;
                }
                if let Some(spell) = spells.first().filter(|spell| i32::from(spell.first) <= year) {
                    put(&mut covered, row, true);
                    put(&mut distances, row, spell.kilometers);
                }
            }
        }
        vec![Arc::new(Float64Array::from(distances)), truth(&covered)]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    #[test]
    fn years_with_one_distance_are_one_spell_and_gaps_and_unknowns_stay() {
        let world = servanda::corpus::empty_world().unwrap();
        let file = "ccode1,ccode2,year,mindist\n20,2,1888,0\n2,20,1886,0\n2,20,1887,0\n\
                    2,20,1890,0\n2,20,1891,\n2,20,1891,5\n2,20,1892,-1\n";
        let distances = read(file.as_bytes(), &world.states).unwrap();
        let words: Vec<String> = distances.reading.faults.iter().map(ToString::to_string).collect();
        assert!(words[0].contains("the distance is negative"), "{words:?}");
        assert!(words[1].starts_with("line 7: the same stands on line 6 already"), "{words:?}");
        let source = MinimumDistance::new(&distances);
        let spells = source.spells(Some(20), Some(2)).unwrap();
        let years: Vec<_> =
            spells.iter().map(|one| (one.first, one.last, one.kilometers)).collect();
        assert_eq!(years, [(1886, 1888, Some(0.0)), (1890, 1890, Some(0.0)), (1891, 1891, None)]);
    }
}
