//! A server in this process that answers as it is told and remembers what it was sent.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body::Frame;
use spectrait_runtime::client::{Body, BoxError};

use crate::builds::{Client, ClientBuilder};

/// A response body that comes in parts.
#[derive(Default)]
pub(crate) struct Parts {
    left: VecDeque<Part>,
    sleeping: Option<Pin<Box<tokio::time::Sleep>>>,
    claim: u64,
}

impl Parts {
    /// The same parts, with a length that they claim to have at least.
    pub(crate) fn claiming(mut self, length: u64) -> Self {
        self.claim = length;
        self
    }
}

#[derive(Clone)]
pub(crate) enum Part {
    Data(&'static str),
    Wait(Duration),
    Break(&'static str),
}

impl From<Vec<Part>> for Parts {
    fn from(parts: Vec<Part>) -> Self {
        Self {
            left: parts.into(),
            ..Self::default()
        }
    }
}

impl From<&'static str> for Parts {
    fn from(text: &'static str) -> Self {
        vec![Part::Data(text)].into()
    }
}

impl http_body::Body for Parts {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            if let Some(sleep) = &mut self.sleeping {
                ready!(sleep.as_mut().poll(cx));
                self.sleeping = None;
            }
            match self.left.pop_front() {
                Some(Part::Data(data)) => return Poll::Ready(Some(Ok(Frame::data(data.into())))),
                Some(Part::Wait(time)) => self.sleeping = Some(Box::pin(tokio::time::sleep(time))),
                Some(Part::Break(error)) => return Poll::Ready(Some(Err(error.into()))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> http_body::SizeHint {
        let mut hint = http_body::SizeHint::new();
        hint.set_lower(self.claim);
        hint
    }
}

/// What the server was sent, oldest first.
pub(crate) type Seen = Arc<Mutex<Vec<Request<Body>>>>;

/// A builder of a client whose server answers with what `answer` makes of each request.
pub(crate) fn builder<B>(
    answer: impl Fn(&Request<Body>) -> Response<B> + Clone + Send + 'static,
) -> (ClientBuilder, Seen)
where
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    let seen = Seen::default();
    let log = Arc::clone(&seen);
    let transport = tower::service_fn(move |request: Request<Body>| {
        let response = answer(&request);
        log.lock().unwrap().push(request);
        async { Ok::<_, BoxError>(response) }
    });
    (
        Client::builder()
            .bearer_auth("hunter2")
            .transport(transport),
        seen,
    )
}

/// A client whose server always answers with this.
pub(crate) fn answering(status: u16, body: impl Fn() -> Parts + Clone + Send + 'static) -> Client {
    builder(move |_| response(status, body()))
        .0
        .build()
        .unwrap()
}

pub(crate) fn response<B>(status: u16, body: B) -> Response<B> {
    let mut response = Response::new(body);
    *response.status_mut() = status.try_into().unwrap();
    response
        .headers_mut()
        .insert("x-request-id", "r-1".try_into().unwrap());
    response
}
