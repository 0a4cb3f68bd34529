//! Rows that say who owes nothing, though one might think so: the near misses, and why.

use super::case::Case;
use super::check::Binding;
use super::evaluate::{Placed, bearers};
use super::formula::Formula;
use super::proof::{Check, Holds, Proof, Step};
use super::row::Row;
use super::weigh::{Awakened, evaluate, judge};
use crate::model::{Actor, Certainty, Treaty, TreatyId, Who};
use crate::syntax::vocabulary::{Act, Verdict};

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
    for bearer in bearers(placed, binding) {
        if Some(bearer) == binding.actor {
            continue;
        }
        let mut row = evaluate(case, placed, binding, Awakened::default(), bearer);
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

/// One row for each norm and beneficiary, and no "none" beside a better verdict on the same act.
pub(super) fn consolidated(rows: Vec<Row>, case: &Case<'_>) -> Vec<Row> {
    let mut merged: Vec<Row> = Vec::new();
    for row in rows {
        match merged.iter_mut().find(|other| other.key() == row.key()) {
            Some(other) => {
                let better = rank(row.verdict) < rank(other.verdict);
                let formula = Formula::any([other.formula.clone(), row.formula.clone()]);
                if better {
                    *other = row;
                }
                if other.verdict != Verdict::None {
                    other.formula = formula;
                    judge(case, other);
                }
            }
            None => merged.push(row),
        }
    }
    let same = |one: &Row, other: &Row| one.party == other.party && one.act == other.act;
    let keep: Vec<bool> = merged
        .iter()
        .enumerate()
        .map(|(index, row)| {
            row.verdict != Verdict::None
                || !merged.iter().enumerate().any(|(at, other)| {
                    at != index
                        && same(row, other)
                        && (other.verdict != Verdict::None || nearer(other, at, row, index))
                })
        })
        .collect();
    let mut kept = keep.into_iter();
    merged.retain(|_| kept.next().unwrap_or(true));
    merged
}

/// Whether one of two "none" rows is the nearer miss: fewer steps fail; else the earlier.
fn nearer(one: &Row, at: usize, other: &Row, index: usize) -> bool {
    (one.proof.failures(), at) < (other.proof.failures(), index)
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
