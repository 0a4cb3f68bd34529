//! Cascade: what keeping every duty would bring about, round by round.

use super::ask::{self, Ask};
use crate::call::Call;
use crate::desk::Desk;
use crate::endpoint::room;
use crate::made::{Form, Made};
use crate::params::said;
use crate::problem::Problem;
use axum::Router;
use axum::http::StatusCode;
use maud::html;
use serde::Deserialize;
use servanda::answer::Answer;
use servanda::answer::graph::Graph;
use servanda::answer::{graph_svg, markdown};
use servanda::request::asked;
use servanda_pages::answer::View;
use servanda_pages::cascade as pages;
use servanda_pages::links::{Links, address};
use std::sync::Arc;

/// Forms in which a cascade comes.
const FORMS: &[Form] = &[Form::Html, Form::Json, Form::Md, Form::Svg, Form::Dot];

/// A question, followed round by round.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Wanted {
    /// The question in words.
    q: Option<String>,
    /// Only what was known by this day.
    known: Option<String>,
    /// Claims taken as true, by id.
    assuming: Vec<String>,
    /// Findings taken as made.
    found: Vec<String>,
    /// Findings taken as denied.
    denied: Vec<String>,
    /// Readings chosen.
    reading: Vec<String>,
    /// Priorities opted into.
    prefer: Vec<String>,
    /// Which round the page shows.
    round: Option<String>,
}

impl Wanted {
    /// What is asked; without words, the first example.
    fn ask(&self) -> Ask {
        let example = || pages::EXAMPLES.first().map(|(_, question)| (*question).to_owned());
        Ask {
            q: said(self.q.as_ref()).or_else(example),
            known: self.known.clone(),
            assuming: self.assuming.clone(),
            found: self.found.clone(),
            denied: self.denied.clone(),
            reading: self.reading.clone(),
            prefer: self.prefer.clone(),
            follow: true,
            ..Ask::default()
        }
    }

    fn round(&self, last: usize) -> Result<usize, Problem> {
        let Some(round) = said(self.round.as_ref()) else { return Ok(0) };
        let number = round.parse().map_err(|_| {
            Problem::new(StatusCode::BAD_REQUEST, format!("`{round}` is no number of a round"))
        })?;
        if number > last {
            let words = format!("there is no round {number}; the last one is {last}");
            return Err(Problem::new(StatusCode::NOT_FOUND, words));
        }
        Ok(number)
    }

    /// The address of the same cascade with one more finding or claim.
    fn with(&self, name: &str, value: &str) -> Option<String> {
        let mut wanted = self.clone();
        match name {
            "found" => wanted.found.push(value.to_owned()),
            "denied" => wanted.denied.push(value.to_owned()),
            "prefer" => wanted.prefer.push(value.to_owned()),
            _ => return None,
        }
        Some(wanted.at(0))
    }

    /// The address of another round.
    fn at(&self, round: usize) -> String {
        let round = round.to_string();
        let ask = self.ask();
        let known = self.known.clone().unwrap_or_default();
        let mut query =
            vec![("q", ask.q.as_deref().unwrap_or_default()), ("known", known.as_str())];
        query.extend(ask.settings().map(|(name, value)| (name, value.as_str())));
        query.push(("round", &round));
        address("/cascade", query)
    }
}

/// The page of a round, or the whole cascade in another form.
fn made(desk: &Desk, wanted: &Wanted, call: &Call) -> Result<Made, Problem> {
    let asked = wanted.ask().asked();
    let question = asked::question(&asked, desk.world)?;
    let reply = desk.engine.ask(&question);
    let repeat = asked::repeat(&question, &asked, &desk.texts);
    let name = |id: &str| match desk.world.actor(id, Some(question.on)) {
        Ok(actor) => desk.world.name(actor, question.on).to_owned(),
        Err(_) => id.to_owned(),
    };
    let answer = || ask::cut(Answer::of(&reply, &desk.fingerprint));
    Ok(match call.form {
        Form::Html => {
            let view = View {
                reply: &reply,
                links: Links::Served,
                repeat: &repeat,
                with: &|name, value| wanted.with(name, value),
                changes: None,
                picture: html! {},
            };
            let round = wanted.round(pages::last(&view))?;
            page(desk, wanted, call, &view, round)
        }
        Form::Md => Made::text(call.form, markdown::render(&answer(), &repeat)),
        Form::Svg => Made::text(call.form, graph_svg::render(&answer(), name)),
        Form::Dot => Made::text(call.form, Graph::of(&answer(), name).dot()),
        _ => Made::json(&answer())?,
    })
}

fn page(desk: &Desk, wanted: &Wanted, call: &Call, view: &View<'_>, round: usize) -> Made {
    let at = |round: usize| wanted.at(round);
    // The default example has no question in its address, and its twins show the same.
    let title = format!("{}: round {round}", view.reply.case.question.text);
    let frame = call.frame(desk, "Cascade", &title, FORMS);
    let words = wanted.ask().q.unwrap_or_default();
    let body = html! {
        h1 { "Cascade: what would follow if every duty were kept" }
        form.box action="/cascade" method="get" {
            p.field {
                label for="q" { "What happens first" }
                input #q name="q" type="text" value=(words) autocomplete="off" spellcheck="false";
            }
            p { button type="submit" { "Follow" } }
            p.help {
                "For example "
                @for (number, (name, question)) in pages::EXAMPLES.iter().enumerate() {
                    @if number > 0 { ", " }
                    a href=(address("/cascade", [("q", *question)])) { (name) }
                }
                "."
            }
        }
        (pages::body(view, round, &desk.map, &at))
        section.again {
            h3 { "Ask it at the command line" }
            pre tabindex="0" { code { (view.repeat) } }
        }
    };
    Made::page(&frame, &body)
}

/// The addresses of the room.
pub(crate) fn routes(router: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    room(router, "/cascade", FORMS, made)
}
