//! Data: versions, contents, licenses, citations, schemas.

use crate::call::Call;
use crate::desk::Desk;
use crate::endpoint::{Api, Said, room};
use crate::made::{Form, Made};
use crate::params::Nothing;
use crate::problem::Problem;
use axum::Router;
use axum::http::StatusCode;
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde_json::{Value, json};
use servanda::answer::{bibtex, citation};
use servanda::syntax::diagnostic::did_you_mean;
use servanda_pages::data::{self as pages, View};
use std::sync::Arc;

/// Forms of the page.
const PAGE: &[Form] = &[Form::Html, Form::Json];
/// Forms of all citations.
const CITED: &[Form] = &[Form::Csl, Form::Bib];

/// The room of the data.
pub(crate) fn routes(router: Router<Arc<Desk>>) -> Router<Arc<Desk>> {
    room(room(router, "/data", PAGE, data), "/cite", CITED, cited)
}

/// Versions and schemas under the API.
pub(crate) fn api(api: Api) -> Api {
    let names = json!({
        "title": "Names of schemas",
        "type": "object",
        "properties": {"schemas": {"type": "array", "items": {"type": "string"}}},
        "required": ["schemas"],
    });
    let any = json!({"title": "A JSON Schema", "type": "object"});
    api.get(
        &Said(
            "/api/v1/version",
            "Versions",
            "The version of the program and the fingerprint of the data.",
        ),
        schema_for!(VersionForm).to_value(),
        version,
    )
    .get(
        &Said("/api/v1/schema", "Names of schemas", "The documents whose schemas are published."),
        names,
        schemas,
    )
    .get_of(
        &Said("/api/v1/schema/{name}", "A schema", "The JSON Schema of a document."),
        ("the name of a document", "answer"),
        any,
        schema,
    )
}

/// What is served.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Versions of servanda")]
struct VersionForm {
    /// `servanda/version/1`.
    schema: &'static str,
    /// The version of the program.
    version: &'static str,
    /// The fingerprint of the data, shortened, as addresses have it.
    data: String,
    /// The whole fingerprint of texts and tables.
    fingerprint: String,
    /// How many treaties there are.
    treaties: usize,
    /// How many states.
    states: usize,
    /// How many recorded events.
    events: usize,
    /// How many attributed claims.
    claims: usize,
    /// How many tests treaties carry.
    tests: usize,
}

fn versions(desk: &Desk) -> VersionForm {
    let record = &desk.world.record;
    VersionForm {
        schema: "servanda/version/1",
        version: env!("CARGO_PKG_VERSION"),
        data: desk.data.clone(),
        fingerprint: desk.fingerprint.clone(),
        treaties: desk.world.treaties.len(),
        states: desk.world.states.iter().count(),
        events: record.events.len(),
        claims: record.claims.len(),
        tests: record.tests.len(),
    }
}

fn version(desk: &Desk, _: &Nothing, _: &Call) -> Result<Made, Problem> {
    Made::json(&versions(desk))
}

fn data(desk: &Desk, _: &Nothing, call: &Call) -> Result<Made, Problem> {
    let form = versions(desk);
    if call.form == Form::Json {
        return Made::json(&form);
    }
    let world = desk.world;
    let texts = desk.texts.iter().flat_map(|(name, value)| [(*name).to_owned(), value.clone()]);
    let view = View {
        version: form.version.to_owned(),
        counts: vec![
            ("treaties", form.treaties),
            (
                "articles and their versions",
                world.treaties.iter().map(|one| one.articles.len()).sum(),
            ),
            ("norms", world.norms().count()),
            ("states since 1816", form.states),
            ("organizations and groups that are no states", world.entities.iter().count()),
            ("recorded events", form.events),
            ("findings", world.record.findings.len()),
            ("attributed claims, never premises", form.claims),
            ("tests that treaties carry", form.tests),
            ("pages of cases", desk.shelf.cases().count()),
        ],
        fingerprint: form.fingerprint,
        data: form.data,
        texts: texts.collect(),
        schemas: desk.shelf.schemas.iter().map(|(name, _)| *name).collect(),
    };
    Ok(Made::page(&call.frame(desk, "Data", "Data", PAGE), &pages::page(&view)))
}

/// Everything that can be cited.
fn cited(desk: &Desk, _: &Nothing, call: &Call) -> Result<Made, Problem> {
    let items = citation::all(desk.world);
    match call.form {
        Form::Bib => Ok(Made::text(call.form, bibtex::render(&items))),
        form => Made::json_in(form, &items),
    }
}

fn schemas(desk: &Desk, _: &Nothing, _: &Call) -> Result<Made, Problem> {
    let names: Vec<&str> = desk.shelf.schemas.iter().map(|(name, _)| *name).collect();
    Made::json(&json!({"schemas": names}))
}

fn schema(desk: &Desk, name: &str, _: &Nothing, _: &Call) -> Result<Made, Problem> {
    let known = &desk.shelf.schemas;
    let found = known.iter().find(|(known, _)| *known == name);
    let (_, schema): &(_, fn() -> Value) = found.ok_or_else(|| {
        let near = did_you_mean(name, known.iter().map(|(known, _)| *known));
        let near = near.map_or("/api/v1/schema lists them".to_owned(), |near| {
            format!("did you mean `{near}`?")
        });
        Problem::new(StatusCode::NOT_FOUND, format!("no schema is called `{name}`: {near}"))
    })?;
    Made::json(&schema())
}
