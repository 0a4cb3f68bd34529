//! A panel from what is asked for by name: which sources there are, what each needs, and how they are
//! put together. The one list of sources; reads bytes and opens no file.

use super::alike::Alike;
use super::atop::Atop;
use super::capabilities::{self, Capabilities};
use super::catalog;
use super::contiguity::{self, Contiguity};
use super::duty::Duties;
use super::fault::PanelFault;
use super::frame::{Panel, Stamp};
use super::majors::{self, Majors};
use super::plan::{Alliance, Plan, Scope};
use super::relevant::Relevant;
use super::source::Source;
use super::work::Work;
use crate::RowFault;
use crate::atop;
use crate::cores;
use servanda::corpus;
use servanda::model::World;
use servanda::time::Interval;
use std::sync::LazyLock;

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
pub static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let own = |name, what, file| Known { name, what, file };
    let files = catalog::FILES.iter().map(|one| own(one.name, one.what, true));
    let alliances = [
        own("atop", "alliances by ATOP's member file, 4.01 or 5.1", true),
        own("servanda", "what the treaties of the corpus oblige to", false),
    ];
    let made = [
        own("prd", "politically relevant pairs, from `contiguity` and `majors`", false),
        own(
            "similarity",
            "similarity of alliance portfolios, from `atop`, weighed by `nmc`",
            false,
        ),
    ];
    alliances.into_iter().chain(files).chain(made).collect()
});

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
    let asked = Asked { world, days: Interval::inclusive(scope.from, scope.to), requests };
    // Files are read at the same time, the largest first; faults are told in the order of asking.
    let size = |request: &Request| match &request.file {
        // Text of codes is some sixteen times as large unpacked.
        Some((_, bytes)) if bytes.starts_with(&[0x1f, 0x8b]) => 16 * bytes.len(),
        Some((_, bytes)) => bytes.len(),
        None => 0,
    };
    let opened = cores::by_turns(requests, size, |request| asked.open(request));
    let mut opened = opened.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut left_out = Vec::new();
    for one in &mut opened {
        let file = one.stamp.as_ref().map_or_else(String::new, |stamp| stamp.file.clone());
        left_out.extend(one.left_out.drain(..).map(|fault| (file.clone(), fault)));
    }
    let alliances = opened.iter_mut().find_map(|one| one.alliances.take());
    let plan = match alliances {
        Some(alliances) => Plan::of_alliances(&world.states, scope, alliances)?,
        None => Plan::new(&world.states, scope)?,
    };
    let mut panel = Panel::new(plan);
    for one in opened {
        let (name, works) = (one.source.name(), works(one.source.name()));
        panel.add(one.source, one.stamp)?;
        if !works.is_empty() {
            panel.credit(name, works);
        }
    }
    Ok(Built { panel, left_out })
}

/// The works to cite for what a source does not say itself.
fn works(name: &str) -> Vec<Work> {
    let of = |name: &str| catalog::find(name).map(|file| Work::from(&file.citation));
    match name {
        "servanda" | "similarity" => vec![Work::program()],
        "prd" => ["contiguity", "majors"].into_iter().filter_map(of).collect(),
        name => of(name).into_iter().collect(),
    }
}

/// One source that was opened.
struct Opened {
    source: Box<dyn Source>,
    stamp: Option<Stamp>,
    left_out: Vec<RowFault>,
    /// The alliances of which it could make a panel.
    alliances: Option<Vec<Alliance>>,
}

impl Opened {
    fn computed(source: impl Source + 'static) -> Opened {
        Opened { source: Box::new(source), stamp: None, left_out: Vec::new(), alliances: None }
    }
}

/// Everything that was asked for: what is made of several files looks for them here.
struct Asked<'a> {
    world: &'a World,
    days: Interval,
    requests: &'a [Request],
}

impl Asked<'_> {
    fn open(&self, request: &Request) -> Result<Opened, PanelFault> {
        let name = request.name.as_str();
        let Some(known) = KNOWN.iter().find(|known| known.name == name) else {
            return Err(unknown(name));
        };
        match (&request.file, known.file) {
            (Some(_), false) => Err(PanelFault::new(
                format!("`{name}` is computed and takes no file: {}", known.what),
                format!("write `{name}` alone"),
            )),
            (None, true) => Err(PanelFault::new(
                format!("`{name}` needs the user's own file: {}", known.what),
                format!("write `{name}=FILE`"),
            )),
            (None, false) => self.computed(name),
            (Some((file, bytes)), true) => {
                let opened = self.of_file(name, bytes).map_err(|fault| PanelFault {
                    cause: format!("`{file}`, given as `{name}`: {}", fault.cause),
                    ..fault
                });
                opened.map(|(opened, version)| {
                    let stamp = Some(Stamp::of(file, bytes, &version));
                    Opened { stamp, ..opened }
                })
            }
        }
    }

    /// What is computed from the treaties, or from the files of other sources.
    fn computed(&self, name: &str) -> Result<Opened, PanelFault> {
        let states = &self.world.states;
        match name {
            "servanda" => Ok(self.duties()),
            "prd" => {
                let contiguity = contiguity::read(self.needs(name, "contiguity")?, states)?;
                let majors = majors::read(self.needs(name, "majors")?, states)?;
                let (contiguity, majors) = (Contiguity::new(&contiguity), Majors::new(&majors));
                Ok(Opened::computed(Relevant::new(contiguity, majors)))
            }
            "similarity" => {
                let atop = Atop::new(&atop::members(self.needs(name, "atop")?)?);
                let weights = match self.bytes("nmc") {
                    Some(bytes) => Some(Capabilities::new(&capabilities::read(bytes, states)?)),
                    None => None,
                };
                Ok(Opened::computed(Alike::new(atop, weights)))
            }
            other => Err(unknown(other)),
        }
    }

    /// What the treaties oblige to.
    fn duties(&self) -> Opened {
        let duties = Duties::new(self.world, self.days);
        let stamp = Stamp {
            file: "the corpus".to_owned(),
            blake3: corpus::fingerprint(self.world),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let alliances = Some(duties.alliances(self.world));
        Opened { stamp: Some(stamp), alliances, ..Opened::computed(duties) }
    }

    /// What a file holds, with the version it names.
    fn of_file(&self, name: &str, bytes: &[u8]) -> Result<(Opened, String), PanelFault> {
        let states = &self.world.states;
        if name == "atop" {
            let reading = atop::members(bytes)?;
            let source = Atop::new(&reading).cited_in(self.world);
            let alliances = Some(source.alliances(states).0);
            let opened = Opened { left_out: reading.faults, alliances, ..Opened::computed(source) };
            return Ok((opened, reading.version));
        }
        let file = catalog::find(name).ok_or_else(|| unknown(name))?;
        let catalog::Opened { source, version, faults, .. } = (file.open)(bytes, states)?;
        let opened = Opened { source, stamp: None, left_out: faults, alliances: None };
        Ok((opened, version))
    }

    /// The bytes of the file that was given for a source.
    fn bytes(&self, name: &str) -> Option<&[u8]> {
        let request = self.requests.iter().find(|request| request.name == name)?;
        request.file.as_ref().map(|(_, bytes)| bytes.as_slice())
    }

    /// The same, for what cannot be made without it.
    fn needs(&self, name: &str, other: &str) -> Result<&[u8], PanelFault> {
        self.bytes(other).ok_or_else(|| {
            PanelFault::new(
                format!("`{name}` is made from `{other}`, which is not added"),
                format!("add `{other}=FILE` too"),
            )
        })
    }
}

fn unknown(name: &str) -> PanelFault {
    let names: Vec<&str> = KNOWN.iter().map(|known| known.name).collect();
    PanelFault::new(
        format!("nothing that can be added is called `{name}`"),
        format!("there are {}", names.join(", ")),
    )
}
