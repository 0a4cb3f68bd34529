//! What `servanda foresee` is asked, as data.

use clap::{Args as ClapArgs, Subcommand};
use std::path::PathBuf;

#[derive(ClapArgs, Debug, Default)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Foresee {
    #[command(subcommand)]
    pub(crate) what: Option<ForeseeWhat>,
    /// Id of the treaty, such as CST
    #[arg(value_name = "TREATY", required = true)]
    pub(crate) treaty: Option<String>,
    /// First day: members and pledges are those of this day, and nothing later is known
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// Another treaty, on the same terms
    #[arg(long, value_name = "ID")]
    pub(crate) against: Option<String>,
    /// Who attacks; without it, somebody unknown
    #[arg(long, value_name = "ACTOR")]
    pub(crate) by: Option<String>,
    /// Chance that a called party honors its pledge, instead of the published rate of defense pledges
    #[arg(long, value_name = "CHANCE", allow_negative_numbers = true)]
    pub(crate) honor: Option<f64>,
    #[command(flatten)]
    pub(crate) files: ForeseeFiles,
    /// Seed of every draw: a whole number
    #[arg(long, value_name = "N", default_value = "1", allow_negative_numbers = true)]
    pub(crate) seed: String,
    /// Draws of each cascade
    #[arg(long, value_name = "N", default_value = "10000")]
    pub(crate) draws: usize,
}

/// Files of the user's own that a forecast may use.
#[derive(ClapArgs, Debug, Default)]
pub(crate) struct ForeseeFiles {
    /// ATOP's member file, your own copy
    #[arg(long, value_name = "FILE")]
    pub(crate) atop: Option<PathBuf>,
    /// ATOP's alliance file, your own copy
    #[arg(long, value_name = "FILE")]
    pub(crate) alliances: Option<PathBuf>,
    /// COW's wars between states by dyad and year, your own copy
    #[arg(long, value_name = "FILE")]
    pub(crate) wars: Option<PathBuf>,
    /// COW's national material capabilities, your own copy
    #[arg(long, value_name = "FILE")]
    pub(crate) nmc: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
pub(crate) enum ForeseeWhat {
    /// How well the model of endings forecasts years that it has not seen
    Backtest(ForeseeBacktest),
}

#[derive(ClapArgs, Debug)]
pub(crate) struct ForeseeBacktest {
    /// ATOP's alliance file, your own copy
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) alliances: PathBuf,
    /// ATOP's member file: checked to be of the same version, and not used otherwise
    #[arg(long, value_name = "FILE")]
    pub(crate) atop: Option<PathBuf>,
    /// Count only violations and abrogations as endings
    #[arg(long)]
    pub(crate) violated: bool,
    /// Show the years 2010-2018, which the protocol opens once
    #[arg(long)]
    pub(crate) open_last_slice: bool,
}
