//! Flat clauses to nested blocks: which clause stands in which. Knows the order of clauses only.

use crate::syntax::clause::Clause;
use crate::syntax::document::{Document, Entry};
use crate::syntax::{Code, Diagnostic, Edit, Span};

/// What a block is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum BlockKind {
    Treaty,
    Members,
    Article,
    Norm,
    Reservation,
    Area,
    Source,
    Decision,
    Claim,
    Event,
    Finding,
    Performance,
    Proposal,
    Test,
}

impl BlockKind {
    /// The block in words, for diagnostics.
    fn words(self) -> &'static str {
        match self {
            BlockKind::Treaty => "a treaty",
            BlockKind::Members => "a list of members",
            BlockKind::Article => "an article",
            BlockKind::Norm => "a norm",
            BlockKind::Reservation => "a reservation",
            BlockKind::Area => "an area",
            BlockKind::Source => "a source",
            BlockKind::Decision => "a decision",
            BlockKind::Claim => "a claim",
            BlockKind::Event => "an event",
            BlockKind::Finding => "a finding",
            BlockKind::Performance => "a duty's record",
            BlockKind::Proposal => "a proposal",
            BlockKind::Test => "a test",
        }
    }
}

impl BlockKind {
    /// How its head is written.
    fn head(self) -> &'static str {
        match self {
            BlockKind::Treaty => "treaty ID \"Title\"",
            BlockKind::Members => "members",
            BlockKind::Article => "article N",
            BlockKind::Norm => "norm NAME",
            BlockKind::Reservation => "reservation by STATE to NORM \"text\"",
            BlockKind::Area => "area ID",
            BlockKind::Source => "source ID",
            BlockKind::Decision => "decision ID by STATES on DATE",
            BlockKind::Claim => "claim ID by \"Name\"",
            BlockKind::Event => "event ID \"title\"",
            BlockKind::Finding => "finding NAME found in EVENT by WHO on DATE",
            BlockKind::Performance => "duty NORM of STATE in EVENT fulfilled by WHO on DATE",
            BlockKind::Proposal => "proposal ID from \"SOURCE\" at 120..145 confidence 90",
            BlockKind::Test => "test \"what it shows\"",
        }
    }
}

/// A clause with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'a> {
    pub(super) clause: &'a Clause,
    pub(super) at: Span,
}

/// A head clause with what stands in it.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub(super) kind: BlockKind,
    pub(super) head: Placed<'a>,
    pub(super) clauses: Vec<Placed<'a>>,
    pub(super) blocks: Vec<Block<'a>>,
    /// A clause in it could not be read, so what it seems to lack may be there.
    pub(super) faulty: bool,
}

/// The kind of block that a clause begins, if any.
fn begins(clause: &Clause) -> Option<BlockKind> {
    Some(match clause {
        Clause::Treaty { .. } => BlockKind::Treaty,
        Clause::Members => BlockKind::Members,
        Clause::Article { .. } => BlockKind::Article,
        Clause::Norm { .. } => BlockKind::Norm,
        Clause::Reservation { .. } => BlockKind::Reservation,
        Clause::Area { .. } => BlockKind::Area,
        Clause::SourceBlock { .. } => BlockKind::Source,
        Clause::Decision { .. } => BlockKind::Decision,
        Clause::Claim { .. } => BlockKind::Claim,
        Clause::Event { .. } => BlockKind::Event,
        Clause::Finding { .. } => BlockKind::Finding,
        Clause::DutyRecord { .. } => BlockKind::Performance,
        Clause::Proposal { .. } => BlockKind::Proposal,
        Clause::Test { .. } => BlockKind::Test,
        _ => return None,
    })
}

/// What can be described and cited.
const CITED: &[BlockKind] = &[
    BlockKind::Norm,
    BlockKind::Article,
    BlockKind::Treaty,
    BlockKind::Source,
    BlockKind::Decision,
    BlockKind::Claim,
    BlockKind::Event,
    BlockKind::Finding,
    BlockKind::Performance,
    BlockKind::Proposal,
    BlockKind::Area,
];

/// Where a clause may stand; empty: at the top of a file only.
#[allow(clippy::too_many_lines, reason = "one line or two for each clause")]
fn homes(clause: &Clause) -> &'static [BlockKind] {
    use BlockKind::{
        Area, Article, Claim, Decision, Event, Finding, Members, Norm, Proposal, Reservation,
        Source, Test, Treaty,
    };
    match clause {
        Clause::Treaty { .. }
        | Clause::Area { .. }
        | Clause::SourceBlock { .. }
        | Clause::Decision { .. }
        | Clause::Claim { .. }
        | Clause::Event { .. }
        | Clause::Finding { .. }
        | Clause::DutyRecord { .. }
        | Clause::Proposal { .. }
        | Clause::Test { .. } => &[],
        Clause::Members
        | Clause::Article { .. }
        | Clause::Kind { .. }
        | Clause::Signed { .. }
        | Clause::InForce { .. }
        | Clause::Provisional { .. }
        | Clause::Term { .. }
        | Clause::Ended { .. }
        | Clause::Notice { .. }
        | Clause::PartOf { .. }
        | Clause::AmendedBy { .. }
        | Clause::SuspendedBetween { .. }
        | Clause::CodedFrom { .. }
        | Clause::Disclaims { .. }
        | Clause::DiffersFromAtop { .. }
        | Clause::Priority { .. } => &[Treaty],
        Clause::Member { .. } => &[Members],
        Clause::Norm { .. } | Clause::Reservation { .. } => &[Article],
        Clause::Secret { .. } => &[Norm, Article, Treaty],
        Clause::Valid { .. } => &[Norm, Article],
        Clause::NotModelled { .. } => &[Article, Treaty],
        Clause::Reading { holds, .. } => holds.as_ref().map_or(&[Test], |_| &[Article]),
        Clause::Gist { .. }
        | Clause::Quote { .. }
        | Clause::Note { .. }
        | Clause::Source { .. } => CITED,
        Clause::Where { .. } => &[Norm, Reservation],
        Clause::When { .. }
        | Clause::Unless { .. }
        | Clause::InArea { .. }
        | Clause::DecidedBy { .. }
        | Clause::OnRequest { .. }
        | Clause::UnderReading { .. }
        | Clause::Duty { .. }
        | Clause::Extent { .. } => &[Norm],
        Clause::Includes { .. } | Clause::Excludes { .. } => &[Area],
        Clause::Type { .. }
        | Clause::Author { .. }
        | Clause::Title { .. }
        | Clause::Publisher { .. }
        | Clause::Published { .. }
        | Clause::Url { .. } => &[Source],
        Clause::About { .. } => &[Decision, Claim],
        Clause::Agreed { .. } | Clause::Postponed { .. } | Clause::Rejected { .. } => &[Decision],
        Clause::On { .. } => &[Claim, Event],
        Clause::Says { .. } | Clause::Status { .. } | Clause::Asserts { .. } => &[Claim],
        Clause::Occurs { .. } | Clause::Place { .. } => &[Event],
        Clause::Proposes { .. } | Clause::Refused { .. } => &[Proposal],
        Clause::Known { .. } => &[Event, Finding, Test],
        Clause::Ask { .. }
        | Clause::Expect { .. }
        | Clause::Assuming { .. }
        | Clause::Given { .. }
        | Clause::Follow
        | Clause::Prefer { .. } => &[Test],
    }
}

/// The blocks of a document, with what stands in the wrong place.
pub(super) struct Outline<'a> {
    pub(super) blocks: Vec<Block<'a>>,
    /// Priorities at the top of a file.
    pub(super) priorities: Vec<Placed<'a>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Nests the clauses of a document.
pub(super) fn outline(document: &Document) -> Outline<'_> {
    let mut nesting = Nesting {
        done: Vec::new(),
        open: Vec::new(),
        priorities: Vec::new(),
        diagnostics: Vec::new(),
        lost: false,
        misplaced: None,
    };
    for entry in &document.entries {
        match entry {
            Entry::Clause { clause, at, .. } | Entry::Faulty { guess: Some(clause), at, .. } => {
                nesting.add(Placed { clause, at: *at });
            }
            Entry::Faulty { word, .. } => nesting.unread(word),
            _ => {}
        }
    }
    nesting.close_to(0);
    Outline {
        blocks: nesting.done,
        priorities: nesting.priorities,
        diagnostics: nesting.diagnostics,
    }
}

struct Nesting<'a> {
    done: Vec<Block<'a>>,
    open: Vec<Block<'a>>,
    priorities: Vec<Placed<'a>>,
    diagnostics: Vec<Diagnostic>,
    /// The head of a block could not be read: its clauses have no home, and are not to blame.
    lost: bool,
    /// Where the last misplaced clause belonged, until the next block begins.
    misplaced: Option<&'static [BlockKind]>,
}

impl<'a> Nesting<'a> {
    /// A clause that could not be read, with its first word.
    fn unread(&mut self, word: &str) {
        for block in &mut self.open {
            block.faulty = true;
        }
        let depth_of = |kinds: &[BlockKind]| {
            self.open.iter().rposition(|block| kinds.contains(&block.kind)).map_or(0, |at| at + 1)
        };
        let depth = match word {
            "norm" | "reservation" => depth_of(&[BlockKind::Article]),
            "article" | "members" => depth_of(&[BlockKind::Treaty]),
            "treaty" | "area" | "decision" | "claim" | "event" | "finding" | "duty"
            | "proposal" | "test" => 0,
            _ => return,
        };
        self.close_to(depth);
        self.lost = true;
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(block) = self.open.pop() else { return };
            match self.open.last_mut() {
                Some(around) => around.blocks.push(block),
                None => self.done.push(block),
            }
        }
    }

    fn add(&mut self, placed: Placed<'a>) {
        let homes = homes(placed.clause);
        if homes.is_empty() {
            self.close_to(0);
        } else if !self.find_home(homes, placed) {
            return;
        }
        match begins(placed.clause) {
            Some(kind) => {
                self.lost = false;
                self.misplaced = None;
                self.open.push(Block {
                    kind,
                    head: placed,
                    clauses: Vec::new(),
                    blocks: Vec::new(),
                    faulty: false,
                });
            }
            None => {
                if let Some(block) = self.open.last_mut() {
                    block.clauses.push(placed);
                }
            }
        }
    }

    /// Closes blocks until the innermost open one may hold the clause.
    fn find_home(&mut self, homes: &'static [BlockKind], placed: Placed<'a>) -> bool {
        if let Some(depth) = self.open.iter().rposition(|block| homes.contains(&block.kind)) {
            self.close_to(depth + 1);
            return true;
        }
        if matches!(placed.clause, Clause::Priority { .. }) {
            self.priorities.push(placed);
            return false;
        }
        // An area, an event or a test may interrupt a treaty; its next article takes it up again.
        let resumes = matches!(placed.clause, Clause::Members | Clause::Article { .. });
        if resumes
            && let Some(index) = self.done.iter().rposition(|block| block.kind == BlockKind::Treaty)
        {
            self.close_to(0);
            self.open.push(self.done.remove(index));
            return true;
        }
        // One word on a run of clauses that lack the same home is enough.
        let told = self.misplaced.replace(homes) == Some(homes);
        if self.lost || told {
            return false;
        }
        let wanted: Vec<&str> = homes.iter().map(|kind| kind.words()).collect();
        let around = self.open.last().map_or("at the top of the file", |block| block.kind.words());
        let place = if self.open.is_empty() { around.to_owned() } else { format!("in {around}") };
        let fault = Diagnostic::at(
            Code::SV0105,
            placed.at,
            format!("this clause stands {place}, where it means nothing"),
        );
        let fault = match self.open.last() {
            Some(block) => fault.against(block.head.at, "begun here"),
            None => fault,
        };
        let above = match homes {
            [only] => format!("; write `{}` above it", only.head()),
            _ => String::new(),
        };
        let help = format!("it belongs in {}{above}", wanted.join(" or "));
        let fault = fault.help(help);
        self.diagnostics.push(match homes {
            [BlockKind::Members] => {
                let above = Edit::before(placed.at, "members\n  ");
                fault.fix("write `members` above it", vec![above])
            }
            _ => fault,
        });
        // What stands in a misplaced block has no home either, and is not to blame.
        self.lost = begins(placed.clause).is_some();
        false
    }
}
