//! Responses: which statuses there are and what each carries.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::json::{
    Decode, DecodeError, Encode, EncodeError, Encoder, Keyword, Mode, Place, Violation, decode_json,
};
use crate::operation::{RawResponse, Responses};

/// One success with a JSON body: `Json<200, Build>`.
///
/// Only a type: it has no values, its [`Value`](Responses::Value) has.
#[derive(Debug)]
pub struct Json<const STATUS: u16, T>(Infallible, PhantomData<T>);

impl<const STATUS: u16, T: Decode + Encode + Send + 'static> Responses for Json<STATUS, T> {
    type Value = T;

    fn decode(response: &RawResponse) -> Option<Result<T, DecodeError>> {
        (response.status.as_u16() == STATUS).then(|| T::read(response))
    }

    fn encode(value: &T) -> Result<RawResponse, EncodeError> {
        Parts::new(Statuses::Exact(STATUS), "").with(value).encode()
    }
}

/// One success without a body: `Empty<204>`. A body that comes all the same is not looked at.
///
/// Only a type: it has no values.
#[derive(Debug)]
pub struct Empty<const STATUS: u16>(Infallible);

impl<const STATUS: u16> Responses for Empty<STATUS> {
    type Value = ();

    fn decode(response: &RawResponse) -> Option<Result<(), DecodeError>> {
        (response.status.as_u16() == STATUS).then_some(Ok(()))
    }

    fn encode((): &()) -> Result<RawResponse, EncodeError> {
        Parts::new(Statuses::Exact(STATUS), "").encode()
    }
}

/// A key of an operation's responses (OpenAPI 3.0.4 section 4.8.16). In the order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statuses {
    /// `404`
    Exact(u16),
    /// `4XX`, by its first digit.
    Range(u16),
    /// `default`
    Default,
}

impl From<u16> for Statuses {
    fn from(status: u16) -> Self {
        Self::Exact(status)
    }
}

/// `"4XX"`, or else `"default"`.
impl From<&'static str> for Statuses {
    fn from(key: &'static str) -> Self {
        match key.strip_suffix("XX").and_then(|digit| digit.parse().ok()) {
            Some(digit) => Self::Range(digit),
            None => Self::Default,
        }
    }
}

impl Statuses {
    /// How many kinds of keys there are.
    pub const RANKS: std::ops::Range<u8> = 0..3;

    /// Whether a status is meant, by a key of this precedence: 0 is an exact key, 1 a range, 2 the default.
    #[must_use]
    pub fn matches(self, status: StatusCode, rank: u8) -> bool {
        rank == self.rank() && self.contains(status)
    }

    fn rank(self) -> u8 {
        match self {
            Self::Exact(_) => 0,
            Self::Range(_) => 1,
            Self::Default => 2,
        }
    }

    fn contains(self, status: StatusCode) -> bool {
        match self {
            Self::Exact(exact) => status.as_u16() == exact,
            Self::Range(digit) => status.as_u16() / 100 == digit,
            Self::Default => true,
        }
    }
}

/// `404`, `4XX`, `default`.
impl fmt::Display for Statuses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(status) => status.fmt(f),
            Self::Range(digit) => write!(f, "{digit}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// What a variant of a [`responses!`](crate::responses) enum holds: the status, or the JSON body.
pub trait ResponsePart {
    /// Reads it, tolerantly.
    ///
    /// # Errors
    /// [`DecodeError`] if the body does not fit.
    fn read(response: &RawResponse) -> Result<Self, DecodeError>
    where
        Self: Sized;

    /// The status, if this is one.
    fn status(&self) -> Option<StatusCode> {
        None
    }

    /// Writes the body, strictly, if this is one.
    fn write(&self, _encoder: &mut Encoder) -> bool {
        false
    }
}

impl ResponsePart for StatusCode {
    fn read(response: &RawResponse) -> Result<Self, DecodeError> {
        Ok(response.status)
    }

    fn status(&self) -> Option<StatusCode> {
        Some(*self)
    }
}

impl<T: Decode + Encode> ResponsePart for T {
    fn read(response: &RawResponse) -> Result<Self, DecodeError> {
        decode_json(&response.body, Mode::Tolerant)
    }

    fn write(&self, encoder: &mut Encoder) -> bool {
        self.encode_into(encoder);
        true
    }
}

/// A response taken apart, so that the rest is not generic.
pub struct Parts<'v> {
    statuses: Statuses,
    variant: &'static str,
    first: Option<&'v dyn ResponsePart>,
    second: Option<&'v dyn ResponsePart>,
}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Parts").field(&self.variant).finish()
    }
}

impl<'v> Parts<'v> {
    /// A variant without what it holds.
    #[must_use]
    pub fn new(statuses: impl Into<Statuses>, variant: &'static str) -> Self {
        Self {
            statuses: statuses.into(),
            variant,
            first: None,
            second: None,
        }
    }

    /// Adds what it holds.
    #[must_use]
    pub fn with(mut self, part: &'v dyn ResponsePart) -> Self {
        if self.first.is_none() {
            self.first = Some(part);
        } else {
            self.second = Some(part);
        }
        self
    }

    fn parts(&self) -> impl Iterator<Item = &'v dyn ResponsePart> {
        self.first.into_iter().chain(self.second)
    }

    /// The status. Where a number in the document is no status, 500.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        let held = self.parts().find_map(ResponsePart::status);
        let exact = match self.statuses {
            Statuses::Exact(status) => StatusCode::from_u16(status).ok(),
            Statuses::Range(_) | Statuses::Default => None,
        };
        held.or(exact).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The response, strictly.
    ///
    /// # Errors
    /// [`EncodeError`] if the status is not in the range of the variant, or the body is refused.
    pub fn encode(&self) -> Result<RawResponse, EncodeError> {
        let status = self.status();
        if !self.statuses.contains(status) {
            let message = format!("the status {} is not in {}", status.as_u16(), self.statuses);
            return Err(Violation::new(Place::body(), Keyword::Status, message).into());
        }
        let mut encoder = Encoder::new(Mode::Strict);
        let has_body = self.parts().any(|part| part.write(&mut encoder));
        let body = encoder.finish()?;
        let mut headers = HeaderMap::new();
        if has_body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Ok(RawResponse {
            status,
            headers,
            body: Bytes::from(body),
        })
    }
}

/// `404 Not Found (BuildMissing)`
impl fmt::Display for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.status(), self.variant)
    }
}
