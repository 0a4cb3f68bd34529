//! What a state owes and is owed on a day, whatever happens.

use crate::{actor, day, world};
use servanda::engine::standing::pledges;
use servanda::model::{Certainty, World};

const PACT: &str = r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  ended 2005-12-31 "by agreement"
  source   text "invented for this page"

members
  RUS  in force 1992-01-01  as "guarantor"
  TAJ UZB  in force 1992-01-01
  KZK  in force 1992-01-01  suspended 2000-09-01..2000-10-31
  KYR  in force 1992-01-01  withdrew between 1999-04-02 and 1999-04-20

article 1
  norm named
    when AFG attacks TAJ
    RUS UZB must aid TAJ
article 2
  norm guarantee
    when A attacks V
    where V is party
    each party as "guarantor" must aid V
article 3
  norm confer
    when A attacks V
    where V is party
    each other party except UZB must consult V
article 4
  norm report
    when A attacks V
    where V is party
    the victim must report to RUS
article 5
  from 1992-01-01 until 1995-12-31
  norm early
    each other party must not attack V
article 6
  norm halt
    from 1996-01-01
    when A attacks V
    where V is party
    where A is party
    the attacker must report to V
"#;

/// Norm, whether the state owes, whether it is owed, how surely.
fn of(world: &World, state: &str, on: &str) -> Vec<(String, bool, bool, Certainty)> {
    let found = pledges(world, actor(world, state), day(on));
    let each = found.into_iter();
    each.map(|one| (one.norm.name.to_string(), one.owes, one.is_owed, one.certainty)).collect()
}

fn lines(expected: &[(&str, bool, bool)]) -> Vec<(String, bool, bool, Certainty)> {
    let each = expected.iter();
    each.map(|(norm, owes, owed)| ((*norm).to_owned(), *owes, *owed, Certainty::Certain)).collect()
}

#[test]
fn who_is_named_owes_and_the_others_are_owed() {
    let world = world(PACT);
    let (yes, no) = (true, false);
    assert_eq!(
        of(&world, "RUS", "1998-01-01"),
        lines(&[
            ("named", yes, no),
            ("guarantee", yes, yes),
            ("confer", yes, yes),
            ("report", yes, yes),
            ("halt", yes, yes),
        ])
    );
    assert_eq!(
        of(&world, "TAJ", "1998-01-01"),
        lines(&[
            ("named", no, yes),
            ("guarantee", no, yes),
            ("confer", yes, yes),
            ("report", yes, yes),
            ("halt", yes, yes),
        ])
    );
    assert_eq!(
        of(&world, "UZB", "1998-01-01"),
        lines(&[
            ("named", yes, no),
            ("guarantee", no, yes),
            ("confer", no, yes),
            ("report", yes, yes),
            ("halt", yes, yes),
        ])
    );
    assert!(of(&world, "AFG", "1998-01-01").is_empty(), "no member owes or is owed nothing");
}

#[test]
fn what_stands_follows_the_dates_of_article_norm_and_treaty() {
    let world = world(PACT);
    let names =
        |on| -> Vec<String> { of(&world, "TAJ", on).into_iter().map(|(norm, ..)| norm).collect() };
    assert_eq!(names("1995-12-31"), ["named", "guarantee", "confer", "report", "early"]);
    assert_eq!(names("1996-01-01"), ["named", "guarantee", "confer", "report", "halt"]);
    assert_eq!(names("2005-12-31").len(), 5);
    assert_eq!(names("2006-01-01"), [""; 0]);
    assert_eq!(names("1991-12-31"), [""; 0]);
}

#[test]
fn a_membership_that_rests_has_no_pledges_and_one_that_may_have_ended_has_possible_ones() {
    let world = world(PACT);
    assert_eq!(of(&world, "KZK", "2000-08-31").len(), 5);
    assert!(of(&world, "KZK", "2000-09-01").is_empty());
    assert!(of(&world, "KZK", "2000-10-31").is_empty());
    assert_eq!(of(&world, "KZK", "2000-11-01").len(), 5);
    let sure = |on| of(&world, "KYR", on).into_iter().map(|(.., sure)| sure).collect::<Vec<_>>();
    assert_eq!(sure("1999-04-02"), [Certainty::Certain; 5]);
    assert_eq!(sure("1999-04-03"), [Certainty::Possible; 5]);
    assert_eq!(sure("1999-04-20"), [Certainty::Possible; 5]);
    assert_eq!(sure("1999-04-21"), []);
}
