//! A table from an Arrow file or stream. A file is a stream between two marks and is read as one. Knows
//! no column.

use super::Sheet;
use super::arrow::{Filling, broken};
use crate::fault::FileFault;
use crate::table;
use arrow_ipc::reader::StreamReader;
use arrow_ipc::{RecordBatch, root_as_message};

/// A message begins with this, then the length of what describes it.
const CONTINUES: [u8; 4] = [0xff; 4];

pub(super) fn read(
    bytes: &[u8],
    keep: &dyn Fn(&str) -> bool,
    most: u64,
) -> Result<Sheet, FileFault> {
    let is_file = bytes.starts_with(b"ARROW1");
    if is_file && !bytes.ends_with(b"ARROW1") {
        return Err(broken(&"an Arrow file ends with the mark it begins with, and this does not"));
    }
    // Zeros fill up the mark at the start.
    let start = bytes.iter().skip(6).position(|byte| *byte != 0).map_or(0, |zeros| 6 + zeros);
    let stream = if is_file { bytes.get(start..).unwrap_or_default() } else { bytes };
    let unpacked = unpacked(stream)?;
    if unpacked > most {
        return Err(table::too_large(most));
    }
    let open = |kept| StreamReader::try_new(stream, kept).map_err(|error| broken(&error));
    let mut filling = Filling::new(&open(None)?.schema(), keep, most)?;
    for batch in open(Some(filling.kept()))? {
        filling.add(&batch.map_err(|error| broken(&error))?)?;
    }
    Ok(filling.done())
}

/// How many bytes the packed parts of a stream say they hold.
fn unpacked(stream: &[u8]) -> Result<u64, FileFault> {
    let (mut rest, mut sum) = (stream, 0_u64);
    let cut = || broken(&"a message is longer than the file");
    loop {
        let Some(after) = rest.strip_prefix(&CONTINUES) else {
            // The end of a stream may go without a mark; old files have messages without one.
            let old = !rest.is_empty() && sum == 0 && rest.len() == stream.len();
            return if old { Err(broken(&"it is older than Arrow 0.15")) } else { Ok(sum) };
        };
        let (length, after) = after.split_first_chunk::<4>().ok_or_else(cut)?;
        let length = usize::try_from(i32::from_le_bytes(*length)).map_err(|_| cut())?;
        if length == 0 {
            return Ok(sum);
        }
        let (head, after) = after.split_at_checked(length).ok_or_else(cut)?;
        let message = root_as_message(head).map_err(|error| broken(&error))?;
        let length = usize::try_from(message.bodyLength()).map_err(|_| cut())?;
        let (body, after) = after.split_at_checked(length).ok_or_else(cut)?;
        let batch = message
            .header_as_record_batch()
            .or_else(|| message.header_as_dictionary_batch()?.data());
        if let Some(batch) = batch {
            sum = sum.saturating_add(claimed(batch, body).ok_or_else(cut)?);
        }
        rest = after;
    }
}

/// What the packed buffers of a batch say they hold: each begins with its length. Nothing, where a
/// buffer lies outside of the batch.
fn claimed(batch: RecordBatch<'_>, body: &[u8]) -> Option<u64> {
    let mut sum = 0_u64;
    for buffer in batch.buffers().into_iter().flatten() {
        let from = usize::try_from(buffer.offset()).ok()?;
        let end = from.checked_add(usize::try_from(buffer.length()).ok()?)?;
        let packed = body.get(from..end)?;
        if let (Some(_), Some(length)) = (batch.compression(), packed.first_chunk::<8>()) {
            sum = sum.saturating_add(u64::try_from(i64::from_le_bytes(*length)).unwrap_or(0));
        }
    }
    Some(sum)
}
