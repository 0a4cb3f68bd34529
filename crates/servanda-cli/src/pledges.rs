//! `servanda pledges`: who is pledged to whom, from which day to which.

use crate::args::{Format, Global, Pledges};
use crate::fault::Failure;
use crate::{ask, cores, load, output};
use servanda::answer::grid;
use servanda::answer::pledges::{COLUMNS, PledgesForm};
use servanda::engine::pledges::{Pledge, pledges_to};
use servanda::engine::{Engine, Memory};
use servanda::model::{Actor, World};
use servanda::request::named;
use servanda::request::pledged::{Pledged, PledgedWords};
use servanda::syntax::vocabulary::Act;
use servanda::time::Interval;

pub(crate) fn run(asked: &Pledges, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    if !matches!(format, Format::Table | Format::Json | Format::Csv | Format::Md | Format::Html) {
        return Err(output::no_form(format, "table, json, csv, md and html"));
    }
    // A word that is none is told before the treaties are read.
    named::pledged(&asked.act)?;
    let form = form(&load::world(global)?, asked)?;
    let text = match format {
        Format::Json => ask::pretty(&form)?,
        Format::Csv => grid::render(COLUMNS, &form.rows()),
        Format::Md => form.page().markdown(),
        Format::Html => output::html(&form.page()),
        _ => form.page().render(output::layout(global)),
    };
    output::write(global, &text)?;
    Ok(0)
}

/// The pledges that are asked for.
pub(crate) fn form(world: &World, asked: &Pledges) -> Result<PledgesForm, Failure> {
    let words = PledgedWords {
        act: asked.act.clone(),
        to: asked.to.clone(),
        by: asked.by.clone(),
        on: asked.on.clone(),
    };
    let pledged = Pledged::of(world, &words)?;
    let engine = Engine::new(world);
    let targets = pledged.targets(&engine);
    let mut pledges = pledges_on_every_core(&engine, &targets, pledged.act)?;
    pledges.retain(|pledge| pledged.wants(pledge));
    Ok(PledgesForm::of(world, pledged.act, pledged.on, &pledges))
}

/// The pledges to each of some states, in their order.
fn pledges_on_every_core(
    engine: &Engine<'_>,
    targets: &[Actor],
    act: Act,
) -> Result<Vec<Pledge>, Failure> {
    let memory = Memory::new(engine);
    let shares = cores::by_shares(targets, "a pledge broke the engine", |targets, _| {
        let each = targets
            .iter()
            .flat_map(|to| pledges_to(engine, &memory, *to, &[act], Interval::ALWAYS));
        each.collect::<Vec<Pledge>>()
    });
    Ok(shares.into_iter().collect::<Result<Vec<_>, _>>()?.concat())
}
