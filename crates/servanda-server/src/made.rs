//! What a room makes: bytes in a form.

use crate::problem::Problem;
use axum::http::StatusCode;
use maud::Markup;
use serde::Serialize;
use servanda_pages::shell;

/// Forms of an answer. A table, not logic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    Html,
    Csl,
    Json,
    Ndjson,
    Csv,
    Md,
    Svg,
    Geojson,
    Ics,
    Bib,
    Dot,
    Graphml,
    Text,
}

/// Form, ending, what it is called on pages, type of media.
const FORMS: &[(Form, &str, &str, &str)] = &[
    (Form::Html, "html", "page", "text/html; charset=utf-8"),
    (Form::Csl, "csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json"),
    (Form::Json, "json", "JSON", "application/json"),
    (Form::Ndjson, "ndjson", "NDJSON", "application/x-ndjson"),
    (Form::Csv, "csv", "CSV", "text/csv; charset=utf-8; header=present"),
    (Form::Md, "md", "Markdown", "text/markdown; charset=utf-8"),
    (Form::Svg, "svg", "SVG", "image/svg+xml"),
    (Form::Geojson, "geojson", "GeoJSON", "application/geo+json"),
    (Form::Ics, "ics", "calendar", "text/calendar; charset=utf-8"),
    (Form::Bib, "bib", "BibTeX", "application/x-bibtex; charset=utf-8"),
    (Form::Dot, "dot", "Graphviz", "text/vnd.graphviz; charset=utf-8"),
    (Form::Graphml, "graphml", "GraphML", "application/graphml+xml"),
    (Form::Text, "txt", "text", "text/plain; charset=utf-8"),
];

impl Form {
    fn row(self) -> (&'static str, &'static str, &'static str) {
        let found = FORMS.iter().find(|(form, ..)| *form == self);
        found.map_or(("", "", ""), |(_, ending, name, media)| (*ending, *name, *media))
    }

    /// The ending of its addresses.
    pub(crate) fn ending(self) -> &'static str {
        self.row().0
    }

    /// What it is called on pages.
    pub(crate) fn name(self) -> &'static str {
        self.row().1
    }

    /// Its type of media.
    pub(crate) fn media(self) -> &'static str {
        self.row().2
    }

    /// The last part of an address without the ending of one of these forms, and that form.
    pub(crate) fn split(text: &str, forms: &[Form]) -> (String, Form) {
        let found = forms.iter().find_map(|form| {
            let stem = text.strip_suffix(form.ending())?.strip_suffix('.')?;
            Some((stem.to_owned(), *form))
        });
        found.unwrap_or_else(|| (text.to_owned(), Form::Html))
    }
}

/// What a room made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) status: StatusCode,
    pub(crate) media: &'static str,
    pub(crate) body: String,
    /// It will soon be another under the same address: nobody keeps it.
    pub(crate) fleeting: bool,
}

impl Made {
    /// A page in its frame.
    pub(crate) fn page(frame: &shell::Frame<'_>, body: &Markup) -> Made {
        Made::text(Form::Html, shell::page(frame, body).into_string())
    }

    /// Text in a form.
    pub(crate) fn text(form: Form, body: String) -> Made {
        Made { status: StatusCode::OK, media: form.media(), body, fleeting: false }
    }

    /// JSON, laid out as the command lays it out.
    pub(crate) fn json(value: &impl Serialize) -> Result<Made, Problem> {
        Made::json_in(Form::Json, value)
    }

    /// JSON in a form of its own.
    pub(crate) fn json_in(form: Form, value: &impl Serialize) -> Result<Made, Problem> {
        let body = serde_json::to_string_pretty(value).map_err(|_| Problem::internal())?;
        Ok(Made::text(form, body + "\n"))
    }
}
