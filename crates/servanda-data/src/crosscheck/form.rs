//! What a comparison finds, as data: counts by item, and a line for everything that does not simply
//! agree.

use super::convention::Convention;
use schemars::JsonSchema;
use serde::Serialize;
use servanda::engine::coding::Dating;
use servanda::syntax::vocabulary::AtopItem;
use std::collections::BTreeMap;

/// How a comparison of one item came out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Both say the same.
    Agree,
    /// They differ, and a convention says why.
    Convention,
    /// They differ, and the treaty says why.
    Explained,
    /// They differ, and nobody says why.
    Unexplained,
}

impl Verdict {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Agree => "agree",
            Verdict::Convention => "convention",
            Verdict::Explained => "explained",
            Verdict::Unexplained => "unexplained",
        }
    }
}

/// How often what came out.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, JsonSchema)]
pub struct Counts {
    /// How many were compared.
    pub compared: usize,
    /// Both say the same.
    pub agree: usize,
    /// Alike by a convention.
    pub convention: usize,
    /// Explained by the treaty.
    pub explained: usize,
    /// Explained by nobody.
    pub unexplained: usize,
}

impl Counts {
    fn add(&mut self, verdict: Verdict) {
        self.compared += 1;
        match verdict {
            Verdict::Agree => self.agree += 1,
            Verdict::Convention => self.convention += 1,
            Verdict::Explained => self.explained += 1,
            Verdict::Unexplained => self.unexplained += 1,
        }
    }

    /// How many of a hundred are not unexplained, to one decimal, rounded down.
    pub fn settled(&self) -> String {
        self.of_a_hundred(self.compared - self.unexplained)
    }

    /// How many of a hundred agree, conventions included, to one decimal, rounded down.
    pub fn agreeing(&self) -> String {
        self.of_a_hundred(self.agree + self.convention)
    }

    fn of_a_hundred(&self, count: usize) -> String {
        let tenths = (count * 1000).checked_div(self.compared);
        tenths.map_or("-".into(), |tenths| format!("{}.{}", tenths / 10, tenths % 10))
    }
}

/// One item on which corpus and ATOP do not simply agree.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// ATOP's number.
    pub atop: u16,
    /// ATOP's phase; null for what concerns the membership as a whole.
    pub phase: Option<u16>,
    /// The treaties that cite the number.
    pub treaties: Vec<String>,
    /// The member, as the corpus calls it.
    pub party: String,
    /// On what.
    pub item: AtopItem,
    /// What the corpus says.
    pub corpus: String,
    /// What ATOP says.
    pub says: String,
    /// How it came out.
    pub verdict: Verdict,
    /// The convention.
    pub convention: Option<Convention>,
    /// The treaty's reason.
    pub because: Option<String>,
}

/// A clause `differs from ATOP` that explains nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct Stale {
    /// The treaty that has it.
    pub treaty: String,
    /// On what.
    pub item: AtopItem,
    /// For whom; null: for all.
    pub party: Option<String>,
    /// File and line.
    pub at: String,
}

/// How much of ATOP the corpus holds.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, JsonSchema)]
pub struct Coverage {
    /// Alliances in the file.
    pub alliances: usize,
    /// Those that some treaty of the corpus cites.
    pub in_corpus: usize,
    /// Alliances in effect when the data end.
    pub in_effect_at_the_end: usize,
    /// Numbers of those that are not in the corpus.
    pub missing: Vec<u16>,
    /// Numbers of those that are not, and were in effect when the data end.
    pub missing_in_effect: Vec<u16>,
}

/// A comparison.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[schemars(title = "The corpus beside ATOP")]
pub struct Comparison {
    /// `servanda/atop-diff/1`.
    pub schema: String,
    /// The version of ATOP.
    pub version: String,
    /// signature or force.
    pub dating: String,
    /// How many alliances were compared.
    pub alliances: usize,
    /// Counts for each item; the conditions together, where either side says that one holds.
    pub counts: BTreeMap<String, Counts>,
    /// Counts of spells: a membership from entry to exit, of which both dates count.
    pub spells: Counts,
    /// How often each convention made two things alike.
    pub conventions: BTreeMap<String, usize>,
    /// Everything that does not simply agree.
    pub lines: Vec<Line>,
    /// Explanations that explain nothing.
    pub stale: Vec<Stale>,
    /// Numbers cited that the file does not have.
    pub unknown: Vec<String>,
    /// How much of ATOP the corpus holds.
    pub coverage: Coverage,
}

/// The name under which the conditions are counted together.
pub(super) const CONDITIONS: &str = "conditions";

/// The items that are counted by themselves, in the order shown.
pub(super) const COUNTED: &[AtopItem] = &[
    AtopItem::Member,
    AtopItem::Entry,
    AtopItem::Exit,
    AtopItem::Defense,
    AtopItem::Offense,
    AtopItem::Neutral,
    AtopItem::Nonagg,
    AtopItem::Consul,
];

impl Comparison {
    pub(super) fn new(version: &str, dating: Dating) -> Comparison {
        Comparison {
            schema: "servanda/atop-diff/1".into(),
            version: version.to_owned(),
            dating: match dating {
                Dating::Signature => "signature".into(),
                Dating::Force => "force".into(),
            },
            alliances: 0,
            counts: BTreeMap::new(),
            spells: Counts::default(),
            conventions: BTreeMap::new(),
            lines: Vec::new(),
            stale: Vec::new(),
            unknown: Vec::new(),
            coverage: Coverage::default(),
        }
    }

    fn count(&mut self, item: AtopItem, verdict: Verdict) {
        let name = if COUNTED.contains(&item) { item.word() } else { CONDITIONS };
        self.counts.entry(name.to_owned()).or_default().add(verdict);
    }

    pub(super) fn agree(&mut self, item: AtopItem) {
        self.count(item, Verdict::Agree);
    }

    pub(super) fn line(&mut self, line: Line) {
        self.count(line.item, line.verdict);
        if let Some(convention) = line.convention {
            *self.conventions.entry(convention.name().to_owned()).or_default() += 1;
        }
        self.lines.push(line);
    }

    pub(super) fn spell(&mut self, verdict: Verdict) {
        self.spells.add(verdict);
    }

    /// What nobody explains.
    pub fn unexplained(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.verdict == Verdict::Unexplained)
    }

    /// Whether nothing is left to look into.
    pub fn is_settled(&self) -> bool {
        self.unexplained().next().is_none() && self.stale.is_empty() && self.unknown.is_empty()
    }
}

/// The schema of a comparison.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Comparison).to_value()
}
