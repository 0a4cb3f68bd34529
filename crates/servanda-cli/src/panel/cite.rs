//! `servanda cite FRAME`: the works behind the columns of a panel's file, by its metadata alone.

use super::asked;
use crate::args::{Format, Global};
use crate::fault::Failure;
use crate::{ask, output};
use servanda::answer::bibtex;
use servanda::answer::citation::Item;
use servanda_data::panel::{Credit, credits};
use std::path::Path;

pub(crate) fn run(path: &str, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Bibtex)?;
    let frame = asked::frame(Path::new(path))?;
    let credits = credits(&frame);
    let items: Vec<Item> = credits.iter().filter_map(Credit::item).collect();
    let text = match format {
        Format::Bibtex => format!("{}\n{}", comments(&credits), bibtex::render(&items)),
        Format::Csl | Format::Json => ask::pretty(&items)?,
        other => return Err(output::no_form(other, "bibtex, and csl or json (CSL-JSON)")),
    };
    output::write(global, &text)?;
    Ok(0)
}

/// Which column comes from which work, as lines that BibTeX passes over.
fn comments(credits: &[Credit]) -> String {
    let mut text = String::new();
    for credit in credits {
        let key = credit.work.as_ref().map_or("no work is named", |work| work.key.as_str());
        let file = credit.file.as_ref().map_or(String::new(), |file| format!(" ({file})"));
        text.push_str(&format!("% {}: {key}{file}\n", credit.source));
        text.push_str(&format!("%   {}\n", credit.columns.join(", ")));
    }
    text
}
