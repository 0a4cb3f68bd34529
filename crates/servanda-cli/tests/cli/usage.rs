//! Questions and command lines that are not understood.

use super::run::{output, pacts, refused};

#[test]
fn commands_of_the_whole_program_say_that_they_are_not_here() {
    let only_in_full: &[&str] =
        if cfg!(feature = "full") { &[] } else { &["serve", "mcp", "watch"] };
    for name in only_in_full {
        refused(&[name], 3, &["is not in this build", "in this build"]);
    }
    refused(&["lsp", "--years", "1990..2000"], 2, &["--years"]);
    if !cfg!(feature = "full") {
        let here = ["panels are not in this build", "--features full"];
        refused(&["panel", "state-year"], 3, &here);
        refused(&["panel", "lint", "frame.parquet"], 3, &here);
        refused(&["cite", "frame.parquet"], 3, &here);
    }
    refused(&["tready"], 2, &["treaty"]);
    refused(&[], 2, &["Usage"]);
    refused(&["ask", "--no-such-option"], 2, &["--no-such-option"]);
    assert!(output(&["--help"]).contains("conflicts"));
    assert!(output(&["--version"]).starts_with("servanda "));
}

#[test]
fn a_question_that_cannot_be_asked_is_told_why() {
    let pacts = pacts("questions");
    let ask = |question: &str, status: i32, says: &[&str]| {
        refused(&["ask", question, "--corpus", &pacts], status, says);
    };
    ask("attack on GMY by FRN on 1999-02-30", 2, &["SV0202", "1999-02-28"]);
    ask("attack on TAJ on 1950-01-01", 2, &["SV0303"]);
    ask("attack on FRN by France on 1905-01-01", 2, &["SV0604"]);
    ask("attack on GMY by FRN", 2, &["SV0603", "no implicit today"]);
    ask("atack on GMY on 1905-01-01", 2, &["SV0601", "did you mean `attack`?"]);
    ask("attack on Germany on 1960-01-01", 2, &["SV0302"]);
    let raid = "attack on GMY by FRN on 1905-06-01";
    let words = ["ask", raid, "--assuming", "NOBODY-1905", "--corpus", &pacts];
    refused(&words, 3, &["SV0502"]);
    let words = ["ask", raid, "--prefer", "lex-mercatoria", "--corpus", &pacts];
    refused(&words, 2, &["lex-posterior"]);
    let words = ["ask", raid, "--on", "1905-06-02", "--corpus", &pacts];
    refused(&words, 2, &["SV0607"]);
}

#[test]
fn what_is_missing_has_one_status() {
    let pacts = pacts("missing");
    let raid = "attack on GMY by FRN on 1905-06-01";
    refused(&["treaty", "NOWHERE", "--corpus", &pacts], 3, &["SV0402"]);
    refused(&["cite", "NOWHERE", "--corpus", &pacts], 3, &["SV0402"]);
    refused(&["ask", raid, "--reading", "NEUTRAL/wide", "--corpus", &pacts], 3, &["SV0411"]);
    refused(&["test", "--only", "no such words", "--corpus", &pacts], 3, &["no such words"]);
}

#[test]
fn a_form_that_a_command_lacks_is_refused_with_those_it_has() {
    refused(&["explain", "SV0202", "-f", "csv"], 2, &["no form `csv`", "md"]);
    refused(&["completions", "fish", "-f", "json"], 2, &["no form `json`", "script"]);
    refused(&["schema", "answer", "-f", "md"], 2, &["no form `md`", "json"]);
    refused(&["schema", "-f", "csv"], 2, &["no form `csv`", "plain"]);
    refused(&["test", "-f", "csv"], 2, &["no form `csv`", "json"]);
}

#[test]
fn an_option_is_blamed_for_its_own_words() {
    let pacts = pacts("between");
    let (raid, day) = ("attack on GMY by FRN", "1905-06-01");
    let diff = |words: &[&str], says: &[&str]| {
        refused(&[&["diff", "--corpus", &pacts], words].concat(), 2, says);
    };
    diff(&["--between", "1905-02-30", day, raid], &["SV0202", "--between"]);
    let dated = format!("{raid} on {day}");
    diff(&["--between", day, "1906-06-01", &dated], &["SV0607", "leave its day out"]);
}

#[test]
fn a_treaty_is_found_by_its_title() {
    let pacts = pacts("titles");
    for words in ["An invented pact of defense", "invented pact of DEFENSE"] {
        assert!(output(&["treaty", words, "--corpus", &pacts]).starts_with("DEFENSE"));
    }
    // Two titles hold these words.
    refused(&["treaty", "an invented pact", "--corpus", &pacts], 3, &["SV0402"]);
}
