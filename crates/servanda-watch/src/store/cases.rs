//! Cases, events and what was heard of them, in the state.

use super::rows::Totals;
use super::{FileRow, Store};
use crate::kept::{Kept, rank};
use crate::stop::Stop;
use rusqlite::{OptionalExtension, params};
use servanda_events::CaseNews;
use std::cmp::Ordering;

/// How a case is called in the state and in keys of alerts.
pub(crate) fn case_id(case: CaseNews) -> String {
    format!("{:016x}", case.id.0)
}

impl Store {
    /// What is known of a file by its name.
    pub(crate) fn file(&self, name: &str) -> Result<Option<FileRow>, Stop> {
        let mut found = self
            .db
            .prepare_cached("SELECT digest, stamp, etag, modified FROM files WHERE name=?1")?;
        let row = found.query_row([name], |row| {
            Ok(FileRow {
                digest: row.get(0)?,
                stamp: row.get(1)?,
                etag: row.get(2)?,
                modified: row.get(3)?,
            })
        });
        Ok(row.optional()?)
    }

    /// Notes that a file was taken.
    pub(crate) fn note_file(&self, name: &str, file: &FileRow, batch: i64) -> Result<(), Stop> {
        let mut put = self
            .db
            .prepare_cached("INSERT OR REPLACE INTO files VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        put.execute(params![name, file.digest, file.stamp, file.etag, file.modified, batch])?;
        Ok(())
    }

    /// Everything that is remembered of cases.
    pub(crate) fn cases(&self) -> Result<String, Stop> {
        let mut all = self.db.prepare_cached("SELECT line FROM cases ORDER BY line")?;
        let mut text = String::new();
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            text.push_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?);
            text.push('\n');
        }
        Ok(text)
    }

    /// Writes down what changed between two texts of sorted lines.
    pub(crate) fn change_cases(&self, old: &str, new: &str) -> Result<(), Stop> {
        let mut put = self.db.prepare_cached("INSERT OR IGNORE INTO cases VALUES (?1)")?;
        let mut drop = self.db.prepare_cached("DELETE FROM cases WHERE line=?1")?;
        let (mut old, mut new) = (old.lines().peekable(), new.lines().peekable());
        loop {
            let order = match (old.peek(), new.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(before), Some(after)) => before.cmp(after),
            };
            if order.is_le()
                && let Some(gone) = old.next()
                && order.is_lt()
            {
                drop.execute([gone])?;
            }
            if order.is_ge()
                && let Some(come) = new.next()
                && order.is_gt()
            {
                put.execute([come])?;
            }
        }
    }

    /// Notes that a case must be judged again.
    pub(crate) fn touch(&self, case: &str, day: &str) -> Result<(), Stop> {
        let mut touch = self.db.prepare_cached(
            "INSERT INTO touched VALUES (?1, ?2) ON CONFLICT DO UPDATE SET day=min(day, excluded.day)",
        )?;
        touch.execute([case, day])?;
        Ok(())
    }

    /// The next case that must be judged again; it is taken off the list.
    pub(crate) fn next_touched(&self) -> Result<Option<String>, Stop> {
        let mut next =
            self.db.prepare_cached("SELECT case_id FROM touched ORDER BY day, case_id LIMIT 1")?;
        let case: Option<String> = next.query_row([], |row| row.get(0)).optional()?;
        if let Some(case) = &case {
            self.db.prepare_cached("DELETE FROM touched WHERE case_id=?1")?.execute([case])?;
        }
        Ok(case)
    }

    /// Keeps an event of a case. An event that is known and the same changes nothing; one that belongs to another
    /// case now leaves that one.
    pub(crate) fn keep(&self, kept: &Kept, case: CaseNews) -> Result<bool, Stop> {
        let id = case_id(case);
        let body = serde_json::to_string(kept)?;
        let digest = blake3::hash(body.as_bytes()).to_hex();
        let known: Option<(String, String)> = self
            .db
            .prepare_cached("SELECT case_id, digest FROM events WHERE feed=?1 AND id=?2")?
            .query_row([&kept.feed, &kept.id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if known.as_ref().is_some_and(|(old, same)| *old == id && *same == digest.as_str()) {
            return Ok(false);
        }
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                kept.feed,
                kept.id,
                id,
                kept.day,
                kept.batch(),
                kept.source,
                kept.sources.unwrap_or(0),
                rank(kept.confidence()),
                digest.as_str(),
                body
            ])?;
        self.hear(case, kept.batch())?;
        self.touch(&id, &kept.day)?;
        if let Some((old, _)) = known.filter(|(old, _)| *old != id) {
            self.lost_a_row(&old, &kept.day)?;
        }
        Ok(true)
    }

    /// Takes an event away, as a feed's list of deletions asks; whether it was there.
    pub(crate) fn remove(&self, feed: &str, id: &str) -> Result<bool, Stop> {
        let known: Option<(String, String)> = self
            .db
            .prepare_cached("DELETE FROM events WHERE feed=?1 AND id=?2 RETURNING case_id, day")?
            .query_row([feed, id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((case, day)) = &known {
            self.lost_a_row(case, day)?;
        }
        Ok(known.is_some())
    }

    /// Counts the sources of a case anew from the rows it still has.
    fn lost_a_row(&self, case: &str, day: &str) -> Result<(), Stop> {
        self.db
            .prepare_cached(
                "UPDATE heard SET less = independent - (SELECT max(count(DISTINCT nullif(source, '')), coalesce(max(sources), 0))
                   FROM events WHERE case_id=?1) WHERE case_id=?1",
            )?
            .execute([case])?;
        self.touch(case, day)
    }

    fn hear(&self, case: CaseNews, batch: &str) -> Result<(), Stop> {
        self.db
            .prepare_cached(
                "INSERT INTO heard VALUES (?1, ?2, 0, ?3)
                   ON CONFLICT DO UPDATE SET independent=max(independent, excluded.independent), last=max(last, excluded.last)",
            )?
            .execute(params![case_id(case), case.independent, batch])?;
        Ok(())
    }

    /// A mention of a case that is known.
    pub(crate) fn mention(&self, case: CaseNews) -> Result<(), Stop> {
        let id = case_id(case);
        let heard = self
            .db
            .prepare_cached("UPDATE heard SET independent=?2 WHERE case_id=?1 AND independent<?2")?
            .execute(params![id, case.independent])?;
        if heard > 0 {
            let day: Option<String> = self
                .db
                .prepare_cached("SELECT min(day) FROM events WHERE case_id=?1")?
                .query_row([&id], |row| row.get(0))?;
            self.touch(&id, &day.unwrap_or_default())?;
        }
        Ok(())
    }

    /// The row that stands for a case: the earliest that it has.
    pub(crate) fn stands_for(&self, case: &str) -> Result<Option<Kept>, Stop> {
        let body: Option<String> = self
            .db
            .prepare_cached(
                "SELECT body FROM events WHERE case_id=?1 ORDER BY day, known, feed, id LIMIT 1",
            )?
            .query_row([case], |row| row.get(0))
            .optional()?;
        body.map(|body| serde_json::from_str(&body)).transpose().map_err(Stop::from)
    }

    /// What the rows of a case come to.
    pub(crate) fn totals(&self, case: &str) -> Result<Totals, Stop> {
        let mut totals = self.db.prepare_cached(
            "SELECT count(*), max(confidence), max(known),
               coalesce((SELECT independent - less FROM heard WHERE case_id=?1), 0) FROM events WHERE case_id=?1",
        )?;
        Ok(totals.query_row([case], |row| {
            Ok(Totals {
                rows: row.get(0)?,
                confidence: row.get(1)?,
                last: row.get(2)?,
                independent: row.get(3)?,
            })
        })?)
    }

    /// The newest batch that was seen.
    pub(crate) fn newest(&self) -> Result<Option<String>, Stop> {
        let mut newest = self.db.prepare_cached("SELECT max(last) FROM heard")?;
        Ok(newest.query_row([], |row| row.get(0))?)
    }

    /// Lets go of cases without a row since a day.
    pub(crate) fn forget(&self, before: &str) -> Result<(), Stop> {
        self.db
            .prepare_cached(
                "DELETE FROM events WHERE case_id IN (SELECT case_id FROM heard WHERE last<?1)",
            )?
            .execute([before])?;
        self.db
            .prepare_cached(
                "DELETE FROM held WHERE case_id IN (SELECT case_id FROM heard WHERE last<?1)",
            )?
            .execute([before])?;
        self.db.prepare_cached("DELETE FROM heard WHERE last<?1")?.execute([before])?;
        Ok(())
    }
}
