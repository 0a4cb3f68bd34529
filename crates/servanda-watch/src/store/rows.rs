//! Alerts, duties, the outbox and the sinks' places in it, in the state.

use super::Store;
use crate::alert::{Alert, EventForm};
use crate::ask::Found;
use crate::fault;
use crate::stop::Stop;
use rusqlite::{OptionalExtension, Row, params};
use servanda::syntax::vocabulary::Verdict;

/// A file that was taken.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct FileRow {
    pub(crate) digest: String,
    pub(crate) stamp: String,
    pub(crate) etag: String,
    pub(crate) modified: String,
}

/// What the rows of a case come to.
#[derive(Clone, Debug)]
pub(crate) struct Totals {
    pub(crate) rows: i64,
    pub(crate) confidence: Option<i64>,
    pub(crate) last: Option<String>,
    pub(crate) independent: i64,
}

/// What is kept of an alert.
#[derive(Clone, Debug)]
pub(crate) struct AlertRow {
    pub(crate) key: String,
    pub(crate) rule: String,
    pub(crate) case: String,
    pub(crate) pair: String,
    pub(crate) first: String,
    pub(crate) told: String,
    pub(crate) revision: i64,
    pub(crate) standing: bool,
    pub(crate) digest: String,
    pub(crate) event: EventForm,
}

/// An alert that waits to be told.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) seq: i64,
    pub(crate) batch: i64,
    pub(crate) key: String,
    pub(crate) revision: i64,
    pub(crate) kind: String,
    pub(crate) body: String,
}

/// An alert that a sink will not take.
#[derive(Clone, Debug)]
pub(crate) struct Dead {
    pub(crate) sink: String,
    pub(crate) seq: i64,
    pub(crate) key: String,
    pub(crate) revision: i64,
    pub(crate) body: String,
    pub(crate) why: String,
}

/// A duty that an alert tells of.
#[derive(Clone, Debug)]
pub(crate) struct DutyRow {
    pub(crate) alert: String,
    pub(crate) state: String,
    pub(crate) name: String,
    pub(crate) act: String,
    pub(crate) toward: String,
    pub(crate) treaty: String,
    pub(crate) article: String,
    pub(crate) since: String,
    pub(crate) due: String,
    pub(crate) until: String,
    pub(crate) recorded: String,
}

fn pending(row: &Row<'_>) -> rusqlite::Result<Pending> {
    Ok(Pending {
        seq: row.get(0)?,
        batch: row.get(1)?,
        key: row.get(2)?,
        revision: row.get(3)?,
        kind: row.get(4)?,
        body: row.get(5)?,
    })
}

const ALERT: &str =
    "SELECT key, rule, case_id, pair, first, told, revision, standing, digest, event FROM alerts";

fn alert(row: &Row<'_>) -> rusqlite::Result<(AlertRow, String)> {
    let event: String = row.get(9)?;
    let none = EventForm::default();
    let row = AlertRow {
        key: row.get(0)?,
        rule: row.get(1)?,
        case: row.get(2)?,
        pair: row.get(3)?,
        first: row.get(4)?,
        told: row.get(5)?,
        revision: row.get(6)?,
        standing: row.get(7)?,
        digest: row.get(8)?,
        event: none,
    };
    Ok((row, event))
}

fn whole((row, event): (AlertRow, String)) -> Result<AlertRow, Stop> {
    Ok(AlertRow { event: serde_json::from_str(&event)?, ..row })
}

impl Store {
    /// The alerts of a case.
    pub(crate) fn alerts_of(&self, case: &str) -> Result<Vec<AlertRow>, Stop> {
        let mut all = self.db.prepare_cached(&format!("{ALERT} WHERE case_id=?1 ORDER BY key"))?;
        let rows: Vec<_> = all.query_map([case], alert)?.collect::<Result<_, _>>()?;
        rows.into_iter().map(whole).collect()
    }

    /// A standing alert of a rule for the same pair that was first told since a day.
    pub(crate) fn same_pair(
        &self,
        rule: &str,
        pair: &str,
        since: &str,
        but: &str,
    ) -> Result<Option<String>, Stop> {
        let mut found = self.db.prepare_cached(
            "SELECT key FROM alerts WHERE rule=?1 AND pair=?2 AND standing=1 AND first>?3 AND key<>?4 ORDER BY first, key LIMIT 1",
        )?;
        Ok(found.query_row([rule, pair, since, but], |row| row.get(0)).optional()?)
    }

    /// Notes that a case is held back because of an alert.
    pub(crate) fn hold(&self, rule: &str, case: &str, by: &str) -> Result<(), Stop> {
        let mut hold = self.db.prepare_cached("INSERT OR REPLACE INTO held VALUES (?1, ?2, ?3)")?;
        hold.execute([rule, case, by])?;
        Ok(())
    }

    /// The cases that were held back because of an alert are judged again.
    pub(crate) fn let_go(&self, by: &str) -> Result<(), Stop> {
        let mut held = self.db.prepare_cached("DELETE FROM held WHERE by=?1 RETURNING case_id")?;
        let cases: Vec<String> =
            held.query_map([by], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for case in cases {
            self.touch(&case, "")?;
        }
        Ok(())
    }

    /// Keeps an alert and puts it into the outbox.
    pub(crate) fn tell(
        &self,
        row: &AlertRow,
        told: &Alert,
        batch: i64,
        updated: &str,
    ) -> Result<(), Stop> {
        let body = serde_json::to_string(told)?;
        self.db
            .prepare_cached(
                "INSERT INTO outbox (batch, key, revision, kind, body) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![batch, row.key, row.revision, told.kind.word(), body])?;
        let seq = self.db.last_insert_rowid();
        self.db
            .prepare_cached("INSERT OR REPLACE INTO alerts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")?
            .execute(params![
                row.key,
                row.rule,
                row.case,
                row.pair,
                row.first,
                row.told,
                row.revision,
                row.standing,
                row.digest,
                updated,
                seq,
                serde_json::to_string(&row.event)?,
                body
            ])?;
        fault::point("alert written");
        Ok(())
    }

    /// Keeps the duties of an alert; those that it told of before and does not now are closed.
    pub(crate) fn set_duties(
        &self,
        alert: &str,
        since: &str,
        found: &[&Found],
        closed: &str,
    ) -> Result<(), Stop> {
        self.db.prepare_cached("UPDATE duties SET here=0 WHERE alert=?1")?.execute([alert])?;
        let mut put = self.db.prepare_cached(
            "INSERT INTO duties VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, '', '', 1)
               ON CONFLICT DO UPDATE SET since=excluded.since, due=excluded.due, until=excluded.until, closed='', here=1",
        )?;
        for duty in found.iter().filter(|found| found.verdict == Verdict::Must) {
            let form = &duty.form;
            put.execute(params![
                alert,
                form.state,
                form.name,
                form.act.word(),
                form.toward.as_deref().unwrap_or_default(),
                form.treaty,
                form.article.as_deref().unwrap_or_default(),
                since,
                duty.due.as_deref().unwrap_or_default(),
                duty.until.as_deref().unwrap_or_default()
            ])?;
        }
        self.db
            .prepare_cached("UPDATE duties SET closed=?2 WHERE alert=?1 AND here=0 AND closed=''")?
            .execute([alert, closed])?;
        fault::point("duties written");
        Ok(())
    }

    /// What these feeds record that a state does toward another.
    pub(crate) fn deed(&self, deed: [&str; 5]) -> Result<(), Stop> {
        self.db.prepare_cached("INSERT INTO deeds VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(deed)?;
        Ok(())
    }

    /// Writes deeds beside the duties that they answer.
    pub(crate) fn record_deeds(&self) -> Result<(), Stop> {
        self.db.execute_batch(
            "UPDATE duties SET recorded=deeds.words FROM (SELECT state, toward, act, day, min(words) AS words FROM deeds GROUP BY state, toward, act, day) AS deeds
               WHERE closed='' AND recorded='' AND duties.state=deeds.state AND duties.toward=deeds.toward
                 AND duties.act=deeds.act AND duties.since<=deeds.day",
        )?;
        Ok(())
    }

    /// The duties that are open.
    pub(crate) fn open_duties(&self) -> Result<Vec<DutyRow>, Stop> {
        let mut all = self.db.prepare_cached(
            "SELECT alert, state, name, act, toward, treaty, article, since, due, until, recorded FROM duties
               WHERE closed='' ORDER BY since, alert, state, act, toward, treaty, article",
        )?;
        let rows = all.query_map([], |row| {
            Ok(DutyRow {
                alert: row.get(0)?,
                state: row.get(1)?,
                name: row.get(2)?,
                act: row.get(3)?,
                toward: row.get(4)?,
                treaty: row.get(5)?,
                article: row.get(6)?,
                since: row.get(7)?,
                due: row.get(8)?,
                until: row.get(9)?,
                recorded: row.get(10)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Names the sinks of this run; one that is new begins with what comes.
    pub(crate) fn name_sinks(&self, names: &[&str]) -> Result<(), Stop> {
        self.db.execute_batch("BEGIN IMMEDIATE; UPDATE sinks SET named=0;")?;
        for name in names {
            self.db
                .prepare_cached(
                    "INSERT INTO sinks VALUES (?1, coalesce((SELECT seq FROM sqlite_sequence WHERE name='outbox'), 0), -1, 1)
                       ON CONFLICT DO UPDATE SET named=1",
                )?
                .execute([name])?;
        }
        self.commit()
    }

    /// Where a sink stands: the last that it was told, and a place of its own.
    pub(crate) fn sink(&self, name: &str) -> Result<(i64, i64), Stop> {
        let mut found = self.db.prepare_cached("SELECT cursor, place FROM sinks WHERE name=?1")?;
        Ok(found
            .query_row([name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .unwrap_or((0, -1)))
    }

    /// Every sink that was ever named, with where it stands and how many wait for it.
    pub(crate) fn sinks(&self) -> Result<Vec<(String, i64)>, Stop> {
        let mut all = self.db.prepare_cached(
            "SELECT name, (SELECT count(*) FROM outbox WHERE seq>cursor) FROM sinks ORDER BY name",
        )?;
        let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What a sink was not told yet: at most so many, of one file where that is asked for.
    pub(crate) fn pending(
        &self,
        after: i64,
        most: i64,
        of_one_file: bool,
    ) -> Result<Vec<Pending>, Stop> {
        let mut all = self.db.prepare_cached(
            "SELECT seq, batch, key, revision, kind, body FROM outbox WHERE seq>?1
               AND (NOT ?3 OR batch=(SELECT batch FROM outbox WHERE seq>?1 ORDER BY seq LIMIT 1)) ORDER BY seq LIMIT ?2",
        )?;
        let rows = all.query_map(params![after, most, of_one_file], pending)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest that a sink was not told yet, without its text, and how many it was not told.
    pub(crate) fn newest_pending(&self, after: i64) -> Result<(Vec<Pending>, u64), Stop> {
        let mut count = self.db.prepare_cached("SELECT count(*) FROM outbox WHERE seq>?1")?;
        let many: i64 = count.query_row([after], |row| row.get(0))?;
        let mut newest = self.db.prepare_cached(
            "SELECT seq, batch, key, revision, kind, '' FROM outbox WHERE seq>?1 ORDER BY seq DESC LIMIT 1",
        )?;
        let found = newest.query_row([after], pending).optional()?;
        Ok((found.into_iter().collect(), many as u64))
    }

    /// Notes how far a sink was told, where it stands, and what it would not take.
    pub(crate) fn mark(
        &self,
        sink: &str,
        cursor: i64,
        place: i64,
        dead: Option<(&Pending, &str)>,
    ) -> Result<(), Stop> {
        self.db.execute_batch("SAVEPOINT mark")?;
        self.db
            .prepare_cached("UPDATE sinks SET cursor=?2, place=?3 WHERE name=?1")?
            .execute(params![sink, cursor, place])?;
        if let Some((one, why)) = dead {
            self.db
                .prepare_cached("INSERT OR REPLACE INTO dead VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![sink, one.seq, one.key, one.revision, one.body, why])?;
        }
        self.db.execute_batch("RELEASE mark")?;
        Ok(())
    }

    /// What sinks would not take.
    pub(crate) fn dead(&self) -> Result<Vec<Dead>, Stop> {
        let mut all = self.db.prepare_cached(
            "SELECT sink, seq, key, revision, body, why FROM dead ORDER BY sink, seq",
        )?;
        let rows = all.query_map([], |row| {
            Ok(Dead {
                sink: row.get(0)?,
                seq: row.get(1)?,
                key: row.get(2)?,
                revision: row.get(3)?,
                body: row.get(4)?,
                why: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes one off the list of what a sink would not take.
    pub(crate) fn bury(&self, sink: &str, seq: i64) -> Result<(), Stop> {
        self.db
            .prepare_cached("DELETE FROM dead WHERE sink=?1 AND seq=?2")?
            .execute(params![sink, seq])?;
        Ok(())
    }

    /// The alerts that were told last, the newest first: when each was, and its text.
    pub(crate) fn newest_alerts(&self, most: i64) -> Result<Vec<(String, String)>, Stop> {
        let mut all = self.db.prepare_cached(
            "SELECT updated, body FROM alerts WHERE body IS NOT NULL ORDER BY seq DESC LIMIT ?1",
        )?;
        let rows = all.query_map([most], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many alerts stand.
    pub(crate) fn standing(&self) -> Result<i64, Stop> {
        let mut count = self.db.prepare_cached("SELECT count(*) FROM alerts WHERE standing=1")?;
        Ok(count.query_row([], |row| row.get(0))?)
    }

    /// Lets go of what every sink was told, and of texts of old alerts. For a sink that this run does not name at
    /// most `absent` wait.
    pub(crate) fn tidy(&self, absent: i64, bodies: i64) -> Result<(), Stop> {
        self.db
            .prepare_cached(
                "DELETE FROM outbox WHERE seq <= (SELECT min(cursor) FROM sinks WHERE named=1)
                   AND seq <= max((SELECT coalesce(min(cursor), 9223372036854775807) FROM sinks WHERE named=0),
                                  coalesce((SELECT seq FROM sqlite_sequence WHERE name='outbox'), 0) - ?1)",
            )?
            .execute([absent])?;
        self.db
            .prepare_cached(
                "UPDATE alerts SET body=NULL WHERE body IS NOT NULL
                   AND seq <= (SELECT seq FROM alerts WHERE body IS NOT NULL ORDER BY seq DESC LIMIT 1 OFFSET ?1)",
            )?
            .execute([bodies])?;
        Ok(())
    }
}
