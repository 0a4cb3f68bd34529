//! The conflicts of a day: how many attacks are looked at, and that none is overlooked.

use crate::{actor, day, world};
use servanda::engine::defeat::Side;
use servanda::engine::survey::{Scope, Survey, conflicts};
use servanda::engine::{Conflict, Engine, Preference, Question};
use servanda::model::{Actor, World};
use servanda::syntax::vocabulary::EventKind;
use std::collections::BTreeMap;

/// Russia owes help to two and peace to three more.
const TORN: &str = r#"
treaty ALLY-1 "An invented alliance"
  signed   1990-01-01
  in force 1990-01-01
  source   text "invented for this page"
members
  RUS TAJ  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
    each other party must aid V

treaty ALLY-2 "Another invented alliance"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS UZB  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
    each other party must aid V

treaty PEACE-1 "An invented pact of peace"
  signed   1991-01-01
  in force 1991-01-01
  source   text "invented for this page"
members
  RUS AFG IRN  in force 1991-01-01
article 1
  norm peace
    when A attacks V
    where A is party
    each other party must not attack A

treaty PEACE-2 "Another invented pact of peace"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS CHN  in force 1992-01-01
article 1
  norm peace
    when A attacks V
    where A is party
    each other party must stay neutral toward A
"#;

fn scope(on: &str) -> Scope {
    Scope { on: day(on), target: None, by: None, prefer: Vec::new() }
}

fn side(world: &World, side: &Side) -> String {
    format!("{}/{}/{}", world.treaty(side.treaty).id, side.article, side.norm)
}

/// Whose conflict, between which norms.
fn sides(world: &World, conflict: &Conflict) -> [String; 3] {
    let (one, other) = (side(world, &conflict.one), side(world, &conflict.other));
    [world.id(conflict.party).to_owned(), one, other]
}

/// Each conflict in order, with its attacks as `AFG on TAJ`.
fn told(world: &World, survey: &Survey) -> Vec<([String; 3], Vec<String>)> {
    let shown = |(by, on): &(Actor, Actor)| format!("{} on {}", world.id(*by), world.id(*on));
    let each = survey.found.iter();
    each.map(|found| (sides(world, &found.conflict), found.attacks.iter().map(shown).collect()))
        .collect()
}

/// The same by asking about every attack of some states on each other, one by one.
fn one_by_one(world: &World, on: &str, states: &[&str]) -> BTreeMap<[String; 3], Vec<String>> {
    let engine = Engine::new(world);
    let mut found: BTreeMap<[String; 3], Vec<String>> = BTreeMap::new();
    for by in states {
        for target in states.iter().filter(|target| *target != by) {
            let target_id = actor(world, target);
            let mut question = Question::new(EventKind::Attack, Some(target_id), day(on));
            question.actors.push(actor(world, by));
            for conflict in engine.ask(&question).conflicts {
                found.entry(sides(world, &conflict)).or_default().push(format!("{by} on {target}"));
            }
        }
    }
    for attacks in found.values_mut() {
        attacks.sort();
    }
    found
}

#[test]
fn each_conflict_is_told_once_with_the_attacks_that_bring_it_about() {
    let world = world(TORN);
    let survey = conflicts(&Engine::new(&world), &scope("2000-01-01"));
    let line = |one: &str, other: &str, attacks: &[&str]| {
        let sides = ["RUS".to_owned(), one.to_owned(), other.to_owned()];
        (sides, attacks.iter().map(|attack| (*attack).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(
        told(&world, &survey),
        [
            line("ALLY-1/1/help", "PEACE-1/1/peace", &["AFG on TAJ", "IRN on TAJ"]),
            line("ALLY-1/1/help", "PEACE-2/1/peace", &["CHN on TAJ"]),
            line("ALLY-2/1/help", "PEACE-1/1/peace", &["AFG on UZB", "IRN on UZB"]),
            line("ALLY-2/1/help", "PEACE-2/1/peace", &["CHN on UZB"]),
        ]
    );
    // Six states, thirty attacks; six of them between two that nobody is pledged to fight for.
    assert_eq!(survey.asked, 24);
    let mut found: BTreeMap<_, _> = told(&world, &survey).into_iter().collect();
    for attacks in found.values_mut() {
        attacks.sort();
    }
    let states = ["RUS", "TAJ", "UZB", "AFG", "IRN", "CHN", "JPN"];
    assert_eq!(found, one_by_one(&world, "2000-01-01", &states));
}

#[test]
fn a_survey_of_one_target_or_one_attacker_finds_what_concerns_it() {
    let world = world(TORN);
    let engine = Engine::new(&world);
    let of = |target: Option<&str>, by: Option<&str>| {
        let who = |name: Option<&str>| name.map(|name| actor(&world, name));
        let scope = Scope { target: who(target), by: who(by), ..scope("2000-01-01") };
        let survey = conflicts(&engine, &scope);
        (survey.asked, survey.found.len())
    };
    assert_eq!(of(Some("TAJ"), None), (5, 2), "five others, and two treaties of peace");
    assert_eq!(of(None, Some("AFG")), (3, 2), "three allies, two of them helped by Russia");
    assert_eq!(of(Some("UZB"), Some("CHN")), (1, 1));
    assert_eq!(of(Some("JPN"), Some("RUS")), (1, 0), "an outsider, and a state that fights");
    assert_eq!(of(Some("JPN"), Some("AFG")), (0, 0), "an outsider, and a state at peace");
    assert_eq!(of(Some("TAJ"), Some("TAJ")), (0, 0), "nobody attacks itself");
}

#[test]
fn a_preference_settles_the_conflicts_it_speaks_of() {
    let world = world(TORN);
    let engine = Engine::new(&world);
    let who = |name| Some(actor(&world, name));
    let (target, by) = (who("TAJ"), who("AFG"));
    let open = conflicts(&engine, &Scope { target, by, ..scope("2000-01-01") });
    assert_eq!(open.found[0].conflict.first_prevails, None);
    let prefer = vec![Preference::LexPosterior];
    let settled = conflicts(&engine, &Scope { target, by, prefer, ..scope("2000-01-01") });
    let conflict = &settled.found[0].conflict;
    // The alliance is of 1990, the pact of peace of 1991.
    assert_eq!(conflict.first_prevails, Some(false));
    assert_eq!(conflict.by.as_deref(), Some("lex-posterior"));
}

/// One alliance and one pact of peace; everything else asks nobody to fight, or does not stand.
const FEW: &str = r#"
treaty ALLY "An invented alliance"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS TAJ  in force 1992-01-01
  KZK  in force 1992-01-01  withdrew 1994-12-31
article 1
  norm help
    when USA attacks V
    when GDR attacks V
    where V is party
    each other party must aid V

treaty PEACE "An invented pact of peace"
  in force 1992-01-01
  source   text "invented for this page"
members
  AFG IRN  in force 1992-01-01
article 1
  norm peace
    when A attacks V
    where A is party
    each other party must not attack A

treaty LIBERTY "Help is allowed"
  in force 1992-01-01
  source   text "invented for this page"
members
  KYR TKM  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
    each other party may aid V
  norm confer
    when A attacks V
    where V is party
    each other party must consult V

treaty SELF "Only the attacker is bound"
  in force 1992-01-01
  source   text "invented for this page"
members
  CHN MON  in force 1992-01-01
article 1
  norm halt
    when A attacks V
    where V is party
    the attacker must not attack V

treaty OVER "An invented alliance that ended"
  in force 1992-01-01
  ended    1994-12-31 "by agreement"
  source   text "invented for this page"
members
  POL HUN  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
    each other party must aid V

treaty LAPSED "An invented alliance without its article"
  in force 1992-01-01
  source   text "invented for this page"
members
  ROM BUL  in force 1992-01-01
article 1
  from 1992-01-01 until 1994-12-31
  norm help
    when A attacks V
    where V is party
    each other party must aid V
"#;

#[test]
fn only_states_that_may_have_to_fight_or_refrain_are_asked_about() {
    let world = world(FEW);
    let asked = |on| conflicts(&Engine::new(&world), &scope(on)).asked;
    // Russia, Tajikistan and the United States on one side, Afghanistan and Iran beside them: twenty
    // attacks without the two between those at peace. East Germany is named, and no more a state.
    assert_eq!(asked("1995-01-01"), 18);
    // The day before, Kazakhstan and two alliances of two more: ten states, two of them at peace.
    assert_eq!(asked("1994-12-31"), 88);
    assert_eq!(asked("1991-12-31"), 0);
}

#[test]
fn whatever_shape_the_duties_have_a_survey_finds_what_single_questions_find() {
    let world = world(
        r#"
treaty BOTH "Help in any war"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS TAJ UZB  in force 1992-01-01
article 1
  norm join
    when A is at war with V
    where V is party
    RUS must aid V
  norm strike
    when A attacks TAJ
    UZB must attack A

treaty REFRAIN "No help and no force"
  in force 1992-01-01
  source   text "invented for this page"
members
  UZB AFG IRN  in force 1992-01-01
article 1
  norm none
    when AFG attacks V
    RUS must not aid TAJ
  norm peace
    when A attacks V
    where A is party
    each other party must not attack A

priority REFRAIN/1/peace over BOTH/1/strike because "invented"
"#,
    );
    let survey = conflicts(&Engine::new(&world), &scope("2000-01-01"));
    let mut found: BTreeMap<_, _> = told(&world, &survey).into_iter().collect();
    for attacks in found.values_mut() {
        attacks.sort();
    }
    let states = ["RUS", "TAJ", "UZB", "AFG", "IRN", "JPN"];
    assert_eq!(found, one_by_one(&world, "2000-01-01", &states));
    let told: Vec<(&str, Option<bool>)> = survey
        .found
        .iter()
        .map(|found| (found.conflict.because.as_str(), found.conflict.first_prevails))
        .collect();
    assert_eq!(
        told,
        [
            ("aid to both sides: Tajikistan and Uzbekistan", None),
            ("aid to Tajikistan, and no aid to it", None),
            ("aid to it against Afghanistan, and no force against Afghanistan", Some(false)),
        ]
    );
}
