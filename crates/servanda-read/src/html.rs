//! A saved page to its main text, title and date. Reads the tokens of the HTML standard (html5gum)
//! without building a tree, so that no depth of nesting matters. Fetches and runs nothing.

use super::input::{Article, Kind};
use html5gum::{Token, Tokenizer};
use servanda::time::Day;

/// Elements whose words are no article.
const SKIPPED: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "nav", "header", "footer", "aside",
    "form", "button", "select", "iframe", "object", "figure", "head",
];

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "tr",
    "blockquote",
    "pre",
    "dl",
    "dt",
    "dd",
    "body",
    "hr",
];

const DATES: &[&str] = &[
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
];

#[derive(Default)]
struct Page {
    /// Every word, and the words inside `article` or `main`.
    all: String,
    main: String,
    title: String,
    dated: Option<Day>,
    /// Depth of elements that are left out, of the kind that opened the outermost.
    skipping: Option<(String, u32)>,
    inside: u32,
    in_title: bool,
    hidden: bool,
}

/// The article of a page.
pub(crate) fn article(name: &str, text: &str) -> Article {
    let mut page = Page::default();
    for token in Tokenizer::new(text) {
        match token {
            Ok(Token::StartTag(tag)) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let get = |key: &[u8]| {
                    let value = tag.attributes.get(key)?;
                    Some(String::from_utf8_lossy(value).into_owned())
                };
                if name == "meta" {
                    page.meta(
                        get(b"property").or(get(b"name")).or(get(b"itemprop")),
                        get(b"content"),
                    );
                } else if name == "time" && page.dated.is_none() {
                    page.dated = get(b"datetime").as_deref().and_then(leading_day);
                }
                let style = get(b"style").unwrap_or_default().to_ascii_lowercase();
                let style: String = style.split_whitespace().collect();
                let hidden = get(b"hidden").is_some()
                    || style.contains("display:none")
                    || style.contains("visibility:hidden");
                page.opened(&name, tag.self_closing, hidden);
            }
            Ok(Token::EndTag(tag)) => page.closed(&String::from_utf8_lossy(&tag.name)),
            Ok(Token::String(words)) => page.words(&String::from_utf8_lossy(&words)),
            _ => {}
        }
    }
    page.finish(name)
}

fn leading_day(text: &str) -> Option<Day> {
    text.trim().get(..10)?.parse().ok()
}

impl Page {
    fn meta(&mut self, key: Option<String>, content: Option<String>) {
        let (Some(mut key), Some(content)) = (key, content) else { return };
        key.make_ascii_lowercase();
        if DATES.contains(&key.as_str()) && self.dated.is_none() {
            self.dated = leading_day(&content);
        }
    }

    fn opened(&mut self, name: &str, closed: bool, hidden: bool) {
        self.in_title = name == "title";
        // Elements without an end tag cannot hold what is left out.
        let void =
            closed || matches!(name, "br" | "hr" | "img" | "input" | "meta" | "link" | "wbr");
        match &mut self.skipping {
            Some((kind, depth)) if kind == name && !void => *depth += 1,
            Some(_) => {}
            None if !void && (SKIPPED.contains(&name) || hidden) => {
                self.hidden |= hidden;
                self.skipping = Some((name.to_owned(), 1));
            }
            None => {}
        }
        if self.skipping.is_some() {
            return;
        }
        if matches!(name, "article" | "main") {
            self.inside += 1;
        }
        match name {
            "br" => self.add("\n"),
            "li" => self.add("\n- "),
            _ if BLOCKS.contains(&name) => self.add("\n\n"),
            _ => {}
        }
    }

    fn closed(&mut self, name: &str) {
        self.in_title &= name != "title";
        if let Some((kind, depth)) = &mut self.skipping {
            if kind == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipping = None;
                }
            }
            return;
        }
        if BLOCKS.contains(&name) {
            self.add("\n\n");
        }
        if matches!(name, "article" | "main") {
            self.inside = self.inside.saturating_sub(1);
        }
    }

    fn words(&mut self, words: &str) {
        if self.in_title {
            self.title.push_str(words);
        } else if self.skipping.is_none() {
            self.add(words);
        }
    }

    fn add(&mut self, words: &str) {
        self.all.push_str(words);
        if self.inside > 0 {
            self.main.push_str(words);
        }
    }

    fn finish(self, name: &str) -> Article {
        let main = tidy(&self.main);
        let text = if main.len() > 200 { main } else { tidy(&self.all) };
        let mut notes = Vec::new();
        if self.hidden {
            notes.push("the page hides words from its readers; they were not read".to_owned());
        }
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = Some(title).filter(|title| !title.is_empty());
        Article { name: name.to_owned(), text, kind: Kind::Html, title, dated: self.dated, notes }
    }
}

/// One space between words, one empty line between paragraphs.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.split('\n') {
        let mut any = false;
        for word in line.split_whitespace() {
            if any {
                out.push(' ');
            } else if !out.is_empty() {
                out.push_str(if empty { "\n\n" } else { "\n" });
            }
            out.push_str(word);
            any = true;
        }
        empty = !any;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gives_its_main_text_title_and_day() {
        let page = "<!doctype html><head><title>A &amp; B</title><meta property='article:published_time' \
            content='2002-05-15T08:00'></head><nav>Home</nav><article><p>One&nbsp;day</p><p style='display: none'>\
            hidden</p><ul><li>Poland<li>Hungary</ul><script>alert('x')</script></article>";
        let read = article("x.html", page);
        assert_eq!(read.text, "One day\n\n- Poland\n- Hungary");
        assert_eq!(read.title.as_deref(), Some("A & B"));
        assert_eq!(read.dated, "2002-05-15".parse().ok());
        assert_eq!(read.notes.len(), 1);
    }

    #[test]
    fn deep_nesting_ends() {
        let deep = "<div>".repeat(100_000) + "Rome" + &"<nav>".repeat(100_000);
        assert_eq!(article("x.html", &deep).text, "Rome");
    }
}
