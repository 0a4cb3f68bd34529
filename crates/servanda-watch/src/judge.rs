//! Cases that were touched, put to the rules: which are alerts, which revise or retract one, which are held back.
//! Works inside the transaction of a file; tells nobody.

use crate::alert::{self, Alert, DataForm, EventForm, Kind, VerdictForm};
use crate::ask::{self, Found, Said};
use crate::clock;
use crate::fault;
use crate::kept::{Kept, rank};
use crate::rules::{Per, Rule, Rules};
use crate::stop::Stop;
use crate::store::{AlertRow, Store, Totals};
use servanda::engine::Engine;
use servanda::model::{Actor, World};
use servanda::time::Day;
use servanda_events::Event;

/// What came of judging.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Judged {
    pub(crate) questions: u64,
    pub(crate) new: u64,
    pub(crate) revised: u64,
    pub(crate) retracted: u64,
    pub(crate) held: u64,
}

/// Puts cases to rules.
pub(crate) struct Judge<'a, 'w> {
    pub(crate) engine: &'a Engine<'w>,
    pub(crate) rules: &'a Rules,
    pub(crate) data: &'a DataForm,
    pub(crate) store: &'a Store,
    pub(crate) batch: i64,
}

/// A case with what the engine says of it, once somebody wants to know.
struct Case<'a> {
    id: &'a str,
    kept: Kept,
    totals: Totals,
    pair: [Option<Actor>; 2],
    event: Option<Event>,
    said: Option<Said>,
}

const GONE: &str = "the rows behind it were taken back, or are read as another event now";
const LESS: &str = "what is known of the event now is not what the rule asks for";

impl Judge<'_, '_> {
    /// Every case that was touched.
    pub(crate) fn all(&self) -> Result<Judged, Stop> {
        let mut judged = Judged::default();
        while let Some(case) = self.store.next_touched()? {
            self.case(&case, &mut judged)?;
            fault::point("case judged");
        }
        self.store.record_deeds()?;
        Ok(judged)
    }

    fn world(&self) -> &World {
        self.engine.world()
    }

    fn case(&self, id: &str, judged: &mut Judged) -> Result<(), Stop> {
        let told = self.store.alerts_of(id)?;
        let Some(kept) = self.store.stands_for(id)? else {
            for row in told.into_iter().filter(|row| row.standing) {
                self.retract(row, GONE, judged)?;
            }
            return Ok(());
        };
        let mut case = Case {
            id,
            pair: kept.pair(self.world()),
            event: kept.event(self.world()),
            totals: self.store.totals(id)?,
            said: None,
            kept,
        };
        for rule in &self.rules.list {
            let key = format!("{}/{id}", rule.name);
            let old = told.iter().find(|row| row.key == key).cloned();
            if !may(rule, &case) {
                if let Some(row) = old.filter(|row| row.standing) {
                    self.retract(row, LESS, judged)?;
                }
                continue;
            }
            self.ask(&mut case, judged);
            let Some(said) = &case.said else { continue };
            let found: Vec<&Found> =
                said.found.iter().filter(|found| fits(rule, said, found)).collect();
            match (found.is_empty(), old) {
                (false, old) => self.stands(rule, &case, said, &found, old.as_ref(), judged)?,
                (true, Some(row)) if row.standing => self.retract(row, LESS, judged)?,
                (true, _) => {}
            }
        }
        Ok(())
    }

    /// Asks the engine about a case, once.
    fn ask(&self, case: &mut Case<'_>, judged: &mut Judged) {
        if case.said.is_some() {
            return;
        }
        let (event, trigger) = (case.event.as_ref(), case.kept.trigger());
        let said = event
            .zip(trigger)
            .map(|(event, trigger)| ask::ask(self.engine, &self.data.corpus, event, trigger));
        judged.questions += said.as_ref().map_or(0, |said| said.asked);
        case.said = Some(said.unwrap_or_default());
    }

    fn retract(&self, row: AlertRow, why: &str, judged: &mut Judged) -> Result<(), Stop> {
        let row =
            AlertRow { revision: row.revision + 1, standing: false, digest: String::new(), ..row };
        let told = Alert {
            schema: alert::SCHEMA.to_owned(),
            key: row.key.clone(),
            revision: row.revision,
            kind: Kind::Retracted,
            rule: row.rule.clone(),
            case: row.case.clone(),
            says: format!("{} is taken back: {why}", headline(&row.event)),
            event: row.event.clone(),
            independent: 0,
            rows: 0,
            verdicts: Vec::new(),
            answers: Vec::new(),
            data: self.data.clone(),
        };
        self.store.tell(&row, &told, self.batch, &clock::now())?;
        self.store.set_duties(&row.key, &row.event.day, &[], "its alert was taken back")?;
        self.store.let_go(&row.key)?;
        judged.retracted += 1;
        Ok(())
    }

    fn stands(
        &self,
        rule: &Rule,
        case: &Case<'_>,
        said: &Said,
        found: &[&Found],
        old: Option<&AlertRow>,
        judged: &mut Judged,
    ) -> Result<(), Stop> {
        let event = EventForm::of(&case.kept);
        let verdicts: Vec<VerdictForm> = found.iter().map(|found| found.form.clone()).collect();
        let independent = case.totals.independent.max(1);
        let digest = serde_json::to_string(&(&event, &verdicts, independent))?;
        let digest = blake3::hash(digest.as_bytes()).to_hex().to_string();
        let today = case.totals.last.clone().unwrap_or_else(|| case.kept.batch().to_owned());
        let stood = old.is_some_and(|row| row.standing);
        if old.is_some_and(|row| row.standing && row.digest == digest) {
            return Ok(());
        }
        let key = format!("{}/{}", rule.name, case.id);
        let pair = self.pair(case);
        if let Some(cool) = rule.cool_down {
            let since = earlier(&today, cool.days);
            let quiet = match (cool.per, old) {
                (Per::Case, Some(row)) if stood => (row.told > since).then(|| key.clone()),
                (Per::Pair, None) => self.store.same_pair(&rule.name, &pair, &since, &key)?,
                _ => None,
            };
            if let Some(by) = quiet {
                self.store.hold(&rule.name, case.id, &by)?;
                judged.held += 1;
                return Ok(());
            }
        }
        let row = AlertRow {
            key,
            rule: rule.name.clone(),
            case: case.id.to_owned(),
            pair,
            first: old.map_or_else(|| today.clone(), |row| row.first.clone()),
            told: today,
            revision: old.map_or(1, |row| row.revision + 1),
            standing: true,
            digest,
            event,
        };
        let kind = if old.is_none() { Kind::New } else { Kind::Revised };
        let told = Alert {
            schema: alert::SCHEMA.to_owned(),
            key: row.key.clone(),
            revision: row.revision,
            kind,
            rule: row.rule.clone(),
            case: row.case.clone(),
            says: format!("{}: {}", headline(&row.event), alert::counted(&verdicts)),
            event: row.event.clone(),
            independent,
            rows: case.totals.rows,
            verdicts,
            answers: said.answers.clone(),
            data: self.data.clone(),
        };
        self.store.tell(&row, &told, self.batch, &clock::now())?;
        self.store.set_duties(&row.key, &row.event.day, found, "the answer asks for it no more")?;
        match kind {
            Kind::New => judged.new += 1,
            _ => judged.revised += 1,
        }
        Ok(())
    }

    /// Who acts and toward whom, in one word.
    fn pair(&self, case: &Case<'_>) -> String {
        let name = |at: usize| match case.pair.get(at).copied().flatten() {
            Some(actor) => self.world().id(actor).to_owned(),
            None => {
                case.kept.actors.get(at).map_or_else(String::new, |actor| format!("?{}", actor.raw))
            }
        };
        format!("{}>{}", name(0), name(1))
    }
}

/// Whether a case is one that a rule looks at, before anything is asked.
fn may(rule: &Rule, case: &Case<'_>) -> bool {
    case.kept.trigger().is_some_and(|trigger| rule.wants(trigger))
        && case.totals.confidence.unwrap_or(0) >= rank(rule.least)
        && case.totals.independent.max(1) >= i64::from(rule.mentions)
        && case.event.is_some()
}

/// Whether a verdict is one that a rule wants.
fn fits(rule: &Rule, said: &Said, found: &Found) -> bool {
    let among = |list: &[Actor], actor: Option<Actor>| {
        list.is_empty() || actor.is_some_and(|actor| list.contains(&actor))
    };
    rule.verdicts.contains(&found.verdict)
        && among(&rule.owe, Some(found.party))
        && among(&rule.hit, said.target)
        && (rule.attack.is_empty() || said.actors.iter().any(|actor| rule.attack.contains(actor)))
        && (rule.treaties.is_empty() || rule.treaties.contains(&found.treaty))
}

fn earlier(day: &str, days: i32) -> String {
    day.parse::<Day>().map_or_else(|_| day.to_owned(), |day| day.plus_days(-days).to_string())
}

/// What happened, in a few words: `armed attack by AZE on ARM on 2022-09-13 (gdelt2 code 190)`.
fn headline(event: &EventForm) -> String {
    let side = |side: Option<&crate::alert::SideForm>| {
        side.and_then(|side| {
            let raw = if side.name.is_empty() { &side.code } else { &side.name };
            side.id.clone().or_else(|| (!raw.is_empty()).then(|| raw.clone()))
        })
    };
    let by = side(event.by.as_ref()).map(|by| format!(" by {by}")).unwrap_or_default();
    let on = side(event.toward.as_ref()).map(|on| format!(" toward {on}")).unwrap_or_default();
    format!("{}{by}{on} on {} ({} code {})", event.trigger, event.day, event.feed, event.code)
}
