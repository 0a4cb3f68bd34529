//! Brute force over open questions: every combination of answers, and every part of one.

use servanda::syntax::vocabulary::Verdict;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What is owed, and the smallest sets of answers that would settle that it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Owed {
    pub verdict: Verdict,
    pub depends_on: BTreeSet<BTreeSet<String>>,
}

/// One combination of answers. Remembers which questions were asked of it.
pub struct Answers<'a> {
    settled: &'a BTreeMap<String, bool>,
    yes: BTreeSet<String>,
    asked: RefCell<BTreeSet<String>>,
}

impl Answers<'_> {
    /// The answer to a question of fact: the settled one, else the one tried.
    pub fn ask(&self, question: String) -> bool {
        if let Some(answer) = self.settled.get(&question.to_lowercase()) {
            return *answer;
        }
        let yes = self.yes.contains(&question);
        self.asked.borrow_mut().insert(question);
        yes
    }

    /// Whether somebody has answered a question already.
    pub fn is_settled(&self, question: &str) -> bool {
        self.settled.contains_key(&question.to_lowercase())
    }
}

/// Must if it holds whatever the answers, none if it never does, else depends. `None`: more than
/// `most_open` questions are open.
pub fn settle(
    settled: &BTreeMap<String, bool>,
    force: Verdict,
    most_open: usize,
    holds: impl Fn(&Answers<'_>) -> bool,
) -> Option<Owed> {
    let attempt = |yes: BTreeSet<String>| Answers { settled, yes, asked: RefCell::default() };
    let first = attempt(BTreeSet::new());
    let holds_first = holds(&first);
    let open: Vec<String> = first.asked.into_inner().into_iter().collect();
    if open.is_empty() {
        let verdict = if holds_first { force } else { Verdict::None };
        return Some(Owed { verdict, depends_on: BTreeSet::new() });
    }
    if open.len() > most_open {
        return None;
    }
    let table: Vec<bool> = (0..1usize << open.len())
        .map(|row| {
            let yes = open.iter().enumerate().filter(|(bit, _)| row >> bit & 1 == 1);
            holds(&attempt(yes.map(|(_, name)| name.clone()).collect()))
        })
        .collect();
    if table.iter().all(|holds| *holds) {
        return Some(Owed { verdict: force, depends_on: BTreeSet::new() });
    }
    if !table.contains(&true) {
        return Some(Owed { verdict: Verdict::None, depends_on: BTreeSet::new() });
    }
    let depends_on = smallest(&table, &open);
    Some(Owed { verdict: Verdict::Depends, depends_on })
}

/// Every set of answers that settles the matter and of which no answer can be spared.
fn smallest(table: &[bool], open: &[String]) -> BTreeSet<BTreeSet<String>> {
    let everything = table.len() - 1;
    // `asked` marks the questions a set answers, `yes` those of them it answers with yes.
    let settles = |asked: usize, yes: usize| {
        table.iter().enumerate().all(|(row, holds)| row & asked != yes || *holds)
    };
    let mut found = BTreeSet::new();
    for asked in 0..=everything {
        for yes in (0..=everything).filter(|yes| yes & !asked == 0) {
            let spare = (0..open.len()).map(|bit| 1 << bit).filter(|bit| asked & bit != 0);
            if settles(asked, yes)
                && !spare.into_iter().any(|bit| settles(asked & !bit, yes & !bit))
            {
                let chosen = open.iter().enumerate().filter(|(bit, _)| asked >> bit & 1 == 1);
                let words = chosen.map(|(bit, name)| match yes >> bit & 1 {
                    1 => name.clone(),
                    _ => format!("not {name}"),
                });
                found.insert(words.collect());
            }
        }
    }
    found
}
