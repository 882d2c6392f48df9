//! Tokens by OAuth 2.0, of the grants that need no user at hand.

mod answer;
mod endpoint;
mod error;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request, Uri};

use self::answer::Answer;
pub use self::error::OAuth2Error;
use super::provider::now;
use super::transport::{BoxError, BoxTransport};
use super::{AccessToken, Body, Secret, Token, TokenContext, TokenProvider, Transport};
use crate::operation::{OAuthFlow, encode_query};
use crate::types::Base64;

/// Tokens by OAuth 2.0: of a client that acts for itself ([`client_credentials`](Self::client_credentials)), or for a
/// user who has agreed before ([`refresh_token`](Self::refresh_token)).
///
/// It is a [`Token`], so the builder's method for the scheme takes it. Where tokens are given is in the document, unless
/// [`token_url`](Self::token_url) says otherwise:
///
/// ```
/// use spectrait_runtime::client::{Client, OAuth2};
/// use spectrait_runtime::{OAuthFlow, SecurityScheme};
///
/// const PETSTORE_AUTH: SecurityScheme = SecurityScheme::oauth2("petstore_auth").flows(&[
///     OAuthFlow::client_credentials().token_url("/oauth/token"),
/// ]);
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder()
///     .base_url("https://petstore.example.com/v1")
///     .token(PETSTORE_AUTH, OAuth2::client_credentials("id", "secret").scopes(["read:pets"]))
///     .build()?;
/// # Ok(())
/// # }
/// ```
///
/// A generated builder has `petstore_auth(…)` for that. When a token is fetched and how long it is kept is said at
/// [`Token::provider`].
///
/// The request goes over the client's transport, or [one of its own](Self::transport), and no redirect is followed (but
/// by a transport that does). The URL must be `https`, as the client's secret is in the request; `http` is let through to
/// this very machine, and where [`allow_http`](Self::allow_http) says so.
///
/// Users are sent to the server and come back with a code outside of this client (the flow `authorizationCode`, with a
/// browser): what the server gives for the code goes in here.
pub struct OAuth2 {
    grant: Grant,
    client_id: String,
    client_secret: Option<Secret>,
    is_in_body: bool,
    token_url: Option<String>,
    allows_http: bool,
    scopes: Scopes,
    parameters: Vec<(String, String)>,
    transport: Option<BoxTransport>,
    on_refresh_token: Option<Arc<dyn Fn(Secret) + Send + Sync>>,
}

enum Grant {
    ClientCredentials,
    /// The last one that the server gave.
    RefreshToken(Mutex<Secret>),
}

enum Scopes {
    Of(Vec<String>),
    /// All that the document lists.
    All,
}

impl OAuth2 {
    /// A client that acts for itself (RFC 6749 section 4.4).
    pub fn client_credentials(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        Self::new(Grant::ClientCredentials, client_id).client_secret(client_secret)
    }

    /// A client that acts for a user, with a refresh token that the server gave (RFC 6749 section 6). A client with a secret
    /// [says it](Self::client_secret).
    ///
    /// Where the server gives another refresh token with the access token, that one is used from then on; give
    /// [`on_refresh_token`](Self::on_refresh_token) to keep it beyond the program's end.
    pub fn refresh_token(client_id: impl Into<String>, refresh_token: impl Into<Secret>) -> Self {
        let grant = Grant::RefreshToken(Mutex::new(refresh_token.into()));
        Self::new(grant, client_id)
    }

    fn new(grant: Grant, client_id: impl Into<String>) -> Self {
        Self {
            grant,
            client_id: client_id.into(),
            client_secret: None,
            is_in_body: false,
            token_url: None,
            allows_http: false,
            scopes: Scopes::Of(Vec::new()),
            parameters: Vec::new(),
            transport: None,
            on_refresh_token: None,
        }
    }

    /// The client's secret, sent in an `authorization` header (RFC 6749 section 2.3.1).
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// Sends the client's identifier and secret in the body, for servers that do not read them from the header.
    #[must_use]
    pub fn credentials_in_body(mut self) -> Self {
        self.is_in_body = true;
        self
    }

    /// Where tokens are given, in the place of what the document says: the `tokenUrl` of the flow `clientCredentials`;
    /// for a refresh token `refreshUrl` or `tokenUrl` of the flow that gives one. A relative URL is relative to the
    /// client's base URL.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Lets the request go over `http://` to another machine. Whoever is in between can read the secret.
    #[must_use]
    pub fn allow_http(mut self) -> Self {
        self.allows_http = true;
        self
    }

    /// Asks for these scopes. Without, none is named, and the server gives what it gives by default (RFC 6749 section
    /// 3.3); of a refresh token, what the user agreed to.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Scopes::Of(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Asks for all scopes that the document lists for the flow.
    #[must_use]
    pub fn all_scopes(mut self) -> Self {
        self.scopes = Scopes::All;
        self
    }

    /// Names the API that the token is for, where a server asks for it: the [parameter](Self::parameter) `audience`.
    #[must_use]
    pub fn audience(self, audience: impl Into<String>) -> Self {
        self.parameter("audience", audience)
    }

    /// One more parameter of the request, such as `resource` (RFC 8707). It goes in the place of one that is there.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// What carries the request for a token, in the place of the client's transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(BoxTransport::new(transport));
        self
    }

    /// Called with each refresh token that goes in the place of the last one, before the access token that came with it
    /// is used. It should not block: hand the token on to what writes it.
    #[must_use]
    pub fn on_refresh_token(mut self, callback: impl Fn(Secret) + Send + Sync + 'static) -> Self {
        self.on_refresh_token = Some(Arc::new(callback));
        self
    }

    /// The flow of the document that it goes by.
    fn flow(&self, context: &TokenContext) -> Option<OAuthFlow> {
        use crate::operation::OAuthFlowKind as Kind;
        let kinds: &[Kind] = match self.grant {
            Grant::ClientCredentials => &[Kind::ClientCredentials],
            Grant::RefreshToken(_) => &[Kind::AuthorizationCode, Kind::Password],
        };
        let flows = context.scheme().flows;
        let mut flows = kinds
            .iter()
            .filter_map(|kind| flows.iter().find(|flow| flow.kind == *kind));
        flows.next().copied()
    }

    fn endpoint(&self, context: &TokenContext) -> Result<Uri, OAuth2Error> {
        let of_flow = |flow: OAuthFlow| match self.grant {
            Grant::ClientCredentials => flow.token_url,
            Grant::RefreshToken(_) => flow.refresh_url.or(flow.token_url),
        };
        let declared = || self.flow(context).and_then(of_flow);
        let url = self.token_url.as_deref().or_else(declared);
        let Some(url) = url.filter(|url| !url.is_empty()) else {
            return Err(OAuth2Error::Url(
                "the document does not say where tokens are given: set it with `OAuth2::token_url`"
                    .to_owned(),
            ));
        };
        let uri = context
            .resolve(url)
            .and_then(|url| endpoint::checked(&url, self.allows_http));
        uri.map_err(|problem| {
            OAuth2Error::Url(format!(
                "the URL of the token endpoint cannot be used: {problem}"
            ))
        })
    }

    /// The secrets that no error may show.
    fn secrets(&self) -> Vec<Secret> {
        let refresh_token = match &self.grant {
            Grant::ClientCredentials => None,
            Grant::RefreshToken(token) => Some(held(token)),
        };
        self.client_secret
            .iter()
            .cloned()
            .chain(refresh_token)
            .collect()
    }

    fn request(&self, uri: Uri, context: &TokenContext) -> Result<Request<Body>, OAuth2Error> {
        let mut form = Form::default();
        match &self.grant {
            Grant::ClientCredentials => form.set("grant_type", "client_credentials"),
            Grant::RefreshToken(token) => {
                form.set("grant_type", "refresh_token");
                form.set("refresh_token", held(token).expose());
            }
        }
        let scopes = match &self.scopes {
            Scopes::Of(scopes) => scopes.join(" "),
            Scopes::All => {
                let flow = self.flow(context);
                flow.map(|flow| flow.scopes.join(" ")).unwrap_or_default()
            }
        };
        if !scopes.is_empty() {
            form.set("scope", &scopes);
        }
        let mut authorization = None;
        match &self.client_secret {
            // RFC 6749 section 3.2.1: a client without a secret says who it is.
            None => form.set("client_id", &self.client_id),
            Some(secret) if self.is_in_body => {
                form.set("client_id", &self.client_id);
                form.set("client_secret", secret.expose());
            }
            Some(secret) => authorization = Some(basic(&self.client_id, secret)?),
        }
        for (name, value) in &self.parameters {
            form.set(name, value);
        }
        let mut request = Request::post(uri)
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .header(
                CONTENT_TYPE,
                HeaderValue::from_static("application/x-www-form-urlencoded"),
            );
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        let request = request.body(Body::from(form.text()));
        request.map_err(|error| OAuth2Error::Transport(error.into()))
    }

    async fn fetch(&self, context: &TokenContext) -> Result<AccessToken, OAuth2Error> {
        let request = self.request(self.endpoint(context)?, context)?;
        // A token lives from when it was made, which is no earlier.
        let asked_at = now();
        let answer = match &self.transport {
            Some(transport) => context.send_over(transport, request).await,
            None => context.send(request).await,
        };
        let answer = answer.map_err(OAuth2Error::Transport)?;
        let Answer {
            token,
            refresh_token,
        } = answer::read(&answer, asked_at, &self.secrets())?;
        if let (Grant::RefreshToken(held), Some(new)) = (&self.grant, refresh_token) {
            self.rotate(held, new);
        }
        Ok(token)
    }

    fn rotate(&self, held: &Mutex<Secret>, new: Secret) {
        let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = held.expose() != new.expose();
        *held = new.clone();
        drop(held);
        if let Some(callback) = self.on_refresh_token.as_ref().filter(|_| is_new) {
            callback(new);
        }
    }
}

fn held(token: &Mutex<Secret>) -> Secret {
    let token = token.lock().unwrap_or_else(PoisonError::into_inner);
    token.clone()
}

/// RFC 6749 section 2.3.1: both are encoded as in a form before they are put together.
fn basic(client_id: &str, secret: &Secret) -> Result<HeaderValue, OAuth2Error> {
    let pair = format!(
        "{}:{}",
        encode_query(client_id),
        encode_query(secret.expose())
    );
    let text = format!("Basic {}", Base64::from(pair.into_bytes()));
    let mut value =
        HeaderValue::try_from(text).map_err(|error| OAuth2Error::Transport(error.into()))?;
    value.set_sensitive(true);
    Ok(value)
}

/// A body in `application/x-www-form-urlencoded`, each name once (RFC 6749 section 3.2).
#[derive(Default)]
struct Form(Vec<(String, String)>);

impl Form {
    fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(other, _)| other != name);
        self.0.push((name.to_owned(), value.to_owned()));
    }

    fn text(&self) -> String {
        let pairs = self.0.iter();
        let pairs =
            pairs.map(|(name, value)| format!("{}={}", encode_query(name), encode_query(value)));
        pairs.collect::<Vec<_>>().join("&")
    }
}

impl TokenProvider for OAuth2 {
    async fn token(&self, context: &TokenContext) -> Result<AccessToken, BoxError> {
        Ok(self.fetch(context).await?)
    }

    fn check(&self, context: &TokenContext) -> Result<(), BoxError> {
        self.endpoint(context)?;
        Ok(())
    }
}

impl From<OAuth2> for Token {
    fn from(oauth2: OAuth2) -> Self {
        Self::provider(oauth2)
    }
}

impl fmt::Debug for OAuth2 {
    /// The client's identifier; no secret, and no parameter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth2")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}
