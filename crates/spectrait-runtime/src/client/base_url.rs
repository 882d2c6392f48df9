//! The address that an operation's path is appended to.

use std::fmt;

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

/// The most bytes that [`Uri`] takes.
pub(crate) const MAX_URL_LENGTH: usize = 65_534;

/// A checked base URL: `http` or `https`, a host, perhaps a path.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    scheme: Scheme,
    authority: Authority,
    /// Empty, or begins with `/` and does not end with one.
    path: String,
}

/// Why a path could not be appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JoinError {
    /// A segment is `.` or `..`, perhaps percent-encoded, and would leave the path.
    DotSegment,
    /// The whole is longer than [`MAX_URL_LENGTH`].
    TooLong,
    /// It holds what a URL cannot: a fault of the operation.
    Malformed,
}

impl BaseUrl {
    /// Checks `text`. The error says what is wrong, without repeating `text` where it may hold a password.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.contains('{') {
            return Err(format!(
                "`{text}` holds a server variable: put its value in the place of the braces"
            ));
        }
        let uri: Uri = text
            .parse()
            .map_err(|error| format!("it is no URL ({error})"))?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(format!(
                "`{text}` is not absolute: begin it with `https://` and a host"
            ));
        };
        if authority.as_str().contains('@') {
            return Err(
                "it holds a user name or password: give credentials to the builder instead"
                    .to_owned(),
            );
        }
        if text.contains(['?', '#']) {
            return Err(format!(
                "`{text}` has a query or fragment: a path cannot be appended to it"
            ));
        }
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(format!(
                "`{scheme}` is no scheme for a client: use `https` or `http`"
            ));
        }
        let has_port = authority.as_str().len() > authority.host().len();
        if authority.host().is_empty() || (has_port && authority.port_u16().is_none()) {
            return Err(format!(
                "`{authority}` is not a host with an optional port from 0 to 65535"
            ));
        }
        let path = parts.path_and_query.as_ref().map_or("", PathAndQuery::path);
        if path.split('/').any(is_dot_segment) {
            return Err(format!(
                "`{text}` has a segment `.` or `..` in its path: write the path that it means"
            ));
        }
        let path = path.trim_end_matches('/').to_owned();
        Ok(Self {
            scheme,
            authority,
            path,
        })
    }

    /// Whether a URL without query and fragment is this one or below it. Hosts have no case, and a port may be left out
    /// where it is the scheme's (RFC 3986 section 6.2.3).
    pub(crate) fn has(&self, url: &str) -> bool {
        let Ok(other) = Self::parse(url) else {
            return false;
        };
        let rest = other.path.strip_prefix(&*self.path);
        let is_below = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        is_below && self.origin() == other.origin()
    }

    fn origin(&self) -> (&str, String, Option<u16>) {
        let port = match (self.authority.port_u16(), self.scheme.as_str()) {
            (None, "https") => Some(443),
            (None, "http") => Some(80),
            (port, _) => port,
        };
        (
            self.scheme.as_str(),
            self.authority.host().to_ascii_lowercase(),
            port,
        )
    }

    /// Appends an operation's path, which begins with `/`, and its query. The base's own path always stays in front.
    pub(crate) fn join(&self, path: &str, query: Option<&str>) -> Result<Uri, JoinError> {
        if !path.starts_with('/') || path.contains(['?', '#']) {
            return Err(JoinError::Malformed);
        }
        // A URL parser further down (that of reqwest, a proxy) resolves these in either spelling.
        if path.split('/').any(is_dot_segment) {
            return Err(JoinError::DotSegment);
        }
        let mut whole = format!("{}{path}", self.path);
        if let Some(query) = query {
            if query.contains('#') {
                return Err(JoinError::Malformed);
            }
            whole.push('?');
            whole.push_str(query);
        }
        // `://` is 3 bytes.
        if self.scheme.as_str().len() + 3 + self.authority.as_str().len() + whole.len()
            > MAX_URL_LENGTH
        {
            return Err(JoinError::TooLong);
        }
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(whole)
            .build()
            .map_err(|_| JoinError::Malformed)
    }
}

/// Writes a URL template with the values of its variables.
#[doc(hidden)]
pub fn write_url(
    f: &mut fmt::Formatter<'_>,
    template: &str,
    values: &[(&str, &dyn fmt::Display)],
) -> fmt::Result {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        f.write_str(before)?;
        match values.iter().find(|(variable, _)| *variable == name) {
            Some((_, value)) => write!(f, "{value}")?,
            None => write!(f, "{{{name}}}")?,
        }
        rest = after;
    }
    f.write_str(rest)
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.path)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// Whether a URL parser takes this segment for `.` or `..` (WHATWG URL, "single-dot" and "double-dot URL path segment").
fn is_dot_segment(segment: &str) -> bool {
    let dots = segment.replace("%2e", ".").replace("%2E", ".");
    dots == "." || dots == ".."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins() {
        let rows = [
            (
                "https://api.example.com",
                "/builds",
                None,
                "https://api.example.com/builds",
            ),
            (
                "https://api.example.com/",
                "/builds",
                None,
                "https://api.example.com/builds",
            ),
            (
                "https://api.example.com/v1",
                "/builds",
                Some("limit=1"),
                "https://api.example.com/v1/builds?limit=1",
            ),
            (
                "https://api.example.com/v1/",
                "/builds",
                Some(""),
                "https://api.example.com/v1/builds?",
            ),
            (
                "https://api.example.com/a/b//",
                "/",
                None,
                "https://api.example.com/a/b/",
            ),
            ("http://[::1]:8080/v1", "/x", None, "http://[::1]:8080/v1/x"),
            (
                "http://127.0.0.1:8080",
                "/x%2Fy/z",
                None,
                "http://127.0.0.1:8080/x%2Fy/z",
            ),
            (
                "https://host/v1",
                "//evil.example/x",
                None,
                "https://host/v1//evil.example/x",
            ),
            (
                "https://host",
                "/@evil.example",
                None,
                "https://host/@evil.example",
            ),
            (
                "https://host/v1",
                "/a..b/...",
                Some("a=../x"),
                "https://host/v1/a..b/...?a=../x",
            ),
        ];
        for (base, path, query, joined) in rows {
            let base = BaseUrl::parse(base).unwrap();
            assert_eq!(
                base.join(path, query).map(|uri| uri.to_string()).as_deref(),
                Ok(joined)
            );
        }
    }

    #[test]
    fn never_leaves_the_base_path() {
        let base = BaseUrl::parse("https://host/v1").unwrap();
        for path in [
            "/..",
            "/../x",
            "/a/../b",
            "/.",
            "/a/./b",
            "/%2e%2E/x",
            "/.%2e",
            "/%2E",
        ] {
            assert_eq!(base.join(path, None), Err(JoinError::DotSegment), "{path}");
        }
        for path in [
            "",
            "x",
            "@evil.example/",
            ".evil.example",
            "/a?b",
            "/a#b",
            "/a b",
            "/a\r\nb",
        ] {
            assert_eq!(base.join(path, None), Err(JoinError::Malformed), "{path}");
        }
        assert_eq!(base.join("/a", Some("b#c")), Err(JoinError::Malformed));
        assert_eq!(
            base.join("/a", Some(&"x".repeat(70_000))),
            Err(JoinError::TooLong)
        );
        let longest = MAX_URL_LENGTH - "https://host/v1/a?".len();
        assert!(base.join("/a", Some(&"x".repeat(longest))).is_ok());
        assert_eq!(
            base.join("/a", Some(&"x".repeat(longest + 1))),
            Err(JoinError::TooLong)
        );
    }

    #[test]
    fn refuses() {
        let rows = [
            ("", "it is no URL"),
            ("/v1", "not absolute"),
            ("api.example.com", "not absolute"),
            ("ftp://host", "no scheme for a client"),
            ("https://", "it is no URL"),
            ("https://host:", "optional port"),
            ("https://host:99999", "optional port"),
            ("https://user:secret@host", "user name or password"),
            ("https://host?x=1", "query or fragment"),
            ("https://host#x", "query or fragment"),
            ("https://host/a/../b", "`.` or `..`"),
            ("https://host/%2e%2e", "`.` or `..`"),
            ("https://{region}.host", "server variable"),
            ("https://host/a b", "it is no URL"),
            ("https://hö.st", "it is no URL"),
        ];
        for (text, reason) in rows {
            let error = BaseUrl::parse(text).unwrap_err();
            assert!(error.contains(reason), "{text}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
