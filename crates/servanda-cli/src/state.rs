//! `servanda state NAME`: a state or entity with its memberships and pledges.

use crate::args::{Format, Global, State};
use crate::fault::Failure;
use crate::{ask, load, output};
use servanda::answer::state_form::{self, StateForm};
use servanda::answer::{grid, state_page};
use servanda::request::named;

pub(crate) fn run(state: &State, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    let world = load::world(global)?;
    let on = named::some_day(&world, "--on", state.on.as_ref())?;
    let actor = named::actor(&world, "state", &state.name.join(" "), on)?;
    let form = StateForm::of(&world, actor, on);
    let text = match format {
        Format::Table => state_page::page(&form).render(output::layout(global)),
        Format::Md => state_page::page(&form).markdown(),
        Format::Html => output::html(&state_page::page(&form)),
        Format::Json => ask::pretty(&form)?,
        Format::Csv => grid::render(state_form::COLUMNS, &state_form::rows(&form)),
        other => return Err(output::no_form(other, "table, json, md, html and csv (memberships)")),
    };
    output::write(global, &text)?;
    Ok(0)
}
