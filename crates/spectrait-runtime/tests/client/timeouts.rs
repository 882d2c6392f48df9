//! Limits for connecting and for bodies that stand still. The clock is tokio's.

use std::time::Duration;

use spectrait_runtime::client::{DEFAULT_IDLE_TIMEOUT, ErrorKind, IdleTimeout};
use spectrait_runtime::operation::StreamError;
use spectrait_runtime::{EventStream, Method, Operation, SecurityScheme, request, response};
use tokio::net::TcpListener;
use tokio::time::Instant;

use crate::builds::{Client, ClientBuilder, ListBuildsRequest, RestartBuildError};
use crate::mock::{Part, Parts, builder, response};

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A builder of a client whose server sends these parts after the head.
fn sending(parts: &[Part]) -> ClientBuilder {
    let parts = parts.to_vec();
    builder(move |_| response(200, Parts::from(parts.clone()))).0
}

/// 20 seconds between two pieces, three times.
const SLOW: [Part; 6] = [
    Part::Wait(Duration::from_secs(20)),
    Part::Data("{\"to"),
    Part::Wait(Duration::from_secs(20)),
    Part::Data("tal\":1"),
    Part::Wait(Duration::from_secs(20)),
    Part::Data("}"),
];

#[tokio::test(start_paused = true)]
async fn a_slow_body_is_one_that_moves() {
    let client = sending(&SLOW).timeout(None).build().unwrap();
    let page = client.list_builds(&ListBuildsRequest::new()).await.unwrap();
    assert_eq!(page.total, Some(1));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stands_still_is_given_up() {
    let begin = Instant::now();
    let client = sending(&SLOW)
        .timeout(None)
        .idle_timeout(seconds(19))
        .build()
        .unwrap();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert_eq!(begin.elapsed().as_secs(), 19);
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(
        error.to_string(),
        "listBuilds: the server's answer stopped after 0 bytes: nothing came for 19s"
    );

    let parts = [Part::Data("{"), Part::Wait(seconds(1000))];
    let client = sending(&parts).timeout(None).build().unwrap();
    let call = client.list_builds(&ListBuildsRequest::new());
    let error = call.await.unwrap_err();
    let ErrorKind::Idle { limit, received } = error.kind() else {
        panic!("{error:?}");
    };
    assert_eq!((*limit, *received), (DEFAULT_IDLE_TIMEOUT, 1));

    let client = sending(&SLOW)
        .timeout(None)
        .idle_timeout(None)
        .build()
        .unwrap();
    client.list_builds(&ListBuildsRequest::new()).await.unwrap();
}

/// The wait for the head is the whole timeout's.
#[tokio::test(start_paused = true)]
async fn a_late_head_is_not_idle() {
    let transport = tower::service_fn(|_: http::Request<spectrait_runtime::client::Body>| async {
        tokio::time::sleep(seconds(100)).await;
        Ok::<_, spectrait_runtime::client::BoxError>(response(200, Parts::from("{}")))
    });
    let client = Client::builder()
        .bearer_auth("hunter2")
        .transport(transport)
        .timeout(None)
        .build()
        .unwrap();
    client.list_builds(&ListBuildsRequest::new()).await.unwrap();
}

response! {
    /// What `watch` answers.
    pub struct WatchSuccess: EventStream<i64> = 200 as event_stream();
}

request! {
    /// The request of `GET /watch`.
    #[derive(Clone, Default)]
    pub struct WatchRequest {}
}

impl Operation for WatchRequest {
    const ID: &str = "watch";
    const METHOD: Method = Method::GET;
    const PATH: &str = "/watch";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = WatchSuccess;
    type Failure = RestartBuildError;
}

#[tokio::test(start_paused = true)]
async fn a_stream_may_be_silent_unless_it_may_not() {
    let parts = [
        Part::Data("data: 1\n\n"),
        Part::Wait(seconds(10_000)),
        Part::Data("data: 2\n\n"),
    ];
    let client = sending(&parts).build().unwrap();
    let mut stream = client.call(&WatchRequest::new()).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data, 1);
    assert_eq!(stream.next().await.unwrap().unwrap().data, 2);
    assert!(stream.next().await.is_none());

    let client = sending(&parts)
        .stream_idle_timeout(seconds(60))
        .build()
        .unwrap();
    let mut stream = client.call(&WatchRequest::new()).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data, 1);
    // What came while nobody asked is taken.
    let asked = tokio::time::timeout(seconds(1), stream.next()).await;
    assert!(asked.is_err());
    tokio::time::advance(seconds(10_000)).await;
    assert_eq!(stream.next().await.unwrap().unwrap().data, 2);

    let client = sending(&parts)
        .stream_idle_timeout(seconds(60))
        .build()
        .unwrap();
    let mut stream = client.call(&WatchRequest::new()).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data, 1);
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the stream broke off: nothing came from the server for 60s"
    );
    let StreamError::Source(source) = error else {
        panic!("{error:?}");
    };
    assert_eq!(source.downcast_ref(), Some(&IdleTimeout(seconds(60))));
    assert!(stream.next().await.is_none());
}

/// A server that accepts the connection and says nothing, so that TLS does not get on.
#[tokio::test(start_paused = true)]
async fn connecting_has_a_limit_of_its_own() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let begin = Instant::now();
    let client = Client::builder()
        .bearer_auth("hunter2")
        .base_url(url)
        .timeout(None)
        .connect_timeout(seconds(3))
        .build()
        .unwrap();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
    assert_eq!(begin.elapsed().as_secs(), 3);
    assert_eq!(
        error.to_string(),
        "listBuilds: no answer from the server: connecting took too long"
    );
}
