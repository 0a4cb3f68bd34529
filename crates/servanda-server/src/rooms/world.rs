//! World: who is pledged to whom on a day, layer by layer, as a map, a network, a matrix or a table, and as data.

use crate::MOST_ROWS;
use crate::assets;
use crate::atlas::Only;
use crate::call::Call;
use crate::desk::Desk;
use crate::endpoint::{Api, Said, room};
use crate::made::{Form, Made};
use crate::params::said;
use crate::problem::Problem;
use axum::Router;
use axum::http::StatusCode;
use maud::html;
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use servanda::answer::form::Truncated;
use servanda::answer::grid;
use servanda::answer::pledges::{COLUMNS, PledgesForm};
use servanda::engine::pledges::Pledge;
use servanda::model::{Actor, TreatyId};
use servanda::request::named;
use servanda::syntax::vocabulary::Act;
use servanda::time::Day;
use servanda_pages::links::address;
use servanda_pages::pledged::Pledged;
use servanda_pages::world::{DAYS, Shown, VIEWS, View};
use servanda_pages::{geojson, map, shell, world as pages};
use std::sync::Arc;

/// Forms in which the pledges of a day come.
const FORMS: &[Form] = &[
    Form::Html,
    Form::Json,
    Form::Csv,
    Form::Md,
    Form::Geojson,
    Form::Svg,
    Form::Graphml,
    Form::Dot,
];

/// Which pledges are shown, and how.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "Pledges of a day")]
pub(crate) struct Wanted {
    /// On which day (`YYYY-MM-DD`); there is no implicit today. The page without one shows an example and says so.
    on: Option<String>,
    /// What is pledged: `aid` (the default), `consult`, `not_attack`, `stay_neutral`, `not_join_alliance`, `grant_base`
    /// or `integrate_command`.
    layer: Option<String>,
    /// How it is shown: `map` (the default), `network`, `matrix` or `table`. Changes pictures and pages only.
    view: Option<String>,
    /// Only the pledges of this state, given and received.
    focus: Option<String>,
    /// Only the pledges under this treaty.
    treaty: Option<String>,
}

/// The same, understood.
struct Read {
    on: Day,
    only: Only,
    shown: Shown,
    example: bool,
}

impl Wanted {
    fn read(&self, desk: &Desk, call: &Call) -> Result<Read, Problem> {
        let world = desk.world;
        let shown = said(self.view.as_ref()).map_or(Ok(Shown::Map), |view| {
            let known = VIEWS.iter().find(|(_, word, _)| *word == view);
            known.map(|(shown, ..)| *shown).ok_or_else(|| {
                let words =
                    format!("there is no view `{view}`; write map, network, matrix or table");
                Problem::new(StatusCode::BAD_REQUEST, words)
            })
        })?;
        let act = said(self.layer.as_ref()).map_or(Ok(Act::Aid), |word| named::pledged(&word))?;
        let on = named::some_day(world, "on", said(self.on.as_ref()).as_ref())?;
        let example = on.is_none() && call.form == Form::Html;
        let on = match (on, DAYS.first()) {
            (None, Some((day, _))) if example => named::day(world, "on", day)?,
            (on, _) => named::needed_day(world, "on", on.map(|day| day.to_string()).as_ref())?,
        };
        let focus = said(self.focus.as_ref());
        let focus = focus.map(|name| named::actor(world, "focus", &name, Some(on))).transpose()?;
        let treaty = said(self.treaty.as_ref());
        let treaty = treaty.map(|id| named::treaty(world, &id)).transpose()?;
        Ok(Read { on, only: Only { act, focus, treaty }, shown, example })
    }
}

impl Read {
    /// The address of the page with one thing changed.
    fn with(&self, desk: &Desk, name: &str, value: &str) -> String {
        let on = self.on.to_string();
        let focus = self.only.focus.map_or("", |focus: Actor| desk.world.id(focus));
        let treaty = self.only.treaty.map_or("", |id: TreatyId| desk.world.treaty(id).id.as_str());
        let view = VIEWS.iter().find(|(shown, ..)| *shown == self.shown).map_or("", |row| row.1);
        let query = [
            ("on", on.as_str()),
            ("layer", self.only.act.word()),
            ("view", view),
            ("focus", focus),
            ("treaty", treaty),
        ];
        let query = query.map(|(known, is)| (known, if known == name { value } else { is }));
        address("/world", query)
    }
}

/// The pledges as data, cut where there are too many.
fn form(desk: &Desk, read: &Read, pledges: &[Pledge]) -> PledgesForm {
    let mut form = PledgesForm::of(desk.world, read.only.act, Some(read.on), pledges);
    let rows = form.pledges.len();
    if rows > MOST_ROWS {
        form.pledges.truncate(MOST_ROWS);
        form.truncated = Some(Truncated { rows, given: MOST_ROWS });
    }
    form
}

/// The page, or the pledges in another form.
pub(crate) fn made(desk: &Desk, wanted: &Wanted, call: &Call) -> Result<Made, Problem> {
    let read = wanted.read(desk, call)?;
    if !desk.atlas.ready(read.only) {
        let words = "the pledges of every treaty are still being worked out, as after each start; ask again in a moment";
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, words));
    }
    let pledges = desk.atlas.on(read.only, read.on);
    let pledged = Pledged::new(desk.world, (read.on, read.only.act), read.only.focus, &pledges);
    let whole = || PledgesForm::of(desk.world, read.only.act, Some(read.on), &pledges);
    let with = |name: &str, value: &str| read.with(desk, name, value);
    let (begun, ended) = match call.form {
        Form::Html => desk.atlas.turned(read.only, read.on),
        _ => (Vec::new(), Vec::new()),
    };
    let changes = match call.form {
        Form::Html => desk.atlas.changes(read.only, read.on),
        _ => (None, None),
    };
    let view = View {
        pledged: &pledged,
        shown: read.shown,
        treaty: read.only.treaty,
        changes,
        turned: (&begun, &ended),
        example: read.example,
        with: &with,
        map: &desk.map,
    };
    Ok(match call.form {
        Form::Html => page(desk, &view, call),
        Form::Csv => Made::text(call.form, grid::render(COLUMNS, &whole().rows())),
        Form::Md => Made::text(call.form, whole().page().markdown()),
        Form::Svg => Made::text(call.form, map::alone(&pages::picture(&view, false))),
        Form::Graphml => Made::text(call.form, pledged.graph().graphml()),
        Form::Dot => Made::text(call.form, pledged.graph().dot()),
        Form::Geojson => {
            let title = pledged.graph().title;
            let about = (title.as_str(), read.on);
            let made = geojson::collection(&desk.map, desk.world, about, pledged.features());
            Made::text(call.form, made.map_err(|_| Problem::internal())?)
        }
        _ => Made::json(&form(desk, &read, &pledges))?,
    })
}

fn page(desk: &Desk, view: &View<'_>, call: &Call) -> Made {
    // An example has no day in its address; its twins and lasting address need one.
    let on = view.pledged.on.to_string();
    let call = match view.example {
        true => Call {
            query: (view.with)("on", &on).split_once('?').map_or("", |(_, query)| query).to_owned(),
            ..call.clone()
        },
        false => call.clone(),
    };
    let title = format!("World on {on}");
    let frame = shell::Frame {
        scripts: vec![assets::address("world.js").to_owned()],
        ..call.frame(desk, "World", &title, FORMS)
    };
    let body = html! {
        h1 { "Who is pledged to whom" }
        (pages::body(view))
    };
    Made::page(&frame, &body)
}

/// The addresses of the room.
pub(crate) fn routes(router: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    room(router, "/world", FORMS, made)
}

/// The addresses of the API.
pub(crate) fn api(api: Api) -> Api {
    api.get(
        &Said(
            "/api/v1/world",
            "The world on a day",
            "The pledges of one layer that stand on a day, with the days on which each begins and ends.",
        ),
        schema_for!(PledgesForm).to_value(),
        made,
    )
    .example("on=1914-08-01")
}

#[cfg(test)]
mod tests;
