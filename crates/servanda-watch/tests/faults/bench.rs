//! A watch that is let die and started again, and what is demanded of its sinks.

use crate::feed;
use crate::receiver::{Received, Receiver};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// How it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The process dies; the machine goes on.
    Kill,
    /// The machine loses its power: what was not synced is gone.
    Power,
}

/// A folder with a watch in it, and what undisturbed runs leave after each file.
pub(crate) struct Bench {
    base: PathBuf,
    receiver: Receiver,
    /// What the receiver had before each file, and at the end.
    had: Vec<Received>,
    /// How often each point is reached while each file is taken.
    pub(crate) reached: Vec<Vec<(String, u32)>>,
}

/// What sinks hold.
#[derive(PartialEq, Eq, Debug)]
struct Held {
    lines: Vec<String>,
    parquet: BTreeMap<String, Vec<String>>,
    atom: Vec<String>,
    webhook: Received,
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

fn clear(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
}

/// The shim, built once.
fn shim() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/power/power.c");
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servanda-power.so");
        let built = Command::new("cc")
            .args([
                "-shared",
                "-fPIC",
                "-O1",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-Wno-format-truncation",
                "-o",
            ])
            .args([&out, &source])
            .arg("-ldl")
            .status()
            .expect("a C compiler is needed for the test of power cuts");
        assert!(built.success(), "the shim does not compile");
        out
    })
}

impl Bench {
    pub(crate) fn new(name: &str) -> Bench {
        let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("watch-{name}"));
        clear(&base);
        fs::create_dir_all(base.join("work")).unwrap();
        fs::create_dir_all(base.join("feed")).unwrap();
        fs::write(base.join("pact.treaty"), feed::PACT).unwrap();
        fs::write(base.join("rules.toml"), feed::RULES).unwrap();
        let mut bench =
            Bench { base, receiver: Receiver::new(), had: Vec::new(), reached: Vec::new() };
        for file in 0..feed::FILES {
            copy(&bench.work(), &bench.snapshot(file));
            bench.had.push(bench.receiver.received());
            bench.offer(file);
            let log = bench.base.join("points.log");
            let _ = fs::remove_file(&log);
            let ended = bench.run(&[("SERVANDA_FAULT_LOG", log.to_str().unwrap())]);
            assert!(ended, "an undisturbed run ends well");
            let mut counts: Vec<(String, u32)> = Vec::new();
            for line in fs::read_to_string(&log).unwrap_or_default().lines() {
                match counts.iter_mut().find(|(known, _)| known == line) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((line.to_owned(), 1)),
                }
            }
            bench.reached.push(counts);
        }
        copy(&bench.work(), &bench.snapshot(feed::FILES));
        bench.had.push(bench.receiver.received());
        let kinds: BTreeSet<String> =
            bench.held().lines.iter().map(|line| text(line, "kind")).collect();
        assert_eq!(
            kinds.iter().map(String::as_str).collect::<Vec<_>>(),
            ["new", "retracted", "revised"]
        );
        bench
    }

    fn work(&self) -> PathBuf {
        self.base.join("work")
    }

    fn snapshot(&self, at: usize) -> PathBuf {
        self.base.join(format!("before-{at}"))
    }

    /// The feed keeps its newest file alone.
    fn offer(&self, file: usize) {
        let folder = self.base.join("feed");
        clear(&folder);
        fs::create_dir_all(&folder).unwrap();
        let (name, text) = feed::file(file);
        fs::write(folder.join(name), text).unwrap();
    }

    /// Goes back to what was before a file, with that file on offer.
    fn before(&self, file: usize) {
        clear(&self.work());
        copy(&self.snapshot(file), &self.work());
        self.receiver.begin(self.had[file].clone());
        self.offer(file);
    }

    /// Runs the watch; whether it ended well.
    fn run(&self, settings: &[(&str, &str)]) -> bool {
        let work = self.work();
        let sinks = [
            "table".to_owned(),
            format!("ndjson:{}", work.join("alerts.ndjson").display()),
            format!("parquet:{}", work.join("parquet").display()),
            format!("atom:{}", work.join("alerts.atom").display()),
            format!("webhook:{}", self.receiver.url),
        ];
        let mut command = Command::new(env!("CARGO_BIN_EXE_servanda-watch-fault"));
        command.arg(self.base.join("pact.treaty")).arg(self.base.join("rules.toml"));
        command.arg(work.join("state.sqlite")).arg(sinks.join("|")).arg(self.base.join("feed"));
        command.stdin(Stdio::null()).envs(settings.iter().copied());
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let died = output.status.code().is_none();
        assert!(died || output.status.success(), "{said}");
        assert!(died || !said.contains("Trouble"), "{said}");
        !died
    }

    /// Puts what lasted in the place of what was there.
    fn cut_power(&self, shadow: &Path) {
        let work = self.work();
        clear(&work);
        restore(shadow, "root", &work);
    }

    /// Lets the watch die while it takes a file, starts it again, and demands what is promised.
    pub(crate) fn dies(
        &self,
        file: usize,
        point: &str,
        time: u32,
        cut: Cut,
        broken: &str,
    ) -> Result<(), String> {
        self.before(file);
        let shadow = self.base.join("shadow");
        clear(&shadow);
        let fault = format!("{point}:{time}");
        let mut settings = vec![("SERVANDA_FAULT", fault.as_str()), ("SERVANDA_BROKEN", broken)];
        let work = self.work();
        if cut == Cut::Power {
            settings.push(("LD_PRELOAD", shim().to_str().unwrap()));
            settings.push(("SERVANDA_POWER_ROOT", work.to_str().unwrap()));
            settings.push(("SERVANDA_POWER_SHADOW", shadow.to_str().unwrap()));
        }
        let ended = self.run(&settings);
        if ended && broken.is_empty() {
            return Err("it did not die".to_owned());
        }
        if cut == Cut::Power {
            self.cut_power(&shadow);
        }
        self.no_phantom()?;
        assert!(self.run(&[("SERVANDA_BROKEN", broken)]), "a restart ends well");
        self.demand(file + 1)
    }

    /// The power goes when the watch has ended well and the feed has moved on.
    pub(crate) fn cut_after_the_end(&self, file: usize, broken: &str) -> Result<(), String> {
        self.before(file);
        let (shadow, work) = (self.base.join("shadow"), self.work());
        clear(&shadow);
        let ended = self.run(&[
            ("SERVANDA_BROKEN", broken),
            ("LD_PRELOAD", shim().to_str().unwrap()),
            ("SERVANDA_POWER_ROOT", work.to_str().unwrap()),
            ("SERVANDA_POWER_SHADOW", shadow.to_str().unwrap()),
        ]);
        assert!(ended, "nothing lets it die");
        self.cut_power(&shadow);
        self.no_phantom()?;
        if file + 1 == feed::FILES {
            return self.demand(file + 1);
        }
        self.offer(file + 1);
        assert!(self.run(&[("SERVANDA_BROKEN", broken)]), "the next run ends well");
        self.demand(file + 2)
    }

    /// Whatever a sink holds stands in the state: otherwise it could never be revised or taken back.
    fn no_phantom(&self) -> Result<(), String> {
        let state = self.work().join("state.sqlite");
        let mut known: BTreeMap<String, i64> = BTreeMap::new();
        if state.exists() {
            let db = rusqlite::Connection::open(&state).unwrap();
            if let Ok(mut all) = db.prepare("SELECT key, revision FROM alerts") {
                let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
                known.extend(rows.map(Result::unwrap));
            }
        }
        for key in self.receiver.received().keys() {
            let (alert, revision) = key.rsplit_once('/').unwrap();
            let revision: i64 = revision.parse().unwrap();
            if known.get(alert).is_none_or(|newest| *newest < revision) {
                return Err(format!("the receiver holds {key}, of which the state knows nothing"));
            }
        }
        Ok(())
    }

    fn held(&self) -> Held {
        held(&self.work(), self.receiver.received())
    }

    /// Every sink holds what an undisturbed run gives, each alert once.
    fn demand(&self, at: usize) -> Result<(), String> {
        let wanted = held(&self.snapshot(at), self.had[at].clone());
        let found = self.held();
        let differ = self.receiver.differ();
        if !differ.is_empty() {
            return Err(format!("another body came under the key {}", differ.join(", ")));
        }
        let names = |lines: &[String]| {
            lines
                .iter()
                .map(|line| format!("{}/{}", text(line, "key"), number(line)))
                .collect::<Vec<_>>()
        };
        if names(&found.lines) != names(&wanted.lines) {
            return Err(format!(
                "the file of lines has {:?} and not {:?}",
                names(&found.lines),
                names(&wanted.lines)
            ));
        }
        if found.lines != wanted.lines {
            return Err("the file of lines says otherwise".to_owned());
        }
        if found.webhook != wanted.webhook {
            let (found, wanted): (Vec<_>, Vec<_>) =
                (found.webhook.keys().collect(), wanted.webhook.keys().collect());
            return Err(format!("the receiver has {found:?} and not {wanted:?}"));
        }
        if found.parquet != wanted.parquet {
            return Err(format!(
                "the Parquet files hold {:?} and not {:?}",
                found.parquet, wanted.parquet
            ));
        }
        if found.atom != wanted.atom {
            return Err(format!("the Atom feed has {:?} and not {:?}", found.atom, wanted.atom));
        }
        if logical(&self.work()) != logical(&self.snapshot(at)) {
            return Err("the state holds something else".to_owned());
        }
        Ok(())
    }
}

fn restore(shadow: &Path, name: &str, folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let list = fs::read_to_string(shadow.join("names").join(name)).unwrap_or_default();
    for line in list.lines() {
        let mut words = line.splitn(3, ' ');
        let (kind, key, entry) =
            (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        let path = folder.join(entry);
        if kind == "d" {
            restore(shadow, &format!("{name}%{entry}"), &path);
        } else {
            let bytes = fs::read(shadow.join("data").join(key)).unwrap_or_default();
            fs::write(path, bytes).unwrap();
        }
    }
}

fn value(line: &str) -> serde_json::Value {
    serde_json::from_str(line).unwrap_or_default()
}

fn text(line: &str, name: &str) -> String {
    value(line).get(name).and_then(|value| value.as_str()).unwrap_or("torn").to_owned()
}

fn number(line: &str) -> i64 {
    value(line).get("revision").and_then(serde_json::Value::as_i64).unwrap_or(-1)
}

fn held(work: &Path, webhook: Received) -> Held {
    let lines = fs::read_to_string(work.join("alerts.ndjson")).unwrap_or_default();
    let mut parquet = BTreeMap::new();
    for entry in fs::read_dir(work.join("parquet")).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            parquet.insert(name, rows(&entry.path()));
        }
    }
    let feed = fs::read_to_string(work.join("alerts.atom")).unwrap_or_default();
    let feed = feed.parse::<atom_syndication::Feed>().unwrap_or_default();
    let atom =
        feed.entries().iter().map(|entry| format!("{} {}", entry.id(), entry.title().as_str()));
    Held {
        lines: lines.split_inclusive('\n').map(str::to_owned).collect(),
        parquet,
        atom: atom.collect(),
        webhook,
    }
}

/// The alerts of a Parquet file; one line that says so where it cannot be read.
fn rows(path: &Path) -> Vec<String> {
    let read = fs::File::open(path).ok().and_then(|file| SerializedFileReader::new(file).ok());
    let Some(reader) = read else { return vec!["not readable".to_owned()] };
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| {
        let row = row.unwrap();
        row.get_column_iter()
            .map(|(name, cell)| format!("{name}={cell}"))
            .collect::<Vec<_>>()
            .concat()
    })
    .collect()
}

/// What a state holds, without the times at which it was written.
fn logical(work: &Path) -> Vec<String> {
    let copy = work.with_extension("look");
    clear(&copy);
    fs::create_dir_all(&copy).unwrap();
    for ending in ["", "-wal"] {
        let from = work.join(format!("state.sqlite{ending}"));
        if from.exists() {
            fs::copy(&from, copy.join(format!("state.sqlite{ending}"))).unwrap();
        }
    }
    let db = rusqlite::Connection::open(copy.join("state.sqlite")).unwrap();
    let tables = [
        "SELECT * FROM meta WHERE name <> 'id'",
        "SELECT name, digest, batch FROM files",
        "SELECT * FROM cases",
        "SELECT feed, id, case_id, digest FROM events",
        "SELECT * FROM heard",
        "SELECT key, revision, standing, digest, seq, body FROM alerts",
        "SELECT * FROM held",
        "SELECT * FROM duties",
        "SELECT seq, key FROM outbox",
        "SELECT * FROM sinks",
        "SELECT * FROM dead",
    ];
    let mut all = Vec::new();
    for query in tables {
        let mut found = db.prepare(query).unwrap();
        let width = found.column_count();
        let mut rows = found.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> =
                (0..width).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            all.push(format!("{query}: {}", cells.join(" ")));
        }
    }
    drop(db);
    clear(&copy);
    all
}
