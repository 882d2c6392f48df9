//! Responses that are read and written as they come.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use bytes::Bytes;
use futures_core::Stream;
use spectrait_runtime::client::Client;
use spectrait_runtime::operation::{ReadRequest, StreamError};
use spectrait_runtime::server::{Failure, RouterBuilder, Routes};
use spectrait_runtime::{
    Event, EventStream, Json, JsonLines, Method, OctetStream, Operation, Responses, SecurityScheme,
    StatusCode, bodies, record, request, response, responses,
};

use crate::fixture::{Never, ask, block_on, client};

record! {
    /// A piece of an answer.
    #[derive(Clone)]
    pub struct Chunk {
        /// Text.
        pub text: String = "text",
    }
    new(text: String);
}

fn chunk(text: &str) -> Chunk {
    Chunk::new(text)
}

bodies! {
    /// Whole or in pieces.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Answer {
        /// Whole.
        Json(Chunk) = json("application/json"),
        /// In pieces.
        Events(EventStream<Chunk>) = event_stream(),
    }
}

response! {
    /// Events.
    pub struct EventsSuccess: EventStream<Chunk> = 200 as event_stream();
}
response! {
    /// Lines.
    pub struct LinesSuccess: JsonLines<Chunk> = 200 as json_lines("application/x-ndjson");
}
response! {
    /// A sequence.
    pub struct SequenceSuccess: JsonLines<Chunk> = 200 as json_lines("application/json-seq");
}
response! {
    /// An image.
    pub struct ImageSuccess: OctetStream = 200 as octet_stream("image/*");
}
response! {
    /// Events that are text.
    pub struct WordsSuccess: EventStream<String> = 200 as event_stream();
}
response! {
    /// Either.
    pub struct AnswerSuccess: Answer = 200 as Answer::MEDIA;
}
responses! {
    /// Several statuses.
    #[derive(Debug, Clone, PartialEq)]
    pub enum MixedSuccess {
        /// At once.
        Ok(Chunk) = 200,
        /// As it comes.
        Partial(OctetStream) = 206 as octet_stream("application/octet-stream"),
        /// Something else.
        Other(StatusCode, Answer) = "2XX" as Answer::MEDIA,
    }
}

macro_rules! operations {
    ($($name:ident: $success:ty = $path:literal;)+) => {
        $(
            request! {
                /// What to do.
                #[derive(Clone)]
                pub struct $name {
                    /// What.
                    pub what: String = query("what"),
                }
                new(what: String);
            }
            impl Operation for $name {
                const ID: &str = stringify!($name);
                const METHOD: Method = Method::GET;
                const PATH: &str = $path;
                const SECURITY: &[&[SecurityScheme]] = &[];
                type Success = $success;
                type Failure = Never;
            }
        )+
    };
}
operations! {
    GetEvents: EventsSuccess = "/events";
    GetLines: LinesSuccess = "/lines";
    GetSequence: SequenceSuccess = "/sequence";
    GetImage: ImageSuccess = "/image";
    GetWords: WordsSuccess = "/words";
    GetAnswer: AnswerSuccess = "/answer";
    GetMixed: MixedSuccess = "/mixed";
    GetJson: Json<200, String> = "/json";
}

/// Items that come one after the other, each after a wait.
struct Slow<T> {
    items: std::vec::IntoIter<Result<T, &'static str>>,
    is_waiting: bool,
    dropped: Arc<AtomicBool>,
}

impl<T> Unpin for Slow<T> {}

impl<T> Stream for Slow<T> {
    type Item = Result<T, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.is_waiting = !self.is_waiting;
        if self.is_waiting {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.items.next())
    }
}

impl<T> Drop for Slow<T> {
    fn drop(&mut self) {
        self.dropped.store(true, Ordering::SeqCst);
    }
}

fn slow<T>(items: Vec<Result<T, &'static str>>) -> (Slow<T>, Arc<AtomicBool>) {
    let dropped = Arc::default();
    let slow = Slow {
        items: items.into_iter(),
        is_waiting: false,
        dropped: Arc::clone(&dropped),
    };
    (slow, dropped)
}

/// A router of one operation that answers with what `answer` makes.
pub(crate) fn routed<O: Operation + ReadRequest>(
    answer: impl Fn(String) -> <O::Success as Responses>::Value + Clone + Send + Sync + 'static,
    what: impl Fn(&O) -> String + Clone + Send + Sync + 'static,
) -> Router {
    let handler = move |request: O, _| {
        let value = answer(what(&request));
        async move { Ok::<_, Failure<O::Failure>>(value) }
    };
    RouterBuilder::new(Routes::new().public::<O, _, _>(handler)).build()
}

#[test]
fn events() {
    let answer = |_| {
        EventStream::of([
            Event::from(chunk("a")).named("delta").identified("1"),
            chunk("b\nc").into(),
        ])
    };
    let client = client(routed::<GetEvents>(answer, |request| request.what.clone()));
    block_on(async {
        let (mut events, head) = client.call(&GetEvents::new("x")).with_head().await.unwrap();
        assert_eq!(head.headers["content-type"], "text/event-stream");
        let first = events.next().await.unwrap().unwrap();
        assert_eq!(
            (first.event.as_deref(), first.id.as_deref(), &*first.text),
            (Some("delta"), Some("1"), "a")
        );
        assert_eq!(events.next().await.unwrap().unwrap().data, chunk("b\nc"));
        assert!(events.next().await.is_none());
        assert!(events.next().await.is_none());
    });
}

#[test]
fn a_stream_comes_as_it_is_made() {
    let (stream, dropped) = slow(vec![Ok(chunk("a")), Ok(chunk("b")), Ok(chunk("c"))]);
    let stream = JsonLines::new(stream);
    let client = client(routed::<GetLines>(
        move |_| stream.clone(),
        |request| request.what.clone(),
    ));
    block_on(async {
        let mut lines = client.call(&GetLines::new("x")).await.unwrap();
        assert_eq!(lines.next().await.unwrap().unwrap(), chunk("a"));
        assert!(!dropped.load(Ordering::SeqCst));
        // Dropping the client's end stops the server's.
        drop(lines);
        assert!(dropped.load(Ordering::SeqCst));
    });
}

#[test]
fn sequences_have_separators() {
    let client = client(routed::<GetSequence>(
        |_| JsonLines::of([chunk("a"), chunk("b")]),
        |request| request.what.clone(),
    ));
    block_on(async {
        let raw = client.call(&GetSequence::new("x")).raw().await.unwrap();
        assert_eq!(
            &raw.body[..],
            b"\x1e{\"text\":\"a\"}\n\x1e{\"text\":\"b\"}\n"
        );
        let mut items = client.call(&GetSequence::new("x")).await.unwrap();
        assert_eq!(items.next().await.unwrap().unwrap(), chunk("a"));
        assert_eq!(items.next().await.unwrap().unwrap(), chunk("b"));
        assert!(items.next().await.is_none());
    });
}

#[test]
fn octets() {
    let answer = |what: String| match what.as_str() {
        "whole" => OctetStream::from(b"whole".to_vec()).typed("image/png"),
        _ => OctetStream::new(slow(vec![Ok(Bytes::from("a")), Ok(Bytes::from("b"))]).0)
            .typed("image/gif"),
    };
    let client = client(routed::<GetImage>(answer, |request| request.what.clone()));
    block_on(async {
        let image = client.call(&GetImage::new("whole")).await.unwrap();
        assert_eq!(image.content_type(), Some("image/png"));
        let image = image.collect(5).await.unwrap();
        assert_eq!(
            (&image[..], image.content_type()),
            (&b"whole"[..], Some("image/png"))
        );
        let mut image = client.call(&GetImage::new("slow")).await.unwrap();
        assert_eq!(image.content_type(), Some("image/gif"));
        assert_eq!(image.next().await.unwrap().unwrap(), "a");
        assert_eq!(image.next().await.unwrap().unwrap(), "b");
        assert!(image.next().await.is_none());
        let image = client.call(&GetImage::new("whole")).await.unwrap();
        assert_eq!(
            image.collect(4).await.unwrap_err().to_string(),
            "the stream broke off: it has more than 4 bytes"
        );
    });
}

#[test]
fn texts() {
    let client = client(routed::<GetWords>(
        |_| EventStream::of(["[DONE]".to_owned(), "{\n".to_owned()]),
        |request| request.what.clone(),
    ));
    block_on(async {
        let mut words = client.call(&GetWords::new("x")).await.unwrap();
        assert_eq!(words.next().await.unwrap().unwrap().data, "[DONE]");
        assert_eq!(words.next().await.unwrap().unwrap().data, "{\n");
        assert!(words.next().await.is_none());
    });
}

/// A client of a server that sends this as the body, whatever it is asked.
pub(crate) fn sending(content_type: &'static str, body: &'static str) -> Client {
    let answer = move |_: http::Request<spectrait_runtime::client::Body>| async move {
        let response = http::Response::builder().header("content-type", content_type);
        response.body(spectrait_runtime::client::Body::from(body))
    };
    let builder = Client::builder().base_url("http://test");
    builder
        .transport(tower::service_fn(answer))
        .build()
        .unwrap()
}

#[test]
fn an_item_that_does_not_fit_is_one_error() {
    let body = "data: {\"text\":\"a\"}\n\ndata: {}\n\ndata: {\n\ndata: {\"text\":\"b\",\"more\":1}\n\ndata: [DONE]\n\ndata: {\"text\":\"c\"}\n\n";
    let client = sending("text/event-stream; charset=utf-8", body);
    block_on(async {
        let mut events = client.call(&GetEvents::new("x")).await.unwrap();
        let mut seen = Vec::new();
        while let Some(event) = events.next().await {
            seen.push(match event {
                Ok(event) => event.data.text,
                Err(error) => error.to_string(),
            });
        }
        assert_eq!(seen[0], "a");
        assert_eq!(
            seen[1],
            "an item of the stream does not fit the document: body at `/1/text`: missing"
        );
        assert!(
            seen[2].starts_with("an item of the stream does not fit the document: "),
            "{}",
            seen[2]
        );
        assert_eq!(seen[3..], ["b"]);
    });
}

#[test]
fn a_handler_that_fails_breaks_the_stream_off() {
    let errors = Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = Arc::clone(&errors);
    let handler = |_: GetEvents, _| async {
        Ok::<_, Failure<Never>>(EventStream::new(
            slow(vec![
                Ok(chunk("a")),
                Err("the store is gone"),
                Ok(chunk("b")),
            ])
            .0,
        ))
    };
    let router = RouterBuilder::new(Routes::new().public::<GetEvents, _, _>(handler))
        .on_internal_error(move |id, error| log.lock().unwrap().push(format!("{id}: {error}")))
        .build();
    let client = client(router);
    block_on(async {
        let mut events = client.call(&GetEvents::new("x")).await.unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data, chunk("a"));
        assert!(matches!(
            events.next().await,
            Some(Err(StreamError::Source(_)))
        ));
        assert!(events.next().await.is_none());
    });
    assert_eq!(
        *errors.lock().unwrap(),
        ["GetEvents: the stream broke off: the store is gone"]
    );
}

#[test]
fn whole_or_in_pieces() {
    let answer = |what: String| match what.as_str() {
        "whole" => Answer::Json(chunk("a")),
        _ => Answer::Events(EventStream::of([chunk("a"), chunk("b")])),
    };
    let client = client(routed::<GetAnswer>(answer, |request| request.what.clone()));
    block_on(async {
        let whole = client.call(&GetAnswer::new("whole")).await.unwrap();
        assert_eq!(whole, Answer::Json(chunk("a")));
        let Answer::Events(mut events) = client.call(&GetAnswer::new("pieces")).await.unwrap()
        else {
            panic!("not events");
        };
        assert_eq!(events.next().await.unwrap().unwrap().data, chunk("a"));
        assert_eq!(events.next().await.unwrap().unwrap().data, chunk("b"));
        assert!(events.next().await.is_none());
    });
}

#[test]
fn several_statuses() {
    let answer = |what: String| match what.as_str() {
        "whole" => MixedSuccess::Ok(chunk("a")),
        "partial" => MixedSuccess::Partial(OctetStream::from(b"ab".to_vec())),
        _ => MixedSuccess::Other(
            StatusCode::ACCEPTED,
            Answer::Events(EventStream::of([chunk("a")])),
        ),
    };
    let client = client(routed::<GetMixed>(answer, |request| request.what.clone()));
    block_on(async {
        let call = |what: &str| client.call(&GetMixed::new(what.to_owned()));
        assert_eq!(call("whole").await.unwrap(), MixedSuccess::Ok(chunk("a")));
        let MixedSuccess::Partial(octets) = call("partial").await.unwrap() else {
            panic!("not partial");
        };
        assert_eq!(&octets.collect(9).await.unwrap()[..], b"ab");
        let MixedSuccess::Other(status, Answer::Events(mut events)) = call("other").await.unwrap()
        else {
            panic!("not other");
        };
        assert_eq!(status, 202);
        assert_eq!(events.next().await.unwrap().unwrap().data, chunk("a"));
    });
}

/// A stream is sent once: a clone of it is the same stream.
#[test]
fn a_stream_is_sent_once() {
    let stream = EventStream::of([chunk("a")]);
    assert!(EventsSuccess::write(&stream).is_ok());
    let error = EventsSuccess::write(&stream).unwrap_err();
    assert_eq!(error.to_string(), "body: the stream was sent before");
}

/// Items without an end, which tell when they are dropped.
struct Endless(Arc<tokio::sync::Notify>);

impl Stream for Endless {
    type Item = Result<Chunk, &'static str>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Ok(chunk("again"))))
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

/// Over a socket, too, a stream without an end is read item by item, and dropping it stops the server's.
#[tokio::test]
async fn over_a_socket() {
    let dropped = Arc::new(tokio::sync::Notify::new());
    let told = Arc::clone(&dropped);
    let answer = move |_| JsonLines::new(Endless(Arc::clone(&told)));
    let app = routed::<GetLines>(answer, |request| request.what.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let builder = Client::builder().base_url(format!("http://{address}"));
    let client = builder.build().unwrap();

    let mut lines = client.call(&GetLines::new("x")).await.unwrap();
    for _ in 0..1000 {
        assert_eq!(lines.next().await.unwrap().unwrap(), chunk("again"));
    }
    drop(lines);
    dropped.notified().await;
    server.abort();
}

/// A stream of events that is silent says that it is there; others must not.
#[test]
fn silent_events_are_kept_alive() {
    let events = || {
        let wait = std::time::Duration::from_secs(40);
        EventStream::new(Late(Box::pin(tokio::time::sleep(wait)), Some(chunk("a"))))
    };
    let router = routed::<GetEvents>(move |_| events(), |request| request.what.clone());
    let request = http::Request::get("/events?what=x").body(axum::body::Body::empty());
    let (status, body) = ask(router.clone(), request.unwrap());
    assert_eq!(
        (status, &*body),
        (200, ":\n\n:\n\ndata: {\"text\":\"a\"}\n\n")
    );
    block_on(async {
        let client = client(router);
        let mut events = client.call(&GetEvents::new("x")).await.unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data, chunk("a"));
        assert!(events.next().await.is_none());
    });
}

/// One item, after a while.
struct Late(Pin<Box<tokio::time::Sleep>>, Option<Chunk>);

impl Stream for Late {
    type Item = Result<Chunk, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        std::task::ready!(self.0.as_mut().poll(cx));
        Poll::Ready(self.1.take().map(Ok))
    }
}
