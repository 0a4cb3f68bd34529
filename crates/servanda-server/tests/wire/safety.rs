//! The headers of every response, whom the server answers to, and where a form may come from.

use super::client::{LARGE, Reply, SERVER, SHORT, exchange, get, request, start};

/// What every response carries, whatever its status.
const HEADERS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("x-frame-options", "DENY"),
];

/// Asserts that a response is safe to open.
pub(crate) fn assert_safe(reply: &Reply, what: &str) {
    for (name, value) in HEADERS {
        assert_eq!(reply.header(name), Some(*value), "{what}: {reply:#?}");
    }
    let policy = reply.header("content-security-policy").unwrap_or_else(|| panic!("{what}"));
    for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains("http:"), "{what}: {policy}");
    assert!(reply.header("cache-control").is_some(), "{what}: {reply:#?}");
    assert!(reply.header("server").is_none() && reply.header("x-powered-by").is_none(), "{what}");
    assert!(reply.header("access-control-allow-origin").is_none(), "{what}");
    if !matches!(reply.status, 204 | 304) && !reply.body.is_empty() {
        assert!(reply.header("content-type").is_some(), "{what}: {reply:#?}");
    }
}

#[test]
fn every_kind_of_response_carries_the_headers() {
    let tag = get("/treaty").header("etag").unwrap().to_owned();
    let same_site = "Content-Type: application/x-ndjson\r\nContent-Length: 3\r\n";
    let all: Vec<(&str, u16, Reply)> = vec![
        ("page", 200, get("/")),
        ("answer", 200, get(&format!("/ask?{SHORT}"))),
        ("data", 200, get(&format!("/api/v1/ask?{LARGE}"))),
        ("picture", 200, get(&format!("/ask.svg?{LARGE}"))),
        ("description", 200, get("/api/v1/openapi.json")),
        ("file", 200, get("/assets/servanda.css")),
        ("batch", 200, request("POST", "/api/v1/batch", same_site, "{}\n")),
        ("not modified", 304, request("GET", "/treaty", &format!("If-None-Match: {tag}\r\n"), "")),
        ("bad words", 400, get("/ask.json?q=attack")),
        ("bad words on a page", 400, request("GET", "/ask?q=attack", "Accept: text/html\r\n", "")),
        (
            "foreign form",
            403,
            request("POST", "/api/v1/batch", "Origin: http://evil.example\r\n", ""),
        ),
        ("nothing there", 404, get("/no/such/address")),
        ("no such file", 404, get("/assets/nothing.js")),
        ("no such treaty", 404, get("/api/v1/treaty/NOTHING")),
        ("no such method", 405, request("DELETE", "/ask", "", "")),
        (
            "no such method",
            405,
            request("POST", "/assets/servanda.css", "Content-Length: 0\r\n", ""),
        ),
        ("other data", 410, get("/at/0123456789abcdef/ask")),
        ("too large", 413, request("POST", "/api/v1/batch", "Content-Length: 1048577\r\n", "")),
        (
            "other host",
            421,
            exchange(*SERVER, b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
        ),
        ("no host", 400, exchange(*SERVER, b"GET / HTTP/1.0\r\n\r\n")),
        ("head", 200, request("HEAD", "/", "", "")),
    ];
    for (what, status, reply) in &all {
        assert_eq!(reply.status, *status, "{what}: {reply:#?}");
        assert_safe(reply, what);
    }
}

#[test]
fn only_known_hosts_are_answered() {
    let ask = |host: &str| {
        exchange(
            *SERVER,
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes(),
        )
    };
    let port = SERVER.port();
    for host in
        ["localhost", "LOCALHOST", "127.0.0.1", "[::1]", "treaties.example", "Treaties.Example:80"]
    {
        assert_eq!(ask(host).status, 200, "{host}");
    }
    assert_eq!(ask(&format!("localhost:{port}")).status, 200);
    let rebound = [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "0.0.0.0",
        "[::]",
        "localhost@evil.example",
        "evil.example:8017",
        "localhost:8017:80",
        "localhost.",
        "xn--lcalhost-l1a",
    ];
    for host in rebound {
        ask(host).assert_problem(421);
    }
    // The whole address in the first line counts more than `Host`.
    let whole =
        b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    exchange(*SERVER, whole).assert_problem(421);
    let twice =
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    assert_eq!(exchange(*SERVER, twice).status, 400);
}

#[test]
fn a_form_comes_from_a_page_of_this_server_or_from_no_page() {
    let post = |headers: &str| {
        request("POST", "/api/v1/batch", &format!("{headers}Content-Length: 3\r\n"), "{}\n").status
    };
    let own = [
        "",
        "Origin: http://localhost\r\n",
        "Sec-Fetch-Site: same-origin\r\n",
        "Sec-Fetch-Site: none\r\n",
    ];
    for headers in own {
        assert_eq!(post(headers), 200, "{headers}");
    }
    let foreign = [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://localhost.evil.example\r\n",
        "Origin: http://localhost:1\r\n",
        "Origin: \r\n",
        "Origin: localhost\r\n",
        "Origin: \u{e9}\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Sec-Fetch-Site: \r\n",
        "Origin: http://localhost\r\nSec-Fetch-Site: cross-site\r\n",
        "Origin: http://localhost\r\nOrigin: http://evil.example\r\n",
    ];
    for headers in foreign {
        assert_eq!(post(headers), 403, "{headers}");
    }
}

#[test]
fn one_address_may_ask_so_much_and_no_more() {
    let address = start(5);
    let ask = || {
        exchange(
            address,
            b"GET /assets/servanda.css HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        )
    };
    let replies: Vec<Reply> = (0..40).map(|_| ask()).collect();
    assert!(replies[..10].iter().all(|reply| reply.status == 200), "twice the rate at once");
    let refused: Vec<&Reply> = replies.iter().filter(|reply| reply.status != 200).collect();
    assert!(refused.len() > 10, "{}", refused.len());
    for reply in refused {
        reply.assert_problem(429);
        assert_eq!(reply.header("retry-after"), Some("1"));
        assert_safe(reply, "too many");
    }
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert_eq!(ask().status, 200, "the rate refills");
}
