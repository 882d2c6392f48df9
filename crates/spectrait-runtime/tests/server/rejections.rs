//! Every kind of rejection, in the default format and in one of the user's own.

use axum::body::Body;
use http::{Response, header};
use spectrait_runtime::server::{Rejection, RejectionKind};

use crate::fixture::{Problem, authorized, bare, create, fixture, fixture_with, with_token};

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
async fn too_long_a_uri() {
    let fixture = fixture_with(|router| router.uri_limit(17));
    let at_limit = fixture.send(bare("GET", "/builds/7?a=12345")).await;
    assert_eq!(at_limit.status(), 200);
    check(
        "uri_too_long",
        &fixture.ask(bare("GET", "/builds/7?a=123456")).await,
    );
    // Whatever the path is, and as long as 16 KiB unless set.
    let long = |length: usize| bare("GET", &format!("/{}", "x".repeat(length - 1)));
    let plain = crate::fixture::fixture();
    assert_eq!(plain.send(long(16 << 10)).await.status(), 404);
    assert_eq!(plain.send(long((16 << 10) + 1)).await.status(), 414);
}

#[tokio::test]
async fn too_many_headers() {
    let with = |count: usize| {
        let mut request = bare("GET", "/builds/7");
        for index in 0..count {
            // Each of two lines of one name counts.
            let name = header::HeaderName::try_from(format!("x-{}", index / 2)).unwrap();
            let value = header::HeaderValue::from_static("hush-hush");
            request.headers_mut().append(name, value);
        }
        request
    };
    let plain = fixture();
    assert_eq!(plain.send(with(100)).await.status(), 200);
    check("too_many_headers", &plain.ask(with(101)).await);
    let fixture = fixture_with(|router| router.header_limit(3));
    assert_eq!(fixture.send(with(3)).await.status(), 200);
    assert_eq!(fixture.send(with(4)).await.status(), 431);
}

#[tokio::test]
async fn internal() {
    check(
        "internal",
        &fixture().ask(bare("GET", "/builds/fails")).await,
    );
}

#[tokio::test(start_paused = true)]
async fn half_a_minute_unless_set() {
    let started = tokio::time::Instant::now();
    let response = fixture().send(bare("GET", "/builds/sleeps")).await;
    assert_eq!(response.status(), 503);
    assert_eq!(started.elapsed().as_secs(), 30);

    let unlimited = fixture_with(|router| router.timeout(None));
    let asked = unlimited.send(bare("GET", "/builds/sleeps"));
    let day = std::time::Duration::from_hours(24);
    assert!(tokio::time::timeout(day, asked).await.is_err());
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
async fn in_the_documents_own_schema() {
    let fixture = fixture_with(|router| {
        router.errors(|rejection| Problem::new().message(rejection.to_string()))
    });
    let requests = [
        authorized("GET", "/builds?limit=500"),
        with_token("wrong", "GET", "/builds"),
        bare("GET", "/nothing"),
        bare("PATCH", "/builds"),
        bare("GET", "/builds/fails"),
        bare("HEAD", "/nothing"),
    ];
    let mut all = Vec::new();
    for request in requests {
        let head = format!("{} {}", request.method(), request.uri());
        all.push(format!("{head}\n{}", fixture.ask(request).await));
    }
    check("own_schema", &all.join("\n\n"));

    let named = header::HeaderValue::from_static("application/vnd.error+json");
    let fixture = fixture_with(|router| router.errors_as(named, |_| Problem::new()));
    let response = fixture.send(bare("GET", "/nothing")).await;
    assert_eq!(
        response.headers()["content-type"],
        "application/vnd.error+json"
    );
}

#[tokio::test]
async fn an_error_that_the_document_does_not_allow_is_replaced() {
    let plain = fixture().ask(bare("GET", "/nothing")).await;
    let unlisted = || {
        let build = br#"{"id":"u","status":"exploded"}"#;
        spectrait_runtime::FromJson::from_json_tolerant(build).unwrap()
    };
    let fixture =
        fixture_with(|router| router.errors(move |_| -> crate::fixture::Build { unlisted() }));
    assert_eq!(fixture.ask(bare("GET", "/nothing")).await, plain);
    let errors = fixture.errors().join("");
    assert!(
        errors.starts_with(": ") && errors.contains("exploded"),
        "{errors}"
    );

    let fixture = fixture_with(|router| router.errors(|_| -> Problem { panic!("no format") }));
    assert_eq!(fixture.ask(bare("GET", "/nothing")).await, plain);
    assert_eq!(fixture.errors(), [": panicked: no format"]);
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
