//! Places whose holder or region matters to the area of a treaty. Knows `states/places.csv`.

use super::entity::Actor;
use super::state::{StateId, StateSystem, folded, rows, table_days};
use crate::time::{Day, Interval};
use std::collections::BTreeMap;

/// A place, by its position in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PlaceId(pub u16);

/// Where something happens, or what an area names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PlaceRef {
    /// A state's home territory.
    Home(StateId),
    /// A place of the list.
    Place(PlaceId),
    /// A region, such as Europe, or a marker such as south-of-Cancer.
    Region(String),
    /// The home territory of any party (in an area only).
    TerritoryOfParties,
}

/// One place.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Who held it when, and the regions it lies in.
    pub holders: Vec<Holding>,
}

/// A spell of a place in one hand.
#[derive(Clone, Debug)]
pub struct Holding {
    /// When.
    pub days: Interval,
    /// By whom; `None`: the open sea, or nobody.
    pub holder: Option<StateId>,
    /// The regions it lies in.
    pub regions: Vec<String>,
}

/// All places.
#[derive(Clone, Debug, Default)]
pub struct Places {
    list: Vec<Place>,
    /// Ids, names and aliases, folded. An id or name goes before an alias.
    names: BTreeMap<String, PlaceId>,
}

impl Places {
    /// Reads `places.csv`.
    ///
    /// # Errors
    /// A sentence that names the line at fault.
    pub fn from_table(text: &str, states: &StateSystem) -> Result<Places, String> {
        let mut list: Vec<Place> = Vec::new();
        for [id, name, aliases, holder, from, to, regions] in rows("places.csv", text)? {
            let holder = match holder.as_str() {
                "" => None,
                id => Some(states.by_id(id).ok_or(format!("places.csv: no state `{id}`"))?),
            };
            let days = table_days("places.csv", &from, &to)?;
            let regions = regions.split_whitespace().map(str::to_owned).collect();
            let holding = Holding { days, holder, regions };
            match list.iter_mut().find(|place| place.id == id) {
                Some(place) => place.holders.push(holding),
                None => {
                    let aliases = aliases.split('|').filter(|alias| !alias.is_empty());
                    let aliases = aliases.map(str::to_owned).collect();
                    list.push(Place { id, name, aliases, holders: vec![holding] });
                }
            }
        }
        let mut names = BTreeMap::new();
        for (index, place) in list.iter().enumerate() {
            for word in [&place.id, &place.name] {
                names.entry(folded(word)).or_insert(PlaceId(index as u16));
            }
        }
        for (index, place) in list.iter().enumerate() {
            for alias in &place.aliases {
                names.entry(folded(alias)).or_insert(PlaceId(index as u16));
            }
        }
        Ok(Places { list, names })
    }

    /// The place.
    #[allow(clippy::indexing_slicing, reason = "a PlaceId is made only for a place of the list")]
    pub fn get(&self, place: PlaceId) -> &Place {
        &self.list[place.0 as usize]
    }

    /// Every place.
    pub fn iter(&self) -> impl Iterator<Item = (PlaceId, &Place)> {
        self.list.iter().enumerate().map(|(index, place)| (PlaceId(index as u16), place))
    }

    /// The place with this id, name or alias.
    pub fn by_name(&self, name: &str) -> Option<PlaceId> {
        self.names.get(&folded(name)).copied()
    }

    /// Whether a word is a region that some state or place lies in.
    pub fn is_region(&self, word: &str, states: &StateSystem) -> bool {
        let of_places =
            self.list.iter().flat_map(|place| &place.holders).flat_map(|held| &held.regions);
        let of_states = states.iter().flat_map(|(_, state)| &state.regions);
        of_places.chain(of_states).any(|region| region == word)
    }

    /// The regions a place lies in on `day`.
    pub fn regions<'a>(
        &'a self,
        place: &'a PlaceRef,
        states: &'a StateSystem,
        day: Day,
    ) -> &'a [String] {
        match place {
            PlaceRef::Home(state) => &states.get(*state).regions,
            PlaceRef::Place(id) => {
                let holders = &self.get(*id).holders;
                let then = holders.iter().find(|held| held.days.contains(day));
                then.or(holders.first()).map_or(&[], |held| &held.regions)
            }
            PlaceRef::Region(region) => std::slice::from_ref(region),
            PlaceRef::TerritoryOfParties => &[],
        }
    }

    /// Who holds a place on `day`.
    pub fn holder(&self, place: PlaceId, day: Day) -> Option<Actor> {
        let then = self.get(place).holders.iter().find(|held| held.days.contains(day))?;
        then.holder.map(Actor::State)
    }
}
