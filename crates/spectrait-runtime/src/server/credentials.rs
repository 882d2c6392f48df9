//! What a caller shows, and how it is read from a request.

use std::fmt;
use std::hint::black_box;

use http::{HeaderMap, HeaderValue, header};

use super::failure::BoxError;
use super::limits::MAX_TOKEN_LENGTH;
use super::rejection::{Rejection, RejectionKind};
use crate::operation::{SecurityScheme, SecuritySchemeKind};

/// A bearer token as a caller sent it (RFC 6750 section 2.1).
///
/// It has no `Display`, and `Debug` does not show it.
#[derive(Clone)]
pub struct Bearer {
    token: String,
}

impl Bearer {
    /// The token itself. Do not write it to a log.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Whether it is this token, in a time that depends on the lengths only: a caller cannot find a token
    /// out byte by byte.
    ///
    /// Better still, keep a hash of each token and look the hash up.
    #[must_use]
    pub fn matches(&self, expected: &str) -> bool {
        let (sent, expected) = (self.token.as_bytes(), expected.as_bytes());
        let differs = sent
            .iter()
            .zip(expected)
            .fold(0, |differs, (a, b)| black_box(differs | (a ^ b)));
        sent.len() == expected.len() && black_box(differs) == 0
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(..)")
    }
}

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
    fn read(alternative: &[SecurityScheme], headers: &HeaderMap)
    -> Result<Option<Self>, Malformed>;
}

/// What one scheme gives: [`Bearer`].
#[diagnostic::on_unimplemented(message = "`{Self}` is not what a security scheme gives")]
pub trait Credential: Sized {
    /// Reads it; `None` where the request has none of this scheme.
    ///
    /// # Errors
    ///
    /// Something is there that cannot be read.
    fn read(scheme: &SecurityScheme, headers: &HeaderMap) -> Result<Option<Self>, Malformed>;
}

/// The schemes of an alternative, read one after the other by [`credentials!`](super::credentials).
#[doc(hidden)]
#[derive(Debug)]
pub struct Schemes<'a> {
    alternative: &'a [SecurityScheme],
    rest: std::slice::Iter<'a, SecurityScheme>,
    headers: &'a HeaderMap,
}

impl<'a> Schemes<'a> {
    /// All of them.
    #[must_use]
    pub fn new(alternative: &'a [SecurityScheme], headers: &'a HeaderMap) -> Self {
        Self {
            alternative,
            rest: alternative.iter(),
            headers,
        }
    }

    /// Whether they are these.
    #[must_use]
    pub fn are(&self, schemes: &[SecurityScheme]) -> bool {
        self.alternative == schemes
    }

    /// What the next one gives.
    ///
    /// # Errors
    ///
    /// Something is there that cannot be read.
    pub fn read_next<C: Credential>(&mut self) -> Result<Option<C>, Malformed> {
        self.rest
            .next()
            .map_or(Ok(None), |scheme| C::read(scheme, self.headers))
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

impl Credential for Bearer {
    /// One `Authorization` header, the scheme in any case, one or more spaces, and a token of visible ASCII
    /// characters (RFC 6750 allows fewer; tokens such as `7|abc` are in use).
    fn read(_: &SecurityScheme, headers: &HeaderMap) -> Result<Option<Self>, Malformed> {
        let mut values = headers.get_all(header::AUTHORIZATION).iter();
        let Some(value) = values.next() else {
            return Ok(None);
        };
        if values.next().is_some() {
            return Err(Malformed);
        }
        let value = value.as_bytes();
        let scheme_length = value
            .iter()
            .position(|&byte| byte == b' ')
            .unwrap_or(value.len());
        let (scheme, rest) = value.split_at(scheme_length);
        if !scheme.eq_ignore_ascii_case(b"bearer") {
            return Ok(None);
        }
        let token = rest.trim_ascii();
        if token.is_empty()
            || token.len() > MAX_TOKEN_LENGTH
            || !token.iter().all(u8::is_ascii_graphic)
        {
            return Err(Malformed);
        }
        let token = String::from_utf8(token.to_vec()).map_err(|_| Malformed)?;
        Ok(Some(Self { token }))
    }
}

/// Reads the credentials of the first alternative that the request satisfies. An alternative without schemes
/// lets everyone in, so it comes last wherever the document lists it: a token that is sent is looked at.
pub(super) fn read<C: Credentials>(
    security: &'static [&'static [SecurityScheme]],
    headers: &HeaderMap,
) -> Result<C, Rejection> {
    let (open, closed): (Vec<_>, Vec<_>) = security
        .iter()
        .partition(|alternative| alternative.is_empty());
    for alternative in closed.into_iter().chain(open) {
        match C::read(alternative, headers) {
            Ok(Some(credentials)) => return Ok(credentials),
            Ok(None) => {}
            Err(Malformed) => {
                let rejection =
                    unauthorized(security, true).with_reason(Some(Malformed.to_string()));
                return Err(rejection.with_detail("The credentials cannot be read."));
            }
        }
    }
    Err(unauthorized(security, false))
}

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
        if seen.contains(&scheme) {
            continue;
        }
        seen.push(scheme);
        let challenge = match scheme.kind {
            SecuritySchemeKind::Bearer => challenge(scheme.name, sent),
        };
        rejection = rejection.with_header(header::WWW_AUTHENTICATE, challenge);
    }
    rejection
}

fn challenge(realm: &str, sent: bool) -> HeaderValue {
    // A component's name is of `A-Za-z0-9._-` (OpenAPI 3.0.4 section 4.8.7): nothing to quote.
    let realm: String = realm
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c))
        .collect();
    let error = if sent {
        r#", error="invalid_token""#
    } else {
        ""
    };
    HeaderValue::try_from(format!(r#"Bearer realm="{realm}"{error}"#))
        .unwrap_or_else(|_| HeaderValue::from_static(r#"Bearer realm="api""#))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEME: SecurityScheme = SecurityScheme {
        name: "BearerAuth",
        kind: SecuritySchemeKind::Bearer,
    };

    /// What is read from these `Authorization` headers: the token, `none` or `malformed`.
    #[track_caller]
    fn check(values: &[&[u8]], expected: &str) {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(
                header::AUTHORIZATION,
                HeaderValue::from_bytes(value).unwrap(),
            );
        }
        let read = match Bearer::read(&SCHEME, &headers) {
            Ok(Some(bearer)) => bearer.token().to_owned(),
            Ok(None) => "none".to_owned(),
            Err(Malformed) => "malformed".to_owned(),
        };
        assert_eq!(read, expected, "{values:?}");
    }

    #[test]
    fn bearer_tokens() {
        check(&[], "none");
        check(&[b"Bearer abc.DEF-_~+/=="], "abc.DEF-_~+/==");
        check(&[b"bearer 7|abc"], "7|abc");
        check(&[b"BEARER   abc"], "abc");
        check(&[b"Basic dTpw"], "none");
        check(&[b"Bearerabc"], "none");
        check(&[b""], "none");
        check(&[b"Bearer"], "malformed");
        check(&[b"Bearer "], "malformed");
        check(&[b"Bearer a b"], "malformed");
        check(&[b"Bearer \xffabc"], "malformed");
        check(&[b"Bearer abc", b"Bearer abc"], "malformed");
        check(&[b"Basic dTpw", b"Bearer abc"], "malformed");
        let long = [b"Bearer ".as_slice(), &vec![b'a'; MAX_TOKEN_LENGTH + 1]].concat();
        check(&[&long], "malformed");
    }

    #[test]
    fn tokens_are_compared_whole() {
        let bearer = Bearer {
            token: "secret".to_owned(),
        };
        assert!(bearer.matches("secret"));
        for other in ["", "secre", "secrets", "Secret", "secreT"] {
            assert!(!bearer.matches(other), "{other}");
        }
        assert!(
            !Bearer {
                token: String::new()
            }
            .matches("secret")
        );
    }

    #[test]
    fn debug_hides_the_token() {
        assert_eq!(
            format!(
                "{:?}",
                Bearer {
                    token: "secret".to_owned()
                }
            ),
            "Bearer(..)"
        );
    }
}
