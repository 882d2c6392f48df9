//! How the server reads query strings that no generated client would send, and how the client writes
//! values that need care. The rules are in `spectrait_runtime::operation::parameter`.

use builds::operations::ListBuildsRequest;
use spectrait_runtime::StatusCode;
use tower::ServiceExt;

use crate::service::{Behaviour, Service, TOKEN, router};

/// What the handler got for a query, or the violations as `parameter keyword`.
async fn read(query: &str) -> Result<ListBuildsRequest, Vec<String>> {
    let service = Service::new(Behaviour::Hold(0));
    let requests = service.requests();
    let request = axum::http::Request::get(format!("/builds?{query}"))
        .header("authorization", format!("Bearer {TOKEN}"))
        .body(axum::body::Body::empty())
        .expect("a request");
    let response = router(service).oneshot(request).await.expect("an answer");
    if response.status() == StatusCode::OK {
        return Ok(requests
            .lock()
            .expect("no poison")
            .pop()
            .expect("a request"));
    }
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let body = axum::body::to_bytes(response.into_body(), 1 << 16)
        .await
        .expect("a body");
    let problem: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    let violations = problem["violations"].as_array().expect("violations");
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    Err(violations
        .iter()
        .map(|one| format!("{} {}", text(&one["name"]), text(&one["keyword"])))
        .collect())
}

/// The one violation of a query.
#[track_caller]
fn refused(result: &Result<ListBuildsRequest, Vec<String>>, violations: &[&str]) {
    let expected = violations.iter().map(ToString::to_string).collect();
    assert_eq!(*result, Err(expected));
}

/// The region of a query.
async fn region(query: &str) -> Option<String> {
    read(query).await.expect("a request").region
}

#[tokio::test]
async fn every_violation_is_named_at_once() {
    refused(
        &read("status=exploded&limit=0&offset=-1").await,
        &["status enum", "limit minimum", "offset minimum"],
    );
}

#[tokio::test]
async fn bounds_are_inclusive() {
    assert!(read("limit=1&offset=0").await.is_ok());
    assert!(read("limit=100&offset=9223372036854775807").await.is_ok());
    refused(&read("limit=101").await, &["limit maximum"]);
    refused(
        &read("limit=101&offset=9223372036854775808").await,
        &["limit maximum", "offset maximum"],
    );
}

#[tokio::test]
async fn a_number_must_be_one() {
    for query in [
        "limit=abc",
        "limit=",
        "limit",
        "limit=1.5",
        "limit=5.0",
        "limit=5e0",
        "limit=%31%20",
        "limit=0x10",
        "limit=+5",
    ] {
        refused(&read(query).await, &["limit type"]);
    }
    assert!(read("limit=%35").await.is_ok());
}

#[tokio::test]
async fn a_repeated_parameter_is_refused() {
    refused(&read("limit=5&limit=6").await, &["limit style"]);
    refused(&read("region=eu&region=eu").await, &["region style"]);
}

#[tokio::test]
async fn an_unknown_parameter_is_ignored() {
    assert_eq!(
        read("utm_source=mail&LIMIT=0").await,
        Ok(ListBuildsRequest::new())
    );
}

#[tokio::test]
async fn an_empty_string_is_a_value() {
    assert_eq!(region("region=").await.as_deref(), Some(""));
    assert_eq!(region("region").await.as_deref(), Some(""));
    assert_eq!(region("").await, None);
    assert_eq!(region("&&").await, None);
}

#[tokio::test]
async fn plus_is_a_space_and_percent_escapes_are_read() {
    assert_eq!(region("region=us+west").await.as_deref(), Some("us west"));
    assert_eq!(region("region=us%2Bwest").await.as_deref(), Some("us+west"));
    assert_eq!(region("region=%C3%A9%26%3D").await.as_deref(), Some("é&="));
    assert_eq!(region("re%67ion=eu").await.as_deref(), Some("eu"));
    assert_eq!(region("region=a=b").await.as_deref(), Some("a=b"));
    assert_eq!(
        region("region=a;limit=0").await.as_deref(),
        Some("a;limit=0")
    );
}

#[tokio::test]
async fn what_is_no_text_is_refused() {
    for query in ["region=%FF", "region=%zz", "region=%", "region=%C3"] {
        assert!(read(query).await.is_err(), "{query}");
    }
}
