//! An answer as HTML: verdict groups with their reasons, conflicts, what would change it, claims, sources. The same
//! markup stands in the server's page, in a file and in a notebook.

use crate::{Links, proof};
use maud::{Markup, html};
use servanda::answer::form::{notes, outside};
use servanda::answer::table::gist_and_quote;
use servanda::answer::words::{Group, article, deed, depends_on, duty, finding, groups};
use servanda::engine::changes::{Change, Changes};
use servanda::engine::{Conflict, Reply, Row};
use servanda::model::{Actor, World};
use servanda::syntax::vocabulary::Verdict;
use servanda::time::Day;
use std::collections::BTreeSet;

/// The sections in order: verdict, heading, class.
pub const SECTIONS: &[(Verdict, &str, &str)] = &[
    (Verdict::Must, "Must", "must"),
    (Verdict::May, "May", "may"),
    (Verdict::MustNot, "Must not", "must-not"),
    (Verdict::Depends, "Depends", "depends"),
    (Verdict::None, "Not bound, though often thought so", "none"),
];

/// What an answer is shown with.
pub struct View<'a> {
    /// The answer.
    pub reply: &'a Reply<'a>,
    /// Whether names lead to pages.
    pub links: Links,
    /// The shell command that asks it again; empty: not shown.
    pub repeat: &'a str,
    /// The address that asks the same with one more setting (its name and value); for what would change the answer.
    pub with: &'a dyn Fn(&str, &str) -> Option<String>,
    /// The nearest days on which the verdicts are others, where they were looked for.
    pub changes: Option<&'a Changes>,
    /// The answer on a map; empty: none.
    pub picture: Markup,
}

/// The answer, below a heading of the first level that the caller gives.
pub fn answer(view: &View<'_>) -> Markup {
    let reply = view.reply;
    html! {
        section.answer aria-labelledby="answer" {
            (head(view))
            div.sides {
                div {
                    @for (verdict, title, class) in SECTIONS {
                        (section(view, *verdict, title, class))
                    }
                    @if reply.rows.is_empty() { (nothing(reply)) }
                    (conflicts(view))
                    (rounds(reply))
                }
                div.beside { (view.picture) (changes(view)) }
            }
            (claims(view))
            (sources(view))
            @if !view.repeat.is_empty() {
                section.again {
                    h3 { "Ask it at the command line" }
                    pre tabindex="0" { code { (view.repeat) } }
                }
            }
        }
    }
}

fn head(view: &View<'_>) -> Markup {
    let (reply, question) = (view.reply, view.reply.case.question);
    let world = reply.case.world;
    html! {
        h2 #answer { (capital(&question.text)) @if let Some(known) = question.known { ", as known on " (known) } }
        ul.notes {
            @for note in notes(reply) { li { (note) } }
            @for event in &reply.case.events {
                @let title = world.record.event(event).map(|record| record.title.as_str());
                li { "On record as event " code { (event) } @if let Some(title) = title { ": " (title) } "." }
            }
            @for basis in reply.case.found.values() {
                li { (finding(Some(world), &basis.name)) ": " (basis.by) }
            }
        }
        p.tally {
            @for (verdict, title, class) in SECTIONS {
                @let parties: BTreeSet<Actor> =
                    reply.rows.iter().filter(|row| row.verdict == *verdict).map(|row| row.party).collect();
                @if !parties.is_empty() {
                    a.tag.(*class) href={ "#" (class) } { (short(title)) " " (parties.len()) }
                    " "
                }
            }
        }
    }
}

/// The first words of a section's heading, for the tally.
fn short(title: &str) -> &str {
    title.split(',').next().unwrap_or(title)
}

/// A text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// No row at all: no duty, or outside the data. The two never look alike.
pub(crate) fn nothing(reply: &Reply<'_>) -> Markup {
    match outside(reply) {
        Some(why) => html! {
            section.verdict.outside { h3 { "Outside the data" } p { (why) ". No row here does not mean no duty." } }
        },
        None => html! {
            section.verdict.no-duty {
                h3 { "No duty" }
                p { "Treaties of the corpus know these states, and none answers this event." }
            }
        },
    }
}

fn section(view: &View<'_>, verdict: Verdict, title: &str, class: &str) -> Markup {
    let world = view.reply.case.world;
    let list = groups(world, view.reply.rows.iter().filter(|row| row.verdict == verdict));
    html! {
        @if !list.is_empty() {
            section.verdict.(class) aria-labelledby=(class) {
                h3 #(class) { (title) }
                ul.groups { @for one in &list { li { (group(view, one)) } } }
            }
        }
    }
}

pub(crate) fn group(view: &View<'_>, group: &Group<'_>) -> Markup {
    let (world, day, row) = (view.reply.case.world, view.reply.case.question.on, group.row);
    html! {
        p.duty {
            strong { (parties(view, &group.parties)) }
            @if row.verdict == Verdict::None {
                ": no duty to " (deed(world, row, day))
            } @else {
                " " (duty(world, row, day))
            }
            @if row.round > 0 { " " span.round { "round " (row.round) } }
        }
        p.under {
            (treaty_link(view.links, world, row, day))
            @if let Some((gist, quote)) = gist_and_quote(world, row) {
                @if !gist.is_empty() { ": " (gist) }
                @if let Some(quote) = quote { " " q { (quote) } }
            }
        }
        @if let Some(why) = &row.why_not { p.why-not { "Why not: " (why) "." } }
        @if row.verdict == Verdict::Depends {
            p.if { "If " (depends_on(Some(world), &row.depends_on)) "." }
        }
        @if let Some(extent) = &row.extent { p.extent { "Extent: " (extent) } }
        details.why {
            summary { "Why" }
            @for party in &group.parties {
                @if let Some(row) = row_of(view.reply, group.row, *party) {
                    @if group.parties.len() > 1 {
                        details { summary { (world.name(*party, day)) } (proof::tree(world, row)) }
                    } @else {
                        (proof::tree(world, row))
                    }
                }
            }
        }
    }
}

/// The row of one party of a group.
fn row_of<'a>(reply: &'a Reply<'_>, like: &Row, party: Actor) -> Option<&'a Row> {
    reply.rows.iter().find(|row| {
        row.party == party
            && row.round == like.round
            && row.verdict == like.verdict
            && row.act == like.act
            && row.toward == like.toward
            && row.treaty == like.treaty
            && row.article == like.article
            && row.norm == like.norm
    })
}

/// Names of parties, each leading to its page.
fn parties(view: &View<'_>, parties: &[Actor]) -> Markup {
    let (world, day) = (view.reply.case.world, view.reply.case.question.on);
    html! {
        @for (number, party) in parties.iter().enumerate() {
            @if number > 0 { ", " }
            (party_link(view.links, world, *party, day))
        }
    }
}

/// A party's name on a day, leading to its page.
pub fn party_link(links: Links, world: &World, party: Actor, day: Day) -> Markup {
    let name = world.name(party, day);
    html! {
        @match links.state(world.id(party), Some(day)) {
            Some(address) => { a href=(address) { (name) } }
            None => { (name) }
        }
    }
}

fn treaty_link(links: Links, world: &World, row: &Row, day: Day) -> Markup {
    let cited = article(world, row);
    html! {
        @match links.treaty(&world.treaty(row.treaty).id, Some(day)) {
            Some(address) => { a href=(address) title=(world.treaty(row.treaty).title) { (cited) } }
            None => { (cited) }
        }
    }
}

fn conflicts(view: &View<'_>) -> Markup {
    let reply = view.reply;
    html! {
        @if !reply.conflicts.is_empty() {
            section.conflicts {
                h3 { "Conflicts" }
                ul { @for one in &reply.conflicts { li { (conflict(view, one)) } } }
            }
        }
    }
}

fn conflict(view: &View<'_>, conflict: &Conflict) -> Markup {
    let (world, day) = (view.reply.case.world, view.reply.case.question.on);
    let name = |side: &servanda::engine::defeat::Side| {
        format!("{} art. {}", world.treaty(side.treaty).id, side.article)
    };
    html! {
        strong { (party_link(view.links, world, conflict.party, day)) }
        ": " (name(&conflict.one)) " and " (name(&conflict.other)) " exclude each other ("
        (conflict.because) "). "
        @match (conflict.first_prevails, &conflict.by) {
            (Some(true), Some(by)) => { (name(&conflict.one)) " prevails (" (by) ")." }
            (Some(false), Some(by)) => { (name(&conflict.other)) " prevails (" (by) ")." }
            _ => {
                "No priority settles it."
                @for (word, label) in PRIORITIES {
                    @if let Some(address) = (view.with)("prefer", word) { " " a href=(address) { (label) } }
                }
            }
        }
    }
}

/// Priorities that the asker may opt into: the word and what the link says.
const PRIORITIES: &[(&str, &str)] = &[
    ("un-charter-103", "Prefer the UN Charter"),
    ("lex-specialis", "Prefer the special law"),
    ("lex-posterior", "Prefer the later law"),
];

fn rounds(reply: &Reply<'_>) -> Markup {
    let (world, day) = (reply.case.world, reply.case.question.on);
    let name = |actor: Option<Actor>| actor.map_or("somebody", |actor| world.name(actor, day));
    html! {
        @if !reply.rounds.is_empty() {
            section.rounds {
                h3 { "Rounds, if every duty is performed" }
                ol {
                    @for round in &reply.rounds {
                        li value=(round.number) {
                            @for (number, event) in round.events.iter().enumerate() {
                                @if number > 0 { "; " }
                                (name(event.actor)) " " (servanda::engine::happening::verb(event.kind))
                                @if event.target.is_some() { " " (name(event.target)) }
                            }
                            ". " (round.new_rows) " new " @if round.new_rows == 1 { "row." } @else { "rows." }
                        }
                    }
                }
            }
        }
    }
}

/// What would change the answer: open findings taken as made or denied, and other days.
pub(crate) fn changes(view: &View<'_>) -> Markup {
    let reply = view.reply;
    let world = reply.case.world;
    let given = |name: &str| reply.case.question.given.iter().any(|(known, _)| known == name);
    let mut open: BTreeSet<&str> = BTreeSet::new();
    for set in reply.rows.iter().flat_map(|row| row.depends_on.iter()) {
        open.extend(set.iter().map(|name| name.strip_prefix("not ").unwrap_or(name)));
    }
    open.retain(|name| !given(name));
    html! {
        @if !open.is_empty() || view.changes.is_some() {
            section.changes {
                h3 { "What would change this" }
                ul {
                    @for name in open {
                        li {
                            (capital(&finding(Some(world), name)))
                            @if let Some(address) = (view.with)("found", name) { ": " a href=(address) { "suppose it is so" } }
                            @if let Some(address) = (view.with)("denied", name) { ", " a href=(address) { "suppose it is not" } }
                        }
                    }
                    @if let Some(changes) = view.changes { (other_days(view, changes)) }
                }
            }
        }
    }
}

fn other_days(view: &View<'_>, changes: &Changes) -> Markup {
    html! {
        @if let Some(change) = &changes.before {
            li { "An earlier day: on " (day_link(view, change)) " the verdicts were others" (by_which(view, change)) "." }
        }
        @if let Some(change) = &changes.after {
            li { "A later day: from " (day_link(view, change)) " they are others" (by_which(view, change)) "." }
        }
        @if *changes == Changes::default() { li { "No day near by: as far as was looked, the verdicts stay the same." } }
    }
}

/// The treaties by which a day differs: the first few.
fn by_which(view: &View<'_>, change: &Change) -> Markup {
    let world = view.reply.case.world;
    let ids: Vec<&str> = change.treaties.iter().map(|id| world.treaty(*id).id.as_str()).collect();
    let shown = ids.get(..ids.len().min(4)).unwrap_or_default().join(", ");
    html! { " (" (shown) @if ids.len() > 4 { " and " (ids.len() - 4) " more" } ")" }
}

fn day_link(view: &View<'_>, change: &Change) -> Markup {
    let text = change.day.to_string();
    html! {
        @match (view.with)("on", &text) {
            Some(address) => { a href=(address) { (text) } }
            None => { (text) }
        }
    }
}

fn claims(view: &View<'_>) -> Markup {
    let (world, question) = (view.reply.case.world, view.reply.case.question);
    let about = |subject: &String| {
        view.reply.case.events.contains(subject)
            || view.reply.rows.iter().any(|row| world.treaty(row.treaty).id == *subject)
    };
    let known = |said: Option<Day>| {
        question.known.is_none_or(|known| said.is_none_or(|said| said <= known))
    };
    let list: Vec<_> = world
        .record
        .claims
        .iter()
        .filter(|claim| question.assuming.contains(&claim.id) || claim.about.iter().any(about))
        .filter(|claim| known(claim.on.as_ref().map(|on| on.earliest)))
        .collect();
    html! {
        @if !list.is_empty() {
            section.claims {
                h3 { "What people claim" }
                p.aside { "Never premises of an answer, unless you assume one." }
                ul {
                    @for claim in list {
                        li {
                            strong { (claim.by) }
                            @if let Some(of) = &claim.of { " (" (of) ")" }
                            @if let Some(on) = &claim.on { ", " (on.text) }
                            ": " (claim.says)
                            @if let Some(quote) = &claim.cited.quote { " " q { (quote) } }
                            @if question.assuming.contains(&claim.id) {
                                " " em { "assumed" }
                            } @else if let Some(address) = (view.with)("assuming", &claim.id) {
                                " " a href=(address) { "assume it" }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sources(view: &View<'_>) -> Markup {
    let (world, day) = (view.reply.case.world, view.reply.case.question.on);
    let treaties: BTreeSet<_> = view.reply.rows.iter().map(|row| row.treaty).collect();
    html! {
        @if !treaties.is_empty() {
            section.sources {
                h3 { "Sources" }
                ul {
                    @for id in treaties {
                        @let treaty = world.treaty(id);
                        li {
                            @match view.links.treaty(&treaty.id, Some(day)) {
                                Some(address) => { a href=(address) { (treaty.id) } }
                                None => { (treaty.id) }
                            }
                            ": " (treaty.title) ". "
                            @for (number, source) in treaty.cited.sources.iter().enumerate() {
                                @if number > 0 { "; " }
                                (source.kind)
                                @if let Some(locator) = &source.locator { " " (locator) }
                            }
                        }
                    }
                }
            }
        }
    }
}
