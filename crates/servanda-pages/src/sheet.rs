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
    let mut rest = blocks;
    html! {
        @while let Some((block, after)) = rest.split_first() {
            @match block {
                Block::Item(..) => {
                    @let count = rest.iter().take_while(|one| matches!(one, Block::Item(..))).count();
                    @let (items, after) = rest.split_at(count);
                    ul.items {
                        @for item in items {
                            @if let Block::Item(depth, text) = item {
                                li.{ "depth-" (depth.min(&4)) } { (text) }
                            }
                        }
                    }
                    @let _ = { rest = after; };
                }
                Block::Text(text) => { p { (text) } @let _ = { rest = after; }; }
                Block::Heading(text) => { h2 { (text) } @let _ = { rest = after; }; }
                Block::Part(text) => { h3 { (text) } @let _ = { rest = after; }; }
                Block::Grid(heads, rows) => { (grid(heads, rows)) @let _ = { rest = after; }; }
                Block::Kept(lines) => {
                    pre tabindex="0" { @for line in lines { (line) "\n" } }
                    @let _ = { rest = after; };
                }
            }
        }
    }
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
