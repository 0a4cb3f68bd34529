//! Others' tables of actors: one model, its positions turn by turn.

use super::draw::each_on_every_core;
use crate::args::{Decide, Format, Global};
use crate::fault::{Failure, LIMIT};
use crate::{load, output};
use servanda::answer::grid;
use servanda_decide::table_report::{self, TableReport};
use std::path::Path;

pub(super) fn run(decide: &Decide, file: &Path, global: &Global) -> Result<u8, Failure> {
    let forms = [Format::Table, Format::Json, Format::Csv, Format::Md, Format::Html];
    let format = output::format(global, Format::Table)?;
    if !forms.contains(&format) {
        return Err(output::no_form(format, "table, json, csv, md and html"));
    }
    let (shown, stopped) = shown(decide, file, true)?;
    let text = match format {
        Format::Json => format!("{}\n", shown.json),
        Format::Csv => grid::render(&shown.heads(), &shown.rows),
        Format::Md => shown.sheet().markdown(),
        Format::Html => output::html(&shown.sheet()),
        _ => shown.sheet().render(output::layout(global)),
    };
    output::write(global, &text)?;
    Ok(if stopped { LIMIT } else { 0 })
}

/// What the model makes of a table, and whether its draws were stopped.
pub(super) fn shown(
    decide: &Decide,
    file: &Path,
    interruptible: bool,
) -> Result<(TableReport, bool), Failure> {
    let table = load::data(file)?;
    table_report::report(&super::asked(decide), &table, |drawing| {
        each_on_every_core(drawing, interruptible)
    })
}
