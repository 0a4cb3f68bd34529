//! A memory keeps apart what is not the same: other events, other states, other days.

use crate::{actor, day, world};
use servanda::engine::{Engine, Memory, Preference, Question};
use servanda::model::{Actor, World};
use servanda::syntax::vocabulary::EventKind;
use servanda::time::Day;

/// All that is said, as text.
fn told(engine: &Engine<'_>, question: &Question, memory: Option<&Memory>) -> String {
    let reply = match memory {
        Some(memory) => engine.ask_with(question, memory),
        None => engine.ask(question),
    };
    let rows: Vec<_> = reply.rows.iter().collect();
    format!("{rows:?} {:?}", reply.conflicts)
}

/// How many answers have rows; fails at the first that memory changes.
fn same(world: &World, questions: impl Iterator<Item = Question>) -> usize {
    let engine = Engine::new(world);
    let memory = Memory::new(&engine);
    let mut with_rows = 0;
    for question in questions {
        let alone = told(&engine, &question, None);
        for time in ["first", "second"] {
            let remembered = told(&engine, &question, Some(&memory));
            if alone != remembered {
                let mut at = alone.char_indices().zip(remembered.chars());
                let at = at.find(|((_, one), other)| one != other).map_or(0, |((at, _), _)| at);
                let (alone, remembered) = (&alone[at..], remembered.get(at..));
                panic!("asked {time}, {question:?}: {alone:.80} and not {remembered:.80?}");
            }
        }
        with_rows += usize::from(alone.contains("Row {"));
    }
    with_rows
}

#[test]
fn every_event_that_may_befall_any_state_has_a_memory_of_its_own() {
    let world = world(
        r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS TAJ UZB KZK  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
    each other party must aid V
article 2
  norm shelter
    when coup in V
    where V is party
    KZK may grant bases to V
"#,
    );
    let states: Vec<Actor> = world.states.iter().map(|(state, _)| Actor::State(state)).collect();
    let on = day("2000-01-01");
    let asked = states.iter().flat_map(|state| {
        EventKind::ALL.iter().map(move |kind| Question::new(*kind, Some(*state), on))
    });
    // The four members, for each kind of event: what is owed, or why nothing is.
    assert_eq!(same(&world, asked), 4 * EventKind::ALL.len());
}

/// Everything of which the days may change what is owed.
const DATED: &str = r#"
treaty PACT "An invented pact"
  signed   1992-03-01
  in force between 1992-06-01 and 1992-06-20
  provisional 1992-04-01..1992-05-31
  ended    1994-06-30 "by agreement"
  suspended between RUS and TAJ 1993-09-01..1993-09-30
  source   text "invented for this page"
members
  RUS TAJ CZE  in force 1992-06-01
  UZB  in force 1992-06-01  withdrew between 1993-04-02 and 1993-04-20
       rejoined 1993-07-01
  KZK  in force 1992-06-01  suspended 1993-01-15..1993-02-14
  AZE  signed 1993-10-01  in force 1993-11-01
article 1
  norm help
    when A attacks V
    where V is party
    each other party must aid V
  norm waters
    when A attacks V
    where V is party
    in area BAY
    RUS may aid V
  norm homes
    when A attacks V
    where V is party
    in area HOME
    RUS must consult V
article 2
  from 1992-09-01 until 1993-12-31
  norm confer
    until 1993-08-31
    when A attacks V
    where V is party
    where (V is party to OTHER or found wanted) and not (V is party to LAST)
    each other party must consult V
article 3
  norm rank
    when A attacks V
    where V is great power
    each other party must report to V

area BAY
  includes Europe
  includes Asia until 1993-05-31
  excludes TAJ from 1993-03-01 until 1993-03-31
area HOME
  includes territory of parties

treaty OTHER "An invented other"
  in force 1992-10-01
  ended    1993-06-15 "by agreement"
  source   text "invented for this page"
members
  TAJ  in force 1992-10-01
  UZB  in force 1993-02-20

treaty LAST "An invented third"
  in force 1993-03-10
  source   text "invented for this page"
members
  KZK  in force 1993-03-10
"#;

#[test]
fn on_every_day_memory_says_what_is_so_on_that_day() {
    let world = world(DATED);
    // Backwards, so that an era is first met from its far end.
    let days = |from: &str, to: &str| -> Vec<Day> {
        let (from, mut on) = (day(from), day(to));
        let mut days = Vec::new();
        while on >= from {
            days.push(on);
            on = on.previous();
        }
        days
    };
    let mut all = days("1992-01-01", "1994-08-31");
    // A treaty is remembered for ten years after its end, and no longer.
    all.extend(days("2004-06-20", "2004-07-10"));
    all.extend(days("1991-12-01", "1991-12-31"));
    for (target, most) in [("TAJ", 900), ("UZB", 900), ("KZK", 900), ("CZE", 300), ("JPN", 0)] {
        let target = actor(&world, target);
        let asked = all.iter().map(|on| Question::new(EventKind::Attack, Some(target), *on));
        let with_rows = same(&world, asked);
        assert!(with_rows >= most, "{with_rows} of {} answers have rows", all.len());
    }
}

#[test]
fn the_territory_of_parties_follows_the_treaty_of_the_area() {
    // The area stands with another treaty: its parties come and go on days that this one does not know.
    let world = world(
        r#"
treaty HOMES "An invented treaty with an area"
  in force 1992-01-01
  source   text "invented for this page"
members
  TAJ  in force 1992-03-01  withdrew 1992-05-31
area HOME
  includes territory of parties

treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS TAJ  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
    in area HOME
    RUS must aid V
"#,
    );
    let target = actor(&world, "TAJ");
    let engine = Engine::new(&world);
    let owed = |on: &str| {
        let question = Question::new(EventKind::Attack, Some(target), day(on));
        let reply = engine.ask(&question);
        reply.rows.iter().any(|row| row.why_not.is_none())
    };
    assert_eq!(
        ["1992-02-29", "1992-03-01", "1992-05-31", "1992-06-01"].map(owed),
        [false, true, true, false]
    );
    let days = ["1992-06-01", "1992-05-31", "1992-03-01", "1992-02-29"].into_iter();
    let asked = days.map(|on| Question::new(EventKind::Attack, Some(target), day(on)));
    assert_eq!(same(&world, asked), 4);
}

#[test]
fn rank_and_holders_of_places_are_those_of_the_day() {
    // Germany is a great power again from 1991-12-11; Walvis Bay is South African until 1994-02-28.
    let world = world(
        r#"
treaty PACT "An invented pact"
  in force 1991-01-01
  source   text "invented for this page"
members
  GMY POL  in force 1991-01-01
article 1
  norm help
    when A attacks V
    where V is great power
    each other party must aid V
"#,
    );
    let target = actor(&world, "GMY");
    let days = ["1991-12-12", "1991-12-11", "1991-12-10", "1991-12-09"];
    let asked = days.map(|on| Question::new(EventKind::Attack, Some(target), day(on)));
    assert_eq!(same(&world, asked.into_iter()), 4);
}

#[test]
fn what_was_answered_once_is_not_worked_out_again() {
    let text = |verb: &str| {
        format!(
            r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS TAJ  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
    each other party {verb} aid V
"#
        )
    };
    let (before, after) = (world(&text("must")), world(&text("may")));
    let (first, second) = (Engine::new(&before), Engine::new(&after));
    let mut question =
        Question::new(EventKind::Attack, Some(actor(&before, "TAJ")), day("2000-01-01"));
    let alone = |engine: &Engine<'_>, question: &Question| told(engine, question, None);
    assert_ne!(alone(&first, &question), alone(&second, &question));
    // A memory belongs to one world. Put before another it betrays itself: it tells the old answer.
    for prefer in [vec![], vec![Preference::LexPosterior]] {
        // What is preferred settles conflicts anew, from rows that are remembered treaty by treaty.
        question.prefer = prefer;
        let memory = Memory::new(&first);
        let old = told(&first, &question, Some(&memory));
        assert_eq!(told(&second, &question, Some(&memory)), old);
        question.on = day("2010-01-01");
        assert_eq!(told(&second, &question, Some(&memory)), old, "on another day of its era");
        question.on = day("1991-12-31");
        assert_eq!(told(&second, &question, Some(&memory)), alone(&second, &question));
        question.on = day("2000-01-01");
    }
}

#[test]
fn what_was_settled_once_is_not_settled_again() {
    let text = r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS TAJ  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
    RUS must aid V
article 2
  norm none
    when A attacks V
    where V is party
    RUS must not aid TAJ
"#;
    let before = world(text);
    let after = world(&format!("{text}priority PACT/1 over PACT/2 because \"invented\"\n"));
    let (first, second) = (Engine::new(&before), Engine::new(&after));
    let target = Some(actor(&before, "TAJ"));
    let question = Question::new(EventKind::Attack, target, day("2000-01-01"));
    let memory = Memory::new(&first);
    let old = told(&first, &question, Some(&memory));
    assert!(old.contains("aid to Tajikistan, and no aid to it"), "the two duties conflict");
    // As above: the whole answer is remembered, and not only the rows it was settled from.
    assert_ne!(told(&second, &question, None), old);
    assert_eq!(told(&second, &question, Some(&memory)), old);
}
