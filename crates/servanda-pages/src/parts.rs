//! Small parts that several pages share: lists that are not empty, tables, forms that find things, pictures, tests.

use crate::links::Links;
use maud::{Markup, PreEscaped, html};
use servanda::answer::treaty_form::{CitationForm, DecisionForm, SaidForm};

/// A section with its heading; `id` is where links lead.
pub fn section(id: &str, heading: &str, body: &Markup) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 #(id) { (heading) }
            (body)
        }
    }
}

/// A table that scrolls by itself where the page is narrow: heads, and rows whose first cell names the row.
pub fn table(about: &str, heads: &[&str], rows: &[Vec<Markup>]) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(about) {
            table.rows.wide[heads.len() > 2] {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (number, cell) in row.iter().enumerate() {
                                @if number == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A picture that scrolls by itself where the page is narrow. `svg` is markup that this program has drawn.
pub fn picture(about: &str, svg: &str, caption: &Markup) -> Markup {
    html! {
        figure {
            div.scroll tabindex="0" role="group" aria-label=(about) { (PreEscaped(svg)) }
            figcaption { (caption) }
        }
    }
}

/// A field of a form: its name, label, kind, value, and a word of help.
pub fn field(name: &str, label: &str, kind: &str, value: &str, help: &str) -> Markup {
    html! {
        p.field {
            label for=(name) { (label) }
            input #(name) name=(name) type=(kind) value=(value) placeholder=(help) autocomplete="off";
        }
    }
}

/// The form above a list: words and a day.
pub fn find(room: &str, q: &str, on: &str, label: &str, day: &str) -> Markup {
    html! {
        form.box action=(room) method="get" role="search" {
            div.fields {
                (field("q", label, "search", q, ""))
                (field("on", day, "text", on, "YYYY-MM-DD"))
                p.field { button type="submit" { "Show" } }
            }
        }
    }
}

/// Whether something came out as it should, in a word: passed, failed, running.
pub fn outcome(word: &str) -> Markup {
    html! { span.outcome.(word) { (word) } }
}

/// Links to the parts of a page.
pub fn here(parts: &[(&str, &str)]) -> Markup {
    html! {
        nav.here aria-label="On this page" {
            ul { @for (id, name) in parts { li { a href={ "#" (id) } { (name) } } } }
        }
    }
}

/// Claims, which are never premises.
pub fn claims(claims: &[SaidForm]) -> Markup {
    html! {
        p.aside { "What people have said. No answer rests on it, unless the asker assumes it." }
        ul {
            @for claim in claims {
                li {
                    strong { (claim.by) }
                    @if let Some(of) = &claim.of { " (" (of) ")" }
                    @if let Some(on) = &claim.on { ", " (on) }
                    " (" (claim.status) "): " (claim.says) " " code { (claim.id) }
                }
            }
        }
    }
}

/// Decisions.
pub fn decisions(decisions: &[DecisionForm]) -> Markup {
    html! {
        ul {
            @for one in decisions {
                li {
                    (one.on) ", " code { (one.id) } " by " (one.by.join(" ")) ":"
                    ul {
                        @for (word, list) in [("agreed", &one.agreed), ("put off", &one.postponed), ("refused", &one.rejected)] {
                            @for what in list { li { (word) ": " (what) } }
                        }
                    }
                }
            }
        }
    }
}

/// What is cited.
pub fn citations(sources: &[CitationForm]) -> Markup {
    html! {
        ul.sources {
            @for source in sources {
                li {
                    (source.kind)
                    @if let Some(locator) = &source.locator { " " (locator) }
                    @if let Some(url) = &source.url {
                        @if url.starts_with("https://") || url.starts_with("http://") {
                            " " a href=(url) rel="noreferrer" { (host(url)) }
                        } @else { " " (url) }
                    }
                }
            }
        }
    }
}

/// The name of the site of an address.
fn host(url: &str) -> &str {
    url.split("//").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or(url)
}

/// The command that shows the same.
pub fn again(command: &str) -> Markup {
    html! {
        section.again {
            h2 { "The same at the command line" }
            pre tabindex="0" role="group" aria-label="Command" { code { (command) } }
        }
    }
}

/// Ids of parties, each leading to its page.
pub fn parties(ids: &[String]) -> Markup {
    html! {
        @for (number, id) in ids.iter().enumerate() {
            @if number > 0 { ", " }
            (party(id, id))
        }
    }
}

/// A party's name, leading to its page.
pub fn party(id: &str, name: &str) -> Markup {
    html! {
        @match Links::Served.state(id, None) {
            Some(address) => { a href=(address) { (name) } }
            None => { (name) }
        }
    }
}

/// A treaty's id, leading to its page.
pub fn treaty(id: &str) -> Markup {
    html! {
        @match Links::Served.treaty(id, None) {
            Some(address) => { a href=(address) { (id) } }
            None => { (id) }
        }
    }
}
