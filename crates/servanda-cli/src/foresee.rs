//! `servanda foresee`: prospects of an alliance, and the backtest of the model of endings. Reads the user's
//! files; what they mean is decided in `servanda-foresee`.

use crate::args::{Foresee, ForeseeBacktest, ForeseeFiles, ForeseeWhat, Format, Global};
use crate::fault::{Failure, USAGE};
use crate::import::unreadable;
use crate::progress::Bar;
use crate::shared::Foreseen;
use crate::{ask, load, output};
use servanda::answer::grid;
use servanda::engine::Engine;
use servanda::model::World;
use servanda::request::named;
use servanda::syntax::{Code, Diagnostic, Source};
use servanda_data::atop::{AllianceRow, MemberRow};
use servanda_data::{FileFault, Reading, RowFault, atop};
use servanda_foresee::backtest::Backtest;
use servanda_foresee::forecast::{self, Asked, Files, Refused};
use servanda_foresee::form::ForeseeForm;
use servanda_foresee::history::{History, histories};
use servanda_foresee::honor::{self, Counted};
use servanda_foresee::inputs::Event;
use servanda_foresee::rows::{self, WarRow};
use servanda_foresee::{backtest, brief, form, page, picture};
use std::path::Path;

pub(crate) fn run(asked: &Foresee, global: &Global) -> Result<u8, Failure> {
    if let Some(ForeseeWhat::Backtest(asked)) = &asked.what {
        return run_backtest(asked, global);
    }
    let format = output::format(global, Format::Table)?;
    if !matches!(format, Format::Table | Format::Json | Format::Csv | Format::Md | Format::Svg) {
        return Err(output::no_form(format, "table, json, csv, md and svg"));
    }
    let world = load::world(global)?;
    let found = foreseen(&world, asked, global, &mut |said| output::to_stderr(&said))?;
    let text = match format {
        Format::Json => ask::pretty(&found)?,
        Format::Csv => grid::render(form::COLUMNS, &found.rows()),
        Format::Md => brief::brief(&found).markdown(),
        Format::Svg => picture::picture(&found),
        _ => page::page(&found).render(output::layout(global)),
    };
    output::write(global, &text)?;
    Ok(0)
}

/// What is foreseen. `say` is told of rows that cannot be used, a line each.
fn foreseen(
    world: &World,
    asked: &Foresee,
    global: &Global,
    say: &mut dyn FnMut(String),
) -> Result<ForeseeForm, Failure> {
    let wanted = wanted(world, asked)?;
    let engine = Engine::new(world);
    forecast::check(&engine, &wanted).map_err(refused)?;
    let files = files(world, &asked.files, global, say)?;
    let bar = Bar::new(forecast::steps(&engine, &wanted));
    let found = forecast::foresee(&engine, &wanted, &files, &|| bar.step(1));
    bar.end();
    found.map_err(refused)
}

/// The same as `run` in every form at once; what it says is handed over too.
pub(crate) fn in_every_form(
    world: &World,
    asked: &Foresee,
    global: &Global,
) -> Result<Foreseen, Failure> {
    let mut said = String::new();
    let mut say = |words: String| said.push_str(&words);
    let layout = output::layout(global);
    let mut made = match &asked.what {
        Some(ForeseeWhat::Backtest(asked)) => {
            let found = tested(asked, &mut say)?;
            let page = page::backtest(&found);
            let (json, rows) = (ask::pretty(&found)?, page::backtest_rows(&found));
            let (page, brief) = (page.render(layout), page.markdown());
            Foreseen { json, page, brief, svg: None, rows, doubts: None }
        }
        None => {
            let found = foreseen(world, asked, global, &mut say)?;
            Foreseen {
                json: ask::pretty(&found)?,
                page: page::page(&found).render(layout),
                brief: brief::brief(&found).markdown(),
                svg: Some(picture::picture(&found)),
                rows: found.rows(),
                doubts: None,
            }
        }
    };
    made.doubts = Some(said).filter(|said| !said.is_empty());
    Ok(made)
}

fn run_backtest(asked: &ForeseeBacktest, global: &Global) -> Result<u8, Failure> {
    let format = output::format(global, Format::Table)?;
    if !matches!(format, Format::Table | Format::Json | Format::Csv | Format::Md) {
        return Err(output::no_form(format, "table, json, csv and md"));
    }
    let found = tested(asked, &mut |said| output::to_stderr(&said))?;
    let text = match format {
        Format::Json => ask::pretty(&found)?,
        Format::Csv => grid::render(page::BACKTEST_COLUMNS, &page::backtest_rows(&found)),
        Format::Md => page::backtest(&found).markdown(),
        _ => page::backtest(&found).render(output::layout(global)),
    };
    output::write(global, &text)?;
    Ok(0)
}

/// The backtest.
fn tested(asked: &ForeseeBacktest, say: &mut dyn FnMut(String)) -> Result<Backtest, Failure> {
    let alliances = reading(&asked.alliances, atop::alliances, say)?;
    if let Some(path) = &asked.atop {
        same_version(&alliances, &reading(path, atop::members, say)?)?;
    }
    let event = if asked.violated { Event::Violated } else { Event::Any };
    let lives = histories(&alliances.rows);
    backtest::backtest(&lives, event, asked.open_last_slice).ok_or_else(|| {
        let cause = "the alliance file has too few endings to 1989 to fit a model";
        refused(Refused { cause: cause.into(), remedy: "name ATOP's whole alliance file".into() })
    })
}

/// What the words of the command line ask for.
fn wanted(world: &World, asked: &Foresee) -> Result<Asked, Failure> {
    let treaty = named::treaty(world, asked.treaty.as_deref().unwrap_or_default())?;
    let against = asked.against.as_ref().map(|id| named::treaty(world, id)).transpose()?;
    let from = named::needed_day(world, "--from", asked.from.as_ref())?;
    let to = named::needed_day(world, "--to", asked.to.as_ref())?;
    let by = asked.by.as_ref().map(|name| named::actor(world, "--by", name, Some(from)));
    let seed = asked.seed.parse().map_err(|_| {
        let cause = format!("`--seed {}` is no whole number from 0 to {}", asked.seed, u64::MAX);
        refused(Refused { cause, remedy: "write `--seed 1`, or another number in between".into() })
    })?;
    let (honor, draws, by) = (asked.honor, asked.draws, by.transpose()?);
    Ok(Asked { treaty, against, from, to, by, honor, seed, draws })
}

fn refused(fault: Refused) -> Failure {
    Failure::bare(USAGE, Diagnostic::bare(Code::SV0920, fault.cause).help(fault.remedy))
}

/// What the user's files hold.
pub(crate) fn files(
    world: &World,
    asked: &ForeseeFiles,
    global: &Global,
    say: &mut dyn FnMut(String),
) -> Result<Files, Failure> {
    let members = asked.atop.as_ref().map(|path| reading(path, atop::members, say)).transpose()?;
    let alliances =
        asked.alliances.as_ref().map(|path| reading(path, atop::alliances, say)).transpose()?;
    if let (Some(alliances), Some(members)) = (&alliances, &members) {
        same_version(alliances, members)?;
    }
    let wars = asked.wars.as_ref().map(|path| reading(path, rows::wars, say)).transpose()?;
    let capabilities = match &asked.nmc {
        None => None,
        Some(path) => {
            let (shares, faults) =
                rows::capabilities(&load::data(path)?).map_err(|fault| unreadable(path, &fault))?;
            tell(path, &faults, say);
            Some(shares)
        }
    };
    let counted = match &wars {
        None => None,
        Some(wars) => {
            Some(counted(world, &wars.rows, members.as_ref(), alliances.as_ref(), global)?)
        }
    };
    let lives: Option<Vec<History>> = alliances.map(|reading| histories(&reading.rows));
    let members = members.map(|reading| reading.rows);
    Ok(Files { members, histories: lives, counted, capabilities })
}

/// Our own count of honor: under the treaties of the world, and under those and the coded ones.
fn counted(
    world: &World,
    wars: &[WarRow],
    members: Option<&Reading<MemberRow>>,
    alliances: Option<&Reading<AllianceRow>>,
    global: &Global,
) -> Result<Vec<Counted>, Failure> {
    let mut found = honor::counted(&Engine::new(world), wars, "treaties from their texts");
    let Some(members) = members else { return Ok(found) };
    let coded = atop::treaties(members, alliances, &world.states, &mut || ());
    let each = coded.treaties.iter();
    let texts = each.map(|one| Source::new(format!("{}.treaty", one.id), one.text.clone()));
    let (whole, _) = load::world_beside(global, texts.collect())?;
    found.extend(honor::counted(
        &Engine::new(&whole),
        wars,
        "texts, and ATOP's codes for the rest",
    ));
    Ok(found)
}

fn same_version(
    alliances: &Reading<AllianceRow>,
    members: &Reading<MemberRow>,
) -> Result<(), Failure> {
    if alliances.version == members.version {
        return Ok(());
    }
    let cause = format!(
        "the alliance file is version {}, the member file {}",
        alliances.version, members.version
    );
    Err(refused(Refused { cause, remedy: "name two files of one version".into() }))
}

/// The rows of a file. What cannot be read is told, and the rest is used.
fn reading<Row>(
    path: &Path,
    read: fn(&[u8]) -> Result<Reading<Row>, FileFault>,
    say: &mut dyn FnMut(String),
) -> Result<Reading<Row>, Failure> {
    let reading = read(&load::data(path)?).map_err(|fault| unreadable(path, &fault))?;
    tell(path, &reading.faults, say);
    Ok(reading)
}

fn tell(path: &Path, faults: &[RowFault], say: &mut dyn FnMut(String)) {
    for fault in faults {
        say(format!("{}: {fault}\n", path.display()));
    }
}
