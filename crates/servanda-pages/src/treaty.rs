//! Treaties as pages: the list, and one of them with its gist beside its code, its members, history, tests and sources.

use crate::code::{self, TreatyCode};
use crate::parts;
use maud::{Markup, html};
use servanda::answer::compare_treaties::{PairForm, TreatyDiff};
use servanda::answer::treaty_form::{
    ArticleForm, DifferenceForm, DisclaimerForm, GapForm, MemberForm, NormForm, TreatiesForm,
    TreatyForm,
};
use servanda::answer::treaty_page;

/// A list of treaties.
pub fn list(form: &TreatiesForm, q: &str) -> Markup {
    let count = form.treaties.len();
    let on = form.on.as_deref().unwrap_or_default();
    let rows: Vec<Vec<Markup>> = form
        .treaties
        .iter()
        .map(|line| {
            vec![
                parts::treaty(&line.id),
                html! { (line.title) @if let Some(basis) = line.basis { " [" (basis) "]" } },
                html! { (line.from.as_deref().unwrap_or("never as a whole")) },
                html! { (line.until.as_deref().unwrap_or("no end on record")) },
                html! { (line.parties) },
            ]
        })
        .collect();
    html! {
        h1 { "Treaties" }
        (parts::find("/treaty", q, on, "Id, title or party", "In force on"))
        p role="status" {
            @if count == 1 { "1 treaty" } @else { (count) " treaties" }
            @if !on.is_empty() { " in force on " (on) }
            @if !q.is_empty() { " with \u{201c}" (q) "\u{201d} in id, title or among the parties" }
            "."
        }
        @if count > 0 {
            (parts::table("Treaties", &["Id", "Title", "In force from", "Until", "Parties"], &rows))
        }
    }
}

/// A test that a treaty carries, with what came of it.
#[derive(Clone, Debug)]
pub struct Tested {
    /// What it shows.
    pub title: String,
    /// The question in words, and the address that asks it.
    pub asks: String,
    /// Where it is asked.
    pub address: Option<String>,
    /// Whether everything is as expected.
    pub passed: bool,
    /// What differs.
    pub faults: String,
}

/// What a page of one treaty shows beside its facts.
pub struct View<'a> {
    /// Its facts; with a day, as it stood then.
    pub form: &'a TreatyForm,
    /// Its code.
    pub code: &'a TreatyCode,
    /// The code of each article of `form`, in their order.
    pub articles: Vec<&'a str>,
    /// Bars of its parties, as a picture within a page.
    pub bars: String,
    /// How many bars.
    pub rows: usize,
    /// The day compared with, and what differs.
    pub against: Option<(&'a str, &'a TreatyDiff)>,
    /// Its tests, and whether its file holds other treaties too.
    pub tests: &'a [Tested],
    /// Whether these are tests of several treaties.
    pub shared: bool,
    /// How to cite it.
    pub bibtex: &'a str,
}

/// One treaty.
pub fn page(view: &View<'_>) -> Markup {
    let form = view.form;
    let has = |there: bool, id: &'static str, name: &'static str| there.then_some((id, name));
    let here = [
        has(view.against.is_some(), "changes", "Changes"),
        has(true, "life", "Life"),
        has(!form.members.is_empty(), "members", "Members"),
        has(!form.articles.is_empty(), "articles", "Articles"),
        has(!view.tests.is_empty(), "tests", "Tests"),
        has(!form.claims.is_empty(), "claims", "Claims"),
        has(!form.differs_from_atop.is_empty(), "atop", "Differs from ATOP"),
        has(true, "sources", "Sources"),
        has(true, "cite", "Cite"),
    ];
    let here: Vec<_> = here.into_iter().flatten().collect();
    html! {
        h1 { (form.id) ": " (form.title) }
        @if let Some(coded) = &form.coded_from {
            p { strong { "Coded, not text: " } "written from the codes of " (coded) ". What a code cannot carry is open." }
        }
        @if let Some(gist) = &form.gist { p { (crate::answer::capital(gist)) "." } }
        @if let Some(quote) = &form.quote { p { q { (quote) } } }
        @if form.on.is_some() { p { strong { "As it stood on " (form.on.as_deref().unwrap_or_default()) "." } } }
        (days(view))
        (parts::here(&here))
        @if let Some((day, diff)) = view.against { (changes(form, day, diff)) }
        (parts::section("life", "Life", &life(form)))
        @if !form.members.is_empty() { (members(view)) }
        @if !form.articles.is_empty() { (articles(view)) }
        (more(form))
        (tests(view))
        @if !form.claims.is_empty() { (parts::section("claims", "Claims", &parts::claims(&form.claims))) }
        (atop(form))
        (parts::section("sources", "Sources", &parts::citations(&form.sources)))
        (parts::section("cite", "Cite", &html! {
            p { "Cite the treaty, not servanda, for what the treaty says." }
            pre tabindex="0" role="group" aria-label="BibTeX" { code { (view.bibtex) } }
        }))
        (parts::again(&command(form)))
    }
}

fn command(form: &TreatyForm) -> String {
    let on = form.on.as_ref().map_or(String::new(), |on| format!(" --on {on}"));
    format!(
        "servanda treaty {}{on}\nservanda timeline {}\nservanda cite {}",
        form.id, form.id, form.id
    )
}

/// The form that asks for another day, or for two.
fn days(view: &View<'_>) -> Markup {
    let form = view.form;
    let against = view.against.map_or("", |(day, _)| day);
    html! {
        form.box action={ "/treaty/" (crate::links::encode(&form.id)) } method="get" {
            div.fields {
                (parts::field("on", "As it stood on", "text", form.on.as_deref().unwrap_or_default(), "YYYY-MM-DD"))
                (parts::field("against", "Compared with", "text", against, "YYYY-MM-DD"))
                p.field { button type="submit" { "Show" } }
            }
        }
    }
}

fn changes(form: &TreatyForm, day: &str, diff: &TreatyDiff) -> Markup {
    let on = form.on.as_deref().unwrap_or_default();
    let changed = |pairs: &'_ [PairForm]| -> Vec<PairForm> {
        pairs.iter().filter(|pair| pair.one != pair.other).cloned().collect()
    };
    let (members, pledges) = (changed(&diff.members), changed(&diff.pledges));
    let same = diff.members.len() - members.len();
    let body = html! {
        @if members.is_empty() && pledges.is_empty() {
            p { "The same members and the same pledges on both days." }
        }
        @if !members.is_empty() {
            h3 { "Members" }
            ul.changed {
                @for pair in &members {
                    li {
                        @if pair.one.is_empty() { ins { "Only on " (day) ": " (pair.what) ", " (pair.other.join("; ")) } }
                        @else if pair.other.is_empty() { del { "Only on " (on) ": " (pair.what) ", " (pair.one.join("; ")) } }
                        @else { (pair.what) ": " del { "On " (on) ": " (pair.one.join("; ")) } ins { "On " (day) ": " (pair.other.join("; ")) } }
                    }
                }
            }
            p.aside { (same) " members are the same." }
        }
        @if !pledges.is_empty() {
            h3 { "Pledges" }
            ul.changed {
                @for pair in &pledges {
                    li {
                        (pair.what)
                        @for text in pair.one.iter().filter(|text| !pair.other.contains(text)) {
                            del { "Only on " (on) ": " (text) }
                        }
                        @for text in pair.other.iter().filter(|text| !pair.one.contains(text)) {
                            ins { "Only on " (day) ": " (text) }
                        }
                    }
                }
            }
        }
    };
    parts::section("changes", &format!("{on} compared with {day}"), &body)
}

fn life(form: &TreatyForm) -> Markup {
    let place = form.place.as_ref().map_or(String::new(), |place| format!(" at {place}"));
    let how = form.ended_how.as_ref().map_or(String::new(), |how| format!(": {how}"));
    let text = |text: &Option<String>| text.as_deref().map(|text| html! { (text) });
    let rows = [
        ("Kind", text(&form.kind)),
        ("Part of", form.part_of.as_deref().map(parts::treaty)),
        ("Signed", form.signed.as_ref().map(|signed| html! { (signed) (place) })),
        ("In force", form.from.as_ref().map(|from| html! { "from " (from) })),
        ("Provisional", text(&form.provisional)),
        ("Term", text(&form.term)),
        ("Notice", text(&form.notice)),
        ("Ended", form.until.as_ref().map(|until| html! { "last day in force " (until) (how) })),
        ("Secret", text(&form.secret)),
    ];
    html! {
        dl.facts {
            @for (name, value) in rows {
                @if let Some(value) = value { dt { (name) } dd { (value) } }
            }
            @if !form.amended_by.is_empty() {
                dt { "Amended by" }
                @for one in &form.amended_by { dd { (one.id) @if let Some(on) = &one.on { " on " (on) } } }
            }
        }
    }
}

/// Rows of a picture that are shown without a click.
const FEW: usize = 45;

fn members(view: &View<'_>) -> Markup {
    let form = view.form;
    let rows: Vec<Vec<Markup>> = form.members.iter().map(member).collect();
    let caption = html! {
        "Each bar is a spell of being bound; the pale end of a bar is a date that is not certain, a dashed frame a time in \
         which duties rested, an arrow that no end is recorded. The table says the same."
    };
    let bars = parts::picture("Members over time", &view.bars, &caption);
    let body = html! {
        @if view.rows > FEW {
            details { summary { "Bars of all " (view.rows) " rows" } (bars) }
        } @else { (bars) }
        (parts::table("Members", &["Member", "Bound", "Steps"], &rows))
        @if !form.suspended_between.is_empty() {
            ul { @for pair in &form.suspended_between { li { "Suspended between " (pair) } } }
        }
    };
    let heading = if form.on.is_some() { "Members bound that day" } else { "Members" };
    parts::section("members", heading, &body)
}

fn member(member: &MemberForm) -> Vec<Markup> {
    let spells: Vec<String> = member.spells.iter().map(treaty_page::spell).collect();
    let bound = if spells.is_empty() { "never bound".to_owned() } else { spells.join("; ") };
    let steps: Vec<String> =
        member.steps.iter().map(|step| format!("{} {}", step.what, step.on)).collect();
    vec![
        html! {
            (parts::party(&member.party, &member.name)) " (" (member.party) ")"
            @if let Some(role) = &member.role { ", " (role) }
        },
        html! {
            (bound)
            @for span in &member.suspended { "; suspended " (span) }
            @if member.bound.as_deref() == Some("possibly") { "; whether bound that day turns on an uncertain date" }
        },
        html! { (steps.join("; ")) },
    ]
}

fn articles(view: &View<'_>) -> Markup {
    let body = html! {
        p.aside {
            "On the left what the treaty says, on the right how servanda reads it, from " code { (view.code.file) } ". "
            "V is whom the event befalls, A is who acts in it."
        }
        @if !view.code.intro.is_empty() {
            details { summary { "What the file says of the treaty" } (crate::prose::markdown(&view.code.intro, 2)) }
        }
        @if !view.code.head.is_empty() {
            details {
                summary { "Code of its life and members" }
                (code::block(&view.code.head, "Code of its life and members"))
            }
        }
        @for (number, one) in view.form.articles.iter().enumerate() {
            (article(view.form, one, view.articles.get(number).copied().unwrap_or_default()))
        }
    };
    parts::section("articles", "Articles", &body)
}

fn article(form: &TreatyForm, one: &ArticleForm, source: &str) -> Markup {
    let versions = form.articles.iter().filter(|other| other.article == one.article).count();
    let dated = one.from.is_some() || one.until.is_some();
    html! {
        div.article {
            h3 {
                "Article " (one.article)
                @if let Some(heading) = &one.heading { ": " (heading) }
            }
            @if dated || versions > 1 || one.by.is_some() {
                p.soft {
                    "This version: "
                    (one.from.as_deref().map_or("as old as the treaty".to_owned(), |from| format!("from {from}")))
                    @if let Some(until) = &one.until { " until " (until) }
                    @if let Some(by) = &one.by { ", by " (by) }
                    @if versions > 1 { "; one of " (versions) " on this page" }
                    "."
                }
            }
            @if let Some(secret) = &one.secret { p { "Secret " (secret) "." } }
            div.facing {
                div.words { (words(form, one)) }
                @if !source.is_empty() {
                    div.source { (code::block(source, &format!("Code of article {}", one.article))) }
                }
            }
        }
    }
}

fn words(form: &TreatyForm, one: &ArticleForm) -> Markup {
    html! {
        @if let Some(gist) = &one.gist { p { (crate::answer::capital(gist)) "." } }
        @if let Some(quote) = &one.quote { p { q { (quote) } } }
        @if !one.norms.is_empty() {
            ul.norms { @for norm in &one.norms { li { (self::norm(norm)) } } }
        }
        @if !one.readings.is_empty() {
            p { "Rival readings:" }
            ul {
                @for reading in &one.readings {
                    li {
                        strong { (reading.name) } ": " (reading.holds)
                        @if let Some(by) = &reading.by { " (held by " (by) ")" }
                        " " code { (form.id) "/" (one.article) "/" (reading.name) }
                    }
                }
            }
        }
        (gaps(&one.not_modelled))
        @for note in &one.notes { p.soft { (note) } }
        @if !one.sources.is_empty() {
            details { summary { "Sources of this article" } (parts::citations(&one.sources)) }
        }
    }
}

fn norm(norm: &NormForm) -> Markup {
    html! {
        strong { (norm.norm) }
        @if let Some(dates) = &norm.dates { " (" (dates) ")" }
        ": " (norm.words)
        @if let Some(gist) = &norm.gist { p.soft { (gist) } }
        @if let Some(quote) = &norm.quote { p.soft { q { (quote) } } }
        @for made in &norm.reservations {
            p.soft {
                "Reservation by " (parts::parties(&made.by)) ": " (made.says) "; "
                @if made.only_where.is_empty() { "it does not bind them" }
                @else { "it binds them only where " (made.only_where.join(" and ")) }
            }
        }
    }
}

fn gaps(gaps: &[GapForm]) -> Markup {
    html! {
        @for gap in gaps {
            p.soft { "Not modelled: " (gap.words) " (because " (gap.because) ")" }
        }
    }
}

/// What stands in few treaties: disclaimers, priorities, decisions, notes.
fn more(form: &TreatyForm) -> Markup {
    html! {
        @if !form.disclaims.is_empty() {
            (parts::section("disclaims", "Not pledged, though often thought so", &html! {
                ul { @for one in &form.disclaims { li { (disclaimer(one)) } } }
            }))
        }
        @if !form.not_modelled.is_empty() {
            (parts::section("gaps", "Not modelled, as a whole", &gaps(&form.not_modelled)))
        }
        @if !form.priorities.is_empty() {
            (parts::section("priorities", "Priorities", &html! { ul { @for one in &form.priorities { li { (one) } } } }))
        }
        @if !form.decisions.is_empty() {
            (parts::section("decisions", "Decisions", &parts::decisions(&form.decisions)))
        }
        @if !form.notes.is_empty() {
            (parts::section("notes", "Notes", &html! { ul { @for note in &form.notes { li { (note) } } } }))
        }
    }
}

fn disclaimer(one: &DisclaimerForm) -> Markup {
    html! {
        (one.act.phrase())
        @if let Some(toward) = &one.toward { " " (toward) }
        " (because " (one.because) ")"
    }
}

fn tests(view: &View<'_>) -> Markup {
    if view.tests.is_empty() {
        return html! {};
    }
    let passed = view.tests.iter().filter(|test| test.passed).count();
    let rows: Vec<Vec<Markup>> = view.tests.iter().map(test).collect();
    let body = html! {
        p {
            "What its file expects of the engine, run just now: " (passed) " of " (view.tests.len()) " passed."
            @if view.shared { " The file holds other treaties too; their tests are among these." }
        }
        (parts::table("Tests", &["What it shows", "Outcome", "Question"], &rows))
    };
    parts::section("tests", "Tests", &body)
}

fn test(test: &Tested) -> Vec<Markup> {
    vec![
        html! { (test.title) },
        parts::outcome(if test.passed { "passed" } else { "failed" }),
        html! {
            @match &test.address {
                Some(address) => { a href=(address) { (test.asks) } }
                None => { (test.asks) }
            }
            @if !test.faults.is_empty() { pre tabindex="0" role="group" aria-label="What differs" { (test.faults) } }
        },
    ]
}

fn atop(form: &TreatyForm) -> Markup {
    if form.differs_from_atop.is_empty() {
        return html! {};
    }
    let body = html! {
        p.aside { "ATOP is a coded data set of alliance treaties. Where this corpus reads a treaty otherwise, it says why." }
        ul { @for one in &form.differs_from_atop { li { (difference(one)) } } }
    };
    parts::section("atop", "Differs from ATOP", &body)
}

fn difference(one: &DifferenceForm) -> Markup {
    let items: Vec<&str> = one.on.iter().map(|item| item.word()).collect();
    html! {
        "On " (items.join(", "))
        @if !one.parties.is_empty() { " for " (parts::parties(&one.parties)) }
        ": " (one.because)
    }
}
