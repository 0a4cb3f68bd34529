//! Decide as pages: the list of summits, and one summit with its picture, its tables and the form of its draws.

use crate::{Links, sheet};
use maud::{Markup, html};
use servanda::answer::sheet::Sheet;

/// A summit of the list.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    /// Its page.
    pub address: String,
    /// Its title.
    pub title: &'a str,
    /// The day.
    pub on: Option<&'a str>,
    /// What is to be decided.
    pub questions: &'a [String],
}

/// The list of summits.
pub fn list(summits: &[Listed<'_>]) -> Markup {
    html! {
        h1 { "What a meeting may decide" }
        p {
            "Bargaining models beside plain forecasts, each with its workings open: who stands where, who presses whom, "
            "who can carry a motion and who can stop it. No accuracy is claimed for any of them."
        }
        ul.cards {
            @for one in summits {
                li {
                    h2 { a href=(one.address) { (one.title) } }
                    @if let Some(on) = one.on { p.soft { (on) } }
                    ul { @for question in one.questions { li { (question) } } }
                }
            }
        }
        section {
            h2 { "A meeting of your own" }
            p {
                "Write it as a text (who takes part, what each wants, why you think so, by which rule they decide) and "
                "send it to this server, which answers and keeps nothing; or ask at the command line:"
            }
            pre tabindex="0" { code {
                "curl -s -H 'Content-Type: text/markdown' --data-binary @my.summit.md http://127.0.0.1:8017/api/v1/decide\n"
                "servanda decide my.summit.md"
            } }
        }
    }
}

/// The settings of the form.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    /// Draws, if any are asked for.
    pub draws: Option<usize>,
    /// Their seed.
    pub seed: u64,
    /// Draws at most.
    pub most_draws: usize,
    /// The reading of the expected-utility model.
    pub preset: &'a str,
    /// Its rounds.
    pub rounds: usize,
    /// The probability that nothing changes if nobody challenges.
    pub q: f64,
    /// Options of the spatial model.
    pub option: &'a str,
}

/// What a summit's page shows.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The report, laid out.
    pub sheet: &'a Sheet,
    /// The address of its picture.
    pub picture: &'a str,
    /// What the picture shows.
    pub about: &'a str,
    /// The treaty under which it meets.
    pub treaty: Option<&'a str>,
    /// The day.
    pub on: Option<&'a str>,
    /// The command that gives the same.
    pub repeat: &'a str,
    /// The settings.
    pub fields: Fields<'a>,
}

/// Parts of the report that are opened by those who want them.
const FOLDED: &[&str] = &["Who pressed whom", "Inputs, reasons, and whose claim each is"];

/// A summit.
pub fn summit(view: &View<'_>) -> Markup {
    let fields = &view.fields;
    html! {
        h1 { (view.sheet.title) }
        @if let Some(treaty) = view.treaty {
            p.soft {
                "Under "
                @match Links::Served.treaty(treaty, None) {
                    Some(address) => a href=(address) { (treaty) },
                    None => (treaty),
                }
                @if let Some(on) = view.on { ", " (on) }
            }
        }
        (sheet::picture(view.picture, view.about))
        form.box method="get" {
            h2 { "How sure is that?" }
            p.help {
                "Every input is a range with its reason. Draw from the ranges to see how far the outcomes spread and which "
                "input they hinge on. The same seed gives the same draws."
            }
            div.fields {
                (number("draws", "Draws", &fields.draws.map(|draws| draws.to_string()).unwrap_or_default(), &format!("none, or 1 to {}", fields.most_draws)))
                (number("seed", "Seed", &fields.seed.to_string(), "a whole number"))
                p.field {
                    label for="preset" { "Expected utility, read as" }
                    select #preset name="preset" {
                        @for preset in ["scholz-code", "as-printed"] {
                            option value=(preset) selected[preset == fields.preset] { (preset) }
                        }
                    }
                }
                (number("rounds", "Its rounds", &fields.rounds.to_string(), "0 to 100"))
                (number("q", "Chance that nothing changes unchallenged", &fields.q.to_string(), "0 to 1"))
                (number("option", "Options of the spatial model", fields.option, "VotingRule=PropBin"))
            }
            p { button type="submit" { "Work it out" } }
        }
        (sheet::folded(&view.sheet.blocks, FOLDED))
        section {
            h2 { "The same at the command line" }
            pre tabindex="0" { code { (view.repeat) } }
        }
    }
}

/// A field for a short text.
fn number(name: &str, label: &str, value: &str, help: &str) -> Markup {
    html! {
        p.field {
            label for=(name) { (label) }
            input #(name) name=(name) type="text" value=(value) placeholder=(help) autocomplete="off";
        }
    }
}
