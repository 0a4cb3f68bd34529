//! Days, months, years and spans as an article gives them, and the arithmetic of relative dates.

use servanda::time::Day;
use std::fmt;

/// A date as precise as its words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum When {
    /// A day.
    Day(Day),
    /// A month.
    Month(i16, i8),
    /// A year.
    Year(i16),
    /// First and last day.
    Span(Day, Day),
}

impl fmt::Display for When {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Day(day) => write!(out, "{day}"),
            When::Month(year, month) => write!(out, "{year:04}-{month:02}"),
            When::Year(year) => write!(out, "{year:04}"),
            When::Span(first, last) => write!(out, "{first}/{last}"),
        }
    }
}

/// A unit of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    /// The unit a word names.
    pub(crate) fn of(word: &str) -> Option<Unit> {
        Some(match word.trim_end_matches('s').to_lowercase().as_str() {
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => return None,
        })
    }
}

impl When {
    /// Its first day.
    pub(crate) fn first(self) -> Option<Day> {
        match self {
            When::Day(day) | When::Span(day, _) => Some(day),
            When::Month(year, month) => Day::of(year, month, 1),
            When::Year(year) => Day::of(year, 1, 1),
        }
    }

    /// Its year.
    pub(crate) fn year(self) -> Option<i16> {
        self.first()?.parts().map(|(year, ..)| year)
    }

    /// So many units later (earlier, when negative), as precise as both allow.
    pub(crate) fn plus(self, count: i32, unit: Unit) -> Option<When> {
        let day = self.first()?;
        let precise = matches!(self, When::Day(_));
        let moved = match unit {
            Unit::Day => day.plus_days(count),
            Unit::Week => day.plus_days(count.checked_mul(7)?),
            Unit::Month => day.plus_months(count),
            Unit::Year => day.plus_months(count.checked_mul(12)?),
        };
        let (year, month, _) = moved.parts()?;
        Some(match (unit, self) {
            (_, When::Year(_)) | (Unit::Year, _) => When::Year(year),
            (Unit::Day | Unit::Week, _) if precise => When::Day(moved),
            _ => When::Month(year, month),
        })
    }
}

/// Days of the week since Monday.
pub(crate) fn weekday(day: Day) -> i32 {
    // 1970-01-01 was a Thursday.
    (day.number() + 3).rem_euclid(7)
}

/// The last day of that name before `day`, or the next one after it.
pub(crate) fn near_weekday(day: Day, name: i32, future: bool) -> Day {
    let back = (weekday(day) - name).rem_euclid(7);
    match future {
        true => day.plus_days(if back == 0 { 7 } else { 7 - back }),
        false => day.plus_days(-(if back == 0 { 7 } else { back })),
    }
}

/// Monday to Sunday of the week so many weeks from that of `day`.
pub(crate) fn week(day: Day, weeks: i32) -> When {
    let monday = day.plus_days(-weekday(day) + 7 * weeks);
    When::Span(monday, monday.plus_days(6))
}

/// The month of a name: in full or as newspapers shorten it.
pub(crate) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = word.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|name| {
        *name == lower || (lower.len() >= 3 && lower.len() <= 4 && name.starts_with(lower.as_str()))
    })?;
    Some(at as i8 + 1)
}

/// The last time a month began by `day`, or the next time it begins.
pub(crate) fn near_month(day: Day, month: i8, future: bool) -> Option<When> {
    let (year, this, _) = day.parts()?;
    let year = match future {
        true if month < this => year + 1,
        false if month > this => year - 1,
        _ => year,
    };
    Some(When::Month(year, month))
}

/// The last such day by `day`, or the next one.
pub(crate) fn near_day(day: Day, month: i8, of_month: i8, future: bool) -> Option<When> {
    let (year, ..) = day.parts()?;
    let here = Day::of(year, month, of_month);
    let fits = here.is_some_and(|here| if future { here >= day } else { here <= day });
    let year = match (fits, future) {
        (true, _) => year,
        (false, true) => year + 1,
        (false, false) => year - 1,
    };
    Day::of(year, month, of_month).map(When::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn relative_days_are_those_of_the_calendar() {
        let wednesday = day("2002-05-15");
        assert_eq!(near_weekday(wednesday, 0, false), day("2002-05-13"));
        assert_eq!(near_weekday(wednesday, 2, false), day("2002-05-08"));
        assert_eq!(near_weekday(wednesday, 5, true), day("2002-05-18"));
        assert_eq!(week(wednesday, -1).to_string(), "2002-05-06/2002-05-12");
        assert_eq!(near_month(wednesday, 12, false), Some(When::Month(2001, 12)));
        assert_eq!(near_day(wednesday, 2, 30, false), None);
        assert_eq!(When::Day(wednesday).plus(-10, Unit::Year).unwrap().to_string(), "1992");
    }
}
