//! Promises side by side: for each row of ATOP, a member in a phase, the five promises, and the
//! conditions of those that both sides have.

use super::explain::Explanations;
use super::form::{Comparison, Line, Verdict};
use super::{Alliance, Convention};
use crate::atop::{Condition, MemberRow, Obligation};
use crate::cell::Coded;
use servanda::engine::coding::Promise;
use servanda::model::{self, Actor};
use servanda::syntax::vocabulary::AtopItem;
use servanda::time::{Day, Interval};
use std::collections::BTreeSet;

/// Compares every row of one alliance of whose member the corpus knows a membership.
pub(super) fn compare(alliance: &Alliance<'_>, clauses: &mut Explanations, found: &mut Comparison) {
    for (code, rows) in &alliance.rows {
        let states = alliance.states(*code);
        if !alliance.spells.iter().any(|spell| states.contains(&spell.party)) {
            continue;
        }
        for row in rows {
            let days = days_of(row, alliance.data_end);
            let own = alliance.promises.iter().filter(|one| states.contains(&one.party));
            let phase = Phase {
                alliance,
                row,
                promises: own.filter(|one| one.days.iter().any(|own| meet(*own, days))).collect(),
                states: states.clone(),
                several: rows.len() > 1,
                middle: middle(days),
            };
            phase.compare(clauses, found);
        }
    }
}

/// The days of a row. Its last day is that of the next phase, or of the ending.
fn days_of(row: &MemberRow, data_end: Day) -> Interval {
    let from = row.entry.earliest;
    let end = if row.exit.is_open() { data_end.next() } else { row.exit.latest };
    Interval { from, end: end.max(from.next()) }
}

fn meet(one: Interval, other: Interval) -> bool {
    !one.overlap(&other).is_empty()
}

fn middle(days: Interval) -> Day {
    days.from.plus_days((days.end.number() - days.from.number()) / 2)
}

/// One row of ATOP beside the promises that may hold on some day of it.
struct Phase<'a, 'w> {
    alliance: &'a Alliance<'w>,
    row: &'a MemberRow,
    promises: Vec<&'a Promise<'w>>,
    states: Vec<Actor>,
    /// The member has other rows, of other phases.
    several: bool,
    middle: Day,
}

impl Phase<'_, '_> {
    fn compare(&self, clauses: &mut Explanations, found: &mut Comparison) {
        for obligation in Obligation::ALL {
            let Some(item) = AtopItem::from_word(obligation.variable().name()) else { continue };
            let coded = self.row.obligation(obligation);
            let made = |one: &&&Promise<'_>| one.item == item;
            self.judge(item, coded, &made, None, clauses, found);
            if coded.is_set() && self.promises.iter().any(|one| made(&one)) {
                self.conditions(obligation, item, clauses, found);
            }
        }
    }

    fn conditions(
        &self,
        obligation: Obligation,
        item: AtopItem,
        clauses: &mut Explanations,
        found: &mut Comparison,
    ) {
        for condition in Condition::ALL {
            let Some(variable) = condition.variable(obligation) else { continue };
            let Some(own) = AtopItem::from_word(variable.name()) else { continue };
            let coded = self.row.codes.get(variable);
            let under = |one: &&&Promise<'_>| one.item == item && one.conditions.contains(&own);
            // That neither side knows of a condition says little: it is not counted.
            if coded.is_set() || self.promises.iter().any(|one| under(&one)) {
                let convention = self.convention(item, condition).filter(|_| coded.is_set());
                self.judge(own, coded, &under, convention, clauses, found);
            }
        }
    }

    /// Why ATOP may code a condition of a promise where the corpus has none. A place may be hidden in
    /// a question of fact; then the treaty has to say so itself.
    fn convention(&self, item: AtopItem, condition: Condition) -> Option<Convention> {
        let own = || self.promises.iter().filter(|one| one.item == item);
        let asks = |one: &&&Promise<'_>| one.norm.wheres.iter().any(|(part, _)| asks_a_fact(part));
        match condition {
            Condition::Conflict | Condition::Demand => Some(Convention::QuestionOfFact),
            Condition::Place if !own().any(|one| asks(&one)) => Some(Convention::HomeTerritory),
            _ => None,
        }
    }

    /// Compares one code with the promises of which it speaks.
    fn judge(
        &self,
        item: AtopItem,
        coded: Coded,
        speaks: &dyn Fn(&&&Promise<'_>) -> bool,
        convention: Option<Convention>,
        clauses: &mut Explanations,
        found: &mut Comparison,
    ) {
        let Coded::Known(code) = coded else { return };
        let there = code > 0;
        let of_it: Vec<&&Promise<'_>> = self.promises.iter().filter(|one| speaks(one)).collect();
        if there != of_it.is_empty() {
            return found.agree(item);
        }
        let then = of_it.iter().any(|one| one.days.iter().any(|days| days.contains(self.middle)));
        let boundary = (self.several && there == then).then_some(Convention::PhaseBoundary);
        let convention = convention.or(boundary);
        let because = match convention {
            Some(_) => None,
            None => clauses.why(&self.alliance.treaties, item, &self.states),
        };
        let ids = self.alliance.treaties.iter();
        found.line(Line {
            atop: self.alliance.id,
            phase: Some(self.row.phase),
            treaties: ids.map(|id| self.alliance.world.treaty(*id).id.clone()).collect(),
            party: self.alliance.name(self.row.member),
            item,
            corpus: norms(&of_it),
            says: format!("{} from {} to {}", yes(there), self.row.entry.text, self.row.exit.text),
            verdict: match (convention, &because) {
                (Some(_), _) => Verdict::Convention,
                (None, Some(_)) => Verdict::Explained,
                (None, None) => Verdict::Unexplained,
            },
            convention,
            because,
        });
    }
}

fn asks_a_fact(part: &model::Condition) -> bool {
    match part {
        model::Condition::Found(_) => true,
        model::Condition::Not(part) => asks_a_fact(part),
        model::Condition::All(parts) | model::Condition::Any(parts) => {
            parts.iter().any(asks_a_fact)
        }
        _ => false,
    }
}

/// Whether there are promises, and the norms they come from.
fn norms(promises: &[&&Promise<'_>]) -> String {
    let names = promises.iter().map(|one| format!("{}/{}", one.article.label, one.norm.name));
    let names: BTreeSet<String> = names.collect();
    if names.is_empty() {
        return yes(false).to_owned();
    }
    format!("{}: {}", yes(true), names.into_iter().collect::<Vec<_>>().join(", "))
}

fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}
