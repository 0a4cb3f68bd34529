//! A proof as a tree that opens: every step with whether it holds, its words and its place in the texts.

use maud::{Markup, html};
use servanda::engine::{Holds, Row, Step};
use servanda::model::World;

/// The proof of one row.
pub fn tree(world: &World, row: &Row) -> Markup {
    html! { ol.proof { @for step in row.proof.steps() { (one(world, step)) } } }
}

fn one(world: &World, step: &Step) -> Markup {
    html! {
        li.{ "holds-" (step.holds.word()) } {
            span.sign { (sign(step.holds)) " " }
            span.check { (step.check.word().replace('_', " ")) ": " }
            (step.says)
            @if let Some(at) = step.at { " " span.at { (world.sources.place(at)) } }
            @if !step.because.is_empty() {
                ol.proof { @for step in &step.because { (one(world, step)) } }
            }
        }
    }
}

/// Whether a step holds, readable without color.
fn sign(holds: Holds) -> &'static str {
    match holds.word() {
        "yes" => "yes",
        "no" => "no",
        _ => "open",
    }
}
