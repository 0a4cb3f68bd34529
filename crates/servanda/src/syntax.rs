//! Text to tree and errors.
//!
//! Knows the treaty language: its words, its clauses, its two hosts (literate Markdown and bare
//! text), its JSON form and its canonical layout. Must not know what a clause means: whether a
//! state exists, a treaty is in force or a duty falls due is the model's and the engine's business.

pub mod clause;
pub mod code;
pub mod cursor;
pub mod diagnostic;
pub mod document;
pub mod fix;
pub mod format;
pub mod hope;
pub mod host;
pub mod json;
pub mod keyword;
pub mod lexer;
pub mod mention;
pub mod print;
pub mod read;
pub mod source;
pub mod tree;
pub mod vocabulary;

mod read_condition;
mod read_duty;
mod read_record;

pub use code::{Code, Severity};
pub use diagnostic::{Diagnostic, Label};
pub use document::{Document, Entry, parse};
pub use fix::{Edit, Fix};
pub use source::{Source, Sources, Span};
