//! Signs of life in a stream of events that is silent: proxies close connections on which nothing comes for a while, and
//! a server does not learn that a caller went away before it writes (WHATWG HTML section 9.2.7).

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, header};
use tokio::time::{Instant, Sleep, sleep};

use super::limits::KEEP_ALIVE_INTERVAL;
use crate::operation::{BoxError, ByteStream};

/// A comment, which readers of events skip.
const COMMENT: &[u8] = b":\n\n";

/// The stream, with comments in it if it is one of events.
pub(super) fn keep_alive(stream: ByteStream, headers: &HeaderMap) -> ByteStream {
    let content_type = headers.get(header::CONTENT_TYPE);
    let is_of_events =
        content_type.is_some_and(|value| value.as_bytes().starts_with(b"text/event-stream"));
    if !is_of_events {
        return stream;
    }
    ByteStream::new(Alive {
        stream,
        sleep: Box::pin(sleep(KEEP_ALIVE_INTERVAL)),
    })
}

struct Alive {
    stream: ByteStream,
    sleep: Pin<Box<Sleep>>,
}

impl Stream for Alive {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // A piece is a whole event, so a comment never comes within one.
        let item = Pin::new(&mut self.stream).poll_next(cx);
        let item = if item.is_ready() {
            item
        } else {
            std::task::ready!(self.sleep.as_mut().poll(cx));
            Poll::Ready(Some(Ok(Bytes::from_static(COMMENT))))
        };
        self.sleep
            .as_mut()
            .reset(Instant::now() + KEEP_ALIVE_INTERVAL);
        item
    }
}
