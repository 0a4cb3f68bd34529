//! The rooms of the house: what each address shows, from the desk and the parameters. Each is plain work that ends; what
//! is said to whom over which connection is nobody's business here.

pub(crate) mod api;
pub(crate) mod ask;
pub(crate) mod cascade;
pub(crate) mod cases;
pub(crate) mod code;
pub(crate) mod data;
pub(crate) mod decide;
pub(crate) mod foresee;
pub(crate) mod play;
pub(crate) mod state;
pub(crate) mod table;
pub(crate) mod treaty;
pub(crate) mod world;

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test may break")]
mod sent_tests;
#[cfg(test)]
mod tests;
