//! The keys of a frame's rows, packed so that rows of two frames are quickly put side by side. Knows key
//! columns and no other.

use super::{Frame, broken};
use crate::panel::fault::PanelFault;
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// One part of a key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KeyPart {
    /// A state's or alliance's number, a year or a month; of a day, the days since 1970-01-01.
    Number(i32),
    /// A treaty's id.
    Name(String),
}

/// The keys of all rows. A key has at most four parts of 32 bits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keys {
    packed: Vec<u128>,
    /// The names that stand in keys, sorted; a name's place stands for it.
    names: Vec<String>,
    parts: u32,
    /// Whether the first part is a name.
    named: bool,
    /// Whether the last part is a day.
    daily: bool,
}

/// A number so that the order of the packed is that of the numbers.
fn lifted(number: i32) -> u32 {
    number.cast_unsigned() ^ 1 << 31
}

impl Keys {
    pub(super) fn read(frame: &Frame) -> Result<Keys, PanelFault> {
        let columns = frame.key_names();
        let named = columns.first() == Some(&"treaty");
        let mut keys = Keys {
            packed: Vec::with_capacity(frame.rows()),
            names: Vec::new(),
            parts: columns.len() as u32,
            named,
            daily: columns.last() == Some(&"date"),
        };
        if named {
            keys.names = names(frame)?;
        }
        let places: BTreeMap<&str, u32> =
            keys.names.iter().zip(0..).map(|(name, at)| (name.as_str(), at)).collect();
        let (mut packed, mut fault) = (std::mem::take(&mut keys.packed), None);
        frame.each(&columns, &mut |arrays| {
            if let Err(error) = pack(&arrays, named, &places, &mut packed) {
                fault.get_or_insert(error);
            }
        })?;
        if let Some(fault) = fault {
            return Err(fault);
        }
        drop(places);
        keys.packed = packed;
        Ok(keys)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// The parts of a row's key.
    pub fn of(&self, row: usize) -> Vec<KeyPart> {
        let packed = self.packed.get(row).copied().unwrap_or_default();
        let each = (0..self.parts).rev().map(|place| (packed >> (32 * place)) as u32);
        let parts = each.enumerate().map(|(at, bits)| match at == 0 && self.named {
            true => KeyPart::Name(self.names.get(bits as usize).cloned().unwrap_or_default()),
            false => KeyPart::Number((bits ^ 1 << 31).cast_signed()),
        });
        parts.collect()
    }

    /// The parts of a row's key as text, a day as a day.
    pub fn words(&self, row: usize) -> Vec<String> {
        let parts = self.of(row);
        let last = parts.len().saturating_sub(1);
        let day = |number: i32| {
            let epoch = servanda::time::Day::of(1970, 1, 1).unwrap_or(servanda::time::Day::MIN);
            epoch.plus_days(number).to_string()
        };
        let each = parts.into_iter().enumerate().map(|(at, part)| match part {
            KeyPart::Number(number) if self.daily && at == last => day(number),
            part => part.to_string(),
        });
        each.collect()
    }

    /// The row of a key.
    pub fn find(&self, key: &[KeyPart]) -> Option<usize> {
        let wanted = self.packed_key(key)?;
        self.packed.iter().position(|packed| *packed == wanted)
    }

    fn packed_key(&self, key: &[KeyPart]) -> Option<u128> {
        if key.len() as u32 != self.parts {
            return None;
        }
        let mut wanted = 0_u128;
        for part in key {
            let bits = match part {
                KeyPart::Number(number) => lifted(*number),
                KeyPart::Name(name) => self.names.binary_search(name).ok()? as u32,
            };
            wanted = wanted << 32 | u128::from(bits);
        }
        Some(wanted)
    }

    /// The rows by key; those with one key in the file's order.
    pub(in crate::panel) fn by_key(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.packed.len() as u32).collect();
        order.sort_by_key(|row| self.packed.get(*row as usize).copied());
        order
    }

    /// The row of a key, where `order` has the rows by key, or the file itself.
    pub(in crate::panel) fn find_in(
        &self,
        order: Option<&[u32]>,
        key: &[KeyPart],
    ) -> Option<usize> {
        let wanted = self.packed_key(key)?;
        match order {
            None => self.packed.binary_search(&wanted).ok(),
            Some(order) => {
                let own = |row: &u32| self.packed.get(*row as usize).copied();
                let at = order.binary_search_by_key(&Some(wanted), own).ok()?;
                order.get(at).map(|row| *row as usize)
            }
        }
    }

    /// The names that stand in keys, sorted.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The packed keys, with the names as places in another list that has them all.
    pub(in crate::panel) fn ranked(&self, names: &[String]) -> Cow<'_, [u128]> {
        if !self.named || self.names == names {
            return Cow::Borrowed(&self.packed);
        }
        let place = |name: &String| names.binary_search(name).unwrap_or_default() as u128;
        let places: Vec<u128> = self.names.iter().map(place).collect();
        let shift = 32 * (self.parts - 1);
        let each = self.packed.iter().map(|packed| {
            let own = (packed >> shift) as usize;
            let rest = packed & ((1 << shift) - 1);
            places.get(own).copied().unwrap_or_default() << shift | rest
        });
        Cow::Owned(each.collect())
    }

    /// The rows in the order of their keys; none where the file has them so already.
    ///
    /// # Errors
    /// Two rows have one key.
    pub fn order(&self) -> Result<Option<Vec<u32>>, PanelFault> {
        if self.packed.is_sorted_by(|one, next| one < next) {
            return Ok(None);
        }
        let key = |row: &u32| self.packed.get(*row as usize).copied();
        let order = self.by_key();
        for pair in order.windows(2) {
            if let [one, next] = pair
                && key(one) == key(next)
            {
                return Err(PanelFault::new(
                    format!(
                        "the key {} stands on the rows {} and {}",
                        self.words(*one as usize).join("-"),
                        one + 1,
                        next + 1
                    ),
                    "a panel has each key once: find out which of the rows is meant",
                ));
            }
        }
        Ok(Some(order))
    }

    /// The rows whose key stands on an earlier row, each with that row.
    pub fn doubles(&self) -> Vec<(usize, usize)> {
        if self.packed.is_sorted_by(|one, next| one < next) {
            return Vec::new();
        }
        let order: Vec<usize> = self.by_key().into_iter().map(|row| row as usize).collect();
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut first = 0;
        for pair in order.windows(2) {
            let [one, next] = pair else { continue };
            if self.packed.get(*one) == self.packed.get(*next) {
                if found.last().is_none_or(|(_, last)| last != one) {
                    first = *one;
                }
                found.push((first, *next));
            }
        }
        found
    }
}

impl fmt::Display for KeyPart {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyPart::Number(number) => write!(out, "{number}"),
            KeyPart::Name(name) => out.write_str(name),
        }
    }
}

/// Every name of the first key column, sorted.
fn names(frame: &Frame) -> Result<Vec<String>, PanelFault> {
    let mut names: Vec<String> = Vec::new();
    frame.each(&["treaty"], &mut |arrays| {
        let text = arrays.first().and_then(|array| arrow_cast::cast(array, &DataType::Utf8).ok());
        let text = text.as_ref().and_then(|text| text.as_string_opt::<i32>());
        for name in text.into_iter().flatten().flatten() {
            if names.last().is_none_or(|last| last != name) {
                names.push(name.to_owned());
            }
        }
    })?;
    names.sort();
    names.dedup();
    Ok(names)
}

fn pack(
    arrays: &[ArrayRef],
    named: bool,
    places: &BTreeMap<&str, u32>,
    packed: &mut Vec<u128>,
) -> Result<(), PanelFault> {
    let start = packed.len();
    packed.resize(start + arrays.first().map_or(0, Array::len), 0);
    let fresh = packed.get_mut(start..).unwrap_or_default();
    for (at, array) in arrays.iter().enumerate() {
        if array.null_count() > 0 {
            return Err(PanelFault::new("a key has no value", "name a file as it was written"));
        }
        let kind = if at == 0 && named { DataType::Utf8 } else { DataType::Int32 };
        let array = arrow_cast::cast(array, &kind).map_err(|error| broken(&error))?;
        let mut set = |row: usize, bits: u32| {
            if let Some(key) = fresh.get_mut(row) {
                *key = *key << 32 | u128::from(bits);
            }
        };
        if let Some(names) = array.as_string_opt::<i32>() {
            for (row, name) in names.iter().enumerate() {
                set(row, name.and_then(|name| places.get(name).copied()).unwrap_or_default());
            }
        } else if let Some(numbers) = array.as_primitive_opt::<Int32Type>() {
            numbers.values().iter().enumerate().for_each(|(row, number)| set(row, lifted(*number)));
        }
    }
    Ok(())
}
