//! Operations.

use super::{Docs, Imports, Item, Record, Type};

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
    /// The path template.
    pub path: String,
    /// Names for the types of its parameters.
    pub aliases: Vec<Item>,
    /// The request.
    pub request: Record,
    /// Alternatives of constants in `security`.
    pub security: Vec<Vec<Type>>,
    /// The runtime's `Operation`, `Method` and `SecurityScheme`, as spelled in this file.
    pub runtime: [Type; 3],
    /// The type of the successes.
    pub success: Type,
    /// The type of the failures.
    pub failure: Type,
    /// The enums of the successes (if there are several) and of the failures.
    pub responses: Vec<Responses>,
    /// The structs and enums of inline schemas.
    pub items: Vec<Item>,
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
    /// Its body.
    pub body: Option<Type>,
    /// `404`, `4XX` or `default`.
    pub pattern: String,
}
