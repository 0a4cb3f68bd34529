//! Cases: the scenario pages and their numbered cases, each with what came of it.

use crate::call::Call;
use crate::desk::Desk;
use crate::endpoint::{Api, Said, room, room_of};
use crate::made::{Form, Made};
use crate::params::{Nothing, Words, said};
use crate::problem::Problem;
use axum::Router;
use axum::http::StatusCode;
use maud::html;
use servanda::scenario::cases_form::{self, CaseForm, CasesForm, RunPage};
use servanda_pages::cases as pages;
use std::borrow::Cow;
use std::sync::Arc;

/// Forms of the list.
const LIST: &[Form] = &[Form::Html, Form::Json];
/// Forms of a page or of one case.
const ONE: &[Form] = &[Form::Html, Form::Json, Form::Md];

/// The rooms of cases.
pub(crate) fn routes(router: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    room_of(room(router, "/cases", LIST, list), "/cases", ONE, one)
}

/// Cases under the API.
pub(crate) fn api(api: Api) -> Api {
    api.get(
        &Said(
            "/api/v1/cases",
            "The test cases",
            "The numbered cases and those of the language, each run, with its questions and what came of it.",
        ),
        cases_form::schema(),
        list,
    )
    .example("q=TATC-101")
}

fn list(desk: &Desk, words: &Words, call: &Call) -> Result<Made, Problem> {
    let q = said(words.q.as_ref()).unwrap_or_default();
    let runs = desk.shelf.all();
    let done = runs.iter().all(|run| run.done);
    let form = listed(&runs, &q);
    let made = match call.form {
        Form::Html => {
            let total = listed(&runs, "").cases.len();
            Made::page(&call.frame(desk, "Cases", "Cases", LIST), &pages::list(&form, &q, total))
        }
        _ => Made::json(&form)?,
    };
    Ok(Made { fleeting: !done, ..made })
}

/// The cases with words in number, title, page or questions.
fn listed(runs: &[Cow<'_, RunPage>], q: &str) -> CasesForm {
    let q = q.to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&q);
    let wanted = |case: &CaseForm| {
        q.is_empty()
            || case.id.as_deref().is_some_and(has)
            || has(&case.title)
            || has(&case.page)
            || case.questions.iter().any(|asked| has(asked))
    };
    cases_form::form(runs.iter().map(AsRef::as_ref), wanted)
}

/// A page by its name, or a case by its number.
fn one(desk: &Desk, name: &str, _: &Nothing, call: &Call) -> Result<Made, Problem> {
    let id = name.to_ascii_uppercase();
    if cases_form::number(&id).is_some() {
        return case(desk, &id, call);
    }
    let found = desk.shelf.cases().find(|(page, _)| pages::slug(page) == name);
    let (page_name, _) = found.ok_or_else(|| missing(name))?;
    let (text, run) = desk.shelf.page(page_name)?;
    let made = match call.form {
        Form::Html => {
            let body = pages::page(desk.world, &run, text, 0..text.len(), 0);
            let body = html! { p.soft { a href="/cases" { "All cases" } } (body) };
            Made::page(&call.frame(desk, "Cases", &pages::title(page_name), ONE), &body)
        }
        Form::Md => Made::text(call.form, text.to_owned()),
        _ => Made::json(&cases_form::form(std::iter::once(run.as_ref()), |_| true))?,
    };
    Ok(Made { fleeting: !run.done, ..made })
}

/// One numbered case.
fn case(desk: &Desk, id: &str, call: &Call) -> Result<Made, Problem> {
    let found = desk.shelf.cases().find_map(|(page, text)| {
        let (part, level, title) = pages::numbered(text, id)?;
        Some((page, part, level, title))
    });
    let (page_name, part, level, title) = found.ok_or_else(|| missing(id))?;
    let (text, run) = desk.shelf.page(page_name)?;
    let made = match call.form {
        Form::Html => {
            let lower = 1 - i8::try_from(level).unwrap_or(1);
            let body = html! {
                h1 { (title) }
                p.soft {
                    "From " a href=(pages::address(page_name)) { (pages::title(page_name)) } ", "
                    a href="/cases" { "all cases" }
                }
                (pages::page(desk.world, &run, text, part, lower))
            };
            Made::page(&call.frame(desk, "Cases", title, ONE), &body)
        }
        Form::Md => {
            let body = text.get(part).unwrap_or_default().trim_end();
            Made::text(call.form, format!("# {title}\n{body}\n"))
        }
        _ => Made::json(&cases_form::form(std::iter::once(run.as_ref()), |case| {
            case.id.as_deref() == Some(id)
        }))?,
    };
    Ok(Made { fleeting: !run.done, ..made })
}

fn missing(name: &str) -> Problem {
    let words = format!("there is no page of cases and no case called `{name}`; /cases lists them");
    Problem::new(StatusCode::NOT_FOUND, words)
}
