//! From what a room makes to a response: bounded in time and number, with tags by which a client knows what it has.

use crate::LONGEST;
use crate::call::Call;
use crate::cut;
use crate::desk::Desk;
use crate::made::{Form, Made};
use crate::problem::Problem;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;

/// Works an answer out beside the threads that serve, and answers. The same address on the same data gives the same
/// bytes, so what a client has is known by its address and need not be worked out again.
pub(crate) async fn respond(
    desk: Arc<Desk>,
    call: Call,
    make: impl FnOnce(&Desk, &Call) -> Result<Made, Problem> + Send + 'static,
) -> Response {
    let tag = tag(&desk, &call);
    if call.known.as_deref().is_some_and(|known| matches(known, &tag)) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        keep(&mut response, &call, &tag);
        return response;
    }
    let html = call.form == Form::Html;
    let data = desk.data.clone();
    let asked = call.clone();
    match worked_out(&desk, move |desk| make(desk, &asked)).await {
        Ok(made) => {
            let kept = made.status == StatusCode::OK && !made.fleeting;
            let media = HeaderValue::from_static(made.media);
            let (body, truncated) = cut::bounded(made.media, made.body);
            let made = Made { body, ..made };
            let policy = (made.media == Form::Svg.media()).then(|| picture_policy(&made.body));
            let mut response = (made.status, made.body).into_response();
            response.headers_mut().insert(CONTENT_TYPE, media);
            if let Some(Ok(policy)) = policy.map(|policy| HeaderValue::from_str(&policy)) {
                response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
            }
            if let Some(Ok(words)) = truncated.map(|words| HeaderValue::from_str(&words)) {
                response.headers_mut().insert(cut::TRUNCATED, words);
            }
            if kept {
                keep(&mut response, &call, &tag);
            }
            response
        }
        Err(problem) => problem.response(html, &data),
    }
}

/// Runs plain work in a thread of its own, for as long as a request may take and no longer.
pub(crate) async fn worked_out<T: Send + 'static>(
    desk: &Arc<Desk>,
    work: impl FnOnce(&Desk) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    worked_out_within(desk, LONGEST, work).await
}

/// Runs plain work in a thread of its own, for so long and no longer.
pub(crate) async fn worked_out_within<T: Send + 'static>(
    desk: &Arc<Desk>,
    longest: Duration,
    work: impl FnOnce(&Desk) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let unavailable = |words: &str| Problem::new(StatusCode::SERVICE_UNAVAILABLE, words);
    let work = async {
        let place = desk.places.acquire().await;
        place.map_err(|_| unavailable("the server is stopping"))?.forget();
        let shared = Arc::clone(desk);
        // The place is given back when the work ends, not when the client has gone.
        let done = tokio::task::spawn_blocking(move || {
            let _place = Place(&shared);
            work(&shared)
        });
        done.await.unwrap_or_else(|_| Err(Problem::internal()))
    };
    tokio::time::timeout(longest, work).await.unwrap_or_else(|_| {
        let seconds = longest.as_secs();
        let words = format!("the answer takes longer than {seconds} s; ask for less at once, or use the command line");
        Err(unavailable(&words))
    })
}

/// A place at the desk, given back when the work ends, even by a bug.
struct Place<'a>(&'a Desk);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.places.add_permits(1);
    }
}

/// The tag of an address: what is answered is a function of data, program and address.
fn tag(desk: &Desk, call: &Call) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in
        [&desk.fingerprint, env!("CARGO_PKG_VERSION"), &call.path, &call.query, call.form.ending()]
    {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    let digest = hasher.finalize().to_hex();
    // Weak, since the same answer may be packed or not.
    format!("W/\"{}\"", digest.get(..32).unwrap_or_default())
}

/// Whether one of the tags a client sent is this one.
fn matches(known: &str, tag: &str) -> bool {
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.trim() == "*" || known.split(',').any(|one| plain(one) == plain(tag))
}

fn keep(response: &mut Response, call: &Call, tag: &str) {
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
    let cache = match call.pinned {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
}

/// What a picture that stands alone may do: show its own style, known by its hash, and nothing else.
fn picture_policy(svg: &str) -> String {
    use base64::Engine as _;
    use sha2::Digest as _;
    let style = svg.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>"));
    let hash = style.map(|(style, _)| {
        let digest = sha2::Sha256::digest(style.as_bytes());
        base64::engine::general_purpose::STANDARD.encode(digest)
    });
    let style = hash.map_or("'none'".to_owned(), |hash| format!("'sha256-{hash}'"));
    format!(
        "default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "that is what is tested")]

    use super::*;

    fn desk() -> Arc<Desk> {
        let world = servanda::corpus::empty_world().unwrap_or_default();
        Arc::new(Desk::new(world, Vec::new()).unwrap_or_else(|error| panic!("{error}")))
    }

    #[tokio::test]
    async fn work_that_panics_is_a_fault_without_words_and_gives_its_place_back() {
        let desk = desk();
        let places = desk.places.available_permits();
        for _ in 0..2 * places {
            let done = worked_out::<()>(&desk, |_| panic!("a secret")).await;
            let problem = done.err().unwrap_or_else(|| panic!("it ended well"));
            assert_eq!(problem.status, 500);
            assert!(!problem.detail.contains("a secret"), "{problem:?}");
        }
        assert_eq!(desk.places.available_permits(), places);
    }

    #[tokio::test]
    async fn work_that_takes_too_long_is_given_up_and_keeps_its_place_until_it_ends() {
        let desk = desk();
        let places = desk.places.available_permits();
        let slow = |_: &Desk| {
            std::thread::sleep(Duration::from_millis(300));
            Ok(())
        };
        let done = worked_out_within(&desk, Duration::from_millis(50), slow).await;
        assert_eq!(done.err().map(|problem| problem.status), Some(503));
        assert_eq!(desk.places.available_permits(), places - 1);
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!(desk.places.available_permits(), places);
    }

    #[test]
    fn one_of_several_tags_is_enough() {
        assert!(matches("\"a\", W/\"b\"", "W/\"b\"") && matches("*", "W/\"b\""));
        assert!(!matches("\"a\"", "W/\"b\""));
    }
}
