//! A panel made and written: to a file block by block, to a pipe, or as a page that tells what it is.

use super::{asked, lint, page};
use crate::args::{Format, Global, Panel};
use crate::fault::Failure;
use crate::progress::Bar;
use crate::{ask, load, output};
use servanda::corpus;
use servanda_data::panel::{Built, Frame, Sink, build};
use std::io::{self, Write};

pub(crate) fn run(panel: &Panel, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    let sink = match format {
        Format::Parquet => Some(Sink::Parquet),
        Format::Arrow if global.output.is_none() => Some(Sink::ArrowStream),
        Format::Arrow => Some(Sink::Arrow),
        Format::Csv => Some(Sink::Csv),
        Format::Table | Format::Json | Format::Md | Format::Html => None,
        other => return Err(output::no_form(other, "table, md, json, csv, parquet and arrow")),
    };
    let scope = asked::scope(panel)?;
    let (requests, rest) = asked::requests(global)?;
    // The lists of states are enough for rows, and for columns of other people's data.
    let of_treaties = requests.iter().any(|request| request.name == "servanda");
    let named = !rest.add.is_empty() || rest.corpus.is_some();
    let world = if of_treaties || named || panel.lint {
        load::world(&rest)?
    } else {
        corpus::empty_world().map_err(|error| Failure::internal(&error))?
    };
    let mut built = build(&world, scope, &requests).map_err(|fault| asked::failure(&fault))?;
    if !panel.only.is_empty() {
        built.panel.keep_only(&panel.only).map_err(|fault| asked::failure(&fault))?;
    }
    tell_left_out(&built);
    if panel.lint {
        let frame = Frame::of(&built.panel).map_err(|fault| asked::failure(&fault))?;
        let atop = asked::atop(&world, &requests)?;
        return lint::look_through(&frame, &world, atop.as_ref(), lint::SHOWN, global);
    }
    let Some(sink) = sink else {
        let text = match format {
            Format::Json => ask::pretty(&page::form(&built.panel))?,
            Format::Md => page::page(&built.panel)?.markdown(),
            Format::Html => output::html(&page::page(&built.panel)?),
            _ => page::page(&built.panel)?.render(output::layout(global)),
        };
        output::write(global, &text)?;
        return Ok(0);
    };
    let bar = Bar::new(built.panel.rows());
    let mut step = |rows| bar.step(rows);
    match &global.output {
        Some(path) => {
            let rows =
                output::into_file(path, |file| built.panel.write(sink, file, &mut step))?.rows;
            bar.end();
            let columns = built.panel.schema().fields().len();
            output::to_stderr(&format!("{rows} rows, {columns} columns: {}\n", path.display()));
        }
        None => {
            let out = io::BufWriter::new(Out(io::stdout()));
            let written = built.panel.write(sink, out, &mut step);
            bar.end();
            written.map_err(|error| output::stopped(&error))?;
        }
    }
    Ok(0)
}

/// Standard output, for writers that other threads may hold.
struct Out(io::Stdout);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Rows told one by one; the rest is counted.
const MOST_TOLD: usize = 10;

/// Says which rows of the user's files could not be used.
fn tell_left_out(built: &Built) {
    for (file, fault) in built.left_out.iter().take(MOST_TOLD) {
        output::to_stderr(&format!("left out: `{file}`, {fault}\n"));
    }
    if built.left_out.len() > MOST_TOLD {
        let more = built.left_out.len() - MOST_TOLD;
        output::to_stderr(&format!("left out: {more} more rows\n"));
    }
}
