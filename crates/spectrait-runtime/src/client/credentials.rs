//! Which credential an operation is sent with.

use std::fmt;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use super::token::UNSENDABLE;
use super::transport::BoxError;
use super::{Secret, Token};
use crate::operation::{SecurityScheme, SecuritySchemeKind};

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
    token: Option<Token>,
}

impl Credentials {
    /// Makes a scheme known, so that messages can tell how to set it.
    pub(crate) fn declare(&mut self, scheme: SecurityScheme, method: &'static str) {
        self.0.push(Slot {
            scheme,
            method,
            token: None,
        });
    }

    pub(crate) fn set(&mut self, scheme: SecurityScheme, token: Token) {
        match self
            .0
            .iter_mut()
            .find(|slot| slot.scheme.name == scheme.name)
        {
            Some(slot) => slot.token = Some(token),
            None => self.0.push(Slot {
                scheme,
                method: "ClientBuilder::bearer",
                token: Some(token),
            }),
        }
    }

    /// Checks what can be checked before any call.
    pub(crate) fn check(&self) -> Result<(), CredentialError> {
        self.0
            .iter()
            .filter_map(|slot| slot.token.as_ref().map(|token| (slot, token)))
            .try_for_each(|(slot, token)| token.check(slot.scheme))
    }

    fn slot(&self, scheme: SecurityScheme) -> Option<&Slot> {
        self.0.iter().find(|slot| slot.scheme.name == scheme.name)
    }

    /// Puts into `headers` what `security` asks for.
    ///
    /// Of the alternatives the first is taken for which everything is there; one that asks for nothing only
    /// if no other will do, so that a caller who has a credential is known. An `authorization` header that
    /// is there already counts as the credential and stays.
    pub(crate) async fn apply(
        &self,
        security: &[&[SecurityScheme]],
        headers: &mut HeaderMap,
    ) -> Result<(), CredentialError> {
        let own_header = headers.contains_key(AUTHORIZATION);
        let lacks = |scheme: &SecurityScheme| match scheme.kind {
            SecuritySchemeKind::Bearer => {
                !own_header && self.slot(*scheme).is_none_or(|slot| slot.token.is_none())
            }
        };
        let anonymous = security.is_empty() || security.iter().any(|schemes| schemes.is_empty());
        let best = security
            .iter()
            .filter(|schemes| !schemes.is_empty())
            .map(|schemes| {
                (
                    schemes.iter().filter(|scheme| lacks(scheme)).count(),
                    schemes,
                )
            })
            .min_by_key(|(lacking, _)| *lacking);
        let Some((lacking, schemes)) = best else {
            return Ok(());
        };
        if lacking > 0 {
            return if anonymous {
                Ok(())
            } else {
                Err(self.missing(schemes.iter().filter(|scheme| lacks(scheme))))
            };
        }
        for scheme in *schemes {
            let token = self.slot(*scheme).and_then(|slot| slot.token.as_ref());
            match (scheme.kind, token) {
                (SecuritySchemeKind::Bearer, Some(token)) if !own_header => {
                    let token = token.resolve(*scheme).await?;
                    headers.insert(AUTHORIZATION, bearer(&token, *scheme)?);
                }
                (SecuritySchemeKind::Bearer, _) => {}
            }
        }
        Ok(())
    }

    fn missing<'a>(&self, lacking: impl Iterator<Item = &'a SecurityScheme>) -> CredentialError {
        let method = |scheme: &SecurityScheme| {
            self.slot(*scheme)
                .map_or("ClientBuilder::bearer", |slot| slot.method)
        };
        let (schemes, methods) = lacking.map(|scheme| (scheme.name, method(scheme))).unzip();
        CredentialError::Missing { schemes, methods }
    }
}

/// `Bearer TOKEN` (RFC 6750 section 2.1), marked so that nothing prints or indexes it.
fn bearer(token: &Secret, scheme: SecurityScheme) -> Result<HeaderValue, CredentialError> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose())).map_err(|_| {
        CredentialError::Token {
            scheme: scheme.name,
            problem: UNSENDABLE,
        }
    })?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: SecurityScheme = SecurityScheme {
        name: "A",
        kind: SecuritySchemeKind::Bearer,
    };
    const B: SecurityScheme = SecurityScheme {
        name: "B",
        kind: SecuritySchemeKind::Bearer,
    };

    async fn applied(
        held: &[SecurityScheme],
        security: &[&[SecurityScheme]],
    ) -> Result<Option<String>, String> {
        let mut credentials = Credentials::default();
        credentials.declare(A, "ClientBuilder::a");
        credentials.declare(B, "ClientBuilder::b");
        for scheme in held {
            credentials.set(*scheme, format!("token-{}", scheme.name).into());
        }
        let mut headers = HeaderMap::new();
        credentials
            .apply(security, &mut headers)
            .await
            .map_err(|error| error.to_string())?;
        Ok(headers
            .get(AUTHORIZATION)
            .map(|value| value.to_str().unwrap().to_owned()))
    }

    #[tokio::test]
    async fn alternatives() {
        let a = Ok(Some("Bearer token-A".to_owned()));
        let b = Ok(Some("Bearer token-B".to_owned()));
        let none = Ok(None);
        let lacks = |text: &str| Err(format!("no credential for {text}"));
        let rows: &[(&[_], &[&[_]], _)] = &[
            (&[A], &[], none.clone()),
            (&[A], &[&[A]], a.clone()),
            (&[B], &[&[A], &[B]], b.clone()),
            (&[A, B], &[&[A], &[B]], a.clone()),
            (&[A], &[&[], &[A]], a),
            (&[], &[&[], &[A]], none.clone()),
            (&[], &[&[A], &[]], none),
            (&[], &[&[A]], lacks("`A`: set it with `ClientBuilder::a`")),
            (
                &[A],
                &[&[A, B]],
                lacks("`B`: set it with `ClientBuilder::b`"),
            ),
            (
                &[],
                &[&[A, B], &[B]],
                lacks("`B`: set it with `ClientBuilder::b`"),
            ),
            (
                &[],
                &[&[A, B]],
                lacks("`A` and `B`: set it with `ClientBuilder::a` and `ClientBuilder::b`"),
            ),
        ];
        for (index, (held, security, expected)) in rows.iter().enumerate() {
            assert_eq!(&applied(held, security).await, expected, "row {index}");
        }
    }

    #[tokio::test]
    async fn a_header_of_ones_own_is_the_credential() {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Custom x"));
        Credentials::default()
            .apply(&[&[A]], &mut headers)
            .await
            .unwrap();
        assert_eq!(headers[AUTHORIZATION], "Custom x");
    }

    #[tokio::test]
    async fn the_header_is_marked_sensitive() {
        let mut credentials = Credentials::default();
        credentials.set(A, "hunter2".into());
        let mut headers = HeaderMap::new();
        credentials.apply(&[&[A]], &mut headers).await.unwrap();
        assert!(headers[AUTHORIZATION].is_sensitive());
        assert!(!format!("{headers:?} {credentials:?}").contains("hunter2"));
    }

    #[tokio::test]
    async fn tokens_that_cannot_be_sent() {
        for text in ["", "a b", "a\r\nb", "a\nX-Evil: 1", "a\0", "ä", "a\u{7f}"] {
            let mut fixed = Credentials::default();
            fixed.set(A, text.into());
            let error = fixed.check().unwrap_err();
            assert!(
                matches!(error, CredentialError::Token { scheme: "A", .. }),
                "{text:?}"
            );

            let mut called = Credentials::default();
            called.set(A, Token::callback(move || async move { Ok(text) }));
            called.check().unwrap();
            let mut headers = HeaderMap::new();
            let error = called.apply(&[&[A]], &mut headers).await.unwrap_err();
            assert!(
                matches!(error, CredentialError::Token { scheme: "A", .. }),
                "{text:?}"
            );
            assert!(headers.is_empty());
        }
        for text in ["1|abc", "a:b", "a.b-c_d~e+f/g=="] {
            let mut fixed = Credentials::default();
            fixed.set(A, text.into());
            fixed.check().unwrap();
        }
    }
}
