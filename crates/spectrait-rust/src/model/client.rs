//! The client.

use super::{Docs, Imports, SecurityScheme, Type};

/// The module `client`.
#[derive(Debug, Clone, PartialEq)]
pub struct Client {
    /// The documentation of the module.
    pub module_docs: Docs,
    /// The documentation of `Client`.
    pub docs: Docs,
    /// What `client!` needs.
    pub imports: Imports,
    /// The builder's methods.
    pub schemes: Vec<SecurityScheme>,
    /// Where the API is served: documentation and URL.
    pub base_url: Option<(Docs, String)>,
}

/// The client's methods for a group of operations.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientModule {
    /// The documentation of the module, where it has a file of its own.
    pub docs: Docs,
    /// What the methods need.
    pub imports: Imports,
    /// The methods, in document order.
    pub methods: Vec<ClientMethod>,
}

/// A method for an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientMethod {
    /// Its documentation.
    pub docs: Docs,
    /// Whether it should no longer be called.
    pub is_deprecated: bool,
    /// Its name.
    pub ident: String,
    /// The request type.
    pub request: Type,
    /// `Call<Success, Failure>`
    pub call: Type,
    /// How its list is paged.
    pub pages: Option<Pages>,
}

/// How a list is paged: the method for all pages, and the fields that the runtime reads.
#[derive(Debug, Clone, PartialEq)]
pub struct Pages {
    /// The method's documentation.
    pub docs: Docs,
    /// The method's name.
    pub ident: String,
    /// `Pages<Request>`
    pub ty: Type,
    /// The request's field with the size of a page.
    pub limit: String,
    /// The request's field with the number of items to skip.
    pub offset: String,
    /// The page's type.
    pub page: Type,
    /// The page's field with the items.
    pub items: String,
    /// The type of an item.
    pub item: Type,
    /// The page's field with the number of all items.
    pub total: String,
}
