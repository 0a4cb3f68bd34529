//! Tags, and addresses that stay what they are.

use super::client::{LARGE, SHORT, get, request};

#[test]
fn what_a_client_has_is_not_sent_again() {
    let address = format!("/ask.json?{LARGE}");
    let first = get(&address);
    let tag = first.header("etag").unwrap();
    assert_eq!(first.header("cache-control"), Some("no-cache"));
    let plain = tag.trim_start_matches("W/");
    for known in [tag, plain, "*", &format!("\"other\", {tag}")] {
        let again = request("GET", &address, &format!("If-None-Match: {known}\r\n"), "");
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{known}");
        assert_eq!(again.header("etag"), Some(tag));
    }
    assert_eq!(request("GET", &address, "If-None-Match: \"other\"\r\n", "").status, 200);
    // Another form, another question: another tag.
    for other in
        [format!("/ask?{SHORT}"), "/ask.json?q=attack%20on%20Spain%20on%202012-01-01".to_owned()]
    {
        assert_ne!(get(&other).header("etag"), Some(tag), "{other}");
    }
    assert_eq!(get("/ask.json?q=nothing").header("etag"), None, "a refusal has no tag");
}

#[test]
fn a_permanent_address_gives_the_same_bytes_or_none() {
    let page = get(&format!("/ask?{SHORT}"));
    let at = page.body.find("/at/").unwrap();
    let data = &page.body[at + 4..at + 20];
    assert!(data.bytes().all(|byte| byte.is_ascii_hexdigit()), "{data}");
    for path in ["ask.json", "ask.csv", "api/v1/ask"] {
        let kept = get(&format!("/at/{data}/{path}?{LARGE}"));
        assert_eq!(kept.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(kept.body, get(&format!("/{path}?{LARGE}")).body);
    }
    let gone = get(&format!("/at/0000000000000000/ask.json?{LARGE}"));
    gone.assert_problem(410);
    assert!(gone.body.contains("/ask.json?") && gone.body.contains(data), "{}", gone.body);
    get(&format!("/at/{data}/at/{data}/ask.json?{LARGE}")).assert_problem(404);
    for odd in
        ["/at/", "/at", "/at//", &format!("/at/{data}"), &format!("/at/{data}//evil.example/")]
    {
        assert!(matches!(get(odd).status, 200 | 400 | 404 | 410), "{odd}");
    }
}

#[test]
fn head_says_what_get_says() {
    for address in ["/", "/treaty.json", "/api/v1/openapi.json", "/no/such"] {
        let (head, get) = (request("HEAD", address, "", ""), get(address));
        assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{address}");
        for name in ["content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{address}: {name}");
        }
    }
}
