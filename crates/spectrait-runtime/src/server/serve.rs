//! What happens to a request, from the first look at its path to the last byte of its response.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body::Frame;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::{Instant, timeout_at};

use super::context::Context;
use super::credentials;
use super::failure::BoxError;
use super::panics;
use super::path::Tree;
use super::problem::problem;
use super::rejection::{Rejection, RejectionKind};
use super::routes::{Endpoint, Refusal};
use crate::operation::{RawResponse, SecurityScheme, is_json};

/// Makes a response of a rejection.
pub(super) type Renderer = dyn Fn(&Rejection) -> Response<Body> + Send + Sync;

/// Learns of internal errors.
pub(super) type Hook = dyn Fn(&str, &(dyn Error + Send + Sync + 'static)) + Send + Sync;

/// What is the same for all operations of a router.
pub(super) struct Settings {
    pub(super) body_limit: usize,
    pub(super) timeout: Option<Duration>,
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
        let is_head = request.method() == Method::HEAD;
        let mut response = match self.route(request) {
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

    /// Finds the operation.
    fn route(&self, request: Request<Body>) -> Result<Routed<'_>, Rejection> {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path();
        // A rest that does not begin with a slash is none: `/v1x` is not behind `/v1`.
        let found = path
            .strip_prefix(&*self.base)
            .and_then(|rest| self.tree.find(rest));
        let Some((resource, values)) = found else {
            return Err(Rejection::new(RejectionKind::NotFound));
        };
        let Some((endpoint, names)) = resource.endpoint(&parts.method) else {
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
        let path_values = names.iter().copied().zip(values).collect();
        Ok(Routed::Operation {
            endpoint,
            context: Context::new(parts, endpoint.operation.clone(), path_values),
            body,
        })
    }

    /// Answers by an operation, or says why not.
    async fn call(&self, endpoint: &Endpoint, context: Context, body: Body) -> Response<Body> {
        let answer = self.answer(endpoint, context, body).await.and_then(|raw| {
            // Hyper would drop the connection on a 1xx.
            if raw.status.is_informational() {
                Err(internal("a 1xx is no final response"))
            } else {
                Ok(challenged(respond(raw), endpoint.operation.security))
            }
        });
        let rejection = match answer {
            Ok(response) => return response,
            Err(Refusal::Rejected(rejection)) => rejection,
            Err(Refusal::Internal(error)) => {
                if let Some(hook) = &self.settings.on_internal_error {
                    // Whoever cannot write to the log cannot be told so.
                    let _ = panics::catch_sync(|| hook(endpoint.operation.id, &*error));
                }
                Rejection::new(RejectionKind::Internal)
            }
        };
        self.render(&rejection.with_operation_id(endpoint.operation.id))
    }

    /// The steps, in their order: the caller, the body's size, its media type, its content, the handler.
    async fn answer(
        &self,
        endpoint: &Endpoint,
        context: Context,
        body: Body,
    ) -> Result<RawResponse, Refusal> {
        let deadline = self
            .settings
            .timeout
            .map(|timeout| Instant::now() + timeout);
        let timed_out = || Rejection::new(RejectionKind::Timeout);
        let takes_body = endpoint.operation.takes_body;
        let is_json = is_json(context.headers());
        let length = declared_length(context.headers());

        let handle = within(deadline, panics::catch((endpoint.admit)(context)))
            .await
            .ok_or_else(timed_out)?;
        let handle = handle.map_err(|panicked| Refusal::Internal(Box::new(panicked)))??;
        let body = if takes_body {
            let reading = read(body, length, self.settings.body_limit);
            let body = within(deadline, reading).await;
            body.ok_or_else(|| Rejection::new(RejectionKind::BodyTimeout))??
        } else {
            // What the document does not ask for is not read.
            Bytes::new()
        };
        if !body.is_empty() && !is_json {
            return Err(unsupported_media_type().into());
        }
        let handling = panics::catch(async move { handle(body).await });
        let response = within(deadline, handling).await.ok_or_else(timed_out)?;
        response.map_err(|panicked| Refusal::Internal(Box::new(panicked)))?
    }

    fn render(&self, rejection: &Rejection) -> Response<Body> {
        let response = match &self.settings.renderer {
            None => problem(rejection),
            Some(render) => match panics::catch_sync(|| render(rejection)) {
                Ok(response) => response,
                Err(panicked) => {
                    if let Some(hook) = &self.settings.on_internal_error {
                        let _ = panics::catch_sync(|| {
                            hook(rejection.operation_id().unwrap_or_default(), &panicked);
                        });
                    }
                    problem(rejection)
                }
            },
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

impl Resource {
    pub(super) fn has(&self, method: &Method) -> bool {
        self.methods
            .iter()
            .any(|(endpoint, _)| endpoint.operation.method == method)
    }

    /// The operation for a method. `GET` answers `HEAD` where the document has no `HEAD` (RFC 9110 section
    /// 9.3.2).
    fn endpoint(&self, method: &Method) -> Option<(&Endpoint, &[&'static str])> {
        let find = |method: &Method| {
            self.methods
                .iter()
                .find(|(endpoint, _)| endpoint.operation.method == method)
        };
        let found = find(method).or_else(|| {
            if method == Method::HEAD {
                find(&Method::GET)
            } else {
                None
            }
        });
        found.map(|(endpoint, names)| (endpoint, &**names))
    }
}

async fn within<F: Future>(deadline: Option<Instant>, future: F) -> Option<F::Output> {
    match deadline {
        None => Some(future.await),
        Some(deadline) => timeout_at(deadline, future).await.ok(),
    }
}

fn internal(message: &'static str) -> Refusal {
    Refusal::Internal(BoxError::from(message))
}

fn unsupported_media_type() -> Rejection {
    Rejection::new(RejectionKind::UnsupportedMediaType)
        .with_detail("The body must be application/json.")
        .with_header(header::ACCEPT, HeaderValue::from_static("application/json"))
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// Reads a body to its end, or to the limit.
async fn read(body: Body, declared: Option<u64>, limit: usize) -> Result<Bytes, Rejection> {
    let too_large = || {
        Rejection::new(RejectionKind::TooLarge)
            .with_detail(format!("The body has more than {limit} bytes."))
    };
    if declared.is_some_and(|length| usize::try_from(length).map_or(true, |length| length > limit))
    {
        return Err(too_large());
    }
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if is_length_limit(&*error) => Err(too_large()),
        Err(_) => Err(Rejection::new(RejectionKind::InvalidRequest)
            .with_detail("The body broke off before its end.")),
    }
}

/// Also where a layer around the router has set the limit.
fn is_length_limit(error: &(dyn Error + 'static)) -> bool {
    let mut error = Some(error);
    while let Some(one) = error {
        if one.is::<LengthLimitError>() {
            return true;
        }
        error = one.source();
    }
    false
}

fn respond(raw: RawResponse) -> Response<Body> {
    // RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5: these have no body.
    let bodiless = matches!(
        raw.status,
        StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED
    );
    let mut response = if bodiless {
        empty(raw.status)
    } else {
        let mut response = Response::new(Body::from(raw.body));
        *response.status_mut() = raw.status;
        response
    };
    *response.headers_mut() = raw.headers;
    response
}

/// A handler's own 401 has the challenge as well: it must have one (RFC 9110 section 15.5.2).
fn challenged(
    mut response: Response<Body>,
    security: &'static [&'static [SecurityScheme]],
) -> Response<Body> {
    if response.status() == StatusCode::UNAUTHORIZED
        && !response.headers().contains_key(header::WWW_AUTHENTICATE)
    {
        let challenges = credentials::unauthorized(security, true);
        for (name, value) in challenges.headers() {
            response.headers_mut().append(name, value.clone());
        }
    }
    response
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
