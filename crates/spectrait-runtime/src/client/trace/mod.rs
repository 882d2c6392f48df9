//! A span for each request that is sent, by OpenTelemetry's semantic conventions for HTTP clients
//! (<https://opentelemetry.io/docs/specs/semconv/http/http-spans/>).
//!
//! Each attempt and each redirect that is followed is a request of its own and has a span of its own, below the span that the
//! caller is in. It begins when the request is given to the transport and ends with the head of the response.

use std::task::{Context, Poll};

use http::{Method, Request, Response, Uri};
use tower::Service;
use tracing::field::Empty;
use tracing::{Instrument, Span, info_span};

use super::called::Progress;
use super::transport::{BoxError, BoxFuture, ConnectTimeout};
use super::{Body, BoxTransport, CalledOperation, ResponseBody};
use crate::causes::causes;

/// A transport whose requests have spans.
#[derive(Clone)]
pub(super) struct Traced(BoxTransport);

impl Traced {
    pub(super) fn new(inner: BoxTransport) -> Self {
        Self(inner)
    }
}

impl Service<Request<Body>> for Traced {
    type Response = Response<ResponseBody>;
    type Error = BoxError;
    type Future = BoxFuture<Result<Response<ResponseBody>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        // A `BoxTransport` is always ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let span = begin(&request);
        let sent = self.0.send(request);
        if span.is_disabled() {
            return sent;
        }
        let open = Open(Some(span.clone()));
        Box::pin(async move {
            let result = sent.instrument(span).await;
            open.end(&result);
            result
        })
    }
}

/// Never the path, the query, a header or the body: they hold the caller's data.
fn begin(request: &Request<Body>) -> Span {
    let called: Option<&CalledOperation> = request.extensions().get();
    let template = called.map_or("", |called| called.path_template);
    let (method, name) = match known(request.method()) {
        Some(method) => (method, method),
        None => ("_OTHER", "HTTP"),
    };
    let span = info_span!(
        "HTTP request",
        otel.name = %format_args!("{name} {template}"),
        otel.kind = "client",
        openapi.operation.id = called.map(|called| called.operation_id),
        http.request.method = method,
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        url.template = template,
        server.address = request.uri().host().map(|host| host.trim_matches(['[', ']'])),
        server.port = port(request.uri()),
        "error.type" = Empty,
        otel.status_code = Empty,
    );
    let progress: Option<&Progress> = request.extensions().get();
    let resends = progress.map_or(0, Progress::count_sent);
    if resends > 0 {
        span.record("http.request.resend_count", resends);
    }
    span
}

/// A span whose request has no answer yet.
struct Open(Option<Span>);

impl Open {
    fn end(mut self, result: &Result<Response<ResponseBody>, BoxError>) {
        let Some(span) = self.0.take() else {
            return;
        };
        match result {
            Ok(response) => {
                let status = response.status();
                span.record("http.response.status_code", status.as_u16());
                if status.is_client_error() || status.is_server_error() {
                    fail(&span, status.as_str());
                }
            }
            Err(error) => fail(&span, kind(error.as_ref())),
        }
    }
}

impl Drop for Open {
    /// The call was dropped, or its timeout came first.
    fn drop(&mut self) {
        if let Some(span) = &self.0 {
            fail(span, "cancelled");
        }
    }
}

fn fail(span: &Span, kind: &str) {
    span.record("error.type", kind);
    span.record("otel.status_code", "ERROR");
}

/// An error in a word, of which there are few. Its text may hold anything.
fn kind(error: &(dyn std::error::Error + 'static)) -> &'static str {
    let known = causes(error).find_map(|error| {
        if error.is::<ConnectTimeout>() {
            return Some("connect_timeout");
        }
        match error.downcast_ref::<reqwest::Error>()? {
            error if error.is_timeout() => Some("timeout"),
            error if error.is_connect() => Some("connect"),
            _ => None,
        }
    });
    known.unwrap_or("_OTHER")
}

/// The methods that the conventions know.
fn known(method: &Method) -> Option<&str> {
    const KNOWN: [&str; 10] = [
        "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE",
    ];
    KNOWN.contains(&method.as_str()).then_some(method.as_str())
}

fn port(uri: &Uri) -> u16 {
    let by_scheme = if uri.scheme_str() == Some("https") {
        443
    } else {
        80
    };
    uri.port_u16().unwrap_or(by_scheme)
}
