//! Laws that every world and every text must keep, checked on thousands of invented ones.
//!
//! `SERVANDA_CASES` sets how many worlds meet the naive evaluator (20000 if unset), and scales the
//! other laws with it. The seed is fixed: a failure comes back on every run until it is mended.
//! `SERVANDA_SHRINK` limits the steps that make a failing world smaller: none for who only asks whether.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    unreachable_pub,
    reason = "a test stops at the first thing that is not as it must be, and says what"
)]

mod choices;
mod memory;
mod metamorphic;
mod mini_schema;
mod naive;
mod naive_agrees;
mod syntax;
mod worlds;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// How many worlds meet the naive evaluator.
fn cases() -> u32 {
    number("SERVANDA_CASES", 20_000)
}

/// A number that the environment may set.
fn number(name: &str, otherwise: u32) -> u32 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

/// Checks a law on one in `share` of the cases, always with the same seed.
fn for_all<S: Strategy>(
    share: u32,
    strategy: &S,
    law: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config {
        cases: (cases() / share).max(1),
        failure_persistence: None,
        max_shrink_iters: number("SERVANDA_SHRINK", 4_000),
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    if let Err(failure) = runner.run(strategy, law) {
        panic!("{failure}");
    }
}
