//! What each command says, in its good uses and its bad ones.

use super::run::{cst, json, output, pacts, refused};

#[test]
fn treaty_lists_and_shows_one() {
    let pacts = pacts("treaty");
    let list = output(&["treaty", "--corpus", &pacts]);
    insta::assert_snapshot!(list, @r"
    2 treaties
      ID       PARTIES  TITLE
      DEFENSE  2        An invented pact of defense (from 1900-02-01)
      NEUTRAL  2        An invented pact of neutrality (from 1902-02-01)
    ");
    let page = output(&["treaty", "DEFENSE", "--corpus", &pacts]);
    insta::assert_snapshot!(page, @r"
    DEFENSE: An invented pact of defense
    help when attacked

    Life
      signed: 1900-01-01
      in force: from 1900-02-01

    Members
      Germany (GMY), Italy (ITA): signed 1900-01-01; bound from 1900-02-01

    Articles
    V is whom the event befalls, A is who acts in it.
      Article 1: Help
        help
        norm aid-when-attacked: when A attacks V, where V is party to DEFENSE, each other party must
          aid V within 5 days

    In ATOP's codes
      defense: every member, by 1/aid-when-attacked

    Sources
      text invented & <odd> 100%
    ");
    let none = output(&["treaty", "--on", "1850-01-01", "--corpus", &pacts]);
    assert!(none.starts_with("0 treaties in force on 1850-01-01"), "{none}");
    refused(&["treaty", "DEFENCE", "--corpus", &pacts], 3, &["SV0402", "did you mean `DEFENSE`?"]);
    refused(&["treaty", "--on", "1999-02-30", "--corpus", &pacts], 2, &["SV0202", "1999-02-28"]);
}

#[test]
fn a_treaty_on_a_day_shows_the_members_and_versions_of_that_day() {
    let cst = cst("treaty-day");
    let form = json(&["treaty", "cst", "--on", "2002-05-14", "-f", "json", "--corpus", &cst]);
    assert_eq!(form["schema"], "servanda/treaty-facts/1");
    let members: Vec<&str> = form["members"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|m| m["party"].as_str())
        .collect();
    assert_eq!(members, ["ARM", "KZK", "KYR", "RUS", "TAJ", "BLR"], "Uzbekistan left in 1999");
    let fourth = form["articles"].as_array().into_iter().flatten();
    let fourth: Vec<_> = fourth.filter(|article| article["article"] == "4").collect();
    assert_eq!(fourth.len(), 1, "article 4 has one version on one day");
}

#[test]
fn state_shows_codes_memberships_and_pledges() {
    let pacts = pacts("state");
    let page = output(&["state", "Italy", "--on", "1911-01-01", "--corpus", &pacts]);
    for part in ["COW   325", "turns on an uncertain date", "Owes", "DEFENSE/1/aid-when-attacked"] {
        assert!(page.contains(part), "the page lacks `{part}`:\n{page}");
    }
    let form = json(&["state", "ITA", "-f", "json", "--corpus", &pacts]);
    assert_eq!(form["schema"], "servanda/state/1");
    assert!(form["owes"].is_null(), "without a day nothing is owed or not owed");
    let csv = output(&["state", "ITA", "-f", "csv", "--corpus", &pacts]);
    assert!(csv.contains("ITA,Italy,NEUTRAL,"), "{csv}");
    refused(&["state", "Germany", "--on", "1960-01-01"], 2, &["SV0302", "`GFR`"]);
    refused(&["state", "TAJ", "--on", "1950-01-01"], 2, &["SV0303", "`RUS`"]);
    refused(&["state", "Tajikistann"], 2, &["SV0301", "did you mean"]);
}

#[test]
fn timeline_draws_bars_and_keeps_the_ledger_of_an_event() {
    let pacts = pacts("timeline");
    let bars = output(&["timeline", "NEUTRAL", "--corpus", &pacts]);
    assert!(bars.contains('\u{2592}'), "an uncertain end is drawn otherwise:\n{bars}");
    let stage = |day: &str| {
        let words = ["timeline", "RAID-1905", "--as-of", day, "-f", "json", "--corpus", &pacts];
        let form = json(&words);
        let mut entries = form["entries"].as_array().cloned().unwrap_or_default().into_iter();
        let aid = entries.find(|entry| entry["act"] == "aid");
        aid.and_then(|aid| aid["stage"].as_str().map(str::to_owned)).unwrap_or_default()
    };
    assert_eq!(stage("1905-06-06"), "due", "five days from the first of June");
    assert_eq!(stage("1905-06-07"), "overdue");
    refused(&["timeline", "RAID-1905", "--corpus", &pacts], 2, &["SV0603", "--as-of"]);
    refused(&["timeline", "RAID-1906", "--corpus", &pacts], 2, &["did you mean `RAID-1905`?"]);
}

#[test]
fn conflicts_finds_the_two_pacts_that_exclude_each_other() {
    let pacts = pacts("conflicts");
    let page = output(&["conflicts", "--on", "1905-01-01", "--corpus", &pacts]);
    insta::assert_snapshot!(page, @r"
    One pair of duties cannot both be kept on 1905-01-01
    Asked about 6 attacks by or on states that a duty to fight concerns.

    Italy
      DEFENSE/1/aid-when-attacked and NEUTRAL/1/neutral: aid to Germany against France, and neutrality
        toward France; no priority settles it
        arises in an attack by France on Germany
    ");
    let words =
        ["conflicts", "--on", "1905-01-01", "--prefer", "lex-posterior", "-f", "csv", "--corpus"];
    let csv = output(&[&words[..], &[&pacts]].concat());
    assert!(csv.contains("lex-posterior"), "the later treaty prevails:\n{csv}");
    let none = output(&["conflicts", "--on", "1905-01-01", "--by", "GMY", "--corpus", &pacts]);
    assert!(none.starts_with("No two duties"), "{none}");
    refused(&["conflicts", "--corpus", &pacts], 2, &["SV0603", "--on"]);
    let own = ["conflicts", "--on", "1905-01-01", "--by", "ITA", "--target", "Italy"];
    refused(&[&own[..], &["--corpus", &pacts]].concat(), 2, &["SV0604"]);
}

#[test]
fn diff_compares_two_days_and_two_treaties() {
    let cst = cst("diff-days");
    let days = ["diff", "--between", "1998-05-14", "2002-05-14", "attack on TAJ by AFG"];
    let form = json(&[&days[..], &["-f", "json", "--corpus", &cst]].concat());
    assert_eq!(form["schema"], "servanda/answer-diff/1");
    let changed = form["changed"].as_array().cloned().unwrap_or_default();
    let uzbek = changed.iter().find(|change| change["after"]["party"] == "UZB");
    assert!(uzbek.is_some_and(|change| change["after"]["verdict"] == "none"), "{changed:?}");
    let pacts = pacts("diff");
    let page = output(&["diff", "DEFENSE", "NEUTRAL", "--corpus", &pacts]);
    assert!(page.contains("must stay neutral"), "{page}");
    refused(&["diff", "DEFENSE", "--corpus", &pacts], 2, &["two treaties"]);
    refused(&["diff", "DEFENSE", "NEUTRALITY", "--corpus", &pacts], 3, &["SV0402"]);
    let twice = ["diff", "--between", "1905-01-01", "1906-01-01", "attack on GMY on 1905-01-01"];
    refused(&[&twice[..], &["--corpus", &pacts]].concat(), 2, &["SV0607"]);
}

#[test]
fn cite_writes_bibtex_and_csl() {
    let cst = cst("cite-cst");
    let bibtex = output(&["cite", "CST", "--corpus", &cst]);
    assert!(
        bibtex.starts_with("@misc{CST,\n  title = {{Collective Security Treaty}},"),
        "{bibtex}"
    );
    let csl = json(&["cite", "CST", "-f", "csl", "--corpus", &cst]);
    assert_eq!(csl[0]["type"], "treaty");
    assert_eq!(csl[0]["issued"]["date-parts"], serde_json::json!([[1992, 5, 15]]));
    let pacts = pacts("cite");
    let odd = output(&["cite", "all", "--corpus", &pacts]);
    assert!(odd.contains("invented \\& <odd> 100\\%"), "signs of TeX are escaped:\n{odd}");
    refused(&["cite", "DEFENCE", "--corpus", &pacts], 3, &["did you mean `DEFENSE`?"]);
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = output(&["completions", shell]);
        assert!(script.contains("conflicts"), "{shell} does not complete `conflicts`");
    }
    refused(&["completions", "nosh"], 2, &["possible values"]);
}
