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
mod cite;
mod conflict;
pub mod contiguity;
mod diff;
pub mod distance;
mod duty;
mod explain;
mod fault;
mod frame;
mod lint;
pub mod majors;
pub mod mid;
mod pack;
mod plan;
mod read;
pub mod relevant;
mod rows;
pub mod similarity;
mod source;
mod spell;
pub mod ucdp;
mod unit;
pub mod war;
mod work;
mod write;
mod yearly;

pub use alike::Alike;
pub use atop::{Atop, Pact};
pub use block::{Block, Part, code_prefix};
pub use build::{Built, KNOWN, Known, Request, build};
pub use calendar::{Calendar, joined};
pub use citation::Citation;
pub use cite::{Credit, credits};
pub use conflict::Conflicts;
pub use diff::{ColumnDiff, Difference, FrameDiff, diff};
pub use duty::{Duties, Duty};
pub use explain::{
    Ask, CellForm, CorpusView, Explanation, Fact, InFrame, Reason, Role, corpus_view, explain,
};
pub use fault::PanelFault;
pub use frame::{ABOUT, About, Added, Panel, Stamp, StateList};
pub use lint::{Finding, LintRule, lint};
pub use plan::{
    Alliance, AllianceId, Member, Plan, Scope, Subject, shared_days, state_list, system_name,
    system_word,
};
pub use read::{Cell, Frame, KeyPart, Keys, Value, value};
pub use source::{Column, Source, number, small, truth, whole};
pub use unit::{Of, Rule, Step, Unit};
pub use work::Work;
pub use write::{Sink, Written};
