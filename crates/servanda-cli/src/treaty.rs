//! `servanda treaty`: the list of treaties, or one of them.

use crate::args::{Format, Global, Treaty};
use crate::fault::Failure;
use crate::{ask, load, output};
use servanda::answer::treaty_form::{self, TreatyForm};
use servanda::answer::{grid, treaty_page};
use servanda::request::named;

pub(crate) fn run(treaty: &Treaty, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    let world = load::world(global)?;
    let on = named::some_day(&world, "--on", treaty.on.as_ref())?;
    let text = match &treaty.id {
        None => {
            let form = treaty_form::list(&world, on);
            match format {
                Format::Table => treaty_page::list(&form).render(output::layout(global)),
                Format::Md => treaty_page::list(&form).markdown(),
                Format::Html => output::html(&treaty_page::list(&form)),
                Format::Json => ask::pretty(&form)?,
                Format::Csv => grid::render(treaty_page::COLUMNS, &treaty_page::rows(&form)),
                other => return Err(output::no_form(other, "table, json, csv, md and html")),
            }
        }
        Some(id) => {
            let form = TreatyForm::of(&world, named::treaty(&world, id)?, on);
            match format {
                Format::Table => treaty_page::page(&form).render(output::layout(global)),
                Format::Md => treaty_page::page(&form).markdown(),
                Format::Html => output::html(&treaty_page::page(&form)),
                Format::Json => ask::pretty(&form)?,
                other => {
                    return Err(output::no_form(other, "table, json, md and html for one treaty"));
                }
            }
        }
    };
    output::write(global, &text)?;
    Ok(0)
}
