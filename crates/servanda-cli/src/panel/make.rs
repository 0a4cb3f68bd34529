//! A panel made and written: to a file block by block, to a pipe, or as a page that tells what it is.

use super::{asked, page};
use crate::args::{Format, Global, Panel};
use crate::fault::Failure;
use crate::progress::Bar;
use crate::{ask, load, output};
use servanda_data::panel::{Built, Sink, build};
use std::io::{self, Write};

pub(crate) fn run(panel: &Panel, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    let sink = match format {
        Format::Parquet => Some(Sink::Parquet),
        Format::Arrow if global.output.is_none() => Some(Sink::ArrowStream),
        Format::Arrow => Some(Sink::Arrow),
        Format::Csv => Some(Sink::Csv),
        Format::Table | Format::Json | Format::Md => None,
        other => return Err(output::no_form(other, "table, md, json, csv, parquet and arrow")),
    };
    let scope = asked::scope(panel)?;
    let (requests, rest) = asked::requests(global)?;
    let world = load::world(&rest)?;
    let mut built = build(&world, scope, &requests).map_err(|fault| asked::failure(&fault))?;
    if !panel.only.is_empty() {
        built.panel.keep_only(&panel.only).map_err(|fault| asked::failure(&fault))?;
    }
    tell_left_out(&built);
    let Some(sink) = sink else {
        let text = match format {
            Format::Json => ask::pretty(&page::form(&built.panel))?,
            Format::Md => page::page(&built.panel)?.markdown(),
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
