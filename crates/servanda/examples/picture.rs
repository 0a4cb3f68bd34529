//! Draws what `servanda ask` prints at a terminal as an SVG picture, on standard output.
//!
//! `cargo run -p servanda --example picture -- "attack on Tajikistan on 2002-05-14" "MAY" "SOURCES"`
//! draws the answer with the sections MAY and SOURCES left out; the picture says how many lines.

#![allow(clippy::print_stdout, reason = "the picture is what this program prints")]

use servanda::answer::Answer;
use servanda::answer::table::{self, Layout};
use servanda::corpus;
use servanda::engine::Engine;
use servanda::engine::phrase::{self, Parts};
use servanda::syntax::Span;
use std::error::Error;
use std::fmt::Write as _;

const COLUMNS: usize = 92;
const CELL_WIDTH: usize = 8;
const LINE_HEIGHT: usize = 18;
const MARGIN: usize = 20;
const BAR_HEIGHT: usize = 34;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let asked = args.next().ok_or("the first argument is the question")?;
    let left_out: Vec<String> = args.collect();
    let (world, _) = corpus::world()?;
    let parts = Parts::read(&asked, 0);
    let whole = Span { file: 0, start: 0, end: u32::try_from(asked.len())? };
    let question = phrase::resolve(&parts, &world, whole)
        .map_err(|faults| faults.into_iter().map(|fault| fault.message).collect::<String>())?;
    let engine = Engine::new(&world);
    let reply = engine.ask(&question);
    let answer = Answer::of(&reply, &corpus::fingerprint(&world));
    let repeat = format!("servanda ask \"{asked}\"");
    let layout = Layout { width: COLUMNS, color: true };
    let text = table::render(&reply, layout, answer.data.outside.as_deref(), &repeat);
    let mut lines = vec![format!("\u{1b}[1m\u{1b}[32m$\u{1b}[0m {repeat}"), String::new()];
    lines.extend(shortened(&text, &left_out));
    print!("{}", svg(&lines, &format!("What `{repeat}` prints at a terminal")));
    Ok(())
}

/// The lines with some sections cut down to their titles. Sections are parted by empty lines.
fn shortened(text: &str, left_out: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for section in text.trim_end().split("\n\n") {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let title = section.lines().next().unwrap_or_default();
        if left_out.contains(&plain(title)) {
            lines.push(title.to_owned());
            let more = section.lines().count() - 1;
            lines.push(format!("  \u{1b}[2m... {more} lines\u{1b}[0m"));
        } else {
            lines.extend(section.lines().map(str::to_owned));
        }
    }
    lines
}

/// A stretch of a line in one style.
struct Stretch {
    text: String,
    style: TextStyle,
}

#[derive(Clone, Copy, Default)]
struct TextStyle {
    bold: bool,
    dim: bool,
    italic: bool,
    color: Option<usize>,
}

/// The text without its styles.
fn plain(line: &str) -> String {
    stretches(line, &mut TextStyle::default()).into_iter().map(|stretch| stretch.text).collect()
}

/// Cuts a line at its escape sequences (`ESC [ numbers m`). A style lasts until the next one, also
/// into the next line, as at a terminal.
fn stretches(line: &str, style: &mut TextStyle) -> Vec<Stretch> {
    let mut found = Vec::new();
    for (number, piece) in line.split('\u{1b}').enumerate() {
        let mut text = piece;
        if number > 0
            && let Some((codes, rest)) = piece.trim_start_matches('[').split_once('m')
        {
            codes.split(';').for_each(|code| *style = styled(*style, code.parse().unwrap_or(0)));
            text = rest;
        }
        if !text.is_empty() {
            found.push(Stretch { text: text.to_owned(), style: *style });
        }
    }
    found
}

fn styled(style: TextStyle, code: usize) -> TextStyle {
    match code {
        0 => TextStyle::default(),
        1 => TextStyle { bold: true, ..style },
        2 => TextStyle { dim: true, ..style },
        3 => TextStyle { italic: true, ..style },
        30..=37 => TextStyle { color: Some(code - 30), ..style },
        90..=97 => TextStyle { color: Some(code - 90), ..style },
        _ => style,
    }
}

/// Black, red, green, yellow, blue, magenta, cyan, white on a dark ground.
const COLORS: [&str; 8] =
    ["#6e7681", "#ff7b72", "#7ee787", "#e3b341", "#79c0ff", "#d2a8ff", "#76e3ea", "#e6edf3"];

fn svg(lines: &[String], title: &str) -> String {
    let width = MARGIN * 2 + CELL_WIDTH * COLUMNS;
    let height = BAR_HEIGHT + MARGIN * 3 / 2 + LINE_HEIGHT * lines.len();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">"
    );
    let _ = writeln!(out, "<title>{}</title>", escaped(title));
    let _ = writeln!(
        out,
        "<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#0d1117\" stroke=\"#30363d\"/>"
    );
    for (index, color) in ["#ff5f57", "#febc2e", "#28c840"].iter().enumerate() {
        let x = 20 + index * 20;
        let _ = writeln!(out, "<circle cx=\"{x}\" cy=\"18\" r=\"6\" fill=\"{color}\"/>");
    }
    let _ = writeln!(
        out,
        "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"13\" fill=\"#e6edf3\" xml:space=\"preserve\">"
    );
    let mut style = TextStyle::default();
    for (index, line) in lines.iter().enumerate() {
        let y = BAR_HEIGHT + MARGIN + LINE_HEIGHT * index;
        let mut column = 0;
        for stretch in stretches(line, &mut style) {
            let cells = stretch.text.chars().count();
            out.push_str(&drawn(&stretch, MARGIN + CELL_WIDTH * column, y));
            column += cells;
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// One stretch, held to the grid of cells whatever the font. Leading blanks only move it.
fn drawn(stretch: &Stretch, x: usize, y: usize) -> String {
    let text = stretch.text.trim_start();
    let blanks = stretch.text.chars().count() - text.chars().count();
    let text = text.trim_end();
    if text.is_empty() {
        return String::new();
    }
    let x = x + CELL_WIDTH * blanks;
    let length = CELL_WIDTH * text.chars().count();
    let mut look = String::new();
    if let Some(color) = stretch.style.color.and_then(|color| COLORS.get(color)) {
        let _ = write!(look, " fill=\"{color}\"");
    }
    if stretch.style.bold {
        look.push_str(" font-weight=\"bold\"");
    }
    if stretch.style.italic {
        look.push_str(" font-style=\"italic\"");
    }
    if stretch.style.dim {
        look.push_str(" opacity=\"0.65\"");
    }
    let text = escaped(text);
    format!("<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\"{look}>{text}</text>\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
