//! Which operation a request reaches, and what it finds in the path.

use http::header;

use crate::fixture::{authorized, bare, fixture, fixture_with};

#[tokio::test]
async fn several_operations_on_one_path() {
    let fixture = fixture();
    let created = fixture
        .ask(crate::fixture::create(r#"{"name":"b2"}"#))
        .await;
    assert_eq!(
        created,
        "201 Created\ncontent-length: 11\ncontent-type: application/json\n\n{\"id\":\"b2\"}"
    );
    let listed = fixture.ask(authorized("GET", "/builds")).await;
    assert!(
        listed.ends_with(r#"{"id":"b1","status":"success"}"#),
        "{listed}"
    );
    // Each has its own name for the variable.
    assert_eq!(
        fixture.ask(bare("DELETE", "/builds/7")).await,
        "204 No Content"
    );
    fixture.ask(bare("GET", "/builds/7")).await;
    assert_eq!(
        fixture.seen()[2..],
        [
            r#"DeleteBuildRequest { id: "7" } /builds/{id}"#,
            r#"GetBuildRequest { build_id: "7" } GET getBuild"#,
        ]
    );
}

/// The status of `GET /builds/{text}`, and the value that the handler got.
async fn value(text: &str) -> String {
    let fixture = fixture();
    let status = fixture
        .send(bare("GET", &format!("/builds/{text}")))
        .await
        .status()
        .as_u16();
    format!(
        "{status} {}",
        fixture.seen().join("").replace("GetBuildRequest ", "")
    )
}

#[tokio::test]
async fn path_values_are_decoded_once() {
    assert_eq!(
        value("a%2Fb").await,
        r#"200 { build_id: "a/b" } GET getBuild"#
    );
    assert_eq!(
        value("a%252Fb").await,
        r#"200 { build_id: "a%2Fb" } GET getBuild"#
    );
    assert_eq!(
        value("a+b").await,
        r#"200 { build_id: "a+b" } GET getBuild"#
    );
    assert_eq!(
        value("%C3%A9").await,
        r#"200 { build_id: "é" } GET getBuild"#
    );
    assert_eq!(
        value("a:@!$&'()*,;=b").await,
        r#"200 { build_id: "a:@!$&'()*,;=b" } GET getBuild"#
    );
    // Not UTF-8, not percent-encoding.
    assert_eq!(value("%FF").await, "400 ");
    assert_eq!(value("%zz").await, "400 ");
    // No values.
    assert_eq!(value("").await, "404 ");
    assert_eq!(value("..").await, "404 ");
    assert_eq!(value("%2e%2E").await, "404 ");
    assert_eq!(value("a/").await, "404 ");
    assert_eq!(value("a/b").await, "404 ");
}

#[tokio::test]
async fn a_value_that_is_not_text_is_a_violation() {
    let response = fixture().ask(bare("GET", "/builds/%FF")).await;
    assert!(
        response.contains(r#""in":"path","name":"buildId""#),
        "{response}"
    );
}

#[tokio::test]
async fn a_slash_at_the_end_is_another_path() {
    assert_eq!(
        fixture().send(authorized("GET", "/builds/")).await.status(),
        404
    );
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let fixture = fixture();
    let get = fixture.ask(authorized("GET", "/builds")).await;
    let head = fixture.ask(authorized("HEAD", "/builds")).await;
    let (get_head, get_body) = get.split_once("\n\n").unwrap();
    assert_eq!(head, get_head);
    assert!(
        head.contains(&format!("content-length: {}", get_body.len())),
        "{head}"
    );
    fixture.ask(bare("HEAD", "/builds/7")).await;
    assert_eq!(
        fixture.seen()[2],
        r#"GetBuildRequest { build_id: "7" } HEAD getBuild"#
    );

    // Rejections too.
    let refused = fixture.ask(bare("HEAD", "/builds")).await;
    assert!(refused.starts_with("401"), "{refused}");
    assert!(!refused.contains('{'), "{refused}");
}

#[tokio::test]
async fn options_says_what_is_allowed() {
    let fixture = fixture();
    // Without credentials: a browser's preflight has none.
    assert_eq!(
        fixture.ask(bare("OPTIONS", "/builds")).await,
        "204 No Content\nallow: GET, HEAD, POST, OPTIONS"
    );
    assert_eq!(
        fixture.ask(bare("OPTIONS", "/builds/7")).await,
        "204 No Content\nallow: GET, HEAD, DELETE, OPTIONS"
    );
    assert_eq!(
        fixture.send(bare("OPTIONS", "/nothing")).await.status(),
        404
    );
    assert!(fixture.seen().is_empty());
}

#[tokio::test]
async fn behind_a_base_path() {
    for base in ["/v1", "v1", "/v1/", "//v1//"] {
        let fixture = fixture_with(|router| router.mount_at(base));
        assert_eq!(
            fixture.send(bare("GET", "/v1/builds/a%2Fb")).await.status(),
            200,
            "{base}"
        );
        assert_eq!(
            fixture.seen(),
            [r#"GetBuildRequest { build_id: "a/b" } GET getBuild"#]
        );
        for outside in [
            "/builds/7",
            "/v1",
            "/v1/",
            "/v1builds/7",
            "/v2/builds/7",
            "/",
        ] {
            let response = fixture.ask(bare("GET", outside)).await;
            assert!(response.starts_with("404"), "{base} {outside}: {response}");
            assert!(response.contains("application/problem+json"), "{response}");
        }
    }
    let fixture = fixture_with(|router| router.mount_at("/"));
    assert_eq!(fixture.send(bare("GET", "/builds/7")).await.status(), 200);
}

#[tokio::test]
async fn nested_and_merged_by_axum() {
    let api = crate::fixture::router(crate::fixture::Builds::default()).build();
    let health = axum::Router::new().route("/health", axum::routing::get(|| async { "fine" }));
    let app = axum::Router::new()
        .nest("/api", api.clone())
        .merge(health.clone());
    for (path, status) in [
        ("/api/builds/7", 200),
        ("/api/builds/a%2Fb", 200),
        ("/health", 200),
        ("/api/nothing", 404),
    ] {
        let response = tower::ServiceExt::oneshot(app.clone(), bare("GET", path))
            .await
            .unwrap();
        assert_eq!(response.status(), status, "{path}");
    }
    let merged = health.merge(api);
    for (path, status) in [("/health", 200), ("/builds/7", 200), ("/nothing", 404)] {
        let response = tower::ServiceExt::oneshot(merged.clone(), bare("GET", path))
            .await
            .unwrap();
        assert_eq!(response.status(), status, "{path}");
        let is_problem =
            response.headers().get(header::CONTENT_TYPE).unwrap() == "application/problem+json";
        assert_eq!(is_problem, status == 404, "{path}");
    }
}

#[tokio::test]
async fn layers_see_the_operation() {
    use std::sync::{Arc, Mutex};

    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let layer = axum::middleware::map_request(move |request: axum::extract::Request| {
        let path = request
            .extensions()
            .get::<axum::extract::MatchedPath>()
            .map(|path| path.as_str().to_owned());
        log.lock().unwrap().push(path);
        async move { request }
    });
    let app = crate::fixture::router(crate::fixture::Builds::default())
        .mount_at("/v1")
        .build()
        .layer(layer);
    let response = tower::ServiceExt::oneshot(app.clone(), bare("GET", "/v1/builds/7"))
        .await
        .unwrap();
    let answered_by = response
        .extensions()
        .get::<spectrait_runtime::server::AnsweredBy>()
        .unwrap();
    assert_eq!(
        (answered_by.operation_id, answered_by.path_template),
        ("getBuild", "/builds/{buildId}")
    );
    tower::ServiceExt::oneshot(app, bare("GET", "/v1/nothing"))
        .await
        .unwrap();
    assert_eq!(
        *seen.lock().unwrap(),
        [Some("/v1/builds/{buildId}".to_owned()), None]
    );
}
