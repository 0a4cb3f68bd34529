//! What is the case whatever the open questions come to: what happens, what is found, what is known.

use super::consequences;
use servanda::engine::Question;
use servanda::model::{Actor, Bond, Event, Finding, Member, PlaceRef, Secrecy, Treaty, World};
use servanda::syntax::vocabulary::EventKind;
use servanda::time::{Day, UncertainDay};
use std::collections::{BTreeMap, BTreeSet};

/// What is the case.
pub struct Facts<'w> {
    pub world: &'w World,
    pub question: &'w Question,
    pub happenings: BTreeSet<(EventKind, Option<Actor>, Option<Actor>)>,
    pub place: Option<PlaceRef>,
    pub settled: BTreeMap<String, bool>,
}

/// Whether `day` lies from a first to a last day, both included: surely, and possibly.
pub fn surely_or_possibly(
    first: Option<&UncertainDay>,
    last: Option<&UncertainDay>,
    day: Day,
) -> (bool, bool) {
    let surely = first.is_none_or(|first| first.latest <= day)
        && last.is_none_or(|last| day <= last.earliest);
    let possibly = first.is_none_or(|first| first.earliest <= day)
        && last.is_none_or(|last| day <= last.latest);
    (surely, possibly)
}

impl<'w> Facts<'w> {
    /// The facts of a question.
    pub fn of(world: &'w World, question: &'w Question) -> Facts<'w> {
        let mut happenings = BTreeSet::new();
        let actors: Vec<Option<Actor>> = match question.actors.as_slice() {
            [] => vec![None],
            several => several.iter().copied().map(Some).collect(),
        };
        for actor in actors {
            happenings.extend(consequences(question.kind, actor, question.target));
        }
        let mut events: Vec<&Event> =
            world.record.events.iter().filter(|event| is_meant(event, question)).collect();
        events.sort_by_key(|event| &event.id);
        let recorded = events.iter().find_map(|event| event.place.clone());
        let home = match question.target {
            Some(Actor::State(state)) => Some(PlaceRef::Home(state)),
            _ => None,
        };
        let place = question.place.clone().or(recorded).or(home);
        let settled = settled(world, question, &events);
        Facts { world, question, happenings, place, settled }
    }

    /// Whether something has come by the day by which the asker may know.
    fn heard(&self, day: Day) -> bool {
        self.question.known.is_none_or(|known| day <= known)
    }

    /// A treaty is known once it is signed.
    pub fn knows(&self, treaty: &Treaty) -> bool {
        let signed = treaty.signed.as_ref().map(|(day, _)| day);
        signed.or(treaty.force.from.as_ref()).is_none_or(|day| self.heard(day.earliest))
    }

    /// A secret is hidden from those who do not share it while it is one.
    pub fn hidden(&self, secrecy: Option<&Secrecy>) -> bool {
        let (Some(secrecy), Some(known)) = (secrecy, self.question.known) else { return false };
        let shared = self.question.known_to.is_some_and(|who| secrecy.known_to.contains(&who));
        !shared && known <= secrecy.until.latest
    }

    /// Whether a treaty as such is in force, surely and possibly; `applied` leaves the first day
    /// aside, for those who apply it provisionally.
    pub fn in_force(&self, treaty: &Treaty, applied: bool) -> (bool, bool) {
        let day = self.question.on;
        let foretold = matches!(treaty.term, Some((Some(_), None)));
        let last = treaty.force.until.as_ref().filter(|last| foretold || self.heard(last.earliest));
        let first = treaty.force.from.as_ref().or(treaty.signed.as_ref().map(|(day, _)| day));
        let first = first.filter(|_| !applied);
        let begun = surely_or_possibly(first, None, day);
        let provisional = treaty.provisional.as_ref();
        let early = provisional.map_or((false, false), |span| {
            surely_or_possibly(Some(&span.from), Some(&span.to), day)
        });
        let lasts = surely_or_possibly(None, last, day);
        ((begun.0 || early.0) && lasts.0, (begun.1 || early.1) && lasts.1)
    }

    /// Whether a member is bound, surely and possibly.
    pub fn membership(&self, treaty: &Treaty, member: &Member) -> (bool, bool) {
        let day = self.question.on;
        if let Actor::State(state) = member.party
            && !self.world.states.exists_on(state, day)
        {
            return (false, false);
        }
        let (mut surely, mut possibly) = (false, false);
        for (index, bond) in member.bonds.iter().enumerate() {
            if !self.knows_of_bond(member, index, bond) {
                continue;
            }
            let ended = bond.ending.is_none() || self.knows_of_ending(member, bond);
            let spell =
                surely_or_possibly(Some(&bond.from), Some(&bond.last).filter(|_| ended), day);
            let force = self.in_force(treaty, bond.provisional);
            surely |= spell.0 && force.0;
            possibly |= spell.1 && force.1;
        }
        for (span, _) in &member.suspensions {
            if self.heard(span.from.earliest) {
                let rests = surely_or_possibly(Some(&span.from), Some(&span.to), day);
                surely &= !rests.1;
                possibly &= !rests.0;
            }
        }
        (surely, possibly)
    }

    /// Whether the day on which a member was bound is that on which the treaty was in force for
    /// everyone, so that it is one question for all of them.
    pub fn is_bound_with_treaty(&self, treaty: &Treaty, member: &Member) -> bool {
        let day = self.question.on;
        let suspended = member.suspensions.iter().any(|(span, _)| {
            self.heard(span.from.earliest)
                && surely_or_possibly(Some(&span.from), Some(&span.to), day).1
        });
        let known = member.bonds.iter().enumerate();
        let known = known.filter(|(index, bond)| self.knows_of_bond(member, *index, bond));
        let ended = |bond: &Bond| bond.ending.is_some() && self.knows_of_ending(member, bond);
        let likeliest = known.map(|(_, bond)| bond).max_by_key(|bond| {
            let last = Some(&bond.last).filter(|_| bond.ending.is_none() || ended(bond));
            surely_or_possibly(Some(&bond.from), last, day)
        });
        let bounds = |day: &UncertainDay| (day.earliest, day.latest);
        !suspended
            && likeliest.is_some_and(|bond| {
                !ended(bond) && treaty.force.from.as_ref().map(bounds) == Some(bounds(&bond.from))
            })
    }

    /// A bond is known once it has begun, or was announced by a signature, a ratification or an
    /// accession since the one before it ended.
    fn knows_of_bond(&self, member: &Member, index: usize, bond: &Bond) -> bool {
        let before = member.bonds.iter().take(index).filter(|bond| bond.ending.is_some());
        let since = before.map(|bond| bond.last.earliest).max().unwrap_or(Day::MIN);
        let announced = member.steps.iter().any(|step| {
            matches!(step.what.as_str(), "signed" | "ratified" | "acceded" | "succeeded")
                && step.on.earliest > since
                && step.on.earliest <= bond.from.latest
                && self.heard(step.on.earliest)
        });
        self.heard(bond.from.earliest) || announced
    }

    /// An ending is known once it has come, or once notice was given.
    fn knows_of_ending(&self, member: &Member, bond: &Bond) -> bool {
        let noticed = member.steps.iter().any(|step| {
            step.what == "gave notice"
                && step.on.earliest >= bond.from.earliest
                && self.heard(step.on.earliest)
        });
        self.heard(bond.last.earliest) || noticed
    }

    /// Whether a suspension between two is known.
    pub fn knows_of(&self, day: &UncertainDay) -> bool {
        self.heard(day.earliest)
    }
}

/// Whether a recorded event is the one asked about, and known.
fn is_meant(event: &Event, question: &Question) -> bool {
    let then = event.on.earliest <= question.on && question.on <= event.on.latest;
    let heard = event.known.as_ref().unwrap_or(&event.on).earliest;
    let known = question.known.is_none_or(|known| heard <= known);
    let same = event.occurs.iter().any(|(kind, actor, target)| {
        let by = match actor {
            Some(actor) => question.actors.is_empty() || question.actors.contains(actor),
            None => true,
        };
        *kind == question.kind && *target == question.target && by
    });
    then && known && same
}

/// Which questions of fact are answered: what the asker gives, what it assumes, what was found by
/// those who agree, each by its last word.
fn settled(world: &World, question: &Question, events: &[&Event]) -> BTreeMap<String, bool> {
    let about = |id: &String| events.iter().any(|event| event.id == *id);
    let mut last_words: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in world.record.findings.iter().filter(|finding| about(&finding.event)) {
        let counts_from = finding.known.as_ref().unwrap_or(&finding.on);
        if question.known.is_some_and(|known| known < counts_from.latest) {
            continue;
        }
        let said = last_words.entry((&finding.name, &finding.by)).or_default();
        said.retain(|other| other.on.earliest >= finding.on.earliest);
        if said.iter().all(|other| other.on.earliest == finding.on.earliest) {
            said.push(finding);
        }
    }
    let mut opinions: BTreeMap<&str, BTreeSet<bool>> = BTreeMap::new();
    for ((name, _), said) in last_words {
        opinions.entry(name).or_default().extend(said.iter().map(|finding| finding.found));
    }
    let mut found = BTreeMap::new();
    for (name, opinions) in opinions {
        if opinions.len() == 1 {
            found.insert(name.to_owned(), opinions.contains(&true));
        }
    }
    for claim in question.assuming.iter().filter_map(|id| world.record.claim(id)) {
        for (name, yes, event) in &claim.asserts {
            if event.as_ref().is_none_or(about) {
                found.insert(name.clone(), *yes);
            }
        }
    }
    found.extend(question.given.iter().cloned());
    // "An open question of fact is named in lower case", however it is asked.
    found.into_iter().map(|(name, yes)| (name.to_lowercase(), yes)).collect()
}
