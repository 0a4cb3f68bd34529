//! A page that stands alone: a file that needs no server, with its style within.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// A whole page with its style in it.
pub fn page(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " - servanda" }
                style { (PreEscaped(crate::STYLE)) }
            }
            body { main { (body) } }
        }
    };
    let mut text = page.into_string();
    text.push('\n');
    text
}
