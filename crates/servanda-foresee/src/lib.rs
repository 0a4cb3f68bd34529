//! **servanda-foresee**: prospects of an alliance, each with its provenance: how such alliances ended, how
//! often such pledges were honored, and who would come if a member were attacked.
//!
//! What states *owe* is the engine's to say; this says what they *may do*, and how little that is known.
//! Takes rows and a world, opens no file, ships no row of anybody's data, and knows no terminal.

#![allow(
    clippy::cast_precision_loss,
    reason = "counts of alliances, years and draws lie far below 2^52"
)]

pub mod backtest;
pub mod brief;
pub mod call;
pub mod cascade;
pub mod chance;
mod draw;
pub mod forecast;
pub mod form;
pub mod history;
pub mod honor;
pub mod inputs;
pub mod logit;
pub mod page;
pub mod picture;
pub mod rates;
pub mod rows;
pub mod score;
