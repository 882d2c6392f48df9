//! Both routers answer alike: else their times compare nothing.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use super::*;

const TOKEN: &str = "t0p-s3cret";

/// The routers over one file, which goes with them.
struct Both {
    _folder: TempDir,
    routers: [Router; 2],
}

impl Both {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path().join("builds.db")).expect("a store");
        store.seed(ORGANIZATION, 300).expect("builds");
        let router = |api: Api| {
            api.router(store.clone(), TOKEN.to_owned())
                .expect("a router")
        };
        Self {
            routers: [router(Api::Generated), router(Api::ByHand)],
            _folder: folder,
        }
    }

    /// Both answers to `GET`, as status, headers and JSON.
    async fn get(&self, target: &str, token: Option<&str>) -> [(StatusCode, HeaderMap, Value); 2] {
        let answer = async |router: &Router| {
            let mut request = Request::get(target);
            if let Some(token) = token {
                request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            }
            let request = request.body(Body::empty()).expect("a request");
            let response = router.clone().oneshot(request).await.expect("an answer");
            let (head, body) = response.into_parts();
            let body = body.collect().await.expect("a body").to_bytes();
            let json = serde_json::from_slice(&body).expect("JSON");
            (head.status, head.headers, json)
        };
        [
            answer(&self.routers[0]).await,
            answer(&self.routers[1]).await,
        ]
    }
}

#[tokio::test]
async fn answers_are_the_same() {
    let both = Both::new();
    let targets = [
        ("/v1/builds", Some(TOKEN), 200),
        ("/v1/builds?limit=100&offset=7", Some(TOKEN), 200),
        ("/v1/builds?status=failed&region=us-west", Some(TOKEN), 200),
        ("/v1/builds?contextHash=a1b2c3d4e5f6a7b8", Some(TOKEN), 200),
        ("/v1/builds?region=nowhere&unheard=of", Some(TOKEN), 200),
        ("/v1/builds?limit=0", Some(TOKEN), 400),
        ("/v1/builds?limit=500&offset=-1", Some(TOKEN), 400),
        ("/v1/builds", Some("another"), 401),
        ("/v1/builds?limit=500", None, 401),
    ];
    for (target, token, status) in targets {
        let [generated, by_hand] = both.get(target, token).await;
        assert_eq!(generated.0, status, "{target}");
        assert_eq!(generated, by_hand, "{target}");
    }
}

/// Where serde's words are not ours, the status is the same.
#[tokio::test]
async fn what_does_not_parse_is_refused_by_both() {
    let both = Both::new();
    for target in [
        "/v1/builds?limit=ten",
        "/v1/builds?status=done",
        "/v1/builds?limit=1&limit=2",
    ] {
        let [generated, by_hand] = both.get(target, Some(TOKEN)).await;
        assert_eq!(
            (generated.0, by_hand.0),
            (StatusCode::BAD_REQUEST, StatusCode::BAD_REQUEST),
            "{target}"
        );
    }
    let [generated, by_hand] = both.get("/v1/nothing", Some(TOKEN)).await;
    assert_eq!(
        (generated.0, by_hand.0),
        (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
    );
}
