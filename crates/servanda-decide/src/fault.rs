//! What is wrong with the inputs of a model, in words: one fault with its remedy. Knows the codes of
//! diagnostics and no place in a text.

use servanda::syntax::{Code, Diagnostic};

/// One thing wrong, with what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Its kind.
    pub code: Code,
    /// What is wrong, lower case, no full stop.
    pub message: String,
    /// What to write or do.
    pub help: String,
}

impl Fault {
    /// A fault with its remedy.
    pub fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault { code, message: message.into(), help: help.into() }
    }

    /// The same as a diagnostic without a place.
    pub fn diagnostic(self) -> Diagnostic {
        Diagnostic::bare(self.code, self.message).help(self.help)
    }
}
