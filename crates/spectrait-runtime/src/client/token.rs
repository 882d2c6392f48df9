//! Tokens: where they come from, and what keeps them out of sight.

use std::fmt;
use std::sync::Arc;

use super::provider::{Failure, Provided};
use super::transport::{BoxError, BoxFuture};
use super::{CredentialError, TokenContext, TokenProvider};
use crate::operation::{KeyLocation, SecurityScheme, SecuritySchemeKind};

/// A text that must not be seen: its `Debug` is `Secret(..)` and it has no `Display`.
///
/// It guards against logging by accident. The memory is not wiped.
#[derive(Clone)]
pub struct Secret(Arc<str>);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Where a token comes from: a text, the environment, a function that is asked before each call, or a provider whose
/// tokens are kept until they expire.
///
/// ```
/// use spectrait_runtime::client::Token;
///
/// let token = Token::from("secret");
/// assert_eq!(format!("{token:?}"), "Token(..)");
/// ```
#[derive(Clone)]
pub struct Token(Source);

#[derive(Clone)]
enum Source {
    Fixed(Secret),
    Callback(Arc<dyn Fn() -> BoxFuture<Result<Secret, BoxError>> + Send + Sync>),
    Provider(Arc<Provided>),
}

/// A token for one request, and which of a provider's it is.
#[derive(Clone)]
pub(crate) struct Resolved {
    pub(crate) secret: Secret,
    generation: u64,
}

impl Token {
    /// The value of an environment variable, read here and now, once. White space around it is cut off
    /// (files that become variables tend to end with a line break).
    ///
    /// # Errors
    ///
    /// The variable is not set, is empty, or cannot be sent in a header. The error names the variable.
    ///
    /// ```
    /// use spectrait_runtime::client::Token;
    ///
    /// let error = Token::from_env("NO_SUCH_VARIABLE").unwrap_err();
    /// assert_eq!(error.to_string(), "the environment variable `NO_SUCH_VARIABLE` is not set");
    /// ```
    pub fn from_env(variable: &str) -> Result<Self, CredentialError> {
        let problem = |problem| CredentialError::Environment {
            variable: variable.to_owned(),
            problem,
        };
        match std::env::var(variable) {
            Ok(value) => {
                let value = value.trim();
                match flaw(value, TextKind::Field) {
                    Some(flaw) => Err(problem(flaw)),
                    None => Ok(value.into()),
                }
            }
            Err(std::env::VarError::NotPresent) => Err(problem("is not set")),
            Err(std::env::VarError::NotUnicode(_)) => Err(problem("is not UTF-8")),
        }
    }

    /// A token that `callback` gives anew for each call; for tokens that something else keeps.
    ///
    /// It is awaited before the request is sent and within the call's timeout, and once more after a 401. Its result
    /// is not kept, and several calls at once ask at once: where it takes a request to get a token, a
    /// [provider](Self::provider) is asked less.
    ///
    /// ```
    /// use spectrait_runtime::client::Token;
    ///
    /// let token = Token::callback(|| async {
    ///     let text = String::from_utf8(vec![b'a'; 20])?;
    ///     Ok(text)
    /// });
    /// ```
    pub fn callback<F, R, S>(callback: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<S, BoxError>> + Send + 'static,
        S: Into<Secret>,
    {
        Self(Source::Callback(Arc::new(move || {
            let token = callback();
            Box::pin(async move { token.await.map(Into::into) })
        })))
    }

    /// A token of a provider: [`OAuth2`](super::OAuth2), or one of your own.
    ///
    /// What it gives is kept until shortly before it [expires](super::TOKEN_LEEWAY). Then the next call asks for another one,
    /// within its timeout; calls that come meanwhile wait for the same answer, also if that call is dropped. A
    /// failure is an error of all that waited, and the call after them asks again. A 401 makes a token one that is not kept any
    /// longer, see [the manual](super#credentials). The provider has the client's timeout to answer.
    ///
    /// A clone shares the token that is kept. Make a new one for another scheme or another server.
    pub fn provider(provider: impl TokenProvider) -> Self {
        Self(Source::Provider(Arc::new(Provided::new(provider))))
    }

    /// Why it can never give anything to send, as far as can be said before any call.
    pub(crate) fn check(&self, context: &TokenContext) -> Result<(), CredentialError> {
        let scheme = context.scheme();
        match &self.0 {
            Source::Fixed(secret) => {
                check(secret, scheme).map_err(|problem| unsendable(scheme, problem))
            }
            Source::Callback(_) => Ok(()),
            Source::Provider(provided) => provided
                .check(context)
                .map_err(|error| failed(scheme, error.into())),
        }
    }

    /// Whether asking again may give another one.
    pub(crate) fn is_renewable(&self) -> bool {
        !matches!(self.0, Source::Fixed(_))
    }

    /// The token for one request.
    pub(crate) async fn resolve(
        &self,
        context: &TokenContext,
    ) -> Result<Resolved, CredentialError> {
        let scheme = context.scheme();
        let (secret, generation) = match &self.0 {
            Source::Fixed(secret) => (secret.clone(), 0),
            Source::Callback(callback) => {
                let error = |source| CredentialError::Callback {
                    scheme: scheme.name,
                    source,
                };
                let secret = callback().await.map_err(error)?;
                check(&secret, scheme).map_err(|problem| unsendable(scheme, problem))?;
                (secret, 0)
            }
            Source::Provider(provided) => {
                let given = provided.get(context).await;
                let given = given.map_err(|failure| failed(scheme, failure))?;
                (given.secret, given.generation)
            }
        };
        Ok(Resolved { secret, generation })
    }

    /// A server did not accept this one.
    pub(crate) fn reject(&self, rejected: &Resolved) {
        if let Source::Provider(provided) = &self.0 {
            provided.reject(rejected.generation);
        }
    }
}

fn failed(scheme: SecurityScheme, failure: Failure) -> CredentialError {
    match failure {
        Failure::Flaw(problem) => unsendable(scheme, problem),
        Failure::Provider(source) => CredentialError::Provider {
            scheme: scheme.name,
            source,
        },
    }
}

fn unsendable(scheme: SecurityScheme, problem: &'static str) -> CredentialError {
    CredentialError::Token {
        scheme: scheme.name,
        problem,
    }
}

impl<S: Into<Secret>> From<S> for Token {
    fn from(secret: S) -> Self {
        Self(Source::Fixed(secret.into()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

pub(crate) const UNSENDABLE: &str =
    "holds white space, a control character or a character beyond ASCII: a token cannot";

/// What a credential may be made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextKind {
    /// A bearer token. More is let through than RFC 6750 section 2.1 allows, as real tokens hold `|` and `:`; nothing that
    /// could end a header line.
    Token,
    /// What a header can hold.
    Field,
    /// What a cookie can hold (RFC 6265 section 4.1.1).
    Cookie,
    /// Anything: it is percent-encoded.
    Any,
}

impl TextKind {
    fn of(scheme: SecurityScheme) -> Self {
        match scheme.kind {
            SecuritySchemeKind::ApiKey(KeyLocation::Query, _) => Self::Any,
            SecuritySchemeKind::ApiKey(KeyLocation::Cookie, _) => Self::Cookie,
            SecuritySchemeKind::ApiKey(KeyLocation::Header, _) | SecuritySchemeKind::Http(_) => {
                Self::Field
            }
            _ => Self::Token,
        }
    }
}

/// What is wrong with the text of a credential.
fn flaw(text: &str, kind: TextKind) -> Option<&'static str> {
    let graphic = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    if text.is_empty() {
        return Some("is empty");
    }
    match kind {
        TextKind::Any => None,
        TextKind::Token if graphic(text) => None,
        TextKind::Cookie if graphic(text) && !text.contains(['"', ',', ';', '\\']) => None,
        TextKind::Field if graphic(&text.replace(' ', "")) && text.trim() == text => None,
        TextKind::Token => Some(UNSENDABLE),
        TextKind::Cookie => Some("holds a character that a cookie cannot"),
        TextKind::Field => Some("holds a character that a header cannot, or a blank at an end"),
    }
}

/// What is wrong with it for this scheme.
pub(crate) fn check(secret: &Secret, scheme: SecurityScheme) -> Result<(), &'static str> {
    flaw(secret.expose(), TextKind::of(scheme)).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_from_the_environment() {
        // Cargo sets this one for tests; setting one here would be `unsafe`.
        assert!(
            matches!(Token::from_env("CARGO_PKG_NAME").unwrap().0, Source::Fixed(text) if text.expose() == "spectrait-runtime")
        );
        let error = Token::from_env("SPECTRAIT_TEST_UNSET").unwrap_err();
        assert!(
            matches!(&error, CredentialError::Environment { variable, .. } if variable == "SPECTRAIT_TEST_UNSET")
        );
    }
}
