//! Whatever a coder answers, what `servanda new` writes is a treaty without a fault, if a day is known, and what is not known stands in it as
//! an open question.
#![allow(clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use servanda::corpus;
use servanda::model::World;
use servanda::request::Refusal;
use servanda::request::coder::{self, Answers};
use servanda::request::draft::{self, OPEN};
use servanda::syntax::{Code, Diagnostic, Source};

fn alone(text: &str) -> (World, Vec<Diagnostic>) {
    let mut world = corpus::empty_world().expect("the tables are built in");
    let faults = world.add_texts(vec![Source::new("new.treaty.md", text)]);
    (world, faults)
}

/// Answers that stand in a list; one that is refused is asked for again.
struct Listed {
    answers: std::vec::IntoIter<String>,
    refused: usize,
}

impl Answers for Listed {
    fn next(&mut self, _: &str) -> Option<String> {
        self.answers.next()
    }

    fn refused(&mut self, _: &str, _: Refusal) -> Result<(), Refusal> {
        self.refused += 1;
        Ok(())
    }
}

fn written(world: &World, answers: Vec<String>) -> (String, usize) {
    let mut listed = Listed { answers: answers.into_iter(), refused: 0 };
    let draft = coder::draft(world, &mut listed).expect("whoever is asked again stops nothing");
    (draft::settled(draft, &alone), listed.refused)
}

/// SplitMix64.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % many as u64) as usize
    }
}

/// What coders write, fitting or not: each may come as the answer to any question.
const WORDS: &[&str] = &[
    "",
    "?",
    "no",
    "yes",
    "each",
    "France",
    "France, Belgium",
    "Poland, Soviet Union",
    "Prussia",
    "1950-03",
    "1950-06-01",
    "1815",
    "2050-13-01",
    "2002",
    "5 years",
    "5 years renews automatically",
    "indefinite",
    "6 months",
    "3",
    "IV",
    "12a",
    "defense",
    "offense",
    "neutrality",
    "nonaggression",
    "consultation",
    "attack",
    "threat",
    "war",
    "coup",
    "Europe",
    "Fashoda",
    "Germany",
    "helps the other",
    "A \"quoted\" title # with `signs` ``` and } braces",
    "treaty",
    "members",
    "TEST-1950",
    "test 1950",
    "\u{202e}turned",
    "Ἀθῆναι, Москва",
    "-",
    "1.",
    "norm x\n  when",
    "4050",
];

#[test]
fn whatever_is_answered_a_treaty_without_fault_is_written() {
    let (world, _) = corpus::world().expect("the corpus is built in");
    let mut seeded = Seeded(1950);
    let (mut with_norms, mut refused, mut dated) = (0, 0, 0);
    for round in 0..120 {
        let many = seeded.below(60);
        let mut answers: Vec<String> =
            ["A pact", "", "1950-03", "1950-06-01", "France, Belgium, Poland"]
                .map(str::to_owned)
                .to_vec();
        if round % 2 == 0 {
            answers.clear();
        }
        answers.extend((0..many).map(|_| WORDS[seeded.below(WORDS.len())].to_owned()));
        let (text, again) = written(&world, answers.clone());
        let (_, faults) = alone(&text);
        // A treaty of which no day is known at all says so itself, and is not yet one.
        let undated = !text.contains("\n  signed ") && !text.contains("\n  in force ");
        let only_that = undated && faults.iter().all(|fault| fault.code == Code::SV0413);
        assert!(faults.is_empty() || only_that, "{answers:?}\n{text}\n{faults:?}");
        dated += usize::from(!undated);
        with_norms += usize::from(text.contains("  norm "));
        refused += again;
    }
    assert!(with_norms > 10 && dated > 60, "{with_norms} {dated}");
    assert!(refused > 100, "{refused}");
}

#[test]
fn what_is_not_known_is_an_open_question() {
    let (world, _) = corpus::world().expect("the corpus is built in");
    let (text, _) = written(&world, Vec::new());
    for open in ["the title", "the parties", "where the text stands", "which obligations there are"]
    {
        assert!(text.contains(&format!("{OPEN}{open}")), "{open}: {text}");
    }
}
