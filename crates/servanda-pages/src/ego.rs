//! The pledges of one state as a picture: itself in the middle, those it is pledged to and those pledged to it around;
//! beyond sixty, a matrix. Same neighbors, same bytes: places follow from the order of ids alone.

use servanda::answer::xml::Xml;
use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::TAU;
use std::fmt::Display;

/// One neighbor: whether it is owed, whether it owes, and under which treaties.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Neighbor {
    /// Its name.
    pub name: String,
    /// Treaties under which the state in the middle is pledged to it.
    pub owed: Vec<String>,
    /// Treaties under which it is pledged to the state in the middle.
    pub owes: Vec<String>,
}

/// Neighbors by id.
pub type Neighbors = BTreeMap<String, Neighbor>;

/// Neighbors of a picture at most; more become a matrix.
pub const MOST: usize = 60;

impl Neighbor {
    /// What holds between the two, in a word: class of the line.
    pub fn way(&self) -> &'static str {
        match (self.owed.is_empty(), self.owes.is_empty()) {
            (false, false) => "both",
            (false, true) => "owes",
            _ => "owed",
        }
    }

    /// The same in words, from the middle's side.
    pub fn words(&self) -> &'static str {
        match self.way() {
            "both" => "each is pledged to the other",
            "owes" => "is owed",
            _ => "owes",
        }
    }
}

const WIDTH: i32 = 1000;

/// Neighbors whose names stand level; with more, names stand along their lines, so that none lies on another.
const LEVEL: usize = 20;

/// The picture, to stand within a page.
pub fn picture(name: &str, on: &str, neighbors: &Neighbors) -> String {
    let title = format!("Pledges of {name} on {on}");
    if neighbors.len() > MOST {
        return matrix(&title, neighbors);
    }
    let crowded = neighbors.len() > LEVEL;
    let (height, radius) = if crowded { (1000, 285.0) } else { (620, 225.0) };
    let mut xml = begin(WIDTH, height, &title);
    let (cx, cy) = (f64::from(WIDTH) / 2.0, f64::from(height) / 2.0 + 20.0);
    let count = neighbors.len().max(1) as u32;
    let places: Vec<(f64, f64, f64)> = (0..neighbors.len() as u32)
        .map(|number| {
            let angle = TAU * f64::from(number) / f64::from(count) - TAU / 4.0;
            (cx + radius * angle.cos(), cy + radius * angle.sin(), angle)
        })
        .collect();
    text(&mut xml, (12.0, 26.0), "start", "head", &title);
    // The more lines, the farther from the middle they begin, so that their tips can be told apart.
    let gap = 14.0 + f64::from(count) * 0.9;
    for ((id, one), place) in neighbors.iter().zip(&places) {
        edge(&mut xml, id, one, (cx, cy), *place, gap);
    }
    for ((id, one), place) in neighbors.iter().zip(&places) {
        node(&mut xml, id, one, *place, crowded);
    }
    circle(&mut xml, "center", (cx, cy), 10);
    xml.finish()
}

fn begin(width: i32, height: i32, title: &str) -> Xml {
    let mut xml = Xml::default();
    let view = format!("0 0 {width} {height}");
    xml.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("width", &width),
            ("height", &height),
            ("viewBox", &view),
            ("role", &"group"),
            ("aria-label", &title),
            ("class", &"picture"),
        ],
    );
    // No picture to a screen reader but a group: its names are links.
    xml.leaf("title", &[], title);
    xml.empty("rect", &[("class", &"bg"), ("width", &width), ("height", &height)]);
    xml
}

/// A line from the middle to a neighbor, with a tip on each side that is owed.
fn edge(
    xml: &mut Xml,
    id: &str,
    one: &Neighbor,
    (cx, cy): (f64, f64),
    (x, y, angle): (f64, f64, f64),
    gap: f64,
) {
    let at = |far: f64| (cx + far * angle.cos(), cy + far * angle.sin());
    let ((x1, y1), (x2, y2)) = (at(gap), (x - 9.0 * angle.cos(), y - 9.0 * angle.sin()));
    xml.open("g", &[]);
    let under: BTreeSet<&str> = one.owed.iter().chain(&one.owes).map(String::as_str).collect();
    let under: Vec<&str> = under.into_iter().collect();
    xml.leaf("title", &[], &format!("{} ({id}): {}, {}", one.name, one.words(), under.join(", ")));
    let line = format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}");
    xml.empty("path", &[("class", &format_args!("edge {}", one.way())), ("d", &line)]);
    if !one.owed.is_empty() {
        tip(xml, (x2, y2), angle);
    }
    if !one.owes.is_empty() {
        tip(xml, (x1, y1), angle + TAU / 2.0);
    }
    xml.close();
}

/// The tip of an arrow that points along an angle.
fn tip(xml: &mut Xml, (x, y): (f64, f64), angle: f64) {
    let corner = |turn: f64| {
        let (x, y) = (x - 9.0 * (angle + turn).cos(), y - 9.0 * (angle + turn).sin());
        format!("{x:.1},{y:.1}")
    };
    let points = format!("{x:.1},{y:.1} {} {}", corner(0.4), corner(-0.4));
    xml.empty("polygon", &[("class", &"tip"), ("points", &points)]);
}

/// A neighbor with its name beside it, level or along its line.
fn node(xml: &mut Xml, id: &str, one: &Neighbor, (x, y, angle): (f64, f64, f64), crowded: bool) {
    let address = crate::Links::Served.state(id, None).unwrap_or_default();
    xml.open("a", &[("href", &address)]);
    circle(xml, "node", (x, y), 6);
    let (across, down) = (angle.cos(), angle.sin());
    let anchor = match across {
        across if across > 0.15 || (crowded && across >= 0.0) => "start",
        across if across < -0.15 || crowded => "end",
        _ => "middle",
    };
    let name = format!("{} ({id})", short(&one.name));
    if crowded {
        // To the left names are turned half around, so that none stands on its head.
        let turn = if anchor == "end" { angle + TAU / 2.0 } else { angle };
        let (x, y) = (format!("{:.1}", x + 12.0 * across), format!("{:.1}", y + 12.0 * down));
        let turned = format!("rotate({:.1} {x} {y})", turn.to_degrees());
        let attributes: [(&str, &dyn Display); 6] = [
            ("class", &"name"),
            ("x", &x),
            ("y", &y),
            ("dy", &4),
            ("text-anchor", &anchor),
            ("transform", &turned),
        ];
        xml.leaf("text", &attributes, &name);
    } else {
        text(xml, (x + 12.0 * across, y + 16.0 * down + 4.0), anchor, "name", &name);
    }
    xml.close();
}

fn circle(xml: &mut Xml, class: &str, (x, y): (f64, f64), radius: i32) {
    let (x, y) = (format!("{x:.1}"), format!("{y:.1}"));
    xml.empty("circle", &[("class", &class), ("cx", &x), ("cy", &y), ("r", &radius)]);
}

fn text(xml: &mut Xml, (x, y): (f64, f64), anchor: &str, class: &str, words: &str) {
    let (x, y) = (format!("{x:.1}"), format!("{y:.1}"));
    let attributes: [(&str, &dyn Display); 4] =
        [("class", &class), ("x", &x), ("y", &y), ("text-anchor", &anchor)];
    xml.leaf("text", &attributes, words);
}

/// As much of a name as fits beside the circle.
fn short(name: &str) -> String {
    if name.chars().count() <= 18 {
        return name.to_owned();
    }
    let head: String = name.chars().take(17).collect();
    format!("{}\u{2026}", head.trim_end())
}

const COLUMNS: i32 = 8;
const CELL: (i32, i32) = (108, 26);

/// More neighbors than a circle shows: a cell for each, with a sign for who owes whom.
fn matrix(title: &str, neighbors: &Neighbors) -> String {
    let rows = (neighbors.len() as i32 + COLUMNS - 1) / COLUMNS;
    let mut xml = begin(COLUMNS * CELL.0 + 20, rows * CELL.1 + 50, title);
    text(&mut xml, (10.0, 26.0), "start", "head", title);
    for (number, (id, one)) in neighbors.iter().enumerate() {
        let number = number as i32;
        let (x, y) = (10 + number % COLUMNS * CELL.0, 40 + number / COLUMNS * CELL.1);
        let address = crate::Links::Served.state(id, None).unwrap_or_default();
        xml.open("a", &[("href", &address)]);
        xml.leaf("title", &[], &format!("{}: {}", one.name, one.words()));
        let (width, height) = (CELL.0 - 4, CELL.1 - 4);
        xml.empty(
            "rect",
            &[("class", &"box"), ("x", &x), ("y", &y), ("width", &width), ("height", &height)],
        );
        let sign = match one.way() {
            "both" => "\u{21c4}",
            "owes" => "\u{2192}",
            _ => "\u{2190}",
        };
        let place = (f64::from(x) + 6.0, f64::from(y) + 16.0);
        text(&mut xml, place, "start", "name", &format!("{sign} {id}"));
        xml.close();
    }
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn neighbors(count: usize) -> Neighbors {
        let one = |number: usize| {
            let owes = if number.is_multiple_of(2) { vec!["A".to_owned()] } else { Vec::new() };
            let name = format!("State {number}");
            (format!("S{number:02}"), Neighbor { name, owed: vec!["B".into()], owes })
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn sixty_neighbors_stand_around_and_more_are_a_matrix() {
        let round = picture("Middle", "1900-01-01", &neighbors(60));
        assert_eq!(round.matches("class=\"node\"").count(), 60);
        assert_eq!(round, picture("Middle", "1900-01-01", &neighbors(60)));
        let matrix = picture("Middle", "1900-01-01", &neighbors(61));
        assert_eq!(matrix.matches("class=\"box\"").count(), 61);
        assert!(!matrix.contains("<style") && !matrix.contains("style="), "{matrix}");
    }
}
