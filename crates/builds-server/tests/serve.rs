//! Connections: their limits, and their end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use builds_server::serve::{Limits, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

const REQUEST: &[u8] = b"GET /slow HTTP/1.1\r\nhost: builds.test\r\nconnection: close\r\n\r\n";

/// A server whose `/slow` tells that it was called, and answers when it is let.
struct Slow {
    address: SocketAddr,
    called: Arc<Notify>,
    answer: Arc<Notify>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Slow {
    async fn start(limits: Limits) -> Self {
        let (called, answer) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let handler = {
            let (called, answer) = (Arc::clone(&called), Arc::clone(&answer));
            async move || {
                called.notify_one();
                answer.notified().await;
                "done"
            }
        };
        let app = Router::new().route("/slow", get(handler));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(serve(listener, app, limits, async {
            let _ = stopped.await;
        }));
        Self {
            address,
            called,
            answer,
            stop,
            serving,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address)
            .await
            .expect("a connection")
    }
}

/// What must happen, so that a test fails rather than hangs.
async fn in_time<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(30), future)
        .await
        .expect("it happens")
}

async fn read_to_end(mut stream: TcpStream) -> String {
    let mut text = String::new();
    in_time(stream.read_to_string(&mut text))
        .await
        .expect("a text");
    text
}

#[tokio::test]
async fn a_request_at_hand_is_answered_before_the_end() {
    let server = Slow::start(Limits::default()).await;
    let mut stream = server.connect().await;
    stream.write_all(REQUEST).await.expect("sent");
    server.called.notified().await;

    server.stop.send(()).expect("it serves");
    // The port is closed first.
    in_time(async {
        while TcpStream::connect(server.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert!(!server.serving.is_finished());
    server.answer.notify_one();
    let response = read_to_end(stream).await;
    assert!(
        response.starts_with("HTTP/1.1 200 OK") && response.ends_with("done"),
        "{response}"
    );
    in_time(server.serving).await.expect("an end");
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_the_end() {
    let server = Slow::start(Limits::default()).await;
    let unused = server.connect().await;
    let mut idle = server.connect().await;
    server.answer.notify_one();
    idle.write_all(b"GET /slow HTTP/1.1\r\nhost: builds.test\r\n\r\n")
        .await
        .expect("sent");
    let mut byte = [0];
    idle.read_exact(&mut byte).await.expect("an answer");
    server.stop.send(()).expect("it serves");
    in_time(server.serving).await.expect("an end");
    drop((unused, idle));
}

#[tokio::test]
async fn the_wait_has_a_bound() {
    let grace = Duration::from_millis(10);
    let server = Slow::start(Limits {
        grace,
        ..Limits::default()
    })
    .await;
    let mut stream = server.connect().await;
    stream.write_all(REQUEST).await.expect("sent");
    server.called.notified().await;
    server.stop.send(()).expect("it serves");
    in_time(server.serving).await.expect("an end");
}

#[tokio::test]
async fn a_head_that_does_not_come_ends_its_connection() {
    let head = Duration::from_millis(10);
    let server = Slow::start(Limits {
        head,
        ..Limits::default()
    })
    .await;
    let mut stream = server.connect().await;
    stream.write_all(&REQUEST[..20]).await.expect("sent");
    let response = read_to_end(stream).await;
    assert!(!response.contains("200"), "{response}");
}

#[tokio::test]
async fn further_connections_wait() {
    let (active, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let handler = {
        let most = Arc::clone(&most);
        async move || {
            most.fetch_max(active.fetch_add(1, SeqCst) + 1, SeqCst);
            // Long enough for the others to be served too, were they let.
            tokio::time::sleep(Duration::from_millis(5)).await;
            active.fetch_sub(1, SeqCst);
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let app = Router::new().route("/slow", get(handler));
    let limits = Limits {
        connections: 2,
        ..Limits::default()
    };
    tokio::spawn(serve(listener, app, limits, std::future::pending()));
    let mut streams = Vec::new();
    for _ in 0..8 {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(REQUEST).await.expect("sent");
        streams.push(stream);
    }
    for stream in streams {
        let response = read_to_end(stream).await;
        assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
    }
    assert_eq!(most.load(SeqCst), 2);
}
