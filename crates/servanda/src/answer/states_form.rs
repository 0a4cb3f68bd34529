//! The list of states and entities as data (`servanda/states/1`) and as a flat table. Knows the model; asks the engine
//! nothing.

use crate::model::entity::EntityKind;
use crate::model::{Actor, Certainty, World};
use crate::time::{Day, Interval};
use schemars::JsonSchema;
use serde::Serialize;

/// The list of states.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "The list of states of servanda")]
pub struct StatesForm {
    /// `servanda/states/1`.
    pub schema: String,
    /// The day asked about; null: every state there has been.
    pub on: Option<String>,
    /// One entry for each state and entity, by id; states first.
    pub states: Vec<StateLine>,
}

/// One state or entity of the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StateLine {
    /// Its canonical id.
    pub id: String,
    /// Its name, on the day asked about.
    pub name: String,
    /// state, organization, body or non-state.
    pub kind: &'static str,
    /// Its ISO 3166-1 alpha-3 code.
    pub iso3: Option<String>,
    /// First day in the lists of states; null: not known.
    pub from: Option<String>,
    /// Last day; null: still there when the lists closed.
    pub until: Option<String>,
    /// How many treaties it is or was a member of; with a day, how many bind it then.
    pub treaties: usize,
}

/// What sort an entity is of, in a word.
pub fn kind_word(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Organization => "organization",
        EntityKind::Body => "body",
        EntityKind::NonState => "non-state",
    }
}

/// The list of states and entities; with a day, of those that were there then.
pub fn list(world: &World, on: Option<Day>) -> StatesForm {
    let there =
        world.states.iter().filter(|(id, _)| on.is_none_or(|day| world.states.exists_on(*id, day)));
    let states = there.map(|(id, state)| {
        let actor = Actor::State(id);
        let name = on.map_or(state.name.as_str(), |day| world.states.name_on(id, day));
        line(world, actor, name, "state", state.iso3.as_ref(), world.states.lifetime(id), on)
    });
    let entities =
        world.entities.iter().filter(|(_, entity)| on.is_none_or(|day| entity.days.contains(day)));
    let entities = entities.map(|(id, entity)| {
        let actor = Actor::Entity(id);
        line(world, actor, &entity.name, kind_word(entity.kind), None, entity.days, on)
    });
    StatesForm {
        schema: "servanda/states/1".into(),
        on: on.map(|day| day.to_string()),
        states: states.chain(entities).collect(),
    }
}

fn line(
    world: &World,
    actor: Actor,
    name: &str,
    kind: &'static str,
    iso3: Option<&String>,
    days: Interval,
    on: Option<Day>,
) -> StateLine {
    let member = |treaty: &&crate::model::Treaty| {
        let member = treaty.member(actor);
        member.is_some_and(|member| {
            on.is_none_or(|day| {
                let force = crate::engine::standing::in_force(treaty, day);
                member.bound_on(day).and(force) != Certainty::No
            })
        })
    };
    let shown = |day: Day| day.is_known().then(|| day.to_string());
    StateLine {
        id: world.id(actor).to_owned(),
        name: name.to_owned(),
        kind,
        iso3: iso3.cloned(),
        from: shown(days.from),
        until: Some(days.end).filter(|end| end.is_known()).and_then(|_| shown(days.last())),
        treaties: world.treaties.iter().filter(member).count(),
    }
}

/// The columns of the list as CSV.
pub const COLUMNS: &[&str] = &["id", "name", "kind", "iso3", "from", "until", "treaties"];

/// The rows of the list as CSV.
pub fn rows(form: &StatesForm) -> Vec<Vec<String>> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let each = form.states.iter().map(|line| {
        vec![
            line.id.clone(),
            line.name.clone(),
            line.kind.to_owned(),
            text(&line.iso3),
            text(&line.from),
            text(&line.until),
            line.treaties.to_string(),
        ]
    });
    each.collect()
}
