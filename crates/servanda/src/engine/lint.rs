//! Faults that only show when the record is put to the norms: findings that nothing asks for.

use super::evaluate::Engine;
use super::question::Question;
use crate::model::World;
use crate::syntax::diagnostic::did_you_mean;
use crate::syntax::{Code, Diagnostic};
use std::collections::BTreeSet;

/// Findings on an event that no norm which the event touches asks for; with `only`, those of that text.
pub fn lint(world: &World, only: Option<u32>) -> Vec<Diagnostic> {
    let engine = Engine::new(world);
    let mut found = Vec::new();
    for event in &world.record.events {
        let here = |file: u32| only.is_none_or(|only| only == file);
        let of_event = world.record.findings.iter().filter(|finding| finding.event == event.id);
        let findings: Vec<_> = of_event.filter(|finding| here(finding.at.file)).collect();
        if findings.is_empty() {
            continue;
        }
        let (mut used, mut open) = (BTreeSet::new(), BTreeSet::new());
        for (kind, actor, target) in &event.occurs {
            let mut question = Question::new(*kind, *target, event.on.earliest);
            question.actors.extend(*actor);
            question.place.clone_from(&event.place);
            question.follow = true;
            let reply = engine.ask(&question);
            used.extend(reply.case.used.iter().cloned());
            open.extend(reply.case.open_names().map(str::to_owned));
        }
        for finding in
            findings.into_iter().filter(|finding| !used.contains(&finding.name.to_lowercase()))
        {
            let message =
                format!("no norm that answers `{}` asks whether `{}`", event.id, finding.name);
            let near = did_you_mean(&finding.name, open.iter().map(String::as_str));
            let fault =
                Diagnostic::at(Code::SV0507, finding.at, message).against(event.at, "the event");
            let shown: Vec<String> = open.iter().map(|name| format!("`{name}`")).collect();
            found.push(match (near, shown.is_empty()) {
                (Some(near), _) => fault.help(format!("did you mean `{near}`?")),
                (None, false) => fault.help(format!("what is open there: {}", shown.join(", "))),
                (None, true) => fault.help(
                    "take it out, or write it into a norm as `where found NAME` or `unless found NAME`",
                ),
            });
        }
    }
    found
}
