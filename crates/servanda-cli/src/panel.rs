//! `servanda panel`: data frames of states, dyads and alliances. The whole of it is in the build with
//! the feature `full`; the light build says so.

#[cfg(feature = "full")]
mod asked;
#[cfg(feature = "full")]
mod cite;
#[cfg(feature = "full")]
mod compare;
#[cfg(feature = "full")]
mod explain;
#[cfg(feature = "full")]
mod lint;
#[cfg(feature = "full")]
mod make;
#[cfg(feature = "full")]
mod page;

use std::path::Path;

/// Whether words name the file of a panel.
pub(crate) fn is_frame(words: &str) -> bool {
    let ending = Path::new(words).extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ["parquet", "arrow", "feather"].contains(&ending))
}

#[cfg(feature = "full")]
pub use asked::Rows;
#[cfg(feature = "full")]
pub(crate) use asked::failure;

/// Makes a panel, or does what is asked with one.
#[cfg(feature = "full")]
pub(crate) fn run(
    panel: &crate::args::Panel,
    global: &crate::args::Global,
) -> Result<u8, crate::fault::Failure> {
    use crate::args::PanelAct;
    match &panel.act {
        None => make::run(panel, global),
        Some(PanelAct::Explain(asked)) => explain::run(asked, global),
        Some(PanelAct::Diff(asked)) => compare::run(asked, global),
        Some(PanelAct::Lint(asked)) => lint::run(asked, global),
    }
}

/// Cites what a panel's file was made from.
#[cfg(feature = "full")]
pub(crate) use cite::run as cite;

/// Says how to get a build that has panels.
#[cfg(not(feature = "full"))]
pub(crate) fn run(
    _: &crate::args::Panel,
    _: &crate::args::Global,
) -> Result<u8, crate::fault::Failure> {
    not_here()
}

/// Says how to get a build that reads the files of panels.
#[cfg(not(feature = "full"))]
pub(crate) fn cite(_: &str, _: &crate::args::Global) -> Result<u8, crate::fault::Failure> {
    not_here()
}

#[cfg(not(feature = "full"))]
fn not_here() -> Result<u8, crate::fault::Failure> {
    Err(crate::fault::not_in_this_build("panels are"))
}
