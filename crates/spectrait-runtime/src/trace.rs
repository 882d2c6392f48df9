//! What the spans of clients and of servers have in common: names and rules of OpenTelemetry's semantic conventions for HTTP
//! (<https://opentelemetry.io/docs/specs/semconv/http/http-spans/>).

use http::Method;
use tracing::Span;

/// The `error.type` of what has no name of its own, or whose name could hold anything.
pub(crate) const OTHER: &str = "_OTHER";

/// A method as a span says it: its `http.request.method`, and how the span's own name begins.
pub(crate) fn names(method: &Method) -> (&str, &str) {
    const KNOWN: [&str; 10] = [
        "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE",
    ];
    let method = method.as_str();
    if KNOWN.contains(&method) {
        (method, method)
    } else {
        (OTHER, "HTTP")
    }
}

/// Records what went wrong. The span declares both fields.
pub(crate) fn fail(span: &Span, kind: &str) {
    span.record("error.type", kind);
    span.record("otel.status_code", "ERROR");
}

/// A span of what has no answer yet.
pub(crate) struct Open(Option<Span>);

impl Open {
    pub(crate) fn new(span: &Span) -> Self {
        Self(Some(span.clone()))
    }

    /// The answer is there.
    pub(crate) fn end(mut self) {
        self.0 = None;
    }
}

impl Drop for Open {
    /// Whoever waited for it gave up.
    fn drop(&mut self) {
        if let Some(span) = &self.0 {
            fail(span, "cancelled");
        }
    }
}
