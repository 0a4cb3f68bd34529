//! Wars between states by the Correlates of War project.
//!
//! Columns of the file: `warnum, ccode1, ccode2, year, cowinteronset, sidea1, sidea2, initiator1,
//! initiator2, outcome1, outcome2, batdeath1, batdeath2, resume`, directed dyad-years as peacesciencer
//! makes them of `Inter-StateWarData_v4.0.csv`. Known traps: -9 is missing; `sidea` is 1 for side A and 2
//! for side B; two states of one side are no pair; both may stand on either side of one war in turn; the
//! data speak of 1816 to 2007 though the first war is of 1823 and the last of 2003.
//!
//! Of several wars of a pair in a year one is taken: one that begins in the year, then the one with the
//! most deaths of both together, as far as they are known, then the lowest number.

use super::citation::Citation;
use super::conflict::{Conflicts, Event, Words};
use super::rows::{Codes, coded_whole, read_rows, year};
use crate::fault::{FileFault, Reading};
use crate::sheet::Sheet;
use servanda::model::{StateSystem, System};

/// How to cite the data.
pub const CITATION: Citation = Citation {
    kind: "book",
    key: "sarkees2010",
    author: "Sarkees, Meredith Reid and Wayman, Frank Whelon",
    year: 2010,
    title: "Resort to War: A Data Guide to Inter-State, Extra-State, Intra-State, and Non-State Wars, \
            1816-2007",
    fields: &[("publisher", "CQ Press"), ("address", "Washington, DC")],
};

/// One war of an ordered pair in one year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WarRow {
    /// The war's number.
    pub number: i32,
    /// The first state, by COW's number.
    pub one: u16,
    /// The second.
    pub two: u16,
    /// The year.
    pub year: i32,
    /// It began for the pair in the year.
    pub onset: bool,
    /// What else is known, in the order of the columns from `sidea1` to `resume`.
    pub details: [Option<i32>; 9],
}

/// Further columns, after the war's number.
const DETAILS: [&str; 9] = [
    "sidea1",
    "sidea2",
    "initiator1",
    "initiator2",
    "outcome1",
    "outcome2",
    "batdeath1",
    "batdeath2",
    "resume",
];

/// Reads the file of wars by dyad and year.
///
/// # Errors
/// It is no such file.
pub fn read(bytes: &[u8], states: &StateSystem) -> Result<Reading<WarRow>, FileFault> {
    let must = ["warnum", "ccode1", "ccode2", "year", "cowinteronset"];
    let sheet = Sheet::read(bytes, &[&must[..], &DETAILS[..]].concat())?;
    if sheet.has("startyear1") && sheet.has("warname") {
        return Err(FileFault::new(
            "this is the project's own file of wars, with a row for each state and not for each pair",
            "name the wars by dyad and year, as peacesciencer's `cow_war_inter` has them",
        ));
    }
    sheet.require("the file of wars between states by dyad and year", &must)?;
    let codes = Codes::new(states, System::Cow);
    Ok(read_rows(&sheet, |row| {
        let (one, two) = codes.pair([&sheet.field("ccode1"), &sheet.field("ccode2")], row)?;
        let mut details = [None; 9];
        for (place, name) in details.iter_mut().zip(DETAILS) {
            *place = coded_whole(&sheet.field(name), row)?;
        }
        Ok(WarRow {
            number: i32::from(sheet.field("warnum").must(row, 9999)?),
            one,
            two,
            year: year(&sheet.field("year"), row)?,
            onset: sheet.field("cowinteronset").must(row, 1)? == 1,
            details,
        })
    }))
}

/// The wars as columns of a panel.
pub fn source(reading: &Reading<WarRow>, states: &StateSystem) -> Conflicts {
    let events = reading.rows.iter().flat_map(|row| {
        let [.., first, second, _] = row.details;
        let deaths = first.into_iter().chain(second).map(i64::from).sum();
        let number = std::iter::once(Some(row.number));
        let pair = Event {
            one: row.one,
            two: Some(row.two),
            year: row.year,
            number: row.number,
            onset: row.onset,
            rank: vec![if first.or(second).is_some() { deaths } else { -1 }],
            details: number.chain(row.details).collect(),
        };
        let state = Event { two: None, details: vec![Some(row.number)], ..pair.clone() };
        [pair, state]
    });
    let last = reading.rows.iter().map(|row| row.year).max().unwrap_or(2007).max(2007);
    Conflicts::new(WORDS, states, System::Cow, [1816, last], events.collect())
}

const WORDS: Words = Words {
    name: "cow-war",
    prefix: "cowinter",
    noun: "a war between states",
    details: &[
        ("warnum", "number of the war"),
        ("sidea1", "1 where the first state was on side A, 2 on side B"),
        ("sidea2", "1 where the second state was on side A, 2 on side B"),
        ("initiator1", "1 where the first state began it, 0 where not"),
        ("initiator2", "1 where the second state began it, 0 where not"),
        ("outcome1", "1 the first state's side won, 2 lost, 3 to 8 otherwise"),
        ("outcome2", "1 the second state's side won, 2 lost, 3 to 8 otherwise"),
        ("batdeath1", "deaths of the first state in battle, in the whole war"),
        ("batdeath2", "deaths of the second state in battle, in the whole war"),
        ("resume", "1 where fighting was taken up again after a break"),
    ],
    of_states: 1,
};

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    #[test]
    fn deaths_that_are_not_known_are_missing_and_the_projects_own_file_is_named() {
        let world = servanda::corpus::empty_world().unwrap();
        let header = "warnum,ccode1,ccode2,year,cowinteronset,batdeath1,batdeath2";
        let reading =
            read(format!("{header}\n1,2,20,1900,1,-9,400\n").as_bytes(), &world.states).unwrap();
        assert_eq!(reading.rows[0].details[6..], [None, Some(400), None]);
        let own = read(b"WarNum,WarName,ccode,StartYear1\n1,x,2,1900\n", &world.states);
        assert!(own.unwrap_err().cause.contains("a row for each state and not for each pair"));
    }
}
