//! ATOP's member file: one row for each member and phase of an alliance.

use super::layout::{self, MEMBER};
use super::variable::{Codes, Condition, Obligation};
use crate::cell::{Cells, Coded, some_day_after};
use crate::fault::{FileFault, Reading, RowFault};
use crate::table::Table;
use servanda::time::UncertainDay;
use std::collections::BTreeMap;

/// One member of one alliance in one phase.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemberRow {
    /// The line of the file, for messages.
    pub line: usize,
    /// ATOP's number of the alliance.
    pub atop_id: u16,
    /// The phase; 0 where the alliance has one only.
    pub phase: u16,
    /// The member's COW code. Some members (8152) were no state of that list.
    pub member: u16,
    /// The first day as a member in this phase. A month or day that is not known widens the bounds.
    pub entry: UncertainDay,
    /// The last day, included; open where the alliance was in effect when the data end (2016 in version
    /// 4.01, 2018 in version 5.1).
    pub exit: UncertainDay,
    /// Everything that is coded.
    pub codes: Codes,
}

impl MemberRow {
    /// Whether an obligation is promised by this member.
    pub fn obligation(&self, obligation: Obligation) -> Coded {
        self.codes.obligation(obligation)
    }

    /// Whether the obligation is under a condition.
    pub fn condition(&self, obligation: Obligation, condition: Condition) -> Coded {
        self.codes.condition(obligation, condition)
    }
}

/// Reads a member file: CSV, packed with gzip or not.
pub fn members(bytes: &[u8]) -> Result<Reading<MemberRow>, FileFault> {
    let table = Table::read(bytes)?;
    let version = layout::version(&table, "the member file", MEMBER)?;
    let places = Places::of(&table);
    let mut reading = Reading { version, rows: Vec::new(), faults: Vec::new() };
    let mut met: BTreeMap<(u16, u16, u16, String), usize> = BTreeMap::new();
    for line in &table.rows {
        let cells = Cells { line: line.number, fields: line };
        if let Some(fault) = cells.of_another_length(table.header.len()) {
            reading.faults.push(fault);
            continue;
        }
        match member(&cells, &places) {
            Err(fault) => reading.faults.push(fault),
            Ok(row) => {
                let key = (row.atop_id, row.member, row.phase, row.entry.text.clone());
                match met.get(&key) {
                    Some(first) => reading.faults.push(cells.fault(
                        None,
                        format!("this membership stands on line {first} already"),
                        "keep one of the two rows",
                    )),
                    None => {
                        met.insert(key, row.line);
                        reading.rows.push(row);
                    }
                }
            }
        }
    }
    Ok(reading)
}

/// Where the columns stand.
struct Places {
    atop_id: Option<usize>,
    phase: Option<usize>,
    member: Option<usize>,
    entry: [Option<usize>; 3],
    exit: [Option<usize>; 3],
    codes: Vec<Option<usize>>,
}

impl Places {
    fn of(table: &Table) -> Places {
        Places {
            atop_id: table.column("atopid"),
            phase: table.column("phase"),
            member: table.column("member"),
            entry: ["yrent", "moent", "dayent"].map(|name| table.column(name)),
            exit: ["yrexit", "moexit", "dayexit"].map(|name| table.column(name)),
            codes: Codes::places(table),
        }
    }
}

fn member(cells: &Cells<'_>, places: &Places) -> Result<MemberRow, RowFault> {
    let atop_id = cells.number("atopid", places.atop_id, 9999)?;
    let member = cells.number("member", places.member, 9999)?;
    let phase = cells.code("phase", places.phase, 20)?.known().unwrap_or(0);
    let codes = Codes::read(cells, &places.codes)?;
    let entry = cells.date("yrent", places.entry)?.ok_or_else(|| {
        let remedy = "give the year of entry; month and day may be 0";
        cells.fault(Some("yrent"), "there is no year of entry", remedy)
    })?;
    let exit = match cells.date("yrexit", places.exit)? {
        Some(exit) => exit,
        None if cells.code("yrexit", places.exit[0], 2100)?.is_missing() => some_day_after(&entry),
        None => UncertainDay::open(),
    };
    if exit.latest < entry.earliest {
        return Err(cells.fault(
            Some("yrexit"),
            format!("the exit {} lies before the entry {}", exit.text, entry.text),
            "compare both dates with the project's own file",
        ));
    }
    Ok(MemberRow { line: cells.line, atop_id, phase, member, entry, exit, codes })
}

/// A member file of one row, invented, with every column: for examples and tests.
#[doc(hidden)]
pub fn invented_member_file() -> String {
    let codes = super::Variable::ALL.iter().map(|variable| match variable.name() {
        name @ "consul" => (name, "1"),
        name @ "concoreq" => (name, "."),
        name => (name, "0"),
    });
    let rest = [("new5", "0"), ("version", "5.1")];
    let (names, values): (Vec<_>, Vec<_>) = MEMBER
        .iter()
        .copied()
        .zip(["9005", "365", "1930", "5", "0", "0", "0", "0", "0"])
        .chain(codes)
        .chain(rest)
        .unzip();
    format!("{}\n{}\n", names.join(","), values.join(","))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::super::Variable;
    use super::*;

    /// The invented file with more rows, each with some cells changed.
    fn file(rows: &[&[(&str, &str)]]) -> String {
        let invented = invented_member_file();
        let mut lines = invented.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let first: Vec<&str> = lines.next().unwrap().split(',').collect();
        let mut text = format!("{}\n", header.join(","));
        for changes in rows {
            let mut row = first.clone();
            for (name, value) in *changes {
                row[header.iter().position(|known| known == name).unwrap()] = value;
            }
            text.push_str(&format!("{}\n", row.join(",")));
        }
        text
    }

    fn cause(changes: &[(&str, &str)]) -> String {
        let reading = members(file(&[changes, &[("atopid", "9010")]]).as_bytes()).unwrap();
        assert_eq!(reading.rows.len(), 1, "the other row loads");
        assert_eq!(reading.faults.len(), 1);
        reading.faults[0].to_string()
    }

    #[test]
    fn a_bad_row_is_told_with_line_column_cause_and_remedy_and_the_rest_loads() {
        let words = cause(&[("member", "Russia")]);
        assert!(words.starts_with("line 2, column `member`: `Russia` is none of"), "{words}");
        assert!(
            cause(&[("yrexit", "1929")]).contains("the exit 1929 lies before the entry 1930-05")
        );
        assert!(
            cause(&[("defense", "3")])
                .contains("column `defense`: `3` is none of the codes 0 to 1")
        );
        assert!(cause(&[("yrent", "0")]).contains("no year of entry"));
        assert!(cause(&[("atopid", ".")]).contains("column `atopid`: there is no number"));
        assert!(
            cause(&[("dayent", "31"), ("moent", "4")]).contains("the calendar has no 1930-04-31")
        );
    }

    #[test]
    fn a_row_that_stands_twice_is_told_once() {
        let reading = members(file(&[&[], &[]]).as_bytes()).unwrap();
        assert_eq!(reading.rows.len(), 1);
        assert!(reading.faults[0].cause.contains("stands on line 2 already"));
    }

    #[test]
    fn a_row_cut_short_is_told() {
        let text = format!("{}9006,365,1931\n", file(&[&[]]));
        let reading = members(text.as_bytes()).unwrap();
        assert!(reading.faults[0].cause.starts_with("the row has 3 fields, the header"));
    }

    #[test]
    fn an_exit_of_year_zero_is_open_and_a_missing_one_unknown() {
        let exit = |year: &str| {
            let reading = members(file(&[&[("yrexit", year)]]).as_bytes()).unwrap();
            reading.rows[0].exit.clone()
        };
        assert!(exit("0").is_open());
        assert_eq!(exit(".").text, "after 1930-05");
        assert_eq!(exit("1931").text, "1931");
    }

    #[test]
    fn columns_of_the_version_tell_the_layout() {
        let five = file(&[&[]]);
        assert_eq!(members(five.as_bytes()).unwrap().version, "5.1");
        let four = five.replace("new5", "new4").replace("5.1", "4.01");
        assert_eq!(members(four.as_bytes()).unwrap().version, "4.01");
        let three = five.replace("new5", "new3");
        assert!(
            members(three.as_bytes()).unwrap_err().cause.contains("a layout that is not known")
        );
        let dyads = "atopid,dirdyad,year,statea,stateb\n9005,2,1930,2,20\n";
        assert!(
            members(dyads.as_bytes())
                .unwrap_err()
                .cause
                .contains("dyad files, not the member file")
        );
    }

    #[test]
    fn a_column_that_the_file_has_not_is_missing_and_not_zero() {
        let text = file(&[&[]]).replace("notaiden", "something");
        assert!(
            members(text.as_bytes()).unwrap().rows[0].codes.get(Variable::Notaiden).is_missing()
        );
    }

    #[test]
    fn line_ends_of_an_old_mac_count_their_lines() {
        let text = file(&[&[], &[("member", "x")]]).replace('\n', "\r");
        assert_eq!(members(text.as_bytes()).unwrap().faults[0].line, 3);
    }

    #[test]
    fn latin_1_beside_the_codes_is_read() {
        let header = file(&[]).replace("version", "state,version");
        let row = file(&[&[]]).lines().nth(1).unwrap().replace(",5.1", ",C\u{f4}te,5.1");
        let text = format!("{header}{row}\n");
        let latin: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
        assert!(String::from_utf8(latin.clone()).is_err(), "the bytes are no UTF-8");
        assert_eq!(members(&latin).unwrap().rows.len(), 1);
    }

    #[test]
    fn what_is_cut_or_scrambled_is_refused_or_told_and_nothing_breaks() {
        let whole = file(&[&[], &[("atopid", "9010")]]);
        for length in 0..whole.len() {
            let _ = members(&whole.as_bytes()[..length]);
        }
        for (at, byte) in
            (0..whole.len()).zip([0_u8, b'"', b',', b'\r', 0xff, b'-', b'9'].iter().cycle())
        {
            let mut bytes = whole.clone().into_bytes();
            bytes[at] = *byte;
            let _ = members(&bytes);
        }
    }
}
