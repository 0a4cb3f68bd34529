//! `servanda mcp`: the same for assistants, over standard input and output. In the build with the feature `full`; the
//! light build says so.

/// Answers until standard input ends. Standard output carries the protocol and nothing else.
#[cfg(feature = "full")]
pub(crate) fn run(global: &crate::args::Global) -> Result<u8, crate::fault::Failure> {
    use crate::fault::{Failure, USAGE};
    use crate::output;
    use servanda::syntax::{Code, Diagnostic};
    use std::io::IsTerminal as _;

    output::only(global, &[], "none: it speaks the Model Context Protocol")?;
    let world = crate::load::world(global)?;
    if std::io::stdin().is_terminal() {
        let words = "note: `servanda mcp` is started by an assistant's program and waits for its messages on standard input (Ctrl-C ends it)\n";
        output::to_stderr(words);
    }
    servanda_server::assist(world, global.texts()).map_err(|stopped| {
        let fault = Diagnostic::bare(Code::SV0704, stopped.to_string());
        let help =
            "name `servanda mcp` as a server of the kind `stdio` in your assistant's settings";
        Failure::bare(USAGE, fault.help(help))
    })?;
    Ok(0)
}

/// Says which build has it.
#[cfg(not(feature = "full"))]
pub(crate) fn run(_: &crate::args::Global) -> Result<u8, crate::fault::Failure> {
    Err(crate::fault::not_in_this_build("the server for assistants is"))
}
