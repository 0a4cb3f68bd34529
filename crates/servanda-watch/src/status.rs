//! What a state holds, for people and programs: open duties, alerts, what waits, what was refused. Says what these
//! feeds record, and no more.

use crate::fetch::Patience;
use crate::sink::webhook::Webhook;
use crate::sink::{Means, Told, shown};
use crate::stop::Stop;
use crate::store::{DutyRow, Store};
use crate::watch::Secret;
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What a state holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "The status of a watch of servanda")]
pub struct Status {
    /// `servanda/watch-status/1`.
    pub schema: String,
    /// How many files were taken.
    pub files: i64,
    /// The newest batch of a feed that was seen.
    pub newest: Option<String>,
    /// How many alerts stand.
    pub alerts: i64,
    /// Who is called on to do what, since which alert.
    pub duties: Vec<DutyForm>,
    /// Every sink, with how many alerts wait for it.
    pub sinks: Vec<SinkForm>,
    /// What receivers refused.
    pub dead: Vec<DeadForm>,
}

/// One duty that an alert tells of.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DutyForm {
    /// Id of the party.
    pub state: String,
    /// Its name.
    pub name: String,
    /// To do what.
    pub act: String,
    /// Toward whom.
    pub toward: String,
    /// Under which treaty.
    pub treaty: String,
    /// Under which article.
    pub article: String,
    /// Since which day.
    pub since: String,
    /// By when, where the pledge says.
    pub due: Option<String>,
    /// Until when, where the pledge says.
    pub until: Option<String>,
    /// The alert.
    pub alert: String,
    /// What these feeds record: an act that answers it, or that none is recorded in them.
    pub recorded: String,
}

/// One sink.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SinkForm {
    /// Its name; of an address the host alone.
    pub name: String,
    /// How many alerts wait for it.
    pub waiting: i64,
}

/// An alert that a receiver refused.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeadForm {
    /// The sink.
    pub sink: String,
    /// The alert.
    pub key: String,
    /// Its revision.
    pub revision: i64,
    /// Why.
    pub why: String,
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn duty(row: DutyRow) -> DutyForm {
    let recorded = match row.recorded.is_empty() {
        false => row.recorded,
        true if row.act == "aid" => "no aid recorded in these feeds".to_owned(),
        true if row.act == "consult" => "no consultation recorded in these feeds".to_owned(),
        true => "these feeds record nothing of it".to_owned(),
    };
    DutyForm {
        state: row.state,
        name: row.name,
        act: row.act,
        toward: row.toward,
        treaty: row.treaty,
        article: row.article,
        since: row.since,
        due: some(row.due),
        until: some(row.until),
        alert: row.alert,
        recorded,
    }
}

/// What a state holds. A watch may be running with it.
///
/// # Errors
/// A state that is not there, or not ours.
pub fn status(state: &Path) -> Result<Status, Stop> {
    let store = Store::look(state)?;
    let waiting = store.sinks()?.into_iter();
    let dead = store.dead()?.into_iter();
    Ok(Status {
        schema: "servanda/watch-status/1".to_owned(),
        files: store.batch()?,
        newest: store.newest()?,
        alerts: store.standing()?,
        duties: store.open_duties()?.into_iter().map(duty).collect(),
        sinks: waiting.map(|(name, waiting)| SinkForm { name: shown(&name), waiting }).collect(),
        dead: dead
            .map(|one| DeadForm {
                sink: shown(&one.sink),
                key: one.key,
                revision: one.revision,
                why: one.why,
            })
            .collect(),
    })
}

impl Status {
    /// For people.
    pub fn text(&self) -> String {
        let mut out = format!(
            "{} files taken, {} alerts stand, newest batch {}\n",
            self.files,
            self.alerts,
            self.newest.as_deref().unwrap_or("none")
        );
        let if_so = "if the events are what the feeds code, and as far as the answers go";
        out.push_str(&format!("\nopen duties, {if_so}: {}\n", self.duties.len()));
        for one in &self.duties {
            let toward =
                if one.toward.is_empty() { String::new() } else { format!(" {}", one.toward) };
            let due = one.due.as_deref().map(|due| {
                match due.starts_with(|letter: char| letter.is_ascii_digit()) {
                    true => format!(", by {due}"),
                    false => format!(", {due}"),
                }
            });
            let when = [due, one.until.as_ref().map(|until| format!(", until {until}"))];
            let when: String = when.into_iter().flatten().collect();
            out.push_str(&format!(
                "  {} ({}) must {}{toward} under {} {}, since {}{when}: {} [{}]\n",
                one.name,
                one.state,
                one.act.replace('_', " "),
                one.treaty,
                one.article,
                one.since,
                one.recorded,
                one.alert
            ));
        }
        out.push_str("\nsinks:\n");
        for sink in &self.sinks {
            out.push_str(&format!("  {}: {} waiting\n", sink.name, sink.waiting));
        }
        if !self.dead.is_empty() {
            out.push_str(&format!(
                "\nrefused by receivers: {} (`--resend` sends them again)\n",
                self.dead.len()
            ));
            for one in &self.dead {
                out.push_str(&format!(
                    "  {} revision {}: {}: {}\n",
                    one.key, one.revision, one.sink, one.why
                ));
            }
        }
        out
    }

    /// The schema.
    pub fn schema() -> Value {
        schema_for!(Status).to_value()
    }
}

/// Sends what receivers refused again; how many were taken now, and how many were not.
///
/// # Errors
/// A state that is not there, not ours, or in use.
pub fn resend(
    state: &Path,
    patience: Patience,
    secret: Option<&Secret>,
    stop: Arc<AtomicBool>,
) -> Result<(u64, u64), Stop> {
    Store::look(state)?;
    let store = Store::open(Some(state))?;
    let means = Means { patience, secret: secret.map(Secret::bytes), stop };
    let (mut taken, mut refused) = (0, 0);
    for dead in store.dead()? {
        let Some(url) = dead.sink.strip_prefix("webhook:") else { continue };
        let webhook = Webhook::new(url.to_owned(), &means);
        match webhook.tell_one(&dead.key, dead.revision, &dead.body) {
            Told::Yes(_) => {
                store.bury(&dead.sink, dead.seq)?;
                taken += 1;
            }
            Told::Dead(_) | Told::Later(_) => refused += 1,
        }
    }
    Ok((taken, refused))
}
