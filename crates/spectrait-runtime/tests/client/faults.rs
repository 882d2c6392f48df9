//! Servers and networks that fail, over sockets: each call ends, with an error that says what happened and whose fault it is.

use std::time::Duration;

use spectrait_runtime::client::{Error, ErrorKind, Retries};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::builds::{
    Build, Client, ClientBuilder, ListBuildsError, ListBuildsRequest, RestartBuildRequest,
};

/// What a server does with a connection once a request's head is read.
#[derive(Clone)]
enum Do {
    /// Sends this and closes.
    Send(&'static str),
    /// Sends this and waits until the other side closes.
    Hold(&'static str),
    /// Sends this, and then this again and again until the other side closes.
    Flood(&'static str, &'static str),
}

use Do::{Flood, Hold, Send};

/// A builder of a client and its server, which does one thing with each connection and the last with all that follow. The
/// server's task gives the heads of the requests once the client is gone.
async fn server(deeds: &[Do]) -> (ClientBuilder, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let deeds = deeds.to_vec();
    let task = tokio::spawn(async move {
        let mut heads = Vec::new();
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let Some(head) = head(&mut socket).await else {
                return heads;
            };
            let deed = deeds.get(heads.len()).or(deeds.last()).unwrap();
            heads.push(head);
            deed.apply(&mut socket).await;
        }
    });
    let reqwest = reqwest::Client::builder().no_proxy().build().unwrap();
    let builder = Client::builder()
        .bearer_auth("hunter2")
        .base_url(format!("http://{address}/v1"))
        .transport(spectrait_runtime::client::Reqwest::from(reqwest));
    (builder, task)
}

impl Do {
    /// What the other side does not take any more is no error: it has gone.
    async fn apply(&self, socket: &mut TcpStream) {
        match self {
            Self::Send(text) => drop(socket.write_all(text.as_bytes()).await),
            Self::Hold(text) => {
                drop(socket.write_all(text.as_bytes()).await);
                drop(socket.read_to_end(&mut Vec::new()).await);
            }
            Self::Flood(begin, again) => {
                drop(socket.write_all(begin.as_bytes()).await);
                while socket.write_all(again.as_bytes()).await.is_ok() {}
            }
        }
    }
}

/// The head of a request, or `None` of a connection without one.
async fn head(socket: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}

/// Ends the server: it stops at a connection without a request.
async fn heads(builder: ClientBuilder, task: JoinHandle<Vec<String>>) -> Vec<String> {
    let url = builder.build().unwrap().base_url().to_owned();
    let address = url.trim_start_matches("http://").trim_end_matches("/v1");
    drop(TcpStream::connect(address).await.unwrap());
    task.await.unwrap()
}

async fn fails(builder: &ClientBuilder) -> Error<ListBuildsError> {
    let client = builder.clone().build().unwrap();
    client
        .list_builds(&ListBuildsRequest::new().region("private"))
        .await
        .unwrap_err()
}

/// What an error is, in a word.
fn kind<E>(error: &Error<E>) -> &'static str {
    match error.kind() {
        ErrorKind::Api(_) => "api",
        ErrorKind::Undocumented(_) => "undocumented",
        ErrorKind::Decode { .. } => "decode",
        ErrorKind::Timeout(_) => "timeout",
        ErrorKind::Idle { .. } => "idle",
        ErrorKind::TooLarge(_) => "too large",
        ErrorKind::Transport(_) => "transport",
        _ => "other",
    }
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"total\":1}";
const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\n\r\nbusy";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

#[tokio::test]
async fn answers_that_are_not_whole() {
    let broken = "the server's answer (200 OK) broke off";
    let rows = [
        // What is sent, the kind, the status, what the text begins with after the operation.
        ("", "transport", None, "no answer from the server"),
        (
            "HTTP/1.1 200 O",
            "transport",
            None,
            "no answer from the server",
        ),
        (
            "HTTP/1.1 200 OK\r\nconte",
            "transport",
            None,
            "no answer from the server",
        ),
        (
            "SSH-2.0-OpenSSH_9.6\r\n",
            "transport",
            None,
            "no answer from the server",
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"tot",
            "transport",
            Some(200),
            broken,
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"total\":1}",
            "transport",
            Some(200),
            broken,
        ),
        // The chunk's length is missing, is no number, promises more; the last one is missing.
        (&format!("{CHUNKED}\r\n"), "transport", Some(200), broken),
        (
            &format!("{CHUNKED}zz\r\n{{}}\r\n"),
            "transport",
            Some(200),
            broken,
        ),
        (
            &format!("{CHUNKED}ff\r\n{{}}\r\n"),
            "transport",
            Some(200),
            broken,
        ),
        (
            &format!("{CHUNKED}2\r\n{{}}\r\n"),
            "transport",
            Some(200),
            broken,
        ),
    ];
    for (sent, expected, status, text) in rows {
        judge(sent, expected, status, text).await;
    }
}

#[tokio::test]
async fn answers_that_are_not_right() {
    let misfit = "the server's answer (200 OK) does not fit the document";
    let rows = [
        // Shorter than it is: cut where the server said.
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{\"total\":1}",
            "decode",
            Some(200),
            misfit,
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 4\r\n\r\n<hi>",
            "decode",
            Some(200),
            misfit,
        ),
        (
            "HTTP/1.1 204 No Content\r\n\r\n",
            "undocumented",
            Some(204),
            "the server answered 204 No Content, which the document does not list",
        ),
        (
            "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 2\r\n\r\n{}",
            "api",
            Some(429),
            "the server refused with 429 Too Many Requests",
        ),
        (
            BUSY,
            "undocumented",
            Some(503),
            "the server answered 503 Service Unavailable, which the document does not list: busy",
        ),
    ];
    for (sent, expected, status, text) in rows {
        judge(sent, expected, status, text).await;
    }
}

/// One call to a server that sends this and closes.
async fn judge(sent: &str, expected: &str, status: Option<u16>, text: &str) {
    let sent: &'static str = sent.to_owned().leak();
    let (builder, task) = server(&[Send(sent)]).await;
    let error = fails(&builder).await;
    assert_eq!(kind(&error), expected, "{sent:?}: {error:?}");
    assert_eq!(error.status().map(|status| status.as_u16()), status);
    let shown = error.to_string();
    assert!(
        shown.starts_with(&format!("listBuilds: {text}")),
        "{sent:?}: {shown}"
    );
    for secret in ["hunter2", "private"] {
        assert!(!format!("{shown} {error:?}").contains(secret), "{error:?}");
    }
    assert_eq!(error.attempts(), 1);
    assert_eq!(heads(builder, task).await.len(), 1);
}

#[tokio::test]
async fn answers_without_end() {
    let head = "HTTP/1.1 200 OK\r\n\r\n";
    let line = "x-a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n";
    let rows = [
        // A body until the connection closes, which it does not; chunks for ever; one body that says how long it is.
        (Flood(head, "[[[[[[[[[[[[[[[["), "too large"),
        (Flood(CHUNKED, "10\r\n[[[[[[[[[[[[[[[[\r\n"), "too large"),
        (
            Hold("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{"),
            "too large",
        ),
        // A head for ever.
        (Flood("HTTP/1.1 200 OK\r\n", line), "transport"),
    ];
    for (deed, expected) in rows {
        let (builder, task) = server(&[deed]).await;
        let builder = builder.body_limit(100_000);
        let error = fails(&builder).await;
        assert_eq!(kind(&error), expected, "{error:?}");
        assert_eq!(heads(builder, task).await.len(), 1);
    }
}

/// The clock stands still, so that the limits of time are reached at once.
#[tokio::test(start_paused = true)]
async fn answers_that_stop() {
    let rows = [
        ("", "timeout", None),
        ("HTTP/1.1 200 OK\r\ncontent-le", "timeout", None),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n",
            "idle",
            Some(200),
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"tot",
            "idle",
            Some(200),
        ),
    ];
    for (sent, expected, status) in rows {
        let (builder, task) = server(&[Hold(sent)]).await;
        let builder = builder
            .timeout(Duration::from_hours(1))
            .idle_timeout(Duration::from_mins(10));
        let error = fails(&builder).await;
        assert_eq!(kind(&error), expected, "{sent:?}: {error:?}");
        assert_eq!(error.status().map(|status| status.as_u16()), status);
        assert_eq!(heads(builder, task).await.len(), 1);
    }
}

fn quick() -> Retries {
    Retries::new().base_delay(Duration::ZERO).jitter(0.0)
}

#[tokio::test]
async fn what_is_sent_again() {
    let rows: [(&[Do], usize); 6] = [
        (&[Send(""), Send(BUSY), Send(OK)], 3),
        (&[Send("HTTP/1.1 200 OK\r\nconte"), Send(OK)], 2),
        (&[Send(OK)], 1),
        // Once the head of a good response came, what follows is not asked for again.
        (
            &[
                Send("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{"),
                Send(OK),
            ],
            1,
        ),
        (
            &[
                Send("HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n"),
                Send(OK),
            ],
            1,
        ),
        (&[Send(BUSY)], 3),
    ];
    for (deeds, expected) in rows {
        let (builder, task) = server(deeds).await;
        let builder = builder.retries(quick());
        let client = builder.clone().build().unwrap();
        drop(client.list_builds(&ListBuildsRequest::new()).await);
        assert_eq!(heads(builder, task).await.len(), expected);
    }
}

#[tokio::test]
async fn what_a_server_asks_to_wait_for() {
    for (value, attempts) in [
        ("0", 3),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 3),
        ("whenever", 3),
        ("3600", 1),
        ("99999999999999999999", 1),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 1),
    ] {
        for status in [429, 503] {
            let sent = format!(
                "HTTP/1.1 {status} X\r\nretry-after: {value}\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{{}}"
            );
            let (builder, task) = server(&[Send(sent.leak())]).await;
            let builder = builder.retries(quick());
            let error = fails(&builder).await;
            assert_eq!(error.attempts(), attempts, "{value}");
            assert_eq!(error.status().unwrap(), status);
            let count = heads(builder, task).await.len();
            assert_eq!(u32::try_from(count).unwrap(), attempts);
        }
    }
}

#[tokio::test]
async fn a_post_is_sent_once_unless_it_has_a_key() {
    let done = "HTTP/1.1 204 No Content\r\n\r\n";
    let mut request = RestartBuildRequest::new("a".to_owned());
    request.body = Some(Build::new().id("x"));

    for failure in [Send(""), Send(BUSY)] {
        let (builder, task) = server(&[failure, Send(done)]).await;
        let builder = builder.retries(quick());
        let client = builder.clone().build().unwrap();
        let error = client.restart_build(&request).await.unwrap_err();
        assert_eq!(error.attempts(), 1);
        assert_eq!(heads(builder, task).await.len(), 1);
    }

    let (builder, task) = server(&[Send(""), Send(BUSY), Send(done)]).await;
    let builder = builder.retries(quick());
    let client = builder.clone().build().unwrap();
    let call = client.restart_build(&request).idempotency_key("k-1");
    call.await.unwrap();
    let heads = heads(builder, task).await;
    assert_eq!(heads.len(), 3);
    for head in heads {
        assert!(head.contains("\r\nidempotency-key: k-1\r\n"), "{head}");
        assert!(head.contains("\r\ncontent-length: 10\r\n"), "{head}");
    }
}

#[tokio::test]
async fn a_budget_bounds_what_is_sent_to_a_server_that_is_down() {
    let (builder, task) = server(&[Send(BUSY)]).await;
    let builder = builder.retries(quick().budget(0.0, 1));
    let client = builder.clone().build().unwrap();
    for _ in 0..20 {
        let error = client.list_builds(&ListBuildsRequest::new()).await;
        assert_eq!(kind(&error.unwrap_err()), "undocumented");
    }
    // 1 a second and 10 seconds ahead; on a slow machine seconds may pass.
    let count = heads(builder, task).await.len();
    assert!((30..40).contains(&count), "{count}");
}

#[tokio::test]
async fn nobody_listens_however_often_it_is_tried() {
    let (builder, task) = server(&[Send(OK)]).await;
    heads(builder.clone(), task).await;
    let error = fails(&builder.retries(quick())).await;
    assert_eq!(kind(&error), "transport");
    assert!(
        error.to_string().starts_with(
            "listBuilds: after 3 attempts, no answer from the server: Connection refused"
        ),
        "{error}"
    );
}
