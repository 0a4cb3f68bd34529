//! Questions and command lines that are not understood.

use super::run::{output, pacts, refused};

#[test]
fn commands_of_the_whole_program_say_that_they_are_not_here() {
    for name in ["panel", "watch", "decide", "foresee", "read", "serve", "lsp", "mcp"] {
        refused(&[name], 3, &["is not in this build", "in this build"]);
    }
    refused(&["panel", "--years", "1990..2000"], 3, &["`panel` is not in this build"]);
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
