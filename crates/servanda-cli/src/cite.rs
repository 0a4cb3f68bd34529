//! `servanda cite`: treaties and sources as BibTeX or CSL-JSON; of a panel's file, the works behind its
//! columns.

use crate::args::{Cite, Format, Global};
use crate::fault::Failure;
use crate::{ask, load, output, panel};
use servanda::answer::bibtex;
use servanda::request::cited;

pub(crate) fn run(cite: &Cite, global: &Global) -> Result<u8, Failure> {
    if panel::is_frame(&cite.what) {
        return panel::cite(&cite.what, global);
    }
    let format = output::format(global, Format::Bibtex)?;
    let world = load::world(global)?;
    let items = cited::items(&world, &cite.what)?;
    let text = match format {
        Format::Bibtex => bibtex::render(&items),
        Format::Csl | Format::Json => ask::pretty(&items)?,
        other => return Err(output::no_form(other, "bibtex, and csl or json (CSL-JSON)")),
    };
    output::write(global, &text)?;
    Ok(0)
}
