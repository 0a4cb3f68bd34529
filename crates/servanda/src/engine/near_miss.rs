//! Rows that say who owes nothing, though one might think so: the near misses, and why.

use super::case::Case;
use super::check::Binding;
use super::evaluate::{DAYS_REMEMBERED, Placed, bearers, is_hidden};
use super::formula::Formula;
use super::happening::Happening;
use super::proof::{Check, Holds, Proof, Step};
use super::row::Row;
use super::weigh::{Awakened, common, evaluate, judge};
use crate::model::{Actor, Certainty, Condition, Norm, Pattern, Slot, Treaty, TreatyId, Who};
use crate::syntax::vocabulary::{Act, EventKind, Modal, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A pledge of aid or consultation that another kind of event would have awakened.
pub(super) fn missed_trigger(case: &mut Case<'_>, placed: Placed<'_>, rows: &mut Vec<Row>) {
    let question = case.question;
    let is_pledge = matches!(placed.norm.duty.act, Act::Aid | Act::Consult);
    let Some(target) = question.target.filter(|_| is_pledge) else { return };
    if case.bound(target, placed.id).formula == Formula::False {
        return;
    }
    let by_name = placed
        .norm
        .triggers
        .iter()
        .all(|pattern| matches!(pattern.target, Some(Who::Named(name)) if name != target));
    if by_name {
        return;
    }
    let binding = Binding { actor: question.actors.first().copied(), target: Some(target) };
    let asked = asked(case, target, placed.norm);
    let mut kinds: Vec<String> =
        placed.norm.triggers.iter().map(|pattern| answered(case, pattern)).collect();
    kinds.dedup();
    let common = common(case, placed, binding, Awakened::default());
    for bearer in bearers(case, placed, binding) {
        if question.actors.contains(&bearer) {
            continue;
        }
        let mut row = evaluate(case, placed, binding, &common, Awakened::default(), bearer);
        let says = format!("it answers {}, not {asked}", kinds.join(" or "));
        let at = placed.norm.triggers.first().map(|pattern| pattern.at);
        let step = Step::new(Check::Trigger, Holds::No, says, at);
        row.proof.insert_second(step);
        row.formula = Formula::False;
        judge(&mut row);
        // What one owes oneself is nothing.
        if row.toward != Some(bearer) {
            rows.extend(alive(case, row));
        }
    }
}

/// The event asked about, in words; who does it is told where the norm names somebody else.
fn asked(case: &Case<'_>, target: Actor, norm: &Norm) -> String {
    let name = |actor: Actor| case.world.name(actor, case.day());
    let names_actor = norm.triggers.iter().any(|it| matches!(it.actor, Some(Who::Named(_))));
    let told = case.question.actors.iter().filter(|_| names_actor);
    let actors: Vec<&str> = told.map(|actor| name(*actor)).collect();
    let by =
        if actors.is_empty() { String::new() } else { format!(" by {}", actors.join(" and ")) };
    format!("{}{by}", case.question.kind.phrase(name(target)))
}

/// The event that a pattern answers, in words.
fn answered(case: &Case<'_>, pattern: &Pattern) -> String {
    let named = |who: Option<Who>| match who {
        Some(Who::Named(actor)) => Some(case.world.name(actor, case.day())),
        _ => None,
    };
    let by = named(pattern.actor).map_or(String::new(), |name| format!(" by {name}"));
    // Whom it befalls is told only where the attacker is what fails.
    let target = named(pattern.target).filter(|_| !by.is_empty()).unwrap_or("a party");
    format!("{}{by}", pattern.kind.phrase(target))
}

/// A row unless its party, or whom it is about, did not exist then.
fn alive(case: &Case<'_>, row: Row) -> Option<Row> {
    let lives = |actor: Actor| match actor {
        Actor::State(state) => case.world.states.exists_on(state, case.day()),
        Actor::Entity(_) => true,
    };
    let live = lives(row.party) && row.toward.is_none_or(lives);
    (live || row.verdict != Verdict::None).then_some(row)
}

/// Whether somebody is on record as a member or signatory of a treaty, or soon will be: who joins it
/// only long after was no near miss.
fn on_record(case: &Case<'_>, treaty: &Treaty, actor: Actor) -> bool {
    let soon = || case.day().plus_days(DAYS_REMEMBERED);
    let by = case.question.known.map_or_else(soon, |known| known.min(case.day()));
    treaty.member(actor).is_some_and(|member| member.on_record_by(by))
}

/// Whether a norm speaks of somebody by name as whom it protects.
fn protects_by_name(norm: &Norm, by: &[(&Pattern, Happening)], actor: Actor) -> bool {
    fn names(condition: &Condition, actor: Actor) -> bool {
        match condition {
            Condition::All(of) | Condition::Any(of) => of.iter().any(|part| names(part, actor)),
            Condition::Among(Who::Slot(Slot::Target), list) => list.contains(&actor),
            _ => false,
        }
    }
    let named = Some(Who::Named(actor));
    norm.duty.toward == named
        || by.iter().any(|(pattern, _)| pattern.target == named)
        || norm.wheres.iter().any(|(that, _)| names(that, actor))
}

/// Keeps a row that says something, and of those that say none only the near misses: the target is
/// a member, or the norm names it.
pub(super) fn relevant(
    case: &Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    by: &[(&Pattern, Happening)],
    row: Row,
) -> Option<Row> {
    if row.verdict != Verdict::None {
        return Some(row);
    }
    let pledge =
        matches!(row.act, Act::Aid | Act::Consult | Act::StayNeutral | Act::Attack | Act::Mobilise);
    let concerns = |target: Actor| {
        on_record(case, placed.treaty, target) || protects_by_name(placed.norm, by, target)
    };
    let asked = binding.target == case.question.target;
    if pledge && asked && binding.target.is_some_and(concerns) { alive(case, row) } else { None }
}

/// An attacker's allies owe it nothing for its own attack: the answer that is most often wrong.
pub(super) fn allies_of_the_attacker(case: &mut Case<'_>, id: TreatyId, rows: &mut Vec<Row>) {
    let (world, question) = (case.world, case.question);
    let treaty = world.treaty(id);
    let hostile = matches!(question.kind, EventKind::Attack | EventKind::WarDeclared);
    let Some(target) = question.target.filter(|_| hostile) else { return };
    if on_record(case, treaty, target) {
        return;
    }
    for attacker in question.actors.iter().copied() {
        if case.bound(attacker, id).formula != Formula::True {
            continue;
        }
        for member in &treaty.members {
            let party = member.party;
            let covered = rows.iter().any(|row| row.party == party && row.act == Act::Aid);
            let attacks = question.actors.contains(&party);
            if attacks || covered || case.bound(party, id).formula != Formula::True {
                continue;
            }
            let Some(placed) = pledge_of_aid(case, id, party, attacker) else { continue };
            let says: Arc<str> = format!(
                "{} is the attacker; {} answers an attack on a party, and {} is none",
                world.name(attacker, question.on),
                treaty.id,
                world.name(target, question.on)
            )
            .into();
            let at = placed.norm.triggers.first().map(|pattern| pattern.at);
            let step = Step::new(Check::Trigger, Holds::No, says.clone(), at);
            rows.push(Row {
                against: Some(target),
                article: placed.article.label.clone(),
                version: Some(placed.version),
                norm: placed.norm.name.clone(),
                at: placed.norm.at,
                ..not_owed(party, id, attacker, says, step)
            });
        }
    }
}

/// The first pledge of a treaty by which `party` would have to aid `ally` if the ally were attacked;
/// one in force, and not hidden from the asker.
fn pledge_of_aid<'w>(
    case: &Case<'w>,
    id: TreatyId,
    party: Actor,
    ally: Actor,
) -> Option<Placed<'w>> {
    let treaty = case.world.treaty(id);
    let protects = |pattern: &Pattern| {
        let hostile = matches!(pattern.kind, EventKind::Attack | EventKind::WarDeclared);
        let named = |target| matches!(target, Who::Named(name) if name != ally);
        hostile && pattern.target.is_some_and(|target| !named(target))
    };
    let mut placed = treaty.articles.iter().enumerate().flat_map(|(version, article)| {
        article.norms.iter().map(move |norm| Placed { id, treaty, version, article, norm })
    });
    placed.find(|placed| {
        let (article, norm) = (placed.article, placed.norm);
        let binding = Binding { actor: None, target: Some(ally) };
        norm.duty.act == Act::Aid
            && norm.duty.modal == Modal::Must
            && norm.triggers.iter().any(protects)
            && article.validity.on(case.day()) != Certainty::No
            && norm.validity.on(case.day()) != Certainty::No
            && !is_hidden(case, article.secrecy.as_ref())
            && !is_hidden(case, norm.secrecy.as_ref())
            && bearers(case, *placed, binding).contains(&party)
    })
}

/// A row that says that no aid is owed, and why.
fn not_owed(party: Actor, treaty: TreatyId, toward: Actor, why: Arc<str>, step: Step) -> Row {
    let empty: Arc<str> = Arc::default();
    Row {
        party,
        verdict: Verdict::None,
        act: Act::Aid,
        toward: Some(toward),
        against: None,
        treaty,
        article: empty.clone(),
        version: None,
        norm: empty,
        extent: None,
        timing: Arc::default(),
        depends_on: Arc::default(),
        why_not: Some(why),
        at: step.at.unwrap_or_default(),
        proof: Proof::of(step),
        formula: Formula::False,
        force: Verdict::None,
        round: 0,
    }
}

/// One row for each norm and beneficiary, and no "none" beside a better verdict on the same act; of
/// several "none" the nearest miss (fewest failing steps, else the first).
pub(super) fn consolidated(rows: Vec<Row>) -> Vec<Row> {
    let merged = merged(rows);
    // For each party and act: the best verdict, and the nearest miss.
    let mut best: BTreeMap<(Actor, Act), (usize, usize, usize)> = BTreeMap::new();
    for (index, row) in merged.iter().enumerate() {
        let this = (rank(row.verdict), row.proof.failures(), index);
        let slot = best.entry((row.party, row.act)).or_insert(this);
        *slot = this.min(*slot);
    }
    let owed: BTreeSet<(Actor, Act, Arc<str>)> = merged
        .iter()
        .filter(|row| row.verdict != Verdict::None)
        .map(|row| (row.party, row.act, row.article.clone()))
        .collect();
    let keeps = |index: usize, row: &Row| {
        let Some((best, _, nearest)) = best.get(&(row.party, row.act)) else { return true };
        // Beside a duty that is only open, another article that fails by one condition is news.
        let open = *best == rank(Verdict::Depends) && row.proof.failures() == 1;
        let elsewhere = !owed.contains(&(row.party, row.act, row.article.clone()));
        row.verdict != Verdict::None || *nearest == index || (open && elsewhere)
    };
    let kept: Vec<bool> = merged.iter().enumerate().map(|(index, row)| keeps(index, row)).collect();
    let kept = merged.into_iter().zip(kept).filter(|(_, kept)| *kept);
    kept.map(|(row, _)| row).collect()
}

/// A norm that the event awakens in several ways holds if it holds in any of them.
fn merged(rows: Vec<Row>) -> Vec<Row> {
    let mut merged: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        // Ways to awaken one norm follow each other, so its rows are near the end.
        let Some(other) = merged.iter_mut().rev().find(|other| other.key() == row.key()) else {
            merged.push(row);
            continue;
        };
        let formula = Formula::any([other.formula.clone(), row.formula.clone()]);
        if rank(row.verdict) < rank(other.verdict) {
            *other = row;
        }
        if other.verdict != Verdict::None {
            other.formula = formula;
            judge(other);
        }
    }
    merged
}

fn rank(verdict: Verdict) -> usize {
    Verdict::ALL.iter().position(|known| *known == verdict).unwrap_or_default()
}

/// What a treaty's parties are often thought to owe the target, and do not.
pub(super) fn disclaimed(case: &mut Case<'_>, id: TreatyId, treaty: &Treaty, rows: &mut Vec<Row>) {
    let Some(target) = case.question.target else { return };
    for disclaimer in &treaty.disclaimers {
        let concerned = match disclaimer.toward {
            Some(toward) => toward == target,
            None => case.bound(target, id).formula != Formula::False,
        };
        if !concerned {
            continue;
        }
        for member in &treaty.members {
            let party = member.party;
            let attacker = case.question.actors.contains(&party);
            let covered = rows.iter().any(|row| row.party == party && row.act == disclaimer.act);
            if party == target
                || attacker
                || covered
                || case.bound(party, id).formula == Formula::False
            {
                continue;
            }
            let says: Arc<str> = disclaimer.because.as_str().into();
            let step = Step::new(Check::Guard, Holds::No, says.clone(), Some(disclaimer.at));
            let row = not_owed(party, id, target, says, step);
            rows.push(Row { act: disclaimer.act, ..row });
        }
    }
}
