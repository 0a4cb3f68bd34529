//! What is hardly plausible is found, and what is plausible is not.

use crate::files::file;
use crate::invented::{doubled, frame, member_file, pacts, scope, source, with_column, world};
use servanda_data::panel::{Finding, Frame, LintRule, Request, Rule, Sink, build, lint};

fn found(frame: &Frame, rule: LintRule) -> Vec<Finding> {
    let all = lint(frame, &world(), Some(&source(&pacts()))).unwrap();
    all.into_iter().filter(|finding| finding.rule == rule).collect()
}

#[test]
fn a_promise_one_way_only_is_one_finding_for_its_years() {
    let years = scope("directed-dyad-year", "1919-01-01", "1926-12-31", Rule::Any);
    let frame = frame(&world(), years, &pacts(), Sink::Parquet);
    let findings = found(&frame, LintRule::OneWay);
    assert_eq!(findings.len(), 1);
    let finding = &findings[0];
    assert_eq!((finding.subject.as_str(), finding.rows), ("220-200", 6));
    assert_eq!((finding.from.as_str(), finding.to.as_str()), ("1920", "1925"));
    assert!(finding.reason.ends_with("by ATOP 9101"), "{}", finding.reason);
}

#[test]
fn allies_who_fight_are_found_and_a_quiet_pair_is_not() {
    let years = scope("directed-dyad-year", "1921-01-01", "1923-12-31", Rule::Any);
    let plain = frame(&world(), years, &pacts(), Sink::Parquet);
    let at = |key: &[String]| key == ["220", "200", "1922"] || key == ["2", "20", "1922"];
    let fights = with_column(&plain, "cowmidongoing", |key| f64::from(u8::from(at(key))));
    let findings = found(&fights, LintRule::AlliesAtWar);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((findings[0].subject.as_str(), findings[0].from.as_str()), ("220-200", "1922"));
    assert!(found(&plain, LintRule::AlliesAtWar).is_empty());
}

#[test]
fn a_share_beyond_one_and_a_row_that_stands_twice_are_found() {
    let years = scope("state-year", "1920-01-01", "1921-12-31", Rule::Any);
    let plain = frame(&world(), years, &pacts(), Sink::Parquet);
    let wrong = |key: &[String]| if key == ["200", "1921"] { 1.25 } else { 0.5 };
    let findings = found(&with_column(&plain, "cinc", wrong), LintRule::NoShare);
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].subject.as_str(), findings[0].from.as_str()), ("200", "1921"));
    let findings = found(&doubled(&plain), LintRule::Duplicate);
    assert_eq!(findings.len(), plain.rows());
    assert!(findings[0].reason.contains("has the key of row"), "{}", findings[0].reason);
    assert!(found(&plain, LintRule::Duplicate).is_empty());
}

#[test]
fn a_symmetric_alliance_is_no_finding() {
    let both = [("atopid", "9104"), ("defense", "1"), ("yrexit", "1935")];
    let row = |member: &'static str| [&both[..], &[("member", member)]].concat();
    let file = member_file(&[&row("200"), &row("220")]);
    let years = scope("directed-dyad-year", "1930-01-01", "1935-12-31", Rule::Any);
    let frame = frame(&world(), years, &file, Sink::Parquet);
    let findings = lint(&frame, &world(), None).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn the_three_that_let_the_treaty_of_tashkent_lapse_are_found_with_what_keeps_them() {
    let Some(bytes) = file("alliances/atop5.1_member.csv.gz") else { return };
    let (world, _) = servanda::corpus::world().unwrap();
    let years = scope("directed-dyad-year", "1998-01-01", "2002-12-31", Rule::Any);
    let given = Some(("member.csv.gz".to_owned(), bytes.clone()));
    let built = build(&world, years, &[Request { name: "atop".into(), file: given }]).unwrap();
    let frame = Frame::of(&built.panel).unwrap();
    let atop = servanda_data::panel::Atop::new(&servanda_data::atop::members(&bytes).unwrap());
    let findings = lint(&frame, &world, Some(&atop)).unwrap();
    let left: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.rule == LintRule::LeftMember && finding.reason.contains("CST"))
        .collect();
    println!("{} findings of members that left the CST", left.len());
    for leaver in ["704", "373", "372"] {
        let own = left.iter().find(|finding| finding.subject.starts_with(&format!("{leaver}-")));
        let own = own.unwrap_or_else(|| panic!("{leaver} is not found"));
        assert_eq!((own.from.as_str(), own.to.as_str()), ("2000", "2002"));
        assert!(own.reason.contains("1999-04-"), "{}", own.reason);
        assert!(own.reason.contains("ATOP 4400"), "{}", own.reason);
    }
}
