//! Event feeds watched against the pledges in force: files and addresses that the user names are read with
//! `servanda-events`, each event is asked of the world in force on its own day, rules say which answers are alerts,
//! and sinks are told, none lost and none twice.
//!
//! ```text
//! source -> fetch -> take ----------------------------> commit -> deliver -> sinks
//! which     bytes,   one file is one transaction:       SQLite    outbox,    table, ndjson, parquet,
//! files     whole    rows, cases, alerts, duties,                 cursors    atom, webhook
//!                    outbox, what was read
//! ```
//!
//! What a feed says is somebody's coding of somebody's report. Nothing here says that a duty was not kept: it says
//! who is called on, and what these feeds record since.

mod alert;
mod ask;
mod clock;
mod deliver;
mod durable;
#[cfg_attr(not(feature = "fault"), path = "fault_off.rs")]
mod fault;
mod fetch;
mod judge;
mod kept;
mod listing;
mod rules;
mod rules_form;
mod sink;
mod source;
mod status;
mod stop;
mod store;
mod take;
mod watch;

pub use alert::{Alert, Kind, schema as alert_schema};
#[cfg(feature = "fault")]
pub use fault::{POINTS, SWITCHES};
pub use fetch::Patience;
pub use rules::{CoolDown, Per, Rule, Rules};
pub use rules_form::schema as rules_schema;
pub use sink::To;
pub use source::Source;
pub use status::{Status, resend, status};
pub use stop::{EXAMPLE, Stop};
pub use watch::{Report, Secret, Settings, Told, watch};
