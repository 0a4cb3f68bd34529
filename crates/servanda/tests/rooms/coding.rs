//! A treaty in ATOP's codes: from which day to which each member's bond and promises count.

use crate::{actor, world};
use servanda::engine::coding::{Dating, promises, spells};
use servanda::model::World;
use servanda::syntax::vocabulary::AtopItem;
use servanda::time::Day;

/// Every way to become bound, and articles that begin and end apart from their treaty.
const PACT: &str = r#"
treaty PACT "An invented pact"
  signed   1992-05-15
  in force 1994-04-20
  ended    2010-12-31 "by agreement"
  source   text "invented for this page"

members
  RUS  in force 1994-04-20
  TAJ  signed 1992-06-01  in force 1994-04-20
  ARM  acceded 1993-09-24  in force 1994-04-20
  AZE  in force 1992-01-01
  KZK  in force 1994-04-20  signed 1995-01-01
  UZB  signed 1992-05-15  in force 1994-04-20  withdrew 1999-04-02
       acceded 2006-08-16
  KYR  signed 1992-05-15  in force 1994-04-20  withdrew 1999-04-02
       signed 1999-04-02  signed 1999-04-03  rejoined 2006-08-16
  BLR  in force 1994-04-20  suspended 1994-04-20..1994-12-31  suspended 1998-01-01..1998-12-31
       suspended 2012-01-01..2012-12-31

article 1
  norm help
    when A attacks V
    where V is party
    each other party must aid V
article 2
  from 1994-04-20
  norm confer
    when A attacks V
    where V is party
    each other party must consult V
article 3
  from 1996-01-01
  norm neutral
    when A attacks V
    where A is party
    each other party must stay neutral
article 4
  from 2000-01-01 by AMENDMENT
  norm peace
    each other party must not attack V
article 5
  from 1994-04-20 until 2003-12-31
  norm strike
    when A attacks V
    where V is party
    each other party must attack A
article 6
  norm liberty
    when A attacks V
    where V is party
    each other party may aid V

treaty AMENDMENT "An invented protocol"
  signed   1999-06-01
  in force 2000-01-01
  source   text "invented for this page"
members
  RUS TAJ  in force 2000-01-01
"#;

/// Who, first day, first day under the other dating, last day.
fn told(world: &World, treaty: &str, dating: Dating) -> Vec<[String; 4]> {
    let id = world.treaty_by_id(treaty).unwrap();
    let each = spells(world, id, dating).into_iter().map(|spell| {
        let (first, otherwise) = (spell.first.text, spell.otherwise.text);
        [world.id(spell.party).to_owned(), first, otherwise, spell.last.text]
    });
    each.collect()
}

#[test]
fn a_bond_counts_from_the_members_own_step_else_the_treatys_signature_else_its_first_day() {
    let world = world(PACT);
    let expected = [
        ["RUS", "1992-05-15", "1994-04-20", "2010-12-31"],
        ["TAJ", "1992-06-01", "1994-04-20", "2010-12-31"],
        ["ARM", "1993-09-24", "1994-04-20", "2010-12-31"],
        // Bound before the treaty was signed.
        ["AZE", "1992-01-01", "1992-01-01", "2010-12-31"],
        // Signed only later: that is no signature of this bond, nor is the treaty's its own.
        ["KZK", "1994-04-20", "1994-04-20", "2010-12-31"],
        ["UZB", "1992-05-15", "1994-04-20", "1999-04-02"],
        ["UZB", "2006-08-16", "2006-08-16", "2010-12-31"],
        ["KYR", "1992-05-15", "1994-04-20", "1999-04-02"],
        // What was signed on the last day of the bond before belongs to that one.
        ["KYR", "1999-04-03", "2006-08-16", "2010-12-31"],
        ["BLR", "1992-05-15", "1994-04-20", "2010-12-31"],
    ];
    assert_eq!(told(&world, "PACT", Dating::Signature), expected);
    let by_force = expected.map(|[who, signed, force, last]| [who, force, signed, last]);
    assert_eq!(told(&world, "PACT", Dating::Force), by_force);
}

#[test]
fn a_bond_ends_with_its_state_if_not_before() {
    let world = world(
        r#"
treaty PACT "An invented pact"
  signed   1955-05-14
  in force 1955-06-04
  source   text "invented for this page"
members
  POL GDR  in force 1955-06-04
  CZE  in force 1955-06-04  withdrew 1968-09-12
"#,
    );
    assert_eq!(
        told(&world, "PACT", Dating::Force),
        [
            ["POL", "1955-06-04", "1955-05-14", "open"],
            ["GDR", "1955-06-04", "1955-05-14", "1990-10-02"],
            ["CZE", "1955-06-04", "1955-05-14", "1968-09-12"],
        ]
    );
}

/// The promises of one member: item, article, and its days as spans.
fn of(world: &World, who: &str, dating: Dating) -> Vec<String> {
    let id = world.treaty_by_id("PACT").unwrap();
    let party = actor(world, who);
    let own = promises(world, id, dating).into_iter().filter(|promise| promise.party == party);
    let span = |from: Day, last: Day| format!("{from}..{last}");
    let each = own.map(|promise| {
        let spans = promise.days.iter().map(|days| span(days.from, days.last()));
        let spans: Vec<String> = spans.collect();
        format!("{} {}: {}", promise.article.label, promise.item, spans.join(" "))
    });
    each.collect()
}

#[test]
fn a_promise_holds_while_article_and_membership_do_and_rests_with_the_membership() {
    let world = world(PACT);
    assert_eq!(
        of(&world, "TAJ", Dating::Signature),
        [
            "1 defense: 1992-06-01..2010-12-31",
            // An article as old as its treaty counts from signature too.
            "2 consul: 1992-06-01..2010-12-31",
            "3 neutral: 1996-01-01..2010-12-31",
            // One that an amendment brought counts from when that was signed.
            "4 nonagg: 1999-06-01..2010-12-31",
            "5 offense: 1992-06-01..2003-12-31",
        ]
    );
    assert_eq!(
        of(&world, "TAJ", Dating::Force),
        [
            "1 defense: 1994-04-20..2010-12-31",
            "2 consul: 1994-04-20..2010-12-31",
            "3 neutral: 1996-01-01..2010-12-31",
            "4 nonagg: 2000-01-01..2010-12-31",
            "5 offense: 1994-04-20..2003-12-31",
        ]
    );
    assert_eq!(
        of(&world, "BLR", Dating::Force)[..2],
        [
            "1 defense: 1995-01-01..1997-12-31 1999-01-01..2010-12-31",
            "2 consul: 1995-01-01..1997-12-31 1999-01-01..2010-12-31",
        ]
    );
}

#[test]
fn who_left_and_came_back_promises_in_both_spells_what_stood_then() {
    let world = world(PACT);
    assert_eq!(
        of(&world, "UZB", Dating::Force),
        [
            "1 defense: 1994-04-20..1999-04-02 2006-08-16..2010-12-31",
            "2 consul: 1994-04-20..1999-04-02 2006-08-16..2010-12-31",
            "3 neutral: 1996-01-01..1999-04-02 2006-08-16..2010-12-31",
            "4 nonagg: 2006-08-16..2010-12-31",
            "5 offense: 1994-04-20..1999-04-02",
        ]
    );
    let items: Vec<AtopItem> = {
        let id = world.treaty_by_id("PACT").unwrap();
        let own = promises(&world, id, Dating::Force).into_iter();
        own.filter(|promise| promise.party == actor(&world, "RUS")).map(|one| one.item).collect()
    };
    // A liberty is no promise.
    assert_eq!(items.len(), 5);
}
