//! Limits of time for parts of a call: for connecting, and for a body that stands still.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::Sleep;

use super::ClientBuilder;
use super::transport::{BoxError, ResponseBody};

/// How long the default transport tries to connect unless the client says otherwise: 10 seconds. A lost first packet is
/// sent again after 1, 3 and 7 seconds (RFC 6298), so three losses in a row are still survived, and a host that is not there
/// leaves time of the call for another attempt.
pub const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long the body of a response may stand still unless the client says otherwise: 60 seconds, as common proxies have it. It
/// matters where a call may take longer than [`DEFAULT_TIMEOUT`](super::DEFAULT_TIMEOUT).
pub const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_mins(1);

/// The limits, beside that for the whole call.
#[derive(Debug, Clone)]
pub(super) struct Timeouts {
    pub(super) connect: Option<Duration>,
    /// Of a body that is read whole.
    pub(super) idle: Option<Duration>,
    /// Of one that is handed over while it comes.
    pub(super) stream_idle: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Some(DEFAULT_CONNECT_TIMEOUT),
            idle: Some(DEFAULT_IDLE_TIMEOUT),
            stream_idle: None,
        }
    }
}

impl ClientBuilder {
    /// How long connecting may take, TLS included. It is a setting of the default transport and does nothing to another.
    /// [`DEFAULT_CONNECT_TIMEOUT`] unless set; `None` leaves it to the operating system and the timeout of the call.
    pub fn connect_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeouts.connect = limit.into();
        self
    }

    /// How long the body of a response may stand still: from its head, or from one piece, to the next. It holds for bodies
    /// that are read whole; the wait for the head is the [timeout](Self::timeout)'s. [`DEFAULT_IDLE_TIMEOUT`] unless set;
    /// `None` sets no limit.
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeouts.idle = limit.into();
        self
    }

    /// How long a stream may stand still while an item is waited for; then it ends with an [`IdleTimeout`]. No limit unless
    /// set, as a stream of events may be silent for hours: set it where the server is known to send something, such as
    /// comments, more often.
    pub fn stream_idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeouts.stream_idle = limit.into();
        self
    }
}

/// A body stood still for this long. In a stream it is what [`StreamError::Source`](crate::operation::StreamError::Source)
/// holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleTimeout(pub Duration);

impl fmt::Display for IdleTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing came from the server for {:?}", self.0)
    }
}

impl std::error::Error for IdleTimeout {}

/// The same body, which may stand still for so long.
pub(super) fn of_body(body: ResponseBody, limit: Option<Duration>) -> ResponseBody {
    match limit {
        None => body,
        Some(limit) => ResponseBody::new(Impatient {
            body,
            limit,
            waiting: None,
        }),
    }
}

/// A body that is waited for only so long. What has come by then is taken, however long nobody asked for it.
struct Impatient {
    body: ResponseBody,
    limit: Duration,
    /// Since it was asked in vain.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl http_body::Body for Impatient {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            self.waiting = None;
            return Poll::Ready(frame);
        }
        let limit = self.limit;
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        waiting
            .as_mut()
            .poll(cx)
            .map(|()| Some(Err(IdleTimeout(limit).into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
