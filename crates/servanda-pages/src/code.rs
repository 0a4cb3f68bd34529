//! Code of the treaty language with its words told apart, and the code of one treaty cut article by article. Knows the
//! lexer's tokens and the tree; reads no clause.

use maud::{Markup, html};
use servanda::model::{Treaty, World};
use servanda::syntax::host::Host;
use servanda::syntax::keyword::is_keyword;
use servanda::syntax::lexer::{Kind, tokens};
use servanda::syntax::tree::{Node, build};

/// Words of duty, wherever they stand.
const MODALS: &[&str] = &["must", "may", "not"];

/// Code with its words told apart: the first word of a clause, words of duty, texts, dates, comments.
pub fn lit(code: &str) -> Markup {
    let mut at = 0;
    let mut first = true;
    let pieces = tokens(code).into_iter().map(|token| {
        let end = at + token.length as usize;
        let text = code.get(at..end).unwrap_or_default();
        at = end;
        let class = match token.kind {
            Kind::Text | Kind::OpenText => "t",
            Kind::Comment => "c",
            Kind::Word if first && is_keyword(text) => "k",
            Kind::Word if MODALS.contains(&text) => "m",
            Kind::Word if is_date(text) => "d",
            _ => "",
        };
        match token.kind {
            Kind::Newline => first = true,
            Kind::Blank => {}
            _ => first = false,
        }
        (class, text)
    });
    let pieces: Vec<_> = pieces.collect();
    // What has no class of its own stands together.
    let runs = pieces.chunk_by(|one, next| one.0.is_empty() && next.0.is_empty());
    html! {
        @for run in runs {
            @let text: String = run.iter().map(|(_, text)| *text).collect();
            @match run.first() {
                Some((class, _)) if !class.is_empty() => { span.(class) { (text) } }
                _ => { (text) }
            }
        }
    }
}

/// Code in a box that scrolls; `about` says of what.
pub fn block(code: &str, about: &str) -> Markup {
    html! { pre.code tabindex="0" role="group" aria-label=(about) { code { (lit(code)) } } }
}

fn is_date(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && word.as_bytes().get(4).is_none_or(|byte| matches!(byte, b'-' | b'?' | b'.'))
}

/// The code of one treaty.
#[derive(Clone, Debug, Default)]
pub struct TreatyCode {
    /// The name of its file.
    pub file: String,
    /// What the file says before its first code, where it holds one treaty.
    pub intro: String,
    /// The code before the articles: its life and its members.
    pub head: String,
    /// The code of each article, in their order.
    pub articles: Vec<String>,
}

impl TreatyCode {
    /// The code of a treaty, from the text it was read from.
    pub fn of(world: &World, treaty: &Treaty) -> TreatyCode {
        let Some(source) = world.sources.get(treaty.at.file) else {
            return TreatyCode::default();
        };
        let host = Host::of_name(&source.name).unwrap_or(Host::Bare);
        let root = Node::new_root(build(&source.text, host));
        let holds = |node: &Node, byte: u32| {
            let range = node.text_range();
            u32::from(range.start()) <= byte && byte < u32::from(range.end())
        };
        let own =
            root.children().find(|node| node.kind() == Kind::Block && holds(node, treaty.at.start));
        let Some(own) = own else { return TreatyCode::default() };
        let nodes: Vec<Node> = own.children().filter(|node| node.kind() == Kind::Article).collect();
        let article = |byte: u32| nodes.iter().find(|node| holds(node, byte)).map(code_of);
        let alone = world.treaties.iter().filter(|one| one.at.file == treaty.at.file).count() == 1;
        let intro = match host {
            Host::Literate if alone => source.text.split("```").next().unwrap_or_default(),
            _ => "",
        };
        // The title is the page's own.
        let intro = intro.trim_start();
        let intro = match intro.strip_prefix("# ") {
            Some(rest) => rest.split_once('\n').map_or("", |(_, rest)| rest),
            None => intro,
        };
        TreatyCode {
            file: source.name.clone(),
            intro: intro.trim().to_owned(),
            head: head_of(&own),
            articles: treaty
                .articles
                .iter()
                .map(|one| article(one.at.start).unwrap_or_default())
                .collect(),
        }
    }
}

/// The code of a node without the Markdown in it.
fn code_of(node: &Node) -> String {
    let tokens =
        node.descendants_with_tokens().filter_map(servanda::syntax::tree::Element::into_token);
    joined(tokens.filter(|leaf| leaf.kind() != Kind::Prose).map(|leaf| leaf.text().to_owned()))
}

/// The code of a block before its articles.
fn head_of(node: &Node) -> String {
    let before = node.children_with_tokens().take_while(|part| part.kind() != Kind::Article);
    let kept = before.filter(|part| part.kind() != Kind::Prose);
    joined(kept.map(|part| part.to_string()))
}

/// Pieces of code as one text, without empty lines around it.
fn joined(pieces: impl Iterator<Item = String>) -> String {
    let text: String = pieces.collect();
    text.trim_end().trim_start_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_and_nothing_is_lost() {
        let html = lit("norm aid\n  each party must aid V # as <written>\n  from 1999-01-01\n")
            .into_string();
        assert!(html.contains("<span class=\"k\">norm</span>"), "{html}");
        assert!(html.contains("<span class=\"m\">must</span>"), "{html}");
        assert!(html.contains("<span class=\"c\"># as &lt;written&gt;</span>"), "{html}");
        assert!(html.contains("<span class=\"d\">1999-01-01</span>"), "{html}");
    }
}
