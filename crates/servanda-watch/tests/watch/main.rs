//! What a watch reads, asks, tells and keeps, with an invented pact and invented feeds, and against a server of the
//! test's own.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

mod alerts;
mod common;
mod http;
mod rules;
mod server;
mod sinks;
mod state;
mod webhook;
