//! A server of the builds API over SQLite: what a team would build on the generated crate `builds`.
//!
//! [`api`] implements the generated trait and is the part to read first. [`store`] is SQL, [`docs`] serves the
//! API's description and a page to try it, [`log`](mod@log) writes a line per request. [`app`] puts them together, and
//! the runtime's [`serve`](builds::runtime::server::serve) accepts connections.

pub mod api;
mod base_path;
pub mod docs;
pub mod log;
pub mod store;

use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::Redirect;
use axum::routing::get;
use builds::runtime::server::RouterBuilder;

pub use api::Builds;
pub use base_path::BasePath;

/// How long a request may take. A page of builds takes milliseconds.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// How many bytes a request's body may have. No operation takes one yet.
const BODY_LIMIT: usize = 64 * 1024;

/// The whole application: the API at its base path, its description, the probes, the log.
///
/// # Errors
/// The API's description cannot be written for this base path.
pub fn app(builds: Builds, base_path: &BasePath) -> anyhow::Result<Router> {
    let store = builds.store().clone();
    app_around(api_router(builds, base_path), store, base_path)
}

/// The whole application around its API, for whoever sets more than [`api_router`] does, as tests do.
///
/// # Errors
/// As [`app`].
pub fn app_around(
    api: RouterBuilder,
    store: store::Store,
    base_path: &BasePath,
) -> anyhow::Result<Router> {
    // The API's router answers what no other route takes, so a wrong path is refused in its words.
    Ok(api
        .build()
        .route("/", get(|| async { Redirect::to("/docs") }))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(move || ready(store)))
        .merge(docs::router(base_path)?)
        .layer(from_fn(log::requests)))
}

/// The API alone, at its base path.
pub fn api_router(builds: Builds, base_path: &BasePath) -> RouterBuilder {
    builds::server::router(builds)
        .mount_at(base_path.as_str())
        .timeout(REQUEST_TIMEOUT)
        .body_limit(BODY_LIMIT)
        .check_responses(cfg!(debug_assertions))
        .on_internal_error(log::internal_error)
}

/// Whether the database answers: the program can run without it, and serve nothing.
async fn ready(store: store::Store) -> (StatusCode, &'static str) {
    match store.check().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!("not ready: {error:#}");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}
