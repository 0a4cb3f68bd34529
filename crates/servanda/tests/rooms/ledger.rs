//! The ledger of an event: what became of each duty by a day.

use crate::{actor, day, world};
use servanda::engine::Engine;
use servanda::engine::ledger::{Entry, Stage, events_of, ledger};
use servanda::model::World;
use std::collections::BTreeMap;

/// Every stage that can be computed: one norm, or one member, for each.
const PACT: &str = r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"

members
  RUS TAJ  in force 1992-01-01
  KZK  in force 1992-01-01  withdrew 2000-09-30
  UZB  in force 1992-01-01  suspended 2000-10-05..2000-10-20

article 1
  norm help
    when A attacks V
    where V is party
    each other party must aid V
article 2
  norm talk
    when threat to V
    where V is party
    RUS must consult V within 10 days
article 3
  norm bases
    when A attacks V
    where V is party
    RUS may grant bases to V within 2 months
article 4
  norm report
    when A attacks V
    where V is party
    RUS must report to V within 1 years
article 5
  norm peace
    RUS must not attack V
article 6
  norm join
    when A attacks V
    where V is party
    unless found provoked
    RUS must mobilise against A
article 7
  norm watch
    when A attacks V
    where V is party
    RUS must stay neutral until 2000-12-31

event RAID "An invented raid"
  on     between 2000-08-09 and 2000-08-11
  occurs AFG attacks TAJ
  occurs threat to TAJ by AFG
  source text "invented for this page"
"#;

fn entries(world: &World, event: &str, as_of: &str) -> Vec<Entry> {
    let event = world.record.events.iter().find(|known| known.id == event).unwrap();
    ledger(&Engine::new(world), event, day(as_of))
}

/// Whose duty under which norm stands where.
fn stages(world: &World, event: &str, as_of: &str) -> BTreeMap<(String, String), Stage> {
    let entries = entries(world, event, as_of);
    let count = entries.len();
    let each = entries.into_iter().map(|entry| {
        ((world.id(entry.row.party).to_owned(), entry.row.norm.to_string()), entry.stage)
    });
    let stages: BTreeMap<_, _> = each.collect();
    assert_eq!(stages.len(), count, "a duty stands in the ledger twice");
    stages
}

fn of(expected: &[(&str, &str, Stage)]) -> BTreeMap<(String, String), Stage> {
    let each = expected.iter();
    each.map(|(who, norm, stage)| (((*who).to_owned(), (*norm).to_owned()), *stage)).collect()
}

#[test]
fn soon_after_the_event_each_duty_stands_where_its_text_puts_it() {
    let world = world(PACT);
    let expected = of(&[
        ("KZK", "help", Stage::Triggered),
        ("RUS", "help", Stage::Triggered),
        ("UZB", "help", Stage::Triggered),
        ("RUS", "talk", Stage::Due),
        ("RUS", "bases", Stage::Due),
        ("RUS", "report", Stage::Due),
        ("RUS", "peace", Stage::Standing),
        ("RUS", "join", Stage::Open),
        ("RUS", "watch", Stage::Triggered),
    ]);
    assert_eq!(stages(&world, "RAID", "2000-08-12"), expected);
}

#[test]
fn a_length_of_time_runs_from_the_last_day_the_event_may_have_had() {
    let world = world(PACT);
    let due: BTreeMap<String, String> = entries(&world, "RAID", "2000-08-12")
        .into_iter()
        .filter_map(|entry| Some((entry.row.norm.to_string(), entry.due?.to_string())))
        .collect();
    let expected = [("talk", "2000-08-21"), ("bases", "2000-10-11"), ("report", "2001-08-11")];
    let expected = expected.map(|(norm, due)| (norm.to_owned(), due.to_owned()));
    assert_eq!(due, BTreeMap::from(expected));
}

#[test]
fn a_duty_is_due_on_its_last_day_and_overdue_on_the_next() {
    let world = world(PACT);
    for (norm, last, next) in [
        ("talk", "2000-08-21", "2000-08-22"),
        ("bases", "2000-10-11", "2000-10-12"),
        ("report", "2001-08-11", "2001-08-12"),
    ] {
        let stage = |on| stages(&world, "RAID", on)[&("RUS".to_owned(), norm.to_owned())];
        assert_eq!(stage(last), Stage::Due, "{norm} on {last}");
        assert_eq!(stage(next), Stage::Overdue, "{norm} on {next}");
    }
}

#[test]
fn a_duty_rests_with_its_membership_and_ends_with_it_or_on_its_own_day() {
    let world = world(PACT);
    for (who, norm, on, expected) in [
        ("UZB", "help", "2000-10-04", Stage::Triggered),
        ("UZB", "help", "2000-10-05", Stage::Suspended),
        ("UZB", "help", "2000-10-20", Stage::Suspended),
        ("UZB", "help", "2000-10-21", Stage::Triggered),
        ("KZK", "help", "2000-09-30", Stage::Triggered),
        ("KZK", "help", "2000-10-01", Stage::Expired),
        ("RUS", "help", "2000-10-10", Stage::Triggered),
        ("RUS", "watch", "2000-12-31", Stage::Triggered),
        ("RUS", "watch", "2001-01-01", Stage::Expired),
    ] {
        let stage = stages(&world, "RAID", on)[&(who.to_owned(), norm.to_owned())];
        assert_eq!(stage, expected, "{norm} of {who} on {on}");
    }
}

/// Findings of all kinds, beside some that speak of another duty, bearer, event or day.
const RECORD: &str = r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"

members
  RUS TAJ KZK UZB  in force 1992-01-01

article 1
  norm help
    when A attacks V
    where V is party
    each other party must aid V
article 2
  norm talk
    when A attacks V
    where V is party
    unless found provoked
    each other party must consult V

event RAID "An invented raid"
  on     2000-08-11
  occurs AFG attacks TAJ
  source text "invented for this page"

event RETURN "Another invented raid"
  on     2001-08-11
  occurs AFG attacks TAJ
  source text "invented for this page"

finding provoked found in RAID by "Council (invented)" on 2000-08-11
  source text "invented for this page"

duty PACT/1/help of RUS in RAID fulfilled by "Council (invented)" on 2000-09-01
  source text "invented for this page"
duty PACT/1/help of RUS in RAID breached by "Late (invented)" on 2000-11-01
  source text "invented for this page"
duty PACT/1/help of KZK in RAID breached by "Council (invented)" on 2000-09-01
  source text "invented for this page"
duty PACT/1/help of KZK in RAID breached by "Court (invented)" on 2000-09-02
  source text "invented for this page"
duty PACT/1/help of UZB in RAID waived by "Tajikistan" on 2000-09-01
  source text "invented for this page"
duty PACT/1/help of UZB in RETURN contested by "Court (invented)" on 2001-09-01
  source text "invented for this page"
duty PACT/2/talk of KZK in RAID breached by "Council (invented)" on 2000-09-03
  source text "invented for this page"
"#;

/// For each duty where it stands and who says so.
fn told(world: &World, event: &str, as_of: &str) -> Vec<(String, String, Stage, String)> {
    let each = entries(world, event, as_of).into_iter().map(|entry| {
        let by = entry.by.unwrap_or_default();
        let (who, norm) = (world.id(entry.row.party).to_owned(), entry.row.norm.to_string());
        (norm, who, entry.stage, by)
    });
    let mut told: Vec<_> = each.collect();
    told.sort();
    told
}

fn lines(expected: &[(&str, &str, Stage, &str)]) -> Vec<(String, String, Stage, String)> {
    let each = expected.iter();
    each.map(|(norm, who, stage, by)| ((*norm).into(), (*who).into(), *stage, (*by).into()))
        .collect()
}

#[test]
fn what_somebody_found_of_a_duty_is_told_with_who_found_it() {
    let world = world(RECORD);
    // The attack was provoked, so nobody had to confer; what was said of one such duty still shows.
    assert_eq!(
        told(&world, "RAID", "2000-10-01"),
        lines(&[
            (
                "help",
                "KZK",
                Stage::Breached,
                "breached by Council (invented), breached by Court (invented)"
            ),
            ("help", "RUS", Stage::Fulfilled, "fulfilled by Council (invented)"),
            ("help", "UZB", Stage::Waived, "waived by Tajikistan"),
            ("talk", "KZK", Stage::Breached, "breached by Council (invented)"),
        ])
    );
}

#[test]
fn findings_count_from_their_day_and_leave_a_duty_contested_when_they_differ() {
    let world = world(RECORD);
    let stage =
        |on| told(&world, "RAID", on).into_iter().find(|(_, who, ..)| who == "RUS").unwrap();
    assert_eq!(stage("2000-08-31").2, Stage::Triggered);
    assert_eq!(stage("2000-09-01").2, Stage::Fulfilled);
    assert_eq!(stage("2000-10-31").2, Stage::Fulfilled);
    let (_, _, contested, by) = stage("2000-11-01");
    assert_eq!(contested, Stage::Contested);
    assert_eq!(by, "fulfilled by Council (invented), breached by Late (invented)");
}

#[test]
fn a_finding_about_one_event_says_nothing_of_another() {
    let world = world(RECORD);
    // In the second raid nobody found that it was provoked, or not, and one duty was argued about.
    assert_eq!(
        told(&world, "RETURN", "2001-10-01"),
        lines(&[
            ("help", "KZK", Stage::Triggered, ""),
            ("help", "RUS", Stage::Triggered, ""),
            ("help", "UZB", Stage::Contested, "contested by Court (invented)"),
            ("talk", "KZK", Stage::Open, ""),
            ("talk", "RUS", Stage::Open, ""),
            ("talk", "UZB", Stage::Open, ""),
        ])
    );
}

#[test]
fn the_events_of_a_state_are_those_it_acts_in_or_suffers_in_order_of_time() {
    let world = world(
        r#"
event LAST "An invented raid"
  on     2001-08-11
  occurs AFG attacks TAJ
  source text "invented for this page"
event OTHER "An invented raid elsewhere"
  on     2000-01-01
  occurs IRN attacks IRQ
  source text "invented for this page"
event FIRST "An invented reprisal"
  on     2000-08-11
  occurs IRN attacks IRQ
  occurs TAJ attacks AFG
  source text "invented for this page"
event COUP "An invented coup"
  on     2000-09-11
  occurs coup in TAJ
  source text "invented for this page"
"#,
    );
    let of = |name| -> Vec<&str> {
        let events = events_of(&world, actor(&world, name));
        events.into_iter().map(|event| event.id.as_str()).collect()
    };
    assert_eq!(of("TAJ"), ["FIRST", "COUP", "LAST"]);
    assert_eq!(of("AFG"), ["FIRST", "LAST"]);
    assert_eq!(of("IRQ"), ["OTHER", "FIRST"]);
    assert_eq!(of("RUS"), [""; 0]);
}

#[test]
fn the_names_of_the_stages_are_those_of_the_handbook() {
    let names = [
        (Stage::Standing, "standing"),
        (Stage::Open, "open"),
        (Stage::Triggered, "triggered"),
        (Stage::Due, "due"),
        (Stage::Fulfilled, "fulfilled"),
        (Stage::Overdue, "overdue"),
        (Stage::Breached, "breached"),
        (Stage::Waived, "waived"),
        (Stage::Suspended, "suspended"),
        (Stage::Expired, "expired"),
        (Stage::Contested, "contested"),
    ];
    for (stage, name) in names {
        assert_eq!(stage.word(), name);
    }
}
