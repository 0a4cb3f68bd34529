//! Play as a page: a text, what is wrong with it, its outline, and a question to it. Works as a plain form; the module
//! that makes it live swaps one part of the page for another of the same making.

use maud::{Markup, html};
use servanda::model::World;
use servanda::syntax::keyword::KEYWORDS;

/// A place in the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Its line, from 1.
    pub line: usize,
    /// Units of UTF-16 before it.
    pub unit: usize,
}

/// Something wrong.
#[derive(Clone, Copy, Debug)]
pub struct Fault<'a> {
    /// An error, or a warning.
    pub error: bool,
    /// Its code.
    pub code: &'a str,
    /// What is wrong.
    pub message: &'a str,
    /// What to write.
    pub help: &'a [String],
    /// Where it begins and ends.
    pub at: Option<(Place, Place)>,
}

/// A line of the outline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// How deep, from 1.
    pub depth: usize,
    /// Its words.
    pub words: String,
    /// Where it is.
    pub at: Place,
}

/// What was written.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    /// The text.
    pub text: &'a str,
    /// The question.
    pub q: &'a str,
    /// Without the corpus.
    pub alone: bool,
}

/// Faults shown at most.
const MOST_FAULTS: usize = 50;

/// The page.
pub fn page(world: &World, fields: &Fields<'_>, found: Option<&Markup>) -> Markup {
    html! {
        h1 { "Write a treaty and ask it" }
        p {
            "Every fault is told as you write, with what to write instead. Your text is sent to this server to be read and "
            "is not kept; it stands in no address."
        }
        (examples(world))
        div.desk {
            form.box.play #play action="/play" method="post" accept-charset="utf-8" {
                p.field {
                    label for="text" { "Your treaty" }
                    textarea #text name="text" rows="24" spellcheck="false" autocapitalize="off" autocomplete="off"
                        aria-describedby="keys" { "\n" (fields.text) }
                }
                p.field {
                    label for="q" { "Your question" }
                    input #q name="q" type="text" value=(fields.q) placeholder="attack on France on 2002-05-14" autocomplete="off" spellcheck="false";
                }
                p.field.check {
                    input #alone name="alone" type="checkbox" value="true" checked[fields.alone];
                    label for="alone" { "Leave the corpus out: only this text binds" }
                }
                p.row {
                    button type="submit" name="do" value="ask" { "Ask" }
                    button.quiet type="submit" name="do" value="check" { "Check" }
                    button.quiet type="submit" name="do" value="format" { "Lay out" }
                    button.quiet #share type="button" hidden { "Share" }
                }
                p.field #shared hidden {
                    label for="link" { "An address with your text in it" }
                    input #link type="text" readonly aria-describedby="link-help";
                    span.help #link-help { "The text stands behind the #, which a browser never sends to a server." }
                }
                p.soft #status role="status" aria-live="polite" {}
                (keys())
            }
            div #found { @if let Some(found) = found { (found) } }
        }
        (words())
    }
}

fn examples(world: &World) -> Markup {
    html! {
        form.row action="/play" method="get" {
            span { "Begin with " a href="/play?example=pact" { "a small pact" } ", " a href="/play?example=CST" { "the Collective Security Treaty" } " or" }
            label for="example" { "a treaty of the corpus" }
            select #example name="example" {
                @for treaty in &world.treaties { option value=(treaty.id) { (treaty.id) } }
            }
            button.quiet type="submit" { "Begin" }
        }
    }
}

fn keys() -> Markup {
    html! {
        p.help.keys #keys {
            kbd { "Ctrl" } "+" kbd { "Enter" } " asks, "
            kbd { "Ctrl" } "+" kbd { "Shift" } "+" kbd { "Enter" } " lays out, "
            kbd { "F8" } " goes to the next fault, " kbd { "Shift" } "+" kbd { "F8" } " to the one before; "
            kbd { "Tab" } " leaves the text. Without scripts the buttons do the same."
        }
    }
}

fn words() -> Markup {
    html! {
        details.parts {
            summary { h2 { "Words that begin a line" } }
            dl.words { @for (word, meaning) in KEYWORDS { dt { (word) } dd { (meaning) } } }
        }
    }
}

/// Why a question has no answer.
pub fn unanswered() -> Markup {
    html! { section { h2 { "Your question" } p { "It is answered as soon as the text has no error." } } }
}

/// What was found: faults, outline, answer.
pub fn found(faults: &[Fault<'_>], heads: &[Head], answer: Option<&Markup>) -> Markup {
    let errors = faults.iter().filter(|fault| fault.error).count();
    let says = told(errors, faults.len() - errors);
    html! {
        @if let Some(answer) = answer { (answer) }
        section {
            h2 #faults data-says=(says) { "Faults: " (says) }
            @if !faults.is_empty() {
                ol.faults {
                    @for fault in faults.iter().take(MOST_FAULTS) { (one(fault)) }
                }
                @if faults.len() > MOST_FAULTS { p { "and " (faults.len() - MOST_FAULTS) " more" } }
            }
        }
        @if !heads.is_empty() {
            section {
                h2 { "Outline" }
                ul.outline {
                    @for head in heads {
                        li.{ "depth-" (head.depth) } { a href="#text" data-start=(head.at.unit) { (head.words) } }
                    }
                }
            }
        }
    }
}

fn told(errors: usize, warnings: usize) -> String {
    let count = |number: usize, what: &str| match number {
        1 => format!("1 {what}"),
        number => format!("{number} {what}s"),
    };
    match (errors, warnings) {
        (0, 0) => "none".to_owned(),
        (0, warnings) => count(warnings, "warning"),
        (errors, 0) => count(errors, "error"),
        (errors, warnings) => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
    }
}

fn one(fault: &Fault<'_>) -> Markup {
    let (class, weight) = if fault.error { ("error", "error") } else { ("warning", "warning") };
    html! {
        li class=(class) {
            span.weight { (weight) " " }
            @if let Some((start, end)) = fault.at {
                a href="#text" data-start=(start.unit) data-end=(end.unit) { "line " (start.line) }
                ": "
            }
            (fault.message)
            @for help in fault.help { p.help { (help) } }
            p.soft { a href={ "/code/" (fault.code) } { (fault.code) } }
        }
    }
}
