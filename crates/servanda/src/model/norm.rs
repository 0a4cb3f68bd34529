//! Norms: what awakens them, on which conditions, whom they bind to what. Names are resolved;
//! nothing is decided here.

use super::area::AreaId;
use super::entity::{Actor, EntityId};
use super::place::PlaceRef;
use super::treaty::{Cited, TreatyId};
use super::validity::{Secrecy, Validity};
use crate::syntax::Span;
use crate::syntax::clause::{Quality, Timing};
use crate::syntax::vocabulary::{Act, EventKind, Modal};
use std::sync::Arc;

/// A place in an event that a role letter stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slot {
    /// Who does it.
    Actor,
    /// Whom it befalls.
    Target,
}

/// Somebody in a norm: a role or a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// Whoever fills the slot.
    Slot(Slot),
    /// This one.
    Named(Actor),
}

/// The shape of an event that awakens a norm.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// What happens.
    pub kind: EventKind,
    /// Who does it, when the norm says.
    pub actor: Option<Who>,
    /// Whom it befalls, when the norm says.
    pub target: Option<Who>,
    /// Where this stands.
    pub at: Span,
}

/// A condition with names resolved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// All hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// Somebody is bound by a treaty.
    Party(Who, TreatyId),
    /// Somebody has a quality.
    Is(Who, Quality),
    /// Somebody is one of these.
    Among(Who, Vec<Actor>),
    /// At least so many (great powers only, or any states) attack somebody.
    AtLeast {
        /// How many.
        count: u32,
        /// Great powers only.
        great_powers: bool,
        /// Whom.
        target: Who,
    },
    /// Something else happens as well.
    Happens(EventKind, Option<Who>, Option<Who>),
    /// The event is there.
    PlaceIs(PlaceRef),
    /// An open question of fact is answered yes.
    Found(String),
}

/// Who determines that the norm's condition is met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decider {
    /// The facts.
    Objective,
    /// Any party's opinion.
    AnyParty,
    /// Every bearer for itself.
    EachParty,
    /// The state in need.
    Victim,
    /// A body.
    Council(EntityId),
}

/// Whom a duty binds.
#[derive(Clone, Debug)]
pub enum Bearers {
    /// Every party but the target and the actor of the event, and these.
    EachOther {
        /// Only this class of party.
        role: Option<String>,
        /// Not these.
        except: Vec<Actor>,
    },
    /// Every party but these.
    Each {
        /// Only this class of party.
        role: Option<String>,
        /// Not these.
        except: Vec<Actor>,
    },
    /// The target of the event.
    Victim,
    /// The actor of the event.
    Attacker,
    /// These.
    Named(Vec<Actor>),
}

/// What a norm binds to.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Whom.
    pub bearers: Bearers,
    /// Must, may or must not.
    pub modal: Modal,
    /// What.
    pub act: Act,
    /// Toward whom.
    pub toward: Option<Who>,
    /// Against whom.
    pub against: Option<Who>,
    /// When it must be done.
    pub timing: Arc<[Timing]>,
    /// Where this stands.
    pub at: Span,
}

/// A reservation to a norm.
#[derive(Clone, Debug)]
pub struct Reservation {
    /// By whom.
    pub by: Vec<Actor>,
    /// What it says.
    pub text: String,
    /// Binds only then; empty: does not bind at all.
    pub only_where: Vec<(Condition, Span)>,
    /// Where this stands.
    pub at: Span,
}

/// One norm of an article.
#[derive(Clone, Debug)]
pub struct Norm {
    /// Its name.
    pub name: Arc<str>,
    /// Where it stands.
    pub at: Span,
    /// What awakens it; empty: it is standing.
    pub triggers: Vec<Pattern>,
    /// What must hold.
    pub wheres: Vec<(Condition, Span)>,
    /// What undercuts it.
    pub unless: Vec<(Condition, Span)>,
    /// Where the event must be.
    pub area: Option<(AreaId, Span)>,
    /// Who determines that it applies.
    pub decider: (Decider, Span),
    /// Who must ask: `Some(None)` any party, `Some(Some(who))` this one.
    pub request: Option<(Option<Who>, Span)>,
    /// The reading on which it exists.
    pub reading: Option<(String, Span)>,
    /// When it is in force, within its article.
    pub validity: Validity,
    /// Until when it was secret.
    pub secrecy: Option<Secrecy>,
    /// What it binds to.
    pub duty: Duty,
    /// What and how much.
    pub extent: Option<Arc<str>>,
    /// Reservations to it.
    pub reservations: Vec<Reservation>,
    /// Gist, key phrase, notes, citations of its own.
    pub cited: Cited,
}

impl Norm {
    /// Every condition of it: those that must hold, those that undercut, those of reservations.
    pub fn conditions(&self) -> impl Iterator<Item = &(Condition, Span)> {
        let reserved = self.reservations.iter().flat_map(|made| &made.only_where);
        self.wheres.iter().chain(&self.unless).chain(reserved)
    }
}
