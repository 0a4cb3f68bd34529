//! Dated pledges: from when to when each stands, and who is pledged to whom on a day.

use crate::{actor, day, world};
use servanda::engine::pledges::{Pledge, PledgeIndex, pledges_to};
use servanda::engine::{Engine, Memory};
use servanda::model::{Actor, TreatyId, World};
use servanda::syntax::vocabulary::Act;
use servanda::time::Interval;
use std::collections::BTreeSet;

/// One pledge of each kind of life, beside norms that are no pledge to help.
const PACT: &str = r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"

members
  RUS TAJ  in force 1992-01-01
  UZB  in force 1992-01-01  withdrew 1999-12-31
  KZK  in force 1992-01-01  suspended 1995-03-01..1995-05-31

article 1
  norm help
    when A attacks V
    where V is party
    each other party must aid V
  norm more
    when threat to V
    where V is party
    unless found provoked
    each other party must aid V
article 2
  norm talk
    when A attacks V
    where V is party
    RUS must consult V
article 3
  norm liberty
    when A attacks V
    where V is party
    RUS may aid V
article 4
  from 1992-01-01 until 1997-12-31
  norm answer
    when A attacks V
    where V is party
    unless found provoked
    RUS must aid V
article 4
  from 1998-01-01
  norm answer
    when A attacks V
    where V is party
    RUS must aid V
article 5
  norm elsewhere
    when A attacks TAJ
    RUS must aid UZB

event RAID "An invented raid on a day on which pledges begin"
  on     1992-01-01
  occurs AFG attacks TAJ
  source text "invented for this page"
finding provoked found in RAID by "Council (invented)" on 1992-01-01
  source text "invented for this page"
"#;

fn given_to(world: &World, to: &str, act: Act) -> Vec<Pledge> {
    let engine = Engine::new(world);
    pledges_to(&engine, &Memory::new(&engine), actor(world, to), &[act], Interval::ALWAYS)
}

/// Each pledge in a line: by whom, article, verdict, first and last day.
fn told(world: &World, pledges: &[Pledge]) -> Vec<String> {
    let each = pledges.iter().map(|pledge| {
        let last = pledge.days.last();
        let last = if last.is_known() { last.to_string() } else { "open".into() };
        let (by, from) = (world.id(pledge.by), pledge.days.from);
        format!("{by} {} {} {from}..{last}", pledge.article, pledge.verdict)
    });
    let mut lines: Vec<String> = each.collect();
    lines.sort();
    lines
}

#[test]
fn a_pledge_stands_from_its_first_day_to_its_last_and_breaks_off_while_a_membership_rests() {
    let world = world(PACT);
    assert_eq!(
        told(&world, &given_to(&world, "TAJ", Act::Aid)),
        [
            "KZK 1 must 1992-01-01..1995-02-28",
            "KZK 1 must 1995-06-01..open",
            "RUS 1 must 1992-01-01..open",
            "RUS 4 depends 1992-01-01..1997-12-31",
            "RUS 4 must 1998-01-01..open",
            "UZB 1 must 1992-01-01..1999-12-31",
        ]
    );
    // To one that leaves, until it leaves.
    assert_eq!(
        told(&world, &given_to(&world, "UZB", Act::Aid)),
        [
            "KZK 1 must 1992-01-01..1995-02-28",
            "KZK 1 must 1995-06-01..1999-12-31",
            "RUS 1 must 1992-01-01..1999-12-31",
            "RUS 4 depends 1992-01-01..1997-12-31",
            "RUS 4 must 1998-01-01..1999-12-31",
            "TAJ 1 must 1992-01-01..1999-12-31",
        ]
    );
}

#[test]
fn pledges_of_another_act_are_their_own_and_outsiders_have_none() {
    let world = world(PACT);
    assert_eq!(
        told(&world, &given_to(&world, "TAJ", Act::Consult)),
        ["RUS 2 must 1992-01-01..open"]
    );
    assert!(given_to(&world, "TAJ", Act::Attack).is_empty());
    assert!(given_to(&world, "AFG", Act::Aid).is_empty());
}

#[test]
fn a_norm_for_whoever_is_attacked_speaks_of_states_that_exist() {
    let world = world(
        r#"
treaty WATCH "An invented watch over the peace"
  in force 1873-01-01
  ended 1992-12-31
  source   text "invented for this page"

members
  RUS SWD  in force 1873-01-01

article 1
  norm talk
    when A attacks V
    each party must consult
  norm help
    when A attacks V
    each party must aid V
"#,
    );
    // A state that came to be later is owed nothing before; one that no article names is owed like any other.
    for act in [Act::Consult, Act::Aid] {
        let to = |id| told(&world, &given_to(&world, id, act));
        assert_eq!(
            to("FRN"),
            ["RUS 1 must 1873-01-01..1992-12-31", "SWD 1 must 1873-01-01..1992-12-31"],
            "{act}"
        );
        let first = world.states.by_id("TAJ").map(|id| world.states.lifetime(id).from);
        let tajikistan = given_to(&world, "TAJ", act);
        assert_eq!(tajikistan.len(), 2, "{act}");
        assert!(tajikistan.iter().all(|pledge| Some(pledge.days.from) == first), "{act}");
    }
}

#[test]
fn the_index_has_on_each_day_the_pledges_whose_days_hold_it() {
    let world = world(PACT);
    let mut all = given_to(&world, "TAJ", Act::Aid);
    all.extend(given_to(&world, "UZB", Act::Aid));
    let index = PledgeIndex::of(&world, &all);
    let mut met = 0;
    for on in [
        "1991-12-31",
        "1992-01-01",
        "1995-02-28",
        "1995-03-01",
        "1995-05-31",
        "1995-06-01",
        "1997-12-31",
        "1998-01-01",
        "1999-12-31",
        "2000-01-01",
        "2020-01-01",
    ] {
        for to in ["TAJ", "UZB", "RUS", "AFG"] {
            let to_actor = actor(&world, to);
            let Actor::State(state) = to_actor else { unreachable!() };
            let then = all.iter().filter(|one| one.to == to_actor && one.days.contains(day(on)));
            let expected: BTreeSet<(TreatyId, Actor)> =
                then.map(|pledge| (pledge.treaty, pledge.by)).collect();
            let (by, treaties) = index.on(state, day(on));
            let found: Vec<(TreatyId, Actor)> =
                treaties.iter().copied().zip(by.iter().map(|by| Actor::State(*by))).collect();
            assert_eq!(by.len(), treaties.len());
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "to {to} on {on}");
            met += found.len();
        }
    }
    // To Tajikistan 0, 3, 3, 2, 2, 3, 3, 3, 3, 2, 2; to Uzbekistan as many until it left.
    assert_eq!(met, 26 + 22);
}

#[test]
fn what_binds_without_a_finding_goes_before_what_takes_one_in_whatever_order_they_stand() {
    let world = world(
        r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS TAJ  in force 1992-01-01
article 1
  norm answer
    when A attacks V
    where V is party
    unless found provoked
    RUS must aid V
  norm later
    from 1995-01-01 until 1995-12-31
    when A attacks V
    where V is party
    RUS must aid V
"#,
    );
    assert_eq!(
        told(&world, &given_to(&world, "TAJ", Act::Aid)),
        [
            "RUS 1 depends 1992-01-01..1994-12-31",
            "RUS 1 depends 1996-01-01..open",
            "RUS 1 must 1995-01-01..1995-12-31",
        ]
    );
}

#[test]
fn pledges_of_several_acts_are_told_together_and_only_those_of_the_days_asked_about() {
    let world = world(PACT);
    let engine = Engine::new(&world);
    let to = actor(&world, "TAJ");
    let within = |acts: &[Act], from: &str, last: &str| {
        let days = Interval::inclusive(day(from), day(last));
        pledges_to(&engine, &Memory::new(&engine), to, acts, days)
    };
    let both = within(&[Act::Aid, Act::Consult], "1999-12-31", "2000-01-01");
    let told: BTreeSet<String> = both
        .iter()
        .map(|one| format!("{} {} {} {}", world.id(one.by), one.act, one.article, one.verdict))
        .collect();
    let expected = ["KZK aid 1 must", "RUS aid 1 must", "RUS aid 4 must", "RUS consult 2 must"];
    let mut expected: BTreeSet<String> = expected.map(str::to_owned).into();
    expected.insert("UZB aid 1 must".into());
    assert_eq!(told, expected);
    // The day after Uzbekistan left.
    let after = within(&[Act::Aid], "2000-01-01", "2000-01-01");
    assert!(after.iter().all(|one| world.id(one.by) != "UZB"), "{after:?}");
    assert_eq!(within(&[Act::Aid], "1991-01-01", "1991-12-31"), []);
}
