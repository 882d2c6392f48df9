//! The log: one line per request, and one per internal error, on stderr.
//!
//! Neither headers nor queries are logged, so no token can be.

use std::error::Error;
use std::time::Instant;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use builds::runtime::server::AnsweredBy;
use tracing::{Instrument, info_span};
use uuid::Uuid;

/// Names the request in the log; the response has it as well, so that a caller can tell it to an operator.
static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs a request when it is answered. What is logged on the way has the request's id.
pub async fn requests(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let id = Uuid::new_v4().to_string();
    let span = info_span!("request", id, method = %request.method(), path = request.uri().path());
    async move {
        let mut response = next.run(request).await;
        let operation = response
            .extensions()
            .get()
            .map_or("", |answered_by: &AnsweredBy| answered_by.operation_id);
        tracing::info!(
            operation,
            status = response.status().as_u16(),
            duration_us = start.elapsed().as_micros(),
            "answered"
        );
        if let Ok(id) = HeaderValue::try_from(id) {
            response.headers_mut().insert(REQUEST_ID.clone(), id);
        }
        response
    }
    .instrument(span)
    .await
}

/// Logs what a caller is not told of: the error behind a 500, and what caused it.
pub fn internal_error(operation: &str, error: &(dyn Error + Send + Sync + 'static)) {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    tracing::error!(operation, "{text}");
}
