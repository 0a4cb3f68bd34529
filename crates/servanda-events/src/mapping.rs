//! From codes of events to triggers: lines of the files in `mappings/`, which anybody can read and override.
//! A line names codes, the conditions under which they count, the trigger, how far it may be relied on, and
//! why. Of the lines of a code the first whose conditions hold decides. Knows no feed.

use crate::code::{CAMEO_PLACES, CodeSystem, cameo_place};
use crate::facts::{CONDITIONS, Condition, Facts};
use crate::trigger::Trigger;
use rustc_hash::FxHashMap;
use std::fmt;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How far a line may be relied on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Confidence {
    /// Hardly: the code means other things more often.
    Weak,
    /// With a second look.
    Medium,
    /// As far as codings of news may be.
    Strong,
}

impl Confidence {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Confidence::Weak => "weak",
            Confidence::Medium => "medium",
            Confidence::Strong => "strong",
        }
    }
}

/// One line of a mapping.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MapLine {
    /// Whose codes.
    pub system: CodeSystem,
    /// Which codes.
    pub codes: Vec<String>,
    /// The trigger; `None`: these codes are named, and set nothing in motion.
    pub trigger: Option<Trigger>,
    /// What must be known of the row.
    pub needs: Facts,
    /// How far it may be relied on.
    pub confidence: Confidence,
    /// Why.
    pub reason: String,
    /// The file it stands in.
    pub file: String,
    /// The line of that file.
    pub at: usize,
}

/// What a mapping makes of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision<'m> {
    /// This line's trigger.
    Triggers(&'m MapLine),
    /// A line names the code and says that it sets nothing in motion.
    Silent(&'m MapLine),
    /// A line names the code, but this is not known of the row.
    Lacks(&'m MapLine, Facts),
    /// No line names the code.
    None,
}

/// What is wrong with a mapping.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MappingFault {
    /// The file.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The key.
    pub key: String,
    /// What is wrong, in words.
    pub cause: String,
}

impl fmt::Display for MappingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: `{}`: {}", self.file, self.line, self.key, self.cause)
    }
}

/// Lines by code.
#[derive(Clone, Debug)]
pub struct Mapping {
    lines: Vec<MapLine>,
    versions: Vec<(CodeSystem, String, String)>,
    cameo: Vec<Vec<u16>>,
    others: FxHashMap<(CodeSystem, String), Vec<u16>>,
}

/// The shipped mappings.
const SHIPPED: [(&str, &str); 5] = [
    ("mappings/cameo.toml", include_str!("../../../mappings/cameo.toml")),
    ("mappings/plover.toml", include_str!("../../../mappings/plover.toml")),
    ("mappings/ucdp.toml", include_str!("../../../mappings/ucdp.toml")),
    ("mappings/acled.toml", include_str!("../../../mappings/acled.toml")),
    ("mappings/mid.toml", include_str!("../../../mappings/mid.toml")),
];

/// The line of a text in which a byte stands, from 1.
pub(crate) fn toml_line(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
}

impl Mapping {
    /// The shipped mapping.
    ///
    /// # Errors
    /// Never, as tests see to; told rather than taken for granted.
    pub fn shipped() -> Result<Mapping, MappingFault> {
        let mut mapping = Mapping {
            lines: Vec::new(),
            versions: Vec::new(),
            cameo: vec![Vec::new(); CAMEO_PLACES],
            others: FxHashMap::default(),
        };
        for (file, text) in SHIPPED {
            mapping.add(file, text)?;
        }
        Ok(mapping)
    }

    /// This mapping with a user's own file: every code the file names is decided by the file alone.
    ///
    /// # Errors
    /// What is wrong with the file, with line and key.
    pub fn with(&self, file: &str, text: &str) -> Result<Mapping, MappingFault> {
        let mut mapping = self.clone();
        mapping.add(file, text)?;
        Ok(mapping)
    }

    /// Every line, in order.
    pub fn lines(&self) -> &[MapLine] {
        &self.lines
    }

    /// System, version and file of everything that was read.
    pub fn versions(&self) -> &[(CodeSystem, String, String)] {
        &self.versions
    }

    /// Whether a line names a code of CAMEO.
    #[inline]
    pub fn names_cameo(&self, code: &[u8]) -> bool {
        cameo_place(code)
            .and_then(|place| self.cameo.get(place))
            .is_some_and(|lines| !lines.is_empty())
    }

    /// What a row with this code and these facts sets in motion. A code of two parts is looked for whole,
    /// and then by its first part.
    #[inline]
    pub fn decide(
        &self,
        system: CodeSystem,
        code: &[u8],
        mode: &[u8],
        facts: Facts,
    ) -> Decision<'_> {
        let lines = match system {
            CodeSystem::Cameo => cameo_place(code).and_then(|place| self.cameo.get(place)),
            _ => self.other(system, code, mode),
        };
        let mut nearest = Decision::None;
        for line in lines.into_iter().flatten().filter_map(|at| self.lines.get(usize::from(*at))) {
            let lacking = Facts(line.needs.0 & !facts.0);
            match line.trigger {
                _ if lacking.0 != 0 => {
                    if nearest == Decision::None {
                        nearest = Decision::Lacks(line, lacking);
                    }
                }
                Some(_) => return Decision::Triggers(line),
                None => return Decision::Silent(line),
            }
        }
        nearest
    }

    fn other(&self, system: CodeSystem, code: &[u8], mode: &[u8]) -> Option<&Vec<u16>> {
        let code = std::str::from_utf8(code).ok()?;
        let whole = match std::str::from_utf8(mode).ok().filter(|mode| !mode.is_empty()) {
            Some(mode) => self.others.get(&(system, format!("{code}/{mode}"))),
            None => None,
        };
        whole.or_else(|| self.others.get(&(system, code.to_owned())))
    }

    fn add(&mut self, file: &str, text: &str) -> Result<(), MappingFault> {
        let fault = |byte: usize, key: &str, cause: String| MappingFault {
            file: file.to_owned(),
            line: toml_line(text, byte),
            key: key.to_owned(),
            cause,
        };
        let table = DeTable::parse(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            fault(start, "toml", error.message().to_owned())
        })?;
        let table = table.get_ref();
        let top = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str());
        match top("schema") {
            Some("servanda/mapping/1") => {}
            _ => return Err(fault(0, "schema", "is not \"servanda/mapping/1\"".into())),
        }
        let systems = CodeSystem::ALL.map(CodeSystem::word).join(", ");
        let system = top("system").and_then(CodeSystem::from_word);
        let system = system.ok_or_else(|| fault(0, "system", format!("is none of {systems}")))?;
        let version = top("version").ok_or_else(|| fault(0, "version", "is missing".into()))?;
        for (key, value) in table {
            if !matches!(key.get_ref().as_ref(), "schema" | "system" | "version" | "line") {
                let cause = "is no word of a mapping: schema, system, version, line".to_owned();
                return Err(fault(value.span().start, key.get_ref(), cause));
            }
        }
        self.versions.push((system, version.to_owned(), file.to_owned()));
        let lines = table.get("line").and_then(|lines| lines.get_ref().as_array());
        let first = self.lines.len();
        for line in lines.into_iter().flatten() {
            let read = one_line(system, file, text, line, &fault)?;
            self.enter(read, first, line.span().start, &fault)?;
        }
        Ok(())
    }

    /// Enters a line under its codes; lines of earlier files give way to it.
    fn enter(
        &mut self,
        line: MapLine,
        first: usize,
        start: usize,
        fault: &impl Fn(usize, &str, String) -> MappingFault,
    ) -> Result<(), MappingFault> {
        let place = self.lines.len() as u16;
        for code in &line.codes {
            let cameo = match line.system {
                CodeSystem::Cameo => {
                    cameo_place(code.as_bytes()).and_then(|at| self.cameo.get_mut(at))
                }
                _ => None,
            };
            let list = match cameo {
                Some(list) => list,
                None => self.others.entry((line.system, code.clone())).or_default(),
            };
            list.retain(|at| usize::from(*at) >= first);
            let earlier = list.iter().filter_map(|at| self.lines.get(usize::from(*at)));
            for earlier in earlier {
                if line.needs.hold(earlier.needs) {
                    let cause = format!(
                        "`{code}` stands on line {} already, under no further condition",
                        earlier.at
                    );
                    return Err(fault(start, "codes", cause));
                }
            }
            list.push(place);
        }
        self.lines.push(line);
        Ok(())
    }
}

fn one_line(
    system: CodeSystem,
    file: &str,
    text: &str,
    line: &Spanned<DeValue<'_>>,
    fault: &impl Fn(usize, &str, String) -> MappingFault,
) -> Result<MapLine, MappingFault> {
    let start = line.span().start;
    let Some(table) = line.get_ref().as_table() else {
        return Err(fault(start, "line", "is no table".into()));
    };
    let mut read = MapLine {
        system,
        codes: Vec::new(),
        trigger: None,
        needs: Facts::default(),
        confidence: Confidence::Weak,
        reason: String::new(),
        file: file.to_owned(),
        at: toml_line(text, start),
    };
    for needed in ["codes", "trigger", "confidence", "reason"] {
        if table.get(needed).is_none() {
            return Err(fault(start, needed, "is missing".into()));
        }
    }
    for (key, value) in table {
        let at = value.span().start;
        let word = value.get_ref().as_str().unwrap_or_default();
        match key.get_ref().as_ref() {
            "codes" => {
                for (at, code) in words(value) {
                    if !system.has(code) {
                        return Err(fault(at, "codes", format!("`{code}` is no code of {system}")));
                    }
                    if read.codes.iter().any(|known| known == code) {
                        return Err(fault(at, "codes", format!("`{code}` stands here twice")));
                    }
                    read.codes.push(code.to_owned());
                }
            }
            "when" => {
                for (at, word) in words(value) {
                    let bits = condition(word).map_err(|cause| fault(at, "when", cause))?;
                    read.needs = read.needs.and(bits);
                }
            }
            "trigger" => {
                read.trigger = trigger(word).map_err(|cause| fault(at, "trigger", cause))?;
            }
            "confidence" => {
                let known = [Confidence::Weak, Confidence::Medium, Confidence::Strong];
                let found = known.into_iter().find(|known| known.word() == word);
                let cause = || format!("`{word}` is none of weak, medium, strong");
                read.confidence = found.ok_or_else(|| fault(at, "confidence", cause()))?;
            }
            "reason" if word.trim().is_empty() => {
                return Err(fault(at, "reason", "is empty: every line says why".into()));
            }
            "reason" => word.clone_into(&mut read.reason),
            other => {
                let cause = "is no word of a line: codes, when, trigger, confidence, reason";
                return Err(fault(at, other, cause.into()));
            }
        }
    }
    Ok(read)
}

fn condition(word: &str) -> Result<Facts, String> {
    Condition::from_word(word).map(|condition| condition.bits).ok_or_else(|| {
        let known: Vec<&str> = CONDITIONS.iter().map(|known| known.word).collect();
        format!("`{word}` is no condition: {}", known.join(", "))
    })
}

fn trigger(word: &str) -> Result<Option<Trigger>, String> {
    if word == "none" {
        return Ok(None);
    }
    Trigger::from_word(word).map(Some).ok_or_else(|| {
        let known: Vec<&str> = Trigger::ALL.iter().map(|known| known.word()).collect();
        format!("`{word}` is no trigger: {}, none", known.join(", "))
    })
}

/// The words of a list, each with where it stands.
fn words<'t>(value: &'t Spanned<DeValue<'_>>) -> Vec<(usize, &'t str)> {
    let list = value.get_ref().as_array().into_iter().flatten();
    list.map(|word| (word.span().start, word.get_ref().as_str().unwrap_or_default())).collect()
}
