//! Why a watch stops or refuses to begin, in the diagnostics of the language.

use servanda::request::{Kind, Refusal};
use servanda::syntax::{Code, Diagnostic};
use std::fmt;

/// A file of rules to begin with.
pub const EXAMPLE: &str = include_str!("../rules/example.toml");

/// Why a watch stops.
#[derive(Clone, Debug)]
pub struct Stop(pub Refusal);

impl Stop {
    /// One fault without a text.
    pub(crate) fn bare(
        kind: Kind,
        code: Code,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Stop {
        Stop(Refusal::bare(kind, Diagnostic::bare(code, message).help(help)))
    }

    /// The state cannot be used.
    pub(crate) fn state(message: impl Into<String>, help: impl Into<String>) -> Stop {
        Stop::bare(Kind::Missing, Code::SV1103, message, help)
    }

    /// A sink cannot be used.
    pub(crate) fn sink(message: impl Into<String>, help: impl Into<String>) -> Stop {
        Stop::bare(Kind::Missing, Code::SV1104, message, help)
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut faults = self.0.faults.iter();
        f.write_str(faults.next().map_or("", |fault| fault.message.as_str()))
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop(refusal)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Stop {
        Stop::state(
            format!("the state cannot be read or written: {error}"),
            "check that the disk has room and that the file is whole; what was committed stays as it was",
        )
    }
}

impl From<serde_json::Error> for Stop {
    fn from(error: serde_json::Error) -> Stop {
        Stop::state(
            format!("the state holds what this program did not write: {error}"),
            "name another file with `--state`, or bring back a copy",
        )
    }
}
