//! Which of ATOP's five promises a norm is, and who makes it.

use crate::model::norm::{Bearers, Condition, Duty, Pattern, Slot, Who};
use crate::model::{Actor, Norm, Treaty};
use crate::syntax::vocabulary::{Act, AtopItem, EventKind, Modal};

/// What a norm is coded as. A liberty (`may`) is no promise.
pub(super) fn items(treaty: &Treaty, norm: &Norm) -> Vec<AtopItem> {
    match (norm.duty.modal, norm.duty.act) {
        (Modal::Must, Act::Aid) => aid(treaty, norm),
        (Modal::Must, Act::Attack) => vec![AtopItem::Offense],
        (Modal::Must, Act::StayNeutral) if in_a_partys_war(treaty, norm) => vec![AtopItem::Neutral],
        (Modal::MustNot, Act::NotAttack) if owed_to_a_party(treaty, norm) => vec![AtopItem::Nonagg],
        (Modal::Must, Act::Consult) => vec![AtopItem::Consul],
        _ => Vec::new(),
    }
}

/// Aid to a party that is attacked or threatened is defense. Aid in a war that it may have begun is
/// offense too; aid that an attack on somebody else calls for is offense alone; aid against a coup
/// or terrorism alone is neither, nor is aid to an outsider.
fn aid(treaty: &Treaty, norm: &Norm) -> Vec<AtopItem> {
    if !owed_to_a_party(treaty, norm) {
        return Vec::new();
    }
    if norm.triggers.is_empty() {
        return vec![AtopItem::Defense];
    }
    let mut items = Vec::new();
    for pattern in &norm.triggers {
        match pattern.kind {
            EventKind::Attack
            | EventKind::Threat
            | EventKind::Incursion
            | EventKind::Blockade
            | EventKind::WarDeclared
                if befalls_the_helped(norm, pattern) =>
            {
                items.push(AtopItem::Defense);
            }
            EventKind::War if befalls_the_helped(norm, pattern) => {
                items.extend([AtopItem::Defense, AtopItem::Offense]);
            }
            EventKind::Attack
            | EventKind::WarDeclared
            | EventKind::War
            | EventKind::Mobilisation => items.push(AtopItem::Offense),
            _ => {}
        }
    }
    items.sort();
    items.dedup();
    items
}

/// Whom help or forbearance is owed to: whom the duty names, else the target of the event.
pub(super) fn owed_to(duty: &Duty) -> Who {
    duty.toward.unwrap_or(Who::Slot(Slot::Target))
}

/// Neutrality is that in a party's conflict: one of those in the event can be a party.
fn in_a_partys_war(treaty: &Treaty, norm: &Norm) -> bool {
    let can_be_a_party = |slot: Slot| {
        let who = fillers(norm, Who::Slot(slot));
        who.is_none_or(|who| who.iter().any(|party| treaty.member(*party).is_some()))
    };
    norm.triggers.is_empty() || can_be_a_party(Slot::Actor) || can_be_a_party(Slot::Target)
}

fn owed_to_a_party(treaty: &Treaty, norm: &Norm) -> bool {
    let whom = fillers(norm, owed_to(&norm.duty));
    whom.is_none_or(|whom| whom.iter().any(|party| treaty.member(*party).is_some()))
}

/// Whether the event is one that befalls whoever is helped.
pub(super) fn befalls_the_helped(norm: &Norm, pattern: &Pattern) -> bool {
    let helped = owed_to(&norm.duty);
    let target = pattern.target.unwrap_or(Who::Slot(Slot::Target));
    if helped == target {
        return true;
    }
    match (fillers(norm, helped), fillers(norm, target)) {
        (Some(helped), Some(target)) => helped.iter().any(|party| target.contains(party)),
        _ => false,
    }
}

/// Who can be meant: by name, or by what the norm's conditions say of a role; `None`: anybody.
pub(super) fn fillers(norm: &Norm, who: Who) -> Option<Vec<Actor>> {
    match who {
        Who::Named(party) => Some(vec![party]),
        Who::Slot(slot) => {
            let said = norm.wheres.iter().find_map(|(condition, _)| among(condition, slot));
            said.or_else(|| named_by_triggers(norm, slot))
        }
    }
}

/// The names that every trigger has in a place of the event.
fn named_by_triggers(norm: &Norm, slot: Slot) -> Option<Vec<Actor>> {
    let each = norm.triggers.iter().map(|pattern| match slot {
        Slot::Actor => pattern.actor,
        Slot::Target => pattern.target,
    });
    let names = each.map(|who| match who {
        Some(Who::Named(party)) => Some(party),
        _ => None,
    });
    let names = names.collect::<Option<Vec<Actor>>>()?;
    (!names.is_empty()).then_some(names)
}

/// Who fills a role when a condition holds, where it says so.
fn among(condition: &Condition, slot: Slot) -> Option<Vec<Actor>> {
    match condition {
        Condition::Among(Who::Slot(own), names) if *own == slot => Some(names.clone()),
        Condition::All(parts) => parts.iter().find_map(|part| among(part, slot)),
        Condition::Any(parts) => {
            let each = parts.iter().map(|part| among(part, slot));
            each.collect::<Option<Vec<_>>>().map(|names| names.concat())
        }
        _ => None,
    }
}

/// The members whom a norm can bind. Who alone can be the victim or the attacker is not among the
/// others; a reservation without conditions frees.
pub(super) fn bearers(treaty: &Treaty, norm: &Norm) -> Vec<Actor> {
    let (victims, attackers) = (
        fillers(norm, Who::Slot(Slot::Target)),
        fillers(norm, Who::Slot(Slot::Actor)).filter(|_| !norm.triggers.is_empty()),
    );
    let helped = fillers(norm, owed_to(&norm.duty));
    // `each party must consult` has all of them confer, whoever is threatened.
    let toward_somebody = norm.duty.toward.is_some() || norm.duty.act != Act::Consult;
    let is_only = |who: &Option<Vec<Actor>>, party: Actor| {
        who.as_ref().is_some_and(|who| who.iter().all(|one| *one == party))
    };
    let is_one_of = |who: &Option<Vec<Actor>>, party: Actor| {
        who.as_ref().is_none_or(|who| who.contains(&party))
    };
    let binds = |party: Actor, own_role: Option<&String>| match &norm.duty.bearers {
        Bearers::EachOther { role, except } => {
            in_role(role.as_ref(), own_role)
                && !except.contains(&party)
                && !is_only(&victims, party)
                && !is_only(&attackers, party)
        }
        Bearers::Each { role, except } => {
            in_role(role.as_ref(), own_role)
                && !except.contains(&party)
                && !(toward_somebody && is_only(&helped, party))
        }
        Bearers::Victim => is_one_of(&victims, party),
        Bearers::Attacker => is_one_of(&attackers, party),
        Bearers::Named(names) => names.contains(&party),
    };
    let freed = |party: Actor| {
        let absolute = norm.reservations.iter().filter(|one| one.only_where.is_empty());
        absolute.into_iter().any(|one| one.by.contains(&party))
    };
    let bound = treaty.members.iter().filter(|member| binds(member.party, member.role.as_ref()));
    bound.map(|member| member.party).filter(|party| !freed(*party)).collect()
}

fn in_role(wanted: Option<&String>, own: Option<&String>) -> bool {
    wanted.is_none_or(|wanted| own == Some(wanted))
}
