//! Timelines as data: the bars and dated steps of a treaty or of a state
//! (`servanda/timeline/1`), and the duties of a recorded event as they stand on a day
//! (`servanda/ledger/1`). Knows the model and the ledger; draws nothing.

use crate::engine::Engine;
use crate::engine::ledger;
use crate::model::{Actor, Event, Member, Treaty, TreatyId, World};
use crate::syntax::vocabulary::{Act, Verdict};
use crate::time::{Day, UncertainDay};
use schemars::JsonSchema;
use serde::Serialize;

/// The bars and steps of a treaty or a state.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "A timeline of servanda")]
pub struct TimelineForm {
    /// `servanda/timeline/1`.
    pub schema: String,
    /// Id of the treaty or state.
    pub id: String,
    /// treaty or state.
    pub kind: String,
    /// Its title or name.
    pub title: String,
    /// First day of the picture.
    pub from: Option<Day>,
    /// Last day of the picture; what has no recorded end runs on beyond it.
    pub until: Option<Day>,
    /// What lasts.
    pub bars: Vec<BarForm>,
    /// What happens on a day.
    pub steps: Vec<DatedForm>,
}

/// Something that lasts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BarForm {
    /// Whose row: a party, a treaty or an article.
    pub row: String,
    /// treaty, membership, suspension or article.
    pub kind: String,
    /// First day.
    pub from: DateForm,
    /// Last day; null: no end is recorded.
    pub until: Option<DateForm>,
    /// How it ended, or by which instrument it came.
    pub note: Option<String>,
}

/// Something that happens on a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DatedForm {
    /// Whose row.
    pub row: String,
    /// What.
    pub what: String,
    /// When.
    pub on: DateForm,
}

/// A day with its bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DateForm {
    /// As written.
    pub text: String,
    /// No earlier than this; null: not known.
    pub earliest: Option<Day>,
    /// No later than this; null: not known.
    pub latest: Option<Day>,
}

impl DateForm {
    /// A day with its bounds.
    pub fn of(day: &UncertainDay) -> DateForm {
        let known = |day: Day| day.is_known().then_some(day);
        DateForm {
            text: day.text.clone(),
            earliest: known(day.earliest),
            latest: known(day.latest),
        }
    }

    /// Whether exactly one day is meant.
    pub fn is_exact(&self) -> bool {
        self.earliest.is_some() && self.earliest == self.latest
    }
}

/// The duties of an event as they stand on a day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "A ledger of duties of servanda")]
pub struct LedgerForm {
    /// `servanda/ledger/1`.
    pub schema: String,
    /// The event's id.
    pub event: String,
    /// Its title.
    pub title: String,
    /// When it happened.
    pub on: DateForm,
    /// The day the ledger is drawn up for, by what was known then.
    pub as_of: Day,
    /// One entry for each duty.
    pub entries: Vec<EntryForm>,
}

/// One duty with where it stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntryForm {
    /// Id of the party.
    pub party: String,
    /// Its name.
    pub name: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The act.
    pub act: Act,
    /// The duty in words.
    pub duty: String,
    /// Toward whom.
    pub toward: Option<String>,
    /// The treaty's id.
    pub treaty: String,
    /// The article.
    pub article: String,
    /// The norm.
    pub norm: String,
    /// `coded, not text`; absent where the treaty was written from its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'static str>,
    /// standing, open, triggered, due, fulfilled, overdue, breached, waived, suspended, expired or
    /// contested.
    pub stage: String,
    /// By when it must be done.
    pub due: Option<Day>,
    /// Who says so, for what rests on a finding.
    pub by: Option<String>,
}

impl TimelineForm {
    /// The timeline of a treaty. Open ends run to `as_of`, or a little beyond the last known day.
    pub fn of_treaty(world: &World, id: TreatyId, as_of: Option<Day>) -> TimelineForm {
        let treaty = world.treaty(id);
        let mut form = TimelineForm::empty("treaty", &treaty.id, &treaty.title);
        form.bars.extend(life(treaty, &treaty.id));
        for member in &treaty.members {
            let row = world.id(member.party);
            form.member(member, row);
        }
        for article in &treaty.articles {
            let dated = article.validity.from.is_some() || article.validity.until.is_some();
            let Some(from) = article.validity.from.as_ref().or(treaty.force.from.as_ref()) else {
                continue;
            };
            if dated {
                form.bars.push(BarForm {
                    row: format!("art. {}", article.label),
                    kind: "article".into(),
                    from: DateForm::of(from),
                    until: open_end(article.validity.until.as_ref()),
                    note: article.by.as_ref().map(|by| format!("by {by}")),
                });
            }
        }
        if let Some((signed, place)) = &treaty.signed {
            let place = place.as_ref().map_or(String::new(), |place| format!(" at {place}"));
            form.step(&treaty.id, &format!("signed{place}"), signed);
        }
        form.frame(as_of);
        form
    }

    /// The timeline of a state's memberships.
    pub fn of_state(world: &World, actor: Actor, as_of: Option<Day>) -> TimelineForm {
        let on = as_of.unwrap_or(Day::MAX);
        let mut form = TimelineForm::empty("state", world.id(actor), world.name(actor, on));
        for treaty in &world.treaties {
            if let Some(member) = treaty.member(actor) {
                form.member(member, &treaty.id);
            }
        }
        form.frame(as_of);
        form
    }

    fn empty(kind: &str, id: &str, title: &str) -> TimelineForm {
        TimelineForm {
            schema: "servanda/timeline/1".into(),
            id: id.into(),
            kind: kind.into(),
            title: title.into(),
            from: None,
            until: None,
            bars: Vec::new(),
            steps: Vec::new(),
        }
    }

    fn member(&mut self, member: &Member, row: &str) {
        for bond in &member.bonds {
            self.bars.push(BarForm {
                row: row.into(),
                kind: "membership".into(),
                from: DateForm::of(&bond.from),
                until: open_end(Some(&bond.last)),
                note: bond.ending.map(|(how, _)| how.to_string()),
            });
        }
        for (span, _) in &member.suspensions {
            self.bars.push(BarForm {
                row: row.into(),
                kind: "suspension".into(),
                from: DateForm::of(&span.from),
                until: open_end(Some(&span.to)),
                note: None,
            });
        }
        for step in &member.steps {
            self.step(row, &step.what, &step.on);
        }
    }

    fn step(&mut self, row: &str, what: &str, on: &UncertainDay) {
        self.steps.push(DatedForm { row: row.into(), what: what.into(), on: DateForm::of(on) });
    }

    /// Sorts the steps and sets the first and last day of the picture.
    fn frame(&mut self, as_of: Option<Day>) {
        self.steps.sort_by(|one, other| {
            let key = |step: &DatedForm| (step.on.earliest, step.on.latest, step.row.clone());
            key(one).cmp(&key(other))
        });
        let bars = self.bars.iter().flat_map(|bar| {
            let until = bar.until.iter().flat_map(|until| [until.earliest, until.latest]);
            [bar.from.earliest, bar.from.latest].into_iter().chain(until)
        });
        let steps = self.steps.iter().flat_map(|step| [step.on.earliest, step.on.latest]);
        let days: Vec<Day> = bars.chain(steps).flatten().collect();
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return };
        let beyond = last.plus_days(((last.number() - first.number()) / 16).max(365));
        let last = if self.bars.iter().any(|bar| bar.until.is_none()) { beyond } else { *last };
        self.from = Some(*first);
        self.until = Some(as_of.unwrap_or(last).max(*first));
    }
}

fn life(treaty: &Treaty, row: &str) -> Option<BarForm> {
    Some(BarForm {
        row: row.into(),
        kind: "treaty".into(),
        from: DateForm::of(treaty.force.from.as_ref()?),
        until: open_end(treaty.force.until.as_ref()),
        note: treaty.ended_how.clone(),
    })
}

fn open_end(last: Option<&UncertainDay>) -> Option<DateForm> {
    last.filter(|last| !last.is_open()).map(DateForm::of)
}

impl LedgerForm {
    /// The duties of `event` as they stand on `as_of`.
    pub fn of(engine: &Engine<'_>, event: &Event, as_of: Day) -> LedgerForm {
        let world = engine.world();
        let day = event.on.earliest;
        let entries = ledger::ledger(engine, event, as_of).into_iter().map(|entry| EntryForm {
            party: world.id(entry.row.party).into(),
            name: world.name(entry.row.party, day).into(),
            verdict: entry.row.verdict,
            act: entry.row.act,
            duty: super::words::duty(world, &entry.row, day),
            toward: entry.row.toward.map(|toward| world.id(toward).to_owned()),
            treaty: world.treaty(entry.row.treaty).id.clone(),
            article: entry.row.article.to_string(),
            norm: entry.row.norm.to_string(),
            basis: world.treaty(entry.row.treaty).basis(),
            stage: entry.stage.word().into(),
            due: entry.due,
            by: entry.by,
        });
        LedgerForm {
            schema: "servanda/ledger/1".into(),
            event: event.id.clone(),
            title: event.title.clone(),
            on: DateForm::of(&event.on),
            as_of,
            entries: entries.collect(),
        }
    }
}
