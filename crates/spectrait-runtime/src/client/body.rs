//! Bodies: the one that is sent, and the bounded reading of the one that comes back.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;

use super::transport::{BoxBody, BoxError};
use crate::operation::ByteStream;

/// The body of a request: bytes that are all there. A clone is cheap, so a layer can send it again.
#[derive(Clone, Default)]
pub struct Body(Bytes);

impl Body {
    /// What is left to send.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// What is left to send.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Self(bytes.into())
    }
}

impl fmt::Debug for Body {
    /// The length only: a body may hold what must not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.0.len())
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.0)))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.len() as u64)
    }
}

/// The bytes of a body as they come. Trailers are dropped.
pub(crate) fn stream(body: BoxBody) -> ByteStream {
    ByteStream::new(Frames(Box::pin(body)))
}

struct Frames(Pin<Box<BoxBody>>);

impl futures_core::Stream for Frames {
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
pub(crate) async fn read(mut body: BoxBody, limit: usize) -> Result<Bytes, ReadError> {
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
