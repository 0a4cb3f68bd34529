//! Laws of the layout of summits: what is laid out says the same, comments and prose stay, and laying it
//! out again changes nothing.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use proptest::prelude::*;
use servanda::syntax::Severity;
use servanda::syntax::host::Host;
use servanda::syntax::lexer::{Kind, tokens};
use servanda_decide::summit::{self, Summit};

/// A summit without its places; the words of every clause with their values.
fn substance(text: &str, host: Host) -> Option<String> {
    let read = summit::read(text, host == Host::Literate, 0);
    let summit: Summit = read.summit?;
    let mut words = format!("{summit:#?}");
    // A place is `Span { file, start, end }`: the numbers of its bytes are what layout may change.
    for key in ["start: ", "end: "] {
        let mut rest = words.as_str();
        let mut out = String::new();
        while let Some(at) = rest.find(key) {
            out.push_str(&rest[..at]);
            rest = rest[at + key.len()..].trim_start_matches(|digit: char| digit.is_ascii_digit());
        }
        out.push_str(rest);
        words = out;
    }
    Some(words)
}

/// The comments of bare code.
fn comments(code: &str) -> Vec<String> {
    let mut at = 0;
    let each = tokens(code).into_iter().filter_map(|token| {
        let words = &code[at..at + token.length as usize];
        at += token.length as usize;
        (token.kind == Kind::Comment).then(|| words.trim_end().to_owned())
    });
    let mut found: Vec<String> = each.collect();
    found.sort();
    found
}

/// Fails unless the layout of a text keeps what it says and is stable.
fn keeps(text: &str, host: Host) {
    let out = summit::laid_out(text, host);
    assert_eq!(substance(text, host), substance(&out, host), "{text}\n---\n{out}");
    assert_eq!(out, summit::laid_out(&out, host), "laying out twice changes\n{out}");
    if host == Host::Bare {
        assert_eq!(comments(text), comments(&out), "{text}\n---\n{out}");
    }
    let longest = out.lines().map(|line| line.split('#').next().map_or(0, |l| l.chars().count()));
    assert!(host == Host::Literate || longest.max().unwrap_or(0) <= 140, "{out}");
}

const UNTIDY: &str = "# above
summit   TALKS \"Invented   talks\"   # the head
      on 2002-05-14


  rule consensus less RUS
     # whose affair it is
    veto BLR   because \"it   concerns
 them\"
 # the question
issue money \"How much?\"
scale 0 \"nothing\"   to 10 \"all\"
status quo 2 because \"as last year\"

actor RUS \"Russia\"
  capability about 6 between 5 and 8 because \"a reason that is long enough to be broken over lines, once and once more, \\\"so\\\" that all can see\" by \"us\" \"them\"
  position money between 4 and 9 because \"invented\" by \"us\" # why
  salience money 50 because \"invented\"
actor BLR \"Belarus\"
  # two
  # comments
  capability 2 because \"invented\"
  position money 3 because \"invented\"
  salience money 20 because \"invented\"
# end";

const TIDY: &str = "# above
summit TALKS \"Invented talks\"  # the head
  on 2002-05-14

  rule consensus less RUS veto BLR because \"it concerns them\"  # whose affair it is
# the question
issue money \"How much?\"
  scale 0 \"nothing\" to 10 \"all\"
  status quo 2 because \"as last year\"

actor RUS \"Russia\"
  capability about 6 between 5 and 8 because \"a reason that is long enough to be broken over lines,
      once and once more, \\\"so\\\" that all can see\" by \"us\" \"them\"
  position money between 4 and 9 because \"invented\" by \"us\"  # why
  salience money 50 because \"invented\"
actor BLR \"Belarus\"
  # two
  # comments
  capability 2 because \"invented\"
  position money 3 because \"invented\"
  salience money 20 because \"invented\"
# end
";

#[test]
fn an_untidy_summit_is_laid_out() {
    assert_eq!(summit::laid_out(UNTIDY, Host::Bare), TIDY);
    keeps(UNTIDY, Host::Bare);
}

#[test]
fn prose_and_fences_in_lists_stay_as_they_are() {
    let page = format!(
        "# Talks\n\n  prose   here \n```summit\n\n{UNTIDY}\n\n```\n\n- ```text\n  a   b\n  ```\nend"
    );
    let out = summit::laid_out(&page, Host::Literate);
    let expected = format!(
        "# Talks\n\n  prose   here \n```summit\n{TIDY}```\n\n- ```text\n  a   b\n  ```\nend"
    );
    assert_eq!(out, expected);
    keeps(&page, Host::Literate);
    let list = "- ```summit\n  summit   X \"T\"\n  ```\n\n> ```summit\n> rule   consensus\n> ```\n";
    assert_eq!(summit::laid_out(list, Host::Literate), list);
}

#[test]
fn built_in_summits_are_laid_out_and_have_no_error() {
    for (id, _, text) in summit::BUILT_IN {
        assert_eq!(
            summit::laid_out(text, Host::Literate),
            *text,
            "{id}: run `servanda fmt summits`"
        );
        let read = summit::read(text, true, 0);
        assert!(read.faults.iter().all(|fault| fault.severity() != Severity::Error), "{id}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn any_blanks_comments_and_texts_are_laid_out_and_say_the_same(
        gaps in prop::collection::vec("( |  |\t|\n  |\n# c\n |  # d\n  ){1,2}", 90),
        words in prop::collection::vec("(a|bb|because|by|veto|article|note|status|on|#|é|\\\\\"|,|\\(){1}( [a-z]{1,9}| on| by| under| norm){0,30}", 14),
    ) {
        let (mut gaps, mut words) = (gaps.into_iter().cycle(), words.into_iter().cycle());
        // Each `_` is a gap, each `?` a text.
        let mut text = String::new();
        let frame = "summit_T_\"?\"\non_2002-05-14\nrule_majority_2/3_veto_A_B_quorum_1_because_\"?\"\nnote_\"?\"\n\
            issue i_\"?\"\nscale_0_\"?\"_to_10_\"?\"\nstatus_quo_2_because_\"?\"\nproposal_7_\"?\"\n\
            actor_A_\"?\"\ncapability_about_6_between_5_and_8_because_\"?\"_by_\"?\"_\"?\"\nposition i_3\nsalience i_4\n\
            actor_B_\"?\"\nvotes_2\ncapability_1_because_\"?\"\nposition i_between_5_and_6_by_\"?\"\nsalience i_5_because_\"?\"\n";
        for mark in frame.chars() {
            match mark {
                '_' => text.push_str(&gaps.next().unwrap()),
                '?' => text.push_str(&words.next().unwrap()),
                '\n' => {
                    text.push('\n');
                    text.push_str(&gaps.next().unwrap().replace(|c: char| c != '\n' && c != ' ', ""));
                }
                other => text.push(other),
            }
        }
        prop_assert!(substance(&text, Host::Bare).is_some(), "is not read:\n{text}");
        keeps(&text, Host::Bare);
        keeps(&format!("p\n\n~~~summit\n{text}~~~\nq\n"), Host::Literate);
    }
}
