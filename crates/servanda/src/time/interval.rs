//! A span of whole days, half open. Knows days only.

use super::Day;

/// The days from `from` (included) to `end` (excluded). Text shows the last day instead.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub struct Interval {
    /// First day inside.
    pub from: Day,
    /// First day after.
    pub end: Day,
}

impl Interval {
    /// Every day.
    pub const ALWAYS: Interval = Interval { from: Day::MIN, end: Day::MAX };

    /// From the first to the last day, both included.
    pub fn inclusive(first: Day, last: Day) -> Interval {
        Interval { from: first, end: last.next() }
    }

    /// Whether `day` lies inside.
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && day < self.end
    }

    /// Whether no day lies inside.
    pub fn is_empty(&self) -> bool {
        self.from >= self.end
    }

    /// The last day inside, or the open future.
    pub fn last(&self) -> Day {
        self.end.previous()
    }

    /// The days both spans hold (possibly none).
    #[must_use]
    pub fn overlap(&self, other: &Interval) -> Interval {
        Interval { from: self.from.max(other.from), end: self.end.min(other.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_in_force_is_inside_and_the_next_is_not() {
        let day = |text: &str| text.parse::<Day>().unwrap_or(Day::MIN);
        let bound = Interval::inclusive(day("1994-04-20"), day("1999-04-20"));
        assert!(bound.contains(day("1999-04-20")));
        assert!(!bound.contains(day("1999-04-21")));
        assert_eq!(bound.last(), day("1999-04-20"));
    }
}
