//! The alliances of ATOP behind a cell: those that count, those that are there and promise nothing of the
//! kind, and where none is there the nearest. Knows ATOP's rows and conventions; knows no treaty but by
//! the numbers that it cites.

use super::super::atop::{Atop, COLUMNS, Pact};
use super::super::block::{Block, Part};
use super::super::unit::{Of, Rule};
use super::{Reason, Role, span};
use crate::atop::{Condition, MemberRow, Obligation, Variable};
use crate::cell::Coded;
use servanda::model::System;
use servanda::time::Interval;

/// Alliances that are told where none counts.
const NEAREST: usize = 3;

impl Atop {
    /// Why a cell of one of the five columns is what it is.
    pub(in super::super) fn why(&self, block: &Block<'_>, column: &str) -> Vec<Reason> {
        let Some(part) = block.parts(System::Cow).into_iter().next() else { return Vec::new() };
        let Some(bit) = COLUMNS.iter().position(|known| *known == column) else {
            return Vec::new();
        };
        let plan = block.plan();
        let (of, rule) = (plan.scope().unit.of, plan.scope().rule);
        let period = plan.calendar().period(part.periods.start);
        if !Atop::speaks_of(of, &part) {
            let words = "ATOP numbers states as COW does, and COW's list has no such state then";
            return vec![Reason::new(Role::Outside, "ATOP", words)];
        }
        let inside = plan.calendar().where_counts(self.covers(), Rule::Exact);
        if !inside.contains(&part.periods.start) {
            let [first, last] = [self.covers().from, self.covers().last()];
            let year = |day: servanda::time::Day| day.parts().map_or(0, |parts| parts.0);
            let words = format!("ATOP speaks of {} to {}", year(first), year(last));
            return vec![Reason::new(Role::Outside, "ATOP", words).during(self.covers())];
        }
        let counts = |pact: &Pact| {
            plan.calendar().where_counts(pact.days, rule).contains(&part.periods.start)
        };
        let mut there: Vec<&Pact> = self.pacts(of, &part).filter(|pact| counts(pact)).collect();
        there.sort_by_key(|pact| (pact.promised >> bit & 1 == 0, pact.atop_id, pact.phase));
        if there.is_empty() {
            return self.nearest(of, &part, period);
        }
        let mut reasons: Vec<Reason> =
            there.iter().map(|pact| self.reason(pact, bit, None)).collect();
        if !there.iter().any(|pact| (pact.promised | pact.unknown) >> bit & 1 == 1) {
            let promise = Obligation::ALL.get(bit).map_or("", |one| one.variable().name());
            let words =
                format!("none of these alliances has a promise of `{promise}` by the first");
            reasons.insert(0, Reason::new(Role::Note, "ATOP", words));
        }
        if part.two.is_some() {
            let words = "both must be members of one alliance in one phase; the promises are the first \
                         state's own, and of several alliances the highest counts";
            reasons.insert(0, Reason::new(Role::Note, "ATOP", words));
        }
        reasons
    }

    /// Where no alliance counts: those that come nearest, before or after.
    fn nearest(&self, of: Of, part: &Part<'_>, period: Interval) -> Vec<Reason> {
        let distance = |days: Interval| {
            let before = period.from.number().saturating_sub(days.last().number());
            let after = days.from.number().saturating_sub(period.last().number());
            before.max(after).max(0)
        };
        let mut near: Vec<&Pact> = self.pacts(of, part).collect();
        near.sort_by_key(|pact| (distance(pact.days), pact.atop_id, pact.phase));
        let who = if part.two.is_some() { "has both" } else { "has the state with another" };
        let time = span(period);
        let none = format!("no alliance of ATOP's {who} on days that count, {time}");
        let words = match near.first() {
            None => format!("{none}, nor on any other day"),
            Some(pact) if pact.days.end <= period.from => {
                format!("{none}; nearest: {} ended {}", name(pact), pact.days.last())
            }
            Some(pact) if pact.days.from >= period.end => {
                format!("{none}; nearest: {} begins {}", name(pact), pact.days.from)
            }
            Some(pact) => {
                format!("{none}; nearest: {}, {}", name(pact), span(pact.days))
            }
        };
        let mut reasons = vec![Reason::new(Role::Note, "ATOP", words)];
        let each = near.into_iter().take(NEAREST);
        reasons.extend(each.map(|pact| self.reason(pact, 0, Some(Role::Nearest))));
        reasons
    }

    /// One alliance and phase: both memberships, what they share, and what the first promised.
    fn reason(&self, pact: &Pact, bit: usize, role: Option<Role>) -> Reason {
        let role = role.unwrap_or(match (pact.promised >> bit & 1, pact.unknown >> bit & 1) {
            (1, _) => Role::Counts,
            (_, 1) => Role::Unknown,
            _ => Role::Silent,
        });
        let promise = Obligation::ALL.get(bit).map_or("", |one| one.variable().name());
        let words = match role {
            Role::Counts => format!("a promise of `{promise}`"),
            Role::Unknown => format!("whether `{promise}` was promised is missing in the file"),
            Role::Nearest => "not in the period".to_owned(),
            _ => format!("no promise of `{promise}`"),
        };
        let sides = pact.sides.map(|at| self.rows.get(at as usize));
        let mut reason = Reason::new(role, name(pact), words).during(pact.days);
        let [one, two] = sides;
        for row in one.into_iter().chain(two.filter(|two| Some(*two) != one)) {
            reason = reason.fact(format!("membership of {}", row.member), membership(row));
        }
        if let Some(row) = one {
            let codes = Obligation::ALL.map(|obligation| {
                let code = match row.obligation(obligation) {
                    Coded::Known(code) => code.to_string(),
                    Coded::Missing => "missing".to_owned(),
                };
                format!("{} {code}", obligation.variable().name())
            });
            reason = reason.fact(format!("promises of {}", row.member), codes.join(", "));
            if let Some(obligation) = Obligation::ALL.get(bit)
                && let conditions = conditions(row, *obligation)
                && !conditions.is_empty()
            {
                reason = reason.fact("on condition", conditions.join(", "));
            }
            if pact.varies {
                let words = "this member promised different things to different partners, and the file \
                             does not say what to whom: the cell may hold a promise to another";
                reason = reason.fact("OBVARY", words);
            }
        }
        let cited = self.cited.get(&pact.atop_id);
        let cited = cited.map_or("no treaty of the corpus".to_owned(), |ids| ids.join(", "));
        reason.fact("cited by", cited)
    }
}

fn name(pact: &Pact) -> String {
    match pact.phase {
        0 => format!("ATOP {}", pact.atop_id),
        phase => format!("ATOP {}, phase {phase}", pact.atop_id),
    }
}

/// A membership in words: the file's own dates, and how it ended.
fn membership(row: &MemberRow) -> String {
    let exit = match row.exit.is_open() {
        true => "the end of the data".to_owned(),
        false => row.exit.text.clone(),
    };
    // What the codes of an ending mean is ATOP's codebook, in our words.
    let ending = match row.codes.get(Variable::Termmode).known() {
        Some(1) => ", not renewed",
        Some(2) => ", replaced",
        Some(3) => ", broken early",
        Some(4) => ", independence lost",
        Some(5) => ", moot",
        Some(6) => ", a war was lost",
        _ => "",
    };
    format!("{} to {exit}{ending}", row.entry.text)
}

/// The conditions on a promise, by the names of their variables.
fn conditions(row: &MemberRow, obligation: Obligation) -> Vec<String> {
    let each = Condition::ALL.iter().filter(|one| row.condition(obligation, **one).is_set());
    let named = each.filter_map(|one| one.variable(obligation));
    named.map(|variable| variable.name().to_uppercase()).collect()
}
