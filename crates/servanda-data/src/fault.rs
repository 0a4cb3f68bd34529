//! What can be wrong with a file of data, and with one of its rows. Words for people: each fault says
//! what was met and what to do. Knows no layout.

/// Why a whole file cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileFault {
    /// What was met.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
    /// Whether a limit of size was reached.
    pub too_large: bool,
}

impl FileFault {
    pub(crate) fn new(cause: impl Into<String>, remedy: impl Into<String>) -> FileFault {
        FileFault { cause: cause.into(), remedy: remedy.into(), too_large: false }
    }
}

/// Why one row was left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowFault {
    /// The line of the file on which the row begins, from 1; the header is line 1.
    pub line: usize,
    /// The column at fault, where it is one.
    pub column: Option<&'static str>,
    /// What was met.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
}

impl std::fmt::Display for RowFault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(out, ", column `{column}`")?;
        }
        write!(out, ": {} ({})", self.cause, self.remedy)
    }
}

/// A file that was read: its rows in the file's order, and the rows that were left out.
#[derive(Clone, Debug)]
pub struct Reading<Row> {
    /// The version of the data, as the file says it (`5.1`).
    pub version: String,
    /// The rows that could be read.
    pub rows: Vec<Row>,
    /// Those that could not, each with its line.
    pub faults: Vec<RowFault>,
}
