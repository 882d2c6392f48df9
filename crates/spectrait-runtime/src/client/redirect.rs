//! Following redirects. The rules are in the documentation of
//! [`ClientBuilder::redirects`](super::ClientBuilder::redirects).
//!
//! tower-http's `FollowRedirect` does not fit them: it forgets the request's extensions, and a header that was held back from
//! another origin is sent again with the next redirect within that one.

use std::task::{Context, Poll};

use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH,
    CONTENT_TYPE, LOCATION, RANGE, USER_AGENT,
};
use http::uri::Scheme;
use http::{HeaderMap, HeaderName, Method, Request, Response, StatusCode, Uri};
use iri_string::types::{UriAbsoluteStr, UriReferenceStr};
use tower::Service;

use super::retry::IDEMPOTENCY_KEY;
use super::transport::{BoxError, BoxFuture, clone_head};
use super::{Body, BoxTransport, ResponseBody};

/// What any origin may be told.
const FOR_ANY_ORIGIN: [HeaderName; 10] = [
    ACCEPT,
    ACCEPT_ENCODING,
    ACCEPT_LANGUAGE,
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    IDEMPOTENCY_KEY,
    RANGE,
    USER_AGENT,
];

/// What is said about a body.
const ABOUT_THE_BODY: [HeaderName; 4] = [
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_TYPE,
];

/// A transport whose redirects are followed.
#[derive(Clone)]
pub(super) struct Redirects {
    inner: BoxTransport,
    limit: usize,
}

impl Redirects {
    pub(super) fn new(inner: BoxTransport, limit: usize) -> Self {
        Self { inner, limit }
    }
}

impl Service<Request<Body>> for Redirects {
    type Response = Response<ResponseBody>;
    type Error = BoxError;
    type Future = BoxFuture<Result<Response<ResponseBody>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        // A `BoxTransport` is always ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(follow(self.inner.clone(), self.limit, request))
    }
}

async fn follow(
    transport: BoxTransport,
    limit: usize,
    mut request: Request<Body>,
) -> Result<Response<ResponseBody>, BoxError> {
    for _ in 0..limit {
        let body = request.body().try_clone();
        let sent = clone_head(&request).map(|()| body);
        let response = transport.send(request).await?;
        match redirected(sent, &response) {
            Some(next) => request = next,
            None => return Ok(response),
        }
    }
    transport.send(request).await
}

/// The request that a response leads to. `None`: the response is the answer.
fn redirected(
    sent: Request<Option<Body>>,
    response: &Response<ResponseBody>,
) -> Option<Request<Body>> {
    let (mut parts, body) = sent.into_parts();
    let is_read = parts.method == Method::GET || parts.method == Method::HEAD;
    let body = match response.status() {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND if is_read => body?,
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => body?,
        StatusCode::SEE_OTHER => {
            if !is_read {
                parts.method = Method::GET;
            }
            for name in ABOUT_THE_BODY {
                parts.headers.remove(name);
            }
            Body::default()
        }
        _ => return None,
    };
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let uri = resolve(&parts.uri, location)?;
    if parts.uri.scheme() == Some(&Scheme::HTTPS) && uri.scheme() != Some(&Scheme::HTTPS) {
        return None;
    }
    if !is_same_origin(&parts.uri, &uri) {
        parts.headers = for_any_origin(&parts.headers);
    }
    parts.uri = uri;
    Some(Request::from_parts(parts, body))
}

/// The headers without what may be a credential.
fn for_any_origin(headers: &HeaderMap) -> HeaderMap {
    let allowed = headers
        .iter()
        .filter(|(name, value)| FOR_ANY_ORIGIN.contains(name) && !value.is_sensitive());
    let mut kept = HeaderMap::new();
    for (name, value) in allowed {
        kept.append(name, value.clone());
    }
    kept
}

/// Where a `location` leads (RFC 3986 section 5.2); `None` if that is nowhere, not HTTP, or holds a user.
fn resolve(base: &Uri, location: &str) -> Option<Uri> {
    let base = base.to_string();
    let base = UriAbsoluteStr::new(&base).ok()?;
    let target = UriReferenceStr::new(location).ok()?.resolve_against(base);
    let target = target.to_string();
    // A fragment is for whoever asked, not for the server.
    let target = target.split('#').next()?;
    let uri: Uri = target.parse().ok()?;
    let is_http = uri.scheme() == Some(&Scheme::HTTP) || uri.scheme() == Some(&Scheme::HTTPS);
    let authority = uri.authority()?.as_str();
    let is_plain = !authority.contains('@') && origin(&uri).is_some();
    (is_http && is_plain).then_some(uri)
}

/// Scheme, host and port (RFC 6454 section 4).
fn origin(uri: &Uri) -> Option<(&str, String, u16)> {
    let authority = uri.authority()?;
    let host = authority.host();
    let after = authority.as_str().rsplit('@').next()?.get(host.len()..)?;
    let port = match after.strip_prefix(':') {
        Some(port) if !port.is_empty() => port.parse().ok()?,
        _ if uri.scheme() == Some(&Scheme::HTTPS) => 443,
        _ => 80,
    };
    let is_host = !host.is_empty();
    is_host.then(|| {
        (
            uri.scheme_str().unwrap_or(""),
            host.to_ascii_lowercase(),
            port,
        )
    })
}

/// Whether a credential for the one is a credential for the other. What has no origin is like nothing.
pub(super) fn is_same_origin(one: &Uri, other: &Uri) -> bool {
    origin(one).is_some_and(|one| Some(one) == origin(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        let rows = [
            ("https://a/x", "https://a/y?z", true),
            ("https://a", "https://A:443/", true),
            ("http://a:80", "http://a", true),
            ("http://a:", "http://a", true),
            ("http://[::1]:8080/x", "http://[::1]:8080", true),
            ("https://a", "http://a", false),
            ("https://a", "https://a:444", false),
            ("https://a", "https://b.a", false),
            ("https://a", "https://a.b", false),
            ("https://a", "https://a.", false),
            ("http://[::1]", "http://[::2]", false),
            ("/x", "/x", false),
        ];
        for (one, other, same) in rows {
            let (one, other) = (one.parse().unwrap(), other.parse().unwrap());
            assert_eq!(is_same_origin(&one, &other), same, "{one} {other}");
            assert_eq!(is_same_origin(&other, &one), same, "{other} {one}");
        }
    }

    #[test]
    fn locations() {
        let base: Uri = "https://a.test:8443/v1/builds?key=hunter2".parse().unwrap();
        let rows = [
            ("/x", Some("https://a.test:8443/x")),
            ("x?y=1", Some("https://a.test:8443/v1/x?y=1")),
            ("?y=1", Some("https://a.test:8443/v1/builds?y=1")),
            ("../../../x", Some("https://a.test:8443/x")),
            ("//b.test/x", Some("https://b.test/x")),
            ("http://b.test", Some("http://b.test/")),
            ("https://b.test/x#part", Some("https://b.test/x")),
            ("ftp://b.test/x", None),
            ("javascript:alert(1)", None),
            ("https://me:secret@b.test/", None),
            ("https://me@a.test:8443/", None),
            ("https://b.test:99999/", None),
            ("https:///x", None),
            ("https://b test/", None),
            ("/a b", None),
            ("\\\\b.test\\x", None),
        ];
        for (location, expected) in rows {
            let uri = resolve(&base, location).map(|uri| uri.to_string());
            assert_eq!(uri.as_deref(), expected, "{location:?}");
        }
    }
}
