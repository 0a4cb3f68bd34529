//! **servanda** (*pacta sunt servanda*): what treaties oblige whom to do, on a given day, and why.
//!
//! The crate is pure: no files, clock, network, threads or randomness. Data flows one way:
//! [`time`] and [`syntax`] (text to tree and errors), [`model`] (parties, terms, articles),
//! [`engine`] (who owes what, and when), [`answer`] (duties, reasons, sources), [`scenario`]
//! (Markdown in, verdicts out) and [`request`] (what people write, made into questions).

pub mod answer;
pub mod corpus;
pub mod engine;
pub mod model;
pub mod request;
pub mod scenario;
pub mod syntax;
pub mod time;
