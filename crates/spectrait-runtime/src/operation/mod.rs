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

mod body;
mod byte_stream;
mod content_type;
mod events;
mod form;
mod headers;
mod lines;
mod media_type;
mod multipart;
mod octet_stream;
pub mod parameter;
mod pieces;
mod request_decoder;
mod request_encoder;
mod response;
mod security;
mod stream;
mod style;
mod uri;
mod written;

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

pub use byte_stream::{BoxError, ByteStream};
pub use content_type::{is_json, is_json_type};
pub use events::{Event, JsonData};
pub use headers::WithHeaders;
pub use http::{Method, StatusCode};
pub use media_type::{
    MediaKind, MediaType, Property, PropertyKind, event_stream, form, json, json_lines, multipart,
    octet_stream, one_of, property, text,
};
pub use octet_stream::OctetStream;
pub use parameter::{Parameter, Style, body, body_of, cookie, header, json_body, path, query};
pub use request_decoder::RequestDecoder;
pub use request_encoder::RequestEncoder;
pub use response::{Empty, ErasedPart, Json, Parts, Reading, ResponsePart, Statuses, Variant};
pub use security::{KeyLocation, OAuthFlow, OAuthFlowKind, SecurityScheme, SecuritySchemeKind};
pub use stream::{EventStream, JsonLines, MAX_ITEM_LENGTH, StreamError};
pub use written::WrittenResponse;

#[cfg(feature = "server")]
pub(crate) use body::content_type as content_type_of;
#[cfg(feature = "check-responses")]
pub(crate) use events::data_of;
#[cfg(feature = "server")]
pub(crate) use uri::decode_query;
#[cfg(feature = "client")]
pub(crate) use uri::encode as encode_query;

pub(crate) use self::written::WrittenRequest;
use crate::json::Fields;
pub use crate::json::{
    DecodeError, EncodeError, Keyword, Location, Mode, Place, Shape, Violation, Violations,
};

/// What a request consists of. The macro [`request!`](crate::request) implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    note = "the macro `request!` of spectrait-runtime makes requests"
)]
pub trait Request: Fields + Sized + Send + 'static {
    /// The parameters and the body, in the order of the fields.
    const PARAMETERS: &'static [Parameter];

    /// Gives the values of all [`PARAMETERS`](Self::PARAMETERS).
    fn encode(&self, out: &mut RequestEncoder) {
        self.fields(&mut |fields| out.fields(fields));
    }
}

/// A request that can be read. The macro [`request!`](crate::request) implements it for a server, and
/// [`headers!`](crate::headers) always.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read",
    note = "requests can with the feature `server` of spectrait-runtime"
)]
pub trait ReadRequest: Request {
    /// Takes the values of all [`PARAMETERS`](Request::PARAMETERS); `None` if a violation was recorded.
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
    /// Query pairs that every request has, decoded: of a path with a query of its own (`/x?action=y`). Where operations share
    /// a method and a path, they tell them apart.
    const QUERY: &'static [(&'static str, &'static str)] = &[];
    /// Headers that tell operations apart which share a method and a path. They are parameters as well.
    const HEADERS: &'static [(&'static str, &'static str)] = &[];
    /// Whether the API sends the request and its user answers: a webhook or a callback. Then the request is read
    /// tolerantly and its answer strictly.
    const IS_WEBHOOK: bool = false;
    /// The documented successes.
    type Success: Responses;
    /// The documented failures, an enum of its own.
    type Failure: Responses<Value = Self::Failure> + fmt::Debug + Send + Sync + 'static;
}

/// The value of an operation's success.
pub type Success<O> = <<O as Operation>::Success as Responses>::Value;

/// Documented responses: [`Json`], [`Empty`], one by [`response!`](crate::response), or an enum by
/// [`responses!`](crate::responses).
pub trait Responses {
    /// What the caller gets.
    type Value: Send + 'static;

    /// All that are documented here.
    const VARIANTS: &'static [Variant];

    /// Reads a response that is one of the [`VARIANTS`](Self::VARIANTS).
    ///
    /// # Errors
    /// [`DecodeError`] if it does not fit.
    fn read(variant: &Variant, reading: &mut Reading<'_>) -> Result<Self::Value, DecodeError>;

    /// Writes a response, strictly.
    ///
    /// # Errors
    /// [`EncodeError`] if the document does not allow the value.
    fn write(value: &Self::Value) -> Result<WrittenResponse, EncodeError>;

    /// Reads a whole response, tolerantly. `None`: its status is not documented here.
    #[must_use]
    fn decode(response: &RawResponse) -> Option<Result<Self::Value, DecodeError>> {
        let variant = Variant::find(Self::VARIANTS, response.status)?;
        let mut reading = Reading::new(response, variant, Mode::Tolerant);
        Some(Self::read(variant, &mut reading))
    }

    /// Writes a response that is no stream, strictly.
    ///
    /// # Errors
    /// [`EncodeError`] if the document does not allow the value.
    fn encode(value: &Self::Value) -> Result<RawResponse, EncodeError> {
        let written = Self::write(value)?.settled()?;
        Ok(written.response)
    }
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

/// Writes a request, without origin and credentials. A body that may be sent in [several media types](one_of) is sent in the
/// first of them. The body of a stream is left out.
///
/// # Errors
/// [`Violations`]: what cannot be said is refused before it is sent, see [`parameter`].
pub fn encode_request<O: Operation>(request: &O) -> Result<EncodedRequest, Violations> {
    let written = write_request(request)?.settled()?;
    Ok(written.request)
}

/// Writes a request whose body may be a stream, without origin and credentials. In which of several media types its body is
/// sent may still be open.
///
/// # Errors
/// As [`encode_request`].
pub(crate) fn write_request<O: Operation>(request: &O) -> Result<WrittenRequest, Violations> {
    let mode = if O::IS_WEBHOOK {
        Mode::Strict
    } else {
        Mode::Tolerant
    };
    let mut encoder = RequestEncoder::new(O::PARAMETERS)
        .mode(mode)
        .constants(O::QUERY);
    request.encode(&mut encoder);
    encoder.finish(O::PATH)
}

/// Reads a request, strictly; of a webhook tolerantly. Whether the body is of a documented media type is the server's to ask
/// before.
///
/// # Errors
/// [`Violations`]: all of them, in the order of the parameters, the body's among them.
pub fn decode_request<O: Operation + ReadRequest>(raw: &RawRequest<'_>) -> Result<O, Violations> {
    read_request(raw, None)
}

/// Reads a request whose body may come as a stream.
pub(crate) fn read_request<O: Operation + ReadRequest>(
    raw: &RawRequest<'_>,
    stream: Option<ByteStream>,
) -> Result<O, Violations> {
    let mode = if O::IS_WEBHOOK {
        Mode::Tolerant
    } else {
        Mode::Strict
    };
    let keys = O::SECURITY.iter().copied().flatten();
    let keys = keys.filter_map(SecurityScheme::query_name);
    let mut decoder = RequestDecoder::new(raw, O::PARAMETERS)
        .mode(mode)
        .with_stream(stream)
        .reserving(O::QUERY.iter().map(|(name, _)| *name).chain(keys));
    let request = O::decode(&mut decoder);
    decoder.finish(request)
}

/// Reads a whole response, tolerantly; of a webhook strictly.
///
/// # Errors
/// [`ResponseError`] if the document does not list the status, or the body is not what it says.
pub fn decode_response<O: Operation>(
    raw: &RawResponse,
) -> Result<Result<Success<O>, O::Failure>, ResponseError> {
    read_response::<O>(raw, None)
}

/// The media types of the documented responses, those of successes first.
#[cfg(feature = "client")]
pub(crate) fn accept<O: Operation>() -> http::HeaderValue {
    let mut names: Vec<&str> = Vec::new();
    let variants = O::Success::VARIANTS.iter().chain(O::Failure::VARIANTS);
    for media in variants.filter_map(|variant| variant.media.as_ref()) {
        for choice in media.choices() {
            if !names.contains(&choice.name) {
                names.push(choice.name);
            }
        }
    }
    http::HeaderValue::try_from(names.join(", "))
        .ok()
        .filter(|_| !names.is_empty())
        .unwrap_or(http::HeaderValue::from_static("application/json"))
}

/// Whether the body of a response is handed over while it comes, which its head tells.
#[cfg(feature = "client")]
pub(crate) fn is_stream<O: Operation>(head: &RawResponse) -> bool {
    let variant = Variant::find(O::Success::VARIANTS, head.status)
        .or_else(|| Variant::find(O::Failure::VARIANTS, head.status));
    let Some(media) = variant.and_then(|variant| variant.media.as_ref()) else {
        return false;
    };
    let index = media.choose(body::content_type(&head.headers));
    let media = media.choices().get(index.unwrap_or(0));
    media.is_some_and(MediaType::is_stream)
}

/// Reads a response whose body may come as a stream.
pub(crate) fn read_response<O: Operation>(
    raw: &RawResponse,
    stream: Option<ByteStream>,
) -> Result<Result<Success<O>, O::Failure>, ResponseError> {
    let mode = if O::IS_WEBHOOK {
        Mode::Strict
    } else {
        Mode::Tolerant
    };
    read_response_in::<O>(raw, stream, mode)
}

/// Holds a response against the document as its types know it: status, headers, body, strictly. A stream's items are not
/// looked at.
///
/// # Errors
/// [`ResponseError`] says all that is wrong.
#[cfg(feature = "server")]
pub(crate) fn check_response<O: Operation>(raw: &RawResponse) -> Result<(), ResponseError> {
    read_response_in::<O>(raw, None, Mode::Strict).map(drop)
}

fn read_response_in<O: Operation>(
    raw: &RawResponse,
    stream: Option<ByteStream>,
    mode: Mode,
) -> Result<Result<Success<O>, O::Failure>, ResponseError> {
    if let Some(variant) = Variant::find(O::Success::VARIANTS, raw.status) {
        let mut reading = Reading::new(raw, variant, mode).with_stream(stream);
        let success = O::Success::read(variant, &mut reading);
        return success.map(Ok).map_err(ResponseError::Decode);
    }
    let Some(variant) = Variant::find(O::Failure::VARIANTS, raw.status) else {
        return Err(ResponseError::Undocumented);
    };
    let mut reading = Reading::new(raw, variant, mode).with_stream(stream);
    let failure = O::Failure::read(variant, &mut reading);
    failure.map(Err).map_err(ResponseError::Decode)
}

/// Writes a response, strictly; where its value may be sent in several media types, in `application/json` or else the first. The
/// body of a stream is left out.
///
/// # Errors
/// [`EncodeError`] if the document does not allow the value: an unlisted enum value that came from another
/// server, a status outside of the documented range, an infinite number.
pub fn encode_response<O: Operation>(
    result: Result<Success<O>, O::Failure>,
) -> Result<RawResponse, EncodeError> {
    let written = write_response::<O>(result)?.settled()?;
    Ok(written.response)
}

/// Writes a response, strictly, whose body may be a stream. In which of several media types it is sent may still be open.
pub(crate) fn write_response<O: Operation>(
    result: Result<Success<O>, O::Failure>,
) -> Result<WrittenResponse, EncodeError> {
    match result {
        Ok(success) => O::Success::write(&success),
        Err(failure) => O::Failure::write(&failure),
    }
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
    /// The body; `None` also where it is a stream.
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
