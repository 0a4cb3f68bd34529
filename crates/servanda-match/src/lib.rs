//! Tables of events against the dated pledges of every treaty: which pledges may an event awaken? A screen, not an answer:
//! it knows who was pledged what on that day if something of the kind befell them, and asks the engine nothing about the
//! one event. What it lets through is for `servanda ask` and `servanda watch`.
//!
//! ```text
//! Parquet, GDELT text -> source -> columns -> matcher -> rows of pledges
//!                        batches   checked    mapping,   one for each event and pledge
//!                                             screen
//! ```
//!
//! A batch goes in and batches come out; nothing is kept from one to the next, so that any number of workers on any number
//! of machines give the same rows. Opens the files it is told to; knows no present day.

mod columns;
mod fault;
mod matcher;
mod output;
mod run;
mod screen;
mod source;
mod written;

pub use columns::{COLUMNS, Wanted};
pub use fault::MatchFault;
pub use matcher::{Counted, Matcher};
pub use output::{plain, schema};
pub use run::{Rows, read, run};
pub use screen::Screen;
pub use source::Source;
pub use written::Parquet;
