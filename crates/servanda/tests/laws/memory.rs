//! An answer from memory is the answer: of many questions asked in any order, each is answered as if
//! it had been asked alone.

use crate::for_all;
use crate::worlds::sketches;
use proptest::prelude::*;
use servanda::answer::form::Answer;
use servanda::engine::pledges::{PledgeIndex, pledges_to};
use servanda::engine::{Engine, Memory, Question};
use servanda::model::{Actor, World};
use servanda::syntax::vocabulary::{Act, EventKind, Verdict};
use servanda::time::{Day, Interval, UncertainDay};
use std::collections::BTreeSet;

/// Every day on which something may begin or end by the text of a world, with its neighbors.
fn turning_days(world: &World) -> Vec<Day> {
    let mut dates: Vec<&UncertainDay> = Vec::new();
    let mut days = BTreeSet::new();
    for (_, treaty) in world.treaties() {
        dates.extend(treaty.signed.as_ref().map(|(signed, _)| signed));
        let norms = treaty.articles.iter().flat_map(|article| &article.norms);
        let areas = norms.clone().filter_map(|norm| norm.area).map(|(area, _)| world.area(area));
        let lives = [&treaty.force].into_iter();
        let lives = lives.chain(treaty.articles.iter().map(|article| &article.validity));
        let lives = lives.chain(norms.map(|norm| &norm.validity));
        for life in lives.chain(areas.flat_map(|area| area.parts.iter().map(|it| &it.validity))) {
            dates.extend(life.from.iter().chain(&life.until));
        }
        let spans = treaty.suspended_between.iter().map(|pair| &pair.during);
        let rests = treaty.members.iter().flat_map(|member| &member.suspensions);
        for span in spans.chain(rests.map(|(span, _)| span)).chain(&treaty.provisional) {
            dates.extend([&span.from, &span.to]);
        }
        for member in &treaty.members {
            dates.extend(member.bonds.iter().flat_map(|bond| [&bond.from, &bond.last]));
            dates.extend(member.steps.iter().map(|step| &step.on));
        }
    }
    for (_, state) in world.states.iter() {
        let named = state.display.iter().map(|(days, _)| days.from);
        let lists = state.spells.iter().flat_map(|spell| [spell.days.from, spell.days.end]);
        days.extend(named.chain(lists).filter(|day| day.is_known()));
    }
    for bound in dates.into_iter().flat_map(|date| [date.earliest, date.latest]) {
        if bound.is_known() {
            // A treaty that ended ten years ago says nothing any more.
            for off in [-1, 0, 1, 3653, 3654] {
                days.insert(bound.plus_days(off));
            }
        }
    }
    days.into_iter().collect()
}

/// Asks about one target on many days, alone and with one memory, and compares all that is said.
fn agrees(world: &World, memory: &Memory, target: Actor, days: &[Day]) -> Option<String> {
    let engine = Engine::new(world);
    let plain = |day: &Day| Question::new(EventKind::Attack, Some(target), *day);
    days.iter().find_map(|day| differs(&engine, memory, &plain(day)))
}

/// The first thing that an answer from memory says otherwise.
fn differs(engine: &Engine<'_>, memory: &Memory, question: &Question) -> Option<String> {
    let told = |answer: Answer| serde_json::to_string_pretty(&answer).unwrap();
    let alone = told(Answer::of(&engine.ask(question), ""));
    let remembered = told(Answer::of(&engine.ask_with(question, memory), ""));
    (alone != remembered).then(|| {
        let at = alone.lines().zip(remembered.lines()).find(|(one, other)| one != other);
        format!("{question:?}: {at:?}")
    })
}

#[test]
fn in_invented_worlds_memory_changes_no_answer() {
    for_all(400, &sketches(), |sketch| {
        let world = sketch.world();
        let memory = Memory::new(&Engine::new(&world));
        let mut days = turning_days(&world);
        // Every so many, and backwards, so that eras are first met from either end.
        let step = (days.len() / 40).max(1);
        days = days.into_iter().rev().step_by(step).collect();
        for ask in &sketch.asks {
            let Some(target) = ask.question(&world).target else { continue };
            let difference = agrees(&world, &memory, target, &days);
            prop_assert!(difference.is_none(), "{}", difference.unwrap_or_default());
        }
        Ok(())
    });
}

#[test]
fn in_the_corpus_memory_changes_no_answer() {
    let (world, _) = servanda::corpus::world().unwrap();
    let memory = Memory::new(&Engine::new(&world));
    let days = turning_days(&world);
    for (nth, id) in ["TAJ", "TUR", "USA", "POL", "EGY", "CHN"].iter().enumerate() {
        let target = world.actor(id, None).unwrap();
        let days: Vec<Day> = days.iter().copied().skip(nth).step_by(41).collect();
        let difference = agrees(&world, &memory, target, &days);
        assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    }
}

#[test]
fn the_dated_pledges_are_what_the_answers_say() {
    let (world, _) = servanda::corpus::world().unwrap();
    let engine = Engine::new(&world);
    let memory = Memory::new(&engine);
    let days = turning_days(&world);
    for (nth, id) in ["FRN", "POL", "KUW", "SEN", "BRA"].iter().enumerate() {
        let target = world.actor(id, None).unwrap();
        let Actor::State(state) = target else { unreachable!() };
        let pledges = pledges_to(&engine, &memory, target, &[Act::Aid], Interval::ALWAYS);
        let index = PledgeIndex::of(&world, &pledges);
        let mut met = 0;
        for day in days.iter().copied().skip(nth).step_by(23) {
            // What the record found of that very day is no part of a pledge.
            if world.record.events.iter().any(|event| event.on.earliest == day) {
                continue;
            }
            let question = Question::new(EventKind::Attack, Some(target), day);
            let reply = engine.ask(&question);
            let owed = reply.rows.iter().filter(|row| {
                row.act == Act::Aid
                    && row.toward == Some(target)
                    && row.force == Verdict::Must
                    && row.verdict != Verdict::None
            });
            let said: BTreeSet<_> = owed.map(|row| (row.treaty, row.party)).collect();
            let (by, treaties) = index.on(state, day);
            let by = by.iter().map(|by| Actor::State(*by));
            let found: BTreeSet<_> = treaties.iter().copied().zip(by).collect();
            assert_eq!(said, found, "pledges to {id} on {day}");
            met += found.len();
        }
        assert!(met > 50, "{id}: too few pledges met to say anything: {met}");
    }
}

#[test]
fn what_is_taken_as_known_is_not_forgotten_over_memory() {
    for_all(40, &sketches(), |sketch| {
        let world = sketch.world();
        let engine = Engine::new(&world);
        let memory = Memory::new(&engine);
        for ask in &sketch.asks {
            let special = ask.question(&world);
            // The plain question first, so that there is something to remember; then each thing that
            // may be taken as known by itself.
            let mut plain = Question::new(special.kind, special.target, special.on);
            plain.actors.clone_from(&special.actors);
            let mut asked = vec![plain.clone(), special.clone()];
            asked.push(Question { place: special.place.clone(), ..plain.clone() });
            asked.push(Question { known: special.known, ..plain.clone() });
            asked.push(Question { given: special.given.clone(), ..plain.clone() });
            asked.push(Question { assuming: special.assuming.clone(), ..plain.clone() });
            asked.push(Question { readings: special.readings.clone(), ..plain.clone() });
            asked.push(Question { prefer: special.prefer.clone(), ..plain.clone() });
            for question in &asked {
                let difference = differs(&engine, &memory, question);
                prop_assert!(difference.is_none(), "{}", difference.unwrap_or_default());
            }
        }
        Ok(())
    });
}
