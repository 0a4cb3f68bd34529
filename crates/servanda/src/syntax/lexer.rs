//! Text to tokens; every byte of the text is in exactly one of them.

use rowan::Language;

/// Kinds of tokens and of tree nodes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u16)]
pub enum Kind {
    /// A run of letters, digits and the marks that ids, dates and references use.
    Word,
    /// `"..."`, quotes included.
    Text,
    /// `"...` never closed.
    OpenText,
    /// `,`
    Comma,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `# ...` to the end of the line.
    Comment,
    /// A line break.
    Newline,
    /// Spaces and tabs.
    Blank,
    /// A character without meaning.
    Stray,
    /// Markdown outside the fences, fence lines included.
    Prose,
    /// Node: the whole text.
    File,
    /// Node: a block at the top level (treaty, event, claim ...) with all its clauses.
    Block,
    /// Node: an article with its clauses.
    Article,
    /// Node: a norm with its clauses.
    Norm,
    /// Node: one clause.
    Clause,
}

const KINDS: &[Kind] = &[
    Kind::Word,
    Kind::Text,
    Kind::OpenText,
    Kind::Comma,
    Kind::Open,
    Kind::Close,
    Kind::Comment,
    Kind::Newline,
    Kind::Blank,
    Kind::Stray,
    Kind::Prose,
    Kind::File,
    Kind::Block,
    Kind::Article,
    Kind::Norm,
    Kind::Clause,
];

/// The language, for rowan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TreatyLanguage {}

impl Language for TreatyLanguage {
    type Kind = Kind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> Kind {
        KINDS.get(raw.0 as usize).copied().unwrap_or(Kind::Stray)
    }

    fn kind_to_raw(kind: Kind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind as u16)
    }
}

/// A token's kind and length in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// How many bytes.
    pub length: usize,
}

/// Cuts code into tokens.
pub fn tokens(code: &str) -> Vec<Token> {
    let mut rest = code;
    let mut out = Vec::new();
    while let Some(first) = rest.chars().next() {
        let token = next_token(first, rest);
        out.push(token);
        rest = rest.get(token.length..).unwrap_or_default();
    }
    out
}

fn next_token(first: char, rest: &str) -> Token {
    let run =
        |accept: fn(char) -> bool| rest.find(|character| !accept(character)).unwrap_or(rest.len());
    let token = |kind, length| Token { kind, length };
    match first {
        '\n' => token(Kind::Newline, 1),
        ' ' | '\t' | '\r' | '\u{a0}' | '\u{feff}' => token(
            Kind::Blank,
            run(|character| matches!(character, ' ' | '\t' | '\r' | '\u{a0}' | '\u{feff}')),
        ),
        '#' => token(Kind::Comment, run(|character| character != '\n')),
        '"' => match closing_quote(rest) {
            Some(at) => token(Kind::Text, at + 1),
            // An unclosed text ends with its line, so that the next clause is read as usual.
            None => token(Kind::OpenText, run(|character| character != '\n')),
        },
        ',' => token(Kind::Comma, 1),
        '(' => token(Kind::Open, 1),
        ')' => token(Kind::Close, 1),
        character if is_word(character) => token(Kind::Word, run(is_word)),
        other => token(Kind::Stray, other.len_utf8()),
    }
}

/// Byte of the quote that closes a text. A text may run over lines, but not over an empty line,
/// nor over a line that itself begins with a clause word and holds whole quoted texts: both mean
/// that a quote was forgotten. The formatter never breaks a text before a clause word.
fn closing_quote(rest: &str) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, character)) = chars.next() {
        match character {
            '\\' => {
                chars.next();
            }
            '"' => return Some(at),
            '\n' => {
                let line = rest.get(at + 1..)?.lines().next().unwrap_or_default();
                let first = line.split_whitespace().next();
                let restart = first.is_none_or(|word| {
                    let quotes = line.matches('"').count();
                    super::keyword::is_keyword(word) && quotes > 0 && quotes % 2 == 0
                });
                if restart {
                    return None;
                }
            }
            _ => {}
        }
    }
    None
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(
            character,
            '-' | '_' | '.' | '/' | '~' | '?' | '%' | '\'' | ':' | '*' | '+' | '&'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_in_one_token() {
        let code = "norm aid # why\n  when A attacks V, (x) \"a\nb\" §\"open";
        assert_eq!(tokens(code).iter().map(|token| token.length).sum::<usize>(), code.len());
    }

    #[test]
    fn a_forgotten_quote_spoils_its_own_line_only() {
        let kinds: Vec<Kind> = tokens("gist \"open\nquote \"x\"").iter().map(|t| t.kind).collect();
        assert!(kinds.contains(&Kind::OpenText) && kinds.contains(&Kind::Text));
    }
}
