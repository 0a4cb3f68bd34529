//! `servanda fmt`: the canonical layout, in place.

use crate::args::{Fmt, Format, Global};
use crate::fault::{FINDINGS, Failure, USAGE};
use crate::{load, output};
use servanda::syntax::host::Host;
use servanda::syntax::{Code, Diagnostic, Source, Sources, format, json, parse};
use std::path::Path;

pub(crate) fn run(fmt: &Fmt, global: &Global) -> Result<u8, Failure> {
    let mut changed = Vec::new();
    one_for_one(fmt, global)?;
    for path in &fmt.paths {
        if path == Path::new("-") {
            let text = load::stdin()?;
            let host = if text.contains("```treaty") { Host::Literate } else { Host::Bare };
            output::write(global, &laid_out("standard input", &text, host, global)?)?;
            continue;
        }
        for file in load::files(path, &load::is_treaty)? {
            let text = load::read(&file)?;
            let name = file.to_string_lossy().into_owned();
            if name.to_ascii_lowercase().ends_with(".json") {
                let text = json::to_text(&text).map_err(|fault| Failure::bare(USAGE, *fault))?;
                output::write(global, &text.0)?;
                continue;
            }
            let host = Host::of_name(&name).unwrap_or(Host::Bare);
            let new = laid_out(&name, &text, host, global)?;
            let elsewhere = global.output.is_some() && !fmt.check;
            if global.format == Some(Format::Json) || elsewhere {
                output::write(global, &new)?;
            } else if new != text {
                if !fmt.check {
                    output::to_file(&file, new.as_bytes())?;
                }
                changed.push(name);
            }
        }
    }
    let verb = if fmt.check { "would change" } else { "changed" };
    for name in &changed {
        output::to_stderr(&format!("{verb}: {name}\n"));
    }
    Ok(if fmt.check && !changed.is_empty() { FINDINGS } else { 0 })
}

/// Only one text goes into the one file of `-o`, and only two forms are there.
fn one_for_one(fmt: &Fmt, global: &Global) -> Result<(), Failure> {
    output::only(
        global,
        &[Format::Table, Format::Json],
        "json; without `-f`, the language itself",
    )?;
    if global.output.is_none() {
        return Ok(());
    }
    let mut count = 0;
    for path in &fmt.paths {
        count +=
            if path == Path::new("-") { 1 } else { load::files(path, &load::is_treaty)?.len() };
    }
    if count > 1 {
        let message = format!("{count} texts do not go into one file");
        let fault = Diagnostic::bare(Code::SV0607, message);
        let help = "name one text, or leave `-o` out: then each is laid out in its place";
        return Err(Failure::bare(USAGE, fault.help(help)));
    }
    Ok(())
}

/// The canonical text, or with `-f json` the JSON form. Files with faults are left as they are.
fn laid_out(name: &str, text: &str, host: Host, global: &Global) -> Result<String, Failure> {
    let mut sources = Sources::default();
    let file = sources.add(Source::new(name, text));
    let document = parse(text, file, host);
    if crate::fault::has_errors(&document.diagnostics) {
        return Err(Failure::new(USAGE, document.diagnostics, sources));
    }
    if global.format == Some(Format::Json) {
        let form =
            json::to_json(&document).map_err(|faults| Failure::new(USAGE, faults, sources))?;
        return crate::ask::pretty(&form);
    }
    Ok(format::format(&document, text))
}
