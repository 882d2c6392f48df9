//! Every kind of rejection, in the default format and in one of the user's own.

use axum::body::Body;
use http::{Response, header};
use spectrait_runtime::server::{Rejection, RejectionKind};

use crate::fixture::{authorized, bare, create, fixture, fixture_with, with_token};

/// The response of the default renderer.
#[track_caller]
fn check(name: &str, response: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/rejections" }, {
        insta::assert_snapshot!(name, response);
    });
}

#[tokio::test]
async fn not_found() {
    check(
        "not_found",
        &fixture().ask(bare("GET", "/nothing?limit=0")).await,
    );
}

#[tokio::test]
async fn method_not_allowed() {
    check(
        "method_not_allowed",
        &fixture().ask(authorized("PUT", "/builds")).await,
    );
    let get_only = fixture().ask(bare("POST", "/builds/7")).await;
    check("method_not_allowed_by_template", &get_only);
}

#[tokio::test]
async fn unauthorized() {
    check(
        "unauthorized_without_token",
        &fixture().ask(bare("GET", "/builds")).await,
    );
    check(
        "unauthorized_with_token",
        &fixture().ask(with_token("wrong", "GET", "/builds")).await,
    );
    check(
        "unauthorized_unreadable",
        &fixture().ask(with_token("a b", "GET", "/builds")).await,
    );
}

#[tokio::test]
async fn forbidden() {
    check(
        "forbidden",
        &fixture().ask(with_token("banned", "GET", "/builds")).await,
    );
}

#[tokio::test]
async fn invalid_parameters() {
    let fixture = fixture();
    let mut request = authorized("GET", "/builds?limit=500&status=exploded");
    request
        .headers_mut()
        .insert("x-trace", header::HeaderValue::from_static("hush-hush"));
    check("invalid_parameters", &fixture.ask(request).await);
    assert!(fixture.seen().is_empty(), "the handler was called");
}

#[tokio::test]
async fn invalid_body() {
    let fixture = fixture();
    let mut request = create(r#"{"name":"much too long","count":0,"colour":"red"}"#);
    *request.uri_mut() = "/builds?dry=maybe".parse().unwrap();
    check("invalid_parameters_and_body", &fixture.ask(request).await);
    check(
        "invalid_json",
        &fixture.ask(create("{\"name\": \"a\",\n}")).await,
    );
    check("missing_body", &fixture.ask(create("")).await);
    assert!(fixture.seen().is_empty(), "the handler was called");
}

#[tokio::test]
async fn unsupported_media_type() {
    let mut request = create(r#"{"name":"a"}"#);
    request.headers_mut().insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("text/plain"),
    );
    check("unsupported_media_type", &fixture().ask(request).await);
}

#[tokio::test]
async fn too_large() {
    let fixture = fixture_with(|router| router.body_limit(12));
    check("too_large", &fixture.ask(create(r#"{"name":"ab"}"#)).await);
}

#[tokio::test]
async fn internal() {
    check(
        "internal",
        &fixture().ask(bare("GET", "/builds/fails")).await,
    );
}

#[tokio::test(start_paused = true)]
async fn timeout() {
    let fixture = fixture_with(|router| router.timeout(std::time::Duration::from_secs(30)));
    check("timeout", &fixture.ask(bare("GET", "/builds/sleeps")).await);
    let authenticate = fixture.ask(with_token("sleeps", "GET", "/builds")).await;
    assert_eq!(
        authenticate,
        fixture.ask(bare("GET", "/builds/sleeps")).await
    );
    // A body that never comes is the caller's fault.
    let body = Body::new(Pending);
    check("body_timeout", &fixture.ask(create(body)).await);
}

/// A body that never comes.
struct Pending;

impl http_body::Body for Pending {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

/// `{code, msg}`, and nothing that HTTP asks for.
fn code_and_msg(rejection: &Rejection) -> Response<Body> {
    let msg = serde_json::to_string(&rejection.to_string()).unwrap();
    Response::new(Body::from(format!(
        r#"{{"code":"{}","msg":{msg}}}"#,
        rejection.code()
    )))
}

#[tokio::test]
async fn in_the_users_own_format() {
    let fixture = fixture_with(|router| router.render_rejections(code_and_msg));
    let requests = [
        authorized("GET", "/builds?limit=500&status=exploded"),
        with_token("wrong", "GET", "/builds"),
        bare("GET", "/nothing"),
        bare("PATCH", "/builds"),
        bare("GET", "/builds/fails"),
        create("{"),
    ];
    let mut all = Vec::new();
    for request in requests {
        let head = format!("{} {}", request.method(), request.uri());
        all.push(format!("{head}\n{}", fixture.ask(request).await));
    }
    check("code_and_msg", &all.join("\n\n"));
}

#[tokio::test]
async fn a_renderer_may_change_the_status() {
    let fixture = fixture_with(|router| {
        router.render_rejections(|rejection| {
            let mut response = rejection.json("{}");
            if rejection.kind() == RejectionKind::InvalidRequest {
                *response.status_mut() = http::StatusCode::UNPROCESSABLE_ENTITY;
            }
            response
        })
    });
    assert_eq!(
        fixture
            .send(authorized("GET", "/builds?limit=0"))
            .await
            .status(),
        422
    );
    assert_eq!(fixture.send(bare("GET", "/nothing")).await.status(), 404);
}

#[tokio::test]
async fn a_renderer_that_panics_is_replaced() {
    let fixture = fixture_with(|router| router.render_rejections(|_| panic!("no format")));
    let plain = crate::fixture::fixture();
    assert_eq!(
        fixture.ask(bare("GET", "/nothing")).await,
        plain.ask(bare("GET", "/nothing")).await
    );
    assert_eq!(fixture.errors(), [": panicked: no format"]);
}

#[tokio::test]
async fn a_renderer_learns_what_was_wrong() {
    let log = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let lines = std::sync::Arc::clone(&log);
    let fixture = fixture_with(move |router| {
        router.render_rejections(move |rejection| {
            let line = format!(
                "{:?} {:?} {:?}",
                rejection.operation_id(),
                rejection.kind(),
                rejection.reason()
            );
            lines.lock().unwrap().push(line);
            spectrait_runtime::server::problem(rejection)
        })
    });
    let response = fixture.ask(with_token("wrong", "GET", "/builds")).await;
    assert!(!response.contains("no such token"), "{response}");
    fixture.ask(bare("GET", "/nothing")).await;
    assert_eq!(
        *log.lock().unwrap(),
        [
            r#"Some("listBuilds") Unauthorized Some("no such token")"#,
            "None NotFound None"
        ]
    );
}

#[tokio::test]
async fn a_hostile_body_does_not_buy_a_long_answer() {
    let name = "x".repeat(10_000);
    let many: Vec<String> = (0..1000)
        .map(|index| format!(r#""{index}{name}":1"#))
        .collect();
    let fixture = fixture_with(|router| router.body_limit(usize::MAX));
    let response = fixture.ask(create(format!("{{{}}}", many.join(",")))).await;
    assert!(response.starts_with("400"), "{response}");
    assert!(response.len() < 100_000, "{} bytes", response.len());
    assert!(
        response.contains("The request has 1001 violations."),
        "{response}"
    );
    assert!(response.contains(r#""more":937"#), "{response}");
}
