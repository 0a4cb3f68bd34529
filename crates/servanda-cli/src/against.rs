//! `servanda diff --against atop`: the corpus beside a file of coded data that the user names.

use crate::args::{Dated, Diff, Format, Global};
use crate::fault::{FINDINGS, Failure, MISSING, USAGE};
use crate::{ask, load, output};
use servanda::answer::grid;
use servanda::engine::coding::Dating;
use servanda::request::named;
use servanda::syntax::{Code, Diagnostic};
use servanda_data::atop::MemberRow;
use servanda_data::crosscheck::{self, page};
use servanda_data::{Reading, atop};
use std::path::Path;

pub(crate) fn atop(diff: &Diff, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    if !matches!(format, Format::Table | Format::Json | Format::Csv | Format::Md | Format::Html) {
        return Err(output::no_form(format, "table, json, csv, md and html"));
    }
    if let Some(word) = diff.asked.words.first() {
        let message = format!("`{word}` is no part of a comparison with ATOP");
        let fault = Diagnostic::bare(Code::SV0605, message);
        return Err(Failure::bare(USAGE, fault.help("write `--treaty ID` for one treaty")));
    }
    let Some(path) = &diff.file else { return Err(no_file()) };
    let world = load::world(global)?;
    let only = diff.treaty.as_ref().map(|id| named::treaty(&world, id)).transpose()?;
    let reading = members(path)?;
    let dating = match diff.dating {
        Dated::Signature => Dating::Signature,
        Dated::Force => Dating::Force,
    };
    let found = crosscheck::compare(&world, &reading, dating, only);
    let text = match format {
        Format::Json => ask::pretty(&found)?,
        Format::Csv => grid::render(page::COLUMNS, &page::rows(&found)),
        Format::Md => page::page(&found, diff.missing).markdown(),
        Format::Html => output::html(&page::page(&found, diff.missing)),
        _ => page::page(&found, diff.missing).render(output::layout(global)),
    };
    output::write(global, &text)?;
    Ok(if found.is_settled() { 0 } else { FINDINGS })
}

/// The rows of a member file. What cannot be read is told, and the rest is compared.
fn members(path: &Path) -> Result<Reading<MemberRow>, Failure> {
    let name = path.display();
    let reading = atop::members(&load::data(path)?).map_err(|fault| {
        let message = format!("`{name}`: {}", fault.cause);
        Failure::bare(MISSING, Diagnostic::bare(Code::SV0706, message).help(fault.remedy))
    })?;
    for fault in &reading.faults {
        output::to_stderr(&format!("{name}: {fault}\n"));
    }
    Ok(reading)
}

fn no_file() -> Failure {
    let fault = Diagnostic::bare(Code::SV0704, "no file of ATOP is named");
    let fault = fault.help(
        "write `--file FILE`: the member file of ATOP, your own copy, as CSV or packed with gzip",
    );
    Failure::bare(USAGE, fault)
}
