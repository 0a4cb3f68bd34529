//! One cell of a coded table: a number, or missing; and three cells as one date. Knows no layout.

use crate::fault::RowFault;
use crate::table::Line;
use servanda::time::{Day, UncertainDay};

/// A code, or that there is none. *Missing* is not zero: the text was not found, so it is not known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Coded {
    /// Coded so.
    Known(u16),
    /// Not known.
    Missing,
}

impl Coded {
    /// Whether the code is known and not zero.
    pub fn is_set(self) -> bool {
        matches!(self, Coded::Known(code) if code > 0)
    }

    /// Whether it is not known.
    pub fn is_missing(self) -> bool {
        self == Coded::Missing
    }

    /// The code, where it is known.
    pub fn known(self) -> Option<u16> {
        match self {
            Coded::Known(code) => Some(code),
            Coded::Missing => None,
        }
    }
}

/// How statistics programs write that a value is missing.
pub(crate) const MISSING: &[&str] = &["", ".", "NA", "NaN", "nan"];

/// The cells of one row, by the places of their columns.
pub(crate) struct Cells<'a> {
    /// The line of the file.
    pub(crate) line: usize,
    /// The fields.
    pub(crate) fields: &'a Line,
}

impl Cells<'_> {
    /// A fault of this row.
    pub(crate) fn fault(
        &self,
        column: Option<&'static str>,
        cause: impl Into<String>,
        remedy: impl Into<String>,
    ) -> RowFault {
        RowFault { line: self.line, column, cause: cause.into(), remedy: remedy.into() }
    }

    /// The fault of a row that has more or fewer fields than the header.
    pub(crate) fn of_another_length(&self, header: usize) -> Option<RowFault> {
        let own = self.fields.width();
        let remedy = "a row may be cut short, or a text with a comma may lack its quotes";
        (own != header).then(|| {
            self.fault(None, format!("the row has {own} fields, the header {header}"), remedy)
        })
    }

    /// The words of a cell; a column that the file does not have is missing.
    pub(crate) fn words(&self, place: Option<usize>) -> &str {
        place.and_then(|place| self.fields.get(place)).unwrap_or_default()
    }

    /// A whole number of at most `most`. `365.0`, as programs write numbers beside missing ones, is 365.
    pub(crate) fn code(
        &self,
        name: &'static str,
        place: Option<usize>,
        most: u16,
    ) -> Result<Coded, RowFault> {
        let words = self.words(place);
        if MISSING.contains(&words) {
            return Ok(Coded::Missing);
        }
        let whole = words.split_once('.').filter(|(_, rest)| rest.bytes().all(|byte| byte == b'0'));
        match whole.map_or(words, |(whole, _)| whole).parse::<u16>() {
            Ok(code) if code <= most => Ok(Coded::Known(code)),
            _ => Err(self.fault(
                Some(name),
                format!("`{words}` is none of the codes 0 to {most}"),
                "compare the row with the project's own file; missing is an empty cell or `.`",
            )),
        }
    }

    /// A number that must be there and is not zero.
    pub(crate) fn number(
        &self,
        name: &'static str,
        place: Option<usize>,
        most: u16,
    ) -> Result<u16, RowFault> {
        match self.code(name, place, most)? {
            Coded::Known(number) if number > 0 => Ok(number),
            _ => Err(self.fault(
                Some(name),
                "there is no number",
                "compare the row with the project's own file",
            )),
        }
    }

    /// Year, month and day as one date. A month or day that is 0 or missing widens the bounds; a year
    /// that is 0 or missing is no date. `name` is the column of the year.
    pub(crate) fn date(
        &self,
        name: &'static str,
        [year, month, day]: [Option<usize>; 3],
    ) -> Result<Option<UncertainDay>, RowFault> {
        let Some(year) = self.code(name, year, 2100)?.known().filter(|year| *year > 0) else {
            return Ok(None);
        };
        let known = |coded: Coded| coded.known().filter(|part| *part > 0);
        let month = known(self.code(name, month, 12)?);
        let day = known(self.code(name, day, 31)?);
        let text = match (month, day) {
            (None, _) => format!("{year:04}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        };
        UncertainDay::from_word(&text).map(Some).map_err(|_| {
            self.fault(
                Some(name),
                format!("the calendar has no {text}"),
                "write 0 for a day that is not known",
            )
        })
    }
}

/// Some day after `day`, not known how far.
pub(crate) fn some_day_after(day: &UncertainDay) -> UncertainDay {
    UncertainDay { earliest: day.earliest, latest: Day::MAX, text: format!("after {}", day.text) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

    use super::*;

    fn date(words: [&str; 3]) -> Result<Option<UncertainDay>, RowFault> {
        let fields = Line::of(7, &words);
        Cells { line: 7, fields: &fields }.date("yrexit", [Some(0), Some(1), Some(2)])
    }

    #[test]
    fn a_month_or_day_that_is_zero_or_missing_widens_the_bounds() {
        assert_eq!(date(["1822", "12", "."]).unwrap().unwrap().text, "1822-12");
        assert_eq!(date(["1822", "12", "0"]).unwrap().unwrap().text, "1822-12");
        assert_eq!(date(["1822", "", ""]).unwrap().unwrap().text, "1822");
        assert_eq!(date(["1822.0", "12.0", "3.0"]).unwrap().unwrap().text, "1822-12-03");
        assert_eq!(date(["0", "0", "0"]).unwrap(), None);
    }

    #[test]
    fn a_day_that_the_calendar_has_not_is_a_fault_of_its_line() {
        let fault = date(["1999", "2", "30"]).unwrap_err().to_string();
        assert!(
            fault.starts_with("line 7, column `yrexit`: the calendar has no 1999-02-30"),
            "{fault}"
        );
        assert!(date(["19x9", "2", "3"]).unwrap_err().cause.contains("`19x9`"));
        assert!(date(["1999", "13", "3"]).unwrap_err().cause.contains("`13`"));
    }

    #[test]
    fn missing_is_not_zero() {
        let fields = Line::of(2, &[".", "0", "NA", "1", "2"]);
        let cells = Cells { line: 2, fields: &fields };
        let code = |place| cells.code("defense", Some(place), 1);
        assert_eq!(code(0), Ok(Coded::Missing));
        assert_eq!(code(1), Ok(Coded::Known(0)));
        assert_eq!(code(2), Ok(Coded::Missing));
        assert!(code(3).unwrap().is_set());
        assert!(code(4).is_err());
    }
}
