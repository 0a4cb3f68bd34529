//! Which feed a file is, by its name and its columns; where they do not agree or leave a choice, the file is
//! refused with the choices. Each feed has a file of its own with its columns and what a row of it says.

mod acled;
pub(crate) mod cells;
mod gdelt;
mod gdelt1;
mod gdelt2;
mod ged;
mod icews;
pub(crate) mod masterlist;
pub(crate) mod mentions;
pub(crate) mod own;
mod plover;
mod polecat;

use crate::event::Told;
use crate::intake::FileFault;
use crate::lines::Framing;
use crate::reject::Reason;
use crate::row::{Fields, Row};
use crate::schema::{Binding, Schema, folded};
use cells::Days;
pub use own::OwnSchema;

macro_rules! feeds {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $schema:expr;)*) => {
        /// A feed of events.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Feed { $($(#[$doc])* $name,)* }

        impl Feed {
            /// Every feed.
            pub const ALL: &'static [Feed] = &[$(Feed::$name,)*];

            /// Its word.
            pub const fn word(self) -> &'static str {
                match self { $(Feed::$name => $word,)* }
            }

            /// Its columns; `None`: a list of files, which has no events.
            pub const fn schema(self) -> Option<&'static Schema> {
                match self {
                    $(Feed::$name => const { &$schema }.as_ref(),)*
                }
            }
        }
    };
}

feeds! {
    /// GDELT 1.0.
    Gdelt1 = "gdelt1", Some(gdelt1::SCHEMA);
    /// GDELT 2.0, the export table.
    Gdelt2 = "gdelt2", Some(gdelt2::SCHEMA);
    /// GDELT 2.0, the mentions table.
    Gdelt2Mentions = "gdelt2-mentions", Some(mentions::SCHEMA);
    /// GDELT 2.0's list of files.
    MasterList = "gdelt2-list", None;
    /// ICEWS.
    Icews = "icews", Some(icews::SCHEMA);
    /// POLECAT.
    Polecat = "polecat", Some(polecat::SCHEMA);
    /// PLOVER as JSON.
    Plover = "plover", Some(plover::SCHEMA);
    /// UCDP GED and candidate events.
    Ucdp = "ucdp", Some(ged::SCHEMA);
    /// ACLED.
    Acled = "acled", Some(acled::SCHEMA);
    /// A table of one's own, declared.
    Own = "own", Some(own::SCHEMA);
}

impl Feed {
    /// The feed with this word.
    pub fn from_word(word: &str) -> Option<Feed> {
        Feed::ALL.iter().copied().find(|feed| feed.word() == word)
    }

    /// The feed that a name of a file promises, if it promises one.
    fn by_name(name: &str) -> Option<Feed> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_lowercase();
        let digits = name.bytes().take_while(u8::is_ascii_digit).count();
        let rest = name.get(digits..).unwrap_or_default();
        if rest.starts_with(".mentions.") || rest.starts_with(".translation.mentions.") {
            return Some(Feed::Gdelt2Mentions);
        }
        if rest.starts_with(".export.") || rest.starts_with(".translation.export.") {
            return match digits {
                8 => Some(Feed::Gdelt1),
                14 => Some(Feed::Gdelt2),
                _ => None,
            };
        }
        let starts = [
            ("masterfilelist", Feed::MasterList),
            ("lastupdate", Feed::MasterList),
            ("gedevent", Feed::Ucdp),
            ("ged", Feed::Ucdp),
            ("acled", Feed::Acled),
            ("ngecevents", Feed::Polecat),
            ("polecat", Feed::Polecat),
            ("icews", Feed::Icews),
            ("plover", Feed::Plover),
        ];
        starts.into_iter().find(|(start, _)| name.starts_with(start)).map(|(_, feed)| feed)
    }
}

/// What a file was found to be.
#[derive(Clone, Debug)]
pub struct Detected {
    /// Which feed.
    pub feed: Feed,
    /// Whether its first line names the columns.
    pub header: bool,
    pub(crate) separator: u8,
    pub(crate) quoted: bool,
    pub(crate) framing: Framing,
    pub(crate) at: Binding,
    pub(crate) own: Option<OwnSchema>,
}

/// Which feed a file is, by its name and its first bytes (the more the better; its first line at least).
///
/// # Errors
/// What speaks against it, with the choices.
pub fn detect(name: &str, head: &[u8]) -> Result<Detected, FileFault> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let end = memchr::memchr2(b'\n', b'\r', head).unwrap_or(head.len());
    detect_line(name, head.get(..end).unwrap_or_default(), head)
}

pub(crate) fn detect_line(name: &str, line: &[u8], head: &[u8]) -> Result<Detected, FileFault> {
    if head.iter().all(u8::is_ascii_whitespace) {
        return Err(FileFault::new("the file is empty", "name the file that holds the rows"));
    }
    if head.get(..512.min(head.len())).is_some_and(|start| start.contains(&0)) {
        let remedy = "feeds are read as text, packed with gzip or zip or not";
        return Err(FileFault::new("this is no text", remedy));
    }
    if name.to_ascii_lowercase().contains(".gkg.") {
        let remedy = "name the export or the mentions file of the same quarter of an hour";
        return Err(FileFault::new("GDELT's knowledge graph holds no events", remedy));
    }
    let promised = Feed::by_name(name);
    match (promised, by_columns(line, head)) {
        (Some(promised), Ok(found)) if promised != found.feed => Err(FileFault::new(
            format!(
                "the name says `{}` and the columns say `{}`",
                promised.word(),
                found.feed.word()
            ),
            format!("name the feed: {} or {}", promised.word(), found.feed.word()),
        )),
        (_, Ok(found)) => Ok(found),
        (Some(promised), Err(fault)) => Err(FileFault::new(
            format!("the name says `{}`, but {}", promised.word(), fault.cause),
            fault.remedy,
        )),
        (None, Err(fault)) => Err(fault),
    }
}

/// As named by the user, whatever the name of the file; the columns must be the feed's all the same.
pub(crate) fn as_named(feed: Feed, line: &[u8], head: &[u8]) -> Result<Detected, FileFault> {
    let found = by_columns(line, head)?;
    if found.feed == feed {
        return Ok(found);
    }
    Err(FileFault::new(
        format!("the columns are those of `{}`, not of `{}`", found.feed.word(), feed.word()),
        format!("read it as `{}`", found.feed.word()),
    ))
}

fn found(feed: Feed, header: bool, width: usize) -> Detected {
    let schema = feed.schema();
    let quoted = schema.is_some_and(|schema| schema.quoted);
    Detected {
        feed,
        header,
        separator: schema.map_or(b'\t', |schema| schema.separator),
        quoted,
        framing: if quoted { Framing::Quoted } else { Framing::Lines },
        at: Binding::as_declared(width),
        own: None,
    }
}

fn by_columns(line: &[u8], head: &[u8]) -> Result<Detected, FileFault> {
    let start = head.trim_ascii_start();
    if matches!(start.first(), Some(b'{' | b'[')) || start.starts_with(b"~~~") {
        return json(head);
    }
    let mut fields = Fields::default();
    let row = fields.cut(line, b'\t');
    let digits = |cell: &[u8]| !cell.is_empty() && cell.iter().all(u8::is_ascii_digit);
    let first = folded(row.get(0));
    let gdelt =
        matches!(first.as_slice(), b"globaleventid" | b"globaleventsid") || digits(row.get(0));
    match row.width() {
        61 if gdelt => return Ok(found(Feed::Gdelt2, !digits(row.get(0)), 61)),
        // A file put together of several has rows with and without the address.
        57 | 58 if gdelt => {
            let mut as_found = found(Feed::Gdelt1, !digits(row.get(0)), 58);
            as_found.at.least = 57;
            return Ok(as_found);
        }
        16 if gdelt => return Ok(found(Feed::Gdelt2Mentions, !digits(row.get(0)), 16)),
        20 if digits(row.get(0)) && row.get(1).get(4) == Some(&b'-') => {
            return Ok(found(Feed::Icews, false, 20));
        }
        1 if std::str::from_utf8(line).is_ok_and(|line| masterlist::listed(line).is_ok()) => {
            return Ok(found(Feed::MasterList, false, 3));
        }
        _ => {}
    }
    for (separator, quoted) in [(b'\t', false), (b',', true), (b';', true)] {
        let row =
            if quoted { fields.cut_quoted(line, separator) } else { fields.cut(line, separator) };
        if row.width() < 3 {
            continue;
        }
        for feed in [Feed::Icews, Feed::Polecat, Feed::Ucdp, Feed::Acled] {
            let Some(at) = feed.schema().and_then(|schema| Binding::by_header(schema, row).ok())
            else {
                continue;
            };
            let framing = if quoted { Framing::Quoted } else { Framing::Lines };
            return Ok(Detected {
                separator,
                quoted,
                framing,
                at,
                ..found(feed, true, row.width())
            });
        }
        let is_ged =
            row.width() == 49 && digits(row.get(0)) && matches!(row.get(5), b"1" | b"2" | b"3");
        if separator == b',' && is_ged {
            return Ok(found(Feed::Ucdp, false, 49));
        }
    }
    Err(unknown(line))
}

/// What the first line is, where it is no feed's: with what is missing, if it is nearly one's.
fn unknown(line: &[u8]) -> FileFault {
    let mut fields = Fields::default();
    for (separator, feeds) in
        [(b'\t', [Feed::Icews, Feed::Polecat]), (b',', [Feed::Ucdp, Feed::Acled])]
    {
        let row = fields.cut_quoted(line, separator);
        for feed in feeds {
            let Some(schema) = feed.schema() else { continue };
            match Binding::by_header(schema, row) {
                Err(missing) if missing.len() * 2 < schema.needed.len() => {
                    return FileFault::new(
                        format!(
                            "the columns are nearly those of `{}`, without {}",
                            feed.word(),
                            missing.join(", ")
                        ),
                        "fetch the whole table, or declare its columns as a table of your own",
                    );
                }
                _ => {}
            }
        }
    }
    let tabs = memchr::memchr_iter(b'\t', line).count() + 1;
    let commas = memchr::memchr_iter(b',', line).count() + 1;
    let words: Vec<&str> = Feed::ALL.iter().map(|feed| feed.word()).collect();
    FileFault::new(
        format!("{} columns are no feed's", tabs.max(commas)),
        format!("feeds are {}; declare the columns of a table of your own", words.join(", ")),
    )
}

fn json(head: &[u8]) -> Result<Detected, FileFault> {
    let has = |key: &[u8]| memchr::memmem::find(head, key).is_some();
    if !(has(b"\"event\"") && has(b"\"date\"") && has(b"\"id\"")) {
        return Err(FileFault::new(
            "these JSON objects are no feed's: they lack `id`, `date` or `event`",
            "declare what their keys mean, as a table of your own",
        ));
    }
    let width = plover::SCHEMA.columns.len();
    Ok(Detected { framing: Framing::Objects, ..found(Feed::Plover, false, width) })
}

/// A declared table: bound to the header of the file.
pub(crate) fn declared(own: &OwnSchema, line: &[u8]) -> Result<Detected, FileFault> {
    let mut fields = Fields::default();
    let width = own.names.len();
    let mut as_found = found(Feed::Own, !own.json, width);
    as_found.separator = own.separator;
    if own.json {
        as_found.framing = Framing::Objects;
    } else {
        as_found.at = own.bind(fields.cut_quoted(line, own.separator)).map_err(|missing| {
            FileFault::new(
                format!("the file has no column {}", missing.join(", ")),
                "write the names of columns as they stand in the file's first line",
            )
        })?;
    }
    as_found.own = Some(own.clone());
    Ok(as_found)
}

/// What a row says, whatever the feed.
pub(crate) fn told<'a>(
    detected: &Detected,
    row: Row<'a>,
    days: &mut Days,
) -> Result<Told<'a>, Reason> {
    let at = &detected.at;
    match (detected.feed, &detected.own) {
        (Feed::Gdelt1, _) => gdelt::told(row, &gdelt1::PLACES, days),
        (Feed::Gdelt2, _) => gdelt::told(row, &gdelt2::PLACES, days),
        (Feed::Icews, _) => icews::told(row, at, days),
        (Feed::Polecat, _) => polecat::told(row, at, days),
        (Feed::Plover, _) => plover::told(row, at, days),
        (Feed::Ucdp, _) => ged::told(row, at, days),
        (Feed::Acled, _) => acled::told(row, at, days),
        (Feed::Own, Some(own)) => own.told(row, at, days),
        (Feed::Own | Feed::Gdelt2Mentions | Feed::MasterList, _) => {
            Err(Reason::Json("rows of this table are no events".into()))
        }
    }
}

/// For GDELT's rows, the code alone once the row is seen to be sound: most codes say nothing to a mapping,
/// and the rest of such a row need not be read.
#[inline]
pub(crate) fn code_of_sound<'a>(
    feed: Feed,
    row: Row<'a>,
    days: &mut Days,
) -> Option<Result<&'a [u8], Reason>> {
    let places = match feed {
        Feed::Gdelt1 => &gdelt1::PLACES,
        Feed::Gdelt2 => &gdelt2::PLACES,
        _ => return None,
    };
    Some(gdelt::check(row, places, days).map(|()| gdelt::code(row)))
}

/// The cells of a JSON object as a row: those of the declared paths, in their order.
pub(crate) fn object_cells(detected: &Detected, bytes: &[u8]) -> Result<Vec<String>, Reason> {
    let object: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|error| Reason::Json(error.to_string()))?;
    let cell = |path: &str| {
        let mut here = &object;
        for step in path.split('.').filter(|step| !step.is_empty()) {
            here = match step.parse::<usize>() {
                Ok(place) => here.get(place),
                Err(_) => here.get(step),
            }?;
        }
        match here {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            serde_json::Value::Array(list) => {
                let words: Vec<&str> = list.iter().filter_map(serde_json::Value::as_str).collect();
                Some(words.join(";"))
            }
            _ => None,
        }
    };
    let cells = |paths: &mut dyn Iterator<Item = &str>| {
        paths
            .map(|path| if path.is_empty() { None } else { cell(path) }.unwrap_or_default())
            .collect()
    };
    Ok(match &detected.own {
        Some(own) => cells(&mut own.names.iter().map(String::as_str)),
        None => cells(&mut plover::SCHEMA.columns.iter().map(|column| column.name)),
    })
}
