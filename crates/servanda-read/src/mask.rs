//! A sentence in which every name, date and quotation is one sign, so that clause patterns read
//! words and know who stands where. Knows nothing of what clauses mean.

use super::mention::{How, Mention, What};
use super::quote::Quote;
use super::span::Span;
use super::when::When;
use super::when_find::Dated;

/// A state by its name.
pub(crate) const STATE: char = '\u{E000}';
/// A seat of government.
pub(crate) const SEAT: char = '\u{E001}';
/// An adjective or people.
pub(crate) const ADJECTIVE: char = '\u{E002}';
/// A place.
pub(crate) const PLACE: char = '\u{E003}';
/// Several states.
pub(crate) const LIST: char = '\u{E004}';
/// An organization or treaty.
pub(crate) const ORG: char = '\u{E005}';
/// A date.
pub(crate) const DATE: char = '\u{E006}';
/// A quotation.
pub(crate) const QUOTE: char = '\u{E007}';

/// What a sign stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Slot {
    /// States, in the order of the text.
    States(Vec<String>),
    /// A place in a state.
    Place(String),
    /// An organization or treaty: its id, or its name when no list has it.
    Org(Result<String, String>),
    /// A date.
    Date(When),
    /// A quotation by its number.
    Quote(usize),
    /// A name of several states.
    Nobody,
}

/// A sign of a masked sentence.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    /// Where it stands in the mask.
    pub(crate) at: usize,
    /// What it stands for in the text.
    pub(crate) words: Span,
    pub(crate) slot: Slot,
}

/// A masked sentence.
#[derive(Clone, Debug)]
pub(crate) struct Masked {
    /// The mask.
    pub(crate) text: String,
    /// Its signs, in order.
    pub(crate) signs: Vec<Signed>,
    /// Where runs of plain words begin: in the mask and in the text.
    runs: Vec<(usize, usize)>,
    /// The sentence in the text.
    pub(crate) at: Span,
}

/// One thing that becomes a sign.
struct Piece {
    at: Span,
    sign: char,
    slot: Slot,
}

/// What is known of a text, for its masks.
pub(crate) struct Sources<'a> {
    pub(crate) text: &'a str,
    pub(crate) mentions: &'a [Mention],
    pub(crate) dates: &'a [Dated],
    pub(crate) quotes: &'a [Quote],
}

/// Masks a sentence. `with_quotes` hides quotations too.
pub(crate) fn mask(sources: &Sources<'_>, at: Span, with_quotes: bool) -> Masked {
    let mut pieces = Vec::new();
    if with_quotes {
        let from = sources.quotes.partition_point(|quote| quote.whole.end <= at.start);
        for (index, quote) in sources.quotes.iter().enumerate().skip(from) {
            if quote.whole.start >= at.end {
                break;
            }
            if quote.whole.end <= at.end && quote.whole.start >= at.start {
                pieces.push(Piece { at: quote.whole, sign: QUOTE, slot: Slot::Quote(index) });
            }
        }
    }
    let from = sources.mentions.partition_point(|mention| mention.at.end <= at.start);
    for mention in
        sources.mentions.iter().skip(from).take_while(|mention| mention.at.start < at.end)
    {
        let (sign, slot) = match &mention.what {
            What::State(id, How::Name) => (STATE, Slot::States(vec![id.clone()])),
            What::State(id, How::Seat) => (SEAT, Slot::States(vec![id.clone()])),
            What::State(id, How::Adjective) => (ADJECTIVE, Slot::States(vec![id.clone()])),
            What::State(id, How::Place) => (PLACE, Slot::Place(id.clone())),
            What::Organization(id) => (ORG, Slot::Org(Ok(id.clone()))),
            What::Unknown(name) => (ORG, Slot::Org(Err(name.clone()))),
            What::Ambiguous(_) => (STATE, Slot::Nobody),
        };
        pieces.push(Piece { at: mention.at, sign, slot });
    }
    let from = sources.dates.partition_point(|dated| dated.at.end <= at.start);
    for dated in sources.dates.iter().skip(from).take_while(|dated| dated.at.start < at.end) {
        pieces.push(Piece { at: dated.at, sign: DATE, slot: Slot::Date(dated.when) });
    }
    pieces.sort_by_key(|piece| (piece.at.start, std::cmp::Reverse(piece.at.end)));
    joined(&build(sources.text, at, pieces))
}

fn build(text: &str, at: Span, pieces: Vec<Piece>) -> Masked {
    let mut out = Masked { text: String::new(), signs: Vec::new(), runs: Vec::new(), at };
    let mut next = at.start;
    for piece in pieces {
        if piece.at.start < next || piece.at.end > at.end {
            continue;
        }
        out.plain(text, next, piece.at.start);
        out.signs.push(Signed { at: out.text.len(), words: piece.at, slot: piece.slot });
        out.text.push(piece.sign);
        next = piece.at.end;
    }
    out.plain(text, next, at.end);
    out
}

impl Masked {
    fn plain(&mut self, text: &str, from: usize, to: usize) {
        self.runs.push((self.text.len(), from));
        for (at, sign) in text.get(from..to).unwrap_or_default().char_indices() {
            if sign == '\n' || sign == '\r' || sign == '\t' {
                self.text.push(' ');
            } else if ('\u{E000}'..='\u{E00F}').contains(&sign) {
                // A sign of ours in somebody's text means nothing.
                self.text.push('?');
                self.runs.push((self.text.len(), from + at + sign.len_utf8()));
            } else {
                self.text.push(sign);
            }
        }
    }

    /// The byte of the text at a byte of the mask; inside a sign, its end.
    pub(crate) fn back(&self, at: usize) -> usize {
        let sign = self.signs.partition_point(|sign| sign.at < at);
        let sign = sign.checked_sub(1).and_then(|index| self.signs.get(index));
        let run = self.runs.partition_point(|(masked, _)| *masked <= at);
        let run = run.checked_sub(1).and_then(|index| self.runs.get(index));
        match (sign, run) {
            (Some(sign), Some((masked, _))) if *masked < sign.at + 3 && at <= sign.at + 3 => {
                sign.words.end
            }
            (_, Some((masked, original))) => (original + at - masked).min(self.at.end),
            _ => self.at.start,
        }
    }

    /// The byte of the text where a stretch of the mask begins: a sign's own beginning.
    pub(crate) fn start(&self, at: usize) -> usize {
        match self.sign_at(at) {
            Some(sign) => sign.words.start,
            None => self.back(at),
        }
    }

    /// A stretch of the mask as a stretch of the text, without blanks and stops at its ends.
    pub(crate) fn span(&self, text: &str, from: usize, to: usize) -> Span {
        let part = self.text.get(from..to).unwrap_or_default();
        let lead = part.len() - part.trim_start_matches([' ', ',', ';', ':', '-', '—']).len();
        let tail = part.len() - part.trim_end_matches([' ', ',', ';', ':', '.', '-', '—']).len();
        let span = Span::new(self.start(from + lead), self.back((to - tail).max(from + lead)));
        if text.is_char_boundary(span.start) && text.is_char_boundary(span.end) {
            span
        } else {
            self.at
        }
    }

    /// The sign at a byte of the mask.
    pub(crate) fn sign_at(&self, at: usize) -> Option<&Signed> {
        let index = self.signs.partition_point(|sign| sign.at < at);
        self.signs.get(index).filter(|sign| sign.at == at)
    }

    /// Signs in a stretch of the mask.
    pub(crate) fn signs_in(
        &self,
        from: usize,
        to: usize,
    ) -> impl DoubleEndedIterator<Item = &Signed> {
        let first = self.signs.partition_point(|sign| sign.at < from);
        let last = self.signs.partition_point(|sign| sign.at < to);
        self.signs.get(first..last.max(first)).unwrap_or_default().iter()
    }

    /// The character that stands there.
    pub(crate) fn kind(&self, at: usize) -> char {
        self.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ')
    }
}

/// Whether the words between two states make them a list.
fn links(between: &str) -> bool {
    let mut rest = between.trim();
    if between.len() > 16 || rest.is_empty() {
        return false;
    }
    if between.contains("- ") || between.contains("* ") || between.contains("• ") {
        return rest
            .trim_matches(['-', '*', '•', ' ', ';', ','])
            .trim_start_matches("the")
            .trim()
            .is_empty();
    }
    let mut linked = false;
    for word in ["itself", "himself"] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    for mark in [",", ";", "and", "or", "&", "as well as", "with", "plus"] {
        if mark == "with" || mark == "or" {
            continue;
        }
        if let Some(more) = rest.strip_prefix(mark) {
            linked = true;
            rest = more.trim_start();
        }
    }
    let rest = rest.strip_prefix("the").unwrap_or(rest).trim();
    linked && rest.is_empty()
}

/// Joins states that stand in a list into one sign.
fn joined(masked: &Masked) -> Masked {
    let mut out =
        Masked { text: String::new(), signs: Vec::new(), runs: Vec::new(), at: masked.at };
    let mut index = 0;
    let mut copied = 0;
    while let Some(sign) = masked.signs.get(index) {
        let mut last = index;
        let mut states = match &sign.slot {
            Slot::States(states) => states.clone(),
            _ => Vec::new(),
        };
        let joins = |at: usize| matches!(masked.kind(at), STATE | SEAT);
        if joins(sign.at) && !states.is_empty() {
            while let (Some(this), Some(next)) =
                (masked.signs.get(last), masked.signs.get(last + 1))
            {
                let between = masked.text.get(this.at + 3..next.at).unwrap_or_default();
                let Slot::States(more) = &next.slot else { break };
                // "the Soviet Union, and Japan, Germany's ally": an owner is none of the list.
                let owner = masked
                    .text
                    .get(next.at + 3..)
                    .is_some_and(|rest| rest.starts_with("'s ") || rest.starts_with("’s "));
                if !joins(next.at) || !links(between) || (owner && !between.contains("and")) {
                    break;
                }
                states.extend(
                    more.iter()
                        .filter(|state| !states.contains(state))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
                last += 1;
            }
        }
        // "into Vietnam, and Moscow did nothing": two with a comma are no list.
        let first =
            masked.signs.get(index + 1).and_then(|next| masked.text.get(sign.at + 3..next.at));
        if last == index + 1
            && first.is_some_and(|between| between.trim_start().starts_with(", and"))
        {
            last = index;
        }
        out.copy(masked, copied, sign.at);
        let end = masked.signs.get(last).map_or(sign.at, |sign| sign.at);
        let words = Span::new(
            sign.words.start,
            masked.signs.get(last).map_or(sign.words.end, |one| one.words.end),
        );
        let slot = if last > index { Slot::States(states) } else { sign.slot.clone() };
        out.signs.push(Signed { at: out.text.len(), words, slot });
        out.text.push(if last > index { LIST } else { masked.kind(sign.at) });
        copied = end + 3;
        index = last + 1;
    }
    out.copy(masked, copied, masked.text.len());
    out
}

impl Masked {
    fn copy(&mut self, from: &Masked, start: usize, end: usize) {
        self.runs.push((self.text.len(), from.after(start)));
        let inside = from.runs.iter().filter(|(masked, _)| *masked > start && *masked < end);
        for (masked, original) in inside {
            self.runs.push((self.text.len() + masked - start, *original));
        }
        self.text.push_str(from.text.get(start..end).unwrap_or_default());
    }

    /// The byte of the text where the run at a byte of the mask begins.
    fn after(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|(masked, _)| *masked <= at);
        let run = run.checked_sub(1).and_then(|index| self.runs.get(index));
        run.map_or(self.at.start, |(masked, original)| original + at - masked)
    }
}
