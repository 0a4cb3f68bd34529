//! Standard output: a line for each alert, for people, or the alert as JSON. What a terminal has shown cannot be
//! taken back, so that an alert may be shown twice after a crash, and none is left out.

use super::{Group, Sink, Told, lines};
use crate::fault;
use crate::kept::plain;
use crate::store::{Pending, Store};
use serde_json::Value;
use std::io::{self, Write};

/// Standard output.
pub(crate) struct Table {
    /// JSON lines.
    pub(crate) lines: bool,
}

fn line(one: &Pending) -> String {
    let alert: Value = serde_json::from_str(&one.body).unwrap_or_default();
    let text = |name: &str| plain(alert.get(name).and_then(Value::as_str).unwrap_or_default());
    let mut line =
        format!("{:<9} {} ({}, revision {})\n", one.kind, text("says"), one.key, one.revision);
    let url = alert.pointer("/event/url").and_then(Value::as_str).map(plain);
    if let Some(url) = url.filter(|url| !url.is_empty()) {
        line.push_str(&format!("          {url}\n"));
    }
    line
}

impl Sink for Table {
    fn group(&self) -> Group {
        Group::Some
    }

    fn tell(&mut self, _: &Store, group: &[Pending], place: i64) -> Told {
        let text: String = match self.lines {
            true => lines(group),
            false => group.iter().map(line).collect(),
        };
        let mut out = io::stdout().lock();
        let (half, rest) = text.as_bytes().split_at(text.len() / 2);
        let told = out.write_all(half).and_then(|()| {
            fault::point("table half written");
            out.write_all(rest)?;
            out.flush()
        });
        match told {
            Ok(()) => Told::Yes(place),
            Err(error) => Told::Later(format!("standard output cannot be written: {error}")),
        }
    }
}
