//! Tables that are too long are cut after so many rows, whichever room made them; a header says how many there are.

use crate::MOST_ROWS;
use crate::made::Form;
use axum::http::HeaderName;

/// The header of a table that was cut: how many of how many rows are given.
pub(crate) const TRUNCATED: HeaderName = HeaderName::from_static("servanda-truncated");

/// A body with at most so many rows, and what was cut. Only forms of which every line is a row are looked at: other
/// forms say in themselves what they leave out.
pub(crate) fn bounded(media: &str, mut body: String) -> (String, Option<String>) {
    let header = match media {
        media if media == Form::Csv.media() => 1,
        media if media == Form::Ndjson.media() => 0,
        _ => return (body, None),
    };
    let ends = ends(&body, header == 1);
    let rows = ends.len().saturating_sub(header);
    match ends.get(header + MOST_ROWS - 1) {
        Some(end) if rows > MOST_ROWS => {
            body.truncate(*end);
            (body, Some(format!("{MOST_ROWS} of {rows} rows")))
        }
        _ => (body, None),
    }
}

/// Where each row ends, its line feed included. In CSV a line feed between quotation marks ends no row.
fn ends(body: &str, quotes: bool) -> Vec<usize> {
    let mut within = false;
    let mut ends = Vec::new();
    for (at, byte) in body.bytes().enumerate() {
        match byte {
            b'"' if quotes => within = !within,
            b'\n' if !within => ends.push(at + 1),
            _ => {}
        }
    }
    if ends.last().copied().unwrap_or_default() < body.len() {
        ends.push(body.len());
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_cut_after_whole_rows() {
        let row = "a,\"two\nlines, and \"\"quotes\"\"\"\n";
        let exact = format!("one,two\n{}", row.repeat(MOST_ROWS));
        assert_eq!(bounded(Form::Csv.media(), exact.clone()), (exact.clone(), None));
        let told = Some("1000 of 1001 rows".to_owned());
        assert_eq!(
            bounded(Form::Csv.media(), format!("{exact}b,c")),
            (exact.clone(), told.clone())
        );
        let lines = "{\"a\": \"\"}\n".repeat(MOST_ROWS + 1);
        let (cut, words) = bounded(Form::Ndjson.media(), lines);
        assert_eq!((cut.lines().count(), words), (MOST_ROWS, told));
        assert_eq!(bounded(Form::Md.media(), "\n".repeat(2000)).1, None);
        assert_eq!(bounded(Form::Csv.media(), String::new()), (String::new(), None));
    }
}
