//! A panel as a file: Parquet, Arrow or CSV, block by block on every core, with what the panel says of
//! itself. Writes to what it is given and opens no file.

use super::frame::Panel;
use super::pack::{Packed, Packer};
use arrow_array::RecordBatch;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{ArrowError, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedRowGroupWriter;
use parquet::schema::types::{ColumnDescPtr, ColumnPath};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

/// The form of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sink {
    /// Apache Parquet, packed with Zstandard.
    Parquet,
    /// An Arrow IPC file, which Feather's second version is too.
    Arrow,
    /// An Arrow IPC stream, for pipes.
    ArrowStream,
    /// Comma-separated text. A cell without a value is empty; the columns `..._covered` say why.
    Csv,
}

/// What was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Written {
    /// How many rows.
    pub rows: usize,
}

impl Panel {
    /// Writes the panel. `step` hears how many rows were written since it was last called.
    ///
    /// # Errors
    /// Whatever the target of the writing says.
    pub fn write(
        &self,
        sink: Sink,
        out: impl Write + Send,
        step: &mut dyn FnMut(usize),
    ) -> io::Result<Written> {
        match sink {
            Sink::Parquet => self.parquet(out, step),
            Sink::Arrow => {
                let mut writer = FileWriter::try_new(out, &self.schema()).map_err(of_arrow)?;
                self.each(step, |batch| writer.write(batch))?;
                writer.finish().map_err(of_arrow)?;
                writer.into_inner().map_err(of_arrow)?.flush()?;
                Ok(Written { rows: self.rows() })
            }
            Sink::ArrowStream => {
                let mut writer = StreamWriter::try_new(out, &self.schema()).map_err(of_arrow)?;
                self.each(step, |batch| writer.write(batch))?;
                writer.finish().map_err(of_arrow)?;
                writer.into_inner().map_err(of_arrow)?.flush()?;
                Ok(Written { rows: self.rows() })
            }
            Sink::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                let names = self.schema();
                let names = names.fields().iter().map(|field| field.name());
                writer.write_record(names).map_err(of_csv)?;
                self.each(step, |batch| csv_rows(&mut writer, batch))?;
                writer.flush()?;
                Ok(Written { rows: self.rows() })
            }
        }
    }

    fn each(
        &self,
        step: &mut dyn FnMut(usize),
        mut write: impl FnMut(&RecordBatch) -> Result<(), ArrowError>,
    ) -> io::Result<()> {
        for batch in self.batches() {
            let batch = batch.map_err(of_arrow)?;
            write(&batch).map_err(of_arrow)?;
            step(batch.num_rows());
        }
        Ok(())
    }

    /// One row group for each block. Every core fills and packs blocks; this thread puts them into the
    /// file in their order.
    fn parquet(&self, out: impl Write + Send, step: &mut dyn FnMut(usize)) -> io::Result<Written> {
        let schema = self.schema();
        let writer = ArrowWriter::try_new(out, schema.clone(), Some(self.properties()));
        let (mut file, groups) =
            writer.and_then(ArrowWriter::into_serialized_writer).map_err(of_parquet)?;
        let columns = file.schema_descr().columns().to_vec();
        let form = Form { schema: &schema, columns: &columns, groups: &groups };
        let blocks: Vec<_> = self.plan().blocks().collect();
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| -> io::Result<()> {
            let (send, receive) = sync_channel(1);
            for _ in 0..cores.min(blocks.len()) {
                let (send, next, blocks, form) = (send.clone(), &next, &blocks, &form);
                let mut packer = Packer::new()?;
                scope.spawn(move || {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(block) = blocks.get(at) else { break };
                        let batch = self.batch(form.schema, block).map_err(ParquetError::from);
                        let packed = batch.and_then(|batch| form.packed(&mut packer, at, &batch));
                        // Nobody receives any more once a write has failed.
                        if send.send((at, packed.map(|chunks| (chunks, block.rows())))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(send);
            let mut waiting = BTreeMap::new();
            let mut due = 0;
            for (at, packed) in receive {
                waiting.insert(at, packed);
                while let Some(packed) = waiting.remove(&due) {
                    let (chunks, rows) = packed.map_err(of_parquet)?;
                    let mut group = file.next_row_group().map_err(of_parquet)?;
                    for chunk in chunks {
                        chunk.append_to(&mut group).map_err(of_parquet)?;
                    }
                    group.close().map_err(of_parquet)?;
                    step(rows);
                    due += 1;
                }
            }
            Ok(())
        })?;
        file.finish().map_err(of_parquet)?;
        file.inner_mut().flush()?;
        Ok(Written { rows: self.rows() })
    }

    fn properties(&self) -> WriterProperties {
        let about = self.schema().metadata().clone();
        let notes = about.into_iter().map(|(key, value)| KeyValue::new(key, value));
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_statistics_enabled(EnabledStatistics::None)
            .set_offset_index_disabled(true)
            .set_created_by(format!("servanda {}", env!("CARGO_PKG_VERSION")))
            .set_key_value_metadata(Some(notes.collect()));
        for (at, field) in self.schema().fields().iter().enumerate() {
            let column = ColumnPath::from(field.name().as_str());
            // Runs of small whole numbers pack well as differences, and faster than into a dictionary.
            if field.data_type().is_integer() {
                properties = properties
                    .set_column_dictionary_enabled(column.clone(), false)
                    .set_column_encoding(column.clone(), Encoding::DELTA_BINARY_PACKED);
            }
            if bounded(at) {
                properties =
                    properties.set_column_statistics_enabled(column, EnabledStatistics::Chunk);
            }
        }
        properties.build()
    }
}

/// What the columns of a file are.
struct Form<'a> {
    schema: &'a SchemaRef,
    columns: &'a [ColumnDescPtr],
    groups: &'a ArrowRowGroupWriterFactory,
}

/// A packed column of a block.
enum Chunk {
    /// By ourselves.
    Own(Packed),
    /// By the library.
    Library(ArrowColumnChunk),
}

impl Form<'_> {
    /// The columns of a block, packed.
    fn packed(
        &self,
        packer: &mut Packer,
        at: usize,
        batch: &RecordBatch,
    ) -> Result<Vec<Chunk>, ParquetError> {
        let mut writers = Vec::new();
        let mut chunks = Vec::with_capacity(batch.num_columns());
        for (place, (array, column)) in batch.columns().iter().zip(self.columns).enumerate() {
            if let Some(own) = packer.pack(array, column, bounded(place))? {
                chunks.push(Chunk::Own(own));
                continue;
            }
            if writers.is_empty() {
                writers.extend(self.groups.create_column_writers(at)?.into_iter().map(Some));
            }
            // No column of a panel is nested: each has one leaf.
            for leaf in compute_leaves(self.schema.field(place), array)? {
                let Some(mut writer) = writers.get_mut(place).and_then(Option::take) else { break };
                writer.write(&leaf)?;
                chunks.push(Chunk::Library(writer.close()?));
            }
        }
        Ok(chunks)
    }
}

impl Chunk {
    fn append_to(
        self,
        group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    ) -> Result<(), ParquetError> {
        match self {
            Chunk::Own((bytes, close)) => group.append_column(&bytes, close),
            Chunk::Library(chunk) => chunk.append_to_row_group(group),
        }
    }
}

/// Whether the file says the bounds of a column: readers skip row groups by the first key.
fn bounded(place: usize) -> bool {
    place == 0
}

fn csv_rows(writer: &mut csv::Writer<impl Write>, batch: &RecordBatch) -> Result<(), ArrowError> {
    let options = FormatOptions::new();
    let columns = batch.columns().iter().map(|array| ArrayFormatter::try_new(array, &options));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let external = |error: csv::Error| ArrowError::ExternalError(Box::new(of_csv(error)));
    let mut cell = String::new();
    for row in 0..batch.num_rows() {
        for column in &columns {
            cell.clear();
            column.value(row).write(&mut cell)?;
            writer.write_field(&cell).map_err(external)?;
        }
        writer.write_record(None::<&[u8]>).map_err(external)?;
    }
    Ok(())
}

/// The error of a target, taken out of what the CSV writer wraps it in.
fn of_csv(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The error of a target, taken out of what Arrow wraps it in.
fn of_arrow(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, error) => error,
        ArrowError::ExternalError(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(other),
    }
}

/// The error of a target, taken out of what Parquet wraps it in.
fn of_parquet(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(other),
    }
}
