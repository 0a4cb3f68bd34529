//! Rows that say who owes nothing, though one might think so: the near misses, and why.

use super::case::Case;
use super::check::Binding;
use super::evaluate::{Placed, bearers};
use super::formula::Formula;
use super::proof::{Check, Holds, Proof, Step};
use super::row::Row;
use super::weigh::{Awakened, common, evaluate, judge};
use crate::model::{Actor, Certainty, Treaty, TreatyId, Who};
use crate::syntax::vocabulary::{Act, Verdict};
use std::collections::BTreeMap;

/// A pledge of aid or consultation that another kind of event would have awakened.
pub(super) fn missed_trigger(case: &mut Case<'_>, placed: Placed<'_>, rows: &mut Vec<Row>) {
    let question = case.question;
    let is_pledge = matches!(placed.norm.duty.act, Act::Aid | Act::Consult);
    let Some(target) = question.target.filter(|_| is_pledge) else { return };
    if placed
        .treaty
        .member(target)
        .is_none_or(|member| member.bound_on(case.day()) == Certainty::No)
    {
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
    let asked = question.kind.phrase(case.world.name(target, case.day()));
    let mut kinds: Vec<String> =
        placed.norm.triggers.iter().map(|pattern| pattern.kind.phrase("a party")).collect();
    kinds.dedup();
    let common = common(case, placed, binding, Awakened::default());
    for bearer in bearers(case, placed, binding) {
        if Some(bearer) == binding.actor {
            continue;
        }
        let mut row = evaluate(case, placed, binding, &common, Awakened::default(), bearer);
        let says = format!("it answers {}, not {asked}", kinds.join(" or "));
        let at = placed.norm.triggers.first().map(|pattern| pattern.at);
        let step = Step { check: Check::Trigger, holds: Holds::No, says, at };
        row.proof.steps.insert(1.min(row.proof.steps.len()), step);
        row.formula = Formula::False;
        judge(case, &mut row);
        rows.extend(alive(case, row));
    }
}

/// A row unless its party did not exist then.
fn alive(case: &Case<'_>, row: Row) -> Option<Row> {
    let lives = match row.party {
        Actor::State(state) => case.world.states.exists_on(state, case.day()),
        Actor::Entity(_) => true,
    };
    (lives || row.verdict != Verdict::None).then_some(row)
}

/// Keeps a row that says something, and of those that say none only the near misses.
pub(super) fn relevant(
    case: &Case<'_>,
    placed: Placed<'_>,
    binding: Binding,
    mut row: Row,
) -> Option<Row> {
    if row.verdict != Verdict::None {
        return Some(row);
    }
    let pledge =
        matches!(row.act, Act::Aid | Act::Consult | Act::StayNeutral | Act::Attack | Act::Mobilise);
    if !pledge || binding.target != case.question.target {
        return None;
    }
    let named_target =
        placed.norm.triggers.iter().any(|pattern| matches!(pattern.target, Some(Who::Named(_))));
    let concerned =
        binding.target.is_some_and(|target| placed.treaty.member(target).is_some() || named_target);
    if concerned {
        return alive(case, row);
    }
    // An attacker's allies owe it nothing for its own attack: the answer that is most often wrong.
    let actor = binding.actor?;
    let ally = placed
        .treaty
        .member(actor)
        .is_some_and(|member| member.bound_on(case.day()) == Certainty::Certain);
    if row.act != Act::Aid || !ally || row.party == actor {
        return None;
    }
    let (attacker, id) = (case.world.name(actor, case.day()), &placed.treaty.id);
    let target = binding.target.map_or("the target", |target| case.world.name(target, case.day()));
    row.toward = Some(actor);
    row.against = binding.target;
    row.why_not = Some(format!(
        "{attacker} is the attacker; {id} answers an attack on a party, and {target} is none"
    ));
    alive(case, row)
}

/// One row for each norm and beneficiary, and no "none" beside a better verdict on the same act; of
/// several "none" the nearest miss (fewest failing steps, else the first).
pub(super) fn consolidated(rows: Vec<Row>, case: &Case<'_>) -> Vec<Row> {
    let merged = merged(rows, case);
    // For each party and act: whether something is owed, else the nearest miss.
    let mut best: BTreeMap<(Actor, Act), (bool, usize, usize)> = BTreeMap::new();
    for (index, row) in merged.iter().enumerate() {
        let this = (row.verdict == Verdict::None, row.proof.failures(), index);
        let slot = best.entry((row.party, row.act)).or_insert(this);
        *slot = this.min(*slot);
    }
    let kept = merged.into_iter().enumerate().filter(|(index, row)| {
        let nearest = best.get(&(row.party, row.act));
        row.verdict != Verdict::None || nearest.is_some_and(|(_, _, best)| best == index)
    });
    kept.map(|(_, row)| row).collect()
}

/// A norm that the event awakens in several ways holds if it holds in any of them.
fn merged(rows: Vec<Row>, case: &Case<'_>) -> Vec<Row> {
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
            judge(case, other);
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
    if treaty.disclaimers.is_empty() || case.bound(target, id).formula == Formula::False {
        return;
    }
    for disclaimer in &treaty.disclaimers {
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
            let says = disclaimer.because.clone();
            let step = Step {
                check: Check::Guard,
                holds: Holds::No,
                says: says.clone(),
                at: Some(disclaimer.at),
            };
            rows.push(Row {
                party,
                verdict: Verdict::None,
                act: disclaimer.act,
                toward: Some(target),
                against: None,
                treaty: id,
                article: String::new(),
                version: None,
                norm: String::new(),
                extent: None,
                timing: Vec::new(),
                depends_on: Vec::new(),
                why_not: Some(says),
                proof: Proof { steps: vec![step] },
                formula: Formula::False,
                force: Verdict::None,
                round: 0,
                at: disclaimer.at,
            });
        }
    }
}
