//! servanda over HTTP: pages for people, data for programs.
//!
//! Takes a world that somebody else has read and answers about it; reads no file and asks nothing of the network. What
//! a page looks like is in `servanda-pages`; what is owed is in the core. This crate knows addresses, forms, limits and
//! what keeps a server safe.

mod accept;
mod app;
mod assets;
mod atlas;
mod batch;
mod beside;
mod call;
mod cut;
mod desk;
mod endpoint;
mod made;
mod mcp;
mod memory;
mod openapi;
mod params;
mod problem;
mod rate;
mod respond;
mod rooms;
mod safety;
mod sent;
mod shelf;

pub use accept::Stopped;
pub use desk::Texts;
pub use mcp::assist;
pub use memory::in_small_pages;
pub use servanda_foresee::forecast::Files;

use servanda::model::World;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// How the server runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens. Loopback, unless somebody says otherwise.
    pub address: SocketAddr,
    /// Host names that requests may name beside those of loopback.
    pub hosts: Vec<String>,
    /// Requests a second that one address may make on average; 0: as many as it likes.
    pub rate: u32,
    /// The published schemas by name; the server gives them and knows none.
    pub schemas: Vec<servanda::answer::schemas::Published>,
}

/// Largest body of a request, in bytes.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// Most rows of one answer; the rest is cut, and told.
pub const MOST_ROWS: usize = 1000;

/// Longest time that one answer may take.
pub const LONGEST: Duration = Duration::from_secs(5);

/// How long requests that are under way may take when the server stops.
pub const GRACE: Duration = Duration::from_secs(5);

/// Serves a world until the process is told to stop; `files` are the user's own, for forecasts. `ready` is called once with the address that is listened on.
///
/// # Errors
/// The address cannot be listened on, or the world cannot be served.
pub fn serve(
    world: World,
    texts: Texts,
    files: Files,
    settings: &Settings,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Stopped> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(desk::at_once() + desk::SENT_AT_ONCE)
        .build()
        .map_err(|error| Stopped(format!("the server cannot begin: {error}")))?;
    let mut desk = desk::Desk::new(world, texts).map_err(Stopped)?.with_files(files);
    desk.shelf.schemas.clone_from(&settings.schemas);
    let atlas = Arc::clone(&desk.atlas);
    // Whoever asks before it is done waits for the treaties of that day only.
    std::thread::spawn(move || atlas.fill());
    let served = runtime.block_on(accept::run(desk, settings, ready));
    // What is still being worked out is not waited for: every request has been answered or given up.
    runtime.shutdown_timeout(Duration::from_millis(200));
    served
}
