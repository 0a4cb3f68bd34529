//! Feeds from files to cases: the known traps, the real samples beside the repository, mappings and questions.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at a surprise, and prints its figures"
)]

mod backtest;
mod common;
mod mappings;
mod samples;
mod traps;
