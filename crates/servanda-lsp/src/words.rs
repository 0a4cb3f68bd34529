//! The words around a byte of an open text: which it stands in, which clause they belong to, which stand before it.

use crate::desk::Open;
use servanda::syntax::clause::Clause;
use servanda::syntax::cursor::Word;
use servanda::syntax::host::code_ranges;
use servanda::syntax::lexer::{Kind, tokens};
use servanda::syntax::read::Around;
use servanda::syntax::{Entry, Span};
use std::ops::Range;

/// A token with its place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The stretch of code around a byte; none in prose.
pub(crate) fn code(open: &Open, byte: usize) -> Option<Range<usize>> {
    let ranges = code_ranges(&open.text, open.kind.host()?);
    ranges.into_iter().find(|range| range.start <= byte && byte <= range.end)
}

/// The tokens of a stretch of code.
pub(crate) fn placed(text: &str, range: Range<usize>) -> Vec<Placed> {
    let mut at = range.start;
    let each = tokens(text.get(range).unwrap_or_default()).into_iter().map(|token| {
        let start = at;
        at += token.length as usize;
        Placed { kind: token.kind, start, end: at }
    });
    each.collect()
}

/// The bare word at a byte, whether it is the first of its line, and its place.
pub(crate) fn at(open: &Open, byte: usize) -> Option<(&str, bool, Range<usize>)> {
    let list = placed(&open.text, code(open, byte)?);
    let index = list
        .iter()
        .position(|token| token.kind == Kind::Word && token.start <= byte && byte <= token.end)?;
    let token = list.get(index)?;
    let before = list.get(..index).unwrap_or_default().iter().rev();
    let line = before.take_while(|token| token.kind != Kind::Newline);
    let first = line.into_iter().all(|token| token.kind == Kind::Blank);
    Some((open.text.get(token.start..token.end)?, first, token.start..token.end))
}

/// What stands before the caret.
pub(crate) struct Before<'o> {
    /// The words of the clause so far, without the one that is being written.
    pub(crate) words: Vec<Word<'o>>,
    /// What stands around the clause.
    pub(crate) around: Around,
    /// The place of the word that is being written, whose end may lie after the caret.
    pub(crate) written: Range<usize>,
    /// The line holds nothing yet but the word that is being written.
    pub(crate) at_line_start: bool,
    /// The caret is in a quoted text or a comment.
    pub(crate) in_words: bool,
}

/// What stands before a byte, if that is code.
pub(crate) fn before(open: &Open, byte: usize) -> Option<Before<'_>> {
    let list = placed(&open.text, code(open, byte)?);
    let inside = |token: &&Placed| token.start < byte && byte < token.end;
    let quiet = |kind: Kind| matches!(kind, Kind::Text | Kind::OpenText | Kind::Comment);
    let to_end = |token: &&Placed| {
        matches!(token.kind, Kind::OpenText | Kind::Comment)
            && token.start < byte
            && byte <= token.end
    };
    let in_words = list.iter().any(|token| quiet(token.kind) && inside(&token) || to_end(&token));
    let touched =
        |token: &&Placed| token.kind == Kind::Word && token.start < byte && byte <= token.end;
    let written = list.iter().find(touched).map_or(byte..byte, |token| token.start..token.end);
    let start = clause_start(open, written.start, &list);
    let meaningful = |kind: Kind| !matches!(kind, Kind::Blank | Kind::Newline | Kind::Comment);
    let own = list.iter().filter(|token| {
        token.start >= start && token.end <= written.start && meaningful(token.kind)
    });
    let words = own.map(|token| Word {
        kind: token.kind,
        text: open.text.get(token.start..token.end).unwrap_or_default(),
        at: Span { file: open.slot, start: token.start as u32, end: token.end as u32 },
    });
    let line =
        open.text.get(..written.start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
    let lead = open.text.get(line..written.start).unwrap_or_default();
    Some(Before {
        words: words.collect(),
        around: around(open, start),
        at_line_start: lead.trim().is_empty(),
        written,
        in_words,
    })
}

/// Where the clause begins that the word at a byte belongs to: at its line, or further up if that line only goes on with
/// what stands above.
fn clause_start(open: &Open, byte: usize, list: &[Placed]) -> usize {
    let of_line = |byte: usize| {
        open.text.get(..byte).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1)
    };
    let line = of_line(byte);
    let starts = open.document.entries.iter().filter_map(|entry| match entry {
        Entry::Clause { at, .. } | Entry::Faulty { at, .. } => Some(*at),
        _ => None,
    });
    let holding = starts.into_iter().rfind(|at| (at.start as usize) <= byte);
    let code = list.first().map_or(0, |token| token.start);
    match holding {
        // The clause above reaches into this line, or ends just before the word.
        Some(at) if (at.end as usize) > line && (at.start as usize) >= code => at.start as usize,
        _ => line,
    }
}

/// What stands around the clause that begins at a byte.
fn around(open: &Open, byte: usize) -> Around {
    let before = open.document.entries.iter().filter_map(|entry| match entry {
        Entry::Clause { clause, at, .. } if (at.start as usize) < byte => Some(clause.as_ref()),
        _ => None,
    });
    match before.into_iter().next_back() {
        Some(Clause::Members | Clause::Member { .. }) => Around::Members,
        _ => Around::Elsewhere,
    }
}
