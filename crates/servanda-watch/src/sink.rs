//! Who is told, as the user names it. Each sink has its own place in the outbox.

pub(crate) mod atom;
pub(crate) mod ndjson;
pub(crate) mod parquet;
pub(crate) mod table;
pub(crate) mod webhook;

use crate::fetch::Patience;
use crate::stop::Stop;
use crate::store::{Pending, Store};
use servanda::request::Kind;
use servanda::syntax::Code;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// One sink.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum To {
    /// Lines for people, on standard output.
    Table,
    /// JSON lines on standard output.
    Lines,
    /// JSON lines in a file.
    Ndjson(PathBuf),
    /// Parquet files in a folder.
    Parquet(PathBuf),
    /// An Atom feed.
    Atom(PathBuf),
    /// An address that is sent each alert.
    Webhook(String),
}

impl To {
    /// The sink that words name.
    ///
    /// # Errors
    /// Words that name none, with the choices.
    pub fn of(words: &str) -> Result<To, Stop> {
        let refuse =
            |message: String, help: &str| Err(Stop::bare(Kind::Usage, Code::SV1104, message, help));
        let choices =
            "write table, ndjson:FILE (or ndjson:-), parquet:FOLDER, atom:FILE or webhook:URL";
        match words.split_once(':').unwrap_or((words, "")) {
            ("table", "") => Ok(To::Table),
            ("ndjson", "-") => Ok(To::Lines),
            ("ndjson", file) if !file.is_empty() => Ok(To::Ndjson(PathBuf::from(file))),
            ("parquet", folder) if !folder.is_empty() => Ok(To::Parquet(PathBuf::from(folder))),
            ("atom", file) if !file.is_empty() => Ok(To::Atom(PathBuf::from(file))),
            ("webhook", url) if url.starts_with("http://") || url.starts_with("https://") => {
                let host = url.split("://").nth(1).unwrap_or_default();
                let host = host.split(['/', '?', '#']).next().unwrap_or_default();
                if host.contains('@') || host.is_empty() {
                    let help = "leave name and password out: each alert is signed, with `--secret-from VARIABLE`";
                    return refuse("the address of the webhook has no plain host".to_owned(), help);
                }
                Ok(To::Webhook(url.to_owned()))
            }
            ("webhook", _) => {
                refuse("a webhook needs an address".to_owned(), "write webhook:https://...")
            }
            _ => refuse(format!("`{words}` is no sink"), choices),
        }
    }

    /// Its name in the state.
    pub(crate) fn name(&self) -> String {
        match self {
            To::Table => "table".to_owned(),
            To::Lines => "ndjson:-".to_owned(),
            To::Ndjson(path) => format!("ndjson:{}", path.display()),
            To::Parquet(path) => format!("parquet:{}", path.display()),
            To::Atom(path) => format!("atom:{}", path.display()),
            To::Webhook(url) => format!("webhook:{url}"),
        }
    }
}

/// A name as it is shown: of an address only the host, because the rest is often as good as a password.
pub(crate) fn shown(name: &str) -> String {
    let Some(url) = name.strip_prefix("webhook:") else { return name.to_owned() };
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let mark = blake3::hash(url.as_bytes()).to_hex();
    format!("webhook:{scheme}://{host}/... ({})", mark.get(..6).unwrap_or_default())
}

impl fmt::Display for To {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.name()))
    }
}

/// What is told at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Group {
    /// One alert.
    One,
    /// Some, within reason.
    Some,
    /// Some of one file of a feed.
    OfOneFile,
    /// The newest alone, and with it those before: the sink looks at the state itself.
    Newest,
}

/// What came of telling.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Told {
    /// It was taken, and the sink has this place of its own now.
    Yes(i64),
    /// It will never be taken; why.
    Dead(String),
    /// It may be taken another time; why not now.
    Later(String),
}

/// Tells alerts to one sink. What was told and not marked is told again: what a sink does must come to the same.
pub(crate) trait Sink {
    /// What is told at once.
    fn group(&self) -> Group;

    /// Where a sink stands that was never told anything: noted before it is, so that a first telling that breaks off
    /// is known for what it is.
    fn begin(&mut self) -> Result<i64, String> {
        Ok(0)
    }

    /// Tells a group, never empty. `place` is where the sink stands, as `begin` or `Told::Yes` last said.
    fn tell(&mut self, store: &Store, group: &[Pending], place: i64) -> Told;
}

/// A line of JSON for each alert.
pub(crate) fn lines(group: &[Pending]) -> String {
    let mut text = String::new();
    for one in group {
        text.push_str(&one.body);
        text.push('\n');
    }
    text
}

/// What sinks need.
#[derive(Clone)]
pub(crate) struct Means {
    pub(crate) patience: Patience,
    pub(crate) secret: Option<Arc<[u8]>>,
    pub(crate) stop: Arc<AtomicBool>,
}

/// Makes a sink ready.
pub(crate) fn ready(to: &To, means: &Means) -> Box<dyn Sink> {
    match to {
        To::Table => Box::new(table::Table { lines: false }),
        To::Lines => Box::new(table::Table { lines: true }),
        To::Ndjson(path) => Box::new(ndjson::Ndjson { path: path.clone() }),
        To::Parquet(path) => Box::new(parquet::Parquet { folder: path.clone() }),
        To::Atom(path) => Box::new(atom::Atom { path: path.clone() }),
        To::Webhook(url) => Box::new(webhook::Webhook::new(url.clone(), means)),
    }
}
