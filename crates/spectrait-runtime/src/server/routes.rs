//! Operations with their handlers, ready to be routed.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use super::body::{Payload, fault_of};
use super::context::{Context, OperationInfo};
use super::credentials::{self, AuthError, Credentials};
use super::failure::{BoxError, Failure};
use super::rejection::{Rejection, RejectionKind};
use crate::operation::{
    Operation, RawRequest, ReadRequest, Success, WrittenResponse, body_of, read_request,
    write_response,
};

pub(super) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Why there is no response of the handler's.
#[derive(Debug)]
pub(super) enum Refusal {
    Rejected(Rejection),
    /// Becomes a [`RejectionKind::Internal`] once the hook has seen it.
    Internal(BoxError),
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

/// What is left to do once the caller is let in: decode the body it is given, handle, encode.
pub(super) type Handle =
    Box<dyn FnOnce(Payload) -> BoxFuture<Result<WrittenResponse, Refusal>> + Send>;

/// Lets a caller in or not.
type Admit = dyn Fn(Context) -> BoxFuture<Result<Handle, Refusal>> + Send + Sync;

/// An operation with its handler.
pub(super) struct Endpoint {
    pub(super) operation: OperationInfo,
    pub(super) admit: Box<Admit>,
}

/// Operations with their handlers: what a generated module's `routes` makes, and a
/// [`RouterBuilder`](super::RouterBuilder) routes.
#[derive(Default)]
#[must_use]
pub struct Routes {
    pub(super) endpoints: Vec<Endpoint>,
}

impl Routes {
    /// No operation.
    pub fn new() -> Self {
        Self::default()
    }

    /// The operations of both. Where two have the same method and path, the first one counts.
    pub fn merge(mut self, other: Self) -> Self {
        self.endpoints.extend(other.endpoints);
        self
    }

    /// One more operation, for callers that the guard lets in. Generated code calls it through
    /// [`service!`](super::service). An operation that the document leaves open to everyone does not compile
    /// here.
    pub fn secured<O, P, H, F>(mut self, guard: &Guard<P>, handler: H) -> Self
    where
        O: Operation + ReadRequest,
        P: Send + 'static,
        H: Fn(O, Context<P>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<Success<O>, Failure<O::Failure>>> + Send + 'static,
    {
        const {
            assert!(
                !O::SECURITY.is_empty(),
                "an operation without security is listed under `public`"
            );
        }
        let enter = Arc::clone(&guard.enter);
        self.endpoints.push(Endpoint {
            operation: OperationInfo::of::<O>(),
            admit: Box::new(move |context| {
                let entering = enter(context);
                let handler = handler.clone();
                Box::pin(async move { Ok(handle_with::<O, P, H, F>(handler, entering.await?)) })
            }),
        });
        self
    }

    /// One more operation, for everyone. Generated code calls it through [`service!`](super::service). An
    /// operation that needs credentials does not compile here.
    pub fn public<O, H, F>(mut self, handler: H) -> Self
    where
        O: Operation + ReadRequest,
        H: Fn(O, Context) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<Success<O>, Failure<O::Failure>>> + Send + 'static,
    {
        const {
            assert!(
                O::SECURITY.is_empty(),
                "an operation with security is not listed under `public`"
            );
        }
        self.endpoints.push(Endpoint {
            operation: OperationInfo::of::<O>(),
            admit: Box::new(move |context| {
                let handle = handle_with::<O, (), H, F>(handler.clone(), context);
                Box::pin(std::future::ready(Ok(handle)))
            }),
        });
        self
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.endpoints.iter().map(|endpoint| &endpoint.operation))
            .finish()
    }
}

fn handle_with<O, P, H, F>(handler: H, context: Context<P>) -> Handle
where
    O: Operation + ReadRequest,
    P: Send + 'static,
    H: Fn(O, Context<P>) -> F + Send + 'static,
    F: Future<Output = Result<Success<O>, Failure<O::Failure>>> + Send + 'static,
{
    Box::new(move |payload| {
        Box::pin(async move {
            let request: O = decode(&context, payload)?;
            let result = match handler(request, context).await {
                Ok(success) => Ok(success),
                Err(Failure::Documented(failure)) => Err(failure),
                Err(Failure::Internal(error)) => {
                    let media = body_of(O::PARAMETERS).and_then(|body| body.media);
                    return Err(match fault_of(&*error, media.as_ref()) {
                        Some(rejection) => rejection.into(),
                        None => Refusal::Internal(error),
                    });
                }
            };
            write_response::<O>(result).map_err(|error| Refusal::Internal(Box::new(error)))
        })
    })
}

fn decode<O: Operation + ReadRequest, P>(
    context: &Context<P>,
    payload: Payload,
) -> Result<O, Refusal> {
    let (body, stream) = match payload {
        Payload::Whole(body) => (body, None),
        Payload::Stream(stream) => (Bytes::new(), Some(stream)),
    };
    let raw = RawRequest {
        path: &context.path_values(),
        query: context.uri().query(),
        headers: context.headers(),
        body: &body,
    };
    read_request(&raw, stream).map_err(|violations| Rejection::invalid_request(violations).into())
}

/// Finds out who calls, and keeps out who may not.
pub struct Guard<P> {
    enter: Arc<Enter<P>>,
}

type Enter<P> = dyn Fn(Context) -> BoxFuture<Result<Context<P>, Refusal>> + Send + Sync;

impl<P: Send + 'static> Guard<P> {
    /// A guard that asks `authenticate`, which gives the context back.
    pub fn new<C, A, F>(authenticate: A) -> Self
    where
        C: Credentials,
        A: Fn(C, Context) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = (Result<P, AuthError>, Context)> + Send + 'static,
    {
        let enter = move |context: Context| -> BoxFuture<Result<Context<P>, Refusal>> {
            let authenticate = authenticate.clone();
            Box::pin(async move {
                let security = context.security();
                let credentials = credentials::read(security, context.parts())?;
                let (result, context) = authenticate(credentials, context).await;
                match result {
                    Ok(principal) => Ok(context.with_principal(principal)),
                    Err(AuthError::Unauthorized(reason)) => {
                        Err(credentials::unauthorized(security, true)
                            .with_reason(reason)
                            .into())
                    }
                    Err(AuthError::Forbidden) => {
                        Err(Rejection::new(RejectionKind::Forbidden).into())
                    }
                    Err(AuthError::Internal(error)) => Err(Refusal::Internal(error)),
                }
            })
        };
        Self {
            enter: Arc::new(enter),
        }
    }
}

impl<P> fmt::Debug for Guard<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}
