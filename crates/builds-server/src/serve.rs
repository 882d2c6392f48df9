//! Accepts connections and ends them in good order.
//!
//! `axum::serve` sets no time for a request's head, so that a caller who sends it byte by byte could hold a
//! connection for ever. Hyper does it here.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// The limits of connections. Those of requests are in [`app`](crate::app).
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long a connection may take to send the head of a request, and may idle between two.
    pub head: Duration,
    /// How many connections there are at a time; further ones wait in the system's queue.
    pub connections: usize,
    /// How long requests at hand may take after the program was told to stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            connections: 1024,
            grace: Duration::from_secs(10),
        }
    }
}

/// Serves until `stop` is ready; then takes no more connections, and returns when the requests at hand are
/// answered, or the grace is over.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head);
    let connections = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let accept = async {
        // The semaphore is never closed.
        while let Ok(place) = Arc::clone(&connections).acquire_owned().await {
            let stream = match listener.accept().await {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Most often there are too many open files: it gets better when others are closed.
                    tracing::warn!("cannot accept a connection: {error}");
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let service = TowerToHyperService::new(app.clone());
            let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    // A caller who went away, or was too slow: nothing to mend here.
                    tracing::debug!("a connection ended early: {error}");
                }
                drop(place);
            });
        }
    };
    tokio::select! {
        () = accept => {}
        () = stop => {}
    }
    drop(listener);
    tracing::info!("stopping");
    if timeout(limits.grace, graceful.shutdown()).await.is_err() {
        tracing::warn!(
            "requests were cut off: they were not answered in {:?}",
            limits.grace
        );
    }
}
