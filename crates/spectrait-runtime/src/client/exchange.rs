//! One request and its response: everything about a call that does not depend on its types, compiled once.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use tokio::time::Instant;

use super::body::{self, ReadError};
use super::called::Progress;
use super::draft::Draft;
use super::headers::HeaderProblem;
use super::retry::OwnRetries;
use super::timeouts::{self, IdleTimeout};
use super::transport::{BoxError, ResponseBody};
use super::{Body, Error, ErrorKind, Settings};
use crate::operation::{
    ByteStream, MediaType, RawResponse, SecurityScheme, Violations, WrittenRequest,
};

/// What a call will send.
pub(crate) struct Prepared {
    pub(crate) settings: Arc<Settings>,
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    /// The path template, for messages.
    pub(crate) template: &'static str,
    pub(crate) security: &'static [&'static [SecurityScheme]],
    /// Where it is sent, if not to the base URL.
    pub(crate) url: Option<String>,
    /// What takes the place of path and query, below the base URL.
    pub(crate) link: Option<String>,
    /// The media types of the documented responses.
    pub(crate) accept: HeaderValue,
    /// Whether the body of a response with this head is handed over while it comes.
    pub(crate) is_stream: fn(&RawResponse) -> bool,
    pub(crate) request: Result<WrittenRequest, Violations>,
    /// The media types of its body, if the operation takes one.
    pub(crate) media: Option<MediaType>,
    pub(crate) timeout: Option<Duration>,
    /// How it is retried, if not as the client's other calls.
    pub(crate) retries: Option<OwnRetries>,
    /// The caller's own headers for this call.
    pub(crate) headers: HeaderMap,
    pub(crate) header_problem: Option<(String, HeaderProblem)>,
}

impl Prepared {
    /// The same once more; `None` if the body is a stream.
    pub(crate) fn again(&self) -> Option<Self> {
        let request = match &self.request {
            Ok(written) => Ok(written.again()?),
            Err(violations) => Err(violations.clone()),
        };
        Some(Self {
            settings: Arc::clone(&self.settings),
            method: self.method.clone(),
            url: self.url.clone(),
            link: self.link.clone(),
            accept: self.accept.clone(),
            request,
            retries: self.retries.clone(),
            headers: self.headers.clone(),
            header_problem: self.header_problem.clone(),
            ..*self
        })
    }
}

/// A response: whole, or its head and the stream of its body.
pub(crate) struct Received {
    pub(crate) response: RawResponse,
    pub(crate) stream: Option<ByteStream>,
    /// How often the request was sent.
    pub(crate) attempts: u32,
}

/// Sends the request and reads the whole response, whatever its status.
///
/// Dropping the future drops the connection's stream with it: nothing is spawned here.
pub(crate) async fn exchange(prepared: Prepared) -> Result<Received, Error<Infallible>> {
    let operation = prepared.operation;
    let deadline = |limit| Instant::now().checked_add(limit);
    let progress = Progress::until(prepared.timeout.and_then(deadline));
    let result = match prepared.timeout {
        None => unbounded(prepared, &progress).await,
        Some(limit) => tokio::time::timeout(limit, unbounded(prepared, &progress))
            .await
            .unwrap_or_else(|_| Err(Error::new(operation, ErrorKind::Timeout(limit)))),
    };
    result.map_err(|error| error.after(progress.attempts()))
}

async fn unbounded(prepared: Prepared, progress: &Progress) -> Result<Received, Error<Infallible>> {
    let operation = prepared.operation;
    let settings = Arc::clone(&prepared.settings);
    let is_stream = prepared.is_stream;
    let draft = Draft::new(prepared)?;
    let response = send(operation, &settings, draft, progress).await?;
    let (parts, body) = response.into_parts();
    let mut response = RawResponse {
        status: parts.status,
        headers: parts.headers,
        body: Bytes::new(),
    };
    if is_stream(&response) {
        return Ok(Received {
            response,
            stream: Some(body::stream(timeouts::of_body(
                body,
                settings.timeouts.stream_idle,
            ))),
            attempts: progress.attempts(),
        });
    }
    let body = timeouts::of_body(body, settings.timeouts.idle);
    let kind = match body::read(body, settings.body_limit).await {
        Ok(body) => {
            response.body = body;
            return Ok(Received {
                response,
                stream: None,
                attempts: progress.attempts(),
            });
        }
        Err(ReadError::TooLarge) => ErrorKind::TooLarge(settings.body_limit),
        Err(ReadError::Broken { received, error }) => match error.downcast() {
            Ok(idle) => {
                let IdleTimeout(limit) = *idle;
                ErrorKind::Idle { limit, received }
            }
            Err(error) => ErrorKind::Transport(Box::new(BrokenBody { received, error })),
        },
    };
    Err(Error::with_response(operation, Some(response), kind))
}

/// Sends the request and waits for the head of its response. After a 401 it asks once for other tokens, and if there are
/// some sends the request once more: it was not processed, whatever its method.
async fn send(
    operation: &'static str,
    settings: &Settings,
    draft: Draft,
    progress: &Progress,
) -> Result<Response<ResponseBody>, Error<Infallible>> {
    let transport = |mut request: Request<Body>| async {
        request.extensions_mut().insert(progress.clone());
        progress.count_attempt();
        let response = settings.transport.send(request).await;
        response.map_err(|error| Error::new(operation, ErrorKind::Transport(error)))
    };
    let is_renewable = settings.credentials.are_renewable();
    let again = is_renewable.then(|| draft.try_clone()).flatten();
    let signed = draft.sign(settings).await;
    let (request, sent) = signed.map_err(|kind| Error::new(operation, kind))?;
    let response = transport(request).await?;
    if response.status() != StatusCode::UNAUTHORIZED || sent.is_empty() {
        return Ok(response);
    }
    sent.reject();
    let Some(again) = again else {
        return Ok(response);
    };
    match again.sign(settings).await {
        Ok((request, other)) if other.differs_from(&sent) => {
            drop(response);
            transport(request).await
        }
        Ok(_) => Ok(response),
        Err(kind) => {
            let (head, _) = response.into_parts();
            let refused = RawResponse {
                status: head.status,
                headers: head.headers,
                body: Bytes::new(),
            };
            Err(Error::with_response(operation, Some(refused), kind))
        }
    }
}

/// The body of a response broke off.
#[derive(Debug)]
struct BrokenBody {
    received: usize,
    error: BoxError,
}

impl std::fmt::Display for BrokenBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the body broke off after {} bytes", self.received)
    }
}

impl std::error::Error for BrokenBody {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.error.as_ref())
    }
}
