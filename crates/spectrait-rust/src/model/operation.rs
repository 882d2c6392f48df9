//! Operations.

use super::{Alias, Docs, Imports, Item, MediaType, Record, Requirement, Type};

/// A module of operations.
#[derive(Debug, Clone, PartialEq)]
pub struct OperationsModule {
    /// The documentation of the module.
    pub docs: Docs,
    /// What the file imports.
    pub imports: Imports,
    /// Its operations, in document order.
    pub operations: Vec<Operation>,
}

/// An operation: a request type that knows its responses.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The document's `operationId`, or the one made for it.
    pub id: String,
    /// `GET`
    pub method: &'static str,
    /// The path template, without query and fragment.
    pub path: String,
    /// Query parameters that are part of the path as the document writes it: name and value.
    pub query: Vec<(String, String)>,
    /// Headers that have one value and tell operations of one method and path apart: name and value.
    pub headers: Vec<(String, String)>,
    /// Whether the API calls it and its user answers.
    pub is_webhook: bool,
    /// Names for the types of its parameters.
    pub aliases: Vec<Item>,
    /// The request.
    pub request: Record,
    /// Alternatives of schemes.
    pub security: Vec<Vec<Requirement>>,
    /// The runtime's `Operation`, `Method` and `SecurityScheme`, as spelled in this file.
    pub runtime: [Type; 3],
    /// The type of the successes.
    pub success: Type,
    /// The type of the failures.
    pub failure: Type,
    /// What its bodies and responses are made of, where the runtime has no type for it.
    pub messages: Vec<Message>,
    /// The structs and enums of inline schemas.
    pub items: Vec<Item>,
}

/// A type for a body or a response.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A body of several media types.
    Bodies(Bodies),
    /// A response of one status.
    Response(Response),
    /// Several responses.
    Responses(Responses),
    /// The headers of a response.
    Headers(Record),
    /// Another name of a type that another operation declares.
    Alias(Alias),
}

/// An enum made by `bodies!`.
#[derive(Debug, Clone, PartialEq)]
pub struct Bodies {
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// Whether it may get more variants: in responses.
    pub is_open: bool,
    /// A variant for each media type.
    pub variants: Vec<BodyVariant>,
}

/// A media type of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyVariant {
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// What it holds.
    pub ty: Type,
    /// How that is written.
    pub media_type: MediaType,
}

/// A struct made by `response!`.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// What it holds.
    pub ty: Type,
    /// `200`
    pub status: u16,
    /// How its body is written, where it has one that is not `application/json`.
    pub media_type: Option<MediaType>,
}

/// An enum made by `responses!`.
#[derive(Debug, Clone, PartialEq)]
pub struct Responses {
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// A variant for each documented response.
    pub variants: Vec<Variant>,
}

/// A documented response.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// The runtime's `StatusCode`, where the response is for several statuses.
    pub status: Option<Type>,
    /// Its body, with its headers.
    pub body: Option<Type>,
    /// How the body is written, where it has one that is not `application/json`.
    pub media_type: Option<MediaType>,
    /// `404`, `4XX` or `default`.
    pub pattern: String,
}
