//! Citations of treaties, of what they cite, and of recorded sources, as items of a bibliography.
//! An item is CSL-JSON as it stands; `bibtex` makes the other form of it.

use crate::model::record::SourceEntry;
use crate::model::treaty::{Citation, Cited};
use crate::model::{Event, Treaty, World};
use crate::time::UncertainDay;
use serde::Serialize;

/// One item of a bibliography, in the fields of CSL 1.0.2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Item {
    /// Its key.
    pub id: String,
    /// Its CSL type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its title.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<Author>,
    /// When, as far as it is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Issued>,
    /// Protocol, exchange of notes ...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// Where it was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_place: Option<String>,
    /// The series it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_title: Option<String>,
    /// Volume of the series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    /// Number in the series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Its pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Its digital object identifier.
    #[serde(rename = "DOI", skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// Address.
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whatever else identifies it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What it is cited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyword: Option<String>,
}

/// An author. The record does not part given and family names, so its names stand whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Author {
    /// The whole name, where its parts are not known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub literal: String,
    /// The family name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub family: String,
    /// The given names.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub given: String,
}

impl Author {
    /// A name that stands whole.
    pub fn whole(name: &str) -> Author {
        Author { literal: name.to_owned(), ..Author::default() }
    }

    /// A name written `Family, Given`; without a comma it stands whole.
    pub fn of(name: &str) -> Author {
        match name.split_once(", ") {
            None => Author::whole(name),
            Some((family, given)) => {
                let (family, given) = (family.to_owned(), given.to_owned());
                Author { family, given, ..Author::default() }
            }
        }
    }
}

/// A date to its certain precision: year, month, day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Issued {
    /// One date of one to three numbers.
    pub date_parts: [Vec<i16>; 1],
    /// Whether the source itself is unsure.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub circa: bool,
}

/// What of a date is certain: the parts both bounds share, from the year down.
pub fn issued(day: &UncertainDay) -> Option<Issued> {
    let (early, late) = (day.earliest.parts()?, day.latest.parts()?);
    if !day.earliest.is_known() || !day.latest.is_known() || early.0 != late.0 {
        return None;
    }
    let mut parts = vec![early.0];
    if early.1 == late.1 {
        parts.push(i16::from(early.1));
        if early.2 == late.2 {
            parts.push(i16::from(early.2));
        }
    }
    let circa = day.text.ends_with(['~', '?', '%']);
    Some(Issued { date_parts: [parts], circa })
}

/// Series of treaties: the kind of a citation and the title of its series.
const SERIES: &[(&str, &str)] = &[
    ("UNTS", "United Nations Treaty Series"),
    ("LNTS", "League of Nations Treaty Series"),
    ("CTS", "Consolidated Treaty Series"),
    ("BFSP", "British and Foreign State Papers"),
];

/// Kinds of citation that identify the treaty itself and are told in its note.
const IN_NOTE: &[(&str, &str)] =
    &[("ATOP", "ATOP"), ("COW", "COW"), ("GIBLER", "Gibler, International Military Alliances")];

/// A treaty's own item, and then one for each thing that it and its articles cite.
pub fn of_treaty(world: &World, treaty: &Treaty) -> Vec<Item> {
    let mut list = vec![treaty_item(treaty)];
    let articles = treaty.articles.iter().flat_map(|article| {
        let norms = article.norms.iter().map(|norm| &norm.cited);
        std::iter::once(&article.cited).chain(norms)
    });
    for cited in std::iter::once(&treaty.cited).chain(articles) {
        cited_items(world, &treaty.id, cited, &mut list);
    }
    list
}

/// What an event and the findings, claims and decisions about it cite.
pub fn of_event(world: &World, event: &Event) -> Vec<Item> {
    let mut list = Vec::new();
    cited_items(world, &event.id, &event.cited, &mut list);
    let findings = world.record.findings.iter().filter(|one| one.event == event.id);
    let claims = world.record.claims.iter().filter(|claim| claim.about.contains(&event.id));
    let decisions = world.record.decisions.iter().filter(|one| one.about.contains(&event.id));
    let cited = findings.map(|one| &one.cited).chain(claims.map(|one| &one.cited));
    for cited in cited.chain(decisions.map(|one| &one.cited)) {
        cited_items(world, &event.id, cited, &mut list);
    }
    list
}

/// Everything that can be cited, each once.
pub fn all(world: &World) -> Vec<Item> {
    let treaties = world.treaties.iter().flat_map(|treaty| of_treaty(world, treaty));
    let sources = world.record.sources.iter().map(of_source);
    let events = world.record.events.iter().flat_map(|event| of_event(world, event));
    let mut list: Vec<Item> = Vec::new();
    for item in treaties.chain(sources).chain(events) {
        push(&mut list, item);
    }
    list
}

/// Adds an item unless it is there already. Another item under the same key gets a letter.
fn push(list: &mut Vec<Item>, mut item: Item) {
    let key = item.id.clone();
    for letter in std::iter::once(String::new()).chain(('b'..='z').map(String::from)) {
        item.id = format!("{key}{letter}");
        match list.iter().find(|known| known.id == item.id) {
            Some(known) if *known == item => return,
            Some(_) => {}
            None => break,
        }
    }
    list.push(item);
}

fn treaty_item(treaty: &Treaty) -> Item {
    let kind = match treaty.kind.as_deref() {
        Some("statute") => "legislation",
        _ => "treaty",
    };
    let signed = treaty.signed.as_ref();
    let mut item = Item {
        id: treaty.id.clone(),
        kind,
        title: treaty.title.clone(),
        issued: signed.and_then(|(day, _)| issued(day)),
        genre: treaty.kind.clone().filter(|kind| kind != "treaty"),
        event_place: signed.and_then(|(_, place)| place.clone()),
        ..Item::default()
    };
    let mut notes: Vec<String> = treaty.coded_from().into_iter().collect();
    for source in &treaty.cited.sources {
        let locator = source.locator.clone().unwrap_or_default();
        if let Some((_, series)) = SERIES.iter().find(|(kind, _)| *kind == source.kind) {
            if item.container_title.is_some() {
                notes.push(format!("{} {locator}", source.kind));
                continue;
            }
            item.container_title = Some((*series).to_owned());
            item.volume = after(&locator, "vol.");
            item.number = after(&locator, "no.");
            item.url = item.url.or_else(|| source.url.clone());
            if item.volume.is_none() && item.number.is_none() && !locator.is_empty() {
                notes.push(format!("{} {locator}", source.kind));
            }
        } else if let Some((_, name)) = IN_NOTE.iter().find(|(kind, _)| *kind == source.kind) {
            notes.push(format!("{name} {locator}"));
        }
    }
    item.note = (!notes.is_empty()).then(|| notes.join("; "));
    item
}

/// The word after `mark`: "1894" after "vol." in "vol. 1894, no. 32307".
fn after(locator: &str, mark: &str) -> Option<String> {
    let (_, rest) = locator.split_once(mark)?;
    let word = rest.trim_start().split([',', ';', ' ']).next()?;
    (!word.is_empty()).then(|| word.to_owned())
}

fn cited_items(world: &World, owner: &str, cited: &Cited, list: &mut Vec<Item>) {
    for source in &cited.sources {
        let own = SERIES.iter().chain(IN_NOTE).any(|(kind, _)| *kind == source.kind);
        match world.record.source(&source.kind) {
            Some(entry) => push(list, of_source(entry)),
            None if own => {}
            None => push(list, cited_item(owner, source)),
        }
    }
}

fn cited_item(owner: &str, source: &Citation) -> Item {
    let title = source.locator.clone().unwrap_or_default();
    let named =
        if title.is_empty() { source.url.clone().unwrap_or_default() } else { title.clone() };
    Item {
        id: format!("{owner}-{}-{}", source.kind.to_lowercase(), slug(&named)),
        kind: kind_of(&source.kind, source.url.is_some()),
        title,
        url: source.url.clone(),
        ..Item::default()
    }
}

/// The first words of a title, for a key: it changes only when the title does.
fn slug(title: &str) -> String {
    let plain: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let skipped = ["the", "of", "on", "and", "a", "in", "to", "https", "http", "www"];
    let words = plain.split_whitespace().map(str::to_lowercase);
    let words: Vec<String> =
        words.filter(|word| !skipped.contains(&word.as_str())).take(5).collect();
    words.join("-")
}

/// A recorded source as an item.
pub fn of_source(entry: &SourceEntry) -> Item {
    let authors = entry.author.iter().flat_map(|names| names.split(" and "));
    Item {
        id: entry.id.clone(),
        kind: kind_of(&entry.kind, entry.url.is_some()),
        title: entry.title.clone().unwrap_or_default(),
        author: authors.map(|name| Author::whole(name.trim())).collect(),
        issued: entry.date.as_ref().and_then(issued),
        publisher: entry.publisher.clone().filter(|_| entry.kind != "news"),
        container_title: entry.publisher.clone().filter(|_| entry.kind == "news"),
        url: entry.url.clone(),
        note: (!entry.notes.is_empty()).then(|| entry.notes.join(" ")),
        ..Item::default()
    }
}

fn kind_of(kind: &str, has_address: bool) -> &'static str {
    match kind {
        "news" => "article-newspaper",
        "book" => "book",
        "article" => "article-journal",
        "treaty" => "treaty",
        _ if has_address => "webpage",
        _ => "document",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uncertain_date_is_cited_only_as_far_as_it_is_certain() {
        let parts = |text: &str| {
            let issued = UncertainDay::parse(text).ok().and_then(|day| issued(&day));
            issued.map(|issued| issued.date_parts)
        };
        assert_eq!(parts("1992-05-15"), Some([vec![1992, 5, 15]]));
        assert_eq!(parts("1999-04"), Some([vec![1999, 4]]));
        assert_eq!(parts("between 1999-04-02 and 1999-06-20"), Some([vec![1999]]));
        assert_eq!(parts("between 1998-12-31 and 1999-01-02"), None);
        assert_eq!(parts("before 1999-01-02"), None);
    }
}
