//! Bodies that are read and written as they come.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::byte_stream::{BoxError, ByteStream, Fused, Iter, Map, MapError, Shared};
use super::events::{self, Event};
use super::lines;
use crate::json::{
    Decode, DecodeError, Decoder, Encode, Encoder, Keyword, Mode, Node, Shape, Tape,
};
use crate::types::Octets;

/// How many bytes one event or line of a stream may have, so that a stream without an end of a line does not fill the
/// memory: 16 MiB.
pub const MAX_ITEM_LENGTH: usize = 16 * 1024 * 1024;

/// Why a stream gives no item.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The item does not fit the document. The next one may.
    Decode(DecodeError),
    /// The item is longer than [`MAX_ITEM_LENGTH`]. The stream ends with it.
    TooLong,
    /// The connection broke, or what makes the items failed. The stream ends with it.
    Source(BoxError),
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decode(error) => write!(
                f,
                "an item of the stream does not fit the document: {error}"
            ),
            Self::TooLong => write!(
                f,
                "an item of the stream has more than {MAX_ITEM_LENGTH} bytes"
            ),
            Self::Source(error) => write!(f, "the stream broke off: {error}"),
        }
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Source(error) => Some(error.as_ref()),
            Self::Decode(_) | Self::TooLong => None,
        }
    }
}

/// Makes what the three kinds of streams have in common.
macro_rules! stream {
    ($name:ident $(<$param:ident>)?, $item:ty) => {
        /// Two are equal if they are clones of each other.
        impl$(<$param>)? PartialEq for $name$(<$param>)? {
            fn eq(&self, other: &Self) -> bool {
                self.stream == other.stream
            }
        }

        impl$(<$param>)? fmt::Debug for $name$(<$param>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        impl$(<$param>)? $name$(<$param>)? {
            /// The next item; `None` at the end. Dropping the future loses nothing.
            pub async fn next(&mut self) -> Option<Result<$item, StreamError>> {
                poll_fn(|cx| self.stream.poll(cx)).await
            }
        }

        impl$(<$param>)? Stream for $name$(<$param>)? {
            type Item = Result<$item, StreamError>;

            fn poll_next(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                self.stream.poll(cx)
            }
        }
    };
}

/// Octets as they come, in a response: a client reads them, a server's handler makes one of a stream, or
/// [of what is there at once](Self::from).
///
/// Dropping it ends the transfer. A clone is the same stream, not a copy of it.
#[derive(Clone)]
pub struct OctetStream {
    stream: Shared<Result<Bytes, StreamError>>,
    content_type: Option<String>,
}

stream!(OctetStream, Bytes);

impl OctetStream {
    /// Of a stream.
    pub fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self {
            stream: Shared::new(Map(ByteStream::new(stream), |result: Result<_, _>| {
                result.map_err(StreamError::Source)
            })),
            content_type: None,
        }
    }

    /// Sets the media type, where the document has a range such as `image/*`.
    #[must_use]
    pub fn typed(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The media type that the response says.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
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
}

impl<O: Into<Octets>> From<O> for OctetStream {
    fn from(octets: O) -> Self {
        let octets = octets.into();
        let content_type = octets.content_type().map(ToOwned::to_owned);
        Self {
            content_type,
            ..Self::new(ByteStream::from(octets.into_bytes()))
        }
    }
}

impl Decode for OctetStream {
    const SHAPE: Shape = Shape::Any;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        if let Some(incoming) = decoder.take_attachment::<Incoming>() {
            return Some(Self {
                content_type: incoming.content_type,
                ..Self::new(incoming.bytes)
            });
        }
        Octets::decode(decoder, node).map(Self::from)
    }
}

impl Encode for OctetStream {
    fn encode_into(&self, encoder: &mut Encoder) {
        let stream = self.stream.take();
        let stream = stream.map(|stream| Outgoing {
            bytes: ByteStream::new(stream),
            content_type: self.content_type.clone(),
        });
        attach(encoder, stream);
    }
}

/// What a stream is read from.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) bytes: ByteStream,
    pub(crate) content_type: Option<String>,
}

/// What a stream is written to.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) bytes: ByteStream,
    pub(crate) content_type: Option<String>,
}

fn attach(encoder: &mut Encoder, stream: Option<Outgoing>) {
    match stream {
        Some(stream) => encoder.attach(stream),
        None => encoder.refuse(Keyword::Type, "the stream was sent before"),
    }
}

/// Server-sent events (`text/event-stream`, WHATWG HTML section 9.2), in a response: a client reads them, a server's
/// handler makes one [of a stream](Self::new) or [of what is there](Self::of).
///
/// Dropping it ends the transfer. A clone is the same stream, not a copy of it. A lost connection is not made again.
#[derive(Clone)]
pub struct EventStream<T> {
    stream: Shared<Result<Event<T>, StreamError>>,
}

stream!(EventStream<T>, Event<T>);

/// JSON values one after the other, each on a line (`application/x-ndjson`, `application/jsonl`, `application/json-seq`), in a
/// response: a client reads them, a server's handler makes one [of a stream](Self::new) or [of what is there](Self::of).
///
/// Dropping it ends the transfer. A clone is the same stream, not a copy of it.
#[derive(Clone)]
pub struct JsonLines<T> {
    stream: Shared<Result<T, StreamError>>,
}

stream!(JsonLines<T>, T);

impl<T: Send + 'static> EventStream<T> {
    /// Of a stream of items or [`Event`]s. An error ends the response, which breaks off.
    pub fn new<S, I, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<I, E>> + Send + 'static,
        I: Into<Event<T>>,
        E: Into<BoxError>,
    {
        let event = |item: Result<I, BoxError>| item.map(Into::into).map_err(StreamError::Source);
        Self {
            stream: Shared::new(Map(MapError(Box::pin(stream)), event)),
        }
    }

    /// Of items or [`Event`]s that are there.
    pub fn of<I: IntoIterator>(items: I) -> Self
    where
        I::Item: Into<Event<T>>,
        I::IntoIter: Send + 'static,
    {
        let items = items.into_iter().map(|item| Ok(item.into()));
        Self {
            stream: Shared::new(Iter(items)),
        }
    }
}

impl<T: Send + 'static> JsonLines<T> {
    /// Of a stream of items. An error ends the response, which breaks off.
    pub fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let item = |item: Result<T, BoxError>| item.map_err(StreamError::Source);
        Self {
            stream: Shared::new(Map(MapError(Box::pin(stream)), item)),
        }
    }

    /// Of items that are there.
    pub fn of<I: IntoIterator<Item = T>>(items: I) -> Self
    where
        I::IntoIter: Send + 'static,
    {
        Self {
            stream: Shared::new(Iter(items.into_iter().map(Ok))),
        }
    }
}

impl<T: Decode + Send + 'static> Decode for EventStream<T> {
    const SHAPE: Shape = Shape::Any;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        let mode = decoder.mode();
        let bytes = incoming(decoder, node)?;
        Some(Self {
            stream: Shared::new(Items {
                bytes: Some(bytes),
                split: events::Splitter::default(),
                read: move |block| events::read(block, mode),
            }),
        })
    }
}

impl<T: Decode + Send + 'static> Decode for JsonLines<T> {
    const SHAPE: Shape = Shape::Any;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        let mode = decoder.mode();
        let bytes = incoming(decoder, node)?;
        Some(Self {
            stream: Shared::new(Items {
                bytes: Some(bytes),
                split: lines::Splitter::default(),
                read: move |line: String| Some(read_json(&line, mode)),
            }),
        })
    }
}

/// The bytes of a body, also of one that is there whole.
fn incoming(decoder: &mut Decoder<'_>, node: Node) -> Option<ByteStream> {
    match decoder.take_attachment::<Incoming>() {
        Some(incoming) => Some(incoming.bytes),
        None => Octets::decode(decoder, node).map(|octets| octets.into_bytes().into()),
    }
}

pub(super) fn read_json<T: Decode>(text: &str, mode: Mode) -> Result<T, DecodeError> {
    crate::json::decode_json(text.as_bytes(), mode)
}

/// The text of a scalar as in a parameter.
pub(super) fn read_text<T: Decode>(text: &str, mode: Mode) -> Result<T, DecodeError> {
    let tape = Tape::of_text(text);
    let mut decoder = Decoder::new(&tape, mode);
    let value = T::decode(&mut decoder, Node::ROOT);
    Ok(decoder.finish(value)?)
}

impl<T: Encode + Send + 'static> Encode for EventStream<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        let stream = self.stream.take().map(|stream| {
            Map(stream, |event: Result<Event<T>, StreamError>| {
                event
                    .map_err(BoxError::from)
                    .and_then(|event| event.write())
            })
        });
        let bytes = stream.map(|stream| Outgoing {
            bytes: ByteStream::new(Fused(Some(Box::pin(stream)))),
            content_type: None,
        });
        attach(encoder, bytes);
    }
}

impl<T: Encode + Send + 'static> Encode for JsonLines<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        let stream = self.stream.take().map(|stream| {
            Map(stream, |item: Result<T, StreamError>| {
                item.map_err(BoxError::from)
                    .and_then(|item| lines::write(&item))
            })
        });
        let bytes = stream.map(|stream| Outgoing {
            bytes: ByteStream::new(Fused(Some(Box::pin(stream)))),
            content_type: None,
        });
        attach(encoder, bytes);
    }
}

/// Cuts bytes into the texts of items.
pub(super) trait Split: Default {
    /// Takes bytes in, at the end of the body `None`.
    fn push(&mut self, bytes: Option<&[u8]>) -> Result<(), StreamError>;

    /// The text of the next item that is whole.
    fn next(&mut self) -> Option<String>;
}

/// Reads items from bytes. `read` gives `None` for what ends the stream.
struct Items<P, F> {
    bytes: Option<ByteStream>,
    split: P,
    read: F,
}

impl<P, F> Unpin for Items<P, F> {}

impl<P, F, T> Stream for Items<P, F>
where
    P: Split,
    F: FnMut(String) -> Option<Result<T, DecodeError>>,
{
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(text) = self.split.next() {
                let item = (self.read)(text);
                if item.is_none() {
                    self.bytes = None;
                    self.split = P::default();
                }
                return Poll::Ready(item.map(|item| item.map_err(StreamError::Decode)));
            }
            let Some(bytes) = &mut self.bytes else {
                return Poll::Ready(None);
            };
            let pushed = match ready!(Pin::new(bytes).poll_next(cx)) {
                Some(Ok(bytes)) => self.split.push(Some(&bytes)),
                Some(Err(error)) => Err(StreamError::Source(error)),
                None => {
                    self.bytes = None;
                    self.split.push(None)
                }
            };
            if let Err(error) = pushed {
                self.bytes = None;
                self.split = P::default();
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}
