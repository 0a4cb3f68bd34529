//! Organizations and non-state actors: entities in their own name space. Knows `states/entities.csv`.

use super::state::{StateId, folded, rows, table_days};
use crate::time::Interval;
use std::collections::BTreeMap;

/// An entity, by its place in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntityId(pub u16);

/// Who acts: a state or another entity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Actor {
    /// A state.
    State(StateId),
    /// An organization, a body, or a non-state actor.
    Entity(EntityId),
}

/// What sort of entity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntityKind {
    /// An international organization.
    Organization,
    /// An organ of one.
    Body,
    /// An armed or political group that is no state.
    NonState,
}

/// One entity.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its id.
    pub id: String,
    /// What sort.
    pub kind: EntityKind,
    /// Its name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// When it existed.
    pub days: Interval,
}

/// All entities.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    list: Vec<Entity>,
    /// Ids, names and aliases, folded. An id goes before a name, a name before an alias.
    names: BTreeMap<String, EntityId>,
}

impl Entities {
    /// Reads `entities.csv`.
    ///
    /// # Errors
    /// A sentence that names the line at fault.
    pub fn from_table(text: &str) -> Result<Entities, String> {
        let mut list = Vec::new();
        for [id, kind, name, aliases, from, to] in rows("entities.csv", text)? {
            let kind = match kind.as_str() {
                "organization" => EntityKind::Organization,
                "body" => EntityKind::Body,
                "non-state" => EntityKind::NonState,
                other => return Err(format!("entities.csv: `{other}` is no kind of entity")),
            };
            let aliases = aliases.split('|').filter(|alias| !alias.is_empty());
            let aliases = aliases.map(str::to_owned).collect();
            let days = table_days("entities.csv", &from, &to)?;
            list.push(Entity { id, kind, name, aliases, days });
        }
        list.sort_by(|one, other| one.id.cmp(&other.id));
        let mut names = BTreeMap::new();
        let ids = list.iter().map(|entity| std::slice::from_ref(&entity.id)).collect::<Vec<_>>();
        let own = list.iter().map(|entity| std::slice::from_ref(&entity.name)).collect();
        let aliases = list.iter().map(|entity| entity.aliases.as_slice()).collect();
        for layer in [ids, own, aliases] {
            for (index, words) in layer.into_iter().enumerate() {
                for word in words {
                    names.entry(folded(word)).or_insert(EntityId(index as u16));
                }
            }
        }
        Ok(Entities { list, names })
    }

    /// The entity.
    #[allow(
        clippy::indexing_slicing,
        reason = "an EntityId is made only for an entity of the list"
    )]
    pub fn get(&self, entity: EntityId) -> &Entity {
        &self.list[entity.0 as usize]
    }

    /// Every entity.
    pub fn iter(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.list.iter().enumerate().map(|(index, entity)| (EntityId(index as u16), entity))
    }

    /// The entity with this id, name or alias.
    pub fn by_name(&self, name: &str) -> Option<EntityId> {
        self.names.get(&folded(name)).copied()
    }
}
