//! `servanda test`: scenarios, and the tests that treaties carry.

use crate::args::{Format, Global, Test};
use crate::fault::{self, FINDINGS, Failure, MISSING};
use crate::{ask, load, output};
use servanda::corpus;
use servanda::engine::Engine;
use servanda::model::World;
use servanda::scenario::form::{FailureForm, SCHEMA, TestForm};
use servanda::scenario::{CaseReport, Outcome, TestReport, conformance, run_page, run_test};
use servanda::syntax::{Code, Diagnostic, Sources};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub(crate) fn run(test: &Test, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    if !matches!(format, Format::Table | Format::Plain | Format::Json) {
        return Err(output::no_form(format, "table, plain and json"));
    }
    let world = load::world(global)?;
    let mut tally = Tally::default();
    let pages = pages(test)?;
    let wanted = |title: &str| {
        let words = test.only.as_deref().unwrap_or_default().to_lowercase();
        title.to_lowercase().contains(&words)
    };
    if let Some(file) = &test.export {
        return export(file, &pages, &world, wanted, global);
    }
    let engine = Engine::new(&world);
    if test.paths.is_empty() {
        for case in &world.record.tests {
            if wanted(&case.title) {
                tally.test(run_test(&engine, case), &world.sources);
            }
        }
    }
    for path in &test.paths {
        for source in treaties_in(path)? {
            tally.own_tests(source, global, &wanted)?;
        }
    }
    for (name, text, file) in pages {
        let report = run_page(&text, &world);
        for case in report.cases.iter().filter(|case| wanted(&case.title)) {
            tally.case(case, &name);
        }
        let update = std::env::var_os("UPDATE").is_some();
        if let (true, Some(file)) = (update && report.updated != text, file) {
            output::to_file(&file, report.updated.as_bytes())?;
        }
    }
    tally.finish(test, format, &world.sources, global)
}

/// Writes the numbered cases of pages as a conformance pack; cases that do not pass are told instead.
fn export(
    file: &Path,
    pages: &[(String, String, Option<PathBuf>)],
    world: &World,
    wanted: impl Fn(&str) -> bool,
    global: &Global,
) -> Result<u8, Failure> {
    let pages: Vec<(String, String)> =
        pages.iter().map(|(name, text, _)| (name.clone(), text.clone())).collect();
    let corpus = corpus::fingerprint(world);
    let basis = conformance::Basis { world, corpus, tables: corpus::STATES };
    let pack = match conformance::pack(&pages, &basis, wanted) {
        Ok(pack) => pack,
        Err(faults) => {
            fault::show(&faults, &world.sources, global);
            return Ok(FINDINGS);
        }
    };
    output::to_file(file, ask::pretty(&pack)?.as_bytes())?;
    let suite = &pack.suite;
    let said = format!(
        "{} cases with {} questions and {} treaty files: {}\n",
        suite.cases,
        suite.questions,
        pack.treaties.len(),
        file.display()
    );
    output::write(global, &said)?;
    Ok(0)
}

/// Scenario pages: name, text, and the file when there is one to update.
fn pages(test: &Test) -> Result<Vec<(String, String, Option<PathBuf>)>, Failure> {
    if test.paths.is_empty() {
        let each = corpus::SCENARIOS
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned(), None));
        return Ok(each.collect());
    }
    let mut pages = Vec::new();
    for path in &test.paths {
        let is_page =
            |name: &str| name.to_ascii_lowercase().ends_with(".md") && !load::is_treaty(name);
        if path.is_file() && !is_page(&path.to_string_lossy()) {
            continue;
        }
        for file in load::files(path, &is_page)? {
            pages.push((file.to_string_lossy().into_owned(), load::read(&file)?, Some(file)));
        }
    }
    Ok(pages)
}

fn treaties_in(path: &std::path::Path) -> Result<Vec<servanda::syntax::Source>, Failure> {
    let any = path.is_file() && load::is_treaty(&path.to_string_lossy());
    let inside = path.is_dir() && !load::files(path, &load::is_treaty)?.is_empty();
    if any || inside || !path.exists() { load::treaty_files(path) } else { Ok(Vec::new()) }
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failures: Vec<FailureForm>,
    out: String,
    faults: Vec<Diagnostic>,
}

impl Tally {
    fn test(&mut self, report: TestReport, sources: &Sources) {
        if report.faults.is_empty() {
            self.passed += 1;
            return;
        }
        let place = sources.place(report.at);
        let _ = writeln!(self.out, "FAILED {place} {}", report.title);
        self.failures.push(FailureForm::of_test(place, &report.title, &report.faults, sources));
        self.faults.extend(report.faults);
    }

    fn case(&mut self, case: &CaseReport, page: &str) {
        let title = format!("{page}:{} {}", case.line, case.title);
        match &case.outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Differs { expected, found } => {
                let _ = writeln!(
                    self.out,
                    "FAILED {title}\n--- expected\n{}\n+++ found\n{}\n",
                    expected.trim_end(),
                    found.trim_end()
                );
            }
            // What is broken about it is told with the faults.
            Outcome::Broken(_) => {
                let _ = writeln!(self.out, "BROKEN {title}");
            }
        }
        self.failures.extend(FailureForm::of_case(case, page));
        self.faults.extend(case.fault(page));
    }

    /// Writes what came of it, and gives the exit status.
    fn finish(
        mut self,
        test: &Test,
        format: Format,
        sources: &Sources,
        global: &Global,
    ) -> Result<u8, Failure> {
        let failed = self.failures.len();
        if let Some(words) = test.only.as_ref().filter(|_| self.passed + failed == 0) {
            let message = format!("no case has `{words}` in its title");
            let help = "`--only` looks for the words in the headings above a case, and in the titles of tests";
            return Err(Failure::bare(MISSING, Diagnostic::bare(Code::SV0605, message).help(help)));
        }
        let text = if format == Format::Json {
            let (schema, passed) = (SCHEMA.to_owned(), self.passed);
            ask::pretty(&TestForm { schema, passed, failed, failures: self.failures })?
        } else {
            fault::show(&self.faults, sources, global);
            let _ = writeln!(self.out, "{} passed, {failed} failed", self.passed);
            self.out
        };
        output::write(global, &text)?;
        Ok(if failed == 0 { 0 } else { FINDINGS })
    }

    /// The tests of one treaty file beside the corpus.
    fn own_tests(
        &mut self,
        source: servanda::syntax::Source,
        global: &Global,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<(), Failure> {
        let mut world = corpus::empty_world().map_err(|error| Failure::internal(&error))?;
        let name = source.name.clone();
        let base = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let beside = match &global.corpus {
            Some(path) => load::treaty_files(path)?,
            None => corpus::treaties(),
        };
        let mut texts: Vec<_> =
            beside.into_iter().filter(|shipped| base(&shipped.name) != base(&name)).collect();
        texts.push(source);
        let faults = world.add_texts(texts);
        if fault::has_errors(&faults) {
            return Err(Failure::new(fault::USAGE, faults, world.sources));
        }
        let file = world.sources.iter().count() as u32 - 1;
        let engine = Engine::new(&world);
        for case in
            world.record.tests.iter().filter(|case| case.at.file == file && wanted(&case.title))
        {
            let report = run_test(&engine, case);
            // Its places are in texts of its own world.
            let faults = std::mem::take(&mut self.faults);
            let text =
                servanda::syntax::diagnostic::render(&report.faults, &world.sources, false, 100);
            if !text.is_empty() {
                let _ = writeln!(self.out, "{text}");
            }
            self.test(report, &world.sources);
            self.faults = faults;
        }
        Ok(())
    }
}
