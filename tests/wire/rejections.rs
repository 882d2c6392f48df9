//! What the server answers when no handler does: with its own renderer, and with one of the user's.

use axum::body::Body;
use axum::http::{Request, Response};
use builds::server;
use spectrait_runtime::server::Rejection;
use tower::ServiceExt;

use crate::service::{Behaviour, Service, TOKEN};

/// A request in a few words: `GET /builds?limit=0`, with the token or with another header.
fn request(line: &str, token: Option<&str>) -> Request<Body> {
    let (method, target) = line.split_once(' ').expect("method and target");
    let mut request = Request::builder().method(method).uri(target);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.body(Body::empty()).expect("a request")
}

/// Status line, headers and body.
async fn shown(response: Response<Body>) -> String {
    let (head, body) = response.into_parts();
    let headers: String = head
        .headers
        .iter()
        .flat_map(|(name, value)| [name.as_str(), ": ", value.to_str().expect("text"), "\n"])
        .collect();
    let body = axum::body::to_bytes(body, 1 << 16).await.expect("a body");
    let body = std::str::from_utf8(&body).expect("text");
    format!("{}\n{headers}\n{body}", head.status)
}

const CASES: &[(&str, &str, Option<&str>, Behaviour)] = &[
    (
        "bad_parameters",
        "GET /builds?status=exploded&limit=101&offset=-1",
        Some(TOKEN),
        Behaviour::Hold(0),
    ),
    ("no_token", "GET /builds?limit=0", None, Behaviour::Hold(0)),
    (
        "wrong_token",
        "GET /builds?limit=0",
        Some("gue55"),
        Behaviour::Hold(0),
    ),
    (
        "unknown_path",
        "GET /builds/7",
        Some(TOKEN),
        Behaviour::Hold(0),
    ),
    (
        "wrong_method",
        "POST /builds",
        Some(TOKEN),
        Behaviour::Hold(0),
    ),
    ("options", "OPTIONS /builds", None, Behaviour::Hold(0)),
    ("head", "HEAD /builds", Some(TOKEN), Behaviour::Hold(0)),
    ("failure", "GET /builds", Some(TOKEN), Behaviour::Fail),
    ("panic", "GET /builds", Some(TOKEN), Behaviour::Panic),
];

#[tokio::test]
async fn by_default_they_are_problem_details() {
    for (name, line, token, behaviour) in CASES {
        let app = server::router(Service::new(*behaviour)).build();
        let text = shown(app.oneshot(request(line, *token)).await.expect("an answer")).await;
        assert!(
            !text.contains(TOKEN) && !text.contains("gue55") && !text.contains("secrets"),
            "{text}"
        );
        insta::assert_snapshot!(format!("default__{name}"), format!("{line}\n\n{text}"));
    }
}

#[tokio::test]
async fn a_renderer_of_ones_own_has_the_say_on_all_of_them() {
    let render = |rejection: &Rejection| {
        let body = serde_json::json!({ "code": rejection.code(), "msg": rejection.title() });
        rejection.json(body.to_string())
    };
    for (name, line, token, behaviour) in CASES {
        if matches!(*name, "options" | "head") {
            continue; // These two are no rejections.
        }
        let app = server::router(Service::new(*behaviour))
            .render_rejections(render)
            .build();
        let text = shown(app.oneshot(request(line, *token)).await.expect("an answer")).await;
        insta::assert_snapshot!(format!("own__{name}"), format!("{line}\n\n{text}"));
    }
}
