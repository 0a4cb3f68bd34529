//! The embedded state system against the lists that research uses, day for day, and against itself.
//!
//! The lists of others are read from a folder beside this repository and are no part of it: where
//! the folder is absent, that half is skipped with a note. Nothing of them is printed but counts.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first thing that is not as it must be, and says what"
)]

use servanda::corpus::{empty_world, table};
use servanda::model::{Actor, NameProblem, StateId, System, World};
use servanda::time::{Day, Interval};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn world() -> World {
    empty_world().unwrap()
}

/// The folder of the lists, if it is there.
fn lists() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["../shared/data/states", "../../shared/data/states"];
    let found = folders.iter().map(|folder| root.join(folder)).find(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped: the lists of others are not beside this repository");
    }
    found
}

/// The rows of a CSV file or table, by column.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let each = reader.records().map(|row| {
        let row = row.unwrap();
        header.iter().cloned().zip(row.iter().map(str::to_owned)).collect()
    });
    each.collect()
}

fn read(folder: &Path, file: &str) -> Vec<BTreeMap<String, String>> {
    rows(&std::fs::read_to_string(folder.join(file)).unwrap())
}

fn code(text: &str) -> u16 {
    text.trim_end_matches(".0").parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no day"))
}

type Spells = BTreeMap<u16, Vec<(Day, Day)>>;

/// Spells in order, those that touch made one. Last days included.
fn merged(mut spells: Spells) -> Spells {
    for list in spells.values_mut() {
        list.sort();
        let mut whole: Vec<(Day, Day)> = Vec::new();
        for (first, last) in list.drain(..) {
            match whole.last_mut() {
                Some(before) if before.1.next() >= first => before.1 = before.1.max(last),
                _ => whole.push((first, last)),
            }
        }
        *list = whole;
    }
    spells
}

/// Our spells in a system by its codes; an open one ends with the list.
fn ours(world: &World, system: System) -> Spells {
    let mut spells = Spells::new();
    for (_, state) in world.states.iter() {
        for spell in state.spells.iter().filter(|spell| spell.system == system) {
            let last = spell.days.last().min(system.closes());
            spells.entry(spell.code).or_default().push((spell.days.from, last));
        }
    }
    merged(spells)
}

/// What a spell is called in a message.
fn shown(spells: Option<&Vec<(Day, Day)>>) -> String {
    let each = spells.into_iter().flatten().map(|(first, last)| format!("{first} to {last}"));
    each.collect::<Vec<_>>().join(", ")
}

/// Compares two lists of spells; what differs must be no more than what is listed for `system`.
fn compare(system: &str, ours: &Spells, theirs: &Spells) {
    let codes: BTreeSet<&u16> = ours.keys().chain(theirs.keys()).collect();
    let differing: Vec<String> = codes
        .iter()
        .filter(|code| ours.get(code) != theirs.get(code))
        .map(|code| {
            format!("{code}: ours {}; theirs {}", shown(ours.get(code)), shown(theirs.get(code)))
        })
        .collect();
    let days = |spells: &Spells| {
        let each = spells.values().flatten();
        each.map(|(first, last)| i64::from(last.number() - first.number()) + 1).sum::<i64>()
    };
    println!(
        "{system}: {} codes, {} days, {} codes differ",
        codes.len(),
        days(ours),
        differing.len()
    );
    assert!(differing.is_empty(), "days of {system} that differ:\n{}", differing.join("\n"));
}

#[test]
fn every_day_of_both_state_systems_is_theirs() {
    let Some(folder) = lists() else { return };
    let world = world();
    for (name, system, file, column) in [
        ("cow", System::Cow, "cow_system_2016.csv", "ccode"),
        ("gw", System::GleditschWard, "gw_system_2020.csv", "gwcode"),
    ] {
        let mut theirs = Spells::new();
        for row in read(&folder, file) {
            let spell = (day(&row["start"]), day(&row["end"]));
            theirs.entry(code(&row[column])).or_default().push(spell);
        }
        compare(name, &ours(&world, system), &merged(theirs));
    }
}

#[test]
fn every_day_of_a_great_power_is_theirs() {
    let Some(folder) = lists() else { return };
    let world = world();
    let mut theirs = Spells::new();
    for row in read(&folder, "cow_majors.csv") {
        let part = |name: &str| row[name].trim_end_matches(".0").parse::<i16>().unwrap();
        let on = |which: &str| {
            let (year, month) = (part(&format!("{which}year")), part(&format!("{which}month")));
            Day::of(year, month as i8, part(&format!("{which}day")) as i8).unwrap()
        };
        theirs.entry(code(&row["ccode"])).or_default().push((on("st"), on("end")));
    }
    let mut ours = Spells::new();
    for (state, days) in world.states.great_power_spells() {
        let last = days.last().min(System::Cow.closes());
        let code = world.states.code_on(*state, System::Cow, days.from).unwrap();
        ours.entry(code).or_default().push((days.from, last));
    }
    compare("great powers", &merged(ours), &merged(theirs));
}

#[test]
fn every_difference_is_listed_with_its_reason_and_every_one_listed_is_real() {
    let listed: BTreeSet<(String, u16)> = rows(table("differences.csv"))
        .iter()
        .map(|row| {
            assert!(!row["reason"].is_empty(), "a difference of {} has no reason", row["code"]);
            (row["system"].clone(), code(&row["code"]))
        })
        .collect();
    let Some(folder) = lists() else { return };
    let world = world();
    let mut real: BTreeSet<(String, u16)> = BTreeSet::new();
    for (name, system, file, column, abbreviation) in [
        ("cow", System::Cow, "cow_system_2016.csv", "ccode", "cw_abb"),
        ("gw", System::GleditschWard, "gw_system_2020.csv", "gwcode", "gw_abb"),
    ] {
        let mut theirs: BTreeMap<u16, BTreeSet<String>> = BTreeMap::new();
        for row in read(&folder, file) {
            theirs.entry(code(&row[column])).or_default().insert(row[abbreviation].clone());
        }
        let mut ours: BTreeMap<u16, BTreeSet<String>> = BTreeMap::new();
        for (_, state) in world.states.iter() {
            for spell in state.spells.iter().filter(|spell| spell.system == system) {
                ours.entry(spell.code).or_default().insert(state.id.clone());
            }
        }
        let differ = ours.keys().filter(|code| ours.get(code) != theirs.get(code));
        real.extend(differ.map(|code| (name.to_owned(), *code)));
    }
    println!("{} codes are abbreviated differently, all listed", real.len());
    assert_eq!(real, listed, "left: real differences; right: those in states/differences.csv");
}

#[test]
fn ids_are_unique_and_no_entity_or_place_takes_one_of_a_state() {
    let world = world();
    let ids: Vec<&str> = world.states.iter().map(|(_, state)| state.id.as_str()).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "two states share an id");
    let mut entities = BTreeSet::new();
    for (_, entity) in world.entities.iter() {
        assert!(entities.insert(&entity.id), "two entities are called {}", entity.id);
        assert!(!unique.contains(entity.id.as_str()), "{} is a state and an entity", entity.id);
    }
    let mut places = BTreeSet::new();
    for (_, place) in world.places.iter() {
        assert!(places.insert(&place.id), "two places are called {}", place.id);
        assert!(!unique.contains(place.id.as_str()), "{} is a state and a place", place.id);
    }
}

/// The names that several states bear at once, as `states/README.md` has them.
const AMBIGUOUS: &[&str] = &[
    "germany",
    "korea",
    "vietnam",
    "viet nam",
    "yemen",
    "congo",
    "republic of congo",
    "republic of the congo",
    "hesse",
];

#[test]
fn every_name_leads_to_its_state_or_is_ambiguous_as_documented() {
    let world = world();
    let mut ambiguous = BTreeSet::new();
    for row in rows(table("names.csv")) {
        let (name, id) = (&row["name"], &row["id"]);
        let state = world.states.by_id(id).unwrap();
        let on = match (row["from"].as_str(), row["to"].as_str()) {
            ("", "") => None,
            ("", to) => Some(day(to)),
            (from, _) => Some(day(from)),
        };
        match world.actor(name, on) {
            Ok(Actor::State(found)) if found == state => {}
            Err(NameProblem::Ambiguous(states)) if states.contains(&state) => {
                ambiguous.insert(name.to_lowercase());
            }
            other => {
                // An id or an ISO code goes before a name.
                let is_code = world.states.by_id(&name.to_uppercase()).is_some() || name.len() == 3;
                assert!(is_code, "`{name}` of {id} on {on:?} leads to {other:?}");
            }
        }
    }
    let documented: BTreeSet<String> = AMBIGUOUS.iter().map(|name| (*name).to_owned()).collect();
    let beyond: Vec<_> = ambiguous.difference(&documented).collect();
    assert!(beyond.is_empty(), "ambiguous, and states/README.md does not say so: {beyond:?}");
    println!("{} names are ambiguous, all documented", ambiguous.len());
}

#[test]
fn names_to_print_cover_a_state_s_life_without_overlap() {
    let world = world();
    for (_, state) in world.states.iter() {
        let mut spans: Vec<Interval> = state.display.iter().map(|(days, _)| *days).collect();
        spans.sort();
        for pair in spans.windows(2) {
            assert!(pair[0].end <= pair[1].from, "{} has two names to print on a day", state.id);
        }
        for spell in &state.spells {
            let named = |day: Day| spans.iter().any(|span| span.contains(day));
            let (first, last) = (spell.days.from, spell.days.last());
            assert!(named(first), "{} has no name to print on {first}", state.id);
            let last = if last.is_known() { last } else { spell.system.closes() };
            assert!(named(last), "{} has no name to print on {last}", state.id);
        }
    }
}

#[test]
fn whoever_holds_a_place_is_a_state_of_that_time() {
    let world = world();
    let member = |state: StateId, on: Day| {
        [System::Cow, System::GleditschWard].into_iter().any(|system| {
            world.states.code_on(state, system, on).is_some() || on < day("1816-01-01")
        })
    };
    for (_, place) in world.places.iter() {
        for held in &place.holders {
            let Some(holder) = held.holder else { continue };
            let id = &world.states.get(holder).id;
            for on in [held.days.from, held.days.last()].into_iter().filter(|day| day.is_known()) {
                assert!(
                    member(holder, on),
                    "{} is held by {id} on {on}, which is no state then",
                    place.id
                );
            }
        }
    }
}
