//! What one row of a feed says happened: as it stands in the row, and as it is kept. Raw codes stay beside
//! what they are read as. Knows no duty.

use crate::actor::{ActorTypes, Party};
use crate::code::CodeSystem;
use crate::feed::Feed;
use servanda::model::PlaceRef;
use servanda::time::Day;

/// A country as CAMEO codes actors. Not the code of a place: `AUS` is Australia here, and Austria nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CameoCountry<'a>(pub &'a [u8]);

/// A country as FIPS 10-4 codes places. Not the code of an actor: `AU` is Austria, `AS` Australia.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fips<'a>(pub &'a [u8]);

/// Whose code it is that an actor bears.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhoseCode<'a> {
    /// None.
    None,
    /// CAMEO's country and group.
    Cameo {
        /// The country; may be empty.
        country: CameoCountry<'a>,
        /// The known group; may be empty.
        group: &'a [u8],
    },
    /// A country by name.
    Country(&'a [u8]),
    /// A number of Gleditsch and Ward's list.
    Gw(&'a [u8]),
    /// Any name or code that a question may use.
    Any(&'a [u8]),
}

/// An actor as the row has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Whose<'a> {
    /// The whole code, where there is one.
    pub raw: &'a [u8],
    /// The name.
    pub name: &'a [u8],
    /// The code that leads to a state or an entity.
    pub code: WhoseCode<'a>,
    /// What sort of actor.
    pub types: ActorTypes,
}

impl Whose<'_> {
    /// Nobody.
    pub const NOBODY: Whose<'static> =
        Whose { raw: b"", name: b"", code: WhoseCode::None, types: ActorTypes::NONE };
}

/// Whose code it is that a place bears.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhereCode<'a> {
    /// None.
    None,
    /// A FIPS code.
    Fips(Fips<'a>),
    /// A country by name.
    Country(&'a [u8]),
    /// A number of Gleditsch and Ward's list.
    Gw(&'a [u8]),
}

/// How often the report was made, by the feed's own count. `None`: the feed does not count.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    /// Mentions.
    pub mentions: Option<u32>,
    /// Sources.
    pub sources: Option<u32>,
    /// Articles.
    pub articles: Option<u32>,
}

/// What one row says, borrowed from it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The feed's own number for it.
    pub id: &'a [u8],
    /// The day on which it happened, as the feed has it.
    pub day: Day,
    /// The day on which the feed came to know of it; `None`: the feed does not say.
    pub known: Option<Day>,
    /// Whose codes of events these are.
    pub system: CodeSystem,
    /// The code of the event.
    pub code: &'a [u8],
    /// The second part of the code, where a system has one.
    pub mode: &'a [u8],
    /// Contexts, where a system has them.
    pub context: &'a [u8],
    /// Who acts, and toward whom.
    pub actors: [Whose<'a>; 2],
    /// Where.
    pub place: WhereCode<'a>,
    /// Where, in words.
    pub place_name: &'a [u8],
    /// How often it was reported.
    pub counts: Counts,
    /// Who published the report, where the feed says.
    pub publisher: &'a [u8],
    /// Where the report is to be read.
    pub url: &'a [u8],
    /// The feed's number of the article, where it has no address.
    pub article: &'a [u8],
    /// The report, or its headline.
    pub text: &'a [u8],
}

impl<'a> Told<'a> {
    /// A bare report of a code on a day.
    pub fn new(id: &'a [u8], day: Day, system: CodeSystem, code: &'a [u8]) -> Told<'a> {
        Told {
            id,
            day,
            known: None,
            system,
            code,
            mode: b"",
            context: b"",
            actors: [Whose::NOBODY; 2],
            place: WhereCode::None,
            place_name: b"",
            counts: Counts::default(),
            publisher: b"",
            url: b"",
            article: b"",
            text: b"",
        }
    }

    /// Who is the source of the report, for counting independent ones: the publisher, or the host of the
    /// address without `www.`; empty where the row names neither.
    pub fn source(&self) -> &'a [u8] {
        if self.url.is_empty() { self.publisher } else { host(self.url) }
    }

    /// Whether the day is one of those that come out of a date like "a year ago today".
    pub fn artifact(&self) -> Option<Artifact> {
        let days = self.known?.number() - self.day.number();
        Artifact::ALL.into_iter().find(|artifact| artifact.days() == days)
    }
}

/// The host of an address.
fn host(url: &[u8]) -> &[u8] {
    let after = memchr::memmem::find(url, b"://").map_or(0, |at| at + 3);
    let rest = url.get(after..).unwrap_or_default();
    let end = memchr::memchr3(b'/', b'?', b':', rest).unwrap_or(rest.len());
    let host = rest.get(..end).unwrap_or_default();
    host.strip_prefix(b"www.").unwrap_or(host)
}

/// A day of an event that lies just so long before its batch as a coder's reading of "a year ago" would put
/// it. GDELT has many; the event may have happened then, or on another day. Marked, never dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Artifact {
    /// One day before.
    Day,
    /// Seven days before.
    Week,
    /// Thirty days before.
    Month,
    /// 365 days before.
    Year,
}

impl Artifact {
    const ALL: [Artifact; 4] = [Artifact::Day, Artifact::Week, Artifact::Month, Artifact::Year];

    /// How long before its batch.
    pub const fn days(self) -> i32 {
        match self {
            Artifact::Day => 1,
            Artifact::Week => 7,
            Artifact::Month => 30,
            Artifact::Year => 365,
        }
    }
}

/// One event as it is kept.
#[derive(Clone, Debug)]
pub struct Event {
    /// From which feed.
    pub feed: Feed,
    /// The feed's own number for it.
    pub id: String,
    /// The day on which it happened, as the feed has it.
    pub day: Day,
    /// The day on which the feed came to know of it.
    pub known: Option<Day>,
    /// Whether that day may be an artifact.
    pub artifact: Option<Artifact>,
    /// Whose codes these are.
    pub system: CodeSystem,
    /// The code as it stands in the row; two parts are joined by `/`.
    pub code: String,
    /// Contexts as they stand in the row.
    pub context: String,
    /// Who acts, and toward whom.
    pub actors: [Party; 2],
    /// Codes of the actors as they stand in the row.
    pub raw_actors: [String; 2],
    /// Names of the actors as they stand in the row.
    pub names: [String; 2],
    /// Where, as a question has it.
    pub place: Option<PlaceRef>,
    /// The code of the place as it stands in the row.
    pub raw_place: String,
    /// Where, in the row's words.
    pub place_name: String,
    /// How often it was reported.
    pub counts: Counts,
    /// Who published it.
    pub source: String,
    /// Where it is to be read.
    pub url: String,
    /// The report, or its headline.
    pub text: String,
}

/// Bytes as text. Feeds are UTF-8 with Latin-1 in between: a byte that is no UTF-8 is read as Latin-1.
pub(crate) fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

impl Event {
    /// What a row says, kept, with whom its codes lead to.
    pub fn of(feed: Feed, told: &Told<'_>, parties: [Party; 2], place: Option<PlaceRef>) -> Event {
        let [first, second] = &told.actors;
        let mut code = text(told.code);
        if !told.mode.is_empty() {
            code.push('/');
            code.push_str(&text(told.mode));
        }
        let raw_place = match told.place {
            WhereCode::None => b"",
            WhereCode::Fips(Fips(code)) | WhereCode::Country(code) | WhereCode::Gw(code) => code,
        };
        Event {
            feed,
            id: text(told.id),
            day: told.day,
            known: told.known,
            artifact: told.artifact(),
            system: told.system,
            code,
            context: text(told.context),
            actors: parties,
            raw_actors: [text(first.raw), text(second.raw)],
            names: [text(first.name), text(second.name)],
            place,
            raw_place: text(raw_place),
            place_name: text(told.place_name),
            counts: told.counts,
            source: text(told.source()),
            url: text(told.url),
            text: text(told.text),
        }
    }
}
