//! Octets as they come.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::byte_stream::{BoxError, ByteStream, Map, Measured, Shared};
use super::stream::{Incoming, Outgoing, StreamError, attach};
use crate::json::{Decode, Decoder, Encode, Encoder, Node, Shape};
use crate::types::{IntoField, Octets};

/// Octets as they come, of a body: whoever sends them makes one of a [stream](Self::new) or [of what is
/// there](Self::from), whoever receives them reads them piece by piece, or [all](Self::collect) up to a limit.
///
/// Dropping it ends the transfer. A clone of one made of a stream is the same stream, not a copy of it: it can be sent
/// once. One that is made of what is there can be sent again, and so retried.
///
/// ```
/// use spectrait_runtime::OctetStream;
///
/// let photo = OctetStream::from(vec![0xff, 0xd8]).typed("image/jpeg");
/// assert_eq!(photo.length(), Some(2));
/// ```
#[derive(Clone)]
pub struct OctetStream {
    source: Source,
    content_type: Option<String>,
}

#[derive(Clone, PartialEq, Eq)]
enum Source {
    Whole(Bytes),
    Stream {
        stream: Shared<Result<Bytes, StreamError>>,
        /// How many octets there are in all, where it is known.
        length: Option<u64>,
    },
}

impl OctetStream {
    /// Of a stream.
    pub fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::of(ByteStream::new(stream))
    }

    fn of(bytes: ByteStream) -> Self {
        let length = bytes.length();
        let stream = Shared::new(Map(bytes, |result: Result<_, _>| {
            result.map_err(StreamError::Source)
        }));
        Self {
            source: Source::Stream { stream, length },
            content_type: None,
        }
    }

    /// Says how many octets the stream has, so that `Content-Length` can be sent. A stream that then has another number of
    /// them breaks the transfer off. What is there whole has its own length.
    #[must_use]
    pub fn sized(mut self, octets: u64) -> Self {
        if let Source::Stream { length, .. } = &mut self.source {
            *length = Some(octets);
        }
        self
    }

    /// Sets the media type, where the document has a range such as `image/*`.
    #[must_use]
    pub fn typed(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The media type that the message says.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// How many octets there are in all, where the message says so.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.source {
            Source::Whole(bytes) => Some(bytes.len() as u64),
            Source::Stream { length, .. } => *length,
        }
    }

    /// Of octets that are there.
    pub(crate) fn of_bytes(bytes: Bytes, content_type: Option<String>) -> Self {
        Self {
            source: Source::Whole(bytes),
            content_type,
        }
    }

    /// The octets, if all of them are there.
    pub(crate) fn whole(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Whole(bytes) => Some(bytes),
            Source::Stream { .. } => None,
        }
    }

    /// The next octets; `None` at the end. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamError>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, StreamError>>> {
        match &mut self.source {
            Source::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Source::Whole(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Source::Stream { stream, .. } => stream.poll(cx),
        }
    }

    /// All that is left, if it is no more than `limit` bytes.
    ///
    /// # Errors
    /// [`StreamError`] if it breaks off, or is longer.
    pub async fn collect(mut self, limit: usize) -> Result<Octets, StreamError> {
        let mut whole = BytesMut::new();
        while let Some(bytes) = self.next().await {
            let bytes = bytes?;
            if bytes.len() > limit - whole.len() {
                let error = format!("it has more than {limit} bytes");
                return Err(StreamError::Source(error.into()));
            }
            whole.extend_from_slice(&bytes);
        }
        let octets = Octets::from(whole.freeze());
        Ok(match self.content_type {
            Some(content_type) => octets.typed(content_type),
            None => octets,
        })
    }

    /// The stream, for the one who sends it; `None` if it was sent before.
    pub(super) fn take(&self) -> Option<ByteStream> {
        match &self.source {
            Source::Whole(bytes) => Some(bytes.clone().into()),
            Source::Stream { stream, length } => stream.take().map(|stream| match *length {
                None => ByteStream::new(stream),
                Some(left) => ByteStream::new(Measured { stream, left }).sized(Some(left)),
            }),
        }
    }
}

/// Two are equal if their octets are there and equal, or they are clones of each other.
impl PartialEq for OctetStream {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for OctetStream {}

impl fmt::Debug for OctetStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OctetStream")
            .field("length", &self.length())
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

impl Stream for OctetStream {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

impl<B: Into<Bytes>> From<B> for OctetStream {
    fn from(bytes: B) -> Self {
        Self::of_bytes(bytes.into(), None)
    }
}

impl From<Octets> for OctetStream {
    fn from(octets: Octets) -> Self {
        octets.into_stream()
    }
}

macro_rules! into_field {
    ($($octets:ty),+) => {
        $(
            impl IntoField<OctetStream> for $octets {
                fn into_field(self) -> OctetStream {
                    self.into()
                }
            }

            impl IntoField<Option<OctetStream>> for $octets {
                fn into_field(self) -> Option<OctetStream> {
                    Some(self.into())
                }
            }
        )+
    };
}

into_field!(Vec<u8>, Bytes, Octets);

/// A body. One that is there whole may also be a part of a form, or in JSON a string.
impl Decode for OctetStream {
    const SHAPE: Shape = Shape::Any;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        if let Some(incoming) = decoder.take_attachment::<Incoming>() {
            return Some(Self {
                content_type: incoming.content_type,
                ..Self::of(incoming.bytes)
            });
        }
        Octets::decode(decoder, node).map(Self::from)
    }
}

impl Encode for OctetStream {
    fn encode_into(&self, encoder: &mut Encoder) {
        if self.whole().is_some() {
            return encoder.octets(&Octets::from(self.clone()));
        }
        let stream = self.take().map(|bytes| Outgoing {
            bytes,
            content_type: self.content_type.clone(),
        });
        attach(encoder, stream);
    }
}
