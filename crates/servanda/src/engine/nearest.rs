//! Days of change in the order of their distance from a day. Merges sorted lists and reads no further than it is asked,
//! since most questions have an answer among the first few of thousands of days.

use crate::model::TreatyId;
use crate::time::Day;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// On which side of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    /// Up to the day itself.
    Before,
    /// After it.
    After,
}

/// Days in order, and the treaty whose days they are; none: days of a state, of whom every treaty may speak.
pub(super) type List<'e> = (&'e [Day], Option<TreatyId>);

/// The days of several lists on one side of a day, the nearest first, each once, with its treaties.
pub(super) struct Nearest<'e> {
    all: &'e [TreatyId],
    on: Day,
    side: Side,
    /// What is left of each list.
    lists: Vec<List<'e>>,
    /// How far the nearest day of each list lies away, and the number of the list.
    next: BinaryHeap<Reverse<(u32, usize)>>,
}

impl<'e> Nearest<'e> {
    /// The merger of lists that speak of the treaties `all`.
    pub(super) fn new(
        all: &'e [TreatyId],
        lists: impl Iterator<Item = List<'e>>,
        on: Day,
        side: Side,
    ) -> Nearest<'e> {
        let lists = lists.map(|(days, treaty)| {
            let (before, after) = days.split_at(days.partition_point(|day| *day <= on));
            (if side == Side::Before { before } else { after }, treaty)
        });
        let lists: Vec<List<'e>> = lists.collect();
        let next = BinaryHeap::with_capacity(lists.len());
        let mut nearest = Nearest { all, on, side, lists, next };
        for number in 0..nearest.lists.len() {
            nearest.queue(number);
        }
        nearest
    }

    /// The nearest day that is left of a list.
    fn first(&self, number: usize) -> Option<Day> {
        let (days, _) = self.lists.get(number)?;
        if self.side == Side::Before { days.last() } else { days.first() }.copied()
    }

    fn queue(&mut self, number: usize) {
        let distance = self.first(number).map(|day| day.number().abs_diff(self.on.number()));
        self.next.extend(distance.map(|distance| Reverse((distance, number))));
    }

    fn advance(&mut self, number: usize) {
        if let Some((days, _)) = self.lists.get_mut(number) {
            let rest = match self.side {
                Side::Before => days.split_last(),
                Side::After => days.split_first(),
            };
            *days = rest.map_or(&[], |(_, rest)| rest);
        }
        self.queue(number);
    }
}

impl Iterator for Nearest<'_> {
    type Item = (Day, BTreeSet<TreatyId>);

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse((distance, number)) = *self.next.peek()?;
        let day = self.first(number)?;
        let mut treaties = BTreeSet::new();
        while let Some(Reverse((other, number))) = self.next.peek().copied() {
            if other != distance {
                break;
            }
            self.next.pop();
            match self.lists.get(number).and_then(|(_, treaty)| *treaty) {
                Some(treaty) => drop(treaties.insert(treaty)),
                None => treaties.extend(self.all),
            }
            self.advance(number);
        }
        Some((day, treaties))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn day(number: i8) -> Day {
        Day::of(2000, 1, number).unwrap_or(Day::MIN)
    }

    #[test]
    fn each_day_comes_once_with_its_treaties_the_nearest_first() {
        let lists = [
            (vec![1, 5, 9], Some(TreatyId(7))),
            (vec![5, 6], Some(TreatyId(8))),
            (vec![], Some(TreatyId(9))),
            (vec![4, 9, 10], None),
        ];
        let lists = lists.map(|(days, id)| (days.into_iter().map(day).collect::<Vec<_>>(), id));
        let all = [7, 8, 9].map(TreatyId);
        for on in 0..12 {
            let on = if on == 0 { Day::MIN } else { day(on) };
            let mut plain: BTreeMap<Day, BTreeSet<TreatyId>> = BTreeMap::new();
            for (days, id) in &lists {
                for day in days {
                    plain
                        .entry(*day)
                        .or_default()
                        .extend(id.as_ref().map_or(&all[..], std::slice::from_ref));
                }
            }
            let merged = |side| {
                let lists = lists.iter().map(|(days, id)| (&days[..], *id));
                Nearest::new(&all, lists, on, side).collect::<Vec<_>>()
            };
            let (mut before, mut after): (Vec<_>, Vec<_>) =
                plain.into_iter().partition(|(day, _)| *day <= on);
            before.reverse();
            assert_eq!(
                (merged(Side::Before), merged(Side::After)),
                (before, std::mem::take(&mut after))
            );
        }
    }
}
