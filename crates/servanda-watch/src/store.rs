//! The state of a watch in SQLite: what was read, what is known of cases, what was told to whom. Write-ahead log,
//! `synchronous=FULL`: what is committed is there after a power cut. Decides nothing.

mod cases;
mod rows;

use crate::fault;
use crate::stop::Stop;
pub(crate) use rows::{AlertRow, DutyRow, FileRow, Pending, Totals};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Says that a database is a state of a watch: `SVWA`.
const APPLICATION: i64 = 0x5356_5741;
/// The version of the tables.
const VERSION: i64 = 1;
/// What a run of the watch needs and no longer.
const OF_A_RUN: &str =
    "CREATE TEMP TABLE touched (case_id TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
     CREATE TEMP TABLE deeds (state TEXT, toward TEXT, act TEXT, day TEXT, words TEXT);";

/// The state.
pub(crate) struct Store {
    db: Connection,
    /// Held as long as the watch runs.
    _lock: Option<File>,
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    PathBuf::from(name)
}

fn lock(path: &Path) -> Result<File, Stop> {
    let cannot = |error: &dyn std::fmt::Display| {
        let help = "check that the folder is there and that you may write to it";
        Stop::state(format!("the state `{}` cannot be opened: {error}", path.display()), help)
    };
    let file = File::options().create(true).write(true).truncate(false).open(beside(path, ".lock"));
    let file = file.map_err(|error| cannot(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(Stop::state(
            format!("another watch is running with the state `{}`", path.display()),
            "end it first, or give each watch a state of its own with `--state`",
        )),
        Err(std::fs::TryLockError::Error(error)) => Err(cannot(&error)),
    }
}

impl Store {
    /// Opens a state for a watch, which no other may use meanwhile; without a path, one that is forgotten.
    pub(crate) fn open(path: Option<&Path>) -> Result<Store, Stop> {
        let (db, lock) = match path {
            None => (Connection::open_in_memory()?, None),
            Some(path) => {
                let lock = lock(path)?;
                (Connection::open(path).map_err(|error| unreadable(path, &error))?, Some(lock))
            }
        };
        let store = Store { db, _lock: lock };
        let shown = path.unwrap_or_else(|| Path::new("in memory"));
        if store.version(shown)? == 0 {
            store.create()?;
        }
        let level = if fault::broken("synchronous off") { "OFF" } else { "FULL" };
        store.db.execute_batch(&format!(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous={level}; {OF_A_RUN}"
        ))?;
        Ok(store)
    }

    /// Opens a state only to look at it; a watch may be running.
    pub(crate) fn look(path: &Path) -> Result<Store, Stop> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db =
            Connection::open_with_flags(path, flags).map_err(|error| unreadable(path, &error))?;
        db.busy_timeout(std::time::Duration::from_secs(5))?;
        let store = Store { db, _lock: None };
        match store.version(path)? {
            0 => Err(no_state(path)),
            _ => Ok(store),
        }
    }

    /// The version of the tables; 0: there are none yet.
    fn version(&self, path: &Path) -> Result<i64, Stop> {
        let number = |pragma: &str| {
            let found = self.db.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0));
            found.map_err(|error| unreadable(path, &error))
        };
        let (application, version): (i64, i64) =
            (number("application_id")?, number("user_version")?);
        let tables: i64 = self
            .db
            .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
            .map_err(|error| unreadable(path, &error))?;
        match (application, version, tables) {
            (0, 0, 0) => Ok(0),
            (APPLICATION, VERSION, _) => Ok(VERSION),
            (APPLICATION, other, _) => Err(Stop::state(
                format!(
                    "`{}` was made by another version of servanda: its tables are of version {other}, here of {VERSION}",
                    path.display()
                ),
                "use that version, or begin anew with another file after `--state`",
            )),
            _ => Err(no_state(path)),
        }
    }

    fn create(&self) -> Result<(), Stop> {
        self.db.execute_batch("PRAGMA journal_mode=WAL")?;
        self.db.execute_batch(&format!(
            "BEGIN IMMEDIATE; {} PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION}; COMMIT;",
            include_str!("store/schema.sql")
        ))?;
        Ok(())
    }

    /// Begins the transaction of a file.
    pub(crate) fn begin(&self) -> Result<(), Stop> {
        self.db.execute_batch("BEGIN IMMEDIATE; DELETE FROM touched; DELETE FROM deeds;")?;
        Ok(())
    }

    /// Ends it: from here on it is there.
    pub(crate) fn commit(&self) -> Result<(), Stop> {
        self.db.execute_batch("COMMIT")?;
        Ok(())
    }

    /// Ends it as if it had never begun.
    pub(crate) fn roll_back(&self) -> Result<(), Stop> {
        if !self.db.is_autocommit() {
            self.db.execute_batch("ROLLBACK")?;
        }
        Ok(())
    }

    /// A value by its name.
    pub(crate) fn value(&self, name: &str) -> Result<Option<String>, Stop> {
        let mut found = self.db.prepare_cached("SELECT value FROM meta WHERE name=?1")?;
        Ok(found.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Sets a value.
    pub(crate) fn set_value(&self, name: &str, value: &str) -> Result<(), Stop> {
        let mut set = self.db.prepare_cached("INSERT OR REPLACE INTO meta VALUES (?1, ?2)")?;
        set.execute(params![name, value])?;
        Ok(())
    }

    /// The number of the file that was taken last.
    pub(crate) fn batch(&self) -> Result<i64, Stop> {
        Ok(self.value("batch")?.and_then(|batch| batch.parse().ok()).unwrap_or(0))
    }
}

fn no_state(path: &Path) -> Stop {
    Stop::state(
        format!("`{}` is no state of a watch", path.display()),
        "name the file that `--state` named, or one that is not there yet",
    )
}

fn unreadable(path: &Path, error: &rusqlite::Error) -> Stop {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => no_state(path),
        Some(ErrorCode::CannotOpen) => Stop::state(
            format!("the state `{}` is not there or may not be opened", path.display()),
            "check the spelling; a watch with `--state` makes it",
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Stop::state(
            format!("the state `{}` is in use by another program", path.display()),
            "wait until it is done",
        ),
        _ => Stop::state(
            format!("the state `{}` cannot be read: {error}", path.display()),
            "check that the file is whole",
        ),
    }
}
