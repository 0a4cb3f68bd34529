//! The rooms as a browser and a program meet them, in a world of a few treaties.

use crate::Settings;
use crate::app;
use crate::desk::Desk;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt as _;
use servanda::answer::state_form::StateForm;
use servanda::answer::timeline::TimelineForm;
use servanda::answer::treaty_form::{self, TreatyForm};
use servanda::answer::{bibtex, calendar, citation, timeline_svg};
use servanda::corpus;
use servanda::model::World;
use servanda::request::named;
use servanda::time::Day;
use std::sync::{Arc, LazyLock};
use tower::ServiceExt as _;

const TREATIES: &[&str] = &["cst", "anglo-portuguese", "anglo-polish-1939"];

fn world() -> World {
    let mut world = corpus::empty_world().expect("the tables are sound");
    let texts = corpus::treaties()
        .into_iter()
        .filter(|source| TREATIES.iter().any(|name| source.name == format!("{name}.treaty.md")));
    world.add_texts(texts.collect());
    world
}

static ROUTER: LazyLock<Router> = LazyLock::new(|| {
    let mut desk = Desk::new(world(), Vec::new()).expect("a desk");
    let pages = ["history/area.md", "feature/good/names.md", "codes/SV0304.md"];
    desk.shelf.only(|name| pages.contains(&name));
    desk.shelf.schemas = servanda::answer::schemas::ALL.to_vec();
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let settings = Settings { address, hosts: Vec::new(), rate: 0, schemas: Vec::new() };
    app::router(&Arc::new(desk), &settings)
});

/// Status, type of media and body of an address.
fn get(address: &str) -> (u16, String, String) {
    let request = Request::get(address)
        .header(header::HOST, "localhost")
        .header(header::ACCEPT, "text/html")
        .body(Body::empty())
        .expect("a request");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime").block_on(async {
        let response = ROUTER.clone().oneshot(request).await.expect("a response");
        let status = response.status().as_u16();
        let media = response.headers().get(header::CONTENT_TYPE);
        let media = media.and_then(|media| media.to_str().ok()).unwrap_or_default().to_owned();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        (status, media, String::from_utf8_lossy(&body).into_owned())
    })
}

/// A page that is there, fit for a strict policy.
fn page(address: &str) -> String {
    let (status, media, body) = get(address);
    assert_eq!(status, 200, "{address}: {body}");
    assert!(media.starts_with("text/html"), "{address}: {media}");
    assert_eq!(body.matches("<h1").count(), 1, "{address} has one heading of the first level");
    for inline in ["style=", "<style", "onclick", "<script>"] {
        assert!(!body.contains(inline), "{address} has `{inline}`");
    }
    let levels: Vec<u32> = body
        .split("<h")
        .skip(1)
        .filter_map(|rest| rest.chars().next()?.to_digit(10).filter(|_| !rest.starts_with("1.")))
        .collect();
    for (level, next) in levels.iter().zip(levels.iter().skip(1)) {
        assert!(*next <= level + 1, "{address} jumps from a heading {level} to {next}");
    }
    body
}

/// What an address gives that is there.
fn given(address: &str) -> String {
    let (status, _, body) = get(address);
    assert_eq!(status, 200, "{address}: {body}");
    body
}

fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("data") + "\n"
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn a_treaty_shows_gist_code_members_tests_and_citation() {
    let html = page("/treaty/CST");
    assert!(html.contains("<h1>CST: Collective Security Treaty</h1>"));
    assert!(html.contains("<span class=\"k\">article</span> 4"), "the code of article 4");
    assert!(html.contains("<svg xmlns=") && html.contains("class=\"membership\""));
    assert!(html.contains("<span class=\"outcome passed\">passed</span>"));
    assert!(html.contains("href=\"/ask?q="), "tests lead to their questions");
    assert!(html.contains("@misc{CST,"));
    let world = world();
    let id = named::treaty(&world, "CST").expect("CST");
    assert_eq!(given("/treaty/CST.json"), pretty(&TreatyForm::of(&world, id, None)));
    let then = pretty(&TreatyForm::of(&world, id, Some(day("2002-05-14"))));
    assert_eq!(given("/treaty/CST.json?on=2002-05-14"), then);
    assert_eq!(given("/api/v1/treaty/cst?on=2002-05-14"), then);
    let bars = TimelineForm::of_treaty(&world, id, None);
    assert_eq!(given("/treaty/CST.svg"), timeline_svg::timeline(&bars));
    assert_eq!(given("/treaty/CST.ics"), calendar::timeline(&bars));
    let items = citation::of_treaty(&world, world.treaty(id));
    assert_eq!(given("/treaty/CST.bib"), bibtex::render(&items));
    assert_eq!(given("/treaty/CST.csl.json"), pretty(&items));
}

#[test]
fn two_days_of_a_treaty_are_compared() {
    let html = page("/treaty/CST?on=1995-01-01&against=2000-01-01");
    assert!(html.contains("Only on 1995-01-01: AZE (Azerbaijan)"), "{html}");
    let data = given("/treaty/CST.json?on=1995-01-01&against=2000-01-01");
    assert!(
        data.contains("\"one_on\": \"1995-01-01\"") && data.contains("treaty-diff/1"),
        "{data}"
    );
    assert_eq!(get("/treaty/CST?against=2000-01-01").0, 400);
}

#[test]
fn treaties_are_found_by_id_title_and_party() {
    assert!(page("/treaty").contains("<a href=\"/treaty/ANGLO-POLISH-1939\">"));
    let found = page("/treaty?q=tajikistan&on=2002-05-14");
    assert!(
        found.contains("/treaty/CST\"") && !found.contains("/treaty/ANGLO-POLISH-1939\""),
        "{found}"
    );
    assert_eq!(given("/treaty.json"), pretty(&treaty_form::list(&world(), None)));
    assert!(given("/treaty.csv").starts_with("id,title,from,until,parties,basis\n"));
}

#[test]
fn a_state_shows_what_it_owes_and_its_network() {
    let html = page("/state/TAJ?on=2002-05-14");
    assert!(html.contains("<h1>Tajikistan (TAJ)</h1>") && html.contains("Is owed"));
    assert!(html.contains("class=\"edge both\""), "the members of CST are pledged to each other");
    assert!(html.contains("Kazakhstan (KZK)"));
    let world = world();
    let actor = named::actor(&world, "state", "TAJ", None).expect("TAJ");
    let form = StateForm::of(&world, actor, Some(day("2002-05-14")));
    assert_eq!(given("/state/TAJ.json?on=2002-05-14"), pretty(&form));
    assert_eq!(given("/api/v1/state/Tajikistan?on=2002-05-14"), pretty(&form));
    assert!(given("/state/TAJ.csv").starts_with("party,name,treaty,"));
    assert!(given("/state/TAJ.ics").starts_with("BEGIN:VCALENDAR"));
    assert!(page("/state?q=tajik").contains("/state/TAJ"));
    assert!(given("/api/v1/states?on=2002-05-14").contains("\"schema\": \"servanda/states/1\""));
}

#[test]
fn names_that_lead_nowhere_or_to_several_are_refused() {
    assert_eq!(get("/treaty/NOPE").0, 404);
    assert_eq!(get("/state/Atlantis").0, 404);
    let (status, _, body) = get("/state/Germany?on=1960-01-01");
    assert!(status == 400 && body.contains("GFR") && body.contains("GDR"), "{status} {body}");
    assert_eq!(get("/cases/TATC-999").0, 404);
    assert_eq!(get("/cases/nowhere").0, 404);
    assert_eq!(get("/code/SV9999").0, 404);
    assert_eq!(get("/api/v1/schema/anser").0, 404);
    assert_eq!(get("/api/v1/timeline/Nowhere").0, 404);
    for address in ["/treaty?foo=1", "/treaty/CST?on=soon", "/state?on=x", "/data?x=1", "/api?x=1"]
    {
        assert_eq!(get(address).0, 400, "{address}");
    }
}

#[test]
fn a_case_is_prose_with_its_question_and_what_came_of_it() {
    let html = page("/cases/TATC-101");
    assert!(html.contains("<h1>TATC-101 1917: Germany attacks in Mozambique</h1>"), "{html}");
    assert!(html.contains("href=\"/ask?q=attack%20on%20Portugal%20by%20Germany%20in%20Mozambique"));
    assert!(html.contains("<span class=\"outcome passed\">passed</span>"));
    let data = given("/cases/TATC-101.json");
    assert!(data.contains("\"id\": \"TATC-101\"") && data.contains("\"passed\": 1"), "{data}");
    assert!(given("/cases/TATC-101.md").starts_with("# TATC-101 1917"));
    assert!(page("/cases/history.area").contains("TATC-101"));
    assert!(page("/cases").contains("href=\"/cases/TATC-101\""));
    assert!(given("/api/v1/cases?q=TATC-101").contains("servanda/cases/1"));
}

#[test]
fn a_code_is_explained_as_the_command_explains_it() {
    assert!(page("/code").contains("/code/SV0304"));
    assert!(page("/code/SV0304").contains("SV0304"));
    let (_, text) =
        corpus::SCENARIOS.iter().find(|(name, _)| *name == "codes/SV0304.md").expect("page");
    assert_eq!(given("/code/SV0304.md"), *text);
}

#[test]
fn the_data_say_what_they_are() {
    let html = page("/data");
    assert!(html.contains("blake3:") && html.contains("MIT or Apache-2.0"));
    assert!(given("/api/v1/version").contains("\"treaties\": "));
    assert!(given("/cite.bib").contains("@misc{CST,"));
    assert!(given("/cite.csl.json").starts_with("[\n"));
    assert_eq!(given("/api/v1/schema/answer"), pretty(&servanda::answer::form::schema()));
    assert!(given("/api/v1/schema").contains("\"members\""));
}

#[test]
fn the_api_page_names_every_address_with_an_example_that_works() {
    let html = page("/api");
    for endpoint in crate::app::api().endpoints {
        assert!(html.contains(endpoint.path), "{}", endpoint.path);
    }
    for part in html.split("Example: <a href=\"").skip(1) {
        let address = part.split('"').next().unwrap_or_default().replace("&amp;", "&");
        let (status, media, body) = get(&address);
        // The few treaties of this world lack what some examples name, and summits claims of the record.
        let known = status == 200 || (matches!(status, 400 | 404) && body.contains("SV0"));
        assert!(known && media.contains("json"), "{address}: {status} {body}");
    }
}

/// The table as a program reads it.
#[derive(serde::Deserialize)]
struct Table {
    total: usize,
    truncated: bool,
    members: Vec<Member>,
}

#[derive(PartialEq, Debug, serde::Deserialize)]
struct Member {
    treaty: String,
    party: String,
    from: Option<String>,
}

#[test]
fn the_membership_table_is_given_page_by_page() {
    let table = |query: &str| -> Table {
        serde_json::from_str(&given(&format!("/api/v1/members?{query}"))).expect("JSON")
    };
    let all = table("limit=1000");
    assert!(all.total == all.members.len() && !all.truncated, "{}", all.total);
    let some = table("offset=2&limit=3");
    assert!(some.members.len() == 3 && some.truncated && some.total == all.total);
    assert_eq!(some.members.first(), all.members.get(2));
    let one = table("treaty=CST&state=AZE&on=1995-01-01");
    let from = one.members.first().and_then(|row| row.from.clone());
    assert_eq!((one.total, from.as_deref()), (1, Some("1994-04-20")));
    assert_eq!(table("treaty=CST&state=AZE&on=2005-01-01").total, 0);
    assert!(table("offset=4294967295").members.is_empty());
    for bad in ["limit=0", "limit=1001", "offset=-1", "state=Atlantis", "treaty=NOPE"] {
        assert!(matches!(get(&format!("/api/v1/members?{bad}")).0, 400 | 404), "{bad}");
    }
}

#[test]
fn pledges_conflicts_and_timelines_are_those_of_the_command() {
    assert_eq!(get("/api/v1/pledges").0, 400);
    let some = given("/api/v1/pledges?to=TAJ&on=2002-05-14");
    assert!(some.contains("\"by\": \"RUS\"") && !some.contains("truncated"), "{some}");
    let by = given("/api/v1/pledges?by=RUS&on=2002-05-14");
    assert!(by.contains("\"to\": \"TAJ\"") && !by.contains("\"by\": \"KZK\""), "{by}");
    assert!(given("/api/v1/pledges?limit=2").contains("\"truncated\""));
    assert_eq!(get("/api/v1/pledges?act=dance&to=TAJ").0, 400);
    assert_eq!(get("/api/v1/conflicts").0, 400);
    assert!(given("/api/v1/conflicts?on=1939-09-01&target=POL").contains("servanda/conflicts/1"));
    assert_eq!(get("/api/v1/conflicts?on=1939-09-01&target=POL&by=POL").0, 400);
    let world = world();
    let id = named::treaty(&world, "CST").expect("CST");
    let form = TimelineForm::of_treaty(&world, id, Some(day("2005-01-01")));
    assert_eq!(given("/api/v1/timeline/CST?as_of=2005-01-01"), pretty(&form));
    assert!(given("/api/v1/timeline/TAJ").contains("\"kind\": \"state\""));
}
