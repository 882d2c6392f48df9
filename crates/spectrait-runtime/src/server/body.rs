//! The body of a request: read whole, or handed to the handler as it comes.

use std::error::Error;
use std::fmt;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, header};
use http_body::Body as _;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use super::rejection::{Rejection, RejectionKind};
use crate::causes::causes;
use crate::json::DecodeError;
use crate::operation::{ByteStream, MediaKind, MediaType, StreamError};

/// The body, as the operation takes it.
pub(super) enum Payload {
    Whole(Bytes),
    Stream(ByteStream),
}

/// Reads a body to its end, or to the limit.
pub(super) async fn read(
    body: Body,
    declared: Option<u64>,
    limit: usize,
) -> Result<Bytes, Rejection> {
    if declared.is_some_and(|length| length > limit as u64) {
        return Err(too_large(limit));
    }
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if is_length_limit(&*error) => Err(too_large(limit)),
        Err(_) => Err(broken()),
    }
}

/// Hands a body over, to be read up to the limit, each piece in the time of the clock.
pub(super) fn stream(
    body: Body,
    declared: Option<u64>,
    limit: usize,
    clock: Arc<Clock>,
) -> Result<ByteStream, Rejection> {
    if declared.is_some_and(|length| length > limit as u64) {
        return Err(too_large(limit));
    }
    let length = body.size_hint().exact();
    let incoming = Incoming {
        sleep: clock.deadline().map(|at| Box::pin(sleep_until(at))),
        body: Some(body),
        received: 0,
        limit,
        clock,
    };
    Ok(ByteStream::new(incoming).sized(length))
}

fn too_large(limit: usize) -> Rejection {
    Rejection::new(RejectionKind::TooLarge)
        .with_detail(format!("The body has more than {limit} bytes."))
}

fn broken() -> Rejection {
    Rejection::new(RejectionKind::InvalidRequest).with_detail("The body broke off before its end.")
}

pub(super) fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// Also where a layer around the router has set the limit.
fn is_length_limit(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(<dyn Error>::is::<LengthLimitError>)
}

/// A body on its way to the handler.
struct Incoming {
    body: Option<Body>,
    received: usize,
    limit: usize,
    clock: Arc<Clock>,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Incoming {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Rejection>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(Ok(None));
        };
        loop {
            let Poll::Ready(frame) = Pin::new(&mut *body).poll_frame(cx) else {
                let Some(sleep) = &mut self.sleep else {
                    return Poll::Pending;
                };
                ready!(sleep.as_mut().poll(cx));
                return Poll::Ready(Err(Rejection::new(RejectionKind::BodyTimeout)));
            };
            let data = match frame {
                None => return Poll::Ready(Ok(None)),
                Some(Err(error)) if is_length_limit(&error) => {
                    return Poll::Ready(Err(too_large(self.limit)));
                }
                Some(Err(_)) => return Poll::Ready(Err(broken())),
                // Trailers are dropped.
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => data,
                    Err(_) => continue,
                },
            };
            if data.len() > self.limit - self.received {
                return Poll::Ready(Err(too_large(self.limit)));
            }
            self.received += data.len();
            self.clock.restart();
            if let (Some(sleep), Some(deadline)) = (&mut self.sleep, self.clock.deadline()) {
                sleep.as_mut().reset(deadline);
            }
            return Poll::Ready(Ok(Some(data)));
        }
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, BodyFault>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.poll(cx));
        if !matches!(item, Ok(Some(_))) {
            self.body = None;
        }
        Poll::Ready(item.map_err(BodyFault).transpose())
    }
}

/// Why a body could not be read to its end: the caller's fault, or its connection's.
#[derive(Debug)]
struct BodyFault(Rejection);

impl fmt::Display for BodyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for BodyFault {}

/// What the request is refused for, if a handler failed by what its body holds.
pub(super) fn fault_of(
    error: &(dyn Error + Send + Sync + 'static),
    media: Option<&MediaType>,
    documents_422: bool,
) -> Option<Rejection> {
    let has_items = media.is_some_and(|media| {
        let mut choices = media.choices().iter();
        choices.any(|media| matches!(media.kind, MediaKind::JsonLines | MediaKind::EventStream))
    });
    causes(error).find_map(|error| {
        if let Some(BodyFault(rejection)) = error.downcast_ref() {
            return Some(rejection.clone());
        }
        match error.downcast_ref()? {
            StreamError::Decode(error) if has_items => Some(invalid_item(error, documents_422)),
            StreamError::TooLong if has_items => {
                Some(Rejection::new(RejectionKind::TooLarge).with_detail("An item is too large."))
            }
            _ => None,
        }
    })
}

fn invalid_item(error: &DecodeError, documents_422: bool) -> Rejection {
    match error.violations() {
        Some(violations) => Rejection::invalid_request(violations.clone(), documents_422),
        None => Rejection::new(RejectionKind::InvalidRequest)
            .with_detail(format!("An item of the body does not fit: {error}.")),
    }
}

/// The time that a request has. It begins anew with each piece of a body that the handler reads, so that a long one
/// that keeps coming is not cut off.
pub(super) struct Clock {
    timeout: Option<Duration>,
    last: Mutex<Instant>,
}

impl Clock {
    pub(super) fn new(timeout: Option<Duration>) -> Self {
        Self {
            timeout,
            last: Mutex::new(Instant::now()),
        }
    }

    fn restart(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// When the time is over, as it looks now.
    fn deadline(&self) -> Option<Instant> {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.checked_add(self.timeout?)
    }

    /// What the future gives, if it does so in time.
    pub(super) async fn within<F: Future>(&self, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        loop {
            let Some(deadline) = self.deadline() else {
                return Some(future.await);
            };
            if let Ok(output) = timeout_at(deadline, future.as_mut()).await {
                return Some(output);
            }
            if self.deadline() == Some(deadline) {
                return None;
            }
        }
    }
}
