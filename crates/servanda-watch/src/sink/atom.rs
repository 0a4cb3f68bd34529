//! An Atom feed (RFC 4287) of the alerts that were told last, one entry each with its latest revision. Written
//! whole each time, so that to write it twice is to write it once.

use super::{Group, Sink, Told};
use crate::durable;
use crate::kept::plain;
use crate::stop::Stop;
use crate::store::{Pending, Store};
use atom_syndication::{
    Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text,
};
use serde_json::Value;
use std::path::PathBuf;

/// Most entries.
const ENTRIES: i64 = 200;

/// An Atom feed.
pub(crate) struct Atom {
    pub(crate) path: PathBuf,
}

/// A name that is the same for good: a UUID of version 8, of a hash.
fn urn(of: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(
        blake3::hash(of.as_bytes()).as_bytes().first_chunk::<16>().unwrap_or(&[0; 16]),
    );
    if let Some(version) = bytes.get_mut(6) {
        *version = (*version & 0x0f) | 0x80;
    }
    if let Some(variant) = bytes.get_mut(8) {
        *variant = (*variant & 0x3f) | 0x80;
    }
    let hex = crate::listing::hex(&bytes);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

fn when(text: &str) -> FixedDateTime {
    text.parse().unwrap_or_default()
}

fn entry(updated: &str, body: &str) -> Entry {
    let mut alert: Value = serde_json::from_str(body).unwrap_or_default();
    let at =
        |pointer: &str| plain(alert.pointer(pointer).and_then(Value::as_str).unwrap_or_default());
    let mut entry = Entry {
        title: Text::plain(format!("{}: {}", at("/kind"), at("/says"))),
        id: urn(&at("/key")),
        updated: when(updated),
        ..Entry::default()
    };
    entry.categories.push(Category { term: at("/rule"), ..Category::default() });
    entry.summary = Some(Text::plain(at("/says")));
    let url = at("/event/url");
    if url.starts_with("http://") || url.starts_with("https://") {
        entry.links.push(Link { href: url, rel: "related".to_owned(), ..Link::default() });
    }
    // Without the answers, which are long: the other sinks have them.
    if let Some(alert) = alert.as_object_mut() {
        alert.remove("answers");
    }
    let pretty = serde_json::to_string_pretty(&alert).unwrap_or_default();
    let content = Content {
        value: Some(pretty),
        content_type: Some("text".to_owned()),
        ..Content::default()
    };
    entry.content = Some(content);
    entry
}

fn feed(store: &Store) -> Result<Feed, Stop> {
    let entries: Vec<Entry> =
        store.newest_alerts(ENTRIES)?.iter().map(|(updated, body)| entry(updated, body)).collect();
    let updated = entries.iter().map(|entry| entry.updated).max().unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let generator = Generator { value: "servanda".to_owned(), uri: None, version: Some(version) };
    let author = Person { name: "servanda watch".to_owned(), ..Person::default() };
    Ok(Feed {
        title: Text::plain("Pledges called on, as feeds of events tell it"),
        id: urn(&format!("feed {}", store.value("id")?.unwrap_or_default())),
        updated,
        generator: Some(generator),
        authors: vec![author],
        entries,
        ..Feed::default()
    })
}

impl Sink for Atom {
    fn group(&self) -> Group {
        Group::Newest
    }

    fn tell(&mut self, store: &Store, _: &[Pending], place: i64) -> Told {
        let newest = match feed(store) {
            Ok(newest) => newest,
            Err(stop) => return Told::Later(stop.to_string()),
        };
        let written = durable::replace(&self.path, |out| {
            newest.write_to(&mut *out).map(|_| ()).map_err(std::io::Error::other)
        });
        match written {
            Ok(()) => Told::Yes(place),
            Err(error) => {
                Told::Later(format!("`{}` cannot be written: {error}", self.path.display()))
            }
        }
    }
}
