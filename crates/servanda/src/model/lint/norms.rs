//! Norms: those that can never speak, those without a source or a party, readings and areas that
//! nothing uses, articles that say nothing.

use super::life;
use super::satisfy::{Named, never};
use crate::model::norm::{Bearers, Pattern};
use crate::model::{Actor, Article, Condition, Norm, Slot, Treaty, Who, World};
use crate::syntax::clause::Quality;
use crate::syntax::{Code, Diagnostic, Span};

/// Readings that bear one name in one article.
pub(super) fn twice(world: &World) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for article in world.treaties.iter().flat_map(|treaty| &treaty.articles) {
        for (index, reading) in article.readings.iter().enumerate() {
            let earlier = article.readings.iter().take(index);
            if let Some(first) = earlier.into_iter().find(|other| other.name == reading.name) {
                let message = format!("a reading `{}` is there already", reading.name);
                found.push(
                    Diagnostic::at(Code::SV0417, reading.at, message)
                        .against(first.at, "the first one")
                        .help("name each reading of an article differently")
                        .without(reading.at, "this one"),
                );
            }
        }
    }
    found
}

/// Every doubt about norms, readings, areas and articles.
pub(super) fn lint(world: &World) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, treaty) in world.treaties() {
        found.extend(unsourced(treaty));
        for article in &treaty.articles {
            found.extend(silent(article));
            found.extend(unused_readings(article));
            let outside = out_of_life(treaty, article);
            let dead = outside.is_some();
            found.extend(outside);
            for norm in &article.norms {
                found.extend(no_party(norm));
                if !dead {
                    found.extend(never_fires(world, treaty, article, norm));
                }
            }
        }
    }
    found.extend(unused_areas(world));
    found
}

/// The first norm that no citation of its own, its article or its treaty supports.
fn unsourced(treaty: &Treaty) -> Option<Diagnostic> {
    if !treaty.cited.sources.is_empty() {
        return None;
    }
    let norms = treaty.articles.iter().filter(|article| article.cited.sources.is_empty());
    let norms = norms.flat_map(|article| &article.norms);
    let bare: Vec<&Norm> = norms.filter(|norm| norm.cited.sources.is_empty()).collect();
    let first = bare.first()?;
    let fault = Diagnostic::at(
        Code::SV0408,
        first.at,
        format!("norm `{}` has no source, nor has its article or treaty", first.name),
    )
    .against(treaty.at, "no `source` here")
    .help("add `source UNTS \"vol. 1894, no. 32307\"` (or ATOP, text, book ...) to the treaty");
    Some(match bare.len() {
        1 => fault,
        count => fault.note(format!("the same holds of {} more norms of {}", count - 1, treaty.id)),
    })
}

/// An article without a norm that does not say why.
fn silent(article: &Article) -> Option<Diagnostic> {
    if !article.norms.is_empty() || !article.not_modelled.is_empty() {
        return None;
    }
    let message = format!("article {} has no norm and does not say why", article.label);
    let fault = Diagnostic::at(Code::SV0415, article.at, message);
    Some(fault.help("add a norm, or `not modelled \"its words\" because \"...\"`"))
}

/// Readings none of which any norm uses, where nothing says why. One alone may be unused: on it,
/// nothing is owed.
fn unused_readings(article: &Article) -> Option<Diagnostic> {
    let first = article.readings.first()?;
    let used = article.norms.iter().any(|norm| norm.reading.is_some());
    if used || !article.not_modelled.is_empty() {
        return None;
    }
    let message = format!("no norm of article {} is `under reading {}`", article.label, first.name);
    let fault = Diagnostic::at(Code::SV0412, first.at, message);
    Some(fault.help(format!(
        "add `under reading {}` to the norm that exists on it, or say what it leaves `not modelled`",
        first.name
    )))
}

fn unused_areas(world: &World) -> Vec<Diagnostic> {
    let used: Vec<usize> =
        world.norms().filter_map(|(.., norm)| norm.area.map(|(id, _)| id.0 as usize)).collect();
    let unused = world.areas.iter().enumerate().filter(|(index, _)| !used.contains(index));
    unused
        .map(|(_, area)| {
            let message = format!("no norm is `in area {}`", area.id);
            let fault = Diagnostic::at(Code::SV0412, area.at, message);
            fault.help(format!(
                "add `in area {}` to the norm it limits, or take the area out",
                area.id
            ))
        })
        .collect()
}

/// An article whose dates lie outside those of its treaty.
fn out_of_life(treaty: &Treaty, article: &Article) -> Option<Diagnostic> {
    let own = life::of_validity(&article.validity);
    let whole = life::of_treaty(treaty);
    if own.is_empty() || whole.is_empty() || !own.overlap(&whole).is_empty() {
        return None;
    }
    let message = format!("article {} is never in force while {} is", article.label, treaty.id);
    let at = article.validity.at;
    let against = if treaty.force.from.is_some() { treaty.force.at } else { treaty.at };
    Some(
        Diagnostic::at(Code::SV0405, at, message)
            .against(against, format!("{} is in force {}", treaty.id, words(whole)))
            .help("check the dates of the article against those of the treaty"),
    )
}

fn words(days: crate::time::Interval) -> String {
    match (days.from.is_known(), days.last().is_known()) {
        (true, true) => format!("from {} to {}", days.from, days.last()),
        (true, false) => format!("from {} on", days.from),
        (false, true) => format!("until {}", days.last()),
        (false, false) => "at all times".into(),
    }
}

/// Why a norm can never speak.
fn never_fires(
    world: &World,
    treaty: &Treaty,
    article: &Article,
    norm: &Norm,
) -> Option<Diagnostic> {
    let fault = |at: Span, why: String| {
        Diagnostic::at(Code::SV0405, at, format!("norm `{}` can never fire: {why}", norm.name))
    };
    let own = life::of_validity(&norm.validity);
    if !own.is_empty() && life::of_norm(treaty, article, norm).is_empty() {
        let why = format!("its dates lie outside those of article {}", article.label);
        let against = if article.validity.from.is_some() || article.validity.until.is_some() {
            article.validity.at
        } else {
            treaty.force.at
        };
        return Some(
            fault(norm.validity.at, why)
                .against(against, "in force on these days only")
                .help("check both dates"),
        );
    }
    if let Some((area, at)) = norm.area
        && !world.area(area).parts.iter().any(|part| part.included)
    {
        let area = world.area(area);
        return Some(
            fault(at, format!("area {} includes no place", area.id))
                .against(area.at, "nothing is included here")
                .help("add `includes PLACE` to the area"),
        );
    }
    if let Some(why) = binds_nobody(treaty, norm) {
        return Some(
            fault(norm.duty.at, why)
                .against(treaty.at, "its members")
                .help("name parties of the treaty, or give a member the role: `GMY in force DATE as \"guarantor\"`"),
        );
    }
    let patterns: Vec<Option<&Pattern>> = match norm.triggers.as_slice() {
        [] => vec![None],
        triggers => triggers.iter().map(Some).collect(),
    };
    let mut conditions: Vec<(&Condition, bool, Span)> =
        norm.wheres.iter().map(|(condition, at)| (condition, true, *at)).collect();
    conditions.extend(norm.unless.iter().map(|(condition, at)| (condition, false, *at)));
    let mut first = None;
    for pattern in patterns {
        let contradiction = never(world, &conditions, named(pattern))?;
        first = first.or(Some(contradiction));
    }
    let found = first?;
    Some(contradicted(fault(found.at, found.why), treaty, found.at, found.against))
}

/// A condition that never holds, with what excludes it.
fn contradicted(fault: Diagnostic, treaty: &Treaty, at: Span, against: Option<Span>) -> Diagnostic {
    match against {
        None => fault
            .against(treaty.at, "see its members")
            .help("check the name, or take the condition out")
            .without(at, "the condition"),
        Some(against) => {
            let fault = match against == at {
                true => fault,
                false => fault.against(against, "which excludes this"),
            };
            fault
                .help(
                    "take one of the two out; for alternatives join them with `or` in one `where`",
                )
                .without(at, "this one")
        }
    }
}

/// Who a trigger names.
pub(super) fn named(pattern: Option<&Pattern>) -> Named {
    let name = |who: Option<Who>| match who {
        Some(Who::Named(actor)) => Some(actor),
        _ => None,
    };
    pattern.map_or(Named::default(), |pattern| Named {
        actor: name(pattern.actor),
        target: name(pattern.target),
    })
}

/// Why no party can bear the duty, in a treaty that has parties.
fn binds_nobody(treaty: &Treaty, norm: &Norm) -> Option<String> {
    let bound = || treaty.members.iter().filter(|member| life::ever_bound(treaty, member));
    bound().next()?;
    match &norm.duty.bearers {
        Bearers::EachOther { role, except } | Bearers::Each { role, except } => {
            let fits = bound().any(|member| {
                (role.is_none() || member.role == *role) && !except.contains(&member.party)
            });
            let why = || match role {
                Some(role) => format!("no party is \"{role}\""),
                None => "every party is excepted".to_owned(),
            };
            (!fits).then(why)
        }
        Bearers::Named(names) => {
            let never = |name: &Actor| {
                treaty.member(*name).is_some_and(|member| !life::ever_bound(treaty, member))
            };
            (!names.is_empty() && names.iter().all(never))
                .then(|| "those it names are never bound".to_owned())
        }
        Bearers::Victim | Bearers::Attacker => None,
    }
}

/// Whether a condition says whom a norm protects.
fn says(condition: &Condition) -> bool {
    match condition {
        Condition::All(of) | Condition::Any(of) => of.iter().any(says),
        Condition::Not(that) => says(that),
        Condition::Party(..) | Condition::Among(..) => true,
        Condition::Is(Who::Slot(Slot::Target), Quality::State) => true,
        _ => false,
    }
}

/// A norm that answers an event that befalls anybody, and does not say whom it protects.
fn no_party(norm: &Norm) -> Option<Diagnostic> {
    let open = norm.triggers.iter().find(|pattern| {
        matches!(pattern.target, Some(Who::Slot(Slot::Target)))
            && !matches!(pattern.actor, Some(Who::Named(_)))
    })?;
    let conditions = norm.wheres.iter().chain(&norm.unless);
    if conditions.into_iter().any(|(condition, _)| says(condition)) {
        return None;
    }
    Some(
        Diagnostic::at(
            Code::SV0416,
            open.at,
            format!("norm `{}` does not say whom it protects", norm.name),
        )
        .saying("this befalls anybody")
        .against(norm.duty.at, "so this would be owed to all the world")
        .help("add `where V is party`; if anybody is meant, `where V is state`")
        .below(open.at, "where V is party", false)
        .below(open.at, "where V is state", false),
    )
}
