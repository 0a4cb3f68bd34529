//! The columns of an event table that the matcher looks at, under the names GDELT 2.0 gives them, in the types it works
//! with. Tables that were written by other programs come in other types of the same meaning: those are cast. Knows no
//! treaty.

use crate::fault::MatchFault;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_cast::cast;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::sync::Arc;

/// One column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// Its name, as GDELT 2.0 has it.
    pub name: &'static str,
    /// Whether its cells are whole numbers; else text.
    pub number: bool,
    /// Whether a table without it is refused; else its cells count as empty.
    pub needed: bool,
    /// Its place among the 58 columns of GDELT 1.0 and the 61 of GDELT 2.0.
    pub(crate) at: [usize; 2],
}

const fn number(name: &'static str, at: [usize; 2], needed: bool) -> Wanted {
    Wanted { name, number: true, needed, at }
}

const fn text(name: &'static str, at: usize, needed: bool) -> Wanted {
    Wanted { name, number: false, needed, at: [at, at] }
}

pub(crate) const ID: usize = 0;
pub(crate) const DAY: usize = 1;
pub(crate) const ACTORS: [usize; 2] = [2, 9];
pub(crate) const CODE: usize = 16;
pub(crate) const MENTIONS: usize = 17;
pub(crate) const SOURCES: usize = 18;
pub(crate) const PLACE: usize = 19;
pub(crate) const ADDED: usize = 20;

/// Every column that is looked at, in the order of GDELT's tables.
pub const COLUMNS: [Wanted; 21] = [
    number("GlobalEventID", [0, 0], true),
    number("SQLDATE", [1, 1], true),
    text("Actor1Code", 5, false),
    text("Actor1Name", 6, false),
    text("Actor1CountryCode", 7, true),
    text("Actor1KnownGroupCode", 8, false),
    text("Actor1Type1Code", 12, true),
    text("Actor1Type2Code", 13, false),
    text("Actor1Type3Code", 14, false),
    text("Actor2Code", 15, false),
    text("Actor2Name", 16, false),
    text("Actor2CountryCode", 17, true),
    text("Actor2KnownGroupCode", 18, false),
    text("Actor2Type1Code", 22, true),
    text("Actor2Type2Code", 23, false),
    text("Actor2Type3Code", 24, false),
    text("EventCode", 26, true),
    number("NumMentions", [31, 31], false),
    number("NumSources", [32, 32], false),
    Wanted { name: "ActionGeo_CountryCode", number: false, needed: false, at: [51, 53] },
    number("DATEADDED", [56, 59], true),
];

/// The table that these columns make.
pub(crate) fn schema() -> SchemaRef {
    let field = |wanted: &Wanted| {
        let kind = if wanted.number { DataType::Int64 } else { DataType::Utf8 };
        Field::new(wanted.name, kind, true)
    };
    Arc::new(Schema::new(COLUMNS.iter().map(field).collect::<Vec<_>>()))
}

/// The columns of one batch; none where the table lacks one.
pub(crate) struct Columns {
    numbers: Vec<Option<Int64Array>>,
    texts: Vec<Option<StringArray>>,
    pub(crate) rows: usize,
}

/// Which of a table's columns are looked at, in the order of [`COLUMNS`]. Names are compared without case: programs that
/// write tables change it.
pub(crate) fn places(schema: &Schema) -> Result<Vec<Option<usize>>, MatchFault> {
    let place = |wanted: &Wanted| {
        let mut names = schema.fields().iter();
        names.position(|field| field.name().eq_ignore_ascii_case(wanted.name))
    };
    let places: Vec<Option<usize>> = COLUMNS.iter().map(place).collect();
    let lacking = COLUMNS.iter().zip(&places).filter(|(wanted, at)| wanted.needed && at.is_none());
    let lacking: Vec<&str> = lacking.map(|(wanted, _)| wanted.name).collect();
    if lacking.is_empty() {
        return Ok(places);
    }
    Err(MatchFault::new(
        format!("the table has no column {}", lacking.join(", ")),
        "name the columns as GDELT 2.0 does (docs: At scale)",
    ))
}

impl Columns {
    /// The columns of a batch in the types the matcher works with.
    pub(crate) fn of(batch: &RecordBatch) -> Result<Columns, MatchFault> {
        let places = places(batch.schema_ref())?;
        let mut columns =
            Columns { numbers: Vec::new(), texts: Vec::new(), rows: batch.num_rows() };
        for (wanted, place) in COLUMNS.iter().zip(places) {
            let array = place.map(|place| batch.column(place));
            let kind = if wanted.number { DataType::Int64 } else { DataType::Utf8 };
            let array = array.map(|array| of_type(wanted, array, &kind)).transpose()?;
            let (number, text) = match (wanted.number, &array) {
                (true, Some(array)) => (array.as_primitive_opt::<Int64Type>().cloned(), None),
                (false, Some(array)) => (None, array.as_string_opt::<i32>().cloned()),
                (_, None) => (None, None),
            };
            columns.numbers.push(number);
            columns.texts.push(text);
        }
        Ok(columns)
    }

    /// A cell of text; empty where there is none.
    #[inline]
    pub(crate) fn text(&self, column: usize, row: usize) -> &[u8] {
        match self.texts.get(column) {
            Some(Some(array)) if array.is_valid(row) => array.value(row).as_bytes(),
            _ => b"",
        }
    }

    /// A cell of a number; none where there is none.
    #[inline]
    pub(crate) fn number(&self, column: usize, row: usize) -> Option<i64> {
        let array = self.numbers.get(column)?.as_ref()?;
        array.is_valid(row).then(|| array.value(row))
    }
}

fn of_type(wanted: &Wanted, array: &ArrayRef, kind: &DataType) -> Result<ArrayRef, MatchFault> {
    if array.data_type() == kind {
        return Ok(Arc::clone(array));
    }
    let is_code = !wanted.number && array.data_type().is_numeric();
    if is_code {
        // `040` is a code, not the number forty: once read as a number it cannot be told from `40`.
        return Err(MatchFault::new(
            format!("the column {} holds numbers, not text", wanted.name),
            "read codes as text when you write the table: their zeros in front count",
        ));
    }
    cast(array, kind).map_err(|_| {
        let found = array.data_type();
        let wants = if wanted.number { "whole numbers" } else { "text" };
        MatchFault::new(
            format!("the column {} holds {found}", wanted.name),
            format!("write it as {wants}"),
        )
    })
}
