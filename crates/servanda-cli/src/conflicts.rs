//! `servanda conflicts --on DATE`: duties that cannot both be kept, whoever attacks whom.

use crate::args::{Conflicts, Format, Global};
use crate::fault::Failure;
use crate::{ask, load, output};
use servanda::answer::grid;
use servanda::answer::survey::{self as pages, ConflictsForm};
use servanda::engine::Engine;
use servanda::engine::survey;
use servanda::request::surveyed::{self, SurveyedWords};

pub(crate) fn run(conflicts: &Conflicts, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    if !matches!(format, Format::Table | Format::Json | Format::Csv | Format::Md | Format::Html) {
        return Err(output::no_form(format, "table, json, csv, md and html"));
    }
    let world = load::world(global)?;
    let words = SurveyedWords {
        on: conflicts.on.clone(),
        target: conflicts.target.clone(),
        by: conflicts.by.clone(),
        prefer: conflicts.prefer.clone(),
    };
    let scope = surveyed::scope(&world, &words)?;
    let survey = survey::conflicts(&Engine::new(&world), &scope);
    let form = || ConflictsForm::of(&world, &scope, &survey);
    let text = match format {
        Format::Json => ask::pretty(&form())?,
        Format::Csv => grid::render(pages::COLUMNS, &pages::rows(&form())),
        Format::Md => pages::page(&world, &scope, &survey).markdown(),
        Format::Html => output::html(&pages::page(&world, &scope, &survey)),
        _ => pages::page(&world, &scope, &survey).render(output::layout(global)),
    };
    output::write(global, &text)?;
    Ok(0)
}
