//! Statements in an article: builds what every clause rule needs (sentences, names, dates, masks),
//! runs the rules and keeps what they agree on.

pub(crate) mod claims;
pub(crate) mod claims_words;
pub(crate) mod decisions;
pub(crate) mod events;
pub(crate) mod leaving;
pub(crate) mod leaving_more;
pub(crate) mod members;
pub(crate) mod members_more;
pub(crate) mod members_signed;
pub(crate) mod pledges;
pub(crate) mod refer;
pub(crate) mod sides;
pub(crate) mod signings;
pub(crate) mod titles;
pub(crate) mod tools;

use super::Options;
use super::input::Article;
use super::lexicon::Lexicon;
use super::mask::{LIST, Masked, Slot, Sources, mask};
use super::mention::{How, Mention, What, mentions};
use super::proposal::{Fact, Proposal, Reading};
use super::quote::{Quote, quotes};
use super::sentence::{LONGEST, Sentence, paragraphs, sentences};
use super::span::Span;
use super::when_find::{Dated, dates};
use regex::Regex;
use servanda::time::Day;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// An article with everything that the rules look at.
pub(crate) struct Doc<'a> {
    pub(crate) text: &'a str,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) published: Option<Day>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) masks: Vec<Masked>,
    /// The same with quotations open.
    pub(crate) open_masks: Vec<Masked>,
    pub(crate) quotes: Vec<Quote>,
    /// Lists of states: sentence and states.
    pub(crate) lists: Vec<(usize, Vec<String>)>,
    /// Organizations and treaties as they come: where, and which.
    pub(crate) bodies: Vec<refer::Body>,
    /// Leaders by surname, with their states.
    pub(crate) leaders: BTreeMap<String, String>,
    /// Signatures told of.
    pub(crate) signings: Vec<signings::Signing>,
    /// The state that the dateline lies in: organs without a name are its.
    pub(crate) home: Option<String>,
}

/// Organizations that "the alliance" does not mean.
pub(crate) const SECONDARY: &[&str] =
    &["UN", "UNSC", "UNGA", "EU", "OSCE", "CSCE", "AU-PSC", "EC", "Council-of-Europe"];

/// Reads an article.
pub(crate) fn read(article: &Article, lexicon: &Lexicon, options: Options) -> Reading {
    let text = article.text.as_str();
    let sentences = sentences(text);
    let published = options.published.or(article.dated).or_else(|| dateline(text, &sentences));
    let dated = dates(text, &sentences, published);
    let mut named = mentions(text, &sentences, lexicon, published);
    titles::resolve(text, &sentences, &dated, lexicon, published, &mut named);
    let quotes: Vec<Quote> =
        paragraphs(text).into_iter().flat_map(|paragraph| quotes(text, paragraph)).collect();
    let mut notes = article.notes.clone();
    if published.is_none() {
        notes.push(
            "no day of publication was given or found; relative dates were not read".to_owned(),
        );
    }
    let long = sentences.iter().filter(|sentence| sentence.at.end - sentence.at.start > LONGEST);
    let long = long.count();
    if long > 0 {
        notes.push(format!(
            "{long} sentences are longer than {LONGEST} bytes; names and dates were read in them, statements were not"
        ));
    }
    let mut doc = Doc {
        text,
        lexicon,
        published,
        masks: Vec::new(),
        open_masks: Vec::new(),
        sentences,
        quotes,
        lists: Vec::new(),
        bodies: Vec::new(),
        leaders: BTreeMap::new(),
        signings: Vec::new(),
        home: home(text, &named),
    };
    doc.mask_all(&named, &dated);
    doc.find_leaders();
    let mut proposals = mentioned(text, &named, &dated);
    doc.signed_treaties();
    for rules in
        [members::find, leaving::find, decisions::find, pledges::find, claims::find, events::find]
    {
        proposals.extend(rules(&doc));
    }
    tools::tidy(&mut proposals);
    let treaties = treaties_of(&proposals, lexicon);
    Reading {
        name: article.name.clone(),
        text: article.text.clone(),
        published,
        proposals,
        treaties,
        notes,
    }
}

/// Treaties among those who decide or act.
fn treaties_of(proposals: &[Proposal], lexicon: &Lexicon) -> Vec<String> {
    let who = proposals.iter().flat_map(|one| match &one.fact {
        Fact::Decision { by, .. } => by.as_slice(),
        Fact::Event { actor, .. } => actor.as_slice(),
        _ => &[],
    });
    let found: BTreeSet<String> = who.filter(|id| lexicon.is_only_treaty(id)).cloned().collect();
    found.into_iter().collect()
}

/// The state whose city opens a paragraph as its dateline.
fn home(text: &str, named: &[Mention]) -> Option<String> {
    named.iter().take(40).find_map(|mention| match &mention.what {
        What::State(id, How::Place | How::Seat | How::Name) => {
            let opens = text.get(..mention.at.start).is_some_and(|lead| lead.ends_with('\n'));
            let after = text.get(mention.at.end..).unwrap_or_default();
            (opens
                && after.starts_with([',', '.', ' '])
                && after.find(['—', '–', '-', '(', '.', '\n']).is_some_and(|at| at < 40)
                && after.starts_with([',', '.']) | after.starts_with(" ("))
            .then(|| id.clone())
        }
        _ => None,
    })
}

/// The day of publication that the beginning of a text states: the first full date of a dateline.
fn dateline(text: &str, sentences: &[Sentence]) -> Option<Day> {
    let found = dates(text, sentences, None);
    let head = paragraphs(text).get(12).map_or(text.len(), |paragraph| paragraph.start);
    let published = text.find("Published ");
    let after =
        |dated: &&Dated| published.is_some_and(|at| dated.at.start == at + "Published ".len());
    let stated = found.iter().find(after).or_else(|| {
        found
            .iter()
            .find(|dated| dated.at.start < head && opens(text, dated.at) && closes(text, dated.at))
    });
    match stated?.when {
        super::when::When::Day(day) => Some(day),
        _ => None,
    }
}

/// Whether a dateline ends soon after its date.
fn closes(text: &str, at: Span) -> bool {
    let rest = text.get(at.end..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    line.trim().is_empty() || [" (", " -", " —", " –"].iter().any(|mark| line.starts_with(mark))
}

/// Whether a date stands in the dateline of its paragraph: before the first dash or bracket.
fn opens(text: &str, at: Span) -> bool {
    let before = text.get(..at.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.len() < 60 && !line.contains(". ") && !line.contains(" on ")
}

impl Doc<'_> {
    fn mask_all(&mut self, named: &[Mention], dated: &[Dated]) {
        let quotes = std::mem::take(&mut self.quotes);
        let sources = Sources { text: self.text, mentions: named, dates: dated, quotes: &quotes };
        for sentence in &self.sentences {
            let long = sentence.at.end - sentence.at.start > LONGEST;
            let at =
                if long { Span::new(sentence.at.start, sentence.at.start) } else { sentence.at };
            self.masks.push(mask(&sources, at, true));
            self.open_masks.push(mask(&sources, at, false));
        }
        self.quotes = quotes;
        for (index, masked) in self.masks.iter().enumerate() {
            for sign in &masked.signs {
                if let Slot::States(states) = &sign.slot
                    && masked.kind(sign.at) == LIST
                {
                    self.lists.push((index, states.clone()));
                }
            }
        }
        for mention in named {
            match &mention.what {
                What::Organization(id) => self.named(mention, Ok(id.clone())),
                What::Unknown(name) => self.named(mention, Err(name.clone())),
                _ => {}
            }
        }
    }

    fn named(&mut self, mention: &Mention, what: Result<String, String>) {
        let aside = refer::is_aside(self.text, mention.at.start, mention.at.end);
        self.bodies.push(refer::Body { at: mention.at.start, what, aside });
    }

    /// "Russian President Vladimir Putin", "President Karimov": of the adjective's state, or of the
    /// first that the text names.
    fn find_leaders(&mut self) {
        static LEADER: LazyLock<Regex> = LazyLock::new(|| {
            tools::pattern(
                r"(?P<of><A> |<S>['’]s )?\b(?:President|Premier|Chancellor|King|Emperor|Prime Minister|Colonel|General)(?: \p{Lu}[\p{L}'’-]+)* (?P<last>\p{Lu}[\p{L}'’-]+)|government of (?:\p{Lu}[\p{L}'’-]+ )?(?P<head>\p{Lu}[\p{L}'’-]+)|its president, (?:\p{Lu}[\p{L}'’-]+ )?(?P<own>\p{Lu}[\p{L}'’-]+)",
            )
        });
        let state = |sign: &super::mask::Signed| match &sign.slot {
            Slot::States(states) => states.first().cloned(),
            _ => None,
        };
        let first = self.masks.iter().flat_map(|mask| &mask.signs).find_map(state);
        let known: BTreeMap<String, String> = super::names::LEADERS
            .iter()
            .filter_map(|(name, of)| {
                Some((
                    (*name).to_owned(),
                    self.lexicon.states_named(of, self.published).into_iter().next()?,
                ))
            })
            .collect();
        let mut leaders = BTreeMap::new();
        for (index, mask) in self.masks.iter().enumerate() {
            for found in LEADER.captures_iter(&mask.text) {
                let (Some(last), Some(whole)) =
                    (found.name("last").or(found.name("head")).or(found.name("own")), found.get(0))
                else {
                    continue;
                };
                let of = found.name("of").and_then(|of| mask.sign_at(of.start())).or_else(|| {
                    found.name("own").and_then(|_| mask.signs_in(0, whole.start()).next_back())
                });
                // Without a state beside it: of whom the sentence before speaks.
                let before = || {
                    mask.signs_in(0, whole.start()).find_map(state).or_else(|| {
                        self.masks.get(index.checked_sub(1)?)?.signs.iter().find_map(state)
                    })
                };
                let told = of.and_then(state).or_else(|| known.get(last.as_str()).cloned());
                if let Some(state) =
                    told.or_else(before).or_else(|| first.clone()).or_else(|| self.home.clone())
                {
                    leaders.entry(last.as_str().to_owned()).or_insert(state);
                }
            }
        }
        for (name, state) in known {
            leaders.entry(name).or_insert(state);
        }
        self.leaders = leaders;
    }

    /// Adds the treaties that are told of only by who signed them.
    fn signed_treaties(&mut self) {
        let by_sides = sides::find(self);
        for (at, id) in by_sides {
            self.bodies.push(refer::Body { at, what: Ok(id), aside: false });
        }
        self.bodies.sort_by_key(|body| body.at);
        let more: Vec<(usize, String)> = signings::find_signings(self)
            .into_iter()
            .filter_map(|signing| Some((signing.at, signing.treaty?)))
            .collect();
        for (at, id) in more {
            self.bodies.push(refer::Body { at, what: Ok(id), aside: false });
        }
        self.bodies.sort_by_key(|body| body.at);
        self.signings = signings::find_signings(self);
    }

    /// The states that "the six" means near a sentence.
    pub(crate) fn group(&self, sentence: usize, _at: usize, count: usize) -> Option<Vec<String>> {
        let fits = self.lists.iter().filter(|(_, states)| states.len() == count);
        let near = fits.min_by_key(|(index, _)| {
            let distance = index.abs_diff(sentence) * 2;
            distance + usize::from(*index > sentence)
        });
        near.map(|(_, states)| states.clone())
    }

    /// Statements are read in the body: the headline only names.
    pub(crate) fn body_sentences(&self) -> impl Iterator<Item = (usize, &Masked)> {
        let headline = self.sentences.iter().any(|sentence| sentence.paragraph > 0);
        self.masks.iter().enumerate().filter(move |(index, _)| {
            !headline || self.sentences.get(*index).is_some_and(|sentence| sentence.paragraph > 0)
        })
    }
}

/// States and organizations where they are first named, every date.
#[allow(clippy::too_many_lines, reason = "cases in the order in which they are tried")]
fn mentioned(text: &str, named: &[Mention], dated: &[Dated]) -> Vec<Proposal> {
    let mut list = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let states = |wanted: &'static [How]| {
        named.iter().filter_map(move |mention| match &mention.what {
            What::State(id, how) if wanted.contains(how) => Some((id, mention.at)),
            _ => None,
        })
    };
    for (id, at) in states(&[How::Name]) {
        if seen.insert(id.clone()) {
            list.push(Proposal {
                fact: Fact::State { id: id.clone() },
                span: at,
                confidence: 97,
                rule: "state-named",
            });
        }
    }
    for (id, at) in states(&[How::Adjective]).chain(states(&[How::Seat])) {
        if seen.insert(id.clone()) {
            list.push(Proposal {
                fact: Fact::State { id: id.clone() },
                span: at,
                confidence: 90,
                rule: "state-by-people-or-seat",
            });
        }
    }
    let mut choices_seen: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut bodies: BTreeSet<String> = BTreeSet::new();
    for mention in named {
        match &mention.what {
            What::Ambiguous(choices) if choices_seen.insert(choices.clone()) => {
                let fact = Fact::Ambiguous { choices: choices.clone() };
                list.push(Proposal {
                    fact,
                    span: mention.at,
                    confidence: 50,
                    rule: "state-ambiguous",
                });
            }
            What::Organization(id) if bodies.insert(super::names::one_of(id).to_owned()) => {
                let fact = Fact::Organization { id: Some(id.clone()), name: None };
                list.push(Proposal {
                    fact,
                    span: mention.at,
                    confidence: 95,
                    rule: "organization-named",
                });
            }
            What::Unknown(name) if bodies.insert(name.to_lowercase()) => {
                let fact = Fact::Organization { id: None, name: Some(name.clone()) };
                list.push(Proposal {
                    fact,
                    span: mention.at,
                    confidence: 60,
                    rule: "organization-unknown",
                });
            }
            _ => {}
        }
    }
    for one in dated {
        let fact = Fact::Date { value: one.when.to_string() };
        let sure = if matches!(one.rule, "date-absolute" | "date-year" | "date-relative") {
            98
        } else {
            90
        };
        list.push(Proposal { fact, span: one.at, confidence: sure, rule: one.rule });
    }
    let _ = text;
    list
}
