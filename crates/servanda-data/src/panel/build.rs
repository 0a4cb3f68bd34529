//! A panel from what is asked for by name: which sources there are, what each needs, and how they are
//! put together. The one list of sources; reads bytes and opens no file.

use super::atop::Atop;
use super::duty::Duties;
use super::fault::PanelFault;
use super::frame::{Panel, Stamp};
use super::plan::{Alliance, Plan, Scope};
use super::source::Source;
use super::unit::Of;
use crate::RowFault;
use crate::atop;
use servanda::corpus;
use servanda::model::World;
use servanda::time::Interval;

/// What can be added to a panel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// What it adds, in a few words.
    pub what: &'static str,
    /// Whether the user brings a file for it.
    pub file: bool,
}

/// Everything that can be added, in the order of the handbook.
pub const KNOWN: &[Known] = &[
    Known { name: "atop", what: "alliances by ATOP's member file, 4.01 or 5.1", file: true },
    Known { name: "servanda", what: "what the treaties of the corpus oblige to", file: false },
];

/// One thing to add.
#[derive(Clone, Debug)]
pub struct Request {
    /// Which, by name.
    pub name: String,
    /// The file's name and bytes, where one was given.
    pub file: Option<(String, Vec<u8>)>,
}

/// A panel, and the rows of its files that could not be used.
pub struct Built {
    /// The panel.
    pub panel: Panel,
    /// Each with the name of its file.
    pub left_out: Vec<(String, RowFault)>,
}

/// Makes a panel.
///
/// # Errors
/// A name is not known or lacks its file, a file cannot be read, a source has nothing to say of the
/// unit, or there are no such rows.
pub fn build(world: &World, scope: Scope, requests: &[Request]) -> Result<Built, PanelFault> {
    let mut opened = Vec::new();
    let days = Interval::inclusive(scope.from, scope.to);
    for request in requests {
        opened.push(open(world, days, request)?);
    }
    let mut left_out = Vec::new();
    for one in &mut opened {
        let file = one.stamp.as_ref().map_or_else(String::new, |stamp| stamp.file.clone());
        left_out.extend(one.left_out.drain(..).map(|fault| (file.clone(), fault)));
    }
    let plan = if matches!(scope.unit.of, Of::Alliance | Of::AllianceMember) {
        let alliances = opened.iter_mut().find_map(|one| one.alliances.take());
        match alliances {
            Some(alliances) => Plan::of_alliances(&world.states, scope, alliances)?,
            None => Plan::new(&world.states, scope)?,
        }
    } else {
        Plan::new(&world.states, scope)?
    };
    let mut panel = Panel::new(plan);
    for one in opened {
        panel.add(one.source, one.stamp)?;
    }
    Ok(Built { panel, left_out })
}

/// One source that was read.
struct Opened {
    source: Box<dyn Source>,
    stamp: Option<Stamp>,
    left_out: Vec<RowFault>,
    /// The alliances of which it could make a panel.
    alliances: Option<Vec<Alliance>>,
}

fn open(world: &World, days: Interval, request: &Request) -> Result<Opened, PanelFault> {
    let Some(known) = KNOWN.iter().find(|known| known.name == request.name) else {
        return Err(unknown(&request.name));
    };
    let no_file = || {
        PanelFault::new(
            format!("`{}` needs the user's own file: {}", known.name, known.what),
            format!("write `{}=FILE`", known.name),
        )
    };
    if !known.file {
        if request.file.is_some() {
            return Err(PanelFault::new(
                format!("`{}` is computed and takes no file", known.name),
                format!("write `{}` alone", known.name),
            ));
        }
        return Ok(computed(world, days));
    }
    let (name, bytes) = request.file.as_ref().ok_or_else(no_file)?;
    let named = |mut fault: PanelFault| {
        fault.cause = format!("`{name}`, given as `{}`: {}", known.name, fault.cause);
        fault
    };
    of_file(world, known.name, bytes)
        .map(|(mut opened, version)| {
            opened.stamp = Some(Stamp::of(name, bytes, &version));
            opened
        })
        .map_err(named)
}

/// What is computed from the treaties.
fn computed(world: &World, days: Interval) -> Opened {
    let duties = Duties::new(world, days);
    let alliances = duties.alliances(world);
    let stamp = Stamp {
        file: "the corpus".to_owned(),
        blake3: corpus::fingerprint(world),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    Opened {
        source: Box::new(duties),
        stamp: Some(stamp),
        left_out: Vec::new(),
        alliances: Some(alliances),
    }
}

/// What a file holds, with the version it names.
fn of_file(world: &World, name: &str, bytes: &[u8]) -> Result<(Opened, String), PanelFault> {
    let opened = |source, left_out| Opened { source, stamp: None, left_out, alliances: None };
    match name {
        "atop" => {
            let reading = atop::members(bytes)?;
            let source = Atop::new(&reading).cited_in(world);
            let alliances = Some(source.alliances(&world.states).0);
            let opened = opened(Box::new(source), reading.faults);
            Ok((Opened { alliances, ..opened }, reading.version))
        }
        other => Err(unknown(other)),
    }
}

fn unknown(name: &str) -> PanelFault {
    let names: Vec<&str> = KNOWN.iter().map(|known| known.name).collect();
    PanelFault::new(
        format!("nothing that can be added is called `{name}`"),
        format!("there are {}", names.join(", ")),
    )
}
