//! `servanda completions SHELL`: completions made from the command line's own description.

use crate::args::{Args, Completions, Global};
use crate::fault::Failure;
use crate::output;
use clap::CommandFactory;

pub(crate) fn run(completions: &Completions, global: &Global) -> Result<u8, Failure> {
    output::only(global, &[], "none: it prints a script of the shell")?;
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut Args::command(), "servanda", &mut script);
    output::write(global, &String::from_utf8_lossy(&script))?;
    Ok(0)
}
