//! What `resolve` hands to `lower`: every reference followed, every default of the specification filled
//! in, every noun with its place. No reference is left but from schema to schema.

use indexmap::IndexMap;
use spectrait_ir::{ApiKeyLocation, HttpMethod, Location, StatusPattern, Style};
use spectrait_source::{Node, Span};

use crate::schema::{Property, Schema, SchemaId, Spanned};

/// A document without references to anything but schemas.
#[derive(Debug)]
pub struct Api {
    /// `info.title`
    pub title: String,
    /// `info.version`
    pub version: String,
    /// `info.description`, else `info.summary`
    pub description: Option<String>,
    /// `servers`, with the defaults of their variables filled in. `[{url: /}]` where the document has none.
    pub servers: Vec<spectrait_ir::Server>,
    /// `tags`
    pub tags: Vec<spectrait_ir::Tag>,
    /// Every operation of `paths`, in document order.
    pub operations: Vec<Operation>,
    /// `webhooks`, then the callbacks of the operations, in document order, then the callbacks of those.
    pub webhooks: Vec<Webhook>,
    /// Every schema; [`SchemaId`] indexes it.
    pub schemas: Vec<Schema>,
    /// `components.schemas`, in document order.
    pub components: IndexMap<Box<str>, Property>,
    /// `components.securitySchemes`, in document order.
    pub security_schemes: Vec<SecurityScheme>,
    /// What has no field here and cannot be generated yet: a dialect of JSON Schema.
    pub unsupported: Vec<Unsupported>,
}

/// An operation that the API calls.
#[derive(Debug)]
pub struct Webhook {
    /// Its key in `webhooks` or `callbacks`.
    pub name: Spanned<String>,
    /// What asks for it; `None` for a member of `webhooks`.
    pub callback: Option<Callback>,
    /// What is called.
    pub operation: Operation,
}

/// Where a callback comes from.
#[derive(Debug, Clone)]
pub struct Callback {
    /// The operation that declares it: a position in `Api::operations` and, counted on, `Api::webhooks`.
    pub operation: usize,
    /// The runtime expression that gives the URL.
    pub expression: String,
}

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// `operationId`, unless another operation has it.
    pub operation_id: Option<Spanned<String>>,
    /// `x-rust-name`
    pub rust_name: Option<String>,
    /// The method.
    pub method: HttpMethod,
    /// The path template: it begins with `/`, its variables are in braces without operators. A query is kept, a fragment
    /// is not. Of a webhook its name, of a callback its expression.
    pub path: Spanned<String>,
    /// The operation's key, for diagnostics about all of it.
    pub span: Span,
    /// `summary`
    pub summary: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// `tags`
    pub tags: Vec<String>,
    /// The path item's and the operation's own, merged; every template variable has exactly one.
    pub parameters: Vec<Parameter>,
    /// `requestBody`
    pub request_body: Option<RequestBody>,
    /// `responses`
    pub responses: Vec<Response>,
    /// The operation's own `security`, else the document's. Empty: everyone.
    pub security: Vec<SecurityRequirement>,
    /// Its own `servers`, else its path's; empty: the document's.
    pub servers: Vec<spectrait_ir::Server>,
    /// Where they stand.
    pub servers_span: Option<Span>,
}

/// Something valid that no later stage has a field for; `lower` reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported {
    /// What it is, as a noun phrase: "callbacks".
    pub what: String,
    /// Where it stands.
    pub span: Span,
}

/// A parameter or a response header.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of the specification"
)]
pub struct Parameter {
    /// `name`
    pub name: Spanned<String>,
    /// `x-rust-name`
    pub rust_name: Option<String>,
    /// `in`
    pub location: Location,
    /// `style`, its default filled in.
    pub style: Style,
    /// `explode`, its default filled in.
    pub explode: bool,
    /// `allowReserved`
    pub allow_reserved: bool,
    /// `required`
    pub required: bool,
    /// `deprecated`
    pub deprecated: bool,
    /// `description`
    pub description: Option<String>,
    /// `example`, `examples`
    pub examples: Vec<Node>,
    /// `schema` or `content`
    pub shape: ParameterShape,
    /// All of it.
    pub span: Span,
}

/// How a parameter says what its value is.
#[derive(Debug)]
pub enum ParameterShape {
    /// `schema`
    Schema(SchemaId),
    /// `content`, which holds one media type.
    Content(MediaType),
    /// Neither, or a broken one, which is reported: text.
    Text,
}

/// A request body.
#[derive(Debug)]
pub struct RequestBody {
    /// All of it.
    pub span: Span,
    /// `description`
    pub description: Option<String>,
    /// `required`
    pub required: bool,
    /// `content`, in document order.
    pub content: Vec<MediaType>,
}

/// A representation of a body.
#[derive(Debug)]
pub struct MediaType {
    /// The key: `application/json`.
    pub name: Spanned<String>,
    /// `schema`
    pub schema: Option<SchemaId>,
    /// `itemSchema` (OpenAPI 3.2), and where its name stands.
    pub item_schema: Option<Spanned<SchemaId>>,
    /// `example`, `examples`
    pub examples: Vec<Node>,
    /// `encoding`, in document order.
    pub encoding: Vec<Encoding>,
}

/// How a property of a form or multipart is written.
#[derive(Debug)]
pub struct Encoding {
    /// The property's name.
    pub property: Spanned<String>,
    /// `contentType`: media types and ranges, in document order.
    pub content_types: Vec<String>,
    /// `headers`, where they stand and are not empty.
    pub headers: Option<Span>,
    /// Where the first of `style`, `explode` and `allowReserved` stands that is written.
    pub styled: Option<Span>,
    /// `style`, its default filled in.
    pub style: Style,
    /// `explode`, its default filled in.
    pub explode: bool,
    /// `allowReserved`
    pub allow_reserved: bool,
}

/// A response.
#[derive(Debug)]
pub struct Response {
    /// The key.
    pub status: Spanned<StatusPattern>,
    /// `description`
    pub description: Option<String>,
    /// `headers`; the location is `Header`.
    pub headers: Vec<Parameter>,
    /// `content`, in document order.
    pub content: Vec<MediaType>,
    /// `links`, in document order.
    pub links: Vec<spectrait_ir::Link>,
}

/// Schemes that together let a caller in; empty: everyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// Where it stands.
    pub span: Span,
    /// Positions in `Api::security_schemes` and the scopes needed.
    pub schemes: Vec<(usize, Vec<String>)>,
}

/// A security scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name in `components.securitySchemes`.
    pub name: Spanned<String>,
    /// `description`
    pub description: Option<String>,
    /// The rest.
    pub kind: SecuritySchemeKind,
}

/// How a caller shows who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// `type: http`
    Http {
        /// `scheme`, in lower case.
        scheme: String,
        /// `bearerFormat`
        bearer_format: Option<String>,
    },
    /// `type: apiKey`
    ApiKey {
        /// `in`
        location: ApiKeyLocation,
        /// `name`
        name: String,
    },
    /// `type: oauth2`: a bearer token, once it has been got.
    OAuth2 {
        /// `flows`
        flows: Vec<spectrait_ir::OAuthFlow>,
    },
    /// `type: openIdConnect`: a bearer token, once it has been got.
    OpenIdConnect {
        /// `openIdConnectUrl`
        url: String,
    },
    /// `type: mutualTLS`: on the connection, not in a request.
    MutualTls,
}
