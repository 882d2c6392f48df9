//! What a connection is doing, seen from its bytes and its requests.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::Version;
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use super::ConnectionLimits;

/// What is known of a connection; clones know the same.
#[derive(Debug, Clone)]
pub(super) struct Activity(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    /// Requests whose responses are not handed over yet.
    requests: usize,
    /// Since when a head is being read.
    head_since: Option<Instant>,
    /// When the last request ended; over HTTP/1 also when the last byte came or went: a response is handed over before it
    /// is sent.
    last: Instant,
    is_http2: bool,
}

impl Activity {
    /// Of a connection that has just been made: what is to come first is a head.
    pub(super) fn new() -> Self {
        let now = Instant::now();
        Self(Arc::new(Mutex::new(State {
            requests: 0,
            head_since: Some(now),
            last: now,
            is_http2: false,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request is at hand until the guard is dropped.
    pub(super) fn begin(&self, version: Version) -> AtHand {
        let mut state = self.state();
        state.requests += 1;
        state.head_since = None;
        state.is_http2 = version == Version::HTTP_2;
        AtHand(self.clone())
    }

    pub(super) fn is_http2(&self) -> bool {
        self.state().is_http2
    }

    /// When the connection has waited long enough; `None` while requests are at hand.
    pub(super) fn deadline(&self, limits: &ConnectionLimits) -> Option<Instant> {
        let state = self.state();
        if state.requests > 0 {
            return None;
        }
        let (since, time) = match state.head_since {
            Some(since) => (since, limits.head),
            None => (state.last, limits.idle),
        };
        Some(after(since, time))
    }

    fn note_read(&self) {
        let mut state = self.state();
        // Over HTTP/2 bytes may be about the connection; whether its other end is alive, pings tell.
        if !state.is_http2 {
            let now = Instant::now();
            state.last = now;
            if state.requests == 0 {
                state.head_since.get_or_insert(now);
            }
        }
    }

    fn note_written(&self, written: &Poll<io::Result<usize>>) {
        let mut state = self.state();
        if !state.is_http2 && matches!(written, Poll::Ready(Ok(1..))) {
            state.last = Instant::now();
        }
    }
}

/// A later instant; a time beyond all clocks is a long one.
pub(super) fn after(since: Instant, time: Duration) -> Instant {
    const YEARS: Duration = Duration::from_hours(24 * 365 * 30);
    since.checked_add(time).unwrap_or(since + YEARS)
}

/// A request at hand.
#[derive(Debug)]
pub(super) struct AtHand(Activity);

impl Drop for AtHand {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.requests -= 1;
        state.last = Instant::now();
    }
}

/// The body of a response: its request is at hand until it is dropped.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) body: Body,
    pub(super) _at_hand: AtHand,
}

impl http_body::Body for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A connection's bytes, watched. A write that gets nowhere in time is an error.
#[derive(Debug)]
pub(super) struct Watched<I> {
    io: I,
    activity: Activity,
    time: Duration,
    /// Runs while the other end takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<I> Watched<I> {
    pub(super) fn new(io: I, activity: Activity, time: Duration) -> Self {
        Self {
            io,
            activity,
            time,
            stalled: None,
        }
    }
}

impl<I: AsyncWrite + Unpin> Watched<I> {
    fn poll_in_time<T>(
        &mut self,
        cx: &mut Context<'_>,
        poll: impl FnOnce(Pin<&mut I>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(done) = poll(Pin::new(&mut self.io), cx) {
            self.stalled = None;
            return Poll::Ready(done);
        }
        let time = self.time;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(time)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Watched<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.io).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.activity.note_read();
        }
        read
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Watched<I> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = self.poll_in_time(cx, |io, cx| io.poll_write(cx, bytes));
        self.activity.note_written(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = self.poll_in_time(cx, |io, cx| io.poll_write_vectored(cx, slices));
        self.activity.note_written(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_in_time(cx, AsyncWrite::poll_flush)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_in_time(cx, AsyncWrite::poll_shutdown)
    }
}
