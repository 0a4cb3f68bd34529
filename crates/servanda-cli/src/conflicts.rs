//! `servanda conflicts --on DATE`: duties that cannot both be kept, whoever attacks whom.

use crate::args::{Conflicts, Format, Global};
use crate::fault::{Failure, USAGE};
use crate::{ask, load, output};
use servanda::answer::grid;
use servanda::answer::survey::{self as pages, ConflictsForm};
use servanda::engine::Engine;
use servanda::engine::survey::{self, Scope};
use servanda::request::named;
use servanda::syntax::{Code, Diagnostic};

pub(crate) fn run(conflicts: &Conflicts, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    if !matches!(format, Format::Table | Format::Json | Format::Csv | Format::Md | Format::Html) {
        return Err(output::no_form(format, "table, json, csv, md and html"));
    }
    let world = load::world(global)?;
    let on = named::needed_day(&world, "--on", conflicts.on.as_ref())?;
    let one = |option: &str, name: &Option<String>| {
        name.as_ref().map(|name| named::actor(&world, option, name, Some(on))).transpose()
    };
    let (target, by) = (one("--target", &conflicts.target)?, one("--by", &conflicts.by)?);
    if target.is_some() && target == by {
        let name = conflicts.by.clone().unwrap_or_default();
        let fault = Diagnostic::bare(Code::SV0604, format!("`{name}` cannot be its own target"));
        return Err(Failure::bare(USAGE, fault.help("name two different states")));
    }
    let prefer = named::preferences(&conflicts.prefer)?;
    let scope = Scope { on, target, by, prefer };
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
