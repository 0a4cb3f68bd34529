//! The frame of every page: head, the way to the other pages, the twins of the page in other forms, foot.

use maud::{DOCTYPE, Markup, html};

/// The rooms of the house, in the order in which they are shown: name and address.
pub const ROOMS: &[(&str, &str)] = &[
    ("Ask", "/"),
    ("Treaties", "/treaty"),
    ("States", "/state"),
    ("World", "/world"),
    ("Cascade", "/cascade"),
    ("Decide", "/decide"),
    ("Foresee", "/foresee"),
    ("Play", "/play"),
    ("Cases", "/cases"),
    ("Data", "/data"),
    ("API", "/api"),
];

/// What the frame needs to know of a page.
#[derive(Clone, Debug, Default)]
pub struct Frame<'a> {
    /// Its title, as the browser shows it.
    pub title: &'a str,
    /// The room it belongs to, as [`ROOMS`] names it; none: no room is marked.
    pub room: &'a str,
    /// The same as data: what it is called, such as `JSON`, and its address.
    pub twins: Vec<(&'static str, String)>,
    /// The address under which this very page stays what it is, whatever later versions say.
    pub lasting: Option<String>,
    /// Modules of behavior, by their addresses.
    pub scripts: Vec<String>,
    /// The address of the style sheet.
    pub style: &'a str,
    /// The fingerprint of the data, shortened.
    pub data: &'a str,
}

/// A whole page.
pub fn page(frame: &Frame<'_>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (frame.title) " - servanda" }
                link rel="stylesheet" href=(frame.style);
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                @for (name, address) in &frame.twins {
                    link rel="alternate" title=(name) href=(address);
                }
                @for script in &frame.scripts {
                    script type="module" src=(script) {}
                }
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    p.name { a href="/" { "servanda" } }
                    nav aria-label="Pages" {
                        ul {
                            @for (name, address) in ROOMS {
                                li {
                                    a href=(address) aria-current=[(*name == frame.room).then_some("page")] { (name) }
                                }
                            }
                        }
                    }
                }
                main #main tabindex="-1" { (body) }
                footer.foot {
                    @if !frame.twins.is_empty() {
                        p.twins {
                            "This page as "
                            @for (number, (name, address)) in frame.twins.iter().enumerate() {
                                @if number > 0 { ", " }
                                a href=(address) { (name) }
                            }
                            "."
                            @if let Some(lasting) = &frame.lasting {
                                " " a href=(lasting) { "Permanent link" } "."
                            }
                        }
                    }
                    p {
                        "What treaties oblige whom to do, on a given day, and why. What an answer says is what the corpus "
                        "states; a gap is told as a gap. Data " code { (frame.data) } "."
                    }
                }
            }
        }
    }
}
