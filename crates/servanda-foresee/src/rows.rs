//! Two plain files: wars between states by dyad and year, and national capabilities. Reads them from CSV,
//! so that the light build has no need of Arrow; with the feature `full` from Parquet and Arrow too. Knows
//! columns; asks nothing of treaties.

#[cfg(feature = "full")]
use servanda_data::sheet::Sheet;
use servanda_data::table::Table;
use servanda_data::{FileFault, Reading, RowFault};
use std::collections::BTreeMap;

/// A pair of states at war in a year, directed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WarRow {
    /// The war's number.
    pub war: i32,
    /// COW's number of the first state.
    pub one: u16,
    /// And of the second.
    pub two: u16,
    /// The year.
    pub year: i32,
    /// Whether the war of the pair begins in this year.
    pub onset: bool,
    /// On which side the first stands, 1 or 2, and the second.
    pub sides: [Option<i32>; 2],
    /// Whether the first began it, and the second.
    pub began: [bool; 2],
}

/// A number of a cell: `1.0` is 1; -9, a point and nothing are missing.
fn number(words: &str) -> Result<Option<f64>, ()> {
    if ["", ".", "NA", "NaN", "nan"].contains(&words) {
        return Ok(None);
    }
    let number: f64 = words.parse().map_err(|_| ())?;
    Ok(Some(number).filter(|number| number.is_finite() && *number >= 0.0))
}

/// One row's cells by the names of their columns.
struct Cells<'t> {
    /// The number of a cell; a fault where it holds something else.
    cell: &'t dyn Fn(&'static str) -> Result<Option<f64>, RowFault>,
    line: usize,
}

/// What to do about a cell that is not as it must be.
const COMPARE: &str = "compare the row with the project's own file";

impl Cells<'_> {
    fn some(&self, column: &'static str) -> Result<Option<f64>, RowFault> {
        (self.cell)(column)
    }

    fn whole(&self, column: &'static str) -> Result<i32, RowFault> {
        match self.some(column)? {
            Some(number) if number.fract() == 0.0 && number <= 9999.0 => Ok(number as i32),
            _ => {
                let cause = "there is no whole number".into();
                let (line, column) = (self.line, Some(column));
                Err(RowFault { line, column, cause, remedy: COMPARE.into() })
            }
        }
    }

    fn is_one(&self, column: &'static str) -> Result<bool, RowFault> {
        Ok(self.some(column)?.is_some_and(|number| (0.5..1.5).contains(&number)))
    }
}

/// A file to be read: what it is in words, the columns that it must have, and those that it may.
struct File {
    what: &'static str,
    must: &'static [&'static str],
    may: &'static [&'static str],
}

impl File {
    fn read<Row>(
        &self,
        bytes: &[u8],
        row: impl Fn(&Cells<'_>) -> Result<Row, RowFault>,
    ) -> Result<Reading<Row>, FileFault> {
        match bytes {
            [b'P', b'A', b'R', b'1', ..] => self.by_column(bytes, "a Parquet file", row),
            [b'A', b'R', b'R', b'O', b'W', b'1', ..] | [0xff, 0xff, 0xff, 0xff, ..] => {
                self.by_column(bytes, "an Arrow file", row)
            }
            _ => self.by_line(bytes, row),
        }
    }

    /// Reads CSV.
    fn by_line<Row>(
        &self,
        bytes: &[u8],
        row: impl Fn(&Cells<'_>) -> Result<Row, RowFault>,
    ) -> Result<Reading<Row>, FileFault> {
        let table = Table::read(bytes)?;
        self.is_meant(&table.lacks(self.must.iter().copied()))?;
        let places = self.must.iter().chain(self.may);
        let places: BTreeMap<&str, Option<usize>> =
            places.map(|name| (*name, table.column(name))).collect();
        let mut reading = empty();
        for line in &table.rows {
            let cell = |column| {
                let place = places.get(column).copied().flatten();
                let words = place.and_then(|place| line.get(place)).unwrap_or_default();
                number(words).map_err(|()| RowFault {
                    line: line.number,
                    column: Some(column),
                    cause: format!("`{words}` is no number"),
                    remedy: COMPARE.into(),
                })
            };
            take(&mut reading, row(&Cells { cell: &cell, line: line.number }));
        }
        Ok(reading)
    }

    /// Reads Parquet or Arrow.
    #[cfg(feature = "full")]
    fn by_column<Row>(
        &self,
        bytes: &[u8],
        _: &str,
        row: impl Fn(&Cells<'_>) -> Result<Row, RowFault>,
    ) -> Result<Reading<Row>, FileFault> {
        let wanted: Vec<&str> = self.must.iter().chain(self.may).copied().collect();
        let sheet = Sheet::read(bytes, &wanted)?;
        let lacks: Vec<&str> = self.must.iter().copied().filter(|name| !sheet.has(name)).collect();
        self.is_meant(&lacks)?;
        let mut reading = Reading { faults: sheet.faults.clone(), ..empty() };
        for at in 0..sheet.rows() {
            let cell = |column| {
                let number = sheet.field(column).number(at)?;
                Ok(number.filter(|number| *number >= 0.0))
            };
            take(&mut reading, row(&Cells { cell: &cell, line: sheet.line(at) }));
        }
        Ok(reading)
    }

    /// Says that this build reads neither Parquet nor Arrow.
    #[cfg(not(feature = "full"))]
    fn by_column<Row>(
        &self,
        _: &[u8],
        kind: &str,
        _: impl Fn(&Cells<'_>) -> Result<Row, RowFault>,
    ) -> Result<Reading<Row>, FileFault> {
        Err(FileFault {
            cause: format!("this is {kind}, which only the `full` build reads"),
            remedy: format!(
                "save {} as CSV, or build the whole program: `cargo build --release -p servanda-cli --features full`",
                self.what
            ),
            too_large: false,
        })
    }

    /// Refuses a file without the columns that it must have.
    fn is_meant(&self, lacks: &[&str]) -> Result<(), FileFault> {
        if lacks.is_empty() {
            return Ok(());
        }
        Err(FileFault {
            cause: format!("{} lacks the columns {}", self.what, lacks.join(", ")),
            remedy: format!("name {}, with the columns {}", self.what, self.must.join(", ")),
            too_large: false,
        })
    }
}

fn empty<Row>() -> Reading<Row> {
    Reading { version: String::new(), rows: Vec::new(), faults: Vec::new() }
}

fn take<Row>(reading: &mut Reading<Row>, row: Result<Row, RowFault>) {
    match row {
        Ok(row) => reading.rows.push(row),
        Err(fault) => reading.faults.push(fault),
    }
}

/// Reads the wars between states of the Correlates of War project, by directed dyad and year.
pub fn wars(bytes: &[u8]) -> Result<Reading<WarRow>, FileFault> {
    let file = File {
        what: "the file of wars between states by dyad and year",
        must: &["warnum", "ccode1", "ccode2", "year", "cowinteronset", "sidea1", "initiator1"],
        may: &["sidea2", "initiator2"],
    };
    file.read(bytes, |cells| {
        let side = |column| Ok(cells.some(column)?.map(|side| side as i32));
        Ok(WarRow {
            war: cells.whole("warnum")?,
            one: cells.whole("ccode1")? as u16,
            two: cells.whole("ccode2")? as u16,
            year: cells.whole("year")?,
            onset: cells.is_one("cowinteronset")?,
            sides: [side("sidea1")?, side("sidea2")?],
            began: [cells.is_one("initiator1")?, cells.is_one("initiator2")?],
        })
    })
}

/// Composite capability by state and year: the share of the world's.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Capabilities(BTreeMap<(u16, i32), f64>);

impl Capabilities {
    /// Of a state in a year; the last known before it, at most five years old.
    pub fn of(&self, state: u16, year: i32) -> Option<(f64, i32)> {
        let (key, share) = self.0.range((state, year - 5)..=(state, year)).next_back()?;
        Some((*share, key.1))
    }
}

/// Reads the file of national material capabilities, with its index.
pub fn capabilities(bytes: &[u8]) -> Result<(Capabilities, Vec<RowFault>), FileFault> {
    let file = File {
        what: "the file of national material capabilities",
        must: &["ccode", "year", "cinc"],
        may: &[],
    };
    let reading = file.read(bytes, |cells| {
        let share = cells.some("cinc")?;
        Ok(((cells.whole("ccode")? as u16, cells.whole("year")?), share))
    })?;
    let known = reading.rows.into_iter().filter_map(|(key, share)| Some((key, share?)));
    Ok((Capabilities(known.collect()), reading.faults))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]

    use super::*;

    #[test]
    fn wars_are_read_as_programs_write_them_and_a_bad_row_is_told() {
        let header = "warnum,ccode1,ccode2,year,cowinteronset,sidea1,sidea2,initiator1,initiator2";
        let text =
            format!("{header}\n1.0,365.0,640.0,1930.0,1.0,1.0,2.0,1.0,0.0\n1,x,2,1930,1,1,2,1,0\n");
        let reading = wars(text.as_bytes()).unwrap();
        let row = &reading.rows[0];
        assert_eq!(
            (row.one, row.onset, row.sides, row.began),
            (365, true, [Some(1), Some(2)], [true, false])
        );
        assert!(
            reading.faults[0].to_string().starts_with("line 3, column `ccode1`: `x` is no number")
        );
    }

    #[test]
    fn another_file_is_refused_by_name() {
        let fault = wars(b"ccode,year,cinc\n2,1900,.2\n").unwrap_err();
        assert!(fault.cause.contains("lacks the columns warnum"), "{}", fault.cause);
        assert!(capabilities(b"a,b\n1,2\n").unwrap_err().cause.contains("cinc"));
    }

    #[test]
    fn other_forms_of_tables_are_read_by_the_whole_build_and_named_by_the_light_one() {
        for bytes in [b"PAR1 cut short".as_slice(), b"ARROW1 cut short", b"\xff\xff\xff\xff\0\0"] {
            for fault in [wars(bytes).unwrap_err(), capabilities(bytes).unwrap_err()] {
                let named = fault.cause.contains("only the `full` build reads");
                assert_eq!(named, cfg!(not(feature = "full")), "{}", fault.cause);
            }
        }
    }

    #[test]
    fn capability_is_the_last_known_and_missing_is_not_zero() {
        let (shares, _) = capabilities(b"ccode,year,cinc\n2,1900,.2\n2,1901,-9\n").unwrap();
        assert_eq!(shares.of(2, 1903), Some((0.2, 1900)));
        assert_eq!(shares.of(2, 1910), None);
        assert_eq!(shares.of(20, 1900), None);
    }
}
