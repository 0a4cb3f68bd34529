//! Whether somebody is bound by a treaty on a day, as known by a day, and why not.

use super::case::Case;
use super::evaluate::is_hidden;
use super::formula::Formula;
use crate::model::validity::{begun, not_over};
use crate::model::{Actor, Bond, Certainty, Member, Treaty, TreatyId, World};
use crate::syntax::Span;
use crate::syntax::vocabulary::Ending;
use crate::time::{Day, UncertainDay, UncertainSpan};
use std::sync::{Arc, OnceLock};

/// Whether somebody is bound, in words, with the place that says so.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) formula: Formula,
    pub(super) says: Arc<str>,
    pub(super) at: Option<Span>,
}

/// Whether a treaty was known by a day: it had been signed, or was in force.
pub(super) fn is_known(treaty: &Treaty, known: Option<Day>) -> bool {
    let Some(known) = known else { return true };
    let signed = treaty.signed.as_ref().map(|(signed, _)| signed);
    let first = signed.or(treaty.force.from.as_ref());
    first.is_none_or(|first| first.earliest <= known)
}

/// Whether the treaty has not ended on the day of the event, as known.
fn lasts(case: &Case<'_>, treaty: &Treaty) -> Certainty {
    let until = treaty.force.until.as_ref().filter(|until| end_is_known(case, treaty, until));
    until.map_or(Certainty::Certain, |until| not_over(until, case.day()))
}

/// Whether the treaty has begun and not ended on the day of the event, as known.
pub(super) fn in_force(case: &Case<'_>, treaty: &Treaty) -> Certainty {
    has_begun(treaty, case.day()).and(lasts(case, treaty))
}

/// Whether the treaty is in force at all on `day`.
pub(super) fn treaty_in_force(treaty: &Treaty, day: Day) -> Certainty {
    let until = treaty.force.until.as_ref();
    has_begun(treaty, day).and(until.map_or(Certainty::Certain, |until| not_over(until, day)))
}

fn has_begun(treaty: &Treaty, day: Day) -> Certainty {
    let from = match &treaty.force.from {
        Some(from) => begun(from, day),
        // Never in force as a whole, but members may have been bound to it otherwise.
        None => treaty.signed.as_ref().map_or(Certainty::Certain, |(signed, _)| begun(signed, day)),
    };
    let provisional = treaty
        .provisional
        .as_ref()
        .map_or(Certainty::No, |span| begun(&span.from, day).and(not_over(&span.to, day)));
    from.or(provisional)
}

/// An ending counts once it has come, or when the term itself foretold it; not while the treaty that
/// brought it was a secret hidden from the asker.
fn end_is_known(case: &Case<'_>, treaty: &Treaty, until: &UncertainDay) -> bool {
    let foretold = matches!(treaty.term, Some((Some(_), None)));
    let secrecy = treaty.ended_by.and_then(|by| case.world.treaty(by).secrecy.as_ref());
    let come = case.question.known.is_none_or(|known| until.earliest <= known);
    foretold || (come && !is_hidden(case, secrecy))
}

impl Bound {
    /// Whether nothing open bears on it.
    pub(super) fn is_settled(&self) -> bool {
        matches!(self.formula, Formula::True | Formula::False)
    }
}

impl Case<'_> {
    /// Whether `actor` is bound by `treaty` on the day of the event. The same is asked for every norm
    /// and every other party, so the answer is kept.
    pub(super) fn bound(&mut self, actor: Actor, id: TreatyId) -> Bound {
        if let Some(bound) = self.bonds.get(&(id, actor)) {
            return bound.clone();
        }
        // Memory holds what is so, not what was known of it.
        let memory = self.memory.filter(|_| self.question.known.is_none());
        let kept = memory.and_then(|memory| memory.bond(self, id, actor));
        let bound = match kept.and_then(OnceLock::get) {
            Some(bound) => bound.clone(),
            None => {
                let bound = self.weigh_bond(actor, id);
                // An open one rests on what was found in this case.
                if let Some(kept) = kept.filter(|_| bound.is_settled()) {
                    kept.get_or_init(|| bound.clone());
                }
                bound
            }
        };
        self.bonds.insert((id, actor), bound.clone());
        bound
    }

    fn weigh_bond(&mut self, actor: Actor, id: TreatyId) -> Bound {
        let (day, known) = (self.day(), self.question.known);
        let world = self.world;
        let treaty = world.treaty(id);
        let name = world.name(actor, day);
        let no = |says: String, at: Option<Span>| Bound {
            formula: Formula::False,
            says: says.into(),
            at,
        };
        let known_member = |member: &&Member| known.is_none_or(|known| member.on_record_by(known));
        let Some(member) = treaty.member(actor).filter(known_member) else {
            return no(format!("{name} is not a party to {}", treaty.id), None);
        };
        let lives = match actor {
            Actor::State(state) => world.states.exists_on(state, day),
            Actor::Entity(_) => true,
        };
        if !lives {
            return no(format!("{name} is no state then"), Some(member.at));
        }
        let bonds = known_bonds(member, known);
        let bound = bonds.iter().fold(Certainty::No, |sum, bond| sum.or(bond.on(day)));
        // Who applies a treaty provisionally does not wait for its entry into force.
        let (force, lasts) = (in_force(self, treaty), lasts(self, treaty));
        let binds = bonds.iter().fold(Certainty::No, |sum, bond| {
            sum.or(bond.on(day).and(if bond.provisional { lasts } else { force }))
        });
        if bound != Certainty::No && binds == Certainty::No {
            return no(not_in_force(treaty, day), Some(treaty.at));
        }
        let rests = rests(member, day, known);
        if bound != Certainty::No && rests == Certainty::Certain {
            let now = |(span, _): &&(UncertainSpan, Span)| covers(span, day) == Certainty::Certain;
            let span = member.suspensions.iter().find(now);
            let dates = span.map_or(String::new(), |(span, _)| format!(" ({})", span.text()));
            return no(format!("suspended in {}{dates}", treaty.id), span.map(|(_, at)| *at));
        }
        match binds.and(rests.negated()) {
            Certainty::No => {
                let (says, at) = why_unbound(world, treaty, member, &bonds, day);
                no(says, Some(at))
            }
            certainty => {
                let bond = bonds.iter().max_by_key(|bond| bond.on(day));
                let says = match bond {
                    Some(bond) => held(name, treaty, bond),
                    None => String::new(),
                };
                let formula = match certainty {
                    Certainty::Certain => Formula::True,
                    _ => {
                        let bond = bond.filter(|_| rests == Certainty::No);
                        self.ask(&open_bond(world, treaty, member, bond))
                    }
                };
                Bound { formula, says: says.into(), at: bond.map(|bond| bond.from_at) }
            }
        }
    }
}

/// The open question whether a member is bound. Where its bond begins with the treaty itself and no
/// suspension is in doubt, it is the same question for all: whether the treaty was in force.
fn open_bond(world: &World, treaty: &Treaty, member: &Member, bond: Option<&Bond>) -> String {
    let with_treaty = bond.is_some_and(|bond| {
        let force = treaty.force.from.as_ref();
        bond.ending.is_none()
            && force.is_some_and(|force| {
                (force.earliest, force.latest) == (bond.from.earliest, bond.from.latest)
            })
    });
    match with_treaty {
        true => format!("in-force-{}", treaty.id),
        false => format!("bound-{}-{}", world.id(member.party), treaty.id),
    }
}

fn covers(span: &UncertainSpan, day: Day) -> Certainty {
    begun(&span.from, day).and(not_over(&span.to, day))
}

/// Whether a member's duties rest on `day`, by the suspensions that had begun when it was known.
fn rests(member: &Member, day: Day, known: Option<Day>) -> Certainty {
    let heard = |from: &UncertainDay| known.is_none_or(|known| from.earliest <= known);
    let each = member.suspensions.iter().filter(|(span, _)| heard(&span.from));
    each.map(|(span, _)| covers(span, day)).fold(Certainty::No, Certainty::or)
}

/// A bond that holds, in words.
fn held(name: &str, treaty: &Treaty, bond: &Bond) -> String {
    let until = match bond.ending {
        Some(_) => format!(", until {}", bond.last.text),
        None => String::new(),
    };
    let (id, since) = (&treaty.id, &bond.from.text);
    match bond.provisional {
        true => format!("{name} applies {id} provisionally since {since}{until}"),
        false => format!("{name} is a party to {id}, bound since {since}{until}"),
    }
}

/// The bonds as known by a day: none that began unannounced later, no ending foretold by nobody.
fn known_bonds(member: &Member, known: Option<Day>) -> Vec<Bond> {
    let Some(known) = known else { return member.bonds.clone() };
    let announced = |day: Day| day <= known;
    let noticed = |bond: &Bond| {
        member.steps.iter().any(|step| {
            step.what == "gave notice"
                && announced(step.on.earliest)
                && step.on.earliest >= bond.from.earliest
        })
    };
    // A first signature announces the first bond, not the one after a withdrawal.
    let since = |index: usize| {
        let before = member.bonds.iter().take(index).filter(|bond| bond.ending.is_some());
        before.map(|bond| bond.last.earliest).max().unwrap_or(Day::MIN)
    };
    let foreseen = |index: usize, bond: &Bond| {
        member.steps.iter().any(|step| {
            matches!(step.what.as_str(), "signed" | "ratified" | "acceded" | "succeeded")
                && announced(step.on.earliest)
                && step.on.earliest > since(index)
                && step.on.earliest <= bond.from.latest
        })
    };
    let begun = member
        .bonds
        .iter()
        .enumerate()
        .filter(|(index, bond)| announced(bond.from.earliest) || foreseen(*index, bond));
    begun
        .map(|(_, bond)| bond.clone())
        .map(|mut bond| {
            if bond.ending.is_some() && !announced(bond.last.earliest) && !noticed(&bond) {
                bond.last = UncertainDay::open();
                bond.ending = None;
            }
            bond
        })
        .collect()
}

fn not_in_force(treaty: &Treaty, day: Day) -> String {
    match &treaty.force.until {
        Some(until) if not_over(until, day) == Certainty::No => {
            format!("{} was in force until {} only", treaty.id, until.text)
        }
        _ => match &treaty.force.from {
            Some(from) => format!("{} enters into force on {} only", treaty.id, from.text),
            None => format!("{} is not in force", treaty.id),
        },
    }
}

/// Why a member that is not bound on `day` is not, told from the nearest bond.
fn why_unbound(
    world: &World,
    treaty: &Treaty,
    member: &Member,
    bonds: &[Bond],
    day: Day,
) -> (String, Span) {
    let over = bonds.iter().filter(|bond| not_over(&bond.last, day) == Certainty::No);
    if let Some(bond) = over.max_by_key(|bond| bond.last.latest) {
        let (how, at) = bond.ending.unwrap_or((Ending::Ended, bond.from_at));
        let limit = if bond.last.is_exact() { "" } else { " at the latest" };
        let how = if bond.provisional { "no longer applied" } else { how.past() };
        return (format!("{how} {}, bound until {}{limit}", treaty.id, bond.last.latest), at);
    }
    if let Some(bond) = bonds.first() {
        let says = format!("not bound by {} before {}", treaty.id, bond.from.earliest);
        return (says, bond.from_at);
    }
    let name = world.name(member.party, day);
    (format!("{name} signed {} and was not bound by it", treaty.id), member.at)
}
