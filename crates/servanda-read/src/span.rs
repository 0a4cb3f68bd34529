//! Places in a text: bytes inside, Unicode code points outside.

use serde::{Deserialize, Serialize};

/// A stretch of the text in bytes, end excluded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl Span {
    /// From `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end: end.max(start) }
    }

    /// Whether two stretches share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The words.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Turns bytes into code points, in one step for each look-up.
#[derive(Clone, Debug, Default)]
pub struct Points {
    /// Code points before each block of 256 bytes.
    blocks: Vec<usize>,
}

const BLOCK: usize = 256;

fn begins(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

impl Points {
    /// The index of a text.
    pub fn of(text: &str) -> Points {
        let mut before = 0;
        let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
            let here = before;
            before += block.iter().filter(|byte| begins(**byte)).count();
            here
        });
        Points { blocks: blocks.collect() }
    }

    /// The code point at a byte.
    pub fn at(&self, text: &str, byte: usize) -> usize {
        let byte = byte.min(text.len());
        let block = (byte / BLOCK).min(self.blocks.len().saturating_sub(1));
        let rest = text.as_bytes().get(block * BLOCK..byte).unwrap_or_default();
        let before = self.blocks.get(block).copied().unwrap_or_default();
        before + rest.iter().filter(|byte| begins(**byte)).count()
    }

    /// A stretch in code points.
    pub fn span(&self, text: &str, span: Span) -> (usize, usize) {
        (self.at(text, span.start), self.at(text, span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_code_points() {
        let text = "é".repeat(300) + "x";
        let points = Points::of(&text);
        assert_eq!(points.at(&text, 600), 300);
        assert_eq!(points.at(&text, 601), 301);
        assert_eq!(points.span(&text, Span::new(256, 512)), (128, 256));
        assert_eq!(Points::of("").at("", 5), 0);
    }
}
