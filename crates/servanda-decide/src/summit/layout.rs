//! The canonical layout of a summit (`servanda fmt`): words with single blanks, clauses by depth, lines of
//! at most 100 columns. Prose, comments and numbers stay as they are written. Knows no meaning.

use super::read::begins_clause;
use servanda::syntax::cursor::{quote, unquote};
use servanda::syntax::format::{chunked, fill};
use servanda::syntax::host::{self, Host};
use servanda::syntax::lexer::{Kind, tokens};

/// Words before which a line may break: they go on with a clause wherever they stand.
const BREAKS: &[&str] = &["because", "by", "to", "veto", "quorum", "under", "between"];

/// A summit's text in canonical layout. The text must have been read without an error. Laying out a
/// laid-out text changes nothing, and it says the same.
pub fn laid_out(text: &str, host: Host) -> String {
    if host == Host::Bare {
        return code(text);
    }
    let (mut out, mut at) = (String::new(), 0);
    for (_, range) in host::fences(text).into_iter().filter(|(mark, _)| mark == "summit") {
        let before = text.get(..range.start).unwrap_or_default();
        let own = text.get(range.clone()).unwrap_or_default();
        out.push_str(text.get(at..range.start).unwrap_or_default());
        match is_at_margin(before) {
            true => out.push_str(&code(own)),
            false => out.push_str(own),
        }
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Whether the fence that ends this text stands at the margin. In a list or a quotation the lines of a
/// fence hold marks of Markdown, which no layout may touch.
fn is_at_margin(before: &str) -> bool {
    let last =
        before.strip_suffix('\n').map(|before| before.rsplit('\n').next().unwrap_or_default());
    last.is_some_and(|line| line.starts_with("```") || line.starts_with("~~~"))
}

/// One thing in the code.
enum Part<'c> {
    Blank,
    Comment(&'c str),
    Clause { words: Vec<(Kind, &'c str)>, comments: Vec<&'c str> },
}

/// Code by clauses, with the comments and empty lines between them.
fn parts(code: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    // Of the line in hand: whether nothing stands on it yet, and whether a word does.
    let (mut at, mut fresh, mut has_words) = (0, true, false);
    for token in tokens(code) {
        let end = at + token.length as usize;
        let words = code.get(at..end).unwrap_or_default();
        at = end;
        match token.kind {
            Kind::Blank => continue,
            Kind::Newline if fresh => {
                if !matches!(found.last(), Some(Part::Blank)) {
                    found.push(Part::Blank);
                }
            }
            Kind::Newline => has_words = false,
            Kind::Comment => match found.last_mut() {
                Some(Part::Clause { comments, .. }) if has_words => comments.push(words.trim_end()),
                _ => found.push(Part::Comment(words.trim_end())),
            },
            kind => {
                let begins = fresh && begins_clause(kind, words);
                word(&mut found, (kind, words), begins);
                has_words = true;
            }
        }
        fresh = token.kind == Kind::Newline;
    }
    found
}

/// A word begins a clause, or goes on with the last; what stands between becomes part of that clause.
fn word<'c>(found: &mut Vec<Part<'c>>, word: (Kind, &'c str), begins: bool) {
    let last = found.iter().rposition(|part| matches!(part, Part::Clause { .. }));
    let Some(last) = last.filter(|_| !begins) else {
        return found.push(Part::Clause { words: vec![word], comments: Vec::new() });
    };
    let between = found.split_off(last + 1);
    let Some(Part::Clause { words, comments }) = found.last_mut() else { return };
    words.push(word);
    comments.extend(between.into_iter().filter_map(|part| match part {
        Part::Comment(comment) => Some(comment),
        _ => None,
    }));
}

/// How deep a clause stands.
fn depth(words: &[(Kind, &str)]) -> usize {
    let head = words.first().map_or("", |(_, word)| word);
    usize::from(!matches!(head, "summit" | "issue" | "actor"))
}

/// Code in canonical layout.
fn code(code: &str) -> String {
    let parts = parts(code);
    let mut out = String::new();
    let mut blank = false;
    for (at, part) in parts.iter().enumerate() {
        if matches!(part, Part::Blank) {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) && !out.is_empty() {
            out.push('\n');
        }
        // A comment stands as deep as the clause below it.
        let next = parts.iter().skip(at).find_map(|part| match part {
            Part::Clause { words, .. } => Some(depth(words)),
            _ => None,
        });
        let indent = "  ".repeat(next.unwrap_or(0));
        match part {
            Part::Blank => {}
            Part::Comment(comment) => out.push_str(&format!("{indent}{comment}\n")),
            Part::Clause { words, comments } => clause(words, comments, &indent, &mut out),
        }
    }
    out
}

fn clause(words: &[(Kind, &str)], comments: &[&str], indent: &str, out: &mut String) {
    let (trailing, above) = match comments {
        [only] => (Some(only), &[][..]),
        several => (None, several),
    };
    for comment in above {
        out.push_str(&format!("{indent}{comment}\n"));
    }
    let piece = |(kind, word): &(Kind, &str)| match kind {
        Kind::Text => quote(&unquote(word)),
        _ => (*word).to_owned(),
    };
    let pieces: Vec<String> = words.iter().map(piece).collect();
    fill(&chunked(&pieces, |word| BREAKS.contains(&word)), indent, " ", out);
    if let Some(comment) = trailing {
        out.push_str(&format!("  {comment}"));
    }
    out.push('\n');
}
