//! The clauses of the language as data: what `read` makes of text, `print` turns back into text,
//! and the JSON form holds. Places in the text ride along and are left out of the JSON.
//! Long because it is one table: a variant for each clause of the language, with its fields.

use super::source::Span;
use super::vocabulary::{
    Act, AtopItem, ClaimStatus, DataSet, DeciderKind, Ending, EventKind, Modal, Performance,
    Proposed, Unit, Verdict,
};
use crate::time::{UncertainDay, UncertainSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A name or id as written: a state, a treaty, an actor, a place; or a role, one capital letter.
#[derive(Clone, Debug, Default)]
pub struct Name {
    /// The words, without quotes.
    pub text: String,
    /// Where.
    pub at: Span,
}

impl Name {
    /// The role letter, when the name is one capital letter.
    pub fn role(&self) -> Option<char> {
        let mut chars = self.text.chars();
        match (chars.next(), chars.next()) {
            (Some(letter), None) if letter.is_ascii_uppercase() => Some(letter),
            _ => None,
        }
    }
}

/// A quoted text.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The words, line ends folded to spaces.
    pub text: String,
    /// Where, quotes included.
    pub at: Span,
}

/// A date as written.
#[derive(Clone, Debug)]
pub struct Date {
    /// Its bounds and words.
    pub day: UncertainDay,
    /// Where.
    pub at: Span,
}

/// A span of dates as written.
#[derive(Clone, Debug)]
pub struct DateSpan {
    /// Its ends.
    pub span: UncertainSpan,
    /// Where.
    pub at: Span,
}

/// Gives a placed word the JSON form of a plain string.
macro_rules! as_string {
    ($name:ident, $title:literal, $write:expr, $read:expr) => {
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                let write: fn(&$name) -> Cow<'_, str> = $write;
                out.serialize_str(&write(self))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                let text = String::deserialize(from)?;
                let read: fn(String) -> Result<$name, String> = $read;
                read(text).map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "description": $title})
            }
        }
    };
}

as_string!(
    Name,
    "a name, an id, or a role (one capital letter)",
    |name| Cow::Borrowed(&name.text),
    |text| Ok(Name { text, at: Span::default() })
);
as_string!(Text, "prose; line ends count as spaces", |text| Cow::Borrowed(&text.text), |text| Ok(
    Text { text: fold(&text), at: Span::default() }
));
as_string!(
    Date,
    "a date: YYYY-MM-DD, YYYY-MM, YYYY, with ~ or ?, `between A and B`, `before D`, `after D`, `open`",
    |date| Cow::Borrowed(&date.day.text),
    |text| match UncertainDay::parse(&text) {
        Ok(day) => Ok(Date { day, at: Span::default() }),
        Err(_) => Err(format!("`{text}` is no date")),
    }
);
as_string!(
    DateSpan,
    "two dates joined by two dots, both included",
    |span| Cow::Owned(span.span.text()),
    |text| {
        let no_span = || format!("`{text}` is no span of dates");
        let (from, to) = text.split_once("..").ok_or_else(no_span)?;
        let end = |text: &str| UncertainDay::parse(text).map_err(|_| no_span());
        let span = UncertainSpan { from: end(from)?, to: end(to)? };
        Ok(DateSpan { span, at: Span::default() })
    }
);

/// Folds line ends and indentation inside a text to single spaces.
pub fn fold(text: &str) -> String {
    // Most texts stand in one line with single spaces.
    let plain = |byte: u8| byte.is_ascii_whitespace() && byte != b' ';
    if !text.bytes().any(plain) && !text.contains("  ") && text.trim_ascii() == text {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A length of time, such as `6 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Length {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// How a term is renewed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Renewal {
    /// By itself, for as long as nobody gives notice.
    Automatically,
    /// By itself, for a further length each time.
    Each(Length),
    /// By another instrument.
    By(Name),
}

/// One fact of a membership.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum Fact {
    /// Signed.
    Signed {
        /// Day.
        on: Date,
    },
    /// Ratified.
    Ratified {
        /// Day.
        on: Date,
    },
    /// Acceded.
    Acceded {
        /// Day.
        on: Date,
    },
    /// Took over another state's membership.
    Succeeded {
        /// The predecessor.
        from: Name,
        /// Day.
        on: Date,
    },
    /// The bond begins.
    InForce {
        /// First day bound.
        on: Date,
    },
    /// Applied provisionally.
    Provisional {
        /// First and last day.
        during: DateSpan,
    },
    /// Duties and rights rest.
    Suspended {
        /// First and last day.
        during: DateSpan,
    },
    /// Gave notice of withdrawal.
    Notice {
        /// Day.
        on: Date,
    },
    /// The bond ends.
    Ends {
        /// How.
        how: Ending,
        /// Last day bound.
        on: Date,
    },
    /// A new spell begins.
    Rejoined {
        /// First day bound again.
        on: Date,
    },
    /// A class of party.
    As {
        /// Its name.
        role: Text,
    },
}

/// What happens to whom.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Trigger {
    /// The kind of event.
    pub kind: EventKind,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Name>,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Name>,
}

/// What an actor may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    /// A state.
    State,
    /// A state or a group of states.
    StateOrGroupOfStates,
    /// Not a state.
    NonState,
    /// A great power of its time.
    GreatPower,
}

/// A condition of a norm.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "condition", rename_all = "kebab-case")]
pub enum Condition {
    /// All hold.
    All {
        /// The parts.
        of: Vec<Condition>,
    },
    /// At least one holds.
    Any {
        /// The parts.
        of: Vec<Condition>,
    },
    /// It does not hold.
    Not {
        /// What.
        that: Box<Condition>,
    },
    /// Somebody is a party, of this treaty or of another.
    Party {
        /// Who.
        who: Name,
        /// Of which treaty, when not this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Name>,
    },
    /// Somebody has a quality.
    Is {
        /// Who.
        who: Name,
        /// What.
        what: Quality,
    },
    /// Somebody is one of these.
    Among {
        /// Who.
        who: Name,
        /// These.
        names: Vec<Name>,
    },
    /// At least so many attack somebody.
    AtLeast {
        /// How many.
        count: u32,
        /// Great powers only.
        great_powers: bool,
        /// Whom they attack.
        target: Name,
    },
    /// Something else happens as well.
    Happens {
        /// What.
        what: Trigger,
    },
    /// The event is there.
    PlaceIs {
        /// Where.
        place: Name,
    },
    /// An open question of fact is answered yes.
    Found {
        /// Its id.
        name: Name,
        /// The question in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<Text>,
    },
}

/// Whom a duty binds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "who", rename_all = "kebab-case")]
pub enum Bearer {
    /// Every party but the victim and the attacker.
    EachOtherParty {
        /// In this class of party only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Text>,
        /// But not these.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        except: Vec<Name>,
    },
    /// Every party.
    EachParty {
        /// In this class of party only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Text>,
        /// But not these.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        except: Vec<Name>,
    },
    /// The state in need.
    Victim,
    /// Whoever attacks.
    Attacker,
    /// These states.
    Named {
        /// Which.
        names: Vec<Name>,
    },
}

/// When a duty must be done.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Timing {
    /// At once.
    Promptly,
    /// Within a length of time from the event.
    Within(Length),
    /// As long as the event lasts.
    Throughout,
    /// Until a day.
    UntilDay(Date),
    /// Until something happens.
    UntilEvent(Text),
}

/// A decision's or a test's date in words or as a date.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Later {
    /// A date.
    On(Date),
    /// Words such as "later this year".
    Words(Text),
}

/// One clause. The order of clauses gives the nesting: a norm belongs to the article above it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "clause", rename_all = "kebab-case")]
#[allow(
    missing_docs,
    reason = "each variant is one row of the language reference, docs/src/language.md"
)]
pub enum Clause {
    Treaty {
        id: Name,
        title: Text,
    },
    Kind {
        words: String,
    },
    Signed {
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Text>,
    },
    InForce {
        on: Date,
    },
    Provisional {
        during: DateSpan,
    },
    Term {
        /// Absent: indefinite.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        length: Option<Length>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        renewal: Option<Renewal>,
    },
    Ended {
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Name>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<Text>,
    },
    Notice {
        length: Length,
    },
    PartOf {
        treaty: Name,
    },
    AmendedBy {
        treaty: Name,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
    },
    SuspendedBetween {
        one: Name,
        other: Name,
        during: DateSpan,
    },
    Secret {
        until: Date,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        known_to: Vec<Name>,
    },
    CodedFrom {
        data: DataSet,
        version: Text,
    },
    Disclaims {
        act: Act,
        /// Absent: toward every party.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        toward: Option<Name>,
        because: Text,
    },
    DiffersFromAtop {
        on: Vec<AtopItem>,
        /// Absent: for every member.
        #[serde(rename = "for", default, skip_serializing_if = "Vec::is_empty")]
        members: Vec<Name>,
        because: Text,
    },
    Source {
        kind: Name,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        locator: Option<Text>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<Text>,
    },
    Gist {
        text: Text,
    },
    Quote {
        text: Text,
    },
    Note {
        text: Text,
    },
    Members,
    Member {
        states: Vec<Name>,
        facts: Vec<Fact>,
    },
    Article {
        label: Name,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        heading: Option<Text>,
    },
    Valid {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Name>,
    },
    Norm {
        name: Name,
    },
    When {
        trigger: Trigger,
    },
    Where {
        condition: Condition,
    },
    Unless {
        condition: Condition,
    },
    InArea {
        area: Name,
    },
    DecidedBy {
        decider: DeciderKind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        council: Option<Name>,
    },
    OnRequest {
        /// Absent: of any party.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Name>,
    },
    UnderReading {
        reading: Name,
    },
    Duty {
        bearer: Bearer,
        modal: Modal,
        act: Act,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        toward: Option<Name>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        against: Option<Name>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        timing: Vec<Timing>,
    },
    Extent {
        text: Text,
    },
    Reading {
        name: Name,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        holds: Option<Text>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Text>,
    },
    Reservation {
        by: Vec<Name>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
        to: Name,
        text: Text,
    },
    Priority {
        winner: Name,
        loser: Name,
        because: Text,
    },
    NotModelled {
        words: Text,
        because: Text,
    },
    Area {
        id: Name,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<Text>,
    },
    Includes {
        place: Name,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    Excludes {
        place: Name,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    SourceBlock {
        id: Name,
    },
    Type {
        word: Name,
    },
    Author {
        text: Text,
    },
    Title {
        text: Text,
    },
    Publisher {
        text: Text,
    },
    Published {
        on: Date,
    },
    Url {
        text: Text,
    },
    Decision {
        id: Name,
        by: Vec<Name>,
        on: Date,
    },
    About {
        what: Vec<Name>,
    },
    Agreed {
        text: Text,
    },
    Postponed {
        text: Text,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Later>,
    },
    Rejected {
        text: Text,
    },
    Claim {
        id: Name,
        by: Text,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Text>,
    },
    On {
        day: Date,
    },
    Says {
        text: Text,
    },
    Status {
        status: ClaimStatus,
    },
    Asserts {
        denied: bool,
        finding: Name,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        event: Option<Name>,
    },
    Event {
        id: Name,
        title: Text,
    },
    Occurs {
        what: Trigger,
    },
    Place {
        place: Name,
    },
    Known {
        from: Date,
    },
    Finding {
        name: Name,
        found: bool,
        event: Name,
        by: Name,
        on: Date,
    },
    DutyRecord {
        norm: Name,
        of: Name,
        event: Name,
        what: Performance,
        by: Name,
        on: Date,
    },
    Proposal {
        id: Name,
        /// The text it was read from.
        source: Text,
        /// First code point of its words in that text.
        start: u32,
        /// Code point after the last.
        end: u32,
        /// In hundredths.
        confidence: u32,
    },
    Proposes {
        what: Proposed,
        /// Whom it concerns; for a claim, who speaks.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        who: Vec<Name>,
        /// The treaty; for a claim, the speaker's role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Name>,
        #[serde(rename = "as")]
        role: Name,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        toward: Vec<Name>,
        /// Absent: on a day not told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Text>,
    },
    Refused {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<Text>,
    },
    Test {
        title: Text,
    },
    Ask {
        question: Text,
    },
    Expect {
        party: Name,
        verdict: Verdict,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        act: Option<Act>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        toward: Option<Name>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        under: Option<Name>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        on: Vec<Name>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<Text>,
    },
    Assuming {
        claim: Name,
    },
    Given {
        finding: Name,
        found: bool,
    },
    Follow,
    Prefer {
        name: Name,
    },
}

/// How deep a clause stands: 0 for the head of a block, and one more for each level inside.
pub fn depth(clause: &Clause, inside: Inside) -> usize {
    match clause {
        Clause::Treaty { .. }
        | Clause::Members
        | Clause::Article { .. }
        | Clause::Area { .. }
        | Clause::SourceBlock { .. }
        | Clause::Decision { .. }
        | Clause::Claim { .. }
        | Clause::Event { .. }
        | Clause::Finding { .. }
        | Clause::DutyRecord { .. }
        | Clause::Proposal { .. }
        | Clause::Test { .. } => 0,
        Clause::Norm { .. } | Clause::Member { .. } | Clause::Reading { holds: Some(_), .. } => 1,
        Clause::Priority { .. } if inside == Inside::Nothing => 0,
        Clause::Reservation { .. } | Clause::NotModelled { .. } | Clause::Priority { .. } => 1,
        _ if inside == Inside::Norm => 2,
        _ => 1,
    }
}

/// What a clause stands in, for its layout.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inside {
    /// Nothing: the top of a file.
    Nothing,
    /// A block or an article.
    Block,
    /// A norm.
    Norm,
}
