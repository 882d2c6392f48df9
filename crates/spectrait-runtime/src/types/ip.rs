//! `format: ipv4` and `format: ipv6`

pub use std::net::{Ipv4Addr, Ipv6Addr};

use crate::json::{Decode, Decoder, Encode, Encoder, Node, Shape};

/// Dotted decimal, without leading zeros (RFC 2673 section 3.2).
impl Decode for Ipv4Addr {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder.format(node, "an IPv4 address", |text| text.parse().ok())
    }
}

impl Encode for Ipv4Addr {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.string(&self.to_string());
    }
}

/// RFC 4291 section 2.2, without a zone.
impl Decode for Ipv6Addr {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder.format(node, "an IPv6 address", |text| text.parse().ok())
    }
}

/// In the spelling of RFC 5952.
impl Encode for Ipv6Addr {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.string(&self.to_string());
    }
}
