//! Operations, their parameters, request bodies and responses.

use spectrait_source::Span;

use crate::{Docs, SchemaId, SecurityAlternative, Server, Value};

/// Which operation of an [`Api`](crate::Api): the position in `Api::operations`, and, counted on from their end, in
/// `Api::webhooks`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub u32);

/// What a client can ask of a server (OpenAPI 3.0.4 section 4.8.10).
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The document's `operationId`; `None` where it has none.
    pub operation_id: Option<String>,
    /// `x-rust-name`: the name of its method.
    pub rust_name: Option<String>,
    /// The method.
    pub method: HttpMethod,
    /// The path template, beginning with `/`. Of a webhook: its name; of a callback: its expression.
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
    /// Where it is served, if not where the [rest](crate::Api::servers) is: its own servers, else its path's.
    pub servers: Vec<Server>,
    /// How its list is paged, where the document shows it or the user says it.
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
    /// `x-rust-name`: the name of its field.
    pub rust_name: Option<String>,
    /// The media type that its value is written in, where the document says `content` in place of `schema`. Then there is
    /// no style.
    pub media_type: Option<String>,
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
    /// How it is read and written.
    pub kind: MediaKind,
    /// What it holds; of event streams what the data of each event is, of JSON lines what each line is. JSON, forms and
    /// multipart always have one: without `schema` in the document it is `Any`, or a map. Text may have one (an enum, an
    /// integer, lengths); octets have none.
    pub schema: Option<SchemaId>,
    /// How the properties of a form or multipart are written, where the document says it.
    pub encoding: Vec<Encoding>,
}

/// How a representation is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MediaKind {
    /// `application/json`, `+json` (RFC 6839).
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`, and any other `multipart/…` (RFC 7578, RFC 2046).
    Multipart,
    /// `text/…` but for the others here: a string.
    Text,
    /// `application/xml`, `text/xml`, `+xml`: a string, for now.
    Xml,
    /// `text/event-stream` (WHATWG HTML section 9.2).
    EventStream(EventData),
    /// `application/jsonl`, `application/x-ndjson`, `application/json-seq` and the like: a JSON value a line.
    JsonLines,
    /// Everything else, `*/*` too: octets.
    Octets,
}

/// How the data of an event is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventData {
    /// A string as its text, anything else as JSON.
    Plain,
    /// As JSON, a string too: the document says `contentMediaType: application/json`.
    Json,
}

/// How a property of a form or multipart is written (OpenAPI 3.0.4 section 4.8.15).
#[derive(Debug, Clone, PartialEq)]
pub struct Encoding {
    /// The property's wire name.
    pub property: String,
    /// Where it stands.
    pub span: Span,
    /// The media types a part may have; empty: what the property's type implies.
    pub content_types: Vec<String>,
    /// The headers of a part.
    pub headers: Vec<Header>,
    /// How the value becomes text in a form.
    pub style: Style,
    /// Whether arrays and objects become several pairs.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
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
    /// What can be called with its values, for the documentation.
    pub links: Vec<Link>,
}

/// A link from a response to an operation (OpenAPI 3.0.4 section 4.8.20).
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// The `operationId` or `operationRef`.
    pub target: String,
    /// The parameters it gives: name and runtime expression or constant, as text.
    pub parameters: Vec<(String, String)>,
    /// Markdown.
    pub description: Option<String>,
}

/// An operation that the API calls and its user answers (OpenAPI 3.1.1 section 4.8.2 `webhooks`, 3.0.4 section 4.8.18). What it
/// sends is read tolerantly, as a response is.
#[derive(Debug, Clone, PartialEq)]
pub struct Webhook {
    /// The key in `webhooks`, or in `callbacks`.
    pub name: String,
    /// What asks for it; `None` for a member of `webhooks`.
    pub callback: Option<Callback>,
    /// What is called. `path` is of no use as one.
    pub operation: Operation,
}

/// Where a callback comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Callback {
    /// The operation that declares it.
    pub operation: OperationId,
    /// The runtime expression that gives the URL: `{$request.body#/callbackUrl}`.
    pub expression: String,
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
    /// Whether objects are written as `name=value`. The style is `simple`.
    pub explode: bool,
    /// The media type that its value is written in, where the document says `content` in place of `schema`.
    pub media_type: Option<String>,
    /// What is said about it.
    pub docs: Docs,
    /// What its value is.
    pub schema: SchemaId,
}

/// How a list is paged, in wire names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// What the request for the next page says.
    pub kind: PagingKind,
    /// The query parameter with the size of a page.
    pub size: Option<String>,
    /// The properties that lead from the response's body to the items; none where the body is the array.
    pub items: Vec<String>,
    /// What else the response says of the list, each with the properties that lead to it.
    pub says: Vec<(PageFact, Vec<String>)>,
}

/// What the request for the next page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PagingKind {
    /// This query parameter: how many items to skip.
    Offset(String),
    /// This query parameter: the number of the page.
    Page {
        /// The parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// This query parameter: what the page before gave.
    Cursor(String),
    /// Its URL: that of the response's `Link` header (RFC 8288).
    Link,
}

/// What a page says of its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageFact {
    /// How many items there are in all.
    Total,
    /// How many pages there are.
    Pages,
    /// Which page it is.
    Page,
    /// Whether another follows.
    HasMore,
    /// The next cursor.
    Next,
    /// The next cursor is this property of the last item.
    Last,
}
