//! Why a call gave no value.

use std::convert::Infallible;
use std::fmt::{self, Write as _};
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::CredentialError;
use super::pages::Position;
use super::transport::BoxError;
use crate::causes::causes;
use crate::operation::{DecodeError, RawResponse, StreamError, Violations};

/// How many characters of a body an error's `Display` and `Debug` show.
const SHOWN_CHARACTERS: usize = 200;

/// How many violations an error's `Display` lists.
const SHOWN_VIOLATIONS: usize = 3;

/// Why a call gave no value. `E` is what the document lists as failures of the operation.
///
/// It is one pointer wide. [`kind`](Self::kind) and [`into_kind`](Self::into_kind) give it to `match`,
/// [`api`](Self::api) asks for the documented failure alone, and [`status`](Self::status) and
/// [`headers`](Self::headers) are there whenever a response came, `retry-after` included.
///
/// `Display` begins with the operation and says what happened on one line; what it holds of a body is cut. Neither
/// `Display` nor `Debug` ever show a credential.
pub struct Error<E>(Box<Inner<E>>);

struct Inner<E> {
    operation: &'static str,
    /// The response where one came and the kind does not hold it. Its body is empty if it did not come whole.
    response: Option<RawResponse>,
    /// How often the request was sent.
    attempts: u32,
    kind: ErrorKind<E>,
}

/// What happened.
#[non_exhaustive]
pub enum ErrorKind<E> {
    /// The server answered with a failure that the document lists. It is the [source](std::error::Error::source).
    Api(E),
    /// The server answered with a status that the document does not list: often a proxy in between. The response is
    /// whole.
    Undocumented(RawResponse),
    /// The request breaks the document; it was not sent.
    Invalid(Violations),
    /// There is no credential to send, so nothing was sent. With a [`status`](Error::status), which is 401: a server did not
    /// accept the one that was sent, and there is no other; nothing was done.
    Auth(CredentialError),
    /// The server answered with a documented status and a body that does not fit. The response is whole.
    Decode {
        /// The response.
        response: RawResponse,
        /// What does not fit, with JSON Pointers into the body.
        error: DecodeError,
    },
    /// The call took longer than this. The server may have done what was asked.
    Timeout(Duration),
    /// The head of a response came, and then of its body nothing for so long. See
    /// [`idle_timeout`](super::ClientBuilder::idle_timeout).
    Idle {
        /// The limit.
        limit: Duration,
        /// How many bytes of the body had come.
        received: usize,
    },
    /// The body of the response is longer than this many bytes. It was not read further.
    TooLarge(usize),
    /// No whole response came: name lookup, connection, TLS, or the connection broke. The error is the transport's
    /// own, and the [source](std::error::Error::source). With a [`status`](Error::status), the head of a response came
    /// and its body broke off.
    Transport(BoxError),
    /// An item of a stream does not fit the document, or the stream broke off. Only
    /// [`Reconnecting`](super::Reconnecting) gives it here; other streams give the [`StreamError`] itself.
    Stream(StreamError),
    /// A list sent the same page again, although it says that there is more, or its cursors or links lead in a circle: the
    /// server seems to ignore what it is asked for. Only [`Pages`](super::Pages) end so.
    Repeated {
        /// Where the list went on to.
        position: Position,
        /// The total that the server claims, if it claims one.
        total: Option<u64>,
    },
}

impl<E> Error<E> {
    pub(crate) fn new(operation: &'static str, kind: ErrorKind<E>) -> Self {
        Self::with_response(operation, None, kind)
    }

    pub(crate) fn with_response(
        operation: &'static str,
        response: Option<RawResponse>,
        kind: ErrorKind<E>,
    ) -> Self {
        Self(Box::new(Inner {
            operation,
            response,
            attempts: 0,
            kind,
        }))
    }

    /// The same error, of a request that was sent so often.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// The operation's id.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// What happened.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind<E> {
        &self.0.kind
    }

    /// What happened, to keep.
    #[must_use]
    pub fn into_kind(self) -> ErrorKind<E> {
        self.0.kind
    }

    /// The documented failure, if it is one.
    #[must_use]
    pub fn api(&self) -> Option<&E> {
        match &self.0.kind {
            ErrorKind::Api(failure) => Some(failure),
            _ => None,
        }
    }

    /// How often the request was sent: 0 if it was not, more than 1 if it was [retried](super::Retries). Redirects
    /// do not count.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The status of the response, if one came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.begun().map(|response| response.status)
    }

    /// The headers of the response, if one came.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.begun().map(|response| &response.headers)
    }

    /// The response as it came, if it came whole: [`Api`](ErrorKind::Api),
    /// [`Undocumented`](ErrorKind::Undocumented) and [`Decode`](ErrorKind::Decode).
    #[must_use]
    pub fn response(&self) -> Option<&RawResponse> {
        match &self.0.kind {
            ErrorKind::Api(_) | ErrorKind::Undocumented(_) | ErrorKind::Decode { .. } => {
                self.begun()
            }
            _ => None,
        }
    }

    /// The response, whole or not.
    fn begun(&self) -> Option<&RawResponse> {
        match &self.0.kind {
            ErrorKind::Undocumented(response) | ErrorKind::Decode { response, .. } => {
                Some(response)
            }
            _ => self.0.response.as_ref(),
        }
    }

    /// The same error with another type for the documented failure, to bring several operations to one.
    #[must_use]
    pub fn map_api<F>(self, map: impl FnOnce(E) -> F) -> Error<F> {
        let Inner {
            operation,
            response,
            attempts,
            kind,
        } = *self.0;
        let kind = match kind {
            ErrorKind::Api(failure) => ErrorKind::Api(map(failure)),
            ErrorKind::Undocumented(response) => ErrorKind::Undocumented(response),
            ErrorKind::Invalid(violations) => ErrorKind::Invalid(violations),
            ErrorKind::Auth(error) => ErrorKind::Auth(error),
            ErrorKind::Decode { response, error } => ErrorKind::Decode { response, error },
            ErrorKind::Timeout(limit) => ErrorKind::Timeout(limit),
            ErrorKind::Idle { limit, received } => ErrorKind::Idle { limit, received },
            ErrorKind::TooLarge(limit) => ErrorKind::TooLarge(limit),
            ErrorKind::Transport(error) => ErrorKind::Transport(error),
            ErrorKind::Stream(error) => ErrorKind::Stream(error),
            ErrorKind::Repeated { position, total } => ErrorKind::Repeated { position, total },
        };
        Error::with_response(operation, response, kind).after(attempts)
    }
}

impl Error<Infallible> {
    /// The same error for any operation.
    pub(crate) fn widen<E>(self) -> Error<E> {
        self.map_api(|never| match never {})
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.0.operation)?;
        if self.0.attempts > 1 {
            write!(f, "after {} attempts, ", self.0.attempts)?;
        }
        match &self.0.kind {
            ErrorKind::Api(_) => {
                f.write_str("the server refused")?;
                let Some(response) = self.begun() else {
                    return Ok(());
                };
                write!(f, " with {}", Status(response.status))?;
                if response.body.is_empty() {
                    return Ok(());
                }
                f.write_str(": ")?;
                excerpt(f, response)
            }
            ErrorKind::Undocumented(response) => {
                write!(
                    f,
                    "the server answered {}, which the document does not list: ",
                    Status(response.status)
                )?;
                excerpt(f, response)
            }
            ErrorKind::Invalid(violations) => {
                f.write_str("not sent, as the request breaks the document: ")?;
                list(f, violations)
            }
            ErrorKind::Auth(error) => match self.status().map(Status) {
                None => write!(f, "not sent: {error}"),
                Some(status) => write!(f, "the server answered {status}, and then {error}"),
            },
            ErrorKind::Decode { response, error } => {
                write!(
                    f,
                    "the server's answer ({}) does not fit the document: ",
                    Status(response.status)
                )?;
                if let Some(violations) = error.violations() {
                    return list(f, violations);
                }
                write!(f, "{error}: ")?;
                excerpt(f, response)
            }
            ErrorKind::Timeout(limit) => write!(f, "no whole answer within {limit:?}"),
            ErrorKind::Idle { limit, received } => write!(
                f,
                "the server's answer stopped after {received} bytes: nothing came for {limit:?}"
            ),
            ErrorKind::TooLarge(limit) => write!(
                f,
                "the server's answer is longer than the limit of {limit} bytes"
            ),
            ErrorKind::Transport(error) => {
                match self.status().map(Status) {
                    Some(status) => write!(f, "the server's answer ({status}) broke off")?,
                    None => f.write_str("no answer from the server")?,
                }
                write!(f, ": {}", root(error.as_ref()))
            }
            ErrorKind::Stream(error) => error.fmt(f),
            ErrorKind::Repeated { position, total } => {
                let word = match position {
                    Position::Offset(_) => "the offset",
                    Position::Page(_) => "the page",
                    _ => {
                        return write!(
                            f,
                            "the list goes on at {position} that was there before, in a circle"
                        );
                    }
                };
                write!(f, "the server sent the same page again at {position}")?;
                if let Some(total) = total {
                    write!(f, " of {total} items")?;
                }
                write!(f, ", as if it ignored {word}")
            }
        }
    }
}

/// A status as `404 Not Found`, or `520` where it has no name.
struct Status(StatusCode);

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.canonical_reason() {
            Some(reason) => write!(f, "{} {reason}", self.0.as_str()),
            None => f.write_str(self.0.as_str()),
        }
    }
}

/// The first few violations on one line.
fn list(f: &mut fmt::Formatter<'_>, violations: &Violations) -> fmt::Result {
    for (index, violation) in violations.iter().take(SHOWN_VIOLATIONS).enumerate() {
        let separator = if index == 0 { "" } else { "; " };
        write!(f, "{separator}{violation}")?;
    }
    match violations.iter().count().saturating_sub(SHOWN_VIOLATIONS) + violations.more() {
        0 => Ok(()),
        more => write!(f, "; and {more} more"),
    }
}

/// What an error goes back to: "connection refused" rather than "error sending request".
fn root<'a>(error: &'a (dyn std::error::Error + 'static)) -> &'a (dyn std::error::Error + 'static) {
    causes(error).last().unwrap_or(error)
}

/// The beginning of the body on one line: nothing in it may forge a line of a log.
fn excerpt(f: &mut fmt::Formatter<'_>, response: &RawResponse) -> fmt::Result {
    if response.body.is_empty() {
        return f.write_str("no body");
    }
    // A character has 4 bytes at most, so this holds as many as are shown and one more.
    let head = response
        .body
        .get(..(SHOWN_CHARACTERS + 1) * 4)
        .unwrap_or(&response.body);
    let text = String::from_utf8_lossy(head);
    for character in text.chars().take(SHOWN_CHARACTERS) {
        f.write_char(if character.is_control() {
            ' '
        } else {
            character
        })?;
    }
    if text.chars().nth(SHOWN_CHARACTERS).is_some() {
        write!(f, "… ({} bytes)", response.body.len())?;
    }
    Ok(())
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("operation", &self.0.operation)
            .field("kind", &self.0.kind)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl<E: fmt::Debug> fmt::Debug for ErrorKind<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(failure) => f.debug_tuple("Api").field(failure).finish(),
            Self::Undocumented(response) => {
                f.debug_tuple("Undocumented").field(&Cut(response)).finish()
            }
            Self::Invalid(violations) => f.debug_tuple("Invalid").field(violations).finish(),
            Self::Auth(error) => f.debug_tuple("Auth").field(error).finish(),
            Self::Decode { response, error } => f
                .debug_struct("Decode")
                .field("response", &Cut(response))
                .field("error", error)
                .finish(),
            Self::Timeout(limit) => f.debug_tuple("Timeout").field(limit).finish(),
            Self::Idle { limit, received } => f
                .debug_struct("Idle")
                .field("limit", limit)
                .field("received", received)
                .finish(),
            Self::TooLarge(limit) => f.debug_tuple("TooLarge").field(limit).finish(),
            Self::Transport(error) => f.debug_tuple("Transport").field(error).finish(),
            Self::Stream(error) => f.debug_tuple("Stream").field(error).finish(),
            Self::Repeated { position, total } => f
                .debug_struct("Repeated")
                .field("position", position)
                .field("total", total)
                .finish(),
        }
    }
}

/// A response whose `Debug` is short: `unwrap` must not print megabytes.
struct Cut<'a>(&'a RawResponse);

impl fmt::Debug for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = fmt::from_fn(|f| excerpt(f, self.0));
        f.debug_struct("RawResponse")
            .field("status", &self.0.status)
            .field("headers", &self.0.headers)
            .field("body", &body)
            .finish()
    }
}

impl<E: std::error::Error + 'static> std::error::Error for Error<E> {
    /// The documented failure, the transport's error, or what a token callback or provider said. What is wrong with a request or a
    /// body is in `Display` already.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            ErrorKind::Api(failure) => Some(failure),
            ErrorKind::Transport(error) => Some(error.as_ref()),
            ErrorKind::Stream(error) => std::error::Error::source(error),
            ErrorKind::Auth(error) => std::error::Error::source(error),
            _ => None,
        }
    }
}

/// Why a client could not be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// No base URL is set, and the document gives none.
    NoBaseUrl,
    /// The base URL cannot be used. The text says why.
    BaseUrl(String),
    /// A default header or the user agent cannot be sent. The text says why and never holds the value.
    Header(String),
    /// A credential cannot be sent.
    Credential(CredentialError),
    /// The default transport cannot be set up. The error is the [source](std::error::Error::source).
    Transport(BoxError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBaseUrl => f.write_str("no base URL: set one with `ClientBuilder::base_url`"),
            Self::BaseUrl(reason) => write!(f, "the base URL cannot be used: {reason}"),
            Self::Header(reason) => f.write_str(reason),
            Self::Credential(error) => error.fmt(f),
            Self::Transport(error) => write!(
                f,
                "the transport cannot be set up: {}",
                root(error.as_ref())
            ),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Credential(error) => std::error::Error::source(error),
            Self::Transport(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}
