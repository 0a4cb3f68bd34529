//! A summit as its file describes it: issues, actors, who votes and by which rule, each input as a number
//! or a range with its reason and whose claim it is. From here come the case of the models and the rule.

mod amount;
mod check;
mod layout;
mod measure;
mod read;

pub use check::{check, unfit};
pub use layout::laid_out;
pub use measure::Measures;
pub use read::{Read, read};

use crate::case::{Actor, Case, Issue};
use crate::draws::{Ranged, Spread, What};
use crate::fault::Fault;
use crate::rule::{Count, Rule};
use servanda::syntax::Span;
use servanda::syntax::host::Host;

/// The summits that come with the program: id, name of the file, and text.
pub const BUILT_IN: &[(&str, &str, &str)] = &[(
    "MOSCOW-2002-05-14",
    "moscow-2002-05-14.summit.md",
    include_str!("../../../summits/moscow-2002-05-14.summit.md"),
)];

/// How a file hosts a summit, by its name; `None` where the name is that of no summit.
pub fn host_of_name(name: &str) -> Option<Host> {
    let lower = name.to_ascii_lowercase();
    match lower.ends_with(".summit.md") {
        true => Some(Host::Literate),
        false => lower.ends_with(".summit").then_some(Host::Bare),
    }
}

/// A number, a range, or a range with its likeliest value.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Amount {
    /// At least.
    pub low: f64,
    /// The likeliest, where it is said.
    pub likely: Option<f64>,
    /// At most.
    pub high: f64,
}

impl Amount {
    /// The number a single run takes: the likeliest, else the middle.
    pub fn point(self) -> f64 {
        self.likely.unwrap_or_else(|| f64::midpoint(self.low, self.high))
    }

    /// As the file has it.
    pub fn words(self) -> String {
        let short = |number| crate::short(number, 3);
        match self.likely {
            Some(likely) if self.low < self.high => format!(
                "about {} between {} and {}",
                short(likely),
                short(self.low),
                short(self.high)
            ),
            None if self.low < self.high => {
                format!("between {} and {}", short(self.low), short(self.high))
            }
            _ => short(self.low),
        }
    }
}

/// One input with its reason.
#[derive(Clone, PartialEq, Debug)]
pub struct Input {
    /// How much.
    pub amount: Amount,
    /// Why.
    pub because: Option<String>,
    /// Whose claim it is: ids of claims on record, or names in quotes.
    pub by: Vec<Cited>,
    /// Where it stands.
    pub at: Span,
}

/// A claim on record, or somebody named.
#[derive(Clone, PartialEq, Debug)]
pub struct Cited {
    /// The id or the name.
    pub text: String,
    /// Whether it is an id.
    pub is_id: bool,
    /// Where it stands.
    pub at: Span,
}

/// A number on an issue's scale, with words.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// The number.
    pub at: f64,
    /// What it stands for, or why it is there.
    pub words: Option<String>,
}

/// One issue.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// The question in words.
    pub title: String,
    /// The low end.
    pub low: Mark,
    /// The high end.
    pub high: Mark,
    /// What stands if nothing is decided.
    pub status_quo: Mark,
    /// What is put to the vote, if that is known.
    pub proposal: Option<Mark>,
    /// What was decided, if that is known.
    pub outcome: Option<Mark>,
    /// Where it stands.
    pub place: Span,
}

/// One actor.
#[derive(Clone, PartialEq, Debug)]
pub struct Party {
    /// Its id.
    pub id: String,
    /// Its name, when the file gives one.
    pub name: Option<String>,
    /// Its capability.
    pub capability: Input,
    /// Its position on each issue.
    pub positions: Vec<Input>,
    /// Its salience of each issue, 0 to 100.
    pub saliences: Vec<Input>,
    /// Its weight in a vote; `None`: it has none.
    pub votes: Option<u64>,
    /// Where it stands.
    pub at: Span,
}

/// The rule, as its clause says it.
#[derive(Clone, PartialEq, Debug)]
pub struct RuleClause {
    /// How votes are counted; those concerned by name.
    pub count: Count,
    /// Those concerned.
    pub concerned: Vec<(String, Span)>,
    /// Those with a veto.
    pub vetoes: Vec<(String, Span)>,
    /// How many must be there.
    pub quorum: Option<usize>,
    /// The article it is drawn from.
    pub under: Option<(String, String, Span)>,
    /// What the article says, or why this rule.
    pub because: Option<String>,
    /// Where it stands.
    pub at: Span,
}

/// A summit.
#[derive(Clone, PartialEq, Debug)]
pub struct Summit {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it begins.
    pub at: Span,
    /// The day, as written.
    pub on: Option<servanda::time::UncertainDay>,
    /// The treaty under which it meets.
    pub treaty: Option<(String, Span)>,
    /// The rule.
    pub rule: RuleClause,
    /// The issues.
    pub issues: Vec<Question>,
    /// The actors.
    pub actors: Vec<Party>,
    /// Ids of sources.
    pub sources: Vec<(String, Span)>,
    /// Remarks.
    pub notes: Vec<String>,
}

impl Summit {
    /// The name of an actor for a reader.
    pub fn name(&self, actor: usize) -> &str {
        let actor = self.actors.get(actor);
        actor.map_or("", |actor| actor.name.as_deref().unwrap_or(&actor.id))
    }

    /// The case with each input at its likeliest value or in the middle of its range.
    pub fn case(&self) -> Result<Case, Fault> {
        let issue = |question: &Question| Issue {
            name: question.id.clone(),
            scale: (question.low.at, question.high.at),
        };
        let actor = |party: &Party| Actor {
            name: party.id.clone(),
            capability: party.capability.amount.point(),
            positions: party.positions.iter().map(|input| input.amount.point()).collect(),
            saliences: party.saliences.iter().map(|input| input.amount.point() / 100.0).collect(),
        };
        let issues = self.issues.iter().map(issue).collect();
        Case::new(issues, self.actors.iter().map(actor).collect())
    }

    /// The case with every range, to be drawn from.
    pub fn spread(&self) -> Result<Spread, Fault> {
        let mut inputs = Vec::new();
        for (actor, party) in self.actors.iter().enumerate() {
            let mut add = |what: What, amount: Amount, scale: f64| {
                if amount.low < amount.high {
                    let (low, high) = (amount.low / scale, amount.high / scale);
                    let likely = amount.likely.map(|likely| likely / scale);
                    inputs.push(Ranged { actor, what, low, likely, high });
                }
            };
            add(What::Capability, party.capability.amount, 1.0);
            for (issue, input) in party.positions.iter().enumerate() {
                add(What::Position(issue), input.amount, 1.0);
            }
            for (issue, input) in party.saliences.iter().enumerate() {
                add(What::Salience(issue), input.amount, 100.0);
            }
        }
        Ok(Spread { base: self.case()?, inputs })
    }

    /// Those who vote, by their place among the actors.
    pub fn voters(&self) -> Vec<usize> {
        let each = self.actors.iter().enumerate();
        each.filter(|(_, party)| party.votes.is_some()).map(|(at, _)| at).collect()
    }

    /// The rule for those who vote.
    pub fn decision_rule(&self) -> Result<Rule, Fault> {
        let voters = self.voters();
        let weights = self.actors.iter().filter_map(|party| party.votes).collect();
        let place = |(id, _): &(String, Span)| {
            voters.iter().position(|at| self.actors.get(*at).is_some_and(|party| party.id == *id))
        };
        let count = match &self.rule.count {
            Count::ConsensusLess(_) => {
                Count::ConsensusLess(self.rule.concerned.iter().filter_map(place).collect())
            }
            other => other.clone(),
        };
        let vetoes = self.rule.vetoes.iter().filter_map(place).collect();
        Rule::new(count, weights, vetoes, self.rule.quorum)
    }
}
