//! Connections: accepting them, bounding how many there are and how slowly they may speak, and stopping in good time.

use crate::desk::Desk;
use crate::rate::Peer;
use crate::{GRACE, Settings, app};
use axum::Router;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

/// Why a server did not begin, or stopped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stopped(pub(crate) String);

impl fmt::Display for Stopped {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for Stopped {}

/// Connections at once; more wait to be accepted.
const MOST_CONNECTIONS: usize = 512;

/// How long a client may take for the head of a request.
const SLOWEST_HEAD: Duration = Duration::from_secs(10);

/// How long a client may take for the next part of a body, and to take the next part of an answer.
pub(crate) const SLOWEST_PART: Duration = Duration::from_secs(10);

/// Listens and serves until the process is told to stop.
pub(crate) async fn run(
    desk: Desk,
    settings: &Settings,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Stopped> {
    let cannot =
        |error: std::io::Error| Stopped(format!("cannot listen on {}: {error}", settings.address));
    let listener = TcpListener::bind(settings.address).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let app = app::router(&Arc::new(desk), settings);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    ready(address);
    let mut stop = std::pin::pin!(told_to_stop());
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, peer, place)) = accepted else { continue };
        let connection = connection(app.clone(), stream, peer);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            // A client that breaks off is its own affair.
            let _ = connection.await;
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
    Ok(())
}

type Accepted = (TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<Accepted> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Answers are written whole, so waiting for more bytes only delays them.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, place))
        }
        Err(_) => {
            // Out of file handles, as a rule: let some connections end first.
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

/// One connection, with its address in every request.
fn connection(
    app: Router,
    stream: TcpStream,
    peer: SocketAddr,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        app.clone().oneshot(request.map(axum::body::Body::new))
    });
    // A client that takes nothing for so long holds a place for nothing.
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(SLOWEST_PART));
    let stream = TokioIo::new(Box::pin(stream));
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(SLOWEST_HEAD)
        .max_buf_size(64 * 1024)
        .serve_connection(stream, service)
}

/// Ends when the process is interrupted or told to end.
async fn told_to_stop() {
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    interrupted.await;
}
