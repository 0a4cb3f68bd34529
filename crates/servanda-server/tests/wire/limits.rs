//! How much an answer gives, how much a request may bring, and how long it may take to do so.

use super::client::{LARGE, NORMS, SERVER, SHORT, connect, exchange, get, request, send};
use std::io::{Read, Write};
use std::time::{Duration, Instant};

#[test]
fn every_form_of_an_answer_is_cut_and_says_so() {
    let json = get(&format!("/ask.json?{LARGE}")).json();
    let (rows, given) =
        (json["truncated"]["rows"].as_u64().unwrap(), json["truncated"]["given"].as_u64());
    assert!(rows > 1000 && rows as usize >= 150 * NORMS, "{rows}");
    assert_eq!((given, json["answers"].as_array().unwrap().len()), (Some(1000), 1000));
    assert_eq!(get(&format!("/api/v1/ask?{LARGE}")).json(), json);

    let csv = get(&format!("/ask.csv?{LARGE}"));
    assert_eq!(csv.body.lines().count(), 1001, "a header and the rows");
    assert_eq!(csv.header("servanda-truncated"), Some(format!("1000 of {rows} rows").as_str()));

    let markdown = get(&format!("/ask.md?{LARGE}")).body;
    assert!(markdown.contains(&format!("**Cut:** 1000 of {rows} rows")));
    assert_eq!(markdown.lines().filter(|line| line.starts_with("| ")).count(), 1001);

    let many = "{\"q\": \"attack on France on 2012-01-01\"}\n";
    let length = format!("Content-Length: {}\r\n", many.len());
    let line = request("POST", "/api/v1/batch", &length, many).json();
    assert_eq!(line["answer"]["truncated"], json["truncated"]);
    assert_eq!(line["answer"]["answers"].as_array().unwrap().len(), 1000);
    for form in ["svg", "dot", "graphml"] {
        assert_eq!(get(&format!("/ask.{form}?{LARGE}")).status, 200, "{form}");
    }
}

#[test]
fn a_body_is_bounded_however_it_comes() {
    let most = 1024 * 1024;
    let line = "{\"x\": 1}\n".repeat(most / 9 + 1);
    // Exactly as much as is taken: every line is answered.
    let body = format!("{}{}", "\n".repeat(most - 9), &line[..9]);
    let reply = request("POST", "/api/v1/batch", &format!("Content-Length: {most}\r\n"), &body);
    assert_eq!((reply.status, reply.body.lines().count()), (200, 1));

    let length = format!("Content-Length: {}\r\n", most + 1);
    request("POST", "/api/v1/batch", &length, "").assert_problem(413);
    request("POST", "/ask", &length, "").assert_problem(413);
    request("GET", "/ask", &length, "").assert_problem(413);
    let huge = "Content-Length: 99999999999999999999999\r\n";
    assert_eq!(request("POST", "/api/v1/batch", huge, "").status, 400);

    // In chunks nobody says beforehand how much there is.
    let chunk = format!("10000\r\n{}\r\n", "\n".repeat(0x10000));
    let body = format!("{}1\r\n\n\r\n0\r\n\r\n", chunk.repeat(16));
    let reply = request("POST", "/api/v1/batch", "Transfer-Encoding: chunked\r\n", &body);
    let last = reply.body.lines().last().unwrap();
    assert!(last.contains("\"status\":413"), "{reply:#?}");

    request("POST", "/api/v1/batch", "Content-Length: 0\r\n", "").assert_problem(400);
    request("POST", "/api/v1/batch", "Content-Length: 3\r\n", "\n \n").assert_problem(400);
    let long = format!("{{\"q\": \"{}\"}}\n", "x".repeat(70_000));
    let reply =
        request("POST", "/api/v1/batch", &format!("Content-Length: {}\r\n", long.len()), &long);
    assert!(reply.body.contains("\"status\":4"), "{}", reply.body);
}

#[test]
fn a_packed_answer_ends_well() {
    let packed = |method: &str, target: &str, body: &str| {
        let length = body.len();
        let text = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        let all = send(*SERVER, text.as_bytes());
        assert!(all.starts_with(b"HTTP/1.1 200"), "{method} {target}");
        assert!(all.ends_with(b"0\r\n\r\n"), "{method} {target} breaks off");
        String::from_utf8_lossy(&all).contains("content-encoding: gzip")
    };
    assert!(packed("GET", &format!("/ask?{SHORT}"), ""));
    assert!(packed("GET", "/api/v1/openapi.json", ""));
    assert!(packed("GET", "/assets/servanda.css", ""));
    // Lines come one by one, as soon as each is there.
    assert!(!packed("POST", "/api/v1/batch", "{\"q\": \"attack on France on 2012-01-01\"}\n"));
}

#[test]
fn a_slow_head_is_cut() {
    let begun = Instant::now();
    let mut stream = connect(*SERVER);
    let mut answer = Vec::new();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n").unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    // A header every half second, for as long as the server listens.
    while begun.elapsed() < Duration::from_secs(30) {
        if stream.write_all(b"X-Slow: 1\r\n").is_err() {
            break;
        }
        match stream.read_to_end(&mut answer) {
            Ok(_) => break,
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
            Err(_) => {}
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert!(!String::from_utf8_lossy(&answer).contains("200 OK"));
}

#[test]
fn a_slow_body_is_cut() {
    let begun = Instant::now();
    let mut stream = connect(*SERVER);
    stream
        .write_all(
            b"POST /api/v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"q\"",
        )
        .unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(begun.elapsed() < Duration::from_secs(25), "{:?}", begun.elapsed());
}

#[test]
fn an_idle_connection_is_closed() {
    let begun = Instant::now();
    let mut stream = connect(*SERVER);
    stream.write_all(b"GET /assets/servanda.css HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(answer.starts_with(b"HTTP/1.1 200"));
    assert!(begun.elapsed() < Duration::from_secs(25), "{:?}", begun.elapsed());
}

#[test]
fn a_head_is_bounded() {
    let long = |length: usize| {
        format!(
            "GET /ask.json?q={} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "x".repeat(length)
        )
    };
    assert_eq!(exchange(*SERVER, long(8 * 1024).as_bytes()).status, 400);
    let many = (0..200).fold(String::new(), |all, number| all + &format!("X-{number}: 1\r\n"));
    let many = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n");
    assert_eq!(exchange(*SERVER, many.as_bytes()).status, 431);
    assert!(matches!(exchange(*SERVER, long(300 * 1024).as_bytes()).status, 414 | 431));
}
