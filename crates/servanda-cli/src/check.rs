//! `servanda check`: every fault of the files in one run.

use crate::args::{Check, Format, Global};
use crate::fault::{self, FINDINGS, Failure};
use crate::{load, output};
use servanda::corpus;
use servanda::model::World;
use servanda::scenario::lint;
use servanda::syntax::{Diagnostic, Source, diagnostic};
use std::fmt::Write as _;

pub(crate) fn run(check: &Check, global: &Global) -> Result<u8, Failure> {
    let Checked { world, faults, own } = checked(check, global)?;
    if matches!(global.format, Some(Format::Json | Format::Ndjson)) {
        let form = diagnostic::to_json(&faults, &world.sources);
        output::write(global, &format!("{form:#}\n"))?;
        return Ok(if faults.is_empty() { 0 } else { FINDINGS });
    }
    if check.coverage {
        output::write(global, &coverage(&world, own))?;
    }
    fault::show(&faults, &world.sources, global);
    if faults.is_empty() && !check.coverage {
        output::write(global, &summary(&world, own))?;
    }
    Ok(if faults.is_empty() { 0 } else { FINDINGS })
}

/// What was checked.
struct Checked {
    world: World,
    faults: Vec<Diagnostic>,
    /// The number of the first text that was to be checked; those before it are what it may refer to.
    own: u32,
}

/// The world of the files to check (and of the corpus they may refer to) with its faults. With files
/// named, only their own faults count.
fn checked(check: &Check, global: &Global) -> Result<Checked, Failure> {
    let mut world = corpus::empty_world().map_err(|error| Failure::internal(&error))?;
    let mut own: Vec<Source> = Vec::new();
    for path in &check.paths {
        own.extend(load::treaty_files(path)?);
    }
    let beside = match &global.corpus {
        Some(path) => load::treaty_files(path)?,
        None if check.paths.is_empty() => corpus::treaties(),
        // A shipped treaty that is being edited is checked in its new form, not against itself.
        None => {
            let shipped = corpus::treaties().into_iter();
            shipped
                .filter(|source| !own.iter().any(|text| same_file(&text.name, &source.name)))
                .collect()
        }
    };
    let foreign = if check.paths.is_empty() { 0 } else { beside.len() as u32 };
    let mut texts = beside;
    texts.extend(own);
    for path in &global.add {
        texts.extend(load::treaty_files(path)?);
    }
    let faults = world.add_texts(texts);
    load::tell_gave_way(&world);
    let mut faults = lint::all(&world, faults);
    let counts = |fault: &Diagnostic| {
        foreign == 0 || fault.primary.as_ref().is_none_or(|label| label.at.file >= foreign)
    };
    faults.retain(counts);
    Ok(Checked { world, faults, own: foreign })
}

fn same_file(path: &str, name: &str) -> bool {
    path.rsplit('/').next() == name.rsplit('/').next()
}

fn summary(world: &World, own: u32) -> String {
    let treaties = || world.treaties.iter().filter(|treaty| treaty.at.file >= own);
    let articles = || treaties().flat_map(|treaty| &treaty.articles);
    let tests = world.record.tests.iter().filter(|test| test.at.file >= own);
    let count = |number: usize, what: &str| match number {
        1 => format!("1 {what}"),
        2.. | 0 if what == "treaty" => format!("{number} treaties"),
        _ => format!("{number} {what}s"),
    };
    format!(
        "{}, {}, {}, {}: no fault\n",
        count(treaties().count(), "treaty"),
        count(articles().count(), "article"),
        count(articles().map(|article| article.norms.len()).sum(), "norm"),
        count(tests.count(), "test")
    )
}

/// What is modelled and what is not, by treaty.
fn coverage(world: &World, own: u32) -> String {
    let mut out = String::new();
    for treaty in world.treaties.iter().filter(|treaty| treaty.at.file >= own) {
        let norms: usize = treaty.articles.iter().map(|article| article.norms.len()).sum();
        let missing =
            treaty.articles.iter().map(|article| article.not_modelled.len()).sum::<usize>()
                + treaty.not_modelled.len();
        let _ = writeln!(
            out,
            "{}: {} articles, {norms} norms, {missing} not modelled",
            treaty.id,
            treaty.articles.len()
        );
        for article in &treaty.articles {
            for gap in &article.not_modelled {
                let _ = writeln!(
                    out,
                    "  art. {}: {} (because {})",
                    article.label, gap.words, gap.because
                );
            }
            if article.norms.is_empty() && article.not_modelled.is_empty() {
                let _ = writeln!(out, "  art. {}: no norm, and nothing said of why", article.label);
            }
        }
        for gap in &treaty.not_modelled {
            let _ = writeln!(out, "  {} (because {})", gap.words, gap.because);
        }
    }
    out
}
