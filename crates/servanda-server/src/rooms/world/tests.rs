//! World and Cascade as a browser and a program meet them, over a few treaties of the corpus.

use crate::app::router;
use crate::atlas::Only;
use crate::desk::Desk;
use crate::{MOST_ROWS, Settings};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use servanda::answer::pledges::PledgesForm;
use servanda::corpus;
use servanda::engine::pledges::{Pledge, pledges_to};
use servanda::engine::{Engine, Memory};
use servanda::model::Actor;
use servanda::syntax::vocabulary::Act;
use servanda::time::{Day, Interval};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use tower::ServiceExt as _;

/// Treaties whose pledges are quickly worked out, even without optimization.
const TREATIES: &[&str] = &[
    "dual-alliance",
    "triple-alliance",
    "franco-russian",
    "london-1839",
    "greece-serbia",
    "cst.",
    "us-korea",
    "us-japan",
    "anglo-polish",
];

static DESK: LazyLock<Arc<Desk>> = LazyLock::new(|| {
    let mut world = corpus::empty_world().expect("the lists of states");
    let texts = corpus::treaties();
    let few = texts.into_iter().filter(|text| TREATIES.iter().any(|name| text.name.contains(name)));
    // What they say of treaties that are not here is of no matter to these tests.
    let _ = world.add_texts(few.collect());
    Arc::new(Desk::new(world, Vec::new()).expect("a desk"))
});

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// What an address gives: status, type of media, text.
fn get(address: &str) -> (StatusCode, String, String) {
    let address_of_server = SocketAddr::from(([127, 0, 0, 1], 0));
    let (hosts, schemas) = (Vec::new(), Vec::new());
    let settings = Settings { address: address_of_server, hosts, rate: 0, schemas };
    let request =
        Request::get(address).header(header::HOST, "localhost").header(header::ACCEPT, "text/html");
    let request = request.body(Body::empty()).expect("a request");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let response = router(&DESK, &settings).oneshot(request).await.expect("a response");
        let media = response
            .headers()
            .get(header::CONTENT_TYPE)
            .map(|value| value.to_str().unwrap_or_default().to_owned());
        let status = response.status();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        (status, media.unwrap_or_default(), String::from_utf8_lossy(&body).into_owned())
    })
}

/// What stands at a place of JSON; nothing: null.
fn at<'a>(json: &'a serde_json::Value, place: &str) -> &'a serde_json::Value {
    json.pointer(place).unwrap_or(&serde_json::Value::Null)
}

fn page(address: &str) -> String {
    let (status, media, text) = get(address);
    assert_eq!(
        (status, media.as_str()),
        (StatusCode::OK, "text/html; charset=utf-8"),
        "{address}: {text}"
    );
    assert_eq!(text.matches("<h1>").count(), 1, "{address}");
    assert!(
        !text.contains(" style=") && !text.contains("<style") && !text.contains("onclick"),
        "{address}"
    );
    text
}

/// Every pledge of an act, by the way the command asks.
fn by_command(act: Act) -> Vec<Pledge> {
    let engine = Engine::new(DESK.world);
    let memory = Memory::new(&engine);
    let states = DESK.world.states.iter().map(|(state, _)| Actor::State(state));
    states.flat_map(|to| pledges_to(&engine, &memory, to, &[act], Interval::ALWAYS)).collect()
}

#[test]
fn a_day_shows_who_is_pledged_to_whom_in_every_view() {
    for view in ["map", "network", "matrix", "table"] {
        let text = page(&format!("/world?on=1914-07-28&view={view}"));
        assert!(text.contains("Help against attack on 1914-07-28"), "{view}");
        assert!(text.contains("Austria-Hungary") && text.contains("DUAL-ALLIANCE"), "{view}");
        assert!(text.contains("<table>"), "{view}: no words beside the picture");
        assert_eq!(text.contains("<svg class=\"map\""), view == "map");
    }
    let table = page("/world?on=1914-07-28&view=table&focus=Russia");
    assert!(table.contains("Russia is pledged to") && table.contains("FRANCO-RUSSIAN"));
    assert!(!table.contains("DUAL-ALLIANCE"), "only the pledges of the state in focus");
}

#[test]
fn without_a_day_the_page_says_that_it_shows_an_example() {
    let text = page("/world");
    assert!(text.contains("No day was given") && text.contains("/world.json?on=1914-07-28"));
    assert_eq!(get("/world.json").0, StatusCode::BAD_REQUEST);
}

#[test]
fn the_data_of_a_day_are_those_of_the_command() {
    for (layer, act, on) in [
        ("aid", Act::Aid, "1914-07-28"),
        ("not_attack", Act::NotAttack, "2002-05-14"),
        ("stay_neutral", Act::StayNeutral, "1900-01-01"),
    ] {
        let mut pledges = by_command(act);
        pledges.retain(|pledge| pledge.days.contains(day(on)));
        assert!(!pledges.is_empty() && pledges.len() < MOST_ROWS, "{layer}");
        let form = PledgesForm::of(DESK.world, act, Some(day(on)), &pledges);
        let json = serde_json::to_string_pretty(&form).expect("JSON") + "\n";
        assert_eq!(get(&format!("/world.json?on={on}&layer={layer}")).2, json);
        assert_eq!(get(&format!("/api/v1/world?on={on}&layer={layer}")).2, json);
    }
}

#[test]
fn the_links_lead_to_every_day_on_which_a_pledge_begins_or_ends() {
    for act in [Act::Aid, Act::StayNeutral, Act::NotJoinAlliance] {
        let pledges = by_command(act);
        let days = pledges.iter().flat_map(|pledge| [pledge.days.from, pledge.days.end]);
        let days: Vec<Day> =
            days.filter(|day| day.is_known()).collect::<BTreeSet<Day>>().into_iter().collect();
        let only = Only { act, focus: None, treaty: None };
        let (mut now, mut walked) = (day("1800-01-01"), Vec::new());
        while let (before, Some(after)) = DESK.atlas.changes(only, now) {
            assert_eq!(before, walked.iter().rev().nth(1).copied());
            walked.push(after);
            now = after;
        }
        assert_eq!(walked, days, "{act}");
    }
    let text = page("/world?on=1914-07-28");
    assert!(text.contains("rel=\"prev\"") && text.contains("rel=\"next\""));
}

#[test]
fn pictures_and_data_for_other_programs_are_whole() {
    let (_, media, svg) = get("/world.svg?on=1914-07-28");
    assert_eq!(media, "image/svg+xml");
    assert!(svg.starts_with("<svg") && svg.contains("<style>") && !svg.contains("href="));
    for view in ["network", "matrix"] {
        let address = format!("/world.svg?on=1914-07-28&view={view}");
        assert_eq!(get(&address).2, get(&address).2, "the same address, the same picture");
    }
    let json: serde_json::Value =
        serde_json::from_str(&get("/world.geojson?on=1914-07-28").2).expect("JSON");
    let features = at(&json, "/features").as_array().expect("features");
    assert!(
        features.iter().any(|feature| at(feature, "/id") == "AUH"
            && at(feature, "/geometry/type") == "MultiPolygon")
    );
    assert!(
        get("/world.graphml?on=1914-07-28").2.contains("<edge")
            && get("/world.dot?on=1914-07-28").2.contains("digraph")
    );
    assert!(
        get("/world.csv?on=1914-07-28")
            .2
            .starts_with("by,to,treaty,article,act,verdict,from,until")
    );
    let json: serde_json::Value =
        serde_json::from_str(&get("/ask.geojson?q=attack+on+Russia+by+Germany+on+1914-08-01").2)
            .expect("JSON");
    let features = at(&json, "/features").as_array().expect("features");
    let france = features.iter().find(|feature| at(feature, "/id") == "FRN").expect("France");
    assert_eq!(
        (at(france, "/properties/verdict").as_str(), at(france, "/properties/treaty").as_str()),
        (Some("must"), Some("FRANCO-RUSSIAN"))
    );
    assert!(features.iter().any(|feature| at(feature, "/properties/role") == "target"));
}

#[test]
fn words_that_are_not_understood_are_refused() {
    for (address, status) in [
        ("/world?on=1914-13-01", 400),
        ("/world?on=1914-07-28&layer=friendship", 400),
        ("/world?on=1914-07-28&view=globe", 400),
        ("/world?on=1914-07-28&focus=Atlantis", 400),
        ("/world?on=1914-07-28&treaty=NONE-SUCH", 404),
        ("/world?day=1914-07-28", 400),
        ("/cascade?q=nonsense", 400),
        ("/cascade?round=one", 400),
        ("/cascade?round=99", 404),
    ] {
        assert_eq!(get(address).0.as_u16(), status, "{address}");
    }
}

#[test]
fn a_cascade_goes_round_by_round_and_ends() {
    let first = page("/cascade");
    assert!(
        first.contains("Attack on Serbia by Austria-Hungary on 1914-07-28: round 0 of"),
        "{first}"
    );
    let question = "q=attack+on+Russia+by+Germany+on+1914-08-01";
    let begun = page(&format!("/cascade?{question}"));
    assert!(
        begun.contains("France")
            && begun.contains("rel=\"next\"")
            && !begun.contains("rel=\"prev\"")
    );
    let then = page(&format!("/cascade?{question}&round=1"));
    assert!(then.contains("France</a> aids") && then.contains("rel=\"prev\""));
    let json: serde_json::Value =
        serde_json::from_str(&get(&format!("/cascade.json?{question}")).2).expect("JSON");
    assert_eq!(at(&json, "/rounds/0/round"), 1);
    let asked = get(&format!("/ask.json?{question}&follow=true")).2;
    assert_eq!(
        get(&format!("/cascade.json?{question}")).2,
        asked,
        "the answer of the question that is followed"
    );
}
