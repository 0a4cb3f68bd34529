//! A [`Sheet`], the page that every command lays out for the terminal and as Markdown, as HTML.

use maud::{Markup, html};
use servanda::answer::sheet::{Block, Sheet};

/// The sheet with its title as a heading of the first level.
pub fn page(sheet: &Sheet) -> Markup {
    html! {
        h1 { (sheet.title) }
        (blocks(&sheet.blocks))
    }
}

/// The blocks of a sheet, below a heading of the first level.
pub fn blocks(blocks: &[Block]) -> Markup {
    let is_item = |block: &Block| matches!(block, Block::Item(..));
    html! {
        // Items that follow each other are one list.
        @for run in blocks.chunk_by(|one, next| is_item(one) && is_item(next)) {
            @if run.iter().all(is_item) {
                ul.items { @for block in run { (one(block)) } }
            } @else {
                @for block in run { (one(block)) }
            }
        }
    }
}

/// The sections of a sheet: each heading with what follows it; before the first heading there is none.
pub fn sections(blocks: &[Block]) -> Vec<(Option<&str>, &[Block])> {
    let runs = blocks.chunk_by(|_, next| !matches!(next, Block::Heading(_)));
    let each = runs.map(|run| match run.split_first() {
        Some((Block::Heading(words), rest)) => (Some(words.as_str()), rest),
        _ => (None, run),
    });
    each.collect()
}

/// The blocks of a sheet; sections with one of these headings open when they are asked to.
pub fn folded(all: &[Block], fold: &[&str]) -> Markup {
    html! {
        @for (heading, below) in sections(all) {
            @match heading {
                Some(heading) if fold.contains(&heading) => details.parts {
                    summary { h2 { (heading) } }
                    (blocks(below))
                },
                Some(heading) => { h2 { (heading) } (blocks(below)) },
                None => (blocks(below)),
            }
        }
    }
}

/// A picture that stands at an address of its own. It scrolls by itself where the page is narrow.
pub fn picture(address: &str, about: &str) -> Markup {
    html! {
        figure {
            div.scroll tabindex="0" role="group" aria-label="Picture" {
                img.plot src=(address) alt=(about) loading="lazy";
            }
            figcaption { (about) ". The tables below hold the same numbers. " a href=(address) { "The picture alone" } "." }
        }
    }
}

fn one(block: &Block) -> Markup {
    match block {
        Block::Item(depth, text) => html! { li.{ "depth-" (depth.min(&4)) } { (text) } },
        Block::Text(text) => html! { p { (text) } },
        Block::Heading(text) => html! { h2 { (text) } },
        Block::Part(text) => html! { h3 { (text) } },
        Block::Grid(heads, rows) => grid(heads, rows),
        Block::Kept(lines) => html! { pre tabindex="0" { @for line in lines { (line) "\n" } } },
    }
}

/// What scrolls by itself where the page is narrow.
pub fn scrolled(name: &str, inner: &Markup) -> Markup {
    html! { div.scroll tabindex="0" role="group" aria-label=(name) { (inner) } }
}

/// A table that scrolls by itself where the page is narrow.
pub fn grid(heads: &[String], rows: &[Vec<String>]) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(heads.join(", ")) {
            table {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody { @for row in rows { tr { @for cell in row { td { (cell) } } } } }
            }
        }
    }
}
