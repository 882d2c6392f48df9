//! The spans of answers, as a subscriber sees them. In a program of its own for the same reason as `spans.rs`.

#![cfg(all(feature = "server", feature = "tracing"))]
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "the fixture is that of the server's tests"
)]

#[path = "server/fixture.rs"]
mod fixture;
mod trace;

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use futures_core::Stream;
use http::Request;
use http_body_util::BodyExt;
use spectrait_runtime::server::{self, Failure, RouterBuilder, Routes};
use spectrait_runtime::{JsonLines, Method, Operation, SecurityScheme, request, response};
use tower::ServiceExt;

use crate::fixture::{TOKEN, authorized, bare, create, fixture, fixture_with, with_token};
use crate::trace::{Fields, Spans, fields, spans};

/// The span of one request below `/v1`, whose body is read to its end.
async fn span_of(request: Request<Body>) -> Fields {
    let fixture = fixture_with(|router| router.mount_at("/v1"));
    let spans = spans(fixture.ask(request)).await;
    assert_eq!(spans.len(), 1, "{spans:?}");
    spans[0].clone()
}

#[tokio::test]
async fn an_answer_is_a_span() {
    assert_eq!(
        span_of(bare("GET", "/v1/builds/b1?token=hunter2")).await,
        fields(&[
            ("name", "HTTP request"),
            ("otel.name", "GET /v1/builds/{buildId}"),
            ("otel.kind", "server"),
            ("openapi.operation.id", "getBuild"),
            ("http.request.method", "GET"),
            ("http.response.status_code", "200"),
            ("http.route", "/v1/builds/{buildId}"),
        ])
    );
}

#[tokio::test]
async fn what_no_operation_answers_is_a_span_without_a_route() {
    let rows = [
        ("GET", "/v1/hunter2", "GET", "GET", "404"),
        ("PATCH", "/v1/builds", "PATCH", "PATCH", "405"),
        ("OPTIONS", "/v1/builds", "OPTIONS", "OPTIONS", "204"),
        ("HUNTER2", "/v1/builds", "HTTP", "_OTHER", "405"),
    ];
    for (method, target, name, known, status) in rows {
        assert_eq!(
            span_of(bare(method, target)).await,
            fields(&[
                ("name", "HTTP request"),
                ("otel.name", name),
                ("otel.kind", "server"),
                ("http.request.method", known),
                ("http.response.status_code", status),
            ]),
            "{method} {target}"
        );
    }
}

/// A refusal is the caller's error; only a 5xx is one of the span.
#[tokio::test]
async fn refusals_are_no_errors_and_hold_nothing_of_the_caller() {
    let rows = [
        (with_token("hunter2", "GET", "/v1/builds"), "401"),
        (authorized("GET", "/v1/builds?limit=hunter2"), "400"),
        (bare("GET", "/v1/builds/missing"), "404"),
        (bare("HEAD", "/v1/builds/hunter2"), "200"),
    ];
    for (request, status) in rows {
        let span = span_of(request).await;
        assert_eq!(span["http.response.status_code"], status);
        assert!(!span.contains_key("error.type"), "{span:?}");
        assert!(!span.contains_key("otel.status_code"), "{span:?}");
        let text = format!("{span:?}");
        assert!(!text.contains("hunter2") && !text.contains(TOKEN), "{text}");
    }
}

#[tokio::test]
async fn an_error_behind_a_500_is_an_event() {
    let mut unlisted = create(r#"{"name":"unlisted"}"#);
    *unlisted.uri_mut() = "/v1/builds".parse().unwrap();
    let rows = [
        (bare("GET", "/v1/builds/fails"), "password=hunter2"),
        (
            bare("GET", "/v1/builds/panics"),
            "panicked: password=hunter2",
        ),
        (
            with_token("broken", "GET", "/v1/builds"),
            "no store at 10.0.0.7, password=hunter2",
        ),
        (unlisted, "exploded"),
    ];
    for (request, error) in rows {
        let span = span_of(request).await;
        assert_eq!(span["http.response.status_code"], "500");
        assert_eq!(span["error.type"], "500");
        assert_eq!(span["otel.status_code"], "ERROR");
        assert!(span["event.error"].contains(error), "{span:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn time_runs_out_for_the_span_or_its_caller() {
    let span = span_of(bare("GET", "/v1/builds/sleeps")).await;
    assert_eq!(span["error.type"], "503");

    let fixture = fixture();
    let spans = spans(async {
        let answer = fixture.send(bare("GET", "/builds/sleeps"));
        tokio::time::timeout(std::time::Duration::from_secs(1), answer)
            .await
            .unwrap_err();
    })
    .await;
    assert_eq!(spans[0]["error.type"], "cancelled");
    assert!(!spans[0].contains_key("http.response.status_code"));
}

request! {
    /// `GET /numbers`.
    #[derive(Clone, Default)]
    #[non_exhaustive]
    pub struct NumbersRequest {}
}

response! {
    /// The success of `numbers`.
    pub struct Numbers: JsonLines<i64> = 200 as json_lines("application/jsonl");
}

impl Operation for NumbersRequest {
    const ID: &'static str = "numbers";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/numbers";
    const SECURITY: &'static [&'static [SecurityScheme]] = &[];
    type Success = Numbers;
    type Failure = fixture::ListBuildsError;
}

/// A few numbers and an error, each in a span of its own.
struct Source(i64);

impl Stream for Source {
    type Item = Result<i64, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let _entered = tracing::info_span!("number").entered();
        self.0 -= 1;
        Poll::Ready(Some(match self.0 {
            0 => Err("out of numbers"),
            number => Ok(number),
        }))
    }
}

#[tokio::test]
async fn a_stream_is_in_the_span_until_it_ends_or_is_dropped() {
    let routes = Routes::new().public::<NumbersRequest, _, _>(async |_, _: server::Context| {
        let _entered = tracing::info_span!("handler").entered();
        Ok::<_, Failure<_>>(JsonLines::new(Source(2)))
    });
    let app = RouterBuilder::new(routes).build();
    let names = |spans: &Spans| -> Vec<_> {
        let closed = spans.closed().into_iter();
        let get = |span: &Fields, name: &str| span.get(name).map_or("-", String::as_str).to_owned();
        closed
            .map(|span| (get(&span, "name"), get(&span, "parent")))
            .collect()
    };
    let row = |name: &str, parent: &str| (name.to_owned(), parent.to_owned());

    let spans = Spans::default();
    spans
        .see(async {
            let response = app.clone().oneshot(bare("GET", "/numbers")).await.unwrap();
            let mut body = response.into_body();
            assert_eq!(names(&spans), [row("handler", "HTTP request")]);
            body.frame().await.unwrap().unwrap();
            assert_eq!(names(&spans).len(), 2, "the request's span is open");
            body.frame().await.unwrap().unwrap_err();
        })
        .await;
    let in_request = row("number", "HTTP request");
    assert_eq!(
        names(&spans)[1..],
        [in_request.clone(), in_request, row("HTTP request", "-")]
    );
    let span = spans.closed().pop().unwrap();
    assert_eq!(span["http.response.status_code"], "200");
    assert_eq!(span["error.type"], "_OTHER");
    assert!(span["event.error"].contains("out of numbers"), "{span:?}");

    // A caller who has had enough.
    let spans = Spans::default();
    spans
        .see(async {
            let response = app.oneshot(bare("GET", "/numbers")).await.unwrap();
            drop(response);
        })
        .await;
    let span = spans.closed().pop().unwrap();
    assert_eq!(span["name"], "HTTP request");
    assert!(!span.contains_key("error.type"), "{span:?}");
}
