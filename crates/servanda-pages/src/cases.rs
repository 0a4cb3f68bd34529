//! Cases as pages: the list by subject, and a scenario page as prose with its questions and what came of them.

use crate::{code, links, parts, prose};
use maud::{Markup, html};
use servanda::model::World;
use servanda::scenario::Outcome;
use servanda::scenario::cases_form::{CaseForm, CasesForm, RunPage};
use std::collections::BTreeMap;
use std::ops::Range;

/// The list of cases. `all` is what stands there without a search.
pub fn list(form: &CasesForm, q: &str, total: usize) -> Markup {
    let mut pages: BTreeMap<&str, Vec<&CaseForm>> = BTreeMap::new();
    for case in &form.cases {
        pages.entry(&case.page).or_default().push(case);
    }
    let (numbered, other): (Vec<_>, Vec<_>) =
        pages.into_iter().partition(|(_, cases)| cases.iter().any(|case| case.id.is_some()));
    html! {
        h1 { "Cases" }
        p {
            "Questions of history with the answers that the treaties give, each run just now. They are tests of servanda, and \
             meant to be read. A numbered case keeps its number."
        }
        form.box action="/cases" method="get" role="search" {
            div.fields {
                (parts::field("q", "Number or words", "search", q, "TATC-101"))
                p.field { button type="submit" { "Show" } }
            }
        }
        p role="status" {
            (form.cases.len()) " of " (total) " cases: " (form.passed) " passed, " (form.failed) " failed"
            @let running = form.cases.len() - form.passed - form.failed;
            @if running > 0 { ", " (running) " still being run; load the page again in a moment" }
            "."
        }
        @for (page, cases) in &numbered { (subject(page, cases)) }
        @if !other.is_empty() {
            section aria-labelledby="language" {
                h2 #language { "How the language behaves" }
                p { "Small invented treaties that show what each clause does, and what is told of a slip." }
                ul.find {
                    @for (page, cases) in &other {
                        @let bad = cases.iter().find(|case| case.outcome != "passed");
                        li {
                            a href=(address(page)) { (title(page)) } ": " (cases.len()) " cases, "
                            (parts::outcome(bad.map_or("passed", |case| case.outcome)))
                        }
                    }
                }
            }
        }
    }
}

fn subject(page: &str, cases: &[&CaseForm]) -> Markup {
    let id = slug(page);
    html! {
        section aria-labelledby=(id) {
            h2 #(id) { a href=(address(page)) { (title(page)) } }
            ul.find {
                @for case in cases {
                    li {
                        @match &case.id {
                            Some(id) => { a href={ "/cases/" (id) } { (id) } " " (case.title) }
                            None => { (case.title) }
                        }
                        " " (parts::outcome(case.outcome))
                    }
                }
            }
        }
    }
}

/// The address of a page of cases: its path with points.
pub fn address(page: &str) -> String {
    format!("/cases/{}", slug(page))
}

/// The name of a page in its address.
pub fn slug(page: &str) -> String {
    page.trim_end_matches(".md").replace('/', ".")
}

/// What a page is called in the list: its path in words.
pub fn title(page: &str) -> String {
    let path = page.trim_end_matches(".md");
    let path = path.strip_prefix("history/").or(path.strip_prefix("feature/")).unwrap_or(path);
    let words = path.replace("crises/", "crises, ").replace('/', ": ");
    // A span of years keeps its hyphen.
    let words = if words.bytes().any(|byte| byte.is_ascii_digit()) {
        words
    } else {
        words.replace('-', " ")
    };
    crate::answer::capital(&words)
}

/// A scenario page, or the bytes `part` of it, as prose; the lines of the whole tell which outcome belongs where.
/// Headings are lowered by `lower` levels.
pub fn page(world: &World, run: &RunPage, whole: &str, part: Range<usize>, lower: i8) -> Markup {
    let text = whole.get(part.clone()).unwrap_or_default();
    let line = |at: usize| {
        let before = whole.get(..part.start + at).unwrap_or_default();
        before.bytes().filter(|byte| *byte == b'\n').count() + 1
    };
    let block = |info: &str, content: &str, at: usize| {
        let word = info.split_whitespace().next().unwrap_or_default();
        match word {
            "ask" => ask(world, run, content, line(at)),
            "answer" | "diagnostic" => expected(run, word, content, line(at)),
            "treaty" if info.ends_with("literate") => html! {
                pre tabindex="0" role="group" aria-label="A treaty file" { code { (content) } }
            },
            "treaty" => code::block(content, "Treaty"),
            "why" => html! {
                p { strong { "Why:" } }
                pre tabindex="0" role="group" aria-label="Whose duty, and the question" { code { (content) } }
            },
            _ => {
                html! { pre tabindex="0" role="group" aria-label="Example" { code { (content) } } }
            }
        }
    };
    prose::with_blocks(text, lower, &block)
}

fn ask(world: &World, run: &RunPage, content: &str, line: usize) -> Markup {
    let (words, settings) = content.split_once('\n').unwrap_or((content, ""));
    html! {
        div.asked {
            p {
                strong { "Asked: " }
                @match run.questions.get(&line) {
                    Some(question) => { a href=(links::question(world, question)) { (words) } }
                    None => { (words) }
                }
            }
            @if !settings.trim().is_empty() {
                ul { @for setting in settings.lines().filter(|line| !line.trim().is_empty()) { li { code { (setting) } } } }
            }
        }
    }
}

fn expected(run: &RunPage, word: &str, content: &str, line: usize) -> Markup {
    let report = run.reports.iter().find(|report| report.line == line);
    let what = if word == "answer" { "Answer" } else { "What is told" };
    html! {
        p {
            strong { (what) ": " }
            @match report {
                Some(_) if !run.done => { (parts::outcome("running")) }
                Some(report) if report.outcome == Outcome::Passed => { (parts::outcome("passed")) }
                Some(_) => { (parts::outcome("failed")) }
                None => {}
            }
        }
        pre tabindex="0" role="group" aria-label=(what) { code { (content) } }
        @match report.map(|report| &report.outcome) {
            Some(Outcome::Differs { found, .. }) => {
                p { "Found instead:" }
                pre tabindex="0" role="group" aria-label="Found instead" { code { (found) } }
            }
            Some(Outcome::Broken(why)) => {
                p { "Not understood:" }
                pre tabindex="0" role="group" aria-label="Why" { code { (why) } }
            }
            _ => {}
        }
    }
}

/// The part of a page that belongs to a number: what follows its heading, up to the next that is as high. Gives the
/// heading's level and words, too.
pub fn numbered<'t>(text: &'t str, id: &str) -> Option<(Range<usize>, usize, &'t str)> {
    let mut found: Option<(usize, usize, &str)> = None;
    let mut at = 0;
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        fenced ^= line.starts_with("```");
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let is_heading = !fenced && level > 0 && line.as_bytes().get(level) == Some(&b' ');
        match found {
            Some((from, own, title)) if is_heading && level <= own => {
                return Some((from..at, own, title));
            }
            None if is_heading => {
                let title = line.get(level + 1..).unwrap_or_default().trim();
                if title.split_whitespace().next() == Some(id) {
                    found = Some((at + line.len(), level, title));
                }
            }
            _ => {}
        }
        at += line.len();
    }
    found.map(|(from, own, title)| (from..text.len(), own, title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_case_ends_where_the_next_begins() {
        let text = "# A\n\n## TATC-001 One\n\n```ask\n# no heading\n```\n\n### Part\n\nx\n\n## TATC-002 Two\n\ny\n";
        let one = numbered(text, "TATC-001");
        let part = one.clone().and_then(|(part, ..)| text.get(part)).unwrap_or_default();
        assert!(part.starts_with("\n```ask") && part.ends_with("x\n\n"), "{part}");
        assert_eq!(one.map(|(_, level, title)| (level, title)), Some((2, "TATC-001 One")));
        assert_eq!(numbered(text, "TATC-002").and_then(|(part, ..)| text.get(part)), Some("\ny\n"));
        assert_eq!(numbered(text, "TATC-00"), None);
        assert_eq!(title("history/crises/1887-1914.md"), "Crises, 1887-1914");
    }
}
