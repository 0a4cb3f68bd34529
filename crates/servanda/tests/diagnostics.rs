//! What diagnostics promise: the corpus has none, each code has a page that shows it, their
//! renderings stay as they are, and a scenario that is wrong fails.

use servanda::corpus;
use servanda::model::World;
use servanda::scenario::{Outcome, lint, run_page};
use servanda::syntax::diagnostic::{render, render_plain, to_json};
use servanda::syntax::{Code, Diagnostic, Source, json};

/// Codes about files, JSON and the program itself, which no scenario block can show: their pages
/// are prose, and the tests of the command show them.
const WITHOUT_BLOCK: &[Code] = &[
    Code::SV0701,
    Code::SV0702,
    Code::SV0703,
    Code::SV0704,
    Code::SV0706,
    Code::SV0707,
    Code::SV0708,
    Code::SV0709,
    Code::SV0801,
    Code::SV0802,
    Code::SV1001,
    Code::SV1002,
    Code::SV1003,
    Code::SV1004,
    Code::SV1005,
    Code::SV1006,
    Code::SV1007,
    Code::SV1008,
    Code::SV1009,
    Code::SV0902,
    Code::SV0920,
    Code::SV1101,
    Code::SV1102,
    Code::SV1103,
    Code::SV1104,
];

fn page_of(code: Code) -> &'static str {
    let name = format!("codes/{}.md", code.id());
    corpus::SCENARIOS.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
}

fn checked(name: &str, text: &str) -> (World, Vec<Diagnostic>) {
    let Ok(mut world) = corpus::empty_world() else { return (World::default(), Vec::new()) };
    let faults = world.add_texts(vec![Source::new(name, text)]);
    let faults = lint::all(&world, faults);
    (world, faults)
}

#[test]
fn the_embedded_corpus_has_no_diagnostics() {
    let Ok((world, faults)) = corpus::world() else { return assert_eq!("tables", "read") };
    let faults = lint::all(&world, faults);
    assert_eq!(render(&faults, &world.sources, false, 120), "");
}

#[test]
fn every_code_has_a_page_with_its_title_and_a_mistake_that_shows_it() {
    for code in Code::ALL {
        let page = page_of(*code);
        let head = format!("# {}: {}\n", code.id(), code.title());
        assert!(page.starts_with(&head), "scenarios/codes/{}.md begins with `{head}`", code.id());
        let shown = page.contains(&format!("[{}]", code.id()));
        assert!(shown, "scenarios/codes/{}.md shows no diagnostic of its code", code.id());
        let blocks = page.contains("```diagnostic");
        assert_eq!(blocks, !WITHOUT_BLOCK.contains(code), "blocks of {}", code.id());
    }
}

#[test]
fn every_page_belongs_to_a_code() {
    for (name, _) in corpus::SCENARIOS.iter().filter(|(name, _)| name.starts_with("codes/")) {
        let id = name.trim_start_matches("codes/").trim_end_matches(".md");
        assert!(Code::from_id(id).is_some(), "{name} explains a code that is not there");
    }
}

/// Three faults of three kinds: of words, of dates with two places, of the whole.
const FAULTY: &str = "treaty PACT \"An invented pact\"
  in force 1992-01-01

members
  RUS  in force 1992-01-01
  TAJ  in force 1992-01-01  withdrew 1991-06-30

article 1
  norm help
    when A atacks V
    where V is party
    each other party must aid V
";

#[test]
fn diagnostics_in_plain_lines() {
    let (world, faults) = checked("pact.treaty", FAULTY);
    insta::assert_snapshot!("plain", render_plain(&faults, &world.sources));
}

#[test]
fn diagnostics_as_json() {
    let (world, faults) = checked("pact.treaty", FAULTY);
    let value = to_json(&faults, &world.sources);
    insta::assert_snapshot!("json", format!("{value:#}"));
}

#[test]
fn a_clean_text_has_none() {
    let text = FAULTY
        .replace("atacks", "attacks")
        .replace("1991-06-30", "1999-04-20")
        .replace("1992-01-01\n\n", "1992-01-01\n  source text \"invented for this test\"\n\n");
    let (world, faults) = checked("pact.treaty", &text);
    assert_eq!(render(&faults, &world.sources, false, 100), "");
}

#[test]
fn lines_are_counted_in_the_whole_literate_file() {
    let text = format!("# A pact\n\nProse.\n\n```treaty\n{FAULTY}```\n");
    let (world, faults) = checked("pact.treaty.md", &text);
    let lines: Vec<usize> = faults
        .iter()
        .filter_map(|fault| {
            let label = fault.primary.as_ref()?;
            Some(world.sources.get(label.at.file)?.line_column(label.at.start).0)
        })
        .collect();
    assert_eq!(lines, [11, 15]);
}

#[test]
fn what_is_no_json_and_what_does_not_fit_are_told_apart() {
    let code = |text: &str| json::to_text(text).err().map(|fault| fault.code);
    assert_eq!(code("treaty CST"), Some(Code::SV0801));
    assert_eq!(code("{\"schema\": \"servanda/treaty/9\"}"), Some(Code::SV0802));
    let entry = "{\"schema\": \"servanda/treaty/1\", \"host\": \"bare\", \"entries\": [{\"clause\": \"treaties\"}]}";
    assert_eq!(code(entry), Some(Code::SV0802));
    // What would be read as something else: a comment that is none, a name that is two clauses.
    let form = |entry: &str| {
        format!("{{\"schema\": \"servanda/treaty/1\", \"host\": \"bare\", \"entries\": [{entry}]}}")
    };
    for entry in [
        "{\"comment\": \"no hash\"}",
        "{\"clause\": \"treaty\", \"id\": \"X\\nmembers\", \"title\": \"T\"}",
        "{\"prose\": \"Markdown in a bare text\"}",
    ] {
        let fault = json::to_text(&form(entry)).err();
        assert_eq!(fault.as_ref().map(|fault| fault.code), Some(Code::SV0802), "{entry}");
        assert!(fault.is_some_and(|fault| fault.message.starts_with("entry 1: ")), "{entry}");
    }
    let even = "{\"clause\": \"gist\", \"text\": \"two  blanks\"}, {\"comment\": \"# why \"}";
    let text = json::to_text(&form(even)).map(|(text, _)| text).unwrap_or_default();
    assert_eq!(text, "  gist \"two blanks\"\n# why\n");
}

/// The runner's negative control: a page that expects the wrong thing fails, and says so.
#[test]
fn a_scenario_that_is_wrong_fails() {
    let Ok(world) = corpus::empty_world() else { return assert_eq!("tables", "read") };
    let treaty = FAULTY.replace("atacks", "attacks").replace("1991-06-30", "1999-04-20");
    let page = |block: &str| format!("# Page\n\n```treaty\n{treaty}```\n\n{block}");
    let outcomes = |page: &str| -> Vec<Outcome> {
        run_page(page, &world).cases.into_iter().map(|case| case.outcome).collect()
    };
    // The treaty has no source, which no `diagnostic` block expects.
    let unexpected = outcomes(&page(""));
    assert!(matches!(unexpected.as_slice(), [Outcome::Broken(why)] if why.contains("SV0408")));
    let treaty = treaty.replace("1992-01-01\n\n", "1992-01-01\n  source text \"invented\"\n\n");
    let page = |block: &str| format!("# Page\n\n```treaty\n{treaty}```\n\n{block}");
    let ask = "```ask\nattack on TAJ by AFG on 1995-01-01\n```\n\n";
    let right = page(&format!("{ask}```answer\nRUS must aid TAJ under PACT/1/help\n```\n"));
    let wrong = right.replace("RUS must", "RUS none");
    assert_eq!(outcomes(&right), [Outcome::Passed]);
    assert!(matches!(outcomes(&wrong).as_slice(), [Outcome::Differs { .. }]));
    assert_eq!(run_page(&wrong, &world).updated, right, "an update writes what was found");
    let report = run_page(&wrong, &world);
    let codes: Vec<Code> =
        report.cases.iter().filter_map(|case| case.fault("page.md")).map(|it| it.code).collect();
    assert_eq!(codes, [Code::SV0902]);
    let lost = "# Page\n\n```answer\nnothing\n```\n";
    assert!(matches!(outcomes(lost).as_slice(), [Outcome::Broken(_)]));
    let fault = page(&format!("{ask}```diagnostic\nerror\n```\n"));
    assert!(matches!(outcomes(&fault).as_slice(), [Outcome::Broken(_)]));
}
