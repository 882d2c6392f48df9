//! Problem details (RFC 9457), as the generated router sends them.

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Why a request is refused.
#[derive(Debug, Serialize)]
pub(super) struct Problem {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: Cow<'static, str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    violations: Vec<Violation>,
    #[serde(skip)]
    challenge: Option<&'static str>,
}

/// What is wrong with a parameter.
#[derive(Debug, Serialize)]
pub(super) struct Violation {
    r#in: &'static str,
    name: &'static str,
    keyword: &'static str,
    limit: &'static str,
    message: String,
}

impl Problem {
    /// With a sentence for people.
    pub(super) fn new(status: StatusCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            detail: detail.into(),
            violations: Vec::new(),
            challenge: None,
        }
    }

    /// The caller is not known; whether a token was sent.
    pub(super) fn unauthorized(is_token: bool) -> Self {
        let (detail, challenge) = if is_token {
            (
                "The credentials were not accepted.",
                r#"Bearer realm="BearerAuth", error="invalid_token""#,
            )
        } else {
            ("Credentials are missing.", r#"Bearer realm="BearerAuth""#)
        };
        Self {
            challenge: Some(challenge),
            ..Self::new(StatusCode::UNAUTHORIZED, detail)
        }
    }

    /// Parameters are out of their bounds.
    pub(super) fn invalid(violations: Vec<Violation>) -> Self {
        let detail = match violations.len() {
            1 => Cow::Borrowed("The request has 1 violation."),
            count => Cow::Owned(format!("The request has {count} violations.")),
        };
        Self {
            violations,
            ..Self::new(StatusCode::BAD_REQUEST, detail)
        }
    }
}

impl Violation {
    /// A number in the query that is beyond `limit`.
    pub(super) fn in_query(
        name: &'static str,
        keyword: &'static str,
        limit: &'static str,
        value: i64,
    ) -> Self {
        let beyond = if keyword == "minimum" { "less" } else { "more" };
        Self {
            r#in: "query",
            name,
            keyword,
            limit,
            message: format!("`{value}` is {beyond} than {limit}"),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or_default();
        let challenge = self.challenge;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(challenge) = challenge {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static(challenge),
            );
        }
        response
    }
}
