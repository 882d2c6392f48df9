//! The mock that users test with.

use std::time::Duration;

use http::{HeaderMap, Response, StatusCode};
use spectrait_runtime::client::mock::{Mock, Reply};
use spectrait_runtime::client::{BoxError, CalledOperation, ErrorKind, Retries};
use spectrait_runtime::operation::RawResponse;
use spectrait_runtime::{
    EventStream, Method, Operation, SecurityScheme, decode_response, request, response,
};
use tokio::time::Instant;

use crate::builds::{
    Build, BuildStatus, Client, ListBuildsError, ListBuildsRequest, ListBuildsResponse, Problem,
    RestartBuildError, RestartBuildRequest,
};

fn client(mock: &Mock) -> Client {
    Client::builder()
        .bearer_auth("hunter2")
        .transport(mock.clone())
        .retries(Retries::new().base_delay(Duration::ZERO).jitter(0.0))
        .build()
        .unwrap()
}

#[tokio::test]
async fn answers_come_in_their_order_and_the_last_stays() {
    let failure = ListBuildsError::TooManyRequests(Problem::new().title("later"));
    let mock = Mock::new()
        .on::<ListBuildsRequest>(Ok(ListBuildsResponse::new().total(1)))
        .on::<RestartBuildRequest>(Ok(()))
        .on::<ListBuildsRequest>(Err(failure.clone()));
    let client = client(&mock);
    let request = ListBuildsRequest::new();
    assert_eq!(client.list_builds(&request).await.unwrap().total, Some(1));
    let restart = RestartBuildRequest::new("a".to_owned());
    client.restart_build(&restart).await.unwrap();
    for _ in 0..2 {
        let call = client.list_builds(&request).retries(None);
        assert_eq!(call.await.unwrap_err().api(), Some(&failure));
    }
    assert_eq!(mock.requests().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn other_responses_errors_and_delays() {
    let teapot = Response::builder().status(418).body("short").unwrap();
    let mock = Mock::new()
        .on::<ListBuildsRequest>(Reply::response(teapot))
        .on::<ListBuildsRequest>(Reply::status(503).header("retry-after", "2"))
        .on::<ListBuildsRequest>(Reply::error("connection reset"))
        .on::<ListBuildsRequest>(
            Reply::from(Ok(ListBuildsResponse::new())).delay(Duration::from_secs(5)),
        )
        .on::<ListBuildsRequest>(Reply::error("connection reset"));
    let client = client(&mock);
    let request = ListBuildsRequest::new();
    let error = client.list_builds(&request).await.unwrap_err();
    let ErrorKind::Undocumented(response) = error.kind() else {
        panic!("{error:?}");
    };
    assert_eq!(
        (response.status.as_u16(), &response.body[..]),
        (418, &b"short"[..])
    );
    let begin = Instant::now();
    client.list_builds(&request).await.unwrap();
    assert_eq!(begin.elapsed().as_secs(), 2 + 5);
    let error = client.list_builds(&request).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "listBuilds: after 3 attempts, no answer from the server: connection reset"
    );
    assert_eq!(mock.requests().len(), 1 + 3 + 3);
}

#[tokio::test]
async fn what_was_sent_is_remembered() {
    let mock = Mock::new()
        .on::<ListBuildsRequest>(Ok(ListBuildsResponse::new()))
        .on::<RestartBuildRequest>(Ok(()));
    let client = client(&mock);
    let list = ListBuildsRequest::new()
        .status(BuildStatus::Failed)
        .region("a b");
    client.list_builds(&list).await.unwrap();
    let mut restart = RestartBuildRequest::new("a/b é".to_owned());
    restart.key = Some("k".to_owned());
    restart.body = Some(Build::new().id("x"));
    client.restart_build(&restart).await.unwrap();

    assert_eq!(mock.calls::<ListBuildsRequest>().unwrap(), [list]);
    assert_eq!(mock.calls::<RestartBuildRequest>().unwrap(), [restart]);
    let requests = mock.requests();
    let called: &CalledOperation = requests[1].extensions().get().unwrap();
    assert_eq!(called.operation_id, "restartBuild");
    assert_eq!(requests[1].body(), &r#"{"id":"x"}"#);
}

#[tokio::test]
async fn a_handler_is_given_the_request() {
    let mock = Mock::new()
        .on::<RestartBuildRequest>(Reply::status(400))
        .handle(|request: RestartBuildRequest| async move {
            assert_eq!(request.build_id, "a");
            Ok(())
        })
        .handle(|request: ListBuildsRequest| async move {
            match request.region {
                Some(region) => Ok(ListBuildsResponse::new().builds(vec![Build::new().id(region)])),
                None => Err(ListBuildsError::Unauthorized),
            }
        });
    let client = client(&mock);
    let page = client.list_builds(&ListBuildsRequest::new().region("eu"));
    assert_eq!(
        page.await.unwrap().builds.unwrap()[0].id.as_deref(),
        Some("eu")
    );
    let error = client.list_builds(&ListBuildsRequest::new()).await;
    assert!(error.unwrap_err().api().is_some());
    let restart = RestartBuildRequest::new("a".to_owned());
    client.restart_build(&restart).await.unwrap_err();
    client.restart_build(&restart).await.unwrap();
}

#[tokio::test]
async fn mistakes_of_a_test_are_named_and_not_retried() {
    let mock = Mock::new().on::<RestartBuildRequest>(Ok(()));
    let error = client(&mock)
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "listBuilds: no answer from the server: the mock has no answer for `listBuilds`: give it one with `Mock::on`"
    );
    assert_eq!(mock.requests().len(), 1);

    // A value that only another server can have made.
    let unlisted = RawResponse {
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: r#"{"builds":[{"status":"paused"}]}"#.into(),
    };
    let page = decode_response::<ListBuildsRequest>(&unlisted);
    let page = page.unwrap().unwrap();
    let mock = Mock::new().on::<ListBuildsRequest>(Ok(page));
    let error = client(&mock)
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the mock's answer to `listBuilds` does not fit the document"),
        "{error}"
    );
    assert_eq!(mock.requests().len(), 1);
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

#[tokio::test]
async fn a_stream_is_given_once() -> Result<(), BoxError> {
    let mock = Mock::new().on::<WatchRequest>(Ok(EventStream::of([1, 2])));
    let client = client(&mock);
    let mut stream = client.call(&WatchRequest::new()).await?;
    let mut items = Vec::new();
    while let Some(event) = stream.next().await {
        items.push(event?.data);
    }
    assert_eq!(items, [1, 2]);
    let error = client.call(&WatchRequest::new()).await.unwrap_err();
    assert!(error.to_string().contains("was sent before"), "{error}");
    Ok(())
}
