//! How a question is read, and which treaties may answer it.

use crate::{bare_world, question, world};
use servanda::engine::Engine;
use servanda::engine::phrase::{self, Parts};
use servanda::model::World;
use servanda::syntax::vocabulary::Verdict;
use servanda::syntax::{Code, Span};

#[test]
fn a_place_stands_after_the_event_and_is_not_taken_from_before_it() {
    for word in ["in", "at"] {
        let after = Parts::read(&format!("attack on TAJ by AFG {word} Dushanbe on 2002-05-14"), 0);
        assert_eq!(after.place.as_ref().map(|place| place.text.as_str()), Some("Dushanbe"));
        assert!(after.faults.is_empty(), "{:?}", after.faults);
        let before = Parts::read(&format!("{word} Dushanbe attack on TAJ on 2002-05-14"), 0);
        assert!(before.place.is_none(), "`{word}` before the event: {:?}", before.place);
        let codes: Vec<Code> = before.faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, [Code::SV0605], "`{word} Dushanbe` is not understood there");
    }
}

/// Norms that name one side of an event and ask nothing of the other, in treaties that know nobody
/// else in it.
const NAMED: &str = r#"
treaty WATCH "An invented pact about one attacker"
  in force 1992-01-01
  source   text "invented for this page"
members
  RUS KZK  in force 1992-01-01
article 1
  norm confer
    when terrorism against V by AFG
    RUS must consult KZK

treaty GUARD "An invented pact about one victim"
  in force 1992-01-01
  source   text "invented for this page"
members
  CHN MON  in force 1992-01-01
article 1
  norm confer
    when terrorism against TAJ by A
    CHN must consult MON
"#;

#[test]
fn a_norm_that_names_one_side_answers_for_whoever_is_the_other() {
    let world = world(NAMED);
    let engine = Engine::new(&world);
    let answering = |text: &str| -> Vec<String> {
        let asked = question(&world, text);
        let reply = engine.ask(&asked);
        let rows = reply.rows.iter().filter(|row| row.verdict != Verdict::None);
        rows.map(|row| world.treaty(row.treaty).id.clone()).collect()
    };
    assert_eq!(answering("terrorism against IND by AFG on 2000-01-01"), ["WATCH"]);
    // Who it was is not known: it may have been the one that is named.
    assert_eq!(answering("terrorism against IND on 2000-01-01"), ["WATCH"]);
    assert_eq!(answering("terrorism against TAJ by IND on 2000-01-01"), ["GUARD"]);
    assert_eq!(answering("terrorism against IND by PAK on 2000-01-01"), [""; 0]);
    assert_eq!(answering("terrorism against TAJ by AFG on 2000-01-01"), ["GUARD", "WATCH"]);
}

fn notes(world: &World, text: &str) -> Vec<String> {
    question(world, text).notes
}

#[test]
fn a_code_that_another_list_gives_to_another_state_is_told() {
    let world = bare_world();
    assert_eq!(
        notes(&world, "attack on AUS by GMY on 2000-01-01"),
        [
            "`AUS` is read as the COW abbreviation of Austria; in ISO 3166 it is Australia, here `AUL`."
        ]
    );
    assert_eq!(notes(&world, "attack on GMY by AUS on 2000-01-01").len(), 1, "also of who attacks");
    // The same in both lists, and an abbreviation that ISO does not have.
    assert_eq!(notes(&world, "attack on IRN by UKG on 2000-01-01"), [""; 0]);
}

#[test]
fn a_day_before_the_lists_or_after_the_treaties_is_told() {
    let world = bare_world();
    let on = |day: &str| notes(&world, &format!("attack on UKG by FRN on {day}"));
    let early = "The lists of states begin on 1816-01-01; earlier states are taken from it.";
    let late = "The corpus tells of treaties to 2026-01-01 and knows of no later change.";
    assert_eq!(on("1815-12-31"), [early]);
    assert_eq!(on("1816-01-01"), [""; 0]);
    assert_eq!(on("2026-01-01"), [""; 0]);
    assert_eq!(on("2026-01-02"), [late]);
}

/// What a phrase is not understood for: code and help of each fault.
fn faults(world: &World, text: &str) -> Vec<(Code, String)> {
    let whole = Span { file: 0, start: 0, end: text.len() as u32 };
    let faults = phrase::resolve(&Parts::read(text, 0), world, whole).unwrap_err();
    faults
        .into_iter()
        .map(|fault| (fault.code, fault.help.first().cloned().unwrap_or_default()))
        .collect()
}

#[test]
fn for_a_state_that_did_not_exist_those_in_its_place_are_offered() {
    let world = bare_world();
    let help = |text: &str| {
        let faults = faults(&world, text);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].0, Code::SV0303);
        faults[0].1.clone()
    };
    assert_eq!(
        help("attack on CZE by GMY on 1995-01-01"),
        "on that day ask about `CZR` (Czech Republic) or `SLO` (Slovakia)"
    );
    // Gone between two lives.
    assert_eq!(
        help("attack on EST by UKG on 1950-01-01"),
        "on that day ask about `RUS` (Soviet Union)"
    );
    assert_eq!(
        help("attack on SLO by GMY on 1991-01-01"),
        "on that day ask about `CZE` (Czechoslovakia)"
    );
    assert_eq!(
        help("attack on TAJ by CHN on 1985-03-01"),
        "on that day ask about `RUS` (Soviet Union)"
    );
}

#[test]
fn the_parts_that_are_missing_or_do_not_fit_are_told() {
    let world = bare_world();
    let codes = |text: &str| -> Vec<Code> {
        faults(&world, text).into_iter().map(|(code, _)| code).collect()
    };
    for (text, expected) in [
        ("attack on TAJ by AFG", Code::SV0603),
        ("attack by AFG on 2000-01-01", Code::SV0602),
        ("mobilisation on 2000-01-01", Code::SV0602),
        ("attack on NATO by AFG on 2000-01-01", Code::SV0602),
        ("attack on TAJ by NATO on 2000-01-01", Code::SV0602),
        ("attack on TAJ by TAJ on 2000-01-01", Code::SV0604),
        ("attack on TAJ by AFG in Xqzwvk on 2000-01-01", Code::SV0410),
        ("attack on TAJ by AFG on 2000-01", Code::SV0606),
        ("attack on TAJ by AFG on 2000-02-30", Code::SV0202),
        ("attack on TAJ by AFG on 2000-01-01 on 2000-01-02", Code::SV0607),
        ("TAJ and AFG on 2000-01-01", Code::SV0601),
    ] {
        assert_eq!(codes(text), [expected], "{text}");
    }
    for text in [
        "mobilisation by AFG on 2000-01-01",
        "mobilisation against TAJ on 2000-01-01",
        "attack on TAJ by al-Qaida on 2000-01-01",
    ] {
        question(&world, text);
    }
}

#[test]
fn however_a_question_is_put_its_canonical_words_are_the_same() {
    let world = bare_world();
    let of = |text: &str| question(&world, text).text;
    for text in [
        "attack on TAJ by AFG on 2002-05-14",
        "an attack on the Tajikistan by AFG, on 2002-05-14.",
        "on 2002-05-14 AFG attacks TAJ",
        "AFG attacked TAJ on 2002-05-14",
        "TAJ attacked by AFG on 2002-05-14",
        "TAJ was attacked by AFG on 2002-05-14",
        "attack by AFG on 2002-05-14 on TAJ",
        "attack on TAJ by AFG 2002-05-14",
        "invasion of TAJ by AFG on 2002-05-14?",
        "armed attack against TAJ by 700 on 2002-05-14 as known 2002-05-14",
    ] {
        assert_eq!(of(text), "attack on Tajikistan by Afghanistan on 2002-05-14", "{text}");
    }
    assert_eq!(
        of("attack on TAJ by AFG and IRN + UZB on 2002-05-14"),
        "attack on Tajikistan by Afghanistan and Iran and Uzbekistan on 2002-05-14"
    );
    assert_eq!(
        of("attack on UKG by ARG in the Falkland Islands on 1982-04-02"),
        "attack on United Kingdom by Argentina in Falkland Islands on 1982-04-02"
    );
    assert_eq!(of("TAJ attacked on 2002-05-14"), "attack on Tajikistan on 2002-05-14");
    assert_eq!(of("TAJ threatened on 2002-05-14"), "threat to Tajikistan on 2002-05-14");
    assert_eq!(
        of("mobilisation by AFG on 2002-05-14"),
        "mobilisation by Afghanistan on 2002-05-14"
    );
}

/// A treaty with nothing but a norm of so many open questions for two.
fn open_questions(count: usize) -> String {
    let wheres: Vec<String> = (1..=count).map(|n| format!("    where found fact-{n}\n")).collect();
    format!(
        r#"
treaty PACT "An invented pact"
  signed   1992-03-01
  in force 1992-06-01
  source   text "invented for this page"
members
  RUS KZK TAJ  signed 1992-03-01  in force 1992-06-01
article 1
  norm help
    when A attacks TAJ
{}    RUS KZK must aid TAJ
"#,
        wheres.concat()
    )
}

#[test]
fn a_norm_that_turns_on_too_much_is_told_once() {
    let limits = |count: usize| {
        let world = world(&open_questions(count));
        let asked = question(&world, "attack on TAJ by AFG on 2000-01-01");
        let limits = Engine::new(&world).ask(&asked).limits();
        limits.into_iter().map(|fault| (fault.code, fault.message)).collect::<Vec<_>>()
    };
    assert_eq!(limits(16), []);
    let told = "norm `help` turns on 17 open questions; at most 16 are weighed";
    assert_eq!(limits(17), [(Code::SV0705, told.to_owned())]);
}

#[test]
fn a_treaty_that_was_not_yet_known_says_nothing() {
    let world = world(&open_questions(1));
    let engine = Engine::new(&world);
    let rows = |known: &str| {
        let asked = question(&world, &format!("attack on TAJ by AFG on 2000-01-01 known {known}"));
        engine.ask(&asked).rows.len()
    };
    assert_eq!(rows("1992-02-29"), 0);
    assert_eq!(rows("1992-03-01"), 2);
}
