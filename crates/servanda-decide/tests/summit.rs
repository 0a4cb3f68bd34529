//! Summits as texts: what is read, what is wrong in them and what is said about it, and that draws give
//! the same bytes whoever reckons them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use servanda::syntax::{Code, Source, Sources, diagnostic};
use servanda_decide::Case;
use servanda_decide::draws::{self, Settings};
use servanda_decide::report::{self, Drawn};
use servanda_decide::rule::Count;
use servanda_decide::summit::{self, Measures, Summit};
use std::path::Path;

const TALKS: &str = "summit TALKS \"Invented talks\"
  rule consensus because \"invented\"

issue money \"How much?\"
  scale 0 \"nothing\" to 10 \"all\"
  status quo 2 because \"as last year\"
  proposal 6 \"half as much again\"

actor RUS \"Russia\"
  capability about 6 between 5 and 8 because \"invented\" by \"us\"
  position money between 4 and 9 because \"invented\" by \"us\"
  salience money 50 because \"invented\" by \"us\"

actor BLR \"Belarus\"
  votes 3
  capability 2 because \"invented\"
  position money 3 because \"invented\"
  salience money between 20 and 90 because \"invented\"
";

fn read(text: &str) -> Summit {
    let read = summit::read(text, false, 0);
    assert!(read.faults.is_empty(), "{:?}", read.faults);
    read.summit.unwrap()
}

/// The codes of a text's faults.
fn codes(text: &str) -> Vec<Code> {
    summit::read(text, false, 0).faults.iter().map(|fault| fault.code).collect()
}

#[test]
fn a_summit_is_read_with_every_range_reason_and_vote() {
    let summit = read(TALKS);
    let spread = summit.spread().unwrap();
    assert_eq!(spread.inputs.len(), 3);
    assert_eq!(summit.actors[0].capability.amount.words(), "about 6 between 5 and 8");
    assert!((summit.case().unwrap().actors()[0].positions[0] - 6.5).abs() < 1e-12);
    assert_eq!((summit.actors[0].votes, summit.actors[1].votes), (Some(1), Some(3)));
    let literate = format!("# Talks\n\nProse.\n\n```summit\n{TALKS}```\n");
    assert!(summit::read(&literate, true, 0).summit.is_some());
}

#[test]
fn each_rule_of_the_language_is_read() {
    for (words, count) in [
        ("unanimity", Count::Unanimity),
        ("consensus", Count::Consensus),
        ("consensus less RUS", Count::ConsensusLess(vec![0])),
        ("simple majority", Count::SimpleMajority),
        ("absolute majority", Count::AbsoluteMajority),
        ("majority 2/3", Count::Majority(2, 3)),
        ("weighted quota 3", Count::Weighted(3)),
        ("majority 2/3 with quota 4", Count::Double((2, 3), 4)),
        ("silence 24 hours", Count::Silence(24)),
    ] {
        for more in ["", " veto BLR", " quorum 2", " veto RUS quorum 2 under CST/9"] {
            let text = TALKS.replace("rule consensus", &format!("rule {words}{more}"));
            let summit = read(&text);
            let (voters, weights) = (summit.voters(), vec![1, 3]);
            assert_eq!(voters, [0, 1]);
            let vetoes = if more.contains("veto BLR") {
                vec![1]
            } else if more.contains("veto RUS") {
                vec![0]
            } else {
                vec![]
            };
            let quorum = more.contains("quorum").then_some(2);
            let expected =
                servanda_decide::rule::Rule::new(count.clone(), weights, vetoes, quorum).unwrap();
            assert_eq!(summit.decision_rule().unwrap(), expected, "{words}{more}");
            assert!(summit.decision_rule().unwrap().power().is_ok(), "{words}{more}");
        }
    }
}

#[test]
fn every_fault_of_a_summit_has_its_code_and_its_remedy() {
    for (old, new, code) in [
        ("issue money", "isue money", Code::SV1001),
        ("  rule consensus because \"invented\"\n", "", Code::SV1002),
        ("  status quo 2 because \"as last year\"\n", "", Code::SV1002),
        ("  position money 3 because \"invented\"\n", "", Code::SV1002),
        ("  capability 2 because \"invented\"\n", "", Code::SV1002),
        ("position money 3", "position money 30", Code::SV1003),
        ("capability 2", "capability much", Code::SV1003),
        ("between 4 and 9", "between 9 and 4", Code::SV1003),
        ("salience money 50", "salience money 101", Code::SV1003),
        ("scale 0 \"nothing\" to 10", "scale 10 \"nothing\" to 10", Code::SV1003),
        ("votes 3", "votes 1.5", Code::SV1003),
        ("proposal 6", "proposal 60", Code::SV1003),
        ("position money 3", "position honey 3", Code::SV1005),
        ("capability 2 because \"invented\"", "capability 2", Code::SV1009),
        ("actor BLR", "actor RUS", Code::SV0417),
        ("summit TALKS", "summit talks", Code::SV0112),
        ("rule consensus", "rule applause", Code::SV0107),
        ("\"How much?\"", "\"How much?\" quickly", Code::SV0104),
        ("proposal 6 \"half", "proposal 6 \"\"\n  proposal 6 \"half", Code::SV0109),
    ] {
        assert!(TALKS.contains(old), "{old}");
        let text = TALKS.replacen(old, new, 1);
        let found = codes(&text);
        assert!(found.contains(&code), "{new}: {found:?}");
        let read = summit::read(&text, false, 0);
        assert!(read.faults.iter().all(|fault| !fault.help.is_empty()), "{new}: no remedy");
        let mut sources = Sources::default();
        sources.add(Source::new("talks.summit", text));
        assert!(!diagnostic::render(&read.faults, &sources, false, 100).is_empty());
    }
}

#[test]
fn a_text_of_anything_is_no_panic() {
    for text in
        ["", "\"", "summit", "rule", "actor", "issue a \"b\"\nscale", "rule majority", "# x"]
    {
        assert!(summit::read(text, false, 0).summit.is_none(), "{text}");
    }
    let bytes = TALKS.as_bytes();
    for cut in 0..bytes.len() {
        let text = String::from_utf8_lossy(&bytes[..cut]);
        let _ = summit::read(&text, false, 0);
    }
}

#[test]
fn nobody_votes_and_one_actor() {
    let silent = TALKS
        .replace("  votes 3\n", "  no vote\n")
        .replace("\"Russia\"\n", "\"Russia\"\n  no vote\n");
    assert_eq!(read(&silent).decision_rule().unwrap_err().code, Code::SV1004);
    let (alone, _) = TALKS.split_once("actor BLR").unwrap();
    assert_eq!(read(alone).case().unwrap_err().code, Code::SV1004);
}

#[test]
fn the_world_shows_what_a_summit_leans_on() {
    let text = TALKS
        .replace(
            "rule consensus",
            "treaty PACT\n  on 2002-05-14\n  rule consensus under PACT/7 veto ARM",
        )
        .replace("actor BLR \"Belarus\"", "actor ELB")
        .replacen("by \"us\"", "by NOBODY-1", 1);
    let mut summit = read(&text);
    let mut world = servanda::corpus::empty_world().unwrap();
    let pact = "treaty PACT \"A pact\"\n  in force 1992-01-01\n  source text \"invented\"\n\nmembers\n  \
                RUS  in force 1992-01-01\n\narticle 1\n  gist \"nothing\"\n  not modelled \"x\" because \"y\"\n";
    let texts = vec![Source::new("pact.treaty", pact)];
    let documents = servanda::model::resolve::read_all(&texts, 0);
    let faults = world.add_read(texts, &documents);
    assert!(faults.iter().all(|fault| fault.severity() == servanda::syntax::Severity::Warning));
    let found: Vec<Code> =
        summit::check(&mut summit, &world).iter().map(|fault| fault.code).collect();
    assert_eq!(found, [Code::SV0402, Code::SV1005, Code::SV0301, Code::SV0502]);
}

#[test]
fn draws_are_the_same_bytes_for_one_thread_and_for_two() {
    let summit = read(TALKS);
    let settings = Settings::default();
    let (spread, measures) = (summit.spread().unwrap(), Measures::new(&summit, &settings).unwrap());
    let measure = |case: &Case| measures.of(case);
    let (asked, seed) = (60, 7);
    let draw = |at: u64| draws::drawn(&spread, &measure, (seed, at)).unwrap();
    let walk = |at: u64| draws::walk(&spread, &measure, (seed, at)).unwrap();
    let alone = Drawn {
        asked,
        seed,
        draws: (0..60).map(draw).collect(),
        walks: (0..6).map(walk).collect(),
    };
    let (mut odd, mut even) = (Vec::new(), Vec::new());
    std::thread::scope(|scope| {
        let one = scope.spawn(|| (0..60).rev().filter(|at| at % 2 == 1).map(draw).collect());
        even = (0..60).filter(|at| at % 2 == 0).map(draw).collect();
        odd = one.join().unwrap_or_default();
    });
    odd.reverse();
    let both: Vec<Vec<f64>> =
        even.into_iter().zip(odd).flat_map(|(a, b): (_, Vec<f64>)| [a, b]).collect();
    let two = Drawn { draws: both, ..alone.clone() };
    let print = |drawn: &Drawn| {
        let form = report::report(&summit, &settings, Some(drawn)).unwrap();
        (serde_json::to_string(&form).unwrap(), report::svg(&form))
    };
    assert_eq!(print(&alone), print(&two));
    let other = draws::drawn(&spread, &measure, (8, 0)).unwrap();
    assert_ne!(other, alone.draws[0], "another seed gives other draws");
    // Fewer draws are the first of more: what an interrupted run keeps.
    assert_eq!(Drawn { asked: 60, ..alone.clone() }.draws[..10], alone.draws[..10]);
}

#[test]
fn the_report_fits_its_schema_by_name_and_says_when_a_model_does_not_settle() {
    let summit = read(TALKS);
    let form = report::report(&summit, &Settings::default(), None).unwrap();
    let value = serde_json::to_value(&form).unwrap();
    let schema = report::schema();
    for name in value.as_object().unwrap().keys() {
        assert!(schema["properties"][name].is_object(), "{name} is not in the schema");
    }
    let models: Vec<&str> = value["issues"][0]["forecasts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["model"].as_str().unwrap())
        .collect();
    assert_eq!(models[..3], ["status quo", "weighted mean", "weighted median"]);
    assert_eq!(models.len(), 6);
    let svg = report::svg(&form);
    assert!(svg.contains("</svg>") && !svg.contains("NaN"));
}

#[test]
fn the_moscow_summit_is_read_without_fault() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../summits/moscow-2002-05-14.summit.md");
    let read = summit::read(&std::fs::read_to_string(file).unwrap(), true, 0);
    assert!(read.faults.is_empty(), "{:?}", read.faults);
    let summit = read.summit.unwrap();
    let inputs = summit.actors.iter().flat_map(|actor| {
        std::iter::once(&actor.capability).chain(&actor.positions).chain(&actor.saliences)
    });
    for input in inputs {
        assert!(input.amount.low < input.amount.high, "every input is a range");
        assert!(input.because.is_some() && !input.by.is_empty(), "with its reason and whose claim");
    }
    assert_eq!((summit.issues.len(), summit.actors.len()), (2, 6));
    let power = summit.decision_rule().unwrap().power().unwrap();
    assert!(power.blocking.iter().all(|coalition| coalition.len() == 1), "each can stop it");
}

#[test]
fn a_veto_without_a_vote_and_a_quorum_of_nobody_are_told() {
    let world = servanda::corpus::empty_world().unwrap();
    let no_vote = TALKS
        .replace("rule consensus", "rule consensus veto BLR")
        .replace("  votes 3\n", "  no vote\n");
    let faults = summit::check(&mut read(&no_vote), &world);
    assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::SV1006]);
    let nobody = TALKS.replace("rule consensus", "rule consensus quorum 0");
    let faults = summit::unfit(&read(&nobody));
    assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::SV1006]);
    assert!(faults[0].primary.is_some(), "the fault has its place");
    assert_eq!(
        codes(&TALKS.replace("  votes 3", "  capability 1\n  votes 3")),
        [Code::SV1009, Code::SV0108]
    );
}
