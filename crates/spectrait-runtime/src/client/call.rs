//! A call: a request that is sent when it is awaited.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::exchange::{Prepared, Received, exchange};
use super::headers::{self, HeaderProblem};
use super::retry::{IDEMPOTENCY_KEY, OwnRetries};
use super::transport::BoxFuture;
use super::{Client, Error, ErrorKind, Retries};
use crate::operation::{self, ByteStream, Operation, RawResponse, ResponseError, Violations};

/// A request that is sent when it is awaited. Its output is `Result<T, Error<E>>`.
///
/// The request was encoded when the call was made, so the call borrows nothing and can be spawned. Dropping
/// it, before or while it runs, stops the transfer; what the server did by then is done.
///
/// Where the answer is a stream ([`EventStream`](crate::EventStream), [`JsonLines`](crate::JsonLines),
/// [`OctetStream`](crate::OctetStream)), the call ends with its head; neither the timeout nor the limit of the body is the
/// stream's.
///
/// Once polled, the settings do not change any more. A call that has given its output must not be polled again; it
/// would wait for ever.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<T, E> {
    operation: &'static str,
    state: State,
    decode: Decode<T, E>,
}

type Decode<T, E> = fn(&RawResponse, Option<ByteStream>) -> Result<Result<T, E>, ResponseError>;

enum State {
    /// Not polled yet.
    Prepared(Box<Prepared>),
    Running(BoxFuture<Result<Received, Error<Infallible>>>),
    Done,
}

/// Status and headers of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResponseHead {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
}

impl<T, E> Call<T, E> {
    pub(crate) fn new<O>(client: &Client, request: &O) -> Self
    where
        O: Operation<Failure = E>,
        O::Success: operation::Responses<Value = T>,
    {
        let prepared = Prepared {
            settings: client.0.clone(),
            operation: O::ID,
            method: O::METHOD,
            template: O::PATH,
            security: O::SECURITY,
            url: None,
            link: None,
            accept: operation::accept::<O>(),
            is_stream: operation::is_stream::<O>,
            request: operation::write_request(request),
            media: operation::body_of(O::PARAMETERS).and_then(|body| body.media),
            timeout: client.0.timeout,
            retries: None,
            headers: HeaderMap::new(),
            header_problem: None,
        };
        Self {
            operation: O::ID,
            state: State::Prepared(Box::new(prepared)),
            decode: operation::read_response::<O>,
        }
    }

    /// The operation's id.
    pub(crate) fn operation(&self) -> &'static str {
        self.operation
    }

    /// The same call once more; `None` if it was polled, or its body is a stream.
    pub(crate) fn again(&self) -> Option<Self> {
        match &self.state {
            State::Prepared(prepared) => Some(Self {
                operation: self.operation,
                state: State::Prepared(Box::new(prepared.again()?)),
                decode: self.decode,
            }),
            State::Running(_) | State::Done => None,
        }
    }

    /// Sends it to this URL.
    pub(crate) fn at(mut self, url: &str) -> Self {
        if let State::Prepared(prepared) = &mut self.state {
            prepared.url = Some(url.to_owned());
        }
        self
    }

    /// Sends it to where a page of a list links: in the place of path and query.
    pub(crate) fn linked(mut self, url: &str) -> Self {
        if let State::Prepared(prepared) = &mut self.state {
            prepared.link = Some(url.to_owned());
        }
        self
    }

    /// Where it is sent to, without its query.
    pub(crate) fn url(&self) -> Option<String> {
        let State::Prepared(prepared) = &self.state else {
            return None;
        };
        let path = &prepared.request.as_ref().ok()?.request.path;
        let base_url = prepared.settings.base_url.as_ref()?;
        Some(base_url.join(path, None).ok()?.to_string())
    }

    /// How long this call may take, in the place of the client's limit. `None` sets no limit.
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        if let State::Prepared(prepared) = &mut self.state {
            prepared.timeout = limit.into();
        }
        self
    }

    /// How this call is retried, in the place of the client's [`Retries`]; `None`: not at all. The budget stays the client's.
    pub fn retries(mut self, retries: impl Into<Option<Retries>>) -> Self {
        if let State::Prepared(prepared) = &mut self.state {
            prepared.retries = Some(OwnRetries(retries.into()));
        }
        self
    }

    /// In which media type the body of the request is sent, as the document writes it, where one value may be sent in several:
    /// `application/x-www-form-urlencoded`. Without it, in `application/json` where the document lists that, else in the first.
    ///
    /// One that the document does not list for the body, or that the value of the body excludes, makes the call end with
    /// [`ErrorKind::Invalid`], unsent. An absent body has none to choose.
    pub fn media_type(mut self, name: &str) -> Self {
        if let State::Prepared(prepared) = &mut self.state
            && let Ok(written) = &mut prepared.request
            && let Err(violation) = written.choose(prepared.media.as_ref(), name)
        {
            prepared.request = Err(Violations::one(violation));
        }
        self
    }

    /// Tells the server that this call and every repetition of it are one, so that it can be [retried](Retries)
    /// whatever its method is. The value is sent as it is in the header `Idempotency-Key`
    /// (draft-ietf-httpapi-idempotency-key-header, which has it in quotes: `"8e03978e"`; many servers take it
    /// without). It should be random, and stay with what it was made for.
    ///
    /// A value that cannot be sent makes the call end with [`ErrorKind::Invalid`], unsent.
    pub fn idempotency_key<V: TryInto<HeaderValue>>(self, key: V) -> Self {
        self.header(IDEMPOTENCY_KEY, key)
    }

    /// A header for this call. It replaces any of its name: the client's default, a header parameter, and
    /// for `authorization` the credential.
    ///
    /// A name or value that cannot be sent makes the call end with [`ErrorKind::Invalid`], unsent.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        if let State::Prepared(prepared) = &mut self.state {
            let name = name.try_into().map_err(|_| HeaderProblem::Name);
            let label = name
                .as_ref()
                .map_or_else(|_| "?".to_owned(), ToString::to_string);
            if let Err(problem) =
                name.and_then(|name| headers::set(&mut prepared.headers, name, value))
            {
                prepared.header_problem.get_or_insert((label, problem));
            }
        }
        self
    }

    /// The response as it comes, whatever its status; its body is whole but not decoded.
    ///
    /// # Errors
    ///
    /// The output is an error where no whole response came: never `Api`, `Undocumented` or `Decode`.
    pub async fn raw(mut self) -> Result<RawResponse, Error<E>> {
        if let State::Prepared(prepared) = &mut self.state {
            prepared.is_stream = |_| false;
        }
        std::future::poll_fn(|cx| self.state.poll(cx))
            .await
            .map(|received| received.response)
            .map_err(Error::widen)
    }

    /// The value together with the status and headers it came with.
    ///
    /// # Errors
    ///
    /// As for the call itself.
    pub async fn with_head(mut self) -> Result<(T, ResponseHead), Error<E>> {
        let (value, response) = std::future::poll_fn(|cx| self.poll_response(cx)).await?;
        Ok((
            value,
            ResponseHead {
                status: response.status,
                headers: response.headers,
            },
        ))
    }

    /// The value together with the whole response it was decoded from.
    pub(crate) fn poll_response(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(T, RawResponse), Error<E>>> {
        let Received {
            response,
            stream,
            attempts,
        } = match ready!(self.state.poll(cx)) {
            Ok(received) => received,
            Err(error) => return Poll::Ready(Err(error.widen())),
        };
        let error = match (self.decode)(&response, stream) {
            Ok(Ok(value)) => return Poll::Ready(Ok((value, response))),
            Ok(Err(failure)) => {
                let kind = ErrorKind::Api(failure);
                Error::with_response(self.operation, Some(response), kind)
            }
            Err(ResponseError::Undocumented) => {
                Error::new(self.operation, ErrorKind::Undocumented(response))
            }
            Err(ResponseError::Decode(error)) => {
                Error::new(self.operation, ErrorKind::Decode { response, error })
            }
        };
        Poll::Ready(Err(error.after(attempts)))
    }
}

impl State {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Received, Error<Infallible>>> {
        if let Self::Prepared(_) = self
            && let Self::Prepared(prepared) = std::mem::replace(self, Self::Done)
        {
            *self = Self::Running(Box::pin(exchange(*prepared)));
        }
        let Self::Running(running) = self else {
            return Poll::Pending;
        };
        let result = ready!(running.as_mut().poll(cx));
        // Gives the connection back at once, not when the call is dropped.
        *self = Self::Done;
        Poll::Ready(result)
    }
}

impl<T, E> Future for Call<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.poll_response(cx).map_ok(|(value, _)| value)
    }
}

impl<T, E> fmt::Debug for Call<T, E> {
    /// The operation only: path, query, headers and body hold the caller's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}
