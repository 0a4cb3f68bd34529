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
    pub length: u32,
}

/// Cuts code into tokens.
pub fn tokens(code: &str) -> Vec<Token> {
    let mut rest = code;
    // Words and the blanks between them, five bytes each or more.
    let mut out = Vec::with_capacity(code.len() / 3);
    while let Some(first) = rest.chars().next() {
        let token = next_token(first, rest);
        out.push(token);
        rest = rest.get(token.length as usize..).unwrap_or_default();
    }
    out
}

fn next_token(first: char, rest: &str) -> Token {
    let token = |kind, length: usize| Token { kind, length: length as u32 };
    let line = || rest.bytes().position(|byte| byte == b'\n').unwrap_or(rest.len());
    match first {
        '\n' => token(Kind::Newline, 1),
        first if is_blank(first) => token(Kind::Blank, run(rest, &BLANK, is_blank)),
        '#' => token(Kind::Comment, line()),
        '"' => match closing_quote(rest) {
            Some(at) => token(Kind::Text, at + 1),
            // An unclosed text ends with its line, so that the next clause is read as usual.
            None => token(Kind::OpenText, line()),
        },
        ',' => token(Kind::Comma, 1),
        '(' => token(Kind::Open, 1),
        ')' => token(Kind::Close, 1),
        first if is_word(first) => token(Kind::Word, run(rest, &WORD, is_word)),
        other => token(Kind::Stray, other.len_utf8()),
    }
}

/// How many bytes at the start of a text belong to a class of characters: told by a table for ASCII,
/// which nearly all code is, and by character for the rest.
fn run(text: &str, ascii: &[bool; 128], accept: fn(char) -> bool) -> usize {
    let inside = |byte: u8| ascii.get(byte as usize).copied().unwrap_or(false);
    let end = text.bytes().position(|byte| !inside(byte)).unwrap_or(text.len());
    match text.as_bytes().get(end) {
        Some(byte) if !byte.is_ascii() => {
            text.find(|character| !accept(character)).unwrap_or(text.len())
        }
        _ => end,
    }
}

/// Byte of the quote that closes a text. A text may run over lines, but not over an empty line,
/// nor over a line that itself begins with a clause word and holds whole quoted texts: both mean
/// that a quote was forgotten. The formatter never breaks a text before a clause word.
fn closing_quote(rest: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        let found = rest.as_bytes().get(at..)?.iter();
        at += found.clone().position(|byte| matches!(byte, b'"' | b'\\' | b'\n'))?;
        match rest.as_bytes().get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 1 + rest.get(at + 1..)?.chars().next()?.len_utf8(),
            _ => {
                let line = rest.get(at + 1..)?.lines().next().unwrap_or_default();
                let restart = line.split_whitespace().next().is_none_or(|word| {
                    let quotes = || line.matches('"').count();
                    super::keyword::is_keyword(word) && quotes() > 0 && quotes() % 2 == 0
                });
                if restart {
                    return None;
                }
                at += 1;
            }
        }
    }
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\u{a0}' | '\u{feff}')
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(
            character,
            '-' | '_' | '.' | '/' | '~' | '?' | '%' | '\'' | ':' | '*' | '+' | '&'
        )
}

/// Which ASCII characters belong to words.
const WORD: [bool; 128] = table(b"-_.~?/%':*+&", true);
/// Which ASCII characters are blanks.
const BLANK: [bool; 128] = table(b" \t\r", false);

#[allow(clippy::indexing_slicing, reason = "worked out by the compiler, from ASCII alone")]
const fn table(marks: &[u8], alphanumeric: bool) -> [bool; 128] {
    let mut table = [false; 128];
    let mut byte: u8 = 0;
    while byte < 128 {
        table[byte as usize] = alphanumeric && byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_in_one_token() {
        let code = "norm aid # why\n  when A attacks V, (x) \"a\nb\" §\"open";
        assert_eq!(
            tokens(code).iter().map(|token| token.length as usize).sum::<usize>(),
            code.len()
        );
    }

    #[test]
    fn the_tables_say_what_the_characters_do() {
        for byte in 0..128_u8 {
            let character = char::from(byte);
            assert_eq!(WORD.get(byte as usize), Some(&is_word(character)), "{character:?}");
            assert_eq!(BLANK.get(byte as usize), Some(&is_blank(character)), "{character:?}");
        }
    }

    #[test]
    fn a_forgotten_quote_spoils_its_own_line_only() {
        let kinds: Vec<Kind> = tokens("gist \"open\nquote \"x\"").iter().map(|t| t.kind).collect();
        assert!(kinds.contains(&Kind::OpenText) && kinds.contains(&Kind::Text));
    }
}
