//! How often pledges to help were honored: what others published, and a count of our own over wars,
//! filtered by what the engine says was owed, next to the naive one. Knows wars and the engine.

use crate::rates::wilson;
use crate::rows::WarRow;
use schemars::JsonSchema;
use serde::Serialize;
use servanda::engine::pledges::pledges_to;
use servanda::engine::{Engine, Memory, Question};
use servanda::model::{Actor, StateId, TreatyId, World};
use servanda::syntax::vocabulary::{Act, EventKind, Verdict};
use servanda::time::{Day, Interval};
use std::collections::{BTreeMap, BTreeSet};

/// A rate that others published.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Published {
    /// Of which pledges.
    pub of: &'static str,
    /// In which years.
    pub years: &'static str,
    /// The share honored.
    pub rate: f64,
    /// By whom.
    pub source: &'static str,
}

const LLM: &str = "Leeds, Long & Mitchell 2000, Journal of Conflict Resolution 44";
const BF: &str = "Berkemeier & Fuhrmann 2018, Research & Politics 5";

/// Published rates, from the abstracts of their articles; nothing here was computed by servanda.
pub const PUBLISHED: [Published; 8] = [
    Published { of: "alliances called upon in war", years: "1816-1944", rate: 0.745, source: LLM },
    Published { of: "all pledges", years: "1816-2003", rate: 0.50, source: BF },
    Published { of: "all pledges", years: "before 1945", rate: 0.66, source: BF },
    Published { of: "all pledges", years: "from 1945", rate: 0.22, source: BF },
    Published { of: "offense", years: "1816-2003", rate: 0.74, source: BF },
    Published { of: "neutrality", years: "1816-2003", rate: 0.78, source: BF },
    Published { of: "defense", years: "1816-2003", rate: 0.41, source: BF },
    Published { of: "nonaggression", years: "1816-2003", rate: 0.37, source: BF },
];

/// The published rate of defense pledges.
pub const DEFENSE: f64 = 0.41;
/// The published rate of all pledges from 1945.
pub const FROM_1945: f64 = 0.22;
/// The published rate of alliances to 1944.
pub const TO_1944: f64 = 0.745;

/// How honor is coded in our own count, and what that cannot see.
pub const CODED: &str = "ours: a party that was called counts as having honored its pledge if it fought \
    in the same war on the side of the state it was pledged to, at any time. The engine is asked who owed aid on 1 \
    January of the year in which the war began, against those that began it (COW's initiator), under treaties \
    that ATOP has as alliances. Not seen: \
    aid short of fighting, pledges signed in the year of the war, secret articles, wars that a pledge \
    deterred, and who would have fought without any pledge.";

/// A count of our own.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Counted {
    /// By which rule a party counts as called.
    pub rule: String,
    /// Under which treaties.
    pub treaties: String,
    /// Wars of which years.
    pub years: String,
    /// Wars with at least one call.
    pub wars: usize,
    /// What is counted: each party called, or each treaty that called anybody.
    pub unit: String,
    /// How many were called, each once for each war and state helped.
    pub called: usize,
    /// Of these, how many fought on that side; of treaties, those of which somebody did.
    pub honored: usize,
    /// How many fought on the other side, and none on this one.
    pub opposed: usize,
    /// The share honored; null where nobody was called.
    pub rate: Option<f64>,
    /// Its interval of 95 % (Wilson), as if calls were independent.
    pub interval: Option<[f64; 2]>,
}

/// One party called in one war.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Call {
    war: i32,
    year: i32,
    helped: u16,
    party: u16,
    treaty: TreatyId,
    certain: bool,
}

/// A war in its first year.
#[derive(Clone, Debug, Default)]
struct War {
    year: i32,
    /// Who fought on which side, at any time.
    sides: BTreeSet<(u16, i32)>,
    /// Who fought in the first year.
    first: BTreeSet<u16>,
    /// Who was attacked by whom: victim, attackers.
    attacks: BTreeMap<u16, BTreeSet<u16>>,
}

fn wars(rows: &[WarRow]) -> BTreeMap<i32, War> {
    let mut wars: BTreeMap<i32, War> = BTreeMap::new();
    for row in rows {
        let war = wars.entry(row.war).or_insert_with(|| War { year: row.year, ..War::default() });
        war.year = war.year.min(row.year);
        war.sides.extend(row.sides[0].map(|side| (row.one, side)));
        war.sides.extend(row.sides[1].map(|side| (row.two, side)));
    }
    for row in rows.iter().filter(|row| row.onset) {
        let Some(war) = wars.get_mut(&row.war).filter(|war| war.year == row.year) else { continue };
        war.first.insert(row.one);
        if row.began == [true, false] {
            war.attacks.entry(row.two).or_default().insert(row.one);
        }
    }
    wars
}

impl War {
    /// Whether a party fought on the side of `helped`, and whether it fought on another.
    fn fought(&self, party: u16, helped: u16) -> (bool, bool) {
        let sides_of = |state: u16| {
            self.sides.iter().filter(move |(one, _)| *one == state).map(|(_, side)| *side)
        };
        let own: Vec<i32> = sides_of(helped).collect();
        let with = sides_of(party).any(|side| own.contains(&side));
        (with, !with && sides_of(party).next().is_some())
    }
}

/// A state of COW's list that exists on a day.
fn state(world: &World, code: u16, day: Day) -> Option<StateId> {
    world.states.by_ccode(code).filter(|state| world.states.exists_on(*state, day))
}

fn code(world: &World, actor: Actor, day: Day) -> Option<u16> {
    match actor {
        Actor::State(state) => world.codes(state, day).0,
        Actor::Entity(_) => None,
    }
}

/// Whether a treaty is an alliance by ATOP: the published rates are of these, and of no collective security
/// such as the League's.
fn is_alliance(world: &World, treaty: TreatyId) -> bool {
    world.treaty(treaty).atop_ids().next().is_some()
}

/// Who owed aid by the engine's answer to the attack as it happened.
fn by_law(engine: &Engine<'_>, wars: &BTreeMap<i32, War>) -> BTreeSet<Call> {
    let world = engine.world();
    let mut calls = BTreeMap::new();
    for (number, war) in wars {
        let Some(day) = Day::of(war.year as i16, 1, 1) else { continue };
        for (helped, attackers) in &war.attacks {
            let Some(victim) = state(world, *helped, day).map(Actor::State) else { continue };
            let mut question = Question::new(EventKind::Attack, Some(victim), day);
            let known = attackers.iter().filter_map(|code| state(world, *code, day));
            question.actors = known.map(Actor::State).collect();
            let reply = engine.ask(&question);
            let rows = reply.rows.iter().filter(|row| {
                row.act == Act::Aid
                    && row.toward == Some(victim)
                    && row.force == Verdict::Must
                    && matches!(row.verdict, Verdict::Must | Verdict::Depends)
                    && is_alliance(world, row.treaty)
            });
            for row in rows {
                let Some(party) = code(world, row.party, day) else { continue };
                if party != *helped && !attackers.contains(&party) {
                    let key = (*number, war.year, *helped, party, row.treaty);
                    *calls.entry(key).or_insert(false) |= row.verdict == Verdict::Must;
                }
            }
        }
    }
    let each = calls.into_iter();
    each.map(|((war, year, helped, party, treaty), certain)| Call {
        war,
        year,
        helped,
        party,
        treaty,
        certain,
    })
    .collect()
}

/// Wars times pledges in force: every state pledged to aid one that fought in the first year, whoever attacked
/// whom, where and under what condition.
fn naive(engine: &Engine<'_>, wars: &BTreeMap<i32, War>) -> BTreeSet<Call> {
    let world = engine.world();
    let memory = Memory::new(engine);
    let mut calls = BTreeSet::new();
    for (number, war) in wars {
        let Some(day) = Day::of(war.year as i16, 1, 1) else { continue };
        for helped in &war.first {
            let Some(to) = state(world, *helped, day).map(Actor::State) else { continue };
            let that_day = Interval::inclusive(day, day);
            let pledges = pledges_to(engine, &memory, to, &[Act::Aid], that_day);
            let standing = pledges
                .iter()
                .filter(|pledge| pledge.days.contains(day) && is_alliance(world, pledge.treaty));
            calls.extend(standing.filter_map(|pledge| {
                let party = code(world, pledge.by, day).filter(|party| party != helped)?;
                let (war, year, helped, treaty) = (*number, war.year, *helped, pledge.treaty);
                Some(Call { war, year, helped, party, treaty, certain: true })
            }));
        }
    }
    calls
}

/// Our own count: naive, by law, and by law without open questions; before 1945, from 1945 and all.
pub fn counted(engine: &Engine<'_>, rows: &[WarRow], treaties: &str) -> Vec<Counted> {
    let wars = wars(rows);
    let law = by_law(engine, &wars);
    let certain: BTreeSet<Call> = law.iter().filter(|call| call.certain).copied().collect();
    let rules = [
        ("naive: wars x pledges to aid in force", naive(engine, &wars)),
        ("by law: owed, or owed if an open question is answered so", law),
        ("by law: owed, nothing left open", certain),
    ];
    let spans = [
        ("all", i32::MIN, i32::MAX),
        ("before 1945", i32::MIN, 1944),
        ("from 1945", 1945, i32::MAX),
    ];
    let mut found = Vec::new();
    for (rule, calls) in &rules {
        for (years, from, to) in spans {
            let calls: Vec<Call> =
                calls.iter().filter(|call| (from..=to).contains(&call.year)).copied().collect();
            for unit in [Unit::Party, Unit::Treaty] {
                found.push(tally(&wars, &calls, unit, [rule, treaties, years]));
            }
        }
    }
    found
}

/// What is counted once for each war and state helped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unit {
    Party,
    Treaty,
}

fn tally(
    wars: &BTreeMap<i32, War>,
    calls: &[Call],
    unit: Unit,
    [rule, treaties, years]: [&str; 3],
) -> Counted {
    // Whether somebody fought on that side, and whether on the other.
    let mut units: BTreeMap<(i32, u16, u16), (bool, bool)> = BTreeMap::new();
    for call in calls {
        let Some(war) = wars.get(&call.war) else { continue };
        let one = match unit {
            Unit::Party => call.party,
            Unit::Treaty => call.treaty.0,
        };
        let (with, against) = war.fought(call.party, call.helped);
        let sum = units.entry((call.war, call.helped, one)).or_default();
        *sum = (sum.0 | with, sum.1 | against);
    }
    let honored = units.values().filter(|(with, _)| *with).count();
    let share = wilson(honored, units.len());
    Counted {
        rule: rule.to_owned(),
        treaties: treaties.to_owned(),
        years: years.to_owned(),
        unit: match unit {
            Unit::Party => "parties called",
            Unit::Treaty => "treaties, if anybody came",
        }
        .to_owned(),
        wars: calls.iter().map(|call| call.war).collect::<BTreeSet<_>>().len(),
        called: units.len(),
        honored,
        opposed: units.values().filter(|(with, against)| *against && !with).count(),
        rate: share.map(|(rate, _)| rate),
        interval: share.map(|(_, interval)| interval),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

    use super::*;
    use servanda::corpus;
    use servanda::syntax::Source;

    /// Three states with a pact of aid against attack, and one that only the third is bound to.
    const PACT: &str = "treaty PACT \"An invented pact\"\n  in force 1920-01-01\n  source ATOP \"9001\"\n\n\
        members\n  POL FRN ROM  in force 1920-01-01\n\narticle 1 \"Aid\"\n  norm aid\n    when attack on V\n    \
        where V is party\n    each other party must aid V\n";

    fn row(war: i32, one: u16, two: u16, sides: [i32; 2], began: [bool; 2]) -> WarRow {
        WarRow { war, one, two, year: 1930, onset: true, sides: sides.map(Some), began }
    }

    #[test]
    fn a_pledge_calls_when_the_law_says_so_and_the_naive_count_calls_more() {
        let mut world = corpus::empty_world().unwrap();
        let faults = world.add_texts(vec![Source::new("pact.treaty", PACT)]);
        assert!(faults.is_empty(), "{faults:?}");
        // War 1: Germany (255) attacks Poland (290); France (220) fights beside it, Romania (360) does not.
        // War 2: France attacks Italy (325), so nobody is called by law.
        let rows = [
            row(1, 255, 290, [1, 2], [true, false]),
            row(1, 290, 255, [2, 1], [false, true]),
            WarRow { onset: false, year: 1931, ..row(1, 220, 255, [2, 1], [false, true]) },
            row(2, 220, 325, [1, 2], [true, false]),
            row(2, 325, 220, [2, 1], [false, true]),
        ];
        let found = counted(&Engine::new(&world), &rows, "invented");
        let of = |rule: &str, unit: &str| {
            let fits = |one: &&Counted| {
                one.rule.starts_with(rule) && one.unit.starts_with(unit) && one.years == "all"
            };
            let one = found.iter().find(fits).unwrap();
            (one.wars, one.called, one.honored)
        };
        assert_eq!(of("by law: owed, or", "parties"), (1, 2, 1));
        assert_eq!(of("by law: owed, or", "treaties"), (1, 1, 1));
        assert_eq!(of("naive", "parties"), (2, 4, 1));
        assert_eq!(of("naive", "treaties"), (2, 2, 1));
    }

    #[test]
    fn published_rates_have_their_sources() {
        assert!(
            PUBLISHED.iter().all(|one| (0.0..=1.0).contains(&one.rate) && !one.source.is_empty())
        );
        assert!(PUBLISHED.iter().any(|one| one.of == "defense" && one.rate == DEFENSE));
    }
}
