//! A page of an answer before it is laid out: a title, headings, paragraphs, lists and grids. Knows
//! how to become text of a given width or Markdown; knows nothing of treaties.

use super::table::Layout;
use anstyle::Style;
use std::fmt::Write as _;
use textwrap::core::display_width;

/// One block of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A heading.
    Heading(String),
    /// A heading below a heading.
    Part(String),
    /// An item of a list, indented by its depth.
    Item(usize, String),
    /// A table with its column heads.
    Grid(Vec<String>, Vec<Vec<String>>),
    /// Lines to be kept as they are; a bar chart.
    Kept(Vec<String>),
}

/// A page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// What follows, in order.
    pub blocks: Vec<Block>,
}

impl Sheet {
    /// An empty page.
    pub fn new(title: impl Into<String>) -> Sheet {
        Sheet { title: title.into(), blocks: Vec::new() }
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    /// Adds a heading below a heading.
    pub fn part(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Part(text.into()));
    }

    /// A heading with one item for each line, or nothing when there are none.
    pub(super) fn list(&mut self, heading: &str, items: impl Iterator<Item = String>) {
        let mut items = items.peekable();
        if items.peek().is_some() {
            self.heading(heading);
        }
        for item in items {
            self.item(1, item);
        }
    }

    /// Adds an item of a list.
    pub fn item(&mut self, depth: usize, text: impl Into<String>) {
        self.blocks.push(Block::Item(depth, text.into()));
    }

    /// Adds a grid, unless it has no row.
    pub fn grid(&mut self, heads: &[&str], rows: Vec<Vec<String>>) {
        if !rows.is_empty() {
            let heads = heads.iter().map(|head| (*head).to_owned()).collect();
            self.blocks.push(Block::Grid(heads, rows));
        }
    }

    /// The page as text for a terminal.
    pub fn render(&self, layout: Layout) -> String {
        let mut page = Lines { layout, out: String::new() };
        page.styled(&self.title, "", "", Style::new().bold());
        for block in &self.blocks {
            page.block(block);
        }
        page.out
    }

    /// The page as Markdown.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n", escape(&self.title));
        let mut after_item = false;
        for block in &self.blocks {
            let is_item = matches!(block, Block::Item(..));
            if !(is_item && after_item) {
                out.push('\n');
            }
            after_item = is_item;
            markdown_block(&mut out, block);
        }
        out
    }
}

/// Text that Markdown would take for its own signs.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '|' | '*' | '_' | '[' | ']' | '`' | '\\') {
            out.push('\\');
        }
        match character {
            '<' => out.push_str("&lt;"),
            other => out.push(other),
        }
    }
    out
}

fn markdown_block(out: &mut String, block: &Block) {
    let _ = match block {
        Block::Text(text) => writeln!(out, "{}", escape(text)),
        Block::Heading(text) => writeln!(out, "## {}", escape(text)),
        Block::Part(text) => writeln!(out, "### {}", escape(text)),
        Block::Item(depth, text) => {
            writeln!(out, "{}- {}", "  ".repeat(depth.saturating_sub(1)), escape(text))
        }
        Block::Kept(lines) => writeln!(out, "```text\n{}\n```", lines.join("\n")),
        Block::Grid(heads, rows) => {
            let line = |cells: &[String]| {
                let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
                format!("| {} |\n", cells.join(" | "))
            };
            out.push_str(&line(heads));
            let _ = writeln!(out, "|{}", "---|".repeat(heads.len()));
            for row in rows {
                out.push_str(&line(row));
            }
            Ok(())
        }
    };
}

/// Lines as they grow.
struct Lines {
    layout: Layout,
    out: String,
}

impl Lines {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Text(text) => self.wrapped(text, "", ""),
            Block::Heading(text) => {
                self.out.push('\n');
                self.styled(text, "", "", Style::new().bold());
            }
            Block::Part(text) => self.styled(text, "  ", "    ", Style::new().bold()),
            Block::Item(depth, text) => {
                let indent = "  ".repeat(*depth);
                self.wrapped(text, &indent, &format!("{indent}  "));
            }
            Block::Grid(heads, rows) => self.grid(heads, rows),
            Block::Kept(lines) => {
                for line in lines {
                    let _ = writeln!(self.out, "{}", line.trim_end());
                }
            }
        }
    }

    fn wrapped(&mut self, text: &str, first: &str, hanging: &str) {
        self.styled(text, first, hanging, Style::new());
    }

    /// Wraps first and colors afterwards, so that no escape sequence is counted as text.
    fn styled(&mut self, text: &str, first: &str, hanging: &str, style: Style) {
        let width = self.layout.width.max(40);
        for (index, line) in wrap(text, width.saturating_sub(hanging.len())).iter().enumerate() {
            let indent = if index == 0 { first } else { hanging };
            self.out.push_str(indent);
            if self.layout.color && style != Style::new() {
                let _ = write!(self.out, "{style}{line}{style:#}");
            } else {
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    /// Columns as wide as their cells while they fit. Else the last column wraps, and when even
    /// that leaves it no room each row becomes an item.
    fn grid(&mut self, heads: &[String], rows: &[Vec<String>]) {
        let count = heads.len();
        let mut widths: Vec<usize> = heads.iter().map(|head| display_width(head)).collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(display_width(cell));
            }
        }
        let room = self.layout.width.max(40);
        let before: usize =
            widths.iter().take(count.saturating_sub(1)).map(|width| width + 2).sum();
        let last = widths.last().copied().unwrap_or_default();
        let left = room.saturating_sub(before + 2);
        if left < last.min(24) {
            return self.stacked(heads, rows);
        }
        if let Some(width) = widths.last_mut() {
            *width = last.min(left);
        }
        let heads: Vec<String> = heads.iter().map(|head| head.to_uppercase()).collect();
        self.row(&heads, &widths);
        for row in rows {
            self.row(row, &widths);
        }
    }

    fn row(&mut self, cells: &[String], widths: &[usize]) {
        let mut line = String::from("  ");
        for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
            if at + 1 < cells.len() {
                let gap = (width + 2).saturating_sub(display_width(cell));
                line.push_str(cell);
                line.push_str(&" ".repeat(gap));
            } else {
                let hanging = " ".repeat(display_width(&line));
                for (index, part) in wrap(cell, *width).iter().enumerate() {
                    if index > 0 {
                        let _ = writeln!(self.out, "{}", line.trim_end());
                        line.clone_from(&hanging);
                    }
                    line.push_str(part);
                }
            }
        }
        let _ = writeln!(self.out, "{}", line.trim_end());
    }

    fn stacked(&mut self, heads: &[String], rows: &[Vec<String>]) {
        for row in rows {
            let mut cells = row.iter();
            let first = cells.next().map_or("", String::as_str);
            self.wrapped(first, "  ", "    ");
            let rest: Vec<String> = heads
                .iter()
                .skip(1)
                .zip(cells)
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(head, cell)| format!("{head}: {cell}"))
                .collect();
            self.wrapped(&rest.join("; "), "      ", "      ");
        }
    }
}

/// Lines of at most `width` columns; a word that is longer stays whole.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width.max(1))
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Sheet {
        let mut sheet = Sheet::new("A page");
        let row = vec!["RUS".to_owned(), "must help Tajikistan when it is attacked".to_owned()];
        sheet.grid(&["party", "duty"], vec![row]);
        sheet
    }

    #[test]
    fn a_grid_that_does_not_fit_wraps_its_last_column() {
        let text = page().render(Layout { width: 40, color: false });
        assert!(text.lines().all(|line| line.len() <= 40), "wider than 40 columns:\n{text}");
        assert!(text.contains("attacked"), "a word was lost:\n{text}");
    }

    #[test]
    fn markdown_signs_in_a_cell_do_not_break_the_grid() {
        let mut sheet = Sheet::new("A page");
        sheet.grid(&["a", "b"], vec![vec!["x|y".into(), "<z>".into()]]);
        assert!(sheet.markdown().contains("| x\\|y | &lt;z> |"));
    }
}
