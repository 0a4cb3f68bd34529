//! What is wrong with one row. A row that cannot be read is counted and kept with its line and its
//! reason; the rest of the file is read.

use std::fmt;

/// Why a row was not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Another number of fields than the feed has.
    Fields {
        /// How many it has.
        found: usize,
        /// How many the feed has.
        wanted: usize,
    },
    /// The line is longer than any row of a feed.
    TooLong {
        /// The most bytes that are read as one row.
        most: usize,
    },
    /// A quotation mark opens and nothing closes it.
    OpenQuote,
    /// A byte that no text has.
    Zero,
    /// No JSON object.
    Json(String),
    /// A cell that is not of its column's kind.
    Cell {
        /// The column.
        column: &'static str,
        /// What its cells are.
        wanted: &'static str,
        /// What stands there, cut.
        found: String,
    },
}

impl Reason {
    /// A cell that is not what its column holds.
    pub(crate) fn cell(column: &'static str, wanted: &'static str, found: &[u8]) -> Reason {
        Reason::Cell { column, wanted, found: cut(found) }
    }
}

/// The beginning of a cell as text.
fn cut(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes.get(..40).unwrap_or(bytes)).into_owned();
    if bytes.len() > 40 { text + "..." } else { text }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Fields { found, wanted } => {
                write!(f, "{found} fields where the feed has {wanted}")
            }
            Reason::TooLong { most } => write!(f, "a line of more than {most} bytes"),
            Reason::OpenQuote => write!(f, "a quotation mark opens and nothing closes it"),
            Reason::Zero => write!(f, "a zero byte, which no text has"),
            Reason::Json(cause) => write!(f, "no JSON object: {cause}"),
            Reason::Cell { column, wanted, found } => {
                write!(f, "`{column}` is `{found}`, not {wanted}")
            }
        }
    }
}

/// One row that was not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reject {
    /// The name under which the file was read.
    pub file: String,
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// Why.
    pub reason: Reason,
    /// The beginning of the row, at most 4 KiB, so that a reject file can be mended and read again.
    pub row: Vec<u8>,
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}
