//! The house: which address leads to which room, and what stands between the door and the rooms.

use crate::accept::SLOWEST_PART;
use crate::call::Pinned;
use crate::desk::Desk;
use crate::endpoint::{Api, Said, room};
use crate::problem::Problem;
use crate::rate::{self, Rate};
use crate::rooms::{
    api as about, ask, cascade, cases, code, data, decide, foresee, play, state, table, treaty,
    world,
};
use crate::safety::{self, Hosts};
use crate::{Settings, assets, batch, openapi};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use schemars::schema_for;
use servanda::answer::Answer;
use std::sync::Arc;
use tower::Layer as _;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::timeout::RequestBodyTimeoutLayer;

/// Every route, with everything that holds for all of them.
pub(crate) fn router(desk: &Arc<Desk>, settings: &Settings) -> Router {
    let api = api();
    let description =
        serde_json::to_string_pretty(&openapi::document(&api.endpoints)).unwrap_or_default();
    let rooms = Router::new();
    let rooms = room(rooms, "/ask", ask::FORMS, ask::room);
    let rooms = rooms.route("/", get(front));
    let rooms = treaty::routes(rooms);
    let rooms = state::routes(rooms);
    let rooms = world::routes(rooms);
    let rooms = cascade::routes(rooms);
    let rooms = cases::routes(rooms);
    let rooms = code::routes(rooms);
    let rooms = data::routes(rooms);
    let rooms = about::routes(rooms);
    let rooms = decide::routes(rooms);
    let rooms = foresee::routes(rooms);
    let rooms = play::routes(rooms);
    let routes = rooms
        .merge(api.router)
        .route(
            "/api/v1/openapi.json",
            get(move || async move { ([(CONTENT_TYPE, "application/json")], description) }),
        )
        .route("/assets/{name}", get(assets::send))
        .fallback(nowhere)
        .method_not_allowed_fallback(no_such_method)
        .with_state(Arc::clone(desk));
    // What changes the address stands outside of what reads it.
    let pinned = from_fn_with_state(Arc::clone(desk), unpinned).layer(routes);
    Router::new()
        .fallback_service(pinned)
        .layer(RequestBodyTimeoutLayer::new(SLOWEST_PART))
        .layer(packing())
        .layer(CatchPanicLayer::custom(broken))
        .layer(from_fn_with_state(Rate::new(settings.rate), rate::limit))
        .layer(from_fn_with_state(Hosts::new(&settings.hosts), safety::guard))
}

/// The API: routes with what is said of them.
pub(crate) fn api() -> Api {
    let api = Api::new()
        .get(
            &Said("/api/v1/ask", "Who owes what", "The answer to one question, with its proofs."),
            schema_for!(Answer).to_value(),
            ask::api,
        )
        .example("q=attack%20on%20Tajikistan%20on%202002-05-14")
        .post(
            &Said(
                "/api/v1/batch",
                "Many questions",
                "A question as JSON on each line, an answer or a problem on each line, in order, streamed.",
            ),
            ("application/x-ndjson", schema_for!(ask::Ask).to_value()),
            ("application/x-ndjson", schema_for!(batch::Line).to_value()),
            post(batch::batch),
        );
    let api = treaty::api(api);
    let api = state::api(api);
    let api = world::api(api);
    let api = table::api(api);
    let api = cases::api(api);
    let api = data::api(api);
    let api = decide::api(api);
    let api = foresee::api(api);
    play::api(api)
}

async fn front(
    state: State<Arc<Desk>>,
    call: crate::call::Call,
    params: crate::params::Params<ask::Ask>,
) -> Response {
    let State(desk) = state;
    let crate::params::Params(params) = params;
    crate::respond::respond(desk, call.form(crate::made::Form::Html), move |desk, call| {
        ask::room(desk, &params?, call)
    })
    .await
}

/// Takes `/at/DATA` off an address, if the data are those that are served.
async fn unpinned(State(desk): State<Arc<Desk>>, mut request: Request, next: Next) -> Response {
    if let Some(rest) = request.uri().path().strip_prefix("/at/") {
        let (data, path) = rest.split_once('/').unwrap_or((rest, ""));
        let query = request.uri().query().map_or(String::new(), |query| format!("?{query}"));
        let path = format!("/{path}{query}");
        if data != desk.data {
            let words = format!(
                "this address was made from the data {data}; this server has the data {}, whose answer is at {path} and may differ",
                desk.data
            );
            let html = crate::call::wants_html(request.headers(), request.uri().path());
            return Problem::new(StatusCode::GONE, words).response(html, &desk.data);
        }
        match path.parse::<Uri>() {
            Ok(uri) => *request.uri_mut() = uri,
            Err(_) => {
                return Problem::new(StatusCode::BAD_REQUEST, "the address is none")
                    .response(false, &desk.data);
            }
        }
        request.extensions_mut().insert(Pinned);
    }
    next.run(request).await
}

/// Packs what is worth it; not lines that are to arrive one by one.
fn packing() -> CompressionLayer<impl Predicate> {
    let lines = NotForContentType::const_new("application/x-ndjson");
    CompressionLayer::new()
        .quality(tower_http::CompressionLevel::Fastest)
        .compress_when(DefaultPredicate::new().and(lines))
}

/// A bug, wherever it broke out. What it said goes to the terminal of who runs the server, not to who asked.
#[allow(clippy::needless_pass_by_value, reason = "the layer gives it")]
fn broken(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::internal().response(false, "")
}

async fn nowhere(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let html = crate::call::wants_html(request.headers(), request.uri().path());
    let words =
        "there is no such address; the pages are listed above, the addresses of the API under /api";
    Problem::new(StatusCode::NOT_FOUND, words).response(html, &desk.data)
}

async fn no_such_method(State(desk): State<Arc<Desk>>) -> Response {
    let words = "this address takes another method; the description under /api says which";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, words).response(false, &desk.data)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "that is what is tested")]

    use super::*;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn no_panic_reaches_the_wire() {
        let routes: Router =
            Router::new().route("/", get(|| async { panic!("a secret") as &'static str }));
        let hosts = from_fn_with_state(Hosts::new(&[]), safety::guard);
        let routes = routes.layer(CatchPanicLayer::custom(broken)).layer(hosts);
        let request = Request::builder().uri("/").header("host", "localhost");
        let request = request.body(axum::body::Body::empty()).unwrap_or_default();
        let response = routes.oneshot(request).await.unwrap_or_default();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(response.headers().contains_key("content-security-policy"));
        let body = response.into_body().collect().await.map(http_body_util::Collected::to_bytes);
        let body = body.map(|body| String::from_utf8_lossy(&body).into_owned()).unwrap_or_default();
        assert!(body.contains("fault of servanda") && !body.contains("a secret"), "{body}");
    }
}
