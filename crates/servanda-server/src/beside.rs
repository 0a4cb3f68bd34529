//! A treaty text that somebody sends, read with the corpus. All is read at once, so that every fault is found, and the
//! world is forgotten with the answer.

use crate::problem::Problem;
use servanda::corpus;
use servanda::model::World;
use servanda::scenario::lint;
use servanda::syntax::{Diagnostic, Source};

/// A text as a part of a world.
pub(crate) struct Joined {
    pub(crate) world: World,
    /// What is wrong with the text, or with no text in particular.
    pub(crate) faults: Vec<Diagnostic>,
    /// The number of the text among those of the world.
    pub(crate) own: u32,
}

/// Reads a text with those of the corpus that stay, which `stays` says by number and text.
pub(crate) fn read(
    corpus: &World,
    stays: impl Fn(u32, &Source) -> bool,
    text: Source,
) -> Result<Joined, Problem> {
    let numbered = (0u32..).zip(corpus.sources.iter());
    let others = numbered.filter(|(number, source)| stays(*number, source));
    let mut texts: Vec<Source> = others.map(|(_, source)| source.clone()).collect();
    let own = texts.len() as u32;
    texts.push(text);
    let mut world = corpus::empty_world().map_err(|_| Problem::internal())?;
    let found = world.add_texts(texts);
    let mut faults = lint::all(&world, found);
    faults.retain(|fault| fault.primary.as_ref().is_none_or(|label| label.at.file == own));
    Ok(Joined { world, faults, own })
}
