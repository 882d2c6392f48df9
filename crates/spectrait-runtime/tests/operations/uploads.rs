//! Requests whose bodies are sent and read as they come.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use futures_core::Stream;
use http_body_util::BodyExt;
use spectrait_runtime::client::{Body as ClientBody, BoxError, Client, ErrorKind};
use spectrait_runtime::operation::StreamError;
use spectrait_runtime::server::{Failure, RouterBuilder, Routes};
use spectrait_runtime::{
    EventStream, Int, Json, JsonLines, Method, OctetStream, Octets, Operation, SecurityScheme,
    bodies, encode_request, record, request,
};

use crate::fixture::{Never, ask, block_on, client, post};

const OCTETS: &str = "application/octet-stream";
const LINES: &str = "application/x-ndjson";

record! {
    /// An item.
    #[derive(Clone)]
    pub struct Item {
        /// A number.
        pub count: Int<1, 9> = "count",
    }
    new(count: Int<1, 9>);
}

record! {
    /// A form with a file.
    #[derive(Clone, Default)]
    pub struct Upload {
        /// Text.
        pub title: Option<String> = "title",
        /// A file.
        pub file: Option<Octets> = "file",
        /// More files.
        pub more: Option<Vec<Octets>> = "more",
    }
}

bodies! {
    /// JSON or octets.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Either {
        /// JSON.
        Json(Item) = json("application/json"),
        /// Octets.
        Octets(OctetStream) = octet_stream("application/octet-stream"),
    }
}

macro_rules! operations {
    ($($name:ident($type:ty) = $source:expr, $path:literal;)+) => {
        $(
            request! {
                /// One body.
                #[derive(Clone)]
                pub struct $name {
                    /// The body.
                    pub body: $type = $source,
                }
                new(body: $type);
            }

            impl Operation for $name {
                const ID: &str = stringify!($name);
                const METHOD: Method = Method::POST;
                const PATH: &str = $path;
                const SECURITY: &[&[SecurityScheme]] = &[];
                type Success = Json<200, String>;
                type Failure = Never;
            }
        )+
    };
}
operations! {
    PutOctets(OctetStream) = body(octet_stream("application/octet-stream")), "/octets";
    PutMaybe(Option<OctetStream>) = body(octet_stream("*/*")), "/maybe";
    PutLines(JsonLines<Item>) = body(json_lines("application/x-ndjson")), "/lines";
    PutEvents(EventStream<Item>) = body(event_stream()), "/events";
    PutEither(Either) = body(Either::MEDIA), "/either";
    PutForm(Upload) = body(multipart("multipart/form-data")), "/form";
}

type Answer = Result<String, Failure<Never>>;

/// The pieces one by one.
async fn octets(mut body: OctetStream) -> Answer {
    let mut answer = format!("{:?}", body.length());
    while let Some(piece) = body.next().await {
        answer = format!("{answer} {}", String::from_utf8_lossy(&piece?));
    }
    Ok(answer)
}

fn settings(configure: impl FnOnce(RouterBuilder) -> RouterBuilder) -> Router {
    let routes = Routes::new()
        .public::<PutOctets, _, _>(|request, _| octets(request.body))
        .public::<PutMaybe, _, _>(|request, _| async move {
            match request.body {
                Some(body) => octets(body).await,
                None => Ok("none".to_owned()),
            }
        })
        .public::<PutLines, _, _>(|mut request, _| async move {
            let mut sum = 0;
            while let Some(item) = request.body.next().await {
                sum += item?.count.get();
            }
            Ok(sum.to_string())
        })
        .public::<PutEvents, _, _>(|mut request, _| async move {
            let mut counts = Vec::new();
            while let Some(event) = request.body.next().await {
                let event = event?;
                counts.push((event.event.clone(), event.count.get()));
            }
            Ok(format!("{counts:?}"))
        })
        .public::<PutEither, _, _>(|request, _| async move {
            match request.body {
                Either::Json(item) => Ok(item.count.to_string()),
                Either::Octets(body) => octets(body).await,
            }
        })
        .public::<PutForm, _, _>(|request, _| async move { Ok(format!("{:?}", request.body)) });
    configure(RouterBuilder::new(routes)).build()
}

fn router() -> Router {
    settings(|router| router)
}

/// Pieces, each after a wait; it counts how often it was asked.
struct Slow {
    pieces: std::vec::IntoIter<Result<Bytes, &'static str>>,
    wait: Duration,
    sleep: Option<Pin<Box<tokio::time::Sleep>>>,
    asked: Arc<AtomicUsize>,
}

impl Stream for Slow {
    type Item = Result<Bytes, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let wait = self.wait;
        let sleep = self
            .sleep
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(wait)));
        std::task::ready!(sleep.as_mut().poll(cx));
        self.sleep = None;
        self.asked.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(self.pieces.next())
    }
}

fn slow(pieces: &[Result<&'static str, &'static str>], wait: u64) -> (Slow, Arc<AtomicUsize>) {
    let asked = Arc::default();
    let pieces: Vec<_> = pieces.iter().map(|piece| piece.map(Bytes::from)).collect();
    let slow = Slow {
        pieces: pieces.into_iter(),
        wait: Duration::from_secs(wait),
        sleep: None,
        asked: Arc::clone(&asked),
    };
    (slow, asked)
}

fn item(count: i64) -> Item {
    Item::new(Int::try_from(count).unwrap())
}

/// What the server made of the request.
fn sent<O: Operation<Success = Json<200, String>, Failure = Never>>(request: &O) -> String {
    sent_to(router(), request)
}

fn sent_to<O: Operation<Success = Json<200, String>, Failure = Never>>(
    router: Router,
    request: &O,
) -> String {
    block_on(async {
        match client(router).call(request).await {
            Ok(answer) => answer,
            Err(error) => format!("error: {error}"),
        }
    })
}

#[test]
fn octets_are_sent_as_they_come() {
    let stream = || OctetStream::new(slow(&[Ok("a"), Ok("b")], 1).0);
    assert_eq!(sent(&PutOctets::new(stream())), "None a b");
    assert_eq!(sent(&PutOctets::new(stream().sized(2))), "Some(2) a b");
    assert_eq!(sent(&PutOctets::new(b"ab".to_vec())), "Some(2) ab");
    assert_eq!(sent(&PutOctets::new(Vec::new())), "Some(0)");
    assert_eq!(sent(&PutEither::new(Either::Octets(stream()))), "None a b");
    assert_eq!(sent(&PutEither::new(Either::Json(item(3)))), "3");
    let typed = OctetStream::from("a").typed("text/plain");
    assert_eq!(sent(&PutMaybe::new(Some(typed))), "Some(1) a");
    assert_eq!(sent(&PutMaybe::new(None::<OctetStream>)), "none");
}

#[test]
fn items_are_sent_as_they_come() {
    assert_eq!(sent(&PutLines::new(JsonLines::of([item(1), item(2)]))), "3");
    assert_eq!(sent(&PutLines::new(JsonLines::of([]))), "0");
    let event = spectrait_runtime::Event::from(item(4)).named("x");
    assert_eq!(
        sent(&PutEvents::new(EventStream::of([event]))),
        r#"[(Some("x"), 4)]"#
    );
    // Nothing is said of a body that is a stream, as nothing of it is there yet.
    let encoded = encode_request(&PutLines::new(JsonLines::of([item(1)]))).unwrap();
    assert_eq!((encoded.body, encoded.headers.len()), (None, 1));
}

#[test]
fn a_stream_is_sent_once() {
    let request = PutOctets::new(OctetStream::new(slow(&[Ok("a")], 1).0));
    assert_eq!(sent(&request), "None a");
    assert_eq!(
        sent(&request),
        "error: PutOctets: not sent, as the request breaks the document: body: the stream was sent before"
    );
    // What is there can be sent again.
    let request = PutOctets::new(b"a".to_vec());
    assert_eq!(
        (sent(&request), sent(&request)),
        (sent(&request), "Some(1) a".to_owned())
    );
}

/// A body with another length than it was said to have is not sent as if it were whole.
#[test]
fn lengths_are_held_to() {
    let rows = [
        (1, "The body broke off before its end."),
        (3, "The body broke off before its end."),
    ];
    for (length, problem) in rows {
        let (stream, _) = slow(&[Ok("a"), Ok("b")], 1);
        let answer = sent(&PutOctets::new(OctetStream::new(stream).sized(length)));
        assert!(answer.contains(problem), "{length}: {answer}");
    }
}

#[test]
fn multipart_bodies_hold_streams() {
    let file = |pieces| Octets::from(OctetStream::new(slow(pieces, 1).0).sized(2));
    let form = Upload::new()
        .title("x")
        .file(file(&[Ok("a"), Ok("b")]).named("a.txt").typed("text/plain"))
        .more(vec![Octets::from("c"), file(&[Ok("de")])]);
    let request = PutForm::new(form);
    let echo = sent(&request);
    for expected in [
        r#"title: Some("x")"#,
        r#"file: Some(Octets { len: 2, file_name: Some("a.txt"), content_type: Some("text/plain") })"#,
        r#"[Octets { len: 1, file_name: Some("more"), content_type: Some("application/octet-stream") }, Octets { len: 2, "#,
    ] {
        assert!(echo.contains(expected), "{echo}");
    }
    assert!(sent(&request).contains("the stream was sent before"));
    // A stream is no part of JSON.
    let form = Upload::new().file(file(&[Ok("ab")]));
    assert_eq!(
        spectrait_runtime::ToJson::to_json(&form)
            .unwrap_err()
            .to_string(),
        "body at `/file`: a stream is no JSON"
    );
}

#[test]
fn what_does_not_fit_is_the_callers_fault() {
    let rows = [
        (
            "/lines",
            LINES,
            "{\"count\":1}\n{\"count\":0}",
            400,
            r#""pointer":"/1/count","keyword":"minimum""#,
        ),
        (
            "/lines",
            LINES,
            "{\"count\":1}\n{",
            400,
            "An item of the body does not fit: not JSON",
        ),
        (
            "/lines",
            LINES,
            "\n{\"count\":1}\r\n \n{\"count\":2}",
            200,
            "3",
        ),
        (
            "/lines",
            "text/csv",
            "a",
            415,
            "must be application/x-ndjson",
        ),
        ("/lines", LINES, "", 200, "0"),
        ("/octets", "", "a", 200, "a"),
        ("/octets", OCTETS, "", 200, "Some(0)"),
        ("/octets", "", "", 200, "Some(0)"),
        ("/maybe", "", "", 200, "none"),
        (
            "/events",
            "text/event-stream",
            ": hi\ndata: {\"count\":\ndata: 1}\n\n",
            200,
            "1",
        ),
        (
            "/either",
            "application/json",
            "{\"count\":0}",
            400,
            "minimum",
        ),
    ];
    for (path, media_type, body, status, expected) in rows {
        let answer = ask(router(), post(path, media_type, body));
        assert_eq!(answer.0, status, "{path} {body}: {}", answer.1);
        assert!(answer.1.contains(expected), "{path} {body}: {}", answer.1);
    }
}

#[test]
fn limits_hold_for_streams() {
    let whole = || post("/octets", OCTETS, "abcd");
    let pieces = || {
        let body = Body::from_stream(slow(&[Ok("ab"), Ok("cd")], 0).0);
        post("/octets", OCTETS, body)
    };
    for request in [whole(), pieces()] {
        let answer = ask(settings(|router| router.body_limit(3)), request);
        assert_eq!(answer.0, 413, "{}", answer.1);
        assert!(answer.1.contains("more than 3 bytes"), "{}", answer.1);
    }
    for request in [whole(), pieces()] {
        let router = settings(|router| router.body_limit(3).stream_limit(4));
        assert_eq!(ask(router, request).0, 200);
    }
    // The limit of streams is not that of bodies that are read whole.
    let router = settings(|router| router.body_limit(3).stream_limit(99));
    assert_eq!(
        ask(router, post("/either", "application/json", "{\"count\":1}")).0,
        413
    );
}

#[test]
fn the_time_begins_anew_with_each_piece() {
    let limited = || settings(|router| router.timeout(Duration::from_secs(3)));
    let request =
        |pieces: &[_], wait| post("/octets", OCTETS, Body::from_stream(slow(pieces, wait).0));
    let long = [Ok("a"), Ok("b"), Ok("c"), Ok("d")];
    assert_eq!(ask(limited(), request(&long, 2)).0, 200);
    assert_eq!(ask(limited(), request(&long, 4)).0, 408);
    let (status, answer) = ask(limited(), request(&[Ok("a"), Err("gone")], 1));
    assert_eq!(
        (status, answer.contains("broke off")),
        (400, true),
        "{answer}"
    );
}

/// A stream is asked for a piece when the handler asks for one.
#[test]
fn a_handler_holds_the_caller_back() {
    let operations = Routes::new().public::<PutOctets, _, _>(|mut request, _| async move {
        let first = request.body.next().await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok(format!("{:?}", first.transpose()?))
    });
    let router = RouterBuilder::new(operations).build();
    let (stream, asked) = slow(&[Ok("a"), Ok("b"), Ok("c")], 0);
    let answer = sent_to(router, &PutOctets::new(OctetStream::new(stream)));
    assert_eq!(answer, r#"Some(b"a")"#);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

/// An error of another stream than the request's body is the server's own.
#[test]
fn errors_of_other_streams_are_internal() {
    let operations = Routes::new().public::<PutOctets, _, _>(|_, _| async move {
        Err(StreamError::Source("upstream".into()))?
    });
    let router = RouterBuilder::new(operations).build();
    assert_eq!(ask(router, post("/octets", OCTETS, "a")).0, 500);
}

/// A stream that fails breaks the request off.
#[test]
fn an_error_of_the_stream_is_the_calls() {
    let transport = tower::service_fn(|request: http::Request<_>| async move {
        let body: ClientBody = request.into_body();
        let collected = body.collect().await?;
        let answer = format!("{:?}", collected.to_bytes().len());
        Ok::<_, BoxError>(http::Response::new(ClientBody::from(answer)))
    });
    let client = Client::builder()
        .base_url("http://test")
        .transport(transport)
        .build()
        .unwrap();
    let (stream, _) = slow(&[Ok("a"), Err("the disk is gone")], 1);
    let error = block_on(async {
        let request = PutOctets::new(OctetStream::new(stream));
        client.call(&request).await.unwrap_err()
    });
    assert!(matches!(error.kind(), ErrorKind::Transport(_)));
    assert!(error.to_string().contains("the disk is gone"), "{error}");
}
