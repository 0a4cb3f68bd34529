//! Every fault of a world beyond those of its words: the one list that `servanda check` and the
//! scenario runner show.

use super::settings::apply;
use crate::engine::phrase::{self, Parts};
use crate::engine::{Engine, Reply};
use crate::model::{World, lint};
use crate::syntax::clause::Clause;
use crate::syntax::vocabulary::ClaimStatus;
use crate::syntax::{Code, Diagnostic, Severity, Span};

/// Adds to the faults found in reading those that show when everything is seen together, in the
/// order of the texts. Doubts about a file wait until it has no error: a clause that could not be
/// read would raise false ones.
pub fn all(world: &World, faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    gathered(world, faults, None)
}

/// The same of one text of the world, in a fraction of the time.
pub fn of_text(world: &World, mut faults: Vec<Diagnostic>, text: u32) -> Vec<Diagnostic> {
    faults.retain(|fault| file(fault).is_none_or(|of| of == text));
    gathered(world, faults, Some(text))
}

fn gathered(world: &World, mut faults: Vec<Diagnostic>, only: Option<u32>) -> Vec<Diagnostic> {
    let here = |fault: &Diagnostic| only.is_none() || file(fault).is_none_or(|of| Some(of) == only);
    faults.extend(lint::errors(world).into_iter().filter(here));
    let is_error = |fault: &&Diagnostic| fault.severity() == Severity::Error;
    let broken: Vec<u32> = faults.iter().filter(is_error).filter_map(file).collect();
    let mut doubts = lint::doubts(world);
    doubts.extend(crate::engine::lint::lint(world, only));
    doubts.extend(assumptions(world, only));
    doubts.retain(here);
    doubts.retain(|doubt| file(doubt).is_none_or(|file| !broken.contains(&file)));
    // A year typed wrong makes a member no state, and several members share one date.
    let wrong: Vec<Option<Span>> = doubts
        .iter()
        .filter(|doubt| doubt.code == Code::SV0207)
        .map(|doubt| doubt.primary.as_ref().map(|label| label.at))
        .collect();
    doubts.retain(|doubt| {
        let at = doubt.primary.as_ref().map(|label| label.at);
        !matches!(doubt.code, Code::SV0303 | Code::SV0308) || !wrong.contains(&at)
    });
    doubts.dedup_by(|one, other| one.message == other.message && one.primary == other.primary);
    faults.extend(doubts);
    faults.sort_by_key(|fault| (fault.primary.as_ref().map(|label| label.at), fault.code));
    faults
}

fn file(fault: &Diagnostic) -> Option<u32> {
    fault.primary.as_ref().map(|label| label.at.file)
}

/// Claims that a test assumes and that change nothing. That an opinion asserts nothing is as it
/// should be, and a test may show it.
fn assumptions(world: &World, only: Option<u32>) -> Vec<Diagnostic> {
    let engine = Engine::new(world);
    let mut found = Vec::new();
    let tests = world.record.tests.iter();
    for test in tests.filter(|test| only.is_none_or(|only| only == test.at.file)) {
        let assumed = |(clause, _): &&(Clause, Span)| matches!(clause, Clause::Assuming { .. });
        if !test.settings.iter().any(|setting| assumed(&setting)) {
            continue;
        }
        let (text, at) = &test.ask;
        let parts = Parts::read(text, at.file);
        let Ok(mut question) = phrase::resolve(&parts, world, *at) else { continue };
        for (clause, at) in &test.settings {
            // A setting that is at fault is told of when the test runs.
            let _ = apply(&mut question, clause, *at, world);
        }
        let reply = engine.ask(&question);
        for (clause, at) in test.settings.iter().filter(assumed) {
            let Clause::Assuming { claim } = clause else { continue };
            let opinion = world.record.claim(&claim.text).is_some_and(|claim| {
                let judged = matches!(claim.status, ClaimStatus::Opinion | ClaimStatus::Prediction);
                judged && claim.asserts.is_empty()
            });
            if !opinion {
                found.extend(idle(&reply, &claim.text, Some(*at)));
            }
        }
    }
    found
}

/// A claim that was assumed in a question and that no norm could use; `at` is where it was assumed.
pub fn idle(reply: &Reply<'_>, id: &str, at: Option<Span>) -> Option<Diagnostic> {
    let claim = reply.case.world.record.claim(id)?;
    let used =
        claim.asserts.iter().any(|(name, ..)| reply.case.used.contains(&name.to_lowercase()));
    if used {
        return None;
    }
    let message = if claim.asserts.is_empty() {
        format!("claim `{id}` asserts nothing, so assuming it changes no answer")
    } else {
        format!("nothing that claim `{id}` asserts is asked here, so assuming it changes no answer")
    };
    let fault = match at {
        Some(at) => Diagnostic::at(Code::SV0509, at, message).against(claim.at, "the claim"),
        None => Diagnostic::bare(Code::SV0509, message),
    };
    Some(fault.help(
        "say in the claim what follows if it is true: `asserts [not] FINDING in EVENT`, with a finding that a norm asks for",
    ))
}
