//! A table from a Parquet file. What the file says of its size is checked before its pages are unpacked,
//! and what comes out of them again. Knows no column.

use super::Sheet;
use super::arrow::{Filling, broken};
use crate::fault::FileFault;
use crate::table;
use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use ::parquet::file::metadata::RowGroupMetaData;
use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use std::sync::Arc;

pub(super) fn read(
    bytes: &[u8],
    keep: &dyn Fn(&str) -> bool,
    most: u64,
) -> Result<Sheet, FileFault> {
    if !bytes.ends_with(b"PAR1") || bytes.len() < 12 {
        return Err(broken(&"a Parquet file ends with its list of contents, and this has none"));
    }
    let bytes = Bytes::copy_from_slice(bytes);
    let options = || ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let plain = ArrowReaderMetadata::load(&bytes, options()).map_err(|error| broken(&error))?;
    let schema = Arc::new(viewed(plain.schema()));
    let mut filling = Filling::new(&schema, keep, most)?;
    bounded(&plain, &filling.kept(), most)?;
    within(&plain, bytes.len())?;
    let options = options().with_schema(Arc::clone(&schema));
    let metadata = ArrowReaderMetadata::try_new(Arc::clone(plain.metadata()), options);
    let metadata = metadata.map_err(|error| broken(&error))?;
    let mask = ProjectionMask::roots(metadata.parquet_schema(), filling.kept());
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(bytes, metadata)
        .with_projection(mask)
        .with_batch_size(32 * 1024)
        .build()
        .map_err(|error| broken(&error))?;
    for batch in reader {
        filling.add(&batch.map_err(|error| broken(&error))?)?;
    }
    Ok(filling.done())
}

/// The schema with words as views: a word that stands in many rows is then held once.
fn viewed(schema: &Schema) -> Schema {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 => {
            Field::new(field.name(), DataType::Utf8View, field.is_nullable())
        }
        _ => field.as_ref().clone(),
    });
    Schema::new(fields.collect::<Vec<_>>())
}

/// Refuses a file that says of itself that it unpacks beyond the limit.
fn bounded(metadata: &ArrowReaderMetadata, kept: &[usize], most: u64) -> Result<(), FileFault> {
    let file = metadata.metadata();
    let rows = u64::try_from(file.file_metadata().num_rows()).unwrap_or(u64::MAX);
    let unpacked: u64 = file
        .row_groups()
        .iter()
        .flat_map(|group| {
            let kept = |place: &usize| {
                kept.contains(&metadata.parquet_schema().get_column_root_idx(*place))
            };
            let columns = group.columns().iter().enumerate();
            columns.filter(move |(place, _)| kept(place)).map(|(_, column)| column)
        })
        .map(|column| u64::try_from(column.uncompressed_size()).unwrap_or(u64::MAX))
        .fold(0, u64::saturating_add);
    let cells = rows.saturating_mul(4 * kept.len() as u64);
    if unpacked > most || cells > most { Err(table::too_large(most)) } else { Ok(()) }
}

/// Refuses a file whose list of contents names places outside of it.
fn within(metadata: &ArrowReaderMetadata, length: usize) -> Result<(), FileFault> {
    let columns = metadata.metadata().row_groups().iter().flat_map(RowGroupMetaData::columns);
    let mut inside = columns.map(|column| {
        let from = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
        let end = from.checked_add(column.compressed_size())?;
        let end = usize::try_from(end).ok().filter(|end| *end <= length)?;
        usize::try_from(from).ok().filter(|from| *from <= end)
    });
    if inside.all(|from| from.is_some()) {
        Ok(())
    } else {
        Err(broken(&"a column lies outside of the file"))
    }
}
