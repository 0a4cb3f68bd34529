//! Where output goes: the terminal, a pipe that may close, or a file that is never left half written.

use crate::args::{Format, Global};
use crate::fault::{Failure, MISSING};
use servanda::answer::sheet::Sheet;
use servanda::answer::table::Layout;
use servanda::syntax::{Code, Diagnostic};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// The form of output asked for, or the one that the file's ending asks for.
pub(crate) fn format(global: &Global, otherwise: Format) -> Result<Format, Failure> {
    if let Some(format) = global.format {
        return Ok(format);
    }
    let Some(path) = &global.output else { return Ok(otherwise) };
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    Ok(match ending {
        "json" => Format::Json,
        "ndjson" | "jsonl" => Format::Ndjson,
        "csv" => Format::Csv,
        "md" => Format::Md,
        "html" | "htm" => Format::Html,
        "dot" | "gv" => Format::Dot,
        "svg" => Format::Svg,
        "graphml" => Format::Graphml,
        "geojson" => Format::Geojson,
        "ics" => Format::Ics,
        "bib" => Format::Bibtex,
        "txt" => otherwise,
        "parquet" => Format::Parquet,
        "arrow" | "feather" => Format::Arrow,
        other => {
            let fault = Diagnostic::bare(
                Code::SV0706,
                format!("the ending `.{other}` asks for no form of output that is known"),
            );
            return Err(Failure::bare(
                crate::fault::USAGE,
                fault.help("name the form with `-f`, such as `-f csv`"),
            ));
        }
    })
}

/// A form that a command does not have.
pub(crate) fn no_form(format: Format, has: &str) -> Failure {
    let name = format!("{format:?}").to_lowercase();
    let fault = Diagnostic::bare(Code::SV0706, format!("this command has no form `{name}`"));
    Failure::bare(crate::fault::USAGE, fault.help(format!("it has {has}")))
}

/// Refuses a form that a command of few forms does not have. Of a file the ending says nothing here.
pub(crate) fn only(global: &Global, forms: &[Format], has: &str) -> Result<(), Failure> {
    match global.format.filter(|format| !forms.contains(format)) {
        Some(format) => Err(no_form(format, has)),
        None => Ok(()),
    }
}

/// How tables are laid out.
pub(crate) fn layout(global: &Global) -> Layout {
    Layout { width: width(global), color: color_on_stdout(global) }
}

/// A page that is laid out as a sheet, for the browser.
pub(crate) fn html(sheet: &Sheet) -> String {
    servanda_pages::alone::page(&sheet.title, &servanda_pages::sheet::page(sheet))
}

/// Writes text where it was asked for.
pub(crate) fn write(global: &Global, text: &str) -> Result<(), Failure> {
    match &global.output {
        None => to_stdout(text.as_bytes()),
        Some(path) => to_file(path, text.as_bytes()),
    }
}

/// Writes to standard output. A reader that has gone away ends the program quietly.
pub(crate) fn to_stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) => Err(stopped(&error)),
    }
}

/// The failure of a write; a closed pipe is none.
pub(crate) fn stopped(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    let fault = Diagnostic::bare(Code::SV0704, format!("cannot write: {error}"));
    Failure::bare(MISSING, fault.help("check that there is room and that you may write there"))
}

/// Writes beside the file and renames, so that no half file is left.
pub(crate) fn to_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    into_file(path, |file| file.write_all(bytes))
}

/// Writes piece by piece beside the file and renames, so that no half file is left.
pub(crate) fn into_file<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>,
) -> Result<T, Failure> {
    let beside = path.with_extension("partial");
    let written = File::create(&beside).and_then(|file| {
        let mut file = BufWriter::new(file);
        let written = write(&mut file)?;
        file.flush()?;
        std::fs::rename(&beside, path)?;
        Ok(written)
    });
    written.map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        let fault =
            Diagnostic::bare(Code::SV0704, format!("cannot write `{}`: {error}", path.display()));
        let help = "check that the folder is there, has room and may be written to; nothing was left half written";
        Failure::bare(MISSING, fault.help(help))
    })
}

/// Writes to standard error; nobody to read it is no fault.
pub(crate) fn to_stderr(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.as_bytes());
}

fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Whether tables may be colored.
pub(crate) fn color_on_stdout(global: &Global) -> bool {
    global.output.is_none() && io::stdout().is_terminal() && !no_color()
}

/// Whether diagnostics may be colored.
pub(crate) fn color_on_stderr() -> bool {
    io::stderr().is_terminal() && !no_color()
}

/// Columns of tables.
pub(crate) fn width(global: &Global) -> usize {
    global.width.or_else(terminal_width).unwrap_or(100).clamp(40, 200)
}

/// Columns that were asked for, or that a terminal has; in a pipe lines stay whole.
pub(crate) fn told_width(global: &Global) -> Option<usize> {
    let terminal =
        || terminal_width().filter(|_| global.output.is_none() && io::stdout().is_terminal());
    global.width.or_else(terminal).map(|width| width.clamp(40, 200))
}

/// Columns of diagnostics.
pub(crate) fn stderr_width(global: &Global) -> usize {
    global.width.or_else(terminal_width).unwrap_or(140).clamp(40, 200)
}

fn terminal_width() -> Option<usize> {
    if let Some((terminal_size::Width(columns), _)) = terminal_size::terminal_size() {
        return Some(usize::from(columns));
    }
    std::env::var("COLUMNS").ok()?.parse().ok()
}
