//! Dates that no treaty of the data can have: as a rule a slip of the keys (`2992` for `1992`).

use crate::model::World;
use crate::syntax::{Code, Diagnostic, Span};
use crate::time::{Day, UncertainDay};

/// The oldest alliance that research still cites is the Anglo-Portuguese one, of 1373.
const OLDEST_YEAR: i16 = 1300;
/// The lists of states end in 2016 and 2020; a treaty dated a generation later is none on record.
const LATEST_YEAR: i16 = 2050;

/// Every date that lies outside anything the data speak of.
pub(super) fn typed_wrong(world: &World) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut look = |day: &UncertainDay, at: Span, what: &str| found.extend(outside(day, at, what));
    for (_, treaty) in world.treaties() {
        if let Some((signed, _)) = &treaty.signed {
            look(signed, treaty.at, "its signature");
        }
        if let Some(from) = &treaty.force.from {
            look(from, treaty.force.at, "its entry into force");
        }
        for member in &treaty.members {
            for step in &member.steps {
                look(&step.on, step.at, &format!("`{}`", step.what));
            }
        }
        for article in &treaty.articles {
            let norms = article.norms.iter().map(|norm| &norm.validity);
            for validity in norms.chain([&article.validity]) {
                for day in [&validity.from, &validity.until].into_iter().flatten() {
                    look(day, validity.at, "a version");
                }
            }
        }
    }
    for event in &world.record.events {
        look(&event.on, event.at, "the event");
    }
    for finding in &world.record.findings {
        look(&finding.on, finding.at, "the finding");
    }
    for decision in &world.record.decisions {
        look(&decision.on, decision.at, "the decision");
    }
    found
}

fn outside(day: &UncertainDay, at: Span, what: &str) -> Option<Diagnostic> {
    let oldest = Day::of(OLDEST_YEAR, 1, 1)?;
    let latest = Day::of(LATEST_YEAR, 12, 31)?;
    let early = day.latest.is_known() && day.latest < oldest;
    let late = day.earliest.is_known() && day.earliest > latest;
    (early || late).then(|| {
        Diagnostic::at(
            Code::SV0207,
            at,
            format!("{} is the day of {what}, and no data reach there", day.text),
        )
        .help("check the year")
        .note(format!("days from {OLDEST_YEAR} to {LATEST_YEAR} raise no question"))
    })
}
