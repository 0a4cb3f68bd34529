//! A parsed text: its tree, its clauses in order, and every fault found in it.

use super::clause::Clause;
use super::cursor::Word;
use super::host::Host;
use super::keyword::is_keyword;
use super::lexer::Kind;
use super::read::{Around, read};
use super::source::Span;
use super::tree::{self, Node};
use super::{Code, Diagnostic};
use rowan::{GreenNode, NodeOrToken, WalkEvent};

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
    },
    /// A comment on a line of its own.
    Comment(String),
    /// One or more empty lines.
    Blank,
    /// Markdown outside the fences, fence lines included.
    Prose(String),
}

/// A text of the language, read. `tree` is lossless: its text is the source's text.
#[derive(Clone, Debug)]
pub struct Document {
    /// How the language is hosted.
    pub host: Host,
    /// The lossless tree.
    pub tree: GreenNode,
    /// Everything in it, in order.
    pub entries: Vec<Entry>,
    /// Every fault, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a text as source number `file`. Never fails: faults are in the result.
pub fn parse(text: &str, file: u32, host: Host) -> Document {
    let green = tree::build(text, host);
    let root = Node::new_root(green.clone());
    let mut reading = Reading {
        file,
        entries: Vec::new(),
        diagnostics: Vec::new(),
        in_members: false,
        comment_open: false,
    };
    let mut walk = root.preorder_with_tokens();
    while let Some(step) = walk.next() {
        match step {
            WalkEvent::Enter(NodeOrToken::Node(node)) if node.kind() == Kind::Clause => {
                reading.clause(&node);
                walk.skip_subtree();
            }
            WalkEvent::Enter(NodeOrToken::Token(token)) => {
                reading.between(token.kind(), token.text());
            }
            _ => {}
        }
    }
    let Reading { entries, mut diagnostics, .. } = reading;
    if !entries.iter().any(|entry| matches!(entry, Entry::Clause { .. } | Entry::Faulty { .. })) {
        let start = Span { file, start: 0, end: 0 };
        diagnostics.push(
            Diagnostic::at(Code::SV0111, start, "this file holds no clause of the treaty language")
                .help("in a `.treaty.md` file, clauses stand in fences marked ```treaty"),
        );
    }
    Document { host, tree: green, entries, diagnostics }
}

struct Reading {
    file: u32,
    entries: Vec<Entry>,
    diagnostics: Vec<Diagnostic>,
    in_members: bool,
    comment_open: bool,
}

impl Reading {
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

    fn clause(&mut self, node: &Node) {
        let tokens: Vec<_> =
            node.descendants_with_tokens().filter_map(NodeOrToken::into_token).collect();
        let meaningful = |kind: Kind| !matches!(kind, Kind::Blank | Kind::Newline | Kind::Comment);
        let span = |range: rowan::TextRange| Span {
            file: self.file,
            start: range.start().into(),
            end: range.end().into(),
        };
        let words: Vec<Word<'_>> = tokens
            .iter()
            .filter(|token| meaningful(token.kind()))
            .map(|token| Word {
                kind: token.kind(),
                text: token.text(),
                at: span(token.text_range()),
            })
            .collect();
        let comments: Vec<String> = tokens
            .iter()
            .filter(|token| token.kind() == Kind::Comment)
            .map(|token| token.text().trim_end().to_owned())
            .collect();
        let at = match (words.first(), words.last()) {
            (Some(first), Some(last)) => first.at.to(last.at),
            _ => return,
        };
        match read(&words, self.around(node, &words)) {
            Ok(clause) => {
                self.in_members = matches!(clause, Clause::Members)
                    || (self.in_members && matches!(clause, Clause::Member { .. }));
                self.entries.push(Entry::Clause { clause: Box::new(clause), at, comments });
            }
            Err(fault) => {
                let first = words.first().map_or("", |word| word.text);
                self.in_members &= !is_keyword(first);
                self.diagnostics.push(*fault);
                self.entries.push(Entry::Faulty { at });
            }
        }
    }

    fn around(&self, node: &Node, words: &[Word<'_>]) -> Around {
        let first = words.first().map_or("", |word| word.text);
        let block_head = node.parent().is_some_and(|parent| {
            parent.kind() == Kind::Block && parent.first_child().as_ref() == Some(node)
        });
        if first == "source" && block_head {
            Around::SourceHead
        } else if self.in_members {
            Around::Members
        } else {
            Around::Elsewhere
        }
    }
}
