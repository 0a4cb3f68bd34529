//! The corpus that travels with the program: treaties, state lists and scenarios, embedded at build
//! time. Knows names and texts, nothing of what they say.

use crate::model::World;
use crate::model::resolve::Tables;
use crate::model::state::StateTables;
use crate::syntax::{Code, Diagnostic, Source, source};
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// An embedded table of `states/`; empty when there is none of that name.
pub fn table(name: &str) -> &'static str {
    STATES.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
}

/// The embedded state lists, entities and places.
pub fn tables() -> Tables<'static> {
    Tables {
        states: StateTables {
            states: table("states.csv"),
            spells: table("spells.csv"),
            names: table("names.csv"),
            succession: table("succession.csv"),
            powers: table("powers.csv"),
        },
        entities: table("entities.csv"),
        places: table("places.csv"),
    }
}

/// A world of states and places without any treaty.
///
/// # Errors
/// A sentence that names the table and line at fault; the embedded tables have none (a test).
pub fn empty_world() -> Result<World, String> {
    World::from_tables(tables())
}

/// The embedded treaties as sources.
pub fn treaties() -> Vec<Source> {
    TREATIES.iter().map(|(name, text)| Source::new(*name, *text)).collect()
}

/// The world of the embedded corpus, with every fault found in it (none: a test).
///
/// # Errors
/// As [`empty_world`].
pub fn world() -> Result<(World, Vec<Diagnostic>), String> {
    let mut world = empty_world()?;
    let diagnostics = world.add_texts(treaties());
    Ok((world, diagnostics))
}

/// The page of a diagnostic code, in Markdown.
pub fn explained(code: Code) -> Cow<'static, str> {
    let name = format!("codes/{}.md", code.id());
    match SCENARIOS.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => Cow::Borrowed(text),
        None => Cow::Owned(format!("# {}: {}\n", code.id(), code.title())),
    }
}

/// The fingerprint of a world's texts: `blake3:` and the hash of names and contents, in order.
pub fn fingerprint(world: &World) -> String {
    let tables = STATES.iter().map(|(name, text)| (*name, *text));
    let texts = world.sources.iter().map(|source| (source.name.as_str(), source.text.as_str()));
    source::fingerprint(tables.chain(texts))
}
