//! The cases of `scenarios/` and the tests that the treaties carry, one line each.
//!
//! The runner is the one of `servanda test`. `UPDATE=1` rewrites the answers of the pages for a person
//! to read as a diff; it accepts wrong answers too.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use libtest_mimic::{Arguments, Failed, Trial};
use servanda::corpus;
use servanda::engine::Engine;
use servanda::model::World;
use servanda::scenario::{Outcome, run_page, run_test};
use servanda::syntax::diagnostic::render;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let args = Arguments::from_args();
    let (world, faults) = corpus::world().unwrap();
    let shown = render(&faults, &world.sources, false, 100);
    let mut trials = vec![Trial::test("the corpus has no fault", move || outcome(shown))];
    trials.extend(tests_of_treaties(&world));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    for page in pages(&root) {
        trials.extend(cases_of(&page, &root, &world));
    }
    libtest_mimic::run(&args, trials).exit();
}

/// Passed if there is nothing to tell.
fn outcome(faults: String) -> Result<(), Failed> {
    if faults.is_empty() { Ok(()) } else { Err(Failed::from(faults)) }
}

fn tests_of_treaties(world: &World) -> Vec<Trial> {
    let engine = Engine::new(world);
    let each = world.record.tests.iter().map(|test| {
        let report = run_test(&engine, test);
        let faults = render(&report.faults, &world.sources, false, 100);
        let name = format!("{} {}", world.sources.place(report.at), report.title);
        Trial::test(name, move || outcome(faults))
    });
    each.collect()
}

fn cases_of(page: &Path, root: &Path, world: &World) -> Vec<Trial> {
    let text = fs::read_to_string(page).unwrap();
    let report = run_page(&text, world);
    if std::env::var_os("UPDATE").is_some() && report.updated != text {
        fs::write(page, &report.updated).unwrap();
    }
    let name = page.strip_prefix(root).unwrap_or(page).display().to_string();
    let each = report.cases.into_iter().map(|case| {
        let faults = match case.outcome {
            Outcome::Passed => String::new(),
            Outcome::Broken(why) => why,
            Outcome::Differs { expected, found } => {
                let (expected, found) = (expected.trim_end(), found.trim_end());
                format!("--- the page\n{expected}\n+++ the engine\n{found}\n")
            }
        };
        Trial::test(format!("{name}:{} {}", case.line, case.title), move || outcome(faults))
    });
    each.collect()
}

/// The pages under a folder, in order.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        if entry.is_dir() {
            found.extend(pages(&entry));
        } else if entry.extension().is_some_and(|ending| ending == "md") {
            found.push(entry);
        }
    }
    found
}
