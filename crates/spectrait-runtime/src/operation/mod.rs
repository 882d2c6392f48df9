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

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

/// What an operation takes and answers. Implemented by its request type.
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
    type Failure: Responses<Value = Self::Failure> + std::fmt::Debug + Send + Sync + 'static;
}

/// A security scheme that the document declares (OpenAPI 3.0.4 section 4.8.27).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: &'static str,
    /// How the caller shows who it is.
    pub kind: SecuritySchemeKind,
}

/// How a caller shows who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecuritySchemeKind {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
}

/// A request on its way out, without origin and credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// A request as it came in, matched against the path template.
#[derive(Debug)]
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
