//! The arguments of `servanda panel`.

use clap::{ArgAction, Args as ClapArgs, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(ClapArgs, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(
    after_help = "Columns are added with --add: NAME=FILE for your own copy of a data set, NAME alone for what is computed."
)]
pub(crate) struct Panel {
    /// One row for each: state-year, dyad-year, directed-dyad-year, alliance-year,
    /// alliance-member-year; or with -month or -day
    #[arg(value_name = "UNIT", required = true)]
    pub(crate) unit: Option<String>,
    #[command(flatten)]
    pub(crate) scope: PanelScope,
    /// Only these columns beside the keys
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Look the panel through for what is hardly plausible, as `panel lint` does, and write nothing
    #[arg(long)]
    pub(crate) lint: bool,
    #[command(subcommand)]
    pub(crate) act: Option<PanelAct>,
}

/// What can be done with panels beside making them.
#[derive(Subcommand, Debug)]
pub(crate) enum PanelAct {
    /// Say why a cell is what it is: servanda panel explain "UZB-AZE, 2002, defense"
    Explain(PanelExplain),
    /// Compare two frames, or two versions of a data set, cell by cell
    Diff(PanelDiff),
    /// Look a frame through for what is hardly plausible
    Lint(PanelLint),
}

#[derive(ClapArgs, Debug)]
pub(crate) struct PanelExplain {
    /// States, a time and a column: "704-373, 2002, defense"
    #[arg(value_name = "CELL", required = true)]
    pub(crate) words: Vec<String>,
    /// The frame in which the cell stands: a panel's file, Parquet or Arrow
    #[arg(long, value_name = "FILE")]
    pub(crate) frame: Option<PathBuf>,
    /// The list of states; without it, the frame's, else COW's
    #[arg(long, value_enum, value_name = "LIST")]
    pub(crate) system: Option<StateList>,
    /// Which periods count: any, first, last, exact or share-of-days; without it, the frame's, else any
    #[arg(long, value_name = "RULE")]
    pub(crate) partial: Option<String>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct PanelDiff {
    /// A panel's file, Parquet or Arrow
    #[arg(value_name = "FRAME1")]
    pub(crate) one: PathBuf,
    /// The other
    #[arg(value_name = "FRAME2")]
    pub(crate) other: PathBuf,
    /// Only this column
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(crate) column: Vec<String>,
    /// Say of the differences shown why each is what it is on either side; `--add NAME=FILE` gives the
    /// files, which are known by their hashes
    #[arg(long)]
    pub(crate) explain: bool,
    /// How many differences are shown; `-f csv` has all
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) shown: usize,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct PanelLint {
    /// A panel's file, Parquet or Arrow
    #[arg(value_name = "FRAME")]
    pub(crate) frame: PathBuf,
    /// How many findings of each kind are shown; `-f csv` has all
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) shown: usize,
}

/// Which rows of a panel.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct PanelScope {
    /// The list of states
    #[arg(long, value_enum, value_name = "LIST", default_value = "cow")]
    pub(crate) system: StateList,
    /// The first year, month or day
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// The last year, month or day; there is no implicit today
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<String>,
    /// Which periods count: any, first, last, exact or share-of-days
    #[arg(long, value_name = "RULE", default_value = "any")]
    pub(crate) partial: String,
    /// Carry the list of states on past its last day, as if nothing had changed
    #[arg(long)]
    pub(crate) beyond_list: bool,
}

/// A list of states.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum StateList {
    /// Correlates of War, to 2016
    Cow,
    /// Gleditsch and Ward, to 2020
    Gw,
}
