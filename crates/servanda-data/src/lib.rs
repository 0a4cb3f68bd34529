//! **servanda-data**: readers of research data. The user's own files become typed rows; what cannot be
//! read is told with its line, its cause and its remedy, and the rest loads.
//!
//! Knows how the files of others are laid out. Opens no file and ships no row of anybody's data: every
//! reader takes bytes. The readers know no treaty text; `crosscheck` alone puts what they read beside the
//! treaties of a world.
//!
//! ```
//! let file = "atopid,member\n9005,365\n"; // some other table
//! let fault = servanda_data::atop::members(file.as_bytes()).unwrap_err();
//! assert!(fault.cause.contains("lacks the columns"));
//! ```

pub mod atop;
pub mod cell;
pub mod cores;
pub mod cow;
pub mod crosscheck;
pub mod fault;
#[cfg(feature = "full")]
pub mod panel;
#[cfg(feature = "full")]
pub mod sheet;
pub mod table;
pub mod text;

mod pledge;

pub use cell::Coded;
pub use fault::{FileFault, Reading, RowFault};
