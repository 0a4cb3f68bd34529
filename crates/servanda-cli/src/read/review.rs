//! `servanda read --review`: a person goes through the proposals of a file. Answers come from the
//! terminal or from a pipe, one a line; what is done is written at once.

use crate::args::Global;
use crate::fault::{Failure, USAGE};
use crate::{load, output};
use servanda::syntax::clause::Clause;
use servanda::syntax::host::Host;
use servanda::syntax::{Code, Diagnostic, Entry, parse};
use servanda_read::escape;
use std::io::{BufRead, Write};
use std::path::Path;

const ANSWERS: &str = "accept (a), reject (r), edit later (e), quit (q)? ";

/// Characters shown on each side of a quotation.
const CONTEXT: usize = 80;

/// An open proposal of a text: its clauses, and the bytes it takes.
struct Open {
    head: Clause,
    proposes: Clause,
    quote: Option<String>,
    start: usize,
    end: usize,
}

/// What became of the proposals.
#[derive(Default)]
struct Done {
    accepted: usize,
    rejected: usize,
    left: usize,
}

pub(crate) fn run(path: &Path, _global: &Global) -> Result<u8, Failure> {
    let name = path.to_string_lossy().into_owned();
    let mut text = load::read(path)?;
    let host = Host::of_name(&name).unwrap_or(Host::Bare);
    if open(&text, host, 0).is_none() {
        output::to_stderr("no open proposal stands in this file\n");
        return Ok(0);
    }
    let mut done = Done::default();
    let mut answers = std::io::stdin().lock().lines();
    let mut answered = false;
    let mut from = 0;
    while let Some(one) = open(&text, host, from) {
        show(path, &one)?;
        let Some(answer) = answers.next().and_then(Result::ok) else {
            if !answered {
                return Err(nobody());
            }
            break;
        };
        answered = true;
        match answer.trim() {
            "a" | "accept" | "y" | "yes" => {
                let Some(clauses) =
                    servanda_read::accepted(&one.head, &one.proposes, one.quote.as_deref())
                else {
                    from = one.end;
                    continue;
                };
                text.replace_range(one.start..one.end, &clauses);
                from = one.start + clauses.len();
                done.accepted += 1;
                output::to_file(path, text.as_bytes())?;
            }
            "r" | "reject" | "n" | "no" => {
                let mark = "\n  refused";
                text.insert_str(one.end, mark);
                from = one.end + mark.len();
                done.rejected += 1;
                output::to_file(path, text.as_bytes())?;
            }
            "q" | "quit" => break,
            "e" | "edit" | "" => from = one.end,
            other => output::to_stderr(&format!("`{}` is none of the answers\n", escape(other))),
        }
    }
    let mut from = 0;
    while let Some(one) = open(&text, host, from) {
        done.left += 1;
        from = one.end;
    }
    output::to_stderr(&format!(
        "{} accepted, {} rejected, {} left open\n",
        done.accepted, done.rejected, done.left
    ));
    Ok(0)
}

/// The next open proposal that begins at `from` or later.
fn open(text: &str, host: Host, from: usize) -> Option<Open> {
    let document = parse(text, 0, host);
    let mut found: Option<Open> = None;
    for entry in &document.entries {
        let Entry::Clause { clause, at, .. } = entry else {
            if matches!(entry, Entry::Prose(_)) && found.as_ref().is_some_and(is_whole) {
                return found;
            }
            continue;
        };
        let (start, end) = (at.start as usize, at.end as usize);
        match &**clause {
            Clause::Proposal { .. } => {
                if found.as_ref().is_some_and(is_whole) {
                    return found;
                }
                let whole = Open {
                    head: (**clause).clone(),
                    proposes: Clause::Follow,
                    quote: None,
                    start,
                    end,
                };
                found = (start >= from).then_some(whole);
            }
            inside => {
                let Some(open) = found.as_mut() else { continue };
                open.end = end;
                match inside {
                    Clause::Proposes { .. } => open.proposes = inside.clone(),
                    Clause::Quote { text } => open.quote = Some(text.text.clone()),
                    Clause::Refused { .. } => found = None,
                    _ => {}
                }
            }
        }
    }
    found.filter(is_whole)
}

fn is_whole(open: &Open) -> bool {
    matches!(open.proposes, Clause::Proposes { .. })
}

/// Shows a proposal with its words, and with those around them where the article lies beside the file.
fn show(path: &Path, one: &Open) -> Result<(), Failure> {
    let Clause::Proposal { id, source, start, end, confidence } = &one.head else { return Ok(()) };
    let line = servanda::syntax::print::pieces(&one.proposes).join(" ");
    let beside = path.parent().unwrap_or(Path::new("")).join(&source.text);
    let around =
        beside.is_file().then(|| crate::read::opened(&beside).ok()).flatten().map(|article| {
            let (start, end) = (*start as usize, *end as usize);
            let from = start.saturating_sub(CONTEXT);
            let take = |from: usize, to: usize| -> String {
                article.text.chars().skip(from).take(to.saturating_sub(from)).collect()
            };
            format!("...{}[{}]{}...", take(from, start), take(start, end), take(end, end + CONTEXT))
        });
    let words = around.unwrap_or_else(|| format!("[{}]", one.quote.clone().unwrap_or_default()));
    let shown = format!(
        "\n{} (confidence {confidence})\n  {}\n  {}\n{ANSWERS}",
        escape(&id.text),
        escape(&line),
        escape(&words)
    );
    let mut out = std::io::stdout().lock();
    out.write_all(shown.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| output::stopped(&error))
}

fn nobody() -> Failure {
    let fault = Diagnostic::bare(Code::SV0706, "a review needs answers, and nobody gives any");
    Failure::bare(
        USAGE,
        fault.help("run it in a terminal, or pipe the answers in, one a line: a, r, e or q"),
    )
}
