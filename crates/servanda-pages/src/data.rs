//! What the answers rest on, as a page: versions, contents, licenses, sources, how to cite.

use crate::parts;
use maud::{Markup, html};

/// What a page of the data shows.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The version of the program.
    pub version: String,
    /// The whole fingerprint of texts and tables.
    pub fingerprint: String,
    /// Its digits as addresses show them.
    pub data: String,
    /// What there is and how much: such as `treaties`, 490.
    pub counts: Vec<(&'static str, usize)>,
    /// Whether other texts than those built in are read: the options that say so.
    pub texts: Vec<String>,
    /// Names of published schemas.
    pub schemas: Vec<&'static str>,
}

/// Part, from where, license.
const LICENSES: &[(&str, &str, &str)] = &[
    ("Program", "written for servanda", "MIT or Apache-2.0, as you choose"),
    (
        "Treaty files",
        "written for servanda from the texts and the sources that each file cites: encodings, gists, events, findings, claims, tests",
        "MIT or Apache-2.0",
    ),
    (
        "Lists of states, names and places",
        "compiled for servanda from general history, compared with published membership days",
        "MIT or Apache-2.0",
    ),
    ("Cases", "written for servanda", "MIT or Apache-2.0"),
    (
        "Map",
        "Natural Earth, as the package world-atlas has it; borders are present-day, adjusted",
        "public domain",
    ),
];

/// Works to cite with the lists and the vocabulary.
const WORKS: &[&str] = &[
    "Correlates of War Project. State System Membership List, v2016. Online, correlatesofwar.org.",
    "Gleditsch, Kristian S., and Michael D. Ward. 1999. \"Interstate System Membership: A Revised List of the Independent States since 1816.\" International Interactions 25 (4): 393-413.",
    "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long. 2002. \"Alliance Treaty Obligations and Provisions, 1815-1944.\" International Interactions 28 (3): 237-260.",
    "Gibler, Douglas M. 2009. International Military Alliances, 1648-2008. CQ Press.",
];

/// The page.
pub fn page(view: &View) -> Markup {
    html! {
        h1 { "Data" }
        p { "What the answers of this server rest on, what it may be used for, and how to cite it." }
        (parts::here(&[
            ("version", "Version"), ("contents", "What is in"), ("not", "What is not"),
            ("licenses", "Licenses"), ("cite", "How to cite"), ("lists", "Where the lists are from"), ("forms", "Forms"),
        ]))
        (parts::section("version", "Version", &version(view)))
        (parts::section("contents", "What is in", &contents(view)))
        (parts::section("not", "What is not", &not_in()))
        (parts::section("licenses", "Licenses", &licenses()))
        (parts::section("cite", "How to cite", &cite(view)))
        (parts::section("lists", "Where the lists are from", &lists()))
        (parts::section("forms", "Forms", &forms(view)))
    }
}

fn version(view: &View) -> Markup {
    html! {
        dl.facts {
            dt { "servanda" } dd { (view.version) }
            dt { "Data" } dd { code { (view.data) } ", in full " code { (view.fingerprint) } }
            @if !view.texts.is_empty() {
                dt { "Texts" } dd { "not only those built in: " code { (view.texts.join(" ")) } }
            }
        }
        p {
            "The data are the hash of every text and table. The same question on the same data has the same answer; \
             an address under " code { "/at/" (view.data) "/" } " names both and stays what it is."
        }
    }
}

fn contents(view: &View) -> Markup {
    html! {
        ul { @for (name, count) in &view.counts { li { (count) " " (name) } } }
        p {
            "Each treaty file says what it leaves out, where sources differ and which dates are uncertain. Encodings are read by \
             people and can be wrong; a correction with a source is welcome."
        }
    }
}

fn not_in() -> Markup {
    html! {
        p {
            "No file and no row of the Correlates of War project, ATOP, Gleditsch and Ward, ICB, ACLED, GDELT, ICEWS or anybody \
             else: most ask that users get the data from the projects and cite them. servanda uses the state abbreviations and \
             numbers of Correlates of War and of Gleditsch and Ward as names, so that its tables join to yours."
        }
        p {
            "Not every treaty is here. No row in an answer means no duty in this corpus, not in the world; where a state or a time \
             is outside the data, the answer says so."
        }
        p {
            "With your own copy of a data set, " code { "servanda import" } " makes treaties of its codes; they are marked \
             \u{201c}coded, not text\u{201d} wherever they show."
        }
    }
}

fn licenses() -> Markup {
    let rows: Vec<Vec<Markup>> = LICENSES
        .iter()
        .map(|(part, from, license)| vec![html! { (part) }, html! { (from) }, html! { (license) }])
        .collect();
    html! {
        (parts::table("Licenses", &["Part", "Where from", "License"], &rows))
        p {
            "Quotations from treaties and from the press are a few words long, with their source, and remain their authors'. Facts \
             (who joined what on which day) are nobody's property; where one is owed to a compilation, the file cites it."
        }
    }
}

fn cite(view: &View) -> Markup {
    html! {
        p { strong { "A treaty: " } "cite the treaty, not servanda, for what a treaty says. Its page has the entry." }
        p {
            strong { "An answer: " } "give the question, the version and the data: servanda " (view.version) ", data "
            code { (view.data) } ". The permanent link at the foot of a page has the question and the data."
        }
        p { strong { "A claim or finding: " } "it has an author and a source of its own in the treaty file. Cite that." }
        p {
            "Everything that can be cited, in one file: "
            a href="/cite.bib" { "BibTeX" } ", " a href="/cite.csl.json" { "CSL-JSON" } "; for one treaty: "
            a href="/treaty/NATO.bib" { "/treaty/NATO.bib" } "."
        }
    }
}

fn lists() -> Markup {
    html! {
        p {
            "Which states there were and when follows two systems, with their numbers and days: Correlates of War (until 2016) and \
             Gleditsch and Ward (until 2020). The lists here were compiled from general history and compared with the published \
             days; where they differ, the difference is on record with its reason. Please cite:"
        }
        ul { @for work in WORKS { li { (work) } } }
        p {
            "The map is drawn from Natural Earth, projected once to Equal Earth. It shows who is bound by what, not where a \
             frontier ran."
        }
    }
}

fn forms(view: &View) -> Markup {
    html! {
        p { "Every document that servanda gives as JSON has a published schema; " a href="/api" { "the API" } " gives them." }
        ul.find {
            @for name in &view.schemas { li { a href={ "/api/v1/schema/" (name) } { (name) } } }
        }
    }
}
