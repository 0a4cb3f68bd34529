//! Rows written as Parquet. Knows nothing of where they come from.

use crate::fault::MatchFault;
use crate::output::{plain, schema};
use crate::run::Rows;
use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::io::Write;

/// A Parquet file that is being written, words written out: every program reads it.
pub struct Parquet<W: Write + Send> {
    writer: ArrowWriter<W>,
}

fn fault(error: &parquet::errors::ParquetError) -> MatchFault {
    MatchFault::new(format!("the rows cannot be written: {error}"), "look whether the disk is full")
}

impl<W: Write + Send> Parquet<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn new(out: W) -> Result<Parquet<W>, MatchFault> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            // Rows that wait for being written are held in memory.
            .set_max_row_group_row_count(Some(256 * 1024))
            .build();
        let writer = ArrowWriter::try_new(out, schema(true), Some(properties));
        Ok(Parquet { writer: writer.map_err(|error| fault(&error))? })
    }

    /// Ends the file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn end(self) -> Result<W, MatchFault> {
        self.writer.into_inner().map_err(|error| fault(&error))
    }
}

impl<W: Write + Send> Rows for Parquet<W> {
    fn take(&mut self, batch: RecordBatch) -> Result<(), MatchFault> {
        self.writer.write(&plain(&batch)?).map_err(|error| fault(&error))
    }
}
