//! The member and alliance files of ATOP (Alliance Treaty Obligations and Provisions), versions 4.01
//! and 5.1, as typed rows.
//!
//! ```
//! use servanda_data::atop::{self, Condition, Obligation};
//! # let file = atop::invented_member_file();
//! let reading = atop::members(file.as_bytes()).unwrap();
//! let row = &reading.rows[0];
//! assert_eq!((row.atop_id, row.phase, row.member), (9005, 0, 365));
//! assert_eq!(row.entry.text, "1930-05");
//! assert!(row.exit.is_open());
//! assert!(row.obligation(Obligation::Consul).is_set());
//! assert!(row.condition(Obligation::Consul, Condition::OnRequest).is_missing());
//! assert!(reading.faults.is_empty());
//! ```
//!
//! What the variables mean is ATOP's: see its codebook. Knows the layout of the two files and nothing of
//! treaty texts; whether a code belongs to a state is the caller's to ask.

mod alliance;
mod encode;
mod layout;
mod member;
mod variable;

pub use alliance::{AllianceRow, alliances};
pub use encode::treaties;
pub use member::{MemberRow, invented_member_file, members};
pub use variable::{Codes, Condition, Obligation, Variable};
