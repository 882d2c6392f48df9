//! Why a token endpoint gave no token.

use std::fmt;

use http::StatusCode;

use super::super::transport::BoxError;

/// Why [`OAuth2`](super::OAuth2) gave no token: the source of a
/// [`CredentialError::Provider`](super::super::CredentialError::Provider). It holds no secret.
///
/// ```
/// use spectrait_runtime::client::{CredentialError, OAuth2Error};
///
/// /// Whether the user has to agree again.
/// fn is_over(error: &CredentialError) -> bool {
///     let CredentialError::Provider { source, .. } = error else {
///         return false;
///     };
///     matches!(source.downcast_ref(), Some(OAuth2Error::Refused { error: Some(code), .. }) if code == "invalid_grant")
/// }
/// # assert!(!is_over(&spectrait_runtime::client::Token::from_env("NO_SUCH_VARIABLE").unwrap_err()));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum OAuth2Error {
    /// There is no URL to ask, or none that the secret can be sent to. The text says why.
    Url(String),
    /// The endpoint refused (RFC 6749 section 5.2), or is none.
    #[non_exhaustive]
    Refused {
        /// The status of its answer.
        status: StatusCode,
        /// What it calls the error: `invalid_client`. Control characters are taken out, and it is cut.
        error: Option<String>,
        /// What it says of it, in the same way.
        description: Option<String>,
    },
    /// The answer holds no token that can be used. The text says why, and shows nothing of it.
    Answer(String),
    /// No whole answer came.
    Transport(BoxError),
}

impl fmt::Display for OAuth2Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(problem) => f.write_str(problem),
            Self::Refused {
                status,
                error,
                description,
            } => {
                write!(f, "the token endpoint answered {}", status.as_u16())?;
                for text in [error, description].into_iter().flatten() {
                    write!(f, ": {text}")?;
                }
                Ok(())
            }
            Self::Answer(problem) => write!(f, "the token endpoint's answer {problem}"),
            Self::Transport(_) => f.write_str("no answer from the token endpoint"),
        }
    }
}

impl std::error::Error for OAuth2Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}
