//! `servanda panel`: data frames of states, dyads and alliances. The whole of it is in the build with
//! the feature `full`; the light build says so.

#[cfg(feature = "full")]
mod asked;
#[cfg(feature = "full")]
mod make;
#[cfg(feature = "full")]
mod page;

#[cfg(feature = "full")]
pub use asked::Rows;
#[cfg(feature = "full")]
pub(crate) use asked::failure;
#[cfg(feature = "full")]
pub(crate) use make::run;

/// Says how to get a build that has panels.
#[cfg(not(feature = "full"))]
pub(crate) fn run(
    _: &crate::args::Panel,
    _: &crate::args::Global,
) -> Result<u8, crate::fault::Failure> {
    use servanda::syntax::{Code, Diagnostic};
    let fault = Diagnostic::bare(Code::SV0709, "panels are not in this build");
    let help = "build the whole program: `cargo build --release -p servanda-cli --features full`";
    Err(crate::fault::Failure::bare(crate::fault::MISSING, fault.help(help)))
}
