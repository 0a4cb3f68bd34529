//! GDELT's lists of its own files: which of them there are to take, in which order, and whether what came is what
//! the list says.

use md5::{Digest, Md5};
use servanda_events::{Part, listed};
use std::io::{self, BufRead, Read};

/// One file of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Item {
    pub(crate) url: String,
    pub(crate) bytes: u64,
    pub(crate) md5: String,
    stamp: String,
    mentions: bool,
}

/// The number of a line that is none of a list, and why.
pub(crate) type Wrong = (usize, String);

/// Most bytes of a line.
const LONGEST: u64 = 4096;

/// Whether a file or address is a list, by its name.
pub(crate) fn is_list(name: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let name = name.split(['?', '#']).next().unwrap_or(name).to_ascii_lowercase();
    name.starts_with("masterfilelist") || name.starts_with("lastupdate")
}

/// The files of a list in the order of their quarters of an hour, events before mentions; and the lines that are
/// none, with their number and why.
pub(crate) fn items(input: impl Read) -> io::Result<(Vec<Item>, Vec<Wrong>)> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    let mut input = io::BufReader::new(input);
    let mut bytes = Vec::new();
    for at in 1.. {
        bytes.clear();
        if input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let line = String::from_utf8_lossy(&bytes);
        if line.trim().is_empty() {
            continue;
        }
        match listed(&line) {
            Ok(one) if one.part != Part::Gkg => found.push(Item {
                url: one.url.to_owned(),
                bytes: one.bytes,
                md5: one.md5.to_ascii_lowercase(),
                stamp: one.stamp.to_owned(),
                mentions: one.part == Part::Mentions,
            }),
            Ok(_) => {}
            Err(cause) => wrong.push((at, cause)),
        }
    }
    found.sort_by(|one, other| (&one.stamp, one.mentions).cmp(&(&other.stamp, other.mentions)));
    Ok((found, wrong))
}

/// Says what speaks against a body being the file of a list.
pub(crate) fn differs(item: &Item, mut body: impl Read) -> io::Result<Option<String>> {
    let mut sum = Md5::new();
    let mut bytes = 0;
    let mut piece = [0; 16 * 1024];
    loop {
        let read = body.read(&mut piece)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        sum.update(piece.get(..read).unwrap_or_default());
    }
    if bytes != item.bytes {
        return Ok(Some(format!("it has {bytes} bytes and the list says {}", item.bytes)));
    }
    let sum = hex(&sum.finalize());
    Ok((sum != item.md5).then(|| format!("its MD5 is {sum} and the list says {}", item.md5)))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        digits.push_str(&format!("{byte:02x}"));
    }
    digits
}
