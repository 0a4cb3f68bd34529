//! What stands in the place of `fault.rs` without the feature `fault`: nothing.

/// A named point on the way of an alert.
#[inline]
pub(crate) const fn point(_: &'static str) {}

/// Whether a guarantee is broken on purpose: never.
#[inline]
pub(crate) const fn broken(_: &str) -> bool {
    false
}
