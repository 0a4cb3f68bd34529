//! Batches of Arrow arrays, whatever their types, to columns of numbers, days and words, with a limit on
//! what they may hold. Knows no file.

use super::Sheet;
use super::column::{Column, Words};
use crate::fault::FileFault;
use crate::table;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{DataType, Schema};

/// Columns as they fill, batch by batch.
pub(super) struct Filling {
    names: Vec<String>,
    columns: Vec<Option<Column>>,
    rows: usize,
    most: u64,
}

impl Filling {
    /// Empty columns for the fields that are kept.
    pub(super) fn new(
        schema: &Schema,
        keep: &dyn Fn(&str) -> bool,
        most: u64,
    ) -> Result<Filling, FileFault> {
        let mut filling = Filling { names: Vec::new(), columns: Vec::new(), rows: 0, most };
        for field in schema.fields() {
            let name = field.name().trim().to_ascii_lowercase();
            let column = if keep(&name) { Some(empty(field.data_type(), &name)?) } else { None };
            filling.names.push(name);
            filling.columns.push(column);
        }
        Ok(filling)
    }

    /// The places of the columns that are kept.
    pub(super) fn kept(&self) -> Vec<usize> {
        let kept = self.columns.iter().enumerate().filter(|(_, column)| column.is_some());
        kept.map(|(place, _)| place).collect()
    }

    /// Adds a batch, which holds the kept columns in their order and no others.
    pub(super) fn add(&mut self, batch: &RecordBatch) -> Result<(), FileFault> {
        self.rows += batch.num_rows();
        let mut left = self.most;
        let kept = self.columns.iter_mut().flatten();
        for (column, array) in kept.zip(batch.columns()) {
            left = left.saturating_sub(column.bytes());
            append(column, array, left)?
                .then_some(())
                .ok_or_else(|| table::too_large(self.most))?;
            left = left.saturating_sub(array.len() as u64);
        }
        Ok(())
    }

    pub(super) fn done(self) -> Sheet {
        let Filling { names, columns, rows, .. } = self;
        Sheet { names, columns, rows, lines: Vec::new(), faults: Vec::new() }
    }
}

/// The empty column for a type.
fn empty(of: &DataType, name: &str) -> Result<Column, FileFault> {
    match of {
        DataType::Dictionary(_, values) => empty(values, name),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            Ok(Column::Words(Words::default()))
        }
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => {
            Ok(Column::Days(Vec::new()))
        }
        DataType::Boolean | DataType::Null => Ok(Column::Numbers(Vec::new())),
        number if number.is_numeric() => Ok(Column::Numbers(Vec::new())),
        other => Err(FileFault::new(
            format!("the column `{name}` is of the type {other}: no number, word or day"),
            "write the table again with numbers, words and dates",
        )),
    }
}

pub(super) fn broken(error: &dyn std::fmt::Display) -> FileFault {
    FileFault::new(
        format!("the file is broken or cut short: {error}"),
        "fetch or write the file again",
    )
}

/// Adds the cells of an array. Not, where they would hold more than `left` bytes.
fn append(column: &mut Column, array: &ArrayRef, left: u64) -> Result<bool, FileFault> {
    let to = |of: &DataType| cast(array, of).map_err(|error| broken(&error));
    match column {
        Column::Numbers(numbers) => {
            if (array.len() as u64) * 8 > left {
                return Ok(false);
            }
            let array = to(&DataType::Float64)?;
            let array = array.as_primitive::<Float64Type>();
            if array.null_count() == 0 {
                numbers.extend_from_slice(array.values());
            } else {
                numbers.extend(array.iter().map(|number| number.unwrap_or(f64::NAN)));
            }
            Ok(true)
        }
        Column::Days(days) => {
            if (array.len() as u64) * 4 > left {
                return Ok(false);
            }
            for day in to(&DataType::Date32)?.as_primitive::<Date32Type>() {
                Column::push_day(days, day);
            }
            Ok(true)
        }
        Column::Words(words) => append_words(words, array, left),
    }
}

/// Adds words. A dictionary is looked up word by word: unrolled, it could be larger than its file.
fn append_words(words: &mut Words, array: &ArrayRef, mut left: u64) -> Result<bool, FileFault> {
    let mut push = |word: Option<&str>| {
        let word = word.unwrap_or_default().trim();
        let size = word.len() as u64 + 8;
        let fits = size <= left;
        if fits {
            left -= size;
            words.push(word);
        }
        fits
    };
    if let Some(dictionary) = array.as_any_dictionary_opt() {
        let values = cast(dictionary.values(), &DataType::Utf8View).map_err(|e| broken(&e))?;
        let values = values.as_string_view();
        let keys = cast(dictionary.keys(), &DataType::Int64).map_err(|e| broken(&e))?;
        let word = |key: Option<i64>| {
            let key = usize::try_from(key?).ok().filter(|key| *key < values.len())?;
            values.is_valid(key).then(|| values.value(key))
        };
        return Ok(keys.as_primitive::<Int64Type>().iter().all(|key| push(word(key))));
    }
    let array = cast(array, &DataType::Utf8View).map_err(|error| broken(&error))?;
    Ok(array.as_string_view().iter().all(push))
}
