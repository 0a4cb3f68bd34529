//! States: the list, and one of them with what it owes and is owed, its memberships and its network of pledges.

use crate::call::Call;
use crate::desk::Desk;
use crate::endpoint::{Api, Said, room, room_of};
use crate::made::{Form, Made};
use crate::params::{Find, OnDay, said};
use crate::problem::Problem;
use axum::Router;
use schemars::schema_for;
use servanda::answer::state_form::{self, StateForm};
use servanda::answer::states_form::{self, StatesForm};
use servanda::answer::timeline::TimelineForm;
use servanda::answer::timeline_svg::{self, Frame};
use servanda::answer::{calendar, grid, state_page};
use servanda::model::state::folded;
use servanda::model::{Actor, World};
use servanda::request::named;
use servanda::request::pledged::Pledged;
use servanda::syntax::vocabulary::Act;
use servanda::time::Day;
use servanda_pages::ego::Neighbors;
use servanda_pages::state::{self as pages, View};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Forms of the list.
const LIST: &[Form] = &[Form::Html, Form::Json, Form::Csv];
/// Forms of one state.
const ONE: &[Form] = &[Form::Html, Form::Json, Form::Md, Form::Csv, Form::Svg, Form::Ics];

/// The rooms of states.
pub(crate) fn routes(router: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    room_of(room(router, "/state", LIST, list), "/state", ONE, one)
}

/// States under the API.
pub(crate) fn api(api: Api) -> Api {
    api.get(
        &Said(
            "/api/v1/states",
            "The list of states",
            "Every state and entity, or those that were there on a day, with how many treaties bind them.",
        ),
        schema_for!(StatesForm).to_value(),
        list,
    )
    .example("on=1914-08-01")
    .get_of(
        &Said(
            "/api/v1/state/{name}",
            "One state",
            "A state with its names, codes and memberships; with a day, what it owes and is owed then.",
        ),
        ("an id, a code or a name", "TAJ"),
        schema_for!(StateForm).to_value(),
        one,
    )
    .example("on=2002-05-14")
}

fn list(desk: &Desk, find: &Find, call: &Call) -> Result<Made, Problem> {
    let on = named::some_day(desk.world, "on", said(find.on.as_ref()).as_ref())?;
    let mut form = states_form::list(desk.world, on);
    let q = said(find.q.as_ref()).unwrap_or_default();
    if !q.is_empty() {
        let meant = meant(desk.world, &q, on);
        let words = folded(&q);
        form.states
            .retain(|line| meant.contains(line.id.as_str()) || folded(&line.name).contains(&words));
    }
    Ok(match call.form {
        Form::Html => {
            Made::page(&call.frame(desk, "States", "States", LIST), &pages::list(&form, &q))
        }
        Form::Csv => {
            Made::text(call.form, grid::render(states_form::COLUMNS, &states_form::rows(&form)))
        }
        _ => Made::json(&form)?,
    })
}

/// Ids of the states and entities that words may mean: by id, code, or a part of any of their names.
fn meant<'w>(world: &'w World, q: &str, on: Option<Day>) -> BTreeSet<&'w str> {
    let words = folded(q);
    let named = world.states.names().filter(|name| name.contains(&words));
    let bearers = named.flat_map(|name| world.states.by_name(name));
    let states = bearers.map(|naming| world.id(Actor::State(naming.state)));
    let entities = world.entities.iter().filter(|(_, entity)| {
        let mut every = [&entity.id, &entity.name].into_iter().chain(&entity.aliases);
        every.any(|name| folded(name).contains(&words))
    });
    let entities = entities.map(|(_, entity)| entity.id.as_str());
    let exact = world.actor(q, on).ok().map(|actor| world.id(actor));
    states.chain(entities).chain(exact).collect()
}

fn one(desk: &Desk, name: &str, params: &OnDay, call: &Call) -> Result<Made, Problem> {
    let world = desk.world;
    let on = named::some_day(world, "on", said(params.on.as_ref()).as_ref())?;
    let actor = named::actor(world, "state", name, on).map_err(Problem::of_name)?;
    let form = StateForm::of(world, actor, on);
    let over_time = || TimelineForm::of_state(world, actor, None);
    Ok(match call.form {
        Form::Html => {
            let neighbors = on.map(|day| neighbors(desk, actor, day));
            let view = View {
                form: &form,
                bars: timeline_svg::timeline_in(Frame::Page, &over_time()),
                neighbors: neighbors.as_ref().map(Option::as_ref),
            };
            let made =
                Made::page(&call.frame(desk, "States", &form.name, ONE), &pages::page(&view));
            Made { fleeting: neighbors.is_some_and(|known| known.is_none()), ..made }
        }
        Form::Md => Made::text(call.form, state_page::page(&form).markdown()),
        Form::Csv => {
            Made::text(call.form, grid::render(state_form::COLUMNS, &state_form::rows(&form)))
        }
        Form::Svg => Made::text(call.form, timeline_svg::timeline(&over_time())),
        Form::Ics => Made::text(call.form, calendar::timeline(&over_time())),
        _ => Made::json(&form)?,
    })
}

/// With whom a state has pledges to aid on a day; none while that is being worked out.
fn neighbors(desk: &Desk, actor: Actor, day: Day) -> Option<Neighbors> {
    let world = desk.world;
    let pledged = |to, by| Pledged { act: Act::Aid, to, by, on: Some(day) };
    let mut found = Neighbors::new();
    for (given, pledged) in
        [(true, pledged(None, Some(actor))), (false, pledged(Some(actor), None))]
    {
        for pledge in desk.atlas.asked_in_time(&pledged)? {
            let other = if given { pledge.to } else { pledge.by };
            // A promise to protect a state that is no more protects nobody.
            if let Actor::State(state) = other
                && !world.states.exists_on(state, day)
            {
                continue;
            }
            let one = found.entry(world.id(other).to_owned()).or_default();
            world.name(other, day).clone_into(&mut one.name);
            let list = if given { &mut one.owed } else { &mut one.owes };
            let treaty = &world.treaty(pledge.treaty).id;
            if !list.contains(treaty) {
                list.push(treaty.clone());
            }
        }
    }
    Some(found)
}
