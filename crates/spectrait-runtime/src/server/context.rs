//! What a handler learns about a request beside its parameters and body.

use std::fmt;
use std::net::SocketAddr;
use std::ops::Range;

use axum::extract::ConnectInfo;
use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderName, Method, Uri, header};

use super::accept::Accept;
use crate::operation::{
    KeyLocation, MediaType, Operation, RawResponse, ResponseError, Responses, SecurityScheme,
    SecuritySchemeKind, Statuses, Variant, body_of, check_response,
};

/// What is known of a request beside its parameters and body: who calls (`P`), the head as it came in, and
/// which operation it is for.
///
/// A handler of an operation that needs credentials gets a `Context` of the trait's `Principal`; one of an
/// operation that is open to everyone gets a `Context<()>`, as `authenticate` does.
///
/// `Debug` shows the operation, the method and the path. The query, the headers and the principal are left
/// out, since they may hold secrets. The headers `authorization`, `proxy-authorization` and `cookie`,
/// and those of API keys, are marked as sensitive, so that `{:?}` of [`headers`](Self::headers) does not show them.
pub struct Context<P = ()> {
    request: Box<Head>,
    principal: P,
}

struct Head {
    parts: Parts,
    operation: OperationInfo,
    /// Per template variable its name and where in the path its value stands.
    path_values: Vec<(&'static str, Range<usize>)>,
    /// The schemes that the caller has shown something for.
    alternative: &'static [SecurityScheme],
}

/// An operation, as data.
#[derive(Clone)]
pub(super) struct OperationInfo {
    pub(super) id: &'static str,
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) security: &'static [&'static [SecurityScheme]],
    /// The media types of the body; `None`: none is read at all.
    pub(super) media: Option<MediaType>,
    pub(super) successes: &'static [Variant],
    pub(super) failures: &'static [Variant],
    /// Holds a response against the document.
    pub(super) check: fn(&RawResponse) -> Result<(), ResponseError>,
    /// Pairs that tell it from others of its method and path.
    pub(super) query: &'static [(&'static str, &'static str)],
    pub(super) headers: &'static [(&'static str, &'static str)],
}

impl OperationInfo {
    pub(super) fn of<O: Operation>() -> Self {
        Self {
            id: O::ID,
            method: O::METHOD,
            path: O::PATH,
            security: O::SECURITY,
            media: body_of(O::PARAMETERS).and_then(|body| body.media),
            successes: O::Success::VARIANTS,
            failures: O::Failure::VARIANTS,
            check: check_response::<O>,
            query: O::QUERY,
            headers: O::HEADERS,
        }
    }

    /// The media types of success, in the document's order.
    fn success_media(&self) -> impl Iterator<Item = &'static str> + Clone {
        media_of(self.successes)
    }

    /// What the request accepts, where there is a choice.
    pub(super) fn accept(&self, headers: &HeaderMap) -> Option<Accept> {
        let has_choice = |variants| media_of(variants).nth(1).is_some();
        let has_choice = has_choice(self.successes) || has_choice(self.failures);
        has_choice.then(|| Accept::of(headers)).flatten()
    }

    /// Whether any of the documented media types of success will do. Where there is one, it is not asked.
    pub(super) fn is_acceptable(&self, accept: Option<&Accept>) -> bool {
        let mut media = self.success_media();
        let is_choice = media.clone().nth(1).is_some();
        !is_choice || accept.is_none_or(|accept| media.any(|name| accept.allows(name)))
    }

    /// Whether the document lists the very status 422.
    pub(super) fn documents_422(&self) -> bool {
        let mut failures = self.failures.iter();
        failures.any(|variant| variant.statuses == Statuses::Exact(422))
    }
}

fn media_of(variants: &'static [Variant]) -> impl Iterator<Item = &'static str> + Clone {
    let media = variants.iter().filter_map(|variant| variant.media.as_ref());
    media.flat_map(MediaType::choices).map(|media| media.name)
}

impl fmt::Debug for OperationInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.method, self.path, self.id)
    }
}

impl Context {
    pub(super) fn new(
        mut parts: Parts,
        operation: OperationInfo,
        path_values: Vec<(&'static str, Range<usize>)>,
    ) -> Self {
        let schemes = operation.security.iter().copied().flatten();
        let keys = schemes.filter_map(|scheme| match scheme.kind {
            SecuritySchemeKind::ApiKey(KeyLocation::Header, name) => {
                HeaderName::try_from(name).ok()
            }
            _ => None,
        });
        let always = [
            header::AUTHORIZATION,
            header::PROXY_AUTHORIZATION,
            header::COOKIE,
        ];
        for name in always.into_iter().chain(keys) {
            if let header::Entry::Occupied(mut entry) = parts.headers.entry(name) {
                entry.iter_mut().for_each(|value| value.set_sensitive(true));
            }
        }
        Self {
            request: Box::new(Head {
                parts,
                operation,
                path_values,
                alternative: &[],
            }),
            principal: (),
        }
    }

    /// For a caller that has shown what this alternative asks for.
    pub(super) fn by(mut self, alternative: &'static [SecurityScheme]) -> Self {
        self.request.alternative = alternative;
        self
    }

    pub(super) fn with_principal<P>(self, principal: P) -> Context<P> {
        Context {
            request: self.request,
            principal,
        }
    }
}

impl<P> Context<P> {
    /// Who calls.
    #[must_use]
    pub fn principal(&self) -> &P {
        &self.principal
    }

    /// Who calls, for keeps.
    #[must_use]
    pub fn into_principal(self) -> P {
        self.principal
    }

    /// The `operationId` of the operation: `listBuilds`.
    #[must_use]
    pub fn operation_id(&self) -> &'static str {
        self.request.operation.id
    }

    /// The operation's path template as the document writes it: `/builds/{buildId}`.
    #[must_use]
    pub fn path_template(&self) -> &'static str {
        self.request.operation.path
    }

    /// The method of the request: `HEAD` where a `GET` operation answers a `HEAD` request.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.request.parts.method
    }

    /// The request's target. Behind axum's `nest` it lacks the prefix, which axum keeps in its extension
    /// `OriginalUri`.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.request.parts.uri
    }

    /// The headers, all of them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.request.parts.headers
    }

    /// What layers around the router have attached to the request.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.request.parts.extensions
    }

    /// The other end of the connection, where [`serve`](super::serve()) runs the server, or axum's does with
    /// `into_make_service_with_connect_info::<SocketAddr>()`. Behind a proxy it is the proxy.
    #[must_use]
    pub fn peer_address(&self) -> Option<SocketAddr> {
        self.extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0)
    }

    /// Whether the request's `Accept` allows a media type; without one, every.
    #[must_use]
    pub fn accepts(&self, media_type: &str) -> bool {
        Accept::of(self.headers()).is_none_or(|accept| accept.allows(media_type))
    }

    /// Which of several media types the request's `Accept` wants most (RFC 9110 section 12.5.1); `None`: it allows none of
    /// them.
    ///
    /// The closest range that fits a type gives its weight, and a weight of 0 excludes it. Of equal weights the type that is
    /// named more closely wins (`text/csv` over `*/*`), then the one that is listed first; without `Accept` the first one.
    #[must_use]
    pub fn preferred<'n>(&self, media_types: &[&'n str]) -> Option<&'n str> {
        let index = match Accept::of(self.headers()) {
            Some(accept) => accept.best(media_types.iter().copied())?,
            None => 0,
        };
        media_types.get(index).copied()
    }

    /// Which of the operation's documented media types of success the request wants most, as the document writes it: what a
    /// handler matches on whose answer is an enum of [`bodies!`](crate::bodies). See [`preferred`](Self::preferred).
    ///
    /// ```
    /// # use spectrait_runtime::server::Context;
    /// # enum ReportBody { Json(Vec<u64>), Csv(String) }
    /// # fn answer(context: &Context, report: Vec<u64>) -> ReportBody {
    /// match context.preferred_media_type() {
    ///     Some("text/csv") => ReportBody::Csv("a,b\n".to_owned()),
    ///     _ => ReportBody::Json(report),
    /// }
    /// # }
    /// ```
    ///
    /// `None` only where the document has no media type of success, or a single one that the request does not accept: with
    /// several, a request that accepts none of them is a 406 before the handler is called.
    #[must_use]
    pub fn preferred_media_type(&self) -> Option<&'static str> {
        let names: Vec<_> = self.request.operation.success_media().collect();
        self.preferred(&names)
    }

    /// The scopes or roles that the operation needs of a security scheme, by the scheme's name in the document. They are
    /// those of the alternative whose credentials were shown. The router has them checked, see
    /// [`Scopes`](super::Scopes).
    #[must_use]
    pub fn scopes(&self, scheme: &str) -> &'static [&'static str] {
        let mut schemes = self.request.alternative.iter();
        schemes
            .find(|declared| declared.name == scheme)
            .map_or(&[], |declared| declared.scopes)
    }

    /// The head of the request.
    pub(super) fn parts(&self) -> &Parts {
        &self.request.parts
    }

    pub(super) fn documents_422(&self) -> bool {
        self.request.operation.documents_422()
    }

    pub(super) fn security(&self) -> &'static [&'static [SecurityScheme]] {
        self.request.operation.security
    }

    /// Per template variable its name and value, still percent-encoded.
    pub(super) fn path_values(&self) -> Vec<(&str, &str)> {
        let path = self.uri().path();
        self.request
            .path_values
            .iter()
            .map(|(name, range)| (*name, &path[range.clone()]))
            .collect()
    }
}

impl<P> fmt::Debug for Context<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("operation_id", &self.operation_id())
            .field("method", self.method())
            .field("path", &self.uri().path())
            .finish_non_exhaustive()
    }
}
