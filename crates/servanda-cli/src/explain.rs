//! `servanda explain CODE`: the page of a diagnostic code.

use crate::args::{Explain, Format, Global};
use crate::fault::{Failure, USAGE};
use crate::output;
use servanda::corpus;
use servanda::syntax::{Code, Diagnostic};
use std::fmt::Write as _;

pub(crate) fn run(explain: &Explain, global: &Global) -> Result<u8, Failure> {
    output::only(global, &[Format::Table, Format::Md], "md, which is what it prints anyway")?;
    let Some(id) = &explain.code else {
        let mut out = String::new();
        for code in Code::ALL {
            let _ = writeln!(out, "{}  {}", code.id(), code.title());
        }
        output::write(global, &out)?;
        return Ok(0);
    };
    let Some(code) = Code::from_id(id) else {
        let fault = Diagnostic::bare(Code::SV0107, format!("no diagnostic has the code `{id}`"));
        return Err(Failure::bare(
            USAGE,
            fault.help("`servanda explain` without a code lists them all"),
        ));
    };
    output::write(global, &corpus::explained(code))?;
    Ok(0)
}
