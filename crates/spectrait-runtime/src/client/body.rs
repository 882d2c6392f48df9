//! Bodies: the one that is sent, and the bounded reading of the one that comes back.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;

use super::transport::{BoxError, ResponseBody};
use crate::operation::ByteStream;

/// The body of a request: bytes that are all there, which can be sent [again](Self::try_clone), or a stream, which cannot.
pub struct Body(Content);

enum Content {
    Whole(Bytes),
    /// The lock makes it `Sync`, as transports ask for, and is never waited for.
    Stream(Mutex<ByteStream>),
}

impl Body {
    /// The bytes that are left to send, if all of them are there.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Whole(bytes) => Some(bytes),
            Content::Stream(_) => None,
        }
    }

    /// The same body, to send it once more; `None` of a stream.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        self.as_bytes().cloned().map(Self::from)
    }

    /// How many bytes are left to send, where it is known.
    fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Whole(bytes) => Some(bytes.len() as u64),
            Content::Stream(stream) => stream
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .length(),
        }
    }
}

impl Default for Body {
    /// No body.
    fn default() -> Self {
        Bytes::new().into()
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Self(Content::Whole(bytes.into()))
    }
}

impl From<ByteStream> for Body {
    fn from(stream: ByteStream) -> Self {
        Self(Content::Stream(Mutex::new(stream)))
    }
}

impl fmt::Debug for Body {
    /// The length only: a body may hold what must not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Content::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Content::Stream(stream) => {
                let stream = stream.get_mut().unwrap_or_else(PoisonError::into_inner);
                Pin::new(stream)
                    .poll_next(cx)
                    .map(|item| item.map(|bytes| bytes.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.as_bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.length()
            .map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

/// The bytes of a body as they come. Trailers are dropped.
pub(crate) fn stream(body: ResponseBody) -> ByteStream {
    let length = http_body::Body::size_hint(&body).exact();
    ByteStream::new(Frames(Box::pin(body))).sized(length)
}

struct Frames(Pin<Box<ResponseBody>>);

impl Stream for Frames {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(http_body::Body::poll_frame(self.0.as_mut(), cx)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Why a response body could not be read to its end.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// It is longer than the limit, or says that it will be.
    TooLarge,
    /// It broke off after so many bytes.
    Broken { received: usize, error: BoxError },
}

/// Reads a body, and stops as soon as it passes `limit` bytes. Trailers are dropped.
pub(crate) async fn read(mut body: ResponseBody, limit: usize) -> Result<Bytes, ReadError> {
    if http_body::Body::size_hint(&body).lower() > limit as u64 {
        return Err(ReadError::TooLarge);
    }
    // Most bodies are one frame, which is kept as it came. Nothing is reserved on the length's word.
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let received = first.len() + rest.len();
        let frame = frame.map_err(|error| ReadError::Broken { received, error })?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if data.len() > limit - received {
            return Err(ReadError::TooLarge);
        }
        if received == 0 {
            first = data;
        } else {
            if rest.is_empty() {
                rest.extend_from_slice(&std::mem::take(&mut first));
            }
            rest.extend_from_slice(&data);
        }
    }
    Ok(if rest.is_empty() {
        first
    } else {
        rest.freeze()
    })
}
