//! A request on its way from what the caller says to what is sent: its headers, its credentials, its URL.

use std::convert::Infallible;

use http::header::{ACCEPT, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use http_body::Body as _;

use super::base_url::{BaseUrl, JoinError, MAX_URL_LENGTH};
use super::called::CalledOperation;
use super::credentials::{Sent, Target};
use super::exchange::Prepared;
use super::headers;
use super::retry::OwnRetries;
use super::{Body, Error, ErrorKind, Settings, pages};
use crate::operation::{
    Keyword, Location, Place, SecurityScheme, Violation, Violations, WrittenRequest,
};

/// A request without its credentials.
pub(super) struct Draft {
    operation: &'static str,
    method: Method,
    /// The path template, for messages.
    template: &'static str,
    security: &'static [&'static [SecurityScheme]],
    url: Option<String>,
    link: Option<String>,
    retries: Option<OwnRetries>,
    path: String,
    query: Option<String>,
    headers: HeaderMap,
    body: Body,
}

impl Draft {
    pub(super) fn new(prepared: Prepared) -> Result<Self, Error<Infallible>> {
        let Prepared {
            settings,
            operation,
            method,
            template,
            security,
            url,
            link,
            accept,
            request,
            retries,
            headers: own,
            header_problem,
            ..
        } = prepared;
        let invalid = |violations| Error::new(operation, ErrorKind::Invalid(violations));
        let WrittenRequest {
            request: encoded,
            stream,
            ..
        } = request.and_then(WrittenRequest::settled).map_err(invalid)?;
        if let Some((name, problem)) = header_problem {
            let place = Place::parameter(Location::Header, name);
            let violation = Violation::new(place, Keyword::Format, problem.message());
            return Err(invalid(Violations::one(violation)));
        }
        let mut headers = settings.headers.clone();
        headers.entry(ACCEPT).or_insert(accept);
        headers::overlay(&mut headers, encoded.headers);
        headers::overlay(&mut headers, own);
        let body = match stream {
            Some(stream) => Body::from(stream),
            None => Body::from(encoded.body.unwrap_or_default()),
        };
        // RFC 9110 section 8.6: a method that means to carry a body says that there is none. Some servers answer 411 otherwise.
        if body.is_end_stream() && [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Ok(Self {
            operation,
            method,
            template,
            security,
            url,
            path: encoded.path,
            // A link has a query of its own.
            query: encoded.query.filter(|_| link.is_none()),
            link,
            retries,
            headers,
            body,
        })
    }

    /// The same once more, if its body can be sent again.
    pub(super) fn try_clone(&self) -> Option<Self> {
        Some(Self {
            operation: self.operation,
            method: self.method.clone(),
            template: self.template,
            security: self.security,
            url: self.url.clone(),
            link: self.link.clone(),
            retries: self.retries.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            body: self.body.try_clone()?,
        })
    }

    /// The request with its credentials, and those of them that there may be others for.
    pub(super) async fn sign(
        mut self,
        settings: &Settings,
    ) -> Result<(Request<Body>, Sent), ErrorKind<Infallible>> {
        let mut target = Target {
            headers: &mut self.headers,
            query: &mut self.query,
        };
        let credentials = &settings.credentials;
        let sent = credentials
            .apply(self.security, &settings.surroundings, &mut target)
            .await
            .map_err(ErrorKind::Auth)?;
        let uri = match (self.url, &settings.base_url) {
            (_, base_url) if let Some(link) = self.link => {
                pages::target(base_url.as_ref(), &link, self.query.as_deref())
                    .map_err(ErrorKind::Invalid)?
            }
            (Some(url), _) => at(&url, self.query.as_deref()).map_err(|message| {
                let place = Place::parameter(Location::Path, "url");
                ErrorKind::Invalid(Violations::one(Violation::new(
                    place,
                    Keyword::Format,
                    message,
                )))
            })?,
            (None, Some(base_url)) => base_url
                .join(&self.path, self.query.as_deref())
                .map_err(|problem| url_problem(self.template, problem))?,
            (None, None) => return Err(url_problem(self.template, JoinError::Malformed)),
        };
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        let extensions = request.extensions_mut();
        extensions.insert(CalledOperation {
            operation_id: self.operation,
            path_template: self.template,
        });
        if let Some(retries) = self.retries {
            extensions.insert(retries);
        }
        Ok((request, sent))
    }
}

/// A whole URL, with what else there is in the query.
fn at(url: &str, query: Option<&str>) -> Result<Uri, String> {
    let (before, own) = match url.split_once('?') {
        Some((before, own)) => (before, Some(own)),
        None => (url, None),
    };
    // The same checks as for a base URL.
    BaseUrl::parse(before)?;
    let query: Vec<&str> = own.into_iter().chain(query).collect();
    let whole = if query.is_empty() {
        before.to_owned()
    } else {
        format!("{before}?{}", query.join("&"))
    };
    whole
        .parse()
        .map_err(|error| format!("it is no URL ({error})"))
}

fn url_problem(template: &'static str, problem: JoinError) -> ErrorKind<Infallible> {
    let (keyword, message, limit) = match problem {
        JoinError::DotSegment => (
            Keyword::Format,
            "a segment of the path is `.` or `..` and would lead elsewhere".to_owned(),
            None,
        ),
        JoinError::Malformed => (
            Keyword::Format,
            "the path and query make no URL".to_owned(),
            None,
        ),
        JoinError::TooLong => {
            let message = format!("the URL is longer than {MAX_URL_LENGTH} bytes");
            (
                Keyword::MaxLength,
                message,
                Some(MAX_URL_LENGTH.to_string()),
            )
        }
    };
    let mut violation =
        Violation::new(Place::parameter(Location::Path, template), keyword, message);
    violation.limit = limit;
    ErrorKind::Invalid(Violations::one(violation))
}
