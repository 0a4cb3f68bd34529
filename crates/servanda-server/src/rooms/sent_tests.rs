//! Decide, Foresee and Play through the router: pages, twins, texts that are sent, and what is refused.

use crate::desk::Desk;
use crate::{Settings, app};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use servanda::corpus;
use servanda_pages::links::encode;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use tower::ServiceExt as _;

static HOUSE: LazyLock<Router> = LazyLock::new(|| {
    let (world, _) = corpus::world().unwrap_or_default();
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let settings = Settings { address, hosts: Vec::new(), rate: 0, schemas: Vec::new() };
    let desk = Desk::new(world, Vec::new());
    desk.map(|desk| app::router(&Arc::new(desk), &settings)).unwrap_or_default()
});

const PACT: &str = "treaty PACT \"A pact\"\n  in force 2001-01-01\n  source text \"invented\"\n\nmembers\n  FRN GMY \
    in force 2001-01-01\n\narticle 1\n  norm help\n    when A attacks V\n    where V is party\n    each other party must \
    aid V\n";

fn sent(request: axum::http::request::Builder, body: String) -> (StatusCode, String) {
    let request = request.header("host", "localhost").body(Body::from(body));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let (Ok(request), Ok(runtime)) = (request, runtime) else { return Default::default() };
    runtime.block_on(async {
        let Ok(response) = HOUSE.clone().oneshot(request).await;
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap_or_default();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    })
}

fn get(address: &str) -> (StatusCode, String) {
    sent(Request::get(address).header("accept", "text/html"), String::new())
}

fn post(address: &str, media: &str, body: &str) -> (StatusCode, String) {
    sent(Request::post(address).header("content-type", media), body.to_owned())
}

/// The page is there, has one heading of the first level, and says all this.
fn says(address: &str, words: &[&str]) {
    let (status, page) = get(address);
    assert_eq!(status, StatusCode::OK, "{address}: {page}");
    assert_eq!(page.matches("<h1").count(), 1, "{address}");
    for words in words {
        assert!(page.contains(words), "{address} does not say `{words}`");
    }
    assert!(!page.contains(" style=") && !page.contains("<style"), "{address}");
}

#[test]
fn pages_say_what_they_are_for() {
    says("/decide", &["The Moscow summit of 14 May 2002"]);
    let moscow = "/decide/MOSCOW-2002-05-14?draws=4&seed=2";
    says(
        moscow,
        &[
            "weighted median",
            "4 draws from the ranges",
            "--draws 4 --seed 2",
            "Who pressed whom",
            ".svg?draws=4",
        ],
    );
    says("/foresee", &["For example"]);
    let both = "/foresee?treaty=CST&from=2002-05-14&to=2012-05-14&against=NATO&draws=50";
    says(
        both,
        &["On the same terms CST", "--alliances FILE", "servanda serve", "Seed 1, 50 draws"],
    );
    says("/play", &["Begin with", "aria-live=\"polite\""]);
    says("/play?example=cst", &["treaty CST", "Faults: none"]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    for (address, wanted) in [
        ("/decide/NOWHERE", StatusCode::NOT_FOUND),
        ("/decide/MOSCOW-2002-05-14?draws=100000", StatusCode::BAD_REQUEST),
        ("/decide/MOSCOW-2002-05-14?preset=loud", StatusCode::BAD_REQUEST),
        ("/decide/MOSCOW-2002-05-14?q=NaN", StatusCode::BAD_REQUEST),
        ("/decide/MOSCOW-2002-05-14?mood=bad", StatusCode::BAD_REQUEST),
        ("/foresee?treaty=CST", StatusCode::BAD_REQUEST),
        ("/foresee?treaty=NOWHERE&from=2002-05-14&to=2012-05-14", StatusCode::NOT_FOUND),
        ("/foresee?treaty=CST&from=2012-05-14&to=2002-05-14", StatusCode::BAD_REQUEST),
        (
            "/foresee?treaty=UN-CHARTER&from=2002-05-14&to=2012-05-14&draws=100000",
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        ("/play?example=NOWHERE", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(get(address).0, wanted, "{address}");
    }
}

#[test]
fn a_text_is_checked_laid_out_and_asked_beside_the_corpus() {
    let (status, found) = post("/api/v1/check", "text/plain", PACT);
    assert_eq!((status, found.contains("\"diagnostics\": []")), (StatusCode::OK, true), "{found}");
    let (_, found) = post("/api/v1/check", "text/plain", &PACT.replace("GMY", "GMYY"));
    assert!(found.contains("SV0301") && found.contains("did you mean"), "{found}");
    let (status, text) =
        post("/api/v1/format", "text/plain", &PACT.replace("norm help", "norm   help"));
    assert_eq!((status, text.contains("norm help")), (StatusCode::OK, true), "{text}");
    assert_eq!(post("/api/v1/format", "text/plain", "treaty X \"x").0, StatusCode::BAD_REQUEST);
    let asked = format!("/api/v1/try?q={}", encode("attack on France on 2002-05-14"));
    let (_, answer) = post(&asked, "text/plain", PACT);
    assert!(answer.contains("\"PACT\"") && answer.contains("\"NATO\""), "{answer}");
    let (_, answer) = post(&format!("{asked}&alone=true"), "text/plain", PACT);
    assert!(answer.contains("\"PACT\"") && !answer.contains("\"NATO\""), "{answer}");
}

#[test]
fn the_form_of_play_works_without_scripts() {
    let text = encode(&PACT.replace('\n', "\r\n"));
    let form = format!("text={text}&q={}&do=ask", encode("attack on France on 2002-05-14"));
    let (status, page) = post("/play", "application/x-www-form-urlencoded", &form);
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("id=\"answer\"") && page.contains("Faults: none"), "{page}");
    let (_, part) =
        post("/play", "application/x-www-form-urlencoded", &format!("{form}&part=true"));
    assert!(!part.contains("<html") && part.contains("data-says=\"none\""), "{part}");
    let foreign = Request::post("/play").header("origin", "http://elsewhere.example");
    assert_eq!(sent(foreign, form).0, StatusCode::FORBIDDEN);
}

#[test]
fn texts_are_bounded() {
    let large = "a".repeat(crate::LARGEST_BODY + 1);
    let (status, _) = post("/api/v1/check", "text/plain", &large);
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    for address in ["/api/v1/check", "/api/v1/format", "/api/v1/try?q=x"] {
        assert_eq!(post(address, "text/plain", "").0, StatusCode::BAD_REQUEST, "{address}");
    }
    let clauses = "article 1\n".repeat(6000);
    let members = format!("members\n  {}in force 2000-01-01\n", "RUS ".repeat(100_000));
    let deep = format!("where {}", "(".repeat(200_000));
    for text in [clauses, members, deep] {
        let (status, said) = post("/api/v1/check", "text/plain", &text);
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{said}");
    }
}

#[test]
fn summits_and_tables_may_be_sent() {
    let (_, _, text) = servanda_decide::summit::BUILT_IN[0];
    let (status, own) = post("/api/v1/decide", "text/markdown", text);
    assert_eq!((status, own), get("/decide/MOSCOW-2002-05-14.json"));
    let table = "actor,capability,position,salience\nA,1,0,1\nB,2,10,.5\nC,1,5,1\n";
    let (status, said) = post("/api/v1/decide?draws=5", "text/csv", table);
    assert_eq!((status, said.contains("\"done\":5")), (StatusCode::OK, true), "{said}");
    assert_eq!(post("/api/v1/decide", "text/plain", "summit X").0, StatusCode::BAD_REQUEST);
    let mut many = "actor,capability,position,salience\n".to_owned();
    (0..100).for_each(|at| many.push_str(&format!("A{at},1,{at},1\n")));
    assert_eq!(post("/api/v1/decide", "text/csv", &many).0, StatusCode::PAYLOAD_TOO_LARGE);
}
