//! Edits that mend a fault: what an editor does when its user asks for it. Knows texts and places; what
//! to write is said by whoever found the fault.

use super::Span;
use std::ops::Range;

/// One way to mend a fault: all of its edits together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, in a few words.
    pub title: String,
    /// What changes, in no particular order; no two touch the same words.
    pub edits: Vec<Edit>,
}

/// A change of a text at one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// Where.
    pub at: Span,
    /// What.
    pub change: Change,
}

/// What happens at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// Its words give way to these; to none, together with the lines that would be left empty.
    Replace(String),
    /// A line is added below its last one.
    Below {
        /// The line, without indentation.
        line: String,
        /// One step further in than the place itself.
        deeper: bool,
    },
}

impl Edit {
    /// Other words at a place.
    pub fn replace(at: Span, words: impl Into<String>) -> Edit {
        Edit { at, change: Change::Replace(words.into()) }
    }

    /// Words before a place.
    pub fn before(at: Span, words: impl Into<String>) -> Edit {
        Edit::replace(Span { end: at.start, ..at }, words)
    }

    /// A line below a place.
    pub fn below(at: Span, line: impl Into<String>, deeper: bool) -> Edit {
        Edit { at, change: Change::Below { line: line.into(), deeper } }
    }

    /// The bytes of the text that change, and what comes to stand there.
    pub fn in_text(&self, text: &str) -> (Range<usize>, String) {
        let start = floor(text, self.at.start as usize);
        let end = floor(text, (self.at.end as usize).max(start));
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_end = after.find('\n').map_or(text.len(), |at| end + at);
        match &self.change {
            Change::Replace(words) if words.is_empty() => {
                let lead = text.get(line_start..start).unwrap_or_default();
                let rest = text.get(end..line_end).unwrap_or_default();
                let blank = |text: &str| text.trim().is_empty();
                match (blank(lead), blank(rest)) {
                    (true, true) => (line_start..(line_end + 1).min(text.len()), String::new()),
                    // The blanks before go with the words at the end of a line, else those after.
                    (false, true) => (line_start + lead.trim_end().len()..end, String::new()),
                    _ => (start..end + rest.len() - rest.trim_start().len(), String::new()),
                }
            }
            Change::Replace(words) => (start..end, words.clone()),
            Change::Below { line, deeper } => {
                let own = text.get(line_start..line_end).unwrap_or_default();
                let indent = own.get(..own.len() - own.trim_start().len()).unwrap_or_default();
                let further = if *deeper { "  " } else { "" };
                let line_end = line_end
                    - usize::from(text.get(..line_end).is_some_and(|text| text.ends_with('\r')));
                let ending = if text.get(line_end..).is_some_and(|rest| rest.starts_with('\r')) {
                    "\r\n"
                } else {
                    "\n"
                };
                (line_end..line_end, format!("{ending}{indent}{further}{line}"))
            }
        }
    }
}

impl Fix {
    /// The text with the fault mended.
    pub fn applied(&self, text: &str) -> String {
        let mut edits: Vec<(Range<usize>, String)> =
            self.edits.iter().map(|edit| edit.in_text(text)).collect();
        edits.sort_by_key(|(range, _)| std::cmp::Reverse((range.start, range.end)));
        let mut out = text.to_owned();
        for (range, words) in edits {
            out.replace_range(range, &words);
        }
        out
    }
}

/// The nearest beginning of a character at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap_or_default() as u32;
        Span { file: 0, start, end: start + words.len() as u32 }
    }

    fn alone(edit: Edit) -> Fix {
        Fix { title: String::new(), edits: vec![edit] }
    }

    #[test]
    fn a_clause_goes_with_its_line_and_a_word_with_its_blank() {
        let text = "norm a\n  quote \"x\"\n  gist \"y\"\n";
        let fix = alone(Edit::replace(span(text, "quote \"x\""), ""));
        assert_eq!(fix.applied(text), "norm a\n  gist \"y\"\n");
        let text = "  RUS TAJ  in force 1992\n";
        assert_eq!(
            alone(Edit::replace(span(text, "TAJ"), "")).applied(text),
            "  RUS in force 1992\n"
        );
        assert_eq!(
            alone(Edit::replace(span(text, "1992"), "")).applied(text),
            "  RUS TAJ  in force\n"
        );
    }

    #[test]
    fn a_line_below_keeps_indentation_and_line_ends() {
        let text = "article 1\r\n  norm a\r\n";
        let fix = alone(Edit::below(span(text, "norm a"), "where V is party", true));
        assert_eq!(fix.applied(text), "article 1\r\n  norm a\r\n    where V is party\r\n");
        let fix = alone(Edit::below(Span { file: 0, start: 900, end: 990 }, "x", false));
        assert_eq!(fix.applied("é"), "é\nx");
    }
}
