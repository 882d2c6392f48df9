//! The spans of requests, as a subscriber sees them.
//!
//! In a program of its own: `tracing` asks once who listens, and a request of another test, at which nobody does, could be the
//! first.

#![cfg(all(feature = "client", feature = "tracing"))]
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]
#![allow(
    dead_code,
    unreachable_pub,
    reason = "the helpers are those of the client's tests"
)]

#[path = "client/builds.rs"]
mod builds;
#[path = "client/mock.rs"]
mod mock;
mod trace;

use std::time::Duration;

use http::Response;
use spectrait_runtime::client::{BoxError, Retries};

use crate::builds::{Build, Client, ListBuildsRequest, RestartBuildRequest};
use crate::mock::{Parts, builder, response};
use crate::trace::{fields, spans};

#[tokio::test]
async fn a_call_is_a_span_below_the_callers() {
    let spans = spans(async {
        let (builder, _) = builder(|_| response(200, Parts::from("{}")));
        let client = builder.build().unwrap();
        let span = tracing::info_span!("caller");
        let call = client.list_builds(&ListBuildsRequest::new());
        tracing::Instrument::instrument(call, span).await.unwrap();
    })
    .await;
    assert_eq!(
        spans[0],
        fields(&[
            ("name", "HTTP request"),
            ("parent", "caller"),
            ("otel.name", "GET /builds"),
            ("otel.kind", "client"),
            ("openapi.operation.id", "listBuilds"),
            ("http.request.method", "GET"),
            ("http.response.status_code", "200"),
            ("url.template", "/builds"),
            ("server.address", "api.example.com"),
            ("server.port", "443"),
        ])
    );
    assert_eq!(spans.len(), 2);
}

#[tokio::test]
async fn no_span_holds_what_the_caller_sends() {
    let spans = spans(async {
        let (builder, _) = builder(|_| response(500, Parts::from("hunter2")));
        let client = builder.base_url("http://[::1]:8080/v1").build().unwrap();
        let mut restart = RestartBuildRequest::new("hunter2".to_owned());
        restart.key = Some("hunter2".to_owned());
        restart.body = Some(Build::new().id("hunter2"));
        client.restart_build(&restart).await.unwrap_err();
        let list = ListBuildsRequest::new().region("hunter2");
        client.list_builds(&list).await.unwrap_err();
    })
    .await;
    assert_eq!(spans.len(), 2);
    assert!(!format!("{spans:?}").contains("hunter2"), "{spans:?}");
    assert_eq!(spans[0]["url.template"], "/builds/{buildId}/restart");
    assert_eq!(spans[0]["server.address"], "::1");
    assert_eq!(spans[0]["server.port"], "8080");
    assert_eq!(spans[0]["error.type"], "500");
    assert_eq!(spans[0]["otel.status_code"], "ERROR");
}

#[tokio::test(start_paused = true)]
async fn each_attempt_and_each_redirect_is_a_span() {
    let spans = spans(async {
        let (builder, _) = builder(|request| {
            let mut answer: Response<Parts> = response(503, Parts::default());
            if request.uri().path() == "/v1/builds" {
                *answer.status_mut() = 302.try_into().unwrap();
                let location = "https://other.test/x".parse().unwrap();
                answer.headers_mut().insert("location", location);
            }
            answer
        });
        let retries = Retries::new().attempts(2);
        let client = builder.redirects(1).retries(retries).build().unwrap();
        let call = client.list_builds(&ListBuildsRequest::new());
        call.await.unwrap_err();
    })
    .await;
    let summary: Vec<_> = spans
        .iter()
        .map(|span| {
            let get = |name| span.get(name).map_or("-", String::as_str);
            (
                get("server.address"),
                get("http.response.status_code"),
                get("http.request.resend_count"),
                get("error.type"),
            )
        })
        .collect();
    assert_eq!(
        summary,
        [
            ("api.example.com", "302", "-", "-"),
            ("other.test", "503", "1", "503"),
            ("api.example.com", "302", "2", "-"),
            ("other.test", "503", "3", "503"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn what_has_no_answer_is_an_error() {
    let spans = spans(async {
        let broken = tower::service_fn(|_: http::Request<_>| async {
            Err::<Response<Parts>, BoxError>("hunter2".into())
        });
        let silent = tower::service_fn(|_: http::Request<_>| {
            std::future::pending::<Result<Response<Parts>, BoxError>>()
        });
        let client = Client::builder().bearer_auth("hunter2");
        let request = ListBuildsRequest::new();
        let one = client.clone().transport(broken).build().unwrap();
        one.list_builds(&request).await.unwrap_err();
        let one = client.clone().transport(silent).build().unwrap();
        let call = one.list_builds(&request).timeout(Duration::from_secs(1));
        call.await.unwrap_err();
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", nobody.local_addr().unwrap());
        drop(nobody);
        let one = client.base_url(url).build().unwrap();
        one.list_builds(&request).await.unwrap_err();
    })
    .await;
    let kinds: Vec<_> = spans.iter().map(|span| &span["error.type"]).collect();
    assert_eq!(kinds, ["_OTHER", "cancelled", "connect"]);
    assert!(spans.iter().all(|span| span["otel.status_code"] == "ERROR"));
    assert!(!format!("{spans:?}").contains("hunter2"));
}
