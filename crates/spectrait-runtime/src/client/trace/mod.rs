//! A span for each request that is sent, by OpenTelemetry's semantic conventions for HTTP clients
//! (<https://opentelemetry.io/docs/specs/semconv/http/http-spans/>).
//!
//! Each attempt and each redirect that is followed is a request of its own and has a span of its own, below the span that the
//! caller is in. It begins when the request is given to the transport and ends with the head of the response.

use std::task::{Context, Poll};

use http::{Request, Response, Uri};
use tower::Service;
use tracing::field::Empty;
use tracing::{Instrument, Span, info_span};

use super::called::Progress;
use super::transport::{BoxError, BoxFuture, ConnectTimeout};
use super::{Body, BoxTransport, CalledOperation, ResponseBody};
use crate::causes::causes;
use crate::trace::{OTHER, Open, fail, names};

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
        // The call may be dropped, or its timeout may come first.
        let open = Open::new(&span);
        Box::pin(async move {
            let result = sent.instrument(span.clone()).await;
            open.end();
            end(&span, &result);
            result
        })
    }
}

/// Never the path, the query, a header or the body: they hold the caller's data.
fn begin(request: &Request<Body>) -> Span {
    let called: Option<&CalledOperation> = request.extensions().get();
    let template = called.map_or("", |called| called.path_template);
    let (method, name) = names(request.method());
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

fn end(span: &Span, result: &Result<Response<ResponseBody>, BoxError>) {
    match result {
        Ok(response) => {
            let status = response.status();
            span.record("http.response.status_code", status.as_u16());
            if status.is_client_error() || status.is_server_error() {
                fail(span, status.as_str());
            }
        }
        Err(error) => fail(span, kind(error.as_ref())),
    }
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
    known.unwrap_or(OTHER)
}

fn port(uri: &Uri) -> u16 {
    let by_scheme = if uri.scheme_str() == Some("https") {
        443
    } else {
        80
    };
    uri.port_u16().unwrap_or(by_scheme)
}
