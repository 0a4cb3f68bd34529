//! Days, spans of days, and days that a source leaves uncertain.
//!
//! Knows the calendar only; knows nothing of treaties, and there is no "today" in it.

mod day;
mod interval;
mod uncertain_day;

pub mod slip;

pub use day::{Day, DayError};
pub use interval::Interval;
pub use uncertain_day::{DateError, UncertainDay, UncertainSpan};
