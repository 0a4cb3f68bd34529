//! A file of events as batches of the columns that are looked at: Parquet by row groups, GDELT's own text by blocks of whole
//! lines, packed or not. Any worker may take the next piece; memory does not grow with the file.

use crate::columns::{COLUMNS, places, schema};
use crate::fault::MatchFault;
use arrow_array::builder::{Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use flate2::read::MultiGzDecoder;
use memchr::{memchr, memrchr};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use servanda_events::{Fields, Row};
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Rows of a batch.
const BATCH: usize = 8192;

/// Bytes of a block of text.
const BLOCK: usize = 2 * 1024 * 1024;

/// Bytes that a zip file may unpack to: those of GDELT hold a day at most.
const MOST_UNPACKED: u64 = 1 << 30;

/// A file of events.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Parquet { metadata: ArrowReaderMetadata, kept: Vec<usize>, next: AtomicUsize },
    Text { blocks: Mutex<Blocks>, version: usize },
}

/// The text of a file, block by block.
struct Blocks {
    input: Box<dyn Read + Send>,
    /// What came after the last whole line.
    rest: Vec<u8>,
    ended: bool,
}

impl std::fmt::Debug for Blocks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Blocks").field("ended", &self.ended).finish_non_exhaustive()
    }
}

impl Source {
    /// Opens a file: Parquet, or GDELT's text with its 58 or 61 columns, packed by gzip or zip or not.
    ///
    /// # Errors
    /// It cannot be read, or is no such file.
    pub fn open(path: &Path) -> Result<Source, MatchFault> {
        let shown = path.display().to_string();
        opened(path)
            .map(|kind| Source { path: path.to_owned(), kind })
            .map_err(|fault| fault.of(&shown))
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Takes the next piece of the file and gives its batches away; false: nothing was left.
    pub(crate) fn piece(
        &self,
        give: &mut dyn FnMut(&RecordBatch) -> Result<(), MatchFault>,
    ) -> Result<bool, MatchFault> {
        let done = match &self.kind {
            Kind::Parquet { metadata, kept, next } => {
                let group = next.fetch_add(1, Ordering::Relaxed);
                group_of(&self.path, metadata, kept, group, give)
            }
            Kind::Text { blocks, version } => {
                let block = blocks.lock().unwrap_or_else(PoisonError::into_inner).next();
                block.and_then(|block| match block {
                    Some(block) => lines(&block, *version, give).map(|()| true),
                    None => Ok(false),
                })
            }
        };
        done.map_err(|fault| if fault.file.is_empty() { fault.of(&self.name()) } else { fault })
    }
}

fn opened(path: &Path) -> Result<Kind, MatchFault> {
    let mut file = File::open(path).map_err(|error| MatchFault::reading(&error))?;
    let mut head = [0; 4];
    let read = file.read(&mut head).map_err(|error| MatchFault::reading(&error))?;
    file.seek(SeekFrom::Start(0)).map_err(|error| MatchFault::reading(&error))?;
    match head.get(..read).unwrap_or_default() {
        b"PAR1" => {
            let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::default());
            let metadata = metadata.map_err(|error| MatchFault::reading(&error))?;
            let kept = places(metadata.schema())?.into_iter().flatten().collect();
            Ok(Kind::Parquet { metadata, kept, next: AtomicUsize::new(0) })
        }
        [0x1f, 0x8b, ..] => text(Box::new(MultiGzDecoder::new(file))),
        [b'P', b'K', 3, 4] => {
            let unpacked = servanda_events::unzipped(file, MOST_UNPACKED).map_err(|fault| {
                let servanda_events::FileFault { cause, remedy } = fault;
                MatchFault::new(cause, remedy)
            })?;
            text(Box::new(Cursor::new(unpacked)))
        }
        [] => Err(MatchFault::new("the file is empty", "name the file that holds the rows")),
        _ => text(Box::new(file)),
    }
}

fn text(input: Box<dyn Read + Send>) -> Result<Kind, MatchFault> {
    let mut blocks = Blocks { input, rest: Vec::new(), ended: false };
    let first = blocks.next()?.unwrap_or_default();
    let line = first.get(..memchr(b'\n', &first).unwrap_or(first.len())).unwrap_or_default();
    let width = Fields::default().cut(line, b'\t').width();
    let version = match width {
        57 | 58 => 0,
        61 => 1,
        _ => {
            return Err(MatchFault::new(
                format!("its first line has {width} columns between tabs"),
                "GDELT's event tables have 58 (version 1) or 61 (version 2); `servanda watch` reads other feeds",
            ));
        }
    };
    let blocks = Blocks {
        input: Box::new(Cursor::new(first).chain(blocks.whole())),
        rest: Vec::new(),
        ended: false,
    };
    Ok(Kind::Text { blocks: Mutex::new(blocks), version })
}

impl Blocks {
    /// What is left, as one.
    fn whole(self) -> impl Read + Send {
        Cursor::new(self.rest).chain(self.input)
    }

    /// The next block of whole lines; none at the end.
    fn next(&mut self) -> Result<Option<Vec<u8>>, MatchFault> {
        if self.ended {
            return Ok(None);
        }
        let mut block = std::mem::take(&mut self.rest);
        block.reserve(BLOCK);
        let wanted = BLOCK.saturating_sub(block.len()) as u64;
        let read = self.input.by_ref().take(wanted).read_to_end(&mut block);
        read.map_err(|error| MatchFault::reading(&error))?;
        if block.len() < BLOCK {
            self.ended = true;
            return Ok((!block.is_empty()).then_some(block));
        }
        let Some(end) = memrchr(b'\n', &block) else {
            return Err(MatchFault::new(
                format!("a line is longer than {BLOCK} bytes"),
                "GDELT's lines are short: this is another file, or a broken one",
            ));
        };
        self.rest.extend_from_slice(block.get(end + 1..).unwrap_or_default());
        block.truncate(end + 1);
        Ok(Some(block))
    }
}

fn group_of(
    path: &Path,
    metadata: &ArrowReaderMetadata,
    kept: &[usize],
    group: usize,
    give: &mut dyn FnMut(&RecordBatch) -> Result<(), MatchFault>,
) -> Result<bool, MatchFault> {
    if group >= metadata.metadata().num_row_groups() {
        return Ok(false);
    }
    let fault = |error: &dyn std::fmt::Display| MatchFault::reading(error);
    let file = File::open(path).map_err(|error| fault(&error))?;
    let mask = ProjectionMask::roots(metadata.parquet_schema(), kept.iter().copied());
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
        .with_projection(mask)
        .with_row_groups(vec![group])
        .with_batch_size(BATCH)
        .build()
        .map_err(|error| fault(&error))?;
    for batch in reader {
        give(&batch.map_err(|error| fault(&error))?)?;
    }
    Ok(true)
}

/// Cells of one column that wait for being a batch.
enum Cells {
    Numbers(Int64Builder),
    Texts(StringBuilder),
}

/// The batches of a block of lines. A cell that is no number becomes none, and its row is then rejected by who reads it;
/// so does a row with more or fewer columns.
fn lines(
    block: &[u8],
    version: usize,
    give: &mut dyn FnMut(&RecordBatch) -> Result<(), MatchFault>,
) -> Result<(), MatchFault> {
    let widths: &[usize] = if version == 0 { &[57, 58] } else { &[61] };
    let places: Vec<usize> =
        COLUMNS.iter().map(|wanted| wanted.at.get(version).copied().unwrap_or_default()).collect();
    let mut cells = begun();
    let (mut fields, mut rows, mut rest) = (Fields::default(), 0, block);
    while !rest.is_empty() {
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        rest = after.get(1..).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        let row = fields.cut(line, b'\t');
        let sound = widths.contains(&row.width());
        for (column, place) in cells.iter_mut().zip(&places) {
            column.add(sound.then_some(row), *place);
        }
        rows += 1;
        if rows == BATCH {
            give(&batch(std::mem::replace(&mut cells, begun()))?)?;
            rows = 0;
        }
    }
    if rows > 0 { give(&batch(cells)?) } else { Ok(()) }
}

fn begun() -> Vec<Cells> {
    let column = |number: bool| match number {
        true => Cells::Numbers(Int64Builder::with_capacity(BATCH)),
        false => Cells::Texts(StringBuilder::with_capacity(BATCH, BATCH * 4)),
    };
    COLUMNS.iter().map(|wanted| column(wanted.number)).collect()
}

impl Cells {
    #[inline]
    fn add(&mut self, row: Option<Row<'_>>, place: usize) {
        let cell = row.as_ref().map_or(&b""[..], |row| row.get(place));
        match self {
            Cells::Numbers(numbers) => numbers.append_option(whole_number(cell)),
            Cells::Texts(texts) => match std::str::from_utf8(cell) {
                Ok(text) => texts.append_value(text),
                // Feeds are UTF-8 with Latin-1 in between.
                Err(_) => {
                    texts.append_value(
                        cell.iter().map(|byte| char::from(*byte)).collect::<String>(),
                    );
                }
            },
        }
    }
}

/// A whole number of at most eighteen digits.
#[inline]
fn whole_number(cell: &[u8]) -> Option<i64> {
    if cell.is_empty() || cell.len() > 18 {
        return None;
    }
    cell.iter().try_fold(0_i64, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| number * 10 + i64::from(digit))
    })
}

fn batch(cells: Vec<Cells>) -> Result<RecordBatch, MatchFault> {
    let columns = cells.into_iter().map(|column| match column {
        Cells::Numbers(mut numbers) => Arc::new(numbers.finish()) as ArrayRef,
        Cells::Texts(mut texts) => Arc::new(texts.finish()) as ArrayRef,
    });
    let made = RecordBatch::try_new(schema(), columns.collect());
    made.map_err(|error| MatchFault::new(format!("{error}"), "tell the makers: a batch is broken"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "that is what is tested")]

    use super::*;

    #[test]
    fn blocks_end_with_whole_lines_and_lose_nothing() {
        let line = format!("{}\n", "x".repeat(999));
        let text = line.repeat(5000) + "the end";
        let mut blocks =
            Blocks { input: Box::new(Cursor::new(text.clone())), rest: Vec::new(), ended: false };
        let (mut all, mut pieces) = (Vec::new(), 0);
        while let Some(block) = blocks.next().unwrap() {
            all.extend_from_slice(&block);
            pieces += 1;
            assert!(block.ends_with(b"\n") || all.len() == text.len());
        }
        assert!(pieces > 2 && all == text.as_bytes());
    }

    #[test]
    fn a_line_without_end_is_refused() {
        let endless = Box::new(std::io::repeat(b'x'));
        let mut blocks = Blocks { input: endless, rest: Vec::new(), ended: false };
        assert!(blocks.next().unwrap_err().cause.contains("longer than"));
    }

    #[test]
    fn numbers_are_digits_and_nothing_else() {
        assert_eq!(whole_number(b"20020514"), Some(20_020_514));
        for bad in ["", "-1", "1.0", "12a", "1234567890123456789"] {
            assert_eq!(whole_number(bad.as_bytes()), None, "{bad}");
        }
    }
}
