//! Functions that see the heads of requests and responses. What they are told is in the documentation of
//! [`on_request`](super::ClientBuilder::on_request) and [`on_response`](super::ClientBuilder::on_response).

use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response, request, response};
use tower::Service;

use super::redirect::is_same_origin;
use super::transport::{BoxError, BoxFuture, Unsendable};
use super::{Body, BoxTransport, CalledOperation, ResponseBody};

type OnRequest = dyn Fn(&CalledOperation, &mut request::Parts) + Send + Sync;
type OnResponse = dyn Fn(&CalledOperation, &response::Parts) + Send + Sync;

/// The hooks of a client, in the order in which they were added.
#[derive(Clone, Default)]
pub(super) struct Hooks {
    on_request: Vec<Arc<OnRequest>>,
    on_response: Vec<Arc<OnResponse>>,
}

impl Hooks {
    pub(super) fn on_request(
        &mut self,
        hook: impl Fn(&CalledOperation, &mut request::Parts) + Send + Sync + 'static,
    ) {
        self.on_request.push(Arc::new(hook));
    }

    pub(super) fn on_response(
        &mut self,
        hook: impl Fn(&CalledOperation, &response::Parts) + Send + Sync + 'static,
    ) {
        self.on_response.push(Arc::new(hook));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.on_request.is_empty() && self.on_response.is_empty()
    }

    fn before(&self, request: Request<Body>) -> Result<(CalledOperation, Request<Body>), BoxError> {
        let (mut parts, body) = request.into_parts();
        let called: Option<&CalledOperation> = parts.extensions.get();
        let called = *called
            .ok_or_else(|| Unsendable("a layer took the operation from the request".to_owned()))?;
        let uri = parts.uri.clone();
        for hook in &self.on_request {
            hook(&called, &mut parts);
        }
        if !is_same_origin(&uri, &parts.uri) {
            let message = "not sent: a hook turned the request to another origin";
            return Err(Unsendable(message.to_owned()).into());
        }
        Ok((called, Request::from_parts(parts, body)))
    }
}

/// A transport with hooks around it.
#[derive(Clone)]
pub(super) struct Hooked {
    inner: BoxTransport,
    hooks: Arc<Hooks>,
}

impl Hooked {
    pub(super) fn new(inner: BoxTransport, hooks: Hooks) -> Self {
        Self {
            inner,
            hooks: Arc::new(hooks),
        }
    }
}

impl Service<Request<Body>> for Hooked {
    type Response = Response<ResponseBody>;
    type Error = BoxError;
    type Future = BoxFuture<Result<Response<ResponseBody>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        // A `BoxTransport` is always ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let (inner, hooks) = (self.inner.clone(), Arc::clone(&self.hooks));
        Box::pin(async move {
            let (called, request) = hooks.before(request)?;
            let (parts, body) = inner.send(request).await?.into_parts();
            for hook in &hooks.on_response {
                hook(&called, &parts);
            }
            Ok(Response::from_parts(parts, body))
        })
    }
}
