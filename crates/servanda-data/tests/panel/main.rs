//! Panels against the frames of research, where these lie beside the repository; else a note. Nothing of
//! the files is printed but counts.
#![cfg(feature = "full")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first thing that is not as it must be, and says what"
)]

mod atop;
mod diff;
mod duty;
mod explain;
mod files;
mod frame;
mod invented;
mod lint;
mod read;
mod similarity;
mod sources;
