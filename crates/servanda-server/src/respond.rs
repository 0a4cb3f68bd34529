//! From what a room makes to a response: bounded in time and number, with tags by which a client knows what it has.

use crate::LONGEST;
use crate::call::Call;
use crate::cut;
use crate::desk::Desk;
use crate::made::{Form, Made};
use crate::problem::Problem;
use axum::body::Bytes;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::io::{Read as _, Write as _};
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
    if let Some(answer) = desk.answers.get(&tag) {
        return answer.response(&call, &tag);
    }
    let html = call.form == Form::Html;
    let data = desk.data.clone();
    let (asked, name) = (call.clone(), tag.clone());
    let answer = worked_out(&desk, move |desk| {
        let answer = Answered::of(make(desk, &asked)?);
        let answer = if asked.packed { answer.packed() } else { answer };
        if answer.kept {
            desk.answers.insert(name, answer.clone());
        }
        Ok(answer)
    });
    match answer.await {
        Ok(answer) => answer.response(&call, &tag),
        Err(problem) => problem.response(html, &data),
    }
}

/// An answer as it is sent, and kept for the next who asks.
#[derive(Clone)]
pub(crate) struct Answered {
    status: StatusCode,
    /// Whether it stays what it is: no refusal, and nothing that is still being worked out.
    kept: bool,
    media: &'static str,
    /// As it was first sent: whoever takes it packed is rarely followed by somebody who does not.
    body: Bytes,
    /// Whether the body is packed by gzip.
    packed: bool,
    policy: Option<HeaderValue>,
    truncated: Option<HeaderValue>,
}

impl Answered {
    fn of(made: Made) -> Answered {
        let (body, truncated) = cut::bounded(made.media, made.body);
        let policy = (made.media == Form::Svg.media()).then(|| picture_policy(&body));
        let value = |text: String| HeaderValue::from_str(&text).ok();
        Answered {
            status: made.status,
            kept: made.status == StatusCode::OK && !made.fleeting,
            media: made.media,
            // Without the room that a growing text reserves, which is as much again at worst.
            body: Bytes::from(body.into_boxed_str().into_boxed_bytes()),
            packed: false,
            policy: policy.and_then(value),
            truncated: truncated.and_then(value),
        }
    }

    /// The same, packed if that is worth it.
    fn packed(mut self) -> Answered {
        let packed = (self.body.len() > SHORT).then(|| pack(&self.body)).flatten();
        if let Some(body) = packed {
            (self.body, self.packed) = (body, true);
        }
        self
    }

    fn response(mut self, call: &Call, tag: &str) -> Response {
        let (kept, packed) = (self.kept, self.packed && call.packed);
        if self.packed && !packed {
            match unpack(&self.body) {
                Some(body) => self.body = body,
                None => return Problem::internal().response(false, ""),
            }
        }
        let mut response = self.plain();
        let headers = response.headers_mut();
        if packed {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
        if kept {
            keep(&mut response, call, tag);
        }
        response
    }

    /// The response without what a client may keep.
    fn plain(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media));
        let more = [(CONTENT_SECURITY_POLICY, self.policy), (cut::TRUNCATED, self.truncated)];
        for (name, value) in more {
            if let Some(value) = value {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// Bodies of no more bytes than these are sent as they are.
const SHORT: usize = 1024;

/// A body packed by gzip.
fn pack(body: &[u8]) -> Option<Bytes> {
    let mut packer = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    packer.write_all(body).ok()?;
    packer.finish().ok().map(|packed| Bytes::from(packed.into_boxed_slice()))
}

/// What was packed.
fn unpack(packed: &[u8]) -> Option<Bytes> {
    let mut body = Vec::with_capacity(packed.len() * 8);
    GzDecoder::new(packed).read_to_end(&mut body).ok()?;
    Some(Bytes::from(body))
}

/// The response to what was sent and is not kept.
pub(crate) fn plain(made: Made) -> Response {
    Answered::of(made).plain()
}

/// Answers that were given, by their tags, as many as fit into so much memory; those asked for again stay longest.
pub(crate) type Answers = Cache<String, Answered, Weight>;

/// How much memory an answer takes.
#[derive(Clone)]
pub(crate) struct Weight;

impl Weighter<String, Answered> for Weight {
    fn weight(&self, tag: &String, answer: &Answered) -> u64 {
        // What the tables of the store take beside the bytes.
        const BESIDE: usize = 512;
        (tag.len() + answer.body.len() + BESIDE) as u64
    }
}

/// Room for answers, in bytes.
const ROOM: u64 = 16 * 1024 * 1024;

/// An empty store of answers.
pub(crate) fn answers() -> Answers {
    Cache::with_weighter(2048, ROOM, Weight)
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
    for part in [
        &desk.data,
        &desk.fingerprint,
        env!("CARGO_PKG_VERSION"),
        &call.path,
        &call.query,
        call.form.ending(),
    ] {
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
    async fn an_answer_is_worked_out_once_and_a_refusal_each_time() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static TIMES: AtomicUsize = AtomicUsize::new(0);
        let desk = desk();
        let call = |path: &str| Call {
            path: path.to_owned(),
            query: String::new(),
            form: Form::Json,
            pinned: false,
            known: None,
            packed: false,
        };
        let ask = |path: &str, status: StatusCode| {
            respond(Arc::clone(&desk), call(path), move |_, call| {
                TIMES.fetch_add(1, Ordering::Relaxed);
                let fleeting = call.path == "/four";
                Ok(Made { status, fleeting, ..Made::text(Form::Json, call.path.clone()) })
            })
        };
        for (path, times) in [("/one", 1), ("/one", 1), ("/two", 2), ("/one", 2)] {
            assert_eq!(ask(path, StatusCode::OK).await.status(), StatusCode::OK);
            assert_eq!(TIMES.load(Ordering::Relaxed), times, "{path}");
        }
        for times in [3, 4] {
            let response = ask("/three", StatusCode::NOT_FOUND).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND);
            assert_eq!(TIMES.load(Ordering::Relaxed), times);
        }
        for times in [5, 6] {
            let response = ask("/four", StatusCode::OK).await;
            assert!(!response.headers().contains_key(ETAG), "it is still being worked out");
            assert_eq!(TIMES.load(Ordering::Relaxed), times);
        }
    }

    #[test]
    fn kept_answers_take_no_more_than_their_room() {
        let answers = answers();
        for number in 0..100 {
            let made = Made::text(Form::Json, "x".repeat(1024 * 1024));
            answers.insert(number.to_string(), Answered::of(made));
            assert!(answers.weight() <= ROOM, "{}", answers.weight());
        }
        assert!(answers.len() > 4, "{}", answers.len());
    }

    #[tokio::test]
    async fn an_answer_comes_as_the_client_takes_it_however_it_is_kept() {
        use http_body_util::BodyExt as _;
        let desk = desk();
        for (path, order) in [("/one", [true, false, true]), ("/two", [false, true, false])] {
            for packed in order {
                let call = Call {
                    path: path.to_owned(),
                    query: String::new(),
                    form: Form::Json,
                    pinned: false,
                    known: None,
                    packed,
                };
                let made = |_: &Desk, _: &Call| Ok(Made::text(Form::Json, "x".repeat(10_000)));
                let response = respond(Arc::clone(&desk), call, made).await;
                let encoding = response.headers().get(CONTENT_ENCODING).cloned();
                // What is kept as it is the layer above packs, if anybody.
                assert_eq!(encoding.is_some(), packed && path == "/one", "{path} {packed}");
                let body =
                    response.into_body().collect().await.map(http_body_util::Collected::to_bytes);
                let body = body.unwrap_or_default();
                let plain = if encoding.is_some() { unpack(&body) } else { Some(body) };
                assert_eq!(plain, Some(Bytes::from("x".repeat(10_000))), "{path} {packed}");
            }
        }
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
