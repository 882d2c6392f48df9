//! Which credential an operation is sent with.

use std::fmt;
use std::sync::Arc;

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::token::{Resolved, UNSENDABLE};
use super::token_context::Surroundings;
use super::transport::BoxError;
use super::{Secret, Token, TokenContext};
use crate::operation::{KeyLocation, SecurityScheme, SecuritySchemeKind, encode_query};
use crate::types::Base64;

/// Why there is no credential to send. It never holds one.
#[derive(Debug)]
#[non_exhaustive]
pub enum CredentialError {
    /// The operation needs schemes that the client has no credential for.
    #[non_exhaustive]
    Missing {
        /// The schemes, by their names in the document. Where several alternatives would do, those of the
        /// alternative that lacks the fewest.
        schemes: Vec<&'static str>,
        /// The builder's methods that set them, in the same order.
        methods: Vec<&'static str>,
    },
    /// An environment variable has no usable value.
    #[non_exhaustive]
    Environment {
        /// Its name.
        variable: String,
        /// What is wrong with it: `is not set`.
        problem: &'static str,
    },
    /// The callback failed. Its error is the [source](std::error::Error::source).
    #[non_exhaustive]
    Callback {
        /// The scheme, by its name in the document.
        scheme: &'static str,
        /// What it said.
        source: BoxError,
    },
    /// The provider gave no token. Its error is the [source](std::error::Error::source); all calls that waited for
    /// it have the same one.
    #[non_exhaustive]
    Provider {
        /// The scheme, by its name in the document.
        scheme: &'static str,
        /// What it said.
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    /// The token cannot be sent.
    #[non_exhaustive]
    Token {
        /// The scheme, by its name in the document.
        scheme: &'static str,
        /// What is wrong with it: `is empty`.
        problem: &'static str,
    },
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { schemes, methods } => {
                f.write_str("no credential for ")?;
                and(f, schemes)?;
                f.write_str(": set it with ")?;
                and(f, methods)
            }
            Self::Environment { variable, problem } => {
                write!(f, "the environment variable `{variable}` {problem}")
            }
            Self::Callback { scheme, .. } => write!(f, "the callback for `{scheme}` gave no token"),
            Self::Provider { scheme, .. } => write!(f, "the provider for `{scheme}` gave no token"),
            Self::Token { scheme, problem } => write!(f, "the token for `{scheme}` {problem}"),
        }
    }
}

/// Writes `` `a` and `b` ``.
fn and(f: &mut fmt::Formatter<'_>, names: &[&str]) -> fmt::Result {
    for (index, name) in names.iter().enumerate() {
        let separator = if index == 0 { "" } else { " and " };
        write!(f, "{separator}`{name}`")?;
    }
    Ok(())
}

impl std::error::Error for CredentialError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Callback { source, .. } => Some(source.as_ref()),
            Self::Provider { source, .. } => Some(source.as_ref()),
            _ => None,
        }
    }
}

/// The schemes a client knows, and what it holds for them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Credentials(Vec<Slot>);

#[derive(Debug, Clone)]
struct Slot {
    scheme: SecurityScheme,
    /// The builder's method, for messages.
    method: &'static str,
    held: Option<Held>,
}

/// What a client holds for a scheme.
#[derive(Debug, Clone)]
enum Held {
    Token(Token),
    /// A user and a password.
    Basic(Secret, Secret),
}

/// The tokens of a request that may be another when they are asked for again.
#[derive(Default)]
pub(crate) struct Sent(Vec<(Token, Resolved)>);

impl Sent {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A server did not accept them: they are not kept any longer.
    pub(crate) fn reject(&self) {
        for (token, resolved) in &self.0 {
            token.reject(resolved);
        }
    }

    /// Whether any of them is another text.
    pub(crate) fn differs_from(&self, other: &Self) -> bool {
        let texts = |sent: &Self| -> Vec<_> {
            let all = sent.0.iter().map(|(_, resolved)| resolved.secret.clone());
            all.collect()
        };
        let (own, others) = (texts(self), texts(other));
        own.len() != others.len()
            || own
                .iter()
                .zip(&others)
                .any(|(a, b)| a.expose() != b.expose())
    }
}

/// Where credentials are put.
#[derive(Debug)]
pub(crate) struct Target<'r> {
    pub(crate) headers: &'r mut HeaderMap,
    pub(crate) query: &'r mut Option<String>,
}

impl Credentials {
    /// Makes a scheme known, so that messages can tell how to set it.
    pub(crate) fn declare(&mut self, scheme: SecurityScheme, method: &'static str) {
        self.0.push(Slot {
            scheme,
            method,
            held: None,
        });
    }

    pub(crate) fn set(&mut self, scheme: SecurityScheme, token: Token) {
        self.hold(scheme, Held::Token(token));
    }

    /// A user and a password. A flaw in them is found by [`check`](Self::check).
    pub(crate) fn set_basic(&mut self, scheme: SecurityScheme, user: &Secret, password: &Secret) {
        self.hold(scheme, Held::Basic(user.clone(), password.clone()));
    }

    fn hold(&mut self, scheme: SecurityScheme, held: Held) {
        match self.0.iter_mut().find(|slot| slot.scheme.is(&scheme)) {
            Some(slot) => slot.held = Some(held),
            None => self.0.push(Slot {
                scheme,
                method: "ClientBuilder::token",
                held: Some(held),
            }),
        }
    }

    /// Whether a token is asked for again after a 401.
    pub(crate) fn are_renewable(&self) -> bool {
        self.0
            .iter()
            .any(|slot| matches!(&slot.held, Some(Held::Token(token)) if token.is_renewable()))
    }

    /// Checks what can be checked before any call.
    pub(crate) fn check(&self, surroundings: &Surroundings) -> Result<(), CredentialError> {
        for slot in &self.0 {
            let problem = match &slot.held {
                Some(Held::Token(token)) => {
                    token.check(&TokenContext::new(slot.scheme, surroundings))?;
                    continue;
                }
                Some(Held::Basic(user, password)) => {
                    let has_control =
                        |secret: &Secret| secret.expose().chars().any(char::is_control);
                    if user.expose().contains(':') {
                        "has a colon in the user's name, which ends it"
                    } else if has_control(user) || has_control(password) {
                        "holds a control character: a user or password cannot"
                    } else {
                        continue;
                    }
                }
                None => continue,
            };
            return Err(CredentialError::Token {
                scheme: slot.scheme.name,
                problem,
            });
        }
        Ok(())
    }

    fn slot(&self, scheme: &SecurityScheme) -> Option<&Slot> {
        self.0.iter().find(|slot| slot.scheme.is(scheme))
    }

    /// What is held for a scheme, and how it was declared.
    fn held(&self, scheme: &SecurityScheme) -> Option<(SecurityScheme, &Held)> {
        let slot = self.slot(scheme)?;
        Some((slot.scheme, slot.held.as_ref()?))
    }

    /// Puts into the request what `security` asks for.
    ///
    /// Of the alternatives the first is taken for which everything is there; one that asks for nothing only
    /// if no other will do, so that a caller who has a credential is known, and before it one that the transport
    /// alone meets. A header that is there already counts as the credential and stays.
    pub(crate) async fn apply(
        &self,
        security: &[&[SecurityScheme]],
        surroundings: &Surroundings,
        request: &mut Target<'_>,
    ) -> Result<Sent, CredentialError> {
        let own = |scheme: &SecurityScheme| {
            header_of(scheme).is_some_and(|name| request.headers.contains_key(name))
        };
        let is_lacking = |scheme: &SecurityScheme| {
            scheme.kind != SecuritySchemeKind::MutualTls
                && !own(scheme)
                && self.held(scheme).is_none()
        };
        let is_of_transport =
            |scheme: &&SecurityScheme| scheme.kind == SecuritySchemeKind::MutualTls;
        let anonymous = security.is_empty() || security.iter().any(|schemes| schemes.is_empty());
        let best = security
            .iter()
            .filter(|schemes| !schemes.is_empty())
            .map(|schemes| {
                let lacking = schemes.iter().filter(|scheme| is_lacking(scheme)).count();
                let is_silent = schemes.iter().all(|scheme| is_of_transport(&scheme));
                (lacking, is_silent, schemes)
            })
            .min_by_key(|(lacking, is_silent, _)| (*lacking, *is_silent));
        let mut sent = Sent::default();
        let Some((lacking, _, schemes)) = best else {
            return Ok(sent);
        };
        if lacking > 0 {
            return if anonymous {
                Ok(sent)
            } else {
                Err(self.missing(schemes.iter().filter(|scheme| is_lacking(scheme))))
            };
        }
        let own: Vec<bool> = schemes.iter().map(own).collect();
        for (scheme, own) in schemes.iter().zip(own) {
            let Some((declared, held)) = self.held(scheme).filter(|_| !own) else {
                continue;
            };
            let secret = match held {
                Held::Token(token) => {
                    let context = TokenContext::new(declared, surroundings);
                    let resolved = token.resolve(&context).await?;
                    let secret = resolved.secret.clone();
                    if token.is_renewable() {
                        sent.0.push((token.clone(), resolved));
                    }
                    secret
                }
                Held::Basic(user, password) => {
                    let pair = format!("{}:{}", user.expose(), password.expose());
                    Base64::from(pair.into_bytes()).to_string().into()
                }
            };
            put(scheme, secret.expose(), request)?;
        }
        Ok(sent)
    }

    fn missing<'a>(&self, lacking: impl Iterator<Item = &'a SecurityScheme>) -> CredentialError {
        let method = |scheme: &SecurityScheme| {
            self.slot(scheme)
                .map_or("ClientBuilder::token", |slot| slot.method)
        };
        let (schemes, methods) = lacking.map(|scheme| (scheme.name, method(scheme))).unzip();
        CredentialError::Missing { schemes, methods }
    }
}

/// The header that a scheme's credential is the whole of.
fn header_of(scheme: &SecurityScheme) -> Option<HeaderName> {
    match scheme.kind {
        SecuritySchemeKind::ApiKey(KeyLocation::Header, name) => HeaderName::try_from(name).ok(),
        SecuritySchemeKind::ApiKey(..) | SecuritySchemeKind::MutualTls => None,
        _ => Some(AUTHORIZATION),
    }
}

/// Puts one credential where its scheme says.
fn put(
    scheme: &SecurityScheme,
    secret: &str,
    request: &mut Target<'_>,
) -> Result<(), CredentialError> {
    let header = match scheme.kind {
        SecuritySchemeKind::Basic => format!("Basic {secret}"),
        SecuritySchemeKind::Http(name) => format!("{} {secret}", capitalised(name)),
        SecuritySchemeKind::ApiKey(KeyLocation::Header, _) => secret.to_owned(),
        SecuritySchemeKind::ApiKey(KeyLocation::Query, name) => {
            let query = request.query.get_or_insert_default();
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(&encode_query(name));
            query.push('=');
            query.push_str(&encode_query(secret));
            return Ok(());
        }
        SecuritySchemeKind::ApiKey(KeyLocation::Cookie, name) => {
            // One header holds all cookies (RFC 6265 section 5.4).
            let before = request.headers.get(COOKIE);
            let mut cookies = before
                .map(|value| value.as_bytes().to_vec())
                .unwrap_or_default();
            if !cookies.is_empty() {
                cookies.extend_from_slice(b"; ");
            }
            cookies.extend_from_slice(format!("{name}={secret}").as_bytes());
            let value = sensitive(HeaderValue::from_bytes(&cookies).ok(), scheme)?;
            request.headers.insert(COOKIE, value);
            return Ok(());
        }
        _ => format!("Bearer {secret}"),
    };
    let value = sensitive(HeaderValue::try_from(header).ok(), scheme)?;
    if let Some(name) = header_of(scheme) {
        request.headers.insert(name, value);
    }
    Ok(())
}

/// Marked so that nothing prints or indexes it.
fn sensitive(
    value: Option<HeaderValue>,
    scheme: &SecurityScheme,
) -> Result<HeaderValue, CredentialError> {
    let mut value = value.ok_or(CredentialError::Token {
        scheme: scheme.name,
        problem: UNSENDABLE,
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// `Digest`: the registry's spelling, as some servers compare the case.
fn capitalised(scheme: &str) -> String {
    let mut chars = scheme.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests;
