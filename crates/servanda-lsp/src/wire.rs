//! Messages over standard input and output. One that is no JSON is told of and passed over, so that a slip of the editor
//! does not end the session; one that is beyond all measure ends it.

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use lsp_server::Message;
use std::io::{self, BufRead, Read, Write as _};
use std::thread::JoinHandle;

/// The longest message that is taken.
const LARGEST: usize = 64 << 20;

/// What comes in.
pub enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is none, with the reason.
    Malformed(String),
}

/// The way out, and the thread that writes.
pub(crate) struct Outgoing {
    pub(crate) sender: Sender<Message>,
    writer: JoinHandle<()>,
}

impl Outgoing {
    /// Waits until everything is written.
    pub(crate) fn finish(self) {
        drop(self.sender);
        // A writer that broke has nobody left to tell.
        let _ = self.writer.join();
    }
}

/// Threads that read standard input and write standard output.
pub(crate) fn stdio() -> (Receiver<Incoming>, Outgoing) {
    let (incoming, received) = bounded(1024);
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(message)) = read(&mut input) {
            if incoming.send(message).is_err() {
                return;
            }
        }
    });
    let (sender, to_write) = unbounded::<Message>();
    let writer = std::thread::spawn(move || {
        for message in to_write {
            let mut output = io::stdout().lock();
            if message.write(&mut output).and_then(|()| output.flush()).is_err() {
                return;
            }
        }
    });
    (received, Outgoing { sender, writer })
}

/// The next message; none at the end of the input.
fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        // A header is a few words; whatever sends more speaks another language.
        if input.by_ref().take(4096).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() && length.is_some() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let length = length.unwrap_or_default();
    if length > LARGEST {
        return Err(io::Error::other("a message is too long"));
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Malformed(error.to_string()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut bytes: &[u8]) -> Vec<bool> {
        let mut found = Vec::new();
        while let Ok(Some(message)) = read(&mut bytes) {
            found.push(matches!(message, Incoming::Message(_)));
        }
        found
    }

    #[test]
    fn what_is_no_message_is_passed_over() {
        let good = "{\"jsonrpc\":\"2.0\",\"method\":\"initialized\",\"params\":{}}";
        let text = format!(
            "Content-Length: 3\r\n\r\n{{no\nContent-Type: x\r\ncontent-length: {}\r\n\r\n{good}",
            good.len()
        );
        assert_eq!(all(text.as_bytes()), [false, true]);
        assert!(all(b"GET / HTTP/1.1\r\n\r\n").is_empty());
        assert!(all(b"Content-Length: 99999999999\r\n\r\n{}").is_empty());
    }
}
