//! What a caller shows, alternative by alternative, and the answer to one who shows nothing.

use std::fmt;

use http::request::Parts;
use http::{HeaderValue, header};

use super::failure::BoxError;
use super::rejection::{Rejection, RejectionKind};
use crate::operation::{SecurityScheme, SecuritySchemeKind};

/// Why a caller is not let in, as `authenticate` says.
///
/// `?` turns any error into [`Internal`](Self::Internal): a database that is down is a 500, not a 401.
#[derive(Debug)]
#[non_exhaustive]
pub enum AuthError {
    /// 401: the credentials are not accepted. The reason is for logs; the caller does not get it.
    Unauthorized(Option<String>),
    /// 403: they are, but do not allow this.
    Forbidden,
    /// 500: it cannot be told. The error goes to
    /// [`on_internal_error`](super::RouterBuilder::on_internal_error).
    Internal(BoxError),
}

impl AuthError {
    /// 401.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::Unauthorized(None)
    }

    /// 401, with a reason for logs (see [`Rejection::reason`]).
    #[must_use]
    pub fn unauthorized_because(reason: impl Into<String>) -> Self {
        Self::Unauthorized(Some(reason.into()))
    }
}

#[diagnostic::do_not_recommend]
impl<X: Into<BoxError>> From<X> for AuthError {
    fn from(error: X) -> Self {
        Self::Internal(error.into())
    }
}

/// What the schemes of a document give: implemented by [`credentials!`](super::credentials).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what a caller shows",
    note = "`authenticate` takes the enum that `credentials!` makes"
)]
pub trait Credentials: Sized + Send + 'static {
    /// Reads what the alternative asks for; `None` where the request lacks some of it, or where no variant
    /// stands for the alternative.
    ///
    /// # Errors
    ///
    /// Something is there that cannot be read.
    fn read(alternative: &[SecurityScheme], request: &Parts) -> Result<Option<Self>, Malformed>;
}

/// What one scheme gives: [`Bearer`](super::Bearer), [`Basic`](super::Basic), [`ApiKey`](super::ApiKey),
/// [`HttpCredentials`](super::HttpCredentials), [`ClientCertificate`](super::ClientCertificate).
#[diagnostic::on_unimplemented(message = "`{Self}` is not what a security scheme gives")]
pub trait Credential: Sized {
    /// Reads it; `None` where the request has none of this scheme.
    ///
    /// # Errors
    ///
    /// Something is there that cannot be read.
    fn read(scheme: &SecurityScheme, request: &Parts) -> Result<Option<Self>, Malformed>;
}

/// The schemes of an alternative, read one after the other by [`credentials!`](super::credentials).
#[doc(hidden)]
#[derive(Debug)]
pub struct Schemes<'a> {
    alternative: &'a [SecurityScheme],
    rest: std::vec::IntoIter<&'a SecurityScheme>,
    request: &'a Parts,
}

impl<'a> Schemes<'a> {
    /// All of them.
    #[must_use]
    pub fn new(alternative: &'a [SecurityScheme], request: &'a Parts) -> Self {
        Self {
            alternative,
            rest: Vec::new().into_iter(),
            request,
        }
    }

    /// Whether they are these, whatever the scopes and the order: an alternative is a set (OpenAPI 3.0.4 section 4.8.30).
    /// They are read in the order of `schemes` then.
    #[must_use]
    pub fn are(&mut self, schemes: &[SecurityScheme]) -> bool {
        let find = |wanted: &SecurityScheme| self.alternative.iter().find(|it| it.is(wanted));
        let found: Vec<_> = schemes.iter().filter_map(find).collect();
        let is_all = found.len() == schemes.len() && found.len() == self.alternative.len();
        if is_all {
            self.rest = found.into_iter();
        }
        is_all
    }

    /// What the next one gives.
    ///
    /// # Errors
    ///
    /// Something is there that cannot be read.
    pub fn read_next<C: Credential>(&mut self) -> Result<Option<C>, Malformed> {
        self.rest
            .next()
            .map_or(Ok(None), |scheme| C::read(scheme, self.request))
    }
}

/// Credentials that cannot be read. Says nothing of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the credentials cannot be read")
    }
}

impl std::error::Error for Malformed {}

/// The 401, with a challenge for each scheme that the operation takes.
///
/// A bearer challenge has at least one parameter, and `error` only where a token was sent (RFC 6750 section
/// 3): so the realm is always there, named after the scheme.
pub(super) fn unauthorized(
    security: &'static [&'static [SecurityScheme]],
    sent: bool,
) -> Rejection {
    let mut rejection = Rejection::new(RejectionKind::Unauthorized);
    if sent {
        rejection = rejection.with_detail("The credentials were not accepted.");
    }
    let mut seen: Vec<&SecurityScheme> = Vec::new();
    for scheme in security.iter().copied().flatten() {
        if seen.iter().any(|other| other.is(scheme)) {
            continue;
        }
        seen.push(scheme);
        let error = sent.then_some("invalid_token");
        rejection = rejection.with_header(header::WWW_AUTHENTICATE, challenge(scheme, error));
    }
    rejection
}

/// Whether it is a token that is shown.
pub(super) fn is_bearer(scheme: &SecurityScheme) -> bool {
    use SecuritySchemeKind::{Bearer, OAuth2, OpenIdConnect};
    matches!(scheme.kind, Bearer | OAuth2 | OpenIdConnect)
}

/// The challenge of a scheme; where it is about tokens also what is wrong with the one that was sent.
pub(super) fn challenge(scheme: &SecurityScheme, error: Option<&str>) -> HeaderValue {
    // A component's name is of `A-Za-z0-9._-` (OpenAPI 3.0.4 section 4.8.7): nothing to quote.
    let quotable = |text: &str, extra: &str| -> String {
        let is_quotable = |c: &char| c.is_ascii_alphanumeric() || extra.contains(*c);
        text.chars().filter(is_quotable).collect()
    };
    let realm = quotable(scheme.name, "._-");
    let text = match scheme.kind {
        SecuritySchemeKind::Basic => format!(r#"Basic realm="{realm}", charset="UTF-8""#),
        SecuritySchemeKind::Http(name) => {
            format!(r#"{} realm="{realm}""#, quotable(name, "-_"))
        }
        // No registered scheme, but a 401 must have a challenge (RFC 9110 section 15.5.2).
        SecuritySchemeKind::ApiKey(..) => format!(r#"ApiKey realm="{realm}""#),
        SecuritySchemeKind::MutualTls => format!(r#"MutualTLS realm="{realm}""#),
        _ => {
            let error = error.map(|error| format!(r#", error="{error}""#));
            let error = error.unwrap_or_default();
            let scopes: Vec<String> = scheme
                .scopes
                .iter()
                .map(|scope| quotable(scope, "._-:/+*"))
                .collect();
            let scope = if scopes.is_empty() {
                String::new()
            } else {
                format!(r#", scope="{}""#, scopes.join(" "))
            };
            format!(r#"Bearer realm="{realm}"{scope}{error}"#)
        }
    };
    HeaderValue::try_from(text)
        .unwrap_or_else(|_| HeaderValue::from_static(r#"Bearer realm="api""#))
}
