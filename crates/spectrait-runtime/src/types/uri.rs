//! `format: uri`

use iri_string::types::UriString;

use crate::json::{Decode, Decoder, Encode, Encoder, Node, Shape};

/// A URI with a scheme (RFC 3986 section 3), kept byte for byte.
///
/// It is [`iri_string`]'s type: `as_str`, `scheme_str`, `authority_str`, `path_str`, `TryFrom<&str>`.
pub type Uri = UriString;

impl Decode for UriString {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder.format(node, "a URI", |text| Self::try_from(text).ok())
    }
}

impl Encode for UriString {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.string(self.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_kept() {
        for text in [
            "https://EXAMPLE.com:443/a/../b?q#f",
            "urn:x:y",
            "mailto:a@b",
            "http://[::1]/%7E",
            "a:",
        ] {
            assert_eq!(Uri::try_from(text).unwrap().as_str(), text);
        }
        for text in [
            "",
            "/a",
            "a/b",
            "//host/x",
            "http://a b",
            "https://é.example",
            "http://a/%z",
        ] {
            assert!(Uri::try_from(text).is_err(), "{text}");
        }
    }
}
