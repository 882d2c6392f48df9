//! Providers: tokens that are fetched, kept while they are good, and fetched anew.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::Shared;

use super::token::{self, Secret};
use super::token_context::TokenContext;
use super::transport::{BoxError, BoxFuture};

/// How long before it expires a token is fetched anew: 30 seconds. It has to be good still when the request has
/// reached the server, by the server's clock. A token that lives for less than a minute is kept for half of its
/// life.
pub const TOKEN_LEEWAY: Duration = Duration::from_secs(30);

/// A token, and until when it is good.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AccessToken {
    /// What is sent.
    pub secret: Secret,
    /// When it expires. `None`: it is not known, and the token is kept until a server answers 401.
    pub expires_at: Option<Instant>,
}

impl AccessToken {
    /// A token of which is not known when it expires.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self {
            secret: secret.into(),
            expires_at: None,
        }
    }

    /// With the time when it expires.
    #[must_use]
    pub fn expires_at(mut self, instant: Instant) -> Self {
        self.expires_at = Some(instant);
        self
    }

    /// With the time after which it expires, from now on. One that no clock reaches is as good as none.
    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.expires_at = now().checked_add(time);
        self
    }
}

/// The time by tokio's clock, which tests can stop.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Where tokens that expire come from, for [`Token::provider`](super::Token::provider): a token endpoint
/// ([`OAuth2`](super::OAuth2) is one), a metadata service, a file that something else renews.
///
/// ```
/// use std::time::Duration;
/// use spectrait_runtime::client::{AccessToken, BoxError, Token, TokenContext, TokenProvider};
///
/// struct Metadata;
///
/// impl TokenProvider for Metadata {
///     async fn token(&self, _: &TokenContext) -> Result<AccessToken, BoxError> {
///         let text = std::fs::read_to_string("/run/secrets/token")?;
///         Ok(AccessToken::new(text.trim()).expires_in(Duration::from_secs(600)))
///     }
/// }
///
/// let token = Token::provider(Metadata);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no tokens",
    note = "implement `TokenProvider` for it; a function is given to `Token::callback`"
)]
pub trait TokenProvider: Send + Sync + 'static {
    /// Fetches a token. It is not called while it runs, nor while the last token is good.
    ///
    /// # Errors
    ///
    /// There is none to be had. All calls that wait for it fail with
    /// [`CredentialError::Provider`](super::CredentialError::Provider); the next one asks again.
    fn token(
        &self,
        context: &TokenContext,
    ) -> impl Future<Output = Result<AccessToken, BoxError>> + Send;

    /// What can be checked before any call, when the client is built.
    ///
    /// # Errors
    ///
    /// It can never give a token: a setting is missing.
    fn check(&self, context: &TokenContext) -> Result<(), BoxError> {
        let _ = context;
        Ok(())
    }
}

/// The object-safe half of a provider.
trait AnyProvider: Send + Sync {
    fn token<'a>(
        &'a self,
        context: &'a TokenContext,
    ) -> Pin<Box<dyn Future<Output = Result<AccessToken, BoxError>> + Send + 'a>>;

    fn check(&self, context: &TokenContext) -> Result<(), BoxError>;
}

impl<P: TokenProvider> AnyProvider for P {
    fn token<'a>(
        &'a self,
        context: &'a TokenContext,
    ) -> Pin<Box<dyn Future<Output = Result<AccessToken, BoxError>> + Send + 'a>> {
        Box::pin(TokenProvider::token(self, context))
    }

    fn check(&self, context: &TokenContext) -> Result<(), BoxError> {
        TokenProvider::check(self, context)
    }
}

/// Why a provider gave nothing, for everyone who waited for it.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    Provider(Arc<dyn std::error::Error + Send + Sync>),
    /// What it gave cannot be sent.
    Flaw(&'static str),
}

impl<E: Into<BoxError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Provider(Arc::from(error.into()))
    }
}

/// A token that a provider gave.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) secret: Secret,
    /// Which of the attempts gave it.
    pub(crate) generation: u64,
    renew_at: Option<Instant>,
}

impl Given {
    fn is_good(&self) -> bool {
        self.renew_at.is_none_or(|renew_at| now() < renew_at)
    }
}

/// A provider with the last token it gave.
pub(crate) struct Provided {
    provider: Arc<dyn AnyProvider>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    kept: Option<Given>,
    running: Option<Attempt>,
    attempts: u64,
}

/// A token that is being fetched. Whoever waits for it drives it, so that it ends however many of them are
/// dropped. One that all have dropped stays where it is, for the next caller to take up: a server that has
/// replaced a refresh token by then says so once only.
#[derive(Clone)]
struct Attempt {
    generation: u64,
    /// After this it has ended, unless nobody drives it.
    ends_at: Option<Instant>,
    outcome: Shared<BoxFuture<Result<Given, Failure>>>,
}

impl Provided {
    pub(crate) fn new(provider: impl TokenProvider) -> Self {
        Self {
            provider: Arc::new(provider),
            state: Mutex::default(),
        }
    }

    pub(crate) fn check(&self, context: &TokenContext) -> Result<(), BoxError> {
        self.provider.check(context)
    }

    /// The token that is kept, or one that is fetched now: by one attempt for all that ask meanwhile.
    pub(crate) async fn get(&self, context: &TokenContext) -> Result<Given, Failure> {
        loop {
            let attempt = match self.kept_or_attempt(context) {
                Ok(given) => return Ok(given),
                Err(attempt) => attempt,
            };
            let was_left = attempt.ends_at.is_some_and(|ends_at| ends_at <= now());
            let outcome = attempt.outcome.await;
            self.settle(attempt.generation, outcome.as_ref().ok());
            if was_left && !outcome.as_ref().is_ok_and(Given::is_good) {
                // Nobody drove it until it was too late: that is not this call's failure.
                continue;
            }
            return outcome;
        }
    }

    /// Forgets a token that a server did not accept, if it is the one that is kept.
    pub(crate) fn reject(&self, generation: u64) {
        let kept = &mut self.state().kept;
        if kept
            .as_ref()
            .is_some_and(|given| given.generation == generation)
        {
            *kept = None;
        }
    }

    fn kept_or_attempt(&self, context: &TokenContext) -> Result<Given, Attempt> {
        let mut state = self.state();
        if let Some(given) = state.kept.as_ref().filter(|given| given.is_good()) {
            return Ok(given.clone());
        }
        if let Some(running) = &state.running {
            return Err(running.clone());
        }
        state.attempts += 1;
        let attempt = self.attempt(state.attempts, context.clone());
        state.running = Some(attempt.clone());
        Err(attempt)
    }

    fn attempt(&self, generation: u64, context: TokenContext) -> Attempt {
        let provider = Arc::clone(&self.provider);
        let limit = context.timeout();
        let began = now();
        let outcome: BoxFuture<Result<Given, Failure>> = Box::pin(async move {
            let scheme = context.scheme();
            // A panic would go on in everyone who waits, and in every call after them.
            let fetch = AssertUnwindSafe(async { provider.token(&context).await }).catch_unwind();
            let fetched = match limit {
                None => fetch.await,
                Some(limit) => match tokio::time::timeout(limit, fetch).await {
                    Ok(fetched) => fetched,
                    Err(_) => return Err(format!("no token within {limit:?}").into()),
                },
            };
            let token = fetched.map_err(|_| "it panicked")??;
            token::check(&token.secret, scheme).map_err(Failure::Flaw)?;
            let renew_at = token.expires_at.map(|expires_at| {
                let life = expires_at.saturating_duration_since(began);
                let leeway = TOKEN_LEEWAY.min(life / 2);
                expires_at.checked_sub(leeway).unwrap_or(expires_at)
            });
            Ok(Given {
                secret: token.secret,
                generation,
                renew_at,
            })
        });
        Attempt {
            generation,
            ends_at: limit.and_then(|limit| began.checked_add(limit)),
            outcome: outcome.shared(),
        }
    }

    fn settle(&self, generation: u64, given: Option<&Given>) {
        let mut state = self.state();
        if state
            .running
            .as_ref()
            .is_some_and(|attempt| attempt.generation == generation)
        {
            state.running = None;
            if let Some(given) = given {
                state.kept = Some(given.clone());
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Provided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Provided(..)")
    }
}
