//! Security schemes.

use super::{Docs, Imports, Type};

/// The module `security`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityModule {
    /// What the file imports.
    pub imports: Imports,
    /// The runtime's `SecurityScheme`.
    pub scheme_type: Type,
    /// The schemes that operations use, in document order.
    pub schemes: Vec<SecurityScheme>,
}

/// A constant for a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its documentation.
    pub docs: Docs,
    /// Its name: `BEARER_AUTH`.
    pub ident: String,
    /// The client builder's method: `bearer_auth`.
    pub method: String,
    /// The document's name for it.
    pub name: String,
    /// How the caller shows who it is.
    pub kind: SecuritySchemeKind,
    /// Of `oauth2` the ways to a token.
    pub flows: Vec<OAuthFlow>,
    /// Of `openIdConnect` where the provider describes itself.
    pub open_id_connect_url: Option<String>,
}

impl SecurityScheme {
    /// Whether the document says where its tokens come from.
    #[must_use]
    pub fn has_source(&self) -> bool {
        !self.flows.is_empty() || self.open_id_connect_url.is_some()
    }
}

/// A way to a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthFlow {
    /// The runtime's function for it: `client_credentials`.
    pub function: &'static str,
    /// Its URLs, each with the runtime's function for it: `token_url`.
    pub urls: Vec<(&'static str, String)>,
    /// The names of its scopes.
    pub scopes: Vec<String>,
}

/// How the caller shows who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// `http` with scheme `bearer`.
    Bearer,
    /// `http` with scheme `basic`.
    Basic,
    /// `http` with another scheme.
    Http(String),
    /// `apiKey` in a header of this name.
    ApiKeyHeader(String),
    /// `apiKey` in a query parameter of this name.
    ApiKeyQuery(String),
    /// `apiKey` in a cookie of this name.
    ApiKeyCookie(String),
    /// `oauth2`
    OAuth2,
    /// `openIdConnect`
    OpenIdConnect,
    /// `mutualTLS`
    MutualTls,
}

/// A scheme that an operation needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The constant.
    pub scheme: Type,
    /// The scopes or roles that are needed.
    pub scopes: Vec<String>,
}
