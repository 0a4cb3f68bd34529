//! Foresee as a page: the form, the brief, the picture, every figure for those who want it, and what files would add.

use crate::links::address;
use crate::sheet;
use maud::{Markup, html};
use servanda::answer::sheet::{Block, Sheet};
use servanda::model::World;

/// The fields of the form, as they were filled in.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// The treaty.
    pub treaty: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Another treaty.
    pub against: String,
    /// Who attacks.
    pub by: String,
    /// The chance that a pledge is honored.
    pub honor: String,
    /// The seed.
    pub seed: String,
    /// Draws.
    pub draws: String,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// The brief of one page.
    pub brief: &'a Sheet,
    /// Everything.
    pub whole: &'a Sheet,
    /// The address of the picture.
    pub picture: &'a str,
    /// What it shows.
    pub about: &'a str,
    /// The command that gives the same.
    pub repeat: &'a str,
    /// The same with the files that are missing.
    pub with_files: Option<String>,
    /// The server with them.
    pub serve: Option<String>,
}

const EXAMPLES: &[(&str, [&str; 4])] = &[
    (
        "Collective Security Treaty beside NATO, from May 2002",
        ["CST", "NATO", "2002-05-14", "2012-05-14"],
    ),
    ("NATO from 2010", ["NATO", "", "2010-01-01", "2020-01-01"]),
    ("Warsaw Pact from 1980", ["WARSAW-PACT", "", "1980-01-01", "1990-01-01"]),
];

/// Sections of the whole that the brief has too.
const IN_BRIEF: &[&str] = &["How sure", "Sources", "What your own files would add"];

/// The page before anything is asked.
pub fn empty(world: &World, fields: &Fields) -> Markup {
    html! {
        h1 { "What the prospects of an alliance are" }
        p {
            "Who would come if a member were attacked, how often such pledges were honored, and what every figure "
            "hinges on. What a party owes is the answer of the treaties; whether it comes is a chance, and known badly."
        }
        (form(world, fields))
        section {
            h2 { "For example" }
            ul {
                @for (name, [treaty, against, from, to]) in EXAMPLES {
                    @if world.treaty_by_id(treaty).is_some() {
                        li { a href=(address("/foresee", [("treaty", *treaty), ("against", *against), ("from", *from), ("to", *to)])) { (name) } }
                    }
                }
            }
        }
    }
}

/// The page when what is asked cannot be answered.
pub fn refused(world: &World, fields: &Fields, problem: &Markup) -> Markup {
    html! {
        h1 { "What the prospects of an alliance are" }
        (problem)
        (form(world, fields))
    }
}

/// The prospects.
pub fn prospects(world: &World, fields: &Fields, view: &View<'_>) -> Markup {
    let first = |sheet: &Sheet| {
        sheet.blocks.iter().position(|block| matches!(block, Block::Heading(_))).unwrap_or(0)
    };
    let (answer, rest) = view.brief.blocks.split_at(first(view.brief));
    let (_, whole) = view.whole.blocks.split_at(first(view.whole));
    html! {
        h1 { (view.brief.title) }
        (sheet::blocks(answer))
        (sheet::picture(view.picture, view.about))
        (sheet::folded(rest, &[]))
        @for (heading, below) in sheet::sections(whole) {
            @if let Some(heading) = heading.filter(|heading| !IN_BRIEF.contains(heading)) {
                details.parts {
                    summary { h2 { (heading) } }
                    (sheet::blocks(below))
                }
            }
        }
        (files(view))
        details.parts {
            summary { h2 { "Ask something else" } }
            (form(world, fields))
        }
    }
}

fn files(view: &View<'_>) -> Markup {
    html! {
        section {
            h2 { "The same at the command line" }
            pre tabindex="0" { code { (view.repeat) } }
            @if let Some(command) = &view.with_files {
                h3 { "With files of your own" }
                p {
                    "How long such alliances last, how members left, our own count of pledges honored and what helpers would "
                    "bring are worked out from data that may not be passed on. Where you have copies, put their names in "
                    "place of FILE:"
                }
                pre tabindex="0" { code { (command) } }
                @if let Some(serve) = &view.serve {
                    p { "or give them to the server once, and every page here has them:" }
                    pre tabindex="0" { code { (serve) } }
                }
            }
        }
    }
}

fn form(world: &World, fields: &Fields) -> Markup {
    html! {
        form.box action="/foresee" method="get" {
            div.fields {
                (listed("treaty", "Treaty", &fields.treaty, "treaties", "CST"))
                (listed("against", "Beside it, on the same terms", &fields.against, "treaties", "none, or NATO"))
                (text("from", "From", &fields.from, "YYYY-MM-DD"))
                (text("to", "To", &fields.to, "YYYY-MM-DD"))
                (listed("by", "Who attacks", &fields.by, "states", "somebody unknown"))
                (text("honor", "Chance that a pledge is honored", &fields.honor, "0 to 1; 0.41 as published"))
                (text("seed", "Seed", &fields.seed, "1"))
                (text("draws", "Draws", &fields.draws, "10000"))
            }
            datalist #treaties { @for treaty in &world.treaties { option value=(treaty.id) { (treaty.title) } } }
            datalist #states { @for (_, state) in world.states.iter() { option value=(state.name) {} } }
            p { button type="submit" { "Foresee" } }
        }
    }
}

fn listed(name: &str, label: &str, value: &str, list: &str, help: &str) -> Markup {
    html! {
        p.field {
            label for=(name) { (label) }
            input #(name) name=(name) type="text" value=(value) list=(list) placeholder=(help) autocomplete="off";
        }
    }
}

fn text(name: &str, label: &str, value: &str, help: &str) -> Markup {
    html! {
        p.field {
            label for=(name) { (label) }
            input #(name) name=(name) type="text" value=(value) placeholder=(help) autocomplete="off";
        }
    }
}
