//! Values of one subject by year, and what sources of yearly values share: which units they speak of,
//! and how a value is set in many rows. Knows no source.

use super::fault::PanelFault;
use super::plan::Plan;
use super::unit::Of;
use std::ops::Range;

/// A value for each year from a first one on, with gaps.
#[derive(Clone, Debug)]
pub(super) struct Yearly<V> {
    first: i32,
    values: Vec<Option<V>>,
}

impl<V> Yearly<V> {
    pub(super) fn new(first: i32) -> Yearly<V> {
        Yearly { first, values: Vec::new() }
    }

    /// Sets the value of a year that is not before the first.
    pub(super) fn set(&mut self, year: i32, value: V) {
        let Ok(at) = usize::try_from(year - self.first) else { return };
        if self.values.len() <= at {
            self.values.resize_with(at + 1, || None);
        }
        if let Some(place) = self.values.get_mut(at) {
            *place = Some(value);
        }
    }

    pub(super) fn get(&self, year: i32) -> Option<&V> {
        let at = usize::try_from(year - self.first).ok()?;
        self.values.get(at)?.as_ref()
    }
}

/// Sets a value in some rows.
pub(super) fn set<T: Copy>(column: &mut [T], rows: Range<usize>, value: T) {
    column.get_mut(rows).into_iter().flatten().for_each(|cell| *cell = value);
}

/// Sets a value in one row.
pub(super) fn put<T>(column: &mut [T], row: usize, value: T) {
    if let Some(cell) = column.get_mut(row) {
        *cell = value;
    }
}

/// Refuses a unit of which a source has nothing to say.
pub(super) fn speaks_of(source: &str, plan: &Plan, ofs: &[Of]) -> Result<(), PanelFault> {
    let unit = plan.scope().unit;
    if ofs.contains(&unit.of) {
        return Ok(());
    }
    let step = unit.step.word();
    let others: Vec<String> = ofs.iter().map(|of| format!("`{}-{step}`", of.word())).collect();
    Err(PanelFault::new(
        format!("`{source}` says nothing of {unit}: it speaks of {}", others.join(", ")),
        "make the panel of one of these, or leave the source out",
    ))
}

/// The units of states and pairs.
pub(super) const STATES_AND_PAIRS: &[Of] = &[Of::State, Of::Dyad, Of::DirectedDyad];

/// The units of pairs.
pub(super) const PAIRS: &[Of] = &[Of::Dyad, Of::DirectedDyad];
