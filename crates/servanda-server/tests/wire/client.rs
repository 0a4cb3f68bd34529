//! A client that sends what it is told to, right or wrong, and the server it talks to.

use servanda::model::World;
use servanda::syntax::Source;
use servanda::time::Day;
use servanda_server::Settings;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{LazyLock, mpsc};
use std::time::Duration;

/// Rows of an answer about an attack on France: more than are given at once.
pub(crate) const NORMS: usize = 12;

/// The server of all tests that need none of their own.
pub(crate) static SERVER: LazyLock<SocketAddr> = LazyLock::new(|| start(0));

/// Starts a server that lives as long as the tests.
pub(crate) fn start(rate: u32) -> SocketAddr {
    // Whatever breaks in the server ends the tests, also where the client would not see it.
    static WATCH: std::sync::Once = std::sync::Once::new();
    WATCH.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            usual(panic);
            if std::thread::current().name().is_some_and(|name| name.starts_with("tokio")) {
                std::process::abort();
            }
        }));
    });
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let settings = Settings {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            hosts: vec!["treaties.example".to_owned()],
            rate,
            schemas: servanda::answer::schemas::ALL.to_vec(),
        };
        let ready = |address| sender.send(address).unwrap();
        servanda_server::serve(
            world(),
            Vec::new(),
            servanda_server::Files::default(),
            &settings,
            ready,
        )
        .unwrap();
    });
    receiver.recv().unwrap()
}

fn world() -> World {
    let mut world = servanda::corpus::empty_world().unwrap();
    let day: Day = "2010-01-01".parse().unwrap();
    let parties: Vec<&str> = world
        .states
        .iter()
        .filter(|(state, _)| world.states.exists_on(*state, day))
        .map(|(_, state)| state.id.as_str())
        .collect();
    let mut text = format!(
        "treaty MANY \"Of many\"\n  signed 2010-01-01\n  in force 2010-01-01\n\nmembers\n  {}  signed 2010-01-01  in force 2010-01-01\n\narticle 1\n  gist \"all aid each\"\n",
        parties.join(" ")
    );
    for norm in 0..NORMS {
        let _ = write!(
            text,
            "  norm aid-{norm}\n    when A attacks V\n    where V is party\n    each other party must aid V\n"
        );
    }
    text.push_str(FEW);
    let faults = world.add_texts(vec![Source::new("many.treaty", text)]);
    assert!(faults.is_empty(), "{faults:?}");
    world
}

/// The question whose answer has more rows than are given.
pub(crate) const LARGE: &str = "q=attack%20on%20France%20on%202012-01-01";

/// A question whose answer is short: for pages, which also look for the nearest changes.
pub(crate) const SHORT: &str = "q=attack%20on%20Poland%20on%201975-01-01";

const FEW: &str = "\ntreaty FEW \"Of few\"\n  signed 1970-01-01\n  in force 1970-01-01\n  ended 1980-01-01 \"at the end of its term\"\n\nmembers\n  \
    POL HUN  signed 1970-01-01  in force 1970-01-01\n\narticle 1\n  gist \"each aids the other\"\n  norm aid\n    \
    when A attacks V\n    where V is party\n    each other party must aid V\n";

/// A response.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    /// The header of this name, which stands once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} stands twice: {:?}", self.headers);
        value
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:#?}"))
    }

    /// Whether this is a problem as JSON that says so itself.
    pub(crate) fn assert_problem(&self, status: u16) {
        assert_eq!(self.status, status, "{self:#?}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:#?}");
        assert_eq!(self.json()["status"], status);
    }
}

/// Connects.
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    stream
}

/// Sends bytes and reads until the server ends the connection.
pub(crate) fn send(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect(address);
    // A server that has heard enough may hang up before all is said.
    let _ = stream.write_all(bytes);
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    all
}

/// Sends one request and reads its response. The connection is closed after it.
pub(crate) fn exchange(address: SocketAddr, bytes: &[u8]) -> Reply {
    parse(&send(address, bytes))
}

/// A request with these header lines, each with its line end, beside `Host`.
pub(crate) fn request(method: &str, target: &str, headers: &str, body: &str) -> Reply {
    let text = format!(
        "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n{body}"
    );
    exchange(*SERVER, text.as_bytes())
}

pub(crate) fn get(target: &str) -> Reply {
    request("GET", target, "", "")
}

/// Reads a response; one in chunks is put together.
pub(crate) fn parse(all: &[u8]) -> Reply {
    let end = all.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no response: {:?}", String::from_utf8_lossy(all)));
    let head = String::from_utf8(all[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let mut body = all[end + 4..].to_vec();
    if headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked") {
        body = dechunked(&body);
    }
    Reply { status, headers, body: String::from_utf8(body).unwrap() }
}

fn dechunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(at) = rest.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..at]).unwrap(), 16).unwrap();
        body.extend_from_slice(&rest[at + 2..at + 2 + length]);
        rest = &rest[at + 4 + length..];
    }
    body
}
