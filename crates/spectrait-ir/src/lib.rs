//! What a document means, as plain data: `$ref`s resolved, `allOf` merged, bounds and enums attached,
//! directions computed. No Rust names yet, and no version of OpenAPI any more.
//!
//! Stages import nothing of this crate bare: write `ir::Parameter`, not `Parameter`.

mod operation;
mod schema;
mod security;

pub use operation::{
    Callback, Encoding, EventData, Header, HttpMethod, Link, Location, MediaKind, MediaType,
    Operation, OperationId, PageFact, Pagination, PagingKind, Parameter, RequestBody, Response,
    StatusPattern, Style, Webhook,
};
pub use schema::{
    Additional, Array, Branch, Docs, Enumeration, EnumerationValue, Integer, IntegerFormat,
    JsonType, Number, Object, Origin, Property, Root, Rule, RuleSet, RuleSetId, Schema, SchemaId,
    SchemaKind, Step, StringFormat, StringSchema, Union, UnionCount, Usage,
};
pub use security::{
    ApiKeyLocation, OAuthFlow, SecurityAlternative, SecurityScheme, SecuritySchemeKind,
    SecuritySchemeUse,
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
    /// Every operation of `paths`, in document order.
    pub operations: Vec<Operation>,
    /// What the API calls by itself: `webhooks`, then the callbacks of the operations, in document order.
    pub webhooks: Vec<Webhook>,
    /// Every schema; [`SchemaId`] indexes it. The components come first, then the others in the order they are met.
    pub schemas: Vec<Schema>,
    /// The schemas that are checked only; [`RuleSetId`] indexes it.
    pub rule_sets: Vec<RuleSet>,
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

    /// The rules that `id` names.
    ///
    /// # Panics
    /// When `id` is of another `Api`.
    #[must_use]
    pub fn rule_set(&self, id: RuleSetId) -> &RuleSet {
        &self.rule_sets[id.index()]
    }

    /// The operation that `id` names, a webhook's too.
    ///
    /// # Panics
    /// When `id` is of another `Api`.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> &Operation {
        let index = id.0 as usize;
        match self.operations.get(index) {
            Some(operation) => operation,
            None => &self.webhooks[index - self.operations.len()].operation,
        }
    }
}

/// Where the API is served (OpenAPI 3.0.4 section 4.8.5).
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// Absolute, or relative to where the document was found; the variables' defaults are filled in.
    pub url: String,
    /// As written, with the variables in braces.
    pub template: String,
    /// The variables, in document order.
    pub variables: Vec<ServerVariable>,
    /// What it is for; Markdown.
    pub description: Option<String>,
}

/// A part of a server's URL that can be chosen (OpenAPI 3.0.4 section 4.8.6).
#[derive(Debug, Clone, PartialEq)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// What it is unless chosen.
    pub default: String,
    /// What can be chosen; empty: anything.
    pub values: Vec<String>,
    /// Markdown.
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
