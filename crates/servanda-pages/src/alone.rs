//! A page that stands alone: a file that needs no server, with its style within.

use crate::answer::{View, capital};
use crate::{Links, answer};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use servanda::engine::Reply;

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

/// An answer as a page of its own.
pub fn answer(reply: &Reply<'_>, repeat: &str) -> String {
    let title = capital(&reply.case.question.text);
    let body = html! {
        h1 { "What treaties oblige whom to do, on a given day" }
        (answer::answer(&view(reply, repeat)))
    };
    page(&title, &body)
}

/// An answer as a cell of a notebook: its style reaches nothing around it.
pub fn cell(reply: &Reply<'_>, repeat: &str) -> String {
    let style = crate::STYLE.replace(":root", ":scope");
    let cell = html! {
        style { "@scope (.servanda-cell) {" (PreEscaped(style)) "}" }
        div.servanda-cell { (answer::answer(&view(reply, repeat))) }
    };
    cell.into_string()
}

fn view<'a>(reply: &'a Reply<'a>, repeat: &'a str) -> View<'a> {
    View {
        reply,
        links: Links::Alone,
        repeat,
        with: &|_, _| None,
        changes: None,
        picture: html! {},
    }
}
