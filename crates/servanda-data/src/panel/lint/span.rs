//! Rows that were marked, joined to findings: one for each subject and reason over periods in a row.
//! Knows keys; knows no reason.

use super::super::atop::Atop;
use super::super::fault::PanelFault;
use super::super::read::{Frame, KeyPart, Keys};
use super::super::unit::Step;
use super::{Finding, LintRule, defense};
use servanda::model::{StateId, System, World};
use servanda::time::{Day, Interval};
use std::collections::{BTreeMap, BTreeSet};

/// A row that was marked, behind the number of its period.
type Marked = (i64, u32);

/// The rows that rules have marked, each with its reason.
pub(super) struct Marks<'f> {
    frame: &'f Frame,
    keys: &'f Keys,
    /// The rows in the order of their keys, where the file has them in another.
    order: Option<Vec<u32>>,
    reasons: Vec<String>,
    /// The rule, the row, and the place of the reason.
    found: Vec<(LintRule, u32, u32)>,
}

impl<'f> Marks<'f> {
    pub(super) fn new(frame: &'f Frame) -> Result<Marks<'f>, PanelFault> {
        let keys = frame.keys()?;
        // Rows that stand twice are a finding of their own and break no other rule.
        let order = keys.order().unwrap_or_else(|_| Some(keys.by_key()));
        Ok(Marks { frame, keys, order, reasons: Vec::new(), found: Vec::new() })
    }

    /// Marks rows; those of which there is no reason are left.
    pub(super) fn add(
        &mut self,
        rule: LintRule,
        rows: Vec<u32>,
        reason: impl Fn(u32) -> Option<String>,
    ) {
        for row in rows {
            let Some(words) = reason(row) else { continue };
            if self.reasons.last() != Some(&words) {
                self.reasons.push(words);
            }
            self.found.push((rule, row, self.reasons.len() as u32 - 1));
        }
    }

    /// The row of the same pair the other way round.
    pub(super) fn back(&self, row: usize) -> Option<usize> {
        let mut key = self.keys.of(row);
        let [one, two, ..] = key.as_mut_slice() else { return None };
        std::mem::swap(one, two);
        self.keys.find_in(self.order.as_deref(), &key)
    }

    /// The numbers of a row's pair, and the days of its period.
    pub(super) fn pair(&self, row: u32) -> Option<([u16; 2], Interval)> {
        let key = self.keys.of(row as usize);
        let code = |at: usize| match key.get(at) {
            Some(KeyPart::Number(number)) => u16::try_from(*number).ok(),
            _ => None,
        };
        let days = period(self.frame.scope().unit.step, key.get(2..)?)?;
        Some(([code(0)?, code(1)?], days))
    }

    /// The findings: what stands in one row after another for the same reason is one.
    pub(super) fn findings(self, world: &World, atop: Option<&Atop>) -> Vec<Finding> {
        let step = self.frame.scope().unit.step;
        let times = if step == Step::Month { 2 } else { 1 };
        let mut spans: BTreeMap<(LintRule, String, &str), Vec<Marked>> = BTreeMap::new();
        for (rule, row, reason) in &self.found {
            let mut words = self.keys.words(*row as usize);
            let key = self.keys.of(*row as usize);
            let time = key.get(key.len().saturating_sub(times)..).unwrap_or_default();
            words.truncate(words.len().saturating_sub(times));
            let reason = self.reasons.get(*reason as usize).map_or("", String::as_str);
            spans.entry((*rule, words.join("-"), reason)).or_default().push((index(time), *row));
        }
        let bearers = Bearers::new(world, self.frame.scope().system);
        let mut findings = Vec::new();
        for ((rule, subject, reason), mut rows) in spans {
            rows.sort_unstable();
            for run in rows.chunk_by(|(one, _), (next, _)| next - one <= 1) {
                let (Some((_, first)), Some((_, last))) = (run.first(), run.last()) else {
                    continue;
                };
                let time = |row: u32| {
                    let words = self.keys.words(row as usize);
                    words.get(words.len().saturating_sub(times)..).unwrap_or_default().join("-")
                };
                let alliances = atop.filter(|_| reason.contains("atop_defense"));
                let alliances = alliances.map(|atop| self.alliances(atop, world, &bearers, run));
                let by = alliances.filter(|names| !names.is_empty());
                let by = by.map(|names| format!(", by {}", names.join(", ")));
                findings.push(Finding {
                    rule,
                    subject: subject.clone(),
                    from: time(*first),
                    to: time(*last),
                    rows: run.len(),
                    reason: format!("{reason}{}", by.unwrap_or_default()),
                });
            }
        }
        findings
    }

    /// The alliances of ATOP's that promise defense in some of the rows.
    fn alliances(
        &self,
        atop: &Atop,
        world: &World,
        bearers: &Bearers,
        rows: &[Marked],
    ) -> Vec<String> {
        let mut names = BTreeSet::new();
        for (_, row) in rows {
            let Some((pair, days)) = self.pair(*row) else { continue };
            let codes = pair.map(|code| {
                let state = bearers.state(code, days.last())?;
                world.states.code_near(state, System::Cow, days.last())
            });
            let [Some(one), Some(two)] = codes else { continue };
            let then = defense(atop, one, two).filter(|pact| !pact.days.overlap(&days).is_empty());
            names.extend(then.map(|pact| pact.atop_id));
        }
        names.into_iter().map(|number| format!("ATOP {number}")).collect()
    }
}

/// Who bore the numbers of a list, and when.
pub(super) struct Bearers(BTreeMap<u16, Vec<(Interval, StateId)>>);

impl Bearers {
    pub(super) fn new(world: &World, system: System) -> Bearers {
        let mut bearers: BTreeMap<u16, Vec<(Interval, StateId)>> = BTreeMap::new();
        for (id, state) in world.states.iter() {
            for spell in state.spells.iter().filter(|spell| spell.system == system) {
                bearers.entry(spell.code).or_default().push((spell.days, id));
            }
        }
        for spells in bearers.values_mut() {
            spells.sort();
        }
        Bearers(bearers)
    }

    /// Who bore a number on a day, or else last before it.
    pub(super) fn state(&self, code: u16, day: Day) -> Option<StateId> {
        let spells = self.0.get(&code)?;
        let begun = spells.partition_point(|(days, _)| days.from <= day);
        spells.get(begun.saturating_sub(1)).map(|(_, state)| *state)
    }
}

/// The days of a period, by the parts of a key that name it.
fn period(step: Step, time: &[KeyPart]) -> Option<Interval> {
    let number = |at: usize| match time.get(at) {
        Some(KeyPart::Number(number)) => Some(*number),
        _ => None,
    };
    let year = || i16::try_from(number(0)?).ok();
    Some(match step {
        Step::Year => {
            let from = Day::of(year()?, 1, 1)?;
            Interval { from, end: from.plus_months(12) }
        }
        Step::Month => {
            let from = Day::of(year()?, i8::try_from(number(1)?).ok()?, 1)?;
            Interval { from, end: from.plus_months(1) }
        }
        Step::Day => {
            let from = Day::of(1970, 1, 1)?.plus_days(number(0)?);
            Interval { from, end: from.next() }
        }
    })
}

/// Periods counted one after another.
fn index(time: &[KeyPart]) -> i64 {
    let each = time.iter().map(|part| match part {
        KeyPart::Number(number) => i64::from(*number),
        KeyPart::Name(_) => 0,
    });
    each.fold(0, |index, part| index * 12 + part)
}
