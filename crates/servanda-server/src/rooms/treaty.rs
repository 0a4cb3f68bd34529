//! Treaties: the list, and one of them with its gist beside its code, members, history, tests and sources.

use crate::call::Call;
use crate::desk::Desk;
use crate::endpoint::{Api, Said, room, room_of};
use crate::made::{Form, Made};
use crate::params::{Find, OnDay, said};
use crate::problem::Problem;
use axum::Router;
use axum::http::StatusCode;
use maud::Markup;
use schemars::schema_for;
use serde::Deserialize;
use servanda::answer::compare_treaties::{self, TreatyDiff};
use servanda::answer::timeline::TimelineForm;
use servanda::answer::timeline_svg::{self, Frame};
use servanda::answer::treaty_form::{self, TreatiesForm, TreatyForm};
use servanda::answer::{bibtex, calendar, citation, grid, treaty_page};
use servanda::model::state::folded;
use servanda::model::{Certainty, TreatyId};
use servanda::request::named;
use servanda::scenario::{run_test, test_case};
use servanda::syntax::diagnostic;
use servanda::time::Day;
use servanda_pages::code::TreatyCode;
use servanda_pages::links;
use servanda_pages::treaty::{self as pages, Tested, View};
use std::sync::Arc;

/// Forms of the list.
const LIST: &[Form] = &[Form::Html, Form::Json, Form::Csv, Form::Md];
/// Forms of one treaty.
const ONE: &[Form] =
    &[Form::Html, Form::Csl, Form::Json, Form::Md, Form::Svg, Form::Ics, Form::Bib];

/// The rooms of treaties.
pub(crate) fn routes(router: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    room_of(room(router, "/treaty", LIST, list), "/treaty", ONE, one)
}

/// Treaties under the API.
pub(crate) fn api(api: Api) -> Api {
    api.get(
        &Said(
            "/api/v1/treaties",
            "The list of treaties",
            "Every treaty, or those in force on a day.",
        ),
        schema_for!(TreatiesForm).to_value(),
        list,
    )
    .example("on=1939-09-01")
    .get_of(
        &Said(
            "/api/v1/treaty/{name}",
            "One treaty",
            "A treaty with its members, articles and norms.",
        ),
        ("the treaty's id", "CST"),
        schema_for!(TreatyForm).to_value(),
        facts,
    )
    .example("on=2002-05-14")
}

/// Which treaty, on which day, beside which other day.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Days {
    on: Option<String>,
    against: Option<String>,
}

/// The list of treaties.
fn list(desk: &Desk, find: &Find, call: &Call) -> Result<Made, Problem> {
    let on = named::some_day(desk.world, "on", said(find.on.as_ref()).as_ref())?;
    let mut form = treaty_form::list(desk.world, on);
    let q = said(find.q.as_ref()).unwrap_or_default();
    if !q.is_empty() {
        form.treaties.retain(|line| has(desk, &line.id, &line.title, &folded(&q)));
    }
    Ok(match call.form {
        Form::Html => {
            Made::page(&call.frame(desk, "Treaties", "Treaties", LIST), &pages::list(&form, &q))
        }
        Form::Csv => {
            Made::text(call.form, grid::render(treaty_page::COLUMNS, &treaty_page::rows(&form)))
        }
        Form::Md => Made::text(call.form, treaty_page::list(&form).markdown()),
        _ => Made::json(&form)?,
    })
}

/// Whether a treaty has words in its id or title, or a party of that name.
fn has(desk: &Desk, id: &str, title: &str, words: &str) -> bool {
    let world = desk.world;
    let in_text = |text: &str| folded(text).contains(words);
    let party = |party| folded(world.id(party)) == *words || in_text(world.name(party, Day::MAX));
    let parties = || {
        let treaty = world.treaty_by_id(id).map(|id| world.treaty(id));
        treaty.is_some_and(|treaty| treaty.members.iter().any(|member| party(member.party)))
    };
    in_text(id) || in_text(title) || parties()
}

/// One treaty as data.
fn facts(desk: &Desk, id: &str, params: &OnDay, _: &Call) -> Result<Made, Problem> {
    let on = named::some_day(desk.world, "on", said(params.on.as_ref()).as_ref())?;
    Made::json(&TreatyForm::of(desk.world, named::treaty(desk.world, id)?, on))
}

/// One treaty.
fn one(desk: &Desk, id: &str, days: &Days, call: &Call) -> Result<Made, Problem> {
    let world = desk.world;
    let day = |name: &str, text: &Option<String>| {
        named::some_day(world, name, said(text.as_ref()).as_ref())
    };
    let (on, against) = (day("on", &days.on)?, day("against", &days.against)?);
    if against.is_some() && on.is_none() {
        let words = "a comparison needs two days: say `on` beside `against`";
        return Err(Problem::new(StatusCode::BAD_REQUEST, words));
    }
    let id = named::treaty(world, id)?;
    let form = TreatyForm::of(world, id, on);
    let other = against.map(|day| TreatyForm::of(world, id, Some(day)));
    let diff = other.as_ref().map(|other| TreatyDiff::of(&form, other));
    let cited = || citation::of_treaty(world, world.treaty(id));
    let over_time = || TimelineForm::of_treaty(world, id, None);
    Ok(match (call.form, &diff, &other) {
        (Form::Html, ..) => {
            let against = against.map(|day| day.to_string());
            let against = against.as_deref().zip(diff.as_ref());
            let title = format!("{}: {}", form.id, form.title);
            Made::page(
                &call.frame(desk, "Treaties", &title, ONE),
                &shown(desk, id, &form, on, against),
            )
        }
        (Form::Md, Some(diff), Some(other)) => {
            Made::text(call.form, compare_treaties::page(diff, &form, other).markdown())
        }
        (Form::Md, ..) => Made::text(call.form, treaty_page::page(&form).markdown()),
        (Form::Svg, ..) => Made::text(call.form, timeline_svg::timeline(&over_time())),
        (Form::Ics, ..) => Made::text(call.form, calendar::timeline(&over_time())),
        (Form::Bib, ..) => Made::text(call.form, bibtex::render(&cited())),
        (Form::Csl, ..) => Made::json_in(call.form, &cited())?,
        (_, Some(diff), _) => Made::json(diff)?,
        _ => Made::json(&form)?,
    })
}

/// One treaty as a page.
fn shown(
    desk: &Desk,
    id: TreatyId,
    form: &TreatyForm,
    on: Option<Day>,
    against: Option<(&str, &TreatyDiff)>,
) -> Markup {
    let world = desk.world;
    let treaty = world.treaty(id);
    let code = TreatyCode::of(world, treaty);
    let then = treaty
        .articles
        .iter()
        .zip(&code.articles)
        .filter(|(article, _)| on.is_none_or(|day| article.validity.on(day) != Certainty::No));
    let bars = TimelineForm::of_treaty(world, id, None);
    let own: Vec<_> = citation::of_treaty(world, treaty).into_iter().take(1).collect();
    let shared = world.treaties.iter().filter(|one| one.at.file == treaty.at.file).count() > 1;
    pages::page(&View {
        form,
        articles: then.map(|(_, code)| code.as_str()).collect(),
        code: &code,
        rows: bars.bars.len(),
        bars: timeline_svg::timeline_in(Frame::Page, &bars),
        against,
        tests: &tests(desk, treaty.at.file),
        shared,
        bibtex: &bibtex::render(&own),
    })
}

/// The tests of a file, run.
fn tests(desk: &Desk, file: u32) -> Vec<Tested> {
    let own = desk.world.record.tests.iter().filter(|test| test.at.file == file);
    own.map(|test| {
        let report = run_test(&desk.engine, test);
        let question = test_case::question(desk.world, test).ok();
        Tested {
            title: report.title,
            asks: test.ask.0.clone(),
            address: question.map(|question| links::question(desk.world, &question)),
            passed: report.faults.is_empty(),
            faults: diagnostic::render(&report.faults, &desk.world.sources, false, 88),
        }
    })
    .collect()
}
