//! The corpus beside ATOP: every member of every treaty that cites an ATOP number, compared on entry,
//! exit, the five promises and their conditions. A difference agrees with a named convention, is
//! explained by a clause `differs from ATOP`, or stands unexplained.
//!
//! Knows the rows of `atop` and the treaties of a world; asks no question of the engine.

pub mod convention;
pub mod page;

mod explain;
mod form;
mod life;
mod promise;

pub use convention::Convention;
pub use form::{Comparison, Counts, Coverage, Line, Stale, Verdict, schema};

use crate::atop::MemberRow;
use crate::fault::Reading;
use explain::Explanations;
use servanda::engine::coding::{self, Dating, Promise, Spell};
use servanda::model::{Actor, StateId, System, TreatyId, World};
use servanda::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The last day that ATOP's data speak of, by version.
fn data_end(version: &str) -> Day {
    let year = if version.starts_with('4') { 2016 } else { 2018 };
    Day::of(year, 12, 31).unwrap_or(Day::MAX)
}

/// One alliance of ATOP with the treaties of the corpus that cite it.
struct Alliance<'w> {
    world: &'w World,
    id: u16,
    treaties: Vec<TreatyId>,
    rows: BTreeMap<u16, Vec<&'w MemberRow>>,
    spells: Vec<Spell>,
    promises: Vec<Promise<'w>>,
    data_end: Day,
}

impl Alliance<'_> {
    /// The states that bore a COW number; the members among them first.
    fn states(&self, code: u16) -> Vec<Actor> {
        let bore = |state: &StateId| {
            let spells = &self.world.states.get(*state).spells;
            spells.iter().any(|spell| spell.system == System::Cow && spell.code == code)
        };
        let all = self.world.states.iter().map(|(state, _)| state).filter(bore);
        let mut states: Vec<Actor> = all.map(Actor::State).collect();
        states.sort_by_key(|state| !self.is_member(*state));
        states
    }

    fn is_member(&self, party: Actor) -> bool {
        self.treaties.iter().any(|id| self.world.treaty(*id).member(party).is_some())
    }

    /// How a member with this number is called.
    fn name(&self, code: u16) -> String {
        match self.states(code).first() {
            Some(state) => self.world.id(*state).to_owned(),
            None => format!("cow:{code}"),
        }
    }
}

/// Compares the treaties of a world with ATOP's member file; with `only`, just the alliances that this
/// treaty cites.
pub fn compare(
    world: &World,
    reading: &Reading<MemberRow>,
    dating: Dating,
    only: Option<TreatyId>,
) -> Comparison {
    let mut rows: BTreeMap<u16, BTreeMap<u16, Vec<&MemberRow>>> = BTreeMap::new();
    for row in &reading.rows {
        rows.entry(row.atop_id).or_default().entry(row.member).or_default().push(row);
    }
    let cited = citations(world);
    let mut found = Comparison::new(&reading.version, dating);
    let mut clauses = Explanations::default();
    for (locator, treaties) in &cited {
        if only.is_some_and(|only| !treaties.contains(&only)) {
            continue;
        }
        let number = locator.parse::<u16>().ok();
        let Some((id, rows)) = number.and_then(|id| rows.get(&id).map(|rows| (id, rows.clone())))
        else {
            let ids = treaties.iter().map(|id| world.treaty(*id).id.clone());
            found.unknown.extend(ids.map(|id| format!("{id} cites ATOP {locator}")));
            continue;
        };
        clauses.add(world, treaties);
        let mut alliance = Alliance {
            world,
            id,
            treaties: treaties.clone(),
            rows,
            spells: Vec::new(),
            promises: Vec::new(),
            data_end: data_end(&reading.version),
        };
        for treaty in treaties {
            alliance.spells.extend(coding::spells(world, *treaty, dating));
            alliance.promises.extend(coding::promises(world, *treaty, dating));
        }
        found.alliances += 1;
        life::compare(&alliance, &mut clauses, &mut found);
        promise::compare(&alliance, &mut clauses, &mut found);
    }
    found.stale = clauses.stale(world);
    found.coverage = coverage(reading, &rows, &cited);
    found
}

/// The treaties that cite each number of ATOP.
fn citations(world: &World) -> BTreeMap<String, Vec<TreatyId>> {
    let mut cited: BTreeMap<String, Vec<TreatyId>> = BTreeMap::new();
    for (id, treaty) in world.treaties() {
        for locator in treaty.atop_ids() {
            cited.entry(locator.to_owned()).or_default().push(id);
        }
    }
    cited
}

/// How much of ATOP the corpus holds.
fn coverage(
    reading: &Reading<MemberRow>,
    rows: &BTreeMap<u16, BTreeMap<u16, Vec<&MemberRow>>>,
    cited: &BTreeMap<String, Vec<TreatyId>>,
) -> Coverage {
    let held = |id: &u16| cited.contains_key(&id.to_string());
    let missing: Vec<u16> = rows.keys().copied().filter(|id| !held(id)).collect();
    let lasting: BTreeSet<u16> =
        reading.rows.iter().filter(|row| row.exit.is_open()).map(|row| row.atop_id).collect();
    Coverage {
        alliances: rows.len(),
        in_corpus: rows.len() - missing.len(),
        in_effect_at_the_end: lasting.len(),
        missing_in_effect: missing.iter().copied().filter(|id| lasting.contains(id)).collect(),
        missing,
    }
}
