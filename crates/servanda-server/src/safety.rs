//! What keeps a server on one's own machine one's own: which host names a request may name (against DNS rebinding),
//! where a form may come from, and the headers that every response carries.

use crate::problem::Problem;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, HOST, ORIGIN};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// Host names that a request may name.
#[derive(Clone, Debug)]
pub(crate) struct Hosts(Arc<Vec<String>>);

impl Hosts {
    /// Those of loopback, and more.
    pub(crate) fn new(more: &[String]) -> Hosts {
        let loopback = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
        let more = more.iter().map(|host| host.to_ascii_lowercase());
        Hosts(Arc::new(loopback.into_iter().chain(more).collect()))
    }

    /// Whether `host` or `host:port` is one of them.
    fn allow(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let name = match host.rsplit_once(':') {
            Some((name, port))
                if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                name
            }
            Some(_) | None => &host,
        };
        self.0.iter().any(|known| known == name)
    }
}

/// Content that a page may load: only what this server sends as a file of its own. Nothing stands inline.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The headers of every response that has none of its own of that name.
const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    // Without any referrer a browser sends the forms of our own pages with the origin `null`.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("x-frame-options", "DENY"),
    ("cache-control", "no-store"),
];

/// Lets a request through if its host is known and, where it changes or costs something, it comes from a page of this
/// server or from no page at all.
pub(crate) async fn guard(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let mut response = match refused(&hosts, &request) {
        Some(problem) => problem.response(false, ""),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        let name = HeaderName::from_static(name);
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

fn refused(hosts: &Hosts, request: &Request) -> Option<Problem> {
    let text =
        |name: &HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if request.headers().get_all(HOST).iter().count() > 1 {
        return Some(Problem::new(StatusCode::BAD_REQUEST, "the request names several hosts"));
    }
    let host =
        request.uri().authority().map(axum::http::uri::Authority::as_str).or_else(|| text(&HOST));
    let Some(host) = host else {
        return Some(Problem::new(StatusCode::BAD_REQUEST, "the request names no host"));
    };
    if !hosts.allow(host) {
        let words =
            "this server answers to its own names only; start it with `--host NAME` to add one";
        return Some(Problem::new(StatusCode::MISDIRECTED_REQUEST, words));
    }
    if said_length(request).is_some_and(|length| length > crate::LARGEST_BODY as u64) {
        return Some(Problem::too_large());
    }
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return None;
    }
    // Each of several counts: one that is foreign is enough.
    let all = |name: &HeaderName| {
        request.headers().get_all(name).iter().map(HeaderValue::to_str).collect::<Vec<_>>()
    };
    let own = |origin: &str| {
        let rest = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        rest.is_some_and(|origin| origin.eq_ignore_ascii_case(host))
    };
    let foreign = all(&ORIGIN).into_iter().any(|origin| !origin.is_ok_and(own));
    let site = HeaderName::from_static("sec-fetch-site");
    let crossed = all(&site).into_iter().any(|site| !matches!(site, Ok("same-origin" | "none")));
    (foreign || crossed).then(|| {
        Problem::new(
            StatusCode::FORBIDDEN,
            "a page of another site may not send this; open it from this server",
        )
    })
}

/// The length of the body that a request says it has.
fn said_length(request: &Request) -> Option<u64> {
    request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_known_with_and_without_its_port() {
        let hosts = Hosts::new(&["Treaties.Example".to_owned()]);
        for good in [
            "localhost",
            "LOCALHOST:8017",
            "127.0.0.1:1",
            "[::1]:80",
            "[::1]",
            "treaties.example:443",
        ] {
            assert!(hosts.allow(good), "{good}");
        }
        for bad in
            ["evil.example", "localhost.evil.example", "127.0.0.1.evil:80", "", ":80", "[::2]"]
        {
            assert!(!hosts.allow(bad), "{bad}");
        }
    }
}
