//! Documents to a world: nests clauses, finds what names mean, and says what does not fit.

use super::area::{Area, AreaId, AreaPart};
use super::entity::{Actor, Entities};
use super::outline::{Block, BlockKind, Outline, Placed, outline};
use super::place::{PlaceRef, Places};
use super::record::SourceEntry;
use super::state::{StateSystem, StateTables};
use super::treaty::{Citation, Cited, Treaty, TreatyId};
use super::validity::{Secrecy, Validity};
use super::world::{World, name_diagnostic};
use crate::syntax::clause::{Clause, Date, Name};
use crate::syntax::diagnostic::did_you_mean;
use crate::syntax::host::Host;
use crate::syntax::read::TERRITORY_OF_PARTIES;
use crate::syntax::vocabulary::Citation as CitationKind;
use crate::syntax::{Code, Diagnostic, Document, Edit, Source, Span};
use crate::time::Day;
use std::borrow::Borrow;
use std::sync::Arc;

/// The tables of the world as CSV text.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'a> {
    /// The state system.
    pub states: StateTables<'a>,
    /// `entities.csv`
    pub entities: &'a str,
    /// `places.csv`
    pub places: &'a str,
}

/// Reads texts as sources `first`, `first + 1` and so on.
pub fn read_all(texts: &[Source], first: u32) -> Vec<Document> {
    let each = texts.iter().zip(first..).map(|(source, file)| {
        let host = Host::of_name(&source.name).unwrap_or(Host::Bare);
        crate::syntax::parse(&source.text, file, host)
    });
    each.collect()
}

impl World {
    /// A world with states, entities and places, and no treaty yet.
    ///
    /// # Errors
    /// A sentence that names the table and line at fault.
    pub fn from_tables(tables: Tables<'_>) -> Result<World, String> {
        let states = StateSystem::from_tables(tables.states)?;
        let entities = Entities::from_table(tables.entities)?;
        let places = Places::from_table(tables.places, &states)?;
        let (states, entities, places) = (Arc::new(states), Arc::new(entities), Arc::new(places));
        Ok(World { states, entities, places, ..World::default() })
    }

    /// Adds texts (name and content) to the world and returns every fault found in them. What has
    /// no fault is added in any case. Texts that are added later may name those that are there, but not
    /// the other way round, and no treaty that is there changes its number or gives way.
    pub fn add_texts(&mut self, texts: Vec<Source>) -> Vec<Diagnostic> {
        let first = self.sources.iter().count() as u32;
        let documents = read_all(&texts, first);
        self.add_read(texts, &documents)
    }

    /// Adds texts that [`read_all`] has read, numbered from the world's next source on.
    pub fn add_read(&mut self, texts: Vec<Source>, documents: &[Document]) -> Vec<Diagnostic> {
        for source in texts {
            self.sources.add(source);
        }
        self.add_documents(documents)
    }

    /// Adds parsed documents; their source numbers must be those of `self.sources`.
    pub fn add_documents<D: Borrow<Document>>(&mut self, documents: &[D]) -> Vec<Diagnostic> {
        let documents = || documents.iter().map(Borrow::borrow);
        let mut diagnostics = Vec::new();
        for document in documents() {
            diagnostics.extend(document.diagnostics.iter().cloned());
        }
        let outlines: Vec<Outline<'_>> = documents().map(outline).collect();
        let mut resolver = Resolver { world: self, diagnostics: Vec::new() };
        resolver.all(&outlines);
        let found = resolver.diagnostics;
        for outline in outlines {
            diagnostics.extend(outline.diagnostics);
        }
        diagnostics.extend(found);
        diagnostics.sort_by_key(|fault| fault.primary.as_ref().map(|label| label.at));
        diagnostics
    }
}

/// The edits that exchange two days.
fn turned(one: &Date, other: &Date) -> Vec<Edit> {
    [(one.at, other), (other.at, one)].map(|(at, date)| Edit::replace(at, &*date.day.text)).into()
}

/// Finds what names mean while the world grows.
pub(super) struct Resolver<'w> {
    pub(super) world: &'w mut World,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn all(&mut self, outlines: &[Outline<'_>]) {
        let blocks = || outlines.iter().flat_map(|outline| &outline.blocks);
        let mut treaties: Vec<&Block<'_>> =
            blocks().filter(|block| block.kind == BlockKind::Treaty).collect();
        treaties.sort_by(|one, other| treaty_id(one).cmp(treaty_id(other)));
        self.give_way(&mut treaties);
        let treaties = self.declare_treaties(&treaties);
        for outline in outlines {
            self.declare_areas(outline);
        }
        for block in blocks().filter(|block| block.kind == BlockKind::Source) {
            self.source_block(block);
        }
        for block in blocks().filter(|block| block.kind == BlockKind::Event) {
            self.event(block);
        }
        for (id, block) in &treaties {
            self.treaty_body(*id, block);
        }
        self.finish_parts();
        self.record(blocks());
        for (id, block) in &treaties {
            for placed in &block.clauses {
                self.priority(*placed, Some(*id));
            }
        }
        for outline in outlines {
            for placed in &outline.priorities {
                self.priority(*placed, None);
            }
        }
    }

    pub(super) fn say(&mut self, fault: Diagnostic) {
        self.diagnostics.push(fault);
    }

    /// Registers every treaty's id first, so that treaties can name each other in any order.
    fn declare_treaties<'b, 'd>(
        &mut self,
        blocks: &[&'b Block<'d>],
    ) -> Vec<(TreatyId, &'b Block<'d>)> {
        let there = self.world.treaties.len();
        let mut fresh = Vec::new();
        for block in blocks {
            let Clause::Treaty { id, title } = block.head.clause else { continue };
            if let Some(other) = self.world.treaty_by_id(&id.text) {
                let first = self.world.treaty(other).at;
                let place = self.world.sources.place(first);
                self.say(
                    Diagnostic::at(
                        Code::SV0401,
                        id.at,
                        format!("a treaty `{}` is there already", id.text),
                    )
                    .saying(format!("also in {place}"))
                    .against(first, "the first one")
                    .help(format!("give yours an id of its own, such as `{}-2`", id.text))
                    .instead(&format!("{}-2", id.text)),
                );
                continue;
            }
            self.world.treaties.push(empty_treaty(&id.text, &title.text, id.at));
            fresh.push(*block);
        }
        // Sorted by id, so that numbers do not depend on the order of files. Those of earlier calls keep
        // their places: priorities, articles and whoever asks have their numbers.
        if let Some(added) = self.world.treaties.get_mut(there..) {
            added.sort_by(|one, other| one.id.cmp(&other.id));
        }
        let with_id = fresh
            .into_iter()
            .filter_map(|block| self.world.treaty_by_id(treaty_id(block)).map(|id| (id, block)));
        with_id.collect()
    }

    #[allow(clippy::indexing_slicing, reason = "a TreatyId is made only for a treaty of the list")]
    pub(super) fn treaty_mut(&mut self, id: TreatyId) -> &mut Treaty {
        &mut self.world.treaties[id.0 as usize]
    }

    /// A treaty named in a clause.
    pub(super) fn treaty_named(&mut self, name: &Name) -> Option<TreatyId> {
        let found = self.world.treaty_by_id(&name.text);
        if found.is_none() {
            let known: Vec<String> =
                self.world.treaties.iter().map(|treaty| treaty.id.clone()).collect();
            let near = did_you_mean(&name.text, known.iter().map(String::as_str));
            let fault = Diagnostic::at(
                Code::SV0402,
                name.at,
                format!("no treaty has the id `{}`", name.text),
            );
            self.say(fault.help(near.map_or_else(
                || {
                    format!(
                        "declare it: `treaty {} \"Title\"`, in this file or beside it",
                        name.text
                    )
                },
                |near| format!("did you mean `{near}`?"),
            )));
        }
        found
    }

    /// A state or entity named in a clause; `day` is when it must have been called so.
    pub(super) fn actor(&mut self, name: &Name, day: Option<Day>) -> Option<Actor> {
        match self.world.actor(&name.text, day) {
            Ok(actor) => Some(actor),
            Err(problem) => {
                let fault = name_diagnostic(self.world, &problem, &name.text, day, Some(name.at));
                self.say(fault);
                None
            }
        }
    }

    pub(super) fn actors(&mut self, names: &[Name], day: Option<Day>) -> Vec<Actor> {
        names.iter().filter_map(|name| self.actor(name, day)).collect()
    }

    /// A place named in a clause.
    pub(super) fn place(&mut self, name: &Name) -> Option<PlaceRef> {
        if name.text == TERRITORY_OF_PARTIES {
            return Some(PlaceRef::TerritoryOfParties);
        }
        let found = self.world.place(&name.text, None);
        if found.is_none() {
            let known = self.world.places.iter().map(|(_, place)| place.name.as_str());
            let near = did_you_mean(&name.text, known).map(str::to_owned);
            self.diagnostics.push(
                Diagnostic::at(
                    Code::SV0410,
                    name.at,
                    format!("no place is called `{}`", name.text),
                )
                .help(near.map_or_else(
                    || {
                        "write a place of states/places.csv, a region such as `Europe`, or a state"
                            .into()
                    },
                    |near| format!("did you mean `{near}`?"),
                )),
            );
        }
        found
    }

    fn declare_areas(&mut self, outline: &Outline<'_>) {
        let mut treaty = None;
        // Blocks end up in the order in which they close; the treaty an area stands with is the one
        // of its file, and where a file has several, the nearest above it.
        for block in &outline.blocks {
            if block.kind == BlockKind::Treaty && treaty.is_none() {
                treaty = self.world.treaty_by_id(treaty_id(block));
            }
        }
        for block in &outline.blocks {
            let Clause::Area { id, title } = block.head.clause else { continue };
            let above = outline.blocks.iter().filter(|other| {
                other.kind == BlockKind::Treaty && other.head.at.start < block.head.at.start
            });
            let nearest = above.max_by_key(|other| other.head.at.start);
            let nearest = nearest.and_then(|other| self.world.treaty_by_id(treaty_id(other)));
            let title = title.as_ref().map(|title| title.text.clone());
            self.area(block, id, title, nearest.or(treaty));
        }
    }

    fn area(
        &mut self,
        block: &Block<'_>,
        id: &Name,
        title: Option<String>,
        treaty: Option<TreatyId>,
    ) {
        let first = self.world.areas.iter().find(|area| area.id == id.text);
        if self.clash(id, first.map(|area| area.at), "an area") {
            return;
        }
        let mut parts = Vec::new();
        for placed in &block.clauses {
            let (included, place, from, until) = match placed.clause {
                Clause::Includes { place, from, until } => (true, place, from, until),
                Clause::Excludes { place, from, until } => (false, place, from, until),
                _ => continue,
            };
            let Some(place) = self.place(place) else { continue };
            let validity = self.validity(from.as_ref(), until.as_ref(), placed.at);
            parts.push(AreaPart { included, place, validity, at: placed.at });
        }
        self.world.areas.push(Area { id: id.text.clone(), title, treaty, parts, at: id.at });
    }

    pub(super) fn area_named(&mut self, name: &Name) -> Option<AreaId> {
        let found = self.world.areas.iter().position(|area| area.id == name.text);
        if found.is_none() {
            let known = self.world.areas.iter().map(|area| area.id.as_str());
            let near = did_you_mean(&name.text, known).map(str::to_owned);
            let fault =
                Diagnostic::at(Code::SV0409, name.at, format!("no area is called `{}`", name.text));
            self.say(fault.help(near.map_or_else(
                || format!("declare it: `area {}` with `includes` lines", name.text),
                |near| format!("did you mean `{near}`?"),
            )));
        }
        found.map(|index| AreaId(index as u16))
    }

    fn source_block(&mut self, block: &Block<'_>) {
        let Clause::SourceBlock { id } = block.head.clause else { return };
        let mut entry = SourceEntry { id: id.text.clone(), at: id.at, ..SourceEntry::default() };
        for placed in &block.clauses {
            match placed.clause {
                Clause::Type { word } => entry.kind.clone_from(&word.text),
                Clause::Author { text } => entry.author = Some(text.text.clone()),
                Clause::Title { text } => entry.title = Some(text.text.clone()),
                Clause::Publisher { text } => entry.publisher = Some(text.text.clone()),
                Clause::Published { on } => entry.date = Some(on.day.clone()),
                Clause::Url { text } => entry.url = Some(text.text.clone()),
                Clause::Note { text } => entry.notes.push(text.text.clone()),
                _ => {}
            }
        }
        if let Some(other) = self.world.record.source(&id.text) {
            let fault = Diagnostic::at(
                Code::SV0417,
                id.at,
                format!("a source `{}` is there already", id.text),
            )
            .against(other.at, "the first one")
            .help("cite the first one, or give this one another id")
            .instead(&format!("{}-2", id.text));
            return self.say(fault);
        }
        self.world.record.sources.push(entry);
    }

    /// The gist, quote, notes and citations among some clauses.
    pub(super) fn cited(&mut self, clauses: &[Placed<'_>]) -> Cited {
        let mut cited = Cited::default();
        for placed in clauses {
            match placed.clause {
                Clause::Gist { text } => cited.gist = Some(text.text.clone()),
                Clause::Quote { text } => cited.quote = Some(text.text.clone()),
                Clause::Note { text } => cited.notes.push(text.text.clone()),
                Clause::Source { kind, locator, url } => {
                    self.check_citation(kind, locator.is_some());
                    cited.sources.push(Citation {
                        kind: kind.text.clone(),
                        locator: locator.as_ref().map(|text| text.text.clone()),
                        url: url.as_ref().map(|text| text.text.clone()),
                        at: placed.at,
                    });
                }
                _ => {}
            }
        }
        cited
    }

    fn check_citation(&mut self, kind: &Name, has_locator: bool) {
        let known = CitationKind::from_word(&kind.text).is_some();
        let own = self.world.record.source(&kind.text).is_some();
        if own || (known && has_locator) {
            return;
        }
        if known {
            let fault = Diagnostic::at(
                Code::SV0103,
                kind.at,
                format!("a source `{}` says not where", kind.text),
            );
            return self.say(
                fault.help(format!("write `source {} \"volume, page or title\"`", kind.text)),
            );
        }
        let kinds = CitationKind::ALL.iter().map(|kind| kind.word());
        let own = self.world.record.sources.iter().map(|source| source.id.as_str());
        let near = did_you_mean(&kind.text, kinds.chain(own)).map(str::to_owned);
        let kinds: Vec<&str> = CitationKind::ALL.iter().map(|kind| kind.word()).collect();
        let fault =
            Diagnostic::at(Code::SV0503, kind.at, format!("no source is called `{}`", kind.text));
        self.say(fault.help(near.map_or_else(
            || {
                format!(
                    "write one of {}, or declare `source {}` with its fields",
                    kinds.join(", "),
                    kind.text
                )
            },
            |near| format!("did you mean `{near}`?"),
        )));
    }

    /// Two dates as a validity; says when they are the wrong way round.
    pub(super) fn validity(
        &mut self,
        from: Option<&Date>,
        until: Option<&Date>,
        at: Span,
    ) -> Validity {
        if let (Some(from), Some(until)) = (from, until)
            && until.day.latest < from.day.earliest
        {
            let message = format!("{} is before {}", until.day.text, from.day.text);
            self.say(
                Diagnostic::at(Code::SV0206, until.at, message)
                    .saying("the last day")
                    .against(from.at, "the first day")
                    .help("`until` names the last day, no earlier than `from`")
                    .fix("exchange the two days", turned(from, until)),
            );
        }
        let day = |date: Option<&Date>| date.map(|date| date.day.clone());
        Validity { from: day(from), until: day(until), at }
    }

    pub(super) fn secrecy(&mut self, clauses: &[Placed<'_>]) -> Option<Secrecy> {
        let placed =
            clauses.iter().find(|placed| matches!(placed.clause, Clause::Secret { .. }))?;
        let Clause::Secret { until, known_to } = placed.clause else { return None };
        let known_to = self.actors(known_to, None);
        Some(Secrecy { until: until.day.clone(), known_to, at: placed.at })
    }

    /// Says when a clause that may stand once stands twice.
    fn once(&mut self, clauses: &[Placed<'_>]) {
        let mut seen: Vec<(std::mem::Discriminant<Clause>, Span)> = Vec::new();
        for placed in clauses {
            let repeats = matches!(
                placed.clause,
                Clause::Source { .. }
                    | Clause::Note { .. }
                    | Clause::AmendedBy { .. }
                    | Clause::Priority { .. }
                    | Clause::Disclaims { .. }
                    | Clause::DiffersFromAtop { .. }
                    | Clause::SuspendedBetween { .. }
                    | Clause::NotModelled { .. }
                    | Clause::Reading { .. }
                    | Clause::When { .. }
                    | Clause::Where { .. }
                    | Clause::Unless { .. }
                    | Clause::Agreed { .. }
                    | Clause::Postponed { .. }
                    | Clause::Rejected { .. }
                    | Clause::Asserts { .. }
                    | Clause::Occurs { .. }
                    | Clause::About { .. }
                    | Clause::Member { .. }
                    | Clause::Includes { .. }
                    | Clause::Excludes { .. }
                    | Clause::Expect { .. }
                    | Clause::Given { .. }
                    | Clause::Assuming { .. }
                    | Clause::Prefer { .. }
            );
            if repeats {
                continue;
            }
            let kind = std::mem::discriminant(placed.clause);
            match seen.iter().find(|(other, _)| *other == kind) {
                Some((_, first)) => {
                    let words = self.world.sources.words(placed.at);
                    let word = words.split_whitespace().next().unwrap_or_default().to_owned();
                    let first = *first;
                    self.say(
                        Diagnostic::at(
                            Code::SV0108,
                            placed.at,
                            format!("a second `{word}` in one place"),
                        )
                        .against(first, "the first one")
                        .help("keep one of them")
                        .without(placed.at, "this one")
                        .without(first, "the first one"),
                    );
                }
                None => seen.push((kind, placed.at)),
            }
        }
    }

    pub(super) fn check_once(&mut self, block: &Block<'_>) {
        self.once(&block.clauses);
    }
}

fn treaty_id<'a>(block: &'a Block<'_>) -> &'a str {
    match block.head.clause {
        Clause::Treaty { id, .. } => &id.text,
        _ => "",
    }
}

fn empty_treaty(id: &str, title: &str, at: Span) -> Treaty {
    Treaty {
        id: id.to_owned(),
        title: title.to_owned(),
        at,
        kind: None,
        signed: None,
        part_of: None,
        force: Validity::default(),
        provisional: None,
        term: None,
        notice: None,
        ended_how: None,
        amended_by: Vec::new(),
        secrecy: None,
        coded: None,
        cited: Cited::default(),
        members: Vec::new(),
        suspended_between: Vec::new(),
        ended_by: None,
        disclaimers: Vec::new(),
        differs: Vec::new(),
        articles: Vec::new(),
        not_modelled: Vec::new(),
    }
}
