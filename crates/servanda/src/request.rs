//! What a person asks in words and options, made into a question, and what is refused, with why and what to
//! write instead. Every surface that takes words from people (command, server, assistants, Python) asks here, so
//! that the same words mean the same everywhere.
//!
//! Knows the names of options as the command writes them; reads no file and lays nothing out.

pub mod asked;
pub mod cited;
pub mod coder;
pub mod draft;
pub mod named;
pub mod over_time;
pub mod pledged;
pub mod refusal;
pub mod surveyed;

pub use asked::Asked;
pub use refusal::{Kind, Refusal};
