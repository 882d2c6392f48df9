//! What a document means, as plain data: `$ref`s resolved, `allOf` merged, bounds and enums attached,
//! directions computed. No Rust names yet, and no version of OpenAPI any more.
//!
//! Stages import nothing of this crate bare: write `ir::Parameter`, not `Parameter`.

mod operation;
mod schema;
mod security;

pub use operation::{
    Header, HttpMethod, Location, MediaType, Operation, OperationId, Pagination, Parameter,
    RequestBody, Response, StatusPattern, Style,
};
pub use schema::{
    Additional, Array, Docs, Enumeration, EnumerationValue, Integer, Number, Object, Origin,
    Property, Root, Schema, SchemaId, SchemaKind, Step, StringFormat, StringSchema, Usage,
};
pub use security::{
    ApiKeyLocation, SecurityAlternative, SecurityScheme, SecuritySchemeKind, SecuritySchemeUse,
};

use spectrait_source::Node;

/// A whole document.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`: the document's, not OpenAPI's.
    pub version: String,
    /// `info.description`, else `info.summary`; Markdown.
    pub description: Option<String>,
    /// Where the API is served, in document order; `url` has its variables' defaults filled in.
    pub servers: Vec<Server>,
    /// Tags in the order of the document's `tags`, then of first use.
    pub tags: Vec<Tag>,
    /// Every operation, in document order.
    pub operations: Vec<Operation>,
    /// Every schema; [`SchemaId`] indexes it. The components come first, then the others in the order they are met.
    pub schemas: Vec<Schema>,
    /// The component schemas, in document order.
    pub components: Vec<SchemaId>,
    /// The declared security schemes of a kind that is known here, in document order, used or not.
    pub security_schemes: Vec<SecurityScheme>,
}

impl Api {
    /// The schema that `id` names.
    ///
    /// # Panics
    /// When `id` is of another `Api`.
    #[must_use]
    pub fn schema(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.index()]
    }
}

/// Where the API is served (OpenAPI 3.0.4 section 4.8.5).
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// Absolute, or relative to where the document was found.
    pub url: String,
    /// What it is for; Markdown.
    pub description: Option<String>,
}

/// A tag, which groups operations.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// As operations write it.
    pub name: String,
    /// Markdown.
    pub description: Option<String>,
}

/// A JSON value of the document with its place; numbers keep their text.
pub type Value = Node;
