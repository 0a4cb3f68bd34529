//! The watch: sources in order, each file a transaction, sinks told after each, and again as often as it follows.

use crate::alert::DataForm;
use crate::clock;
use crate::deliver::Deliverer;
use crate::fault;
use crate::fetch::{Fetched, Fetcher, Patience};
use crate::listing::{self, Item};
use crate::rules::Rules;
use crate::sink::{Means, To};
use crate::source::{Source, files};
use crate::stop::Stop;
use crate::store::{FileRow, Store};
use crate::take::{Taker, Taking, Went};
use servanda::corpus;
use servanda::model::World;
use servanda_events::{FileFault, Mapping, OwnSchema};
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What to watch and whom to tell.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where events come from.
    pub sources: Vec<Source>,
    /// Where the state is; `None`: it is forgotten at the end.
    pub state: Option<PathBuf>,
    /// Whom to tell.
    pub to: Vec<To>,
    /// Ask again after this; `None`: once.
    pub follow: Option<Duration>,
    /// Where rows go that cannot be read.
    pub rejects: Option<PathBuf>,
    /// A declared table of one's own, as which every source is read.
    pub own: Option<OwnSchema>,
    /// How long to wait for others.
    pub patience: Patience,
    /// With which what is sent is signed.
    pub secret: Option<Secret>,
}

/// A secret, which is shown nowhere.
#[derive(Clone)]
pub struct Secret(Arc<[u8]>);

impl Secret {
    /// Of these words.
    pub fn new(words: &str) -> Secret {
        Secret(words.as_bytes().into())
    }

    pub(crate) fn bytes(&self) -> Arc<[u8]> {
        Arc::clone(&self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(...)")
    }
}

/// What is told while it runs, for people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// A file was taken: its name, and what it came to.
    File(String),
    /// Something is worth knowing.
    Note(String),
    /// Something could not be read or told.
    Trouble(String),
}

/// What a watch came to.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Report {
    /// Files that were taken.
    pub files: u64,
    /// Files that were taken before and are the same.
    pub same: u64,
    /// Files that could not be read.
    pub failed: u64,
    /// Rows.
    pub rows: u64,
    /// Rows that could not be read.
    pub dirty: u64,
    /// Rows that set something in motion.
    pub events: u64,
    /// Of them, rows of a day before the newest batch.
    pub late: u64,
    /// Rows that a list of deletions took away.
    pub removed: u64,
    /// Cases.
    pub cases: u64,
    /// Questions that the engine was asked.
    pub questions: u64,
    /// Alerts that are new.
    pub new: u64,
    /// Alerts that revise one.
    pub revised: u64,
    /// Alerts that take one back.
    pub retracted: u64,
    /// Cases that a cool-down held back.
    pub held: u64,
    /// For each sink its name, how many alerts it took, how many it refused, and why the rest waits.
    pub sinks: Vec<(String, u64, u64, Option<String>)>,
}

impl Report {
    /// In a few lines.
    pub fn text(&self) -> String {
        let mut out = format!(
            "{} files ({} unchanged, {} not read), {} rows, {} dirty, {} events ({} late, {} taken away), {} cases, {} questions\n",
            self.files,
            self.same,
            self.failed,
            self.rows,
            self.dirty,
            self.events,
            self.late,
            self.removed,
            self.cases,
            self.questions
        );
        out.push_str(&format!(
            "alerts: {} new, {} revised, {} retracted, {} held back by a cool-down\n",
            self.new, self.revised, self.retracted, self.held
        ));
        for (name, told, dead, waits) in &self.sinks {
            out.push_str(&format!("{name}: {told} told"));
            if *dead > 0 {
                out.push_str(&format!(", {dead} refused (`--status` lists them)"));
            }
            if let Some(why) = waits {
                out.push_str(&format!(", the rest waits: {why}"));
            }
            out.push('\n');
        }
        out
    }
}

/// Watches until the sources are at their end, or until it is told to stop.
///
/// # Errors
/// What speaks against beginning, or a state that cannot be written.
pub fn watch(
    world: &World,
    rules: Rules,
    mapping: Mapping,
    settings: &Settings,
    stop: &Arc<AtomicBool>,
    tell: &mut dyn FnMut(Told),
) -> Result<Report, Stop> {
    let store = Store::open(settings.state.as_deref())?;
    let data = DataForm {
        corpus: corpus::fingerprint(world),
        rules: rules.digest.clone(),
        mapping: digest_of(&mapping),
    };
    compare(&store, &data, tell)?;
    let (taker, lost) = Taker::new(world, rules, mapping, data, settings.own.clone(), &store)?;
    if lost > 0 {
        tell(Told::Note(format!(
            "{lost} cases in the state name what this program does not know; they are begun anew"
        )));
    }
    let secret = settings.secret.as_ref().map(Secret::bytes);
    let means = Means { patience: settings.patience, secret, stop: Arc::clone(stop) };
    let deliverer = Deliverer::new(&settings.to, &means, &store)?;
    let rejects = settings.rejects.as_deref().map(reject_file).transpose()?;
    let mut watching = Watching {
        store,
        taker,
        deliverer: RefCell::new(deliverer),
        fetcher: Fetcher::new(settings.patience),
        rejects,
        report: Report::default(),
        stop: Arc::clone(stop),
        tell,
    };
    // What an earlier run left in the outbox goes first.
    watching.deliver()?;
    let mut first = true;
    loop {
        for source in &settings.sources {
            if *source != Source::Stdin || first {
                watching.source(source)?;
            }
        }
        first = false;
        match settings.follow {
            Some(again) if !stop.load(Ordering::Relaxed) => {
                clock::wait(again, stop);
                watching.deliver()?;
            }
            _ => break,
        }
    }
    Ok(watching.reported())
}

fn digest_of(mapping: &Mapping) -> String {
    let text = format!("{:?}", mapping.lines());
    format!("blake3:{}", blake3::hash(text.as_bytes()).to_hex())
}

fn reject_file(path: &Path) -> Result<File, Stop> {
    File::options().create(true).append(true).open(path).map_err(|error| {
        let help = "check that the folder is there and may be written to";
        Stop::sink(format!("`{}` cannot be written: {error}", path.display()), help)
    })
}

/// Says what is another than when the state was last used, and keeps what it is now.
fn compare(store: &Store, data: &DataForm, tell: &mut dyn FnMut(Told)) -> Result<(), Stop> {
    if store.value("id")?.is_none() {
        let seed = format!("{} {:?}", std::process::id(), std::time::SystemTime::now());
        store.set_value("id", &blake3::hash(seed.as_bytes()).to_hex())?;
    }
    let now = [
        ("corpus", &data.corpus, "treaties"),
        ("rules", &data.rules, "rules"),
        ("mapping", &data.mapping, "mapping"),
    ];
    for (name, digest, words) in now {
        let before = store.value(name)?;
        if before.as_ref().is_some_and(|before| before != digest) {
            let verb = if name == "mapping" { "is" } else { "are" };
            tell(Told::Note(format!(
                "the {words} {verb} not what they were when this state was last used: alerts stay as they were told until a row comes for their case, which is then judged by what holds now"
            )));
        }
        if before.as_ref() != Some(digest) {
            store.set_value(name, digest)?;
        }
    }
    Ok(())
}

struct Watching<'a, 'w> {
    store: Store,
    taker: Taker<'w>,
    deliverer: RefCell<Deliverer>,
    fetcher: Fetcher,
    rejects: Option<File>,
    report: Report,
    stop: Arc<AtomicBool>,
    tell: &'a mut dyn FnMut(Told),
}

impl Watching<'_, '_> {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn trouble(&mut self, name: &str, cause: &str) {
        self.report.failed += 1;
        (self.tell)(Told::Trouble(format!("{name}: {cause}")));
    }

    fn source(&mut self, source: &Source) -> Result<(), Stop> {
        if self.stopped() {
            return Ok(());
        }
        match source {
            Source::Stdin => self.take("-", "standard input", None, io::stdin().lock()),
            Source::Path(path) => match files(path) {
                Ok(found) => {
                    for file in found {
                        if self.stopped() {
                            break;
                        }
                        self.file(&file)?;
                    }
                    Ok(())
                }
                Err(error) => {
                    self.trouble(&path.display().to_string(), &error.to_string());
                    Ok(())
                }
            },
            Source::Url(url) => self.url(url),
        }
    }

    /// A file on disk: taken unless it is what it was.
    fn file(&mut self, path: &Path) -> Result<(), Stop> {
        let name = path.display().to_string();
        let opened = File::open(path).and_then(|file| Ok((file.metadata()?, file)));
        let (about, mut file) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                self.trouble(&name, &error.to_string());
                return Ok(());
            }
        };
        if listing::is_list(&name) {
            return self.list(&name, file).map(drop);
        }
        let changed =
            about.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        let stamp = format!("{} {}", about.len(), changed.map_or(0, |at| at.as_nanos()));
        let known = self.store.file(&name)?;
        if known.as_ref().is_some_and(|known| known.stamp == stamp) {
            self.report.same += 1;
            return Ok(());
        }
        let digest = match digest(&mut file) {
            Ok(digest) => digest,
            Err(error) => {
                self.trouble(&name, &error.to_string());
                return Ok(());
            }
        };
        if known.is_some_and(|known| known.digest == digest) {
            self.report.same += 1;
            return Ok(());
        }
        let row = FileRow { digest, stamp, ..FileRow::default() };
        self.take(&name, &name, Some(&row), file)
    }

    /// An address: fetched unless it is what it was; a list leads to its files.
    fn url(&mut self, url: &str) -> Result<(), Stop> {
        let known = self.store.file(url)?.unwrap_or_default();
        let fetched =
            self.fetcher.fetch(url, &known.etag, &known.modified, &self.stop, &|_| Ok(None));
        match fetched {
            Fetched::Same => self.report.same += 1,
            Fetched::Not(cause) => self.trouble(url, &cause),
            Fetched::Body { file, etag, modified } if listing::is_list(url) => {
                // A list of which something is left is fetched again, whatever it is.
                if self.list(url, file)? {
                    let row = FileRow { etag, modified, ..FileRow::default() };
                    self.store.note_file(url, &row, self.store.batch()?)?;
                }
            }
            Fetched::Body { mut file, etag, modified } => {
                let digest = digest(&mut file).unwrap_or_default();
                if digest == known.digest {
                    self.report.same += 1;
                    return Ok(());
                }
                let row = FileRow { digest, etag, modified, stamp: String::new() };
                return self.take(url, last_part(url), Some(&row), file);
            }
        }
        Ok(())
    }

    /// Takes the files of a list that were not taken yet; whether all of them are.
    fn list(&mut self, name: &str, list: impl Read) -> Result<bool, Stop> {
        let (items, wrong) = match listing::items(list) {
            Ok(found) => found,
            Err(error) => {
                self.trouble(name, &error.to_string());
                return Ok(false);
            }
        };
        if let Some((line, cause)) = wrong.first() {
            let more = if wrong.len() > 1 {
                format!(", and {} more", wrong.len() - 1)
            } else {
                String::new()
            };
            self.report.dirty += wrong.len() as u64;
            (self.tell)(Told::Note(format!("{name}:{line}: {cause}{more}")));
        }
        let failed = self.report.failed;
        for item in &items {
            if self.stopped() {
                return Ok(false);
            }
            self.item(item)?;
        }
        Ok(self.report.failed == failed)
    }

    fn item(&mut self, item: &Item) -> Result<(), Stop> {
        let digest = format!("md5:{}", item.md5);
        if self.store.file(&item.url)?.is_some_and(|known| known.digest == digest) {
            self.report.same += 1;
            return Ok(());
        }
        let check = |file: &mut File| listing::differs(item, file);
        match self.fetcher.fetch(&item.url, "", "", &self.stop, &check) {
            Fetched::Body { file, .. } => {
                let row = FileRow { digest, ..FileRow::default() };
                self.take(&item.url, last_part(&item.url), Some(&row), file)
            }
            Fetched::Same => Ok(()),
            Fetched::Not(cause) => {
                self.trouble(&item.url, &cause);
                Ok(())
            }
        }
    }

    /// Takes one file and tells the sinks.
    fn take(
        &mut self,
        name: &str,
        feed_name: &str,
        row: Option<&FileRow>,
        input: impl Read,
    ) -> Result<(), Stop> {
        let (store, deliverer) = (&self.store, &self.deliverer);
        let mut before_commit = || match fault::broken("delivery before commit") {
            true => deliverer.borrow_mut().all(store),
            false => Ok(()),
        };
        let went = self.taker.take(
            store,
            Taking { key: name, name: feed_name, row },
            input,
            self.rejects.as_mut(),
            &mut before_commit,
        )?;
        match went {
            Went::Not(FileFault { cause, remedy }) => {
                self.trouble(name, &format!("{cause}; {remedy}"));
            }
            Went::Taken(taken) => {
                let (counted, judged) = (&taken.counted, taken.judged);
                let report = &mut self.report;
                report.files += 1;
                report.rows += counted.rows;
                report.dirty += counted.rejected;
                report.events += counted.triggered;
                report.cases += counted.cases;
                report.late += taken.late;
                report.removed += taken.removed;
                report.questions += judged.questions;
                report.new += judged.new;
                report.revised += judged.revised;
                report.retracted += judged.retracted;
                report.held += judged.held;
                (self.tell)(Told::File(format!(
                    "{name}: {} rows, {} events; {} new, {} revised, {} retracted",
                    counted.rows, counted.triggered, judged.new, judged.revised, judged.retracted
                )));
            }
        }
        self.deliver()
    }

    fn deliver(&mut self) -> Result<(), Stop> {
        self.deliverer.borrow_mut().all(&self.store)?;
        let mut deliverer = self.deliverer.borrow_mut();
        let fresh = std::mem::take(&mut deliverer.fresh);
        for named in deliverer.sinks.iter().filter(|named| fresh.contains(&named.to.to_string())) {
            if let Some(why) = &named.delivered.waits {
                (self.tell)(Told::Trouble(format!(
                    "{}: {why}; its alerts wait in the state",
                    named.to
                )));
            }
        }
        Ok(())
    }

    fn reported(self) -> Report {
        let mut report = self.report;
        for named in &self.deliverer.borrow().sinks {
            let went = &named.delivered;
            report.sinks.push((named.to.to_string(), went.told, went.dead, went.waits.clone()));
        }
        report
    }
}

fn last_part(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path)
}

fn digest(file: &mut File) -> io::Result<String> {
    let mut sum = blake3::Hasher::new();
    io::copy(file, &mut sum)?;
    io::Seek::rewind(file)?;
    Ok(format!("blake3:{}", sum.finalize().to_hex()))
}
