//! A proof has one step for each thing that was checked, in order, and says which of them fails.

use crate::{actor, question, world};
use servanda::engine::{Check, Engine, Holds, Row};
use servanda::model::World;

const PACT: &str = r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"

members
  RUS TAJ  in force 1992-01-01
  UZB  in force 1992-01-01  withdrew 1999-12-31

article 1
  norm help
    when A attacks V
    where V is party
    where A is state
    unless found provoked
    each other party must aid V
"#;

/// The rows of an answer under the norm `help` of some bearer.
fn row(world: &World, text: &str, party: &str) -> Row {
    let engine = Engine::new(world);
    let asked = question(world, text);
    let reply = engine.ask(&asked);
    let party = actor(world, party);
    let row = reply.rows.iter().find(|row| row.party == party);
    row.unwrap_or_else(|| panic!("`{text}` has no row")).clone()
}

fn steps(row: &Row) -> Vec<(Check, Holds)> {
    row.proof.steps().map(|step| (step.check, step.holds)).collect()
}

#[test]
fn the_steps_stand_in_the_order_in_which_a_lawyer_would_check_them() {
    let world = world(PACT);
    let row = row(&world, "attack on TAJ by AFG on 2002-05-14", "RUS");
    assert_eq!(
        steps(&row),
        [
            (Check::Membership, Holds::Yes),
            (Check::Trigger, Holds::Yes),
            (Check::Guard, Holds::Yes),
            (Check::Guard, Holds::Yes),
            (Check::Exception, Holds::Open),
        ]
    );
    assert_eq!(row.proof.failure(), None);
    assert_eq!(row.proof.failures(), 0);
}

#[test]
fn the_first_step_that_fails_is_why_not_and_all_of_them_are_counted() {
    let world = world(PACT);
    // Uzbekistan left, and who attacks is no state.
    let row = row(&world, "attack on TAJ by IMU on 2002-05-14", "UZB");
    assert_eq!(
        steps(&row),
        [
            (Check::Membership, Holds::No),
            (Check::Trigger, Holds::Yes),
            (Check::Guard, Holds::Yes),
            (Check::Guard, Holds::No),
            (Check::Exception, Holds::Open),
        ]
    );
    assert_eq!(row.proof.failures(), 2);
    let failure = row.proof.failure().unwrap();
    assert_eq!(failure.check, Check::Membership);
    assert_eq!(row.why_not.as_deref(), Some(&*failure.says));
}

#[test]
fn a_trigger_that_was_missed_is_told_after_the_bond() {
    let world = world(PACT);
    let row = row(&world, "threat to TAJ by AFG on 2002-05-14", "RUS");
    let steps = steps(&row);
    assert_eq!(steps[..2], [(Check::Membership, Holds::Yes), (Check::Trigger, Holds::No)]);
    assert_eq!(row.proof.failures(), 1);
    assert_eq!(
        row.why_not.as_deref(),
        Some("it answers attack on a party, not threat to Tajikistan")
    );
}

#[test]
fn what_goes_before_is_the_last_step_of_the_duty_that_yields() {
    let text = format!(
        "{PACT}
article 2
  norm neutral
    when A attacks V
    where V is party
    RUS must stay neutral toward A
priority PACT/2/neutral over PACT/1/help because \"invented\"
"
    );
    let world = world(&text);
    let engine = Engine::new(&world);
    let asked = question(&world, "attack on TAJ by AFG on 2002-05-14");
    let reply = engine.ask(&asked);
    let help = reply.rows.iter().find(|row| &*row.norm == "help").unwrap();
    let last = help.proof.steps().last().unwrap();
    assert_eq!((last.check, last.holds), (Check::Priority, Holds::No));
    assert_eq!(&*last.says, "yields to PACT/2 (invented)");
}

#[test]
fn a_row_that_nothing_was_weighed_for_has_its_one_reason() {
    let world = world(PACT);
    // An ally of the attacker owes it nothing.
    let row = row(&world, "attack on AFG by TAJ on 2002-05-14", "RUS");
    assert_eq!(steps(&row), [(Check::Trigger, Holds::No)]);
    assert_eq!(
        row.why_not.as_deref(),
        Some(
            "Tajikistan is the attacker; PACT answers an attack on a party, and Afghanistan is none"
        )
    );
}

#[test]
fn checks_and_results_have_the_names_of_the_schema() {
    let checks = [
        (Check::Membership, "membership"),
        (Check::Bearer, "bearer"),
        (Check::InForce, "in_force"),
        (Check::Suspension, "suspension"),
        (Check::Trigger, "trigger"),
        (Check::Guard, "guard"),
        (Check::Area, "area"),
        (Check::Reading, "reading"),
        (Check::Exception, "exception"),
        (Check::Reservation, "reservation"),
        (Check::Decider, "decider"),
        (Check::Request, "request"),
        (Check::Priority, "priority"),
        (Check::Finding, "finding"),
        (Check::Event, "event"),
    ];
    for (check, name) in checks {
        assert_eq!(check.word(), name);
    }
    let results = [(Holds::Yes, "yes"), (Holds::No, "no"), (Holds::Open, "open")];
    for (holds, name) in results {
        assert_eq!(holds.word(), name);
    }
}
