//! What a provider of tokens is told of the client it gives them to.

use std::fmt;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderValue, Request};
use iri_string::types::{UriAbsoluteStr, UriReferenceStr};

use super::Body;
use super::base_url::BaseUrl;
use super::body::{self, ReadError};
use super::transport::{BoxError, BoxTransport};
use crate::operation::{RawResponse, SecurityScheme};

/// How many bytes the answer to a provider's request may have: 256 KiB. Tokens are short.
pub const TOKEN_ANSWER_LIMIT: usize = 256 * 1024;

/// For which scheme of which client a [provider](super::TokenProvider) is asked, and a way to send a request.
#[derive(Clone)]
pub struct TokenContext {
    scheme: SecurityScheme,
    surroundings: Surroundings,
}

/// What of a client's settings its providers go by. It holds no credentials, or a provider's request would hold
/// the provider.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) base_url: Option<BaseUrl>,
    pub(crate) transport: BoxTransport,
    pub(crate) user_agent: Option<HeaderValue>,
    pub(crate) timeout: Option<Duration>,
}

impl TokenContext {
    pub(crate) fn new(scheme: SecurityScheme, surroundings: &Surroundings) -> Self {
        Self {
            scheme,
            surroundings: surroundings.clone(),
        }
    }

    /// The scheme, as the document declares it: with its flows, without the scopes that an operation needs.
    #[must_use]
    pub fn scheme(&self) -> SecurityScheme {
        self.scheme
    }

    /// Sends a request over the client's transport, with the client's user agent unless it has one, and without
    /// the client's other headers and its credentials. The answer is whole, whatever its status.
    ///
    /// # Errors
    ///
    /// No whole answer came, or one of more than [`TOKEN_ANSWER_LIMIT`] bytes.
    pub async fn send(&self, request: Request<Body>) -> Result<RawResponse, BoxError> {
        self.send_over(&self.surroundings.transport, request).await
    }

    pub(crate) async fn send_over(
        &self,
        transport: &BoxTransport,
        mut request: Request<Body>,
    ) -> Result<RawResponse, BoxError> {
        if let Some(user_agent) = &self.surroundings.user_agent {
            let own = request.headers_mut().entry(USER_AGENT);
            own.or_insert_with(|| user_agent.clone());
        }
        let (head, body) = transport.send(request).await?.into_parts();
        let body = match body::read(body, TOKEN_ANSWER_LIMIT).await {
            Ok(body) => body,
            Err(ReadError::TooLarge) => {
                return Err(format!("the answer is longer than {TOKEN_ANSWER_LIMIT} bytes").into());
            }
            Err(ReadError::Broken { error, .. }) => return Err(error),
        };
        Ok(RawResponse {
            status: head.status,
            headers: head.headers,
            body,
        })
    }

    /// How long a token may take.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.surroundings.timeout
    }

    /// A URL of the document, which may be relative to the server's (OpenAPI 3.1.1 section 4.5.3).
    pub(crate) fn resolve(&self, reference: &str) -> Result<String, String> {
        let malformed = || "it is no URL".to_owned();
        let reference = UriReferenceStr::new(reference).map_err(|_| malformed())?;
        if reference.to_iri().is_ok() {
            return Ok(reference.as_str().to_owned());
        }
        let Some(base_url) = &self.surroundings.base_url else {
            return Err("it is relative, and the client has no base URL".to_owned());
        };
        let base = base_url.to_string();
        let base = UriAbsoluteStr::new(&base).map_err(|_| malformed())?;
        Ok(reference.resolve_against(base).to_string())
    }
}

impl fmt::Debug for TokenContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenContext")
            .field("scheme", &self.scheme.name)
            .finish_non_exhaustive()
    }
}
