//! A server of the test's own: for each connection the next answer of a list, the last again and again.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What it says.
#[derive(Clone)]
pub(crate) enum Says {
    /// Status line, headers, body; the length is told.
    Whole(&'static str, String, Vec<u8>),
    /// A body that is shorter than it says.
    Cut(Vec<u8>),
    /// Nothing for a long time.
    Slow,
    /// The head, and then a body that comes byte by byte and never ends.
    Trickle,
}

/// One request: when it came, its head and its body.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) at: Instant,
    pub(crate) head: String,
    pub(crate) body: String,
}

pub(crate) struct Server {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

pub(crate) fn ok(body: &[u8]) -> Says {
    Says::Whole("200 OK", String::new(), body.to_vec())
}

pub(crate) fn status(line: &'static str) -> Says {
    Says::Whole(line, String::new(), Vec::new())
}

/// Says each of these, one for each request.
pub(crate) fn server(list: Vec<Says>) -> Server {
    of(move |at, _| list[at.min(list.len() - 1)].clone())
}

/// Says what a function of the number and the head of a request gives.
pub(crate) fn of(says: impl Fn(usize, &str) -> Says + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&asked);
    let says = Arc::new(says);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (shared, says) = (Arc::clone(&shared), Arc::clone(&says));
            std::thread::spawn(move || answer(&stream, &shared, &*says));
        }
    });
    Server { url, asked }
}

impl Server {
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(
    mut stream: &TcpStream,
    shared: &Mutex<Vec<Asked>>,
    says: &dyn Fn(usize, &str) -> Says,
) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let (mut head, mut long) = (String::new(), 0);
    loop {
        let from = head.len();
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
        let line = head[from..].trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            long = value.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; long];
    reader.read_exact(&mut body).ok()?;
    let at = {
        let mut asked = shared.lock().unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        asked.push(Asked { at: Instant::now(), head: head.clone(), body });
        asked.len() - 1
    };
    let close = "Connection: close\r\n";
    match says(at, &head) {
        Says::Whole(line, headers, body) => {
            write!(
                stream,
                "HTTP/1.1 {line}\r\n{close}{headers}Content-Length: {}\r\n\r\n",
                body.len()
            )
            .ok()?;
            stream.write_all(&body).ok()
        }
        Says::Cut(body) => {
            write!(stream, "HTTP/1.1 200 OK\r\n{close}Content-Length: {}\r\n\r\n", body.len() + 10)
                .ok()?;
            stream.write_all(&body).ok()
        }
        Says::Slow => {
            std::thread::sleep(Duration::from_secs(20));
            None
        }
        Says::Trickle => {
            write!(stream, "HTTP/1.1 200 OK\r\n{close}Content-Length: 100000\r\n\r\n").ok()?;
            loop {
                stream.write_all(b"x").ok()?;
                std::thread::sleep(Duration::from_millis(100));
            }
        }
    }
}
