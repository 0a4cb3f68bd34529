//! `servanda serve` and `servanda mcp` as processes: where they say they are, how they stop, and that `mcp` says nothing
//! but the protocol on standard output. In the build with the feature `full`.
#![cfg(all(feature = "full", unix))]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails loudly")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that runs, and the address it says it has.
fn serve() -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_servanda"))
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = lines.by_ref().map(Result::unwrap).find(|line| line.contains("http://")).unwrap();
    let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    // What comes later is read too, so that nothing ever waits to be read.
    std::thread::spawn(move || lines.for_each(drop));
    (child, address)
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// How long the process still ran, and that it ended well.
fn ended(mut child: Child, most: Duration) {
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > most {
            let _ = child.kill();
            panic!("still there after {:?}", begun.elapsed());
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(status.code(), Some(0), "{status:?}");
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said, "", "a server says nothing on standard output");
}

fn ask(address: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut first = [0; 1024];
    let read = stream.read(&mut first).unwrap();
    let text = String::from_utf8_lossy(first.get(..read).unwrap()).into_owned();
    (stream, text)
}

#[test]
fn it_stops_at_once_with_idle_connections_open() {
    for name in ["-TERM", "-INT"] {
        let (child, address) = serve();
        let (_kept, answer) = ask(&address);
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let _silent = TcpStream::connect(&address).unwrap();
        signal(&child, name);
        ended(child, Duration::from_secs(6));
        assert!(TcpStream::connect(&address).is_err(), "nobody listens any more");
    }
}

#[test]
fn it_stops_in_good_time_with_a_request_under_way() {
    let (child, address) = serve();
    let (_kept, _) = ask(&address);
    let mut running = TcpStream::connect(&address).unwrap();
    running.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let head = "POST /api/v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n";
    running.write_all(head.as_bytes()).unwrap();
    running.write_all(b"{\"q\": \"attack on Tajikistan on 2002-05-14\"}\n").unwrap();
    let mut first = [0; 16];
    running.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200 OK\r");
    signal(&child, "-TERM");
    ended(child, Duration::from_secs(7));
}

#[test]
fn an_assistant_hears_the_protocol_and_nothing_else() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_servanda"))
        .arg("mcp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let messages = [
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        r#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"ask","arguments":{"q":"attack on Tajikistan by Afghanistan on 2002-05-14","party":"Armenia"}}}"#,
    ];
    for message in messages {
        writeln!(input, "{message}").unwrap();
    }
    for id in ["\"id\":1", "\"id\":2"] {
        let line = lines.next().unwrap().unwrap();
        assert!(line.starts_with("{\"jsonrpc\":\"2.0\"") && line.contains(id), "{line}");
        assert!(id.ends_with('1') || line.contains("CST art. 4"), "{line}");
    }
    drop(input);
    assert!(lines.next().is_none());
    assert!(child.wait().unwrap().success());
}
