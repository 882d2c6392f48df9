//! Problem details for HTTP APIs (RFC 9457): the rejection's default form.

use axum::body::Body;
use http::{HeaderValue, Response, header};

use super::Rejection;
use crate::json::{Place, Violation};

/// How many characters of a JSON Pointer are sent. Names in it come from the caller, and one answer has many.
const MAX_POINTER: usize = 256;

/// The rejection as `application/problem+json`.
///
/// Members: `type` (`about:blank`, so `title` is the status's phrase), `title`, `status`, `detail`; with
/// violations also `violations`, each `in`, `name` (of a parameter), `pointer` (in the body, and in a
/// parameter where it is inside the value), `keyword`, `limit` (where there is one) and `message`; and
/// `more`, how many violations were left out, where there are too many to list.
#[must_use]
pub fn problem(rejection: &Rejection) -> Response<Body> {
    let violations = rejection.violations().map_or(0, |list| list.iter().len());
    // What most take, so that the text need not move while it grows.
    let mut json = String::with_capacity(160 + 160 * violations);
    json.push_str(r#"{"type":"about:blank","title":"#);
    string(&mut json, rejection.title());
    json.push_str(r#","status":"#);
    json.push_str(rejection.status().as_str());
    json.push_str(r#","detail":"#);
    string(&mut json, rejection.detail());
    if let Some(violations) = rejection.violations() {
        json.push_str(r#","violations":["#);
        for (index, one) in violations.iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            violation(&mut json, one);
        }
        json.push(']');
        if violations.more() > 0 {
            json.push_str(r#","more":"#);
            json.push_str(&violations.more().to_string());
        }
    }
    json.push('}');
    let mut response = rejection.json(json);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}

fn violation(json: &mut String, violation: &Violation) {
    let (location, name) = match &violation.place {
        Place::Parameter { location, name, .. } => (location.as_str(), Some(name)),
        Place::Body { .. } => ("body", None),
    };
    json.push_str(r#"{"in":"#);
    string(json, location);
    if let Some(name) = name {
        json.push_str(r#","name":"#);
        string(json, name);
    }
    let pointer = violation.place.pointer();
    if name.is_none() || !pointer.is_empty() {
        json.push_str(r#","pointer":"#);
        match pointer.char_indices().nth(MAX_POINTER) {
            None => string(json, pointer),
            Some((end, _)) => string(json, &format!("{}…", &pointer[..end])),
        }
    }
    json.push_str(r#","keyword":"#);
    string(json, violation.keyword.as_str());
    if let Some(limit) = &violation.limit {
        json.push_str(r#","limit":"#);
        string(json, limit);
    }
    json.push_str(r#","message":"#);
    string(json, &violation.message);
    json.push('}');
}

/// Writes a JSON string (RFC 8259 section 7).
fn string(json: &mut String, text: &str) {
    json.push('"');
    let mut rest = text;
    // Most texts have nothing to escape, and are copied in one piece.
    let is_escaped = |byte: u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    while let Some(at) = rest.bytes().position(is_escaped) {
        let (plain, escaped) = rest.split_at(at);
        json.push_str(plain);
        let mut chars = escaped.chars();
        match chars.next() {
            Some('"') => json.push_str("\\\""),
            Some('\\') => json.push_str("\\\\"),
            Some('\n') => json.push_str("\\n"),
            Some('\r') => json.push_str("\\r"),
            Some('\t') => json.push_str("\\t"),
            other => {
                let escape = format!("\\u{:04x}", other.map_or(0, u32::from));
                json.push_str(&escape);
            }
        }
        rest = chars.as_str();
    }
    json.push_str(rest);
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_what_serde_json_writes() {
        for text in [
            "",
            "a\"b\\c/d",
            "\0\x01\x1f\n\r\t\x7f",
            "é𝄞\u{2028}",
            "\u{8}\u{c}",
        ] {
            let mut json = String::new();
            string(&mut json, text);
            assert_eq!(
                serde_json::from_str::<String>(&json).unwrap(),
                text,
                "{json}"
            );
        }
    }
}
