//! `format: byte`

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use crate::json::{Decode, Decoder, Encode, Encoder, Node, Shape};
use crate::types::NotAllowed;

/// Octets in a string (RFC 4648 section 4): with padding, and without line breaks.
///
/// ```
/// use spectrait_runtime::{Base64, FromJson, ToJson};
///
/// let key = Base64::from_json(r#""aGVsbG8=""#)?;
/// assert_eq!(&key[..], b"hello"); // it is a slice of octets
/// assert_eq!(Base64::from(b"hi").to_json()?, r#""aGk=""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Base64(Vec<u8>);

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Base64 {
    /// The octets.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

/// The six bits of a character.
const fn value(byte: u8) -> Option<u32> {
    let (first, start) = match byte {
        b'A'..=b'Z' => (b'A', 0),
        b'a'..=b'z' => (b'a', 26),
        b'0'..=b'9' => (b'0', 52),
        b'+' => return Some(62),
        b'/' => return Some(63),
        _ => return None,
    };
    Some((byte - first) as u32 + start)
}

/// Four characters are three octets. A text is refused that would not come back the same: bits beyond the last octet
/// must be 0 (section 3.5).
fn parse(text: &str) -> Option<Base64> {
    let (groups, rest) = text.as_bytes().as_chunks::<4>();
    if !rest.is_empty() {
        return None;
    }
    let mut octets = Vec::with_capacity(groups.len() * 3);
    for (index, group) in groups.iter().enumerate() {
        let padding = match group {
            [_, _, b'=', b'='] => 2,
            [_, _, _, b'='] => 1,
            _ => 0,
        };
        if padding > 0 && index + 1 < groups.len() {
            return None;
        }
        let mut bits = 0;
        for byte in &group[..4 - padding] {
            bits = bits << 6 | value(*byte)?;
        }
        bits <<= 6 * padding;
        let three = bits.to_be_bytes();
        let (kept, lost) = three[1..].split_at(3 - padding);
        if lost.iter().any(|octet| *octet != 0) {
            return None;
        }
        octets.extend_from_slice(kept);
    }
    Some(Base64(octets))
}

impl From<Vec<u8>> for Base64 {
    fn from(octets: Vec<u8>) -> Self {
        Self(octets)
    }
}

impl From<&[u8]> for Base64 {
    fn from(octets: &[u8]) -> Self {
        Self(octets.to_owned())
    }
}

impl<const N: usize> From<&[u8; N]> for Base64 {
    fn from(octets: &[u8; N]) -> Self {
        Self(octets.to_vec())
    }
}

impl From<Base64> for Vec<u8> {
    fn from(octets: Base64) -> Self {
        octets.0
    }
}

impl Deref for Base64 {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// From its text.
impl FromStr for Base64 {
    type Err = NotAllowed;

    fn from_str(text: &str) -> Result<Self, NotAllowed> {
        parse(text)
            .ok_or_else(|| NotAllowed::new(format!("`{}` is not base64", crate::json::cut(text))))
    }
}

/// As its text.
impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(self.0.len().div_ceil(3) * 4);
        for group in self.0.chunks(3) {
            let mut octets = [0; 4];
            octets[1..=group.len()].copy_from_slice(group);
            let bits = u32::from_be_bytes(octets);
            for at in 0..4 {
                let six = (bits >> (18 - 6 * at)) & 63;
                let is_padding = at > group.len();
                let character = if is_padding {
                    b'='
                } else {
                    ALPHABET[six as usize]
                };
                text.push(char::from(character));
            }
        }
        f.pad(&text)
    }
}

/// As its text.
impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({self})")
    }
}

impl Decode for Base64 {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder.format(node, "base64", parse)
    }
}

impl Encode for Base64 {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.string(&self.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        // RFC 4648 section 10, and what uses the last two characters of the alphabet.
        for (octets, text) in [
            (&b""[..], ""),
            (b"f", "Zg=="),
            (b"fo", "Zm8="),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg=="),
            (b"fooba", "Zm9vYmE="),
            (b"foobar", "Zm9vYmFy"),
            (b"\xfb\xff\xbf", "+/+/"),
            (b"\0\0\0\0", "AAAAAA=="),
        ] {
            assert_eq!(Base64::from(octets).to_string(), text);
            assert_eq!(parse(text).as_deref(), Some(octets));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "Zg", "Zg=", "Zg===", "Z", "=", "====", "Z===", "Zg==Zg==", "Zm9v\n", "Zm 9v", "Zm9-",
            "Zm9_", "Zh==", "Zm9=", "é==",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
