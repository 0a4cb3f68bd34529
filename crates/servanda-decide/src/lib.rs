//! **servanda-decide**: what a meeting may decide. Bargaining models whose workings are open, plain
//! forecasts beside them, decision rules, power indices, and how much an outcome hinges on each input.
//!
//! What states *owe* is the business of `servanda`; this crate reckons with what they *want*. It opens no
//! file, starts no thread and draws no number without a seed. No accuracy is claimed for any model.
//!
//! ```
//! use servanda_decide::power::{Game, shapley_shubik};
//! let council = Game::new(&[4, 4, 4, 2, 2, 1], 12).unwrap();
//! let power = shapley_shubik(&council);
//! assert!((power[0] - 7.0 / 30.0).abs() < 1e-12 && power[5] == 0.0);
//! ```

pub mod asked;
pub mod case;
pub mod draws;
pub mod expected_utility;
pub mod fault;
pub mod power;
pub mod report;
pub mod rule;
pub mod simple;
pub mod spatial;
pub mod summit;
pub mod table_report;
pub mod tables;

mod number;

pub use case::{Actor, Case, Issue};
pub use fault::Fault;
pub use number::{counted, short, tidy};
