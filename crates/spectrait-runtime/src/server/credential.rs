//! What each kind of scheme gives, and how it is read from a request.

use std::fmt;
use std::hint::black_box;
use std::sync::Arc;

use http::header;
use http::request::Parts;

use super::credentials::{Credential, Malformed};
use super::limits::MAX_TOKEN_LENGTH;
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

    /// Whether it is this token, in a time that depends on what was sent only: a caller cannot find a token out byte by
    /// byte, nor how long it is.
    ///
    /// Better still, keep a hash of each token and look the hash up.
    #[must_use]
    pub fn matches(&self, expected: &str) -> bool {
        are_same(&self.token, expected)
    }
}

/// Compares in a time that depends on what was sent only: on nothing of what is expected, not on its length either.
fn are_same(sent: &str, expected: &str) -> bool {
    let (sent, expected) = (sent.as_bytes(), expected.as_bytes());
    let mut differs = u8::from(sent.len() != expected.len());
    let mut at = 0;
    for byte in sent {
        let other = expected.get(at).copied().unwrap_or_default();
        differs = black_box(differs | (byte ^ other));
        // Begins anew where what is expected ends, without a branch.
        at = (at + 1) * usize::from(at + 1 < expected.len());
    }
    black_box(differs) == 0
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

    /// Whether they are these, in a time that depends on what was sent only.
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

    /// Whether it is this key, in a time that depends on what was sent only.
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
                        keys.push(decode_query(value).map_err(|_| Malformed)?.into_owned());
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

#[cfg(test)]
mod tests {
    use http::HeaderValue;

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
        for other in [
            "",
            "s",
            "secre",
            "secrets",
            "secretsecret",
            "Secret",
            "secreT",
        ] {
            assert!(!bearer.matches(other), "{other}");
        }
        assert!(
            !Bearer {
                token: String::new()
            }
            .matches("secret")
        );
        // What goes round is not the same as what is there once.
        assert!(!are_same("abab", "ab"));
        assert!(!are_same("\0", ""));
        assert!(are_same("", ""));
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
