//! Every case of every scenario page, and every test that a treaty carries, as a trial of its own:
//! `cargo test --test scenarios WORDS` runs those whose names hold the words. `UPDATE=1` rewrites
//! the pages with what the engine finds; read the difference before you keep it.

use libtest_mimic::{Arguments, Failed, Trial};
use servanda::corpus;
use servanda::engine::Engine;
use servanda::scenario::{CaseReport, Outcome, run_page, run_test};
use servanda::syntax::diagnostic::render;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    match trials() {
        Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(why) => {
            let broken = Trial::test("the corpus can be read", move || Err(Failed::from(why)));
            libtest_mimic::run(&arguments, vec![broken]).exit_code()
        }
    }
}

fn trials() -> Result<Vec<Trial>, String> {
    let (world, _) = corpus::world()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let update = std::env::var_os("UPDATE").is_some();
    let mut trials = Vec::new();
    for file in pages(&root).map_err(|error| error.to_string())? {
        let text = std::fs::read_to_string(&file).map_err(|error| error.to_string())?;
        let name = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        let report = run_page(&text, &world);
        if update && report.updated != text {
            std::fs::write(&file, &report.updated).map_err(|error| error.to_string())?;
        }
        trials.extend(report.cases.into_iter().map(|case| case_trial(&name, case, update)));
    }
    let engine = Engine::new(&world);
    for test in &world.record.tests {
        let report = run_test(&engine, test);
        let name = format!("treaties/{} {}", world.sources.place(report.at), report.title);
        let faults = render(&report.faults, &world.sources, false, 100);
        trials.push(Trial::test(name, move || {
            if faults.is_empty() { Ok(()) } else { Err(Failed::from(faults)) }
        }));
    }
    Ok(trials)
}

fn case_trial(page: &str, case: CaseReport, update: bool) -> Trial {
    let name = format!("{page}:{} {}", case.line, case.title);
    Trial::test(name, move || match case.outcome {
        Outcome::Passed => Ok(()),
        // The page now says what was found; the difference is for a person to read.
        Outcome::Differs { .. } if update => Ok(()),
        Outcome::Differs { expected, found } => Err(Failed::from(format!(
            "--- the page expects\n{}\n+++ the engine finds\n{}",
            expected.trim_end(),
            found.trim_end()
        ))),
        Outcome::Broken(why) => Err(Failed::from(why)),
    })
}

/// Every page under a folder, in order.
fn pages(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        entries.push(entry?.path());
    }
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            found.extend(pages(&entry)?);
        } else if entry.extension().is_some_and(|ending| ending == "md") {
            found.push(entry);
        }
    }
    Ok(found)
}
