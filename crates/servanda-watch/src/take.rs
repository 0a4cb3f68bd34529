//! One file of a feed as one transaction: its rows, its cases, its alerts and duties, the outbox, and that it was
//! taken. All of it is there after the commit, and none of it before.

use crate::alert::DataForm;
use crate::fault;
use crate::judge::{Judge, Judged};
use crate::kept::{Kept, plain};
use crate::rules::Rules;
use crate::stop::Stop;
use crate::store::{FileRow, Store};
use servanda::engine::Engine;
use servanda::model::{Actor, World};
use servanda::time::Day;
use servanda_events::{
    CaseNews, Cases, CasesLimits, Counted, FileFault, Gazetteer, Intake, Limits, Mapping, News,
    OwnSchema, Reject, Sink, Trigger,
};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};

/// How much is remembered of cases: a case for 30 days after its last row, at most 200 000 of them.
const CASES: CasesLimits =
    CasesLimits { days_apart: 1, days_remembered: 30, most: 200_000, most_ids: 200_000 };
/// For a sink that a run does not name, at most so many alerts wait.
const ABSENT: i64 = 100_000;
/// Texts of alerts that are kept for feeds of what is newest.
pub(crate) const BODIES: i64 = 500;

/// How a file went.
#[derive(Debug)]
pub(crate) enum Went {
    /// It was taken.
    Taken(Box<Taken>),
    /// It was not read whole, and nothing of it was kept.
    Not(FileFault),
}

/// What a file came to.
#[derive(Default, Debug)]
pub(crate) struct Taken {
    pub(crate) counted: Counted,
    pub(crate) judged: Judged,
    pub(crate) late: u64,
    pub(crate) removed: u64,
}

/// One file that is taken: as the state knows it, as a feed is told by its name, and what is noted of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taking<'a> {
    pub(crate) key: &'a str,
    pub(crate) name: &'a str,
    pub(crate) row: Option<&'a FileRow>,
}

/// Takes files, one after the other.
pub(crate) struct Taker<'w> {
    engine: Engine<'w>,
    rules: Rules,
    data: DataForm,
    own: Option<OwnSchema>,
    intake: Option<Intake<'w>>,
    /// What the state holds of cases.
    saved: String,
}

impl<'w> Taker<'w> {
    /// With the rules, and what the state remembers of cases. Lines that cannot be read any more, as after a change
    /// of the lists, are left out; how many is told.
    pub(crate) fn new(
        world: &'w World,
        rules: Rules,
        mapping: Mapping,
        data: DataForm,
        own: Option<OwnSchema>,
        store: &Store,
    ) -> Result<(Taker<'w>, usize), Stop> {
        let limits = Limits { packed: 256 << 20, ..Limits::default() };
        let intake = Intake::new(Gazetteer::new(world), mapping).limited(limits, CASES);
        let engine = Engine::new(world);
        let mut taker =
            Taker { engine, rules, data, own, intake: Some(intake), saved: String::new() };
        let lost = taker.remember(store)?;
        Ok((taker, lost))
    }

    /// Takes up what the state remembers of cases.
    fn remember(&mut self, store: &Store) -> Result<usize, Stop> {
        let world = self.engine.world();
        self.saved = store.cases()?;
        let sound = |text: &str| Cases::load(CASES, world, text);
        let (cases, lost) = match sound(&self.saved) {
            Ok(cases) => (cases, 0),
            Err(_) => {
                let lines: Vec<&str> =
                    self.saved.lines().filter(|line| sound(line).is_ok()).collect();
                let lost = self.saved.lines().count() - lines.len();
                (sound(&lines.join("\n")).unwrap_or_else(|_| Cases::new(CASES)), lost)
            }
        };
        self.intake = self.intake.take().map(|intake| intake.with_cases(cases));
        Ok(lost)
    }

    /// Takes one file. `before_commit` is called once, before the transaction ends.
    pub(crate) fn take(
        &mut self,
        store: &Store,
        taking: Taking<'_>,
        mut input: impl Read,
        rejects: Option<&mut File>,
        before_commit: &mut dyn FnMut() -> Result<(), Stop>,
    ) -> Result<Went, Stop> {
        if fault::broken("cursor before alerts")
            && let Some(row) = taking.row
        {
            store.begin()?;
            store.note_file(taking.key, row, store.batch()? + 1)?;
            store.commit()?;
        }
        store.begin()?;
        fault::point("file begun");
        let went = self.inside(store, taking, &mut input, rejects);
        match went {
            Ok(Went::Taken(taken)) => {
                before_commit()?;
                fault::point("before commit");
                store.commit()?;
                fault::point("after commit");
                Ok(Went::Taken(taken))
            }
            other => {
                store.roll_back()?;
                self.remember(store)?;
                other
            }
        }
    }

    fn inside(
        &mut self,
        store: &Store,
        taking: Taking<'_>,
        input: &mut impl Read,
        rejects: Option<&mut File>,
    ) -> Result<Went, Stop> {
        let batch = store.batch()? + 1;
        let mut taken = Taken::default();
        let mut input = BufReader::with_capacity(64 * 1024, input);
        let head = input.fill_buf().unwrap_or_default();
        if head.starts_with(DELETED) {
            taken.removed = deletions(store, &mut input)?;
        } else if let Some(intake) = &mut self.intake {
            let mut rows = Rows {
                store,
                world: self.engine.world(),
                rules: &self.rules,
                newest: store.newest()?,
                late: 0,
                rejects,
                stop: None,
            };
            let read = match &self.own {
                Some(own) => intake.read_own(own, taking.name, &mut input, &mut rows),
                None => intake.read(taking.name, &mut input, &mut rows),
            };
            if let Some(stop) = rows.stop {
                return Err(stop);
            }
            match read {
                Ok(counted) => taken.counted = counted,
                Err(fault) => return Ok(Went::Not(fault)),
            }
            taken.late = rows.late;
            fault::point("file read");
            let now = intake.cases().save(self.engine.world());
            store.change_cases(&self.saved, &now)?;
            self.saved = now;
            fault::point("cases saved");
        }
        let judge =
            Judge { engine: &self.engine, rules: &self.rules, data: &self.data, store, batch };
        taken.judged = judge.all()?;
        if let Some(newest) = store.newest()?.and_then(|newest| newest.parse::<Day>().ok()) {
            store.forget(&newest.plus_days(-CASES.days_remembered).to_string())?;
        }
        store.tidy(ABSENT, BODIES)?;
        if let Some(row) = taking.row {
            store.note_file(taking.key, row, batch)?;
        }
        store.set_value("batch", &batch.to_string())?;
        Ok(Went::Taken(Box::new(taken)))
    }
}

/// How ACLED's list of deleted events begins.
const DELETED: &[u8] = b"event_id_cnty,deleted_timestamp";

/// Takes away what a list of deletions names.
fn deletions(store: &Store, input: &mut impl BufRead) -> Result<u64, Stop> {
    let (mut removed, mut line) = (0, Vec::new());
    loop {
        line.clear();
        let read = input.by_ref().take(4096).read_until(b'\n', &mut line);
        if read.is_err() || line.is_empty() {
            return Ok(removed);
        }
        let text = String::from_utf8_lossy(&line);
        let id = text.split(',').next().unwrap_or_default().trim().trim_matches('"');
        removed += u64::from(store.remove("acled", id)?);
    }
}

/// Takes the rows of one file into the state.
struct Rows<'a, 'w> {
    store: &'a Store,
    world: &'w World,
    rules: &'a Rules,
    newest: Option<String>,
    late: u64,
    rejects: Option<&'a mut File>,
    stop: Option<Stop>,
}

impl Rows<'_, '_> {
    fn take(&mut self, news: &News<'_>) -> Result<(), Stop> {
        self.deed(news)?;
        if !self.rules.want(news.trigger) {
            return Ok(());
        }
        let kept = Kept::of(self.world, news);
        if self.store.keep(&kept, news.case)? {
            self.late += u64::from(self.newest.as_ref().is_some_and(|newest| kept.day < *newest));
        }
        fault::point("row taken");
        Ok(())
    }

    /// What these feeds record that states do for each other stands beside the duties that ask for it.
    fn deed(&self, news: &News<'_>) -> Result<(), Stop> {
        let (act, mutual) = match news.trigger {
            Trigger::AidGiven => ("aid", false),
            Trigger::Consult => ("consult", true),
            Trigger::BaseGranted => ("grant_base", false),
            _ => return Ok(()),
        };
        let [Ok(by @ Actor::State(_)), Ok(toward @ Actor::State(_))] =
            news.parties.map(|party| party.actor)
        else {
            return Ok(());
        };
        let (by, toward) = (self.world.id(by), self.world.id(toward));
        let day = news.told.day.to_string();
        let words = format!(
            "{} recorded on {day} ({} code {})",
            if act == "aid" { "aid" } else { news.trigger.word() },
            news.feed.word(),
            plain(&String::from_utf8_lossy(news.told.code))
        );
        self.store.deed([by, toward, act, &day, &words])?;
        if mutual {
            self.store.deed([toward, by, act, &day, &words])?;
        }
        Ok(())
    }

    fn rejected(&mut self, reject: &Reject) -> io::Result<()> {
        let Some(file) = &mut self.rejects else { return Ok(()) };
        let row = plain(&String::from_utf8_lossy(&reject.row));
        writeln!(
            file,
            "{}\t{}\t{}\t{row}",
            reject.file,
            reject.line,
            plain(&reject.reason.to_string())
        )
    }
}

impl Sink for Rows<'_, '_> {
    fn news(&mut self, news: &News<'_>) {
        if self.stop.is_none()
            && let Err(stop) = self.take(news)
        {
            self.stop = Some(stop);
        }
    }

    fn mention(&mut self, case: CaseNews) {
        if self.stop.is_none()
            && let Err(stop) = self.store.mention(case)
        {
            self.stop = Some(stop);
        }
    }

    fn reject(&mut self, reject: Reject) {
        if let Err(error) = self.rejected(&reject)
            && self.stop.is_none()
        {
            let help = "check that the disk has room";
            self.stop =
                Some(Stop::sink(format!("the rejected rows cannot be written: {error}"), help));
        }
    }
}
