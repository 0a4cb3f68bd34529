//! The lossless tree: every byte of a text, grouped into blocks, articles, norms and clauses.
//!
//! Grouping needs only the first word of each line, so an error inside one clause never hides the
//! next. What the words of a clause mean is read later, by `read`.

use super::host::{Host, code_ranges};
use super::keyword::{CONTINUATIONS, MEMBER_FACTS, is_keyword};
use super::lexer::{Kind, Token, TreatyLanguage, tokens};
use rowan::{GreenNode, GreenNodeBuilder, Language};

/// A node of the tree.
pub type Node = rowan::SyntaxNode<TreatyLanguage>;
/// A token of the tree.
pub type Leaf = rowan::SyntaxToken<TreatyLanguage>;
/// A node or a token of the tree.
pub type Element = rowan::SyntaxElement<TreatyLanguage>;

/// The words that begin a block at the top level.
const BLOCKS: &[&str] =
    &["treaty", "area", "decision", "claim", "event", "finding", "duty", "test", "priority"];

/// The words that begin a field of a source's own block.
const SOURCE_FIELDS: &[&str] = &["type", "author", "title", "publisher", "date", "url"];

/// Receives the pieces of a text in order: nodes as they open and close, and every token.
pub(super) trait Sink {
    /// A node begins.
    fn open(&mut self, kind: Kind);
    /// The innermost node ends.
    fn close(&mut self);
    /// A token of the innermost node.
    fn token(&mut self, kind: Kind, text: &str);
}

impl Sink for GreenNodeBuilder<'static> {
    fn open(&mut self, kind: Kind) {
        self.start_node(TreatyLanguage::kind_to_raw(kind));
    }

    fn close(&mut self) {
        self.finish_node();
    }

    fn token(&mut self, kind: Kind, text: &str) {
        GreenNodeBuilder::token(self, TreatyLanguage::kind_to_raw(kind), text);
    }
}

/// Builds the tree of a text. Never fails; `tree.to_string()` is the text again.
pub fn build(text: &str, host: Host) -> GreenNode {
    let mut green = GreenNodeBuilder::new();
    group(text, host, &mut green);
    green.finish()
}

/// Groups a text into blocks, articles, norms and clauses.
pub(super) fn group(text: &str, host: Host, sink: &mut impl Sink) {
    let mut builder = Builder { sink, open: Vec::new(), names_only: false, cites: false };
    builder.start(Kind::File);
    let mut at = 0;
    for range in code_ranges(text, host) {
        builder.prose(text.get(at..range.start).unwrap_or_default());
        let code = text.get(range.clone()).unwrap_or_default();
        at = range.end;
        builder.code(code);
    }
    builder.prose(text.get(at..).unwrap_or_default());
    builder.close_to(0);
}

struct Builder<'s, S: Sink> {
    sink: &'s mut S,
    open: Vec<Kind>,
    /// In a list of members: names were read and no fact yet, so that more names may follow.
    names_only: bool,
    /// The clause that is open cites a source, so that `url` goes on with it.
    cites: bool,
}

/// A line of code: its tokens and where its first meaningful one stands.
struct Line<'a> {
    tokens: &'a [Token],
    text: &'a str,
}

impl<'a> Line<'a> {
    fn first(&self) -> Option<(Kind, &'a str)> {
        let mut at = 0;
        for token in self.tokens {
            let words = self.text.get(at..at + token.length as usize).unwrap_or_default();
            at += token.length as usize;
            if !matches!(token.kind, Kind::Blank | Kind::Newline) {
                return Some((token.kind, words));
            }
        }
        None
    }

    /// Whether the line holds a word of duty, so that names at its start are bearers.
    fn has_modal(&self) -> bool {
        self.has_word(|word| matches!(word, "must" | "may"))
    }

    fn has_word(&self, fits: impl Fn(&str) -> bool) -> bool {
        let mut at = 0;
        self.tokens.iter().any(|token| {
            let words = self.text.get(at..at + token.length as usize).unwrap_or_default();
            at += token.length as usize;
            token.kind == Kind::Word && fits(words)
        })
    }

    /// Whether the line holds a fact of membership.
    fn has_fact(&self) -> bool {
        self.has_word(|word| MEMBER_FACTS.contains(&word))
    }

    /// Whether a quoted text follows the first word and one more word: `source ATOP "4220"`.
    fn has_text(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token.kind, Kind::Text | Kind::OpenText))
    }
}

/// Cuts code into its lines. A quoted text that runs over lines keeps them in one.
fn lines<'a>(list: &'a [Token], code: &'a str) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let (mut first, mut at, mut line_at) = (0, 0, 0);
    for (index, token) in list.iter().enumerate() {
        at += token.length as usize;
        if token.kind == Kind::Newline || index + 1 == list.len() {
            lines.push(Line {
                tokens: list.get(first..=index).unwrap_or_default(),
                text: code.get(line_at..at).unwrap_or_default(),
            });
            first = index + 1;
            line_at = at;
        }
    }
    lines
}

/// `source ID` begins a source's own block when its fields follow; else it cites that source.
fn begins_source_block(word: &str, line: &Line<'_>, next: &str) -> bool {
    word == "source" && !line.has_text() && SOURCE_FIELDS.contains(&next)
}

impl<S: Sink> Builder<'_, S> {
    fn start(&mut self, kind: Kind) {
        self.sink.open(kind);
        self.open.push(kind);
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.sink.close();
            self.open.pop();
        }
    }

    /// Closes every open node up to and including the innermost of this kind, if one is open.
    fn close(&mut self, kind: Kind) {
        if let Some(depth) = self.open.iter().rposition(|open| *open == kind) {
            self.close_to(depth);
        }
    }

    fn is_open(&self, kind: Kind) -> bool {
        self.open.contains(&kind)
    }

    fn prose(&mut self, text: &str) {
        if !text.is_empty() {
            // Prose between fences belongs to the article or treaty around it.
            self.close(Kind::Clause);
            self.sink.token(Kind::Prose, text);
        }
    }

    fn code(&mut self, code: &str) {
        let list = tokens(code);
        let lines = lines(&list, code);
        let mut in_members = false;
        // The first word of the next line that has one, found from the end backwards.
        let mut following = vec![""; lines.len()];
        let mut next = "";
        for (slot, line) in following.iter_mut().zip(&lines).rev() {
            *slot = next;
            next = line.first().map_or(next, |(_, word)| word);
        }
        for (line, next) in lines.iter().zip(following) {
            self.line(line, next, &mut in_members);
        }
        self.close(Kind::Clause);
    }

    fn line(&mut self, line: &Line<'_>, next: &str, in_members: &mut bool) {
        match line.first() {
            // A line with nothing on it ends the clause before it, so that it stands between.
            None => self.close(Kind::Clause),
            Some((Kind::Comment, _)) => self.close(Kind::Clause),
            Some((kind, word)) => {
                if self.begins_clause(kind, word, line, *in_members) {
                    self.close(Kind::Clause);
                    if is_keyword(word) {
                        *in_members = word == "members";
                    }
                    self.cites = word == "source" && line.has_text();
                    self.open_groups(word, line, next);
                    self.start(Kind::Clause);
                }
            }
        }
        let names_first = line.first().is_some_and(|(_, word)| !is_keyword(word));
        self.names_only = *in_members && names_first && !line.has_fact();
        let mut at = 0;
        for token in line.tokens {
            self.sink.token(
                token.kind,
                line.text.get(at..at + token.length as usize).unwrap_or_default(),
            );
            at += token.length as usize;
        }
    }

    fn begins_clause(&self, kind: Kind, word: &str, line: &Line<'_>, in_members: bool) -> bool {
        let inside = self.is_open(Kind::Clause);
        if !inside {
            return true;
        }
        match kind {
            Kind::Word if in_members && MEMBER_FACTS.contains(&word) => {
                word == "not" && line.has_text()
            }
            Kind::Word if word == "url" && self.cites => false,
            Kind::Word if is_keyword(word) => true,
            Kind::Word if CONTINUATIONS.contains(&word) => false,
            Kind::Word if word.starts_with(|first: char| first.is_ascii_digit()) => false,
            Kind::Word if word.starts_with(char::is_uppercase) => {
                self.names_begin(line, in_members)
            }
            Kind::Text => self.names_begin(line, in_members),
            Kind::Word | Kind::Stray => true,
            _ => false,
        }
    }

    /// Whether names at the start of a line begin a clause: a member's entry, or bearers of a duty.
    fn names_begin(&self, line: &Line<'_>, in_members: bool) -> bool {
        if in_members { !self.names_only } else { line.has_modal() }
    }

    fn open_groups(&mut self, word: &str, line: &Line<'_>, next: &str) {
        let block = BLOCKS.contains(&word) || begins_source_block(word, line, next);
        let priority_inside = word == "priority" && self.is_open(Kind::Block);
        if block && !priority_inside {
            self.close(Kind::Block);
            self.start(Kind::Block);
        } else if word == "article" {
            self.close(Kind::Article);
            self.start(Kind::Article);
        } else if word == "norm" {
            self.close(Kind::Norm);
            self.start(Kind::Norm);
        } else if matches!(word, "members" | "reading" | "reservation") {
            self.close(Kind::Norm);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_the_text_again() {
        let text = "# T\n\n```treaty\ntreaty X \"x\"\n\n  # c\n  norm a\n wehn (\n```\n\nend\n";
        let tree = Node::new_root(build(text, Host::Literate));
        assert_eq!(tree.to_string(), text);
    }
}
