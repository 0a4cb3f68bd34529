//! Items of a bibliography as BibTeX. Knows its entry types, months and escaping. Letters beyond
//! ASCII stay as they are: biber, and BibTeX with UTF-8 input, take them.

use super::citation::{Author, Item};
use std::fmt::Write as _;

const MONTHS: &[&str] =
    &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Items as a BibTeX file.
pub fn render(items: &[Item]) -> String {
    let each: Vec<String> = items.iter().map(entry).collect();
    each.join("\n")
}

fn entry(item: &Item) -> String {
    let kind = match item.kind {
        "article-newspaper" | "article-journal" => "article",
        "book" => "book",
        "chapter" => "incollection",
        _ => "misc",
    };
    let mut out = format!("@{kind}{{{},\n", key(&item.id));
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = writeln!(out, "  {name} = {{{value}}},");
        }
    };
    let author = |author: &Author| match author.family.as_str() {
        "" => format!("{{{}}}", escape(&author.literal)),
        family => format!("{}, {}", escape(family), escape(&author.given)),
    };
    let authors: Vec<String> = item.author.iter().map(author).collect();
    field("author", Some(authors.join(" and ")));
    // A second pair of braces keeps capitals as they are.
    field(
        "title",
        Some(&item.title).filter(|title| !title.is_empty()).map(|t| format!("{{{}}}", escape(t))),
    );
    let journal = match kind {
        "article" => "journal",
        "incollection" => "booktitle",
        _ => "howpublished",
    };
    field(journal, item.container_title.as_deref().map(escape));
    field("volume", item.volume.as_deref().map(escape));
    field("number", item.number.as_deref().map(escape));
    field("pages", item.page.as_deref().map(escape));
    field("publisher", item.publisher.as_deref().map(escape));
    field("type", item.genre.as_deref().map(escape));
    field("address", item.event_place.as_deref().map(escape));
    field("doi", item.doi.as_deref().map(address));
    field("url", item.url.as_deref().map(address));
    field("note", item.note.as_deref().map(escape));
    field("keywords", item.keyword.as_deref().map(escape));
    if let Some(issued) = &item.issued {
        let [parts] = &issued.date_parts;
        let mut parts = parts.iter();
        field("year", parts.next().map(|year| format!("{year:04}")));
        let month = parts.next().and_then(|month| MONTHS.get(usize::try_from(*month - 1).ok()?));
        field("day", parts.next().map(i16::to_string));
        if let Some(month) = month {
            let _ = writeln!(out, "  month = {month},");
        }
    }
    out.push_str("}\n");
    out
}

/// A key may hold none of the signs that end it or begin a comment.
fn key(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_:.+".contains(c) { c } else { '-' };
    id.chars().map(plain).collect()
}

/// Text with the signs that TeX would take for its own.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

/// An address stands as it is, but for the braces and backslashes that would end the field.
fn address(url: &str) -> String {
    url.replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_tex_in_a_title_do_not_break_the_entry() {
        let item = Item {
            id: "A {b}".into(),
            kind: "treaty",
            title: "50% & {more} \\ #1_x".into(),
            ..Item::default()
        };
        let text = render(std::slice::from_ref(&item));
        assert!(text.starts_with("@misc{A--b-,\n"), "{text}");
        let names = ["Doe, Jane A.", "The Makers"].map(Author::of).to_vec();
        let text = render(&[Item { author: names, ..item }]);
        assert!(text.contains("  author = {Doe, Jane A. and {The Makers}},"), "{text}");
        assert!(
            text.contains("{{50\\% \\& \\{more\\} \\textbackslash{} \\#1\\_x}}"),
            "a sign of TeX is not escaped: {text}"
        );
    }
}
