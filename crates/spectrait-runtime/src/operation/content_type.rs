//! Media types, as far as bodies need them.

use http::{HeaderMap, header};

/// Whether a request or response says that its body is JSON: `application/json` or any type that ends in
/// `+json` (RFC 6839), with or without parameters, in any case. Without a `content-type`, or with two, it
/// does not.
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
    let essence = value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim_matches([' ', '\t']);
    let Some((kind, subtype)) = essence.split_once('/') else {
        return false;
    };
    let subtype = subtype.to_ascii_lowercase();
    kind.eq_ignore_ascii_case("application") && subtype == "json"
        || subtype
            .strip_suffix("+json")
            .is_some_and(|name| !name.is_empty() && !kind.is_empty())
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
}
