//! `servanda timeline WHAT`: a treaty, a recorded event or a state over time.

use crate::args::{Format, Global, Timeline};
use crate::fault::{Failure, USAGE};
use crate::{ask, load, output};
use servanda::answer::timeline::{LedgerForm, TimelineForm};
use servanda::answer::{calendar, grid, timeline_page, timeline_svg};
use servanda::engine::Engine;
use servanda::model::{NameProblem, World};
use servanda::request::named;
use servanda::syntax::diagnostic::did_you_mean;
use servanda::syntax::{Code, Diagnostic};
use servanda::time::Day;

const FORMS: &str = "table, json, csv, svg and ics";

pub(crate) fn run(timeline: &Timeline, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    let world = load::world(global)?;
    let what = timeline.what.join(" ");
    let as_of = named::some_day(&world, "--as-of", timeline.as_of.as_ref())?;
    let text = match event(&world, &what) {
        Some(event) => {
            let as_of = named::needed_day(&world, "--as-of", timeline.as_of.as_ref())?;
            ledger(&LedgerForm::of(&Engine::new(&world), event, as_of), format, global)?
        }
        None => bars(&of(&world, &what, as_of)?, format, global)?,
    };
    output::write(global, &text)?;
    Ok(0)
}

/// The event with this id, unless a treaty bears it too.
fn event<'w>(world: &'w World, what: &str) -> Option<&'w servanda::model::Event> {
    let upper = what.to_ascii_uppercase();
    let event = world.record.event(what).or_else(|| world.record.event(&upper));
    event.filter(|_| named::known_treaty(world, what).is_none())
}

fn of(world: &World, what: &str, as_of: Option<Day>) -> Result<TimelineForm, Failure> {
    if let Some(treaty) = named::known_treaty(world, what) {
        return Ok(TimelineForm::of_treaty(world, treaty, as_of));
    }
    // A name that is nobody's is more often a slip in the id of a treaty or event.
    if let Err(NameProblem::Unknown(None)) = world.actor(what, None) {
        let treaties = world.treaties.iter().map(|treaty| treaty.id.as_str());
        let events = world.record.events.iter().map(|event| event.id.as_str());
        let fault = Diagnostic::bare(
            Code::SV0402,
            format!("no treaty, recorded event or state is called `{what}`"),
        );
        let near = did_you_mean(what, treaties.chain(events));
        let fault = fault.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`servanda treaty` lists every treaty".to_owned(),
        });
        return Err(Failure::bare(USAGE, fault));
    }
    let actor = named::actor(world, "timeline", what, None)?;
    Ok(TimelineForm::of_state(world, actor, as_of))
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
