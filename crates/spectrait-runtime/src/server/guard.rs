//! Who is let in: the credentials are read, the caller is found out, and its scopes are held against the document.

use std::fmt;
use std::sync::Arc;

use http::header;

use super::context::Context;
use super::credentials::{self, AuthError, Credentials, Malformed};
use super::rejection::{Rejection, RejectionKind};
use super::routes::{BoxFuture, Refusal};
use crate::operation::SecurityScheme;

/// What a caller is allowed, for a document whose operations need scopes: implemented by the server's `Principal`.
///
/// The router asks it after `authenticate`, for each scope that the operation needs. Without one of them the caller gets a
/// 403, and the handler is not called.
///
/// ```
/// use spectrait_runtime::server::Scopes;
///
/// struct User {
///     /// Of the token: `read:pets write:pets`.
///     scope: String,
/// }
///
/// impl Scopes for User {
///     fn has_scope(&self, _scheme: &str, scope: &str) -> bool {
///         self.scope.split(' ').any(|granted| granted == scope)
///     }
/// }
/// # assert!(User { scope: "a b".to_owned() }.has_scope("", "b"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which scopes a caller has",
    note = "operations of the document need scopes: implement `Scopes` for the `Principal`"
)]
pub trait Scopes {
    /// Whether the caller has a scope, or a role, of a security scheme. `scheme` is its name in the document; two schemes
    /// may have scopes of one name.
    fn has_scope(&self, scheme: &str, scope: &str) -> bool;
}

impl<T: Scopes + ?Sized> Scopes for Arc<T> {
    fn has_scope(&self, scheme: &str, scope: &str) -> bool {
        T::has_scope(self, scheme, scope)
    }
}

/// Whether any alternative asks for scopes.
pub(super) const fn needs_scopes(security: &[&[SecurityScheme]]) -> bool {
    let mut rest = security;
    while let [alternative, others @ ..] = rest {
        let mut schemes = *alternative;
        while let [scheme, others @ ..] = schemes {
            if !scheme.scopes.is_empty() {
                return true;
            }
            schemes = others;
        }
        rest = others;
    }
    false
}

/// Finds out who calls, and keeps out who may not. With `SCOPES` also who lacks a scope.
pub struct Guard<P, const SCOPES: bool = false> {
    pub(super) enter: Arc<Enter<P>>,
}

type Enter<P> = dyn Fn(Context) -> BoxFuture<Result<Context<P>, Refusal>> + Send + Sync;

/// Whether a principal has a scope of a scheme.
type HasScope<P> = fn(&P, &str, &str) -> bool;

impl<P: Send + 'static> Guard<P> {
    /// A guard that asks `authenticate`, which gives the context back.
    pub fn new<C, A, F>(authenticate: A) -> Self
    where
        C: Credentials,
        A: Fn(C, Context) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = (Result<P, AuthError>, Context)> + Send + 'static,
    {
        // No operation that needs one compiles with it.
        Self::with(authenticate, |_, _, _| false)
    }
}

impl<P: Scopes + Send + 'static> Guard<P, true> {
    /// A guard that asks `authenticate`, and the principal for the scopes that the operation needs.
    pub fn scoped<C, A, F>(authenticate: A) -> Self
    where
        C: Credentials,
        A: Fn(C, Context) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = (Result<P, AuthError>, Context)> + Send + 'static,
    {
        Self::with(authenticate, P::has_scope)
    }
}

impl<P: Send + 'static, const SCOPES: bool> Guard<P, SCOPES> {
    fn with<C, A, F>(authenticate: A, has_scope: HasScope<P>) -> Self
    where
        C: Credentials,
        A: Fn(C, Context) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = (Result<P, AuthError>, Context)> + Send + 'static,
    {
        let enter = move |context: Context| -> BoxFuture<Result<Context<P>, Refusal>> {
            let authenticate = authenticate.clone();
            Box::pin(async move { enter(authenticate, has_scope, context).await })
        };
        Self {
            enter: Arc::new(enter),
        }
    }
}

/// The first alternative counts that is there in full and whose scopes the caller has. One without schemes lets
/// everyone in, so it comes last wherever the document lists it: a token that is sent is looked at. Credentials that
/// are not accepted end it at once.
async fn enter<P, C, A, F>(
    authenticate: A,
    has_scope: HasScope<P>,
    mut context: Context,
) -> Result<Context<P>, Refusal>
where
    C: Credentials,
    A: Fn(C, Context) -> F,
    F: Future<Output = (Result<P, AuthError>, Context)>,
{
    let security = context.security();
    let (open, closed): (Vec<_>, Vec<_>) = security
        .iter()
        .copied()
        .partition(|alternative| alternative.is_empty());
    let mut refused = None;
    for alternative in closed.into_iter().chain(open) {
        let credentials = match C::read(alternative, context.parts()) {
            Ok(Some(credentials)) => credentials,
            Ok(None) => continue,
            Err(Malformed) => {
                let rejection = credentials::unauthorized(security, true);
                let rejection = rejection.with_reason(Some(Malformed.to_string()));
                return Err(rejection
                    .with_detail("The credentials cannot be read.")
                    .into());
            }
        };
        let result;
        (result, context) = authenticate(credentials, context.by(alternative)).await;
        let principal = match result {
            Ok(principal) => principal,
            Err(AuthError::Unauthorized(reason)) => {
                let rejection = credentials::unauthorized(security, true);
                return Err(rejection.with_reason(reason).into());
            }
            Err(AuthError::Forbidden) => {
                return Err(Rejection::new(RejectionKind::Forbidden).into());
            }
            Err(AuthError::Internal(error)) => return Err(Refusal::Internal(error)),
        };
        let lacks = |scheme: &&SecurityScheme| {
            let mut scopes = scheme.scopes.iter();
            !scopes.all(|scope| has_scope(&principal, scheme.name, scope))
        };
        let lacking: Vec<&SecurityScheme> = alternative.iter().filter(lacks).collect();
        if lacking.is_empty() {
            return Ok(context.with_principal(principal));
        }
        refused.get_or_insert_with(|| insufficient(&lacking));
    }
    Err(refused
        .unwrap_or_else(|| credentials::unauthorized(security, false))
        .into())
}

/// The 403 of a caller that lacks scopes, with a challenge for each token (RFC 6750 section 3.1). Which scopes an operation
/// needs is in the document, and no secret.
fn insufficient(lacking: &[&SecurityScheme]) -> Rejection {
    let rejection = Rejection::new(RejectionKind::Forbidden)
        .with_detail("These credentials lack a scope that the operation needs.");
    let challenges = lacking
        .iter()
        .filter(|scheme| credentials::is_bearer(scheme));
    challenges.fold(rejection, |rejection, scheme| {
        let challenge = credentials::challenge(scheme, Some("insufficient_scope"));
        rejection.with_header(header::WWW_AUTHENTICATE, challenge)
    })
}

impl<P, const SCOPES: bool> fmt::Debug for Guard<P, SCOPES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}
