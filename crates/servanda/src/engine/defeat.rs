//! Duties that cannot both be kept: which yields, and which stand in open conflict.

use super::case::Case;
use super::formula::Formula;
use super::proof::{Check, Holds, Step};
use super::row::Row;
use super::rows::Rows;
use super::weigh::judge;
use crate::model::{Actor, TreatyId};
use crate::syntax::vocabulary::{Act, EventKind, Verdict};
use std::sync::Arc;

/// A general rule of treaty law that the asker opts into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Preference {
    /// UN Charter art. 103: obligations under the Charter prevail.
    UnCharter103,
    /// The later treaty prevails.
    LexPosterior,
    /// The treaty with fewer parties prevails.
    LexSpecialis,
}

impl Preference {
    /// Every preference with the word that names it.
    pub const ALL: &[(&str, Preference)] = &[
        ("un-charter-103", Preference::UnCharter103),
        ("lex-posterior", Preference::LexPosterior),
        ("lex-specialis", Preference::LexSpecialis),
    ];

    /// The preference with this name.
    pub fn from_word(word: &str) -> Option<Preference> {
        Preference::ALL.iter().find(|(known, _)| *known == word).map(|(_, preference)| *preference)
    }

    /// Its name.
    pub fn word(self) -> &'static str {
        Preference::ALL.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| word)
    }
}

/// Two duties of one party that cannot both be kept.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Whose.
    pub party: Actor,
    /// One of them.
    pub one: Side,
    /// The other.
    pub other: Side,
    /// Why they exclude each other.
    pub because: String,
    /// Which yields: true, the other; false, the first; `None`: neither, it stays open.
    pub first_prevails: Option<bool>,
    /// By which rule.
    pub by: Option<String>,
}

/// One side of a conflict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Side {
    /// The treaty.
    pub treaty: TreatyId,
    /// The article.
    pub article: Arc<str>,
    /// Index of the article's version in its treaty: on a day that may belong to either of two, each
    /// is a side of its own.
    pub version: Option<usize>,
    /// The norm.
    pub norm: Arc<str>,
    /// The verdict.
    pub verdict: Verdict,
    /// The act.
    pub act: Act,
    /// Toward whom.
    pub toward: Option<Actor>,
}

impl Side {
    fn of(row: &Row) -> Side {
        Side {
            treaty: row.treaty,
            article: row.article.clone(),
            version: row.version,
            norm: row.norm.clone(),
            verdict: row.verdict,
            act: row.act,
            toward: row.toward,
        }
    }
}

/// Finds conflicts among the rows, lets declared priorities and opted preferences settle what they
/// can (the row that yields becomes `none`), and reports all of them.
pub(super) fn settle(case: &mut Case<'_>, rows: &mut Rows<'_>) -> Vec<Conflict> {
    let found = clashes(case, rows);
    let mut conflicts: Vec<Conflict> = Vec::new();
    let mut waiting: Vec<(usize, Yield)> = Vec::new();
    for (index, (one, other, conflict)) in found.into_iter().enumerate() {
        if let (Some(first_prevails), Some(by)) = (conflict.first_prevails, &conflict.by) {
            let (winner, loser) = if first_prevails { (one, other) } else { (other, one) };
            waiting.push((index, Yield { winner, loser, by: by.clone() }));
        }
        conflicts.push(conflict);
    }
    // A duty that itself yields defeats nothing: what goes before it must be settled first.
    while !waiting.is_empty() {
        let ready = waiting
            .iter()
            .position(|(_, step)| !waiting.iter().any(|(_, other)| other.loser == step.winner));
        let Some(ready) = ready else { break };
        let (_, step) = waiting.remove(ready);
        yield_to(case, rows, &step);
    }
    // Rules that lead round in a circle settle nothing: these stay open.
    for (index, _) in waiting {
        if let Some(conflict) = conflicts.get_mut(index) {
            conflict.first_prevails = None;
            conflict.by = None;
        }
    }
    conflicts
}

/// Every conflict with the places of its rows, in their order.
fn clashes(case: &Case<'_>, rows: &Rows<'_>) -> Vec<(usize, usize, Conflict)> {
    let mut binding: Vec<(usize, &Row)> =
        rows.iter().enumerate().filter(|(_, row)| binds(row)).collect();
    binding.sort_by_key(|(at, row)| (row.party, *at));
    let mut found = Vec::new();
    for duties in binding.chunk_by(|(_, one), (_, other)| one.party == other.party) {
        for (nth, (one, first)) in duties.iter().enumerate() {
            for (other, second) in duties.iter().skip(nth + 1) {
                let Some(because) = clash(case, first, second) else { continue };
                let (first_prevails, by) = prevails(case, first, second);
                let (one_side, other_side) = (Side::of(first), Side::of(second));
                let conflict = Conflict {
                    party: first.party,
                    one: one_side,
                    other: other_side,
                    because,
                    first_prevails,
                    by,
                };
                found.push((*one, *other, conflict));
            }
        }
    }
    found.sort_by_key(|(one, other, _)| (*one, *other));
    found
}

/// One duty that yields to another, by the place of their rows.
struct Yield {
    winner: usize,
    loser: usize,
    by: String,
}

fn binds(row: &Row) -> bool {
    matches!(row.verdict, Verdict::Must | Verdict::MustNot | Verdict::Depends)
        && matches!(row.force, Verdict::Must | Verdict::MustNot)
}

/// Why two duties exclude each other, if they do.
fn clash(case: &Case<'_>, one: &Row, other: &Row) -> Option<String> {
    directed(case, one, other).or_else(|| directed(case, other, one))
}

fn directed(case: &Case<'_>, helps: &Row, refrains: &Row) -> Option<String> {
    let name =
        |actor: Option<Actor>| actor.map_or("it", |actor| case.world.name(actor, case.day()));
    let fights = matches!(helps.act, Act::Aid | Act::Attack);
    if !fights || helps.force != Verdict::Must {
        return None;
    }
    let friend = if helps.act == Act::Aid { helps.toward } else { None };
    let foes: Vec<Actor> = match helps.act {
        Act::Attack => helps.toward.into_iter().collect(),
        _ => foes_of(case, friend, helps.against),
    };
    let foe = |actor: Option<Actor>| actor.is_some_and(|actor| foes.contains(&actor));
    match refrains.act {
        Act::Aid
            if refrains.force == Verdict::Must
                && foe(refrains.toward)
                && helps.key() < refrains.key() =>
        {
            Some(format!("aid to both sides: {} and {}", name(friend), name(refrains.toward)))
        }
        Act::StayNeutral if foe(refrains.toward) => Some(format!(
            "aid to {} against {}, and neutrality toward {}",
            name(friend),
            name(refrains.toward),
            name(refrains.toward)
        )),
        Act::NotAttack if foe(refrains.toward) => Some(format!(
            "aid to {} against {}, and no force against {}",
            name(friend),
            name(refrains.toward),
            name(refrains.toward)
        )),
        Act::NotAidEnemy if friend.is_some() && refrains.toward == friend => {
            Some(format!("aid to {}, and no aid to it", name(friend)))
        }
        _ => None,
    }
}

/// Those a friend is helped against: the attackers of it, and whom the duty itself names.
fn foes_of(case: &Case<'_>, friend: Option<Actor>, against: Option<Actor>) -> Vec<Actor> {
    let hostile = case.happenings.iter().filter(|(happening, _)| {
        happening.target == friend
            && matches!(happening.kind, EventKind::Attack | EventKind::WarDeclared | EventKind::War)
    });
    let mut foes: Vec<Actor> = hostile.filter_map(|(happening, _)| happening.actor).collect();
    foes.extend(against);
    foes.sort();
    foes.dedup();
    foes.retain(|foe| Some(*foe) != friend);
    foes
}

fn prevails(case: &Case<'_>, one: &Row, other: &Row) -> (Option<bool>, Option<String>) {
    for priority in &case.world.priorities {
        let is = |reference: &crate::model::world::NormRef, row: &Row| {
            reference.covers(row.treaty, &row.article, &row.norm)
        };
        if is(&priority.winner, one) && is(&priority.loser, other) {
            return (Some(true), Some(priority.because.clone()));
        }
        if is(&priority.winner, other) && is(&priority.loser, one) {
            return (Some(false), Some(priority.because.clone()));
        }
    }
    for preference in &case.question.prefer {
        if let Some(first) = preferred(case, *preference, one.treaty, other.treaty) {
            return (Some(first), Some(preference.word().to_owned()));
        }
    }
    (None, None)
}

/// Whether the first treaty prevails by a preference; `None` when the preference does not say.
fn preferred(
    case: &Case<'_>,
    preference: Preference,
    one: TreatyId,
    other: TreatyId,
) -> Option<bool> {
    let (first, second) = (case.world.treaty(one), case.world.treaty(other));
    match preference {
        Preference::UnCharter103 => match (first.id.as_str(), second.id.as_str()) {
            ("UN-CHARTER", "UN-CHARTER") => None,
            ("UN-CHARTER", _) => Some(true),
            (_, "UN-CHARTER") => Some(false),
            _ => None,
        },
        Preference::LexPosterior => {
            let signed = |treaty: &crate::model::Treaty| {
                let day = treaty.signed.as_ref().map(|(day, _)| day).or(treaty.force.from.as_ref());
                day.map(|day| (day.earliest, day.latest))
            };
            let (first, second) = (signed(first)?, signed(second)?);
            if first.0 > second.1 {
                Some(true)
            } else if second.0 > first.1 {
                Some(false)
            } else {
                None
            }
        }
        Preference::LexSpecialis => {
            let (first, second) = (first.members.len(), second.members.len());
            (first != second).then_some(first < second)
        }
    }
}

/// The loser holds only where the winner does not.
fn yield_to(case: &mut Case<'_>, rows: &mut Rows<'_>, step: &Yield) {
    let Yield { winner, loser, by } = step;
    let Some(win) = rows.get(*winner) else { return };
    let formula = win.formula.clone().negated();
    let treaty = case.world.treaty(win.treaty);
    let says = format!("yields to {}/{} ({by})", treaty.id, win.article);
    let at = Some(win.at);
    let Some(row) = rows.get_mut(*loser) else { return };
    let holds = if formula == Formula::False { Holds::No } else { Holds::Open };
    row.proof.push(Step::new(Check::Priority, holds, says, at));
    row.formula = Formula::all([row.formula.clone(), formula]);
    judge(row);
}
