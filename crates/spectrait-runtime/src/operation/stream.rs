//! Bodies that are read and written as they come.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::byte_stream::{BoxError, ByteStream, Fused, Iter, Map, MapError, Shared};
use super::events::{self, Event, Position};
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
    /// The item does not fit the document. The next one may. Places in it begin with the index of the item.
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

/// Makes what the two kinds of streams of items have in common.
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

pub(super) fn attach(encoder: &mut Encoder, stream: Option<Outgoing>) {
    match stream {
        Some(stream) => encoder.attach(stream),
        None => encoder.refuse(Keyword::Type, "the stream was sent before"),
    }
}

/// Server-sent events (`text/event-stream`, WHATWG HTML section 9.2), of a body: whoever sends them makes one
/// [of a stream](Self::new) or [of what is there](Self::of), whoever receives them reads them one by one.
///
/// Dropping it ends the transfer. A clone is the same stream, not a copy of it.
#[derive(Clone)]
pub struct EventStream<T> {
    stream: Shared<Result<Event<T>, StreamError>>,
    position: Arc<Mutex<Position>>,
}

stream!(EventStream<T>, Event<T>);

/// JSON values one after the other, each on a line (`application/x-ndjson`, `application/jsonl`, `application/json-seq`), of a
/// body: whoever sends them makes one [of a stream](Self::new) or [of what is there](Self::of), whoever receives them reads
/// them one by one.
///
/// Dropping it ends the transfer. A clone is the same stream, not a copy of it.
#[derive(Clone)]
pub struct JsonLines<T> {
    stream: Shared<Result<T, StreamError>>,
}

stream!(JsonLines<T>, T);

impl<T: Send + 'static> EventStream<T> {
    /// Of a stream of items or [`Event`]s. An error ends the message, which breaks off.
    pub fn new<S, I, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<I, E>> + Send + 'static,
        I: Into<Event<T>>,
        E: Into<BoxError>,
    {
        let event = |item: Result<I, BoxError>| item.map(Into::into).map_err(StreamError::Source);
        Self {
            stream: Shared::new(Map(MapError(Box::pin(stream)), event)),
            position: Arc::default(),
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
            position: Arc::default(),
        }
    }

    /// The identifier of the last event that was read, to be sent as `Last-Event-ID` when the connection is made again;
    /// `None` if there was none.
    #[must_use]
    pub fn last_event_id(&self) -> Option<String> {
        self.position().last_event_id
    }

    /// Goes on from where another connection ended.
    #[cfg(feature = "client")]
    pub(crate) fn go_on_from(&self, last_event_id: Option<String>) {
        let mut position = self.position.lock().unwrap_or_else(PoisonError::into_inner);
        position.last_event_id = last_event_id;
    }

    /// Where it stands.
    pub(crate) fn position(&self) -> Position {
        let position = self.position.lock().unwrap_or_else(PoisonError::into_inner);
        position.clone()
    }
}

impl<T: Send + 'static> JsonLines<T> {
    /// Of a stream of items. An error ends the message, which breaks off.
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
        let position: Arc<Mutex<Position>> = Arc::default();
        let reader = events::Reader {
            mode,
            position: Arc::clone(&position),
        };
        Some(Self {
            stream: Shared::new(Items::new(bytes, events::Splitter::default(), reader)),
            position,
        })
    }
}

impl<T: Decode + Send + 'static> Decode for JsonLines<T> {
    const SHAPE: Shape = Shape::Any;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        let mode = decoder.mode();
        let bytes = incoming(decoder, node)?;
        Some(Self {
            stream: Shared::new(Items::new(bytes, lines::Splitter::default(), mode)),
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
        let encoder_of = encoder.for_items();
        let stream = self.stream.take().map(|stream| {
            Map(stream, move |event: Result<Event<T>, StreamError>| {
                event
                    .map_err(BoxError::from)
                    .and_then(|event| event.write(encoder_of()))
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
        let encoder_of = encoder.for_items();
        let stream = self.stream.take().map(|stream| {
            Map(stream, move |item: Result<T, StreamError>| {
                item.map_err(BoxError::from)
                    .and_then(|item| lines::write(&item, encoder_of()))
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

fn item_error(error: DecodeError, index: usize) -> StreamError {
    StreamError::Decode(match error {
        DecodeError::Violations(violations) => violations.of_item(index).into(),
        syntax @ DecodeError::Syntax(_) => syntax,
    })
}

/// Reads the text of an item.
pub(super) trait Read<T> {
    fn read(&mut self, text: &str) -> Step<T>;
}

/// What a text is.
pub(super) enum Step<T> {
    /// An item.
    Item(Result<T, DecodeError>),
    /// None.
    Nothing,
    /// The end of the stream.
    End,
}

/// JSON, read so.
impl<T: Decode> Read<T> for Mode {
    fn read(&mut self, text: &str) -> Step<T> {
        Step::Item(read_json(text, *self))
    }
}

/// Reads items from bytes.
struct Items<P, R, T> {
    bytes: Option<ByteStream>,
    split: P,
    /// Of the next item.
    index: usize,
    reader: R,
    of: PhantomData<fn() -> T>,
}

impl<P, R, T> Items<P, R, T> {
    fn new(bytes: ByteStream, split: P, reader: R) -> Self {
        Self {
            bytes: Some(bytes),
            split,
            index: 0,
            reader,
            of: PhantomData,
        }
    }
}

impl<P, R, T> Unpin for Items<P, R, T> {}

impl<P: Split, R: Read<T>, T> Stream for Items<P, R, T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(text) = self.split.next() {
                let index = self.index;
                match self.reader.read(&text) {
                    Step::Nothing => continue,
                    Step::Item(item) => {
                        self.index += 1;
                        return Poll::Ready(Some(item.map_err(|error| item_error(error, index))));
                    }
                    Step::End => {
                        self.bytes = None;
                        self.split = P::default();
                        return Poll::Ready(None);
                    }
                }
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
