//! A command line that is not understood: clap's words, and for commands of the whole program that
//! this build lacks a word of our own.

use crate::args::Global;
use crate::fault::{Failure, MISSING, USAGE};
use crate::output;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use servanda::syntax::{Code, Diagnostic};
use std::process::ExitCode;

/// Commands to come, and what comes nearest today.
const LATER: &[(&str, &str)] = &[
    ("watch", "`check` reads files once"),
];

/// Reports what clap refuses, or the help or version it was asked for.
pub(crate) fn report(error: &clap::Error) -> ExitCode {
    if let Some(failure) = later(error) {
        return failure.report(&Global::default());
    }
    let text = error.render();
    if error.use_stderr() {
        let text = match output::color_on_stderr() {
            true => text.ansi().to_string(),
            false => text.to_string(),
        };
        output::to_stderr(&text);
        return ExitCode::from(USAGE);
    }
    match output::to_stdout(text.to_string().as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(&Global::default()),
    }
}

fn later(error: &clap::Error) -> Option<Failure> {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return None;
    }
    let ContextValue::String(word) = error.get(ContextKind::InvalidSubcommand)? else {
        return None;
    };
    let (name, instead) = LATER.iter().find(|(name, _)| name == word)?;
    let fault = Diagnostic::bare(Code::SV0706, format!("`{name}` is not in this build"))
        .help(format!("in this build {instead}"))
        .note("`servanda --help` lists the commands of this build");
    Some(Failure::bare(MISSING, fault))
}
