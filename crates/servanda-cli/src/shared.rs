//! What the command has in common with the Python package: treaties read from files, a question read
//! from words and options, its answer, and the words of what is refused. Lays nothing out of its own.

use crate::args::{self, Global};
use crate::{load, output, pledges};
use servanda::answer::form::outside;
use servanda::answer::pledges::PledgesForm;
use servanda::answer::table::{self, Layout};
use servanda::answer::treaty_form::{self, TreatiesForm};
use servanda::answer::{Answer, csv};
use servanda::corpus;
use servanda::engine::Engine;
use servanda::model::World;
use servanda::request::{asked, named};
use servanda::syntax::diagnostic;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

pub use crate::fault::Failure;
#[cfg(feature = "full")]
pub use crate::panel::Rows;
pub use servanda::request::Asked;

/// Which treaties to read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Texts {
    /// Those of this folder or file; none: those built in.
    pub corpus: Option<PathBuf>,
    /// And those of these folders or files.
    pub add: Vec<PathBuf>,
}

impl Texts {
    /// The world of these treaties, and a note when coded treaties gave way to some of them.
    ///
    /// # Errors
    /// A file cannot be read, or has faults.
    pub fn world(&self) -> Result<(World, Option<String>), Failure> {
        let world = load::whole_world(self.corpus.as_deref(), &self.add)?;
        let note = load::gave_way(&world);
        Ok((world, note))
    }
}

/// An answer in every form that the Python package shows.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The JSON contract.
    pub answer: Answer,
    /// As the command prints it.
    pub table: String,
    /// As a cell of a notebook.
    pub html: String,
    /// The rows of the flat table, as [`csv::COLUMNS`] names their cells; empty without any row.
    pub rows: Vec<Vec<String>>,
    /// What is doubtful about it, in the words of the command's standard error.
    pub doubts: Option<String>,
}

/// Asks a question. `texts` are those of the world; `width` is that of the table.
///
/// # Errors
/// The question is not understood, is ambiguous, or names what is not there.
pub fn answer(
    world: &World,
    texts: &Texts,
    asked: &Asked,
    width: usize,
) -> Result<Answered, Failure> {
    let question = asked::question(asked, world)?;
    let engine = Engine::new(world);
    let reply = engine.ask(&question);
    let global =
        Global { corpus: texts.corpus.clone(), add: texts.add.clone(), ..Global::default() };
    let repeat = asked::repeat(&question, asked, &global.texts());
    let layout = Layout { width, color: false };
    let table = table::render(&reply, layout, outside(&reply).as_deref(), &repeat);
    let rows = reply.rows.iter().map(|row| {
        let mut record = ::csv::ByteRecord::new();
        csv::push_fields(&reply, row, &mut record);
        record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect()
    });
    let rows = rows.collect();
    let html = servanda_pages::alone::cell(&reply, &repeat);
    let (doubts, _) = asked::doubtful(&reply);
    let doubts = (!doubts.is_empty())
        .then(|| diagnostic::render(&doubts, &world.sources, false, width.max(MESSAGE_WIDTH)));
    let answer = Answer::of(&reply, &corpus::fingerprint(world));
    Ok(Answered { answer, table, html, rows, doubts })
}

/// How wide the command lays out what it says in a pipe.
pub const MESSAGE_WIDTH: usize = 140;

/// The list of treaties; of those in force on a day, if one is said.
///
/// # Errors
/// The day is none.
pub fn treaties(world: &World, on: Option<&str>) -> Result<TreatiesForm, Failure> {
    let on = on.map(|day| named::day(world, "--on", day)).transpose()?;
    Ok(treaty_form::list(world, on))
}

/// Who is pledged to whom: to do `act` if one is attacked, filtered by giver, receiver and day.
///
/// # Errors
/// A word names no act, no state or no day, or names several.
pub fn pledges(
    world: &World,
    act: &str,
    to: Option<&str>,
    by: Option<&str>,
    on: Option<&str>,
) -> Result<PledgesForm, Failure> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let (to, by, on) = (owned(to), owned(by), owned(on));
    pledges::form(world, &args::Pledges { to, by, on, act: act.to_owned() })
}

/// Whether a file can be read; reads none of it.
///
/// # Errors
/// It cannot.
pub fn readable(path: &Path) -> Result<(), Failure> {
    load::readable(path)
}

/// The bytes of a file of data for a panel, bounded in size.
///
/// # Errors
/// The file cannot be read, or is too large.
#[cfg(feature = "full")]
pub fn panel_data(path: &Path) -> Result<Vec<u8>, Failure> {
    load::panel_data(path)
}

/// Writes beside the file and renames, so that no half file is left.
///
/// # Errors
/// The file cannot be written.
pub fn into_file<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>,
) -> Result<T, Failure> {
    output::into_file(path, write)
}

/// A panel's fault as the command tells it.
#[cfg(feature = "full")]
pub fn panel_failure(fault: &servanda_data::panel::PanelFault) -> Failure {
    crate::panel::failure(fault)
}

/// What states pledge each other, by their words.
///
/// # Errors
/// A word is none of them.
pub fn acts(words: &[String]) -> Result<Vec<servanda::syntax::vocabulary::Act>, Failure> {
    let acts: Result<Vec<_>, _> =
        words.iter().map(|word| servanda::request::named::pledged(word)).collect();
    Ok(acts?)
}

/// How a summit or a table of actors is decided, in the options of the command.
#[derive(Clone, Debug)]
pub struct Deciding {
    /// The summit or the table, or the id of a summit that is built in.
    pub file: PathBuf,
    /// For a table: `smp` or `eu`.
    pub model: Option<String>,
    /// The reading of the expected-utility model: `as-printed` or `scholz-code`.
    pub preset: String,
    /// Its rounds.
    pub rounds: usize,
    /// Its probability that nothing changes if nobody challenges.
    pub q: f64,
    /// Options of the models, as NAME=CHOICE.
    pub option: Vec<String>,
    /// Draws from the ranges of the inputs.
    pub draws: Option<usize>,
    /// Their seed.
    pub seed: u64,
    /// For a table: by how many percent inputs are blurred.
    pub spread: Option<f64>,
}

/// What the models make of a summit or a table of actors.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The command's JSON.
    pub json: String,
    /// The command's page.
    pub page: String,
    /// The picture of a summit.
    pub svg: Option<String>,
}

/// Decides a summit or a table of actors.
///
/// # Errors
/// The file cannot be read, has faults, or asks for what no model gives.
pub fn decide(texts: &Texts, asked: Deciding, width: usize) -> Result<Decided, Failure> {
    let decide = args::Decide {
        what: None,
        file: Some(asked.file),
        model: asked.model.map(|word| args::chosen("model", &word)).transpose()?,
        preset: args::chosen("preset", &asked.preset)?,
        rounds: asked.rounds,
        q: asked.q,
        option: asked.option,
        draws: asked.draws,
        seed: asked.seed,
        spread: asked.spread,
        moves: false,
        inputs: false,
    };
    let global = Global {
        corpus: texts.corpus.clone(),
        add: texts.add.clone(),
        width: Some(width),
        ..Global::default()
    };
    let made = crate::decide::decided(&decide, &global)?;
    Ok(Decided { json: made.json, page: made.page, svg: made.svg })
}

/// Both power indices of weighted votes, as the command's JSON.
///
/// # Errors
/// The weights are no numbers, or no motion can pass or fail.
pub fn power(weights: Vec<String>, quota: String) -> Result<String, Failure> {
    crate::decide::power_json(&args::DecidePower { weights, quota })
}

/// What is to be foreseen, in the options of the command.
#[derive(Clone, Debug, Default)]
pub struct Foreseeing {
    /// Id of the treaty.
    pub treaty: String,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// Another treaty, on the same terms.
    pub against: Option<String>,
    /// Who attacks.
    pub by: Option<String>,
    /// Chance that a called party honors its pledge.
    pub honor: Option<f64>,
    /// ATOP's member file.
    pub atop: Option<PathBuf>,
    /// ATOP's alliance file.
    pub alliances: Option<PathBuf>,
    /// COW's wars between states by dyad and year.
    pub wars: Option<PathBuf>,
    /// COW's national material capabilities.
    pub nmc: Option<PathBuf>,
    /// Seed of every draw.
    pub seed: String,
    /// Draws of each cascade.
    pub draws: usize,
}

/// Prospects, or a backtest, in every form that the Python package shows.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// The command's JSON.
    pub json: String,
    /// The command's page.
    pub page: String,
    /// Its Markdown: of prospects a brief of one page.
    pub brief: String,
    /// The picture of prospects.
    pub svg: Option<String>,
    /// The rows of the flat table, as [`FORESEE_COLUMNS`] or [`BACKTEST_COLUMNS`] name their cells.
    pub rows: Vec<Vec<String>>,
    /// The rows of files that could not be used, a line each.
    pub doubts: Option<String>,
}

pub use servanda_foresee::form::COLUMNS as FORESEE_COLUMNS;
pub use servanda_foresee::page::BACKTEST_COLUMNS;

/// The prospects of a treaty, whose texts are those of the world.
///
/// # Errors
/// The question names what is not there, or a file cannot be read.
pub fn foresee(
    world: &World,
    texts: &Texts,
    asked: Foreseeing,
    width: usize,
) -> Result<Foreseen, Failure> {
    let asked = args::Foresee {
        what: None,
        treaty: Some(asked.treaty),
        from: Some(asked.start),
        to: Some(asked.end),
        against: asked.against,
        by: asked.by,
        honor: asked.honor,
        files: args::ForeseeFiles {
            atop: asked.atop,
            alliances: asked.alliances,
            wars: asked.wars,
            nmc: asked.nmc,
        },
        seed: asked.seed,
        draws: asked.draws,
    };
    foreseen(world, texts, &asked, width)
}

/// How well the model of endings forecasts years that it has not seen.
///
/// # Errors
/// A file cannot be read, or has too few endings.
pub fn backtest(
    alliances: PathBuf,
    atop: Option<PathBuf>,
    violated: bool,
    open_last_slice: bool,
    width: usize,
) -> Result<Foreseen, Failure> {
    let what = args::ForeseeBacktest { alliances, atop, violated, open_last_slice };
    let asked =
        args::Foresee { what: Some(args::ForeseeWhat::Backtest(what)), ..args::Foresee::default() };
    foreseen(&World::default(), &Texts::default(), &asked, width)
}

fn foreseen(
    world: &World,
    texts: &Texts,
    asked: &args::Foresee,
    width: usize,
) -> Result<Foreseen, Failure> {
    let global = Global {
        corpus: texts.corpus.clone(),
        add: texts.add.clone(),
        width: Some(width),
        ..Global::default()
    };
    crate::foresee::in_every_form(world, asked, &global)
}
