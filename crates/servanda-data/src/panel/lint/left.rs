//! Who left which treaty of mutual help while it went on, by the corpus. Knows treaties and asks the
//! engine whether another pledge took the place of the lost one.

use super::span::Bearers;
use servanda::engine::pledges::{Pledge, pledges_to};
use servanda::engine::{Engine, Memory};
use servanda::model::{Actor, StateId, System, Treaty, TreatyId, World};
use servanda::syntax::vocabulary::Act;
use servanda::time::{Day, Interval};
use std::collections::BTreeMap;

/// A state that left a treaty which went on without it.
struct Leaver {
    treaty: TreatyId,
    state: StateId,
    /// The days of its last bond.
    bond: Interval,
    how: String,
}

/// Everybody who left.
pub(super) struct Leavers<'w> {
    engine: Engine<'w>,
    memory: Memory,
    gone: BTreeMap<StateId, Vec<Leaver>>,
    bearers: Bearers,
    pledges: BTreeMap<StateId, Vec<Pledge>>,
}

impl<'w> Leavers<'w> {
    pub(super) fn new(world: &'w World, system: System) -> Leavers<'w> {
        let mut left: BTreeMap<StateId, Vec<Leaver>> = BTreeMap::new();
        for (id, treaty) in world.treaties().filter(|(_, treaty)| promises_help(treaty)) {
            for leaver in gone(id, treaty) {
                left.entry(leaver.state).or_default().push(leaver);
            }
        }
        let engine = Engine::new(world);
        let memory = Memory::new(&engine);
        let bearers = Bearers::new(world, system);
        Leavers { engine, memory, gone: left, bearers, pledges: BTreeMap::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.gone.is_empty()
    }

    /// Why a pledge of help between two states in a period is hardly plausible: one of them left a
    /// treaty with the other before, which went on, and no other pledge took its place.
    pub(super) fn why(&mut self, world: &World, pair: [u16; 2], days: Interval) -> Option<String> {
        let [one, two] = pair.map(|code| self.bearers.state(code, days.last()));
        let (one, two) = (one?, two?);
        let of = |state: StateId, other: StateId| {
            let own = self.gone.get(&state).into_iter().flatten();
            own.filter(move |leaver| {
                leaver.bond.end <= days.from
                    && goes_on(world.treaty(leaver.treaty), days.from)
                    && shared(world.treaty(leaver.treaty), other, leaver.bond)
            })
        };
        let left = of(one, two).chain(of(two, one)).max_by_key(|leaver| leaver.bond.end)?;
        let state = &world.states.get(left.state).id;
        let reason = format!(
            "`atop_defense` is 1, and by the corpus {state}'s bond under {} ended on {} ({}), with no \
             other pledge of help in its place",
            world.treaty(left.treaty).id,
            left.bond.last(),
            left.how
        );
        let (engine, memory) = (&self.engine, &self.memory);
        let pledges = self.pledges.entry(two).or_insert_with(|| {
            pledges_to(engine, memory, Actor::State(two), &[Act::Aid], Interval::ALWAYS)
        });
        let other = pledges
            .iter()
            .any(|pledge| pledge.by == Actor::State(one) && !pledge.days.overlap(&days).is_empty());
        (!other).then_some(reason)
    }
}

fn promises_help(treaty: &Treaty) -> bool {
    let mut norms = treaty.articles.iter().flat_map(|article| &article.norms);
    norms.any(|norm| norm.duty.act == Act::Aid)
}

/// The states whose last bond ended before the treaty did.
fn gone(id: TreatyId, treaty: &Treaty) -> Vec<Leaver> {
    let each = treaty.members.iter().filter_map(|member| {
        let Actor::State(state) = member.party else { return None };
        let bond = member.bonds.iter().max_by_key(|bond| bond.last.latest)?;
        let (ending, _) = bond.ending.as_ref()?;
        let last = bond.last.latest;
        let days = Interval::inclusive(bond.from.earliest, last);
        let how = ending.to_string();
        goes_on(treaty, last.next()).then_some(Leaver { treaty: id, state, bond: days, how })
    });
    each.collect()
}

fn goes_on(treaty: &Treaty, day: Day) -> bool {
    treaty.force.until.as_ref().is_none_or(|until| until.earliest >= day)
}

/// Whether another state was bound on some day of a bond.
fn shared(treaty: &Treaty, other: StateId, bond: Interval) -> bool {
    let member = treaty.member(Actor::State(other));
    member.is_some_and(|member| {
        member.bonds.iter().any(|own| {
            let days = Interval::inclusive(own.from.earliest, own.last.latest);
            !days.overlap(&bond).is_empty()
        })
    })
}
