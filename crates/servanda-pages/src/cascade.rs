//! A cascade step by step: what happens in a round because duties were kept, and who comes to owe what by it.

use crate::answer::{self, SECTIONS, View, capital, party_link};
use crate::map::{self, Map, Paint};
use crate::sheet::scrolled;
use maud::{Markup, html};
use servanda::answer::words::{deed, groups};
use servanda::engine::happening::{Happening, verb};
use servanda::model::Actor;
use servanda::syntax::vocabulary::Verdict;
use std::collections::BTreeSet;

/// Cascades to begin with: name and question.
pub const EXAMPLES: &[(&str, &str)] = &[
    ("28 July 1914, Serbia", "attack on Serbia by Austria-Hungary on 1914-07-28"),
    ("1 August 1914, Germany mobilises", "mobilisation by Germany on 1914-08-01"),
    ("1 August 1914, Russia", "attack on Russia by Germany on 1914-08-01"),
    ("4 August 1914, Belgium", "attack on Belgium by Germany on 1914-08-04"),
    ("August 1916, Romania", "attack on Romania by Austria-Hungary on 1916-08-27"),
    ("September 1939, Poland", "attack on Poland by Germany on 1939-09-01"),
    ("Korea, 2025 (invented)", "attack on South Korea by North Korea on 2025-06-25"),
];

/// One round on its page, below a heading of the first level. `round` is at most the last one.
pub fn body(view: &View<'_>, round: usize, map: &Map, at: &dyn Fn(usize) -> String) -> Markup {
    let last = last(view);
    html! {
        section.cascade aria-labelledby="round" {
            h2 #round { (capital(&view.reply.case.question.text)) ": round " (round) " of " (last) }
            p.aside {
                "Every certain duty is taken as performed, and what follows is asked again. It says what treaties kept to the "
                "letter would bring about, and is no forecast."
            }
            (steps(view, round, at))
            h3 { "What happens" }
            ul { @for event in happens(view, round) { li { (told(view, &event)) "." } } }
            h3 { @if round == 0 { "Who must do what" } @else { "Who newly must do what, and why" } }
            (duties(view, round))
            figure {
                (picture(view, round, map, true))
                (map::legend(&[
                    ("actor", "acts in this round".to_owned()),
                    ("target", "whom it befalls".to_owned()),
                    ("must", "newly must".to_owned()),
                    ("may", "newly may".to_owned()),
                    ("must-not", "newly must not".to_owned()),
                    ("depends", "if something is found".to_owned()),
                ]))
                figcaption { (map.caption()) " The list above says the same in words." }
            }
            @if round == last { (answer::changes(view)) }
            (whole(view, at))
        }
    }
}

/// The number of the last round.
pub fn last(view: &View<'_>) -> usize {
    view.reply.rounds.len()
}

fn steps(view: &View<'_>, round: usize, at: &dyn Fn(usize) -> String) -> Markup {
    let before = round.checked_sub(1);
    let after = (round < last(view)).then_some(round + 1);
    html! {
        ul.rounds-nav {
            @if let Some(before) = before { li { a.button.quiet rel="prev" href=(at(before)) { "Round " (before) } } }
            @match after {
                Some(after) => { li { a.button.quiet rel="next" href=(at(after)) { "Round " (after) } } }
                None => { li { "Here it comes to rest: nothing that is owed for certain brings about anything further." } }
            }
        }
    }
}

/// What happens in a round: the event itself, or what keeping the duties of the round before brings about.
fn happens(view: &View<'_>, round: usize) -> Vec<Happening> {
    let question = view.reply.case.question;
    if let Some(before) = round.checked_sub(1) {
        return view.reply.rounds.get(before).map_or(Vec::new(), |round| round.events.clone());
    }
    let (kind, target) = (question.kind, question.target);
    let of = |actor| Happening { kind, actor, target };
    match question.actors.as_slice() {
        [] => vec![of(None)],
        actors => actors.iter().map(|actor| of(Some(*actor))).collect(),
    }
}

fn told(view: &View<'_>, event: &Happening) -> Markup {
    let (world, day) = (view.reply.case.world, view.reply.case.question.on);
    html! {
        @match event.actor {
            Some(actor) => { (party_link(view.links, world, actor, day)) }
            None => { "Somebody" }
        }
        " " (verb(event.kind))
        @if let Some(target) = event.target { " " (party_link(view.links, world, target, day)) }
    }
}

fn duties(view: &View<'_>, round: usize) -> Markup {
    let rows = || view.reply.rows.iter().filter(|row| row.round == round);
    let told = SECTIONS.iter().filter(|(verdict, ..)| *verdict != Verdict::None);
    let none = rows().all(|row| row.verdict == Verdict::None);
    let missed = groups(view.reply.case.world, rows().filter(|row| row.verdict == Verdict::None));
    html! {
        @for (verdict, title, class) in told {
            @let list = groups(view.reply.case.world, rows().filter(|row| row.verdict == *verdict));
            @if !list.is_empty() {
                section.verdict.(*class) {
                    h4 { (title) }
                    ul.groups { @for one in &list { li { (answer::group(view, one)) } } }
                }
            }
        }
        @if view.reply.rows.is_empty() {
            (answer::nothing(view.reply))
        } @else if none {
            p { "Nobody: no further duty is awakened." }
        }
        @if !missed.is_empty() {
            details.verdict.none {
                summary { "Not bound, though often thought so (" (missed.len()) ")" }
                ul.groups { @for one in &missed { li { (answer::group(view, one)) } } }
            }
        }
    }
}

/// The map of a round.
pub fn picture(view: &View<'_>, round: usize, map: &Map, linked: bool) -> Markup {
    let (world, question) = (view.reply.case.world, view.reply.case.question);
    let events = happens(view, round);
    let acting: BTreeSet<Actor> = events.iter().filter_map(|event| event.actor).collect();
    let befallen: BTreeSet<Actor> = events.iter().filter_map(|event| event.target).collect();
    let title = format!("{}, round {round}", question.text);
    map.picture(world, question.on, &title, &|state| {
        let actor = Actor::State(state);
        let address = view.links.state(world.id(actor), Some(question.on)).filter(|_| linked);
        let painted = |class, says: &str| Some(Paint { class, says: format!(": {says}"), address });
        let mut rows =
            view.reply.rows.iter().filter(|row| row.round == round && row.party == actor);
        let found = SECTIONS.iter().find(|(verdict, ..)| {
            *verdict != Verdict::None && rows.clone().any(|row| row.verdict == *verdict)
        });
        match found {
            // Who does it and whom it befalls are seen first, whatever they owe themselves.
            _ if round == 0 && befallen.contains(&actor) => painted("target", "the target"),
            _ if round == 0 && acting.contains(&actor) => painted("actor", "who does it"),
            Some((verdict, title, class)) => {
                let row = rows.find(|row| row.verdict == *verdict)?;
                painted(class, &format!("{title}: {}", deed(world, row, question.on)))
            }
            None if acting.contains(&actor) => painted("actor", "acts in this round"),
            None if befallen.contains(&actor) => painted("target", "whom it befalls"),
            None => None,
        }
    })
}

/// Every round in one table.
fn whole(view: &View<'_>, at: &dyn Fn(usize) -> String) -> Markup {
    let (world, day) = (view.reply.case.world, view.reply.case.question.on);
    let table = html! {
        table {
            caption { "Every round" }
            thead { tr { th scope="col" { "Round" } th scope="col" { "What happens" } th scope="col" { "Who newly must" } th scope="col" { "Newly open" } } }
            tbody { @for round in 0..=last(view) {
                @let rows = || view.reply.rows.iter().filter(|row| row.round == round);
                tr {
                    th scope="row" { a href=(at(round)) { "Round " (round) } }
                    td { @for (number, event) in happens(view, round).iter().enumerate() {
                        @if number > 0 { "; " }
                        (told(view, event))
                    } }
                    td { @for (number, group) in groups(world, rows().filter(|row| row.verdict == Verdict::Must)).iter().enumerate() {
                        @if number > 0 { "; " }
                        @let names: Vec<&str> = group.parties.iter().map(|party| world.name(*party, day)).collect();
                        (names.join(", ")) " must " (deed(world, group.row, day)) " (" (world.treaty(group.row.treaty).id) ")"
                    } }
                    td.number { (rows().filter(|row| row.verdict == Verdict::Depends).map(|row| row.party).collect::<BTreeSet<_>>().len()) }
                }
            } }
        }
    };
    html! { h3 { "The whole cascade" } (scrolled("Every round", &table)) }
}
