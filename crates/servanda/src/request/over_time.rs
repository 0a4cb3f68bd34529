//! What is asked for over time, as people write it: a treaty, a recorded event, or a state.

use super::named;
use super::refusal::{Kind, Refusal};
use crate::model::{Actor, Event, NameProblem, TreatyId, World};
use crate::syntax::diagnostic::did_you_mean;
use crate::syntax::{Code, Diagnostic};

/// What a timeline is drawn of.
#[derive(Clone, Copy, Debug)]
pub enum OverTime<'w> {
    /// A treaty.
    Treaty(TreatyId),
    /// A recorded event.
    Event(&'w Event),
    /// A state or entity.
    Actor(Actor),
}

/// What a word or several mean.
///
/// # Errors
/// Nothing bears this id or name, or several do.
pub fn named<'w>(world: &'w World, what: &str) -> Result<OverTime<'w>, Refusal> {
    if let Some(treaty) = named::known_treaty(world, what) {
        return Ok(OverTime::Treaty(treaty));
    }
    let upper = what.to_ascii_uppercase();
    if let Some(event) = world.record.event(what).or_else(|| world.record.event(&upper)) {
        return Ok(OverTime::Event(event));
    }
    // A name that is nobody's is more often a slip in the id of a treaty or event.
    if let Err(NameProblem::Unknown(None)) = world.actor(what, None) {
        let treaties = world.treaties.iter().map(|treaty| treaty.id.as_str());
        let events = world.record.events.iter().map(|event| event.id.as_str());
        let fault = Diagnostic::bare(
            Code::SV0402,
            format!("no treaty, recorded event or state is called `{what}`"),
        );
        let near = did_you_mean(what, treaties.chain(events));
        let fault = fault.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`servanda treaty` lists every treaty".to_owned(),
        });
        return Err(Refusal::bare(Kind::Usage, fault));
    }
    named::actor(world, "timeline", what, None).map(OverTime::Actor)
}
