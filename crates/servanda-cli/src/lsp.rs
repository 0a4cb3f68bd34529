//! `servanda lsp`: treaties in an editor, over standard input and output; and the grammar that colors them there.

use crate::args::{Global, Lsp};
use crate::fault::{FINDINGS, Failure};
use crate::{load, output};
use servanda::corpus;
use servanda_lsp::End;
use std::io::IsTerminal as _;

/// Serves an editor until it leaves. Standard output carries the protocol and nothing else.
pub(crate) fn run(lsp: &Lsp, global: &Global) -> Result<u8, Failure> {
    output::only(global, &[], "none: it speaks the Language Server Protocol")?;
    if lsp.grammar {
        output::write(global, &servanda_lsp::grammar::textmate())?;
        return Ok(0);
    }
    let base = corpus::empty_world().map_err(|error| Failure::internal(&error))?;
    let mut texts = match &global.corpus {
        None => corpus::treaties(),
        Some(path) => load::treaty_files(path)?,
    };
    for path in &global.add {
        texts.extend(load::treaty_files(path)?);
    }
    if std::io::stdin().is_terminal() {
        let words = "note: `servanda lsp` is started by an editor and waits for its messages on standard input (Ctrl-C ends it)\n";
        output::to_stderr(words);
    }
    match servanda_lsp::stdio(base, texts) {
        End::Goodbye => Ok(0),
        End::Gone => Ok(FINDINGS),
    }
}
