//! Why a cell is what it is: invented alliances for every kind of cell, and the real case of 1999.

use crate::files::file;
use crate::invented::{built, frame, pacts, scope, world};
use servanda::model::{System, World};
use servanda_data::panel::{Ask, Explanation, Frame, Request, Role, Rule, Sink, build, explain};

fn asked(world: &World, words: &str, file: &str, frame: Option<&Frame>) -> Explanation {
    let mut ask = Ask::read(world, System::Cow, words).unwrap();
    let panel = built(world, ask.scope(System::Cow, Rule::Any), file).panel;
    ask.settle(&panel, frame);
    explain(world, &panel, &ask, frame.map(|frame| ("frame.parquet", frame))).unwrap()
}

fn value(told: &Explanation) -> (&str, &str) {
    let cell = told.value.as_ref().unwrap();
    (cell.state, cell.value.as_deref().unwrap_or_default())
}

#[test]
fn a_cell_is_named_in_any_usual_form() {
    let world = world();
    let read = |words: &str| Ask::read(&world, System::Cow, words);
    let told = read("220-200, 1922, defense").unwrap();
    for words in [
        "220-200 1922 defense",
        "FRN-UKG 1922 defense",
        "frn - ukg, 1922, defense",
        "France to United Kingdom 1922 defense",
        "France, United Kingdom, 1922, defense",
        "220 200 1922 defense",
        "220->200 1922 defense",
        "defense 220-200 1922",
    ] {
        assert_eq!(read(words).unwrap(), told, "{words}");
    }
    assert_eq!(read("220-200 1922-05 defense").unwrap().to_string(), "220-200 1922-05 defense");
    assert_eq!(read("USA 1922-05-01 atop_consul").unwrap().to_string(), "2 1922-05-01 atop_consul");
    // A name with a stroke of its own.
    assert_eq!(read("Guinea-Bissau-Angola 1980 defense").unwrap().codes(), [404, 540]);
    let refused = |words: &str| read(words).unwrap_err().cause;
    assert!(refused("220-200 defense").contains("names no year"));
    assert!(refused("220-200 1922").contains("names no column"));
    assert!(refused("220-999 1922 defense").contains("no state 999"));
    assert!(refused("France-Atlantis 1922 defense").contains("`Atlantis`"));
    assert!(refused("220-200 1922-02-30 defense").contains("the calendar has no"));
    assert!(refused("220-220 1922 defense").contains("one state twice"));
}

#[test]
fn every_kind_of_cell_has_its_reason() {
    let world = world();
    let ask = |words: &str| asked(&world, words, &pacts(), None);
    let told = ask("220-200, 1922, defense");
    assert_eq!(value(&told), ("value", "1"));
    let counts = told.reasons.iter().find(|reason| reason.role == Role::Counts).unwrap();
    assert_eq!(counts.what, "ATOP 9101");
    assert_eq!(counts.from.unwrap().to_string(), "1920-05-01");
    assert_eq!(counts.until.unwrap().to_string(), "1925-06-30");
    let fact = |name: &str| &counts.facts.iter().find(|fact| fact.name == name).unwrap().value;
    assert_eq!(fact("membership of 220"), "1920-05-01 to 1925-06-30");
    assert!(fact("promises of 220").starts_with("defense 1, offense 0"));

    let told = ask("200-220, 1922, defense");
    assert_eq!(value(&told), ("value", "0"), "the promises are the first state's own");
    assert!(told.reasons.iter().any(|reason| reason.role == Role::Silent));

    let told = ask("220-200, 1930, defense");
    assert_eq!(value(&told), ("value", "0"));
    let words = &told.reasons[0].words;
    assert!(words.contains("nearest: ATOP 9101 ended 1925-06-30"), "{words}");
    let words = &ask("220-200, 1918, defense").reasons[0].words;
    assert!(words.contains("nearest: ATOP 9101 begins 1920-05-01"), "{words}");
    let words = &ask("200-325, 1922, defense").reasons[0].words;
    assert!(words.contains("nor on any other day"), "{words}");

    let told = ask("220-325, 1924, defense");
    assert_eq!(value(&told), ("unknown", ""));
    assert!(told.reasons.iter().any(|reason| reason.role == Role::Unknown));

    let told = ask("220-200, 2019, defense");
    assert_eq!(value(&told), ("outside", ""));
    assert_eq!(told.reasons[0].words, "ATOP speaks of 1815 to 2018");

    let told = ask("704-373, 1980, defense");
    assert_eq!(value(&told), ("no row", ""));
    assert!(told.reasons[0].words.contains("704 from 1991-"), "{}", told.reasons[0].words);
}

#[test]
fn a_frame_of_another_file_is_told() {
    let world = world();
    let years = scope("directed-dyad-year", "1922-01-01", "1924-12-31", Rule::Any);
    let own = frame(&world, years, &pacts(), Sink::Parquet);
    let told = asked(&world, "220-200, 1922, defense", &pacts(), Some(&own));
    let shown = told.frame.unwrap();
    assert_eq!(shown.cell.value.as_deref(), Some("1"));
    assert!(shown.warnings.is_empty(), "{:?}", shown.warnings);
    let other = pacts().replace("9102", "9103");
    let told = asked(&world, "220-200, 1922, defense", &other, Some(&own));
    let warnings = told.frame.unwrap().warnings;
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].contains("is another file"), "{}", warnings[0]);
    let months = Ask::read(&world, System::Cow, "220-200, 1922-05, defense").unwrap();
    let fault = months.scope_of(&own).unwrap_err();
    assert!(fault.cause.contains("the frame's unit is directed-dyad-year"), "{fault}");
}

#[test]
fn the_rule_of_the_panel_decides_what_counts() {
    let world = world();
    let ask = Ask::read(&world, System::Cow, "220-200, 1925, atop_defense").unwrap();
    let under = |rule: Rule| {
        let panel = built(&world, ask.scope(System::Cow, rule), &pacts()).panel;
        explain(&world, &panel, &ask, None).unwrap()
    };
    assert_eq!(value(&under(Rule::First)), ("value", "1"));
    assert_eq!(value(&under(Rule::Last)), ("value", "0"));
    assert!(under(Rule::ShareOfDays).value.unwrap().value.unwrap().starts_with("0.49"));
}

#[test]
fn after_1999_atop_and_the_treaties_part_and_both_are_said() {
    let Some(bytes) = file("alliances/atop5.1_member.csv.gz") else { return };
    let (world, _) = servanda::corpus::world().unwrap();
    let mut ask = Ask::read(&world, System::Cow, "UZB-AZE 2002 defense").unwrap();
    let file = Some(("member.csv.gz".to_owned(), bytes));
    let request = Request { name: "atop".into(), file };
    let built = build(&world, ask.scope(System::Cow, Rule::Any), &[request]).unwrap();
    ask.settle(&built.panel, None);
    let told = explain(&world, &built.panel, &ask, None).unwrap();
    assert_eq!(value(&told), ("value", "1"));
    let counts: Vec<&str> = told
        .reasons
        .iter()
        .filter(|reason| reason.role == Role::Counts)
        .map(|reason| reason.what.as_str())
        .collect();
    assert_eq!(counts, ["ATOP 4400"]);
    let view = told.corpus.unwrap();
    assert_eq!(view.verdict, "none");
    let last = view.reasons.iter().find(|reason| reason.what == "CST/4").unwrap();
    assert_eq!(last.until.unwrap().to_string(), "1999-04-20");
    assert!(told.differences[0].starts_with("ATOP 4400 counts, and CIS-CHARTER"));
}

#[test]
fn what_the_treaties_fill_is_explained_without_any_file() {
    let (world, _) = servanda::corpus::world().unwrap();
    let told = |words: &str| {
        let ask = Ask::read(&world, System::Cow, words).unwrap();
        let built = build(&world, ask.scope(System::Cow, Rule::Any), &[]).unwrap();
        explain(&world, &built.panel, &ask, None)
    };
    // The first year of the treaty of Tashkent: from 20 April on.
    let cell = |column: &str| told(&format!("UZB-TAJ 1994 {column}")).unwrap().value.unwrap();
    assert_eq!(cell("servanda_aid").value.as_deref(), Some("depends"));
    assert!(cell("servanda_aid_articles").value.unwrap().contains("CST/4"));
    assert_eq!(cell("servanda_aid_days").value.as_deref(), Some("256"));
    let fault = told("UZB 1994 servanda_aid").unwrap_err();
    assert!(fault.cause.contains("asked of two states"), "{fault}");
}

#[test]
fn an_alliance_of_atop_is_a_subject_too() {
    let world = world();
    let ask = Ask::read(&world, System::Cow, "ATOP 9101 France 1922 atop_defense").unwrap();
    assert_eq!(ask.to_string(), "ATOP 9101 220 1922 atop_defense");
    let panel = built(&world, ask.scope(System::Cow, Rule::Any), &pacts()).panel;
    assert_eq!(value(&explain(&world, &panel, &ask, None).unwrap()), ("value", "1"));
    let whole = Ask::read(&world, System::Cow, "ATOP 9101, 1922, atop_consul").unwrap();
    let panel = built(&world, whole.scope(System::Cow, Rule::Any), &pacts()).panel;
    assert_eq!(value(&explain(&world, &panel, &whole, None).unwrap()), ("value", "0"));
}

#[test]
fn a_cell_is_explained_as_it_stands_in_the_panel_that_the_treaties_fill() {
    let (world, _) = servanda::corpus::world().unwrap();
    let year = scope("directed-dyad-year", "1994-01-01", "1994-12-31", Rule::Any);
    let built = build(&world, year, &[Request { name: "servanda".into(), file: None }]).unwrap();
    let frame = Frame::of(&built.panel).unwrap();
    let mut values = std::collections::BTreeSet::new();
    for pair in ["UZB-TAJ", "704-2", "2-200", "255-220", "365-710"] {
        for column in ["aid", "aid_pledges", "aid_days", "aid_articles", "consult", "neutral"] {
            let words = format!("{pair} 1994 servanda_{column}");
            let ask = Ask::read(&world, System::Cow, &words).unwrap();
            let none = build(&world, ask.scope(System::Cow, Rule::Any), &[]).unwrap();
            let told = explain(&world, &none.panel, &ask, Some(("frame", &frame))).unwrap();
            let shown = told.frame.unwrap();
            assert_eq!(told.value.as_ref(), Some(&shown.cell), "{words}");
            assert!(shown.warnings.is_empty(), "{words}: {:?}", shown.warnings);
            values.insert(shown.cell.value);
        }
    }
    assert!(values.len() > 5, "the cells hardly differ: {values:?}");
}
