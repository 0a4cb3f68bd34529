//! `servanda check`: every fault of the files in one run.

use crate::args::{Check, Format, Global};
use crate::fault::{self, FINDINGS, Failure};
use crate::{load, output};
use servanda::corpus;
use servanda::model::{Cited, Treaty, World};
use servanda::request::draft::OPEN;
use servanda::scenario::lint;
use servanda::syntax::host::Host;
use servanda::syntax::{Diagnostic, Source, diagnostic};
use servanda_decide::summit;
use std::fmt::Write as _;
use std::path::Path;

pub(crate) fn run(check: &Check, global: &Global) -> Result<u8, Failure> {
    let Checked { world, faults, own, summits } = checked(check, global)?;
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
        output::write(global, &summary(&world, own, summits))?;
    }
    Ok(if faults.is_empty() { 0 } else { FINDINGS })
}

/// The faults of one file beside the corpus.
pub(crate) fn faults_of(file: &Path, global: &Global) -> Result<(Vec<Diagnostic>, World), Failure> {
    let check = Check { paths: vec![file.to_owned()], coverage: false };
    checked(&check, global).map(|checked| (checked.faults, checked.world))
}

/// What was checked.
struct Checked {
    world: World,
    faults: Vec<Diagnostic>,
    /// The number of the first text that was to be checked; those before it are what it may refer to.
    own: u32,
    /// How many summits were.
    summits: usize,
}

/// The world of the files to check (and of the corpus they may refer to) with its faults. With files
/// named, only their own faults count.
fn checked(check: &Check, global: &Global) -> Result<Checked, Failure> {
    let mut world = corpus::empty_world().map_err(|error| Failure::internal(&error))?;
    let mut own: Vec<Source> = Vec::new();
    for path in &check.paths {
        own.extend(load::treaties_and_summits(path)?);
    }
    let mut summits: Vec<Source> =
        own.extract_if(.., |text| summit::host_of_name(&text.name).is_some()).collect();
    // Those built in are of the treaties built in.
    if check.paths.is_empty() && global.corpus.is_none() {
        let built_in = summit::BUILT_IN.iter();
        summits.extend(built_in.map(|(_, name, text)| Source::new(*name, *text)));
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
    let count = summits.len();
    faults.extend(summits.iter().flat_map(|text| of_summit(&mut world, text)));
    let counts = |fault: &Diagnostic| {
        foreign == 0 || fault.primary.as_ref().is_none_or(|label| label.at.file >= foreign)
    };
    faults.retain(counts);
    Ok(Checked { world, faults, own: foreign, summits: count })
}

/// Every fault of a summit: in its words, beside the treaties and the record, and in what its models need.
fn of_summit(world: &mut World, text: &Source) -> Vec<Diagnostic> {
    let literate = summit::host_of_name(&text.name) == Some(Host::Literate);
    let number = world.sources.add(text.clone());
    let read = summit::read(&text.text, literate, number);
    let mut faults = read.faults;
    if let Some(mut summit) = read.summit {
        faults.extend(summit::check(&mut summit, world));
        faults.extend(summit::unfit(&summit));
    }
    faults.sort_by_key(|fault| fault.primary.as_ref().map(|label| label.at));
    faults
}

fn same_file(path: &str, name: &str) -> bool {
    path.rsplit('/').next() == name.rsplit('/').next()
}

fn summary(world: &World, own: u32, summits: usize) -> String {
    let treaties = || world.treaties.iter().filter(|treaty| treaty.at.file >= own);
    let articles = || treaties().flat_map(|treaty| &treaty.articles);
    let tests = world.record.tests.iter().filter(|test| test.at.file >= own);
    let count = |number: usize, what: &str| match number {
        1 => format!("1 {what}"),
        2.. | 0 if what == "treaty" => format!("{number} treaties"),
        _ => format!("{number} {what}s"),
    };
    let mut counts = Vec::new();
    if summits == 0 || treaties().next().is_some() {
        counts.push(count(treaties().count(), "treaty"));
        counts.push(count(articles().count(), "article"));
        counts.push(count(articles().map(|article| article.norms.len()).sum(), "norm"));
        counts.push(count(tests.count(), "test"));
    }
    if summits > 0 {
        counts.push(count(summits, "summit"));
    }
    format!("{}: no fault\n", counts.join(", "))
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
        open_questions(treaty, &mut out);
    }
    out
}

/// The notes that say what is not known yet, of the treaty, its articles and their norms.
fn open_questions(treaty: &Treaty, out: &mut String) {
    let mut list = |place: &str, cited: &Cited| {
        let citations = cited.sources.iter().filter_map(|source| source.locator.as_deref());
        for text in cited.notes.iter().map(String::as_str).chain(citations) {
            if text.starts_with(OPEN) {
                let _ = writeln!(out, "  {place}{text}");
            }
        }
    };
    list("", &treaty.cited);
    for article in &treaty.articles {
        let place = format!("art. {}: ", article.label);
        list(&place, &article.cited);
        for norm in &article.norms {
            list(&place, &norm.cited);
        }
    }
}
