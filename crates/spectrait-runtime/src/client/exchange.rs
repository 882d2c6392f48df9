//! One request and its response: everything about a call that does not depend on its types, compiled once.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use http_body::Body as _;
use tokio::time::Instant;

use super::base_url::{BaseUrl, JoinError, MAX_URL_LENGTH};
use super::body::{self, ReadError};
use super::called::{CalledOperation, Progress};
use super::credentials::Target;
use super::headers::{self, HeaderProblem};
use super::pages;
use super::retry::OwnRetries;
use super::timeouts::{self, IdleTimeout};
use super::transport::BoxError;
use super::{Body, Error, ErrorKind, Settings};
use crate::operation::{
    ByteStream, Keyword, Location, Place, RawResponse, SecurityScheme, Violation, Violations,
    WrittenRequest,
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
    let mut request = build(prepared)
        .await
        .map_err(|kind| Error::new(operation, kind))?;
    request.extensions_mut().insert(progress.clone());
    progress.count_attempt();
    let response = settings.transport.send(request).await;
    let response = response.map_err(|error| Error::new(operation, ErrorKind::Transport(error)))?;
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

async fn build(prepared: Prepared) -> Result<Request<Body>, ErrorKind<Infallible>> {
    let Prepared {
        settings,
        operation,
        method,
        template,
        security,
        url,
        link,
        accept,
        request,
        retries,
        headers: own,
        header_problem,
        ..
    } = prepared;
    let WrittenRequest {
        request: mut encoded,
        stream,
    } = request.map_err(ErrorKind::Invalid)?;
    if let Some((name, problem)) = header_problem {
        let place = Place::parameter(Location::Header, name);
        return Err(ErrorKind::Invalid(Violations::one(Violation::new(
            place,
            Keyword::Format,
            problem.message(),
        ))));
    }
    let mut headers = settings.headers.clone();
    headers.entry(ACCEPT).or_insert(accept);
    headers::overlay(&mut headers, encoded.headers);
    headers::overlay(&mut headers, own);
    if link.is_some() {
        encoded.query = None;
    }
    settings
        .credentials
        .apply(
            security,
            &mut Target {
                headers: &mut headers,
                query: &mut encoded.query,
            },
        )
        .await
        .map_err(ErrorKind::Auth)?;
    let uri = match (url, &settings.base_url) {
        (_, base_url) if let Some(link) = link => {
            pages::target(base_url.as_ref(), &link, encoded.query.as_deref())
                .map_err(ErrorKind::Invalid)?
        }
        (Some(url), _) => at(&url, encoded.query.as_deref()).map_err(|message| {
            let place = Place::parameter(Location::Path, "url");
            ErrorKind::Invalid(Violations::one(Violation::new(
                place,
                Keyword::Format,
                message,
            )))
        })?,
        (None, Some(base_url)) => base_url
            .join(&encoded.path, encoded.query.as_deref())
            .map_err(|problem| url_problem(template, problem))?,
        (None, None) => return Err(url_problem(template, JoinError::Malformed)),
    };
    // RFC 9110 section 8.6: a method that means to carry a body says that there is none. Some servers answer 411 otherwise.
    let body = match stream {
        Some(stream) => Body::from(stream),
        None => Body::from(encoded.body.unwrap_or_default()),
    };
    if body.is_end_stream() && [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }

    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    let extensions = request.extensions_mut();
    extensions.insert(CalledOperation {
        operation_id: operation,
        path_template: template,
    });
    if let Some(retries) = retries {
        extensions.insert(retries);
    }
    Ok(request)
}

/// A whole URL, with what else there is in the query.
fn at(url: &str, query: Option<&str>) -> Result<Uri, String> {
    let (before, own) = match url.split_once('?') {
        Some((before, own)) => (before, Some(own)),
        None => (url, None),
    };
    // The same checks as for a base URL.
    BaseUrl::parse(before)?;
    let query: Vec<&str> = own.into_iter().chain(query).collect();
    let whole = if query.is_empty() {
        before.to_owned()
    } else {
        format!("{before}?{}", query.join("&"))
    };
    whole
        .parse()
        .map_err(|error| format!("it is no URL ({error})"))
}

fn url_problem(template: &str, problem: JoinError) -> ErrorKind<Infallible> {
    let (keyword, message, limit) = match problem {
        JoinError::DotSegment => (
            Keyword::Format,
            "a segment of the path is `.` or `..` and would lead elsewhere".to_owned(),
            None,
        ),
        JoinError::Malformed => (
            Keyword::Format,
            "the path and query make no URL".to_owned(),
            None,
        ),
        JoinError::TooLong => {
            let message = format!("the URL is longer than {MAX_URL_LENGTH} bytes");
            (
                Keyword::MaxLength,
                message,
                Some(MAX_URL_LENGTH.to_string()),
            )
        }
    };
    let mut violation =
        Violation::new(Place::parameter(Location::Path, template), keyword, message);
    violation.limit = limit;
    ErrorKind::Invalid(Violations::one(violation))
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
