//! The cases of scenario pages as data (`servanda/cases/1`), with what came of them. Lays out what a run gave.

use super::page::{Piece, pieces};
use super::run::{CaseReport, Outcome, visit_page};
use crate::engine::Question;
use crate::model::World;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The cases of some pages.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "The cases of servanda")]
pub struct CasesForm {
    /// `servanda/cases/1`.
    pub schema: String,
    /// How many expectations hold.
    pub passed: usize,
    /// How many do not.
    pub failed: usize,
    /// One entry for each case, page by page.
    pub cases: Vec<CaseForm>,
}

/// One case: what stands under one heading.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseForm {
    /// Its number, such as `TATC-101`; null where it has none.
    pub id: Option<String>,
    /// What it shows.
    pub title: String,
    /// The page it stands on.
    pub page: String,
    /// The line of its first expectation.
    pub line: usize,
    /// passed, failed, or running where it has not been run yet.
    pub outcome: &'static str,
    /// How many expectations it has.
    pub expectations: usize,
    /// The questions that it asks of the corpus, in words.
    pub questions: Vec<String>,
}

/// A page that was run.
#[derive(Clone, Debug, Default)]
pub struct RunPage {
    /// Its name.
    pub name: String,
    /// Its expectations in order.
    pub reports: Vec<CaseReport>,
    /// Whether it was run; if not, what came of its expectations is not known.
    pub done: bool,
    /// The questions that it asks of the corpus, by the line of their words; what is asked of a treaty of the page
    /// itself is not among them.
    pub questions: BTreeMap<usize, Question>,
}

/// Runs a page and keeps what came of it.
pub fn run(name: &str, text: &str, world: &World) -> RunPage {
    let mut questions = BTreeMap::new();
    let report = visit_page(text, world, &mut |asked| {
        let own = asked.reply.case.world.sources.iter();
        if !own.into_iter().any(|source| source.name.starts_with("scenario")) {
            questions.insert(asked.line, asked.reply.case.question.clone());
        }
    });
    RunPage { name: name.to_owned(), reports: report.cases, done: true, questions }
}

/// A page that was not run yet: its expectations with their titles and lines.
pub fn not_run(name: &str, text: &str) -> RunPage {
    let mut headings: Vec<(usize, String)> = Vec::new();
    let mut reports = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Heading { level, title } => {
                headings.retain(|(other, _)| *other < level);
                headings.push((level, title));
            }
            Piece::Block { info, content } => {
                let word = info.split_whitespace().next().unwrap_or_default();
                if !matches!(word, "answer" | "diagnostic") {
                    continue;
                }
                let titles: Vec<&str> = headings.iter().map(|(_, title)| title.as_str()).collect();
                let before = text.get(..content.start).unwrap_or_default();
                reports.push(CaseReport {
                    title: titles.join(" / "),
                    line: before.matches('\n').count() + 1,
                    outcome: Outcome::Passed,
                });
            }
        }
    }
    RunPage { name: name.to_owned(), reports, done: false, questions: BTreeMap::new() }
}

/// The number at the head of a title, such as `TATC-001`, among headings joined by ` / `.
pub fn number(title: &str) -> Option<&str> {
    title.split(" / ").find_map(|heading| {
        let word = heading.split(' ').next()?;
        let (name, digits) = word.split_once('-')?;
        let is_number = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_uppercase())
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(word)
    })
}

impl RunPage {
    /// Its cases: expectations that follow each other under one number, or one title, are one case.
    pub fn cases(&self) -> Vec<CaseForm> {
        let same =
            |one: &CaseReport, next: &CaseReport| match (number(&one.title), number(&next.title)) {
                (Some(one), Some(next)) => one == next,
                (None, None) => one.title == next.title,
                _ => false,
            };
        let mut after = 0;
        let each = self.reports.chunk_by(same).filter_map(|run| {
            let (first, last) = (run.first()?, run.last()?);
            let asked = self.questions.range(after..=last.line);
            let questions = asked.map(|(_, question)| question.text.clone()).collect();
            after = last.line + 1;
            let passed = run.iter().all(|one| one.outcome == Outcome::Passed);
            let outcome = match (self.done, passed) {
                (false, _) => "running",
                (true, true) => "passed",
                (true, false) => "failed",
            };
            Some(CaseForm {
                id: number(&first.title).map(str::to_owned),
                title: own_title(&first.title),
                page: self.name.clone(),
                line: first.line,
                outcome,
                expectations: run.len(),
                questions,
            })
        });
        each.collect()
    }
}

/// The heading with the number, without it; else the last heading.
fn own_title(title: &str) -> String {
    let numbered = title.split(" / ").find(|heading| number(heading).is_some());
    match numbered {
        Some(heading) => heading.split_once(' ').map_or(heading, |(_, rest)| rest).to_owned(),
        None => title.rsplit(" / ").next().unwrap_or(title).to_owned(),
    }
}

/// The cases of some pages that `wanted` wants.
pub fn form<'p>(
    pages: impl Iterator<Item = &'p RunPage>,
    wanted: impl Fn(&CaseForm) -> bool,
) -> CasesForm {
    let cases: Vec<CaseForm> = pages.flat_map(RunPage::cases).filter(|case| wanted(case)).collect();
    let passed = cases.iter().filter(|case| case.outcome == "passed").count();
    let failed = cases.iter().filter(|case| case.outcome == "failed").count();
    CasesForm { schema: "servanda/cases/1".into(), passed, failed, cases }
}

/// The published schema.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(CasesForm).to_value()
}
