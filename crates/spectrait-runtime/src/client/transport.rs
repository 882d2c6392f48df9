//! What carries a request to the server: any [`tower::Service`] over [`http`]'s types, or reqwest.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use tower::Service;

use super::Body;
use super::timeouts::DEFAULT_CONNECT_TIMEOUT;
use crate::causes::causes;

/// An error of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A future of any type.
pub(crate) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The body of a response as it comes, of any type.
pub struct ResponseBody(UnsyncBoxBody<Bytes, BoxError>);

/// What can carry a client's requests: every cloneable
/// `tower::Service<http::Request<Body>, Response = http::Response<B>>`.
///
/// It is implemented for all of them and cannot be implemented otherwise. An `axum::Router` is one, a stack
/// of tower layers over [`Reqwest`] is one, and `tower::service_fn` makes one of a closure for a test.
///
/// Each call clones the service, waits until that clone is ready, and calls it. So limits which clones
/// share (`ConcurrencyLimit`, `Buffer`) hold for all calls together.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot carry the requests of a client",
    note = "a transport is a `tower::Service<http::Request<Body>, Response = http::Response<B>>`, with `Body` \
            from `spectrait_runtime::client`, which is `Clone + Send + 'static`, and whose future is \
            `Send + 'static`",
    note = "`B` must be an `http_body::Body<Data = bytes::Bytes> + Send + 'static`, and both errors \
            must be `Into<BoxError>`"
)]
pub trait Transport {
    /// Forgets the type.
    #[doc(hidden)]
    fn erase(self) -> sealed::Erased;
}

/// A transport whose type is forgotten: what a [layer](super::ClientBuilder::layer) is put around.
///
/// It is always ready; a call waits until what is inside is.
#[derive(Clone)]
pub struct BoxTransport(Arc<dyn Carry>);

/// The object-safe half of a transport.
trait Carry: Send + Sync {
    fn carry(&self, request: Request<Body>) -> BoxFuture<Result<Response<ResponseBody>, BoxError>>;
}

mod sealed {
    /// Nobody outside can name it, so nobody outside can implement the trait by hand.
    pub struct Erased(pub(super) super::BoxTransport);
}

impl<S, B> Transport for S
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + 'static,
    S::Future: Send + 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn erase(self) -> sealed::Erased {
        sealed::Erased(BoxTransport(Arc::new(Shared(Mutex::new(self)))))
    }
}

impl BoxTransport {
    pub(crate) fn new(transport: impl Transport) -> Self {
        transport.erase().0
    }

    /// Sends one request and waits for the head of its response.
    pub(crate) fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<Result<Response<ResponseBody>, BoxError>> {
        self.0.carry(request)
    }
}

impl Service<Request<Body>> for BoxTransport {
    type Response = Response<ResponseBody>;
    type Error = BoxError;
    type Future = BoxFuture<Result<Response<ResponseBody>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        self.send(request)
    }
}

impl fmt::Debug for BoxTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BoxTransport")
    }
}

impl ResponseBody {
    pub(crate) fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(body.map_err(Into::into).boxed_unsync())
    }
}

impl http_body::Body for ResponseBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.0).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseBody")
    }
}

/// A service that many calls clone. The lock makes it `Sync` and is held only while cloning.
struct Shared<S>(Mutex<S>);

impl<S, B> Carry for Shared<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + 'static,
    S::Future: Send + 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn carry(&self, request: Request<Body>) -> BoxFuture<Result<Response<ResponseBody>, BoxError>> {
        let service = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(async move {
            let response = call_when_ready(service, request)
                .await
                .map_err(Into::into)?;
            Ok(response.map(ResponseBody::new))
        })
    }
}

/// The head of the same request.
pub(crate) fn clone_head(request: &Request<Body>) -> Request<()> {
    let mut clone = Request::new(());
    request.method().clone_into(clone.method_mut());
    request.uri().clone_into(clone.uri_mut());
    *clone.version_mut() = request.version();
    request.headers().clone_into(clone.headers_mut());
    request.extensions().clone_into(clone.extensions_mut());
    clone
}

/// An error that another attempt would only meet again: a mistake on this side.
#[derive(Debug)]
pub(crate) struct Unsendable(pub(crate) String);

impl fmt::Display for Unsendable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unsendable {}

/// What reqwest only calls a timeout.
#[derive(Debug)]
pub(crate) struct ConnectTimeout;

impl fmt::Display for ConnectTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("connecting took too long")
    }
}

impl std::error::Error for ConnectTimeout {}

/// Whether another attempt would meet the same error for sure.
pub(crate) fn is_final(error: &(dyn std::error::Error + 'static)) -> bool {
    causes(error).any(|error| {
        let of_reqwest = error.downcast_ref::<reqwest::Error>();
        error.is::<Unsendable>() || of_reqwest.is_some_and(reqwest::Error::is_builder)
    })
}

/// Waits until `service` is ready, then calls that very value.
///
/// tower's rule: readiness belongs to one value and is lost by cloning (a clone may panic when it is called
/// unready). So the value that was polled is the value that is called, and nobody else ever sees it.
async fn call_when_ready<S, R>(mut service: S, request: R) -> Result<S::Response, S::Error>
where
    S: Service<R>,
{
    poll_fn(|cx| service.poll_ready(cx)).await?;
    service.call(request).await
}

/// reqwest as a transport: what a client uses when it is given no other.
///
/// The default follows no redirect; [the client does](super::ClientBuilder::redirects) if it is asked to. It gives up
/// connecting after [`DEFAULT_CONNECT_TIMEOUT`] (all other limits are the client's), keeps connections and uses them again,
/// speaks HTTP/1.1 and HTTP/2, checks certificates by rustls against the platform's roots, and goes through the proxy that
/// `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name. With the features `gzip`, `brotli` and `zstd` it asks for compressed
/// responses and gives them on decompressed, without `content-encoding` and `content-length`.
///
/// Hand over a [`reqwest::Client`] of your own for client certificates, other roots or another proxy. Give it
/// `redirect(Policy::none())`: reqwest's own redirects drop `authorization` on their way to another host, but no API key.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use spectrait_runtime::client::{Client, Reqwest};
///
/// let reqwest = reqwest::Client::builder().no_proxy().build()?;
/// let client = Client::builder()
///     .base_url("https://api.example.com/v1")
///     .transport(Reqwest::from(reqwest))
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Reqwest(reqwest::Client);

impl Reqwest {
    /// The default transport.
    ///
    /// # Errors
    ///
    /// The TLS backend cannot be set up; no root certificates, for example.
    pub fn new() -> Result<Self, BoxError> {
        Self::connecting_within(Some(DEFAULT_CONNECT_TIMEOUT))
    }

    /// The default transport with another limit for connecting.
    pub(crate) fn connecting_within(limit: Option<Duration>) -> Result<Self, BoxError> {
        let mut builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        if let Some(limit) = limit {
            builder = builder.connect_timeout(limit);
        }
        Ok(Self(builder.build()?))
    }
}

impl From<reqwest::Client> for Reqwest {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Service<Request<Body>> for Reqwest {
    type Response = Response<reqwest::Body>;
    type Error = BoxError;
    type Future = BoxFuture<Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let client = self.0.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request.map(reqwest::Body::wrap));
            match request {
                Ok(request) => client.execute(request).await.map(Into::into),
                Err(error) => Err(error),
            }
            .map_err(|error| {
                if error.is_connect() && error.is_timeout() {
                    return ConnectTimeout.into();
                }
                // The URL holds the caller's parameters: it does not belong in a log by itself.
                error.without_url().into()
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Refuses a call to a value that was not polled ready, and forgets readiness when cloned,
    /// as tower allows.
    struct Strict {
        ready: bool,
        polls: Arc<AtomicUsize>,
    }

    impl Clone for Strict {
        fn clone(&self) -> Self {
            Self {
                ready: false,
                polls: Arc::clone(&self.polls),
            }
        }
    }

    impl Service<Request<Body>> for Strict {
        type Response = Response<Body>;
        type Error = BoxError;
        type Future = std::future::Ready<Result<Response<Body>, BoxError>>;

        fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
            if self.polls.fetch_add(1, Ordering::SeqCst).is_multiple_of(2) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            self.ready = true;
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            let answer = if std::mem::take(&mut self.ready) {
                Ok(Response::new(Body::default()))
            } else {
                Err("called unready".into())
            };
            std::future::ready(answer)
        }
    }

    #[tokio::test]
    async fn the_value_that_was_polled_ready_is_the_one_called() {
        let polls = Arc::new(AtomicUsize::new(0));
        let transport = BoxTransport::new(Strict {
            ready: false,
            polls: Arc::clone(&polls),
        });
        for _ in 0..3 {
            transport.send(Request::new(Body::default())).await.unwrap();
        }
        assert_eq!(
            polls.load(Ordering::SeqCst),
            6,
            "each call waits for its own readiness"
        );
    }

    #[tokio::test]
    async fn an_error_of_readiness_is_the_calls_error() {
        #[derive(Clone)]
        struct Closed;
        impl Service<Request<Body>> for Closed {
            type Response = Response<Body>;
            type Error = BoxError;
            type Future = std::future::Pending<Result<Response<Body>, BoxError>>;
            fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
                Poll::Ready(Err("closed".into()))
            }
            fn call(&mut self, _: Request<Body>) -> Self::Future {
                std::future::pending()
            }
        }
        let error = BoxTransport::new(Closed)
            .send(Request::new(Body::default()))
            .await
            .err();
        assert_eq!(
            error.map(|error| error.to_string()),
            Some("closed".to_owned())
        );
    }
}
