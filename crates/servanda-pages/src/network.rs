//! Pledges as a network: each state a point, each pledge a line. Laid out by springs that begin at places worked out from
//! ids, with nothing but exact arithmetic, so that the same pledges give the same picture everywhere.

use crate::pledged::Pledged;
use maud::{Markup, html};
use servanda::model::Actor;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// More states than this are told apart better in a matrix.
pub const MOST: usize = 60;

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 700.0;
const MARGIN: f64 = 60.0;
const STEPS: usize = 260;

type Point = (f64, f64);

/// The picture. `address` says where a state leads.
pub fn picture(
    pledged: &Pledged<'_>,
    title: &str,
    address: &dyn Fn(Actor) -> Option<String>,
) -> Markup {
    let places = layout(pledged);
    let lines = Lines::of(pledged, &places);
    html! {
        svg.network xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } width=(WIDTH) height=(HEIGHT) role="group" aria-label=(title) {
            title { (title) }
            defs {
                marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto" {
                    path.head d="M0 0L10 5L0 10z" {}
                }
            }
            path.line d=(lines.both) {}
            path.line.open d=(lines.both_open) {}
            @for (d, open) in &lines.one_way {
                path.line.open[*open] d=(d) marker-end="url(#arrow)" {}
            }
            @for (actor, (x, y)) in &places {
                @let focus = pledged.focus == Some(*actor);
                (linked(address(*actor), &html! {
                    circle.node.focus[focus] cx=(tenth(*x)) cy=(tenth(*y)) r=(if focus { 9 } else { 6 }) {}
                    text x=(tenth(*x)) y=(tenth(*y - 10.0)) text-anchor="middle" { (pledged.name(*actor)) }
                }))
            }
        }
    }
}

fn linked(address: Option<String>, inner: &Markup) -> Markup {
    html! {
        @match address {
            Some(address) => { a href=(address) tabindex="-1" { (inner) } }
            None => { g { (inner) } }
        }
    }
}

/// The lines of a network as paths: those in both directions together, each of the others for its arrow.
#[derive(Default)]
struct Lines {
    both: String,
    both_open: String,
    one_way: Vec<(String, bool)>,
}

impl Lines {
    fn of(pledged: &Pledged<'_>, places: &BTreeMap<Actor, Point>) -> Lines {
        let mut lines = Lines::default();
        for ((by, to), certain) in &pledged.pairs {
            let (Some(from), Some(end)) = (places.get(by), places.get(to)) else { continue };
            let back = pledged.pairs.get(&(*to, *by));
            match back {
                Some(back) if by < to => {
                    let path =
                        if *certain && *back { &mut lines.both } else { &mut lines.both_open };
                    path.push_str(&line(*from, *end, 0.0));
                }
                Some(_) => {}
                None => lines.one_way.push((line(*from, *end, 10.0), !certain)),
            }
        }
        lines
    }
}

/// A line that stops short of its end.
fn line(from: Point, to: Point, short: f64) -> String {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let long = (dx * dx + dy * dy).sqrt().max(1.0);
    let part = ((long - short) / long).max(0.0);
    let mut out = String::new();
    let (x, y) = (tenth(from.0 + dx * part), tenth(from.1 + dy * part));
    let _ = write!(out, "M{} {}L{x} {y}", tenth(from.0), tenth(from.1));
    out
}

/// A count as a number to reckon with.
fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(0.0, f64::from)
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Where each state stands: pulled together by pledges, pushed apart by each other, held by the middle.
fn layout(pledged: &Pledged<'_>) -> BTreeMap<Actor, Point> {
    let actors: Vec<Actor> = pledged.partners.keys().copied().collect();
    let mut places: Vec<Point> =
        actors.iter().map(|actor| begun(pledged.world.id(*actor))).collect();
    let at = |actor: &Actor| actors.binary_search(actor).ok();
    let pairs: Vec<(usize, usize)> = pledged
        .pairs
        .keys()
        .filter(|(by, to)| by < to || !pledged.pairs.contains_key(&(*to, *by)))
        .filter_map(|(by, to)| Some((at(by)?, at(to)?)))
        .collect();
    // The distance at which push and pull are even.
    let even = (WIDTH * HEIGHT / number(actors.len().max(1))).sqrt() * 0.75;
    for step in 0..STEPS {
        let forces = forces(&places, &pairs, even);
        let most = WIDTH / 10.0 * (1.0 - number(step) / number(STEPS)) + 0.5;
        for (place, (fx, fy)) in places.iter_mut().zip(forces) {
            let long = (fx * fx + fy * fy).sqrt().max(0.001);
            let part = long.min(most) / long;
            *place = (place.0 + fx * part, place.1 + fy * part);
        }
    }
    fitted(&mut places);
    actors.into_iter().zip(places).collect()
}

/// The push and pull at each place.
fn forces(places: &[Point], pairs: &[(usize, usize)], even: f64) -> Vec<Point> {
    let mut forces: Vec<Point> = places
        .iter()
        .map(|(x, y)| ((WIDTH / 2.0 - x) * 0.08 * HEIGHT / WIDTH, (HEIGHT / 2.0 - y) * 0.08))
        .collect();
    for (number, (one, force)) in places.iter().zip(forces.iter_mut()).enumerate() {
        for (_, other) in places.iter().enumerate().filter(|(other, _)| *other != number) {
            let (dx, dy) = (one.0 - other.0, one.1 - other.1);
            let square = (dx * dx + dy * dy).max(1.0);
            // Who is far away does not push, so that those without a tie stay in the picture.
            if square > 2.5 * even * even {
                continue;
            }
            force.0 += dx / square * even * even * 0.5;
            force.1 += dy / square * even * even * 0.5;
        }
    }
    let ties = |number: usize| pairs.iter().filter(|(a, b)| *a == number || *b == number).count();
    let weights: Vec<f64> = (0..places.len()).map(|at| number(ties(at).max(1))).collect();
    for (a, b) in pairs {
        let (Some(one), Some(other)) = (places.get(*a), places.get(*b)) else { continue };
        let (dx, dy) = (other.0 - one.0, other.1 - one.1);
        let long = (dx * dx + dy * dy).sqrt();
        for (end, sign) in [(*a, 1.0), (*b, -1.0)] {
            // Where a state has many ties, each pulls less.
            let pull = long / even / weights.get(end).map_or(1.0, |weight| weight.sqrt());
            if let Some(force) = forces.get_mut(end) {
                force.0 += dx * pull * sign;
                force.1 += dy * pull * sign;
            }
        }
    }
    forces
}

/// A first place from an id alone (FNV-1a).
fn begun(id: &str) -> Point {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325, mix);
    let share = |bits: u64| f64::from(u16::try_from(bits & 0xffff).unwrap_or_default()) / 65536.0;
    (share(hash >> 16) * WIDTH, share(hash >> 40) * HEIGHT)
}

/// Fits places into the picture, in each direction by itself.
fn fitted(places: &mut [Point]) {
    let ends = |values: &dyn Fn(&Point) -> f64| {
        let low = places.iter().map(values).fold(f64::INFINITY, f64::min);
        let high = places.iter().map(values).fold(f64::NEG_INFINITY, f64::max);
        (low, (high - low).max(1.0))
    };
    let ((left, wide), (top, high)) = (ends(&|place| place.0), ends(&|place| place.1));
    if places.len() == 1 {
        return places.fill((WIDTH / 2.0, HEIGHT / 2.0));
    }
    for place in places {
        place.0 = MARGIN + (place.0 - left) / wide * (WIDTH - 2.0 * MARGIN);
        place.1 = MARGIN + (place.1 - top) / high * (HEIGHT - 2.0 * MARGIN);
    }
}
