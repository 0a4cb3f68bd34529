//! **Panels**: the data frames that peace science runs on, exact to the day: one row for each state,
//! pair or alliance and each day, month or year, with columns from the user's own files and from the
//! treaties. A plan says which rows there are; sources fill columns for them, block by block.
//!
//! ```
//! use servanda_data::panel::{Panel, Plan, Rule, Scope};
//! let world = servanda::corpus::empty_world().unwrap();
//! let scope = Scope {
//!     unit: "directed-dyad-year".parse().unwrap(),
//!     system: servanda::model::System::Cow,
//!     from: "1816-01-01".parse().unwrap(),
//!     to: "1816-12-31".parse().unwrap(),
//!     rule: Rule::Any,
//!     beyond_list: false,
//! };
//! let panel = Panel::new(Plan::new(&world.states, scope).unwrap());
//! assert_eq!(panel.rows(), 23 * 22);
//! ```
//!
//! Takes bytes and opens no file. Knows what others' files mean and, but for `duty`, no treaty text.

mod alike;
mod atop;
mod block;
mod build;
mod calendar;
pub mod capabilities;
pub mod capital;
pub mod catalog;
mod citation;
mod conflict;
pub mod contiguity;
pub mod distance;
mod duty;
mod fault;
mod frame;
pub mod majors;
pub mod mid;
mod plan;
pub mod relevant;
mod rows;
pub mod similarity;
mod source;
mod spell;
pub mod ucdp;
mod unit;
pub mod war;
mod write;
mod yearly;

pub use alike::Alike;
pub use atop::{Atop, Pact};
pub use block::{Block, Part, code_prefix};
pub use build::{Built, KNOWN, Known, Request, build};
pub use calendar::{Calendar, joined};
pub use citation::Citation;
pub use conflict::Conflicts;
pub use duty::{Duties, Duty};
pub use fault::PanelFault;
pub use frame::{ABOUT, About, Added, Panel, Stamp};
pub use plan::{Alliance, AllianceId, Member, Plan, Scope, shared_days, system_name, system_word};
pub use source::{Column, Source, number, small, truth, whole};
pub use unit::{Of, Rule, Step, Unit};
pub use write::{Sink, Written};
