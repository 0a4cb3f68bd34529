//! Event feeds: rows of news data become triggers of treaty clauses, and those become questions.
//!
//! What a feed says happened is somebody's coding of somebody's report. It is data: it never becomes a
//! fact of the record by itself, and nothing here says that a duty was broken. Takes bytes from any
//! reader; opens no file, asks no network, knows no present day.
//!
//! ```text
//! reader -> unpack -> lines -> row -> told -> facts -> mapping -> cases -> sink
//!           gz, zip   bounded  fields one     who is   code to    one event     the caller's
//!                                     report  who      trigger    of many rows
//! ```

mod actor;
mod cases;
mod code;
mod event;
mod facts;
mod feed;
mod intake;
mod lines;
mod mapping;
mod question;
mod reject;
mod row;
mod schema;
mod trigger;
mod unpack;

pub use actor::{ActorTypes, Gazetteer, Party, Unnamed};
pub use cases::{CaseId, CaseNews, Cases, CasesLimits, Standing, case_of};
pub use code::CodeSystem;
pub use event::{Artifact, CameoCountry, Counts, Event, Fips, Told, WhereCode, Whose, WhoseCode};
pub use facts::{CONDITIONS, Condition, Facts};
pub use feed::masterlist::{Listed, Part, listed};
pub use feed::{Detected, Feed, OwnSchema, detect};
pub use intake::{Counted, FileFault, Intake, Limits, News, Sink};
pub use mapping::{Confidence, Decision, MapLine, Mapping, MappingFault};
pub use question::{Placing, asked, question};
pub use reject::{Reason, Reject};
pub use row::{Fields, Row};
pub use schema::{Column, Kind, Schema};
pub use trigger::Trigger;
pub use unpack::unzipped;
