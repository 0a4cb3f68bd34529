//! Tables under the API: who is a member of what, who is pledged to whom, what conflicts, what happened over time. Each is
//! bounded.

use crate::MOST_ROWS;
use crate::call::Call;
use crate::desk::Desk;
use crate::endpoint::{Api, Said};
use crate::made::{Form, Made};
use crate::params::{said, several};
use crate::problem::Problem;
use axum::http::StatusCode;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use servanda::answer::form::Truncated;
use servanda::answer::members_form::{self, MembersForm};
use servanda::answer::pledges::PledgesForm;
use servanda::answer::survey::ConflictsForm;
use servanda::answer::timeline::{LedgerForm, TimelineForm};
use servanda::engine::survey;
use servanda::request::named;
use servanda::request::over_time::{self, OverTime};
use servanda::request::pledged::{Pledged, PledgedWords};
use servanda::request::surveyed::{self, SurveyedWords};

/// Tables under the API.
pub(crate) fn api(api: Api) -> Api {
    api.get(
        &Said(
            "/api/v1/members",
            "The membership table",
            "One row for each spell of each member of each treaty, page by page.",
        ),
        schema_for!(MembersForm).to_value(),
        members,
    )
    .example("state=POL&on=1939-09-01")
    .get(
        &Said(
            "/api/v1/pledges",
            "Who is pledged to whom",
            "Pledges to do something if one is attacked, from which day to which; say to whom, by whom or on which day, or ask \
             page by page.",
        ),
        schema_for!(PledgesForm).to_value(),
        pledges,
    )
    .example("to=POL&on=1939-09-01")
    .get(
        &Said(
            "/api/v1/conflicts",
            "Conflicts of a day",
            "Duties that cannot both be kept, whoever attacks whom; with a target it is quick.",
        ),
        schema_for!(ConflictsForm).to_value(),
        conflicts,
    )
    .example("on=1939-09-01&target=POL")
    .get_of(
        &Said(
            "/api/v1/timeline/{name}",
            "Something over time",
            "Bars and dated steps of a treaty or of a state; of a recorded event the duties as they stood on a day, which has \
             to be said.",
        ),
        ("the id of a treaty or event, or a state", "CST"),
        schema_for!(Drawn).to_value(),
        timeline,
    )
}

/// Which rows of the membership table.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Members {
    /// Only members of this treaty.
    treaty: Option<String>,
    /// Only memberships of this state.
    state: Option<String>,
    /// Only spells that bind on this day (`YYYY-MM-DD`), surely or possibly.
    on: Option<String>,
    /// Rows to pass over.
    offset: Option<u32>,
    /// Rows to give, 1 to 1000; without it 100.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u32>,
}

/// Rows given where nothing is said.
const FEW: usize = 100;

/// How many rows to pass over and to give.
fn window(offset: Option<u32>, limit: Option<u32>, few: usize) -> Result<(usize, usize), Problem> {
    let limit = limit.map_or(few, |limit| limit as usize);
    if limit == 0 || limit > MOST_ROWS {
        let words = format!(
            "`limit` is {limit}: ask for 1 to {MOST_ROWS} rows, and for more with `offset`"
        );
        return Err(Problem::new(StatusCode::BAD_REQUEST, words));
    }
    Ok((offset.unwrap_or_default() as usize, limit))
}

fn members(desk: &Desk, asked: &Members, _: &Call) -> Result<Made, Problem> {
    let world = desk.world;
    let (offset, limit) = window(asked.offset, asked.limit, FEW)?;
    let treaty = said(asked.treaty.as_ref()).map(|id| named::treaty(world, &id)).transpose()?;
    let on = named::some_day(world, "on", said(asked.on.as_ref()).as_ref())?;
    let state = said(asked.state.as_ref());
    let state = state.map(|name| named::actor(world, "state", &name, on)).transpose()?;
    let wanted = desk.shelf.members.iter().filter(|(placed, _)| {
        treaty.is_none_or(|treaty| placed.treaty == treaty)
            && state.is_none_or(|state| placed.member.party == state)
            && on.is_none_or(|day| placed.binds_on(day))
    });
    // The rows are JSON already: only what stands around them is written anew.
    let mut rows = String::with_capacity(limit * 220);
    let (mut total, mut given) = (0, 0);
    for (_, row) in wanted {
        if total >= offset && given < limit {
            rows.push_str(if given == 0 { "\n    " } else { ",\n    " });
            rows.push_str(row);
            given += 1;
        }
        total += 1;
    }
    let (schema, more) = (members_form::SCHEMA, total > offset.saturating_add(given));
    let end = if given == 0 { "" } else { "\n  " };
    let body = format!(
        "{{\n  \"schema\": \"{schema}\",\n  \"total\": {total},\n  \"offset\": {offset},\n  \"truncated\": {more},\n  \"members\": [{rows}{end}]\n}}\n"
    );
    Ok(Made::text(Form::Json, body))
}

/// Which pledges.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Pledges {
    /// What was pledged: `aid` (without it), `consult`, `stay_neutral`, `not_attack` and more.
    act: Option<String>,
    /// Only those to this state.
    to: Option<String>,
    /// Only those by this state.
    by: Option<String>,
    /// Only those that stand on this day (`YYYY-MM-DD`).
    on: Option<String>,
    /// Rows to pass over.
    offset: Option<u32>,
    /// Rows to give, 1 to 1000.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u32>,
}

fn pledges(desk: &Desk, asked: &Pledges, _: &Call) -> Result<Made, Problem> {
    let words = PledgedWords {
        act: said(asked.act.as_ref()).unwrap_or_else(|| "aid".into()),
        to: said(asked.to.as_ref()),
        by: said(asked.by.as_ref()),
        on: said(asked.on.as_ref()),
    };
    let pledged = Pledged::of(desk.world, &words)?;
    let (offset, limit) = window(asked.offset, asked.limit, MOST_ROWS)?;
    let bounded = words.to.is_some() || words.by.is_some() || words.on.is_some();
    if !bounded && asked.limit.is_none() && asked.offset.is_none() {
        let words = "these are all pledges there have ever been: say `to`, `by` or `on`, or ask page by page with `limit` and `offset`";
        return Err(Problem::new(StatusCode::BAD_REQUEST, words));
    }
    let found = desk.atlas.asked(&pledged);
    let given: Vec<_> = found.iter().skip(offset).take(limit).cloned().collect();
    let mut form = PledgesForm::of(desk.world, pledged.act, pledged.on, &given);
    if given.len() < found.len() {
        form.truncated = Some(Truncated { rows: found.len(), given: given.len() });
    }
    Made::json(&form)
}

/// Which conflicts.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Conflicts {
    /// On which day (`YYYY-MM-DD`); it has to be said.
    on: Option<String>,
    /// Only attacks on this state.
    target: Option<String>,
    /// Only attacks by this state.
    by: Option<String>,
    /// Priorities opted into: `un-charter-103`, `lex-posterior`, `lex-specialis`.
    prefer: Vec<String>,
}

fn conflicts(desk: &Desk, asked: &Conflicts, _: &Call) -> Result<Made, Problem> {
    let words = SurveyedWords {
        on: said(asked.on.as_ref()),
        target: said(asked.target.as_ref()),
        by: said(asked.by.as_ref()),
        prefer: several(&asked.prefer),
    };
    let scope = surveyed::scope(desk.world, &words)?;
    let found = survey::conflicts(&desk.engine, &scope);
    let mut form = ConflictsForm::of(desk.world, &scope, &found);
    let rows = form.conflicts.len();
    if rows > MOST_ROWS {
        form.conflicts.truncate(MOST_ROWS);
        form.truncated = Some(Truncated { rows, given: MOST_ROWS });
    }
    Made::json(&form)
}

/// Where a picture of something over time ends.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct AsOf {
    /// Of an event: the day (`YYYY-MM-DD`) for which its duties are told. Else: where the picture ends.
    as_of: Option<String>,
}

/// Something over time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(title = "Something over time of servanda")]
enum Drawn {
    Bars(TimelineForm),
    Duties(LedgerForm),
}

fn timeline(desk: &Desk, name: &str, asked: &AsOf, _: &Call) -> Result<Made, Problem> {
    let world = desk.world;
    let text = said(asked.as_of.as_ref());
    let as_of = named::some_day(world, "as_of", text.as_ref())?;
    Made::json(&match over_time::named(world, name).map_err(Problem::of_name)? {
        OverTime::Treaty(id) => Drawn::Bars(TimelineForm::of_treaty(world, id, as_of)),
        OverTime::Actor(actor) => Drawn::Bars(TimelineForm::of_state(world, actor, as_of)),
        OverTime::Event(event) => {
            let day = named::needed_day(world, "as_of", text.as_ref())?;
            Drawn::Duties(LedgerForm::of(&desk.engine, event, day))
        }
    })
}
