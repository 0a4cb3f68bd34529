//! What the names in a text stand for, and where else they stand.

use crate::desk::Desk;
use servanda::model::place::PlaceRef;
use servanda::model::{Actor, World};
use servanda::syntax::clause::{Clause, Name};
use servanda::syntax::mention::{Mention, Sort, mentions};
use servanda::syntax::{Document, Entry, Span};

/// Something that bears a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Thing {
    Treaty(String),
    Article(String, String),
    Norm(String, String),
    Actor(Actor),
    Place(String),
    Area(String),
    Reading(String, String),
    Finding(String),
    Event(String),
    Claim(String),
    Decision(String),
    Source(String),
}

/// A place where a thing is named.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) thing: Thing,
    /// The words that name it, without quotes.
    pub(crate) at: Span,
    /// Here it comes into the world.
    pub(crate) declares: bool,
}

/// Every name of a text, in order.
pub(crate) fn named(world: &World, document: &Document) -> Vec<Named> {
    let mut walk = Walk { world, treaty: String::new(), found: Vec::new() };
    for entry in &document.entries {
        let (Entry::Clause { clause, .. } | Entry::Faulty { guess: Some(clause), .. }) = entry
        else {
            continue;
        };
        if let Clause::Treaty { id, .. } = clause.as_ref() {
            walk.treaty.clone_from(&id.text);
        }
        for mention in mentions(clause) {
            walk.one(mention);
        }
    }
    walk.found
}

struct Walk<'w> {
    world: &'w World,
    /// The treaty whose clauses these are.
    treaty: String,
    found: Vec<Named>,
}

impl Walk<'_> {
    fn add(&mut self, thing: Thing, at: Span, declares: bool) {
        self.found.push(Named { thing, at: bare(at, &self.found_text(at)), declares });
    }

    fn found_text(&self, at: Span) -> String {
        self.world.sources.words(at).to_owned()
    }

    fn one(&mut self, mention: Mention<'_>) {
        let Mention { name, sort, declares } = mention;
        let (text, at) = (name.text.clone(), name.at);
        let thing = match sort {
            Sort::Treaty => Thing::Treaty(text),
            Sort::Article => Thing::Article(self.treaty.clone(), text),
            Sort::Norm if declares => Thing::Norm(self.treaty.clone(), text),
            Sort::Reading if !text.contains('/') => Thing::Reading(self.treaty.clone(), text),
            Sort::Norm | Sort::Reading => return self.path(name, sort),
            Sort::Subject if self.world.record.event(&text).is_some() => Thing::Event(text),
            Sort::Subject => Thing::Treaty(text),
            Sort::Actor if name.role().is_some() => return,
            Sort::Actor => match self.world.actor(&text, None) {
                Ok(actor) => Thing::Actor(actor),
                Err(_) => return,
            },
            Sort::Place => match self.world.place(&text, None) {
                Some(PlaceRef::Home(state)) => Thing::Actor(Actor::State(state)),
                Some(place) => Thing::Place(self.world.place_id(&place).to_owned()),
                None => return,
            },
            Sort::Area => Thing::Area(text),
            Sort::Finding => Thing::Finding(text.to_lowercase()),
            Sort::Event => Thing::Event(text),
            Sort::Claim => Thing::Claim(text),
            Sort::Decision => Thing::Decision(text),
            Sort::Source if declares || self.world.record.source(&text).is_some() => {
                Thing::Source(text)
            }
            Sort::Source | Sort::Word => return,
        };
        self.add(thing, at, declares);
    }

    /// `CST/4/casus-foederis`: each part names something of its own.
    fn path(&mut self, name: &Name, sort: Sort) {
        let parts: Vec<&str> = name.text.split('/').collect();
        let quote = u32::from(self.found_text(name.at).starts_with('"'));
        let mut start = name.at.start + quote;
        let treaty_of = |id: &str| self.world.treaty_by_id(id).map(|id| self.world.treaty(id));
        let (&first, last) = (parts.first().unwrap_or(&""), parts.len() - 1);
        let own = parts.len() == 1 && treaty_of(first).is_none();
        let treaty = treaty_of(first).map(|treaty| {
            let labels = treaty.articles.iter().map(|article| article.label.to_string());
            labels.collect::<Vec<_>>()
        });
        for (index, part) in parts.iter().enumerate() {
            let at = Span { start, end: start + part.len() as u32, ..name.at };
            start = at.end + 1;
            let article =
                treaty.as_ref().is_some_and(|labels| labels.iter().any(|label| label == part));
            let thing = match index {
                0 if own => Thing::Norm(self.treaty.clone(), (*part).to_owned()),
                0 => Thing::Treaty((*part).to_owned()),
                1 if article && (sort == Sort::Norm || index < last) => {
                    Thing::Article(first.to_owned(), (*part).to_owned())
                }
                _ if sort == Sort::Reading => Thing::Reading(first.to_owned(), (*part).to_owned()),
                _ => Thing::Norm(first.to_owned(), (*part).to_owned()),
            };
            self.found.push(Named { thing, at, declares: false });
        }
    }
}

/// A place without the quotes at its ends.
fn bare(at: Span, words: &str) -> Span {
    let quoted = words.len() >= 2 && words.starts_with('"') && words.ends_with('"');
    if quoted { Span { start: at.start + 1, end: at.end - 1, ..at } } else { at }
}

/// What is named at a byte of an open text.
pub(crate) fn at(desk: &Desk, address: &str, byte: usize) -> Option<Named> {
    let open = desk.open.get(address)?;
    let byte = byte as u32;
    let all = named(&desk.world, &open.document);
    all.into_iter().find(|named| named.at.start <= byte && byte <= named.at.end)
}

/// Every place of a thing in all texts, those that are built in included.
pub(crate) fn places(desk: &Desk, thing: &Thing) -> Vec<Named> {
    let mut found = Vec::new();
    for (_, _, document) in desk.texts() {
        found.extend(named(&desk.world, document).into_iter().filter(|one| one.thing == *thing));
    }
    for open in desk.open.values().filter(|open| open.kind == crate::desk::Kind::Page) {
        let here = named(&desk.world, &open.document).into_iter();
        found.extend(here.filter(|one| one.thing == *thing));
    }
    found
}
