//! Why: the proof of each row of one party, step by step, with sources.

use super::words::{article, deed, depends_on, duty};
use crate::engine::{Holds, Reply, Step};
use crate::model::{Actor, World};
use crate::syntax::vocabulary::Verdict;
use std::fmt::Write as _;

/// The proofs of every row of `party`; `None` when it has none. With a width, long lines are wrapped.
pub fn render(reply: &Reply<'_>, party: Actor, width: Option<usize>) -> Option<String> {
    let (world, day) = (reply.case.world, reply.case.question.on);
    let mut out = String::new();
    for row in reply.rows.iter().filter(|row| row.party == party) {
        let name = world.name(party, day);
        let head = match row.verdict {
            Verdict::None => format!("{name}: no duty to {}", deed(world, row, day)),
            _ => format!("{name} {}", duty(world, row, day)),
        };
        let _ = writeln!(out, "{head} ({})", article(world, row));
        steps(world, row.proof.steps(), 1, &mut out);
        let end = match row.verdict {
            Verdict::Depends => format!("depends on: {}", depends_on(Some(world), &row.depends_on)),
            Verdict::None => format!("not bound: {}", row.why_not.as_deref().unwrap_or_default()),
            verdict => format!("verdict: {}", verdict.word().replace('_', " ")),
        };
        let _ = writeln!(out, "  =>   {end}\n");
    }
    (!out.is_empty()).then(|| width.map_or_else(|| out.clone(), |width| wrapped(&out, width)))
}

/// Lines no longer than `width`, what goes on under what is said.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let depth = line.len() - line.trim_start().len();
        let hanging = " ".repeat(if depth == 0 { 2 } else { depth + 17 });
        let options = textwrap::Options::new(width.max(40))
            .subsequent_indent(&hanging)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(line, options) {
            out.push_str(&line);
            out.push('\n');
        }
        if line.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
    }
    out
}

/// One line for each step, what it rests on indented below it.
fn steps<'s>(world: &World, list: impl Iterator<Item = &'s Step>, depth: usize, out: &mut String) {
    for step in list {
        let mark = match step.holds {
            Holds::Yes => "yes ",
            Holds::No => "NO  ",
            Holds::Open => "open",
        };
        let at = step.at.map_or(String::new(), |at| format!("  [{}]", world.sources.place(at)));
        let check = step.check.word().replace('_', " ");
        let indent = "  ".repeat(depth);
        let _ = writeln!(out, "{indent}{mark} {check:<11} {}{at}", step.says);
        steps(world, step.because.iter(), depth + 1, out);
    }
}
