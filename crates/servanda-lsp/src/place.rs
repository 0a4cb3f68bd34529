//! Places in a text as editors count them: lines, and columns in UTF-16 units or bytes. Knows no treaty.

use line_index::{LineCol, LineIndex, TextSize, WideEncoding, WideLineCol};
use lsp_types::{Position, Range};
use std::ops::Range as Bytes;

/// What an editor counts columns in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Columns {
    /// Bytes.
    Utf8,
    /// UTF-16 units, which every editor understands.
    Utf16,
}

/// The lines of one text.
pub(crate) struct Lines {
    index: LineIndex,
    columns: Columns,
    length: usize,
}

impl Lines {
    pub(crate) fn new(text: &str, columns: Columns) -> Lines {
        Lines { index: LineIndex::new(text), columns, length: text.len() }
    }

    /// Where a byte stands; one beyond the end stands at the end.
    pub(crate) fn position(&self, byte: usize) -> Position {
        let byte = TextSize::from(byte.min(self.length) as u32);
        let Some(at) = self.index.try_line_col(byte) else { return Position::default() };
        let wide = match self.columns {
            Columns::Utf8 => Some(WideLineCol { line: at.line, col: at.col }),
            Columns::Utf16 => self.index.to_wide(WideEncoding::Utf16, at),
        };
        wide.map_or(Position::new(at.line, at.col), |at| Position::new(at.line, at.col))
    }

    pub(crate) fn range(&self, bytes: Bytes<usize>) -> Range {
        Range::new(self.position(bytes.start), self.position(bytes.end))
    }

    /// The byte at a position: at most the end of its line, never inside a character.
    pub(crate) fn byte(&self, text: &str, at: Position) -> usize {
        let Some(line) = self.index.line(at.line) else { return text.len() };
        let (start, end) = (usize::from(line.start()), usize::from(line.end()));
        let line_text = text.get(start..end).unwrap_or_default();
        let end = start + line_text.trim_end_matches('\n').trim_end_matches('\r').len();
        let column = match self.columns {
            Columns::Utf8 => Some(LineCol { line: at.line, col: at.character }),
            Columns::Utf16 => {
                let wide = WideLineCol { line: at.line, col: at.character };
                self.index.to_utf8(WideEncoding::Utf16, wide)
            }
        };
        let byte = column.map_or(end, |at| start + at.col as usize).min(end);
        (start..=byte).rev().find(|byte| text.is_char_boundary(*byte)).unwrap_or(start)
    }

    pub(crate) fn bytes(&self, text: &str, range: Range) -> Bytes<usize> {
        let start = self.byte(text, range.start);
        start..self.byte(text, range.end).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_the_editor() {
        let text = "\u{feff}norm \u{441}\u{43e}\u{44e}\u{437} \u{1f54a} V\r\nend";
        let lines = Lines::new(text, Columns::Utf16);
        let v = text.find('V').unwrap_or_default();
        assert_eq!(lines.position(v), Position::new(0, 14));
        assert_eq!(lines.byte(text, Position::new(0, 14)), v);
        // Inside the dove: before it.
        let dove = text.find('\u{1f54a}').unwrap_or_default();
        assert_eq!(lines.byte(text, Position::new(0, 12)), dove);
        // Beyond the end of a line, and of the text.
        assert_eq!(lines.byte(text, Position::new(0, 99)), v + 1);
        assert_eq!(lines.byte(text, Position::new(9, 9)), text.len());
        assert_eq!(lines.position(text.len()), Position::new(1, 3));
        let bytes = Lines::new(text, Columns::Utf8);
        assert_eq!(bytes.byte(text, bytes.position(v)), v);
    }
}
