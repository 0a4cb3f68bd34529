//! What is refused, as `application/problem+json` (RFC 9457) or as a page: what is wrong, where, and what to write.

use crate::call::bare_frame;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use maud::html;
use schemars::JsonSchema;
use serde::Serialize;
use servanda::request::{Kind, Refusal};
use servanda::syntax::{Code, Diagnostic, diagnostic};
use servanda_pages::shell;

/// A problem.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "A problem (RFC 9457)")]
pub(crate) struct Problem {
    /// The page that explains it; `about:blank` where the status says it all.
    #[serde(rename = "type")]
    pub(crate) kind: Box<str>,
    /// In a few words.
    pub(crate) title: &'static str,
    /// The status of HTTP.
    pub(crate) status: u16,
    /// What is wrong and what to do about it.
    pub(crate) detail: Box<str>,
    /// Every fault as the command gives it: code, message, places, help.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) faults: Vec<serde_json::Value>,
    /// The faults laid out for people.
    #[serde(skip)]
    pub(crate) shown: Box<str>,
}

/// The type of media of a problem.
pub(crate) const MEDIA: &str = "application/problem+json";

/// How wide faults are laid out on a page.
const WIDTH: usize = 88;

impl Problem {
    /// A problem that its status explains.
    pub(crate) fn new(status: StatusCode, detail: impl Into<Box<str>>) -> Problem {
        Problem {
            kind: "about:blank".into(),
            title: status.canonical_reason().unwrap_or("Problem"),
            status: status.as_u16(),
            detail: detail.into(),
            faults: Vec::new(),
            shown: "".into(),
        }
    }

    /// A bug. Its words stay here.
    pub(crate) fn internal() -> Problem {
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "this is a fault of servanda, not of the question; please report the address that shows it",
        )
    }

    /// A body that is larger than what is taken.
    pub(crate) fn too_large() -> Problem {
        let most = crate::LARGEST_BODY / 1024;
        let words =
            format!("at most {most} KiB are taken at once; send the rest in another request");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, words)
    }

    /// The problem in words: the faults laid out, or what is wrong.
    pub(crate) fn words(&self) -> String {
        match self.shown.is_empty() {
            true => format!("{}: {}", self.title, self.detail),
            false => self.shown.to_string(),
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The problem as a part of a page.
    pub(crate) fn part(&self) -> maud::Markup {
        html! {
            section.problem role="alert" {
                h2 { (self.title) }
                p { (self.detail) }
                @if !self.shown.is_empty() { pre tabindex="0" { (self.shown) } }
                @if &*self.kind != "about:blank" { p { a href=(self.kind) { "About this kind of fault" } } }
            }
        }
    }

    /// The response: a page for people, JSON for programs.
    pub(crate) fn response(&self, html: bool, data: &str) -> Response {
        let (media, body) = if html {
            let frame = bare_frame(data, self.title);
            let body = html! { h1 { "servanda cannot answer this" } (self.part()) };
            ("text/html; charset=utf-8", shell::page(&frame, &body).into_string())
        } else {
            (MEDIA, serde_json::to_string_pretty(self).unwrap_or_default() + "\n")
        };
        let mut response = (self.status(), [(CONTENT_TYPE, media)], body).into_response();
        if matches!(self.status, 429 | 503) {
            response.headers_mut().insert(RETRY_AFTER, axum::http::HeaderValue::from_static("1"));
        }
        response
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let status = match refusal.kind {
            Kind::Usage => StatusCode::BAD_REQUEST,
            Kind::Missing => StatusCode::NOT_FOUND,
            Kind::Limit => StatusCode::PAYLOAD_TOO_LARGE,
        };
        Problem::of(status, &refusal.faults, &refusal.sources)
    }
}

impl Problem {
    /// A name in an address that is refused: what nobody bears is not there.
    pub(crate) fn of_name(refusal: Refusal) -> Problem {
        let unknown = |fault: &Diagnostic| matches!(fault.code, Code::SV0301 | Code::SV0402);
        match refusal.faults.first() {
            Some(first) if unknown(first) => {
                Problem::of(StatusCode::NOT_FOUND, &refusal.faults, &refusal.sources)
            }
            _ => refusal.into(),
        }
    }

    /// Faults in words that were sent.
    pub(crate) fn of(
        status: StatusCode,
        faults: &[Diagnostic],
        sources: &servanda::syntax::Sources,
    ) -> Problem {
        let first = faults.first();
        let list = diagnostic::to_json(faults, sources);
        let list =
            list.get("diagnostics").and_then(|list| list.as_array()).cloned().unwrap_or_default();
        let help = first.and_then(|fault| fault.help.first());
        let message = first.map_or(String::new(), |fault| fault.message.clone());
        let detail = help.map_or(message.clone(), |help| format!("{message}: {help}"));
        Problem {
            kind: first
                .map_or("about:blank".into(), |fault| format!("/code/{}", fault.code.id()).into()),
            title: match status {
                StatusCode::NOT_FOUND => "Not there",
                _ => "Not understood",
            },
            status: status.as_u16(),
            detail: detail.into(),
            faults: list,
            shown: diagnostic::render(faults, sources, false, WIDTH).into(),
        }
    }
}
