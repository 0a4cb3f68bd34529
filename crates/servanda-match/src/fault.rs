//! What can be wrong with a file or a batch, with what to do about it.

use std::fmt;

/// What is wrong, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatchFault {
    /// Which file; empty: a batch that came from no file.
    pub file: String,
    /// What is wrong.
    pub cause: String,
    /// What to do.
    pub remedy: String,
}

impl MatchFault {
    pub(crate) fn new(cause: impl Into<String>, remedy: impl Into<String>) -> MatchFault {
        MatchFault { file: String::new(), cause: cause.into(), remedy: remedy.into() }
    }

    pub(crate) fn of(self, file: &str) -> MatchFault {
        MatchFault { file: file.to_owned(), ..self }
    }

    pub(crate) fn reading(error: &dyn fmt::Display) -> MatchFault {
        MatchFault::new(
            format!("the file cannot be read to its end: {error}"),
            "fetch or write it again: it may have been cut short",
        )
    }
}

impl fmt::Display for MatchFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}: ", self.file)?;
        }
        write!(f, "{}; {}", self.cause, self.remedy)
    }
}

impl std::error::Error for MatchFault {}
