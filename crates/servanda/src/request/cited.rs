//! What is to be cited, as people write it: a treaty, a source, an event, or all.

use super::named;
use super::refusal::{Kind, Refusal};
use crate::answer::citation::{self, Item};
use crate::model::World;
use crate::syntax::diagnostic::did_you_mean;
use crate::syntax::{Code, Diagnostic};

/// The items that a word names; `all` names everything.
///
/// # Errors
/// Nothing has this id.
pub fn items(world: &World, what: &str) -> Result<Vec<Item>, Refusal> {
    if what == "all" {
        return Ok(citation::all(world));
    }
    if let Some(treaty) = named::known_treaty(world, what) {
        return Ok(citation::of_treaty(world, world.treaty(treaty)));
    }
    let upper = what.to_ascii_uppercase();
    if let Some(source) = world.record.source(what).or_else(|| world.record.source(&upper)) {
        return Ok(vec![citation::of_source(source)]);
    }
    if let Some(event) = world.record.event(what).or_else(|| world.record.event(&upper)) {
        return Ok(citation::of_event(world, event));
    }
    let treaties = world.treaties.iter().map(|treaty| treaty.id.as_str());
    let sources = world.record.sources.iter().map(|source| source.id.as_str());
    let events = world.record.events.iter().map(|event| event.id.as_str());
    let fault =
        Diagnostic::bare(Code::SV0402, format!("no treaty, source or event has the id `{what}`"));
    let near = did_you_mean(what, treaties.chain(sources).chain(events));
    Err(Refusal::bare(
        Kind::Missing,
        fault.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`servanda cite all` shows the key of everything that can be cited".to_owned(),
        }),
    ))
}
