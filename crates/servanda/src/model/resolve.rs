//! Documents to a world: nests clauses, finds what names mean, and says what does not fit.

use super::area::{Area, AreaId, AreaPart};
use super::entity::{Actor, Entities};
use super::membership::{Bond, Member, Step};
use super::outline::{Block, BlockKind, Outline, Placed, outline};
use super::place::{PlaceRef, Places};
use super::record::SourceEntry;
use super::state::{StateSystem, StateTables};
use super::treaty::{
    Article, Citation, Cited, Disclaimer, NotModelled, Reading, SuspendedBetween, Treaty, TreatyId,
};
use super::validity::{Secrecy, Validity};
use super::world::{NormRef, Priority, World, name_diagnostic};
use crate::syntax::clause::{Clause, Date, Fact, Name, Renewal};
use crate::syntax::diagnostic::did_you_mean;
use crate::syntax::read::TERRITORY_OF_PARTIES;
use crate::syntax::vocabulary::{Citation as CitationKind, Ending};
use crate::syntax::{Code, Diagnostic, Document, Source, Span};
use crate::time::{Day, UncertainDay};
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
    /// no fault is added in any case.
    pub fn add_texts(&mut self, texts: Vec<Source>) -> Vec<Diagnostic> {
        let mut documents = Vec::new();
        let mut diagnostics = Vec::new();
        for source in texts {
            let host = crate::syntax::host::Host::of_name(&source.name)
                .unwrap_or(crate::syntax::host::Host::Bare);
            let file = self.sources.add(source);
            let text = self.sources.get(file).map_or("", |source| source.text.as_str());
            let document = crate::syntax::parse(text, file, host);
            documents.push(document);
        }
        diagnostics.extend(self.add_documents(&documents));
        diagnostics
    }

    /// Adds parsed documents; their source numbers must be those of `self.sources`.
    pub fn add_documents(&mut self, documents: &[Document]) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for document in documents {
            diagnostics.extend(document.diagnostics.iter().cloned());
        }
        let outlines: Vec<Outline<'_>> = documents.iter().map(outline).collect();
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
                    .help(format!("give yours an id of its own, such as `{}-2`", id.text)),
                );
                continue;
            }
            self.world.treaties.push(empty_treaty(&id.text, &title.text, id.at));
            fresh.push(*block);
        }
        // The list stays sorted by id, so that ids do not depend on the order of files.
        self.world.treaties.sort_by(|one, other| one.id.cmp(&other.id));
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
        if let Some(other) = self.world.areas.iter().find(|area| area.id == id.text) {
            let fault = Diagnostic::at(
                Code::SV0417,
                id.at,
                format!("an area `{}` is there already", id.text),
            )
            .against(other.at, "the first one")
            .help("give one of them another id");
            return self.say(fault);
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
            .help("cite the first one, or give this one another id");
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
                    .help("`until` names the last day, no earlier than `from`"),
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
                        .help("keep one of them"),
                    );
                }
                None => seen.push((kind, placed.at)),
            }
        }
    }

    pub(super) fn check_once(&mut self, block: &Block<'_>) {
        self.once(&block.clauses);
    }

    fn treaty_body(&mut self, id: TreatyId, block: &Block<'_>) {
        self.check_once(block);
        let cited = self.cited(&block.clauses);
        let secrecy = self.secrecy(&block.clauses);
        let mut treaty = self.world.treaty(id).clone();
        treaty.cited = cited;
        treaty.secrecy = secrecy;
        for placed in &block.clauses {
            self.treaty_fact(&mut treaty, placed);
        }
        let undated =
            treaty.force.from.is_none() && treaty.signed.is_none() && treaty.provisional.is_none();
        if undated && !block.faulty {
            self.say(
                Diagnostic::at(
                    Code::SV0413,
                    treaty.at,
                    format!("treaty {} has no date", treaty.id),
                )
                .help("add `in force DATE`, or `signed DATE` if it never entered into force"),
            );
        }
        for part in &block.blocks {
            if part.kind == BlockKind::Members {
                self.members(&mut treaty, part);
            }
        }
        *self.treaty_mut(id) = treaty;
        for part in &block.blocks {
            if part.kind == BlockKind::Article {
                let article = self.article(id, part);
                self.check_versions(id, &article);
                self.treaty_mut(id).articles.push(article);
            }
        }
        self.reservations(id, block);
    }

    fn treaty_fact(&mut self, treaty: &mut Treaty, placed: &Placed<'_>) {
        match placed.clause {
            Clause::Kind { words } => treaty.kind = Some(words.clone()),
            Clause::Signed { on, at } => {
                treaty.signed = Some((on.day.clone(), at.as_ref().map(|at| at.text.clone())));
            }
            Clause::InForce { on } => {
                treaty.force.from = Some(on.day.clone());
                treaty.force.at = placed.at;
                if let Some((signed, _)) = &treaty.signed
                    && on.day.latest < signed.earliest
                {
                    self.say(
                        Diagnostic::at(
                            Code::SV0203,
                            on.at,
                            format!("in force on {}, before the signature on {}", on.day.text, signed.text),
                        )
                        .help("check both dates; a treaty applied before it was signed is `provisional`"),
                    );
                }
            }
            Clause::Ended { on, by, how } => {
                if let Some(by) = by {
                    self.treaty_named(by);
                }
                treaty.force.until = Some(on.day.clone());
                treaty.ended_how = how.as_ref().map(|how| how.text.clone());
                if let Some(from) = &treaty.force.from
                    && on.day.latest < from.earliest
                {
                    let message = format!(
                        "{} ends on {}, before it is in force on {}",
                        treaty.id, on.day.text, from.text
                    );
                    self.say(Diagnostic::at(Code::SV0203, on.at, message).help("check both dates"));
                }
            }
            Clause::Provisional { during } => treaty.provisional = Some(during.span.clone()),
            Clause::Term { length, renewal } => {
                if let Some(Renewal::By(by)) = renewal {
                    self.treaty_named(by);
                }
                treaty.term = Some((*length, renewal.clone()));
            }
            Clause::Notice { length } => treaty.notice = Some(*length),
            Clause::PartOf { treaty: other } => treaty.part_of = self.treaty_named(other),
            Clause::AmendedBy { treaty: by, on } => {
                self.treaty_named(by);
                treaty.amended_by.push((by.text.clone(), on.as_ref().map(|on| on.day.clone())));
            }
            Clause::SuspendedBetween { one, other, during } => {
                if let (Some(one), Some(other)) = (self.actor(one, None), self.actor(other, None)) {
                    let during = during.span.clone();
                    treaty.suspended_between.push(SuspendedBetween {
                        one,
                        other,
                        during,
                        at: placed.at,
                    });
                }
            }
            Clause::Disclaims { act, because } => treaty.disclaimers.push(Disclaimer {
                act: *act,
                because: because.text.clone(),
                at: placed.at,
            }),
            Clause::NotModelled { words, because } => treaty.not_modelled.push(NotModelled {
                words: words.text.clone(),
                because: because.text.clone(),
                at: placed.at,
            }),
            _ => {}
        }
    }

    /// A protocol ends with its treaty at the latest; a term without renewal ends a treaty.
    fn finish_parts(&mut self) {
        for index in 0..self.world.treaties.len() {
            let id = TreatyId(index as u16);
            let treaty = self.world.treaty(id);
            let whole = treaty.part_of.map(|whole| self.world.treaty(whole));
            let whole_end = whole.and_then(|whole| whole.force.until.clone());
            let own_end = treaty.force.until.clone().or_else(|| end_of_term(treaty));
            let end = match (own_end, whole_end) {
                (Some(own), Some(whole)) => {
                    Some(if own.latest <= whole.latest { own } else { whole })
                }
                (own, whole) => own.or(whole),
            };
            self.treaty_mut(id).force.until = end;
        }
    }

    fn members(&mut self, treaty: &mut Treaty, block: &Block<'_>) {
        for placed in &block.clauses {
            let Clause::Member { states, facts } = placed.clause else { continue };
            for name in states {
                let day = first_day(facts).filter(|day| day.is_known());
                let Some(party) = self.member_actor(name, day) else { continue };
                if let Some(other) = treaty.member(party) {
                    let shown = self.world.id(party).to_owned();
                    let first = other.at;
                    self.say(
                        Diagnostic::at(Code::SV0305, name.at, format!("{shown} is a member of {} twice", treaty.id))
                            .against(first, "the first line")
                            .help("put all its facts on one line; a second spell begins with `rejoined DATE`"),
                    );
                    continue;
                }
                let member = self.member(treaty, party, name, facts);
                treaty.members.push(member);
            }
        }
    }

    /// A member may be named by a name it bore when it joined; an id needs no day.
    fn member_actor(&mut self, name: &Name, day: Option<Day>) -> Option<Actor> {
        let found =
            self.world.actor(&name.text, day).or_else(|_| self.world.actor(&name.text, None));
        match found {
            Ok(actor) => Some(actor),
            Err(_) => self.actor(name, day),
        }
    }

    fn member(&mut self, treaty: &Treaty, party: Actor, name: &Name, facts: &[Fact]) -> Member {
        let mut member = Member {
            party,
            at: name.at,
            role: None,
            bonds: Vec::new(),
            suspensions: Vec::new(),
            steps: Vec::new(),
        };
        let mut joining: Option<&Date> = None;
        let mut signed = false;
        for (index, fact) in facts.iter().enumerate() {
            match fact {
                Fact::Signed { on } => {
                    signed = true;
                    step(&mut member, "signed", on);
                }
                Fact::Ratified { on } => step(&mut member, "ratified", on),
                Fact::Acceded { on } | Fact::Succeeded { on, .. } => {
                    let what =
                        if matches!(fact, Fact::Acceded { .. }) { "acceded" } else { "succeeded" };
                    step(&mut member, what, on);
                    if !force_follows(facts, index) {
                        joining = Some(on);
                    }
                }
                Fact::InForce { on } => {
                    step(&mut member, "in force", on);
                    self.bond(&mut member, on, on.day.clone());
                    joining = None;
                }
                Fact::Rejoined { on } => {
                    step(&mut member, "rejoined", on);
                    self.bond(&mut member, on, on.day.clone());
                }
                Fact::Provisional { during } => {
                    let (from, last) = (during.span.from.clone(), during.span.to.clone());
                    member.bonds.push(Bond {
                        from,
                        from_at: during.at,
                        last,
                        ending: None,
                        provisional: true,
                    });
                }
                Fact::Suspended { during } => {
                    member.suspensions.push((during.span.clone(), during.at));
                }
                Fact::Notice { on } => step(&mut member, "gave notice", on),
                Fact::Ends { how, on } => {
                    if let Some(on) = joining.take() {
                        self.bond(&mut member, on, joined_on(treaty, on));
                    }
                    step(&mut member, how.word(), on);
                    self.end_bond(treaty, &mut member, *how, on);
                }
                Fact::As { role } => member.role = Some(role.text.clone()),
            }
        }
        if let Some(on) = joining {
            self.bond(&mut member, on, joined_on(treaty, on));
        }
        if member.bonds.is_empty() && !signed {
            let shown = self.world.id(party).to_owned();
            self.say(
                Diagnostic::at(
                    Code::SV0307,
                    name.at,
                    format!("{shown} has no date on which {} binds it", treaty.id),
                )
                .help("add `in force DATE`, or `acceded DATE`; a mere signatory has `signed DATE`"),
            );
        }
        member
    }

    /// Begins a bond; an earlier one that has no end is at fault.
    fn bond(&mut self, member: &mut Member, on: &Date, from: UncertainDay) {
        let open = member.bonds.iter().find(|bond| !bond.provisional && bond.ending.is_none());
        if let Some(open) = open {
            let message =
                format!("a second bond begins on {} while the first has no end", on.day.text);
            self.say(
                Diagnostic::at(Code::SV0204, on.at, message)
                    .against(open.from_at, "the first bond")
                    .help("say how the first ended: `withdrew`, `not renewed`, `denounced`, `expelled` or `ended`, with its last day"),
            );
            return;
        }
        let earlier = member.bonds.iter().rfind(|bond| bond.ending.is_some());
        if let Some(earlier) = earlier
            && from.latest < earlier.last.earliest
        {
            let message = format!(
                "a bond begins on {} before the last one ended on {}",
                from.text, earlier.last.text
            );
            let fault = Diagnostic::at(Code::SV0203, on.at, message);
            self.say(fault.help("write the facts of a membership in order of time"));
        }
        member.bonds.push(Bond {
            from,
            from_at: on.at,
            last: UncertainDay::open(),
            ending: None,
            provisional: false,
        });
    }

    fn end_bond(&mut self, treaty: &Treaty, member: &mut Member, how: Ending, on: &Date) {
        let shown = self.world.id(member.party).to_owned();
        let Some(bond) =
            member.bonds.iter_mut().rfind(|bond| bond.ending.is_none() && !bond.provisional)
        else {
            let message = format!("{shown} `{how}` on {} and was not bound", on.day.text);
            self.say(Diagnostic::at(Code::SV0203, on.at, message).help(
                "say first when it was bound: `in force DATE`, `acceded DATE` or `rejoined DATE`",
            ));
            return;
        };
        if on.day.latest < bond.from.earliest {
            let message =
                format!("{shown} `{how}` {} on {}, before it was bound", treaty.id, on.day.text);
            let fault = Diagnostic::at(Code::SV0203, on.at, message)
                .saying("the last day bound")
                .against(bond.from_at, "bound from here")
                .help("check both dates; facts stand in order of time");
            bond.ending = Some((how, on.at));
            return self.say(fault);
        }
        bond.last = on.day.clone();
        bond.ending = Some((how, on.at));
    }

    fn article(&mut self, treaty: TreatyId, block: &Block<'_>) -> Article {
        self.check_once(block);
        let (label, heading) = match block.head.clause {
            Clause::Article { label, heading } => (label.text.clone(), heading.as_ref()),
            _ => (String::new(), None),
        };
        let mut article = Article {
            label,
            heading: heading.map(|heading| heading.text.clone()),
            validity: Validity::default(),
            by: None,
            secrecy: self.secrecy(&block.clauses),
            cited: self.cited(&block.clauses),
            norms: Vec::new(),
            readings: Vec::new(),
            not_modelled: Vec::new(),
            at: block.head.at,
        };
        for placed in &block.clauses {
            match placed.clause {
                Clause::Valid { from, until, by } => {
                    article.validity = self.validity(from.as_ref(), until.as_ref(), placed.at);
                    article.by = by.as_ref().map(|by| by.text.clone());
                    if let Some(by) = by {
                        self.treaty_named(by);
                    }
                }
                Clause::Reading { name, holds: Some(holds), by } => {
                    article.readings.push(Reading {
                        name: name.text.clone(),
                        holds: holds.text.clone(),
                        by: by.as_ref().map(|by| by.text.clone()),
                        at: placed.at,
                    });
                }
                Clause::NotModelled { words, because } => article.not_modelled.push(NotModelled {
                    words: words.text.clone(),
                    because: because.text.clone(),
                    at: placed.at,
                }),
                _ => {}
            }
        }
        for part in &block.blocks {
            if part.kind == BlockKind::Norm {
                let norm = self.norm(treaty, &article, part);
                article.norms.extend(norm);
            }
        }
        article
    }

    /// Versions of one article must not overlap, nor two norms of one version share a name.
    fn check_versions(&mut self, treaty: TreatyId, article: &Article) {
        let mut faults = Vec::new();
        let others = &self.world.treaty(treaty).articles;
        let clash = others.iter().find(|other| {
            other.label == article.label && overlap(&other.validity, &article.validity)
        });
        if let Some(other) = clash {
            let message = format!("article {} is in force twice on some day", article.label);
            faults.push(
                Diagnostic::at(Code::SV0204, article.at, message)
                    .against(other.at, "the other version")
                    .help("give each version `from DATE` and `until DATE` that do not overlap"),
            );
        }
        let mut seen: Vec<(&str, Span)> = Vec::new();
        // Two versions of one article in force at once share their names: that was said above.
        let same_time = others.iter().filter(|other| {
            other.label != article.label && overlap(&other.validity, &article.validity)
        });
        for norm in same_time.flat_map(|other| &other.norms) {
            seen.push((&norm.name, norm.at));
        }
        for norm in &article.norms {
            if let Some((_, first)) = seen.iter().find(|(name, _)| *name == norm.name) {
                faults.push(
                    Diagnostic::at(
                        Code::SV0403,
                        norm.at,
                        format!("a norm `{}` is there already", norm.name),
                    )
                    .against(*first, "the first one")
                    .help("name each norm of a treaty differently"),
                );
            }
            seen.push((&norm.name, norm.at));
        }
        self.diagnostics.extend(faults);
    }

    fn priority(&mut self, placed: Placed<'_>, inside: Option<TreatyId>) {
        let Clause::Priority { winner, loser, because } = placed.clause else { return };
        let (Some(winner), Some(loser)) =
            (self.norm_ref(winner, inside), self.norm_ref(loser, inside))
        else {
            return;
        };
        let because = because.text.clone();
        self.world.priorities.push(Priority { winner, loser, because, at: placed.at });
    }

    /// `CST`, `CST/4`, `CST/4/casus-foederis`, or inside a treaty the norm's name alone.
    pub(super) fn norm_ref(&mut self, name: &Name, inside: Option<TreatyId>) -> Option<NormRef> {
        if let Some(treaty) = inside {
            let articles = &self.world.treaty(treaty).articles;
            let article = articles
                .iter()
                .find(|article| article.norms.iter().any(|norm| norm.name == name.text));
            if let Some(article) = article {
                let article = Some(article.label.clone());
                return Some(NormRef { treaty, article, norm: Some(name.text.clone()) });
            }
        }
        match self.world.norm_ref(&name.text) {
            Ok(found) => Some(found),
            Err(help) => {
                let own = inside.filter(|_| !name.text.contains('/')).map(|treaty| {
                    let treaty = self.world.treaty(treaty);
                    let norms = treaty.articles.iter().flat_map(|article| &article.norms);
                    let norms: Vec<&str> = norms.map(|norm| norm.name.as_str()).collect();
                    match did_you_mean(&name.text, norms.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("the norms of {} are `{}`", treaty.id, norms.join("`, `")),
                    }
                });
                let help = own.unwrap_or(help);
                let fault = Diagnostic::at(
                    Code::SV0402,
                    name.at,
                    format!("no treaty, article or norm is `{}`", name.text),
                );
                self.say(fault.help(help));
                None
            }
        }
    }
}

impl World {
    /// The treaty, article or norm that `CST`, `CST/4` or `CST/4/casus-foederis` means.
    ///
    /// # Errors
    /// What was perhaps meant.
    pub fn norm_ref(&self, text: &str) -> Result<NormRef, String> {
        let mut parts = text.splitn(3, '/');
        let id = parts.next().unwrap_or_default();
        let known = self.treaties.iter().map(|treaty| treaty.id.as_str());
        let Some(treaty) = self.treaty_by_id(id).or_else(|| self.treaty_by_id(&id.to_uppercase()))
        else {
            let near = did_you_mean(id, known);
            return Err(near.map_or_else(
                || "write a treaty's id, as `servanda treaty` lists them".into(),
                |near| format!("did you mean `{near}`?"),
            ));
        };
        let articles = &self.treaty(treaty).articles;
        let Some(label) = parts.next() else {
            return Ok(NormRef { treaty, article: None, norm: None });
        };
        // `CST/casus-foederis` names the norm without its article.
        let by_norm =
            articles.iter().find(|article| article.norms.iter().any(|norm| norm.name == label));
        if let Some(article) = by_norm {
            let article = Some(article.label.clone());
            return Ok(NormRef { treaty, article, norm: Some(label.to_owned()) });
        }
        if !articles.iter().any(|article| article.label == label) {
            let mut labels: Vec<&str> =
                articles.iter().map(|article| article.label.as_str()).collect();
            labels.dedup();
            return Err(match labels.as_slice() {
                [only] => format!("{id} has article {only} only"),
                labels => format!("{id} has the articles {}", labels.join(", ")),
            });
        }
        let Some(norm) = parts.next() else {
            return Ok(NormRef { treaty, article: Some(label.to_owned()), norm: None });
        };
        let names = articles
            .iter()
            .filter(|article| article.label == label)
            .flat_map(|article| &article.norms);
        let names: Vec<&str> = names.map(|norm| norm.name.as_str()).collect();
        if names.contains(&norm) {
            let (article, norm) = (Some(label.to_owned()), Some(norm.to_owned()));
            return Ok(NormRef { treaty, article, norm });
        }
        Err(match names.as_slice() {
            [] => format!("article {label} of {id} has no norm"),
            names => format!("article {label} of {id} has the norms {}", names.join(", ")),
        })
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
        cited: Cited::default(),
        members: Vec::new(),
        suspended_between: Vec::new(),
        disclaimers: Vec::new(),
        articles: Vec::new(),
        not_modelled: Vec::new(),
    }
}

/// The last day of a term that nothing renews.
fn end_of_term(treaty: &Treaty) -> Option<UncertainDay> {
    use crate::syntax::vocabulary::Unit;
    let (Some(length), None) = treaty.term.as_ref()? else { return None };
    let from = treaty.force.from.as_ref()?;
    let after = |day: Day| match length.unit {
        Unit::Days => day.plus_days(length.count as i32),
        Unit::Months => day.plus_months(length.count as i32),
        Unit::Years => day.plus_months(length.count as i32 * 12),
    };
    let (earliest, latest) = (after(from.earliest), after(from.latest));
    Some(UncertainDay { earliest, latest, text: format!("the end of its term, {latest}") })
}

fn step(member: &mut Member, what: &str, on: &Date) {
    member.steps.push(Step { what: what.to_owned(), on: on.day.clone(), at: on.at });
}

/// Whether `in force` follows before the next ending.
fn force_follows(facts: &[Fact], index: usize) -> bool {
    let rest = facts.iter().skip(index + 1);
    rest.take_while(|fact| !matches!(fact, Fact::Ends { .. }))
        .any(|fact| matches!(fact, Fact::InForce { .. }))
}

/// The first day bound of a state that joined on a day: that day, or the treaty's entry into force.
fn joined_on(treaty: &Treaty, on: &Date) -> UncertainDay {
    match &treaty.force.from {
        Some(force) if force.earliest > on.day.latest => force.clone(),
        _ => on.day.clone(),
    }
}

/// The first dated fact of a membership.
fn first_day(facts: &[Fact]) -> Option<Day> {
    facts.iter().find_map(|fact| match fact {
        Fact::Signed { on }
        | Fact::Ratified { on }
        | Fact::Acceded { on }
        | Fact::Succeeded { on, .. }
        | Fact::InForce { on }
        | Fact::Notice { on }
        | Fact::Ends { on, .. }
        | Fact::Rejoined { on } => Some(on.day.earliest),
        Fact::Provisional { during } | Fact::Suspended { during } => {
            Some(during.span.from.earliest)
        }
        Fact::As { .. } => None,
    })
}

/// Whether two validities surely share a day.
fn overlap(one: &Validity, other: &Validity) -> bool {
    let start = |validity: &Validity| validity.from.as_ref().map_or(Day::MIN, |from| from.latest);
    let end =
        |validity: &Validity| validity.until.as_ref().map_or(Day::MAX, |until| until.earliest);
    start(one) <= end(other) && start(other) <= end(one)
}
