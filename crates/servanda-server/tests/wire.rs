//! The real server over TCP, byte by byte: what every response carries, what is refused, and how much anybody may ask of
//! it. The world is a small one, with one treaty of so many parties and norms that its answers have to be cut.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

mod wire {
    mod caching;
    pub(crate) mod client;
    mod crawl;
    mod hostile;
    mod limits;
    mod safety;
}
