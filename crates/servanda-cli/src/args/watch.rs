//! What `servanda watch` is asked, as data.

use clap::{ArgAction, Args as ClapArgs};
use std::path::PathBuf;

#[derive(ClapArgs, Debug, Default)]
#[cfg_attr(not(feature = "full"), allow(dead_code, reason = "the light build has no watch"))]
pub(crate) struct Watch {
    /// Files, folders, `-` for standard input, or addresses, such as GDELT's `lastupdate.txt`
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    /// Which answers are alerts (TOML; `servanda schema watch-rules`)
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Say what is not understood in a file of rules, and watch nothing; `example` prints one to begin with
    #[arg(long, value_name = "FILE", conflicts_with_all = ["rules", "status", "resend"])]
    pub(crate) check_rules: Option<PathBuf>,
    /// Keep what was read, told and owed in this file; without it, all of it is forgotten at the end
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Whom to tell, more than once for several: table, ndjson:FILE, ndjson:-, parquet:FOLDER, atom:FILE, webhook:URL
    #[arg(long, value_name = "SINK", action = ArgAction::Append)]
    pub(crate) to: Vec<String>,
    /// Lines of a mapping of your own, from codes to triggers, beside those shipped
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// The sources are a table of your own, whose columns this file declares
    #[arg(long, value_name = "FILE")]
    pub(crate) own: Option<PathBuf>,
    /// Ask the sources again after this long: 30s, 15m, 2h, 1d
    #[arg(long, value_name = "DURATION")]
    pub(crate) follow: Option<String>,
    /// Append rows that cannot be read to this file, with file, line and reason
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Sign what is sent to webhooks with the secret in this variable of the environment
    #[arg(long, value_name = "VARIABLE")]
    pub(crate) secret_from: Option<String>,
    /// Show what a state holds: open duties, what waits, what receivers refused
    #[arg(long, requires = "state", conflicts_with = "resend")]
    pub(crate) status: bool,
    /// Send again what receivers refused
    #[arg(long, requires = "state")]
    pub(crate) resend: bool,
}
