//! Faults of a world that only show when its parts are seen together.
//!
//! Knows what the treaties and the record say; must not ask what anybody owes. The faults that need
//! an answer are found by `engine::lint` and `scenario::lint`, which is the one to call.

mod clash;
mod dates;
mod life;
mod members;
mod norms;
mod priority;
mod record;
mod satisfy;
mod uncertain;

use super::world::World;
use crate::syntax::Diagnostic;

/// What is wrong whatever else is: found even in texts that have other faults.
pub fn errors(world: &World) -> Vec<Diagnostic> {
    let mut found = members::order(world);
    found.extend(norms::twice(world));
    found.extend(priority::circles(world));
    found.extend(super::coded::unnumbered(world));
    found
}

/// What only a text without faults can be asked: a clause that could not be read would be missed.
pub fn doubts(world: &World) -> Vec<Diagnostic> {
    let mut found = members::existence(world);
    found.extend(dates::typed_wrong(world));
    found.extend(uncertain::deciding(world));
    found.extend(norms::lint(world));
    found.extend(clash::lint(world));
    found.extend(record::lint(world));
    found.extend(super::coded::quoting(world));
    found
}
