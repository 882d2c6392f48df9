//! Connections: their limits, and their end. Over pipes in memory, so that the clock can be stopped.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::routing::{get, post};
use axum::serve::Listener;
use spectrait_runtime::server::{ConnectionLimits, Stopped, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use crate::fixture::{Builds, router};

const PEER: &str = "192.0.2.7:4711";

/// How much the pipes hold, as a socket's buffers do.
const PIPE: usize = 4 * 1024;

/// A listener of pipes.
struct Pipes(mpsc::Receiver<DuplexStream>);

impl Listener for Pipes {
    type Io = DuplexStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (DuplexStream, SocketAddr) {
        match self.0.recv().await {
            Some(io) => (io, PEER.parse().unwrap()),
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(PEER.parse().unwrap())
    }
}

/// A stream of pieces without end, that counts how often it was asked and tells when it is dropped.
struct Endless {
    asked: Arc<AtomicUsize>,
    _dropped: oneshot::Sender<()>,
}

impl futures_core::Stream for Endless {
    type Item = Result<Bytes, io::Error>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.asked.fetch_add(1, SeqCst);
        Poll::Ready(Some(Ok(Bytes::from_static(&[b'x'; 1024]))))
    }
}

/// A server whose `/slow` tells that it was called and answers when it is let, whose `/endless` never stops sending, and
/// whose other paths are the fixture's.
struct Running {
    pipes: mpsc::Sender<DuplexStream>,
    called: Arc<Notify>,
    answer: Arc<Notify>,
    asked: Arc<AtomicUsize>,
    dropped: oneshot::Receiver<()>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Stopped>,
}

fn start(limits: ConnectionLimits) -> Running {
    let (called, answer) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let slow = {
        let (called, answer) = (Arc::clone(&called), Arc::clone(&answer));
        async move || {
            called.notify_one();
            answer.notified().await;
            "done"
        }
    };
    let asked = Arc::new(AtomicUsize::new(0));
    let (drop_sender, dropped) = oneshot::channel();
    let stream = std::sync::Mutex::new(Some(Endless {
        asked: Arc::clone(&asked),
        _dropped: drop_sender,
    }));
    let stream = Arc::new(stream);
    let endless = async move || {
        let stream = stream.lock().unwrap().take().unwrap();
        Body::from_stream(stream)
    };
    let app = Router::new()
        .route("/slow", get(slow))
        .route("/endless", get(endless))
        .route("/large", get(async || Bytes::from(vec![b'x'; 1 << 20])))
        .route("/echo", post(async |body: Bytes| body))
        .route(
            "/peer",
            get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()),
        )
        .merge(router(Builds::default()).build());
    let (pipes, listener) = mpsc::channel(64);
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = serve(Pipes(listener), app)
        .limits(limits)
        .with_graceful_shutdown(async { _ = stopped.await });
    Running {
        pipes,
        called,
        answer,
        asked,
        dropped,
        stop,
        serving: tokio::spawn(serving.into_future()),
    }
}

impl Running {
    async fn connect(&self) -> DuplexStream {
        let (ours, theirs) = duplex(PIPE);
        self.pipes.send(theirs).await.unwrap();
        ours
    }
}

fn request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").into_bytes()
}

fn last_request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").into_bytes()
}

/// All that comes until the other end closes.
async fn rest(stream: &mut DuplexStream) -> String {
    let mut text = Vec::new();
    // Cut off or closed in order: both are an end.
    _ = stream.read_to_end(&mut text).await;
    String::from_utf8(text).unwrap()
}

/// What comes until the other end waits.
async fn some(stream: &mut DuplexStream) -> String {
    let mut text = Vec::new();
    let mut buffer = [0; 1024];
    while let Ok(Ok(count @ 1..)) =
        timeout(Duration::from_millis(1), stream.read(&mut buffer)).await
    {
        text.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8(text).unwrap()
}

#[tokio::test(start_paused = true)]
async fn requests_are_answered_and_the_peer_is_known() {
    let server = start(ConnectionLimits::new());
    let mut stream = server.connect().await;
    stream.write_all(&request("/peer")).await.unwrap();
    let first = some(&mut stream).await;
    assert!(
        first.starts_with("HTTP/1.1 200 OK") && first.ends_with(PEER),
        "{first}"
    );
    // The connection goes on, also behind a panic.
    stream.write_all(&request("/builds/panics")).await.unwrap();
    assert!(some(&mut stream).await.starts_with("HTTP/1.1 500"));
    stream.write_all(&last_request("/builds/7")).await.unwrap();
    let last = rest(&mut stream).await;
    assert!(last.ends_with("{\"id\":\"7\"}"), "{last}");
}

#[tokio::test(start_paused = true)]
async fn a_head_has_its_time() {
    let server = start(ConnectionLimits::new().head(Duration::from_secs(5)));
    let started = Instant::now();

    // Nothing at all.
    let mut silent = server.connect().await;
    assert_eq!(rest(&mut silent).await, "");
    assert_eq!(started.elapsed().as_secs(), 5);

    // Byte by byte.
    let started = Instant::now();
    let (mut reading, mut writing) = tokio::io::split(server.connect().await);
    let dribbling = tokio::spawn(async move {
        for byte in request("/builds/7") {
            sleep(Duration::from_secs(1)).await;
            if writing.write_all(&[byte]).await.is_err() {
                break;
            }
        }
    });
    let mut text = String::new();
    _ = reading.read_to_string(&mut text).await;
    assert_eq!(text, "");
    assert_eq!(started.elapsed().as_secs(), 5);
    dribbling.abort();

    // The second request of a connection has as long, from its first byte.
    let mut stream = server.connect().await;
    stream.write_all(&request("/builds/7")).await.unwrap();
    assert!(some(&mut stream).await.starts_with("HTTP/1.1 200"));
    sleep(Duration::from_secs(30)).await;
    let started = Instant::now();
    stream.write_all(&request("/builds/7")[..9]).await.unwrap();
    assert_eq!(rest(&mut stream).await, "");
    assert_eq!(started.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_is_kept_for_a_while() {
    let server = start(ConnectionLimits::new());
    let mut stream = server.connect().await;
    for _ in 0..3 {
        stream.write_all(&request("/builds/7")).await.unwrap();
        assert!(some(&mut stream).await.starts_with("HTTP/1.1 200"));
        sleep(Duration::from_secs(74)).await;
    }
    let before = Instant::now();
    assert_eq!(rest(&mut stream).await, "");
    assert!(before.elapsed() <= Duration::from_secs(1));

    // A request that takes longer is none of it.
    let mut stream = server.connect().await;
    stream.write_all(&last_request("/slow")).await.unwrap();
    sleep(Duration::from_hours(1)).await;
    server.answer.notify_one();
    let response = rest(&mut stream).await;
    assert!(response.ends_with("done"), "{response}");
}

#[tokio::test(start_paused = true)]
async fn a_body_has_the_requests_time() {
    let server = start(ConnectionLimits::new());
    let mut stream = server.connect().await;
    let head = format!(
        "POST /builds HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         content-length: 13\r\n\r\n{{",
        crate::fixture::TOKEN
    );
    let started = Instant::now();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 408");
    assert_eq!(started.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn who_stops_reading_stops_the_stream() {
    let server = start(ConnectionLimits::new());
    let mut stream = server.connect().await;
    stream.write_all(&request("/endless")).await.unwrap();
    sleep(Duration::from_secs(1)).await;
    let asked = server.asked.load(SeqCst);
    // At most 64 KiB are held, and what the pipe holds.
    assert!((1..100).contains(&asked), "{asked}");

    // However slowly it is read, it goes on.
    let mut buffer = [0; 1024];
    for _ in 0..200 {
        sleep(Duration::from_secs(29)).await;
        stream.read_exact(&mut buffer).await.unwrap();
    }
    sleep(Duration::from_millis(1)).await;
    let more = server.asked.load(SeqCst);
    assert!((150..300).contains(&(more - asked)), "{more}");

    // Not at all: it is cut off.
    let mut dropped = server.dropped;
    assert!(
        timeout(Duration::from_secs(28), &mut dropped)
            .await
            .is_err()
    );
    assert!(timeout(Duration::from_secs(3), &mut dropped).await.is_ok());
    // Once more at most: hyper notices when it writes.
    assert!(server.asked.load(SeqCst) <= more + 1);
}

#[tokio::test(start_paused = true)]
async fn a_large_response_is_read_at_any_pace() {
    let server = start(ConnectionLimits::new());
    let mut stream = server.connect().await;
    stream.write_all(&last_request("/large")).await.unwrap();
    let (mut length, mut buffer) = (0, vec![0; 4096]);
    loop {
        // Longer in all than an idle connection is kept.
        sleep(Duration::from_secs(20)).await;
        match stream.read(&mut buffer).await.unwrap() {
            0 => break,
            count => length += count,
        }
    }
    assert!(length > 1 << 20, "{length}");
}

#[tokio::test(start_paused = true)]
async fn further_connections_wait() {
    let server = start(ConnectionLimits::new().connections(2));
    let mut first = server.connect().await;
    let _second = server.connect().await;
    let mut third = server.connect().await;
    third.write_all(&last_request("/builds/7")).await.unwrap();
    assert_eq!(some(&mut third).await, "");
    first.shutdown().await.unwrap();
    assert!(rest(&mut third).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test(start_paused = true)]
async fn a_request_at_hand_is_answered_before_the_end() {
    let server = start(ConnectionLimits::new());
    let mut busy = server.connect().await;
    busy.write_all(&request("/slow")).await.unwrap();
    let mut idle = server.connect().await;
    idle.write_all(&request("/builds/7")).await.unwrap();
    assert!(some(&mut idle).await.starts_with("HTTP/1.1 200"));
    server.called.notified().await;

    server.stop.send(()).unwrap();
    // What is idle is closed at once, and nobody comes in any more.
    let before = Instant::now();
    assert_eq!(rest(&mut idle).await, "");
    assert_eq!(before.elapsed(), Duration::ZERO);
    assert!(server.pipes.is_closed());
    assert!(!server.serving.is_finished());

    sleep(Duration::from_secs(9)).await;
    server.answer.notify_one();
    let response = rest(&mut busy).await;
    assert!(
        response.starts_with("HTTP/1.1 200") && response.ends_with("done"),
        "{response}"
    );
    assert_eq!(server.serving.await.unwrap().cut_off, 0);
}

#[tokio::test(start_paused = true)]
async fn the_end_has_an_end() {
    let server = start(ConnectionLimits::new());
    let mut stream = server.connect().await;
    stream.write_all(&request("/slow")).await.unwrap();
    server.called.notified().await;
    let started = Instant::now();
    server.stop.send(()).unwrap();
    assert_eq!(server.serving.await.unwrap().cut_off, 1);
    assert_eq!(started.elapsed().as_secs(), 10);
    assert_eq!(rest(&mut stream).await, "");
}

#[tokio::test(start_paused = true)]
async fn many_headers_are_refused() {
    let ask = async |limits: ConnectionLimits, count: usize| {
        let server = start(limits);
        let lines: Vec<_> = (1..count)
            .map(|index| format!("x-{index}: y\r\n"))
            .collect();
        let head = "GET /builds/7 HTTP/1.1\r\nconnection: close\r\n".to_owned() + &lines.concat();
        let mut stream = server.connect().await;
        stream.write_all((head + "\r\n").as_bytes()).await.unwrap();
        rest(&mut stream).await
    };
    let limits = ConnectionLimits::new;
    let (ok, refusal) = ("HTTP/1.1 200", "HTTP/1.1 431");
    assert!(ask(limits(), 100).await.starts_with(ok));
    assert!(ask(limits(), 101).await.starts_with(refusal));
    // The router's words, where it has room for them.
    let refused = ask(limits().headers(256), 101).await;
    assert!(
        refused.starts_with(refusal) && refused.ends_with('}'),
        "{refused}"
    );
    assert!(ask(limits().headers(256), 257).await.starts_with(refusal));
    assert!(ask(limits().headers(10), 11).await.starts_with(refusal));
}

#[cfg(not(feature = "http2"))]
#[tokio::test(start_paused = true)]
async fn http_2_is_not_spoken_unless_asked_for() {
    let server = start(ConnectionLimits::new());
    let mut stream = server.connect().await;
    stream
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        .await
        .unwrap();
    let refused = rest(&mut stream).await;
    assert!(!refused.contains("200"), "{refused}");
}

#[cfg(feature = "http2")]
mod http2 {
    //! HTTP/2 by hand (RFC 9113), as far as it is needed.

    use super::*;

    const SETTINGS: u8 = 4;
    const PING: u8 = 6;
    const GO_AWAY: u8 = 7;

    fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
        let length = u8::try_from(payload.len()).unwrap();
        let head = [0, 0, length, kind, flags, 0, 0, 0, stream];
        [&head[..], payload].concat()
    }

    /// Connects, and asks for `/`, which is not there: the shortest head (RFC 7541 appendix A).
    async fn ask(server: &Running) -> DuplexStream {
        let mut stream = server.connect().await;
        let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        let settings = frame(SETTINGS, 0, 0, b"");
        let head = frame(1, 5, 1, &[0x82, 0x84, 0x86, 0x41, 1, b'x']);
        stream
            .write_all(&[preface, settings, head].concat())
            .await
            .unwrap();
        stream
    }

    async fn next(stream: &mut DuplexStream) -> Option<(u8, u8, Vec<u8>)> {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.ok()?;
        let length = usize::from(head[1]) << 8 | usize::from(head[2]);
        let mut payload = vec![0; length];
        stream.read_exact(&mut payload).await.ok()?;
        Some((head[3], head[4], payload))
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_spoken_and_its_silence_has_an_end() {
        let server = start(ConnectionLimits::new());
        let mut stream = ask(&server).await;
        let (mut has_answered, started) = (false, Instant::now());
        while let Some((kind, _, payload)) = next(&mut stream).await {
            // `:status: 404` is one byte.
            has_answered |= kind == 1 && payload[0] == 0x8d;
        }
        assert!(has_answered);
        // Pings are not answered.
        assert_eq!(started.elapsed().as_secs(), 40);
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_connection_is_told_that_it_is_over() {
        let server = start(ConnectionLimits::new());
        let mut stream = ask(&server).await;
        let (mut gone, started) = (None, Instant::now());
        while let Some((kind, flags, payload)) = next(&mut stream).await {
            match kind {
                PING if flags & 1 == 0 => {
                    stream
                        .write_all(&frame(PING, 1, 0, &payload))
                        .await
                        .unwrap();
                }
                GO_AWAY => {
                    gone.get_or_insert(started.elapsed().as_secs());
                }
                _ => {}
            }
        }
        assert_eq!(gone, Some(75));
        assert!(started.elapsed().as_secs() <= 85);
    }
}
