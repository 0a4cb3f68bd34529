//! What the command line asks of a panel: its rows, and what is to be added. Reads the files.

use crate::args::{Global, Panel, StateList};
use crate::fault::{Failure, MISSING, USAGE};
use crate::load;
use servanda::model::{System, World};
use servanda::syntax::{Code, Diagnostic};
use servanda::time::{Day, UncertainDay};
use servanda_data::panel::{Atop, Frame, KNOWN, PanelFault, Request, Rule, Scope, Unit};
use std::path::{Path, PathBuf};

/// The failure of a panel.
pub(crate) fn failure(fault: &PanelFault) -> Failure {
    let shown = Diagnostic::bare(Code::SV0709, fault.cause.clone());
    Failure::bare(USAGE, shown.help(&fault.remedy))
}

fn refused(cause: impl Into<String>, remedy: &str) -> Failure {
    failure(&PanelFault::new(cause, remedy))
}

/// Which rows are asked for.
pub(super) fn scope(asked: &Panel) -> Result<Scope, Failure> {
    let rows = Rows {
        unit: asked.unit.as_deref().unwrap_or_default(),
        from: asked.scope.from.as_deref(),
        to: asked.scope.to.as_deref(),
        rule: &asked.scope.partial,
        beyond_list: asked.scope.beyond_list,
    };
    rows.scope(system(asked.scope.system))
}

/// The rows of a panel in the words of whoever asks.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'t> {
    /// One row for each of these, such as `directed-dyad-year`.
    pub unit: &'t str,
    /// The first year, month or day.
    pub from: Option<&'t str>,
    /// The last year, month or day.
    pub to: Option<&'t str>,
    /// Which periods count, such as `any`.
    pub rule: &'t str,
    /// Whether the list of states is carried on past its last day.
    pub beyond_list: bool,
}

impl Rows<'_> {
    /// The same as data, by a list of states.
    ///
    /// # Errors
    /// A word is none that is known, or a time is missing or vague.
    pub fn scope(&self, system: System) -> Result<Scope, Failure> {
        let word = self.unit;
        let unit: Unit =
            word.parse().map_err(|help: String| refused(format!("`{word}` is no unit"), &help))?;
        let rule = rule(self.rule)?;
        let from = time("--from", self.from, |day| day.earliest)?;
        let to = time("--to", self.to, |day| day.latest)?;
        Ok(Scope { unit, system, from, to, rule, beyond_list: self.beyond_list })
    }
}

/// A rule for parts of a period.
pub(super) fn rule(word: &str) -> Result<Rule, Failure> {
    word.parse().map_err(|help: String| {
        refused(format!("`{word}` is no rule for parts of a period"), &help)
    })
}

/// The list of states that is meant.
pub(super) fn system(list: StateList) -> System {
    match list {
        StateList::Cow => System::Cow,
        StateList::Gw => System::GleditschWard,
    }
}

/// The most bytes of a frame that are read.
const LARGEST_FRAME: u64 = 4 << 30;

/// A panel's file.
pub(super) fn frame(path: &Path) -> Result<Frame, Failure> {
    let size = std::fs::metadata(path).map(|file| file.len());
    if size.as_ref().is_ok_and(|size| *size > LARGEST_FRAME) {
        let cause = format!("`{}` is larger than 4 GiB", path.display());
        return Err(refused(cause, "make a panel of fewer years"));
    }
    let bytes = std::fs::read(path).map_err(|error| {
        let cause = format!("cannot read `{}`: {error}", path.display());
        let fault = Diagnostic::bare(Code::SV0704, cause);
        Failure::bare(MISSING, fault.help("check the spelling and the folder you are in"))
    })?;
    Frame::read(bytes).map_err(|mut fault| {
        fault.cause = format!("`{}`: {}", path.display(), fault.cause);
        failure(&fault)
    })
}

/// A file's name, without its folder.
pub(super) fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The member file of ATOP among what was given, for the alliances behind a finding.
pub(super) fn atop(world: &World, requests: &[Request]) -> Result<Option<Atop>, Failure> {
    let given = requests.iter().find(|request| request.name == "atop");
    let Some((name, bytes)) = given.and_then(|request| request.file.as_ref()) else {
        return Ok(None);
    };
    let reading = servanda_data::atop::members(bytes).map_err(|fault| {
        let cause = format!("`{name}`: {}", fault.cause);
        failure(&PanelFault::new(cause, fault.remedy))
    })?;
    Ok(Some(Atop::new(&reading).cited_in(world)))
}

/// A year, a month or a day; `end` is the end of it that is meant.
fn time(
    option: &str,
    text: Option<&str>,
    end: impl Fn(&UncertainDay) -> Day,
) -> Result<Day, Failure> {
    let remedy = "write a year, a month or a day, such as 1816, 1816-01 or 1816-01-01";
    let Some(text) = text else {
        let cause = format!("the panel has no `{option}`");
        return Err(refused(cause, &format!("{remedy}; there is no implicit today")));
    };
    let day = UncertainDay::from_word(text)
        .map_err(|_| refused(format!("`{option} {text}` is no time"), remedy))?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if !plain || !end(&day).is_known() {
        return Err(refused(format!("`{option} {text}` is vague"), remedy));
    }
    Ok(end(&day))
}

/// What is to be added to a panel, with the files read; and the options without it, whose `--add` is
/// for treaties alone.
pub(super) fn requests(global: &Global) -> Result<(Vec<Request>, Global), Failure> {
    let mut requests = Vec::new();
    let mut treaties = Vec::new();
    for path in &global.add {
        match named(path) {
            None => treaties.push(path.clone()),
            Some((name, None)) => requests.push(Request { name, file: None }),
            Some((name, Some(file))) => {
                let bytes = load::panel_data(&file)?;
                let shown = file.file_name().unwrap_or(file.as_os_str());
                let shown = shown.to_string_lossy().into_owned();
                requests.push(Request { name, file: Some((shown, bytes)) });
            }
        }
    }
    let rest = Global {
        format: global.format,
        output: global.output.clone(),
        corpus: global.corpus.clone(),
        add: treaties,
        width: global.width,
    };
    Ok((requests, rest))
}

/// `NAME=FILE`, or the name of what is computed; `None` is a path of treaties.
fn named(path: &Path) -> Option<(String, Option<PathBuf>)> {
    let text = path.to_str()?;
    match text.split_once('=') {
        Some((name, file)) if !path.exists() => Some((name.to_owned(), Some(file.into()))),
        None if KNOWN.iter().any(|known| known.name == text) => Some((text.to_owned(), None)),
        _ => None,
    }
}
