//! Uncertain dates that decide answers, when nobody has said that the bounds are meant.
//!
//! `between A and B` says so: whoever writes it has looked at both ends. A month, a year, `~`,
//! `before` and `after` may be all a source gives, or a date still to be looked up.

use super::life;
use crate::model::norm::Bearers;
use crate::model::{Actor, Treaty, World};
use crate::syntax::{Code, Diagnostic, Edit, Span};
use crate::time::{Day, Interval, UncertainDay};

/// Whether a date begins something or names its last day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    First,
    Last,
}

/// One diagnostic for each uncertain date on which a pledge turns.
pub(super) fn deciding(world: &World) -> Vec<Diagnostic> {
    let mut found: Vec<(Span, Diagnostic)> = Vec::new();
    for (_, treaty) in world.treaties() {
        let own = [(treaty.force.from.as_ref(), Edge::First)];
        for (day, edge) in own.into_iter().filter_map(|(day, edge)| day.map(|day| (day, edge))) {
            let what = format!("{} is in force", treaty.id);
            report(world, &mut found, treaty, None, day, edge, treaty.force.at, &what);
        }
        for member in &treaty.members {
            let who = world.id(member.party);
            for bond in &member.bonds {
                let what = format!("{who} is bound by {}", treaty.id);
                let of_treaty = treaty.force.from.as_ref() == Some(&bond.from);
                if !of_treaty {
                    let (day, at) = (&bond.from, bond.from_at);
                    report(
                        world,
                        &mut found,
                        treaty,
                        Some(member.party),
                        day,
                        Edge::First,
                        at,
                        &what,
                    );
                }
                if let Some((_, at)) = bond.ending {
                    let day = &bond.last;
                    report(
                        world,
                        &mut found,
                        treaty,
                        Some(member.party),
                        day,
                        Edge::Last,
                        at,
                        &what,
                    );
                }
            }
        }
        for article in treaty.articles.iter().filter(|article| !article.norms.is_empty()) {
            let what = format!("article {} of {} is in force", article.label, treaty.id);
            let validity = &article.validity;
            for (day, edge) in [(&validity.from, Edge::First), (&validity.until, Edge::Last)] {
                if let Some(day) = day {
                    report(world, &mut found, treaty, None, day, edge, validity.at, &what);
                }
            }
        }
    }
    found.into_iter().map(|(_, fault)| fault).collect()
}

/// The days on which an uncertain date leaves open whether something holds.
fn open_days(day: &UncertainDay, edge: Edge) -> Interval {
    match edge {
        Edge::First => Interval { from: day.earliest, end: day.latest },
        Edge::Last => Interval { from: day.earliest.next(), end: day.latest.next() },
    }
}

#[allow(clippy::too_many_arguments, reason = "the parts of one sentence")]
fn report(
    world: &World,
    found: &mut Vec<(Span, Diagnostic)>,
    treaty: &Treaty,
    party: Option<Actor>,
    day: &UncertainDay,
    edge: Edge,
    at: Span,
    what: &str,
) {
    let meant = day.is_exact() || day.text.starts_with("between ");
    if meant || found.iter().any(|(known, _)| *known == at) {
        return;
    }
    let days = open_days(day, edge);
    let Some(pledge) = pledge_on(treaty, party, days) else { return };
    let first = if days.from == Day::MIN { None } else { Some(days.from) };
    let last = if days.end == Day::MAX { None } else { Some(days.last()) };
    let span = match (first, last) {
        (Some(first), Some(last)) => format!("from {first} to {last}"),
        (Some(first), None) => format!("from {first} on"),
        (None, Some(last)) => format!("up to {last}"),
        (None, None) => "on every day".into(),
    };
    let bounds = format!("between {} and {}", shown(day.earliest), shown(day.latest));
    let edge = match edge {
        Edge::First => "since when",
        Edge::Last => "until when",
    };
    let fault = Diagnostic::at(
        Code::SV0205,
        at,
        format!("{edge} {what} is uncertain, and a pledge turns on it {span}"),
    )
    .against(pledge, "on those days this answers `depends`")
    .help(format!("write the day; if the sources say no more, write the bounds: `{bounds}`"));
    // The place may be that of the whole clause.
    let words = world.sources.words(at);
    let fault = match words.find(&day.text) {
        Some(offset) if day.earliest.is_known() && day.latest.is_known() => {
            let start = at.start + offset as u32;
            let date = Span { start, end: start + day.text.len() as u32, ..at };
            fault.fix(format!("write `{bounds}`"), vec![Edit::replace(date, bounds)])
        }
        _ => fault,
    };
    found.push((at, fault));
}

fn shown(day: Day) -> String {
    if day.is_known() { day.to_string() } else { "YYYY-MM-DD".into() }
}

/// A norm of the treaty that may speak on one of these days, and to this party if one is given.
fn pledge_on(treaty: &Treaty, party: Option<Actor>, days: Interval) -> Option<Span> {
    let norms = treaty.articles.iter().flat_map(|article| {
        article.norms.iter().map(move |norm| (life::of_norm(treaty, article, norm), norm))
    });
    let speaks = norms.filter(|(life, _)| !life.overlap(&days).is_empty());
    let concerns = |bearers: &Bearers| match (bearers, party) {
        (Bearers::Named(names), Some(party)) => names.contains(&party),
        _ => true,
    };
    speaks.map(|(_, norm)| norm).find(|norm| concerns(&norm.duty.bearers)).map(|norm| norm.at)
}
