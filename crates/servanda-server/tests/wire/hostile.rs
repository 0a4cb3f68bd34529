//! Requests that nobody sends in good faith: junk in addresses, and heads that two readers would read differently.

use super::client::{SERVER, exchange, get, request, send};
use super::safety::assert_safe;

/// Junk for a path or a query, and none of it may break anything.
const JUNK: &[&str] = &[
    "%",
    "%2",
    "%zz",
    "%00",
    "%0d%0aSet-Cookie:%20a=b",
    "%ff%fe",
    "%c0%af",
    "%ed%a0%80",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5c..%5c",
    "%25%32%65",
    "<script>alert(1)</script>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "'%20OR%201=1--",
    "%F0%9F%92%A3",
    "%E2%80%AEevil",
    "{{7*7}}",
    "%24%7B7*7%7D",
    "\u{e9}",
    "a%20b",
    "+",
    "&&&",
    "=",
    "==",
    "?",
    "????",
    "%1b%5b2J",
    "%EF%BB%BF",
    "%CC%81%CC%81%CC%81",
];

#[test]
fn junk_in_an_address_breaks_nothing() {
    for junk in JUNK {
        for address in [
            format!("/{junk}"),
            format!("/treaty/{junk}"),
            format!("/treaty/{junk}.json"),
            format!("/assets/{junk}"),
            format!("/api/v1/treaty/{junk}"),
            format!("/at/{junk}/ask"),
            format!("/ask?{junk}"),
            format!("/ask?q={junk}"),
            format!("/ask.json?{junk}={junk}"),
            format!("/ask.svg?target={junk}&on={junk}"),
            format!("/treaty?on={junk}"),
            format!(
                "/ask?found={junk}&denied={junk}&prefer={junk}&q=attack%20on%20Poland%20on%201975-01-01"
            ),
        ] {
            for accept in ["text/html", "application/json"] {
                let reply = request("GET", &address, &format!("Accept: {accept}\r\n"), "");
                let expected = matches!(reply.status, 200 | 400 | 404 | 410);
                assert!(expected, "{address}: {reply:#?}");
                assert!(reply.header("set-cookie").is_none(), "{address}");
                let html = reply.header("content-type").is_some_and(|media| media.contains("html"));
                assert!(
                    !html || !reply.body.contains("<script>alert"),
                    "{address}: {}",
                    reply.body
                );
                // hyper itself refuses what no address can hold, with an empty body.
                if !reply.body.is_empty() {
                    assert_safe(&reply, &address);
                }
            }
        }
    }
}

#[test]
fn raw_bytes_in_an_address_break_nothing() {
    for bytes in [&b"\x00"[..], b"\xff\xfe", b"\x1b[2J", b" ", b"\t", b"\x7f", b"\r"] {
        let mut text = b"GET /ask?q=".to_vec();
        text.extend_from_slice(bytes);
        text.extend_from_slice(b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert!(matches!(exchange(*SERVER, &text).status, 200 | 400), "{bytes:?}");
    }
}

#[test]
fn what_is_unknown_is_refused_and_told() {
    let reply = get("/ask.json?q=attack%20on%20France%20on%202012-01-01&colour=red");
    reply.assert_problem(400);
    assert!(reply.body.contains("colour") && reply.body.contains("known_to"), "{}", reply.body);
    get("/ask.json?q=a&q=b").assert_problem(400);
    get("/api/v1/ask?follow=perhaps").assert_problem(400);
    get("/treaty.xml").assert_problem(404);
    let reply = request("PUT", "/api/v1/ask", "Content-Length: 0\r\n", "");
    reply.assert_problem(405);
    assert!(reply.header("allow").is_some_and(|allow| allow.contains("GET")), "{reply:#?}");
    let reply = request("GET", "/api/v1/batch", "", "");
    reply.assert_problem(405);
    assert_eq!(reply.header("allow"), Some("POST"));
    for method in ["OPTIONS", "TRACE", "CONNECT", "PATCH", "ODD"] {
        let status = request(method, "/api/v1/ask", "", "").status;
        assert!(matches!(status, 400 | 405 | 421), "{method}: {status}");
    }
}

#[test]
fn a_head_that_can_be_read_in_two_ways_is_refused_or_ends_the_connection() {
    let smuggled = "GET /api/v1/treaties HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let heads = [
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: -1\r\n",
        "Content-Length : 0\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding : chunked\r\n",
        " Transfer-Encoding: chunked\r\n",
        "X: 1\r\n Content-Length: 5\r\n",
    ];
    for head in heads {
        let text =
            format!("POST /api/v1/batch HTTP/1.1\r\nHost: localhost\r\n{head}\r\n{smuggled}");
        let all = String::from_utf8(send(*SERVER, text.as_bytes())).unwrap();
        assert!(all.starts_with("HTTP/1.1 400"), "{head:?}: {all}");
        assert_eq!(all.matches("HTTP/1.1 ").count(), 1, "{head:?}: {all}");
    }
    // Both: the chunks count (RFC 9112, 6.3), the length is not believed, and nothing is taken for a second request
    // that a reader of the length would have taken for the body.
    let text = format!(
        "POST /api/v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{smuggled}",
        smuggled.len() + 5
    );
    let all = String::from_utf8(send(*SERVER, text.as_bytes())).unwrap();
    assert_eq!(all.matches("HTTP/1.1 ").count(), 1, "{all}");
    // A broken chunk ends it.
    let text = "POST /api/v1/batch HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n".to_owned() + smuggled;
    let all = String::from_utf8(send(*SERVER, text.as_bytes())).unwrap();
    assert!(!all.contains("servanda/treaties/1"), "{all}");
}
