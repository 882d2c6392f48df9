//! The client.

use super::{Docs, Enumeration, Imports, SecurityScheme, Type};

/// The module `client`.
#[derive(Debug, Clone, PartialEq)]
pub struct Client {
    /// The documentation of the module.
    pub module_docs: Docs,
    /// The documentation of `Client`.
    pub docs: Docs,
    /// `Client`, or `Sender`.
    pub ident: String,
    /// Whether it calls webhooks, each at a URL of its own.
    pub is_sender: bool,
    /// What `client!` and `server!` need.
    pub imports: Imports,
    /// The builder's methods.
    pub schemes: Vec<SecurityScheme>,
    /// Where the API is served: documentation and URL.
    pub base_url: Option<(Docs, String)>,
    /// The URLs with variables.
    pub servers: Vec<ServerUrl>,
}

/// A struct made by `server!`: a URL with variables.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerUrl {
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// The URL, with the variables in braces.
    pub template: String,
    /// The variables, in document order.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a [`ServerUrl`].
#[derive(Debug, Clone, PartialEq)]
pub struct ServerVariable {
    /// Its documentation.
    pub docs: Docs,
    /// The name of its field.
    pub ident: String,
    /// The type of its field.
    pub ty: Type,
    /// Its name in the template.
    pub wire_name: String,
    /// What it is unless set: a text, or the variant of the enum.
    pub default: ServerDefault,
    /// The enum of its values, where the document lists them.
    pub enumeration: Option<Enumeration>,
}

/// What a variable is unless set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerDefault {
    /// A text.
    Text(String),
    /// A variant of its enum.
    Variant(String),
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
    /// Whether it calls a webhook, at a given URL.
    pub is_webhook: bool,
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
    /// How the next page is asked for: `offset`, `page`, `cursor` or `link`.
    pub kind: &'static str,
    /// The request's field for it; links need none.
    pub field: Option<String>,
    /// The request's field with the size of a page.
    pub size: Option<String>,
    /// The number of the first page, where it is not 1.
    pub first: Option<u64>,
    /// The type of what the operation gives.
    pub page: Type,
    /// The type of an item.
    pub item: Type,
    /// The way to the items; none where the page is the list.
    pub items: Vec<PagePart>,
    /// What else the page says of the list: `total`, and the way to it.
    pub says: Vec<(&'static str, Vec<PagePart>)>,
}

/// A field on the way to what a page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePart {
    /// The field.
    pub ident: String,
    /// How often it must be asked whether it is there, before a field of it: it is optional, nullable, or both.
    pub doubts: usize,
}
