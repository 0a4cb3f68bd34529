//! One table from the bytes of a file, by column: CSV packed or not, Parquet, or Arrow. What it is, its
//! bytes say; the name of a file is never asked.
//!
//! A cell is a number, a word or a day, or it is missing, which is never zero: `NA`, `NaN`, `.`, an empty
//! cell and a null are missing. What a project codes as missing in its own way (-9) its reader knows, not
//! this. Large and hostile files are refused by limits of size. Knows no column.

mod arrow;
mod column;
mod field;
mod ipc;
mod parquet;
mod text;

use crate::fault::{FileFault, RowFault};
use crate::table;
use column::Column;
use servanda::syntax::diagnostic::did_you_mean;

pub use field::Field;

/// The most bytes that a table may hold, unpacked: in the file, and again in its columns.
pub const LARGEST: u64 = 512 * 1024 * 1024;

/// A table by column.
#[derive(Debug)]
pub struct Sheet {
    /// Every column of the file, in lower case, in the file's order.
    names: Vec<String>,
    /// Those that were asked for, by place in `names`.
    columns: Vec<Option<Column>>,
    rows: usize,
    /// The line of each row, where the file has lines.
    lines: Vec<u32>,
    /// Rows that could not be read at all.
    pub faults: Vec<RowFault>,
}

impl Sheet {
    /// Reads a table and keeps the columns that are `wanted`, and `version`.
    ///
    /// # Errors
    /// It is no table, cut short, or too large.
    ///
    /// ```
    /// use servanda_data::sheet::Sheet;
    /// let sheet = Sheet::read(b"ccode;year\n2.0;1816\n", &["ccode", "year"]).unwrap();
    /// assert_eq!(sheet.field("ccode").whole(0), Ok(Some(2)));
    /// ```
    pub fn read(bytes: &[u8], wanted: &[&str]) -> Result<Sheet, FileFault> {
        Sheet::read_within(bytes, wanted, LARGEST)
    }

    fn read_within(bytes: &[u8], wanted: &[&str], most: u64) -> Result<Sheet, FileFault> {
        let unpacked = match bytes {
            [0x1f, 0x8b, ..] => Some(table::unpacked(bytes, most)?),
            _ => None,
        };
        let bytes = unpacked.as_deref().unwrap_or(bytes);
        if bytes.len() as u64 > most {
            return Err(table::too_large(most));
        }
        let keep = |name: &str| name == "version" || wanted.contains(&name);
        match bytes {
            [b'P', b'A', b'R', b'1', ..] => caught(|| parquet::read(bytes, &keep, most)),
            [b'A', b'R', b'R', b'O', b'W', b'1', ..] | [0xff, 0xff, 0xff, 0xff, ..] => {
                caught(|| ipc::read(bytes, &keep, most))
            }
            _ => text::read(bytes, &keep, most),
        }
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Every column of the file, in lower case, in the file's order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether the file has a column.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// The line on which a row stands. A file without lines (Parquet, Arrow) counts as if each row were
    /// one, below a header.
    pub fn line(&self, row: usize) -> usize {
        self.lines.get(row).map_or(row + 2, |line| *line as usize)
    }

    /// One column; all its cells are missing where the file does not have it.
    pub fn field(&self, name: &'static str) -> Field<'_> {
        let place = self.names.iter().position(|known| known == name);
        let column = place.and_then(|place| self.columns.get(place)?.as_ref());
        Field { name, sheet: self, column }
    }

    /// Says which of the columns that must be there are not, and what the file has instead.
    ///
    /// # Errors
    /// A column is not there. `what` says what file it should be: `the contiguity file of COW`.
    pub fn require(&self, what: &str, names: &[&str]) -> Result<(), FileFault> {
        let lacking: Vec<&str> = names.iter().copied().filter(|name| !self.has(name)).collect();
        if lacking.is_empty() {
            return Ok(());
        }
        let quoted = |names: &[&str]| -> String {
            let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            quoted.join(", ")
        };
        let mut found: Vec<&str> = self.names.iter().map(String::as_str).take(12).collect();
        let more = self.names.len().saturating_sub(found.len());
        let others = if more > 0 { format!(" and {more} more") } else { String::new() };
        let near = lacking.iter().filter_map(|name| {
            let near = did_you_mean(name, self.names.iter().map(String::as_str))?;
            Some(format!("is `{near}` meant as `{name}`?"))
        });
        let mut remedy: Vec<String> = near.collect();
        remedy.push(format!("name {what}, with its header"));
        let columns = if lacking.len() == 1 { "column" } else { "columns" };
        found.dedup();
        Err(FileFault::new(
            format!(
                "this is not {what}: it lacks the {columns} {}; it has {}{others}",
                quoted(&lacking),
                quoted(&found)
            ),
            remedy.join("; "),
        ))
    }

    /// The version of the data, where the first row names one: a short word such as `5.1`.
    pub fn version(&self) -> Option<String> {
        let words = self.field("version").words(0)?.into_owned();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
        ((1..=16).contains(&words.len()) && words.bytes().all(plain)).then_some(words)
    }
}

/// Reads, and takes a file that breaks the library that reads it for a broken file. The libraries for
/// Parquet and Arrow check much of what a file says of itself, and stop at some of the rest.
fn caught(read: impl FnOnce() -> Result<Sheet, FileFault>) -> Result<Sheet, FileFault> {
    // Whatever was half read is dropped with the panic: nothing of it is seen again.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(arrow::broken(&"its parts do not fit one another")))
}

#[cfg(test)]
mod tests;
