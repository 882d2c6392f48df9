//! The client against a server that does as it likes: what it sends is written here byte for byte.

use builds::Client;
use builds::operations::{ListBuildsError, ListBuildsRequest};
use builds::types::{Build, BuildStatus, ListBuildsResponse};
use spectrait_runtime::client::{Error, ErrorKind};
use spectrait_runtime::{Open, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Calls a server that answers the first request with these bytes and closes the connection.
async fn call(answer: impl Into<Vec<u8>>) -> Result<ListBuildsResponse, Error<ListBuildsError>> {
    let answer = answer.into();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.expect("a connection");
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(connection.read_u8().await.expect("a request"));
        }
        connection
            .write_all(&answer)
            .await
            .expect("the answer is sent");
    });
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .bearer_auth("secret")
        .build()
        .expect("a client");
    let result = client.list_builds(&ListBuildsRequest::new()).await;
    server.await.expect("the server ends");
    result
}

/// An answer of status 200 with a JSON body.
fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// The only build of a page.
async fn only(build: &str) -> Build {
    let page = call(ok(&format!(r#"{{"builds": [{build}]}}"#)))
        .await
        .expect("a page");
    let [build] = page.builds.expect("builds").try_into().expect("one build");
    build
}

#[tokio::test]
async fn an_unlisted_status_is_kept() {
    let build = only(r#"{"status": "cancelled"}"#).await;
    let status = build.status.expect("a status");
    assert_eq!(status.known(), None);
    assert_eq!(status.as_str(), "cancelled");
    assert_ne!(status, BuildStatus::Failed);
}

#[tokio::test]
async fn a_listed_status_is_known() {
    assert_eq!(
        only(r#"{"status": "failed"}"#).await.status,
        Some(Open::Known(BuildStatus::Failed))
    );
}

#[tokio::test]
async fn undeclared_properties_are_ignored() {
    let build = only(r#"{"region": "eu", "colour": {"red": [1, 2]}}"#).await;
    assert_eq!(build, Build::new().region("eu"));
}

#[tokio::test]
async fn null_is_absent() {
    assert_eq!(
        only(r#"{"errorMessage": null, "startedAt": null}"#).await,
        Build::new()
    );
}

#[tokio::test]
async fn sizes_beyond_32_bits_are_kept() {
    assert_eq!(
        only(r#"{"imageSizeBytes": 5000000000}"#)
            .await
            .image_size_bytes,
        Some(5_000_000_000)
    );
}

#[tokio::test]
async fn a_520_with_html_keeps_status_and_body() {
    let html = "<html><h1>520: Web server is returning an unknown error</h1></html>";
    let error = call(format!(
        "HTTP/1.1 520 \r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n{html}",
        html.len()
    ))
    .await
    .expect_err("an error");
    let ErrorKind::Undocumented(response) = error.kind() else {
        panic!("{error}")
    };
    assert_eq!(response.status.as_u16(), 520);
    assert_eq!(response.body, html);
    assert_eq!(response.headers["content-type"], "text/html");
    assert!(
        error.to_string().contains("listBuilds") && error.to_string().contains("520"),
        "{error}"
    );
}

#[tokio::test]
async fn half_a_body_is_a_transport_error() {
    let whole = ok(r#"{"builds": [], "total": 0}"#);
    let error = call(&whole.as_bytes()[..whole.len() - 9])
        .await
        .expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error}");
}

#[tokio::test]
async fn a_body_that_is_no_json_is_kept_with_the_error() {
    let error = call(ok(r#"{"builds": [}"#)).await.expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Decode { .. }), "{error}");
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert_eq!(
        error.response().map(|response| &response.body[..]),
        Some(&br#"{"builds": [}"#[..])
    );
}

#[tokio::test]
async fn every_wrong_value_is_named_with_its_pointer() {
    let error = call(ok(
        r#"{"builds": [{"id": 7, "logsUrl": "no uri"}], "total": "many"}"#,
    ))
    .await
    .expect_err("an error");
    let text = format!(
        "{error}\n{}",
        std::error::Error::source(&error)
            .map(ToString::to_string)
            .unwrap_or_default()
    );
    for pointer in ["/builds/0/id", "/builds/0/logsUrl", "/total"] {
        assert!(text.contains(pointer), "{pointer} is not in {text}");
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_is_a_transport_error() {
    let error = call("").await.expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error}");
}

#[tokio::test]
async fn a_slow_server_is_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .bearer_auth("secret")
        .build()
        .expect("a client");
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .timeout(std::time::Duration::from_millis(50))
        .await
        .expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Timeout(_)), "{error}");
}
