//! `servanda panel explain`: why a cell is what it is, by the data and by the treaties.

use super::asked;
use crate::args::{Format, Global, PanelExplain};
use crate::fault::Failure;
use crate::{ask, load, output};
use servanda::model::System;
use servanda_data::panel::{Ask, Rule, build, explain};

pub(super) fn run(asked: &PanelExplain, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    if !matches!(format, Format::Table | Format::Json | Format::Md | Format::Html) {
        return Err(output::no_form(format, "table, json, md and html"));
    }
    let (mut requests, rest) = asked::requests(global)?;
    // Asked of the engine for the one cell, instead of every pledge of the corpus.
    requests.retain(|request| request.name != "servanda");
    let world = load::world(&rest)?;
    let frame = asked.frame.as_deref().map(asked::frame).transpose()?;
    let own = frame.as_ref().map(servanda_data::panel::Frame::scope);
    let system = match (asked.system, own) {
        (Some(list), _) => asked::system(list),
        (None, Some(scope)) => scope.system,
        (None, None) => System::Cow,
    };
    let rule = match (&asked.partial, own) {
        (Some(word), _) => asked::rule(word)?,
        (None, Some(scope)) => scope.rule,
        (None, None) => Rule::Any,
    };
    let failed = |fault| asked::failure(&fault);
    let mut cell = Ask::read(&world, system, &asked.words.join(" ")).map_err(failed)?;
    let scope = match &frame {
        Some(frame) => {
            let scope = cell.scope_of(frame).map_err(failed)?;
            servanda_data::panel::Scope { system, rule, ..scope }
        }
        None => cell.scope(system, rule),
    };
    let built = build(&world, scope, &requests).map_err(failed)?;
    cell.settle(&built.panel, frame.as_ref());
    let name = asked.frame.as_deref().map(asked::name).unwrap_or_default();
    let shown = frame.as_ref().map(|frame| (name.as_str(), frame));
    let told = explain(&world, &built.panel, &cell, shown).map_err(failed)?;
    let text = match format {
        Format::Json => ask::pretty(&told)?,
        Format::Md => told.page().markdown(),
        Format::Html => output::html(&told.page()),
        _ => told.page().render(output::layout(global)),
    };
    output::write(global, &text)?;
    Ok(0)
}
