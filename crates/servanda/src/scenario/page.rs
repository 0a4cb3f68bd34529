//! A scenario page cut into headings and fenced blocks. Knows Markdown only.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use std::ops::Range;

/// One piece of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// A heading with its level from 1 to 6.
    Heading {
        /// Its level.
        level: usize,
        /// Its text.
        title: String,
    },
    /// A fenced block.
    Block {
        /// The words after the opening fence.
        info: String,
        /// Bytes of its content in the page.
        content: Range<usize>,
    },
}

/// The headings and fenced blocks of a page, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut heading: Option<(usize, String)> = None;
    let mut block: Option<(String, Range<usize>)> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                heading = Some((number(level), String::new()));
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, title)) = heading.take() {
                    found.push(Piece::Heading { level, title });
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let first_line = text.get(range.clone()).and_then(|block| block.find('\n'));
                let start = range.start + first_line.map_or(0, |at| at + 1);
                block = Some((info.trim().to_owned(), start..start));
            }
            Event::Text(words) => {
                if let Some((_, content)) = &mut block {
                    content.end = range.end;
                } else if let Some((_, title)) = &mut heading {
                    title.push_str(&words);
                }
            }
            Event::Code(words) => {
                if let Some((_, title)) = &mut heading {
                    title.push_str(&words);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((info, content)) = block.take() {
                    found.push(Piece::Block { info, content });
                }
            }
            _ => {}
        }
    }
    found
}

fn number(level: HeadingLevel) -> usize {
    level as usize
}
