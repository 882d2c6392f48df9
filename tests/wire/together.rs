//! Client and router of one document, with a socket between them and without.

use builds::operations::ListBuildsRequest;
use builds::types::BuildStatus;
use builds::{Client, server};
use spectrait_runtime::client::ErrorKind;
use spectrait_runtime::{Method, StatusCode, bounded};

use crate::service::{Behaviour, Service, TOKEN, build, client, router};

#[tokio::test]
async fn what_the_client_sends_reaches_the_handler() {
    let service = Service::new(Behaviour::Hold(3));
    let requests = service.requests();
    let request = ListBuildsRequest::new()
        .status(BuildStatus::Timeout)
        .region("us west+é&=%/?#")
        .context_hash("")
        .limit(bounded!(2))
        .offset(bounded!(1));
    let page = client(router(service))
        .list_builds(&request)
        .await
        .expect("a page");
    assert_eq!(*requests.lock().expect("no poison"), [request]);
    assert_eq!(page.builds, Some(vec![build(1), build(2)]));
    assert_eq!(
        (page.total, page.limit, page.offset),
        (Some(3), Some(2), Some(1))
    );
}

#[tokio::test]
async fn what_the_client_does_not_set_it_does_not_send_and_the_server_defaults() {
    let service = Service::new(Behaviour::Hold(30));
    let requests = service.requests();
    let page = client(router(service))
        .list_builds(&ListBuildsRequest::new())
        .await
        .expect("a page");
    assert_eq!(
        *requests.lock().expect("no poison"),
        [ListBuildsRequest::new()]
    );
    assert_eq!(page.builds.map(|builds| builds.len()), Some(20));
    assert_eq!(page.limit, Some(20));
}

#[tokio::test]
async fn all_pages_are_one_stream() {
    let mut items = client(router(Service::new(Behaviour::Hold(7))))
        .list_builds_pages(&ListBuildsRequest::new().limit(bounded!(3)))
        .items();
    let mut sizes = Vec::new();
    while let Some(item) = items.next().await {
        sizes.extend(item.expect("a build").context_size_bytes);
    }
    assert_eq!(
        sizes,
        (0..7)
            .map(|number| 5_000_000_000 + number)
            .collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn over_a_socket_below_the_base_path() {
    let app = server::router(Service::new(Behaviour::Hold(1)))
        .mount_at(server::BASE_PATH)
        .build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let serving = tokio::spawn(async move { axum::serve(listener, app).await });
    let client = |path: &str, token: &str| {
        Client::builder()
            .base_url(format!("http://{address}{path}"))
            .bearer_auth(token)
            .build()
            .expect("a client")
    };
    let request = ListBuildsRequest::new();

    let page = client("/v1", TOKEN)
        .list_builds(&request)
        .await
        .expect("a page");
    assert_eq!(page.builds, Some(vec![build(0)]));

    let refused = client("/v1", "wrong")
        .list_builds(&request)
        .await
        .expect_err("a 401");
    assert_eq!(refused.status(), Some(StatusCode::UNAUTHORIZED));

    let elsewhere = client("", TOKEN)
        .list_builds(&request)
        .await
        .expect_err("a 404");
    assert_eq!(elsewhere.status(), Some(StatusCode::NOT_FOUND));
    serving.abort();
}

#[tokio::test]
async fn a_failing_handler_is_an_undocumented_500_for_the_client() {
    for behaviour in [Behaviour::Fail, Behaviour::Panic] {
        let error = client(router(Service::new(behaviour)))
            .list_builds(&ListBuildsRequest::new())
            .await
            .expect_err("a 500");
        let ErrorKind::Undocumented(response) = error.kind() else {
            panic!("{error}")
        };
        assert_eq!(response.status, StatusCode::INTERNAL_SERVER_ERROR);
        let body = String::from_utf8_lossy(&response.body);
        assert!(
            !body.contains("secrets") && !body.contains("broken"),
            "{body}"
        );
    }
}

#[test]
fn the_operation_is_as_the_document_says() {
    use spectrait_runtime::Operation;
    assert_eq!(ListBuildsRequest::ID, "listBuilds");
    assert_eq!(ListBuildsRequest::METHOD, Method::GET);
    assert_eq!(ListBuildsRequest::PATH, "/builds");
    assert_eq!(Client::BASE_URL, "https://api.pipecat.daily.co/v1");
}
