//! Priorities must lead somewhere: a circle of them says that each norm yields to the others.

use crate::model::World;
use crate::model::world::{NormRef, Priority};
use crate::syntax::{Code, Diagnostic};

/// Every circle of priorities, once.
pub(super) fn circles(world: &World) -> Vec<Diagnostic> {
    let norms: Vec<NormRef> = world
        .norms()
        .map(|(treaty, _, article, norm)| NormRef {
            treaty,
            article: Some(article.label.clone()),
            norm: Some(norm.name.clone()),
        })
        .collect();
    let covered = |reference: &NormRef| -> Vec<usize> {
        let each = norms.iter().enumerate().filter(|(_, norm)| {
            let article = norm.article.as_deref().unwrap_or_default();
            reference.covers(norm.treaty, article, norm.norm.as_deref().unwrap_or_default())
        });
        each.map(|(index, _)| index).collect()
    };
    let edges: Vec<(Vec<usize>, Vec<usize>)> = world
        .priorities
        .iter()
        .map(|priority| (covered(&priority.winner), covered(&priority.loser)))
        .collect();
    let mut found = Vec::new();
    let mut told: Vec<usize> = Vec::new();
    for start in 0..edges.len() {
        if told.contains(&start) {
            continue;
        }
        if let Some(path) = circle(&edges, start) {
            found.extend(report(world, &path));
            told.extend(path);
        }
    }
    found
}

/// A shortest way through priorities from one back to itself, norm by norm.
fn circle(edges: &[(Vec<usize>, Vec<usize>)], start: usize) -> Option<Vec<usize>> {
    let (winners, losers) = edges.get(start)?;
    for winner in winners {
        let mut paths: Vec<(usize, Vec<usize>)> =
            losers.iter().map(|loser| (*loser, vec![start])).collect();
        let mut seen: Vec<usize> = losers.clone();
        let mut next = 0;
        while let Some((norm, path)) = paths.get(next).cloned() {
            next += 1;
            if norm == *winner {
                return Some(path);
            }
            for (index, (from, to)) in edges.iter().enumerate() {
                if !from.contains(&norm) {
                    continue;
                }
                for loser in to.iter().filter(|loser| !seen.contains(loser)).collect::<Vec<_>>() {
                    seen.push(*loser);
                    let mut longer = path.clone();
                    longer.push(index);
                    paths.push((*loser, longer));
                }
            }
        }
    }
    None
}

fn report(world: &World, path: &[usize]) -> Option<Diagnostic> {
    let steps: Vec<&Priority> =
        path.iter().filter_map(|index| world.priorities.get(*index)).collect();
    let (last, first) = (steps.last()?, steps.first()?);
    let mut names: Vec<String> = steps.iter().map(|step| name(world, &step.winner)).collect();
    names.push(name(world, &first.winner));
    let fault = Diagnostic::at(
        Code::SV0407,
        last.at,
        format!("priorities run in a circle: {}", names.join(" over ")),
    );
    let fault = if steps.len() == 1 {
        fault.saying("a norm cannot go before itself")
    } else {
        fault.saying("closes the circle")
    };
    let before = steps.iter().take(steps.len() - 1);
    let fault = before.fold(fault, |fault, step| fault.against(step.at, "part of it"));
    let fault = fault.help("take out the one that the treaty does not say");
    Some(steps.iter().rev().fold(fault, |fault, step| {
        let name = format!("`{} over {}`", name(world, &step.winner), name(world, &step.loser));
        fault.without(step.at, &name)
    }))
}

fn name(world: &World, reference: &NormRef) -> String {
    let mut text = world.treaty(reference.treaty).id.clone();
    for part in [&reference.article, &reference.norm].into_iter().flatten() {
        text.push('/');
        text.push_str(part);
    }
    format!("`{text}`")
}
