//! `servanda decide`: a summit, others' tables of actors, or weighted votes, and what the models make of
//! them.

mod draw;
mod table;

use crate::args::{Decide, DecideModel, DecidePower, DecidePreset, DecideWhat, Format, Global};
use crate::fault::{self, Failure, LIMIT, USAGE};
use crate::{ask, load, output};
use servanda::answer::grid;
use servanda::answer::sheet::Sheet;
use servanda::request::refusal::with_text;
use servanda::syntax::host::Host;
use servanda::syntax::{Code, Diagnostic};
use servanda_decide::Fault;
use servanda_decide::asked::{Asked, TableModel};
use servanda_decide::draws::Settings;
use servanda_decide::expected_utility::Preset;
use servanda_decide::power::{self, Game};
use servanda_decide::report::{self, DecideForm, Drawn, Shown};
use servanda_decide::summit::{self, Summit};
use std::path::{Path, PathBuf};

pub(crate) fn run(decide: &Decide, global: &Global) -> Result<u8, Failure> {
    if let Some(DecideWhat::Power(power)) = &decide.what {
        return weighted(power, global);
    }
    match matter(decide)? {
        Matter::Summit(text) => meeting(decide, &text, global),
        Matter::Table(file) => table::run(decide, &file, global),
    }
}

/// A decision for programs: the JSON, the page as text, and the picture of a summit.
pub(crate) struct Decided {
    pub(crate) json: String,
    pub(crate) page: String,
    pub(crate) svg: Option<String>,
}

/// The same as `run` in every form at once, and without a hand on the program's interruptions.
pub(crate) fn decided(decide: &Decide, global: &Global) -> Result<Decided, Failure> {
    let layout = output::layout(global);
    match matter(decide)? {
        Matter::Summit(text) => {
            let (form, _) = report_of(decide, &text, global, false)?;
            let page = report::page(&form, shown(decide)).render(layout);
            Ok(Decided { json: ask::pretty(&form)?, page, svg: Some(report::svg(&form)) })
        }
        Matter::Table(file) => {
            let (shown, _) = table::shown(decide, &file, false)?;
            let json = format!("{}\n", shown.json);
            Ok(Decided { json, page: shown.sheet().render(layout), svg: None })
        }
    }
}

/// What is to be decided.
enum Matter {
    Summit(Text),
    Table(PathBuf),
}

fn matter(decide: &Decide) -> Result<Matter, Failure> {
    let Some(file) = &decide.file else { return Err(Failure::internal("no file to decide")) };
    if let Some((_, name, text)) = built_in(file) {
        return Ok(Matter::Summit(Text { name: (*name).to_owned(), text: (*text).to_owned() }));
    }
    let name = file.to_string_lossy().to_ascii_lowercase();
    if Path::new(&name).extension().is_some_and(|ending| ending == "csv") {
        return Ok(Matter::Table(file.clone()));
    }
    if summit::host_of_name(&name).is_none() {
        let message = format!("`{}` is neither a summit nor a table of actors", file.display());
        let fault = Diagnostic::bare(Code::SV0706, message);
        let ids: Vec<&str> = summit::BUILT_IN.iter().map(|(id, ..)| *id).collect();
        let help = format!(
            "a summit ends in `.summit.md` or `.summit`, a table of actors in `.csv`; built in is {}",
            ids.join(", ")
        );
        return Err(Failure::bare(USAGE, fault.help(help)));
    }
    let text = load::read(file)?;
    Ok(Matter::Summit(Text { name: file.to_string_lossy().into_owned(), text }))
}

/// The text of a summit under its name.
struct Text {
    name: String,
    text: String,
}

/// The built-in summit that is meant by its id, or by the name of its file where no such file is.
fn built_in(file: &Path) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let name = file.file_name()?.to_str()?;
    let meant = |(id, own, _): &&(&str, &str, &str)| {
        name.eq_ignore_ascii_case(id) || name.eq_ignore_ascii_case(own)
    };
    summit::BUILT_IN.iter().find(meant).filter(|_| !file.exists())
}

/// A summit: every model side by side.
fn meeting(decide: &Decide, text: &Text, global: &Global) -> Result<u8, Failure> {
    let forms = [Format::Table, Format::Json, Format::Md, Format::Html, Format::Csv, Format::Svg];
    let format = output::format(global, Format::Table)?;
    if !forms.contains(&format) {
        return Err(output::no_form(format, "table, json, md, csv and svg"));
    }
    let (form, stopped) = report_of(decide, text, global, true)?;
    let laid_out = match format {
        Format::Json => ask::pretty(&form)?,
        Format::Csv => grid::render(report::COLUMNS, &report::rows(&form)),
        Format::Md => report::page(&form, shown(decide)).markdown(),
        Format::Html => output::html(&report::page(&form, shown(decide))),
        Format::Svg => report::svg(&form),
        _ => report::page(&form, shown(decide)).render(output::layout(global)),
    };
    output::write(global, &laid_out)?;
    Ok(if stopped { LIMIT } else { 0 })
}

/// How much of a report is shown.
fn shown(decide: &Decide) -> Shown {
    Shown { every_move: decide.moves, inputs: decide.inputs }
}

/// The report of a summit, and whether its draws were stopped.
fn report_of(
    decide: &Decide,
    text: &Text,
    global: &Global,
    interruptible: bool,
) -> Result<(DecideForm, bool), Failure> {
    let settings = asked(decide).summit_settings()?;
    let summit = read(text, global)?;
    let (drawn, stopped) = match decide.draws {
        None => (None, false),
        Some(draws) => {
            let (drawn, stopped) =
                draws_of(&summit, &settings, (draws, decide.seed), interruptible)?;
            (Some(drawn), stopped)
        }
    };
    let form = report::report(&summit, &settings, drawn.as_ref())?;
    Ok((form, stopped))
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        let status = if fault.code == Code::SV1008 { LIMIT } else { USAGE };
        Failure::bare(status, fault.diagnostic())
    }
}

/// What the options ask of the models.
fn asked(decide: &Decide) -> Asked {
    let model = decide.model.map(|model| match model {
        DecideModel::Smp => TableModel::Spatial,
        DecideModel::Eu => TableModel::ExpectedUtility,
    });
    let preset = match decide.preset {
        DecidePreset::AsPrinted => Preset::AsPrinted,
        DecidePreset::ScholzCode => Preset::ScholzCode,
    };
    let Decide { rounds, q, draws, seed, spread, .. } = *decide;
    Asked { model, preset, rounds, q, option: decide.option.clone(), draws, seed, spread }
}

/// The summit of a file, checked against the corpus.
fn read(text: &Text, global: &Global) -> Result<Summit, Failure> {
    let world = load::world(global)?;
    let (sources, number) = with_text(&world, &text.name, &text.text);
    let literate = summit::host_of_name(&text.name) == Some(Host::Literate);
    let read = summit::read(&text.text, literate, number);
    let mut faults = read.faults;
    let Some(mut summit) = read.summit else {
        return Err(Failure::new(USAGE, faults, sources));
    };
    faults.extend(summit::check(&mut summit, &world));
    if fault::has_errors(&faults) {
        return Err(Failure::new(USAGE, faults, sources));
    }
    if !faults.is_empty() {
        fault::show(&faults, &sources, global);
    }
    Ok(summit)
}

/// Draws from the ranges of a summit, and walks through its inputs.
fn draws_of(
    summit: &Summit,
    settings: &Settings,
    (asked, seed): (usize, u64),
    interruptible: bool,
) -> Result<(Drawn, bool), Failure> {
    report::drawn(summit, settings, (asked, seed), |drawing| {
        draw::each_on_every_core(drawing, interruptible)
    })
}

/// Weighted votes alone.
fn weighted(asked: &DecidePower, global: &Global) -> Result<u8, Failure> {
    let forms = [Format::Table, Format::Json, Format::Csv, Format::Md, Format::Html];
    let format = output::format(global, Format::Table)?;
    if !forms.contains(&format) {
        return Err(output::no_form(format, "table, json, csv, md and html"));
    }
    if format == Format::Json {
        output::write(global, &power_json(asked)?)?;
        return Ok(0);
    }
    let indices = power::indices(&game(asked)?);
    let short = |index: &f64| servanda_decide::short(*index, 6);
    let rows = asked.weights.iter().enumerate().map(|(voter, weight)| {
        let of = |list: &[f64]| list.get(voter).map(short).unwrap_or_default();
        vec![
            (voter + 1).to_string(),
            weight.trim().to_owned(),
            of(&indices.banzhaf),
            of(&indices.shapley_shubik),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let columns = ["voter", "votes", "banzhaf", "shapley_shubik"];
    let mut sheet = Sheet::new(format!("Power in a vote of quota {}", asked.quota));
    sheet.grid(&columns, rows.clone());
    let text = match format {
        Format::Csv => grid::render(&columns, &rows),
        Format::Md => sheet.markdown(),
        Format::Html => output::html(&sheet),
        _ => sheet.render(output::layout(global)),
    };
    output::write(global, &text)?;
    Ok(0)
}

/// The game of weighted votes.
fn game(asked: &DecidePower) -> Result<Game, Failure> {
    let words = asked.weights.iter().chain([&asked.quota]);
    let words: Vec<&str> = words.map(|word| word.trim()).collect();
    let numbers = power::whole(&words)?;
    let (quota, weights) = numbers.split_last().map_or((0, [].as_slice()), |(q, w)| (*q, w));
    Ok(Game::new(weights, quota)?)
}

/// Both indices of weighted votes as JSON.
pub(crate) fn power_json(asked: &DecidePower) -> Result<String, Failure> {
    let game = game(asked)?;
    let indices = power::indices(&game);
    let (winning, more_winning) = game.minimal_winning();
    let (blocking, more_blocking) = game.minimal_blocking();
    let number = |word: &String| word.trim().parse::<serde_json::Number>().ok();
    let form = serde_json::json!({
        "weights": asked.weights.iter().map(number).collect::<Vec<_>>(),
        "quota": number(&asked.quota),
        "banzhaf": indices.banzhaf,
        "banzhaf_absolute": indices.banzhaf_absolute,
        "shapley_shubik": indices.shapley_shubik,
        "minimal_winning": winning,
        "minimal_blocking": blocking,
        "more_coalitions": more_winning || more_blocking,
    });
    Ok(format!("{form}\n"))
}
