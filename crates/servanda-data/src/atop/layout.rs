//! Which of ATOP's files a table is, told by its header; clear words when it is none.

use super::variable::Obligation;
use crate::fault::FileFault;
use crate::table::Table;

/// The columns that tell the version of the 5 and the 4 series apart: their presence is the layout.
const SERIES: &[&str] = &["new5", "new4"];

/// Columns of the member file beside the coded variables.
pub(super) const MEMBER: &[&str] =
    &["atopid", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit", "phase"];

/// Columns of the alliance file beside the coded variables.
pub(super) const ALLIANCE: &[&str] =
    &["atopid", "begyr", "begmo", "begday", "endyr", "endmo", "endday", "mem1"];

/// Checks that a table is the file it should be, and gives the version that it names.
pub(super) fn version(table: &Table, what: &str, columns: &[&str]) -> Result<String, FileFault> {
    if table.rows.is_empty() {
        return Err(FileFault::new("the table has a header and no row", "fetch the file again"));
    }
    let coded = Obligation::ALL.iter().map(|obligation| obligation.variable().name());
    let lacking = table.lacks(columns.iter().copied().chain(coded));
    if !lacking.is_empty() {
        let names: Vec<String> = lacking.iter().map(|name| format!("`{name}`")).collect();
        let cause = match other(table) {
            Some(other) => format!("this is {other}, not {what}"),
            None => format!("this is not {what}: it lacks the columns {}", names.join(", ")),
        };
        return Err(FileFault::new(
            cause,
            format!("name {what} of ATOP 4.01 or 5.1, with its header"),
        ));
    }
    if table.lacks(SERIES.iter().copied()).len() == SERIES.len() {
        return Err(FileFault::new(
            "this is ATOP in a layout that is not known: neither the column `new5` (version 5) nor `new4` (version 4)",
            "name a file of version 4.01 or 5.1",
        ));
    }
    let series = if table.column("new5").is_some() { "5" } else { "4" };
    Ok(table.version().unwrap_or(series).to_owned())
}

/// What else of ATOP a table looks like.
fn other(table: &Table) -> Option<&'static str> {
    let has = |name: &str| table.column(name).is_some();
    match () {
        () if has("member") && has("yrent") && has("phase") && has("defense") => {
            Some("ATOP's member file")
        }
        () if has("mem1") && has("begyr") => Some("ATOP's alliance file"),
        () if has("statea") || has("dirdyad") || has("ddyad") || has("dyad") => {
            Some("one of ATOP's dyad files")
        }
        () if has("year") && has("member") => Some("ATOP's state-year file"),
        () => None,
    }
}
