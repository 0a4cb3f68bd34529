//! What servanda shows as HTML, SVG maps included: one renderer for the server's pages, the command's `-f html`,
//! notebooks and print.
//!
//! Takes what the core gives (replies, forms, sheets) and gives markup; decides nothing, reads no file, knows no
//! socket. Every word of a text goes through maud's escaping, so that no text becomes markup.

pub mod alone;
pub mod answer;
pub mod api;
pub mod ask;
pub mod cascade;
pub mod cases;
pub mod code;
pub mod data;
pub mod decide;
pub mod ego;
pub mod foresee;
pub mod geojson;
pub mod links;
pub mod map;
pub mod matrix;
pub mod network;
pub mod parts;
pub mod play;
pub mod pledged;
pub mod proof;
pub mod prose;
pub mod sheet;
pub mod shell;
pub mod state;
pub mod treaty;
pub mod world;

pub use links::Links;
pub use maud::{Markup, html};

/// The one style sheet.
pub const STYLE: &str = concat!(
    include_str!("../assets/servanda.css"),
    include_str!("../assets/map.css"),
    include_str!("../assets/world.css"),
    include_str!("../assets/rooms.css"),
    include_str!("../assets/play.css"),
);
