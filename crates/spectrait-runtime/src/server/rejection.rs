//! The answers that no handler gives: one table of kinds.

use std::borrow::Cow;
use std::fmt;

use axum::body::Body;
use bytes::Bytes;
use http::header::{self, HeaderName};
use http::{HeaderValue, Response, StatusCode};

use crate::json::{Violation, Violations};

/// Makes [`RejectionKind`] of the table, and what is fixed per kind.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $status:ident, $code:literal, $detail:literal;)+) => {
        /// What a request is refused for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum RejectionKind {
            $($(#[$doc])* #[doc = concat!("\n\nCode `", $code, "`.")] $kind,)+
        }

        impl RejectionKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// The status of the response.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self {
                    $(Self::$kind => StatusCode::$status,)+
                }
            }

            /// A name for programs, stable: `invalid_request`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$kind => $code,)+
                }
            }

            /// One sentence for people, unless the [rejection](Rejection::detail) knows more.
            const fn detail(self) -> &'static str {
                match self {
                    $(Self::$kind => $detail,)+
                }
            }
        }
    };
}

kinds! {
    /// 400: the parameters or the body break the document's rules, see [violations](Rejection::violations). Where the
    /// operation documents a 422, only what cannot be read at all: broken JSON, broken percent-encoding.
    InvalidRequest = BAD_REQUEST, "invalid_request", "The request does not fit the API's description.";
    /// 401: the credentials are missing or not accepted. Has a `WWW-Authenticate` header (RFC 6750 section 3).
    Unauthorized = UNAUTHORIZED, "unauthorized", "Credentials are missing.";
    /// 403: the caller is known, and may not do this. Has a `WWW-Authenticate` header where a token lacks a scope (RFC 6750
    /// section 3.1).
    Forbidden = FORBIDDEN, "forbidden", "These credentials do not allow this.";
    /// 404: no path template of the document fits.
    NotFound = NOT_FOUND, "not_found", "There is nothing at this path.";
    /// 405: the path has other methods, listed in the `Allow` header.
    MethodNotAllowed = METHOD_NOT_ALLOWED, "method_not_allowed", "This path does not have this method.";
    /// 406: the operation documents several media types of success, and `Accept` allows none of them.
    NotAcceptable = NOT_ACCEPTABLE, "not_acceptable", "None of the media types that there are is accepted.";
    /// 408: the body did not arrive in [time](super::RouterBuilder::timeout).
    BodyTimeout = REQUEST_TIMEOUT, "body_timeout", "The body did not arrive in time.";
    /// 413: the body is over the [limit](super::RouterBuilder::body_limit).
    TooLarge = PAYLOAD_TOO_LARGE, "too_large", "The body is too large.";
    /// 414: path and query are over the [limit](super::RouterBuilder::uri_limit) (RFC 9110 section 15.5.15).
    UriTooLong = URI_TOO_LONG, "uri_too_long", "The path and the query are too long.";
    /// 415: the body is of a media type that the operation does not take. Has an `Accept` header with those that
    /// it takes (RFC 9110 section 15.5.16).
    UnsupportedMediaType = UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "The body is of a media type that is not taken here.";
    /// 422: the parameters or the body can be read, and break the document's rules, see
    /// [violations](Rejection::violations). Only where the operation documents a 422; else it is a 400 (RFC 9110 section
    /// 15.5.21).
    Unprocessable = UNPROCESSABLE_ENTITY, "unprocessable", "The request does not fit the API's description.";
    /// 431: there are more headers than the [limit](super::RouterBuilder::header_limit) (RFC 6585 section 5).
    TooManyHeaders = REQUEST_HEADER_FIELDS_TOO_LARGE, "too_many_headers", "The request has too many headers.";
    /// 500: the handler failed or panicked, or returned what the document does not list. The reason goes to
    /// [`on_internal_error`](super::RouterBuilder::on_internal_error) only.
    Internal = INTERNAL_SERVER_ERROR, "internal", "Something went wrong in the server.";
    /// 501: the handler says that it is [not implemented](super::Failure::NotImplemented) (RFC 9110 section 15.6.2).
    NotImplemented = NOT_IMPLEMENTED, "not_implemented", "This operation is not implemented yet.";
    /// 503: the handler was not done in [time](super::RouterBuilder::timeout).
    Timeout = SERVICE_UNAVAILABLE, "timeout", "The server did not answer in time.";
}

impl RejectionKind {
    /// The status's own phrase (RFC 9110 section 15): `Bad Request`.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.status()
            .canonical_reason()
            .unwrap_or_else(|| self.code())
    }
}

/// An answer that no handler gave: what a request was refused for.
///
/// It becomes a response in one place: [problem details](super#rejections) unless
/// [`render_rejections`](super::RouterBuilder::render_rejections) says otherwise.
///
/// `Display` is for messages: the [detail](Self::detail) and each violation, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection(Box<Inner>);

/// Boxed: it is the error of many results, and rarely made.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: RejectionKind,
    detail: Cow<'static, str>,
    violations: Option<Violations>,
    reason: Option<String>,
    operation_id: Option<&'static str>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Rejection {
    pub(super) fn new(kind: RejectionKind) -> Self {
        Self(Box::new(Inner {
            kind,
            detail: Cow::Borrowed(kind.detail()),
            violations: None,
            reason: None,
            operation_id: None,
            headers: Vec::new(),
        }))
    }

    /// What is wrong with the parameters and the body: a 400, or a 422 where it can be read and the operation documents
    /// that status.
    pub(super) fn invalid_request(violations: Violations, documents_422: bool) -> Self {
        let is_readable = |violation: &Violation| !violation.keyword.is_unreadable();
        let kind = if documents_422 && violations.iter().all(is_readable) {
            RejectionKind::Unprocessable
        } else {
            RejectionKind::InvalidRequest
        };
        let detail = match violations.iter().len() + violations.more() {
            1 => Cow::Borrowed("The request has 1 violation."),
            count => Cow::Owned(format!("The request has {count} violations.")),
        };
        let mut rejection = Self::new(kind).with_detail(detail);
        rejection.0.violations = Some(violations);
        rejection
    }

    pub(super) fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = detail.into();
        self
    }

    pub(super) fn with_reason(mut self, reason: Option<String>) -> Self {
        self.0.reason = reason;
        self
    }

    pub(super) fn with_operation_id(mut self, id: &'static str) -> Self {
        self.0.operation_id = Some(id);
        self
    }

    pub(super) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// What the request is refused for.
    #[must_use]
    pub fn kind(&self) -> RejectionKind {
        self.0.kind
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.kind.status()
    }

    /// A name for programs, stable: `invalid_request`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.kind.code()
    }

    /// The status's own phrase: `Bad Request`.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.0.kind.title()
    }

    /// One sentence for people. Fit to be sent: it holds nothing of credentials nor of internal errors.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// What is wrong with the parameters and the body, all of it; `None` unless the kind is
    /// [`InvalidRequest`](RejectionKind::InvalidRequest) or [`Unprocessable`](RejectionKind::Unprocessable).
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        self.0.violations.as_ref()
    }

    /// What [`AuthError`](super::AuthError) gave as the reason. For logs: do not send it.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The `operationId`; `None` where no operation was found.
    #[must_use]
    pub fn operation_id(&self) -> Option<&'static str> {
        self.0.operation_id
    }

    /// The headers that belong to the kind: `Allow`, `WWW-Authenticate`, `Accept`. They are added to what a
    /// renderer makes if it leaves them out.
    pub fn headers(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.0.headers.iter().map(|(name, value)| (name, value))
    }

    /// A response of this status with a JSON body, for a renderer of your own.
    ///
    /// ```
    /// # use spectrait_runtime::server::Rejection;
    /// # use http::Response;
    /// # use axum::body::Body;
    /// fn render(rejection: &Rejection) -> Response<Body> {
    ///     rejection.json(format!(r#"{{"code":{}}}"#, rejection.status().as_u16()))
    /// }
    /// ```
    #[must_use]
    pub fn json(&self, body: impl Into<Bytes>) -> Response<Body> {
        let mut response = Response::new(Body::from(body.into()));
        *response.status_mut() = self.status();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        response
    }

    /// Holds a renderer's response to what HTTP asks of it: an error status, and the headers of the kind.
    pub(super) fn complete(&self, mut response: Response<Body>) -> Response<Body> {
        if !response.status().is_client_error() && !response.status().is_server_error() {
            *response.status_mut() = self.status();
        }
        for (name, _) in &self.0.headers {
            if !response.headers().contains_key(name) {
                let values = self.0.headers.iter().filter(|(other, _)| other == name);
                let values: Vec<_> = values.map(|(_, value)| value.clone()).collect();
                for value in values {
                    response.headers_mut().append(name, value);
                }
            }
        }
        response
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(violations) = &self.0.violations else {
            return f.write_str(&self.0.detail);
        };
        for (index, violation) in violations.iter().enumerate() {
            let separator = if index > 0 { "; " } else { "" };
            write!(f, "{separator}{violation}")?;
        }
        match violations.more() {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_kind_has_a_status_and_a_code_of_its_own() {
        let all = RejectionKind::ALL;
        assert_eq!(
            all.iter()
                .map(|kind| kind.status().as_u16())
                .collect::<BTreeSet<_>>()
                .len(),
            all.len()
        );
        assert_eq!(
            all.iter()
                .map(|kind| kind.code())
                .collect::<BTreeSet<_>>()
                .len(),
            all.len()
        );
        for kind in all {
            assert!(
                kind.status().is_client_error() || kind.status().is_server_error(),
                "{kind:?}"
            );
            assert_ne!(kind.title(), kind.code(), "{kind:?} has no phrase");
            assert!(kind.detail().ends_with('.'), "{kind:?}");
        }
    }

    #[test]
    fn a_renderer_cannot_lose_status_and_headers() {
        let allow = (header::ALLOW, HeaderValue::from_static("GET"));
        let rejection =
            Rejection::new(RejectionKind::MethodNotAllowed).with_header(allow.0, allow.1);
        let response = rejection.complete(Response::new(Body::empty()));
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()["allow"], "GET");

        // What it says itself is kept.
        let own = Response::builder()
            .status(404)
            .header("allow", "POST")
            .body(Body::empty())
            .unwrap();
        let response = rejection.complete(own);
        assert_eq!(response.status(), 404);
        assert_eq!(response.headers()["allow"], "POST");
    }
}
