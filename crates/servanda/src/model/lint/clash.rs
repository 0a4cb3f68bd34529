//! A duty to act against a duty to refrain, in one treaty and one event, with no priority; and a
//! norm that a priority always puts aside.

use super::life;
use super::norms::named;
use super::satisfy::{Named, never};
use crate::model::norm::{Bearers, Pattern};
use crate::model::{Actor, Article, Condition, Norm, Slot, Treaty, TreatyId, Who, World};
use crate::syntax::vocabulary::{Act, Modal};
use crate::syntax::{Code, Diagnostic, Span};

/// A norm in its place.
#[derive(Clone, Copy)]
struct Placed<'w> {
    id: TreatyId,
    treaty: &'w Treaty,
    article: &'w Article,
    norm: &'w Norm,
}

/// The norms of one treaty.
fn norms(world: &World, id: TreatyId) -> Vec<Placed<'_>> {
    let treaty = world.treaty(id);
    let norms = treaty.articles.iter().flat_map(|article| {
        article.norms.iter().map(move |norm| Placed { id, treaty, article, norm })
    });
    norms.collect()
}

/// Every clash inside a treaty, and of a protocol with the treaty it is part of. Between other
/// treaties a clash depends on the event, and answers report it as a conflict.
pub(super) fn lint(world: &World) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, treaty) in world.treaties() {
        let own = norms(world, id);
        let whole = treaty.part_of.map_or_else(Vec::new, |whole| norms(world, whole));
        for (index, one) in own.iter().enumerate() {
            for other in whole.iter().chain(own.iter().take(index)) {
                if opposed(one.norm, other.norm) && meet(world, *one, *other) {
                    found.extend(judged(world, *other, *one));
                }
            }
        }
    }
    found
}

/// Whether one binds to what the other forbids. Neutrality *toward the attacked* is no opposite of
/// aid to it within one treaty: it is the lesser duty beside the greater (Dual Alliance, art. 2).
fn opposed(one: &Norm, other: &Norm) -> bool {
    let forbids = |acts: &Norm, refrains: &Norm| {
        let same = acts.duty.toward == refrains.duty.toward;
        let toward_actor = refrains.duty.toward == Some(Who::Slot(Slot::Actor));
        acts.duty.modal == Modal::Must
            && match (acts.duty.act, refrains.duty.act, refrains.duty.modal) {
                (Act::Aid, Act::NotAidEnemy, Modal::MustNot)
                | (Act::Attack, Act::NotAttack, Modal::MustNot)
                | (Act::Attack, Act::StayNeutral, Modal::Must) => same,
                (Act::Aid, Act::StayNeutral, Modal::Must) => toward_actor && !same,
                _ => false,
            }
    };
    forbids(one, other) || forbids(other, one)
}

/// Whether both can bind one party in one event on one day.
fn meet(world: &World, one: Placed<'_>, other: Placed<'_>) -> bool {
    let days = life::of_norm(one.treaty, one.article, one.norm);
    let rivals = match (&one.norm.reading, &other.norm.reading) {
        (Some((one, _)), Some((other, _))) => one != other,
        _ => false,
    };
    let apart = days.overlap(&life::of_norm(other.treaty, other.article, other.norm)).is_empty();
    if apart || rivals || !share(one, other) {
        return false;
    }
    one.norm.triggers.iter().any(|pattern| {
        other.norm.triggers.iter().any(|second| {
            shared(pattern, second)
                .is_some_and(|named| together(world, one.norm, other.norm, named))
        })
    })
}

fn together(world: &World, one: &Norm, other: &Norm, named: Named) -> bool {
    let mut conditions: Vec<(&Condition, bool, Span)> = Vec::new();
    for norm in [one, other] {
        conditions.extend(norm.wheres.iter().map(|(condition, at)| (condition, true, *at)));
        conditions.extend(norm.unless.iter().map(|(condition, at)| (condition, false, *at)));
    }
    never(world, &conditions, named).is_none()
}

/// Whom two triggers name together, when one event can be both.
fn shared(one: &Pattern, other: &Pattern) -> Option<Named> {
    if one.kind != other.kind {
        return None;
    }
    let (first, second) = (named(Some(one)), named(Some(other)));
    let both = |left: Option<Actor>, right: Option<Actor>| match (left, right) {
        (Some(left), Some(right)) if left != right => None,
        (left, right) => Some(left.or(right)),
    };
    Some(Named {
        actor: both(first.actor, second.actor)?,
        target: both(first.target, second.target)?,
    })
}

/// Whether some party can bear both duties.
fn share(first: Placed<'_>, second: Placed<'_>) -> bool {
    match (&first.norm.duty.bearers, &second.norm.duty.bearers) {
        (Bearers::Victim, Bearers::Victim) | (Bearers::Attacker, Bearers::Attacker) => true,
        (Bearers::Victim | Bearers::Attacker, _) | (_, Bearers::Victim | Bearers::Attacker) => {
            false
        }
        (one, other) => {
            let list = bearers(second.treaty, other);
            bearers(first.treaty, one).iter().any(|bearer| list.contains(bearer))
        }
    }
}

fn bearers(treaty: &Treaty, bearers: &Bearers) -> Vec<Actor> {
    match bearers {
        Bearers::EachOther { role, except } | Bearers::Each { role, except } => {
            let fits = treaty.members.iter().filter(|member| {
                (role.is_none() || member.role == *role)
                    && !except.contains(&member.party)
                    && life::ever_bound(treaty, member)
            });
            fits.map(|member| member.party).collect()
        }
        Bearers::Named(names) => names.clone(),
        Bearers::Victim | Bearers::Attacker => Vec::new(),
    }
}

/// No priority: a fault. A priority for one that holds whenever the other does: the other is idle.
fn judged(world: &World, first: Placed<'_>, second: Placed<'_>) -> Option<Diagnostic> {
    let covers = |reference: &crate::model::world::NormRef, placed: Placed<'_>| {
        reference.covers(placed.id, &placed.article.label, &placed.norm.name)
    };
    for priority in &world.priorities {
        for (winner, loser) in [(first, second), (second, first)] {
            if covers(&priority.winner, winner) && covers(&priority.loser, loser) {
                return always(winner, loser).then(|| idle(winner, loser, priority.at));
            }
        }
    }
    Some(
        Diagnostic::at(
            Code::SV0406,
            second.norm.duty.at,
            format!(
                "norms `{}` and `{}` bind the same parties in the same event to opposite things",
                first.norm.name, second.norm.name
            ),
        )
        .saying("the opposite")
        .against(first.norm.duty.at, "one duty")
        .help(format!(
            "say which yields: `priority {} over {} because \"...\"`, or narrow one with `where`",
            first.norm.name, second.norm.name
        )),
    )
}

fn idle(winner: Placed<'_>, loser: Placed<'_>, at: Span) -> Diagnostic {
    Diagnostic::at(
        Code::SV0405,
        loser.norm.at,
        format!(
            "norm `{}` can never fire: `{}` holds whenever it would, and goes before it",
            loser.norm.name, winner.norm.name
        ),
    )
    .against(at, "the priority")
    .help("narrow the stronger norm with `where`, or turn the priority round")
}

/// Whether the winner holds whenever the loser does: nothing is asked of it that is not asked there.
fn always(winner: Placed<'_>, loser: Placed<'_>) -> bool {
    let (strong, weak) = (winner.norm, loser.norm);
    let within = |inner: &[(Condition, Span)], outer: &[(Condition, Span)]| {
        inner.iter().all(|(condition, _)| outer.iter().any(|(other, _)| other == condition))
    };
    let free = strong.area.is_none()
        && strong.request.is_none()
        && strong.reading.is_none()
        && strong.reservations.is_empty()
        && strong.decider.0 == weak.decider.0;
    let triggered = weak.triggers.iter().all(|weak| {
        strong.triggers.iter().any(|strong| {
            let fits = |strong: Option<Who>, weak: Option<Who>| {
                !matches!(strong, Some(Who::Named(_))) || strong == weak
            };
            strong.kind == weak.kind
                && fits(strong.actor, weak.actor)
                && fits(strong.target, weak.target)
        })
    });
    let all = bearers(winner.treaty, &strong.duty.bearers);
    let days = life::of_norm(winner.treaty, winner.article, strong);
    let weak_days = life::of_norm(loser.treaty, loser.article, weak);
    free && triggered
        && within(&strong.wheres, &weak.wheres)
        && within(&strong.unless, &weak.unless)
        && bearers(loser.treaty, &weak.duty.bearers).iter().all(|bearer| all.contains(bearer))
        && days.from <= weak_days.from
        && weak_days.end <= days.end
}
