//! The answer as a Markdown brief, to paste into a report.

use super::form::{Answer, RowForm};
use super::words::depends_on;
use crate::syntax::vocabulary::Verdict;
use std::fmt::Write as _;

/// Lays out an answer. `repeat` is the shell command that asks it again.
pub fn render(answer: &Answer, repeat: &str) -> String {
    let mut out = format!("# {}\n\n", escape(&answer.question.text));
    preliminaries(answer, &mut out);
    out.push_str("| party | verdict | act | toward | under | why |\n|---|---|---|---|---|---|\n");
    for row in &answer.answers {
        let why = match row.verdict {
            Verdict::Depends => format!("if {}", depends_on(None, &row.depends_on)),
            _ => row.why_not.clone().or(row.extent.clone()).unwrap_or_default(),
        };
        let under = under(row);
        let _ = writeln!(
            out,
            "| {} ({}) | {} | {} | {} | {under} | {} |",
            escape(&row.name),
            row.party,
            row.verdict.word().replace('_', " "),
            row.act.word().replace('_', " "),
            row.toward.as_deref().unwrap_or(""),
            escape(&why)
        );
    }
    if !answer.conflicts.is_empty() {
        out.push_str("\n## Conflicts\n\n");
        for conflict in &answer.conflicts {
            let _ = writeln!(
                out,
                "- {}: {}/{} and {}/{}: {}; {}",
                conflict.party,
                conflict.one.treaty,
                conflict.one.article,
                conflict.other.treaty,
                conflict.other.article,
                escape(&conflict.because),
                conflict.by.as_deref().unwrap_or("no priority settles it")
            );
        }
    }
    if !answer.sources.is_empty() {
        out.push_str("\n## Sources\n\n");
        for source in &answer.sources {
            let locator = source.locator.as_deref().unwrap_or_default();
            let url = source.url.as_ref().map_or(String::new(), |url| format!(" <{url}>"));
            let _ = writeln!(
                out,
                "- {} ({}): {} {}{url}",
                source.treaty,
                escape(&source.title),
                source.kind,
                escape(locator)
            );
        }
    }
    let _ = writeln!(
        out,
        "\n`{repeat}`\n\nservanda {}, corpus {}",
        answer.data.engine, answer.data.corpus
    );
    out
}

/// What is to be known before the rows are read.
fn preliminaries(answer: &Answer, out: &mut String) {
    if let Some(known) = &answer.question.known {
        let _ = writeln!(out, "As known on {known}.\n");
    }
    for note in &answer.question.notes {
        let _ = writeln!(out, "*{}*\n", escape(note));
    }
    if let Some(cut) = &answer.truncated {
        let _ = writeln!(out, "**Cut:** {} of {} rows.\n", cut.given, cut.rows);
    }
    if let Some(outside) = &answer.data.outside {
        let _ = writeln!(
            out,
            "**Outside the data:** {}. No row here does not mean no duty.\n",
            escape(outside)
        );
    }
}

/// The norm that a row rests on, and what kind of treaty it is of, where that is told.
fn under(row: &RowForm) -> String {
    let norm = match (&row.article, &row.norm) {
        (Some(article), Some(norm)) => format!("{}/{article}/{norm}", row.treaty),
        _ => row.treaty.clone(),
    };
    match row.basis {
        Some(basis) => format!("{norm} ({basis})"),
        None => norm,
    }
}

fn escape(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}
