//! Days as sources give them: exact, vague, or between two bounds.
//!
//! A subset of ISO 8601-2 (Extended Date/Time Format): reduced precision (`1999-04`), `~`
//! approximate, `?` uncertain, `%` both; and in words `between A and B`, `before D`, `after D`,
//! `open`. Knows days only.

use super::{Day, DayError, Interval};

/// A day known only to lie between two bounds, both included. `text` is as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UncertainDay {
    /// No earlier than this.
    pub earliest: Day,
    /// No later than this.
    pub latest: Day,
    /// The source's words, in canonical spacing.
    pub text: String,
}

/// Two uncertain ends of a span, both included: `2012-06-28..2012-12-19`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UncertainSpan {
    /// First day.
    pub from: UncertainDay,
    /// Last day.
    pub to: UncertainDay,
}

/// Why words are no date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DateError {
    /// No form of date begins so.
    Shape(String),
    /// The calendar has no such day; carries the month's last day when the month exists.
    NoSuchDay(String, Option<Day>),
    /// `between B and A`: the bounds are the wrong way round.
    Backwards(Day, Day),
    /// The words stop in the middle of a date.
    Unfinished,
}

impl UncertainDay {
    /// Exactly this day.
    pub fn exact(day: Day) -> UncertainDay {
        UncertainDay { earliest: day, latest: day, text: day.to_string() }
    }

    /// Never: the open future.
    pub fn open() -> UncertainDay {
        UncertainDay { earliest: Day::MAX, latest: Day::MAX, text: "open".into() }
    }

    /// Whether one day is meant.
    pub fn is_exact(&self) -> bool {
        self.earliest == self.latest
    }

    /// Whether it is the open future.
    pub fn is_open(&self) -> bool {
        self.earliest == Day::MAX
    }

    /// Reads one date from the front of `words`; returns it with the number of words it took.
    pub fn read(words: &[&str]) -> Result<(UncertainDay, usize), DateError> {
        let first = words.first().ok_or(DateError::Unfinished)?;
        let bound = |at: usize| {
            let word = words.get(at).ok_or(DateError::Unfinished)?;
            UncertainDay::from_word(word)
        };
        match *first {
            "open" => Ok((UncertainDay::open(), 1)),
            "before" => {
                let limit = bound(1)?;
                let text = format!("before {}", limit.text);
                let latest = limit.latest.previous();
                Ok((UncertainDay { earliest: Day::MIN, latest, text }, 2))
            }
            "after" => {
                let limit = bound(1)?;
                let text = format!("after {}", limit.text);
                let earliest = limit.earliest.next();
                Ok((UncertainDay { earliest, latest: Day::MAX, text }, 2))
            }
            "between" => {
                let low = bound(1)?;
                if words.get(2) != Some(&"and") {
                    return Err(DateError::Unfinished);
                }
                let high = bound(3)?;
                if high.latest < low.earliest {
                    return Err(DateError::Backwards(low.earliest, high.latest));
                }
                let text = format!("between {} and {}", low.text, high.text);
                Ok((UncertainDay { earliest: low.earliest, latest: high.latest, text }, 4))
            }
            word => UncertainDay::from_word(word).map(|day| (day, 1)),
        }
    }

    /// Reads a whole text such as `between 1999-04-02 and 1999-04-20`.
    pub fn parse(text: &str) -> Result<UncertainDay, DateError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (day, taken) = UncertainDay::read(&words)?;
        if taken == words.len() { Ok(day) } else { Err(DateError::Shape(text.to_owned())) }
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD` with an optional `~`, `?` or `%`.
    pub fn from_word(word: &str) -> Result<UncertainDay, DateError> {
        let body = word.trim_end_matches(['~', '?', '%']);
        let marks = word.get(body.len()..).unwrap_or_default();
        if marks.len() > 1 {
            return Err(DateError::Shape(word.to_owned()));
        }
        let (mut earliest, mut latest, unit) = bounds(body, word)?;
        if marks == "~" || marks == "%" {
            earliest = unit.before(earliest);
            latest = unit.after(latest);
        }
        Ok(UncertainDay { earliest, latest, text: word.to_owned() })
    }
}

/// The unit of precision, by which `~` widens the bounds.
enum Unit {
    Year,
    Month,
    Day,
}

impl Unit {
    fn before(&self, day: Day) -> Day {
        match self {
            Unit::Year => day.plus_months(-12),
            Unit::Month => day.plus_months(-1),
            Unit::Day => day.previous(),
        }
    }

    fn after(&self, day: Day) -> Day {
        match self {
            Unit::Year => day.plus_months(12),
            // A month's last day, one month on, is again a last day: go by the first of the month.
            Unit::Month => day.next().plus_months(1).previous(),
            Unit::Day => day.next(),
        }
    }
}

fn bounds(body: &str, word: &str) -> Result<(Day, Day, Unit), DateError> {
    let shape = || DateError::Shape(word.to_owned());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let no_day = |error| match error {
        DayError::Shape => shape(),
        DayError::NoSuchDay(last) => DateError::NoSuchDay(word.to_owned(), last),
    };
    let parts: Vec<&str> = body.split('-').collect();
    if !parts.iter().all(|part| digits(part)) {
        return Err(shape());
    }
    match parts.as_slice() {
        [year] if year.len() == 4 => {
            let first = format!("{year}-01-01").parse::<Day>().map_err(no_day)?;
            Ok((first, first.plus_months(12).previous(), Unit::Year))
        }
        [year, month] if year.len() == 4 && month.len() == 2 => {
            let first = format!("{year}-{month}-01").parse::<Day>().map_err(no_day)?;
            Ok((first, first.plus_months(1).previous(), Unit::Month))
        }
        _ => body.parse::<Day>().map(|day| (day, day, Unit::Day)).map_err(no_day),
    }
}

impl UncertainSpan {
    /// Days that lie inside whatever the true ends are; empty when there are none.
    pub fn certainly(&self) -> Interval {
        Interval::inclusive(self.from.latest, self.to.earliest)
    }

    /// Days that may lie inside.
    pub fn possibly(&self) -> Interval {
        Interval::inclusive(self.from.earliest, self.to.latest)
    }

    /// `A..B`, as written.
    pub fn text(&self) -> String {
        format!("{}..{}", self.from.text, self.to.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds_of(text: &str) -> (String, String) {
        UncertainDay::parse(text)
            .map(|day| (day.earliest.to_string(), day.latest.to_string()))
            .unwrap_or_default()
    }

    #[test]
    fn a_month_is_any_of_its_days_and_a_circa_month_reaches_its_neighbors() {
        assert_eq!(bounds_of("1999-04"), ("1999-04-01".into(), "1999-04-30".into()));
        assert_eq!(bounds_of("1999-04~"), ("1999-03-01".into(), "1999-05-31".into()));
        assert_eq!(bounds_of("1999"), ("1999-01-01".into(), "1999-12-31".into()));
    }

    #[test]
    fn between_names_both_bounds_and_refuses_them_reversed() {
        let words = "between 1999-04-02 and 1999-04-20";
        assert_eq!(bounds_of(words), ("1999-04-02".into(), "1999-04-20".into()));
        let reversed = UncertainDay::parse("between 1999-04-20 and 1999-04-02");
        assert!(matches!(reversed, Err(DateError::Backwards(..))));
    }
}
