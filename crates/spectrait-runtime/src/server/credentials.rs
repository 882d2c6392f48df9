//! What a caller shows, and how it is read from a request.

use std::fmt;
use std::hint::black_box;
use std::sync::Arc;

use http::request::Parts;
use http::{HeaderValue, header};

use super::failure::BoxError;
use super::limits::MAX_TOKEN_LENGTH;
use super::rejection::{Rejection, RejectionKind};
use crate::operation::{KeyLocation, SecurityScheme, SecuritySchemeKind, decode_query};
use crate::types::Base64;

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
        are_same(&self.token, expected)
    }
}

/// Compares in a time that depends on the lengths only.
fn are_same(sent: &str, expected: &str) -> bool {
    let (sent, expected) = (sent.as_bytes(), expected.as_bytes());
    let differs = sent
        .iter()
        .zip(expected)
        .fold(0, |differs, (a, b)| black_box(differs | (a ^ b)));
    sent.len() == expected.len() && black_box(differs) == 0
}

/// A user and a password as a caller sent them (RFC 7617).
///
/// It has no `Display`, and `Debug` does not show them.
#[derive(Clone)]
pub struct Basic {
    user: String,
    password: String,
}

impl Basic {
    /// The user.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The password itself. Do not write it to a log.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }

    /// Whether they are these, in a time that depends on the lengths only.
    #[must_use]
    pub fn matches(&self, user: &str, password: &str) -> bool {
        // Both are compared, whatever comes of the first.
        are_same(&self.user, user) & are_same(&self.password, password)
    }
}

impl fmt::Debug for Basic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Basic(..)")
    }
}

/// An API key as a caller sent it, in a header, the query or a cookie.
///
/// It has no `Display`, and `Debug` does not show it.
#[derive(Clone)]
pub struct ApiKey {
    key: String,
}

impl ApiKey {
    /// The key itself. Do not write it to a log.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether it is this key, in a time that depends on the lengths only.
    #[must_use]
    pub fn matches(&self, expected: &str) -> bool {
        are_same(&self.key, expected)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(..)")
    }
}

/// What follows the name of another HTTP scheme in `Authorization` (RFC 9110 section 11.4). What it means is for
/// `authenticate` to know, and so is the challenge that such a scheme may need.
///
/// It has no `Display`, and `Debug` does not show it.
#[derive(Clone)]
pub struct HttpCredentials {
    text: String,
}

impl HttpCredentials {
    /// The text itself. Do not write it to a log.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for HttpCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpCredentials(..)")
    }
}

/// The certificate that a caller has shown to the TLS layer, which has checked it.
///
/// The router knows nothing of TLS: whatever accepts the connections puts it into the extensions of each request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCertificate {
    chain: Arc<[Vec<u8>]>,
}

impl ClientCertificate {
    /// Of the certificates that the caller sent, its own first, each in DER.
    pub fn new(chain: impl Into<Arc<[Vec<u8>]>>) -> Self {
        Self {
            chain: chain.into(),
        }
    }

    /// The certificates, the caller's own first, each in DER.
    #[must_use]
    pub fn chain(&self) -> &[Vec<u8>] {
        &self.chain
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
    fn read(alternative: &[SecurityScheme], request: &Parts) -> Result<Option<Self>, Malformed>;
}

/// What one scheme gives: [`Bearer`], [`Basic`], [`ApiKey`], [`HttpCredentials`], [`ClientCertificate`].
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
    rest: std::slice::Iter<'a, SecurityScheme>,
    request: &'a Parts,
}

impl<'a> Schemes<'a> {
    /// All of them.
    #[must_use]
    pub fn new(alternative: &'a [SecurityScheme], request: &'a Parts) -> Self {
        Self {
            alternative,
            rest: alternative.iter(),
            request,
        }
    }

    /// Whether they are these, whatever the scopes.
    #[must_use]
    pub fn are(&self, schemes: &[SecurityScheme]) -> bool {
        self.alternative.len() == schemes.len()
            && self.alternative.iter().zip(schemes).all(|(a, b)| a.is(b))
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

/// What follows the name of a scheme in the one `Authorization` header. The name may be in any case, with one or
/// more spaces after it.
fn authorization<'r>(request: &'r Parts, scheme: &str) -> Result<Option<&'r str>, Malformed> {
    let mut values = request.headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(Malformed);
    }
    let value = value.as_bytes();
    let length = value.iter().position(|&byte| byte == b' ');
    let (name, rest) = value.split_at(length.unwrap_or(value.len()));
    if !name.eq_ignore_ascii_case(scheme.as_bytes()) {
        return Ok(None);
    }
    let rest = std::str::from_utf8(rest.trim_ascii()).map_err(|_| Malformed)?;
    if rest.is_empty() || rest.len() > MAX_TOKEN_LENGTH {
        return Err(Malformed);
    }
    Ok(Some(rest))
}

impl Credential for Bearer {
    /// A token of visible ASCII characters (RFC 6750 allows fewer; tokens such as `7|abc` are in use).
    fn read(_: &SecurityScheme, request: &Parts) -> Result<Option<Self>, Malformed> {
        match authorization(request, "bearer")? {
            None => Ok(None),
            Some(token) if token.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(Some(Self {
                token: token.to_owned(),
            })),
            Some(_) => Err(Malformed),
        }
    }
}

impl Credential for Basic {
    /// `user:password` in UTF-8, in base64.
    fn read(_: &SecurityScheme, request: &Parts) -> Result<Option<Self>, Malformed> {
        let Some(text) = authorization(request, "basic")? else {
            return Ok(None);
        };
        let pair: Base64 = text.parse().map_err(|_| Malformed)?;
        let pair = String::from_utf8(pair.into_vec()).map_err(|_| Malformed)?;
        let (user, password) = pair.split_once(':').ok_or(Malformed)?;
        Ok(Some(Self {
            user: user.to_owned(),
            password: password.to_owned(),
        }))
    }
}

impl Credential for HttpCredentials {
    fn read(scheme: &SecurityScheme, request: &Parts) -> Result<Option<Self>, Malformed> {
        let SecuritySchemeKind::Http(name) = scheme.kind else {
            return Ok(None);
        };
        let text = authorization(request, name)?;
        Ok(text.map(|text| Self {
            text: text.to_owned(),
        }))
    }
}

impl Credential for ApiKey {
    /// One value that is not empty.
    fn read(scheme: &SecurityScheme, request: &Parts) -> Result<Option<Self>, Malformed> {
        let SecuritySchemeKind::ApiKey(location, name) = scheme.kind else {
            return Ok(None);
        };
        let texts = |name: &str| {
            let values = request.headers.get_all(name).iter();
            values.map(|value| std::str::from_utf8(value.as_bytes()).map_err(|_| Malformed))
        };
        let mut keys: Vec<String> = Vec::new();
        match location {
            KeyLocation::Header => {
                for text in texts(name) {
                    keys.push(text?.trim().to_owned());
                }
            }
            KeyLocation::Query => {
                for pair in request.uri.query().unwrap_or_default().split('&') {
                    let (given, value) = pair.split_once('=').unwrap_or((pair, ""));
                    if decode_query(given).is_ok_and(|given| given == name) {
                        keys.push(decode_query(value).map_err(|_| Malformed)?);
                    }
                }
            }
            KeyLocation::Cookie => {
                for line in texts(header::COOKIE.as_str()) {
                    let pairs = line?.split(';');
                    let pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
                    let values = pairs.filter(|(given, _)| *given == name);
                    keys.extend(values.map(|(_, value)| value.to_owned()));
                }
            }
        }
        if keys.len() > 1 {
            return Err(Malformed);
        }
        match keys.pop() {
            Some(key) if key.is_empty() || key.len() > MAX_TOKEN_LENGTH => Err(Malformed),
            key => Ok(key.map(|key| Self { key })),
        }
    }
}

impl Credential for ClientCertificate {
    fn read(_: &SecurityScheme, request: &Parts) -> Result<Option<Self>, Malformed> {
        Ok(request.extensions.get::<Self>().cloned())
    }
}

/// Reads the credentials of the first alternative that the request satisfies. An alternative without schemes
/// lets everyone in, so it comes last wherever the document lists it: a token that is sent is looked at.
pub(super) fn read<C: Credentials>(
    security: &'static [&'static [SecurityScheme]],
    request: &Parts,
) -> Result<C, Rejection> {
    let (open, closed): (Vec<_>, Vec<_>) = security
        .iter()
        .partition(|alternative| alternative.is_empty());
    for alternative in closed.into_iter().chain(open) {
        match C::read(alternative, request) {
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
        if seen.iter().any(|other| other.is(scheme)) {
            continue;
        }
        seen.push(scheme);
        rejection = rejection.with_header(header::WWW_AUTHENTICATE, challenge(scheme, sent));
    }
    rejection
}

fn challenge(scheme: &SecurityScheme, sent: bool) -> HeaderValue {
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
            let error = if sent {
                r#", error="invalid_token""#
            } else {
                ""
            };
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

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEME: SecurityScheme = SecurityScheme::bearer("BearerAuth");

    /// What is read from these `Authorization` headers: the token, `none` or `malformed`.
    #[track_caller]
    fn check(values: &[&[u8]], expected: &str) {
        let (mut request, ()) = http::Request::new(()).into_parts();
        for value in values {
            request.headers.append(
                header::AUTHORIZATION,
                HeaderValue::from_bytes(value).unwrap(),
            );
        }
        let read = match Bearer::read(&SCHEME, &request) {
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
