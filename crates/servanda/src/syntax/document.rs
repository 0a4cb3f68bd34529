//! A parsed text: its clauses in order, and every fault found in it. The lossless tree is `tree`.

use super::clause::Clause;
use super::cursor::Word;
use super::host::Host;
use super::keyword::is_keyword;
use super::lexer::Kind;
use super::read::{Around, guess, read};
use super::source::Span;
use super::tree::{self, Sink};
use super::{Code, Diagnostic};

/// One thing in a text.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A clause that could be read.
    Clause {
        /// The clause.
        clause: Box<Clause>,
        /// Its place.
        at: Span,
        /// Comments on its lines, `#` included.
        comments: Vec<String>,
    },
    /// A clause that could not; its fault is among the diagnostics.
    Faulty {
        /// Its place.
        at: Span,
        /// Its first word.
        word: String,
        /// What was probably meant, so that one slip raises no further faults. Never printed.
        guess: Option<Box<Clause>>,
    },
    /// A comment on a line of its own.
    Comment(String),
    /// One or more empty lines.
    Blank,
    /// Markdown outside the fences, fence lines included.
    Prose(String),
}

/// What a text says: everything in it, in order, and every fault.
#[derive(Clone, Debug)]
pub struct Document {
    /// How the language is hosted.
    pub host: Host,
    /// Everything in it, in order.
    pub entries: Vec<Entry>,
    /// Every fault, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// A text with so many faults is something else than a treaty: a table, a log, a picture. To read
/// on would cost minutes and tell nobody anything.
const MOST_FAULTS: usize = 1000;

/// Reads a text as source number `file`. Never fails: faults are in the result.
pub fn parse(text: &str, file: u32, host: Host) -> Document {
    let mut reading = Reading::new(file, text);
    tree::group(text, host, &mut reading);
    reading.document(host)
}

/// A token of the clause that is open, by its place.
#[derive(Clone, Copy)]
struct Held {
    kind: Kind,
    start: u32,
    end: u32,
}

struct Reading<'t> {
    file: u32,
    text: &'t str,
    /// Byte at which the next token begins.
    at: u32,
    entries: Vec<Entry>,
    diagnostics: Vec<Diagnostic>,
    in_members: bool,
    comment_open: bool,
    /// A block has begun and no clause of it yet.
    block_fresh: bool,
    open: Vec<Kind>,
    held: Vec<Held>,
}

impl Sink for Reading<'_> {
    fn open(&mut self, kind: Kind) {
        self.block_fresh |= kind == Kind::Block;
        self.open.push(kind);
    }

    fn close(&mut self) {
        if self.open.pop() == Some(Kind::Clause) {
            self.clause();
            self.block_fresh = false;
        }
    }

    fn token(&mut self, kind: Kind, text: &str) {
        let start = self.at;
        self.at += text.len() as u32;
        if self.open.last() == Some(&Kind::Clause) {
            self.held.push(Held { kind, start, end: self.at });
        } else {
            self.between(kind, text);
        }
    }
}

impl<'t> Reading<'t> {
    fn new(file: u32, text: &'t str) -> Reading<'t> {
        Reading {
            file,
            text,
            at: 0,
            entries: Vec::new(),
            diagnostics: Vec::new(),
            in_members: false,
            comment_open: false,
            block_fresh: false,
            open: Vec::new(),
            held: Vec::new(),
        }
    }

    fn document(mut self, host: Host) -> Document {
        let clause = |entry: &Entry| matches!(entry, Entry::Clause { .. } | Entry::Faulty { .. });
        if !self.entries.iter().any(clause) {
            let start = Span { file: self.file, start: 0, end: 0 };
            let message = "this file holds no clause of the treaty language";
            let fault = Diagnostic::at(Code::SV0111, start, message);
            self.diagnostics.push(
                fault.help("in a `.treaty.md` file, clauses stand in fences marked ```treaty"),
            );
        }
        Document { host, entries: self.entries, diagnostics: self.diagnostics }
    }

    fn between(&mut self, kind: Kind, text: &str) {
        match kind {
            Kind::Comment => {
                self.comment_open = true;
                self.entries.push(Entry::Comment(text.trim_end().to_owned()));
            }
            Kind::Prose => {
                self.in_members = false;
                self.entries.push(Entry::Prose(text.to_owned()));
            }
            // The comment's own line end; a further one is an empty line.
            Kind::Newline if self.comment_open => self.comment_open = false,
            Kind::Newline if !matches!(self.entries.last(), Some(Entry::Blank)) => {
                self.entries.push(Entry::Blank);
            }
            _ => {}
        }
    }

    fn clause(&mut self) {
        let mut held = std::mem::take(&mut self.held);
        let words_at =
            |one: &Held| self.text.get(one.start as usize..one.end as usize).unwrap_or_default();
        let meaningful = |kind: Kind| !matches!(kind, Kind::Blank | Kind::Newline | Kind::Comment);
        let mut words: Vec<Word<'_>> = Vec::with_capacity(held.len());
        words.extend(held.iter().filter(|one| meaningful(one.kind)).map(|one| Word {
            kind: one.kind,
            text: words_at(one),
            at: Span { file: self.file, start: one.start, end: one.end },
        }));
        let comments: Vec<String> = held
            .iter()
            .filter(|one| one.kind == Kind::Comment)
            .map(|one| words_at(one).trim_end().to_owned())
            .collect();
        // The room for tokens serves the next clause too.
        held.clear();
        self.held = held;
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let at = first.at.to(last.at);
        if self.diagnostics.len() >= MOST_FAULTS {
            self.entries.push(Entry::Faulty { at, word: String::new(), guess: None });
            return;
        }
        match read(&words, self.around(first.text)) {
            Ok(clause) => {
                self.in_members = matches!(clause, Clause::Members)
                    || (self.in_members && matches!(clause, Clause::Member { .. }));
                self.entries.push(Entry::Clause { clause: Box::new(clause), at, comments });
            }
            Err(fault) => {
                let guess = guess(&words, self.around(first.text));
                self.in_members &= !is_keyword(first.text);
                self.in_members |= matches!(guess, Some(Clause::Members));
                let last = self.diagnostics.len() + 1 == MOST_FAULTS;
                self.diagnostics.push(match last {
                    true => fault.note("the text is read no further; mend these faults first"),
                    false => *fault,
                });
                let guess = guess.map(Box::new);
                self.entries.push(Entry::Faulty { at, word: first.text.to_owned(), guess });
            }
        }
    }

    fn around(&self, first: &str) -> Around {
        if first == "source" && self.block_fresh {
            Around::SourceHead
        } else if self.in_members {
            Around::Members
        } else {
            Around::Elsewhere
        }
    }
}
