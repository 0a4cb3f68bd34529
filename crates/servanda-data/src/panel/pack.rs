//! One column of a block as a piece of a Parquet file. The columns of a panel hold the same value over
//! many rows, or the same row of values again and again: each value stands once in a dictionary, and the
//! rows are runs of places in it. The library's own encoders look at every cell several times, for any
//! values at all; this looks at runs. Text, and whatever else this does not know, is left to the library.
//! Knows arrays and pages, and no column by name.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int8Type, Int32Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding, PageType, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, PageEncodingStats};
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;
use std::io;
use std::ops::Range;
use zstd::bulk::Compressor;

/// A dictionary has fewer values than this, so that two bytes hold a place in it.
const FULL: u16 = u16::MAX;

/// Whole numbers that lie farther apart than this are left to the library.
const WIDEST: i64 = 1 << 20;

/// From so many rows on in a run of one value, runs are shorter than places one by one.
const LONG: usize = 4;

/// A packed column of a block: its bytes, and what the file's end says of them.
pub(super) type Packed = (Bytes, ColumnCloseResult);

/// Packs columns, one after another.
pub(super) struct Packer {
    zstd: Compressor<'static>,
}

/// What stands in the rows that have a value.
#[derive(Default)]
struct Coded {
    /// The dictionary, or without one the values themselves, in plain form.
    plain: Vec<u8>,
    /// How many values stand in the dictionary; none where there is no dictionary.
    values: Option<u16>,
    /// Which of them over how many rows.
    runs: Vec<(u16, u32)>,
    /// The least and the largest, of whole numbers.
    bounds: Option<(i32, i32)>,
}

impl Packer {
    pub(super) fn new() -> io::Result<Packer> {
        Ok(Packer { zstd: Compressor::new(ZstdLevel::default().compression_level())? })
    }

    /// Packs a column; nothing where the library must. With `bounds` the end of the file says its
    /// least and largest value.
    pub(super) fn pack(
        &mut self,
        array: &ArrayRef,
        of: &ColumnDescPtr,
        bounds: bool,
    ) -> Result<Option<Packed>, ParquetError> {
        let known: Vec<Range<usize>> = match array.nulls() {
            Some(nulls) => nulls.valid_slices().map(|(from, end)| from..end).collect(),
            None => std::iter::once(0..array.len()).collect(),
        };
        let Some(coded) = coded(array, &known) else { return Ok(None) };
        let mut page = Vec::new();
        if of.max_def_level() > 0 {
            let levels = levels(&known, array.len());
            page.extend((levels.len() as u32).to_le_bytes());
            page.extend(levels);
        }
        match coded.values {
            Some(values) => places(&coded.runs, values, &mut page),
            None => page.extend(&coded.plain),
        }
        self.chunk(of, &coded, &page, array.len(), bounds).map(Some)
    }

    /// The pages of a column, with what is said of them.
    fn chunk(
        &mut self,
        of: &ColumnDescPtr,
        coded: &Coded,
        page: &[u8],
        rows: usize,
        bounds: bool,
    ) -> Result<Packed, ParquetError> {
        let mut sink = TrackedWrite::new(Vec::new());
        let mut pages = SerializedPageWriter::new(&mut sink);
        let (mut unpacked, mut offset, mut stats) = (0, 0, Vec::new());
        let mut encodings = vec![Encoding::PLAIN, Encoding::RLE];
        let mut encoding = Encoding::PLAIN;
        if let Some(values) = coded.values {
            let buf = Bytes::from(self.zstd.compress(&coded.plain)?);
            let (num_values, encoding_of_it) = (u32::from(values), Encoding::PLAIN);
            let page = Page::DictionaryPage {
                buf,
                num_values,
                encoding: encoding_of_it,
                is_sorted: false,
            };
            let spec = pages.write_page(CompressedPage::new(page, coded.plain.len()))?;
            unpacked += spec.uncompressed_size;
            offset = spec.bytes_written as i64;
            stats.push(stat(PageType::DICTIONARY_PAGE, encoding));
            encoding = Encoding::RLE_DICTIONARY;
            encodings.push(encoding);
        }
        let data = Page::DataPage {
            buf: Bytes::from(self.zstd.compress(page)?),
            num_values: rows as u32,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        unpacked += pages.write_page(CompressedPage::new(data, page.len()))?.uncompressed_size;
        stats.push(stat(PageType::DATA_PAGE, encoding));
        let bytes = Bytes::from(sink.into_inner()?);
        let mut about = ColumnChunkMetaData::builder(of.clone())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_encodings(encodings)
            .set_page_encoding_stats(stats)
            .set_total_compressed_size(bytes.len() as i64)
            .set_total_uncompressed_size(unpacked as i64)
            .set_num_values(rows as i64)
            .set_data_page_offset(offset)
            .set_dictionary_page_offset(coded.values.map(|_| 0));
        if let Some((least, largest)) = coded.bounds.filter(|_| bounds) {
            let missing = rows - coded.runs.iter().map(|(_, rows)| *rows as usize).sum::<usize>();
            let missing = Some(missing as u64);
            let bounds = Statistics::int32(Some(least), Some(largest), None, missing, false);
            about = about.set_statistics(bounds);
        }
        let close = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: rows as u64,
            metadata: about.build()?,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok((bytes, close))
    }
}

fn stat(page_type: PageType, encoding: Encoding) -> PageEncodingStats {
    PageEncodingStats { page_type, encoding, count: 1 }
}

/// The rows that have a value, coded; nothing where the library must.
fn coded(array: &ArrayRef, known: &[Range<usize>]) -> Option<Coded> {
    match array.data_type() {
        DataType::Int8 => whole(array.as_primitive::<Int8Type>().values(), known),
        DataType::Int32 => whole(array.as_primitive::<Int32Type>().values(), known),
        DataType::Date32 => whole(array.as_primitive::<Date32Type>().values(), known),
        DataType::Float64 => Some(numbers(array.as_primitive::<Float64Type>().values(), known)),
        DataType::Boolean if array.null_count() == 0 => {
            let bits = array.as_boolean().values();
            let mut plain = bits.sliced().as_slice().get(..bits.len().div_ceil(8))?.to_vec();
            // What lies behind the last row is no value.
            if let (Some(last), past @ 1..) = (plain.last_mut(), bits.len() % 8) {
                *last &= (1 << past) - 1;
            }
            Some(Coded { plain, ..Coded::default() })
        }
        _ => None,
    }
}

/// The values of rows that are known, in runs of one value.
fn each_run<'v, T: Copy>(
    values: &'v [T],
    known: &'v [Range<usize>],
    same: impl Fn(T, T) -> bool + Copy + 'v,
) -> impl Iterator<Item = (T, u32)> + 'v {
    known.iter().filter_map(|span| values.get(span.clone())).flat_map(move |mut rest| {
        std::iter::from_fn(move || {
            let first = *rest.first()?;
            let rows = first_run(rest, |value| same(first, value));
            rest = rest.get(rows..)?;
            Some((first, rows as u32))
        })
    })
}

/// How many rows, from the first on, are as the first.
fn first_run<T: Copy>(values: &[T], same: impl Fn(T) -> bool) -> usize {
    if values.get(1).is_none_or(|second| !same(*second)) {
        return 1;
    }
    // Sixteen at once, without asking after each, is what processors do best.
    let all = |piece: &&[T]| piece.iter().fold(true, |all, value| all & same(*value));
    let whole: usize = values.chunks(16).take_while(all).map(<[T]>::len).sum();
    let rest = values.get(whole..).unwrap_or_default();
    whole + rest.iter().take_while(|value| same(**value)).count()
}

/// Whole numbers that lie near one another.
fn whole<T: Copy + PartialEq + Into<i32>>(values: &[T], known: &[Range<usize>]) -> Option<Coded> {
    let all = || known.iter().filter_map(|span| values.get(span.clone())).flatten();
    let (least, largest) = all().fold((i32::MAX, i32::MIN), |(least, largest), value| {
        let value = (*value).into();
        (least.min(value), largest.max(value))
    });
    if least > largest {
        return Some(Coded::default());
    }
    let width = i64::from(largest) - i64::from(least);
    if width > WIDEST {
        return None;
    }
    let mut seen = vec![FULL; width as usize + 1];
    let (mut coded, mut count) = (Coded::default(), 0);
    for (value, rows) in each_run(values, known, |one, other| one == other) {
        let value = value.into();
        let place = seen.get_mut((value - least) as usize)?;
        if *place == FULL {
            if count == FULL {
                return None;
            }
            *place = count;
            count += 1;
            coded.plain.extend(value.to_le_bytes());
        }
        coded.runs.push((*place, rows));
    }
    Some(Coded { values: Some(count), bounds: Some((least, largest)), ..coded })
}

/// Numbers, told apart by their bits. Where most differ a dictionary saves nothing, and they stand as
/// they are.
fn numbers(values: &[f64], known: &[Range<usize>]) -> Coded {
    let rows: usize = known.iter().map(Range::len).sum();
    let mut table = Table::new(rows);
    let mut runs = Vec::new();
    let mut last = None;
    let same = |one: f64, other: f64| one.to_bits() == other.to_bits();
    for (value, rows_of_it) in each_run(values, known, same) {
        let place = table.place(value.to_bits(), last);
        if place == FULL || table.values.len() > rows / 2 + 1 {
            let all = known.iter().filter_map(|span| values.get(span.clone())).flatten();
            let plain = all.flat_map(|value| value.to_le_bytes()).collect();
            return Coded { plain, ..Coded::default() };
        }
        last = Some(place);
        runs.push((place, rows_of_it));
    }
    let plain: Vec<u8> = table.values.iter().flat_map(|bits| bits.to_le_bytes()).collect();
    let values = (!runs.is_empty()).then_some(table.values.len() as u16);
    Coded { plain, values, runs, bounds: None }
}

/// A dictionary of numbers by their bits, as it fills.
struct Table {
    values: Vec<u64>,
    /// Where each value stands, by its hash or behind that; at least half of it is free.
    slots: Vec<u16>,
    shift: u32,
}

impl Table {
    fn new(rows: usize) -> Table {
        let slots = (2 * rows.min(usize::from(FULL))).next_power_of_two().max(2);
        let shift = 64 - slots.trailing_zeros();
        Table { values: Vec::new(), slots: vec![FULL; slots], shift }
    }

    /// The place of a value, which often follows on the value before; `FULL` if there is no room.
    fn place(&mut self, bits: u64, last: Option<u16>) -> u16 {
        let next = last.map_or(0, |last| last + 1);
        if self.values.get(usize::from(next)) == Some(&bits) {
            return next;
        }
        let first = (bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        for step in 0..self.slots.len() {
            let at = (first + step) & (self.slots.len() - 1);
            let Some(slot) = self.slots.get_mut(at) else { break };
            if *slot == FULL {
                let place = self.values.len() as u16;
                if place < FULL {
                    *slot = place;
                    self.values.push(bits);
                }
                return place;
            }
            if self.values.get(usize::from(*slot)) == Some(&bits) {
                return *slot;
            }
        }
        FULL
    }
}

/// Runs of whether a row has a value: levels of definition, one bit wide.
fn levels(known: &[Range<usize>], rows: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut row = 0;
    for span in known {
        run(span.start - row, &[0], &mut out);
        run(span.len(), &[1], &mut out);
        row = span.end;
    }
    run(rows - row, &[0], &mut out);
    out
}

/// One value over some rows, in the hybrid form of Parquet.
fn run(rows: usize, value: &[u8], out: &mut Vec<u8>) {
    if rows > 0 {
        varint((rows as u64) << 1, out);
        out.extend(value);
    }
}

fn varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Places in a dictionary of so many values, each in whole bytes: so the same row of values has the same
/// bytes wherever it begins, and packs well.
fn places(runs: &[(u16, u32)], values: u16, out: &mut Vec<u8>) {
    let wide = values > 256;
    out.push(if wide { 16 } else { 8 });
    let rows: usize = runs.iter().map(|(_, rows)| *rows as usize).sum();
    if runs.len() * LONG <= rows {
        for (place, rows) in runs {
            let bytes = place.to_le_bytes();
            run(*rows as usize, bytes.get(..1 + usize::from(wide)).unwrap_or_default(), out);
        }
        return;
    }
    // Places one by one stand in groups of eight.
    let padded = rows.next_multiple_of(8);
    varint((padded as u64 / 8) << 1 | 1, out);
    out.reserve(padded << usize::from(wide));
    for (place, rows) in runs.iter().chain([&(0, (padded - rows) as u32)]) {
        if wide {
            (0..*rows).for_each(|_| out.extend_from_slice(&place.to_le_bytes()));
        } else {
            out.extend(std::iter::repeat_n(*place as u8, *rows as usize));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

    use super::*;
    use arrow_array::{
        BooleanArray, Date32Array, Float64Array, Int8Array, Int32Array, RecordBatch, StringArray,
    };
    use arrow_schema::{Field, Schema};
    use parquet::arrow::ArrowWriter;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use std::sync::Arc;

    /// A column packed, written as a file of its own and read by the library; nothing if it is left to
    /// the library.
    fn read_back(array: &ArrayRef, nullable: bool) -> Option<ArrayRef> {
        let field = Field::new("column", array.data_type().clone(), nullable);
        let schema = Arc::new(Schema::new(vec![field]));
        let writer = ArrowWriter::try_new(Vec::new(), schema, None).unwrap();
        let (mut file, _) = writer.into_serialized_writer().unwrap();
        let column = file.schema_descr().column(0);
        let (bytes, close) = Packer::new().unwrap().pack(array, &column, true).unwrap()?;
        let mut group = file.next_row_group().unwrap();
        group.append_column(&bytes, close).unwrap();
        group.close().unwrap();
        let file = Bytes::from(file.into_inner().unwrap());
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let reader = reader.with_batch_size(1 << 20).build().unwrap();
        let mut batches = reader.map(|batch: Result<RecordBatch, _>| batch.unwrap());
        let column = batches.next().unwrap().column(0).clone();
        assert!(batches.next().is_none(), "one batch has all rows");
        Some(column)
    }

    fn same(array: impl Array + 'static) {
        let array: ArrayRef = Arc::new(array);
        assert_eq!(read_back(&array, true).as_ref(), Some(&array), "may be without a value");
        if array.null_count() == 0 {
            assert_eq!(read_back(&array, false).as_ref(), Some(&array), "never without a value");
        }
    }

    #[test]
    fn whole_numbers_come_back_in_long_runs_and_one_by_one() {
        let runs = (0..1000).map(|row| row / 90 - 3);
        same(Int32Array::from_iter_values(runs.clone()));
        same(Int8Array::from_iter_values(runs.map(|value| value as i8)));
        same(Int32Array::from_iter_values((0..203).map(|row| 1816 + row)));
        same(Int32Array::from_iter_values((0..5001).map(|row| row * 7 % 900)));
        same(Date32Array::from_iter_values((0..999).map(|row| row / 300 - 5)));
        same(Int32Array::from_iter_values([7]));
    }

    #[test]
    fn what_is_missing_stays_missing() {
        let row = |row: i32| (row % 11 > 4).then_some(row / 40);
        same((0..777).map(row).collect::<Int32Array>());
        same((0..777).map(|at| row(at).map(f64::from)).collect::<Float64Array>());
        same(Int8Array::from(vec![None; 100]));
        same(Float64Array::from(vec![None; 9]));
        same(Int8Array::from(vec![None, Some(1), Some(1), None]));
    }

    #[test]
    fn numbers_keep_their_bits_with_a_dictionary_and_without() {
        let series = |rows: i32, many: i32| {
            Float64Array::from_iter_values((0..rows).map(|row| 1.0 / f64::from(row % many + 1)))
        };
        same(series(1000, 50));
        same(series(9000, 300));
        same(series(1000, 1000));
        same(series(200_000, 70_000));
        let odd = [0.0, -0.0, f64::INFINITY, 0.0, -0.0, f64::MIN_POSITIVE];
        let odd: ArrayRef = Arc::new(Float64Array::from_iter_values(odd));
        let back = read_back(&odd, false).unwrap();
        let bits = |array: &ArrayRef| -> Vec<u64> {
            let values = array.as_primitive::<Float64Type>().values();
            values.iter().map(|value| value.to_bits()).collect()
        };
        assert_eq!(bits(&back), bits(&odd));
    }

    #[test]
    fn truths_come_back_whatever_their_number() {
        for rows in [1, 8, 13, 1000] {
            let all: BooleanArray = (0..rows).map(|row| Some(row % 3 == 1)).collect();
            same(all.slice(rows / 2, rows - rows / 2));
            same(all);
        }
    }

    #[test]
    fn text_and_numbers_far_apart_are_left_to_the_library() {
        let left = |array: ArrayRef| assert_eq!(read_back(&array, true), None);
        left(Arc::new(StringArray::from(vec!["NATO"])));
        left(Arc::new(Int32Array::from_iter_values([0, i32::MAX])));
        left(Arc::new(Int32Array::from_iter_values(0..70_000)));
        left(Arc::new(BooleanArray::from(vec![Some(true), None])));
    }
}
