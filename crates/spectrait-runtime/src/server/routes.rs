//! Operations with their handlers, ready to be routed.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use super::body::{Payload, fault_of};
use super::context::{Context, OperationInfo};
use super::documented::Documented;
use super::failure::{BoxError, Failure};
use super::guard::{Guard, needs_scopes};
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
    /// Becomes a [`RejectionKind::Internal`](super::RejectionKind::Internal) once the hook has seen it.
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
    /// What its responses are held against.
    pub(super) documented: Documented,
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
    /// here, nor one that needs scopes with a guard that does not ask for them.
    pub fn secured<O, P, H, F, const SCOPES: bool>(
        mut self,
        guard: &Guard<P, SCOPES>,
        handler: H,
    ) -> Self
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
            assert!(
                SCOPES || !needs_scopes(O::SECURITY),
                "an operation needs scopes: `authenticate(Credentials, scopes)` has them checked"
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
            documented: Documented::default(),
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
            documented: Documented::default(),
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
            let documents_422 = context.documents_422();
            let request: O = decode(&context, payload)?;
            let result = match handler(request, context).await {
                Ok(success) => Ok(success),
                Err(Failure::Documented(failure)) => Err(failure),
                Err(Failure::Internal(error)) => {
                    let media = body_of(O::PARAMETERS).and_then(|body| body.media);
                    return Err(match fault_of(&*error, media.as_ref(), documents_422) {
                        Some(rejection) => rejection.into(),
                        None => Refusal::Internal(error),
                    });
                }
                Err(Failure::NotImplemented) => {
                    return Err(Rejection::new(RejectionKind::NotImplemented).into());
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
    read_request(&raw, stream).map_err(|violations| {
        Rejection::invalid_request(violations, context.documents_422()).into()
    })
}
