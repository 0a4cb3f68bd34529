//! Which conflicts are asked for, as people write it: on which day, in attacks on whom and by whom.

use super::named;
use super::refusal::{Kind, Refusal};
use crate::engine::survey::Scope;
use crate::model::World;
use crate::syntax::{Code, Diagnostic};

/// The words of somebody who asks for conflicts.
#[derive(Clone, Debug, Default)]
pub struct SurveyedWords {
    /// On which day.
    pub on: Option<String>,
    /// Only attacks on this state.
    pub target: Option<String>,
    /// Only attacks by this state.
    pub by: Option<String>,
    /// Priorities opted into.
    pub prefer: Vec<String>,
}

/// The scope that the words mean.
///
/// # Errors
/// There is no day, or a word names no state, several, or the same twice.
pub fn scope(world: &World, words: &SurveyedWords) -> Result<Scope, Refusal> {
    let on = named::needed_day(world, "--on", words.on.as_ref())?;
    let one = |option: &str, name: &Option<String>| {
        name.as_ref().map(|name| named::actor(world, option, name, Some(on))).transpose()
    };
    let (target, by) = (one("--target", &words.target)?, one("--by", &words.by)?);
    if target.is_some() && target == by {
        let name = words.by.clone().unwrap_or_default();
        let fault = Diagnostic::bare(Code::SV0604, format!("`{name}` cannot be its own target"));
        return Err(Refusal::bare(Kind::Usage, fault.help("name two different states")));
    }
    Ok(Scope { on, target, by, prefer: named::preferences(&words.prefer)? })
}
