//! The command as people and programs meet it: output, exit status, pipes and files. Runs the built
//! program on a few invented treaties and on the CST; pins no output of the whole corpus.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

mod cli {
    pub(crate) mod files;
    pub(crate) mod foresee;
    pub(crate) mod forms;
    pub(crate) mod import;
    pub(crate) mod pages;
    #[cfg(feature = "full")]
    pub(crate) mod panel;
    pub(crate) mod read;
    pub(crate) mod run;
    pub(crate) mod usage;
}
