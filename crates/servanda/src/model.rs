//! The world as the treaties and lists describe it: states, entities, places, treaties with their
//! members, articles and norms, and the record of events, findings, decisions and claims.
//!
//! Knows who is who and what was agreed; must not know who owes what in an event: that is the
//! engine's business.

pub mod area;
pub mod coded;
pub mod entity;
pub mod lint;
pub mod mark;
pub mod membership;
pub mod norm;
pub mod place;
pub mod record;
pub mod resolve;
pub mod state;
pub mod treaty;
pub mod validity;
pub mod world;

mod outline;
mod resolve_differs;
mod resolve_member;
mod resolve_norm;
mod resolve_record;
mod resolve_reference;
mod resolve_treaty;

pub use area::{Area, AreaId};
pub use entity::{Actor, Entity, EntityId};
pub use mark::Mark;
pub use membership::{Bond, Member};
pub use norm::{Condition, Decider, Duty, Norm, Pattern, Slot, Who};
pub use place::{PlaceId, PlaceRef, Places};
pub use record::{
    Claim, Decision, Event, Finding, PerformanceRecord, Proposal, Record, SourceEntry, TestCase,
};
pub use state::{StateId, StateSystem, System};
pub use treaty::{Article, Cited, Reading, Treaty, TreatyId};
pub use validity::{Certainty, Secrecy, Validity};
pub use world::{NameProblem, World};
