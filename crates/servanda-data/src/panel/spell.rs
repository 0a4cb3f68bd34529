//! Peace spells: how many years a state or pair had been without a conflict. Knows no source.
//!
//! The rule. The clock counts the years of which the data speak and in which the state was in the list of
//! states, or both states of the pair on some same day. It stands at 0 in the first such year and in the
//! year after a year with a conflict, and goes on by one with every year that counts. A year with a
//! conflict shows what the clock had come to. In a gap, when a state is not in the list, the clock stands
//! still and goes on where it stood: the years that the pair was there are counted, as peacesciencer
//! counts rows. Unlike there, the clock runs from the first year of the data and not from the first row
//! of the panel, and no order of rows can change it.

use super::plan::shared_days;
use servanda::model::{StateSystem, System};
use servanda::time::Interval;
use std::collections::BTreeMap;

/// When each state of a list was there.
pub(super) struct Lives(BTreeMap<u16, Vec<Interval>>);

impl Lives {
    pub(super) fn new(states: &StateSystem, system: System) -> Lives {
        let mut lives: BTreeMap<u16, Vec<Interval>> = BTreeMap::new();
        for (_, state) in states.iter() {
            for spell in state.spells.iter().filter(|spell| spell.system == system) {
                lives.entry(spell.code).or_default().push(spell.days);
            }
        }
        Lives(lives.into_iter().map(|(code, days)| (code, super::calendar::joined(days))).collect())
    }

    /// When a state was there, or both states of a pair.
    pub(super) fn of(&self, one: u16, two: Option<u16>) -> Vec<Interval> {
        let days = |code: u16| self.0.get(&code).map_or(&[][..], Vec::as_slice);
        match two {
            Some(two) => shared_days(days(one), days(two)),
            None => days(one).to_vec(),
        }
    }
}

/// The clock for each year from `first` to `last`; nothing in years that do not count.
pub(super) fn clock(
    alive: &[Interval],
    [first, last]: [i32; 2],
    fought: impl Fn(i32) -> bool,
) -> Vec<Option<i32>> {
    let mut years = vec![None; usize::try_from(last - first + 1).unwrap_or_default()];
    for days in alive {
        let year = |day: servanda::time::Day| day.parts().map(|(year, _, _)| i32::from(year));
        let from = year(days.from).unwrap_or(i32::MIN).max(first);
        let end = year(days.last()).unwrap_or(i32::MAX).min(last);
        for year in from..=end {
            super::yearly::put(&mut years, (year - first) as usize, Some(0));
        }
    }
    let mut peace = 0;
    for (year, place) in (first..).zip(&mut years).filter(|(_, place)| place.is_some()) {
        *place = Some(peace);
        peace = if fought(year) { 0 } else { peace + 1 };
    }
    years
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

    use super::*;
    use servanda::time::Day;

    fn days(from: i16, last: i16) -> Interval {
        Interval { from: Day::of(from, 3, 1).unwrap(), end: Day::of(last, 9, 1).unwrap() }
    }

    #[test]
    fn the_clock_starts_again_after_each_conflict() {
        let clock = clock(&[days(1816, 1823)], [1816, 1823], |year| [1818, 1819].contains(&year));
        let expected = [0, 1, 2, 0, 0, 1, 2, 3].map(Some);
        assert_eq!(clock, expected);
    }

    #[test]
    fn the_clock_stands_still_in_a_gap_and_where_the_data_are_silent() {
        let alive = [days(1810, 1817), days(1820, 1822)];
        let clock = clock(&alive, [1816, 1821], |_| false);
        assert_eq!(clock, [Some(0), Some(1), None, None, Some(2), Some(3)]);
    }

    #[test]
    fn a_conflict_in_a_year_that_does_not_count_is_none_for_the_clock() {
        let clock = clock(&[days(1816, 1816), days(1818, 1818)], [1816, 1818], |year| year == 1817);
        assert_eq!(clock, [Some(0), None, Some(1)]);
    }
}
