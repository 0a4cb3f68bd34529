//! A command line that is not understood, in clap's words; and the help and version that it prints.

use crate::args::Global;
use crate::fault::USAGE;
use crate::output;
use std::process::ExitCode;

/// Reports what clap refuses, or the help or version it was asked for.
pub(crate) fn report(error: &clap::Error) -> ExitCode {
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
