//! The two hosts of the language: bare text and literate Markdown. Finds the code, reads none of it.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// How a text hosts the language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Host {
    /// `.treaty`: all of it is code.
    Bare,
    /// `.treaty.md`: code stands in fences marked `treaty`.
    Literate,
}

impl Host {
    /// The host that a file's name asks for.
    pub fn of_name(name: &str) -> Option<Host> {
        let lower = name.to_ascii_lowercase();
        if lower.ends_with(".treaty.md") {
            Some(Host::Literate)
        } else if lower.ends_with(".treaty") {
            Some(Host::Bare)
        } else {
            None
        }
    }
}

/// The stretches of code in a text, in order.
pub fn code_ranges(text: &str, host: Host) -> Vec<Range<usize>> {
    match host {
        Host::Bare => std::iter::once(0..text.len()).collect(),
        Host::Literate => fences(text)
            .into_iter()
            .filter(|(info, _)| info == "treaty")
            .map(|(_, range)| range)
            .collect(),
    }
}

/// Every fenced block with its info string and the range of its content.
pub fn fences(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let mut open: Option<(String, Option<Range<usize>>)> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let word = info.split_whitespace().next().unwrap_or_default().to_owned();
                open = Some((word, None));
            }
            Event::Text(_) => {
                if let Some((_, content)) = &mut open {
                    let start = content.as_ref().map_or(range.start, |content| content.start);
                    *content = Some(start..range.end);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((info, Some(content))) = open.take() {
                    found.push((info, content));
                }
            }
            _ => {}
        }
    }
    found
}
