//! The colors of a text: what each word is. The lexer tells words, texts, dates and comments apart; what a name stands
//! for is looked up.

use crate::desk::{Desk, Open};
use crate::names::{self, Thing};
use crate::words::placed;
use lsp_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokensEdit,
    SemanticTokensLegend,
};
use servanda::syntax::host::code_ranges;
use servanda::syntax::keyword::{CONTINUATIONS, MEMBER_FACTS, is_keyword};
use servanda::syntax::lexer::Kind;
use servanda::time::UncertainDay;
use std::ops::Range;

const TYPES: &[SemanticTokenType] = &[
    SemanticTokenType::KEYWORD,
    SemanticTokenType::STRING,
    SemanticTokenType::COMMENT,
    SemanticTokenType::NUMBER,
    SemanticTokenType::OPERATOR,
    SemanticTokenType::CLASS,
    SemanticTokenType::NAMESPACE,
    SemanticTokenType::FUNCTION,
    SemanticTokenType::ENUM_MEMBER,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::PROPERTY,
    SemanticTokenType::EVENT,
    SemanticTokenType::PARAMETER,
];

const KEYWORD: u32 = 0;
const STRING: u32 = 1;
const COMMENT: u32 = 2;
const NUMBER: u32 = 3;
const OPERATOR: u32 = 4;
const CLASS: u32 = 5;
const NAMESPACE: u32 = 6;
const FUNCTION: u32 = 7;
const ENUM_MEMBER: u32 = 8;
const VARIABLE: u32 = 9;
const PROPERTY: u32 = 10;
const EVENT: u32 = 11;
const PARAMETER: u32 = 12;

const DECLARATION: u32 = 1;

/// Which numbers mean what.
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TYPES.to_vec(),
        token_modifiers: vec![SemanticTokenModifier::DECLARATION],
    }
}

/// Words that carry the force of a duty.
const MODALS: &[&str] = &["must", "may", "not"];

/// The colors of a text, or of a stretch of it.
pub(crate) fn of(desk: &Desk, open: &Open, within: Option<&Range<usize>>) -> Vec<SemanticToken> {
    let Some(host) = open.kind.host() else { return Vec::new() };
    let names = names::named(&desk.world, &open.document);
    let mut names = names.iter().peekable();
    let mut out = Colors { open, last: (0, 0), tokens: Vec::new() };
    for range in code_ranges(&open.text, host) {
        let mut first = true;
        for token in placed(&open.text, range) {
            let outside =
                within.is_some_and(|within| token.end < within.start || token.start > within.end);
            let text = open.text.get(token.start..token.end).unwrap_or_default();
            let at_start = first;
            first = token.kind == Kind::Newline || first && token.kind == Kind::Blank;
            while names.next_if(|named| (named.at.end as usize) <= token.start).is_some() {}
            if outside {
                continue;
            }
            let mut at = token.start;
            // A path such as `CST/4/aid` is one word and names several things.
            while let Some(named) = names.next_if(|named| (named.at.start as usize) < token.end) {
                let (kind, modifier) =
                    (color(&named.thing), u32::from(named.declares) * DECLARATION);
                if (named.at.start as usize) >= at {
                    out.push(named.at.range(), kind, modifier);
                    at = named.at.end as usize;
                }
            }
            if at == token.start
                && let Some(kind) = plain(token.kind, text, at_start)
            {
                out.push(token.start..token.end, kind, 0);
            }
        }
    }
    out.tokens
}

fn color(thing: &Thing) -> u32 {
    match thing {
        Thing::Treaty(_) => CLASS,
        Thing::Article(..) => NAMESPACE,
        Thing::Norm(..) => FUNCTION,
        Thing::Actor(_) | Thing::Place(_) | Thing::Area(_) => ENUM_MEMBER,
        Thing::Reading(..) | Thing::Finding(_) => PROPERTY,
        Thing::Event(_) => EVENT,
        Thing::Claim(_) | Thing::Decision(_) | Thing::Source(_) => VARIABLE,
    }
}

fn plain(kind: Kind, text: &str, first: bool) -> Option<u32> {
    Some(match kind {
        Kind::Text | Kind::OpenText => STRING,
        Kind::Comment => COMMENT,
        Kind::Word if first && is_keyword(text) => KEYWORD,
        Kind::Word if MODALS.contains(&text) => OPERATOR,
        Kind::Word if is_date(text) => NUMBER,
        Kind::Word
            if text.len() == 1 && text.starts_with(|sign: char| sign.is_ascii_uppercase()) =>
        {
            PARAMETER
        }
        Kind::Word if CONTINUATIONS.contains(&text) || MEMBER_FACTS.contains(&text) => KEYWORD,
        _ => return None,
    })
}

fn is_date(text: &str) -> bool {
    let (from, to) = text.split_once("..").unwrap_or((text, "open"));
    let day = |text: &str| text == "open" || UncertainDay::from_word(text).is_ok();
    text.starts_with(|sign: char| sign.is_ascii_digit()) && day(from) && day(to)
}

struct Colors<'o> {
    open: &'o Open,
    last: (u32, u32),
    tokens: Vec<SemanticToken>,
}

impl Colors<'_> {
    /// Adds a stretch; an editor wants each on one line.
    fn push(&mut self, range: Range<usize>, kind: u32, modifiers: u32) {
        let words = self.open.text.get(range.clone()).unwrap_or_default();
        let mut at = range.start;
        for line in words.split_inclusive('\n') {
            let shown = line.trim_end_matches(['\n', '\r']);
            let place = self.open.lines.range(at..at + shown.len());
            at += line.len();
            let length = place.end.character.saturating_sub(place.start.character);
            if length == 0 {
                continue;
            }
            let (line, column) = (place.start.line, place.start.character);
            let delta_line = line.saturating_sub(self.last.0);
            let delta_start =
                if delta_line == 0 { column.saturating_sub(self.last.1) } else { column };
            self.tokens.push(SemanticToken {
                delta_line,
                delta_start,
                length,
                token_type: kind,
                token_modifiers_bitset: modifiers,
            });
            self.last = (line, column);
        }
    }
}

/// The one edit between two lists of colors, in numbers of which each has five.
pub(crate) fn difference(old: &[SemanticToken], new: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    let same = |(one, other): &(&SemanticToken, &SemanticToken)| one == other;
    let start = old.iter().zip(new).take_while(same).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(same).count();
    if start == old.len() && start == new.len() {
        return Vec::new();
    }
    let fresh = new.get(start..new.len() - end).unwrap_or_default();
    vec![SemanticTokensEdit {
        start: start as u32 * 5,
        delete_count: (old.len() - end - start) as u32 * 5,
        data: Some(fresh.to_vec()),
    }]
}
