//! Which of ATOP's conditions a norm's clauses are. What the language can say only as an open
//! question of fact (a named conflict, stated demands) is not guessed at.

use super::promise::{befalls_the_helped, owed_to};
use crate::model::norm::{Condition, Slot, Who};
use crate::model::{Norm, PlaceRef, World};
use crate::syntax::clause::Quality;
use crate::syntax::vocabulary::{AtopItem, EventKind};

/// The conditions of a norm as ATOP's items for one promise; those that ATOP does not code for it
/// are left out.
pub(super) fn of(world: &World, norm: &Norm, item: AtopItem) -> Vec<AtopItem> {
    let prefix = match item {
        AtopItem::Defense => "def",
        AtopItem::Offense => "off",
        AtopItem::Neutral => "neu",
        AtopItem::Consul => "con",
        _ => return Vec::new(),
    };
    let told: [(&str, bool); 6] = [
        ("coadv", names_an_adversary(norm)),
        ("coloc", names_a_place(world, norm)),
        ("conum", any(norm, &|part| matches!(part, Condition::AtLeast { .. }))),
        ("conpr", any(norm, &is_provocation)),
        ("coatt", wants_an_attack(norm)),
        ("coreq", norm.request.is_some()),
    ];
    let held = told.iter().filter(|(_, holds)| *holds);
    held.filter_map(|(suffix, _)| AtopItem::from_word(&format!("{prefix}{suffix}"))).collect()
}

/// Whether the adversary is named, or of a named kind: by a trigger, a condition or the duty. That
/// it is a state, or not one of the parties, names nobody.
fn names_an_adversary(norm: &Norm) -> bool {
    // Who is named and helped is the ally, as in `when ITA declares war on V ... toward ITA`.
    let named = |who: &Who| matches!(who, Who::Named(_)) && *who != owed_to(&norm.duty);
    let by_trigger = norm.triggers.iter().any(|one| one.actor.as_ref().is_some_and(named));
    let by_duty = matches!(norm.duty.against, Some(Who::Named(_)));
    let adversary = Who::Slot(Slot::Actor);
    by_trigger
        || by_duty
        || any(norm, &|part| match part {
            Condition::Among(who, _) => *who == adversary,
            Condition::Is(who, quality) => {
                *who == adversary && matches!(quality, Quality::GreatPower | Quality::NonState)
            }
            _ => false,
        })
}

/// Whether the norm holds in a named place only. An area that is the parties' home territory and
/// nothing else names none: an attack is as a rule taken to be one on it.
fn names_a_place(world: &World, norm: &Norm) -> bool {
    let home = |place: &PlaceRef| matches!(place, PlaceRef::Home(_) | PlaceRef::TerritoryOfParties);
    let narrower = norm.area.is_some_and(|(area, _)| {
        let mut parts = world.area(area).parts.iter();
        !parts.all(|part| part.included && home(&part.place))
    });
    // A place under `unless` is left out, not meant.
    let is_place = |part: &Condition| matches!(part, Condition::PlaceIs(_));
    narrower || norm.wheres.iter().any(|(condition, _)| holds(condition, &is_place))
}

fn is_provocation(part: &Condition) -> bool {
    matches!(part, Condition::Found(name) if name.contains("provo"))
}

/// Whether only an attack on the ally awakens the norm, not any war of its.
fn wants_an_attack(norm: &Norm) -> bool {
    !norm.triggers.is_empty()
        && norm.triggers.iter().all(|one| {
            let kinds = [EventKind::Attack, EventKind::WarDeclared, EventKind::Incursion];
            kinds.contains(&one.kind) && befalls_the_helped(norm, one)
        })
}

/// Whether a part of the norm's conditions is of a kind. What stands under `not` says who or what is
/// left aside, not who or what is meant, unless it is a question of fact.
fn any(norm: &Norm, wanted: &dyn Fn(&Condition) -> bool) -> bool {
    let clauses = norm.wheres.iter().chain(&norm.unless);
    clauses.into_iter().any(|(condition, _)| holds(condition, wanted))
}

fn holds(condition: &Condition, wanted: &dyn Fn(&Condition) -> bool) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().any(|part| holds(part, wanted))
        }
        Condition::Not(part) => matches!(**part, Condition::Found(_)) && holds(part, wanted),
        other => wanted(other),
    }
}
