//! What happens to a request, from the first look at its path to the last byte of its response.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use http_body::{Body as _, Frame};

use super::accept::Accept;
use super::body::{self, Clock, Payload, declared_length};
use super::context::{Context, OperationInfo};
use super::credentials;
use super::failure::BoxError;
use super::keep_alive::keep_alive;
use super::panics;
use super::path::{Tree, is_consistent};
use super::problem::problem;
use super::rejection::{Rejection, RejectionKind};
use super::routes::{Endpoint, Refusal};
#[cfg(feature = "tracing")]
use super::trace;
use crate::operation::{
    ByteStream, EncodeError, MediaType, RawResponse, ResponseError, SecurityScheme,
    WrittenResponse, content_type_of, decode_query,
};

/// Makes a response of a rejection.
pub(super) type Renderer = dyn Fn(&Rejection) -> Result<Response<Body>, BoxError> + Send + Sync;

/// Learns of internal errors.
pub(super) type Hook = dyn Fn(&str, &(dyn Error + Send + Sync + 'static)) + Send + Sync;

/// What is the same for all operations of a router.
pub(super) struct Settings {
    pub(super) body_limit: usize,
    /// Of a body that the handler reads as it comes; else the same.
    pub(super) stream_limit: Option<usize>,
    pub(super) uri_limit: usize,
    pub(super) header_limit: usize,
    pub(super) timeout: Option<Duration>,
    pub(super) checks_responses: bool,
    pub(super) renderer: Option<Box<Renderer>>,
    pub(super) on_internal_error: Option<Box<Hook>>,
}

/// What is behind one path template, or several that differ in their variables' names only.
pub(super) struct Resource {
    pub(super) methods: Vec<(Endpoint, Vec<&'static str>)>,
    pub(super) allow: HeaderValue,
}

/// Put into a response's extensions, for layers around the router: which operation answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnsweredBy {
    /// The `operationId`.
    pub operation_id: &'static str,
    /// The path template as the document writes it.
    pub path_template: &'static str,
}

/// A router's operations and settings.
pub(super) struct Server {
    pub(super) base: String,
    pub(super) tree: Tree<Resource>,
    pub(super) settings: Settings,
}

impl Server {
    pub(super) async fn serve(self: Arc<Self>, request: Request<Body>) -> Response<Body> {
        let method = request.method().clone();
        let routed = self.route(request);
        #[cfg(feature = "tracing")]
        let span = {
            let operation = routed.as_ref().ok().and_then(Routed::operation);
            trace::begin(&method, &self.base, operation)
        };
        let answering = self.respond_to(routed, method == Method::HEAD);
        #[cfg(feature = "tracing")]
        let answering = trace::within(span, answering);
        answering.await
    }

    async fn respond_to(
        self: &Arc<Self>,
        routed: Result<Routed<'_>, Rejection>,
        is_head: bool,
    ) -> Response<Body> {
        let mut response = match routed {
            Ok(Routed::Operation {
                endpoint,
                context,
                body,
            }) => {
                let answered_by = AnsweredBy {
                    operation_id: endpoint.operation.id,
                    path_template: endpoint.operation.path,
                };
                let mut response = self.call(endpoint, context, body).await;
                response.extensions_mut().insert(answered_by);
                response
            }
            Ok(Routed::Options { allow }) => {
                let mut response = empty(StatusCode::NO_CONTENT);
                response.headers_mut().insert(header::ALLOW, allow);
                response
            }
            Err(rejection) => self.render(&rejection),
        };
        // Of `HEAD` too: the length that `GET` would send (RFC 9110 section 8.6).
        if let Some(length) = http_body::Body::size_hint(response.body()).exact() {
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, length.into());
        }
        if is_head {
            *response.body_mut() = Body::new(NoBody);
        }
        response
    }

    /// Holds the head against its limits.
    fn limit(&self, parts: &Parts) -> Result<(), Rejection> {
        let limit = self.settings.uri_limit;
        let target = parts.uri.path_and_query();
        if target.is_some_and(|target| target.as_str().len() > limit) {
            return Err(
                Rejection::new(RejectionKind::UriTooLong).with_detail(format!(
                    "The path and the query have more than {limit} bytes."
                )),
            );
        }
        let limit = self.settings.header_limit;
        if parts.headers.len() > limit {
            return Err(Rejection::new(RejectionKind::TooManyHeaders)
                .with_detail(format!("The request has more than {limit} headers.")));
        }
        Ok(())
    }

    /// Finds the operation.
    fn route(&self, request: Request<Body>) -> Result<Routed<'_>, Rejection> {
        let (parts, body) = request.into_parts();
        self.limit(&parts)?;
        let path = parts.uri.path();
        // A rest that does not begin with a slash is none: `/v1x` is not behind `/v1`.
        let found = path
            .strip_prefix(&*self.base)
            .and_then(|rest| self.tree.find(rest));
        let Some((resource, values)) = found else {
            return Err(Rejection::new(RejectionKind::NotFound));
        };
        let Some((endpoint, names)) = resource.endpoint(&parts) else {
            if resource.answers(&parts.method) {
                // The method is there, but not with this query: to the document that is another path.
                return Err(Rejection::new(RejectionKind::NotFound));
            }
            let allow = resource.allow.clone();
            if parts.method == Method::OPTIONS {
                return Ok(Routed::Options { allow });
            }
            let methods = allow.to_str().unwrap_or_default();
            let detail = format!("This path has {methods}.");
            let rejection = Rejection::new(RejectionKind::MethodNotAllowed).with_detail(detail);
            return Err(rejection.with_header(header::ALLOW, allow));
        };
        let offset = self.base.len();
        let values = values
            .into_iter()
            .map(|value| value.start + offset..value.end + offset);
        let path_values: Vec<_> = names.iter().copied().zip(values).collect();
        if !is_consistent(parts.uri.path(), &path_values) {
            return Err(Rejection::new(RejectionKind::NotFound));
        }
        Ok(Routed::Operation {
            endpoint,
            context: Context::new(parts, endpoint.operation.clone(), path_values),
            body,
        })
    }

    /// Answers by an operation, or says why not.
    async fn call(
        self: &Arc<Self>,
        endpoint: &Endpoint,
        context: Context,
        body: Body,
    ) -> Response<Body> {
        let answer = self.answer(endpoint, context, body).await;
        let rejection = match answer.and_then(|written| self.finish(endpoint, written)) {
            Ok(response) => return response,
            Err(Refusal::Rejected(rejection)) => rejection,
            Err(Refusal::Internal(error)) => {
                self.report(endpoint.operation.id, &*error);
                Rejection::new(RejectionKind::Internal)
            }
        };
        self.refuse(endpoint, rejection).await
    }

    /// What a handler answers, as it goes out.
    fn finish(
        self: &Arc<Self>,
        endpoint: &Endpoint,
        written: WrittenResponse,
    ) -> Result<Response<Body>, Refusal> {
        let mut raw = written.response;
        // Hyper would drop the connection on a 1xx.
        if raw.status.is_informational() {
            return Err(internal("a 1xx is no final response"));
        }
        challenge(&mut raw, endpoint.operation.security);
        let documented = &endpoint.documented;
        let body = written.stream.is_none().then_some(&*raw.body);
        documented
            .check(raw.status, &raw.headers, body)
            .map_err(|unfit| Refusal::Internal(Box::new(unfit)))?;
        let stream = written.stream.map(|stream| {
            let stream = documented.watch(raw.status, &raw.headers, stream);
            Body::from_stream(Watched {
                stream: keep_alive(stream, &raw.headers),
                server: Arc::clone(self),
                operation_id: endpoint.operation.id,
            })
        });
        Ok(respond(raw, stream))
    }

    /// What no handler answers. Where responses are held against the document, one that does not fit is a 500 too; a 500
    /// that does not is reported and sent.
    async fn refuse(&self, endpoint: &Endpoint, rejection: Rejection) -> Response<Body> {
        let id = endpoint.operation.id;
        let mut rejection = rejection.with_operation_id(id);
        loop {
            let response = self.render(&rejection);
            // A handler that is not written yet is nothing to document.
            if rejection.kind() == RejectionKind::NotImplemented {
                return response;
            }
            let (response, checked) = endpoint.documented.check_whole(response).await;
            let Err(error) = checked else {
                return response;
            };
            self.report(id, &*error);
            if rejection.kind() == RejectionKind::Internal {
                return response;
            }
            rejection = Rejection::new(RejectionKind::Internal).with_operation_id(id);
        }
    }

    /// The steps, in their order: the caller, the body's size, its media type, its content, the handler.
    async fn answer(
        &self,
        endpoint: &Endpoint,
        context: Context,
        body: Body,
    ) -> Result<WrittenResponse, Refusal> {
        let clock = Arc::new(Clock::new(self.settings.timeout));
        let timed_out = || Rejection::new(RejectionKind::Timeout);
        let media = endpoint.operation.media;
        let content_type = content_type_of(context.headers());
        let chosen = media.map(|media| media.choose(content_type).map(|index| (media, index)));
        let accept = endpoint.operation.accept(context.headers());
        let length = declared_length(context.headers());

        let handle = clock
            .within(panics::catch((endpoint.admit)(context)))
            .await
            .ok_or_else(timed_out)?;
        let handle = handle.map_err(|panicked| Refusal::Internal(Box::new(panicked)))??;
        let is_empty = body.is_end_stream();
        let payload = match chosen {
            // What the document does not ask for is not read.
            None => Payload::Whole(Bytes::new()),
            Some(Some((media, index))) if !is_empty && media.is_stream_at(index) => {
                let limit = self
                    .settings
                    .stream_limit
                    .unwrap_or(self.settings.body_limit);
                Payload::Stream(body::stream(body, length, limit, Arc::clone(&clock))?)
            }
            Some(chosen) => {
                let reading = body::read(body, length, self.settings.body_limit);
                let body = clock.within(reading).await;
                let body = body.ok_or_else(|| Rejection::new(RejectionKind::BodyTimeout))??;
                if !body.is_empty() && chosen.is_none() {
                    return Err(unsupported_media_type(media.as_ref()).into());
                }
                Payload::Whole(body)
            }
        };
        if !endpoint.operation.is_acceptable(accept.as_ref()) {
            return Err(Rejection::new(RejectionKind::NotAcceptable).into());
        }
        let handling = panics::catch(async move { handle(payload).await });
        let response = clock.within(handling).await.ok_or_else(timed_out)?;
        let response = response.map_err(|panicked| Refusal::Internal(Box::new(panicked)))?;
        let written = preferring(accept.as_ref(), response?)
            .map_err(|error| Refusal::Internal(Box::new(error)))?;
        if self.settings.checks_responses {
            let check = endpoint.operation.check;
            check(&written.response)
                .map_err(|error| Refusal::Internal(Box::new(BadAnswer(error))))?;
        }
        Ok(written)
    }

    fn report(&self, operation_id: &str, error: &(dyn Error + Send + Sync + 'static)) {
        #[cfg(feature = "tracing")]
        trace::internal_error(error);
        if let Some(hook) = &self.settings.on_internal_error {
            // Whoever cannot write to the log cannot be told so.
            let _ = panics::catch_sync(|| hook(operation_id, error));
        }
    }

    fn render(&self, rejection: &Rejection) -> Response<Body> {
        let response = match &self.settings.renderer {
            None => problem(rejection),
            Some(render) => {
                let rendered = panics::catch_sync(|| render(rejection));
                let rendered = rendered.unwrap_or_else(|panicked| Err(Box::new(panicked)));
                rendered.unwrap_or_else(|error| {
                    self.report(rejection.operation_id().unwrap_or_default(), &*error);
                    problem(rejection)
                })
            }
        };
        rejection.complete(response)
    }
}

/// What a request is for.
enum Routed<'a> {
    Operation {
        endpoint: &'a Endpoint,
        context: Context,
        body: Body,
    },
    /// The path is there, and the document has no `OPTIONS` for it.
    Options { allow: HeaderValue },
}

#[cfg(feature = "tracing")]
impl Routed<'_> {
    fn operation(&self) -> Option<&OperationInfo> {
        match self {
            Self::Operation { endpoint, .. } => Some(&endpoint.operation),
            Self::Options { .. } => None,
        }
    }
}

impl Resource {
    pub(super) fn has(&self, method: &Method) -> bool {
        self.methods
            .iter()
            .any(|(endpoint, _)| endpoint.operation.method == method)
    }

    /// Whether there is an operation of the same method, path and pairs.
    pub(super) fn has_twin(&self, operation: &OperationInfo) -> bool {
        self.methods.iter().any(|(endpoint, _)| {
            let other = &endpoint.operation;
            other.method == operation.method
                && other.query == operation.query
                && other.headers == operation.headers
        })
    }

    fn answers(&self, method: &Method) -> bool {
        self.has(method) || *method == Method::HEAD && self.has(&Method::GET)
    }

    /// The operation for a request. `GET` answers `HEAD` where the document has no `HEAD` (RFC 9110 section
    /// 9.3.2). Of several the one whose pairs the request has, of these the one with the most.
    fn endpoint(&self, request: &Parts) -> Option<(&Endpoint, &[&'static str])> {
        let find = |method: &Method| {
            let fitting = self.methods.iter().filter(|(endpoint, _)| {
                endpoint.operation.method == method && endpoint.operation.fits(request)
            });
            // The first of the largest.
            fitting.rev().max_by_key(|(endpoint, _)| {
                endpoint.operation.query.len() + endpoint.operation.headers.len()
            })
        };
        let mut found = find(&request.method);
        if found.is_none() && request.method == Method::HEAD {
            found = find(&Method::GET);
        }
        found.map(|(endpoint, names)| (endpoint, &**names))
    }
}

impl OperationInfo {
    /// Whether the request has the operation's pairs.
    fn fits(&self, request: &Parts) -> bool {
        let query = request.uri.query().unwrap_or_default();
        let has_pair = |(name, value): &(&str, &str)| {
            query.split('&').any(|pair| {
                let (given, text) = pair.split_once('=').unwrap_or((pair, ""));
                let is =
                    |text: &str, wanted: &str| decode_query(text).is_ok_and(|text| text == *wanted);
                is(given, name) && is(text, value)
            })
        };
        let has_header = |(name, value): &(&str, &str)| {
            let mut values = request.headers.get_all(*name).iter();
            values.any(|given| given.as_bytes() == value.as_bytes())
        };
        self.query.iter().all(has_pair) && self.headers.iter().all(has_header)
    }
}

fn internal(message: &'static str) -> Refusal {
    Refusal::Internal(BoxError::from(message))
}

fn unsupported_media_type(media: Option<&MediaType>) -> Rejection {
    let choices = media.map_or(&[][..], MediaType::choices);
    let names: Vec<_> = choices.iter().map(|media| media.name).collect();
    let names = names.join(", ");
    let rejection = Rejection::new(RejectionKind::UnsupportedMediaType)
        .with_detail(format!("The body must be {names}."));
    match HeaderValue::try_from(names) {
        Ok(names) => rejection.with_header(header::ACCEPT, names),
        Err(_) => rejection,
    }
}

/// Why a response is not sent although it was written.
#[derive(Debug)]
struct BadAnswer(ResponseError);

impl fmt::Display for BadAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response does not fit the document: {}", self.0)
    }
}

impl Error for BadAnswer {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

/// A response in the media type that the caller wants most, where its value may be sent in several.
fn preferring(
    accept: Option<&Accept>,
    mut written: WrittenResponse,
) -> Result<WrittenResponse, EncodeError> {
    if let (Some(accept), Some(unwritten)) = (accept, &mut written.unwritten) {
        let choices = unwritten.choices();
        let best = accept.best(choices.iter().map(|(_, name)| *name));
        if let Some((index, _)) = best.and_then(|best| choices.get(best)) {
            unwritten.choose(*index);
        }
    }
    written.settled()
}

/// The body of a response while it goes out: an error in it breaks the connection off, and is reported.
struct Watched {
    stream: ByteStream,
    server: Arc<Server>,
    operation_id: &'static str,
}

impl futures_core::Stream for Watched {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let item = Pin::new(&mut self.stream).poll_next(cx);
        if let Poll::Ready(Some(Err(error))) = &item {
            self.server.report(self.operation_id, &**error);
        }
        item
    }
}

fn respond(raw: RawResponse, stream: Option<Body>) -> Response<Body> {
    // RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5: these have no body.
    let bodiless = matches!(
        raw.status,
        StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED
    );
    let mut response = if bodiless {
        empty(raw.status)
    } else {
        let mut response = Response::new(stream.unwrap_or_else(|| Body::from(raw.body)));
        *response.status_mut() = raw.status;
        response
    };
    *response.headers_mut() = raw.headers;
    response
}

/// A handler's own 401 has the challenge as well: it must have one (RFC 9110 section 15.5.2).
fn challenge(raw: &mut RawResponse, security: &'static [&'static [SecurityScheme]]) {
    if raw.status == StatusCode::UNAUTHORIZED && !raw.headers.contains_key(header::WWW_AUTHENTICATE)
    {
        let challenges = credentials::unauthorized(security, true);
        for (name, value) in challenges.headers() {
            raw.headers.append(name, value.clone());
        }
    }
}

/// A response that says nothing of a body, not even that it is empty.
fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::new(NoBody));
    *response.status_mut() = status;
    response
}

/// A body of unstated length that has ended: axum sets `content-length: 0` on any body whose length is known,
/// which a 204 must not have (RFC 9110 section 8.6).
struct NoBody;

impl http_body::Body for NoBody {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut TaskContext<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        true
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}
