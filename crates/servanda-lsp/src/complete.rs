//! What may be written next. The reader of clauses is asked what it looks for where the words end: there is no second
//! grammar here, only the lists of what bears a name.

use crate::desk::Desk;
use crate::hover;
use crate::names::Thing;
use crate::words::{self, Before};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionTextEdit,
    Documentation, InsertTextFormat, MarkupContent, MarkupKind, Range, TextEdit,
};
use servanda::engine::Preference;
use servanda::model::entity::EntityKind;
use servanda::model::{Actor, World};
use servanda::syntax::clause::Clause;
use servanda::syntax::hope::Hope;
use servanda::syntax::keyword::KEYWORDS;
use servanda::syntax::print;
use servanda::syntax::read::{Around, hopes};
use servanda::syntax::vocabulary::Citation;
use servanda::syntax::{Code, Entry};
use std::collections::BTreeSet;

/// Everything that may stand at a byte of an open text.
pub(crate) fn at(desk: &Desk, address: &str, byte: usize) -> Vec<CompletionItem> {
    let Some(open) = desk.open.get(address) else { return Vec::new() };
    let Some(before) = words::before(open, byte).filter(|before| !before.in_words) else {
        return Vec::new();
    };
    let range = open.lines.range(before.written.clone());
    let written = open.text.get(before.written.clone()).unwrap_or_default();
    let mut list = List { world: &desk.world, range, items: Vec::new(), seen: BTreeSet::new() };
    let members = before.around == Around::Members;
    if before.words.is_empty() {
        for (word, meaning) in KEYWORDS {
            list.word(word, meaning, if members { "1" } else { "0" });
        }
        if members {
            list.actors("0");
        }
    }
    // A line may go on with the clause above it.
    let above =
        (before.at_line_start && before.words.is_empty()).then(|| above(desk, address, &before));
    let words = above.flatten().unwrap_or_else(|| before.words.clone());
    if !words.is_empty() {
        let context = context(desk, address, byte);
        for hope in hopes(&words, before.around) {
            list.hope(&hope, written, &context);
        }
    }
    list.items
}

/// The words of the clause that ends on the line above.
fn above<'o>(
    desk: &'o Desk,
    address: &str,
    before: &Before<'_>,
) -> Option<Vec<servanda::syntax::cursor::Word<'o>>> {
    let open = desk.open.get(address)?;
    let line = open.text.get(..before.written.start)?.rfind('\n')?;
    let words = words::before(open, line)?.words;
    // Only one that can go on; a heading such as `members` says nothing on its own.
    (words.len() > 1).then_some(words)
}

/// What names may be short for: the treaty that is being written, and its dates.
struct Context {
    treaty: Option<String>,
    dates: BTreeSet<String>,
}

fn context(desk: &Desk, address: &str, byte: usize) -> Context {
    let mut found = Context { treaty: None, dates: BTreeSet::new() };
    let Some(open) = desk.open.get(address) else { return found };
    for entry in &open.document.entries {
        let Entry::Clause { clause, at, .. } = entry else { continue };
        match clause.as_ref() {
            Clause::Treaty { id, .. } if (at.start as usize) <= byte => {
                found.treaty = Some(id.text.clone());
            }
            Clause::Signed { on, .. } | Clause::InForce { on } | Clause::On { day: on } => {
                found.dates.insert(on.day.text.clone());
            }
            _ => {}
        }
    }
    found
}

struct List<'w> {
    world: &'w World,
    range: Range,
    items: Vec<CompletionItem>,
    seen: BTreeSet<String>,
}

impl List<'_> {
    fn add(
        &mut self,
        label: &str,
        detail: &str,
        kind: CompletionItemKind,
        rank: &str,
    ) -> Option<&mut CompletionItem> {
        if !self.seen.insert(label.to_owned()) {
            return None;
        }
        let edit = TextEdit::new(self.range, label.to_owned());
        self.items.push(CompletionItem {
            label: label.to_owned(),
            label_details: Some(CompletionItemLabelDetails {
                detail: None,
                description: (!detail.is_empty()).then(|| detail.to_owned()),
            }),
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
            kind: Some(kind),
            sort_text: Some(format!("{rank}{label}")),
            filter_text: Some(format!("{label} {detail}")),
            text_edit: Some(CompletionTextEdit::Edit(edit)),
            ..CompletionItem::default()
        });
        self.items.last_mut()
    }

    /// A word of the language.
    fn word(&mut self, word: &str, meaning: &str, rank: &str) {
        if let Some(item) = self.add(word, meaning, CompletionItemKind::KEYWORD, rank) {
            item.filter_text = Some(word.to_owned());
        }
    }

    /// A name, with what it names, to be explained when it is looked at.
    fn thing(&mut self, name: &str, detail: &str, kind: CompletionItemKind, thing: &Thing) {
        let label = print::name(name);
        let data = data(thing);
        if let Some(item) = self.add(&label, detail, kind, "3") {
            item.data = data;
        }
    }

    fn hope(&mut self, hope: &Hope, written: &str, context: &Context) {
        match hope {
            Hope::Words(words) => {
                let first = words.split(' ').next().unwrap_or_default();
                let meaning = KEYWORDS.iter().find(|(word, _)| *word == first);
                self.word(words, meaning.map_or("", |(_, meaning)| meaning), "1");
            }
            Hope::Text => {
                let range = self.range;
                if let Some(item) =
                    self.add("\"...\"", "words in quotes", CompletionItemKind::TEXT, "4")
                {
                    item.insert_text_format = Some(InsertTextFormat::SNIPPET);
                    let edit = TextEdit::new(range, "\"$1\"".to_owned());
                    item.text_edit = Some(CompletionTextEdit::Edit(edit));
                    item.filter_text = Some("\"".to_owned());
                }
            }
            Hope::Date => {
                for date in &context.dates {
                    self.add(date, "a date of this text", CompletionItemKind::CONSTANT, "2");
                }
            }
            Hope::Span => {
                for date in &context.dates {
                    self.add(
                        &format!("{date}..open"),
                        "from a date of this text",
                        CompletionItemKind::CONSTANT,
                        "2",
                    );
                }
            }
            Hope::Name { what, form } => self.name(what, form, written, context),
        }
    }

    /// Whatever bears a name of that sort: `what` and `form` are the words of the reader's own complaints.
    fn name(&mut self, what: &str, form: &str, written: &str, context: &Context) {
        match what {
            "an id" => self.ids(form),
            "a treaty" => self.treaties(),
            "a place" => self.places(),
            "a council" => self.entities(Some(EntityKind::Body)),
            "the name of an area" => self.areas(),
            "the name of a reading" => self.readings(context),
            "the name of a finding" => self.findings(),
            "a norm" | "a treaty or norm" => self.norms(written, context),
            "a kind of citation" => self.sources(),
            "a priority" => {
                for (word, _) in Preference::ALL {
                    self.add(word, "a priority", CompletionItemKind::ENUM_MEMBER, "2");
                }
            }
            "a state" | "toward whom" | "whom" | "whom to aid" | "against whom" | "who"
            | "who does it" | "whom it befalls" | "who asks" | "who decided" | "who found it"
            | "the predecessor" => {
                for (role, meaning) in
                    [("A", "whoever acts in the event"), ("V", "whom the event befalls")]
                {
                    if !matches!(what, "the predecessor" | "who decided" | "who found it") {
                        self.add(role, meaning, CompletionItemKind::VARIABLE, "2");
                    }
                }
                self.actors("3");
            }
            _ => {}
        }
    }

    /// Ids, as far as the form says of what; a new one is nobody's yet.
    fn ids(&mut self, form: &str) {
        let first = form.split(' ').next().unwrap_or_default();
        match first {
            "treaty" | "area" | "event" | "claim" | "decision" => {}
            "source" => {}
            "assuming" => self.claims(),
            "asserts" | "finding" | "duty" => self.events(),
            _ => self.treaties(),
        }
    }

    fn actors(&mut self, rank: &str) {
        let world = self.world;
        for (id, state) in world.states.iter() {
            let data = data(&Thing::Actor(Actor::State(id)));
            if let Some(item) =
                self.add(&state.id, &state.name, CompletionItemKind::ENUM_MEMBER, rank)
            {
                item.data = data;
            }
        }
        self.entities(None);
    }

    fn entities(&mut self, kind: Option<EntityKind>) {
        let world = self.world;
        for (id, entity) in world.entities.iter() {
            if kind.is_none_or(|kind| kind == entity.kind) {
                let thing = Thing::Actor(Actor::Entity(id));
                self.thing(&entity.id, &entity.name, CompletionItemKind::MODULE, &thing);
            }
        }
    }

    fn treaties(&mut self) {
        let world = self.world;
        for treaty in &world.treaties {
            let thing = Thing::Treaty(treaty.id.clone());
            self.thing(&treaty.id, &treaty.title, CompletionItemKind::CLASS, &thing);
        }
    }

    fn places(&mut self) {
        let world = self.world;
        for (_, place) in world.places.iter() {
            self.thing(
                &place.name,
                "a place",
                CompletionItemKind::CONSTANT,
                &Thing::Place(place.id.clone()),
            );
        }
        let regions: BTreeSet<&String> =
            world.states.iter().flat_map(|(_, state)| &state.regions).collect();
        for region in regions {
            self.thing(
                region,
                "a region",
                CompletionItemKind::CONSTANT,
                &Thing::Place(region.clone()),
            );
        }
        self.actors("4");
    }

    fn areas(&mut self) {
        let world = self.world;
        for area in &world.areas {
            let title = area.title.as_deref().unwrap_or("an area");
            self.thing(
                &area.id,
                title,
                CompletionItemKind::CONSTANT,
                &Thing::Area(area.id.clone()),
            );
        }
    }

    fn readings(&mut self, context: &Context) {
        let world = self.world;
        for treaty in &world.treaties {
            let own = context.treaty.as_ref() == Some(&treaty.id);
            for reading in treaty.articles.iter().flat_map(|article| &article.readings) {
                let thing = Thing::Reading(treaty.id.clone(), reading.name.clone());
                let name = if own {
                    reading.name.clone()
                } else {
                    format!("{}/{}", treaty.id, reading.name)
                };
                self.thing(&name, &reading.holds, CompletionItemKind::ENUM_MEMBER, &thing);
            }
        }
    }

    fn findings(&mut self) {
        let world = self.world;
        for name in world.finding_names() {
            let question =
                world.record.questions.get(name).map_or("an open question", String::as_str);
            self.thing(
                name,
                question,
                CompletionItemKind::ENUM_MEMBER,
                &Thing::Finding(name.to_lowercase()),
            );
        }
    }

    /// Treaties; the parts of the one whose id is written; the norms of the one that is being written.
    fn norms(&mut self, written: &str, context: &Context) {
        let world = self.world;
        let begun = written.split_once('/').map(|(id, _)| id);
        let of = begun.or(context.treaty.as_deref());
        let treaty = of.and_then(|id| world.treaty_by_id(id)).map(|id| world.treaty(id));
        if let Some(treaty) = treaty {
            for article in &treaty.articles {
                let label = format!("{}/{}", treaty.id, article.label);
                let gist = article.cited.gist.as_deref().unwrap_or("an article");
                let thing = Thing::Article(treaty.id.clone(), article.label.to_string());
                self.thing(&label, gist, CompletionItemKind::PROPERTY, &thing);
                for norm in &article.norms {
                    let thing = Thing::Norm(treaty.id.clone(), norm.name.to_string());
                    let path = format!("{label}/{}", norm.name);
                    self.thing(&path, "a norm", CompletionItemKind::FUNCTION, &thing);
                    if begun.is_none() {
                        self.thing(
                            &norm.name,
                            "a norm of this treaty",
                            CompletionItemKind::FUNCTION,
                            &thing,
                        );
                    }
                }
            }
        }
        if begun.is_none() {
            self.treaties();
        }
    }

    fn sources(&mut self) {
        for kind in Citation::ALL {
            self.add(kind.word(), "a kind of citation", CompletionItemKind::ENUM_MEMBER, "2");
        }
        let world = self.world;
        for source in &world.record.sources {
            let title = source.title.as_deref().unwrap_or("a source");
            self.thing(
                &source.id,
                title,
                CompletionItemKind::REFERENCE,
                &Thing::Source(source.id.clone()),
            );
        }
    }

    fn events(&mut self) {
        let world = self.world;
        for event in &world.record.events {
            self.thing(
                &event.id,
                &event.title,
                CompletionItemKind::EVENT,
                &Thing::Event(event.id.clone()),
            );
        }
    }

    fn claims(&mut self) {
        let world = self.world;
        for claim in &world.record.claims {
            self.thing(
                &claim.id,
                &claim.says,
                CompletionItemKind::REFERENCE,
                &Thing::Claim(claim.id.clone()),
            );
        }
    }
}

/// A thing as what an editor hands back when it wants to know more.
fn data(thing: &Thing) -> Option<serde_json::Value> {
    Some(match thing {
        Thing::Treaty(id) => serde_json::json!(["treaty", id]),
        Thing::Article(id, label) => serde_json::json!(["article", id, label]),
        Thing::Norm(id, name) => serde_json::json!(["norm", id, name]),
        Thing::Actor(Actor::State(state)) => serde_json::json!(["state", state.0]),
        Thing::Actor(Actor::Entity(entity)) => serde_json::json!(["entity", entity.0]),
        Thing::Event(id) => serde_json::json!(["event", id]),
        Thing::Claim(id) => serde_json::json!(["claim", id]),
        Thing::Place(id) => serde_json::json!(["place", id]),
        Thing::Area(id) => serde_json::json!(["area", id]),
        Thing::Source(id) => serde_json::json!(["source", id]),
        Thing::Reading(id, name) => serde_json::json!(["reading", id, name]),
        Thing::Finding(_) | Thing::Decision(_) => return None,
    })
}

/// The same item with what there is to say of it.
pub(crate) fn resolved(desk: &Desk, mut item: CompletionItem) -> CompletionItem {
    let Some(value) = item.data.clone() else { return item };
    let text =
        |at: usize| value.get(at).and_then(|part| part.as_str()).unwrap_or_default().to_owned();
    let number = value.get(1).and_then(serde_json::Value::as_u64).unwrap_or_default() as u16;
    let world = &desk.world;
    let thing = match text(0).as_str() {
        "treaty" => Thing::Treaty(text(1)),
        "article" => Thing::Article(text(1), text(2)),
        "norm" => Thing::Norm(text(1), text(2)),
        "state" => {
            let Some((id, _)) = world.states.iter().find(|(id, _)| id.0 == number) else {
                return item;
            };
            Thing::Actor(Actor::State(id))
        }
        "entity" => {
            let Some((id, _)) = world.entities.iter().find(|(id, _)| id.0 == number) else {
                return item;
            };
            Thing::Actor(Actor::Entity(id))
        }
        "event" => Thing::Event(text(1)),
        "claim" => Thing::Claim(text(1)),
        "place" => Thing::Place(text(1)),
        "area" => Thing::Area(text(1)),
        "source" => Thing::Source(text(1)),
        "reading" => Thing::Reading(text(1), text(2)),
        _ => return item,
    };
    item.documentation = hover::thing(world, &thing).map(|value| {
        Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
    });
    item
}

/// Codes, for the prose around a text: `SV0304` and what it says.
pub(crate) fn codes(range: Range) -> Vec<CompletionItem> {
    let each = Code::ALL.iter().map(|code| CompletionItem {
        label: code.id().to_owned(),
        detail: Some(code.title().to_owned()),
        kind: Some(CompletionItemKind::CONSTANT),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, code.id().to_owned()))),
        ..CompletionItem::default()
    });
    each.collect()
}
