//! Which duties exclude each other, which yields, and what is no conflict.

use crate::{question, world};
use servanda::engine::{Conflict, Engine, Preference};
use servanda::model::World;
use servanda::syntax::vocabulary::Verdict;

/// Two treaties of Russia; the clauses of the second article differ from test to test.
fn two(help: &str, refrain: &str, more: &str) -> World {
    world(&format!(
        r#"
treaty ALLY "An invented alliance"
  in force 1990-01-01
  source   text "invented for this page"
members
  RUS TAJ KZK  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
{help}

treaty PEACE "An invented pact of peace"
  in force 1991-01-01
  source   text "invented for this page"
members
  RUS AFG  in force 1991-01-01
article 1
  norm peace
    when A attacks V
    where A is party
{refrain}
{more}
"#
    ))
}

fn conflicts(world: &World, text: &str, prefer: &[Preference]) -> Vec<Conflict> {
    let mut asked = question(world, text);
    asked.prefer = prefer.to_vec();
    Engine::new(world).ask(&asked).conflicts
}

const ATTACK: &str = "attack on TAJ by AFG on 2000-01-01";
const AID: &str = "    RUS must aid V";
const NO_FORCE: &str = "    RUS must not attack A";

fn because(world: &World) -> Vec<String> {
    conflicts(world, ATTACK, &[]).into_iter().map(|conflict| conflict.because).collect()
}

#[test]
fn help_excludes_peace_neutrality_and_help_to_the_other_side() {
    let name = "aid to Tajikistan against Afghanistan, and";
    assert_eq!(because(&two(AID, NO_FORCE, "")), [format!("{name} no force against Afghanistan")]);
    let neutral = "    RUS must stay neutral toward A";
    assert_eq!(because(&two(AID, neutral, "")), [format!("{name} neutrality toward Afghanistan")]);
    let helps = "    RUS must aid A";
    assert_eq!(because(&two(AID, helps, "")), ["aid to both sides: Tajikistan and Afghanistan"]);
    let withholds = "    RUS must not aid TAJ";
    assert_eq!(because(&two(AID, withholds, "")), ["aid to Tajikistan, and no aid to it"]);
}

#[test]
fn what_both_allow_or_concerns_another_is_no_conflict() {
    let none = [""; 0];
    // A liberty need not be used.
    assert_eq!(because(&two("    RUS may aid V", NO_FORCE, "")), none);
    // Another's duty, and duties toward others than the attacker.
    assert_eq!(because(&two("    KZK must aid V", NO_FORCE, "")), none);
    assert_eq!(because(&two(AID, "    RUS must not attack IRN", "")), none);
    assert_eq!(because(&two(AID, "    RUS must stay neutral toward IRN", "")), none);
    assert_eq!(because(&two(AID, "    RUS must not aid IRN", "")), none);
    assert_eq!(because(&two(AID, "    RUS may aid A", "")), none);
    assert_eq!(because(&two("    RUS must consult V", NO_FORCE, "")), none);
}

#[test]
fn what_is_not_owed_conflicts_with_nothing_and_what_is_open_does() {
    let provoked = "    unless found provoked\n    RUS must aid V";
    let world = two(provoked, NO_FORCE, "");
    let open = conflicts(&world, ATTACK, &[]);
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].one.verdict, open[0].other.verdict), (Verdict::Depends, Verdict::MustNot));
    assert_eq!(conflicts(&world, &format!("unprovoked {ATTACK}"), &[]).len(), 1);
    assert_eq!(conflicts(&world, &format!("provoked {ATTACK}"), &[]).len(), 0);
}

#[test]
fn a_preference_speaks_where_its_rule_tells_the_treaties_apart() {
    let of = |world: &World, prefer: Preference| {
        let found = conflicts(world, ATTACK, &[prefer]);
        (found[0].first_prevails, found[0].by.clone())
    };
    let by = |first: bool, word: &str| (Some(first), Some(word.to_owned()));
    let world = two(AID, NO_FORCE, "");
    // Of 1990 with three parties against of 1991 with two.
    assert_eq!(of(&world, Preference::LexPosterior), by(false, "lex-posterior"));
    assert_eq!(of(&world, Preference::LexSpecialis), by(false, "lex-specialis"));
    assert_eq!(of(&world, Preference::UnCharter103), (None, None));
    let text = r#"
treaty OLD "An invented alliance"
  in force 1980-01-01
  source   text "invented for this page"
members
  RUS TAJ  in force 1992-01-01
article 1
  norm help
    when A attacks V
    where V is party
    RUS must aid V

treaty UN-CHARTER "An invented charter"
  in force 1970-01-01
  source   text "invented for this page"
members
  RUS AFG  in force 1992-01-01
article 1
  norm peace
    when A attacks V
    where A is party
    RUS must not attack A
"#;
    let charter = crate::world(text);
    assert_eq!(of(&charter, Preference::UnCharter103), by(false, "un-charter-103"));
    assert_eq!(of(&charter, Preference::LexPosterior), by(true, "lex-posterior"));
    // As many parties on either side.
    assert_eq!(of(&charter, Preference::LexSpecialis), (None, None));
    let same_year = crate::world(&text.replace("1970-01-01", "1980-01-01"));
    assert_eq!(of(&same_year, Preference::LexPosterior), (None, None));
}

#[test]
fn a_declared_priority_goes_before_a_preference_and_the_loser_owes_nothing() {
    let declared = "priority ALLY/1/help over PEACE/1/peace because \"invented\"";
    let world = two(AID, NO_FORCE, declared);
    let found = conflicts(&world, ATTACK, &[Preference::LexPosterior]);
    assert_eq!((found[0].first_prevails, found[0].by.as_deref()), (Some(true), Some("invented")));
    let asked = question(&world, ATTACK);
    let reply = Engine::new(&world).ask(&asked);
    let verdict =
        |norm: &str| reply.rows.iter().find(|row| &*row.norm == norm).map(|row| row.verdict);
    assert_eq!((verdict("help"), verdict("peace")), (Some(Verdict::Must), Some(Verdict::None)));
}

#[test]
fn a_priority_covers_a_treaty_an_article_or_a_norm_and_no_other() {
    let settled = |priority: &str| {
        let world = two(AID, NO_FORCE, &format!("{SECOND}\n{priority}"));
        let found = conflicts(&world, ATTACK, &[]);
        assert_eq!(found.len(), 2, "help stands against both norms of peace");
        let each = found.iter().map(|one| (one.other.norm.to_string(), one.first_prevails));
        each.collect::<Vec<_>>()
    };
    let (peace, calm) = ("peace".to_owned(), "calm".to_owned());
    let both = |first, second| vec![(peace.clone(), first), (calm.clone(), second)];
    let to = |loser: &str| format!("priority ALLY/1/help over {loser} because \"invented\"");
    assert_eq!(settled(""), both(None, None));
    assert_eq!(settled(&to("PEACE/1/peace")), both(Some(true), None));
    assert_eq!(settled(&to("PEACE/1")), both(Some(true), None));
    assert_eq!(settled(&to("PEACE/2")), both(None, Some(true)));
    assert_eq!(settled(&to("PEACE/2/calm")), both(None, Some(true)));
    let from = "priority PEACE/1/peace over ALLY/1 because \"invented\"";
    assert_eq!(settled(from), both(Some(false), None));
}

const SECOND: &str = "article 2
  norm calm
    when A attacks V
    where A is party
    RUS must not attack A";
