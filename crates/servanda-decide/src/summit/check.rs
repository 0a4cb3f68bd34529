//! A summit beside the treaties and the record: that the treaty and the article of its rule are there,
//! that its states exist and are parties then, and that the claims it leans on were made.

use super::Summit;
use servanda::model::world::name_diagnostic;
use servanda::model::{Actor, Certainty, TreatyId, World};
use servanda::syntax::{Code, Diagnostic, Span};
use servanda::time::Day;

/// Every fault of a summit that the world shows.
pub fn check(summit: &mut Summit, world: &World) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let day = summit.on.as_ref().map(|on| on.earliest);
    let treaty = summit.treaty.as_ref().and_then(|(id, at)| treaty(world, id, *at, &mut faults));
    if let Some((id, article, at)) = &summit.rule.under {
        rule_article(world, id, article, *at, day, &mut faults);
    }
    let ids: Vec<String> = summit.actors.iter().map(|actor| actor.id.clone()).collect();
    for (id, at) in summit.rule.concerned.iter().chain(&summit.rule.vetoes) {
        if !ids.contains(id) {
            let fault =
                Diagnostic::at(Code::SV1005, *at, format!("`{id}` is no actor of this summit"));
            faults.push(fault.help(format!("write one of {}", ids.join(", "))));
        }
    }
    for (id, at) in &summit.rule.vetoes {
        if summit.actors.iter().any(|actor| actor.id == *id && actor.votes.is_none()) {
            let message = format!("`{id}` has a veto and no vote");
            let fault = Diagnostic::at(Code::SV1006, *at, message);
            faults.push(fault.help("take one of the two away"));
        }
    }
    for actor in &mut summit.actors {
        if actor.name.is_some() {
            continue;
        }
        match world.actor(&actor.id, day) {
            Ok(found) => {
                let shown = day.unwrap_or(Day::MAX);
                actor.name = Some(world.name(found, shown).to_owned());
                if let (Some(treaty), Some(day)) = (treaty, day) {
                    let member = world.treaty(treaty).member(found);
                    let bound = member.map_or(Certainty::No, |member| member.bound_on(day));
                    if bound == Certainty::No && actor.votes.is_some() {
                        faults.push(no_party(world, treaty, found, day, actor.at));
                    }
                }
            }
            Err(problem) => faults.push(
                name_diagnostic(world, &problem, &actor.id, day, Some(actor.at))
                    .help("an actor that is no state has its name in quotes after its id"),
            ),
        }
    }
    let inputs = summit.actors.iter().flat_map(|actor| {
        let own = std::iter::once(&actor.capability);
        own.chain(&actor.positions).chain(&actor.saliences)
    });
    for cited in inputs.flat_map(|input| &input.by).filter(|cited| cited.is_id) {
        if world.record.claim(&cited.text).is_none() {
            let message = format!("no claim is called `{}`", cited.text);
            let help = "name a claim of the record, or put somebody's name in quotes";
            faults.push(Diagnostic::at(Code::SV0502, cited.at, message).help(help));
        }
    }
    for (id, at) in &summit.sources {
        if world.record.source(id).is_none() {
            let message = format!("no source is called `{id}`");
            let help = "name a source that a file of the corpus declares";
            faults.push(Diagnostic::at(Code::SV0503, *at, message).help(help));
        }
    }
    faults
}

/// Why no model could be run on a summit, or its rule not be applied.
pub fn unfit(summit: &Summit) -> Vec<Diagnostic> {
    let (case, rule) = (summit.case().err(), summit.decision_rule().err());
    let each = [(summit.at, case), (summit.rule.at, rule)].into_iter();
    each.filter_map(|(at, fault)| {
        let fault = fault?;
        Some(Diagnostic::at(fault.code, at, fault.message).help(fault.help))
    })
    .collect()
}

fn treaty(world: &World, id: &str, at: Span, faults: &mut Vec<Diagnostic>) -> Option<TreatyId> {
    let found = world.treaty_by_id(id);
    if found.is_none() {
        let fault = Diagnostic::at(Code::SV0402, at, format!("no treaty is called `{id}`"));
        faults.push(fault.help("`servanda treaty` lists them"));
    }
    found
}

fn rule_article(
    world: &World,
    id: &str,
    article: &str,
    at: Span,
    day: Option<Day>,
    faults: &mut Vec<Diagnostic>,
) {
    let Some(treaty) = treaty(world, id, at, faults) else { return };
    let treaty = world.treaty(treaty);
    let known = treaty.articles.iter().filter(|known| &*known.label == article);
    let mut known = known.peekable();
    if known.peek().is_none() {
        let labels: Vec<&str> = treaty.articles.iter().map(|article| &*article.label).collect();
        let fault = Diagnostic::at(Code::SV0402, at, format!("`{id}` has no article `{article}`"));
        faults.push(fault.help(format!("write one of {}", labels.join(", "))));
        return;
    }
    if let Some(day) = day
        && known.all(|article| article.validity.on(day) == Certainty::No)
    {
        let message = format!("article {article} of `{id}` was not in force on {day}");
        let fault = Diagnostic::at(Code::SV0402, at, message);
        faults.push(fault.help("name an article that was"));
    }
}

fn no_party(world: &World, treaty: TreatyId, party: Actor, day: Day, at: Span) -> Diagnostic {
    let (name, id) = (world.name(party, day), &world.treaty(treaty).id);
    let message = format!("{name} is not a party to {id}, and votes");
    Diagnostic::at(Code::SV0304, at, message).help("write `no vote` below it")
}
