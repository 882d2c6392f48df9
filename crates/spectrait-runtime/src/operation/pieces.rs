//! A body that is put together of bytes and streams.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::byte_stream::{BoxError, ByteStream};

/// A body that is being written.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// The bytes and streams before `tail`.
    head: VecDeque<(Bytes, ByteStream)>,
    tail: Vec<u8>,
}

impl Pieces {
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.tail.extend_from_slice(bytes);
    }

    pub(super) fn stream(&mut self, stream: ByteStream) {
        let before = std::mem::take(&mut self.tail);
        self.head.push_back((before.into(), stream));
    }

    /// The bytes, if there is no stream among them.
    pub(super) fn finish(self) -> Result<Bytes, ByteStream> {
        if self.head.is_empty() {
            return Ok(self.tail.into());
        }
        let length = self.length();
        let joined = Joined {
            head: self.head,
            tail: self.tail.into(),
        };
        Err(ByteStream::new(joined).sized(length))
    }

    /// `None` if the length of a stream is not known.
    fn length(&self) -> Option<u64> {
        let mut length = self.tail.len() as u64;
        for (before, stream) in &self.head {
            let both = stream.length()?.checked_add(before.len() as u64)?;
            length = length.checked_add(both)?;
        }
        Some(length)
    }
}

struct Joined {
    head: VecDeque<(Bytes, ByteStream)>,
    tail: Bytes,
}

impl Stream for Joined {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some((before, stream)) = self.head.front_mut() {
            if !before.is_empty() {
                return Poll::Ready(Some(Ok(std::mem::take(before))));
            }
            match ready!(Pin::new(stream).poll_next(cx)) {
                None => {
                    self.head.pop_front();
                }
                item => return Poll::Ready(item),
            }
        }
        let tail = std::mem::take(&mut self.tail);
        Poll::Ready((!tail.is_empty()).then_some(Ok(tail)))
    }
}
