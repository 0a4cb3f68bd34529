//! `servanda cite`: treaties and sources as BibTeX or CSL-JSON; of a panel's file, the works behind its
//! columns.

use crate::args::{Cite, Format, Global};
use crate::fault::{Failure, MISSING};
use crate::{ask, load, output, panel};
use servanda::answer::bibtex;
use servanda::answer::citation::{self, Item};
use servanda::model::World;
use servanda::request::named;
use servanda::syntax::diagnostic::did_you_mean;
use servanda::syntax::{Code, Diagnostic};

pub(crate) fn run(cite: &Cite, global: &Global) -> Result<u8, Failure> {
    if panel::is_frame(&cite.what) {
        return panel::cite(&cite.what, global);
    }
    let format = output::format(global, Format::Bibtex)?;
    let world = load::world(global)?;
    let items = items(&world, &cite.what)?;
    let text = match format {
        Format::Bibtex => bibtex::render(&items),
        Format::Csl | Format::Json => ask::pretty(&items)?,
        other => return Err(output::no_form(other, "bibtex, and csl or json (CSL-JSON)")),
    };
    output::write(global, &text)?;
    Ok(0)
}

fn items(world: &World, what: &str) -> Result<Vec<Item>, Failure> {
    if what == "all" {
        return Ok(citation::all(world));
    }
    if let Some(treaty) = named::known_treaty(world, what) {
        return Ok(citation::of_treaty(world, world.treaty(treaty)));
    }
    let upper = what.to_ascii_uppercase();
    if let Some(source) = world.record.source(what).or_else(|| world.record.source(&upper)) {
        return Ok(vec![citation::of_source(source)]);
    }
    if let Some(event) = world.record.event(what).or_else(|| world.record.event(&upper)) {
        return Ok(citation::of_event(world, event));
    }
    let treaties = world.treaties.iter().map(|treaty| treaty.id.as_str());
    let sources = world.record.sources.iter().map(|source| source.id.as_str());
    let events = world.record.events.iter().map(|event| event.id.as_str());
    let fault =
        Diagnostic::bare(Code::SV0402, format!("no treaty, source or event has the id `{what}`"));
    let near = did_you_mean(what, treaties.chain(sources).chain(events));
    Err(Failure::bare(
        MISSING,
        fault.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`servanda cite all` shows the key of everything that can be cited".to_owned(),
        }),
    ))
}
