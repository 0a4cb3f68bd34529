//! The command `servanda` as a library: what `main.rs` runs, and in [`shared`] what the Python package
//! has in common with it. Reads files and arguments, asks the core, writes to the terminal or a file.
//! Knows no treaty: everything that can be decided without a file or a terminal is in the core.

mod against;
mod args;
mod ask;
mod batch;
mod check;
mod cite;
mod coders;
mod completions;
mod conflicts;
mod cores;
mod decide;
mod diff;
mod explain;
mod fault;
mod fmt;
mod foresee;
mod import;
mod load;
mod lsp;
mod matching;
mod mcp;
mod new;
mod output;
mod panel;
mod pledges;
mod progress;
mod read;
mod schema;
mod serve;
pub mod shared;
mod state;
mod test;
mod timeline;
mod treaty;
mod usage;
mod watch;

use args::{Args, Command};
use clap::Parser;
use fault::Failure;
use std::process::ExitCode;

/// Runs the command with the arguments of this process, and gives the exit status.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return usage::report(&error),
    };
    match run(&args) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => failure.report(&args.global),
    }
}

fn run(args: &Args) -> Result<u8, Failure> {
    let global = &args.global;
    match &args.command {
        Command::Ask(ask) => ask::run(ask, global),
        Command::Why(why) => ask::why(why, global),
        Command::Treaty(treaty) => treaty::run(treaty, global),
        Command::State(state) => state::run(state, global),
        Command::Timeline(timeline) => timeline::run(timeline, global),
        Command::Conflicts(conflicts) => conflicts::run(conflicts, global),
        Command::Pledges(pledges) => pledges::run(pledges, global),
        Command::Diff(diff) => diff::run(diff, global),
        Command::Cite(cite) => cite::run(cite, global),
        Command::Check(check) => check::run(check, global),
        Command::New(new) => new::run(new, global),
        Command::Fmt(fmt) => fmt::run(fmt, global),
        Command::Import(import) => import::run(import, global),
        Command::Panel(panel) => panel::run(panel, global),
        Command::Match(asked) => matching::run(asked, global),
        Command::Decide(decide) => decide::run(decide, global),
        Command::Read(read) => read::run(read, global),
        Command::Foresee(asked) => foresee::run(asked, global),
        Command::Watch(asked) => watch::run(asked, global),
        Command::Serve(serve) => serve::run(serve, global),
        Command::Mcp => mcp::run(global),
        Command::Lsp(lsp) => lsp::run(lsp, global),
        Command::Test(test) => test::run(test, global),
        Command::Schema(schema) => schema::run(schema, global),
        Command::Explain(explain) => explain::run(explain, global),
        Command::Completions(completions) => completions::run(completions, global),
    }
}
