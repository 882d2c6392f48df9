//! A server in a temporary folder.

use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, header};
use builds::Client;
use builds::server::OPENAPI_JSON;
use builds_server::store::Store;
use builds_server::{Builds, api_router, app_around};
use http_body_util::BodyExt;
use tempfile::TempDir;
use tower::ServiceExt;

/// What the server lets in.
pub(crate) const TOKEN: &str = "t0p-s3cret";

/// Whose builds there are.
pub(crate) const ORGANIZATION: &str = "org_abc123";

/// A server and its file, which goes with it.
pub(crate) struct Server {
    folder: TempDir,
    pub(crate) store: Store,
    pub(crate) app: Router,
}

impl Server {
    /// A server of made-up builds.
    pub(crate) fn new(count: u32) -> Self {
        Self::mounted_at("/v1", count)
    }

    /// The same, with another base path.
    pub(crate) fn mounted_at(base_path: &str, count: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path().join("builds.db")).expect("a store");
        store.seed(ORGANIZATION, count).expect("builds");
        let builds = Builds::new(store.clone(), TOKEN.to_owned(), ORGANIZATION.to_owned());
        let base_path = base_path.parse().expect("a base path");
        // Whatever the tests see fits the document, the router's own answers too.
        let api = api_router(builds, &base_path)
            .check_responses_against(OPENAPI_JSON)
            .expect("its document");
        let app = app_around(api, store.clone(), &base_path).expect("an app");
        Self { folder, store, app }
    }

    /// The SQLite file.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("builds.db")
    }

    /// A generated client that talks to the router.
    pub(crate) fn client(&self) -> Client {
        Client::builder()
            .base_url("http://builds.test/v1")
            .bearer_auth(TOKEN)
            .transport(self.app.clone())
            .build()
            .expect("a client")
    }

    /// The response to `GET target`.
    pub(crate) async fn get(&self, target: &str, token: Option<&str>) -> Response<Body> {
        let mut request = Request::builder().uri(target);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).expect("a request");
        let Ok(response) = self.app.clone().oneshot(request).await;
        response
    }
}

/// A response's body, as text.
pub(crate) async fn text(response: Response<Body>) -> String {
    let body = response.into_body().collect().await.expect("a body");
    String::from_utf8(body.to_bytes().to_vec()).expect("text")
}
