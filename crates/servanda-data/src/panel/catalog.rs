//! The sources that read a file of the user's, by name: what each adds, how to cite it, and how it is
//! opened. Knows every reader here but ATOP's.

use super::capabilities::{self, Capabilities};
use super::capital::{self, CapitalDistance};
use super::citation::Citation;
use super::contiguity::{self, Contiguity};
use super::distance::{self, MinimumDistance};
use super::majors::{self, Majors};
use super::mid::{self, Project};
use super::source::Source;
use super::{ucdp, war};
use crate::fault::{FileFault, Reading, RowFault};
use servanda::model::StateSystem;

/// A file that was read.
pub struct Opened {
    /// Its columns.
    pub source: Box<dyn Source>,
    /// The version of the data, as the file says it; empty where it does not.
    pub version: String,
    /// How many rows could be read.
    pub rows: usize,
    /// The rows that could not, and what else is wrong.
    pub faults: Vec<RowFault>,
}

/// A source that reads a file.
pub struct FileSource {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it adds, in a few words.
    pub what: &'static str,
    /// How to cite the data.
    pub citation: Citation,
    /// Reads the file.
    pub open: fn(&[u8], &StateSystem) -> Result<Opened, FileFault>,
}

/// Every source that reads a file, but for ATOP's.
pub const FILES: &[FileSource] = &[
    FileSource {
        name: "nmc",
        what: "material capabilities and their index (COW)",
        citation: capabilities::CITATION,
        open: |bytes, states| {
            let reading = capabilities::read(bytes, states)?;
            Ok(opened(Capabilities::new(&reading), reading))
        },
    },
    FileSource {
        name: "contiguity",
        what: "direct contiguity (COW)",
        citation: contiguity::CITATION,
        open: |bytes, states| {
            let reading = contiguity::read(bytes, states)?;
            Ok(opened(Contiguity::new(&reading), reading))
        },
    },
    FileSource {
        name: "majors",
        what: "major powers (COW)",
        citation: majors::CITATION,
        open: |bytes, states| {
            let reading = majors::read(bytes, states)?;
            Ok(opened(Majors::new(&reading), reading))
        },
    },
    FileSource {
        name: "capitals",
        what: "distance between capitals",
        citation: capital::CITATION,
        open: |bytes, states| {
            let file = capital::read(bytes, states)?;
            Ok(opened(CapitalDistance::new(&file), file.reading))
        },
    },
    FileSource {
        name: "mindist",
        what: "least distance between territories (CShapes)",
        citation: distance::CITATION,
        open: |bytes, states| {
            let file = distance::read(bytes, states)?;
            Ok(opened(MinimumDistance::new(&file), file.reading))
        },
    },
    FileSource {
        name: "cow-mid",
        what: "militarized disputes (COW)",
        citation: mid::COW_CITATION,
        open: |bytes, states| {
            let reading = mid::read(bytes, states)?;
            Ok(opened(mid::source(Project::Cow, &reading, states), reading))
        },
    },
    FileSource {
        name: "gml-mid",
        what: "militarized disputes (Gibler, Miller and Little)",
        citation: mid::GML_CITATION,
        open: |bytes, states| {
            let reading = mid::read(bytes, states)?;
            Ok(opened(mid::source(Project::Gml, &reading, states), reading))
        },
    },
    FileSource {
        name: "cow-war",
        what: "wars between states (COW)",
        citation: war::CITATION,
        open: |bytes, states| {
            let reading = war::read(bytes, states)?;
            Ok(opened(war::source(&reading, states), reading))
        },
    },
    FileSource {
        name: "ucdp",
        what: "armed conflicts (UCDP/PRIO)",
        citation: ucdp::CITATION,
        open: |bytes, states| {
            let reading = ucdp::read(bytes, states)?;
            Ok(opened(ucdp::source(&reading, states), reading))
        },
    },
];

/// The source of a name.
pub fn find(name: &str) -> Option<&'static FileSource> {
    FILES.iter().find(|file| file.name == name)
}

fn opened<Row>(source: impl Source + 'static, reading: Reading<Row>) -> Opened {
    let Reading { version, rows, faults } = reading;
    Opened { source: Box::new(source), version, rows: rows.len(), faults }
}
