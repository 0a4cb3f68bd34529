//! Why: the proof of each row of one party, step by step, with sources.

use super::words::{article, deed, depends_on, duty};
use crate::engine::Holds;
use crate::engine::Reply;
use crate::model::Actor;
use crate::syntax::vocabulary::Verdict;
use std::fmt::Write as _;

/// The proofs of every row of `party`; `None` when it has none.
pub fn render(reply: &Reply<'_>, party: Actor) -> Option<String> {
    let (world, day) = (reply.case.world, reply.case.question.on);
    let mut out = String::new();
    for row in reply.rows.iter().filter(|row| row.party == party) {
        let name = world.name(party, day);
        let head = match row.verdict {
            Verdict::None => format!("{name}: no duty to {}", deed(world, row, day)),
            _ => format!("{name} {}", duty(world, row, day)),
        };
        let _ = writeln!(out, "{head} ({})", article(world, row));
        for step in &row.proof.steps {
            let mark = match step.holds {
                Holds::Yes => "yes ",
                Holds::No => "NO  ",
                Holds::Open => "open",
            };
            let at = step.at.map_or(String::new(), |at| format!("  [{}]", world.sources.place(at)));
            let _ = writeln!(
                out,
                "  {mark} {:<11} {}{at}",
                step.check.word().replace('_', " "),
                step.says
            );
        }
        let end = match row.verdict {
            Verdict::Depends => format!("depends on: {}", depends_on(&row.depends_on)),
            Verdict::None => format!("not bound: {}", row.why_not.as_deref().unwrap_or_default()),
            verdict => format!("verdict: {}", verdict.word().replace('_', " ")),
        };
        let _ = writeln!(out, "  =>   {end}\n");
    }
    (!out.is_empty()).then_some(out)
}
