//! What the command line asks of a panel: its rows, and what is to be added. Reads the files.

use crate::args::{Global, Panel, StateList};
use crate::fault::{Failure, USAGE};
use crate::load;
use servanda::model::System;
use servanda::syntax::{Code, Diagnostic};
use servanda::time::{Day, UncertainDay};
use servanda_data::panel::{KNOWN, PanelFault, Request, Rule, Scope, Unit};
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
    let system = match asked.scope.system {
        StateList::Cow => System::Cow,
        StateList::Gw => System::GleditschWard,
    };
    let rows = Rows {
        unit: asked.unit.as_deref().unwrap_or_default(),
        from: asked.scope.from.as_deref(),
        to: asked.scope.to.as_deref(),
        rule: &asked.scope.partial,
        beyond_list: asked.scope.beyond_list,
    };
    rows.scope(system)
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
        let (word, rule) = (self.unit, self.rule);
        let unit: Unit =
            word.parse().map_err(|help: String| refused(format!("`{word}` is no unit"), &help))?;
        let rule: Rule = rule.parse().map_err(|help: String| {
            refused(format!("`{rule}` is no rule for parts of a period"), &help)
        })?;
        let from = time("--from", self.from, |day| day.earliest)?;
        let to = time("--to", self.to, |day| day.latest)?;
        Ok(Scope { unit, system, from, to, rule, beyond_list: self.beyond_list })
    }
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
                let bytes = load::data(&file)?;
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
