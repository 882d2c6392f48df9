//! Events that outlive their connection.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use spectrait_runtime::client::{BoxError, Client, Reconnecting};
use spectrait_runtime::{Event, EventStream, Method, Operation, SecurityScheme, request, response};
use tokio::time::Instant;

use crate::fixture::{Never, block_on};

response! {
    /// Words.
    pub struct WordsSuccess: EventStream<String> = 200 as event_stream();
}
request! {
    /// What to say.
    #[derive(Clone, Default)]
    pub struct GetWords {
        /// Which.
        pub which: Option<String> = query("which"),
    }
}
impl Operation for GetWords {
    const ID: &str = "getWords";
    const METHOD: Method = Method::GET;
    const PATH: &str = "/words";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = WordsSuccess;
    type Failure = Never;
}

/// How one connection goes.
#[derive(Clone, Copy)]
enum Connection {
    /// A text, and the end.
    Ends(&'static str),
    /// A text, and the connection is lost.
    Breaks(&'static str),
    /// Another status, with `Retry-After` if that is not empty.
    Refuses(u16, &'static str),
    /// No answer.
    Fails,
}
use Connection::{Breaks, Ends, Fails, Refuses};

type Seen = Arc<Mutex<Vec<String>>>;

/// A client of a server that answers so, one connection after the other; `seen` gets when each came and with which
/// identifier.
fn client(connections: &[Connection]) -> (Client, Seen) {
    let seen = Seen::default();
    let log = Arc::clone(&seen);
    let connections = Arc::new(connections.to_vec());
    let start = Instant::now();
    let transport = tower::service_fn(move |request: http::Request<_>| {
        let _: &spectrait_runtime::client::Body = request.body();
        let id = last_event_id(request.headers());
        let number = {
            let mut seen = log.lock().unwrap();
            seen.push(format!("{}s {id}", start.elapsed().as_secs()));
            seen.len() - 1
        };
        let connection = connections.get(number).copied().unwrap_or(Refuses(204, ""));
        async move {
            let frames = |text: &'static str, error: Option<&'static str>| {
                let text = Ok(Frame::data(Bytes::from(text)));
                let error = error.map(|error| Err(BoxError::from(error)));
                StreamBody::new(Frames(
                    vec![Some(text), error]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .into_iter(),
                ))
                .boxed_unsync()
            };
            let response = Response::builder().header("content-type", "text/event-stream");
            Ok::<_, BoxError>(match connection {
                Ends(text) => response.body(frames(text, None))?,
                Breaks(text) => response.body(frames(text, Some("cut")))?,
                Refuses(status, "") => response.status(status).body(frames("", None))?,
                Refuses(status, after) => {
                    let response = response.status(status).header("retry-after", after);
                    response.body(frames("", None))?
                }
                Fails => Err("refused")?,
            })
        }
    });
    let builder = Client::builder().base_url("http://test");
    (builder.transport(transport).build().unwrap(), seen)
}

struct Frames(std::vec::IntoIter<Result<Frame<Bytes>, BoxError>>);

impl futures_core::Stream for Frames {
    type Item = Result<Frame<Bytes>, BoxError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

fn last_event_id(headers: &HeaderMap) -> String {
    headers.get("last-event-id").map_or_else(
        || "-".to_owned(),
        |id| String::from_utf8_lossy(id.as_bytes()).into_owned(),
    )
}

/// The data of the events and the errors, and the connections: when, and with which identifier.
fn run(connections: &[Connection]) -> (Vec<String>, Vec<String>) {
    run_with(connections, |events| events)
}

fn run_with(
    connections: &[Connection],
    configure: impl FnOnce(Reconnecting<String, Never>) -> Reconnecting<String, Never>,
) -> (Vec<String>, Vec<String>) {
    block_on(async {
        let (client, seen) = client(connections);
        let mut events = configure(client.call(&GetWords::new()).reconnecting());
        let mut texts = Vec::new();
        while let Some(event) = events.next().await {
            texts.push(event.map_or_else(|error| error.to_string(), |event| event.data));
        }
        assert!(events.next().await.is_none());
        let seen = seen.lock().unwrap().clone();
        (texts, seen)
    })
}

/// Whole seconds of the waits, without what is random in them.
#[track_caller]
fn check_waits(seen: &[String], waits: &[(u64, &str)]) {
    assert_eq!(seen.len(), waits.len(), "{seen:?}");
    let mut earliest = 0;
    let mut latest = 0;
    for (seen, (wait, id)) in seen.iter().zip(waits) {
        earliest += wait;
        latest += wait + wait.div_ceil(4) + 1;
        let (second, seen_id) = seen.split_once("s ").unwrap();
        let second: u64 = second.parse().unwrap();
        assert!(
            (earliest..=latest).contains(&second),
            "{seen} {earliest} {latest}"
        );
        assert_eq!(seen_id, *id, "{seen}");
    }
}

#[test]
fn a_lost_connection_is_made_again_from_the_last_event() {
    let (texts, seen) = run(&[
        Breaks("id: 1\ndata: a\n\nid: 2\ndata: b\n\ndata: lo"),
        Ends("data: c\n\n"),
        Fails,
        Ends("id\ndata: d\n\n"),
    ]);
    assert_eq!(texts, ["a", "b", "c", "d"]);
    // An empty identifier takes the last one back; the server's own word ends it.
    check_waits(&seen, &[(0, "-"), (3, "2"), (3, "2"), (6, "2"), (3, "-")]);
}

#[test]
fn the_server_says_how_long_to_wait() {
    let (texts, seen) = run(&[
        Ends("retry: 20000\n\ndata: a\n\n"),
        Ends("retry: x\nretry: -1\nretry: +1\nid: 7\n\n"),
        Refuses(503, "100"),
        Refuses(429, "soon"),
        Ends("data: b\n\n"),
    ]);
    assert_eq!(texts, ["a", "b"]);
    check_waits(
        &seen,
        &[
            (0, "-"),
            (20, "-"),
            (40, "7"),
            (100, "7"),
            (160, "7"),
            (20, "7"),
        ],
    );
}

#[test]
fn it_gives_up() {
    let (texts, seen) = run(&[Ends("data: a\n\n"), Refuses(403, ""), Ends("data: b\n\n")]);
    assert_eq!(texts.len(), 2);
    assert!(texts[1].contains("403"), "{texts:?}");
    assert_eq!(seen.len(), 2);

    // The first connection is the caller's own affair.
    let (texts, seen) = run(&[Fails, Ends("data: a\n\n")]);
    assert_eq!((texts.len(), seen.len()), (1, 1), "{texts:?}");

    let (texts, seen) = run_with(
        &[
            Ends("data: a\n\n"),
            Fails,
            Breaks(": hi\n\n"),
            Ends("data: b\n\n"),
        ],
        |events| events.attempts(2),
    );
    assert_eq!(texts[0], "a");
    assert!(texts[1].contains("cut"), "{texts:?}");
    assert_eq!((texts.len(), seen.len()), (2, 3));

    // Waits do not grow for ever.
    let fruitless = [Ends(""); 40];
    let (texts, seen) = run_with(&fruitless, |events| events.attempts(30));
    assert_eq!((texts.len(), seen.len()), (0, 31));
    let waits: Vec<_> = (0..=30_u32)
        .map(|number| match number {
            0 => (0, "-"),
            number => ((3_u64 << (number - 1).min(20)).min(300), "-"),
        })
        .collect();
    check_waits(&seen, &waits);
}

#[test]
fn garbage_is_an_error_and_not_the_end() {
    let (texts, seen) = run(&[
        Ends("\u{0}\u{1}data\n\n:::\n\nid: a\0b\ndata: ok\n\ndata"),
        Ends("data: more\n\n"),
    ]);
    assert_eq!(texts, ["ok", "more"]);
    check_waits(&seen, &[(0, "-"), (3, "-"), (3, "-")]);
}

#[test]
fn it_begins_where_it_is_told() {
    let (_, seen) = run_with(
        &[Ends("data: a\n\n"), Ends("id: 8\ndata: b\n\n")],
        |events| events.after("7"),
    );
    check_waits(&seen, &[(0, "7"), (3, "7"), (3, "8")]);
}

#[test]
fn what_a_server_writes() {
    let event = Event::from("a\nb".to_owned())
        .named("x")
        .identified("1")
        .retry(Duration::from_millis(2500));
    let written = written_by_a_router(event);
    assert_eq!(
        written,
        "event: x\nid: 1\nretry: 2500\ndata: a\ndata: b\n\n"
    );
}

/// The body that a router sends.
fn written_by_a_router(event: Event<String>) -> String {
    use spectrait_runtime::server::{Failure, RouterBuilder, Routes};
    let routes = Routes::new().public::<GetWords, _, _>(move |_, _| {
        let events = EventStream::of([event.clone()]);
        async move { Ok::<_, Failure<Never>>(events) }
    });
    let request = http::Request::get("/words").body(axum::body::Body::empty());
    crate::fixture::ask(RouterBuilder::new(routes).build(), request.unwrap()).1
}
