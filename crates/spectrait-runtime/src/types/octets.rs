//! Octets: what is not text.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;

use crate::json::{Decode, Decoder, Encode, Encoder, Node, Shape};
use crate::operation::OctetStream;
use crate::types::IntoField;

/// Octets: a part of a multipart body, such as a file, or what a stream has [collected](OctetStream::collect). They may
/// know their name and their media type; a form sends both, and a body its type.
///
/// Octets that were read are there whole. Those that are to be sent can also be made of a [stream](OctetStream), which
/// is not held in memory then: until it is sent nothing of it is there, and `len` is 0.
///
/// A clone shares them. `Debug` shows how many there are.
///
/// ```
/// use spectrait_runtime::Octets;
///
/// let photo = Octets::from(vec![0xff, 0xd8]).named("me.jpg").typed("image/jpeg");
/// assert_eq!(photo.len(), 2);
/// assert_eq!(photo.file_name(), Some("me.jpg"));
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Octets {
    bytes: Bytes,
    /// In the place of the bytes.
    stream: Option<OctetStream>,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl Octets {
    /// Sets the name of the file they are, as a multipart body says it (RFC 7578 section 4.2).
    #[must_use]
    pub fn named(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Sets their media type: `image/png`. One that cannot be sent makes the request invalid.
    #[must_use]
    pub fn typed(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The name of the file that they are. A sender chooses it: never use it as a path.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Their media type, where it was said.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The octets alone.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// The stream that they are made of, if they are.
    pub(crate) fn stream(&self) -> Option<&OctetStream> {
        self.stream.as_ref()
    }

    pub(crate) fn into_stream(self) -> OctetStream {
        match self.stream {
            Some(stream) => stream,
            None => OctetStream::of_bytes(self.bytes, self.content_type),
        }
    }
}

impl From<OctetStream> for Octets {
    fn from(stream: OctetStream) -> Self {
        let content_type = stream.content_type().map(ToOwned::to_owned);
        let whole = stream.whole().cloned();
        Self {
            stream: whole.is_none().then_some(stream),
            bytes: whole.unwrap_or_default(),
            file_name: None,
            content_type,
        }
    }
}

impl<B: Into<Bytes>> From<B> for Octets {
    fn from(bytes: B) -> Self {
        Self {
            bytes: bytes.into(),
            stream: None,
            file_name: None,
            content_type: None,
        }
    }
}

macro_rules! into_field {
    ($($bytes:ty),+) => {
        $(
            impl IntoField<Octets> for $bytes {
                fn into_field(self) -> Octets {
                    self.into()
                }
            }

            impl IntoField<Option<Octets>> for $bytes {
                fn into_field(self) -> Option<Octets> {
                    Some(self.into())
                }
            }
        )+
    };
}

into_field!(Vec<u8>, Bytes, OctetStream);

impl Deref for Octets {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl AsRef<[u8]> for Octets {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut octets = f.debug_struct("Octets");
        match &self.stream {
            None => octets.field("len", &self.bytes.len()),
            Some(stream) => octets.field("stream", stream),
        };
        octets
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

/// A part of a form, a body, or in JSON a string.
impl Decode for Octets {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        let tape = decoder.tape();
        match tape.octets(node) {
            Some(octets) => Some(octets.clone()),
            None => decoder.string(node).map(|text| text.to_owned().into()),
        }
    }
}

impl Encode for Octets {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.octets(self);
    }
}
