//! Markdown of treaty files, scenarios and explanations as HTML. Raw HTML in a text is shown, never taken as markup:
//! a text may come from anywhere.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};

/// A Markdown text as markup. Headings are lowered by `lower` levels, so that a page keeps one of the first.
pub fn markdown(text: &str, lower: u8) -> Markup {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lowered(level, lower), id, classes, attrs })
        }
        Event::End(pulldown_cmark::TagEnd::Heading(level)) => {
            Event::End(pulldown_cmark::TagEnd::Heading(lowered(level, lower)))
        }
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: harmless(dest_url), title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: harmless(dest_url), title, id })
        }
        other => other,
    });
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, events);
    PreEscaped(out)
}

fn lowered(level: pulldown_cmark::HeadingLevel, by: u8) -> pulldown_cmark::HeadingLevel {
    let number = (level as usize + usize::from(by)).min(6);
    pulldown_cmark::HeadingLevel::try_from(number).unwrap_or(pulldown_cmark::HeadingLevel::H6)
}

/// An address that runs nothing: only the web, mail and places of this server.
fn harmless(address: CowStr<'_>) -> CowStr<'_> {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.trim().to_ascii_lowercase());
    match scheme.as_deref() {
        None | Some("http" | "https" | "mailto") => address,
        Some(_) => "#".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_taken_as_markup() {
        let text = "# A\n\n<script>alert(1)</script> <img src=x onerror=y>\n\n[x](javascript:alert(1)) [y](https://un.org)";
        let html = markdown(text, 1).into_string();
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        assert!(!html.contains("javascript:"), "{html}");
        assert!(html.contains("<h2>A</h2>") && html.contains("https://un.org"), "{html}");
    }
}
