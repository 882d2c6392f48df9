//! Which requests are sent again, and when.

use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response, StatusCode};
use tokio::time::{Instant, Sleep, sleep_until};
use tower::retry::backoff::{Backoff, ExponentialBackoff};
use tower::retry::budget::{Budget, TpsBudget};

use super::{IDEMPOTENCY_KEY, OwnRetries, Retries, retry_after};
use crate::client::called::Progress;
use crate::client::transport::{self, BoxError};
use crate::client::{Body, ResponseBody};

/// tower's clone of it goes with one request.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    /// The client's settings.
    retries: Option<Retries>,
    budget: Arc<TpsBudget>,
    /// Since the first failure of this request.
    course: Option<Course>,
}

/// How far one request has got.
#[derive(Debug, Clone)]
struct Course {
    attempts_left: u32,
    backoff: ExponentialBackoff,
    max_retry_after: Option<Duration>,
}

impl Policy {
    pub(super) fn new(retries: Option<Retries>, budget: Arc<TpsBudget>) -> Self {
        Self {
            retries,
            budget,
            course: None,
        }
    }

    /// The settings for a request: its own, or the client's.
    fn settings<'a>(&'a self, request: &'a Request<Body>) -> Option<&'a Retries> {
        match request.extensions().get() {
            Some(OwnRetries(own)) => own.as_ref(),
            None => self.retries.as_ref(),
        }
    }

    fn course(&mut self, request: &Request<Body>) -> Option<&mut Course> {
        if self.course.is_none() {
            let settings = self.settings(request)?;
            let course = Course {
                attempts_left: settings.attempts.saturating_sub(1),
                backoff: settings.backoff()?,
                max_retry_after: settings.max_retry_after,
            };
            self.course = Some(course);
        }
        self.course.as_mut()
    }

    /// When to send it again after this answer, or after none.
    fn next(
        &mut self,
        request: &Request<Body>,
        response: Option<&Response<ResponseBody>>,
    ) -> Option<Instant> {
        let course = self.course(request)?;
        course.attempts_left = course.attempts_left.checked_sub(1)?;
        let mut at = course.backoff.next_backoff().deadline();
        if let (Some(limit), Some(response)) = (course.max_retry_after, response)
            && let Some(pause) = retry_after(response.headers())
        {
            if pause > limit {
                return None;
            }
            at = at.max(Instant::now().checked_add(pause)?);
        }
        let deadline = progress(request).and_then(|progress| progress.deadline);
        if deadline.is_some_and(|deadline| at >= deadline) {
            return None;
        }
        self.budget.withdraw().then_some(at)
    }
}

impl tower::retry::Policy<Request<Body>, Response<ResponseBody>, BoxError> for Policy {
    type Future = Sleep;

    fn retry(
        &mut self,
        request: &mut Request<Body>,
        result: &mut Result<Response<ResponseBody>, BoxError>,
    ) -> Option<Sleep> {
        let response = match result {
            Ok(response) if !is_passing(response.status()) => {
                self.budget.deposit();
                return None;
            }
            Err(error) if transport::is_final(error.as_ref()) => return None,
            Ok(response) => Some(&*response),
            Err(_) => None,
        };
        let at = self.next(request, response)?;
        if let Some(progress) = progress(request) {
            progress.count_attempt();
        }
        Some(sleep_until(at))
    }

    /// `None` for a request that is not sent twice, whatever happens.
    fn clone_request(&mut self, request: &Request<Body>) -> Option<Request<Body>> {
        let settings = self.settings(request)?;
        if settings.attempts <= 1 || !is_repeatable(request) {
            return None;
        }
        let body = request.body().try_clone()?;
        Some(transport::clone_head(request).map(|()| body))
    }
}

fn progress(request: &Request<Body>) -> Option<&Progress> {
    request.extensions().get()
}

/// Whether to send it twice is the same as to send it once.
fn is_repeatable(request: &Request<Body>) -> bool {
    request.method().is_idempotent() || request.headers().contains_key(IDEMPOTENCY_KEY)
}

/// Whether the status is about the moment, not about the request.
fn is_passing(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::REQUEST_TIMEOUT
            | StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}
