//! Who may call.

use spectrait_source::Span;

/// A declared security scheme (OpenAPI 3.0.4 section 4.8.27).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name in `components.securitySchemes`.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// Markdown.
    pub description: Option<String>,
    /// How the caller shows who it is.
    pub kind: SecuritySchemeKind,
}

/// How a caller shows who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// `http` with scheme `bearer` (RFC 6750).
    Bearer {
        /// A hint at the token's format.
        format: Option<String>,
    },
    /// `http` with scheme `basic` (RFC 7617).
    Basic,
    /// `http` with another scheme of the IANA registry, in lower case: what follows the scheme in `Authorization` is opaque.
    Http {
        /// `digest`
        scheme: String,
    },
    /// `oauth2`: a bearer token, and where to get one.
    OAuth2 {
        /// The flows, in the order of the specification.
        flows: Vec<OAuthFlow>,
    },
    /// `openIdConnect`: a bearer token.
    OpenIdConnect {
        /// Where the provider describes itself.
        url: String,
    },
    /// `mutualTLS`: the caller's certificate, which is the transport's to check.
    MutualTls,
    /// `apiKey`.
    ApiKey {
        /// Which part of the request holds the key.
        location: ApiKeyLocation,
        /// The parameter's name.
        name: String,
    },
}

/// A way to a token (OpenAPI 3.0.4 section 4.8.29).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthFlow {
    /// `implicit`, `password`, `clientCredentials`, `authorizationCode`
    pub name: String,
    /// Where the user agrees.
    pub authorization_url: Option<String>,
    /// Where tokens are given.
    pub token_url: Option<String>,
    /// Where tokens are renewed.
    pub refresh_url: Option<String>,
    /// The scopes and what they are for, in document order.
    pub scopes: Vec<(String, String)>,
}

/// Which part of a request holds an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the location of its name")]
pub enum ApiKeyLocation {
    Query,
    Header,
    Cookie,
}

/// Schemes that together let a caller in; empty: everyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityAlternative {
    /// All of them are needed.
    pub schemes: Vec<SecuritySchemeUse>,
}

/// A scheme in a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecuritySchemeUse {
    /// The position in `Api::security_schemes`.
    pub scheme: usize,
    /// The scopes or roles that are needed.
    pub scopes: Vec<String>,
}
