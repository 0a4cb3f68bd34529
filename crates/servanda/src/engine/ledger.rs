//! The life of duties in a recorded event: what is due, done, overdue or contested on a day.
//!
//! The engine computes *overdue*; that a duty was *breached*, *waived* or *contested* is always
//! somebody's finding, and the ledger says whose.

use super::evaluate::Engine;
use super::question::Question;
use super::row::Row;
use crate::model::{Actor, Event, World};
use crate::syntax::clause::{Length, Timing};
use crate::syntax::vocabulary::{Performance, Unit, Verdict};
use crate::time::Day;

/// Where a duty stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    /// It holds at all times, not by this event.
    Standing,
    /// Something that would awaken it is open.
    Open,
    /// The event awakened it; it has no day by which it must be done.
    Triggered,
    /// It must be done by a day that has not passed.
    Due,
    /// The record says that it was done.
    Fulfilled,
    /// The day by which it had to be done passed and nothing on record says that it was done.
    Overdue,
    /// Somebody found that it was not done.
    Breached,
    /// Those it was owed to did not ask for it.
    Waived,
    /// The bearer's membership rests.
    Suspended,
    /// The bond, or the duty itself, came to an end.
    Expired,
    /// Findings differ.
    Contested,
}

impl Stage {
    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Stage::Standing => "standing",
            Stage::Open => "open",
            Stage::Triggered => "triggered",
            Stage::Due => "due",
            Stage::Fulfilled => "fulfilled",
            Stage::Overdue => "overdue",
            Stage::Breached => "breached",
            Stage::Waived => "waived",
            Stage::Suspended => "suspended",
            Stage::Expired => "expired",
            Stage::Contested => "contested",
        }
    }
}

/// One duty with where it stands.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The duty.
    pub row: Row,
    /// Where it stands.
    pub stage: Stage,
    /// By when it must be done.
    pub due: Option<Day>,
    /// Who says so, for what rests on a finding.
    pub by: Option<String>,
}

/// The duties of an event as they stand on `as_of`, by what was known then.
pub fn ledger(engine: &Engine<'_>, event: &Event, as_of: Day) -> Vec<Entry> {
    let world = engine.world();
    let mut entries: Vec<Entry> = Vec::new();
    for (kind, actor, target) in &event.occurs {
        let mut question = Question::new(*kind, *target, event.on.earliest);
        question.actors.extend(*actor);
        question.place.clone_from(&event.place);
        question.known = Some(as_of);
        let rows = engine.ask(&question).rows;
        // What somebody found of a duty is shown, also where the engine finds no duty.
        let shown = |row: &Row| {
            row.verdict != Verdict::None || !records(world, event, row, as_of).is_empty()
        };
        for row in rows.iter().filter(|row| shown(row)) {
            if !entries.iter().any(|entry| entry.row.key() == row.key()) {
                entries.push(stage(world, event, row.clone(), as_of));
            }
        }
    }
    entries
}

fn stage(world: &World, event: &Event, row: Row, as_of: Day) -> Entry {
    let due = deadline(&row, event.on.latest);
    let found = records(world, event, &row, as_of);
    let by = (!found.is_empty()).then(|| {
        let each = found.iter().map(|(what, by)| format!("{what} by {by}"));
        each.collect::<Vec<_>>().join(", ")
    });
    let kinds: Vec<Performance> = found.iter().map(|(what, _)| *what).collect();
    let stage = match kinds.as_slice() {
        [only] => recorded(*only),
        [first, rest @ ..] if rest.iter().all(|other| other == first) => recorded(*first),
        [_, ..] => Stage::Contested,
        [] => computed(world, &row, due, as_of),
    };
    Entry { row, stage, due, by }
}

fn recorded(what: Performance) -> Stage {
    match what {
        Performance::Fulfilled => Stage::Fulfilled,
        Performance::Breached => Stage::Breached,
        Performance::Waived => Stage::Waived,
        Performance::Contested => Stage::Contested,
    }
}

fn computed(world: &World, row: &Row, due: Option<Day>, as_of: Day) -> Stage {
    use crate::model::Certainty;
    if row.verdict == Verdict::Depends {
        return Stage::Open;
    }
    let member = world.treaty(row.treaty).member(row.party);
    if member.is_some_and(|member| member.suspended_on(as_of) == Certainty::Certain) {
        return Stage::Suspended;
    }
    if member.is_some_and(|member| member.bound_on(as_of) == Certainty::No)
        || until_passed(row, as_of)
    {
        return Stage::Expired;
    }
    if !row.proof.steps().any(|step| step.check == super::proof::Check::Trigger) {
        return Stage::Standing;
    }
    match due {
        None => Stage::Triggered,
        Some(due) if as_of <= due => Stage::Due,
        Some(_) => Stage::Overdue,
    }
}

fn until_passed(row: &Row, as_of: Day) -> bool {
    row.timing
        .iter()
        .any(|timing| matches!(timing, Timing::UntilDay(date) if date.day.latest < as_of))
}

/// The day by which a duty must be done, when its norm sets a length of time.
fn deadline(row: &Row, event: Day) -> Option<Day> {
    row.timing.iter().find_map(|timing| match timing {
        Timing::Within(length) => Some(later(event, *length)),
        _ => None,
    })
}

fn later(day: Day, length: Length) -> Day {
    let count = length.count as i32;
    match length.unit {
        Unit::Days => day.plus_days(count),
        Unit::Months => day.plus_months(count),
        Unit::Years => day.plus_months(count * 12),
    }
}

/// What was found about this duty by a day.
fn records<'w>(
    world: &'w World,
    event: &Event,
    row: &Row,
    as_of: Day,
) -> Vec<(Performance, &'w str)> {
    let fits = world.record.performances.iter().filter(|record| {
        let reference = world.norm_ref(&record.norm);
        let same = reference.is_ok_and(|norm| norm.covers(row.treaty, &row.article, &row.norm));
        same && record.of == row.party && record.event == event.id && record.on.latest <= as_of
    });
    fits.map(|record| (record.what, record.by.as_str())).collect()
}

/// The recorded events that concern a state, in order of time.
pub fn events_of(world: &World, party: Actor) -> Vec<&Event> {
    let concerns = |event: &&Event| {
        event
            .occurs
            .iter()
            .any(|(_, actor, target)| *actor == Some(party) || *target == Some(party))
    };
    let mut found: Vec<&Event> = world.record.events.iter().filter(concerns).collect();
    found.sort_by_key(|event| (event.on.earliest, event.id.clone()));
    found
}
