//! Operations, their parameters, request bodies and responses.

use spectrait_source::Span;

use crate::{Docs, SchemaId, SecurityAlternative, Value};

/// Which operation of an [`Api`](crate::Api): the position in `Api::operations`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub u32);

/// What a client can ask of a server (OpenAPI 3.0.4 section 4.8.10).
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The document's `operationId`; `None` where it has none.
    pub operation_id: Option<String>,
    /// The method.
    pub method: HttpMethod,
    /// The path template, beginning with `/`.
    pub path: String,
    /// Where the operation stands.
    pub span: Span,
    /// One line.
    pub summary: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// Whether it should no longer be called.
    pub deprecated: bool,
    /// Its tags, in document order.
    pub tags: Vec<String>,
    /// The path's parameters and its own, merged.
    pub parameters: Vec<Parameter>,
    /// The body of its request.
    pub request_body: Option<RequestBody>,
    /// Its responses, in document order.
    pub responses: Vec<Response>,
    /// Who may call it: any one alternative suffices. Empty: everyone.
    pub security: Vec<SecurityAlternative>,
    /// How its list is paged, where the document shows it.
    pub pagination: Option<Pagination>,
}

/// The methods of a path item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "each is the method of its name, RFC 9110 section 9.3 and RFC 5789"
)]
pub enum HttpMethod {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl HttpMethod {
    /// As it is sent: `GET`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

/// A parameter (OpenAPI 3.0.4 section 4.8.12).
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// As it is written on the wire.
    pub wire_name: String,
    /// Where its name stands.
    pub span: Span,
    /// Which part of the request it is in.
    pub location: Location,
    /// How its value becomes text.
    pub style: Style,
    /// Whether arrays and objects become several parameters.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// Whether it must be present.
    pub required: bool,
    /// What is said about it.
    pub docs: Docs,
    /// What its value is.
    pub schema: SchemaId,
    /// The meaning of its absence; valid against the schema. `None` where it must be present.
    pub default: Option<Value>,
}

/// Which part of a request a parameter is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the location of its name")]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a parameter's value becomes text (OpenAPI 3.0.4 section 4.8.12.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the style of its name")]
pub enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestBody {
    /// Where it stands.
    pub span: Span,
    /// Markdown.
    pub description: Option<String>,
    /// Whether it must be present.
    pub required: bool,
    /// The representations, in document order.
    pub content: Vec<MediaType>,
}

/// A representation of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaType {
    /// The media type or range: `application/json`.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// What it holds. JSON always has one: without `schema` in the document it is `Any`.
    pub schema: Option<SchemaId>,
}

/// A documented response.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Which statuses it is for.
    pub status: StatusPattern,
    /// Where it stands.
    pub span: Span,
    /// Markdown.
    pub description: Option<String>,
    /// Its headers, in document order.
    pub headers: Vec<Header>,
    /// The representations of its body, in document order; empty: no body.
    pub content: Vec<MediaType>,
}

/// Which statuses a response is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusPattern {
    /// One status: `404`.
    Exact(u16),
    /// A class of statuses: `4` for `4XX`.
    Range(u8),
    /// `default`: every status without a response of its own.
    Default,
}

/// A response header.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Its name.
    pub wire_name: String,
    /// Where its name stands.
    pub span: Span,
    /// Whether it must be present.
    pub required: bool,
    /// What is said about it.
    pub docs: Docs,
    /// What its value is.
    pub schema: SchemaId,
}

/// How a list is paged, in wire names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pagination {
    /// The request says how many items to skip; the response says how many there are.
    Offset {
        /// The query parameter with the number of items to skip.
        offset: String,
        /// The query parameter with the size of a page.
        limit: String,
        /// The response's property with the items.
        items: String,
        /// The response's property with the number of all items.
        total: String,
    },
}
