//! `servanda fmt`: the canonical layout, in place.

use crate::args::{Fmt, Format, Global};
use crate::fault::{FINDINGS, Failure, USAGE};
use crate::{load, output};
use servanda::syntax::host::Host;
use servanda::syntax::{Code, Diagnostic, Source, Sources, format, json, parse};
use servanda_decide::summit;
use std::path::Path;

pub(crate) fn run(fmt: &Fmt, global: &Global) -> Result<u8, Failure> {
    let mut changed = Vec::new();
    one_for_one(fmt, global)?;
    for path in &fmt.paths {
        if path == Path::new("-") {
            let text = load::stdin()?;
            let new = laid_out("standard input", &text, language(&text), global)?;
            output::write(global, &new)?;
            continue;
        }
        for file in load::files(path, &load::is_treaty_or_summit)? {
            let text = load::read(&file)?;
            let name = file.to_string_lossy().into_owned();
            if name.to_ascii_lowercase().ends_with(".json") {
                let text = json::to_text(&text).map_err(|fault| Failure::bare(USAGE, *fault))?;
                output::write(global, &text.0)?;
                continue;
            }
            let language = match summit::host_of_name(&name) {
                Some(host) => Language::Summit(host),
                None => Language::Treaty(Host::of_name(&name).unwrap_or(Host::Bare)),
            };
            let new = laid_out(&name, &text, language, global)?;
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

/// What a text is written in.
#[derive(Clone, Copy)]
enum Language {
    Treaty(Host),
    Summit(Host),
}

/// The language of a text without a name: by its fences, or by the first word of its code.
fn language(text: &str) -> Language {
    let summit = |line: &str| line.split_whitespace().next() == Some("summit");
    let code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    if text.contains("```treaty") {
        Language::Treaty(Host::Literate)
    } else if text.contains("```summit") {
        Language::Summit(Host::Literate)
    } else if text.lines().find(code).is_some_and(summit) {
        Language::Summit(Host::Bare)
    } else {
        Language::Treaty(Host::Bare)
    }
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
        count += if path == Path::new("-") {
            1
        } else {
            load::files(path, &load::is_treaty_or_summit)?.len()
        };
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
fn laid_out(
    name: &str,
    text: &str,
    language: Language,
    global: &Global,
) -> Result<String, Failure> {
    let mut sources = Sources::default();
    let file = sources.add(Source::new(name, text));
    let host = match language {
        Language::Treaty(host) => host,
        Language::Summit(_) if global.format == Some(Format::Json) => {
            let message = format!("`{name}` is a summit, which has no JSON form");
            let fault = Diagnostic::bare(Code::SV0706, message);
            let help = "leave `-f json` out; `servanda decide -f json` has what its models say";
            return Err(Failure::bare(USAGE, fault.help(help)));
        }
        Language::Summit(host) => {
            let faults = summit::read(text, host == Host::Literate, file).faults;
            return match crate::fault::has_errors(&faults) {
                true => Err(Failure::new(USAGE, faults, sources)),
                false => Ok(summit::laid_out(text, host)),
            };
        }
    };
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
