//! What the engine is asked of an event, and which of its rows are verdicts worth telling. Decides nothing of its
//! own about what is owed.

use crate::alert::{AnswerForm, VerdictForm};
use servanda::answer::Answer;
use servanda::engine::{Engine, Question, Row};
use servanda::model::{Actor, TreatyId, World};
use servanda::syntax::clause::{Length, Timing};
use servanda::syntax::vocabulary::{EventKind, Unit, Verdict};
use servanda::time::Day;
use servanda_events::{Event, Placing, Trigger, question};

/// One verdict with what rules look at.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) party: Actor,
    pub(crate) treaty: TreatyId,
    pub(crate) verdict: Verdict,
    pub(crate) form: VerdictForm,
    pub(crate) due: Option<String>,
    pub(crate) until: Option<String>,
}

/// What the engine says of an event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    pub(crate) asked: u64,
    pub(crate) actors: Vec<Actor>,
    pub(crate) target: Option<Actor>,
    pub(crate) found: Vec<Found>,
    pub(crate) answers: Vec<AnswerForm>,
}

/// The questions that an event asks. Feeds code a bombing by a group as terrorism or an incursion, and pledges that
/// speak of an armed attack do not answer that: whether it was one is for states to say, so that it is asked too.
pub(crate) fn questions(world: &World, event: &Event, trigger: Trigger) -> Vec<Question> {
    let Some(own) = question(world, event, trigger, Placing::Careful) else { return Vec::new() };
    let widened = matches!(trigger, Trigger::Terrorism | Trigger::Incursion);
    let mut all = vec![own];
    if widened
        && let Some(mut attack) = question(world, event, Trigger::ArmedAttack, Placing::Careful)
        && let Some(target) = attack.target
    {
        attack.kind = EventKind::Attack;
        let words = attack.kind.phrase(world.name(target, event.day));
        attack.text = match attack.actors.first() {
            Some(by) => format!("{words} by {} on {}", world.name(*by, event.day), event.day),
            None => format!("{words} on {}", event.day),
        };
        attack.notes.push(format!(
            "the feed codes {trigger}; whether it was an armed attack is for states to say, so that this is asked too"
        ));
        all.push(attack);
    }
    all
}

/// Asks everything that an event asks.
pub(crate) fn ask(engine: &Engine<'_>, corpus: &str, event: &Event, trigger: Trigger) -> Said {
    let world = engine.world();
    let mut said = Said::default();
    for question in questions(world, event, trigger) {
        let reply = engine.ask(&question);
        said.asked += 1;
        said.target = question.target;
        for actor in &question.actors {
            if !said.actors.contains(actor) {
                said.actors.push(*actor);
            }
        }
        for row in reply.rows.iter().filter(|row| row.verdict != Verdict::None) {
            let found = found(world, row, event.day);
            if !said.found.iter().any(|known| known.form == found.form) {
                said.found.push(found);
            }
        }
        let asked_as = question.kind.word().replace('_', " ");
        said.answers.push(AnswerForm { asked_as, answer: Answer::of(&reply, corpus) });
    }
    said
}

fn found(world: &World, row: &Row, day: Day) -> Found {
    let within = row.timing.iter().find_map(|timing| match timing {
        Timing::Within(length) => Some(later(day, *length).to_string()),
        Timing::Promptly => Some("promptly".to_owned()),
        _ => None,
    });
    let until = row.timing.iter().find_map(|timing| match timing {
        Timing::UntilDay(date) => Some(date.day.text.clone()),
        Timing::UntilEvent(text) => Some(text.text.clone()),
        Timing::Throughout => Some("as long as the event lasts".to_owned()),
        _ => None,
    });
    Found {
        party: row.party,
        treaty: row.treaty,
        verdict: row.verdict,
        form: VerdictForm {
            state: world.id(row.party).to_owned(),
            name: world.name(row.party, day).to_owned(),
            verdict: row.verdict,
            act: row.act,
            toward: row.toward.map(|toward| world.id(toward).to_owned()),
            treaty: world.treaty(row.treaty).id.clone(),
            article: (!row.article.is_empty()).then(|| row.article.to_string()),
            depends_on: row.depends_on.to_vec(),
        },
        due: within,
        until,
    }
}

fn later(day: Day, length: Length) -> Day {
    let count = length.count as i32;
    match length.unit {
        Unit::Days => day.plus_days(count),
        Unit::Months => day.plus_months(count),
        Unit::Years => day.plus_months(count * 12),
    }
}
