//! Whom the codes and names of a feed mean: states and entities of the world, on the day of the event.
//!
//! Codes of actors (CAMEO) and of places (FIPS) are two systems with two tables; both know who bore a code
//! when. A code that leads to nobody stays as it is, with why.

use crate::event::{CameoCountry, Fips, WhereCode, Whose, WhoseCode};
use crate::facts::Facts;
use rustc_hash::FxHashMap;
use servanda::model::entity::EntityKind;
use servanda::model::{Actor, PlaceRef, StateId, World};
use servanda::time::{Day, Interval};

macro_rules! types {
    ($($name:ident = $bit:literal, [$($code:literal),*], $means:literal;)*) => {
        impl ActorTypes {
            $(#[doc = $means] pub const $name: ActorTypes = ActorTypes(1 << $bit);)*

            /// The role that CAMEO codes so.
            #[inline]
            pub fn of_cameo(code: &[u8]) -> ActorTypes {
                match code {
                    b"" => ActorTypes::NONE,
                    $($($code)|* => ActorTypes::$name,)*
                    _ => ActorTypes::OTHER,
                }
            }
        }
    };
}

/// What sorts of actor one is, as bits: a feed may name several.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ActorTypes(pub u16);

types! {
    MILITARY = 0, [b"MIL"], "Armed forces.";
    GOVERNMENT = 1, [b"GOV", b"SPY"], "A government and its agencies.";
    REBELS = 2, [b"REB"], "Rebels.";
    INSURGENTS = 3, [b"INS"], "Insurgents.";
    SEPARATISTS = 4, [b"SEP"], "Separatists.";
    UNIDENTIFIED = 5, [b"UAF"], "Armed men whom nobody identified.";
    ORGANIZATION = 6, [b"IGO"], "An international organization of states.";
    POLICE = 7, [b"COP"], "Police.";
    RADICALS = 8, [b"RAD", b"IMG"], "Radicals, and militants of several countries.";
    OTHER = 9, [b"CVL", b"OPP", b"MED", b"EDU", b"BUS", b"NGO"], "Anybody else with a role: citizens, press, parties, business.";
}

impl ActorTypes {
    /// None is named.
    pub const NONE: ActorTypes = ActorTypes(0);

    /// Both.
    #[must_use]
    pub const fn and(self, other: ActorTypes) -> ActorTypes {
        ActorTypes(self.0 | other.0)
    }

    /// Whether one of these is among them.
    pub const fn any(self, of: ActorTypes) -> bool {
        self.0 & of.0 != 0
    }

    /// Groups that bear arms and are no state.
    pub const ARMED_GROUP: ActorTypes = ActorTypes::REBELS
        .and(ActorTypes::INSURGENTS)
        .and(ActorTypes::SEPARATISTS)
        .and(ActorTypes::UNIDENTIFIED)
        .and(ActorTypes::RADICALS);

    /// A state's own.
    pub const OF_STATE: ActorTypes = ActorTypes::MILITARY.and(ActorTypes::GOVERNMENT);
}

/// Why an actor of a row is nobody in the world.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unnamed {
    /// The row names nobody.
    Nobody,
    /// It names a role only: `POLICE`.
    RoleOnly,
    /// It names a region, or a territory that is no state.
    NoState,
    /// Its code or name was another's on that day.
    NotThen,
    /// Several bore the name then.
    Several,
    /// Nobody is known by it.
    Unknown,
}

/// Whom an actor of a row means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Party {
    /// The state or entity, or why there is none.
    pub actor: Result<Actor, Unnamed>,
    /// What sort of actor within it.
    pub types: ActorTypes,
}

/// Who bore a code, and when.
#[derive(Clone, Debug)]
struct Bearer {
    who: Option<Actor>,
    place: Option<PlaceRef>,
    days: Vec<Interval>,
}

const LETTERS: usize = 26;

/// Leads codes and names to states, entities and places.
#[derive(Clone, Debug)]
pub struct Gazetteer<'w> {
    world: &'w World,
    /// For each code of three letters the place of its bearers, plus one.
    cameo: Vec<u16>,
    /// For each code of two letters.
    fips: Vec<u16>,
    bearers: Vec<Vec<Bearer>>,
    groups: FxHashMap<&'static [u8], Actor>,
    /// Names of entities in capitals, as feeds write them.
    entities: FxHashMap<Vec<u8>, Actor>,
    /// Names of countries that only feeds use.
    renamed: FxHashMap<&'static [u8], &'static str>,
    /// What names were found to mean, each on the day it was last looked up for.
    known: FxHashMap<Vec<u8>, (Day, Result<Actor, Unnamed>)>,
}

const MOST_NAMES: usize = 1 << 16;

#[inline]
fn letters<const N: usize>(code: &[u8]) -> Option<usize> {
    let code: &[u8; N] = code.try_into().ok()?;
    let mut place = 0;
    for byte in code {
        let letter = byte.wrapping_sub(b'A');
        if letter > 25 {
            return None;
        }
        place = place * LETTERS + usize::from(letter);
    }
    Some(place)
}

impl<'w> Gazetteer<'w> {
    /// The tables of a world.
    pub fn new(world: &'w World) -> Gazetteer<'w> {
        let mut gazetteer = Gazetteer {
            world,
            cameo: vec![0; LETTERS.pow(3)],
            fips: vec![0; LETTERS.pow(2)],
            bearers: Vec::new(),
            groups: FxHashMap::default(),
            entities: FxHashMap::default(),
            renamed: FxHashMap::default(),
            known: FxHashMap::default(),
        };
        for (state, known) in world.states.iter() {
            if let Some(place) =
                known.iso3.as_deref().and_then(|iso3| letters::<3>(iso3.as_bytes()))
            {
                let bearer = gazetteer.bearer(Actor::State(state));
                add(&mut gazetteer.bearers, &mut gazetteer.cameo, place, bearer);
            }
        }
        for (code, name) in table(include_str!("../tables/cameo_countries.csv")) {
            if let Some((place, bearer)) = letters::<3>(code.as_bytes()).zip(gazetteer.named(name))
            {
                add(&mut gazetteer.bearers, &mut gazetteer.cameo, place, bearer);
            }
        }
        for (code, name) in table(include_str!("../tables/fips.csv")) {
            if let Some((place, bearer)) = letters::<2>(code.as_bytes()).zip(gazetteer.named(name))
            {
                add(&mut gazetteer.bearers, &mut gazetteer.fips, place, bearer);
            }
        }
        for (code, name) in table(include_str!("../tables/cameo_groups.csv")) {
            let found = world.entities.by_name(name).map(Actor::Entity);
            gazetteer.groups.extend(found.map(|actor| (code.as_bytes(), actor)));
        }
        gazetteer.renamed = table(include_str!("../tables/country_names.csv"))
            .map(|(a, b)| (a.as_bytes(), b))
            .collect();
        for (entity, known) in world.entities.iter() {
            let names = known.aliases.iter().chain([&known.id, &known.name]);
            // An alias of a few letters is another's word too often.
            for name in names.filter(|name| name.len() >= 4 || **name == known.id) {
                let name = name.to_ascii_uppercase().into_bytes();
                gazetteer.entities.insert(name, Actor::Entity(entity));
            }
        }
        gazetteer
    }

    /// The world it leads to.
    pub fn world(&self) -> &'w World {
        self.world
    }

    fn bearer(&self, actor: Actor) -> Bearer {
        let days = match actor {
            Actor::State(state) => {
                self.world.states.get(state).spells.iter().map(|spell| spell.days).collect()
            }
            Actor::Entity(entity) => vec![self.world.entities.get(entity).days],
        };
        let place = match actor {
            Actor::State(state) => Some(PlaceRef::Home(state)),
            Actor::Entity(_) => None,
        };
        Bearer { who: Some(actor), place, days }
    }

    /// What a cell of a table names: a state by its id, `place NAME`, an entity, or `-` for a territory
    /// or region that is none of them.
    fn named(&self, name: &str) -> Option<Bearer> {
        let always = vec![Interval::inclusive(Day::MIN, Day::MAX)];
        if name == "-" {
            return Some(Bearer { who: None, place: None, days: always });
        }
        if let Some(place) = name.strip_prefix("place ") {
            let place = self.world.place(place, None);
            return Some(Bearer { who: None, place, days: always });
        }
        let state = self.world.states.by_id(name).map(Actor::State);
        let actor = state.or_else(|| self.world.entities.by_name(name).map(Actor::Entity));
        actor.map(|actor| self.bearer(actor))
    }

    fn then(&self, at: u16, day: Day) -> Result<&Bearer, Unnamed> {
        let bearers = usize::from(at).checked_sub(1).and_then(|at| self.bearers.get(at));
        let bearers = bearers.ok_or(Unnamed::Unknown)?;
        let then = |bearer: &&Bearer| bearer.days.iter().any(|days| days.contains(day));
        bearers.iter().find(then).ok_or(Unnamed::NotThen)
    }

    /// Whom CAMEO's country code means on a day.
    #[inline]
    pub fn cameo(&self, CameoCountry(code): CameoCountry<'_>, day: Day) -> Result<Actor, Unnamed> {
        let at = letters::<3>(code).and_then(|place| self.cameo.get(place)).copied();
        self.then(at.unwrap_or(0), day)?.who.ok_or(Unnamed::NoState)
    }

    /// Which place a FIPS code means on a day.
    pub fn fips(&self, Fips(code): Fips<'_>, day: Day) -> Option<PlaceRef> {
        let at = letters::<2>(code).and_then(|place| self.fips.get(place)).copied();
        self.then(at.unwrap_or(0), day).ok()?.place.clone()
    }

    /// The state that bore a number of Gleditsch and Ward's list on a day, or nearest to it.
    fn gw(&self, number: &[u8], day: Day) -> Result<Actor, Unnamed> {
        let number = std::str::from_utf8(number).ok().and_then(|text| text.trim().parse().ok());
        let bearers = self.world.states.by_gwcode(number.ok_or(Unnamed::Unknown)?);
        let then = bearers.iter().find(|naming| naming.days.contains(day));
        let found = then.or(bearers.last()).map(|naming| Actor::State(naming.state));
        found.ok_or(Unnamed::Unknown)
    }

    /// Whom a name means on a day.
    pub fn name(&mut self, name: &[u8], day: Day) -> Result<Actor, Unnamed> {
        if name.is_empty() {
            return Err(Unnamed::Nobody);
        }
        if let Some((then, found)) = self.known.get(name)
            && *then == day
        {
            return *found;
        }
        let text = crate::event::text(name);
        let asked = self.renamed.get(name).copied().unwrap_or(&text);
        let found = if asked == "-" {
            Err(Unnamed::NoState)
        } else {
            self.world.actor(asked, Some(day)).map_err(|problem| match problem {
                servanda::model::NameProblem::Unknown(_) => Unnamed::Unknown,
                servanda::model::NameProblem::Ambiguous(_) => Unnamed::Several,
                servanda::model::NameProblem::NotThen(_) => Unnamed::NotThen,
            })
        };
        if self.known.len() >= MOST_NAMES {
            self.known.clear();
        }
        self.known.insert(name.to_owned(), (day, found));
        found
    }

    /// The entity that bears a name, without what stands in brackets after it.
    fn entity(&self, name: &[u8]) -> Option<Actor> {
        let end = memchr::memchr(b'(', name).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default().trim_ascii();
        if name.len() < 2 {
            return None;
        }
        self.entities.get(name.to_ascii_uppercase().as_slice()).copied()
    }

    /// Whom an actor of a row means on a day. A known group goes before the country it is of.
    #[inline]
    pub fn party(&mut self, whose: &Whose<'_>, day: Day) -> Party {
        let types = whose.types;
        let mut actor = match whose.code {
            WhoseCode::Cameo { country, group } => {
                let known = if group.is_empty() { None } else { self.groups.get(group).copied() };
                match known {
                    Some(actor) => Ok(actor),
                    None if country.0.is_empty() => Err(Unnamed::RoleOnly),
                    None => self.cameo(country, day),
                }
            }
            WhoseCode::Country(name) | WhoseCode::Any(name) => self.name(name, day),
            WhoseCode::Gw(number) => self.gw(number, day),
            WhoseCode::None => Err(Unnamed::Nobody),
        };
        let is_group = types.any(ActorTypes::ARMED_GROUP.and(ActorTypes::ORGANIZATION));
        if (is_group || actor.is_err()) && !whose.name.is_empty() {
            match self.entity(whose.name) {
                Some(entity) => actor = Ok(entity),
                None if actor == Err(Unnamed::Nobody) => actor = Err(Unnamed::Unknown),
                None => {}
            }
        }
        if actor == Err(Unnamed::RoleOnly) && whose.raw.is_empty() && whose.name.is_empty() {
            actor = Err(Unnamed::Nobody);
        }
        Party { actor, types }
    }

    /// Where something happened on a day.
    pub fn place(&mut self, place: WhereCode<'_>, day: Day) -> Option<PlaceRef> {
        let home = |actor| match actor {
            Ok(Actor::State(state)) => Some(PlaceRef::Home(state)),
            _ => None,
        };
        match place {
            WhereCode::None => None,
            WhereCode::Fips(code) => self.fips(code, day),
            WhereCode::Country(name) => home(self.name(name, day)),
            WhereCode::Gw(number) => home(self.gw(number, day)),
        }
    }

    /// What is known of two actors.
    #[inline]
    pub fn facts(&self, [source, target]: &[Party; 2]) -> Facts {
        let (from, to) = (self.side(*source), self.side(*target));
        let both = from.state.zip(to.state);
        Facts::default()
            .with(Facts::SOURCE_STATE, from.state.is_some())
            .with(Facts::TARGET_STATE, to.state.is_some())
            .with(Facts::DIFFERENT, both.is_some_and(|(one, other)| one != other))
            .with(Facts::SAME, both.is_some_and(|(one, other)| one == other))
            .with(Facts::OFFICIAL, from.official)
            .with(Facts::TARGET_OFFICIAL, to.official)
            .with(Facts::MILITARY, source.types.any(ActorTypes::MILITARY))
            .with(Facts::TARGET_MILITARY, target.types.any(ActorTypes::MILITARY))
            .with(Facts::NON_STATE, from.group)
            .with(Facts::SOURCE_NAMED, source.actor != Err(Unnamed::Nobody))
            .with(Facts::TARGET_NAMED, target.actor != Err(Unnamed::Nobody))
            .with(Facts::ORGANIZATION, from.organization || to.organization)
    }

    fn side(&self, party: Party) -> Side {
        let types = party.types;
        let armed = types.any(ActorTypes::ARMED_GROUP);
        let (state, kind) = match party.actor {
            Ok(Actor::State(state)) => (Some(state), None),
            Ok(Actor::Entity(entity)) => (None, Some(self.world.entities.get(entity).kind)),
            Err(_) => (None, None),
        };
        let own = types == ActorTypes::NONE || types.any(ActorTypes::OF_STATE);
        Side {
            // Rebels of a country are not that country.
            state: state.filter(|_| !armed),
            official: state.is_some() && own && !armed,
            group: armed || kind == Some(EntityKind::NonState),
            organization: matches!(kind, Some(EntityKind::Organization | EntityKind::Body))
                || types.any(ActorTypes::ORGANIZATION),
        }
    }
}

struct Side {
    state: Option<StateId>,
    official: bool,
    group: bool,
    organization: bool,
}

fn add(bearers: &mut Vec<Vec<Bearer>>, codes: &mut [u16], place: usize, bearer: Bearer) {
    let Some(code) = codes.get_mut(place) else { return };
    if let Some(known) = usize::from(*code).checked_sub(1).and_then(|at| bearers.get_mut(at)) {
        known.push(bearer);
    } else {
        bearers.push(vec![bearer]);
        *code = bearers.len() as u16;
    }
}

/// The rows of a table of two columns, without its header.
pub(crate) fn table(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().skip(1).filter_map(|line| line.rsplit_once(','))
}
