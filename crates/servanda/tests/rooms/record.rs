//! Which recorded events a question is about, and what was found in them.

use crate::{actor, day, question, world};
use servanda::engine::{Case, Engine};
use servanda::model::World;
use servanda::syntax::Code;

const RAID: &str = r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS TAJ  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
    unless found provoked
    each other party must aid V

event RAID "An invented raid"
  on     between 2000-08-09 and 2000-08-11
  known  2000-09-01
  occurs AFG attacks TAJ
  occurs threat to UZB
  source text "invented for this page"

event AMBUSH "An invented ambush"
  on     2000-08-11
  occurs AFG attacks TAJ
  source text "invented for this page"

finding provoked denied in RAID by "Council (invented)" on 2000-08-20
  source text "invented for this page"
"#;

/// One of which nothing was found.
const LATER: &str = r#"
event LATER "An invented raid a year later"
  on     2001-08-11
  occurs AFG attacks TAJ
  source text "invented for this page"

"#;

fn events(world: &World, text: &str) -> Vec<String> {
    let asked = question(world, text);
    Case::new(world, &asked).events
}

#[test]
fn an_event_is_meant_on_its_days_by_its_actor_and_target_once_it_is_known() {
    let world = world(RAID);
    for (text, expected) in [
        ("attack on TAJ by AFG on 2000-08-08", &[][..]),
        ("attack on TAJ by AFG on 2000-08-09", &["RAID"]),
        ("attack on TAJ by AFG on 2000-08-11", &["AMBUSH", "RAID"]),
        ("attack on TAJ by AFG on 2000-08-12", &[]),
        ("attack on TAJ by IRN on 2000-08-10", &[]),
        ("attack on TAJ on 2000-08-10", &["RAID"]),
        ("attack on TAJ by AFG and IRN on 2000-08-10", &["RAID"]),
        ("attack on UZB by AFG on 2000-08-10", &[]),
        ("threat to TAJ by AFG on 2000-08-10", &[]),
        // Who threatened is not on record.
        ("threat to UZB by IRN on 2000-08-10", &["RAID"]),
        ("attack on TAJ by AFG on 2000-08-10 known 2000-08-31", &[]),
        ("attack on TAJ by AFG on 2000-08-10 known 2000-09-01", &["RAID"]),
        ("attack on TAJ by AFG on 2000-08-11 known 2000-08-11", &["AMBUSH"]),
    ] {
        assert_eq!(events(&world, text), expected, "{text}");
    }
}

#[test]
fn a_question_of_fact_is_open_once_however_often_and_in_whatever_case_it_is_asked() {
    let world = world(RAID);
    let asked = question(&world, "attack on TAJ by AFG on 2001-01-01");
    let mut case = Case::new(&world, &asked);
    for name in ["one", "two", "one", "two"] {
        case.ask(name);
    }
    assert_eq!(case.open_names().collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(case.day(), day("2001-01-01"));
    let asked = question(&world, "attack on TAJ by AFG on 2000-08-10");
    let mut case = Case::new(&world, &asked);
    assert_eq!(case.ask("PROVOKED"), case.ask("provoked"));
    assert_eq!(case.open_names().count(), 0);
    assert_eq!(case.used.iter().collect::<Vec<_>>(), ["provoked"]);
}

#[test]
fn what_happens_grows_only_by_what_is_new() {
    use servanda::engine::happening::Happening;
    use servanda::syntax::vocabulary::EventKind;
    let world = world(RAID);
    let asked = question(&world, "attack on TAJ by AFG on 2001-01-01");
    let mut case = Case::new(&world, &asked);
    let (taj, afg) = (Some(actor(&world, "TAJ")), Some(actor(&world, "AFG")));
    let attack = Happening { kind: EventKind::Attack, actor: afg, target: taj };
    let war = Happening { kind: EventKind::War, actor: taj, target: afg };
    let reprisal = Happening { kind: EventKind::Attack, actor: taj, target: afg };
    assert!(case.happens(attack) && case.happens(war), "war is war for both");
    assert!(!case.add(&[attack, war]), "nothing new");
    assert!(case.add(&[reprisal, reprisal]));
    assert!(case.happens(reprisal) && case.happens(attack));
    let given = case.happenings.iter().filter(|(_, from)| from.is_none()).count();
    assert_eq!(given, 2);
}

#[test]
fn a_finding_that_no_norm_asks_for_is_a_fault_and_one_that_is_asked_for_is_not() {
    let faults = |more: &str| -> Vec<(Code, String)> {
        let world = world(&format!("{RAID}{LATER}{more}"));
        let faults = servanda::engine::lint::lint(&world, None).into_iter();
        faults.map(|fault| (fault.code, fault.help.concat())).collect()
    };
    assert_eq!(faults(""), []);
    let finding = |name: &str, event: &str| {
        format!(
            "finding {name} found in {event} by \"Court (invented)\" on 2000-09-20\n  source text \"invented for this page\"\n"
        )
    };
    // Near enough to be meant, of nothing that is open, and of an event that no treaty answers.
    let told = |help: &str| vec![(Code::SV0507, help.to_owned())];
    assert_eq!(faults(&finding("provokd", "LATER")), told("did you mean `provoked`?"));
    assert_eq!(faults(&finding("xqzwvk", "LATER")), told("what is open there: `provoked`"));
    let nothing =
        "take it out, or write it into a norm as `where found NAME` or `unless found NAME`";
    assert_eq!(faults(&finding("xqzwvk", "RAID")), told(nothing));
}

#[test]
fn the_answer_says_where_it_is_and_whether_that_was_assumed() {
    let world = world(RAID);
    let engine = Engine::new(&world);
    let place = |text: &str| {
        let asked = question(&world, text);
        let reply = engine.ask(&asked);
        let place = reply.case.place.as_ref().map(|place| world.place_id(place).to_owned());
        (place, reply.case.place_assumed)
    };
    let told = |place: &str, assumed: bool| (Some(place.to_owned()), assumed);
    assert_eq!(place("attack on TAJ by AFG on 2001-01-01"), told("TAJ", true));
    assert_eq!(place("attack on TAJ by AFG in Macau on 2001-01-01"), told("Macau", false));
}
