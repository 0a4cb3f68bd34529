//! One calendar day. Knows the Gregorian calendar; has no notion of the present.

use jiff::{Span, ToSpan, civil::Date};
use std::fmt;

/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
///
/// ```
/// use servanda::time::Day;
/// let day: Day = "2002-05-14".parse().unwrap();
/// assert_eq!(day.to_string(), "2002-05-14");
/// assert!("1999-02-30".parse::<Day>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(i32);

/// Why a text is no day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DayError {
    /// It has not the shape `YYYY-MM-DD`.
    Shape,
    /// The shape is right but the calendar has no such day; carries the last day of that month,
    /// when the month exists.
    NoSuchDay(Option<Day>),
}

impl Day {
    /// Earlier than every day a treaty can name: the open past.
    pub const MIN: Day = Day(i32::MIN / 4);
    /// Later than every day a treaty can name: the open future.
    pub const MAX: Day = Day(i32::MAX / 4);

    /// Days since 1970-01-01, negative before it.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day `year-month-day`, if the calendar has it.
    pub fn of(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day::from_date)
    }

    fn from_date(date: Date) -> Day {
        let epoch = Date::constant(1970, 1, 1);
        Day(epoch.until(date).map_or(0, |span| span.get_days()))
    }

    fn date(self) -> Option<Date> {
        // The open ends lie beyond what a span of days may hold.
        let since = Span::new().try_days(self.0).ok()?;
        Date::constant(1970, 1, 1).checked_add(since).ok()
    }

    /// Whether this is a real day, neither the open past nor the open future.
    pub fn is_known(self) -> bool {
        self != Day::MIN && self != Day::MAX
    }

    /// The following day; the open ends stay as they are.
    #[must_use]
    pub fn next(self) -> Day {
        self.plus_days(1)
    }

    /// The day before; the open ends stay as they are.
    #[must_use]
    pub fn previous(self) -> Day {
        self.plus_days(-1)
    }

    /// `days` later (or earlier, when negative); the open ends stay as they are.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Day {
        if self.is_known() { Day(self.0.saturating_add(days)) } else { self }
    }

    /// `months` later by the calendar, clipped to the month's last day.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Day {
        let later = self.date().and_then(|date| date.checked_add(months.months()).ok());
        later.map_or(self, Day::from_date)
    }

    /// Year, month and day of the month.
    pub fn parts(self) -> Option<(i16, i8, i8)> {
        self.date().map(|date| (date.year(), date.month(), date.day()))
    }
}

impl std::str::FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Day, DayError> {
        let fields: Vec<&str> = text.split('-').collect();
        let [year, month, day] = fields.as_slice() else { return Err(DayError::Shape) };
        let digits = |field: &str, width: usize| {
            field.len() == width && field.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return Err(DayError::Shape);
        }
        let number = |field: &str| field.parse::<i16>().map_err(|_| DayError::Shape);
        let (year, month, day) = (number(year)?, number(month)? as i8, number(day)? as i8);
        Day::of(year, month, day).ok_or_else(|| {
            let month_end = Date::new(year, month, 1).ok().map(Date::last_of_month);
            DayError::NoSuchDay(month_end.map(Day::from_date))
        })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => write!(out, "{date}"),
            None => write!(out, "open"),
        }
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date", "description": "YYYY-MM-DD"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_refuses_the_thirtieth_of_february_and_offers_the_last_day() {
        let last = Day::of(1999, 2, 28);
        assert_eq!("1999-02-30".parse::<Day>(), Err(DayError::NoSuchDay(last)));
        assert_eq!("1999-13-01".parse::<Day>(), Err(DayError::NoSuchDay(None)));
        assert_eq!("May 1999".parse::<Day>(), Err(DayError::Shape));
    }

    #[test]
    fn the_open_ends_have_no_calendar_day_and_print_as_open() {
        assert_eq!(Day::MAX.parts(), None);
        assert_eq!(Day::MIN.to_string(), "open");
    }

    #[test]
    fn five_years_of_the_collective_security_treaty_end_on_its_anniversary() {
        let force: Day = "1994-04-20".parse().unwrap_or(Day::MIN);
        assert_eq!(force.plus_months(60).to_string(), "1999-04-20");
    }
}
