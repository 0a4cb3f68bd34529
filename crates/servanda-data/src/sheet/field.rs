//! One column of a table as a reader asks for it: the number, code, word or day of a row. What is not as
//! it must be is told with its line, its column, its cause and its remedy. Knows no column by name.

use super::Sheet;
use super::column::Column;
use crate::cell::MISSING;
use crate::fault::RowFault;
use servanda::time::Day;
use std::borrow::Cow;

/// One column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    pub(super) name: &'static str,
    pub(super) sheet: &'a Sheet,
    pub(super) column: Option<&'a Column>,
}

const COMPARE: &str =
    "compare the row with the project's own file; a missing cell is empty, `NA` or `.`";

impl<'a> Field<'a> {
    /// Whether the file has the column.
    pub fn exists(&self) -> bool {
        self.column.is_some()
    }

    /// A fault of this column in a row.
    pub fn fault(
        &self,
        row: usize,
        cause: impl Into<String>,
        remedy: impl Into<String>,
    ) -> RowFault {
        RowFault {
            line: self.sheet.line(row),
            column: Some(self.name),
            cause: cause.into(),
            remedy: remedy.into(),
        }
    }

    /// The words of a cell; a number as it is written shortest. Nothing where it is missing.
    pub fn words(&self, row: usize) -> Option<Cow<'a, str>> {
        match self.column? {
            Column::Numbers(numbers) => {
                let number = numbers.get(row).copied().filter(|number| !number.is_nan())?;
                Some(Cow::Owned(number.to_string()))
            }
            Column::Days(days) => Column::day(days, row).map(|day| Cow::Owned(day.to_string())),
            Column::Words(words) => {
                Some(words.get(row)).filter(|word| !MISSING.contains(word)).map(Cow::Borrowed)
            }
        }
    }

    /// The number of a cell. Nothing where it is missing.
    ///
    /// # Errors
    /// The cell holds something else than a number.
    pub fn number(&self, row: usize) -> Result<Option<f64>, RowFault> {
        let number =
            match self.column {
                Some(Column::Numbers(numbers)) => numbers.get(row).copied(),
                None => None,
                _ => match self.words(row) {
                    Some(words) => Some(words.parse().map_err(|_| {
                        self.fault(row, format!("`{words}` is no number"), COMPARE)
                    })?),
                    None => None,
                },
            };
        let number = number.filter(|number| !number.is_nan());
        match number {
            Some(number) if number.is_infinite() => {
                Err(self.fault(row, "the number is infinite", COMPARE))
            }
            number => Ok(number),
        }
    }

    /// The whole number of a cell; `2.0` is 2. Nothing where it is missing.
    ///
    /// # Errors
    /// The cell holds something else than a whole number.
    pub fn whole(&self, row: usize) -> Result<Option<i64>, RowFault> {
        match self.number(row)? {
            Some(number) if number.fract() == 0.0 && number.abs() < 1e15 => Ok(Some(number as i64)),
            Some(number) => Err(self.fault(row, format!("`{number}` is no whole number"), COMPARE)),
            None => Ok(None),
        }
    }

    /// The code of a cell: a whole number from 0 to `most`. Nothing where it is missing.
    ///
    /// # Errors
    /// The cell holds something else.
    pub fn code(&self, row: usize, most: u16) -> Result<Option<u16>, RowFault> {
        // Nearly every cell is such a number: a million of them are read.
        if let Some(Column::Numbers(numbers)) = self.column
            && let Some(number) = numbers.get(row)
        {
            let code = *number as u16;
            if code <= most && f64::from(code).total_cmp(number).is_eq() {
                return Ok(Some(code));
            }
        }
        let Some(number) = self.whole(row)? else { return Ok(None) };
        let code = u16::try_from(number).ok().filter(|code| *code <= most);
        let wrong =
            || self.fault(row, format!("`{number}` is none of the codes 0 to {most}"), COMPARE);
        code.map(Some).ok_or_else(wrong)
    }

    /// The same, for a code that must be there.
    ///
    /// # Errors
    /// The cell is missing or holds something else.
    pub fn must(&self, row: usize, most: u16) -> Result<u16, RowFault> {
        self.code(row, most)?.ok_or_else(|| {
            self.fault(row, "there is no number", "compare the row with the project's own file")
        })
    }

    /// The day of a cell: a date, a timestamp, or the text `YYYY-MM-DD`, which a time may follow.
    /// Nothing where it is missing.
    ///
    /// # Errors
    /// The cell holds something else, or a day that the calendar has not.
    pub fn day(&self, row: usize) -> Result<Option<Day>, RowFault> {
        if let Some(Column::Days(days)) = self.column {
            return Ok(Column::day(days, row));
        }
        let Some(words) = self.words(row) else { return Ok(None) };
        let date = match words.get(..10) {
            Some(date) if words.get(10..).is_some_and(|rest| rest.starts_with(['T', ' '])) => date,
            _ => &words,
        };
        date.parse().map(Some).map_err(|_| {
            self.fault(row, format!("`{words}` is no day"), "write days as YYYY-MM-DD")
        })
    }
}
