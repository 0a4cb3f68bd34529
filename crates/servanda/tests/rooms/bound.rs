//! Whether somebody is bound, and in which words: begun, ended, resting, or open.

use crate::{actor, question, world};
use servanda::engine::Engine;
use servanda::model::World;

/// What the first step of the proof of a bearer says, and what its duty turns on.
fn bond(world: &World, text: &str, party: &str) -> (String, Vec<Vec<String>>) {
    let asked = question(world, text);
    let reply = Engine::new(world).ask(&asked);
    let party = actor(world, party);
    let row = reply.rows.iter().find(|row| row.party == party);
    let row = row.unwrap_or_else(|| panic!("`{text}` has no row"));
    let first = row.proof.steps().next().unwrap();
    (first.says.to_string(), row.depends_on.to_vec())
}

const PACT: &str = r#"
treaty PACT "An invented pact"
  signed   1992-05-15
  in force between 1994-04-02 and 1994-04-20
  ended    2005-12-31 "by agreement"
  source   text "invented for this page"
members
  TAJ RUS  signed 1992-05-15  in force between 1994-04-02 and 1994-04-20
  ARM  signed 1992-05-15  provisional 1993-01-01..1993-12-31  in force 1994-04-25
  AZE  acceded 1993-09-24  in force 1994-04-25  not renewed between 1999-04-02 and 1999-04-20
  BLR  signed 1992-05-15  in force 1994-04-25  suspended 1998-01-01..1998-12-31
  GRG  signed 1992-05-15
  KZK  signed 1992-05-15  in force 1992-06-01
  UZB  signed 1992-05-15  in force 1994-04-25  notice 1998-06-01  withdrew 1999-05-31
       signed 2001-01-01  rejoined 2002-01-01
  KYR  in force 2003-01-01
article 1
  norm help
    when A attacks TAJ
    each other party must aid TAJ
"#;

fn says(world: &World, party: &str, on: &str) -> String {
    bond(world, &format!("attack on TAJ by AFG on {on}"), party).0
}

#[test]
fn a_bond_is_told_with_its_first_day_and_its_end_with_how_it_came() {
    let world = world(PACT);
    for (party, on, expected) in [
        ("BLR", "1997-01-01", "Belarus is a party to PACT, bound since 1994-04-25"),
        ("BLR", "1998-06-01", "suspended in PACT (1998-01-01..1998-12-31)"),
        ("BLR", "1999-01-01", "Belarus is a party to PACT, bound since 1994-04-25"),
        ("AZE", "1994-04-24", "not bound by PACT before 1994-04-25"),
        ("AZE", "1999-05-01", "did not renew PACT, bound until 1999-04-20 at the latest"),
        (
            "UZB",
            "1997-01-01",
            "Uzbekistan is a party to PACT, bound since 1994-04-25, until 1999-05-31",
        ),
        ("UZB", "2000-01-01", "withdrew from PACT, bound until 1999-05-31"),
        ("UZB", "2003-01-01", "Uzbekistan is a party to PACT, bound since 2002-01-01"),
        ("GRG", "1997-01-01", "Georgia signed PACT and was not bound by it"),
        ("ARM", "1993-06-01", "Armenia applies PACT provisionally since 1993-01-01"),
        ("ARM", "1994-01-01", "no longer applied PACT, bound until 1993-12-31"),
        ("KZK", "1993-01-01", "PACT enters into force on between 1994-04-02 and 1994-04-20 only"),
        ("RUS", "2006-01-01", "PACT was in force until 2005-12-31 only"),
    ] {
        assert_eq!(says(&world, party, on), expected, "{party} on {on}");
    }
}

#[test]
fn while_a_day_is_open_the_question_is_whether_the_treaty_stood_or_the_member_was_bound() {
    let world = world(PACT);
    let open =
        |party: &str, on: &str| bond(&world, &format!("attack on TAJ by AFG on {on}"), party).1;
    let set = |name: &str| vec![vec![name.to_owned()]];
    // A bond that begins with its treaty: one question for all.
    assert_eq!(open("RUS", "1994-04-10"), set("in-force-PACT"));
    assert_eq!(open("KZK", "1994-04-10"), set("bound-KZK-PACT"));
    assert_eq!(open("RUS", "1994-04-20"), Vec::<Vec<String>>::new());
    assert_eq!(open("AZE", "1999-04-10"), set("bound-AZE-PACT"));
}

#[test]
fn as_known_by_a_day_a_bond_is_known_when_announced_and_its_end_when_it_came_or_was_noticed() {
    let world = world(PACT);
    let says = |party: &str, on: &str, known: &str| {
        bond(&world, &format!("attack on TAJ by AFG on {on} known {known}"), party).0
    };
    let bound = "Uzbekistan is a party to PACT, bound since 1994-04-25";
    // Notice was given in 1998; nobody knew of the end before.
    assert_eq!(says("UZB", "1999-05-01", "1998-05-31"), bound);
    assert_eq!(says("UZB", "1999-05-01", "1998-06-01"), format!("{bound}, until 1999-05-31"));
    assert_eq!(says("UZB", "2000-01-01", "1998-05-31"), bound);
    let left = "withdrew from PACT, bound until 1999-05-31";
    assert_eq!(says("UZB", "2000-01-01", "1998-06-01"), left);
    // The signature of 2001 announced the second bond, that of 1992 did not.
    let again = "Uzbekistan is a party to PACT, bound since 2002-01-01";
    assert_eq!(says("UZB", "2003-01-01", "2000-12-31"), left);
    assert_eq!(says("UZB", "2003-01-01", "2001-01-01"), again);
    // Belarus had announced its bond, and nobody its suspension.
    let belarus = "Belarus is a party to PACT, bound since 1994-04-25";
    assert_eq!(says("BLR", "1998-06-01", "1992-05-15"), belarus);
    assert_eq!(says("BLR", "1998-06-01", "1997-12-31"), belarus);
    assert_eq!(
        says("BLR", "1998-06-01", "1998-01-01"),
        "suspended in PACT (1998-01-01..1998-12-31)"
    );
    // The end of the treaty counts once it has come.
    let russia = "Russia is a party to PACT, bound since between 1994-04-02 and 1994-04-20";
    assert_eq!(says("RUS", "2006-01-01", "2005-12-30"), russia);
    assert_eq!(says("RUS", "2006-01-01", "2005-12-31"), "PACT was in force until 2005-12-31 only");
}
