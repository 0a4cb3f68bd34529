//! What happens in a case, and what follows from it by itself: an attack is also a threat.

use crate::model::Actor;
use crate::syntax::vocabulary::EventKind;

/// One thing that happens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Happening {
    /// What.
    pub kind: EventKind,
    /// By whom; `None`: unknown.
    pub actor: Option<Actor>,
    /// To whom.
    pub target: Option<Actor>,
}

/// How the target and actor of an event carry over to the one it implies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Carry {
    /// As they are.
    Same,
    /// The other way round.
    Swapped,
}

/// What implies what. An attack is also a threat, so pledges to consult on a threat answer it
/// (CST art. 2; North Atlantic Treaty art. 4). War is war for both sides, whoever began it.
pub const IMPLIES: &[(EventKind, EventKind, Carry)] = &[
    (EventKind::Attack, EventKind::Threat, Carry::Same),
    (EventKind::Attack, EventKind::War, Carry::Same),
    (EventKind::Attack, EventKind::War, Carry::Swapped),
    (EventKind::WarDeclared, EventKind::Threat, Carry::Same),
    (EventKind::WarDeclared, EventKind::War, Carry::Same),
    (EventKind::WarDeclared, EventKind::War, Carry::Swapped),
    (EventKind::Blockade, EventKind::Threat, Carry::Same),
    (EventKind::Incursion, EventKind::Threat, Carry::Same),
    (EventKind::Terrorism, EventKind::Threat, Carry::Same),
    (EventKind::Mobilisation, EventKind::Threat, Carry::Same),
];

/// Adds what follows to what happens; each entry has the index of what it follows from.
pub fn closure(happenings: &[Happening]) -> Vec<(Happening, Option<usize>)> {
    let mut all: Vec<(Happening, Option<usize>)> =
        happenings.iter().map(|happening| (*happening, None)).collect();
    let given = all.len();
    for index in 0..given {
        let Some((from, _)) = all.get(index).copied() else { continue };
        for (cause, effect, carry) in IMPLIES {
            if *cause != from.kind {
                continue;
            }
            let (actor, target) = match carry {
                Carry::Same => (from.actor, from.target),
                Carry::Swapped => (from.target, from.actor),
            };
            // Nobody is threatened by a mobilisation that is aimed at nobody, nor at war with
            // nobody in particular.
            let meant = target.is_some() || (*effect == EventKind::War && actor.is_some());
            let happening = Happening { kind: *effect, actor, target };
            if meant && !all.iter().any(|(known, _)| *known == happening) {
                all.push((happening, Some(index)));
            }
        }
    }
    all
}

/// The verb of an event, as it stands in the name of an open question.
pub fn verb(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Attack => "attacks",
        EventKind::Threat => "threatens",
        EventKind::Incursion => "makes an incursion into",
        EventKind::Coup => "makes a coup in",
        EventKind::Blockade => "blockades",
        EventKind::Terrorism => "commits terrorism against",
        EventKind::WarDeclared => "declares war on",
        EventKind::War => "is at war with",
        EventKind::Mobilisation => "mobilises against",
        EventKind::Aid => "aids",
    }
}
