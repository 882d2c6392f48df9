//! The server.

use super::{Docs, Imports, Type};

/// The module `server`.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// The documentation of the module.
    pub module_docs: Docs,
    /// What the module itself needs, the traits of its groups left out.
    pub imports: Imports,
    /// What tells who calls; `None` where every operation is open to everyone.
    pub authentication: Option<Authentication>,
    /// The documentation of `Api`.
    pub docs: Docs,
    /// What a compiler's message says of a type that is no `Api`.
    pub unimplemented: Unimplemented,
    /// The documentation of `BASE_PATH`.
    pub base_path_docs: Docs,
    /// The path of the document's first server.
    pub base_path: String,
    /// The documentation of `OPENAPI_JSON` and `OPENAPI_YAML`.
    pub openapi_docs: [Docs; 2],
}

/// What tells who calls.
#[derive(Debug, Clone, PartialEq)]
pub struct Authentication {
    /// The documentation of `Credentials`.
    pub docs: Docs,
    /// What a caller may show.
    pub credentials: Vec<Credential>,
    /// The runtime's `Context`.
    pub context: Type,
    /// `Result<Self::Principal, AuthError>`
    pub output: Type,
    /// The runtime's `Scopes`, if an operation needs any.
    pub scopes: Option<Type>,
}

/// A variant of `Credentials`.
#[derive(Debug, Clone, PartialEq)]
pub struct Credential {
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// What each scheme gives.
    pub types: Vec<Type>,
    /// The schemes: constants of `security`.
    pub schemes: Vec<Type>,
}

/// The text of `#[diagnostic::on_unimplemented]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unimplemented {
    /// What is missing.
    pub message: String,
    /// How to mend it.
    pub note: String,
}

/// The trait for a group of operations.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerModule {
    /// The documentation of the module, where it has a file of its own.
    pub module_docs: Docs,
    /// The documentation of the trait, where it has a file of its own.
    pub docs: Docs,
    /// What the methods need.
    pub imports: Imports,
    /// The trait's name: `Api`.
    pub ident: String,
    /// What a compiler's message says of a type that does not implement it.
    pub unimplemented: Unimplemented,
    /// The methods, in document order.
    pub methods: Vec<ServerMethod>,
    /// Whether the document has operations that need scopes, so that a principal says which there are.
    pub has_scopes: bool,
}

impl ServerModule {
    /// Whether any method is called only for who authenticates.
    #[must_use]
    pub fn is_secured(&self) -> bool {
        self.methods.iter().any(|method| method.is_secured)
    }
}

/// A method for an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerMethod {
    /// Its documentation.
    pub docs: Docs,
    /// Its name.
    pub ident: String,
    /// The request type.
    pub request: Type,
    /// Whether it is called only for who authenticates.
    pub is_secured: bool,
    /// The runtime's `Context`, of the principal if it is secured.
    pub context: Type,
    /// What the future gives: `Result<Success, Failure<Error>>`.
    pub output: Type,
}
