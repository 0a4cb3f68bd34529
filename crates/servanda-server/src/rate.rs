//! How many requests one address may make: a bucket for each, refilled at a steady rate.

use crate::problem::Problem;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Requests after which buckets that are full again are forgotten, so that memory stays bounded.
const SWEEP: usize = 4096;

/// The buckets; none: no limit.
#[derive(Clone)]
pub(crate) struct Rate(Option<Arc<Buckets>>);

struct Buckets {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    seen: AtomicUsize,
}

/// Who asks, as the connection says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

impl Rate {
    /// So many requests a second on average, and twice as many at once.
    pub(crate) fn new(rate: u32) -> Rate {
        let quota = NonZeroU32::new(rate).map(|rate| {
            let burst = rate.saturating_mul(NonZeroU32::new(2).unwrap_or(NonZeroU32::MIN));
            Quota::per_second(rate).allow_burst(burst)
        });
        Rate(quota.map(|quota| {
            Arc::new(Buckets { limiter: RateLimiter::keyed(quota), seen: AtomicUsize::new(0) })
        }))
    }
}

/// Lets a request through while its address has something left.
pub(crate) async fn limit(State(rate): State<Rate>, request: Request, next: Next) -> Response {
    if let (Some(buckets), Some(Peer(peer))) =
        (&rate.0, request.extensions().get::<Peer>().copied())
    {
        if buckets.seen.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            buckets.limiter.retain_recent();
        }
        if buckets.limiter.check_key(&peer.ip()).is_err() {
            let words = "too many requests from this address; wait a second, or send a batch to /api/v1/batch";
            return Problem::new(StatusCode::TOO_MANY_REQUESTS, words).response(false, "");
        }
    }
    next.run(request).await
}
