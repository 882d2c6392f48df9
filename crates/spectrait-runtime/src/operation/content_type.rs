//! Media types, as far as bodies need them.

use http::{HeaderMap, header};

/// Whether a request or response says that its body is JSON: `application/json` or any type that ends in
/// `+json` (RFC 6839), `application/json+…` too, with or without parameters, in any case. Without a
/// `content-type`, or with two, it does not.
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().is_ok_and(is_json_type),
        _ => false,
    }
}

/// Whether a media type is JSON, see [`is_json`].
#[must_use]
pub fn is_json_type(value: &str) -> bool {
    let Some((kind, subtype)) = essence(value).split_once('/') else {
        return false;
    };
    let subtype = subtype.to_ascii_lowercase();
    let is_application = kind.eq_ignore_ascii_case("application");
    is_application && (subtype == "json" || subtype.starts_with("json+"))
        || subtype
            .strip_suffix("+json")
            .is_some_and(|name| !name.is_empty() && !kind.is_empty())
}

/// A media type without its parameters.
pub(crate) fn essence(value: &str) -> &str {
    value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim_matches([' ', '\t'])
}

/// A parameter of a media type or of a content disposition: `boundary`, `charset`, `filename` (RFC 9110 section
/// 5.6.6). A `;` in quotes separates nothing. A backslash there is one, unless a quote or another one is after it:
/// browsers write names of files without escaping it (WHATWG HTML section 4.10.21.8), others do as RFC 9110 says.
pub(crate) fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value;
    loop {
        rest = rest[end_of_parameter(rest)..].strip_prefix(';')?;
        let (given, after) = rest.split_once('=')?;
        if given.contains(';') {
            continue;
        }
        if given.trim().eq_ignore_ascii_case(name) {
            let end = end_of_parameter(after);
            return Some(unquoted(after[..end].trim()));
        }
        rest = after;
    }
}

/// Where the first `;` outside of quotes is.
fn end_of_parameter(text: &str) -> usize {
    let mut is_quoted = false;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b';' if !is_quoted => return at,
            _ => {}
        }
    }
    text.len()
}

fn unquoted(text: &str) -> String {
    let Some(inner) = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    else {
        return text.to_owned();
    };
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if is_escape(&chars) => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

/// Whether what is after a backslash is escaped by it.
fn is_escape(rest: &std::str::Chars<'_>) -> bool {
    rest.as_str().starts_with(['"', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_types() {
        for value in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/json;charset=\"utf-8\"",
            "application/problem+json",
            "application/json+sarif",
            "application/vnd.api+json; profile=x",
            " application/json ",
        ] {
            assert!(is_json_type(value), "{value}");
        }
        for value in [
            "",
            "json",
            "text/json",
            "application/jsonp",
            "application/+json",
            "text/plain",
        ] {
            assert!(!is_json_type(value), "{value}");
        }
    }

    #[test]
    fn one_content_type() {
        let mut headers = HeaderMap::new();
        assert!(!is_json(&headers));
        headers.append(
            header::CONTENT_TYPE,
            http::HeaderValue::from_static("application/json"),
        );
        assert!(is_json(&headers));
        headers.append(
            header::CONTENT_TYPE,
            http::HeaderValue::from_static("text/plain"),
        );
        assert!(!is_json(&headers));
    }

    #[test]
    fn parameters() {
        let rows = [
            ("multipart/form-data; boundary=abc", "boundary", Some("abc")),
            (
                "multipart/form-data;Boundary=\"a;b \\\"c\"; x=y",
                "boundary",
                Some("a;b \"c"),
            ),
            (
                "form-data; filename=\"a; name=b\"; name=c",
                "name",
                Some("c"),
            ),
            ("text/plain; a; charset = utf-8 ", "charset", Some("utf-8")),
            (
                "form-data; name=\"a\"; filename=\"c:\\d\\\"e\\\\f\"",
                "filename",
                Some("c:\\d\"e\\f"),
            ),
            ("form-data; filename=\"a\\\"", "filename", Some("a\\")),
            ("text/plain", "charset", None),
            ("text/plain; charset", "charset", None),
        ];
        for (value, name, expected) in rows {
            assert_eq!(parameter(value, name).as_deref(), expected, "{value}");
        }
    }
}
