//! The periods of a panel: days, months or years in a row. Knows the calendar and the rules for parts
//! of a period; knows no state.

use super::fault::PanelFault;
use super::unit::{Rule, Step};
use servanda::time::{Day, Interval};
use std::ops::Range;

/// Periods without a gap, from the first to the last.
#[derive(Clone, Debug)]
pub struct Calendar {
    step: Step,
    periods: Vec<Interval>,
    years: Vec<i32>,
}

/// The most periods of one panel: five centuries of days.
const MOST: usize = 190_000;

impl Calendar {
    /// The periods that hold the days from `from` to `to`, both included.
    ///
    /// # Errors
    /// The last day lies before the first, or there are too many periods.
    pub fn new(step: Step, from: Day, to: Day) -> Result<Calendar, PanelFault> {
        if to < from {
            return Err(PanelFault::new(
                format!("the panel ends on {to}, before it begins on {from}"),
                "give the earlier time to `--from`",
            ));
        }
        let mut calendar = Calendar { step, periods: Vec::new(), years: Vec::new() };
        let mut next = calendar.start(from);
        while next <= to {
            if calendar.periods.len() == MOST {
                return Err(PanelFault::new(
                    format!("from {from} to {to} there are more than {MOST} periods"),
                    "ask for a shorter time, or for months or years",
                ));
            }
            let end = match step {
                Step::Day => next.next(),
                Step::Month => next.plus_months(1),
                Step::Year => next.plus_months(12),
            };
            calendar.periods.push(Interval { from: next, end });
            calendar.years.push(next.parts().map_or(0, |(year, _, _)| i32::from(year)));
            next = end;
        }
        Ok(calendar)
    }

    /// The first day of the period that holds a day.
    fn start(&self, day: Day) -> Day {
        let Some((year, month, _)) = day.parts() else { return day };
        let start = match self.step {
            Step::Day => Some(day),
            Step::Month => Day::of(year, month, 1),
            Step::Year => Day::of(year, 1, 1),
        };
        start.unwrap_or(day)
    }

    /// How long a period is.
    pub fn step(&self) -> Step {
        self.step
    }

    /// Every period, in order.
    pub fn periods(&self) -> &[Interval] {
        &self.periods
    }

    /// The year in which each period begins.
    pub fn years(&self) -> &[i32] {
        &self.years
    }

    /// The period at a place; no days at all where there is none.
    pub fn period(&self, at: usize) -> Interval {
        self.periods.get(at).copied().unwrap_or(Interval { from: Day::MAX, end: Day::MAX })
    }

    /// The year in which the period at a place begins.
    pub fn year(&self, at: usize) -> i32 {
        self.years.get(at).copied().unwrap_or_default()
    }

    /// The days from the first to the last period.
    pub fn days(&self) -> Interval {
        let from = self.periods.first().map_or(Day::MAX, |period| period.from);
        Interval { from, end: self.periods.last().map_or(Day::MAX, |period| period.end) }
    }

    /// The periods for which something counts that was there on these days.
    pub fn where_counts(&self, days: Interval, rule: Rule) -> Range<usize> {
        if days.is_empty() {
            return 0..0;
        }
        let first = |before: &dyn Fn(&Interval) -> bool| self.periods.partition_point(before);
        let range = match rule {
            Rule::Any | Rule::ShareOfDays => {
                first(&|period| period.end <= days.from)..first(&|period| period.from < days.end)
            }
            Rule::First => {
                first(&|period| period.from < days.from)..first(&|period| period.from < days.end)
            }
            Rule::Last => {
                first(&|period| period.last() < days.from)..first(&|period| {
                    period.last() < days.end
                })
            }
            Rule::Exact => {
                first(&|period| period.from < days.from)..first(&|period| period.end <= days.end)
            }
        };
        range.start..range.end.max(range.start)
    }

    /// The periods for which something counts that was there on any of these spans of days, which are
    /// in order and apart.
    pub fn where_any_counts(&self, spans: &[Interval], rule: Rule) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for days in spans {
            let range = self.where_counts(*days, rule);
            match ranges.last_mut() {
                _ if range.is_empty() => {}
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => ranges.push(range),
            }
        }
        ranges
    }

    /// The share of a period's days that lie in these spans, which are in order and apart.
    pub fn share(&self, at: usize, spans: &[Interval]) -> f64 {
        let period = self.period(at);
        let length = |days: Interval| (days.end.number() - days.from.number()).max(0);
        let inside: i32 = spans.iter().map(|days| length(days.overlap(&period))).sum();
        f64::from(inside) / f64::from(length(period).max(1))
    }
}

/// Spans of days in order and apart: what touches or overlaps is joined.
pub fn joined(mut spans: Vec<Interval>) -> Vec<Interval> {
    spans.sort();
    let mut apart: Vec<Interval> = Vec::with_capacity(spans.len());
    for days in spans.into_iter().filter(|days| !days.is_empty()) {
        match apart.last_mut() {
            Some(last) if days.from <= last.end => last.end = last.end.max(days.end),
            _ => apart.push(days),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::single_range_in_vec_init,
        reason = "a test stops at a surprise; a list of ranges may hold one"
    )]

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn years() -> Calendar {
        Calendar::new(Step::Year, day("1990-01-01"), day("1995-12-31")).unwrap()
    }

    /// By the definition, one period after another.
    fn slowly(calendar: &Calendar, days: Interval, rule: Rule) -> Vec<usize> {
        let counts = |period: &Interval| match rule {
            Rule::Any | Rule::ShareOfDays => !period.overlap(&days).is_empty(),
            Rule::First => days.contains(period.from),
            Rule::Last => days.contains(period.last()),
            Rule::Exact => period.overlap(&days) == *period,
        };
        let each = calendar.periods().iter().enumerate();
        each.filter(|(_, period)| counts(period)).map(|(at, _)| at).collect()
    }

    #[test]
    fn every_rule_counts_what_its_words_say() {
        let calendar = years();
        let ends = ["1989-05-01", "1990-01-01", "1991-12-31", "1992-01-01", "1993-06-30"];
        let later = ["1990-01-01", "1991-12-31", "1992-01-01", "1993-07-01", "1997-01-01"];
        for (from, end) in ends.iter().flat_map(|from| later.iter().map(move |end| (from, end))) {
            let days = Interval { from: day(from), end: day(end) };
            for rule in [Rule::Any, Rule::First, Rule::Last, Rule::Exact, Rule::ShareOfDays] {
                let range: Vec<usize> = calendar.where_counts(days, rule).collect();
                assert_eq!(range, slowly(&calendar, days, rule), "{from} to {end}, {rule}");
            }
        }
    }

    #[test]
    fn spans_that_touch_in_a_year_count_as_one_whole_year() {
        let calendar = years();
        let spans = joined(vec![
            Interval { from: day("1992-07-01"), end: day("1993-01-01") },
            Interval { from: day("1992-01-01"), end: day("1992-07-01") },
        ]);
        assert_eq!(calendar.where_any_counts(&spans, Rule::Exact), [2..3]);
        assert!((calendar.share(2, &spans) - 1.0).abs() < 1e-12);
        assert!(calendar.share(1, &spans).abs() < 1e-12);
    }

    #[test]
    fn two_spells_in_one_year_are_one_row() {
        let calendar = years();
        let spans = joined(vec![
            Interval { from: day("1990-01-01"), end: day("1992-03-01") },
            Interval { from: day("1992-09-01"), end: day("1994-01-01") },
        ]);
        assert_eq!(calendar.where_any_counts(&spans, Rule::Any), [0..4]);
        assert_eq!(calendar.where_any_counts(&spans, Rule::Exact), [0..2, 3..4]);
    }

    #[test]
    fn a_panel_that_ends_before_it_begins_or_never_ends_is_refused() {
        let fault = Calendar::new(Step::Year, day("1995-01-01"), day("1990-12-31")).unwrap_err();
        assert!(fault.cause.contains("before it begins"));
        let fault = Calendar::new(Step::Day, day("0001-01-01"), day("2000-01-01")).unwrap_err();
        assert!(fault.cause.contains("more than 190000 periods"), "{}", fault.cause);
    }
}
