//! The canonical layout of a text (`servanda fmt`). Prose and comments stay as they are; clauses
//! get their canonical words, indentation by level, and lines of at most 100 columns.

use super::clause::{Clause, Inside, depth};
use super::document::{Document, Entry};
use super::host::Host;
use super::keyword::{CONTINUATIONS, MEMBER_FACTS, is_keyword};
use super::print::pieces;

const WIDTH: usize = 100;

/// The text of a document in canonical layout. A clause that could not be read keeps its words,
/// which `source` holds. Laying out a laid-out text changes nothing.
pub fn format(document: &Document, source: &str) -> String {
    let mut out = String::new();
    let mut inside = Inside::Nothing;
    let mut blank_wanted = false;
    for entry in &document.entries {
        match entry {
            Entry::Prose(text) => {
                // A blank line before a closing fence says nothing.
                blank_wanted = false;
                out.push_str(text);
                if text.contains("\n#") && document.host == Host::Literate && inside == Inside::Norm
                {
                    inside = Inside::Block;
                }
            }
            Entry::Blank => blank_wanted = true,
            // A comment stands as deep as the clause below it.
            Entry::Comment(text) => {
                take_blank(&mut out, &mut blank_wanted);
                let level = next_depth(document, entry, inside);
                out.push_str(&"  ".repeat(level));
                out.push_str(text);
                out.push('\n');
            }
            Entry::Clause { clause, comments, .. } => {
                take_blank(&mut out, &mut blank_wanted);
                lay_out(clause, comments, inside, &mut out);
                inside = inside_after(clause, inside);
            }
            Entry::Faulty { at, .. } => {
                take_blank(&mut out, &mut blank_wanted);
                let words = source.get(at.range()).unwrap_or_default();
                out.push_str("  ");
                out.push_str(words.trim_end());
                out.push('\n');
            }
        }
    }
    out
}

/// How deep the next clause after a comment stands; a comment at the end of a fence stands outside.
fn next_depth(document: &Document, comment: &Entry, inside: Inside) -> usize {
    let after = document.entries.iter().skip_while(|entry| !std::ptr::eq(*entry, comment)).skip(1);
    let mut next = after.take_while(|entry| !matches!(entry, Entry::Prose(_)));
    next.find_map(|entry| match entry {
        Entry::Clause { clause, .. } => Some(depth(clause, inside)),
        _ => None,
    })
    .unwrap_or(0)
}

/// An empty line is kept between clauses, never at the start of the code nor twice.
fn take_blank(out: &mut String, wanted: &mut bool) {
    let at_start = out.is_empty() || out.ends_with("```treaty\n");
    if std::mem::take(wanted) && !at_start {
        out.push('\n');
    }
}

fn inside_after(clause: &Clause, inside: Inside) -> Inside {
    match clause {
        Clause::Norm { .. } => Inside::Norm,
        Clause::Priority { .. } if inside == Inside::Nothing => Inside::Nothing,
        Clause::Reading { holds: Some(_), .. }
        | Clause::NotModelled { .. }
        | Clause::Priority { .. } => Inside::Block,
        Clause::Reservation { .. } => Inside::Norm,
        other if depth(other, Inside::Norm) == 0 => Inside::Block,
        Clause::Member { .. } => Inside::Block,
        _ => inside,
    }
}

fn lay_out(clause: &Clause, comments: &[String], inside: Inside, out: &mut String) {
    let indent = "  ".repeat(depth(clause, inside));
    let (trailing, above) = match comments {
        [only] => (Some(only), &[][..]),
        several => (None, several),
    };
    for comment in above {
        out.push_str(&format!("{indent}{comment}\n"));
    }
    let member = matches!(clause, Clause::Member { .. });
    // Facts of a membership stand apart, so that the eye finds them.
    fill(&chunks(clause, member), &indent, if member { "  " } else { " " }, out);
    if let Some(comment) = trailing {
        out.push_str(&format!("  {comment}"));
    }
    out.push('\n');
}

/// Chunks that no line break may divide as lines of at most 100 columns, those after the first further
/// in. The last line is not ended.
pub fn fill(chunks: &[String], indent: &str, gap: &str, out: &mut String) {
    let mut width = 0;
    for (index, chunk) in chunks.iter().enumerate() {
        let length = chunk.chars().count();
        if index == 0 {
            out.push_str(indent);
            width = indent.len();
        } else if width + gap.len() + length > WIDTH {
            let hanging = format!("\n{indent}    ");
            width = hanging.len() - 1;
            out.push_str(&hanging);
        } else {
            out.push_str(gap);
            width += gap.len();
        }
        out.push_str(chunk);
        width += length;
    }
}

/// The words of a clause in chunks: a line may break before a word that could only continue the clause.
fn chunks(clause: &Clause, member: bool) -> Vec<String> {
    let cites = matches!(clause, Clause::Source { .. });
    let may_break = |word: &str| match member {
        true => MEMBER_FACTS.contains(&word),
        false => CONTINUATIONS.contains(&word) || (word == "url" && cites),
    };
    chunked(&pieces(clause), may_break)
}

/// Pieces in chunks that no line break may divide: a line may break inside a quoted text, and before a
/// bare word where `may_break` says so.
pub fn chunked(pieces: &[String], may_break: impl Fn(&str) -> bool) -> Vec<String> {
    let mut chunks: Vec<String> = Vec::new();
    let mut add = |word: &str, may_break: bool| match chunks.last_mut() {
        Some(chunk) if !may_break => {
            chunk.push(' ');
            chunk.push_str(word);
        }
        _ => chunks.push(word.to_owned()),
    };
    for piece in pieces {
        if piece.starts_with('"') {
            for (index, word) in piece.split(' ').enumerate() {
                add(word, index > 0 && !is_keyword(word));
            }
        } else {
            add(piece, may_break(piece));
        }
    }
    chunks
}
