//! The answer: what the engine found, as data with a published schema and as text for people.
//!
//! Knows the engine's rows and the world they cite; decides nothing.

pub mod agreement;
pub mod bibtex;
pub mod calendar;
pub mod citation;
pub mod coders;
pub mod coding_form;
pub mod compare;
pub mod compare_treaties;
pub mod conformance_form;
pub mod csv;
pub mod form;
pub mod graph;
pub mod graph_svg;
pub mod grid;
pub mod import_form;
pub mod markdown;
pub mod matrix;
pub mod members_form;
pub mod norm_words;
pub mod pledges;
pub mod schemas;
pub mod sheet;
pub mod state_form;
pub mod state_page;
pub mod states_form;
pub mod survey;
pub mod table;
pub mod timeline;
pub mod timeline_page;
pub mod timeline_svg;
pub mod treaty_form;
pub mod treaty_page;
pub mod why;
pub mod words;
pub mod xml;

pub use form::Answer;
