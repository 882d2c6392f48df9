//! The bytes of a body as they come, and what streams are made of.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

/// An error of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

type Boxed<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

/// The bytes of a body as they come.
pub struct ByteStream {
    bytes: Boxed<Result<Bytes, BoxError>>,
    length: Option<u64>,
}

impl ByteStream {
    /// Of any stream.
    pub fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self {
            bytes: Box::pin(MapError(Box::pin(stream))),
            length: None,
        }
    }

    /// Says how many bytes there are.
    #[must_use]
    pub fn sized(mut self, length: Option<u64>) -> Self {
        self.length = length;
        self
    }

    /// How many bytes there are in all, where it is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// With a text before each piece, of which each is an item.
    pub(super) fn prefixed(self, prefix: &'static str) -> Self {
        let with_prefix = |bytes: Result<Bytes, BoxError>| {
            bytes.map(|bytes| Bytes::from([prefix.as_bytes(), &bytes].concat()))
        };
        Self::new(Map(self, with_prefix))
    }

    /// The next bytes; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, BoxError>> {
        poll_fn(|cx| self.bytes.as_mut().poll_next(cx)).await
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        let length = bytes.len() as u64;
        let bytes = (!bytes.is_empty()).then_some(bytes);
        Self::new(Iter(bytes.into_iter().map(Ok::<_, BoxError>))).sized(Some(length))
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.bytes.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream")
    }
}

pub(super) struct MapError<S>(pub(super) Pin<Box<S>>);

impl<T, E: Into<BoxError>, S: Stream<Item = Result<T, E>>> Stream for MapError<S> {
    type Item = Result<T, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx).map_err(Into::into)
    }
}

/// What an iterator gives, at once.
pub(super) struct Iter<I>(pub(super) I);

impl<I: Iterator> Unpin for Iter<I> {}

impl<I: Iterator> Stream for Iter<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// A stream that can be taken out through a shared reference: a response is written from one.
pub(super) struct Shared<T>(Arc<Mutex<Option<Boxed<T>>>>);

impl<T> Shared<T> {
    pub(super) fn new(stream: impl Stream<Item = T> + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::pin(stream)))))
    }

    pub(super) fn take(&self) -> Option<Boxed<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(super) fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let mut stream = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *stream {
            Some(stream) => stream.as_mut().poll_next(cx),
            None => Poll::Ready(None),
        }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Eq for Shared<T> {}

/// A stream whose items are changed.
pub(super) struct Map<S, F>(pub(super) S, pub(super) F);

impl<S: Unpin, F> Unpin for Map<S, F> {}

impl<S: Stream + Unpin, F: FnMut(S::Item) -> T, T> Stream for Map<S, F> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let Self(stream, map) = &mut *self;
        Pin::new(stream).poll_next(cx).map(|item| item.map(map))
    }
}

/// A stream that has as many bytes as were announced: a body with others than its `content-length` says would be cut, or
/// be taken for broken by whoever reads it (RFC 9110 section 8.6).
pub(super) struct Measured<S> {
    pub(super) stream: S,
    pub(super) left: u64,
}

impl<S: Unpin, E> Stream for Measured<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(Pin::new(&mut self.stream).poll_next(cx));
        Poll::Ready(match item {
            Some(Ok(bytes)) => match self.left.checked_sub(bytes.len() as u64) {
                Some(left) => {
                    self.left = left;
                    Some(Ok(bytes))
                }
                None => Some(Err("the stream has more octets than was said".into())),
            },
            Some(Err(error)) => Some(Err(error.into())),
            None if self.left > 0 => {
                let left = std::mem::take(&mut self.left);
                let error = format!("the stream has {left} octets less than was said");
                Some(Err(error.into()))
            }
            None => None,
        })
    }
}

/// A stream that ends after its first error.
pub(super) struct Fused<S>(pub(super) Option<Pin<Box<S>>>);

impl<T, E, S: Stream<Item = Result<T, E>>> Stream for Fused<S> {
    type Item = Result<T, E>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(stream) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let item = ready!(stream.as_mut().poll_next(cx));
        if !matches!(item, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(item)
    }
}
