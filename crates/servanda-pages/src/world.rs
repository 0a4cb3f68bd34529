//! The world on a day: who is pledged to whom, as a map, a network, a matrix or a table; always with the words beside
//! the picture.

use crate::map::{self, Map, Paint};
use crate::pledged::{LAYERS, Pledged, layer};
use crate::sheet::scrolled;
use crate::{Links, matrix, network};
use maud::{Markup, html};
use servanda::engine::pledges::Pledge;
use servanda::model::{Actor, TreatyId};
use servanda::syntax::vocabulary::Verdict;
use servanda::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// How the pledges of a day are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shown {
    /// States painted.
    #[default]
    Map,
    /// States as points, pledges as lines.
    Network,
    /// States by states.
    Matrix,
    /// Words only.
    Table,
}

/// Views with their words in addresses and on pages.
pub const VIEWS: &[(Shown, &str, &str)] = &[
    (Shown::Map, "map", "Map"),
    (Shown::Network, "network", "Network"),
    (Shown::Matrix, "matrix", "Matrix"),
    (Shown::Table, "table", "Table"),
];

/// Days to begin with.
pub const DAYS: &[(&str, &str)] = &[
    ("1914-07-28", "Austria-Hungary declares war on Serbia"),
    ("1939-09-01", "Germany attacks Poland"),
    ("1962-10-22", "Cuba is quarantined"),
    ("1991-01-17", "the war for Kuwait"),
    ("2002-05-14", "the summit of the Collective Security Treaty"),
];

/// What the page shows.
pub struct View<'a> {
    /// The pledges of the day.
    pub pledged: &'a Pledged<'a>,
    /// How they are shown.
    pub shown: Shown,
    /// Only those under this treaty.
    pub treaty: Option<TreatyId>,
    /// The last day before on which one of them changes, and the first after.
    pub changes: (Option<Day>, Option<Day>),
    /// Pledges that begin on the day, and those that ended the day before.
    pub turned: (&'a [Pledge], &'a [Pledge]),
    /// Whether the day is only an example.
    pub example: bool,
    /// The address of the same page with one thing changed.
    pub with: &'a dyn Fn(&str, &str) -> String,
    /// The map.
    pub map: &'a Map,
}

impl View<'_> {
    fn address(&self, actor: Actor) -> String {
        (self.with)("focus", self.pledged.world.id(actor))
    }

    fn title(&self) -> String {
        let pledged = self.pledged;
        let focus =
            pledged.focus.map_or(String::new(), |focus| format!(", {}", pledged.name(focus)));
        let treaty = self.treaty.map(|id| &pledged.world.treaty(id).id);
        let treaty = treaty.map_or(String::new(), |id| format!(", {id}"));
        format!("{} on {}{focus}{treaty}", layer(pledged.act).0, pledged.on)
    }
}

/// Everything below the heading of the first level.
pub fn body(view: &View<'_>) -> Markup {
    let pledged = view.pledged;
    html! {
        (form(view))
        @if view.example {
            p.aside { "No day was given; this one is an example. Others: "
                @for (number, (day, what)) in DAYS.iter().enumerate() {
                    @if number > 0 { "; " }
                    a href=((view.with)("on", day)) { (day) } " (" (what) ")"
                }
                "."
            }
        }
        section #world data-on=(pledged.on) aria-labelledby="shown" {
            h2 #shown { (view.title()) }
            p { (tally(view)) }
            (days(view))
            nav.views aria-label="Ways to see it" {
                ul { @for (shown, word, name) in VIEWS {
                    li { a href=((view.with)("view", word)) aria-current=[(*shown == view.shown).then_some("true")] { (name) } }
                } }
            }
            @if !pledged.partners.is_empty() { (figure(view)) (tables(view)) }
            (turned(view))
            (limits(view))
        }
    }
}

fn form(view: &View<'_>) -> Markup {
    let pledged = view.pledged;
    let focus = pledged.focus.map_or("", |focus| pledged.name(focus));
    let treaty = view.treaty.map_or("", |id| pledged.world.treaty(id).id.as_str());
    html! {
        form.box action="/world" method="get" {
            div.fields {
                p.field {
                    label for="on" { "On which day" }
                    input #on name="on" type="text" inputmode="numeric" value=(pledged.on) placeholder="YYYY-MM-DD" autocomplete="off";
                }
                p.field {
                    label for="layer" { "What is pledged" }
                    select #layer name="layer" {
                        @for (act, title, _) in LAYERS { option value=(act) selected[*act == pledged.act] { (title) } }
                    }
                }
                p.field {
                    label for="view" { "As" }
                    select #view name="view" {
                        @for (shown, word, name) in VIEWS { option value=(word) selected[*shown == view.shown] { (name) } }
                    }
                }
                p.field {
                    label for="focus" { "Only the pledges of this state" }
                    input #focus name="focus" type="text" list="partners" value=(focus) autocomplete="off";
                }
                p.field {
                    label for="treaty" { "Only under this treaty" }
                    input #treaty name="treaty" type="text" value=(treaty) autocomplete="off" placeholder="such as NATO";
                }
            }
            datalist #partners { @for (actor, _) in pledged.by_name() { option value=(pledged.name(actor)) {} } }
            p { button type="submit" { "Show" } }
        }
    }
}

/// How much there is, in one sentence.
fn tally(view: &View<'_>) -> String {
    let pledged = view.pledged;
    let says = layer(pledged.act).1;
    let treaties: BTreeSet<TreatyId> = pledged.pledges.iter().map(|pledge| pledge.treaty).collect();
    let (treaties, under) =
        (treaties.len(), if treaties.len() == 1 { "treaty" } else { "treaties" });
    match (pledged.focus, pledged.partners.len()) {
        (_, 0) => "No pledge of this kind is on record for this day.".to_owned(),
        (Some(focus), _) => {
            let partners = pledged.partners.get(&focus);
            let (owes, owed) = partners.map_or((0, 0), |one| (one.owes.len(), one.owed.len()));
            let name = pledged.name(focus);
            format!(
                "{name} is pledged to {owes}, and {owed} are pledged to {name}, under {treaties} {under}. Who is pledged {says}."
            )
        }
        (None, states) => {
            let pairs = pledged.pairs.len();
            format!(
                "{states} states with {pairs} pledges from one to another, under {treaties} {under}. Who is pledged {says}."
            )
        }
    }
}

/// The way to other days. A script adds a slider and a button to play; the links do the same without it.
fn days(view: &View<'_>) -> Markup {
    let step = |day: Option<Day>, rel: &'static str, words: &str| {
        html! {
            li {
                @match day {
                    Some(day) => { a.button.quiet #(rel) rel=(rel) href=((view.with)("on", &day.to_string())) { (words) ": " (day) } }
                    None => { span.soft { (words) ": none on record" } }
                }
            }
        }
    };
    html! {
        nav.days #days aria-label="Other days" {
            ul {
                (step(view.changes.0, "prev", "Change before"))
                (step(view.changes.1, "next", "Change after"))
            }
        }
    }
}

/// The picture alone, as the page or a file has it.
pub fn picture(view: &View<'_>, linked: bool) -> Markup {
    let pledged = view.pledged;
    let title = view.title();
    let address = |actor: Actor| linked.then(|| view.address(actor));
    match view.shown {
        Shown::Network if pledged.partners.len() <= network::MOST => {
            network::picture(pledged, &title, &address)
        }
        Shown::Network | Shown::Matrix => matrix::picture(pledged, &title),
        Shown::Map | Shown::Table => {
            view.map.picture(pledged.world, pledged.on, &title, &|state| {
                let actor = Actor::State(state);
                let partners = pledged.partners.get(&actor)?;
                let (class, says) = match pledged.focus {
                    Some(focus) => beside(pledged, focus, actor),
                    None => by_number(partners.count(), partners.owes.len(), partners.owed.len()),
                };
                Some(Paint { class, says, address: address(actor) })
            })
        }
    }
}

/// A state's class by how many partners it has: those of the legend.
fn by_number(count: usize, owes: usize, owed: usize) -> (&'static str, String) {
    let class = match count {
        0 | 1 => "few",
        2..=5 => "some",
        6..=20 => "more",
        _ => "many",
    };
    (class, format!(": pledged to {owes}; {owed} pledged to it"))
}

/// A state's class beside the one in focus.
fn beside(pledged: &Pledged<'_>, focus: Actor, actor: Actor) -> (&'static str, String) {
    let name = pledged.name(focus);
    if actor == focus {
        return ("focus", ": whose pledges are shown".to_owned());
    }
    let gives = pledged.pairs.contains_key(&(actor, focus));
    let receives = pledged.pairs.contains_key(&(focus, actor));
    match (gives, receives) {
        (true, true) => ("both", format!(": pledged to {name}, and {name} to it")),
        (true, false) => ("owes", format!(": pledged to {name}")),
        _ => ("owed", format!(": {name} is pledged to it")),
    }
}

fn figure(view: &View<'_>) -> Markup {
    let pledged = view.pledged;
    let many = view.shown == Shown::Network && pledged.partners.len() > network::MOST;
    let drawn = match view.shown {
        Shown::Network if !many => Shown::Network,
        Shown::Network => Shown::Matrix,
        shown => shown,
    };
    html! {
        @if many {
            p.notes { "Too many states for a network (" (pledged.partners.len()) ", at most " (network::MOST) "); here is the matrix. Choose one state or one treaty for a network." }
        }
        @if drawn != Shown::Table {
            figure {
                @if drawn == Shown::Map { (picture(view, true)) } @else { (scrolled("The picture", &picture(view, true))) }
                (legend(view, drawn))
                figcaption {
                    @if drawn == Shown::Map { (view.map.caption()) " " }
                    "The table below says the same in words."
                }
            }
        }
    }
}

fn legend(view: &View<'_>, drawn: Shown) -> Markup {
    let name = view.pledged.focus.map(|focus| view.pledged.name(focus));
    match (drawn, name) {
        (Shown::Map, Some(name)) => map::legend(&[
            ("focus", name.to_owned()),
            ("both", format!("pledged to {name}, and {name} to it")),
            ("owes", format!("pledged to {name}")),
            ("owed", format!("{name} is pledged to it")),
        ]),
        (Shown::Map, None) => map::legend(&[
            ("few", "1 partner".to_owned()),
            ("some", "2 to 5 partners".to_owned()),
            ("more", "6 to 20 partners".to_owned()),
            ("many", "more than 20 partners".to_owned()),
        ]),
        (Shown::Network, _) => html! {
            ul.legend {
                li { "A line without arrow: each is pledged to the other" }
                li { "An arrow: from who is pledged to whom" }
                li { "Broken: only if something is found first, such as who attacks" }
            }
        },
        _ => html! {
            ul.legend {
                li { "Row: who is pledged; column: to whom" }
                li { "Square: binds as it stands" }
                li { "Ring: only if something is found first, such as who attacks" }
            }
        },
    }
}

fn tables(view: &View<'_>) -> Markup {
    match (view.pledged.focus, view.shown) {
        (None, Shown::Table) => every_pledge(view),
        (None, _) => by_state(view),
        (Some(_), _) => every_pledge(view),
    }
}

fn treaties<'a>(view: &View<'_>, ids: impl Iterator<Item = &'a TreatyId>) -> Markup {
    let (world, on) = (view.pledged.world, view.pledged.on);
    html! {
        @for (number, id) in ids.enumerate() {
            @if number > 0 { ", " }
            (treaty(&world.treaty(*id).id, on))
        }
    }
}

fn treaty(id: &str, on: Day) -> Markup {
    html! {
        @match Links::Served.treaty(id, Some(on)) {
            Some(address) => { a href=(address) { (id) } }
            None => { (id) }
        }
    }
}

/// One row for each state.
fn by_state(view: &View<'_>) -> Markup {
    let pledged = view.pledged;
    let table = html! {
        table {
            caption { "States with pledges, and with how many others" }
            thead { tr {
                th scope="col" { "State" }
                th.number scope="col" { "Pledged to" }
                th.number scope="col" { "Pledged to it" }
                th scope="col" { "Under" }
            } }
            tbody { @for (actor, partners) in pledged.by_name() {
                tr {
                    th scope="row" {
                        a href=(view.address(actor)) { (pledged.name(actor)) }
                    }
                    td.number { (partners.owes.len()) }
                    td.number { (partners.owed.len()) }
                    td { (treaties(view, partners.treaties.iter())) }
                }
            } }
        }
    };
    scrolled("States with pledges", &table)
}

/// Who is pledged to whom under which article: those that differ only in the receiver stand together.
fn every_pledge(view: &View<'_>) -> Markup {
    let pledged = view.pledged;
    let mut rows: BTreeMap<(&str, Actor, TreatyId, &str, bool), BTreeSet<&str>> = BTreeMap::new();
    for pledge in pledged.pledges {
        let open = pledge.verdict == Verdict::Depends;
        let key = (pledged.name(pledge.by), pledge.by, pledge.treaty, &*pledge.article, open);
        rows.entry(key).or_default().insert(pledged.name(pledge.to));
    }
    let table = html! {
        table {
            caption { "Who is pledged to whom, and under what" }
            thead { tr {
                th scope="col" { "Who" }
                th scope="col" { "To whom" }
                th scope="col" { "Under" }
                th scope="col" { "Binds" }
            } }
            tbody { @for ((name, _, id, article, open), to) in &rows {
                @let to: Vec<&str> = to.iter().copied().collect();
                tr {
                    th scope="row" { (name) }
                    td { (to.join(", ")) }
                    td { (treaty(&pledged.world.treaty(*id).id, pledged.on)) " art. " (article) }
                    td { @if *open { "if something is found first" } @else { "as it stands" } }
                }
            } }
        }
    };
    scrolled("Who is pledged to whom", &table)
}

/// What is new on the day itself.
fn turned(view: &View<'_>) -> Markup {
    let (begun, ended) = view.turned;
    html! {
        @if !begun.is_empty() || !ended.is_empty() {
            section aria-labelledby="turned" {
                h3 #turned { "What changes on " (view.pledged.on) }
                ul {
                    @for (words, pledges) in [("Begins", begun), ("Is over", ended)] {
                        @for (id, givers, receivers) in by_treaty(pledges) {
                            li {
                                (words) ": " (treaty(&view.pledged.world.treaty(id).id, view.pledged.on)) ", "
                                (some(view, &givers)) " to " (some(view, &receivers)) "."
                            }
                        }
                    }
                }
            }
        }
    }
}

fn by_treaty(pledges: &[Pledge]) -> Vec<(TreatyId, BTreeSet<Actor>, BTreeSet<Actor>)> {
    let mut found: BTreeMap<TreatyId, (BTreeSet<Actor>, BTreeSet<Actor>)> = BTreeMap::new();
    for pledge in pledges {
        let (givers, receivers) = found.entry(pledge.treaty).or_default();
        givers.insert(pledge.by);
        receivers.insert(pledge.to);
    }
    found.into_iter().map(|(id, (givers, receivers))| (id, givers, receivers)).collect()
}

/// Names, where they are few; else how many.
fn some(view: &View<'_>, actors: &BTreeSet<Actor>) -> String {
    if actors.len() > 6 {
        return format!("{} states", actors.len());
    }
    let names: Vec<&str> = actors.iter().map(|actor| view.pledged.name(*actor)).collect();
    names.join(", ")
}

/// What the picture does not say.
fn limits(view: &View<'_>) -> Markup {
    let ask = crate::links::address("/ask", [("on", view.pledged.on.to_string().as_str())]);
    html! {
        p.aside {
            "A pledge stands from the first to the last day on which an attack on the other by somebody unknown would "
            "awaken it. Duties of whoever attacks, such as those of every member of the United Nations, have no fixed giver "
            "and are not drawn. To see what would follow from an attack, " a href=(ask) { "ask" } "."
        }
    }
}
