//! What a reading proposes: facts with their words, confidence and rule. Knows no layout.

use super::span::Span;
use serde::Serialize;

/// What is proposed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Fact {
    /// A state is mentioned.
    State {
        /// Its id.
        id: String,
    },
    /// A name that several states bear, and that the words around it do not settle.
    Ambiguous {
        /// The states.
        choices: Vec<String>,
    },
    /// An organization or treaty is mentioned.
    Organization {
        /// Its id; none when no list has it.
        id: Option<String>,
        /// Its name, when no list has it.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// A date.
    Date {
        /// ISO 8601; two joined by a slash for a span.
        value: String,
    },
    /// A state is, was or becomes a party.
    Membership {
        /// Who.
        party: String,
        /// Of which treaty or organization.
        of: Option<String>,
        /// Its name, when no list has it.
        #[serde(skip_serializing_if = "Option::is_none")]
        of_name: Option<String>,
        /// `founding`, `acceded`, `member` or `observer`.
        #[serde(rename = "as")]
        role: String,
        /// When.
        date: Option<String>,
    },
    /// A state leaves.
    Withdrawal {
        /// Who.
        party: String,
        /// Which treaty or organization.
        of: Option<String>,
        /// Its name, when no list has it.
        #[serde(skip_serializing_if = "Option::is_none")]
        of_name: Option<String>,
        /// `withdrew`, `not-renewed`, `suspended` or `expelled`.
        manner: String,
        /// When.
        date: Option<String>,
    },
    /// Something is decided.
    Decision {
        /// Who decides; empty when the text does not say.
        by: Vec<String>,
        /// What, in the words of the text.
        what: String,
        /// `agreed`, `postponed`, `rejected`, `signed` or `proposed`.
        status: String,
        /// When.
        date: Option<String>,
    },
    /// What a treaty obliges to, or a government promises.
    Pledge {
        /// Under which treaty; none for a promise outside any.
        under: Option<String>,
        /// `aid`, `consult`, `not_attack`, `stay_neutral` or `grant_base`.
        act: String,
        /// `attack` or `threat`.
        trigger: Option<String>,
    },
    /// What somebody is reported to say.
    Claim {
        /// Who.
        speaker: String,
        /// Office or work, in the words of the text.
        role: Option<String>,
        /// The words.
        says: String,
        /// Whether they stand in quotation marks.
        quoted: bool,
        /// `affirms`, `denies`, `doubts` or `predicts`.
        stance: String,
    },
    /// Something happened.
    Event {
        /// `attack`, `invasion`, `threat`, `coup` or `terrorism`.
        event: String,
        /// To whom.
        target: Option<String>,
        /// Who did it.
        actor: Vec<String>,
        /// When.
        date: Option<String>,
    },
}

impl Fact {
    /// The kind in one word.
    pub fn kind(&self) -> &'static str {
        match self {
            Fact::State { .. } => "state",
            Fact::Ambiguous { .. } => "ambiguous",
            Fact::Organization { .. } => "organization",
            Fact::Date { .. } => "date",
            Fact::Membership { .. } => "membership",
            Fact::Withdrawal { .. } => "withdrawal",
            Fact::Decision { .. } => "decision",
            Fact::Pledge { .. } => "pledge",
            Fact::Claim { .. } => "claim",
            Fact::Event { .. } => "event",
        }
    }

    /// Whether it is a statement and not only a name or a date.
    pub fn is_statement(&self) -> bool {
        !matches!(
            self,
            Fact::State { .. }
                | Fact::Ambiguous { .. }
                | Fact::Organization { .. }
                | Fact::Date { .. }
        )
    }
}

/// A proposed fact with its words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// What.
    pub fact: Fact,
    /// Its words in the text.
    pub span: Span,
    /// In hundredths: the share of proposals of this rule that were right on the tuning articles.
    pub confidence: u8,
    /// The rule that proposed it.
    pub rule: &'static str,
}

/// What was read from one article.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The article's name.
    pub name: String,
    /// The text that spans count in.
    pub text: String,
    /// The day of publication, given or read.
    pub published: Option<servanda::time::Day>,
    /// Proposals in the order of the text.
    pub proposals: Vec<Proposal>,
    /// Ids among those who decide that are treaties and no organizations: their parties decide.
    pub treaties: Vec<String>,
    /// What a reader should know.
    pub notes: Vec<String>,
}
