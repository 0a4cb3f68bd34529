//! Play: a treaty that somebody writes, checked beside the corpus, laid out, and asked about. A text comes in, is worked
//! on, and goes: nothing of it is kept, and it stands in no address.

use crate::assets;
use crate::beside::{self, Joined};
use crate::call::bare_frame;
use crate::desk::Desk;
use crate::endpoint::{Api, Said};
use crate::made::{Form, Made};
use crate::params::{Params, several};
use crate::problem::Problem;
use crate::respond;
use crate::rooms::ask::cut;
use crate::sent;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use servanda::answer::Answer;
use servanda::corpus;
use servanda::engine::Engine;
use servanda::model::World;
use servanda::request::asked::{self, Asked};
use servanda::syntax::clause::Clause;
use servanda::syntax::host::{self, Host};
use servanda::syntax::lexer::{Kind, tokens};
use servanda::syntax::{
    Diagnostic, Document, Entry, Severity, Source, Sources, diagnostic, format, parse,
};
use servanda_pages::play::{self as pages, Fault, Head};
use servanda_pages::{Links, answer, shell};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Clauses at most: names are looked up clause by clause, and a text with more of them is an attack or a corpus.
const MOST_CLAUSES: usize = 5000;
/// Words of the language at most: a list of members is compared name by name.
const MOST_WORDS: usize = 30_000;
/// Tests at most: those that assume something are asked twice.
const MOST_TESTS: usize = 100;

/// A text to begin with.
const PACT: &str = include_str!("../../examples/pact.treaty.md");

/// What the page begins with.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Begin {
    /// `pact`, or the id of a treaty of the corpus.
    example: Option<String>,
}

/// The form of the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Sent {
    text: String,
    q: String,
    /// Without the corpus beside it.
    alone: bool,
    /// `check`, `format` or `ask`.
    #[serde(rename = "do")]
    wanted: String,
    /// Only what was found, not the page around it.
    part: bool,
}

/// What a sent text stands beside.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Beside {
    /// Without the corpus: only states, places and this text.
    alone: bool,
}

/// A question about a sent text.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Try {
    /// The question in words, such as `attack on Tajikistan on 2002-05-14`.
    q: Option<String>,
    /// Only what was known by this day.
    known: Option<String>,
    /// Claims taken as true, by id.
    assuming: Vec<String>,
    /// Findings taken as made.
    found: Vec<String>,
    /// Findings taken as denied.
    denied: Vec<String>,
    /// Readings chosen, as `TREATY/NAME`.
    reading: Vec<String>,
    /// Without the corpus: only states, places and this text.
    alone: bool,
}

pub(crate) fn routes(router: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    router.route("/play", get(shown).post(posted))
}

pub(crate) fn api(api: Api) -> Api {
    let text = || serde_json::json!({"type": "string", "minLength": 1});
    let bodies = || vec![("text/markdown", text()), ("text/plain", text())];
    let faults = serde_json::json!({"type": "object", "required": ["schema", "diagnostics"], "properties": {
        "schema": {"const": "servanda/diagnostics/1"}, "diagnostics": {"type": "array", "items": {"type": "object"}},
    }});
    api.post_with(
        &Said(
            "/api/v1/check",
            "Every fault of a text",
            "A treaty's text, checked beside the corpus. A treaty of the corpus with the same id gives way to it.",
        ),
        schema_for!(Beside).to_value(),
        bodies(),
        (Form::Json.media(), faults),
        post(check),
    )
    .post_with(
        &Said("/api/v1/format", "A text as it is laid out", "A text with errors is refused with them."),
        schema_for!(crate::params::Nothing).to_value(),
        bodies(),
        (Form::Text.media(), serde_json::json!({"type": "string"})),
        post(laid_out),
    )
    .post_with(
        &Said(
            "/api/v1/try",
            "Who owes what, with a text that is sent",
            "The answer to one question as if the text stood in the corpus. A text with errors is refused with them.",
        ),
        schema_for!(Try).to_value(),
        bodies(),
        (Form::Json.media(), schema_for!(Answer).to_value()),
        post(try_it),
    )
    .example("q=attack+on+France+on+2002-05-14")
}

/// A text that was sent, read beside the corpus or alone.
struct Read {
    world: World,
    faults: Vec<Diagnostic>,
    document: Document,
    own: u32,
}

fn named(text: &str) -> (&'static str, Host) {
    let fenced = text.lines().any(|line| line.trim_start().starts_with("```treaty"));
    if fenced { ("sent.treaty.md", Host::Literate) } else { ("sent.treaty", Host::Bare) }
}

/// A text by itself, if it is not too much of one.
fn parsed(text: &str, file: u32) -> Result<Document, Problem> {
    let host = named(text).1;
    let code = host::code_ranges(text, host).into_iter().filter_map(|range| text.get(range));
    let meant = |kind: Kind| !matches!(kind, Kind::Blank | Kind::Newline | Kind::Comment);
    let words = code.flat_map(tokens).filter(|token| meant(token.kind)).count();
    few("words", words, MOST_WORDS)?;
    let document = parse(text, file, host);
    let counts = |entry: &&Entry| matches!(entry, Entry::Clause { .. } | Entry::Faulty { .. });
    few("clauses", document.entries.iter().filter(counts).count(), MOST_CLAUSES)?;
    let is_test = |entry: &&Entry| matches!(clause(entry), Some(Clause::Test { .. }));
    few("tests", document.entries.iter().filter(is_test).count(), MOST_TESTS)?;
    Ok(document)
}

/// A clause that could be read.
fn clause(entry: &Entry) -> Option<&Clause> {
    match entry {
        Entry::Clause { clause, .. } => Some(clause),
        _ => None,
    }
}

/// The id of the treaty that a clause begins.
fn treaty_id(entry: &Entry) -> Option<&str> {
    match clause(entry)? {
        Clause::Treaty { id, .. } => Some(&id.text),
        _ => None,
    }
}

fn few(what: &str, count: usize, most: usize) -> Result<(), Problem> {
    if count <= most {
        return Ok(());
    }
    let words = format!(
        "{count} {what} are too many to be worked on here: at most {most}; `servanda check FILE` takes more"
    );
    Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, words))
}

fn read(desk: &Desk, text: &str, alone: bool) -> Result<Read, Problem> {
    let first = parsed(text, 0)?;
    let ids: BTreeSet<&str> = first.entries.iter().filter_map(treaty_id).collect();
    // A treaty that is being changed is read in its new form, not against itself.
    let same = desk.world.treaties.iter().filter(|treaty| ids.contains(treaty.id.as_str()));
    let gone: BTreeSet<u32> = same.map(|treaty| treaty.at.file).collect();
    let stays = |file, _: &Source| !alone && !gone.contains(&file);
    let source = Source::new(named(text).0, text);
    let Joined { world, faults, own } = beside::read(desk.world, stays, source)?;
    Ok(Read { world, faults, document: parsed(text, own)?, own })
}

fn has_errors(faults: &[Diagnostic]) -> bool {
    faults.iter().any(|fault| fault.severity() == Severity::Error)
}

/// The errors of a text as a problem.
fn broken(faults: &[Diagnostic], sources: &Sources) -> Problem {
    let errors = faults.iter().filter(|fault| fault.severity() == Severity::Error);
    let errors: Vec<Diagnostic> = errors.take(crate::MOST_ROWS).cloned().collect();
    Problem::of(StatusCode::BAD_REQUEST, &errors, sources)
}

fn formatted(text: &str) -> Result<String, Problem> {
    let document = parsed(text, 0)?;
    if has_errors(&document.diagnostics) {
        let mut sources = Sources::default();
        sources.add(Source::new(named(text).0, text));
        return Err(broken(&document.diagnostics, &sources));
    }
    Ok(format::format(&document, text))
}

/// A body as text, or why it is none.
async fn body(request: Request) -> Result<String, Problem> {
    let (head, body) = request.into_parts();
    let text = sent::text(sent::bytes(&head.headers, body).await?)?;
    match text.is_empty() {
        true => Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "no text was sent; send a treaty's text as the body",
        )),
        false => Ok(text),
    }
}

async fn check(
    State(desk): State<Arc<Desk>>,
    Params(params): Params<Beside>,
    request: Request,
) -> Response {
    let text = body(request).await;
    sent::respond(desk, false, move |desk| {
        let read = read(desk, &text?, params?.alone)?;
        let form = diagnostic::to_json(&read.faults, &read.world.sources);
        Ok(Made::text(Form::Json, format!("{form:#}\n")))
    })
    .await
}

async fn laid_out(
    State(desk): State<Arc<Desk>>,
    Params(params): Params<crate::params::Nothing>,
    request: Request,
) -> Response {
    let text = body(request).await;
    sent::respond(desk, false, move |_| {
        params?;
        Ok(Made::text(Form::Text, formatted(&text?)?))
    })
    .await
}

async fn try_it(
    State(desk): State<Arc<Desk>>,
    Params(params): Params<Try>,
    request: Request,
) -> Response {
    let text = body(request).await;
    sent::respond(desk, false, move |desk| {
        let (text, params) = (text?, params?);
        let read = read(desk, &text, params.alone)?;
        if has_errors(&read.faults) {
            return Err(broken(&read.faults, &read.world.sources));
        }
        let asked = Asked {
            words: params.q.into_iter().collect(),
            known: params.known,
            assuming: several(&params.assuming),
            found: several(&params.found),
            denied: several(&params.denied),
            reading: several(&params.reading),
            ..Asked::default()
        };
        let question = asked::question(&asked, &read.world)?;
        let reply = Engine::new(&read.world).ask(&question);
        Made::json(&cut(Answer::of(&reply, &corpus::fingerprint(&read.world))))
    })
    .await
}

/// The page, with an example or with nothing in it.
async fn shown(
    State(desk): State<Arc<Desk>>,
    call: crate::call::Call,
    Params(begin): Params<Begin>,
) -> Response {
    respond::respond(desk, call.form(Form::Html), move |desk, _| {
        let text = match begin?.example.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            None => String::new(),
            Some("pact") => PACT.to_owned(),
            Some(id) => {
                let at = desk.world.treaty(servanda::request::named::treaty(desk.world, id)?).at;
                desk.world
                    .sources
                    .get(at.file)
                    .map(|source| source.text.clone())
                    .unwrap_or_default()
            }
        };
        let sent = Sent { text: sent::lines(text), ..Sent::default() };
        page(desk, &sent)
    })
    .await
}

/// What the form of the page sends.
async fn posted(State(desk): State<Arc<Desk>>, headers: HeaderMap, request: Request) -> Response {
    let form = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let form = form.is_some_and(|media| media.starts_with("application/x-www-form-urlencoded"));
    let bytes = sent::bytes(&headers, request.into_body()).await;
    let html = crate::call::wants_html(&headers, "/play");
    sent::respond(desk, html, move |desk| {
        if !form {
            let words = "this takes the form of the page; a text alone goes to /api/v1/check";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, words));
        }
        let mut sent = serde_html_form::from_bytes::<Sent>(&bytes?).map_err(|error| {
            let words = format!("the form is not understood: {error}");
            Problem::new(StatusCode::BAD_REQUEST, words)
        })?;
        sent.text = sent::lines(sent.text);
        if sent.wanted == "format"
            && let Ok(text) = formatted(&sent.text)
        {
            sent.text = text;
        }
        page(desk, &sent)
    })
    .await
}

fn page(desk: &Desk, sent: &Sent) -> Result<Made, Problem> {
    let found = match sent.text.trim().is_empty() {
        true => None,
        false => Some(found(desk, sent)?),
    };
    if sent.part {
        return Ok(Made::text(Form::Html, found.unwrap_or_default().into_string()));
    }
    let fields = pages::Fields { text: &sent.text, q: &sent.q, alone: sent.alone };
    let body = pages::page(desk.world, &fields, found.as_ref());
    let frame = shell::Frame {
        room: "Play",
        scripts: vec![assets::address("play.js").to_owned()],
        ..bare_frame(&desk.data, "Play")
    };
    Ok(Made::page(&frame, &body))
}

/// Faults, outline and answer of a text.
fn found(desk: &Desk, sent: &Sent) -> Result<maud::Markup, Problem> {
    let read = read(desk, &sent.text, sent.alone)?;
    let place = |byte: u32| place(&sent.text, byte);
    let faults: Vec<Fault<'_>> = read
        .faults
        .iter()
        .map(|fault| Fault {
            error: fault.severity() == Severity::Error,
            code: fault.code.id(),
            message: &fault.message,
            help: &fault.help,
            at: fault.primary.as_ref().map(|label| (place(label.at.start), place(label.at.end))),
        })
        .collect();
    let heads: Vec<Head> = heads(&read, &sent.text);
    let question = sent.q.trim();
    let asked = Asked { words: vec![question.to_owned()], ..Asked::default() };
    let reply = (!question.is_empty() && !has_errors(&read.faults)).then(|| {
        let question = asked::question(&asked, &read.world)?;
        let engine = Engine::new(&read.world);
        let reply = engine.ask(&question);
        let add = [("--add", named(&sent.text).0.to_owned())];
        let repeat = asked::repeat(&question, &asked, &add);
        let view = answer::View {
            reply: &reply,
            links: Links::Alone,
            repeat: &repeat,
            with: &|_, _| None,
            changes: None,
            picture: maud::html! {},
        };
        Ok::<_, Problem>(answer::answer(&view))
    });
    let shown = match reply {
        None if question.is_empty() => None,
        None => Some(pages::unanswered()),
        Some(Ok(markup)) => Some(markup),
        Some(Err(problem)) => Some(problem.part()),
    };
    Ok(pages::found(&faults, &heads, shown.as_ref()))
}

/// The heads of a text, each with its depth.
fn heads(read: &Read, text: &str) -> Vec<Head> {
    let mut found: Vec<Head> = Vec::new();
    for entry in &read.document.entries {
        let Entry::Clause { clause, at, .. } = entry else { continue };
        let depth = match &**clause {
            Clause::Treaty { .. }
            | Clause::Event { .. }
            | Clause::Claim { .. }
            | Clause::Decision { .. }
            | Clause::Finding { .. }
            | Clause::SourceBlock { .. }
            | Clause::Area { .. }
            | Clause::Test { .. } => 1,
            Clause::Members | Clause::Article { .. } | Clause::Reservation { .. } => 2,
            Clause::Norm { .. } => 3,
            _ => continue,
        };
        let words = text.get(at.range()).unwrap_or_default().lines().next().unwrap_or_default();
        found.push(Head { depth, words: words.trim().to_owned(), at: place(text, at.start) });
    }
    debug_assert!(read.own as usize + 1 == read.world.sources.iter().count());
    found
}

/// A place for the page: its line, and how many units of UTF-16 come before it, by which a browser counts.
fn place(text: &str, byte: u32) -> pages::Place {
    let before = text.get(..byte as usize).unwrap_or(text);
    pages::Place {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        unit: before.encode_utf16().count(),
    }
}
