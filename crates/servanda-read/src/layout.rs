//! A reading for people: a table for the terminal, Markdown. Signs of an article that command a
//! terminal or turn the direction of writing are shown and never sent.

use super::form::{ReadingForm, fields};
use super::input::{is_bidi, is_control, is_invisible};
use super::proposal::Reading;
use std::fmt::Write;

/// Words as they can be shown: control signs and signs that are not seen become `\u{...}`.
pub fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for sign in words.chars() {
        match sign {
            '\n' | '\r' | '\t' => out.push(' '),
            sign if is_control(sign) || is_bidi(sign) || is_invisible(sign) => {
                let _ = write!(out, "\\u{{{:x}}}", sign as u32);
            }
            sign => out.push(sign),
        }
    }
    out
}

/// The fields of a proposal in one line.
pub(crate) fn said(fact: &super::Fact) -> String {
    let mut parts = Vec::new();
    for (name, value) in fields(fact) {
        let words = match value {
            serde_json::Value::Null => continue,
            serde_json::Value::String(words) => words,
            serde_json::Value::Array(list) => {
                let words: Vec<&str> = list.iter().filter_map(serde_json::Value::as_str).collect();
                words.join(" ")
            }
            other => other.to_string(),
        };
        if !matches!(name.as_str(), "says" | "what") && !words.is_empty() {
            parts.push(format!("{name} {words}"));
        }
    }
    escape(&parts.join(", "))
}

fn short(words: &str, most: usize) -> String {
    let words = escape(words);
    if words.chars().count() <= most {
        return words;
    }
    words.chars().take(most.saturating_sub(3)).collect::<String>() + "..."
}

/// The reading as a table of plain text.
pub fn table(reading: &Reading) -> String {
    let form = ReadingForm::of(reading);
    let mut out = format!(
        "{}, published {}: {} proposals; none is a fact before a person accepts it\n\n",
        escape(&form.source),
        form.published.as_deref().unwrap_or("on a day not told"),
        form.proposals.len()
    );
    for (one, row) in reading.proposals.iter().zip(&form.proposals) {
        let place = format!("{}..{}", row.span.start, row.span.end);
        let _ = writeln!(
            out,
            "{:5} {:12} {:>11} {:3}  {}\n{:36}\"{}\"",
            row.id,
            row.kind,
            place,
            one.confidence,
            said(&one.fact),
            "",
            short(&row.span.exact, 100)
        );
    }
    for note in &reading.notes {
        let _ = writeln!(out, "note: {}", escape(note));
    }
    out
}

/// Words in Markdown that mean nothing but themselves.
fn plain(words: &str) -> String {
    let mut out = String::new();
    for sign in escape(words).chars() {
        if matches!(sign, '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '\\' | '#' | '&') {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

/// The reading as Markdown.
pub fn markdown(reading: &Reading) -> String {
    let form = ReadingForm::of(reading);
    let mut out = format!("# Proposals from {}\n\n", plain(&form.source));
    let _ = writeln!(
        out,
        "Published {}. None is a fact before a person accepts it.\n",
        form.published.as_deref().unwrap_or("on a day not told")
    );
    out.push_str("| id | kind | proposed | words | at | confidence | rule |\n|---|---|---|---|---|---|---|\n");
    for (one, row) in reading.proposals.iter().zip(&form.proposals) {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {}..{} | {} | {} |",
            row.id,
            row.kind,
            plain(&said(&one.fact)),
            plain(&row.span.exact),
            row.span.start,
            row.span.end,
            row.confidence,
            row.rule
        );
    }
    for note in &reading.notes {
        let _ = writeln!(out, "\n> {}", plain(note));
    }
    out
}
