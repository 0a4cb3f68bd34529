//! The answer: what the engine found, as data with a published schema and as text for people.
//!
//! Knows the engine's rows and the world they cite; decides nothing.

pub mod csv;
pub mod form;
pub mod markdown;
pub mod matrix;
pub mod table;
pub mod why;
pub mod words;

pub use form::Answer;
