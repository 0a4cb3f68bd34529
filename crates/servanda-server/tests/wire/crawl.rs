//! Every address that a page links to, and every address of the API's description: they answer, and safely.

use super::client::{Reply, get, request};
use super::safety::assert_safe;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Pages of one kind that are opened.
const OF_EACH: usize = 6;

/// The kind of an address: its first part, and the ending of its last.
fn kind(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.trim_start_matches('/').split('/');
    let first = parts.next().unwrap_or_default();
    let ending = path.rsplit('/').next().and_then(|last| last.rsplit_once('.'));
    format!("{first} {}", ending.map_or("", |(_, ending)| ending))
}

/// The addresses of this server that a page names.
fn links(body: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in ["href=\"", "src=\"", "action=\""] {
        for part in body.split(name).skip(1) {
            let address = part.split('"').next().unwrap_or_default().replace("&amp;", "&");
            if address.starts_with('/') {
                found.insert(address);
            }
        }
    }
    found
}

/// A page, asked for again while the server says that it is still working something out after its start.
fn patiently(address: &str) -> Reply {
    let ask = || request("GET", address, "Accept: text/html\r\n", "");
    let mut reply = ask();
    for _ in 0..60 {
        if reply.status != 503 || reply.header("retry-after").is_none() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
        reply = ask();
    }
    reply
}

#[test]
fn every_link_leads_to_a_safe_page() {
    let (mut seen, mut opened) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    let mut queue: VecDeque<String> =
        ["/", "/treaty/FEW", "/ask?q=attack%20on%20Poland%20on%201975-01-01"]
            .into_iter()
            .map(str::to_owned)
            .collect();
    while let Some(address) = queue.pop_front() {
        let count = opened.entry(kind(&address)).or_default();
        if *count >= OF_EACH || !seen.insert(address.clone()) {
            continue;
        }
        *count += 1;
        let reply = patiently(&address);
        assert_safe(&reply, &address);
        assert!(reply.status < 500, "{address}: {reply:#?}");
        if reply.header("content-type").is_some_and(|media| media.starts_with("text/html")) {
            assert!(
                !reply.body.contains(" style=\"") && !reply.body.contains("<style"),
                "{address}"
            );
            assert!(
                !reply.body.contains(" onclick=") && !reply.body.contains("javascript:"),
                "{address}"
            );
            for part in reply.body.split("<script").skip(1) {
                let head = part.split('>').next().unwrap_or_default();
                assert!(head.contains("src=\"/assets/"), "{address}: an inline script");
            }
            if reply.status == 200 {
                queue.extend(links(&reply.body));
            }
        }
    }
    assert!(seen.len() > 10, "{seen:?}");
}

#[test]
fn every_address_of_the_description_answers() {
    let description = get("/api/v1/openapi.json").json();
    assert_eq!(description["openapi"], "3.1.0");
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let path = path.replace("{name}", "MANY");
            let reply = request(&method.to_ascii_uppercase(), &path, "Content-Length: 0\r\n", "");
            assert_safe(&reply, &path);
            let status = reply.status.to_string();
            assert!(
                operation["responses"].get(&status).is_some(),
                "{method} {path}: {status} is not described"
            );
            let reply = request("DELETE", &path, "", "");
            reply.assert_problem(405);
            assert_safe(&reply, &path);
        }
    }
}
