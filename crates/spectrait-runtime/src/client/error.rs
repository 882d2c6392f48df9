//! Why a call gave no value.

mod text;

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use self::text::root;
use super::CredentialError;
use super::pages::Position;
use super::transport::BoxError;
use crate::operation::{DecodeError, RawResponse, StreamError, Violations};

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
