//! A receiver of webhooks that honours keys: what it has under a key it takes once, and it remembers when something
//! else comes under the same key.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What was received, by key.
pub(crate) type Received = BTreeMap<String, String>;

#[derive(Default)]
struct Inner {
    received: Received,
    /// Keys under which two different bodies came.
    differ: Vec<String>,
}

/// The receiver.
pub(crate) struct Receiver {
    pub(crate) url: String,
    inner: Arc<Mutex<Inner>>,
}

impl Receiver {
    pub(crate) fn new() -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/alerts", listener.local_addr().unwrap());
        let inner = Arc::new(Mutex::new(Inner::default()));
        let shared = Arc::clone(&inner);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || while one(&stream, &shared).is_some() {});
            }
        });
        Receiver { url, inner }
    }

    /// Begins with what it had received before.
    pub(crate) fn begin(&self, received: Received) {
        *self.inner.lock().unwrap() = Inner { received, differ: Vec::new() };
    }

    pub(crate) fn received(&self) -> Received {
        self.inner.lock().unwrap().received.clone()
    }

    pub(crate) fn differ(&self) -> Vec<String> {
        self.inner.lock().unwrap().differ.clone()
    }
}

fn one(mut stream: &TcpStream, shared: &Mutex<Inner>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let (mut key, mut long, mut line) = (String::new(), 0, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let text = line.trim();
        if text.is_empty() {
            break;
        }
        let (name, value) = text.split_once(':').unwrap_or((text, ""));
        match name.to_ascii_lowercase().as_str() {
            "idempotency-key" => value.trim().clone_into(&mut key),
            "content-length" => long = value.trim().parse().ok()?,
            _ => {}
        }
    }
    let mut body = vec![0; long];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    {
        let mut inner = shared.lock().unwrap();
        match inner.received.get(&key) {
            Some(known) if *known != body => inner.differ.push(key.clone()),
            Some(_) => {}
            None => drop(inner.received.insert(key, body)),
        }
    }
    stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").ok()
}
