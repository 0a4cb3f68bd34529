//! What every reader of a file does: states by the numbers of a list, years and spans of days, rows that
//! stand twice. A row at fault is left out and told; the rest loads. Knows no file.

use super::plan::system_name;
use crate::fault::{Reading, RowFault};
use crate::sheet::{Field, Sheet};
use servanda::model::{StateSystem, System};
use servanda::time::{Day, Interval};

/// The numbers of a list of states, for quick lookup.
pub(super) struct Codes {
    system: System,
    known: Vec<bool>,
}

impl Codes {
    pub(super) fn new(states: &StateSystem, system: System) -> Codes {
        let mut known = Vec::new();
        let spells = states.iter().flat_map(|(_, state)| &state.spells);
        for spell in spells.filter(|spell| spell.system == system) {
            let place = usize::from(spell.code);
            if known.len() <= place {
                known.resize(place + 1, false);
            }
            if let Some(known) = known.get_mut(place) {
                *known = true;
            }
        }
        Codes { system, known }
    }

    /// The number of a state that stands in a cell.
    pub(super) fn state(&self, field: &Field<'_>, row: usize) -> Result<u16, RowFault> {
        self.known(field, field.must(row, 9999)?, row)
    }

    /// A number that was read from a cell, if the list has it.
    pub(super) fn known(&self, field: &Field<'_>, code: u16, row: usize) -> Result<u16, RowFault> {
        if self.known.get(usize::from(code)).copied().unwrap_or_default() {
            return Ok(code);
        }
        let list = system_name(self.system);
        Err(field.fault(
            row,
            format!("the {list} list has no state {code}"),
            format!("it is left out; compare its number with the {list} list"),
        ))
    }

    /// The numbers of two different states.
    pub(super) fn pair(
        &self,
        [one, two]: [&Field<'_>; 2],
        row: usize,
    ) -> Result<(u16, u16), RowFault> {
        let (first, second) = (self.state(one, row)?, self.state(two, row)?);
        if first == second {
            let remedy = "compare the row with the project's own file";
            return Err(two.fault(row, format!("{second} is paired with itself"), remedy));
        }
        Ok((first, second))
    }
}

/// Every row that can be read, and the faults of those that cannot.
pub(super) fn read_rows<Row>(
    sheet: &Sheet,
    mut read: impl FnMut(usize) -> Result<Row, RowFault>,
) -> Reading<Row> {
    let mut faults = sheet.faults.clone();
    let mut rows = Vec::with_capacity(sheet.rows());
    for row in 0..sheet.rows() {
        match read(row) {
            Ok(row) => rows.push(row),
            Err(fault) => faults.push(fault),
        }
    }
    Reading { version: sheet.version().unwrap_or_default(), rows, faults }
}

/// Keeps the first of the rows with one key; the later ones are told. `key` has the line in the second
/// place.
pub(super) fn once<Row, Key: Ord>(reading: &mut Reading<Row>, key: impl Fn(&Row) -> (Key, u32)) {
    reading.rows.sort_by_key(|row| key(row));
    let mut twice = Vec::new();
    reading.rows.dedup_by(|later, first| {
        let ((of_later, line), (of_first, before)) = (key(later), key(first));
        let same = of_later == of_first;
        if same {
            twice.push(RowFault {
                line: line as usize,
                column: None,
                cause: format!("the same stands on line {before} already"),
                remedy: "the first row is kept".into(),
            });
        }
        same
    });
    reading.faults.append(&mut twice);
}

/// The year in a cell.
pub(super) fn year(field: &Field<'_>, row: usize) -> Result<i32, RowFault> {
    let year = field.must(row, 9999)?;
    if (1500..=2200).contains(&year) {
        return Ok(i32::from(year));
    }
    Err(field.fault(row, format!("`{year}` is no year of these data"), "write the year in full"))
}

/// A quantity, of which -9 is missing by the codebook; what else lies below zero is a fault.
pub(super) fn quantity(field: &Field<'_>, row: usize) -> Result<Option<f64>, RowFault> {
    match field.number(row)? {
        Some(number) if (number + 9.0).abs() < f64::EPSILON => Ok(None),
        Some(number) if number < 0.0 => {
            Err(field.fault(row, format!("`{number}` lies below zero"), "write -9 for missing"))
        }
        number => Ok(number),
    }
}

/// A whole number, of which -9 and -8 are missing by the codebook.
pub(super) fn coded_whole(field: &Field<'_>, row: usize) -> Result<Option<i32>, RowFault> {
    let Some(number) = field.whole(row)?.filter(|number| *number != -9 && *number != -8) else {
        return Ok(None);
    };
    i32::try_from(number).map(Some).map_err(|_| {
        field.fault(row, format!("`{number}` is too large"), "compare the project's own file")
    })
}

/// A day from three columns.
pub(super) fn day([years, months, days]: [&Field<'_>; 3], row: usize) -> Result<Day, RowFault> {
    let (year, month, day) = (year(years, row)?, months.must(row, 12)?, days.must(row, 31)?);
    Day::of(year as i16, month as i8, day as i8).ok_or_else(|| {
        let cause = format!("the calendar has no {year:04}-{month:02}-{day:02}");
        days.fault(row, cause, "correct the day")
    })
}

/// The days from a first to a last one, both included.
pub(super) fn span(
    field: &Field<'_>,
    row: usize,
    first: Day,
    last: Day,
) -> Result<Interval, RowFault> {
    if first <= last {
        return Ok(Interval::inclusive(first, last));
    }
    let cause = format!("it ends on {last}, before it begins on {first}");
    Err(field.fault(row, cause, "check both dates; the row is left out"))
}

/// The first day of a year.
pub(super) fn first_of(years: i32) -> Day {
    Day::of(years as i16, 1, 1).unwrap_or(Day::MIN)
}

/// The days of whole years, both included.
pub(super) fn whole_years(first: i32, last: i32) -> Interval {
    Interval { from: first_of(first), end: first_of(last + 1) }
}
