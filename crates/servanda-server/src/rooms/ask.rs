//! Ask: a question in words or fields, its answer as a page and as data.

use crate::MOST_ROWS;
use crate::call::{Call, bare_frame};
use crate::desk::Desk;
use crate::made::{Form, Made};
use crate::params::{said, several};
use crate::problem::Problem;
use axum::http::StatusCode;
use maud::html;
use schemars::JsonSchema;
use serde::Deserialize;
use servanda::answer::form::Truncated;
use servanda::answer::graph::Graph;
use servanda::answer::{Answer, bibtex, citation, csv, graph_svg, markdown};
use servanda::engine::{Question, Reply};
use servanda::model::Actor;
use servanda::request::asked::{self, Asked};
use servanda::syntax::vocabulary::EventKind;
use servanda_pages::links::{Links, address};
use servanda_pages::map::Paint;
use servanda_pages::{answer as pages, ask as form, geojson, shell};
use std::collections::{BTreeMap, BTreeSet};

/// Forms in which an answer comes.
pub(crate) const FORMS: &[Form] = &[
    Form::Html,
    Form::Json,
    Form::Csv,
    Form::Md,
    Form::Svg,
    Form::Geojson,
    Form::Bib,
    Form::Dot,
    Form::Graphml,
];

/// A question.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "A question")]
pub(crate) struct Ask {
    /// The question in words: an event, to whom, by whom, where, on which day, in any order; such as `attack on
    /// Tajikistan by Afghanistan on 2002-05-14`.
    pub(crate) q: Option<String>,
    /// What happens, such as `attack`; with `target`, where the question is not put in words.
    pub(crate) kind: Option<String>,
    /// To whom.
    pub(crate) target: Option<String>,
    /// By whom.
    pub(crate) by: Option<String>,
    /// Where; without it, at the target's home.
    pub(crate) place: Option<String>,
    /// On which day (`YYYY-MM-DD`); there is no implicit today.
    pub(crate) on: Option<String>,
    /// Only what was known by this day.
    pub(crate) known: Option<String>,
    /// Through the eyes of this state, which shares some secrets; needs `known`.
    pub(crate) known_to: Option<String>,
    /// Claims taken as true, by id.
    pub(crate) assuming: Vec<String>,
    /// Findings taken as made.
    pub(crate) found: Vec<String>,
    /// Findings taken as denied.
    pub(crate) denied: Vec<String>,
    /// Readings chosen, as `TREATY/NAME`.
    pub(crate) reading: Vec<String>,
    /// Priorities opted into: `un-charter-103`, `lex-posterior`, `lex-specialis`.
    pub(crate) prefer: Vec<String>,
    /// Perform every duty and ask again, round by round.
    pub(crate) follow: bool,
}

impl Ask {
    pub(crate) fn asked(&self) -> Asked {
        let q = said(self.q.as_ref());
        let words =
            q.or_else(|| {
                let target = said(self.target.as_ref());
                let kind = said(self.kind.as_ref());
                match (kind, target) {
                    (kind, Some(target)) => {
                        let kind = kind.unwrap_or_else(|| "attack".into());
                        let known = EventKind::from_word(&kind.replace(' ', "_"));
                        Some(known.map_or_else(
                            || format!("{kind} on {target}"),
                            |kind| kind.phrase(&target),
                        ))
                    }
                    (kind, None) => kind.filter(|_| self.on.is_some() || self.by.is_some()),
                }
            });
        Asked {
            words: words.into_iter().collect(),
            by: said(self.by.as_ref()),
            place: said(self.place.as_ref()),
            on: said(self.on.as_ref()),
            known: said(self.known.as_ref()),
            known_to: said(self.known_to.as_ref()),
            assuming: several(&self.assuming),
            found: several(&self.found),
            denied: several(&self.denied),
            reading: several(&self.reading),
            prefer: several(&self.prefer),
            follow: self.follow,
        }
    }

    /// The settings that may stand several times: the parameter and each value as it was sent.
    pub(crate) fn settings(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let lists = [
            ("assuming", &self.assuming),
            ("found", &self.found),
            ("denied", &self.denied),
            ("reading", &self.reading),
            ("prefer", &self.prefer),
        ];
        lists.into_iter().flat_map(|(name, list)| list.iter().map(move |value| (name, value)))
    }

    fn fields(&self) -> form::Fields {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let more = self.settings().flat_map(|(name, value)| {
            several(std::slice::from_ref(value)).into_iter().map(move |one| (name, one))
        });
        form::Fields {
            q: text(&self.q),
            kind: text(&self.kind),
            target: text(&self.target),
            by: text(&self.by),
            place: text(&self.place),
            on: text(&self.on),
            known: text(&self.known),
            known_to: text(&self.known_to),
            more: more.collect(),
            follow: self.follow,
        }
    }

    /// The address of the same question with one more setting.
    fn with(&self, question: &Question, name: &str, value: &str) -> String {
        let mut ask = self.clone();
        match name {
            "found" => ask.found.push(value.into()),
            "denied" => ask.denied.push(value.into()),
            "assuming" => ask.assuming.push(value.into()),
            "prefer" => ask.prefer.push(value.into()),
            _ => {}
        }
        let day = question.on.to_string();
        // The question's own words carry its day; on another day only that part changes.
        let (q, on) = match name {
            "on" => (question.text.replace(&format!("on {day}"), &format!("on {value}")), ""),
            _ => (question.text.clone(), ""),
        };
        let known = question.known.map(|known| known.to_string()).unwrap_or_default();
        let known_to = ask.known_to.as_deref().unwrap_or_default();
        let mut query =
            vec![("q", q.as_str()), ("on", on), ("known", &known), ("known_to", known_to)];
        query.extend(ask.settings().map(|(name, value)| (name, value.as_str())));
        if ask.follow {
            query.push(("follow", "true"));
        }
        address("/ask", query)
    }
}

/// The answer as data, cut where it is too long.
pub(crate) fn answered(desk: &Desk, ask: &Ask, _: &Call) -> Result<Answer, Problem> {
    let question = asked::question(&ask.asked(), desk.world)?;
    let reply = desk.engine.ask(&question);
    Ok(cut(Answer::of(&reply, &desk.fingerprint)))
}

/// The answer, cut where it has too many rows.
pub(crate) fn cut(mut answer: Answer) -> Answer {
    let rows = answer.answers.len();
    if rows > MOST_ROWS {
        answer.answers.truncate(MOST_ROWS);
        answer.truncated = Some(Truncated { rows, given: MOST_ROWS });
    }
    answer
}

/// The API's answer.
pub(crate) fn api(desk: &Desk, ask: &Ask, call: &Call) -> Result<Made, Problem> {
    Made::json(&answered(desk, ask, call)?)
}

/// The page, or the answer in another form.
pub(crate) fn room(desk: &Desk, ask: &Ask, call: &Call) -> Result<Made, Problem> {
    let wanted = ask.asked();
    if call.form == Form::Html && wanted == Asked::default() {
        return Ok(page(desk, ask, call, None, StatusCode::OK));
    }
    let question = match asked::question(&wanted, desk.world) {
        Ok(question) => question,
        // What was written stays in the form, with what is wrong above it.
        Err(refusal) if call.form == Form::Html => {
            let problem = Problem::from(refusal);
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
            return Ok(page(desk, ask, call, Some(&problem.part()), status));
        }
        Err(refusal) => return Err(refusal.into()),
    };
    let reply = desk.engine.ask(&question);
    let repeat = asked::repeat(&question, &wanted, &desk.texts);
    let name = |id: &str| match desk.world.actor(id, Some(question.on)) {
        Ok(actor) => desk.world.name(actor, question.on).to_owned(),
        Err(_) => id.to_owned(),
    };
    let answer = || cut(Answer::of(&reply, &desk.fingerprint));
    Ok(match call.form {
        Form::Html => {
            let changes = desk.almanac.changes(&desk.engine, &reply);
            let with = |name: &str, value: &str| Some(ask.with(&question, name, value));
            let view = pages::View {
                reply: &reply,
                links: Links::Served,
                repeat: &repeat,
                with: &with,
                changes: Some(&changes),
                picture: picture(desk, &reply),
            };
            page(desk, ask, call, Some(&pages::answer(&view)), StatusCode::OK)
        }
        Form::Csv => Made::text(call.form, csv::render(&reply)),
        Form::Md => Made::text(call.form, markdown::render(&answer(), &repeat)),
        Form::Svg => Made::text(call.form, graph_svg::render(&answer(), name)),
        Form::Geojson => {
            let made = geojson::answer(&desk.map, desk.world, question.on, &answer());
            Made::text(call.form, made.map_err(|_| Problem::internal())?)
        }
        Form::Dot => Made::text(call.form, Graph::of(&answer(), name).dot()),
        Form::Graphml => Made::text(call.form, Graph::of(&answer(), name).graphml()),
        Form::Bib => Made::text(call.form, cited(&reply)),
        _ => Made::json(&answer())?,
    })
}

/// The map of an answer: who owes what, and to whom.
fn picture(desk: &Desk, reply: &Reply<'_>) -> maud::Markup {
    let (world, question) = (desk.world, reply.case.question);
    // Whoever has several verdicts is painted as the first of the page's sections that has one.
    let mut first: BTreeMap<Actor, usize> = BTreeMap::new();
    for row in reply.rows.iter() {
        let at = pages::SECTIONS.iter().position(|(verdict, ..)| *verdict == row.verdict);
        if let Some(at) = at {
            first.entry(row.party).and_modify(|first| *first = at.min(*first)).or_insert(at);
        }
    }
    let paint = |state| {
        let actor = Actor::State(state);
        let address = Links::Served.state(world.id(actor), Some(question.on));
        let painted = |class, says: &str| Some(Paint { class, says: format!(": {says}"), address });
        if question.target == Some(actor) {
            return painted("target", "the target");
        }
        if question.actors.contains(&actor) {
            return painted("actor", "who does it");
        }
        let (_, title, class) = first.get(&actor).and_then(|at| pages::SECTIONS.get(*at))?;
        painted(class, title)
    };
    html! {
        figure {
            (desk.map.picture(world, question.on, "Who owes what, on a map", &paint))
            figcaption { (desk.map.caption()) " The lists say the same in words." }
        }
    }
}

/// What an answer cites, as BibTeX.
fn cited(reply: &Reply<'_>) -> String {
    let world = reply.case.world;
    let treaties: BTreeSet<_> = reply.rows.iter().map(|row| row.treaty).collect();
    let items: Vec<_> =
        treaties.into_iter().flat_map(|id| citation::of_treaty(world, world.treaty(id))).collect();
    bibtex::render(&items)
}

fn page(
    desk: &Desk,
    ask: &Ask,
    call: &Call,
    below: Option<&maud::Markup>,
    status: StatusCode,
) -> Made {
    let answered = below.is_some() && status == StatusCode::OK;
    let title = ask.asked().words.join(" ");
    let title = if title.is_empty() { "Ask" } else { &title };
    let frame = match answered {
        true => call.frame(desk, "Ask", title, FORMS),
        false => shell::Frame { room: "Ask", ..bare_frame(&desk.data, title) },
    };
    let body = html! {
        h1 { "What treaties oblige whom to do, on a given day" }
        (form::form(desk.world, &ask.fields()))
        @match below {
            Some(below) => { (below) }
            None => {
                section {
                    h2 { "For example" }
                    ul { @for (name, question) in form::EXAMPLES {
                        li { a href=(address("/ask", [("q", *question)])) { (name) } ": " (question) }
                    } }
                }
            }
        }
    };
    Made { status, ..Made::page(&frame, &body) }
}
