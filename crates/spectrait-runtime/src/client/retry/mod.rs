//! Sending a request again when it failed.

mod policy;
mod retry_after;

use std::sync::Arc;
use std::time::Duration;

use http::HeaderName;
use tower::retry::Retry;
use tower::retry::backoff::{ExponentialBackoff, ExponentialBackoffMaker, MakeBackoff};
use tower::retry::budget::TpsBudget;
use tower::util::rng::HasherRng;

use super::BoxTransport;
use policy::Policy;
pub(super) use retry_after::read as retry_after;

/// The header that makes a request one with its repetitions (draft-ietf-httpapi-idempotency-key-header).
pub(super) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// How a failed request is sent again, and when.
///
/// **What is repeated**: a request of an idempotent method (RFC 9110 section 9.2.2: GET, HEAD, PUT, DELETE, OPTIONS,
/// TRACE), or one with an [`Idempotency-Key`](super::Call::idempotency_key) header, whose body can be sent again.
///
/// **When**: no head of a response came (connection refused or broken), or its status is 408, 429, 502, 503 or 504. Not
/// after 500, which says that the server tried and failed; nor when the body of a response breaks off.
///
/// **After how long**: [`base_delay`](Self::base_delay), twice that, and so on up to [`max_delay`](Self::max_delay), each with
/// a random part on top; and never before `Retry-After`, in seconds or as a date. A server that asks for more than
/// [`max_retry_after`](Self::max_retry_after), or for more than is left of the call's timeout, is not waited for.
///
/// **How often**: [`attempts`](Self::attempts), and only while there is a [`budget`](Self::budget), which all calls of a client
/// and its clones share: when a server is down, retries must not multiply its load.
///
/// When it is not sent again, the last answer or error is what the call gives;
/// [`Error::attempts`](super::Error::attempts) tells how many there were.
///
/// ```
/// use std::time::Duration;
/// use spectrait_runtime::client::{Client, Retries};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder()
///     .base_url("https://api.example.com/v1")
///     .retries(Retries::new().attempts(5).max_delay(Duration::from_secs(2)))
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "retries do nothing until a builder or a call gets them"]
pub struct Retries {
    attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    jitter: f64,
    max_retry_after: Option<Duration>,
    budget_ratio: f32,
    budget_per_second: u32,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            attempts: 3,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            jitter: 1.0,
            max_retry_after: Some(Duration::from_mins(1)),
            budget_ratio: 0.2,
            budget_per_second: 10,
        }
    }
}

impl Retries {
    /// 3 attempts, half a second to 8 seconds apart.
    pub fn new() -> Self {
        Self::default()
    }

    /// How often a request is sent at most, the first time included: 3 unless set. 0 and 1: once.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// How long the first pause is at least: 500 ms unless set. Each further pause is twice as long.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// How long a pause is at most, the random part included: 8 s unless set. `Retry-After` has a
    /// [limit of its own](Self::max_retry_after).
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// How much longer a pause may be at random, as a part of it: 1.0 unless set, which is up to twice as long. It keeps
    /// clients that failed together from coming back together. Held between 0.0 and 1.0.
    pub fn jitter(mut self, ratio: f64) -> Self {
        self.jitter = ratio;
        self
    }

    /// The longest `Retry-After` that is waited for: 60 s unless set. A longer one is not: the answer is
    /// given at once. `None` takes no notice of the header.
    pub fn max_retry_after(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.max_retry_after = limit.into();
        self
    }

    /// How many retries all calls together may make in 10 seconds: this part of the calls that could be repeated and
    /// needed no retry (0.2 unless set), and so many a second on top (10 unless set). `(0.0, 0)` allows none.
    ///
    /// Of the settings of a [call](super::Call::retries) the budget does not count: it is the client's.
    pub fn budget(mut self, ratio: f32, per_second: u32) -> Self {
        self.budget_ratio = ratio;
        self.budget_per_second = per_second;
        self
    }

    fn backoff(&self) -> Option<ExponentialBackoff> {
        // Of nothing a part is nothing; tower wants a maximum above zero.
        let max = self.max_delay.max(Duration::from_nanos(1));
        let jitter = if self.jitter.is_nan() {
            0.0
        } else {
            self.jitter
        };
        // A generator of its own for each request: a clone would make the same random numbers again.
        let rng = HasherRng::new();
        ExponentialBackoffMaker::new(self.base_delay.min(max), max, jitter.clamp(0.0, 1.0), rng)
            .ok()
            .map(|mut maker| maker.make_backoff())
    }

    fn tps_budget(&self) -> TpsBudget {
        // tower panics beyond these.
        let ratio = if self.budget_ratio.is_nan() {
            0.0
        } else {
            self.budget_ratio
        };
        let per_second = self.budget_per_second.min(i32::MAX.unsigned_abs() - 1);
        TpsBudget::new(BUDGET_WINDOW, per_second, ratio.clamp(0.0, 1000.0))
    }
}

/// For how long a call that went well pays for retries, and how far ahead the share per second is granted.
const BUDGET_WINDOW: Duration = Duration::from_secs(10);

/// A call's own settings, in its request's extensions. `None`: no retries.
#[derive(Debug, Clone)]
pub(super) struct OwnRetries(pub(super) Option<Retries>);

/// Puts retries around a transport; of `None` only those that a call asks for.
pub(super) fn around(
    transport: BoxTransport,
    retries: Option<Retries>,
) -> Retry<Policy, BoxTransport> {
    let budget = retries.clone().unwrap_or_default().tps_budget();
    Retry::new(Policy::new(retries, Arc::new(budget)), transport)
}
