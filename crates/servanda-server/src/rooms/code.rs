//! Diagnostic codes: the list, and the page that explains one, as the command `explain` gives it.

use crate::call::Call;
use crate::desk::Desk;
use crate::endpoint::{room, room_of};
use crate::made::{Form, Made};
use crate::params::Nothing;
use crate::problem::Problem;
use axum::Router;
use axum::http::StatusCode;
use maud::html;
use servanda::corpus;
use servanda::syntax::Code;
use servanda_pages::cases;
use std::fmt::Write as _;
use std::sync::Arc;

/// Forms of the list.
const LIST: &[Form] = &[Form::Html, Form::Text];
/// Forms of one code.
const ONE: &[Form] = &[Form::Html, Form::Md];

/// The rooms of codes.
pub(crate) fn routes(router: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    room_of(room(router, "/code", LIST, list), "/code", ONE, one)
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of every room")]
fn list(desk: &Desk, _: &Nothing, call: &Call) -> Result<Made, Problem> {
    if call.form == Form::Text {
        let mut out = String::new();
        for code in Code::ALL {
            let _ = writeln!(out, "{}  {}", code.id(), code.title());
        }
        return Ok(Made::text(call.form, out));
    }
    let body = html! {
        h1 { "What servanda finds wrong" }
        p { "Every fault has a code that keeps its meaning for good, and a page with the smallest text that shows it." }
        ul.find {
            @for code in Code::ALL {
                li { a href={ "/code/" (code.id()) } { (code.id()) } " " (code.title()) }
            }
        }
    };
    Ok(Made::page(&call.frame(desk, "", "Codes", LIST), &body))
}

fn one(desk: &Desk, name: &str, _: &Nothing, call: &Call) -> Result<Made, Problem> {
    let code = Code::from_id(&name.to_ascii_uppercase()).ok_or_else(|| {
        let words = format!("no diagnostic has the code `{name}`; /code lists them all");
        Problem::new(StatusCode::NOT_FOUND, words)
    })?;
    let text = corpus::explained(code);
    if call.form == Form::Md {
        return Ok(Made::text(call.form, text.into_owned()));
    }
    let run = desk.shelf.page(&format!("codes/{}.md", code.id()));
    let run = run.map(|(_, run)| run).unwrap_or_default();
    let body = html! {
        (cases::page(desk.world, &run, &text, 0..text.len(), 0))
        p { a href="/code" { "All codes" } }
    };
    let made = Made::page(&call.frame(desk, "", code.id(), ONE), &body);
    Ok(Made { fleeting: !run.done && !run.reports.is_empty(), ..made })
}
