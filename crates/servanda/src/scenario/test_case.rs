//! Runs the tests that treaties carry, and says in treaty words what differs.

use super::settings::apply;
use crate::engine::phrase::{self, Parts};
use crate::engine::{Check, Engine, Holds, Question, Row, Rows};
use crate::model::world::name_diagnostic;
use crate::model::{Actor, TestCase, World};
use crate::syntax::clause::Clause;
use crate::syntax::fix::Change;
use crate::syntax::vocabulary::Verdict;
use crate::syntax::{Code, Diagnostic, Edit, Span};
use crate::time::Day;
use std::collections::BTreeMap;

/// What came of one test.
#[derive(Clone, Debug)]
pub struct TestReport {
    /// What it shows.
    pub title: String,
    /// Where it stands.
    pub at: Span,
    /// What differs; empty: it passed.
    pub faults: Vec<Diagnostic>,
}

/// Runs one test.
pub fn run_test(engine: &Engine<'_>, test: &TestCase) -> TestReport {
    let faults = match faults(engine, test) {
        Ok(faults) | Err(faults) => faults,
    };
    TestReport { title: test.title.clone(), at: test.at, faults }
}

/// The question that a test asks.
///
/// # Errors
/// Every fault in its words and conditions.
pub fn question(world: &World, test: &TestCase) -> Result<Question, Vec<Diagnostic>> {
    let (text, at) = &test.ask;
    // The phrase was folded when it was read, so its faults are shown at the whole question.
    let moved = |mut fault: Diagnostic| {
        if let Some(primary) = &mut fault.primary {
            primary.at = *at;
        }
        // Words that were folded stand elsewhere in the text.
        let as_written = (at.end - at.start) as usize == text.len() + 2;
        let in_question = |edit: Edit| {
            let span = Span {
                start: at.start + 1 + edit.at.start,
                end: at.start + 1 + edit.at.end,
                ..*at
            };
            match edit.change {
                Change::Replace(words) => Edit::replace(span, words.replace('"', "")),
                Change::Below { .. } => edit,
            }
        };
        fault.fixes.retain(|_| as_written);
        for fix in &mut fault.fixes {
            fix.edits = std::mem::take(&mut fix.edits).into_iter().map(in_question).collect();
        }
        fault
    };
    let parts = Parts::read(text, at.file);
    let question = phrase::resolve(&parts, world, *at);
    let mut question =
        question.map_err(|faults| faults.into_iter().map(moved).collect::<Vec<_>>())?;
    let mut found = Vec::new();
    for (clause, at) in &test.settings {
        if let Err(fault) = apply(&mut question, clause, *at, world) {
            found.push(*fault);
        }
    }
    if found.is_empty() { Ok(question) } else { Err(found) }
}

fn faults(engine: &Engine<'_>, test: &TestCase) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let tried = try_test(engine, test)?;
    Ok(tried.expects.into_iter().filter_map(|(_, fault)| fault).collect())
}

/// What the engine says to one test, line by line.
#[derive(Clone, Debug)]
pub struct Tried {
    /// How many rows of each verdict the answer has.
    pub found: BTreeMap<Verdict, usize>,
    /// Each expectation with its place, and what differs from it.
    pub expects: Vec<(Span, Option<Diagnostic>)>,
}

/// Asks the question of a test and holds the answer against each expectation.
///
/// # Errors
/// Every fault in the words of its question.
pub fn try_test(engine: &Engine<'_>, test: &TestCase) -> Result<Tried, Vec<Diagnostic>> {
    let world = engine.world();
    let question = question(world, test)?;
    let reply = engine.ask(&question);
    let mut found = BTreeMap::new();
    for row in reply.rows.iter() {
        *found.entry(row.verdict).or_default() += 1;
    }
    let held = |(clause, at): &(Clause, Span)| {
        (*at, expectation(world, &reply.rows, clause, *at, question.on))
    };
    Ok(Tried { found, expects: test.expects.iter().map(held).collect() })
}

fn expectation(
    world: &World,
    rows: &Rows<'_>,
    clause: &Clause,
    at: Span,
    day: Day,
) -> Option<Diagnostic> {
    let Clause::Expect { party, verdict, act, toward, under, on, because } = clause else {
        return None;
    };
    let who = match world.actor(&party.text, Some(day)).or_else(|_| world.actor(&party.text, None))
    {
        Ok(who) => who,
        Err(problem) => {
            return Some(name_diagnostic(world, &problem, &party.text, Some(day), Some(party.at)));
        }
    };
    let toward = match toward {
        None => None,
        Some(name) => match world.actor(&name.text, None) {
            Ok(actor) => Some(actor),
            Err(problem) => {
                return Some(name_diagnostic(world, &problem, &name.text, None, Some(name.at)));
            }
        },
    };
    let under = match under {
        None => None,
        Some(name) => match world.norm_ref(&name.text) {
            Ok(reference) => Some(reference),
            Err(help) => {
                let message = format!("no treaty, article or norm is `{}`", name.text);
                return Some(Diagnostic::at(Code::SV0402, name.at, message).help(help));
            }
        },
    };
    let meant: Vec<&Row> = rows
        .iter()
        .filter(|row| {
            row.party == who
                && act.is_none_or(|act| row.act == act)
                && toward.is_none_or(|toward| row.toward == Some(toward))
                && under.as_ref().is_none_or(|under| {
                    // A treaty's disclaimer has no article: it counts under the treaty.
                    under.covers(row.treaty, &row.article, &row.norm)
                        || (row.article.is_empty() && under.treaty == row.treaty)
                })
        })
        .collect();
    let reason = |row: &&&Row| {
        because.as_ref().is_none_or(|because| {
            row.why_not.as_ref().is_some_and(|why| why.contains(&because.text))
        })
    };
    let open = |row: &&&Row| {
        let names = row.depends_on.iter().flatten().map(|name| name.trim_start_matches("not "));
        let names: Vec<&str> = names.collect();
        on.iter().all(|wanted| names.contains(&wanted.text.as_str()))
    };
    let holds = match verdict {
        Verdict::None => {
            let none = meant.iter().all(|row| row.verdict == Verdict::None);
            none && (because.is_none() || meant.iter().any(|row| reason(&row)))
        }
        verdict => meant
            .iter()
            .filter(|row| row.verdict == *verdict)
            .filter(open)
            .any(|row| because.is_none() || reason(&row)),
    };
    if holds { None } else { Some(explain(world, rows, &meant, who, *verdict, at, day)) }
}

/// The fault of an expectation that does not hold: not a party then, or whatever the engine finds.
fn explain(
    world: &World,
    rows: &Rows<'_>,
    meant: &[&Row],
    who: Actor,
    verdict: Verdict,
    at: Span,
    day: Day,
) -> Diagnostic {
    let name = world.name(who, day);
    let unbound = meant.iter().find_map(|row| {
        let step = row.proof.failure()?;
        let first = (step.check == Check::Membership
            && step.holds == Holds::No
            && row.verdict == Verdict::None)
            .then_some(step)?;
        Some((row, first))
    });
    if let Some((row, step)) = unbound
        && verdict != Verdict::None
    {
        let treaty = &world.treaty(row.treaty).id;
        let mut fault =
            Diagnostic::at(Code::SV0304, at, format!("{name} is not a party to {treaty} on {day}"))
                .saying(&*step.says);
        if let Some(place) = step.at {
            fault = fault.against(place, "this says so");
        }
        let none = format!("expect {} none under {treaty}", world.id(who));
        return fault
            .help(format!("ask about a day on which it was bound, or `{none}`"))
            .fix(format!("write `{none}`"), vec![Edit::replace(at, none)]);
    }
    // What comes nearest to the expectation; only when nothing does, everything of that state.
    let own: Vec<&Row> = match meant {
        [] => rows.iter().filter(|row| row.party == who).collect(),
        meant => meant.to_vec(),
    };
    let mut found: Vec<String> = own.iter().map(|row| told(world, row)).collect();
    found.dedup();
    let fault =
        Diagnostic::at(Code::SV0505, at, format!("the engine does not find this of {name}")).help(
            "if the encoding is wrong, mend the norm; if the engine is right, expect what it finds",
        );
    let fault =
        own.iter().take(MOST_OFFERED).fold(fault, |fault, row| offered(world, fault, row, at));
    match found.as_slice() {
        [] => fault.note(format!("it finds nothing at all of {name}")),
        found => found.iter().fold(fault, |fault, line| fault.note(format!("it finds: {line}"))),
    }
}

/// So many rows at most are offered in place of an expectation.
const MOST_OFFERED: usize = 3;

/// The expectation that a row fulfills.
fn expected(world: &World, row: &Row) -> String {
    let under = &world.treaty(row.treaty).id;
    let under = match row.article.is_empty() {
        true => under.clone(),
        false => format!("{under}/{}", row.article),
    };
    let verdict = row.verdict.word().replace('_', " ");
    let mut words = format!("expect {} {verdict}", world.id(row.party));
    if row.verdict != Verdict::None {
        words.push_str(&format!(" {}", row.act));
        if let Some(toward) = row.toward {
            words.push_str(&format!(" {}", world.id(toward)));
        }
    }
    words.push_str(&format!(" under {under}"));
    if let (Verdict::Depends, Some(set)) = (row.verdict, row.depends_on.first()) {
        let names = set.iter().map(|name| name.trim_start_matches("not "));
        words.push_str(&format!(" on {}", names.collect::<Vec<_>>().join(", ")));
    }
    words
}

/// A row in words.
fn told(world: &World, row: &Row) -> String {
    let toward = row.toward.map_or(String::new(), |toward| format!(" {}", world.id(toward)));
    let tail = match row.verdict {
        Verdict::Depends => {
            let sets: Vec<String> = row.depends_on.iter().map(|set| set.join(" and ")).collect();
            format!(" on {}", sets.join(", or "))
        }
        Verdict::None => format!(" ({})", row.why_not.as_deref().unwrap_or_default()),
        _ => String::new(),
    };
    let treaty = &world.treaty(row.treaty).id;
    format!("{} {}{toward} under {treaty}/{}{tail}", row.verdict, row.act, row.article)
}

/// The fault with the offer to expect what a row says.
fn offered(world: &World, fault: Diagnostic, row: &Row, at: Span) -> Diagnostic {
    let words = expected(world, row);
    let title = format!("expect what the engine finds: `{words}`");
    if fault.fixes.iter().any(|fix| fix.title == title) {
        return fault;
    }
    fault.fix(title, vec![Edit::replace(at, words)])
}
