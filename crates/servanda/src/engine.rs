//! Who owes what, when: evaluates the norms of a world against the events of a question.
//!
//! Pure and deterministic: the same world and question give the same bytes. Knows nothing of how an
//! answer is laid out, nor of what states will in fact do.

pub mod cascade;
pub mod case;
pub mod changes;
pub mod coding;
pub mod defeat;
pub mod formula;
pub mod happening;
pub mod index;
pub mod ledger;
pub mod lint;
pub mod memory;
pub mod phrase;
pub mod pledges;
pub mod proof;
pub mod question;
pub mod row;
pub mod standing;
pub mod survey;

mod bound;
mod check;
mod eras;
mod evaluate;
mod finding;
mod near_miss;
mod nearest;
mod rows;
mod weigh;

pub use cascade::Round;
pub use case::Case;
pub use defeat::{Conflict, Preference};
pub use evaluate::{Engine, Reply};
pub use memory::Memory;
pub use proof::{Check, Holds, Proof, Step};
pub use question::Question;
pub use row::Row;
pub use rows::Rows;
