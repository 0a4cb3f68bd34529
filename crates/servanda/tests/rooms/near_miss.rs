//! Rows that say who owes nothing though one might think so: which are kept, and what they say.

use crate::{question, world};
use servanda::engine::Engine;
use servanda::model::World;
use servanda::syntax::vocabulary::Verdict;

/// Each row in a line: party, verdict, act, toward whom, article and norm, why not.
fn told(world: &World, text: &str) -> Vec<String> {
    let asked = question(world, text);
    let reply = Engine::new(world).ask(&asked);
    let each = reply.rows.iter().map(|row| {
        let toward = row.toward.map_or("nobody", |toward| world.id(toward));
        let (party, treaty) = (world.id(row.party), &world.treaty(row.treaty).id);
        let why = row.why_not.as_deref().map_or(String::new(), |why| format!(": {why}"));
        let (verdict, act, article, norm) = (row.verdict, row.act, &row.article, &row.norm);
        format!("{party} {verdict} {act} {toward} under {treaty}/{article}/{norm}{why}")
    });
    each.collect()
}

fn pact(members: &str, articles: &str) -> World {
    world(&format!(
        r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  source   text "invented for this page"
members
{members}
{articles}
"#
    ))
}

const HELP: &str = r"article 1
  from 1992-01-01 until 1995-12-31
  norm help
    when A attacks V
    where V is party
    each other party must aid V
article 1
  from 1996-01-01
  norm liberty
    when A attacks V
    where V is party
    each other party may aid V
  norm elsewhere
    when A attacks CHN
    each other party must aid CHN
  norm help
    when A attacks V
    where V is party
    each other party must aid V";

#[test]
fn an_attackers_ally_is_told_by_the_pledge_that_it_is_often_thought_to_owe() {
    let world = pact("  RUS TAJ  in force 1992-01-01", HELP);
    let asked = question(&world, "attack on AFG by TAJ on 2000-01-01");
    let reply = Engine::new(&world).ask(&asked);
    let [row] = reply.rows.iter().collect::<Vec<_>>()[..] else { panic!("not one row") };
    let article = &world.treaty(row.treaty).articles[1];
    assert_eq!(row.version, Some(1), "the version of the day");
    assert_eq!((&*row.article, &*row.norm), ("1", "help"), "a duty, and one for any party");
    assert_eq!(row.at, article.norms[2].at);
    assert_eq!((row.toward, row.against), (asked.actors.first().copied(), asked.target));
    assert_eq!(row.verdict, Verdict::None);
}

#[test]
fn only_those_bound_to_the_attacker_are_thought_of_and_only_if_the_target_is_none_of_them() {
    let world = pact(
        "  RUS TAJ KZK  in force 1992-01-01\n  UZB  in force 1992-01-01  withdrew 1999-12-31",
        HELP,
    );
    let allies = |text: &str| -> Vec<String> {
        let lines = told(&world, text);
        lines.iter().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(allies("attack on AFG by TAJ on 2000-01-01"), ["KZK", "RUS"]);
    assert_eq!(allies("AFG attacked by TAJ and KZK on 2000-01-01"), ["RUS"], "once for both");
    // One that had left has no allies; a threat is no attack.
    assert_eq!(allies("attack on AFG by UZB on 2000-01-01"), [""; 0]);
    assert_eq!(allies("threat to AFG by TAJ on 2000-01-01"), [""; 0]);
    // An attack on an ally is another matter. Of two norms as near as each other, the first is told.
    let lines = told(&world, "attack on KZK by TAJ on 2000-01-01");
    assert_eq!(
        lines,
        [
            "RUS must aid KZK under PACT/1/help",
            "RUS may aid KZK under PACT/1/liberty",
            "TAJ none aid KZK under PACT/1/liberty: Tajikistan is the one who acts",
            "UZB none aid KZK under PACT/1/liberty: withdrew from PACT, bound until 1999-12-31"
        ]
    );
}

#[test]
fn a_trigger_that_does_not_fit_is_told_with_what_it_answers() {
    let named = "article 1
  norm help
    when GMY attacks V
    when ITA declares war on V
    where V is party
    each other party must aid V
article 2
  norm bases
    when GMY attacks V
    where V is party
    each other party may grant bases to V";
    let world = pact("  FRN UKG  in force 1992-01-01", named);
    assert_eq!(
        told(&world, "attack on FRN by ITA and SPN on 2000-01-01"),
        ["UKG none aid FRN under PACT/1/help: it answers attack on a party by Germany or war \
             declared on a party by Italy, not attack on France by Italy and Spain"]
    );
    // Who is not of the treaty is no near miss, and nobody misses a duty to itself.
    assert_eq!(told(&world, "attack on SPN by ITA on 2000-01-01"), [""; 0]);
    assert_eq!(told(&world, "threat to FRN by UKG on 2000-01-01"), [""; 0]);
    let elsewhere = "article 1
  norm help
    when A attacks FRN
    each other party must aid FRN";
    let world = pact("  FRN UKG  in force 1992-01-01", elsewhere);
    assert_eq!(told(&world, "attack on UKG by ITA on 2000-01-01"), [""; 0], "of another by name");
    assert_eq!(
        told(&world, "threat to FRN by ITA on 2000-01-01"),
        ["UKG none aid FRN under PACT/1/help: it answers attack on a party, not threat to France"]
    );
}

#[test]
fn whom_a_norm_protects_by_name_is_no_stranger_to_it() {
    let fails = "unless found never\n    where found gone";
    let rows = |guard: &str, duty: &str| {
        let text = format!("article 1\n  norm help\n    {guard}\n    {fails}\n    {duty}");
        let world = pact("  RUS KZK  in force 1992-01-01", &text);
        let mut asked = question(&world, "attack on TAJ by AFG on 2000-01-01");
        asked.given.push(("gone".into(), false));
        let reply = Engine::new(&world).ask(&asked);
        reply.rows.len()
    };
    let aid = "RUS must aid V";
    assert_eq!(rows("when A attacks V", aid), 0, "a stranger");
    assert_eq!(rows("when A attacks TAJ", "RUS must aid TAJ"), 1, "by the trigger");
    assert_eq!(rows("when A attacks V", "RUS must aid TAJ"), 1, "by the duty");
    assert_eq!(rows("when A attacks V\n    where V is TAJ or UZB", aid), 1, "by a condition");
    let deep = "when A attacks V\n    where (V is TAJ or found other) and A is state";
    assert_eq!(rows(deep, aid), 1, "by a part of one");
    assert_eq!(
        rows("when A attacks V\n    where A is AFG", aid),
        0,
        "who attacks is not protected"
    );
    assert_eq!(rows("when A attacks TAJ", "RUS must not attack TAJ"), 0, "no pledge");
}

#[test]
fn of_several_misses_the_nearest_is_told_and_none_beside_a_duty() {
    let two = |first: &str, second: &str| {
        pact(
            "  RUS TAJ  in force 1992-01-01",
            &format!(
                "article 1
  norm far
    when A attacks V
    where V is party
{first}
    RUS must aid V
article 2
  norm near
    when A attacks V
    where V is party
{second}
    RUS must aid V"
            ),
        )
    };
    let (state, power) = ("    where A is non-state", "    where A is great power");
    let both = format!("{state}\n{power}");
    let text = "attack on TAJ by AFG on 2000-01-01";
    let near = "RUS none aid TAJ under PACT/2/near: Afghanistan is not a non-state actor";
    assert_eq!(told(&two(&both, state), text), [near]);
    // As near as each other: the first.
    let first = "RUS none aid TAJ under PACT/1/far: Afghanistan is not a great power";
    assert_eq!(told(&two(power, state), text), [first]);
    // Beside a duty no miss is told.
    assert_eq!(told(&two(power, ""), text), ["RUS must aid TAJ under PACT/2/near"]);
    // Beside one that is only open, another article that fails by one condition is news.
    let open = "    unless found provoked";
    assert_eq!(told(&two(power, open), text), [first, "RUS depends aid TAJ under PACT/2/near"]);
    assert_eq!(told(&two(&both, open), text), ["RUS depends aid TAJ under PACT/2/near"]);
}

#[test]
fn a_norm_awakened_in_several_ways_holds_if_it_does_in_any() {
    let several = "article 1
  norm help
    when A attacks V
    when threat to V by A
    where V is party
    where A is great power
    each other party must aid V";
    let world = pact("  RUS TAJ  in force 1992-01-01", several);
    for by in ["AFG and CHN", "CHN and AFG"] {
        let text = format!("attack on TAJ by {by} on 2000-01-01");
        assert_eq!(told(&world, &text), ["RUS must aid TAJ under PACT/1/help"], "{by}");
    }
    let text = "attack on TAJ by AFG and IRN on 2000-01-01";
    let none = "RUS none aid TAJ under PACT/1/help: Afghanistan is not a great power";
    assert_eq!(told(&world, text), [none]);
}

#[test]
fn what_a_treaty_disclaims_is_told_of_those_it_binds_and_no_other() {
    let world = pact(
        "  RUS TAJ KZK  in force 1992-01-01
  UZB  in force 1992-01-01  withdrew 1999-12-31",
        "article 1
  norm help
    when A attacks V
    where V is party
    KZK must aid V",
    );
    assert_eq!(
        told(&world, "attack on TAJ by AFG on 2000-01-01"),
        ["KZK must aid TAJ under PACT/1/help"]
    );
    let text = |toward: &str| {
        format!(
            r#"
treaty PACT "An invented pact"
  in force 1992-01-01
  disclaims aid {toward} because "they are only friends"
  source   text "invented for this page"
members
  RUS TAJ KZK  in force 1992-01-01
  UZB  in force 1992-01-01  withdrew 1999-12-31
article 1
  norm help
    when A attacks V
    where V is party
    KZK must aid V
"#
        )
    };
    let world = crate::world(&text(""));
    let kzk = "KZK must aid TAJ under PACT/1/help";
    let rus = "RUS none aid TAJ under PACT//: they are only friends";
    assert_eq!(told(&world, "attack on TAJ by AFG on 2000-01-01"), [kzk, rus]);
    assert_eq!(told(&world, "attack on TAJ by RUS on 2000-01-01"), [kzk], "not of the attacker");
    assert_eq!(told(&world, "attack on UZB by AFG on 2000-01-01").len(), 1, "nor to one that left");
    let world = crate::world(&text("toward TKM"));
    assert_eq!(told(&world, "attack on TAJ by AFG on 2000-01-01"), [kzk]);
    let toward = |who: &str| format!("{who} none aid TKM under PACT//: they are only friends");
    assert_eq!(
        told(&world, "attack on TKM by AFG on 2000-01-01"),
        ["KZK", "RUS", "TAJ"].map(toward)
    );
}

#[test]
fn an_exclusion_by_name_is_told_as_one() {
    let world = pact(
        "  RUS TAJ  in force 1992-01-01",
        "article 1
  norm help
    when A attacks V
    where V is party
    unless A is AFG
    RUS must aid V",
    );
    assert_eq!(
        told(&world, "attack on TAJ by AFG on 2000-01-01"),
        ["RUS none aid TAJ under PACT/1/help: Afghanistan is excepted"]
    );
    assert_eq!(
        told(&world, "attack on TAJ by IRN on 2000-01-01"),
        ["RUS must aid TAJ under PACT/1/help"]
    );
}

#[test]
fn a_state_that_is_no_more_is_no_near_miss() {
    let world = pact(
        "  RUS POL CZE  in force 1992-01-01",
        "article 1
  norm help
    when A attacks V
    where V is party
    each other party must aid V",
    );
    let before = told(&world, "attack on POL by FRN on 1992-12-31");
    assert_eq!(before.len(), 2, "{before:?}");
    assert_eq!(
        told(&world, "attack on POL by FRN on 1995-01-01"),
        ["RUS must aid POL under PACT/1/help"]
    );
}
