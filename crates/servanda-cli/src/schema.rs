//! `servanda schema`: the published JSON Schemas.

use crate::args::{Global, Schema};
use crate::fault::{Failure, USAGE};
use crate::{ask, output};
use servanda::answer::form;
use servanda::syntax::{Code, Diagnostic, json};

pub(crate) fn run(schema: &Schema, global: &Global) -> Result<u8, Failure> {
    let value = match schema.name.as_str() {
        "answer" => form::schema(),
        "treaty" => json::schema(),
        other => {
            let fault = Diagnostic::bare(Code::SV0107, format!("no schema is called `{other}`"));
            return Err(Failure::bare(USAGE, fault.help("write `answer` or `treaty`")));
        }
    };
    output::write(global, &ask::pretty(&value)?)?;
    Ok(0)
}
