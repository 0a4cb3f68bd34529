//! Markdown of treaty files, scenarios and explanations as HTML. Raw HTML in a text is shown, never taken as markup:
//! a text may come from anywhere.

use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html as push,
};

/// A Markdown text as markup. Headings are lowered by `lower` levels (raised, where it is less than none), so that a page keeps
/// one of the first.
pub fn markdown(text: &str, lower: i8) -> Markup {
    with_blocks(text, lower, &|_, content, _| {
        html! { pre tabindex="0" role="group" aria-label="Example" { code { (content) } } }
    })
}

/// How a fenced block is shown: its words after the fence, its content, and the byte at which that begins.
pub type Block<'b> = dyn Fn(&str, &str, usize) -> Markup + 'b;

/// A Markdown text whose fenced blocks are shown in a way of their own.
pub fn with_blocks(text: &str, lower: i8, block: &Block<'_>) -> Markup {
    let mut fence: Option<(String, String, usize)> = None;
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    let events = parser.filter_map(|(event, range)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            fence = Some((info.to_string(), String::new(), range.end));
            None
        }
        Event::Text(words) if fence.is_some() => {
            if let Some((_, content, at)) = &mut fence {
                *at = (*at).min(range.start);
                content.push_str(&words);
            }
            None
        }
        Event::End(TagEnd::CodeBlock) if fence.is_some() => {
            let (info, content, at) = fence.take()?;
            Some(Event::Html(block(&info, &content, at).into_string().into()))
        }
        event => Some(plain(event, lower)),
    });
    let mut out = String::with_capacity(text.len() * 2);
    push::push_html(&mut out, events);
    PreEscaped(out)
}

/// An event in which nothing is taken as markup.
fn plain(event: Event<'_>, lower: i8) -> Event<'_> {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lowered(level, lower), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lowered(level, lower))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: harmless(dest_url), title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: harmless(dest_url), title, id })
        }
        Event::Start(Tag::CodeBlock(_)) => Event::Html("<pre tabindex=\"0\"><code>".into()),
        Event::End(TagEnd::CodeBlock) => Event::Html("</code></pre>\n".into()),
        other => other,
    }
}

fn lowered(level: HeadingLevel, by: i8) -> HeadingLevel {
    let number = (level as isize + isize::from(by)).clamp(1, 6);
    HeadingLevel::try_from(number.unsigned_abs()).unwrap_or(HeadingLevel::H6)
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
