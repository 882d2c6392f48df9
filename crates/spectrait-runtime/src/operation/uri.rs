//! Percent-encoding, both ways.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// With `allowReserved` also what has a meaning in URLs, but for what would end the value: `&`, `#`, and `+`,
/// which reads as a space. `[`, `]` are no characters of a query (RFC 3986 section 3.4).
const ALLOW_RESERVED: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The same for an item that ends at a comma.
const ALLOW_RESERVED_ITEM: &AsciiSet = &ALLOW_RESERVED.add(b',');

/// Percent-encodes everything but letters, digits and `-._~`.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Percent-encodes a query value of a parameter with `allowReserved`.
pub(crate) fn encode_allowing_reserved(text: &str, is_item: bool) -> String {
    let set = if is_item {
        ALLOW_RESERVED_ITEM
    } else {
        ALLOW_RESERVED
    };
    utf8_percent_encode(text, set).to_string()
}

/// Why a text cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadText {
    /// `%` without two hexadecimal digits.
    Percent,
    /// Not UTF-8.
    Utf8,
}

impl BadText {
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Percent => "has bad percent-encoding",
            Self::Utf8 => "is not UTF-8",
        }
    }
}

/// Decodes `%xx`; a `+` stays.
pub(crate) fn decode(text: &str) -> Result<Cow<'_, str>, BadText> {
    if !text.contains('%') {
        return Ok(Cow::Borrowed(text));
    }
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        if *byte == b'%' && !(is_hex(at + 1) && is_hex(at + 2)) {
            return Err(BadText::Percent);
        }
    }
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map_err(|_| BadText::Utf8)
}

/// Decodes `%xx`, and `+` to a space, as queries are written (WHATWG URL section 5.1).
pub(crate) fn decode_query(text: &str) -> Result<Cow<'_, str>, BadText> {
    if text.contains('+') {
        let text = text.replace('+', " ");
        decode(&text).map(|text| Cow::Owned(text.into_owned()))
    } else {
        decode(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        for text in [
            "",
            "a b+c",
            "ä/ö?ü=1&2",
            "%zz",
            "\u{1f600}\0\r\n",
            "-._~",
            "a,b",
        ] {
            assert_eq!(decode(&encode(text)).as_deref(), Ok(text));
            assert_eq!(decode_query(&encode(text)).as_deref(), Ok(text));
            assert_eq!(
                decode_query(&encode_allowing_reserved(text, true)).as_deref(),
                Ok(text)
            );
        }
        assert_eq!(encode("a b+c/d"), "a%20b%2Bc%2Fd");
        assert_eq!(
            encode_allowing_reserved("/a?b=c,d&e+f#g", false),
            "/a?b=c,d%26e%2Bf%23g"
        );
        assert_eq!(encode_allowing_reserved("a,b", true), "a%2Cb");
    }

    #[test]
    fn bad_text() {
        for text in ["%", "%z", "%zz", "%a", "a%2", "%é1"] {
            assert_eq!(decode(text), Err(BadText::Percent), "{text}");
        }
        for text in ["%ff", "%C3", "%C3%28"] {
            assert_eq!(decode(text), Err(BadText::Utf8), "{text}");
        }
        assert_eq!(decode("a+b").as_deref(), Ok("a+b"));
        assert_eq!(decode_query("a+b%2B").as_deref(), Ok("a b+"));
    }
}
