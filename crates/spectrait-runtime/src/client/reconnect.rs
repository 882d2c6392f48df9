//! Events that outlive their connection (WHATWG HTML sections 9.2.3 and 9.2.4).

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::header::HeaderName;
use http::{HeaderValue, StatusCode};
use tokio::time::{Sleep, sleep};
use tower::util::rng::{HasherRng, Rng};

use super::retry::retry_after;
use super::{Call, Error, ErrorKind};
use crate::operation::{Event, EventStream, StreamError};

/// How long to wait before connecting again where the server does not say: 3 seconds, as browsers do.
pub const DEFAULT_RECONNECTION_TIME: Duration = Duration::from_secs(3);

/// The longest wait before connecting again, whatever the server says: 5 minutes. A server that is down for longer is
/// asked twelve times an hour.
pub const MAX_RECONNECTION_TIME: Duration = Duration::from_mins(5);

/// How many connections in a row may bring no event before they are given up: 10.
pub const DEFAULT_RECONNECTIONS: u32 = 10;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The events of an operation, over as many connections as it takes: a [`Stream`] of `Result<Event, Error>`, made by
/// [`Call::reconnecting`].
///
/// A connection that is lost, or that the server ends, is made again, with the identifier of the last event as
/// `Last-Event-ID`. Before that it waits as long as the server said with `retry:`, else
/// [`DEFAULT_RECONNECTION_TIME`]; twice as long after each connection that brought no event, up to
/// [`MAX_RECONNECTION_TIME`], and a part of it at random, so that clients do not come back all at once. `Retry-After` of a
/// refusal counts if it is longer.
///
/// It ends
///
/// - when the server answers 204, or sends the event `[DONE]`, which many APIs end with;
/// - with an error, when the server refuses with another status than 408, 429, 500, 502, 503 or 504, or the very first
///   connection fails;
/// - when [so many](Self::attempts) connections in a row brought no event, with the error of the last one if it had one.
///
/// An event that does not fit the document is an [`ErrorKind::Stream`], and the next one is read.
#[must_use = "nothing is sent until it is polled"]
pub struct Reconnecting<T, E> {
    /// What is sent, to be sent again; `None` if it cannot be.
    template: Option<Call<EventStream<T>, E>>,
    operation: &'static str,
    state: State<T, E>,
    has_begun: bool,
    last_event_id: Option<String>,
    retry: Duration,
    /// How many connections in a row brought no event.
    fruitless: u32,
    attempts: u32,
}

enum State<T, E> {
    Connecting(Call<EventStream<T>, E>),
    Reading(EventStream<T>),
    Waiting(Pin<Box<Sleep>>),
    Done,
}

type Next<T, E> = Option<Result<Event<T>, Error<E>>>;

impl<T: Send + 'static, E> Call<EventStream<T>, E> {
    /// The events over as many connections as it takes, each with the timeout of this call.
    ///
    /// Each connection sends the request anew: do not use it where asking twice does something twice.
    pub fn reconnecting(self) -> Reconnecting<T, E> {
        Reconnecting {
            template: self.again(),
            operation: self.operation(),
            state: State::Connecting(self),
            has_begun: false,
            last_event_id: None,
            retry: DEFAULT_RECONNECTION_TIME,
            fruitless: 0,
            attempts: DEFAULT_RECONNECTIONS,
        }
    }
}

impl<T: Send + 'static, E> Reconnecting<T, E> {
    /// How many connections in a row may bring no event: [`DEFAULT_RECONNECTIONS`] unless set.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Begins after the event of this identifier, as if it were the last that came.
    pub fn after(mut self, last_event_id: impl Into<String>) -> Self {
        self.last_event_id = Some(last_event_id.into());
        if let State::Connecting(call) = self.state {
            self.state = State::Connecting(with_id(call, self.last_event_id.as_deref()));
        }
        self
    }

    /// The identifier of the last event that had one.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.last_event_id.as_deref()
    }

    /// The next event; `None` at the end. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error<E>>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Next<T, E>> {
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(cx));
                    let call = self.template.as_ref().and_then(Call::again);
                    let id = self.last_event_id.as_deref();
                    self.state = match call {
                        Some(call) => State::Connecting(with_id(call, id)),
                        None => State::Done,
                    };
                }
                State::Connecting(call) => match ready!(call.poll_response(cx)) {
                    Ok((events, _)) => {
                        self.has_begun = true;
                        events.go_on_from(self.last_event_id.clone());
                        self.state = State::Reading(events);
                    }
                    Err(error) if error.status() == Some(StatusCode::NO_CONTENT) => {
                        self.state = State::Done;
                    }
                    Err(error) => {
                        if let Some(error) = self.refused(error) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                },
                State::Reading(events) => {
                    let item = ready!(Pin::new(&mut *events).poll_next(cx));
                    if let Some(next) = self.read(item) {
                        return Poll::Ready(next);
                    }
                }
            }
        }
    }

    /// After an item of the connection, or its end: what to give, if anything.
    fn read(&mut self, item: Option<Result<Event<T>, StreamError>>) -> Option<Next<T, E>> {
        if let State::Reading(events) = &self.state {
            let position = events.position();
            self.last_event_id = position.last_event_id;
            self.retry = position.retry.unwrap_or(self.retry);
            if item.is_none() && position.is_done {
                self.state = State::Done;
                return Some(None);
            }
        }
        let error = match item {
            Some(Ok(event)) => {
                self.fruitless = 0;
                return Some(Some(Ok(event)));
            }
            Some(Err(error @ StreamError::Decode(_))) => {
                self.fruitless = 0;
                let error = Error::new(self.operation, ErrorKind::Stream(error));
                return Some(Some(Err(error)));
            }
            Some(Err(error @ StreamError::TooLong)) => {
                self.state = State::Done;
                let error = Error::new(self.operation, ErrorKind::Stream(error));
                return Some(Some(Err(error)));
            }
            Some(Err(error @ StreamError::Source(_))) => {
                Some(Error::new(self.operation, ErrorKind::Stream(error)))
            }
            None => None,
        };
        if self.wait(Duration::ZERO) {
            return None;
        }
        Some(error.map(Err))
    }

    /// After a connection that was not made: the error, if it is the end.
    fn refused(&mut self, error: Error<E>) -> Option<Error<E>> {
        let is_temporary = match error.kind() {
            ErrorKind::Transport(_) | ErrorKind::Timeout(_) | ErrorKind::Idle { .. } => true,
            _ => error
                .status()
                .is_some_and(|status| matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)),
        };
        let asked = error.headers().and_then(retry_after);
        let waits = self.has_begun && is_temporary && self.wait(asked.unwrap_or(Duration::ZERO));
        if waits {
            return None;
        }
        self.state = State::Done;
        Some(error)
    }

    /// Waits for the next connection, if there is to be one.
    fn wait(&mut self, at_least: Duration) -> bool {
        if self.template.is_none() || self.fruitless >= self.attempts {
            self.state = State::Done;
            return false;
        }
        let doubled = 1_u32.checked_shl(self.fruitless).unwrap_or(u32::MAX);
        let wait = self.retry.saturating_mul(doubled).max(at_least);
        self.fruitless += 1;
        self.state = State::Waiting(Box::pin(sleep(scattered(wait.min(MAX_RECONNECTION_TIME)))));
        true
    }
}

/// Between this and a quarter more.
fn scattered(wait: Duration) -> Duration {
    wait.mul_f64(1.0 + HasherRng::new().next_f64() / 4.0)
}

/// An identifier that cannot be sent is not: `http` takes any text but control characters.
fn with_id<T, E>(call: Call<T, E>, id: Option<&str>) -> Call<T, E> {
    match id.map(|id| HeaderValue::from_bytes(id.as_bytes())) {
        Some(Ok(id)) => call.header(LAST_EVENT_ID, id),
        _ => call,
    }
}

/// Nothing in it is pinned.
impl<T, E> Unpin for Reconnecting<T, E> {}

impl<T: Send + 'static, E> Stream for Reconnecting<T, E> {
    type Item = Result<Event<T>, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

impl<T, E> fmt::Debug for Reconnecting<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconnecting")
            .field("operation", &self.operation)
            .field("fruitless", &self.fruitless)
            .finish_non_exhaustive()
    }
}
