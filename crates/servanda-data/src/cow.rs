//! The formal alliance file of the Correlates of War project, version 4.1: by member, by dyad and by
//! directed dyad; and the faults that such a file is known to have.
//!
//! The maintainer of the data asked that software neither redistribute nor wrap them. So this reads a
//! file that the user names and ships none; its tests are on invented rows.
//!
//! ```
//! let file = "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,\
//!             dyad_st_year,dyad_end_day,dyad_end_month,dyad_end_year,left_censor,right_censor,\
//!             defense,neutrality,nonaggression,entente,version\n\
//!             9001,365,Russia,640,Turkey,1,5,1930,0,0,0,0,0,1,0,0,0,4.1\n";
//! let reading = servanda_data::cow::alliances(file.as_bytes()).unwrap();
//! assert_eq!(reading.rows.len(), 1);
//! let faults: Vec<String> = reading.faults.iter().map(ToString::to_string).collect();
//! assert!(faults[0].contains("there is no year of ending"));
//! assert!(faults[1].contains("not directed"));
//! ```

mod encode;

use crate::cell::{Cells, Coded, some_day_after};
use crate::fault::{FileFault, Reading, RowFault};
use crate::table::Table;
use servanda::time::UncertainDay;
use std::collections::{BTreeMap, BTreeSet};

pub use encode::treaties;

/// Which of the three files it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// A row for each member of an alliance.
    Member,
    /// A row for each pair.
    Dyad,
    /// A row for each ordered pair.
    Directed,
}

/// One row: a member, or a pair of members, of one alliance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PledgeRow {
    /// The line of the file, for messages.
    pub line: usize,
    /// Which file it is from.
    pub layout: Layout,
    /// The number of the alliance (`version4id`).
    pub id: u16,
    /// The member's code, or the first of the pair.
    pub one: u16,
    /// The second of the pair.
    pub other: Option<u16>,
    /// The first day.
    pub begin: UncertainDay,
    /// The last day; open where it was in effect when the data end.
    pub end: UncertainDay,
    /// It began before the data do, on 1816-01-01.
    pub left_censored: bool,
    /// The promises differ between the two, and the row of an undirected pair does not say how.
    pub asymmetric: bool,
    /// Type I.
    pub defense: Coded,
    /// Type II.
    pub neutrality: Coded,
    /// Type II.
    pub nonaggression: Coded,
    /// Type III: to consult.
    pub entente: Coded,
}

/// Columns of all three files.
const COMMON: &[&str] =
    &["version4id", "right_censor", "defense", "neutrality", "nonaggression", "entente"];

/// Columns of the file by member.
const MEMBER: &[&str] = &["ccode", "mem_st_day", "mem_st_month", "mem_st_year", "mem_end_year"];

/// Columns of the files by pair.
const PAIR: &[&str] =
    &["ccode1", "ccode2", "dyad_st_day", "dyad_st_month", "dyad_st_year", "dyad_end_year"];

/// Reads an alliance file: CSV, packed with gzip or not. Faults of the file are told; a row stays if it
/// can.
pub fn alliances(bytes: &[u8]) -> Result<Reading<PledgeRow>, FileFault> {
    let table = Table::read(bytes)?;
    let layout = layout(&table)?;
    let version = table.version().unwrap_or("4.1").to_owned();
    let mut reading = Reading { version, rows: Vec::new(), faults: Vec::new() };
    for line in &table.rows {
        let cells = Cells { line: line.number, fields: line };
        let row = match cells.of_another_length(table.header.len()) {
            Some(fault) => Err(fault),
            None => row(&cells, &table, layout, &mut reading.faults),
        };
        match row {
            Ok(row) => reading.rows.push(row),
            Err(fault) => reading.faults.push(fault),
        }
    }
    let doubles = duplicates(&mut reading.rows);
    reading.faults.extend(doubles);
    if layout == Layout::Directed {
        reading.faults.extend(undirected(&reading.rows));
    }
    Ok(reading)
}

fn layout(table: &Table) -> Result<Layout, FileFault> {
    let fits = |own: &[&str]| table.lacks(COMMON.iter().chain(own).copied()).is_empty();
    if table.column("year").is_some() && table.column("version4id").is_some() {
        return Err(FileFault::new(
            "this is a yearly file of COW, which repeats each alliance for every year",
            "name the file by member, by dyad or by directed dyad without `_yearly`",
        ));
    }
    if fits(MEMBER) {
        return Ok(Layout::Member);
    }
    if fits(PAIR) {
        let asymmetric = table.column("asymmetric").is_some();
        return Ok(if asymmetric { Layout::Dyad } else { Layout::Directed });
    }
    let lacking = table.lacks(COMMON.iter().chain(PAIR).copied());
    let names: Vec<String> = lacking.iter().map(|name| format!("`{name}`")).collect();
    Err(FileFault::new(
        format!("this is no alliance file of COW 4.1: it lacks the columns {}", names.join(", ")),
        "name alliance_v4.1_by_member.csv, _by_dyad.csv or _by_directed.csv, with its header",
    ))
}

fn row(
    cells: &Cells<'_>,
    table: &Table,
    layout: Layout,
    faults: &mut Vec<RowFault>,
) -> Result<PledgeRow, RowFault> {
    let at = |name: &str| table.column(name);
    let pair = layout != Layout::Member;
    let (first, start, stop) = match pair {
        true => ("ccode1", "dyad_st", "dyad_end"),
        false => ("ccode", "mem_st", "mem_end"),
    };
    let date = |name: &'static str, prefix: &str| {
        let part = |unit: &str| at(&format!("{prefix}_{unit}"));
        cells.date(name, [part("year"), part("month"), part("day")])
    };
    let (start_name, stop_name) =
        if pair { ("dyad_st_year", "dyad_end_year") } else { ("mem_st_year", "mem_end_year") };
    let id = cells.number("version4id", at("version4id"), 9999)?;
    let one = cells.number(first, at(first), 9999)?;
    let other = pair.then(|| cells.number("ccode2", at("ccode2"), 9999)).transpose()?;
    if other == Some(one) {
        let remedy = "compare the row with the project's own file";
        return Err(cells.fault(Some("ccode2"), format!("{one} is allied with itself"), remedy));
    }
    let flag = |name: &'static str| cells.code(name, at(name), 1);
    let (defense, neutrality) = (flag("defense")?, flag("neutrality")?);
    let (nonaggression, entente) = (flag("nonaggression")?, flag("entente")?);
    let begin = date(start_name, start)?.ok_or_else(|| {
        let remedy = "give the year; the row is left out until then";
        cells.fault(Some(start_name), "there is no year of beginning, or it is 0", remedy)
    })?;
    let in_effect = flag("right_censor")?.is_set();
    let end = match date(stop_name, stop)? {
        Some(end) => end,
        None if in_effect => UncertainDay::open(),
        None => {
            let cause =
                "there is no year of ending, or it is 0, and the row is not marked as in effect";
            let remedy = "give the year, or `right_censor` 1; it is taken to end nobody knows when";
            faults.push(cells.fault(Some(stop_name), cause, remedy));
            some_day_after(&begin)
        }
    };
    if end.latest < begin.earliest {
        let cause = format!("it ends on {}, before it begins on {}", end.text, begin.text);
        return Err(cells.fault(Some(stop_name), cause, "check both dates; the row is left out"));
    }
    Ok(PledgeRow {
        line: cells.line,
        layout,
        id,
        one,
        other,
        begin,
        end,
        left_censored: cells.code("left_censor", at("left_censor"), 1)?.is_set(),
        asymmetric: cells.code("asymmetric", at("asymmetric"), 1)?.is_set(),
        defense,
        neutrality,
        nonaggression,
        entente,
    })
}

/// Takes out rows that say of one pair (or member) and alliance what an earlier row has said.
fn duplicates(rows: &mut Vec<PledgeRow>) -> Vec<RowFault> {
    let mut met: BTreeMap<(u16, u16, Option<u16>, String), usize> = BTreeMap::new();
    let mut faults = Vec::new();
    rows.retain(|row| {
        // An undirected pair is the same whichever of the two stands first.
        let (one, other) = match (row.layout, row.other) {
            (Layout::Dyad, Some(other)) if other < row.one => (other, Some(row.one)),
            (_, other) => (row.one, other),
        };
        let key = (row.id, one, other, row.begin.text.clone());
        match met.get(&key) {
            None => {
                met.insert(key, row.line);
                true
            }
            Some(first) => {
                let who = other.map_or(one.to_string(), |other| format!("{one} and {other}"));
                faults.push(RowFault {
                    line: row.line,
                    column: None,
                    cause: format!("{who} in alliance {} stand on line {first} already", row.id),
                    remedy: "the first row is kept".into(),
                });
                false
            }
        }
    });
    faults
}

/// A directed file must hold both directions of each pair.
fn undirected(rows: &[PledgeRow]) -> Option<RowFault> {
    let pairs: BTreeSet<(u16, u16, u16)> =
        rows.iter().filter_map(|row| Some((row.id, row.one, row.other?))).collect();
    let alone = |row: &&PledgeRow| {
        row.other.is_some_and(|other| !pairs.contains(&(row.id, other, row.one)))
    };
    let first = rows.iter().find(alone)?;
    let count = rows.iter().filter(alone).count();
    Some(RowFault {
        line: first.line,
        column: None,
        cause: format!(
            "the file is not directed: {count} of {} rows have no row in the other direction",
            rows.len()
        ),
        remedy: "use the file by dyad or by member: what is missing is read as no promise".into(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    const DYAD: &str = "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,asymmetric,version";

    /// Invented pairs after the header by dyad.
    fn dyads(rows: &[&str]) -> Reading<PledgeRow> {
        alliances(format!("{DYAD}\n{}\n", rows.join("\n")).as_bytes()).unwrap()
    }

    fn fault(row: &str) -> String {
        let good = "9002,2,A,20,B,1,1,1940,1,1,1950,0,0,1,0,0,0,0,4.1";
        let reading = dyads(&[row, good]);
        assert!(reading.rows.iter().any(|row| row.id == 9002), "the other row loads");
        assert_eq!(reading.faults.len(), 1, "{:?}", reading.faults);
        reading.faults[0].to_string()
    }

    #[test]
    fn each_known_fault_of_a_row_is_told_with_its_line() {
        let words = fault("9001,365,A,640,B,1,5,0,1,5,1935,0,0,1,0,0,0,0,4.1");
        assert!(
            words.starts_with("line 2, column `dyad_st_year`: there is no year of begin"),
            "{words}"
        );
        let words = fault("9001,365,A,640,B,1,5,1930,,,,0,0,1,0,0,0,0,4.1");
        assert!(words.contains("there is no year of ending"), "{words}");
        let words = fault("9001,365,A,640,B,1,5,1930,1,5,1929,0,0,1,0,0,0,0,4.1");
        assert!(words.contains("ends on 1929-05-01, before it begins on 1930-05-01"), "{words}");
        let words = fault("9001,365,A,365,B,1,5,1930,1,5,1939,0,0,1,0,0,0,0,4.1");
        assert!(words.contains("365 is allied with itself"), "{words}");
    }

    #[test]
    fn a_pair_that_stands_twice_is_told_whichever_stands_first() {
        let reading = dyads(&[
            "9001,365,A,640,B,1,5,1930,1,5,1939,0,0,1,0,0,0,0,4.1",
            "9001,640,B,365,A,1,5,1930,1,5,1939,0,0,1,0,0,0,0,4.1",
        ]);
        assert_eq!(reading.rows.len(), 1);
        assert!(reading.faults[0].cause.contains("365 and 640 in alliance 9001 stand on line 2"));
    }

    #[test]
    fn what_is_in_effect_has_no_end_and_no_fault() {
        let reading = dyads(&["9001,365,A,640,B,1,5,1930,,,,0,1,1,0,0,0,0,4.1"]);
        assert!(reading.faults.is_empty());
        assert!(reading.rows[0].end.is_open());
    }

    #[test]
    fn a_version_that_is_none_is_not_taken_over() {
        let reading = dyads(&["9001,365,A,640,B,1,5,1930,,,,0,1,1,0,0,0,0,4.\u{5}\u{c}"]);
        assert_eq!((reading.version.as_str(), reading.rows.len()), ("4.1", 1));
    }

    #[test]
    fn a_directed_file_with_both_directions_is_directed() {
        let header = DYAD.replace("asymmetric,", "");
        let rows = "9001,365,A,640,B,1,5,1930,1,5,1939,0,0,1,0,0,0,4.1\n9001,640,B,365,A,1,5,1930,1,5,1939,0,0,0,0,0,1,4.1\n";
        let reading = alliances(format!("{header}\n{rows}").as_bytes()).unwrap();
        assert_eq!((reading.rows.len(), reading.faults.len()), (2, 0));
        let one =
            alliances(format!("{header}\n{}", rows.lines().next().unwrap()).as_bytes()).unwrap();
        assert!(one.faults[0].cause.contains("1 of 1 rows have no row in the other direction"));
    }

    #[test]
    fn other_files_are_named_as_what_they_are() {
        let yearly = DYAD.replace("version4id,", "version4id,year,");
        assert!(alliances(format!("{yearly}\n").as_bytes()).unwrap_err().cause.contains("yearly"));
        let other = alliances(b"a,b\n1,2\n").unwrap_err();
        assert!(other.cause.contains("it lacks the columns `version4id`"));
    }
}
