//! The command line as data.

mod foresee;
mod new;
mod panel;
mod read;
mod watch;

use clap::{ArgAction, Args as ClapArgs, Parser, Subcommand, ValueEnum};
pub(crate) use foresee::{Foresee, ForeseeBacktest, ForeseeFiles, ForeseeWhat};
pub(crate) use new::New;
#[allow(unused_imports, reason = "the light build makes no panels")]
pub(crate) use panel::{
    Panel, PanelAct, PanelDiff, PanelExplain, PanelLint, PanelScope, StateList,
};
pub(crate) use read::Read;
use servanda::request::Asked;
use std::path::PathBuf;
pub(crate) use watch::Watch;

/// What treaties oblige whom to do, on a given day, and why.
#[derive(Parser, Debug)]
#[command(name = "servanda", version, about, max_term_width = 100)]
#[command(
    after_help = "Exit status: 0 fine, 1 findings, 2 usage, 3 data missing, 4 limit reached, 70 internal."
)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(ClapArgs, Debug, Default)]
pub(crate) struct Global {
    /// Form of the output; without it, from the file's ending, else a table
    #[arg(short = 'f', long, global = true, value_enum, value_name = "FORM")]
    pub(crate) format: Option<Format>,
    /// Write to a file instead of the terminal
    #[arg(short = 'o', long, global = true, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Treaties from this folder or file instead of the built-in corpus
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) corpus: Option<PathBuf>,
    /// Treaties from this folder or file beside the corpus
    #[arg(long, global = true, value_name = "PATH", action = ArgAction::Append)]
    pub(crate) add: Vec<PathBuf>,
    /// Columns of tables; without it, as wide as the terminal
    #[arg(long, global = true, value_name = "N")]
    pub(crate) width: Option<usize>,
}

impl Global {
    /// The options that say which treaties are read, with their values.
    pub(crate) fn texts(&self) -> Vec<(&'static str, String)> {
        let shown = |path: &PathBuf| path.to_string_lossy().into_owned();
        let corpus = self.corpus.iter().map(|path| ("--corpus", shown(path)));
        corpus.chain(self.add.iter().map(|path| ("--add", shown(path)))).collect()
    }
}

/// Forms of output.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Format {
    /// For a person at a terminal
    Table,
    /// One line for each group of verdicts
    Plain,
    /// The JSON contract
    Json,
    /// One JSON object for each row
    Ndjson,
    /// A flat table
    Csv,
    /// A Markdown brief
    Md,
    /// A page for the browser that needs no server
    Html,
    /// Graphviz
    Dot,
    /// An SVG picture
    Svg,
    /// GraphML, for network programs
    Graphml,
    /// GeoJSON, for map programs
    Geojson,
    /// Apache Parquet: panels, in the build with the feature `full`
    Parquet,
    /// An Arrow IPC file: panels, in the build with the feature `full`
    Arrow,
    /// A calendar
    Ics,
    /// BibTeX
    Bibtex,
    /// CSL-JSON
    Csl,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Ask who owes what: servanda ask "attack on Tajikistan on 2002-05-14"
    Ask(Ask),
    /// Show the proof behind one party's verdicts
    Why(Why),
    /// List treaties, or show one with its members, articles and norms
    Treaty(Treaty),
    /// Show a state: names, codes, memberships, what it owes and is owed
    State(State),
    /// Draw a treaty, a state or a recorded event over time
    Timeline(Timeline),
    /// Find duties that cannot both be kept on a day
    Conflicts(Conflicts),
    /// List who is pledged to whom, from which day to which
    Pledges(Pledges),
    /// Compare two days, two treaties, or the corpus and ATOP
    Diff(Diff),
    /// Cite treaties and sources as BibTeX or CSL-JSON
    Cite(Cite),
    /// Check treaty files for faults
    Check(Check),
    /// Write a treaty file from a coder's answers
    New(New),
    /// Lay treaty files out canonically
    Fmt(Fmt),
    /// Write treaties from your own copy of a data set's codes
    Import(Import),
    /// Make, explain and compare data frames of states, dyads and alliances
    Panel(Panel),
    /// Screen tables of events: who was pledged what to those whom they befell
    Match(Match),
    /// What a meeting may decide: models side by side, and who can block
    Decide(Decide),
    /// Prospects of an alliance, with the source of every figure
    Foresee(Foresee),
    /// Read a news article to proposed facts, and review them
    Read(Read),
    /// Watch feeds of events, and tell who is called on
    Watch(Watch),
    /// Open servanda in the browser, and its API to programs on this machine
    Serve(Serve),
    /// Answer an assistant over the Model Context Protocol (stdio)
    Mcp,
    /// Help an editor with treaties: the language server (stdio)
    Lsp(Lsp),
    /// Run scenarios and the tests that treaties carry
    Test(Test),
    /// Print a JSON Schema; without a name, list them
    Schema(Schema),
    /// Explain a diagnostic code such as SV0304
    Explain(Explain),
    /// Print the completions of a shell
    Completions(Completions),
}

/// A question with what is taken as known, as options.
#[derive(ClapArgs, Clone, Debug, Default)]
pub(crate) struct AskedArgs {
    /// The question: EVENT on|to TARGET [by ACTOR] [in PLACE] on YYYY-MM-DD, in any order
    #[arg(value_name = "QUESTION")]
    pub(crate) words: Vec<String>,
    /// Who does it
    #[arg(long, value_name = "ACTOR")]
    pub(crate) by: Option<String>,
    /// Where
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// On which day
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
    /// Only what was known by this day
    #[arg(long, value_name = "DATE")]
    pub(crate) known: Option<String>,
    /// Through the eyes of this state, which shares some secrets
    #[arg(long, value_name = "STATE")]
    pub(crate) known_to: Option<String>,
    /// Take a claim as true
    #[arg(long, value_name = "CLAIM", action = ArgAction::Append)]
    pub(crate) assuming: Vec<String>,
    /// Take a finding as made
    #[arg(long, value_name = "FINDING", action = ArgAction::Append)]
    pub(crate) found: Vec<String>,
    /// Take a finding as denied
    #[arg(long, value_name = "FINDING", action = ArgAction::Append)]
    pub(crate) denied: Vec<String>,
    /// Choose a reading, as TREATY/NAME
    #[arg(long, value_name = "READING", action = ArgAction::Append)]
    pub(crate) reading: Vec<String>,
    /// Opt into a priority: un-charter-103, lex-posterior, lex-specialis
    #[arg(long, value_name = "PRIORITY", action = ArgAction::Append)]
    pub(crate) prefer: Vec<String>,
    /// Perform the duties and ask again, round by round
    #[arg(long)]
    pub(crate) follow: bool,
}

impl From<&AskedArgs> for Asked {
    fn from(args: &AskedArgs) -> Asked {
        let args = args.clone();
        Asked {
            words: args.words,
            by: args.by,
            place: args.place,
            on: args.on,
            known: args.known,
            known_to: args.known_to,
            assuming: args.assuming,
            found: args.found,
            denied: args.denied,
            reading: args.reading,
            prefer: args.prefer,
            follow: args.follow,
        }
    }
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Ask {
    #[command(flatten)]
    pub(crate) asked: AskedArgs,
    /// Answer a table of questions (CSV with a header; `-` for standard input)
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    pub(crate) batch: Option<PathBuf>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Why {
    /// Whose verdicts
    pub(crate) party: String,
    #[command(flatten)]
    pub(crate) asked: AskedArgs,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Check {
    /// Files or folders; without any, the corpus
    pub(crate) paths: Vec<PathBuf>,
    /// Show what is not modelled, and why
    #[arg(long)]
    pub(crate) coverage: bool,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Fmt {
    /// Files or folders; `-` for standard input
    #[arg(required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Change nothing; say which files would change
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Import {
    #[command(subcommand)]
    pub(crate) what: ImportWhat,
}

#[derive(Subcommand, Debug)]
pub(crate) enum ImportWhat {
    /// ATOP, from its member file: a treaty for each alliance, with `-o FOLDER`
    Atop(ImportAtop),
    /// Correlates of War formal alliances, with the known faults of the file; `-o FOLDER` writes
    CowAlliances(CowAlliances),
}

#[derive(ClapArgs, Debug)]
pub(crate) struct ImportAtop {
    /// The member file, version 4.01 or 5.1 (CSV, packed with gzip or not)
    #[arg(long, value_name = "FILE")]
    pub(crate) members: PathBuf,
    /// The alliance file, for the threats that alliances name
    #[arg(long, value_name = "FILE")]
    pub(crate) alliances: Option<PathBuf>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct CowAlliances {
    /// by_member, by_dyad or by_directed of version 4.1 (CSV, packed with gzip or not)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Test {
    /// Scenario or treaty files or folders; without any, the built-in ones
    pub(crate) paths: Vec<PathBuf>,
    /// Only cases whose title holds these words
    #[arg(long, value_name = "WORDS")]
    pub(crate) only: Option<String>,
    /// Write the numbered cases of scenarios as one JSON document that other programs can run
    #[arg(long, value_name = "FILE")]
    pub(crate) export: Option<PathBuf>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Lsp {
    /// Speak over standard input and output, as it does anyway; editors like to say so
    #[arg(long)]
    pub(crate) stdio: bool,
    /// Print the grammar that colors treaties in editors of the TextMate family
    #[arg(long, conflicts_with = "stdio")]
    pub(crate) grammar: bool,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Schema {
    /// Which, such as `answer`; without one, their names
    pub(crate) name: Option<String>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Explain {
    /// The code; without it, all codes
    pub(crate) code: Option<String>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Treaty {
    /// Id of the treaty, such as CST; without one, all of them
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    /// As it stood on this day
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct State {
    /// Id, code or name of a state or entity
    #[arg(value_name = "NAME", required = true)]
    pub(crate) name: Vec<String>,
    /// As it stood on this day, with what it owed and was owed
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Timeline {
    /// Id of a treaty or event, or a state
    #[arg(value_name = "WHAT", required = true)]
    pub(crate) what: Vec<String>,
    /// For an event: its duties as they stood on this day. Else: where the picture ends
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Conflicts {
    /// On which day
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
    /// Only attacks on this state
    #[arg(long, value_name = "STATE")]
    pub(crate) target: Option<String>,
    /// Only attacks by this state
    #[arg(long, value_name = "STATE")]
    pub(crate) by: Option<String>,
    /// Opt into a priority: un-charter-103, lex-posterior, lex-specialis
    #[arg(long, value_name = "PRIORITY", action = ArgAction::Append)]
    pub(crate) prefer: Vec<String>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Pledges {
    /// Only those to this state
    #[arg(long, value_name = "STATE")]
    pub(crate) to: Option<String>,
    /// Only those by this state
    #[arg(long, value_name = "STATE")]
    pub(crate) by: Option<String>,
    /// Only those that stand on this day
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
    /// What was pledged: aid, consult, stay_neutral, not_attack, not_join_alliance, grant_base or
    /// integrate_command
    #[arg(long, value_name = "ACT", default_value = "aid")]
    pub(crate) act: String,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Diff {
    /// The two days on which to ask the question
    #[arg(long, num_args = 2, value_names = ["DATE1", "DATE2"], conflicts_with = "on")]
    pub(crate) between: Option<Vec<String>>,
    /// Put the corpus beside coded data: every difference that no clause explains is a finding
    #[arg(long, value_enum, value_name = "DATA", conflicts_with = "between")]
    pub(crate) against: Option<Against>,
    /// The file of these data, your own copy: with `--against atop`, ATOP's member file
    #[arg(long, value_name = "FILE", requires = "against")]
    pub(crate) file: Option<PathBuf>,
    /// Which day counts as a treaty's first
    #[arg(
        long,
        value_enum,
        value_name = "DATING",
        requires = "against",
        default_value = "signature"
    )]
    pub(crate) dating: Dated,
    /// Only the alliances that this treaty cites
    #[arg(long, value_name = "ID", requires = "against")]
    pub(crate) treaty: Option<String>,
    /// List the numbers of the alliances that are not in the corpus
    #[arg(long, requires = "against")]
    pub(crate) missing: bool,
    /// Two coders' files of one treaty: agreement by item, and Cohen's kappa
    #[arg(long, num_args = 2, value_names = ["ONE", "OTHER"], conflicts_with_all = ["between", "against"])]
    pub(crate) coders: Option<Vec<PathBuf>>,
    /// Take each coder's file as one treaty, whatever its ids
    #[arg(long, requires = "coders")]
    pub(crate) as_one: bool,
    /// A question without its day; or two treaties
    #[command(flatten)]
    pub(crate) asked: AskedArgs,
}

/// Coded data that the corpus can be put beside.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Against {
    /// Alliance Treaty Obligations and Provisions
    Atop,
}

/// Which day counts as a treaty's first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Dated {
    /// Signature or accession, as ATOP has it in most cases
    Signature,
    /// Entry into force
    Force,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Cite {
    /// Id of a treaty, a source or an event; `all` for everything; or the file of a panel
    #[arg(value_name = "WHAT", default_value = "all")]
    pub(crate) what: String,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Serve {
    /// The address to listen on; beyond 127.0.0.1 everybody in the network can ask
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) address: std::net::IpAddr,
    /// The port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8017)]
    pub(crate) port: u16,
    /// A host name under which the server may be reached beside those of this machine
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(crate) host: Vec<String>,
    /// Requests a second that one address may make on average; 0 for no limit
    #[arg(long, value_name = "N", default_value_t = 300)]
    pub(crate) rate: u32,
    #[command(flatten)]
    pub(crate) files: ForeseeFiles,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Match {
    /// Tables of events: Parquet with GDELT's columns, or GDELT's own files, packed or not
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// What is pledged: aid, consult, stay_neutral, not_attack and more; may stand several times
    #[arg(long, value_name = "ACT", action = ArgAction::Append, default_value = "aid")]
    pub(crate) act: Vec<String>,
    /// A mapping of your own from codes to triggers; it decides alone of every code that it names
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// How many work at once; without it, one for each core
    #[arg(long, value_name = "N")]
    pub(crate) workers: Option<std::num::NonZeroUsize>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Completions {
    /// Which shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(ClapArgs, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Decide {
    #[command(subcommand)]
    pub(crate) what: Option<DecideWhat>,
    /// A summit (`.summit.md`, `.summit`), or a table of actors (`.csv`): KTAB's layout, or
    /// actor,capability,position,salience
    #[arg(value_name = "FILE", required = true)]
    pub(crate) file: Option<PathBuf>,
    /// The model of a table; without it, the one its layout is made for
    #[arg(long, value_enum, value_name = "MODEL")]
    pub(crate) model: Option<DecideModel>,
    /// The reading of the expected-utility model
    #[arg(long, value_enum, value_name = "PRESET", default_value = "scholz-code")]
    pub(crate) preset: DecidePreset,
    /// Rounds of the expected-utility model
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) rounds: usize,
    /// The probability Q that nothing changes if nobody challenges
    #[arg(long, value_name = "Q", default_value_t = 1.0, allow_negative_numbers = true)]
    pub(crate) q: f64,
    /// An option of the spatial model by KTAB's name, such as VotingRule=PropBin; with `--model eu` a
    /// switch of that model, such as view=mover
    #[arg(long, value_name = "NAME=CHOICE", action = ArgAction::Append)]
    pub(crate) option: Vec<String>,
    /// Draw from the ranges of the inputs so many times
    #[arg(long, value_name = "N")]
    pub(crate) draws: Option<usize>,
    /// Seed of the draws, from 0 to 18446744073709551615; the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1, allow_negative_numbers = true)]
    pub(crate) seed: u64,
    /// For a table: blur each input by so many percent of its scale before drawing
    #[arg(long, value_name = "PERCENT", requires = "draws", allow_negative_numbers = true)]
    pub(crate) spread: Option<f64>,
    /// Show every move
    #[arg(long)]
    pub(crate) moves: bool,
    /// Show every input with its reason
    #[arg(long)]
    pub(crate) inputs: bool,
}

#[derive(Subcommand, Debug)]
pub(crate) enum DecideWhat {
    /// Banzhaf and Shapley-Shubik indices of weighted votes
    Power(DecidePower),
}

#[derive(ClapArgs, Debug)]
pub(crate) struct DecidePower {
    /// The votes of each, such as 4,4,4,2,2,1
    #[arg(long, value_name = "W,W,...", value_delimiter = ',', required = true)]
    pub(crate) weights: Vec<String>,
    /// The votes that carry a motion
    #[arg(long, value_name = "N")]
    pub(crate) quota: String,
}

/// Models for tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum DecideModel {
    /// The spatial model of politics, as KTAB has it
    Smp,
    /// The expected-utility model
    Eu,
}

/// Readings of the expected-utility model.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum DecidePreset {
    /// The equations as printed
    AsPrinted,
    /// What public reimplementations do
    ScholzCode,
}

/// The choice that a word names for an option.
pub(crate) fn chosen<T: ValueEnum>(option: &str, word: &str) -> Result<T, crate::fault::Failure> {
    T::from_str(word, true).map_err(|_| {
        use servanda::syntax::{Code, Diagnostic};
        let known = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let known: Vec<String> = known.map(|value| value.get_name().to_owned()).collect();
        let fault = Diagnostic::bare(Code::SV1005, format!("`{word}` is no choice for `{option}`"));
        let help = format!("write {}", known.join(" or "));
        crate::fault::Failure::bare(crate::fault::USAGE, fault.help(help))
    })
}
