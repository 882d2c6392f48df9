//! Typed headers of a response.

use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::HeaderMap;

use super::{RawRequest, ReadRequest, Reading, RequestDecoder, RequestEncoder, ResponsePart};
use crate::json::{DecodeError, Encoder, Mode, Violations};

/// A response's body with its headers: `H` is a struct by [`headers!`](crate::headers), `T` is `()` where there is no
/// body. It derefs to the body.
///
/// A tolerant reader takes an optional header that it cannot read for an absent one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WithHeaders<T, H> {
    /// The body.
    pub value: T,
    /// The headers.
    pub headers: H,
}

impl<T, H> WithHeaders<T, H> {
    /// A body with headers.
    pub fn new(value: T, headers: H) -> Self {
        Self { value, headers }
    }
}

/// Without any of the headers, where all are optional.
impl<T, H: Default> From<T> for WithHeaders<T, H> {
    fn from(value: T) -> Self {
        Self::new(value, H::default())
    }
}

impl<T, H> Deref for WithHeaders<T, H> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T, H> DerefMut for WithHeaders<T, H> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: ResponsePart, H: ReadRequest> ResponsePart for WithHeaders<T, H> {
    const HAS_BODY: bool = T::HAS_BODY;

    fn read(reading: &mut Reading<'_>) -> Result<Self, DecodeError> {
        let value = T::read(reading)?;
        let headers = read(&reading.response().headers, reading.mode())?;
        Ok(Self { value, headers })
    }

    fn write(&self, encoder: &mut Encoder) {
        self.value.write(encoder);
    }

    fn headers(&self) -> Result<HeaderMap, Violations> {
        let mut encoder = RequestEncoder::new(H::PARAMETERS).mode(Mode::Strict);
        self.headers.encode(&mut encoder);
        encoder.into_headers()
    }
}

fn read<H: ReadRequest>(headers: &HeaderMap, mode: Mode) -> Result<H, Violations> {
    let raw = RawRequest {
        path: &[],
        query: None,
        headers,
        body: &Bytes::new(),
    };
    let decoder = RequestDecoder::new(&raw, H::PARAMETERS).mode(mode);
    let mut decoder = decoder.forgiving(mode == Mode::Tolerant);
    let value = H::decode(&mut decoder);
    decoder.finish(value)
}
