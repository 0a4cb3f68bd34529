//! Militarized interstate disputes: the data of the Correlates of War project, and those of Gibler, Miller
//! and Little who corrected them. One reader for both.
//!
//! Two forms are read: directed dyad-years of disputes, as peacesciencer has them (`dispnum, ccode1,
//! ccode2, year, disponset` or `midonset`, and what each side did), and the project's own participants
//! (`MIDB 5.0.csv`: `dispnum, ccode, stday, stmon, styear, endday, endmon, endyear, sidea`, see
//! `participants`). Known traps: -9 is missing; a dispute number from 9000 on is one that the correctors
//! split; a pair may have several disputes in a year.
//!
//! Of several disputes of a pair in a year one is taken, by the rule of peacesciencer: one that begins in
//! the year; then the most deaths (unknown deaths lie between none and few), the highest level of
//! hostility, the longest by its shortest and by its longest reading, one that was reciprocated, the
//! earliest month; then, where those are alike or not in the file, the lowest number. A file without the
//! dispute's own deaths, hostility or reciprocation has them by its sides: the largest of theirs; a
//! dispute is reciprocated where a state of side B did something. The counts and the rows of the others
//! are never lost: `_count` has how many there were.

mod participants;

use super::citation::Citation;
use super::conflict::{Conflicts, Event, Words};
use super::rows::{Codes, coded_whole, once, read_rows, year};
use crate::fault::{FileFault, Reading, RowFault};
use crate::sheet::{Field, Sheet};
use servanda::model::{StateSystem, System};
use std::collections::{BTreeMap, BTreeSet};

/// Whose data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Project {
    /// The Correlates of War project, 1816 to 2014 in version 5.0.
    Cow,
    /// Gibler, Miller and Little, 1816 to 2010 in version 2.2.1.
    Gml,
}

/// How to cite COW's data.
pub const COW_CITATION: Citation = Citation {
    kind: "article",
    key: "palmer2022",
    author: "Palmer, Glenn and McManus, Roseanne W. and D'Orazio, Vito and Kenwick, Michael R. and \
             Karstens, Mikaela and Bloch, Chase and Dietrich, Nick and Kahn, Kayla and Ritter, Kellan \
             and Soules, Michael J.",
    year: 2022,
    title: "The MID5 Dataset, 2011-2014: Procedures, Coding Rules, and Description",
    fields: &[
        ("journal", "Conflict Management and Peace Science"),
        ("volume", "39"),
        ("number", "4"),
        ("pages", "470--482"),
    ],
};

/// How to cite the corrected data.
pub const GML_CITATION: Citation = Citation {
    kind: "article",
    key: "gibler2016",
    author: "Gibler, Douglas M. and Miller, Steven V. and Little, Erin K.",
    year: 2016,
    title: "An Analysis of the Militarized Interstate Dispute ({MID}) Dataset, 1816-2001",
    fields: &[
        ("journal", "International Studies Quarterly"),
        ("volume", "60"),
        ("number", "4"),
        ("pages", "719--730"),
    ],
};

/// What one side did in a dispute, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Side {
    /// 1 on side A, which took the first militarized action, 0 on side B.
    pub sidea: Option<i32>,
    /// Deaths in classes from 0 (none) to 6 (more than 999).
    pub fatality: Option<i32>,
    /// Highest action, from 0 (none) to 21 (war).
    pub hiact: Option<i32>,
    /// Highest level of hostility, from 1 (no action) to 5 (war).
    pub hostlev: Option<i32>,
    /// 1 where it was there on the first day.
    pub orig: Option<i32>,
}

/// One dispute of an ordered pair in one year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DisputeRow {
    /// The line of the file.
    pub line: u32,
    /// The dispute's number.
    pub number: i32,
    /// The first state, by COW's number.
    pub one: u16,
    /// The second.
    pub two: u16,
    /// The year.
    pub year: i32,
    /// It began for the pair in the year.
    pub onset: bool,
    /// What each of the two did.
    pub sides: [Side; 2],
    /// The dispute as a whole: deaths, hostility, shortest and longest duration in days, whether it was
    /// reciprocated, month of the start; where the file has them.
    pub whole: [Option<i32>; 6],
}

/// Columns of the dispute as a whole.
const WHOLE: [&str; 6] = ["fatality", "hostlev", "mindur", "maxdur", "recip", "stmon"];

/// Columns of a side, without its number.
const OF_SIDES: [[&str; 2]; 5] = [
    ["sidea1", "sidea2"],
    ["fatality1", "fatality2"],
    ["hiact1", "hiact2"],
    ["hostlev1", "hostlev2"],
    ["orig1", "orig2"],
];

/// Reads a file of disputes, of either project and in either form.
///
/// # Errors
/// It is no such file.
pub fn read(bytes: &[u8], states: &StateSystem) -> Result<Reading<DisputeRow>, FileFault> {
    let own = ["dispnum", "ccode1", "ccode2", "year", "disponset", "midonset"];
    let own = own.iter().chain(OF_SIDES.as_flattened()).chain(&WHOLE);
    let wanted: Vec<&str> = own.chain(participants::COLUMNS).copied().collect();
    let sheet = Sheet::read(bytes, &wanted)?;
    let codes = Codes::new(states, System::Cow);
    if participants::fits(&sheet) {
        return Ok(participants::read(&sheet, &codes));
    }
    let onset = if sheet.has("midonset") { "midonset" } else { "disponset" };
    let must = ["dispnum", "ccode1", "ccode2", "year", onset];
    sheet.require("a file of militarized disputes by directed dyad and year, or MIDB", &must)?;
    let mut reading = read_rows(&sheet, |row| {
        let (one, two) = codes.pair([&sheet.field("ccode1"), &sheet.field("ccode2")], row)?;
        let mut whole = [None; 6];
        for (place, name) in whole.iter_mut().zip(WHOLE) {
            *place = coded_whole(&sheet.field(name), row)?;
        }
        Ok(DisputeRow {
            line: sheet.line(row) as u32,
            number: i32::from(sheet.field("dispnum").must(row, 9999)?),
            one,
            two,
            year: year(&sheet.field("year"), row)?,
            onset: sheet.field(onset).must(row, 1)? == 1,
            sides: [side(&sheet, row, 0)?, side(&sheet, row, 1)?],
            whole,
        })
    });
    once(&mut reading, |row| ((row.one, row.two, row.year, row.number), row.line));
    let mirrored = mirrored(&mut reading.rows);
    reading.faults.extend(mirrored);
    Ok(reading)
}

fn side(sheet: &Sheet, row: usize, which: usize) -> Result<Side, RowFault> {
    let mut values = [None; 5];
    for (place, names) in values.iter_mut().zip(OF_SIDES) {
        let name = if which == 0 { names[0] } else { names[1] };
        *place = coded_whole(&sheet.field(name), row)?;
    }
    let [sidea, fatality, hiact, hostlev, orig] = values;
    Ok(Side { sidea, fatality, hiact, hostlev, orig })
}

/// A file that is to have both directions of each pair gets those that it lacks, and that is told once.
fn mirrored(rows: &mut Vec<DisputeRow>) -> Option<RowFault> {
    let key = |one: u16, two: u16, row: &DisputeRow| (one, two, row.year, row.number);
    let there: BTreeSet<_> = rows.iter().map(|row| key(row.one, row.two, row)).collect();
    let lacking = rows.iter().filter(|row| !there.contains(&key(row.two, row.one, row)));
    let other = lacking.map(|row| DisputeRow {
        one: row.two,
        two: row.one,
        sides: [row.sides[1], row.sides[0]],
        ..row.clone()
    });
    let other: Vec<DisputeRow> = other.collect();
    let (first, count) = (other.first()?.line, other.len());
    rows.extend(other);
    Some(RowFault {
        line: first as usize,
        column: None,
        cause: format!("the file is not directed: {count} rows have none in the other direction"),
        remedy: "the other direction is taken from them".into(),
    })
}

/// What is known of a dispute as a whole, by its rows.
#[derive(Default)]
struct Dispute {
    fatality: Option<i32>,
    unknown_deaths: bool,
    hostlev: Option<i32>,
    answered: bool,
}

/// The disputes as columns of a panel, with the state's or pair's peace spells.
pub fn source(project: Project, reading: &Reading<DisputeRow>, states: &StateSystem) -> Conflicts {
    let mut disputes: BTreeMap<i32, Dispute> = BTreeMap::new();
    for row in &reading.rows {
        let dispute = disputes.entry(row.number).or_default();
        for side in row.sides {
            dispute.fatality = dispute.fatality.max(side.fatality);
            dispute.unknown_deaths |= side.fatality.is_none();
            dispute.hostlev = dispute.hostlev.max(side.hostlev);
            dispute.answered |= side.sidea == Some(0) && side.hiact > Some(0);
        }
    }
    let mut events = Vec::with_capacity(2 * reading.rows.len());
    for row in &reading.rows {
        let Some(dispute) = disputes.get(&row.number) else { continue };
        let pair = Event {
            one: row.one,
            two: Some(row.two),
            year: row.year,
            number: row.number,
            onset: row.onset,
            rank: rank(row, dispute),
            details: details(row),
        };
        let state = Event { two: None, details: vec![Some(row.number)], ..pair.clone() };
        events.extend([pair, state]);
    }
    let (words, last) = match project {
        Project::Cow => (COW, 2014),
        Project::Gml => (GML, 2010),
    };
    let last = reading.rows.iter().map(|row| row.year).max().unwrap_or(last).max(last);
    Conflicts::new(words, states, System::Cow, [1816, last], events)
}

/// What makes a dispute the one that is taken, gravest first.
fn rank(row: &DisputeRow, dispute: &Dispute) -> Vec<i64> {
    let [fatality, hostlev, mindur, maxdur, recip, stmon] = row.whole;
    // Twice the class, so that unknown deaths lie between none and the lowest class.
    let deaths =
        fatality.or(dispute.fatality.filter(|class| *class > 0 || !dispute.unknown_deaths));
    let deaths = deaths.map_or(1, |class| 2 * i64::from(class));
    let known = |value: Option<i32>| value.map_or(-1, i64::from);
    let answered = recip.unwrap_or(i32::from(dispute.answered));
    vec![
        deaths,
        known(hostlev.or(dispute.hostlev)),
        known(mindur),
        known(maxdur),
        i64::from(answered),
        -i64::from(stmon.unwrap_or(13)),
    ]
}

fn details(row: &DisputeRow) -> Vec<Option<i32>> {
    let values = |side: Side| [side.sidea, side.fatality, side.hiact, side.hostlev, side.orig];
    let [one, two] = row.sides.map(values);
    let pairs = one.into_iter().zip(two).flat_map(|(one, two)| [one, two]);
    std::iter::once(Some(row.number)).chain(pairs).collect()
}

/// Further columns: the same for both projects.
const DETAILS: &[(&str, &str)] = &[
    ("dispnum", "number of the dispute"),
    ("sidea1", "1 where the first state was on side A, which acted first, 0 where not"),
    ("sidea2", "1 where the second state was on side A, which acted first, 0 where not"),
    ("fatality1", "deaths of the first state in classes from 0 (none) to 6 (more than 999)"),
    ("fatality2", "deaths of the second state in classes from 0 (none) to 6 (more than 999)"),
    ("hiact1", "highest action of the first state, from 0 (none) to 21 (war)"),
    ("hiact2", "highest action of the second state, from 0 (none) to 21 (war)"),
    ("hostlev1", "hostility of the first state, from 1 (no action) to 5 (war)"),
    ("hostlev2", "hostility of the second state, from 1 (no action) to 5 (war)"),
    ("orig1", "1 where the first state was there on the first day, 0 where not"),
    ("orig2", "1 where the second state was there on the first day, 0 where not"),
];

const COW: Words = Words {
    name: "cow-mid",
    prefix: "cowmid",
    noun: "a militarized dispute (COW)",
    details: DETAILS,
    of_states: 1,
};

const GML: Words = Words {
    name: "gml-mid",
    prefix: "gmlmid",
    noun: "a militarized dispute (Gibler, Miller and Little)",
    ..COW
};

/// A number that must be there and may not be zero.
fn positive(field: &Field<'_>, row: usize) -> Result<i32, RowFault> {
    let number = field.must(row, 9999)?;
    if number > 0 {
        return Ok(i32::from(number));
    }
    Err(field.fault(row, "there is no number", "compare the row with the project's own file"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    const HEADER: &str = "dispnum,ccode1,ccode2,year,disponset,fatality1,fatality2,hostlev1,hostlev2,sidea1,sidea2,hiact1,hiact2\n";

    fn read_text(text: &str) -> Reading<DisputeRow> {
        let world = servanda::corpus::empty_world().unwrap();
        read(text.as_bytes(), &world.states).unwrap()
    }

    #[test]
    fn a_file_with_one_direction_gets_the_other_and_says_so() {
        let reading = read_text(&format!("{HEADER}7,2,20,1900,1,-9,0,4,1,1,0,7,0\n"));
        assert_eq!((reading.rows.len(), reading.faults.len()), (2, 1));
        assert!(reading.faults[0].cause.contains("not directed: 1 rows"));
        assert_eq!((reading.rows[1].one, reading.rows[1].sides[0].hostlev), (20, Some(1)));
        assert_eq!(reading.rows[0].sides[0].fatality, None, "-9 is missing");
    }

    #[test]
    fn unknown_deaths_lie_between_none_and_few() {
        let row = |fatality| {
            let file = format!("{HEADER}7,2,20,1900,1,{fatality},0,4,1,1,0,7,0\n");
            let reading = read_text(&file);
            let row = &reading.rows[0];
            let sides = row.sides.map(|side| side.fatality);
            let dispute = Dispute {
                fatality: sides[0].max(sides[1]),
                unknown_deaths: sides.contains(&None),
                ..Dispute::default()
            };
            rank(row, &dispute)[0]
        };
        assert_eq!([row("0"), row("-9"), row("1")], [0, 1, 2]);
    }

    #[test]
    fn another_file_is_told_what_it_lacks() {
        let world = servanda::corpus::empty_world().unwrap();
        let fault = read(b"dispnum,ccode1,ccode2,yr\n7,2,20,1900\n", &world.states).unwrap_err();
        assert!(fault.cause.contains("lacks the columns `year`, `disponset`"), "{}", fault.cause);
    }
}
