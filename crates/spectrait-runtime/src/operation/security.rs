//! Security schemes: who may call, as data (OpenAPI 3.0.4 section 4.8.27).

/// A security scheme that the document declares. In the requirement of an operation also with the scopes that
/// are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: &'static str,
    /// How the caller shows who it is.
    pub kind: SecuritySchemeKind,
    /// The scopes or roles that an operation needs; empty in the declaration.
    pub scopes: &'static [&'static str],
    /// Of `oauth2` the ways to a token, in the order of the specification.
    pub flows: &'static [OAuthFlow],
    /// Of `openIdConnect` where the provider describes itself (`OpenID` Connect Discovery 1.0 section 4).
    pub open_id_connect_url: Option<&'static str>,
}

/// A way to a token (OpenAPI 3.0.4 section 4.8.29), as the document has it. URLs may be relative to the server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OAuthFlow {
    /// Which one.
    pub kind: OAuthFlowKind,
    /// Where the user agrees.
    pub authorization_url: Option<&'static str>,
    /// Where tokens are given.
    pub token_url: Option<&'static str>,
    /// Where tokens are renewed, if not where they are given.
    pub refresh_url: Option<&'static str>,
    /// The scopes that there are.
    pub scopes: &'static [&'static str],
}

/// The flows of OAuth 2.0 that OpenAPI knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OAuthFlowKind {
    /// `implicit` (RFC 6749 section 4.2).
    Implicit,
    /// `password` (RFC 6749 section 4.3).
    Password,
    /// `clientCredentials` (RFC 6749 section 4.4).
    ClientCredentials,
    /// `authorizationCode` (RFC 6749 section 4.1).
    AuthorizationCode,
}

impl OAuthFlow {
    const fn new(kind: OAuthFlowKind) -> Self {
        Self {
            kind,
            authorization_url: None,
            token_url: None,
            refresh_url: None,
            scopes: &[],
        }
    }

    /// `implicit`.
    #[must_use]
    pub const fn implicit() -> Self {
        Self::new(OAuthFlowKind::Implicit)
    }

    /// `password`.
    #[must_use]
    pub const fn password() -> Self {
        Self::new(OAuthFlowKind::Password)
    }

    /// `clientCredentials`.
    #[must_use]
    pub const fn client_credentials() -> Self {
        Self::new(OAuthFlowKind::ClientCredentials)
    }

    /// `authorizationCode`.
    #[must_use]
    pub const fn authorization_code() -> Self {
        Self::new(OAuthFlowKind::AuthorizationCode)
    }

    /// With its `authorizationUrl`.
    #[must_use]
    pub const fn authorization_url(mut self, url: &'static str) -> Self {
        self.authorization_url = Some(url);
        self
    }

    /// With its `tokenUrl`.
    #[must_use]
    pub const fn token_url(mut self, url: &'static str) -> Self {
        self.token_url = Some(url);
        self
    }

    /// With its `refreshUrl`.
    #[must_use]
    pub const fn refresh_url(mut self, url: &'static str) -> Self {
        self.refresh_url = Some(url);
        self
    }

    /// With the names of its `scopes`.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }
}

/// How a caller shows who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecuritySchemeKind {
    /// `http` with scheme `bearer`: `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// `http` with scheme `basic`: `Authorization: Basic …` (RFC 7617).
    Basic,
    /// `http` with another scheme: what follows its name in `Authorization` is opaque (RFC 9110 section 11.4).
    Http(&'static str),
    /// `apiKey`: a key in a header, the query or a cookie.
    ApiKey(KeyLocation, &'static str),
    /// `oauth2`: a bearer token.
    OAuth2,
    /// `openIdConnect`: a bearer token.
    OpenIdConnect,
    /// `mutualTLS`: the caller's certificate, which is the transport's to show and to check.
    MutualTls,
}

/// Which part of a request an API key is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyLocation {
    /// A header.
    Header,
    /// A query parameter.
    Query,
    /// A cookie.
    Cookie,
}

impl SecurityScheme {
    const fn new(name: &'static str, kind: SecuritySchemeKind) -> Self {
        Self {
            name,
            kind,
            scopes: &[],
            flows: &[],
            open_id_connect_url: None,
        }
    }

    /// `type: http, scheme: bearer`.
    #[must_use]
    pub const fn bearer(name: &'static str) -> Self {
        Self::new(name, SecuritySchemeKind::Bearer)
    }

    /// `type: http, scheme: basic`.
    #[must_use]
    pub const fn basic(name: &'static str) -> Self {
        Self::new(name, SecuritySchemeKind::Basic)
    }

    /// `type: http` with another scheme: `digest`.
    #[must_use]
    pub const fn http(name: &'static str, scheme: &'static str) -> Self {
        Self::new(name, SecuritySchemeKind::Http(scheme))
    }

    /// `type: apiKey, in: header`.
    #[must_use]
    pub const fn api_key_header(name: &'static str, header: &'static str) -> Self {
        Self::new(
            name,
            SecuritySchemeKind::ApiKey(KeyLocation::Header, header),
        )
    }

    /// `type: apiKey, in: query`.
    #[must_use]
    pub const fn api_key_query(name: &'static str, parameter: &'static str) -> Self {
        Self::new(
            name,
            SecuritySchemeKind::ApiKey(KeyLocation::Query, parameter),
        )
    }

    /// `type: apiKey, in: cookie`.
    #[must_use]
    pub const fn api_key_cookie(name: &'static str, cookie: &'static str) -> Self {
        Self::new(
            name,
            SecuritySchemeKind::ApiKey(KeyLocation::Cookie, cookie),
        )
    }

    /// `type: oauth2`.
    #[must_use]
    pub const fn oauth2(name: &'static str) -> Self {
        Self::new(name, SecuritySchemeKind::OAuth2)
    }

    /// `type: openIdConnect`.
    #[must_use]
    pub const fn open_id_connect(name: &'static str) -> Self {
        Self::new(name, SecuritySchemeKind::OpenIdConnect)
    }

    /// `type: mutualTLS` (OpenAPI 3.1).
    #[must_use]
    pub const fn mutual_tls(name: &'static str) -> Self {
        Self::new(name, SecuritySchemeKind::MutualTls)
    }

    /// The same `oauth2` scheme with the ways to a token.
    ///
    /// ```
    /// use spectrait_runtime::{OAuthFlow, SecurityScheme};
    ///
    /// const PETSTORE_AUTH: SecurityScheme = SecurityScheme::oauth2("petstore_auth").flows(&[
    ///     OAuthFlow::client_credentials()
    ///         .token_url("https://petstore.example.com/oauth/token")
    ///         .scopes(&["read:pets", "write:pets"]),
    /// ]);
    /// ```
    #[must_use]
    pub const fn flows(mut self, flows: &'static [OAuthFlow]) -> Self {
        self.flows = flows;
        self
    }

    /// The same `openIdConnect` scheme with where its provider describes itself.
    #[must_use]
    pub const fn open_id_connect_url(mut self, url: &'static str) -> Self {
        self.open_id_connect_url = Some(url);
        self
    }

    /// The same scheme with the scopes or roles that an operation needs.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// Whether it is this scheme, whatever the scopes.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.name == other.name
    }

    /// The name of its query parameter, if it has one.
    pub(crate) fn query_name(&self) -> Option<&'static str> {
        match self.kind {
            SecuritySchemeKind::ApiKey(KeyLocation::Query, name) => Some(name),
            _ => None,
        }
    }
}
