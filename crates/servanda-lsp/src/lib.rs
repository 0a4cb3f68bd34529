//! Treaties in an editor: a server of the Language Server Protocol over standard input and output.
//!
//! Knows editors, files and places; what a text says, what is wrong with it and what mends it is asked of `servanda`. One
//! thread reads, one writes, one answers: an answer takes milliseconds, so nothing is shared and nothing locked.

mod actions;
mod asked;
mod complete;
mod desk;
mod faults;
mod files;
pub mod grammar;
mod hints;
mod hover;
mod names;
mod outline;
mod place;
mod places;
mod server;
mod shelf;
mod talk;
mod ties;
mod tokens;
mod wire;
mod words;

pub use talk::{End, serve};
pub use wire::Incoming;

use servanda::model::World;
use servanda::syntax::Source;

/// Serves an editor over standard input and output until it says goodbye or goes away. `base` is a world of states and
/// places alone, `texts` are the treaties that are there whatever is open.
pub fn stdio(base: World, texts: Vec<Source>) -> End {
    let (incoming, outgoing) = wire::stdio();
    let end = serve(base, texts, &incoming, &outgoing.sender);
    outgoing.finish();
    end
}
