//! Where a name leads: to another page of the server, or nowhere, in a page that stands alone. Knows the addresses of
//! pages and nothing of what they show.

use servanda::engine::{Question, phrase};
use servanda::model::World;
use servanda::time::Day;
use std::fmt::Write as _;

/// Whether names lead to other pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Links {
    /// To the server's pages.
    Served,
    /// Nowhere: the page is a file or a cell of a notebook.
    Alone,
}

impl Links {
    /// The page of a treaty.
    pub fn treaty(self, id: &str, on: Option<Day>) -> Option<String> {
        self.page("treaty", id, on)
    }

    /// The page of a state or entity.
    pub fn state(self, id: &str, on: Option<Day>) -> Option<String> {
        self.page("state", id, on)
    }

    /// The page that explains a diagnostic code.
    pub fn code(self, code: &str) -> Option<String> {
        self.page("code", code, None)
    }

    fn page(self, room: &str, id: &str, on: Option<Day>) -> Option<String> {
        (self == Links::Served).then(|| {
            let on = on.map_or(String::new(), |day| format!("?on={day}"));
            format!("/{room}/{}{on}", encode(id))
        })
    }
}

/// The address that asks a question, with everything that is taken as known in it.
pub fn question(world: &World, question: &Question) -> String {
    let text = match question.text.as_str() {
        "" => phrase::text_of(question, world),
        text => text.to_owned(),
    };
    let known = question.known.map_or(String::new(), |known| known.to_string());
    let known_to = question.known_to.map_or("", |viewer| world.id(viewer));
    let mut query = vec![("q", text.as_str()), ("known", &known), ("known_to", known_to)];
    for (name, found) in &question.given {
        query.push((if *found { "found" } else { "denied" }, name));
    }
    query.extend(question.assuming.iter().map(|claim| ("assuming", claim.as_str())));
    query.extend(question.readings.iter().map(|reading| ("reading", reading.as_str())));
    query.extend(question.prefer.iter().map(|one| ("prefer", one.word())));
    query.push(("follow", if question.follow { "true" } else { "" }));
    address("/ask", query)
}

/// Text as a part of an address: everything but letters, digits and `-_.~` in percent signs (RFC 3986).
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// An address with its query: pairs without a value are left out.
pub fn address<'a>(path: &str, query: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = path.to_owned();
    let mut sign = '?';
    for (name, value) in query.into_iter().filter(|(_, value)| !value.is_empty()) {
        out.push(sign);
        out.push_str(name);
        out.push('=');
        out.push_str(&encode(value));
        sign = '&';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_signs_of_its_own_stays_one_value() {
        let address = address("/ask", [("q", "attack on A&B on 2002"), ("by", ""), ("on", "é")]);
        assert_eq!(address, "/ask?q=attack%20on%20A%26B%20on%202002&on=%C3%A9");
        assert_eq!(Links::Served.treaty("A/B", None).as_deref(), Some("/treaty/A%2FB"));
        assert_eq!(Links::Alone.treaty("CST", None), None);
    }
}
