//! What a mock answers.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::Full;

use crate::client::ResponseBody;
use crate::client::transport::{BoxError, BoxFuture, Unsendable};
use crate::operation::{ByteStream, Operation, Success, WrittenResponse, write_response};

/// What a [`Mock`](super::Mock) answers to an operation once: a documented success or failure (made of a `Result`), any
/// other response, or none.
#[derive(Debug)]
#[must_use = "a reply is given by `Mock::on`"]
pub struct Reply<O> {
    answer: Answer,
    of: PhantomData<fn() -> O>,
}

impl<O: Operation> From<Result<Success<O>, O::Failure>> for Reply<O> {
    fn from(result: Result<Success<O>, O::Failure>) -> Self {
        let written = write_response::<O>(result).and_then(WrittenResponse::settled);
        Self::new(match written {
            Ok(WrittenResponse {
                response, stream, ..
            }) => {
                let mut head = Response::new(());
                *head.status_mut() = response.status;
                *head.headers_mut() = response.headers;
                let body = match stream {
                    Some(stream) => Content::Stream(Some(stream)),
                    None => Content::Whole(response.body),
                };
                Kind::Response(head, body)
            }
            Err(error) => {
                let message = format!(
                    "the mock's answer to `{}` does not fit the document: {error}",
                    O::ID
                );
                Kind::Error(Arc::new(Unsendable(message).into()))
            }
        })
    }
}

impl<O> Reply<O> {
    fn new(kind: Kind) -> Self {
        Self {
            answer: Answer { delay: None, kind },
            of: PhantomData,
        }
    }

    /// An empty response with this status, documented or not. What is no status is 500.
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = status;
        Self::response(response)
    }

    /// Any response.
    pub fn response<B: Into<Bytes>>(response: Response<B>) -> Self {
        let (parts, body) = response.into_parts();
        let head = Response::from_parts(parts, ());
        Self::new(Kind::Response(head, Content::Whole(body.into())))
    }

    /// No response, but this error of a transport.
    pub fn error(error: impl Into<BoxError>) -> Self {
        Self::new(Kind::Error(Arc::new(error.into())))
    }

    /// Another header for the response.
    ///
    /// # Panics
    ///
    /// The name is not one in lower case, or the value cannot be sent.
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        if let Kind::Response(head, _) = &mut self.answer.kind {
            let name = HeaderName::from_static(name);
            head.headers_mut()
                .append(name, HeaderValue::from_static(value));
        }
        self
    }

    /// How long it takes.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.answer.delay = Some(delay);
        self
    }

    pub(super) fn into_answer(self) -> Answer {
        self.answer
    }
}

/// A reply to an operation that is known by its name only.
#[derive(Debug)]
pub(super) struct Answer {
    delay: Option<Duration>,
    kind: Kind,
}

enum Kind {
    Response(Response<()>, Content),
    Error(Arc<BoxError>),
    Computed(Arc<Compute>),
}

enum Content {
    Whole(Bytes),
    /// `None`: it was sent.
    Stream(Option<ByteStream>),
}

type Answered = BoxFuture<Result<Response<ResponseBody>, BoxError>>;
type Compute = dyn Fn(&Request<Bytes>) -> Answered + Send + Sync;

impl Answer {
    pub(super) fn computed(
        compute: impl Fn(&Request<Bytes>) -> Answered + Send + Sync + 'static,
    ) -> Self {
        Self {
            delay: None,
            kind: Kind::Computed(Arc::new(compute)),
        }
    }

    /// The same answer once more. A stream goes with the first that is taken.
    pub(super) fn again(&mut self) -> Self {
        let kind = match &mut self.kind {
            Kind::Response(head, body) => {
                let body = match body {
                    Content::Whole(bytes) => Content::Whole(bytes.clone()),
                    Content::Stream(stream) => Content::Stream(stream.take()),
                };
                Kind::Response(head.clone(), body)
            }
            Kind::Error(error) => Kind::Error(Arc::clone(error)),
            Kind::Computed(compute) => Kind::Computed(Arc::clone(compute)),
        };
        Self {
            delay: self.delay,
            kind,
        }
    }

    pub(super) async fn to(
        self,
        request: &Request<Bytes>,
    ) -> Result<Response<ResponseBody>, BoxError> {
        match &self.kind {
            Kind::Computed(compute) => compute(request).await,
            _ => self.give().await,
        }
    }

    /// The answer, if it does not depend on the request.
    pub(super) async fn give(self) -> Result<Response<ResponseBody>, BoxError> {
        if let Some(delay) = self.delay {
            tokio::time::sleep(delay).await;
        }
        match self.kind {
            Kind::Response(head, Content::Whole(bytes)) => {
                Ok(head.map(|()| ResponseBody::new(Full::new(bytes))))
            }
            Kind::Response(head, Content::Stream(Some(stream))) => {
                Ok(head.map(|()| ResponseBody::new(Streamed(stream))))
            }
            Kind::Response(_, Content::Stream(None)) => {
                Err(Unsendable("the mock's stream was sent before".to_owned()).into())
            }
            Kind::Error(error) => Err(Shared(error).into()),
            Kind::Computed(_) => {
                Err(Unsendable("the mock's answer needs a request".to_owned()).into())
            }
        }
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Response(head, _) => f.debug_tuple("Response").field(&head.status()).finish(),
            Self::Error(error) => f.debug_tuple("Error").field(error).finish(),
            Self::Computed(_) => f.write_str("Computed"),
        }
    }
}

/// An error that is given several times.
#[derive(Debug)]
struct Shared(Arc<BoxError>);

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Shared {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.0.as_ref().as_ref())
    }
}

/// A stream as a body.
struct Streamed(ByteStream);

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let bytes = ready!(Pin::new(&mut self.0).poll_next(cx));
        Poll::Ready(bytes.map(|bytes| bytes.map(Frame::data)))
    }
}
