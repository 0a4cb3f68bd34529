//! An event as the state keeps it: by ids and words, so that it outlives a version of the lists, and back again as
//! the event that a question is made of.

use serde::{Deserialize, Serialize};
use servanda::model::{Actor, PlaceRef, World};
use servanda::time::Day;
use servanda_events::{
    ActorTypes, Artifact, CodeSystem, Confidence, Counts, Event, Feed, News, Party, Trigger,
    Unnamed,
};

/// One side of an event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct KeptActor {
    /// Id of the state or entity; `None`: nobody known.
    pub(crate) id: Option<String>,
    /// Whether it is an entity.
    pub(crate) entity: bool,
    /// What sorts of actor, as bits.
    pub(crate) types: u16,
    /// The code as it stands in the row.
    pub(crate) raw: String,
    /// The name as it stands in the row.
    pub(crate) name: String,
}

/// One event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) feed: String,
    pub(crate) id: String,
    pub(crate) day: String,
    pub(crate) known: Option<String>,
    pub(crate) system: String,
    pub(crate) code: String,
    pub(crate) context: String,
    pub(crate) trigger: String,
    pub(crate) confidence: String,
    pub(crate) actors: [KeptActor; 2],
    pub(crate) place: Option<String>,
    pub(crate) raw_place: String,
    pub(crate) place_name: String,
    pub(crate) sources: Option<u32>,
    pub(crate) source: String,
    pub(crate) url: String,
    pub(crate) text: String,
}

/// Most letters of a report that are kept.
const MOST_TEXT: usize = 500;

/// Without control characters, which no report needs and a terminal obeys; cut.
pub(crate) fn plain(text: &str) -> String {
    let seen = |letter: char| {
        !letter.is_control()
            && !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    text.chars().map(|letter| if seen(letter) { letter } else { ' ' }).take(MOST_TEXT).collect()
}

fn confidence_of(word: &str) -> Confidence {
    [Confidence::Weak, Confidence::Medium, Confidence::Strong]
        .into_iter()
        .find(|one| one.word() == word)
        .unwrap_or(Confidence::Weak)
}

/// 0 for weak to 2 for strong.
pub(crate) fn rank(confidence: Confidence) -> i64 {
    match confidence {
        Confidence::Weak => 0,
        Confidence::Medium => 1,
        Confidence::Strong => 2,
    }
}

impl Kept {
    /// What a row says.
    pub(crate) fn of(world: &World, news: &News<'_>) -> Kept {
        let event = news.event();
        let actor = |at: usize| {
            let party = event.actors.get(at).copied();
            let found = party.and_then(|party| party.actor.ok());
            KeptActor {
                id: found.map(|actor| world.id(actor).to_owned()),
                entity: matches!(found, Some(Actor::Entity(_))),
                types: party.map_or(0, |party| party.types.0),
                raw: event.raw_actors.get(at).map(|raw| plain(raw)).unwrap_or_default(),
                name: event.names.get(at).map(|name| plain(name)).unwrap_or_default(),
            }
        };
        let place = event.place.as_ref().map(|place| match place {
            PlaceRef::Home(_) => format!("home {}", world.place_id(place)),
            other => world.place_id(other).to_owned(),
        });
        let mut kept = Kept {
            feed: event.feed.word().to_owned(),
            id: plain(&event.id),
            day: event.day.to_string(),
            known: event.known.map(|known| known.to_string()),
            system: event.system.word().to_owned(),
            code: plain(&event.code),
            context: plain(&event.context),
            trigger: news.trigger.word().to_owned(),
            confidence: news.by.confidence.word().to_owned(),
            actors: [actor(0), actor(1)],
            place,
            raw_place: plain(&event.raw_place),
            place_name: plain(&event.place_name),
            sources: event.counts.sources,
            source: plain(&event.source),
            url: plain(&event.url),
            text: plain(&event.text),
        };
        if kept.id.is_empty() {
            // A feed without numbers: the same row is the same event.
            let row = serde_json::to_string(&kept).unwrap_or_default();
            kept.id = format!("row {}", &blake3::hash(row.as_bytes()).to_hex()[..16]);
        }
        kept
    }

    pub(crate) fn trigger(&self) -> Option<Trigger> {
        Trigger::from_word(&self.trigger)
    }

    pub(crate) fn confidence(&self) -> Confidence {
        confidence_of(&self.confidence)
    }

    /// The day on which the feed came to know of it, or else on which it happened.
    pub(crate) fn batch(&self) -> &str {
        self.known.as_deref().unwrap_or(&self.day)
    }

    fn actor(&self, world: &World, at: usize) -> Option<Actor> {
        let kept = self.actors.get(at)?;
        let id = kept.id.as_deref()?;
        match kept.entity {
            false => world.states.by_id(id).map(Actor::State),
            true => world.entities.by_name(id).map(Actor::Entity),
        }
    }

    /// Who acts, and toward whom.
    pub(crate) fn pair(&self, world: &World) -> [Option<Actor>; 2] {
        [self.actor(world, 0), self.actor(world, 1)]
    }

    /// The event that a question is made of; `None`: a word of it is not known any more.
    pub(crate) fn event(&self, world: &World) -> Option<Event> {
        let party = |at: usize| Party {
            actor: self.actor(world, at).ok_or(Unnamed::Unknown),
            types: ActorTypes(self.actors.get(at).map_or(0, |actor| actor.types)),
        };
        let day: Day = self.day.parse().ok()?;
        let known: Option<Day> = self.known.as_deref().and_then(|known| known.parse().ok());
        let place = self.place.as_deref().and_then(|place| match place.strip_prefix("home ") {
            Some(id) => world.states.by_id(id).map(PlaceRef::Home),
            None => world.place(place, None),
        });
        let apart = known.map(|known| known.number() - day.number());
        let artifact = [Artifact::Day, Artifact::Week, Artifact::Month, Artifact::Year];
        let artifact = artifact.into_iter().find(|artifact| Some(artifact.days()) == apart);
        let [first, second] = &self.actors;
        Some(Event {
            feed: Feed::from_word(&self.feed)?,
            id: self.id.clone(),
            day,
            known,
            artifact,
            system: CodeSystem::from_word(&self.system)?,
            code: self.code.clone(),
            context: self.context.clone(),
            actors: [party(0), party(1)],
            raw_actors: [first.raw.clone(), second.raw.clone()],
            names: [first.name.clone(), second.name.clone()],
            place,
            raw_place: self.raw_place.clone(),
            place_name: self.place_name.clone(),
            counts: Counts { mentions: None, sources: self.sources, articles: None },
            source: self.source.clone(),
            url: self.url.clone(),
            text: self.text.clone(),
        })
    }
}
