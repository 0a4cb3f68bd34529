//! States as pages: the list, and one of them with what it owes and is owed, its memberships, record, names and codes.

use crate::ego::{self, Neighbors};
use crate::parts;
use maud::{Markup, html};
use servanda::answer::state_form::{MembershipForm, PledgeForm, StateForm};
use servanda::answer::states_form::StatesForm;
use servanda::answer::treaty_page;

/// A list of states.
pub fn list(form: &StatesForm, q: &str) -> Markup {
    let count = form.states.len();
    let on = form.on.as_deref().unwrap_or_default();
    let rows: Vec<Vec<Markup>> = form
        .states
        .iter()
        .map(|line| {
            let address = crate::Links::Served.state(&line.id, None).unwrap_or_default();
            vec![
                html! { a href=(address) { (line.name) } },
                html! { (line.id) },
                html! { (line.kind) },
                html! { (line.from.as_deref().unwrap_or_default()) },
                html! { (line.until.as_deref().unwrap_or_default()) },
                html! { (line.treaties) },
            ]
        })
        .collect();
    html! {
        h1 { "States" }
        (parts::find("/state", q, on, "Name, id or code", "There on"))
        p role="status" {
            (count) @if count == 1 { " state or organization" } @else { " states and organizations" }
            @if !on.is_empty() { " on " (on) }
            @if !q.is_empty() { " for \u{201c}" (q) "\u{201d}" }
            "."
        }
        @if count > 0 {
            (parts::table("States", &["Name", "Id", "Kind", "From", "Until", "Treaties"], &rows))
            p.aside {
                "Days are those of the lists of states of Correlates of War and of Gleditsch and Ward; no last day: \
                 still there when the lists closed (2016 and 2020)."
            }
        }
    }
}

/// What a page of one state shows.
pub struct View<'a> {
    /// Its facts; with a day, as it stood then.
    pub form: &'a StateForm,
    /// Bars of its memberships, as a picture within a page.
    pub bars: String,
    /// With a day: to whom it is pledged and who is pledged to it; none within: that is still being worked out.
    pub neighbors: Option<Option<&'a Neighbors>>,
}

/// One state.
pub fn page(view: &View<'_>) -> Markup {
    let form = view.form;
    let dated = form.on.is_some();
    let has = |there: bool, id: &'static str, name: &'static str| there.then_some((id, name));
    let here = [
        has(dated, "owes", "Owes"),
        has(dated, "owed", "Is owed"),
        has(view.neighbors.is_some(), "network", "Network"),
        has(true, "memberships", "Memberships"),
        has(!form.events.is_empty(), "events", "Events"),
        has(!form.decisions.is_empty(), "decisions", "Decisions"),
        has(!form.claims.is_empty(), "claims", "Claims"),
        has(true, "names", "Names and codes"),
    ];
    let here: Vec<_> = here.into_iter().flatten().collect();
    html! {
        h1 { (form.name) " (" (form.id) ")" }
        @if form.kind != "state" { p { (form.name) " is no state but an entity: " (form.kind) "." } }
        form.box action={ "/state/" (crate::links::encode(&form.id)) } method="get" {
            div.fields {
                (parts::field("on", "What it owed and was owed on", "text", form.on.as_deref().unwrap_or_default(), "YYYY-MM-DD"))
                p.field { button type="submit" { "Show" } }
            }
        }
        (parts::here(&here))
        @if !dated { p { "Choose a day to see what it owed and was owed then, and its network of pledges." } }
        @if let Some(owes) = &form.owes { (pledges("owes", "Owes, whatever happens", owes)) }
        @if let Some(owed) = &form.is_owed { (pledges("owed", "Is owed", owed)) }
        @match view.neighbors {
            Some(Some(neighbors)) => { (network(form, neighbors)) }
            Some(None) => {
                (parts::section("network", "Network of pledges to aid", &html! {
                    p { "Who was pledged to whom is still being worked out; load the page again in a moment." }
                }))
            }
            None => {}
        }
        (memberships(view))
        @if !form.events.is_empty() {
            (parts::section("events", "Events on record", &html! {
                ul { @for event in &form.events { li { (event.on) ": " (event.title) " " code { (event.id) } } } }
            }))
        }
        @if !form.decisions.is_empty() {
            (parts::section("decisions", "Decisions", &parts::decisions(&form.decisions)))
        }
        @if !form.claims.is_empty() {
            (parts::section("claims", "Claims", &parts::claims(&form.claims)))
        }
        (parts::section("names", "Names and codes", &names(form)))
        (parts::again(&command(form)))
    }
}

fn command(form: &StateForm) -> String {
    let on = form.on.as_ref().map_or(String::new(), |on| format!(" --on {on}"));
    format!(
        "servanda state {}{on}\nservanda timeline {}\nservanda pledges --by {}{on}",
        form.id, form.id, form.id
    )
}

fn pledges(id: &str, heading: &str, list: &[PledgeForm]) -> Markup {
    let rows: Vec<Vec<Markup>> = list
        .iter()
        .map(|one| {
            vec![
                html! {
                    (parts::treaty(&one.treaty)) " " (one.article) "/" (one.norm)
                    @if let Some(basis) = one.basis { " [" (basis) "]" }
                },
                html! { (one.modal) " " (one.act.phrase()) },
                html! {
                    (one.words)
                    @if one.in_force == "possibly" { " [turns on an uncertain date]" }
                },
            ]
        })
        .collect();
    let body = html! {
        @if list.is_empty() { p { "Nothing in this corpus." } }
        @else {
            p.aside { "V is whom the event befalls, A is who acts in it." }
            (parts::table(heading, &["Treaty and norm", "What", "In words"], &rows))
        }
    };
    parts::section(id, heading, &body)
}

fn network(form: &StateForm, neighbors: &Neighbors) -> Markup {
    let on = form.on.as_deref().unwrap_or_default();
    let rows: Vec<Vec<Markup>> = neighbors
        .iter()
        .map(|(id, one)| {
            let treaties = |list: &[String]| html! {
                @for (number, id) in list.iter().enumerate() { @if number > 0 { ", " } (parts::treaty(id)) }
            };
            vec![
                html! { (parts::party(id, &one.name)) " (" (id) ")" },
                treaties(&one.owed),
                treaties(&one.owes),
            ]
        })
        .collect();
    let to = format!("{} is pledged to it by", form.name);
    let body = html! {
        @if neighbors.is_empty() {
            p { "Nobody was pledged to aid " (form.name) " if attacked, nor " (form.name) " anybody, as far as this corpus knows." }
        } @else {
            p {
                "Who was pledged to aid whom if attacked on " (on) ", under conditions or not: "
                (neighbors.len()) @if neighbors.len() == 1 { " other state." } @else { " others." }
            }
            (parts::picture("Network of pledges", &ego::picture(&form.name, on, neighbors), &html! {
                @if neighbors.len() > ego::MOST {
                    "\u{2192} it is owed aid; \u{2190} it owes aid; \u{21c4} both."
                } @else {
                    "An arrow points at who is owed aid; dashed: only " (form.name) " is owed."
                }
                " The table says the same."
            }))
            (parts::table("Network of pledges", &["With", &to, "Is pledged to the same by"], &rows))
        }
    };
    parts::section("network", "Network of pledges to aid", &body)
}

fn memberships(view: &View<'_>) -> Markup {
    let form = view.form;
    let rows: Vec<Vec<Markup>> = form.memberships.iter().map(membership).collect();
    let heading = match (&form.on, form.memberships.is_empty()) {
        (_, true) => "No membership in the corpus",
        (Some(_), _) => "Bound that day by",
        (None, _) => "Memberships",
    };
    let body = html! {
        @if !form.memberships.is_empty() {
            (parts::table("Memberships", &["Treaty", "Title", "Bound"], &rows))
            details open[form.memberships.len() <= 40] {
                summary { "Bars of all its memberships over time" }
                (parts::picture("Memberships over time", &view.bars, &html! {
                    "Each bar is a spell of being bound; pale ends are uncertain dates, arrows have no end on record."
                }))
            }
        }
    };
    parts::section("memberships", heading, &body)
}

fn membership(one: &MembershipForm) -> Vec<Markup> {
    let spells: Vec<String> = one.member.spells.iter().map(treaty_page::spell).collect();
    let bound = if spells.is_empty() { "never bound".to_owned() } else { spells.join("; ") };
    vec![
        html! { (parts::treaty(&one.treaty)) @if let Some(role) = &one.member.role { " as " (role) } },
        html! { (one.title) },
        html! {
            (bound)
            @for span in &one.member.suspended { "; suspended " (span) }
            @if one.rests.as_deref() == Some("yes") { "; its duties rest that day" }
        },
    ]
}

fn names(form: &StateForm) -> Markup {
    let cell = |text: &Option<String>| html! { (text.as_deref().unwrap_or_default()) };
    let names = form
        .names
        .iter()
        .map(|one| vec![html! { (one.name) }, html! { "name" }, cell(&one.from), cell(&one.until)]);
    let codes = form.codes.iter().map(|one| {
        let system = if one.system == "cow" { "Correlates of War" } else { "Gleditsch and Ward" };
        vec![html! { (one.code) }, html! { (system) }, cell(&one.from), cell(&one.until)]
    });
    let iso = form
        .iso3
        .iter()
        .map(|iso3| vec![html! { (iso3) }, html! { "ISO 3166" }, html! {}, html! {}]);
    let rows: Vec<Vec<Markup>> = names.chain(codes).chain(iso).collect();
    html! {
        (parts::table("Names and codes", &["Name or code", "Of what kind", "From", "Until"], &rows))
        @if !form.regions.is_empty() { p { "Regions: " (form.regions.join(", ").replace('-', " ")) "." } }
        @if !form.succession.is_empty() {
            ul {
                @for step in &form.succession {
                    li {
                        (step.on) ": " (step.kind) ", " (parts::party(&step.from, &step.from)) " to " (parts::party(&step.to, &step.to))
                        @if !step.note.is_empty() { " (" (step.note) ")" }
                    }
                }
            }
        }
    }
}
