//! Why words are refused: the faults, the texts they stand in, and of which kind they are.

use crate::model::World;
use crate::syntax::{Diagnostic, Source, Sources};

/// Of which kind a refusal is. Surfaces turn it into an exit status or a status of HTTP.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The words are not understood, are ambiguous, or contradict each other.
    Usage,
    /// They name what is not there.
    Missing,
    /// They ask for more than is given at once.
    Limit,
}

/// Words that are refused.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Of which kind.
    pub kind: Kind,
    /// What is wrong, the first first; never empty.
    pub faults: Vec<Diagnostic>,
    /// The texts in which the faults have their places.
    pub sources: Sources,
}

impl Refusal {
    /// Faults in texts.
    pub fn new(kind: Kind, faults: Vec<Diagnostic>, sources: Sources) -> Refusal {
        Refusal { kind, faults, sources }
    }

    /// One fault without a text.
    pub fn bare(kind: Kind, fault: Diagnostic) -> Refusal {
        Refusal { kind, faults: vec![fault], sources: Sources::default() }
    }
}

/// A world's sources with one more text, for faults in it.
pub fn with_text(world: &World, name: &str, text: &str) -> (Sources, u32) {
    let mut sources = world.sources.clone();
    let file = sources.add(Source::new(name, text));
    (sources, file)
}
