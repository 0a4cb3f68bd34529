//! One column of a frame in a form that compares fast: numbers, or words by their places. Knows types;
//! knows no other frame.

use super::KINDS;
use crate::panel::explain::CellForm;
use crate::panel::fault::PanelFault;
use crate::panel::read::{Frame, broken};
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use std::collections::BTreeMap;

/// A column, decoded.
pub(super) struct Side {
    values: Values,
    /// For each row its place among the kinds of cells; a value where the list is short.
    kinds: Vec<u8>,
}

enum Values {
    /// Whole numbers up to 2^53 are exact; days are their numbers, truth is one.
    Numbers(Vec<f64>, Shown),
    /// Words, by their places in a list that both frames share.
    Words(Vec<u32>),
}

/// How a number is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Number,
    Truth,
}

impl Side {
    pub(super) fn read(
        frame: &Frame,
        name: &str,
        covered: Option<&str>,
        words: &mut BTreeMap<String, u32>,
    ) -> Result<Side, PanelFault> {
        let kind = frame.column(name).map(|field| field.data_type().clone());
        let text = matches!(&kind, Some(DataType::Utf8 | DataType::Dictionary(..)));
        let shown = if kind == Some(DataType::Boolean) { Shown::Truth } else { Shown::Number };
        let mut side = Side {
            values: match text {
                true => Values::Words(Vec::with_capacity(frame.rows())),
                false => Values::Numbers(Vec::with_capacity(frame.rows()), shown),
            },
            kinds: Vec::with_capacity(frame.rows()),
        };
        let mut columns = vec![name];
        columns.extend(covered);
        let mut fault = None;
        frame.each(&columns, &mut |arrays| {
            if let Err(error) = side.take(&arrays, words) {
                fault.get_or_insert(error);
            }
        })?;
        fault.map_or(Ok(side), Err)
    }

    /// Adds a batch.
    fn take(
        &mut self,
        arrays: &[ArrayRef],
        words: &mut BTreeMap<String, u32>,
    ) -> Result<(), PanelFault> {
        let Some(array) = arrays.first() else { return Ok(()) };
        let covered = arrays.get(1).and_then(|covered| covered.as_boolean_opt());
        self.kinds.extend((0..array.len()).map(|row| {
            let speaks = covered.is_none_or(|covered| covered.value(row));
            match (array.is_valid(row), speaks) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            }
        }));
        let kind = match &self.values {
            Values::Numbers(..) => DataType::Float64,
            Values::Words(_) => DataType::Utf8,
        };
        // A day has no cast to a number with a fraction; by way of a whole one it has.
        let array = match array.data_type() {
            DataType::Date32 => arrow_cast::cast(array, &DataType::Int32),
            _ => Ok(array.clone()),
        };
        let array = array.and_then(|array| arrow_cast::cast(&array, &kind));
        let array = array.map_err(|error| broken(&error))?;
        match &mut self.values {
            Values::Numbers(numbers, _) => {
                let own = array.as_primitive_opt::<Float64Type>();
                let own = own.map_or(&[][..], |own| own.values());
                numbers.extend_from_slice(own);
            }
            Values::Words(places) => {
                for word in array.as_string_opt::<i32>().into_iter().flatten() {
                    let word = word.unwrap_or_default();
                    let place = match words.get(word) {
                        Some(place) => *place,
                        None => {
                            let place = words.len() as u32;
                            words.insert(word.to_owned(), place);
                            place
                        }
                    };
                    places.push(place);
                }
            }
        }
        Ok(())
    }

    fn kind(&self, row: usize) -> u8 {
        self.kinds.get(row).copied().unwrap_or_default()
    }

    /// Whether a cell says the same as one of another frame. What is no number is the same as itself.
    #[allow(clippy::float_cmp, reason = "equal values of two files have equal bits")]
    pub(super) fn same(&self, row: usize, other: &Side, at: usize) -> bool {
        if self.kind(row) != other.kind(at) {
            return false;
        }
        if self.kind(row) != 0 {
            return true;
        }
        match (&self.values, &other.values) {
            (Values::Numbers(one, _), Values::Numbers(two, _)) => match (one.get(row), two.get(at))
            {
                (Some(one), Some(two)) => one == two || one.is_nan() && two.is_nan(),
                _ => false,
            },
            (Values::Words(one), Values::Words(two)) => one.get(row) == two.get(at),
            _ => false,
        }
    }

    /// A cell, for people.
    pub(super) fn form(&self, row: usize, words: &[String]) -> CellForm {
        let kind = self.kind(row);
        let state = KINDS.get(kind as usize).copied().unwrap_or_default();
        let value = match &self.values {
            Values::Numbers(numbers, Shown::Truth) => {
                numbers.get(row).map(|number| (*number > 0.5).to_string())
            }
            Values::Numbers(numbers, _) => numbers.get(row).map(f64::to_string),
            Values::Words(places) => {
                places.get(row).and_then(|place| words.get(*place as usize)).cloned()
            }
        };
        CellForm { state, value: value.filter(|_| kind == 0) }
    }
}
