//! A span for each request that is answered, by OpenTelemetry's semantic conventions for HTTP servers
//! (<https://opentelemetry.io/docs/specs/semconv/http/http-spans/>).
//!
//! It begins when the operation is found and ends with the body of the response, be it sent or dropped. Authentication, the
//! handler and the body run inside of it.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http::{Method, Response};
use http_body::{Frame, SizeHint};
use tracing::field::Empty;
use tracing::{Instrument, Span, info_span};

use super::context::OperationInfo;
use crate::trace::{OTHER, Open, fail, names};

/// The span of a request, for an operation that is below `base` or for none.
///
/// Never the path, the query, a header or the body: they hold the caller's data.
pub(super) fn begin(method: &Method, base: &str, operation: Option<&OperationInfo>) -> Span {
    let (method, name) = names(method);
    let route =
        operation.map(|operation| fmt::from_fn(move |f| write!(f, "{base}{}", operation.path)));
    let name = fmt::from_fn(|f| match &route {
        Some(route) => write!(f, "{name} {route}"),
        None => f.write_str(name),
    });
    info_span!(
        "HTTP request",
        otel.name = %name,
        otel.kind = "server",
        openapi.operation.id = operation.map(|operation| operation.id),
        http.request.method = method,
        http.response.status_code = Empty,
        http.route = route.as_ref().map(tracing::field::display),
        "error.type" = Empty,
        otel.status_code = Empty,
    )
}

/// Answers inside of the span.
pub(super) async fn within(
    span: Span,
    answering: impl Future<Output = Response<Body>>,
) -> Response<Body> {
    if span.is_disabled() {
        return answering.await;
    }
    let open = Open::new(&span);
    let response = answering.instrument(span.clone()).await;
    open.end();
    let status = response.status();
    span.record("http.response.status_code", status.as_u16());
    // A 4xx is the caller's error, not this span's.
    if status.is_server_error() {
        fail(&span, status.as_str());
    }
    response.map(|body| Body::new(Traced { body, span }))
}

/// Tells the span that is entered of an error behind a 500, or in a body.
pub(super) fn internal_error(error: &(dyn Error + Send + Sync + 'static)) {
    tracing::error!(error, "internal error");
}

/// A body that keeps its span open.
///
/// That it is dropped before its end says nothing: the length is known and was sent, or a caller has enough of a stream.
struct Traced {
    body: Body,
    span: Span,
}

impl http_body::Body for Traced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Self { body, span } = &mut *self;
        let _entered = span.enter();
        let frame = Pin::new(body).poll_frame(cx);
        if let Poll::Ready(Some(Err(_))) = frame {
            fail(span, OTHER);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
