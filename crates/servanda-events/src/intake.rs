//! The whole way from a file to triggers: unpack, detect, cut, read, decide, merge. Calls the caller's sink
//! for each row that sets something in motion and for each row that could not be read; counts the rest.

use crate::actor::{Gazetteer, Party, Unnamed};
use crate::cases::{CaseNews, Cases, CasesLimits};
use crate::event::{Event, Told};
use crate::facts::of_contexts;
use crate::feed::cells::Days;
use crate::feed::{self, Detected, Feed, OwnSchema};
use crate::lines::{Framed, Framing, Rows};
use crate::mapping::{Confidence, Decision, MapLine, Mapping};
use crate::reject::{Reason, Reject};
use crate::row::{Fields, Row};
use crate::trigger::Trigger;
use crate::unpack::unpacked;
use servanda::model::PlaceRef;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};

/// What a file may be at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a row.
    pub row: usize,
    /// Bytes of a packed file once unpacked.
    pub unpacked: u64,
    /// Bytes of a zip file, which is held while it is read.
    pub packed: u64,
    /// Rows at the beginning of a file that may all be unsound before it is taken for another feed's.
    pub unsound: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { row: 1 << 20, unpacked: 16 << 30, packed: 1 << 30, unsound: 1000 }
    }
}

/// Why a whole file was not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileFault {
    /// What is wrong.
    pub cause: String,
    /// What to do.
    pub remedy: String,
}

impl FileFault {
    pub(crate) fn new(cause: impl Into<String>, remedy: impl Into<String>) -> FileFault {
        FileFault { cause: cause.into(), remedy: remedy.into() }
    }

    pub(crate) fn reading(error: &io::Error) -> FileFault {
        FileFault::new(
            format!("the file cannot be read to its end: {error}"),
            "fetch it again: it may have been cut short",
        )
    }
}

impl From<io::Error> for FileFault {
    fn from(error: io::Error) -> FileFault {
        FileFault::reading(&error)
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.cause, self.remedy)
    }
}

/// How many rows came to what. The first numbers add up: `rows` is all that follow it down to `triggered`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Counted {
    /// Rows of the file, without its header and empty lines.
    pub rows: u64,
    /// Could not be read.
    pub rejected: u64,
    /// No line of the mapping names the code, or one says that it means nothing.
    pub silent: u64,
    /// A line names the code, and its conditions do not hold.
    pub lacking: u64,
    /// Mentions of an event by its number.
    pub mentions: u64,
    /// Set something in motion.
    pub triggered: u64,
    /// Of the triggered: first of their case.
    pub cases: u64,
    /// Of the triggered: with a day that may be an artifact.
    pub artifacts: u64,
    /// Of the triggered, by trigger and confidence.
    pub by_trigger: BTreeMap<(Trigger, Confidence), u64>,
    /// Actors of coded rows that are nobody in the world, by why.
    pub unnamed: BTreeMap<Unnamed, u64>,
}

/// A row that sets something in motion.
#[derive(Clone, Copy, Debug)]
pub struct News<'a> {
    /// From which feed.
    pub feed: Feed,
    /// The line of the file on which the row begins.
    pub line: u64,
    /// What the row says.
    pub told: &'a Told<'a>,
    /// Whom it means.
    pub parties: [Party; 2],
    /// Where it was, as a question has it.
    pub place: Option<&'a PlaceRef>,
    /// What it sets in motion.
    pub trigger: Trigger,
    /// The line of the mapping that says so.
    pub by: &'a MapLine,
    /// What it is to its case.
    pub case: CaseNews,
}

impl News<'_> {
    /// The row as an event that can be kept.
    pub fn event(&self) -> Event {
        Event::of(self.feed, self.told, self.parties, self.place.cloned())
    }
}

/// Who takes what is found.
pub trait Sink {
    /// A row that sets something in motion: `news.case.first` says whether it is the first of its case.
    fn news(&mut self, news: &News<'_>);

    /// A row of the mentions table for a known case.
    fn mention(&mut self, _case: CaseNews) {}

    /// A row that could not be read.
    fn reject(&mut self, _reject: Reject) {}
}

/// Reads files of feeds one after the other.
#[derive(Debug)]
pub struct Intake<'w> {
    gazetteer: Gazetteer<'w>,
    mapping: Mapping,
    cases: Cases,
    limits: Limits,
    days: Days,
}

impl<'w> Intake<'w> {
    /// With the names of a world, and a mapping.
    pub fn new(gazetteer: Gazetteer<'w>, mapping: Mapping) -> Intake<'w> {
        let cases = Cases::new(CasesLimits::default());
        Intake { gazetteer, mapping, cases, limits: Limits::default(), days: Days::default() }
    }

    /// With other limits.
    #[must_use]
    pub fn limited(mut self, limits: Limits, cases: CasesLimits) -> Intake<'w> {
        self.limits = limits;
        self.cases = Cases::new(cases);
        self
    }

    /// Goes on with cases that were kept.
    #[must_use]
    pub fn with_cases(mut self, cases: Cases) -> Intake<'w> {
        self.cases = cases;
        self
    }

    /// The cases so far.
    pub fn cases(&self) -> &Cases {
        &self.cases
    }

    /// The mapping that decides.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// The names of the world.
    pub fn gazetteer(&mut self) -> &mut Gazetteer<'w> {
        &mut self.gazetteer
    }

    /// Reads a file whose name and columns say what it is.
    ///
    /// # Errors
    /// Why the whole file was not read. What came before has been told to the sink.
    pub fn read(
        &mut self,
        name: &str,
        input: impl Read,
        sink: &mut impl Sink,
    ) -> Result<Counted, FileFault> {
        self.read_with(name, input, sink, feed::detect_line)
    }

    /// Reads a file as this feed.
    ///
    /// # Errors
    /// Why the whole file was not read.
    pub fn read_as(
        &mut self,
        feed: Feed,
        name: &str,
        input: impl Read,
        sink: &mut impl Sink,
    ) -> Result<Counted, FileFault> {
        self.read_with(name, input, sink, |_, line, head| feed::as_named(feed, line, head))
    }

    /// Reads a declared table of one's own.
    ///
    /// # Errors
    /// Why the whole file was not read.
    pub fn read_own(
        &mut self,
        own: &OwnSchema,
        name: &str,
        input: impl Read,
        sink: &mut impl Sink,
    ) -> Result<Counted, FileFault> {
        self.read_with(name, input, sink, |_, line, _| feed::declared(own, line))
    }

    fn read_with(
        &mut self,
        name: &str,
        input: impl Read,
        sink: &mut impl Sink,
        detect: impl FnOnce(&str, &[u8], &[u8]) -> Result<Detected, FileFault>,
    ) -> Result<Counted, FileFault> {
        let limits = self.limits;
        unpacked(input, &limits, |entry, text| {
            let mut rows = Rows::new(text, limits.row)?;
            let detected = detect(entry.unwrap_or(name), rows.first_line(), rows.head())?;
            if detected.feed == Feed::MasterList {
                let remedy = "read the files that it lists";
                return Err(FileFault::new("this is a list of files, not of events", remedy));
            }
            rows.frame_by(detected.framing);
            self.rows(name, &detected, &mut rows, sink)
        })
    }

    fn rows(
        &mut self,
        name: &str,
        detected: &Detected,
        rows: &mut Rows<impl Read>,
        sink: &mut impl Sink,
    ) -> Result<Counted, FileFault> {
        let mut counted = Counted::default();
        let mut fields = Fields::default();
        let mut header = detected.header;
        while let Some((line, framed)) = rows.next()? {
            if std::mem::take(&mut header) {
                continue;
            }
            let (bytes, cut) = match framed {
                Framed::Row(b"") => continue,
                Framed::Row(bytes) if detected.framing == Framing::Objects => {
                    let cells = feed::object_cells(detected, bytes);
                    (bytes, cells.map(|cells| fields.made(cells.iter().map(String::as_str))))
                }
                Framed::Row(bytes) if detected.quoted => {
                    (bytes, Ok(fields.cut_quoted(bytes, detected.separator)))
                }
                Framed::Row(bytes) => (bytes, Ok(fields.cut(bytes, detected.separator))),
                Framed::TooLong(bytes) => (bytes, Err(Reason::TooLong { most: self.limits.row })),
                Framed::Open(bytes) => (bytes, Err(Reason::OpenQuote)),
            };
            counted.rows += 1;
            let done = cut.and_then(|row| self.row(detected, line, row, &mut counted, sink));
            if let Err(reason) = done {
                counted.rejected += 1;
                let row = bytes.get(..4096).unwrap_or(bytes).to_vec();
                sink.reject(Reject { file: name.to_owned(), line, reason, row });
                if counted.rejected == counted.rows && counted.rows >= self.limits.unsound {
                    break;
                }
            }
        }
        if counted.rejected > 0 && counted.rejected == counted.rows {
            let word = detected.feed.word();
            return Err(FileFault::new(
                format!("none of {} rows is one of `{word}`", counted.rows),
                "look at the rejected rows: the file may be another feed's, or cut",
            ));
        }
        Ok(counted)
    }

    #[inline]
    fn row(
        &mut self,
        detected: &Detected,
        line: u64,
        row: Row<'_>,
        counted: &mut Counted,
        sink: &mut impl Sink,
    ) -> Result<(), Reason> {
        if row.width() > detected.at.width || row.width() < detected.at.least {
            return Err(Reason::Fields { found: row.width(), wanted: detected.at.width });
        }
        if let Some(code) = feed::code_of_sound(detected.feed, row, &mut self.days) {
            if !self.mapping.names_cameo(code?) {
                counted.silent += 1;
                return Ok(());
            }
        } else if detected.feed == Feed::Gdelt2Mentions {
            let mention = feed::mentions::mention(row, &mut self.days.batch)?;
            counted.mentions += 1;
            if let Some(case) = self.cases.mention(mention.id, mention.day, mention.source) {
                sink.mention(case);
            }
            return Ok(());
        }
        let told = feed::told(detected, row, &mut self.days)?;
        self.told(detected.feed, line, &told, counted, sink);
        Ok(())
    }

    /// Decides on what a row says.
    fn told(
        &mut self,
        feed: Feed,
        line: u64,
        told: &Told<'_>,
        counted: &mut Counted,
        sink: &mut impl Sink,
    ) {
        let parties = [
            self.gazetteer.party(&told.actors[0], told.day),
            self.gazetteer.party(&told.actors[1], told.day),
        ];
        for unnamed in parties.iter().filter_map(|party| party.actor.err()) {
            *counted.unnamed.entry(unnamed).or_insert(0) += 1;
        }
        let facts = self.gazetteer.facts(&parties).and(of_contexts(told.context));
        let (by, trigger) = match self.mapping.decide(told.system, told.code, told.mode, facts) {
            Decision::Triggers(by) => match by.trigger {
                Some(trigger) => (by, trigger),
                None => return counted.silent += 1,
            },
            Decision::Lacks(..) => return counted.lacking += 1,
            Decision::Silent(_) | Decision::None => return counted.silent += 1,
        };
        let case = self.cases.tell(self.gazetteer.world(), trigger, told, &parties);
        counted.triggered += 1;
        counted.cases += u64::from(case.first);
        counted.artifacts += u64::from(told.artifact().is_some());
        *counted.by_trigger.entry((trigger, by.confidence)).or_insert(0) += 1;
        let place = self.gazetteer.place(told.place, told.day);
        let place = place.as_ref();
        sink.news(&News { feed, line, told, parties, place, trigger, by, case });
    }
}
