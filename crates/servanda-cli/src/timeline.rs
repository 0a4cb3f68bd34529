//! `servanda timeline WHAT`: a treaty, a recorded event or a state over time.

use crate::args::{Format, Global, Timeline};
use crate::fault::Failure;
use crate::{ask, load, output};
use servanda::answer::timeline::{LedgerForm, TimelineForm};
use servanda::answer::{calendar, grid, timeline_page, timeline_svg};
use servanda::engine::Engine;
use servanda::request::named;
use servanda::request::over_time::{self, OverTime};

const FORMS: &str = "table, json, csv, svg and ics";

pub(crate) fn run(timeline: &Timeline, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    let world = load::world(global)?;
    let what = timeline.what.join(" ");
    let as_of = named::some_day(&world, "--as-of", timeline.as_of.as_ref())?;
    let text = match over_time::named(&world, &what)? {
        OverTime::Event(event) => {
            let as_of = named::needed_day(&world, "--as-of", timeline.as_of.as_ref())?;
            ledger(&LedgerForm::of(&Engine::new(&world), event, as_of), format, global)?
        }
        OverTime::Treaty(id) => bars(&TimelineForm::of_treaty(&world, id, as_of), format, global)?,
        OverTime::Actor(actor) => {
            bars(&TimelineForm::of_state(&world, actor, as_of), format, global)?
        }
    };
    output::write(global, &text)?;
    Ok(0)
}

fn bars(form: &TimelineForm, format: Format, global: &Global) -> Result<String, Failure> {
    Ok(match format {
        Format::Table => {
            let layout = output::layout(global);
            timeline_page::page(form, layout.width).render(layout)
        }
        Format::Json => ask::pretty(form)?,
        Format::Csv => grid::render(timeline_page::COLUMNS, &timeline_page::rows(form)),
        Format::Svg => timeline_svg::timeline(form),
        Format::Ics => calendar::timeline(form),
        other => return Err(output::no_form(other, FORMS)),
    })
}

fn ledger(form: &LedgerForm, format: Format, global: &Global) -> Result<String, Failure> {
    Ok(match format {
        Format::Table => timeline_page::ledger(form).render(output::layout(global)),
        Format::Json => ask::pretty(form)?,
        Format::Csv => {
            grid::render(timeline_page::LEDGER_COLUMNS, &timeline_page::ledger_rows(form))
        }
        Format::Svg => timeline_svg::ledger(form),
        Format::Ics => calendar::ledger(form),
        other => return Err(output::no_form(other, FORMS)),
    })
}
