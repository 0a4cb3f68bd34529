//! `servanda import`: the user's own copies of research data to folders of coded treaties.

use crate::args::{CowAlliances, Format, Global, Import, ImportAtop, ImportWhat};
use crate::fault::{FINDINGS, Failure, LIMIT, USAGE};
use crate::progress::Bar;
use crate::{ask, load, output};
use servanda::answer::grid;
use servanda::answer::import_form::{self, GivesWayForm, ImportForm, RowFaultForm};
use servanda::corpus;
use servanda::model::World;
use servanda::syntax::{Code, Diagnostic, Source};
use servanda_data::text::CodedWorld;
use servanda_data::{FileFault, Reading, RowFault, atop, cow};
use std::collections::BTreeSet;
use std::path::Path;

pub(crate) fn run(import: &Import, global: &Global) -> Result<u8, Failure> {
    let format = global.format.unwrap_or(Format::Table);
    if !matches!(format, Format::Table | Format::Md | Format::Html | Format::Json | Format::Csv) {
        return Err(output::no_form(format, "table, md, json and csv"));
    }
    let done = match &import.what {
        ImportWhat::Atop(files) => from_atop(files, global)?,
        ImportWhat::CowAlliances(files) => from_cow(files)?,
    };
    let form = written(done, global)?;
    let text = match format {
        Format::Json => ask::pretty(&form)?,
        Format::Csv => grid::render(import_form::COLUMNS, &import_form::rows(&form)),
        Format::Md => import_form::page(&form).markdown(),
        Format::Html => output::html(&import_form::page(&form)),
        _ => import_form::page(&form).render(output::layout(global)),
    };
    // The summary goes to the terminal or pipe: `-o` names the folder of the treaties.
    output::to_stdout(text.as_bytes())?;
    Ok(if form.faults.is_empty() { 0 } else { FINDINGS })
}

/// What was read, and what became of it.
struct Done {
    data: &'static str,
    version: String,
    rows: usize,
    faults: Vec<RowFaultForm>,
    left_out: Vec<RowFaultForm>,
    coded: CodedWorld,
    /// The texts beside which the coded treaties will stand.
    beside: Option<World>,
}

fn from_atop(files: &ImportAtop, global: &Global) -> Result<Done, Failure> {
    let members = reading(&files.members, atop::members)?;
    let alliances =
        files.alliances.as_ref().map(|path| reading(path, atop::alliances)).transpose()?;
    let mut faults = forms(&files.members, &members.faults);
    if let (Some(path), Some(alliances)) = (&files.alliances, &alliances) {
        faults.extend(forms(path, &alliances.faults));
        if alliances.version != members.version {
            faults.push(RowFaultForm {
                file: path.display().to_string(),
                line: None,
                column: None,
                cause: format!(
                    "the alliance file is version {}, the member file {}",
                    alliances.version, members.version
                ),
                remedy: "name two files of one version".into(),
            });
        }
    }
    let beside = load::world(global)?;
    let numbers: BTreeSet<u16> = members.rows.iter().map(|row| row.atop_id).collect();
    let bar = Bar::new(numbers.len());
    let coded = atop::treaties(&members, alliances.as_ref(), &beside.states, &mut || bar.step(1));
    bar.end();
    Ok(Done {
        data: "ATOP",
        version: members.version,
        rows: members.rows.len(),
        faults,
        left_out: forms(&files.members, &coded.left_out),
        coded,
        beside: Some(beside),
    })
}

fn from_cow(files: &CowAlliances) -> Result<Done, Failure> {
    let read = reading(&files.file, cow::alliances)?;
    let world = corpus::empty_world().map_err(|error| Failure::internal(&error))?;
    let numbers: BTreeSet<u16> = read.rows.iter().map(|row| row.id).collect();
    let bar = Bar::new(numbers.len());
    let coded = cow::treaties(&read, &world.states, &mut || bar.step(1));
    bar.end();
    // That a member was no state is among the known faults of this file.
    let mut faults = forms(&files.file, &read.faults);
    faults.extend(forms(&files.file, &coded.left_out));
    faults.sort_by_key(|fault| fault.line);
    Ok(Done {
        data: "COW",
        version: read.version,
        rows: read.rows.len(),
        faults,
        left_out: Vec::new(),
        coded,
        beside: None,
    })
}

/// Writes the treaties, and says how they stand to the corpus.
fn written(done: Done, global: &Global) -> Result<ImportForm, Failure> {
    let mut coded = corpus::empty_world().map_err(|error| Failure::internal(&error))?;
    let texts = done.coded.treaties.iter();
    let texts = texts.map(|one| Source::new(format!("{}.treaty", one.id), one.text.clone()));
    coded.add_texts(texts.collect());
    let gives_way = match &done.beside {
        Some(beside) => {
            let each = coded.treaties();
            each.filter_map(|(id, _)| GivesWayForm::of(&coded, id, beside)).collect()
        }
        None => Vec::new(),
    };
    let others = match &global.output {
        Some(folder) => to_folder(folder, &done.coded)?,
        None => Vec::new(),
    };
    Ok(ImportForm {
        schema: "servanda/import/1".into(),
        data: done.data.into(),
        version: done.version,
        rows: done.rows,
        treaties: done.coded.treaties.len(),
        norms: coded.norms().count(),
        folder: global.output.as_ref().map(|folder| folder.display().to_string()),
        faults: done.faults,
        left_out: done.left_out,
        gives_way,
        others,
    })
}

/// Writes one file for each treaty; the names of treaty files that were there and are not its own.
fn to_folder(folder: &Path, coded: &CodedWorld) -> Result<Vec<String>, Failure> {
    if folder.is_file() {
        let fault = Diagnostic::bare(
            Code::SV0704,
            format!("`{}` is a file, not a folder", folder.display()),
        );
        let help = "an import writes a file for each treaty: name a folder with `-o`";
        return Err(Failure::bare(USAGE, fault.help(help)));
    }
    std::fs::create_dir_all(folder).map_err(|error| output::stopped(&error))?;
    let bar = Bar::new(coded.treaties.len());
    let mut own = BTreeSet::new();
    for treaty in &coded.treaties {
        let name = format!("{}.treaty", treaty.id);
        output::to_file(&folder.join(&name), treaty.text.as_bytes())?;
        own.insert(name);
        bar.step(1);
    }
    bar.end();
    let entries = std::fs::read_dir(folder).map_err(|error| output::stopped(&error))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut others: Vec<String> =
        names.filter(|name| load::is_treaty(name) && !own.contains(name)).collect();
    others.sort();
    Ok(others)
}

/// Reads a file of data.
fn reading<Row>(
    path: &Path,
    read: fn(&[u8]) -> Result<Reading<Row>, FileFault>,
) -> Result<Reading<Row>, Failure> {
    let bytes = load::data(path)?;
    read(&bytes).map_err(|fault| unreadable(path, &fault))
}

pub(crate) fn unreadable(path: &Path, fault: &FileFault) -> Failure {
    let (status, code) = match fault.too_large {
        true => (LIMIT, Code::SV0702),
        false => (USAGE, Code::SV0708),
    };
    let message = format!("`{}`: {}", path.display(), fault.cause);
    Failure::bare(status, Diagnostic::bare(code, message).help(&fault.remedy))
}

fn forms(path: &Path, faults: &[RowFault]) -> Vec<RowFaultForm> {
    let each = faults.iter().map(|fault| RowFaultForm {
        file: path.display().to_string(),
        line: Some(fault.line),
        column: fault.column.map(str::to_owned),
        cause: fault.cause.clone(),
        remedy: fault.remedy.clone(),
    });
    each.collect()
}
