//! Accepts connections and ends them in good order.

mod activity;
mod limits;

use std::convert::Infallible;
use std::fmt;
use std::future::{Pending, pending, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use http::Request;
use hyper::body::Incoming;
#[cfg(not(feature = "http2"))]
use hyper::server::conn::http1;
use hyper::service::service_fn;
#[cfg(feature = "http2")]
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::{TokioIo, TokioTimer};
#[cfg(feature = "http2")]
use hyper_util::server::conn::auto;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, Sleep, sleep, timeout};
use tower::Service;

use activity::{Activity, Answer, Watched};
pub use limits::{
    ConnectionLimits, DEFAULT_CONNECTIONS, DEFAULT_GRACE, DEFAULT_HEAD_TIMEOUT, DEFAULT_HEADERS,
    DEFAULT_IDLE_TIMEOUT, DEFAULT_WRITE_TIMEOUT, MAX_BUFFER,
};

/// Serves an application on the connections of a listener, within [limits](ConnectionLimits).
///
/// ```no_run
/// # mod builds { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/example.rs")); }
/// # async fn run() -> std::io::Result<()> {
/// use spectrait_runtime::server::serve;
///
/// let listener = tokio::net::TcpListener::bind("[::1]:8080").await?;
/// serve(listener, builds::example_router().build())
///     .with_graceful_shutdown(async { _ = tokio::signal::ctrl_c().await })
///     .await;
/// # Ok(())
/// # }
/// ```
///
/// It is what `axum::serve` is, with the limits that a server on a network needs: a caller who sends a head byte by byte, who
/// keeps a connection and asks nothing, or who stops reading, is cut off in time; there are so many connections and no more;
/// the end has an end. Streams are asked for more when the other end has taken what there was, so a slow reader holds
/// [64 KiB](MAX_BUFFER) and what the system buffers.
///
/// A [`Listener`] is a `TcpListener` or a `UnixListener` of tokio, or your own, for TLS: its errors are its own to handle, and
/// handshakes are not to hold up its `accept`. `ListenerExt::tap_io` sets options of sockets. The address of the other end is
/// what [`Context::peer_address`](super::Context::peer_address) gives, if it is a `SocketAddr`.
///
/// HTTP/1.1 is spoken, and with the feature `http2` of this crate HTTP/2 as well, by prior knowledge (RFC 9113 section 3.3),
/// or where a TLS listener has agreed on it.
///
/// Needs a Tokio runtime with its timer.
pub fn serve<L: Listener>(listener: L, app: axum::Router) -> Serve<L> {
    Serve {
        listener,
        app,
        limits: ConnectionLimits::default(),
        stop: pending(),
    }
}

/// A server that is about to run, see [`serve`]: `.await` runs it.
#[must_use = "nothing is served before `.await`"]
pub struct Serve<L, F = Pending<()>> {
    listener: L,
    app: axum::Router,
    limits: ConnectionLimits,
    stop: F,
}

/// How a server has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stopped {
    /// How many connections were cut off: their requests were not answered when the [grace](ConnectionLimits::grace) was
    /// over.
    pub cut_off: usize,
}

impl<L: Listener, F> Serve<L, F> {
    /// Sets the limits of connections.
    pub fn limits(mut self, limits: ConnectionLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Serves until `stop` is ready; then takes no more connections, closes those that are idle, and ends when the requests
    /// at hand are answered, or the [grace](ConnectionLimits::grace) is over.
    pub fn with_graceful_shutdown<S>(self, stop: S) -> Serve<L, S>
    where
        S: Future<Output = ()> + Send + 'static,
    {
        Serve {
            listener: self.listener,
            app: self.app,
            limits: self.limits,
            stop,
        }
    }
}

impl<L: fmt::Debug, F> fmt::Debug for Serve<L, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Serve")
            .field("listener", &self.listener)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl<L, F> IntoFuture for Serve<L, F>
where
    L: Listener,
    L::Addr: Clone + Sync + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    type Output = Stopped;
    type IntoFuture = Pin<Box<dyn Future<Output = Stopped> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(run(self))
    }
}

async fn run<L, F>(serve: Serve<L, F>) -> Stopped
where
    L: Listener,
    L::Addr: Clone + Sync + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let Serve {
        mut listener,
        app,
        limits,
        stop,
    } = serve;
    let http = Arc::new(http(&limits));
    let limits = Arc::new(limits);
    let places = limits.connections.clamp(1, Semaphore::MAX_PERMITS);
    let places = Arc::new(Semaphore::new(places));
    // Dropped, they are cut off.
    let mut connections = JoinSet::new();
    let (stopping, stopped) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        while connections.try_join_next().is_some() {}
        let accept = async {
            // The semaphore is never closed.
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (place, listener.accept().await)
        };
        let (place, (io, peer)) = tokio::select! {
            () = &mut stop => break,
            accepted = accept => accepted,
        };
        let connection = Connection {
            http: Arc::clone(&http),
            limits: Arc::clone(&limits),
            app: app.clone(),
            stopped: stopped.clone(),
        };
        connections.spawn(async move {
            connection.run(io, peer).await;
            drop(place);
        });
    }
    drop(listener);
    drop(stopping);
    let ending = async { while connections.join_next().await.is_some() {} };
    // Without the time to end: whoever is at hand is cut off.
    let _ = timeout(limits.grace, ending).await;
    Stopped {
        cut_off: connections.len(),
    }
}

#[cfg(feature = "http2")]
type Http = auto::Builder<TokioExecutor>;
#[cfg(not(feature = "http2"))]
type Http = http1::Builder;

fn http(limits: &ConnectionLimits) -> Http {
    #[cfg(feature = "http2")]
    let mut http = auto::Builder::new(TokioExecutor::new());
    #[cfg(feature = "http2")]
    let mut http1 = http.http1();
    #[cfg(not(feature = "http2"))]
    let mut http1 = http1::Builder::new();
    http1
        .timer(TokioTimer::new())
        // `Activity` knows more: hyper would begin with the end of the last response.
        .header_read_timeout(None)
        .max_buf_size(MAX_BUFFER);
    // Hyper's own number is not set: that would cost memory for each request.
    if limits.headers != DEFAULT_HEADERS {
        http1.max_headers(limits.headers);
    }
    #[cfg(feature = "http2")]
    http.http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits::PING)
        .keep_alive_timeout(limits::PING)
        .max_concurrent_streams(limits::MAX_CONCURRENT_STREAMS)
        .max_header_list_size(u32::try_from(MAX_BUFFER).unwrap_or(u32::MAX))
        .max_send_buf_size(MAX_BUFFER);
    #[cfg(feature = "http2")]
    return http;
    #[cfg(not(feature = "http2"))]
    return http1;
}

/// What a connection needs beside itself.
struct Connection {
    http: Arc<Http>,
    limits: Arc<ConnectionLimits>,
    app: axum::Router,
    stopped: watch::Receiver<()>,
}

impl Connection {
    /// Serves a connection to its end.
    async fn run<I, A>(mut self, io: I, peer: A)
    where
        I: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
        A: Clone + Send + Sync + 'static,
    {
        let activity = Activity::new();
        let io = Watched::new(io, activity.clone(), self.limits.write);
        let service = service_fn(|request: Request<Incoming>| {
            let at_hand = activity.begin(request.version());
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer.clone()));
            let response = self.app.clone().call(request);
            async move {
                let response = response.await?;
                Ok::<_, Infallible>(response.map(|body| Answer {
                    body,
                    _at_hand: at_hand,
                }))
            }
        });
        let http = &self.http;
        #[cfg(feature = "http2")]
        let connection = http.serve_connection_with_upgrades(TokioIo::new(io), service);
        #[cfg(not(feature = "http2"))]
        let connection = http
            .serve_connection(TokioIo::new(io), service)
            .with_upgrades();
        let mut connection = pin!(connection);
        // It never changes: it is closed when it is time to end.
        let mut stop = pin!(self.stopped.changed());
        let mut patience = Patience::new(&activity, &self.limits);
        let mut is_ending = false;
        poll_fn(|cx| {
            loop {
                // An error is a caller who went away, or was too slow: nothing to mend here.
                if connection.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(());
                }
                let is_over = patience.poll_end(cx).is_ready();
                if is_over && (is_ending || !activity.is_http2()) {
                    return Poll::Ready(());
                }
                if is_ending || !(is_over || stop.as_mut().poll(cx).is_ready()) {
                    return Poll::Pending;
                }
                // Over HTTP/2 the other end is told, and has as long as for a head to take note.
                is_ending = true;
                connection.as_mut().graceful_shutdown();
                patience.extend(self.limits.head);
            }
        })
        .await;
    }
}

/// When a connection with nothing to do has waited long enough.
struct Patience<'c> {
    activity: &'c Activity,
    limits: &'c ConnectionLimits,
    /// Not before.
    least: Option<Instant>,
    timer: Pin<Box<Sleep>>,
}

impl<'c> Patience<'c> {
    fn new(activity: &'c Activity, limits: &'c ConnectionLimits) -> Self {
        Self {
            activity,
            limits,
            least: None,
            timer: Box::pin(sleep(limits.idle)),
        }
    }

    fn extend(&mut self, time: Duration) {
        self.least = Some(activity::after(Instant::now(), time));
    }

    fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let now = Instant::now();
            match self.activity.deadline(self.limits) {
                Some(deadline) => {
                    let deadline = self.least.map_or(deadline, |least| least.max(deadline));
                    if deadline <= now {
                        return Poll::Ready(());
                    }
                    if deadline != self.timer.deadline() {
                        self.timer.as_mut().reset(deadline);
                    }
                }
                // Over HTTP/2 requests end unseen: it is looked again.
                None if self.timer.is_elapsed() => {
                    let again = activity::after(now, self.limits.idle);
                    self.timer.as_mut().reset(again);
                }
                None => {}
            }
            ready!(self.timer.as_mut().poll(cx));
        }
    }
}
