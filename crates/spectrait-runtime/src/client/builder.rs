//! Settings of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::base_url::BaseUrl;
use super::credentials::Credentials;
use super::headers;
use super::layers::Layers;
use super::timeouts::Timeouts;
use super::token_context::Surroundings;
use super::transport::BoxTransport;
use super::{BuildError, Client, Reqwest, Secret, Settings, Token, Transport};
use crate::operation::SecurityScheme;

/// How long a call may take unless the client or the call says otherwise: 30 seconds.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// How many bytes the body of a response may have unless the client says otherwise: 16 MiB.
pub const DEFAULT_BODY_LIMIT: usize = 16 * 1024 * 1024;

/// The user agent of a client that names none.
const DEFAULT_USER_AGENT: &str = concat!("spectrait-runtime/", env!("CARGO_PKG_VERSION"));

/// Settings of a [`Client`]. A generated crate has a builder of its own around it.
///
/// A mistake in a setting is kept until [`build`](Self::build), which reports the first.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    base_url: Option<String>,
    needs_base_url: bool,
    timeout: Option<Duration>,
    body_limit: usize,
    headers: HeaderMap,
    header_problem: Option<String>,
    credentials: Credentials,
    transport: Option<BoxTransport>,
    pub(super) timeouts: Timeouts,
    pub(super) layers: Layers,
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            base_url: None,
            needs_base_url: true,
            timeout: Some(DEFAULT_TIMEOUT),
            body_limit: DEFAULT_BODY_LIMIT,
            headers: HeaderMap::new(),
            header_problem: None,
            credentials: Credentials::default(),
            transport: None,
            timeouts: Timeouts::default(),
            layers: Layers::default(),
        }
        .user_agent(DEFAULT_USER_AGENT)
    }

    /// Where the server is: `https://api.example.com/v1`. The paths of the operations are appended to it;
    /// its own path stays in front of them, with or without a `/` at the end.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How long a call may take as a whole: token, connection, request and the whole response.
    /// [`DEFAULT_TIMEOUT`] unless set; `None` sets no limit.
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeout = limit.into();
        self
    }

    /// How many bytes the body of a response may have. [`DEFAULT_BODY_LIMIT`] unless set.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// A header for every call; a header parameter of the operation or a header of the call goes before it.
    pub fn default_header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        let name = name.try_into().map_err(|_| headers::HeaderProblem::Name);
        let label = name.as_ref().map_or_else(
            |_| "default header".to_owned(),
            |name| format!("default header `{name}`"),
        );
        let set = name.and_then(|name| headers::set(&mut self.headers, name, value));
        if let Err(problem) = set {
            self.header_problem
                .get_or_insert_with(|| format!("{label}: {}", problem.message()));
        }
        self
    }

    /// What the client calls itself: `my-tool/1.2`.
    pub fn user_agent<V: TryInto<HeaderValue>>(self, value: V) -> Self {
        self.default_header(USER_AGENT, value)
    }

    /// What carries the requests, in the place of reqwest. See [`Transport`].
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(BoxTransport::new(transport));
        self
    }

    /// The token for a scheme that takes one text: all but `basic` and `mutualTLS`.
    pub fn token(mut self, scheme: SecurityScheme, token: impl Into<Token>) -> Self {
        self.credentials.set(scheme, token.into());
        self
    }

    /// The user and the password for a `basic` scheme.
    pub fn basic(
        mut self,
        scheme: SecurityScheme,
        user: impl Into<Secret>,
        password: impl Into<Secret>,
    ) -> Self {
        let (user, password) = (user.into(), password.into());
        self.credentials.set_basic(scheme, &user, &password);
        self
    }

    /// The client calls whole URLs only, see [`Client::call_at`].
    #[doc(hidden)]
    pub fn without_base_url(mut self) -> Self {
        self.needs_base_url = false;
        self
    }

    /// Makes known which method of a generated builder sets a scheme's credential.
    #[doc(hidden)]
    pub fn declare(mut self, scheme: SecurityScheme, method: &'static str) -> Self {
        self.credentials.declare(scheme, method);
        self
    }

    /// Checks the settings and makes the client. Nothing is connected yet.
    ///
    /// # Errors
    ///
    /// No base URL, one that cannot be used, a header or token that cannot be sent, or no TLS for the
    /// default transport.
    pub fn build(self) -> Result<Client, BuildError> {
        let base_url = match self.base_url {
            Some(base_url) => Some(BaseUrl::parse(&base_url).map_err(BuildError::BaseUrl)?),
            None if self.needs_base_url => return Err(BuildError::NoBaseUrl),
            None => None,
        };
        if let Some(problem) = self.header_problem {
            return Err(BuildError::Header(problem));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => BoxTransport::new(
                Reqwest::connecting_within(self.timeouts.connect).map_err(BuildError::Transport)?,
            ),
        };
        let surroundings = Surroundings {
            base_url: base_url.clone(),
            transport: transport.clone(),
            user_agent: self.headers.get(USER_AGENT).cloned(),
            timeout: self.timeout,
        };
        let checked = self.credentials.check(&surroundings);
        checked.map_err(BuildError::Credential)?;
        Ok(Client(Arc::new(Settings {
            text: base_url
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            base_url,
            timeout: self.timeout,
            timeouts: self.timeouts,
            body_limit: self.body_limit,
            headers: self.headers,
            credentials: self.credentials,
            surroundings,
            transport: self.layers.around(transport),
        })))
    }
}

impl fmt::Debug for ClientBuilder {
    /// Names of headers without their values, and no credential; the base URL is unchecked and may hold a
    /// password, so it is left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("timeout", &self.timeout)
            .field("timeouts", &self.timeouts)
            .field("body_limit", &self.body_limit)
            .field("layers", &self.layers)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
