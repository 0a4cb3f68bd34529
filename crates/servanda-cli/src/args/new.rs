//! What `servanda new` is asked, as data.

use clap::Args as ClapArgs;
use std::path::PathBuf;

#[derive(ClapArgs, Debug)]
pub(crate) struct New {
    /// The file to write, ending in `.treaty.md`; without it, named after the treaty's id
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Take the answers from this file, one a line, instead of the terminal or a pipe
    #[arg(long, value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
}
