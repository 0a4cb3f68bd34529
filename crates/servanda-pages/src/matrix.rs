//! Pledges as a matrix: who gives, down; who receives, across.

use crate::pledged::Pledged;
use maud::{Markup, html};
use servanda::model::Actor;
use std::fmt::Write as _;

const CELL: usize = 14;
const LEFT: usize = 170;
const TOP: usize = 46;

/// The picture, as wide as its states need.
pub fn picture(pledged: &Pledged<'_>, title: &str) -> Markup {
    let actors: Vec<Actor> = pledged.by_name().into_iter().map(|(actor, _)| actor).collect();
    let side = actors.len() * CELL;
    let (width, height) = (LEFT + side + CELL, TOP + side + CELL);
    let (mut certain, mut open, mut own) = (String::new(), String::new(), String::new());
    for (down, by) in actors.iter().enumerate() {
        for (across, to) in actors.iter().enumerate() {
            let (x, y) = (LEFT + across * CELL, TOP + down * CELL);
            let _ = match pledged.pairs.get(&(*by, *to)) {
                Some(true) => write!(certain, "M{} {}h10v10h-10z", x + 2, y + 2),
                // A ring: told from a square without color.
                Some(false) => write!(open, "M{} {}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z", x + 4, y + 7),
                None if by == to => write!(own, "M{x} {y}h{CELL}v{CELL}h-{CELL}z"),
                None => Ok(()),
            };
        }
    }
    html! {
        svg.matrix xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="img" aria-label=(title) {
            title { (title) }
            path.own d=(own) {}
            path.rule d=(rules(actors.len())) {}
            path.certain d=(certain) {}
            path.ring d=(open) {}
            @for (number, actor) in actors.iter().enumerate() {
                @let middle = number * CELL + 11;
                text x=(LEFT - 6) y=(TOP + middle) text-anchor="end" { (pledged.name(*actor)) }
                text transform={ "translate(" (LEFT + middle) " " (TOP - 5) ") rotate(-90)" } { (pledged.world.id(*actor)) }
            }
        }
    }
}

/// A line at every fifth state, to find one's way.
fn rules(count: usize) -> String {
    let mut out = String::new();
    for number in (0..=count).step_by(5) {
        let (x, y) = (LEFT + number * CELL, TOP + number * CELL);
        let _ = write!(out, "M{x} {TOP}v{}M{LEFT} {y}h{}", count * CELL, count * CELL);
    }
    out
}
