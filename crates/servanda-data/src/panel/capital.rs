//! Distance between capitals, as the crow flies, in kilometers.
//!
//! Columns of the file: `ccode` (or `gwcode`), `lat, lng` in degrees, and `stdate, enddate` or `styear,
//! endyear`, as peacesciencer's table of capitals has them. The distance is that of a great circle on a
//! sphere with the equator's radius of 6378.137 km, by Vincenty's formula for a sphere, which is what
//! peacesciencer takes. Known traps: on an ellipsoid distances differ by up to half a percent; where a
//! capital moved within a period the first one counts, and with the rule `last` the last one.

use super::block::Block;
use super::citation::Citation;
use super::fault::PanelFault;
use super::plan::Plan;
use super::rows::{Codes, read_rows, span, whole_years, year};
use super::source::{Column, Source, truth};
use super::unit::Rule;
use super::yearly::{PAIRS, put, speaks_of};
use crate::fault::{FileFault, Reading, RowFault};
use crate::sheet::{Field, Sheet};
use arrow_array::{ArrayRef, Float64Array};
use arrow_schema::DataType;
use servanda::model::{StateSystem, System};
use servanda::time::Interval;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How to cite the data.
pub const CITATION: Citation = Citation {
    kind: "article",
    key: "miller2022",
    author: "Miller, Steven V.",
    year: 2022,
    title: "{peacesciencer}: An R Package for Quantitative Peace Science Research",
    fields: &[
        ("journal", "Conflict Management and Peace Science"),
        ("volume", "39"),
        ("number", "6"),
        ("pages", "755--779"),
    ],
};

/// The radius of the sphere, in kilometers: that of the equator.
const RADIUS: f64 = 6378.137;

/// One capital of one state.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CapitalRow {
    /// The state's number.
    pub state: u16,
    /// When it was the capital.
    pub days: Interval,
    /// Degrees to the north.
    pub latitude: f64,
    /// Degrees to the east.
    pub longitude: f64,
}

/// Capitals, and whose numbers they have.
#[derive(Clone, Debug)]
pub struct CapitalFile {
    /// The list of states.
    pub system: System,
    /// The rows.
    pub reading: Reading<CapitalRow>,
}

/// Reads the file of capitals.
///
/// # Errors
/// It is no such file.
pub fn read(bytes: &[u8], states: &StateSystem) -> Result<CapitalFile, FileFault> {
    let dates = ["stdate", "enddate"];
    let years = ["styear", "endyear"];
    let wanted = [&["ccode", "gwcode", "lat", "lng"], &dates[..], &years[..]].concat();
    let sheet = Sheet::read(bytes, &wanted)?;
    let (system, state) = match sheet.has("gwcode") && !sheet.has("ccode") {
        true => (System::GleditschWard, "gwcode"),
        false => (System::Cow, "ccode"),
    };
    let [start, end] = if sheet.has("stdate") || !sheet.has("styear") { dates } else { years };
    sheet.require("the file of capitals", &[state, "lat", "lng", start, end])?;
    let codes = Codes::new(states, system);
    let reading = read_rows(&sheet, |row| {
        let (first, last) = (sheet.field(start), sheet.field(end));
        let days = if start == "stdate" {
            let none = |field: &Field<'_>| field.fault(row, "there is no day", "write YYYY-MM-DD");
            let from = first.day(row)?.ok_or_else(|| none(&first))?;
            span(&last, row, from, last.day(row)?.ok_or_else(|| none(&last))?)?
        } else {
            let days = whole_years(year(&first, row)?, year(&last, row)?);
            span(&last, row, days.from, days.last())?
        };
        Ok(CapitalRow {
            state: codes.state(&sheet.field(state), row)?,
            days,
            latitude: degrees(&sheet.field("lat"), row, 90.0)?,
            longitude: degrees(&sheet.field("lng"), row, 180.0)?,
        })
    });
    Ok(CapitalFile { system, reading })
}

fn degrees(field: &Field<'_>, row: usize, most: f64) -> Result<f64, RowFault> {
    let degrees = field.number(row)?.filter(|degrees| degrees.abs() <= most);
    degrees.ok_or_else(|| {
        let cause = format!("there is no angle from -{most} to {most}");
        field.fault(row, cause, "write degrees and their decimal fraction")
    })
}

/// The distance of two places on the sphere, in kilometers.
fn distance(one: &CapitalRow, other: &CapitalRow) -> f64 {
    let (north, there) = (one.latitude.to_radians(), other.latitude.to_radians());
    let east = (one.longitude - other.longitude).to_radians();
    let across = there.cos() * east.sin();
    let along = north.cos() * there.sin() - north.sin() * there.cos() * east.cos();
    let down = north.sin() * there.sin() + north.cos() * there.cos() * east.cos();
    RADIUS * across.hypot(along).atan2(down)
}

/// The distance of capitals as a column of a panel of pairs: `capdist`.
#[derive(Clone, Debug)]
pub struct CapitalDistance {
    system: System,
    states: BTreeMap<u16, Vec<CapitalRow>>,
}

const COVERED: &str = "capdist_covered";

impl CapitalDistance {
    /// The capitals of a file.
    pub fn new(file: &CapitalFile) -> CapitalDistance {
        let mut states: BTreeMap<u16, Vec<CapitalRow>> = BTreeMap::new();
        for row in &file.reading.rows {
            states.entry(row.state).or_default().push(*row);
        }
        for capitals in states.values_mut() {
            capitals.sort_by_key(|row| row.days);
        }
        CapitalDistance { system: file.system, states }
    }
}

/// The capital that counts for a period.
fn capital(capitals: &[CapitalRow], period: Interval, rule: Rule) -> Option<&CapitalRow> {
    let mut inside = capitals.iter().filter(|row| !row.days.overlap(&period).is_empty());
    if rule == Rule::Last { inside.next_back() } else { inside.next() }
}

impl Source for CapitalDistance {
    fn name(&self) -> &'static str {
        "capitals"
    }

    fn columns(&self, plan: &Plan) -> Result<Vec<Column>, PanelFault> {
        speaks_of(self.name(), plan, PAIRS)?;
        let meaning = "distance between the two capitals in kilometers, as the crow flies";
        let covered = "whether the file has capitals of both states in the period";
        Ok(vec![
            Column::new("capdist", DataType::Float64, meaning, COVERED),
            Column::covering(COVERED, covered),
        ])
    }

    fn fill(&self, block: &Block<'_>) -> Vec<ArrayRef> {
        let (calendar, rule) = (block.plan().calendar(), block.plan().scope().rule);
        let mut distances = vec![None; block.rows()];
        for part in block.parts(self.system) {
            let capitals = |state: Option<u16>| self.states.get(&state?);
            let (Some(one), Some(two)) = (capitals(part.one), capitals(part.two)) else { continue };
            let mut last: Option<(&CapitalRow, &CapitalRow, f64)> = None;
            for (at, row) in part.periods.clone().zip(part.rows.clone()) {
                let period = calendar.period(at);
                let here = capital(one, period, rule);
                let Some((here, there)) = here.zip(capital(two, period, rule)) else {
                    continue;
                };
                let known = last.filter(|(one, two, _)| (*one, *two) == (here, there));
                let kilometers = known.map_or_else(|| distance(here, there), |(_, _, known)| known);
                last = Some((here, there, kilometers));
                put(&mut distances, row, Some(kilometers));
            }
        }
        let covered: Vec<bool> = distances.iter().map(Option::is_some).collect();
        vec![Arc::new(Float64Array::from(distances)), truth(&covered)]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    fn at(latitude: f64, longitude: f64) -> CapitalRow {
        CapitalRow { state: 2, days: Interval::ALWAYS, latitude, longitude }
    }

    #[test]
    fn a_quarter_and_a_half_of_the_equator_and_nothing_at_all() {
        // geosphere's own example: from (0, 0) to (90, 90) are 10018754 m.
        assert!((distance(&at(0.0, 0.0), &at(90.0, 90.0)) - 10_018.754).abs() < 1e-3);
        assert!((distance(&at(10.0, -90.0), &at(-10.0, 90.0)) - 20_037.508).abs() < 1e-3);
        assert!(distance(&at(52.5, 13.4), &at(52.5, 13.4)).abs() < 1e-9);
        let there = distance(&at(38.9, -77.0), &at(45.4, -75.7));
        assert!((there - distance(&at(45.4, -75.7), &at(38.9, -77.0))).abs() < 1e-9);
    }

    #[test]
    fn years_and_days_are_read_and_an_angle_beyond_the_pole_is_told() {
        let world = servanda::corpus::empty_world().unwrap();
        let file = "ccode,styear,endyear,lat,lng\n2,1816,2016,38.9,-77\n20,1816,2016,145.4,-75\n";
        let capitals = read(file.as_bytes(), &world.states).unwrap();
        assert_eq!(capitals.reading.rows[0].days, whole_years(1816, 2016));
        let words = capitals.reading.faults[0].to_string();
        assert!(words.starts_with("line 3, column `lat`: there is no angle from -90 to 90"));
        let file = "gwcode,stdate,enddate,lat,lng\n2,1816-01-01,2016-12-31,38.9,-77\n";
        let capitals = read(file.as_bytes(), &world.states).unwrap();
        assert_eq!(capitals.system, System::GleditschWard);
        assert_eq!(capitals.reading.rows[0].days, whole_years(1816, 2016));
    }
}
