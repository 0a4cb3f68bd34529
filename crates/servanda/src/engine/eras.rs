//! The days on which what a treaty says may change: between two of them its bonds, dates and areas,
//! and the names and ranks of the states it knows, stay as they are.
//!
//! Says no more than *may*: a day too many costs time, a day too few would give a wrong answer.

use super::evaluate::DAYS_REMEMBERED;
use super::index::actors_named;
use super::nearest::{Nearest, Side};
use crate::model::{
    Actor, Article, Condition, Member, Norm, PlaceRef, StateId, Treaty, TreatyId, Validity, World,
};
use crate::time::{Day, UncertainDay, UncertainSpan};
use std::collections::BTreeSet;

/// The days of change, of each treaty and of each state.
#[derive(Clone, Debug)]
pub(super) struct Eras {
    treaties: Vec<Vec<Day>>,
    states: Vec<Vec<Day>>,
}

impl Eras {
    /// The days of change of a world.
    pub(super) fn of(world: &World) -> Eras {
        let states: Vec<Vec<Day>> =
            world.states.iter().map(|(id, _)| of_state(world, id)).collect();
        let own: Vec<BTreeSet<Day>> =
            world.treaties().map(|(_, treaty)| Days::of(treaty)).collect();
        let treaties = world.treaties().map(|(id, treaty)| {
            let mut days: BTreeSet<Day> = BTreeSet::new();
            for named in mentioned(id, treaty, world) {
                days.extend(own.get(named.0 as usize).into_iter().flatten());
                for actor in actors_named(world.treaty(named)) {
                    if let Actor::State(state) = actor {
                        days.extend(states.get(state.0 as usize).into_iter().flatten());
                    }
                }
            }
            areas(treaty, world, &mut days);
            days.into_iter().collect()
        });
        Eras { treaties: treaties.collect(), states }
    }

    /// The number of the era of a treaty that `day` lies in, and how many eras it has.
    pub(super) fn of_treaty(&self, treaty: TreatyId, day: Day) -> (usize, usize) {
        let days = self.treaties.get(treaty.0 as usize).map_or(&[][..], Vec::as_slice);
        (days.partition_point(|change| *change <= day), days.len() + 1)
    }

    /// The days on one side of a day on which what these treaties say of somebody may change, the nearest first.
    pub(super) fn nearest<'e>(
        &'e self,
        treaties: &'e [TreatyId],
        whose: &[Actor],
        on: Day,
        side: Side,
    ) -> Nearest<'e> {
        let own = treaties.iter().map(|id| (self.treaties.get(id.0 as usize), Some(*id)));
        let theirs = whose.iter().filter_map(|who| match who {
            Actor::State(state) => Some((self.states.get(state.0 as usize), None)),
            Actor::Entity(_) => None,
        });
        let lists = own.chain(theirs).filter_map(|(days, treaty)| Some((&days?[..], treaty)));
        Nearest::new(treaties, lists, on, side)
    }

    /// The days on which what a treaty says of somebody may change.
    pub(super) fn days(&self, treaty: TreatyId, of: Option<Actor>) -> Vec<Day> {
        let own = self.treaties.get(treaty.0 as usize).into_iter().flatten();
        let theirs = match of {
            Some(Actor::State(state)) => self.states.get(state.0 as usize),
            _ => None,
        };
        own.chain(theirs.into_iter().flatten())
            .copied()
            .collect::<BTreeSet<Day>>()
            .into_iter()
            .collect()
    }
}

/// Days on which a state begins, ends, changes its name, or is or ceases to be a great power.
fn of_state(world: &World, id: StateId) -> Vec<Day> {
    let state = world.states.get(id);
    let spells = state.spells.iter().map(|spell| spell.days);
    let names = state.display.iter().map(|(days, _)| *days);
    let powers = world.states.great_power_spells().iter();
    let powers = powers.filter(|(power, _)| *power == id).map(|(_, days)| *days);
    let each = spells.chain(names).chain(powers).flat_map(|days| [days.from, days.end]);
    each.collect::<BTreeSet<Day>>().into_iter().collect()
}

/// The treaty itself and those that its conditions ask about.
fn mentioned(id: TreatyId, treaty: &Treaty, world: &World) -> BTreeSet<TreatyId> {
    fn collect(condition: &Condition, found: &mut BTreeSet<TreatyId>) {
        match condition {
            Condition::All(of) | Condition::Any(of) => {
                for part in of {
                    collect(part, found);
                }
            }
            Condition::Not(that) => collect(that, found),
            Condition::Party(_, treaty) => {
                found.insert(*treaty);
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::from([id]);
    for norm in norms(treaty) {
        for (condition, _) in norm.conditions() {
            collect(condition, &mut found);
        }
        // "Territory of parties" in an area is that of the treaty the area stands with.
        found.extend(norm.area.and_then(|(area, _)| world.area(area).treaty));
    }
    found
}

fn norms(treaty: &Treaty) -> impl Iterator<Item = &Norm> {
    treaty.articles.iter().flat_map(|article: &Article| &article.norms)
}

/// The dates of the lines of a treaty's areas, and of the places they name.
fn areas(treaty: &Treaty, world: &World, found: &mut BTreeSet<Day>) {
    let mut days = Days(BTreeSet::new());
    for (area, _) in norms(treaty).filter_map(|norm| norm.area) {
        for part in &world.area(area).parts {
            days.validity(&part.validity);
            if let PlaceRef::Place(place) = part.place {
                let holders = &world.places.get(place).holders;
                found.extend(holders.iter().flat_map(|held| [held.days.from, held.days.end]));
            }
        }
    }
    found.extend(days.0);
}

/// Collects the days from which on an uncertain date may count otherwise.
struct Days(BTreeSet<Day>);

impl Days {
    fn of(treaty: &Treaty) -> BTreeSet<Day> {
        let mut days = Days(BTreeSet::new());
        if let Some((signed, _)) = &treaty.signed {
            days.day(signed);
        }
        days.validity(&treaty.force);
        if let Some(until) = &treaty.force.until {
            days.0.insert(until.latest.plus_days(DAYS_REMEMBERED + 1));
        }
        if let Some(span) = &treaty.provisional {
            days.span(span);
        }
        for pair in &treaty.suspended_between {
            days.span(&pair.during);
        }
        for article in &treaty.articles {
            days.validity(&article.validity);
            for norm in &article.norms {
                days.validity(&norm.validity);
            }
        }
        for member in &treaty.members {
            days.member(member);
        }
        days.0
    }

    fn member(&mut self, member: &Member) {
        let bonds = member.bonds.iter().map(|bond| bond.from.earliest);
        let first = bonds.chain(member.steps.iter().map(|step| step.on.earliest)).min();
        self.0.extend(first.map(|first| first.plus_days(-DAYS_REMEMBERED)));
        for bond in &member.bonds {
            self.day(&bond.from);
            self.day(&bond.last);
        }
        for (span, _) in &member.suspensions {
            self.span(span);
        }
        for step in &member.steps {
            self.day(&step.on);
        }
    }

    fn validity(&mut self, validity: &Validity) {
        for day in [&validity.from, &validity.until].into_iter().flatten() {
            self.day(day);
        }
    }

    fn span(&mut self, span: &UncertainSpan) {
        self.day(&span.from);
        self.day(&span.to);
    }

    /// A first day counts from its own bounds on, a last day up to them.
    fn day(&mut self, day: &UncertainDay) {
        for bound in [day.earliest, day.latest] {
            self.0.extend([bound, bound.plus_days(1)]);
        }
    }
}
