//! What time it is: for signatures, for `updated` of a feed, for waiting. Nothing that is decided depends on it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Seconds since 1970.
pub(crate) fn seconds() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// Now, as RFC 3339 has it.
pub(crate) fn now() -> String {
    jiff::Timestamp::from_second(seconds()).map_or_else(|_| String::new(), |now| now.to_string())
}

/// Waits, unless it is told to stop.
pub(crate) fn wait(long: Duration, stop: &AtomicBool) {
    let end = Instant::now() + long;
    while !stop.load(Ordering::Relaxed) {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(Duration::from_millis(100)));
    }
}
