//! A panel read back from its file: Parquet or Arrow. Unit, list of states and rule stand in the file's
//! metadata and are never guessed from rows; a file without them is refused. Decodes the columns that
//! are asked for, and no other. Takes bytes and opens no file.

mod keys;

pub use keys::{KeyPart, Keys};

use super::block::code_prefix;
use super::fault::PanelFault;
use super::frame::{ABOUT, About, Panel};
use super::plan::{Scope, system_word};
use super::unit::{Of, Step};
use super::write::Sink;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, DataType, Field, SchemaRef};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use servanda::model::System;
use servanda::time::Day;
use std::fmt;
use std::io::Cursor;
use std::sync::OnceLock;

/// Rows that are decoded at a time.
const ROWS: usize = 1 << 16;

/// The form of a file, as its bytes say it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Parquet,
    Arrow,
    ArrowStream,
}

/// A panel in a file.
#[derive(Debug)]
pub struct Frame {
    bytes: Bytes,
    form: Form,
    schema: SchemaRef,
    about: About,
    scope: Scope,
    rows: usize,
    keys: OnceLock<Keys>,
}

/// A value of a cell.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A word.
    Text(String),
    /// Yes or no.
    Truth(bool),
    /// A day.
    Day(Day),
}

/// What a cell holds: the three never look alike.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// A value; zero is one.
    Value(Value),
    /// The source speaks of the row and has no value.
    Unknown,
    /// The source does not speak of the row.
    Outside,
}

impl Frame {
    /// Reads the metadata of a panel's file, and nothing of its rows.
    ///
    /// # Errors
    /// It is no Parquet or Arrow, cut short or broken, or no panel of this program.
    ///
    /// ```
    /// use servanda_data::panel::Frame;
    /// let fault = Frame::read(b"ccode1,ccode2,year\n".to_vec()).unwrap_err();
    /// assert!(fault.cause.contains("neither Parquet nor Arrow"));
    /// ```
    pub fn read(bytes: Vec<u8>) -> Result<Frame, PanelFault> {
        let form = form(&bytes)?;
        let bytes = Bytes::from(bytes);
        let (schema, rows) = caught(|| head(&bytes, form))?;
        let about = schema.metadata().get(ABOUT).ok_or_else(no_panel)?;
        let about: About = serde_json::from_str(about).map_err(|error| {
            PanelFault::new(
                format!("the file's description of its panel cannot be read: {error}"),
                "make the panel again with this program",
            )
        })?;
        let scope = scope(&about)?;
        let frame = Frame { bytes, form, schema, about, scope, rows, keys: OnceLock::new() };
        for name in frame.key_names() {
            if frame.column(name).is_none() {
                return Err(PanelFault::new(
                    format!(
                        "the file says that it is a panel of {}, and has no column `{name}`",
                        frame.about.unit
                    ),
                    "name the file as this program wrote it",
                ));
            }
        }
        Ok(frame)
    }

    /// A panel as if it had been written and read.
    ///
    /// # Errors
    /// A source broke, which is a bug.
    pub fn of(panel: &Panel) -> Result<Frame, PanelFault> {
        let mut bytes = Vec::new();
        panel.write(Sink::Arrow, &mut bytes, &mut |_| {}).map_err(|error| {
            PanelFault::new(format!("the panel cannot be made: {error}"), "report this as a bug")
        })?;
        Frame::read(bytes)
    }

    /// What the file says of itself.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The same, typed.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Every column with its notes, in the file's order.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// A column with its notes.
    pub fn column(&self, name: &str) -> Option<&Field> {
        self.schema.field_with_name(name).ok()
    }

    /// The columns that name a row.
    pub fn key_names(&self) -> Vec<&'static str> {
        let [one, first, second] = match code_prefix(self.scope.system) {
            "gwcode" => ["gwcode", "gwcode1", "gwcode2"],
            _ => ["ccode", "ccode1", "ccode2"],
        };
        let treaty = self.schema.field_with_name("treaty").is_ok();
        let alliance = if treaty { "treaty" } else { "atopid" };
        let mut names = match self.scope.unit.of {
            Of::State => vec![one],
            Of::Dyad | Of::DirectedDyad => vec![first, second],
            Of::Alliance => vec![alliance],
            Of::AllianceMember => vec![alliance, one],
        };
        match self.scope.unit.step {
            Step::Year => names.push("year"),
            Step::Month => names.extend(["year", "month"]),
            Step::Day => names.push("date"),
        }
        names
    }

    /// The columns that sources filled, without those that only say where a source speaks.
    pub fn value_columns(&self) -> impl Iterator<Item = &Field> {
        let keys = self.key_names();
        self.schema.fields().iter().map(|field| &**field).filter(move |field| {
            let known = keys.contains(&field.name().as_str());
            !known && (covered_by(field).is_some() || field.name() == "share")
        })
    }

    /// Some columns, batch by batch, in the order of `names`.
    ///
    /// # Errors
    /// The file is broken, or has no such column.
    pub fn each(
        &self,
        names: &[&str],
        step: &mut dyn FnMut(Vec<ArrayRef>),
    ) -> Result<(), PanelFault> {
        let mut places = Vec::new();
        for name in names {
            places.push(self.schema.index_of(name).map_err(|_| no_column(name))?);
        }
        let mut sorted = places.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let picks: Vec<usize> =
            places.iter().filter_map(|at| sorted.iter().position(|other| other == at)).collect();
        caught(|| {
            for batch in self.batches(&sorted)? {
                let batch = batch.map_err(|error| broken(&error))?;
                step(picks.iter().map(|at| batch.column(*at).clone()).collect());
            }
            Ok(())
        })
    }

    fn batches(
        &self,
        places: &[usize],
    ) -> Result<Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>>, PanelFault> {
        let reader = Cursor::new(self.bytes.clone());
        Ok(match self.form {
            Form::Parquet => {
                let builder = ParquetRecordBatchReaderBuilder::try_new(self.bytes.clone())
                    .map_err(|error| broken(&error))?;
                let mask = ProjectionMask::roots(builder.parquet_schema(), places.iter().copied());
                let built = builder.with_projection(mask).with_batch_size(ROWS).build();
                Box::new(built.map_err(|error| broken(&error))?)
            }
            Form::Arrow => Box::new(
                FileReader::try_new(reader, Some(places.to_vec()))
                    .map_err(|error| broken(&error))?,
            ),
            Form::ArrowStream => Box::new(
                StreamReader::try_new(reader, Some(places.to_vec()))
                    .map_err(|error| broken(&error))?,
            ),
        })
    }

    /// The keys of all rows, decoded once.
    ///
    /// # Errors
    /// The file is broken.
    pub fn keys(&self) -> Result<&Keys, PanelFault> {
        if let Some(keys) = self.keys.get() {
            return Ok(keys);
        }
        let keys = Keys::read(self)?;
        Ok(self.keys.get_or_init(|| keys))
    }

    /// A cell; none where there is no such row.
    ///
    /// # Errors
    /// There is no such column, or the file is broken.
    pub fn cell(&self, key: &[KeyPart], column: &str) -> Result<Option<Cell>, PanelFault> {
        let field = self.column(column).ok_or_else(|| no_column(column))?;
        let Some(row) = self.keys()?.find(key) else { return Ok(None) };
        let mut names = vec![column];
        names.extend(covered_by(field));
        let (mut first, mut found) = (0, None);
        self.each(&names, &mut |arrays| {
            let Some(array) = arrays.first() else { return };
            if (first..first + array.len()).contains(&row) {
                let at = row - first;
                let speaks = arrays.get(1).and_then(|covered| covered.as_boolean_opt());
                let speaks = speaks.is_none_or(|covered| covered.value(at));
                found = Some(match value(array, at) {
                    Some(value) => Cell::Value(value),
                    None if speaks => Cell::Unknown,
                    None => Cell::Outside,
                });
            }
            first += array.len();
        })?;
        Ok(found)
    }
}

/// The column that says where a column's source speaks.
pub(super) fn covered_by(field: &Field) -> Option<&str> {
    field.metadata().get("servanda.covered").map(String::as_str)
}

/// What an array holds in a row; none where it has no value there.
pub fn value(array: &ArrayRef, row: usize) -> Option<Value> {
    if row >= array.len() || array.is_null(row) {
        return None;
    }
    let one = array.slice(row, 1);
    Some(match one.data_type() {
        DataType::Boolean => Value::Truth(one.as_boolean_opt()?.value(0)),
        DataType::Date32 => {
            let since = one.as_primitive_opt::<Date32Type>()?.value(0);
            let epoch = Day::of(1970, 1, 1)?;
            Value::Day(epoch.plus_days(since))
        }
        kind if kind.is_integer() => {
            let cast = arrow_cast::cast(&one, &DataType::Int64).ok()?;
            Value::Whole(cast.as_primitive_opt::<Int64Type>()?.value(0))
        }
        kind if kind.is_numeric() => {
            let cast = arrow_cast::cast(&one, &DataType::Float64).ok()?;
            Value::Number(cast.as_primitive_opt::<Float64Type>()?.value(0))
        }
        _ => {
            let cast = arrow_cast::cast(&one, &DataType::Utf8).ok()?;
            Value::Text(cast.as_string_opt::<i32>()?.value(0).to_owned())
        }
    })
}

impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Whole(number) => write!(out, "{number}"),
            Value::Number(number) => write!(out, "{number}"),
            Value::Text(text) => out.write_str(text),
            Value::Truth(truth) => write!(out, "{truth}"),
            Value::Day(day) => write!(out, "{day}"),
        }
    }
}

/// The form that a file's first bytes say; the last of a Parquet file must be there.
fn form(bytes: &[u8]) -> Result<Form, PanelFault> {
    let again = "fetch or make it again; a panel is written with `-o frame.parquet` or `.arrow`";
    let short = |what: &str| Err(PanelFault::new(format!("the {what} file is cut short"), again));
    match bytes {
        [b'P', b'A', b'R', b'1', rest @ ..] if !rest.ends_with(b"PAR1") => short("Parquet"),
        [b'P', b'A', b'R', b'1', ..] => Ok(Form::Parquet),
        [b'A', b'R', b'R', b'O', b'W', b'1', rest @ ..] if !rest.ends_with(b"ARROW1") => {
            short("Arrow")
        }
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => Ok(Form::Arrow),
        [0xff, 0xff, 0xff, 0xff, ..] => Ok(Form::ArrowStream),
        [] => Err(PanelFault::new("the file is empty", again)),
        _ => Err(PanelFault::new(
            "the file is neither Parquet nor Arrow",
            "name a panel written with `-o frame.parquet` or `.arrow`; a CSV does not say what it is \
             a panel of",
        )),
    }
}

/// The columns with the file's own metadata, and how many rows there are.
fn head(bytes: &Bytes, form: Form) -> Result<(SchemaRef, usize), PanelFault> {
    Ok(match form {
        Form::Parquet => {
            let builder = ParquetRecordBatchReaderBuilder::try_new(bytes.clone())
                .map_err(|error| broken(&error))?;
            let rows = builder.metadata().file_metadata().num_rows();
            (builder.schema().clone(), usize::try_from(rows).unwrap_or_default())
        }
        Form::Arrow => {
            let reader = FileReader::try_new(Cursor::new(bytes.clone()), None);
            let reader = reader.map_err(|error| broken(&error))?;
            let schema = reader.schema();
            // A batch says its length and no more is decoded than the first column.
            let (mut rows, first) = (0, (!schema.fields().is_empty()).then(|| vec![0]));
            let batches = FileReader::try_new(Cursor::new(bytes.clone()), first);
            for batch in batches.map_err(|error| broken(&error))? {
                rows += batch.map_err(|error| broken(&error))?.num_rows();
            }
            (schema, rows)
        }
        Form::ArrowStream => {
            let reader = StreamReader::try_new(Cursor::new(bytes.clone()), None);
            let reader = reader.map_err(|error| broken(&error))?;
            let (schema, mut rows) = (reader.schema(), 0);
            for batch in reader {
                rows += batch.map_err(|error| broken(&error))?.num_rows();
            }
            (schema, rows)
        }
    })
}

/// The scope that a description tells.
fn scope(about: &About) -> Result<Scope, PanelFault> {
    let strange = |what: &str, word: &str| {
        PanelFault::new(
            format!("the file's description has the {what} `{word}`, which is not known"),
            "read it with the version of the program that wrote it",
        )
    };
    if about.schema != "servanda/panel/1" {
        return Err(strange("form", &about.schema));
    }
    let unit = about.unit.parse().map_err(|_| strange("unit", &about.unit))?;
    let systems = [System::Cow, System::GleditschWard];
    let system = systems.into_iter().find(|system| system_word(*system) == about.system);
    Ok(Scope {
        unit,
        system: system.ok_or_else(|| strange("list of states", &about.system))?,
        from: about.from.parse().map_err(|_| strange("first day", &about.from))?,
        to: about.to.parse().map_err(|_| strange("last day", &about.to))?,
        rule: about.rule.parse().map_err(|_| strange("rule", &about.rule))?,
        beyond_list: about.beyond_list,
    })
}

/// Broken bytes can make a decoder panic; whatever was half read is dropped with it.
fn caught<T>(read: impl FnOnce() -> Result<T, PanelFault>) -> Result<T, PanelFault> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(broken(&"its parts do not fit one another")))
}

pub(super) fn broken(error: &dyn fmt::Display) -> PanelFault {
    PanelFault::new(format!("the file is broken: {error}"), "fetch or make it again")
}

fn no_column(name: &str) -> PanelFault {
    PanelFault::new(
        format!("the frame has no column `{name}`"),
        "`servanda cite FRAME` lists its columns",
    )
}

fn no_panel() -> PanelFault {
    PanelFault::new(
        "the file has no description of a panel: what its rows are rows of is not known, and is \
         never guessed",
        "name a file that `servanda panel` wrote; other programs may drop the description when they \
         write a table again",
    )
}
