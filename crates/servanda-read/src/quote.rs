//! Quotations: where they open and close. Marks that never close are none.

use super::span::Span;

/// A quotation: with its marks, and the words inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Quote {
    pub(crate) whole: Span,
    pub(crate) inner: Span,
}

/// A longer stretch between two marks is no quotation but a lost mark.
const LONGEST: usize = 3000;

/// The quotations of a paragraph.
pub(crate) fn quotes(text: &str, paragraph: Span) -> Vec<Quote> {
    let mut list = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let words = paragraph.of(text);
    for (at, sign) in words.char_indices() {
        match (sign, open) {
            ('“', _) => open = Some((at, '”')),
            ('"', None) => open = Some((at, '"')),
            (close, Some((start, wanted))) if close == wanted => {
                let inner = Span::new(
                    paragraph.start
                        + start
                        + words
                            .get(start..)
                            .and_then(|rest| rest.chars().next())
                            .map_or(1, char::len_utf8),
                    paragraph.start + at,
                );
                let whole =
                    Span::new(paragraph.start + start, paragraph.start + at + sign.len_utf8());
                if inner.end - inner.start <= LONGEST && !inner.of(text).trim().is_empty() {
                    list.push(Quote { whole, inner });
                }
                open = None;
            }
            _ => {}
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_marks_are_read() {
        let text = "“One,” he said. \"Two.\" And \"never";
        let found: Vec<&str> =
            quotes(text, Span::new(0, text.len())).iter().map(|one| one.inner.of(text)).collect();
        assert_eq!(found, ["One,", "Two."]);
    }
}
