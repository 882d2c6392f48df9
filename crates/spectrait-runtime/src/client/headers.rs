//! Headers that a caller sets, on the client or on one call.

use http::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, COOKIE, HOST, PROXY_AUTHORIZATION, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Why a header cannot be sent. It never holds the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeaderProblem {
    Name,
    Value,
    OfTransport,
}

impl HeaderProblem {
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Name => "this is no header name",
            Self::Value => "the value holds a character that a header cannot carry",
            Self::OfTransport => "this header belongs to the transport, which sets it",
        }
    }
}

/// Checks one header and puts it in the place of any of its name.
pub(crate) fn set<N, V>(headers: &mut HeaderMap, name: N, value: V) -> Result<(), HeaderProblem>
where
    N: TryInto<HeaderName>,
    V: TryInto<HeaderValue>,
{
    let name = name.try_into().map_err(|_| HeaderProblem::Name)?;
    let mut value = value.try_into().map_err(|_| HeaderProblem::Value)?;
    // A second opinion on where the message ends is how requests are smuggled (RFC 9112 section 11.2).
    if [
        CONNECTION,
        CONTENT_LENGTH,
        HOST,
        TE,
        TRAILER,
        TRANSFER_ENCODING,
        UPGRADE,
    ]
    .contains(&name)
    {
        return Err(HeaderProblem::OfTransport);
    }
    if [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION].contains(&name) {
        value.set_sensitive(true);
    }
    headers.insert(name, value);
    Ok(())
}

/// Puts `more` over `headers`; a name in both keeps only the values of `more`.
pub(crate) fn overlay(headers: &mut HeaderMap, more: HeaderMap) {
    headers.extend(more);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_cannot_end_its_line() {
        for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "a\u{7f}"] {
            assert_eq!(
                set(&mut HeaderMap::new(), "x-a", value),
                Err(HeaderProblem::Value),
                "{value:?}"
            );
        }
        for name in ["", "a b", "a:b", "a\r\nb", "ä"] {
            assert_eq!(
                set(&mut HeaderMap::new(), name, "x"),
                Err(HeaderProblem::Name),
                "{name:?}"
            );
        }
        for name in ["Host", "content-length", "Transfer-Encoding", "connection"] {
            assert_eq!(
                set(&mut HeaderMap::new(), name, "x"),
                Err(HeaderProblem::OfTransport),
                "{name}"
            );
        }
    }

    #[test]
    fn credentials_are_marked() {
        let mut headers = HeaderMap::new();
        set(&mut headers, "authorization", "Basic hunter2").unwrap();
        set(&mut headers, "cookie", "hunter2").unwrap();
        assert!(!format!("{headers:?}").contains("hunter2"));
    }

    #[test]
    fn the_later_header_replaces_the_earlier() {
        let mut headers = HeaderMap::new();
        set(&mut headers, "x-a", "1").unwrap();
        headers.append("x-a", HeaderValue::from_static("2"));
        let mut more = HeaderMap::new();
        set(&mut more, "X-A", "3").unwrap();
        overlay(&mut headers, more);
        assert_eq!(headers.get_all("x-a").iter().collect::<Vec<_>>(), ["3"]);
    }
}
