//! The form in which a question is asked.

use maud::{Markup, html};
use servanda::model::World;
use servanda::syntax::vocabulary::EventKind;

/// The fields of the form, as they were filled in.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// The question in words.
    pub q: String,
    /// What happens.
    pub kind: String,
    /// To whom.
    pub target: String,
    /// By whom.
    pub by: String,
    /// Where.
    pub place: String,
    /// On which day.
    pub on: String,
    /// Only what was known by this day.
    pub known: String,
    /// Through whose eyes.
    pub known_to: String,
    /// Settings that stand several times: their names and values.
    pub more: Vec<(&'static str, String)>,
    /// Perform the duties and ask again.
    pub follow: bool,
}

/// Questions to begin with: words and what is asked.
pub const EXAMPLES: &[(&str, &str)] = &[
    ("Tajikistan, 2002", "attack on Tajikistan on 2002-05-14"),
    ("Belgium, 1914", "attack on Belgium by Germany on 1914-08-04"),
    ("Poland, 1939", "attack on Poland by Germany on 1939-09-01"),
    ("Estonia, 2007", "threat to Estonia on 2007-04-27"),
    ("Armenia, 2022", "attack on Armenia by Azerbaijan on 2022-09-13"),
];

/// The form. It sends a plain GET, so that every question has an address and no script is needed.
pub fn form(world: &World, fields: &Fields) -> Markup {
    html! {
        form.ask action="/ask" method="get" role="search" {
            p.field.wide {
                label for="q" { "Your question" }
                input #q name="q" type="text" value=(fields.q) autocomplete="off" spellcheck="false"
                    placeholder="attack on Tajikistan by Afghanistan on 2002-05-14" aria-describedby="q-help";
                span.help #q-help { "An event, to whom, by whom, where, on which day; or fill in the fields below." }
            }
            details.parts open[fields.q.is_empty()] {
                summary { "Step by step" }
                div.fields {
                    (kinds(&fields.kind))
                    (actor("target", "To whom", &fields.target))
                    (actor("by", "By whom, if known", &fields.by))
                    (text("place", "Where, if not at the target's home", &fields.place))
                    p.field {
                        label for="on" { "On which day" }
                        input #on name="on" type="text" inputmode="numeric" value=(fields.on) placeholder="YYYY-MM-DD" autocomplete="off";
                    }
                }
            }
            details.parts open[has_more(fields)] {
                summary { "What is taken as known" }
                div.fields {
                    (text("known", "Only what was known by this day", &fields.known))
                    (actor("known_to", "Through the eyes of", &fields.known_to))
                    @for (name, label, help) in SETTINGS { (setting(name, label, help, fields)) }
                    p.field.check {
                        input #follow name="follow" type="checkbox" value="true" checked[fields.follow];
                        label for="follow" { "Perform every duty and ask again, round by round" }
                    }
                }
            }
            datalist #states {
                @for (_, state) in world.states.iter() { option value=(state.name) {} }
            }
            p { button type="submit" { "Ask" } }
        }
    }
}

/// Settings that may stand several times: name, label, help.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("found", "Taken as found", "names of findings, with commas"),
    ("denied", "Taken as denied", "names of findings, with commas"),
    ("assuming", "Claims assumed", "ids of claims, with commas"),
    ("reading", "Readings chosen", "TREATY/NAME, with commas"),
    ("prefer", "Priorities", "un-charter-103, lex-posterior, lex-specialis"),
];

fn has_more(fields: &Fields) -> bool {
    !fields.more.is_empty()
        || fields.follow
        || !fields.known.is_empty()
        || !fields.known_to.is_empty()
}

fn setting(name: &str, label: &str, help: &str, fields: &Fields) -> Markup {
    let values: Vec<&str> = fields
        .more
        .iter()
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| value.as_str())
        .collect();
    html! {
        p.field {
            label for=(name) { (label) }
            input #(name) name=(name) type="text" value=(values.join(", ")) autocomplete="off" placeholder=(help);
        }
    }
}

fn kinds(chosen: &str) -> Markup {
    html! {
        p.field {
            label for="kind" { "What happens" }
            select #kind name="kind" {
                @for kind in EventKind::ALL {
                    @let phrase = kind.word().replace('_', " ");
                    option value=(phrase) selected[phrase == chosen] { (phrase) }
                }
            }
        }
    }
}

fn actor(name: &str, label: &str, value: &str) -> Markup {
    html! {
        p.field {
            label for=(name) { (label) }
            input #(name) name=(name) type="text" list="states" value=(value) autocomplete="off";
        }
    }
}

fn text(name: &str, label: &str, value: &str) -> Markup {
    html! {
        p.field {
            label for=(name) { (label) }
            input #(name) name=(name) type="text" value=(value) autocomplete="off";
        }
    }
}
