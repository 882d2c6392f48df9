//! What a person would write for `specs/builds.yaml` with axum and serde.
//!
//! The query is read by `Query` into a struct; what its types cannot say is checked by hand, all of it, and
//! answered as the generated router answers. Its types, and those of the response, are [`spectrait_bench::by_hand`]'s.

mod problem;
mod rows;

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::routing::get;
use axum::{Json, Router};
use builds_server::REQUEST_TIMEOUT;
use builds_server::store::{Filters, Store, query};
use serde::Deserialize;
use spectrait_bench::by_hand::{BuildStatus, ListBuildsResponse};
use tower_http::timeout::TimeoutLayer;

use problem::{Problem, Violation};

/// What a handler needs.
struct App {
    store: Store,
    token: String,
    organization: String,
}

/// The router.
pub(crate) fn router(store: Store, token: String, organization: String) -> Router {
    let app = App {
        store,
        token,
        organization,
    };
    Router::new()
        .route("/builds", get(list_builds))
        .fallback(|| async { Problem::new(StatusCode::NOT_FOUND, "There is nothing here.") })
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            REQUEST_TIMEOUT,
        ))
        .with_state(Arc::new(app))
}

/// Who calls: an organization, by its id.
struct Organization(String);

impl FromRequestParts<Arc<App>> for Organization {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::AUTHORIZATION) else {
            return Err(Problem::unauthorized(false));
        };
        let token = value
            .to_str()
            .ok()
            .and_then(|text| text.strip_prefix("Bearer "));
        match token {
            Some(token) if token == app.token => Ok(Self(app.organization.clone())),
            Some(_) => Err(Problem::unauthorized(true)),
            None => Err(Problem::unauthorized(false)),
        }
    }
}

/// The query of `GET /builds`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListBuilds {
    status: Option<BuildStatus>,
    region: Option<String>,
    context_hash: Option<String>,
    limit: Option<i64>,
    offset: Option<i64>,
}

impl ListBuilds {
    /// What the types do not say.
    fn validate(&self) -> Result<(), Problem> {
        let mut violations = Vec::new();
        match self.limit {
            Some(limit) if limit < 1 => {
                violations.push(Violation::in_query("limit", "minimum", "1", limit));
            }
            Some(limit) if limit > 100 => {
                violations.push(Violation::in_query("limit", "maximum", "100", limit));
            }
            _ => {}
        }
        if let Some(offset) = self.offset
            && offset < 0
        {
            violations.push(Violation::in_query("offset", "minimum", "0", offset));
        }
        if violations.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid(violations))
        }
    }
}

async fn list_builds(
    State(app): State<Arc<App>>,
    Organization(organization): Organization,
    request: Result<Query<ListBuilds>, QueryRejection>,
) -> Result<Json<ListBuildsResponse>, Problem> {
    let Query(request) = request
        .map_err(|rejection| Problem::new(StatusCode::BAD_REQUEST, rejection.body_text()))?;
    request.validate()?;
    let limit = request.limit.unwrap_or(20);
    let offset = request.offset.unwrap_or(0);
    let page = app
        .store
        .read(move |connection| {
            let filters = Filters::of(
                &organization,
                request.status.map(rows::status_text),
                request.region.as_deref(),
                request.context_hash.as_deref(),
            );
            query::list(connection, &filters, limit, offset, rows::read)
        })
        .await
        .map_err(|_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong."))?;
    Ok(Json(ListBuildsResponse {
        builds: Some(page.builds),
        total: Some(page.total),
        limit: Some(limit),
        offset: Some(offset),
    }))
}
