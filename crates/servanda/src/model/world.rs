//! The world: everything an answer can draw on, and how names find what they mean.

use super::area::{Area, AreaId};
use super::coded::GaveWay;
use super::entity::{Actor, Entities, EntityId, EntityKind};
use super::place::{PlaceRef, Places};
use super::record::Record;
use super::state::{StateId, StateSystem, System, folded};
use super::treaty::{Article, Treaty, TreatyId};
use super::{Condition, Norm, validity::Certainty};
use crate::syntax::diagnostic::did_you_mean;
use crate::syntax::{Code, Diagnostic, Sources, Span};
use crate::time::Day;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which of two norms yields to the other.
#[derive(Clone, Debug)]
pub struct Priority {
    /// The stronger: treaty, and article and norm where said.
    pub winner: NormRef,
    /// The weaker.
    pub loser: NormRef,
    /// Why.
    pub because: String,
    /// Where this stands.
    pub at: Span,
}

/// A reference to a treaty, an article of it, or a norm.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NormRef {
    /// The treaty.
    pub treaty: TreatyId,
    /// The article's label.
    pub article: Option<Arc<str>>,
    /// The norm's name.
    pub norm: Option<Arc<str>>,
}

impl NormRef {
    /// Whether it refers to this norm.
    pub fn covers(&self, treaty: TreatyId, article: &str, norm: &str) -> bool {
        self.treaty == treaty
            && self.article.as_deref().is_none_or(|label| label == article)
            && self.norm.as_deref().is_none_or(|name| name == norm)
    }
}

/// Everything known.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// States. The tables are shared, so that a world is cheap to copy.
    pub states: Arc<StateSystem>,
    /// Organizations, bodies and non-state actors.
    pub entities: Arc<Entities>,
    /// Places.
    pub places: Arc<Places>,
    /// Treaties, those of one reading sorted by id. A treaty's number is its place here for good.
    pub treaties: Vec<Treaty>,
    /// Areas.
    pub areas: Vec<Area>,
    /// Priorities that treaties or files declare.
    pub priorities: Vec<Priority>,
    /// The record.
    pub record: Record,
    /// Coded treaties that were left out for one written from its text.
    pub gave_way: Vec<GaveWay>,
    /// The texts all this was read from.
    pub sources: Sources,
}

/// Why a name does not lead to one state or entity.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NameProblem {
    /// Nobody bears it; perhaps this was meant.
    Unknown(Option<String>),
    /// Several bear it then.
    Ambiguous(Vec<StateId>),
    /// Borne at other times only, by these.
    NotThen(Vec<StateId>),
}

impl World {
    /// The treaty.
    #[allow(clippy::indexing_slicing, reason = "a TreatyId is made only for a treaty of the list")]
    pub fn treaty(&self, treaty: TreatyId) -> &Treaty {
        &self.treaties[treaty.0 as usize]
    }

    /// Every treaty with its id.
    pub fn treaties(&self) -> impl Iterator<Item = (TreatyId, &Treaty)> {
        self.treaties.iter().enumerate().map(|(index, treaty)| (TreatyId(index as u16), treaty))
    }

    /// Every norm with the treaty and article it stands in.
    pub fn norms(&self) -> impl Iterator<Item = (TreatyId, &Treaty, &Article, &Norm)> {
        self.treaties().flat_map(|(id, treaty)| {
            treaty.articles.iter().flat_map(move |article| {
                article.norms.iter().map(move |norm| (id, treaty, article, norm))
            })
        })
    }

    /// The treaty with this id.
    pub fn treaty_by_id(&self, id: &str) -> Option<TreatyId> {
        self.treaties().find(|(_, treaty)| treaty.id == id).map(|(id, _)| id)
    }

    /// The area.
    #[allow(clippy::indexing_slicing, reason = "an AreaId is made only for an area of the list")]
    pub fn area(&self, area: AreaId) -> &Area {
        &self.areas[area.0 as usize]
    }

    /// The canonical id of an actor: the state's abbreviation or the entity's id.
    pub fn id(&self, actor: Actor) -> &str {
        match actor {
            Actor::State(state) => &self.states.get(state).id,
            Actor::Entity(entity) => &self.entities.get(entity).id,
        }
    }

    /// The name of an actor on `day`.
    pub fn name(&self, actor: Actor, day: Day) -> &str {
        match actor {
            Actor::State(state) => self.states.name_on(state, day),
            Actor::Entity(entity) => &self.entities.get(entity).name,
        }
    }

    /// Whether an actor is a non-state actor (not a state, nor an organization of states).
    pub fn is_non_state(&self, actor: Actor) -> bool {
        match actor {
            Actor::State(_) => false,
            Actor::Entity(entity) => self.entities.get(entity).kind == EntityKind::NonState,
        }
    }

    /// The actor that `name` means: a canonical id, a code (`365`, `gw365`), an ISO code, or an
    /// English name. With a day, the name must have been borne then.
    ///
    /// # Errors
    /// Why it leads to nobody or to several.
    pub fn actor(&self, name: &str, day: Option<Day>) -> Result<Actor, NameProblem> {
        if let Some(state) = self.states.by_id(name) {
            return Ok(Actor::State(state));
        }
        let upper = name.to_ascii_uppercase();
        if let Some(state) = self.states.by_id(&upper) {
            return Ok(Actor::State(state));
        }
        if let Some(state) = self.state_by_code(&upper, day) {
            return Ok(Actor::State(state));
        }
        match self.state_by_name(name, day) {
            Err(NameProblem::Unknown(_)) => match self.entities.by_name(name) {
                Some(entity) => Ok(Actor::Entity(entity)),
                None => Err(NameProblem::Unknown(self.near_name(name))),
            },
            found => found.map(Actor::State),
        }
    }

    /// What was perhaps meant by a name that nobody bears.
    fn near_name(&self, name: &str) -> Option<String> {
        let wanted = folded(name);
        // Capitals are meant for an abbreviation.
        let short = name.len() <= 4 && name.chars().all(|c| c.is_ascii_uppercase());
        let ids = self.states.iter().map(|(_, state)| state.id.as_str());
        let id = short.then(|| did_you_mean(name, ids)).flatten();
        let id = id.filter(|id| strsim::damerau_levenshtein(name, id) == 1);
        // A long beginning is meant for the whole: `GEOR` is Georgia.
        let cut = |known: &&str| wanted.len() >= 4 && known.starts_with(&wanted);
        let near = id
            .or_else(|| self.states.names().find(cut))
            .or_else(|| did_you_mean(&wanted, self.states.names()));
        near.map(|near| self.display_of(near)).or_else(|| self.near_entity(name))
    }

    fn state_by_code(&self, upper: &str, day: Option<Day>) -> Option<StateId> {
        if let Ok(code) = upper.trim_start_matches("COW").trim_start_matches(':').parse::<u16>() {
            return self.states.by_ccode(code);
        }
        if let Some(code) = upper.strip_prefix("GW") {
            let code = code.trim_start_matches(':').parse::<u16>().ok()?;
            let bearers = self.states.by_gwcode(code);
            let then =
                bearers.iter().find(|naming| day.is_none_or(|day| naming.days.contains(day)));
            return then.or(bearers.last()).map(|naming| naming.state);
        }
        if upper.len() == 3 { self.states.by_iso3(upper) } else { None }
    }

    fn state_by_name(&self, name: &str, day: Option<Day>) -> Result<StateId, NameProblem> {
        let bearers = self.states.by_name(name);
        let mut then: Vec<StateId> = bearers
            .iter()
            .filter(|naming| day.is_none_or(|day| naming.days.contains(day)))
            .map(|naming| naming.state)
            .collect();
        then.sort();
        then.dedup();
        match then.as_slice() {
            [only] => Ok(*only),
            [] if bearers.is_empty() => Err(NameProblem::Unknown(None)),
            [] => {
                let mut others: Vec<StateId> = bearers.iter().map(|naming| naming.state).collect();
                others.sort();
                others.dedup();
                Err(NameProblem::NotThen(others))
            }
            _ => Err(NameProblem::Ambiguous(then)),
        }
    }

    /// A folded name as it would be printed: by the state that bears it.
    fn display_of(&self, folded_name: &str) -> String {
        if let Some(state) = self.states.by_id(folded_name) {
            let state = self.states.get(state);
            return format!("`{}` ({})", state.id, state.name);
        }
        let bearer = self.states.by_name(folded_name).first();
        bearer.map_or(format!("`{folded_name}`"), |naming| {
            let state = self.states.get(naming.state);
            format!("`{}` ({})", state.id, state.name)
        })
    }

    fn near_entity(&self, name: &str) -> Option<String> {
        let known = self
            .entities
            .iter()
            .flat_map(|(_, entity)| [entity.id.as_str(), entity.name.as_str()].into_iter());
        did_you_mean(name, known).map(|near| format!("`{near}`"))
    }

    /// The place that `name` means: a place, a region, or a state's home territory.
    pub fn place(&self, name: &str, day: Option<Day>) -> Option<PlaceRef> {
        if let Some(place) = self.places.by_name(name) {
            return Some(PlaceRef::Place(place));
        }
        if self.places.is_region(name, &self.states) {
            return Some(PlaceRef::Region(name.to_owned()));
        }
        match self.actor(name, day) {
            Ok(Actor::State(state)) => Some(PlaceRef::Home(state)),
            _ => None,
        }
    }

    /// A place in words.
    pub fn place_name(&self, place: &PlaceRef, day: Day) -> String {
        match place {
            PlaceRef::Home(state) => {
                format!("home territory of {}", self.states.name_on(*state, day))
            }
            PlaceRef::Place(place) => self.places.get(*place).name.clone(),
            PlaceRef::Region(region) => region.replace('-', " "),
            PlaceRef::TerritoryOfParties => "territory of the parties".into(),
        }
    }

    /// A place in one word: the id of a place, a region, or the state at home there.
    pub fn place_id<'p>(&'p self, place: &'p PlaceRef) -> &'p str {
        match place {
            PlaceRef::Home(state) => &self.states.get(*state).id,
            PlaceRef::Place(place) => &self.places.get(*place).id,
            PlaceRef::Region(region) => region,
            PlaceRef::TerritoryOfParties => "territory-of-parties",
        }
    }

    /// Whether a place lies in an area on `day`, and the line that says so.
    pub fn lies_in(&self, place: &PlaceRef, area: AreaId, day: Day) -> (Certainty, Option<Span>) {
        let area = self.area(area);
        let (mut inside, mut outside) = ((Certainty::No, None), (Certainty::No, None));
        let parts = area.parts.iter();
        for part in parts.filter(|part| self.part_matches(&part.place, place, area.treaty, day)) {
            let then = part.validity.on(day);
            let side = if part.included { &mut inside } else { &mut outside };
            if then > side.0 {
                *side = (then, Some(part.at));
            }
        }
        // What is excluded is outside, wherever the line stands.
        match outside.0 {
            Certainty::No => inside,
            excluded => (inside.0.and(excluded.negated()), outside.1),
        }
    }

    fn part_matches(
        &self,
        part: &PlaceRef,
        place: &PlaceRef,
        treaty: Option<TreatyId>,
        day: Day,
    ) -> bool {
        match part {
            PlaceRef::Region(region) => {
                self.places.regions(place, &self.states, day).contains(region)
            }
            PlaceRef::TerritoryOfParties => match (place, treaty) {
                (PlaceRef::Home(state), Some(treaty)) => {
                    let member = self.treaty(treaty).member(Actor::State(*state));
                    member.is_some_and(|member| member.bound_on(day) != Certainty::No)
                }
                _ => false,
            },
            other => other == place,
        }
    }

    /// Every open question of fact that a norm asks, by name.
    pub fn finding_names(&self) -> BTreeSet<&str> {
        fn collect<'w>(condition: &'w Condition, names: &mut BTreeSet<&'w str>) {
            match condition {
                Condition::All(of) | Condition::Any(of) => {
                    for part in of {
                        collect(part, names);
                    }
                }
                Condition::Not(that) => collect(that, names),
                Condition::Found(name) => {
                    names.insert(name);
                }
                _ => {}
            }
        }
        let mut names = BTreeSet::new();
        for (_, _, _, norm) in self.norms() {
            for (condition, _) in norm.conditions() {
                collect(condition, &mut names);
            }
        }
        names
    }

    /// Codes of a state for an output row: `ccode` (COW) and `gwcode`.
    pub fn codes(&self, state: StateId, day: Day) -> (Option<u16>, Option<u16>) {
        let near = |system| self.states.code_near(state, system, day);
        (near(System::Cow), near(System::GleditschWard))
    }

    /// The body with this name.
    pub fn council(&self, name: &str) -> Option<EntityId> {
        self.entities.by_name(name)
    }
}

/// A name problem as a diagnostic at `at`.
pub fn name_diagnostic(
    world: &World,
    problem: &NameProblem,
    name: &str,
    day: Option<Day>,
    at: Option<Span>,
) -> Diagnostic {
    let make = |code: Code, message: String| match at {
        Some(at) => Diagnostic::at(code, at, message),
        None => Diagnostic::bare(code, message),
    };
    let on = day.map_or(String::new(), |day| format!(" on {day}"));
    let choices = |states: &[StateId]| {
        let each = states.iter().map(|state| {
            let shown = day.map_or(world.states.get(*state).name.as_str(), |day| {
                world.states.name_on(*state, day)
            });
            format!("`{}` ({shown})", world.states.get(*state).id)
        });
        each.collect::<Vec<_>>().join(" or ")
    };
    match problem {
        NameProblem::Unknown(near) => {
            let fault = make(Code::SV0301, format!("no state or entity is called `{name}`"));
            let place =
                world.places.is_region(name, &world.states) || world.places.by_name(name).is_some();
            if place {
                return fault.help(format!(
                    "`{name}` is a place; name the state, and where it happens with `in`"
                ));
            }
            fault.help(match near {
                Some(near) => format!("did you mean {near}?"),
                None => {
                    "write a COW abbreviation such as `TAJ`, or an English name in quotes".into()
                }
            })
        }
        NameProblem::Ambiguous(states) => {
            let fault = make(Code::SV0302, format!("`{name}`{on} fits several states"))
                .help(format!("write {}", choices(states)));
            or_one_of(world, fault, states)
        }
        NameProblem::NotThen(states) => {
            let fault = make(Code::SV0303, format!("no state was called `{name}`{on}"));
            let lives = states.iter().map(|state| {
                let life = world.states.lifetime(*state);
                let last =
                    if life.end == Day::MAX { "today".into() } else { life.last().to_string() };
                format!(
                    "{} is in the state system from {} to {last}",
                    world.states.get(*state).id,
                    life.from
                )
            });
            let fault = fault
                .help(format!("write {}, if that is meant", choices(states)))
                .note(lives.collect::<Vec<_>>().join("; "));
            or_one_of(world, fault, states)
        }
    }
}

/// Offers each of some states by its abbreviation.
fn or_one_of(world: &World, fault: Diagnostic, states: &[StateId]) -> Diagnostic {
    states.iter().fold(fault, |fault, state| fault.instead(&world.states.get(*state).id))
}
