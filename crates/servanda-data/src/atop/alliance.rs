//! ATOP's alliance file: one row for each alliance.

use super::layout::{self, ALLIANCE};
use super::variable::Codes;
use crate::cell::Cells;
use crate::fault::{FileFault, Reading, RowFault};
use crate::table::Table;
use servanda::time::UncertainDay;
use std::collections::BTreeMap;

/// One alliance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AllianceRow {
    /// The line of the file, for messages.
    pub line: usize,
    /// ATOP's number of the alliance.
    pub atop_id: u16,
    /// The first day.
    pub begin: UncertainDay,
    /// The last day, included; open where it was in effect when the data end.
    pub end: UncertainDay,
    /// The members' COW codes, in the file's order.
    pub members: Vec<u16>,
    /// What is coded; conditions are coded by member and are missing here.
    pub codes: Codes,
}

/// Reads an alliance file: CSV, packed with gzip or not.
pub fn alliances(bytes: &[u8]) -> Result<Reading<AllianceRow>, FileFault> {
    let table = Table::read(bytes)?;
    let version = layout::version(&table, "the alliance file", ALLIANCE)?;
    let members: Vec<usize> = (1..).map_while(|n| table.column(&format!("mem{n}"))).collect();
    let codes = Codes::places(&table);
    let mut reading = Reading { version, rows: Vec::new(), faults: Vec::new() };
    let mut met: BTreeMap<u16, usize> = BTreeMap::new();
    for line in &table.rows {
        let cells = Cells { line: line.number, fields: line };
        let row = match cells.of_another_length(table.header.len()) {
            Some(fault) => Err(fault),
            None => alliance(&cells, &table, &members, &codes),
        };
        let row = row.and_then(|row| match met.insert(row.atop_id, row.line) {
            None => Ok(row),
            Some(first) => Err(cells.fault(
                Some("atopid"),
                format!("alliance {} stands on line {first} already", row.atop_id),
                "keep one of the two rows",
            )),
        });
        match row {
            Ok(row) => reading.rows.push(row),
            Err(fault) => reading.faults.push(fault),
        }
    }
    Ok(reading)
}

fn alliance(
    cells: &Cells<'_>,
    table: &Table,
    members: &[usize],
    codes: &[Option<usize>],
) -> Result<AllianceRow, RowFault> {
    let atop_id = cells.number("atopid", table.column("atopid"), 9999)?;
    let places = |names: [&str; 3]| names.map(|name| table.column(name));
    let begin = cells.date("begyr", places(["begyr", "begmo", "begday"]))?.ok_or_else(|| {
        let remedy = "give the year in which it began; month and day may be 0";
        cells.fault(Some("begyr"), "there is no year of beginning", remedy)
    })?;
    let end = cells.date("endyr", places(["endyr", "endmo", "endday"]))?;
    let mut states = Vec::new();
    for place in members {
        states.extend(cells.code("mem1", Some(*place), 9999)?.known().filter(|code| *code > 0));
    }
    Ok(AllianceRow {
        line: cells.line,
        atop_id,
        begin,
        end: end.unwrap_or_else(UncertainDay::open),
        members: states,
        codes: Codes::read(cells, codes)?,
    })
}
