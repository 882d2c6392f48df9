//! An operation in the runtime's terms: one description that client and server both go by, so that they
//! cannot disagree.
//!
//! A generated request type implements [`Request`] (through [`request!`](crate::request)) and
//! [`Operation`]. From these the four functions here do all the work:
//!
//! | | client | server |
//! |---|---|---|
//! | request | [`encode_request`] | [`decode_request`] |
//! | response | [`decode_response`] | [`encode_response`] |

mod content_type;
pub mod parameter;
mod request_decoder;
mod request_encoder;
mod response;
mod style;
mod uri;

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

pub use content_type::{is_json, is_json_type};
pub use http::{Method, StatusCode};
pub use parameter::{Parameter, Style, body_of, cookie, header, json_body, path, query};
pub use request_decoder::RequestDecoder;
pub use request_encoder::RequestEncoder;
pub use response::{Empty, Json, Parts, ResponsePart, Statuses};

pub use crate::json::{
    DecodeError, EncodeError, Keyword, Location, Mode, Place, Shape, Violation, Violations,
};

/// What a request consists of. The macro [`request!`](crate::request) implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    note = "the macro `request!` of spectrait-runtime makes requests"
)]
pub trait Request: Sized + Send + 'static {
    /// The parameters and the body, in the order of the fields.
    const PARAMETERS: &'static [Parameter];

    /// Gives the values of all [`PARAMETERS`](Self::PARAMETERS).
    fn encode(&self, out: &mut RequestEncoder);

    /// Takes the values of all [`PARAMETERS`](Self::PARAMETERS); `None` if a violation was recorded.
    fn decode(input: &mut RequestDecoder<'_>) -> Option<Self>;
}

/// What an operation takes and answers. Implemented by its request type.
#[diagnostic::on_unimplemented(message = "`{Self}` is not the request of an operation")]
pub trait Operation: Request {
    /// The document's `operationId`, or the one made for it.
    const ID: &'static str;
    /// The method.
    const METHOD: Method;
    /// The path template: `/builds/{buildId}`.
    const PATH: &'static str;
    /// Who may call: any one alternative suffices, all of its schemes are needed. Empty: everyone.
    const SECURITY: &'static [&'static [SecurityScheme]];
    /// The documented successes.
    type Success: Responses;
    /// The documented failures, an enum of its own.
    type Failure: Responses<Value = Self::Failure> + fmt::Debug + Send + Sync + 'static;
}

/// The value of an operation's success.
pub type Success<O> = <<O as Operation>::Success as Responses>::Value;

/// Documented responses: [`Json`], [`Empty`], or an enum by [`responses!`](crate::responses).
pub trait Responses {
    /// What the caller gets.
    type Value: Send + 'static;

    /// Reads a response, tolerantly. `None`: its status is not documented here.
    fn decode(response: &RawResponse) -> Option<Result<Self::Value, DecodeError>>;

    /// Writes a response, strictly.
    ///
    /// # Errors
    /// [`EncodeError`] if the document does not allow the value.
    fn encode(value: &Self::Value) -> Result<RawResponse, EncodeError>;
}

/// Why a response could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResponseError {
    /// The document does not list the status.
    Undocumented,
    /// The body is not what the document says.
    Decode(DecodeError),
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undocumented => f.write_str("the document does not list the status"),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ResponseError {}

/// Writes a request, without origin and credentials.
///
/// # Errors
/// [`Violations`]: what cannot be said is refused before it is sent, see [`parameter`].
pub fn encode_request<O: Operation>(request: &O) -> Result<EncodedRequest, Violations> {
    let mut encoder = RequestEncoder::new(O::PARAMETERS);
    request.encode(&mut encoder);
    encoder.finish(O::PATH)
}

/// Reads a request, strictly. Whether the body is [said to be JSON](is_json) is the server's to ask before.
///
/// # Errors
/// [`Violations`]: all of them, in the order of the parameters, the body's among them.
pub fn decode_request<O: Operation>(raw: &RawRequest<'_>) -> Result<O, Violations> {
    let mut decoder = RequestDecoder::new(raw, O::PARAMETERS);
    let request = O::decode(&mut decoder);
    decoder.finish(request)
}

/// Reads a response, tolerantly.
///
/// # Errors
/// [`ResponseError`] if the document does not list the status, or the body is not what it says.
pub fn decode_response<O: Operation>(
    raw: &RawResponse,
) -> Result<Result<Success<O>, O::Failure>, ResponseError> {
    if let Some(success) = O::Success::decode(raw) {
        return success.map(Ok).map_err(ResponseError::Decode);
    }
    match O::Failure::decode(raw) {
        Some(failure) => failure.map(Err).map_err(ResponseError::Decode),
        None => Err(ResponseError::Undocumented),
    }
}

/// Writes a response, strictly.
///
/// # Errors
/// [`EncodeError`] if the document does not allow the value: an unlisted enum value that came from another
/// server, a status outside of the documented range, an infinite number.
pub fn encode_response<O: Operation>(
    result: Result<Success<O>, O::Failure>,
) -> Result<RawResponse, EncodeError> {
    match result {
        Ok(success) => O::Success::encode(&success),
        Err(failure) => O::Failure::encode(&failure),
    }
}

/// A security scheme that the document declares (OpenAPI 3.0.4 section 4.8.27).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: &'static str,
    /// How the caller shows who it is.
    pub kind: SecuritySchemeKind,
}

impl SecurityScheme {
    /// `type: http, scheme: bearer`.
    #[must_use]
    pub const fn bearer(name: &'static str) -> Self {
        Self {
            name,
            kind: SecuritySchemeKind::Bearer,
        }
    }
}

/// How a caller shows who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecuritySchemeKind {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
}

/// A request on its way out, without origin and credentials. `Debug` shows no values of headers.
#[derive(Clone, PartialEq, Eq)]
pub struct EncodedRequest {
    /// Begins with `/`; percent-encoded.
    pub path: String,
    /// Without `?`; percent-encoded; `None` where no query parameter is set.
    pub query: Option<String>,
    /// Header parameters and `content-type`.
    pub headers: HeaderMap,
    /// The body.
    pub body: Option<Bytes>,
}

/// A request as it came in, matched against the path template. `Debug` shows no values of headers.
pub struct RawRequest<'a> {
    /// Per template variable its name and value, still percent-encoded.
    pub path: &'a [(&'a str, &'a str)],
    /// Without `?`, still percent-encoded.
    pub query: Option<&'a str>,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The whole body.
    pub body: &'a Bytes,
}

fn names(headers: &HeaderMap) -> Vec<&str> {
    headers.keys().map(http::HeaderName::as_str).collect()
}

impl fmt::Debug for EncodedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncodedRequest")
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &names(&self.headers))
            .field("body", &self.body)
            .finish()
    }
}

impl fmt::Debug for RawRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest")
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &names(self.headers))
            .field("body", &self.body)
            .finish()
    }
}

/// A response, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; empty where there is none.
    pub body: Bytes,
}
