//! The API described for people: each address with its parameters, an example that is a link, and a line for the shell.

use crate::parts;
use maud::{Markup, html};

/// One address.
#[derive(Clone, Debug, Default)]
pub struct Address {
    /// `get` or `post`.
    pub method: String,
    /// The path, with names in braces.
    pub path: String,
    /// In a few words.
    pub summary: String,
    /// What to know of it.
    pub about: String,
    /// What stands in braces; none where nothing does.
    pub item: Option<String>,
    /// Parameters: name, what it is, whether it is needed.
    pub parameters: Vec<(String, String, bool)>,
    /// An address that can be followed; none for what takes a body.
    pub example: Option<String>,
    /// The line for the shell, without the server's own address.
    pub curl: String,
    /// What it gives.
    pub gives: String,
}

/// The page.
pub fn page(addresses: &[Address]) -> Markup {
    html! {
        h1 { "API" }
        p {
            "Every answer of these pages is there for programs too. JSON is that of the command, byte for byte; what is refused \
             comes as " code { "application/problem+json" } " with a code, its place and what to write instead."
        }
        ul {
            li { a href="/api/v1/openapi.json" { "Description as OpenAPI 3.1" } ", made from the same records as this page" }
            li { "A parameter that nobody knows is refused (400), so that a slip of the pen changes no answer." }
            li { "An answer has at most 1,000 rows and says so (" code { "truncated" } "); a body has at most 1 MB; work stops after 5 s (503)." }
            li { "An answer carries a tag (" code { "ETag" } "). Under " code { "/at/DATA/" } " an address stays what it is and may be kept for good." }
            li { "Every page has twins as well: put " code { ".json" } ", " code { ".csv" } ", " code { ".md" } " behind its path, as its foot says." }
        }
        @for one in addresses { (address(one)) }
    }
}

fn address(one: &Address) -> Markup {
    let id = format!("{}{}", one.method, one.path.replace(['/', '{', '}'], "-"));
    let rows: Vec<Vec<Markup>> = one
        .parameters
        .iter()
        .map(|(name, about, needed)| {
            let needed = if *needed { "needed" } else { "" };
            vec![html! { code { (name) } }, coded(about), html! { (needed) }]
        })
        .collect();
    html! {
        section.endpoint aria-labelledby=(id) {
            h2 #(id) { (one.summary) }
            p { code { (one.method.to_uppercase()) " " (one.path) } }
            p { (coded(&one.about)) }
            @if let Some(item) = &one.item { p { "In the path: " (item) "." } }
            @if !rows.is_empty() {
                (parts::table(&format!("Parameters of {}", one.path), &["Parameter", "What it says", ""], &rows))
            }
            @if let Some(example) = &one.example { p.find { "Example: " a href=(example) { (example) } } }
            pre tabindex="0" role="group" aria-label="Command" { code { (one.curl) } }
            p.soft { "Gives: " (one.gives) }
        }
    }
}

/// A text whose words between backticks are code.
fn coded(text: &str) -> Markup {
    html! {
        @for (number, part) in text.split('`').enumerate() {
            @if number % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}
