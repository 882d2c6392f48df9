//! Responses: which statuses there are and what each carries.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::byte_stream::ByteStream;
use super::stream::Incoming;
use super::written::{Writing, WrittenResponse};
use super::{MediaType, RawResponse, Responses, body, json};
use crate::json::{
    Decode, DecodeError, Decoder, Encode, EncodeError, Encoder, Keyword, Mode, Node, Place, Tape,
    Violation, Violations,
};

/// One success with a JSON body: `Json<200, Build>`.
///
/// Only a type: it has no values, its [`Value`](Responses::Value) has.
#[derive(Debug)]
pub struct Json<const STATUS: u16, T>(Infallible, PhantomData<T>);

impl<const STATUS: u16, T: ResponsePart + Send + 'static> Responses for Json<STATUS, T> {
    type Value = T;

    const VARIANTS: &'static [Variant] = &[Variant::new(Statuses::Exact(STATUS), "").body()];

    fn read(_: &Variant, reading: &mut Reading<'_>) -> Result<T, DecodeError> {
        T::read(reading)
    }

    fn write(value: &T) -> Result<WrittenResponse, EncodeError> {
        Parts::new(&Self::VARIANTS[0]).with(value).write()
    }
}

/// One success without a body: `Empty<204>`. A body that comes all the same is not looked at.
///
/// Only a type: it has no values.
#[derive(Debug)]
pub struct Empty<const STATUS: u16>(Infallible);

impl<const STATUS: u16> Responses for Empty<STATUS> {
    type Value = ();

    const VARIANTS: &'static [Variant] = &[Variant::new(Statuses::Exact(STATUS), "")];

    fn read(_: &Variant, _: &mut Reading<'_>) -> Result<(), DecodeError> {
        Ok(())
    }

    fn write((): &()) -> Result<WrittenResponse, EncodeError> {
        Parts::new(&Self::VARIANTS[0]).write()
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

impl Statuses {
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

/// One documented response, as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variant {
    /// Which statuses it is for.
    pub statuses: Statuses,
    /// The name of the variant in its enum.
    pub name: &'static str,
    /// The media type of its body; `None`: it has none.
    pub media: Option<MediaType>,
}

impl Variant {
    /// A response without a body.
    #[must_use]
    pub const fn new(statuses: Statuses, name: &'static str) -> Self {
        Self {
            statuses,
            name,
            media: None,
        }
    }

    /// With a JSON body.
    #[must_use]
    pub const fn body(self) -> Self {
        self.media(json("application/json"))
    }

    /// With a body of a media type.
    #[must_use]
    pub const fn media(mut self, media: MediaType) -> Self {
        self.media = Some(media);
        self
    }

    /// With a body only if what it holds has one.
    #[must_use]
    pub const fn holding(mut self, has_body: bool) -> Self {
        if !has_body {
            self.media = None;
        }
        self
    }

    /// The one of a status: that of the very status, else of its range, else the default.
    #[must_use]
    pub fn find(variants: &'static [Self], status: StatusCode) -> Option<&'static Self> {
        let fitting = variants
            .iter()
            .filter(|variant| variant.statuses.contains(status));
        fitting.min_by_key(|variant| variant.statuses.rank())
    }

    /// The one of a name.
    #[must_use]
    pub fn named(variants: &'static [Self], name: &str) -> Option<&'static Self> {
        variants.iter().find(|variant| variant.name == name)
    }
}

/// A response that is being read.
#[derive(Debug)]
pub struct Reading<'a> {
    response: &'a RawResponse,
    media: Option<MediaType>,
    mode: Mode,
    stream: Option<ByteStream>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(response: &'a RawResponse, variant: &Variant, mode: Mode) -> Self {
        Self {
            response,
            media: variant.media,
            mode,
            stream: None,
        }
    }

    pub(crate) fn with_stream(mut self, stream: Option<ByteStream>) -> Self {
        self.stream = stream;
        self
    }

    /// The response.
    #[must_use]
    pub fn response(&self) -> &'a RawResponse {
        self.response
    }

    /// That no variant fits, which a caller has found out before.
    #[must_use]
    pub fn undocumented(&self) -> DecodeError {
        let message = "the document does not list the status";
        Violations::one(Violation::new(Place::body(), Keyword::Status, message)).into()
    }

    /// Whether values are read tolerantly.
    pub(crate) fn mode(&self) -> Mode {
        self.mode
    }

    /// The value of the body.
    ///
    /// # Errors
    /// [`DecodeError`] if it does not fit.
    pub fn body<T: Decode>(&mut self) -> Result<T, DecodeError> {
        let (tape, media, stream) = self.tape()?;
        let decoder = Decoder::new(&tape, self.mode);
        let stream = stream.map(|stream| Box::new(stream) as Box<dyn std::any::Any + Send>);
        let mut decoder = decoder.with_media(media, stream);
        let value = T::decode(&mut decoder, Node::ROOT);
        Ok(decoder.finish(value)?)
    }

    /// The body to be decoded, which media type it is in, and itself if it is a stream.
    fn tape(&mut self) -> Result<(Tape<'a>, usize, Option<Incoming>), DecodeError> {
        let all = self.media.unwrap_or(json("application/json"));
        let content_type = body::content_type(&self.response.headers);
        // A server that labels its responses wrongly is read all the same.
        let index = all.choose(content_type).unwrap_or(0);
        let Some(media) = all.choices().get(index) else {
            return Ok((Tape::of_text(""), index, None));
        };
        if media.is_stream() {
            let bytes = self.stream.take();
            let bytes = bytes.unwrap_or_else(|| self.response.body.clone().into());
            let incoming = Incoming {
                bytes,
                content_type: content_type.map(ToOwned::to_owned),
            };
            return Ok((Tape::of_text(""), index, Some(incoming)));
        }
        let tape = body::read(media, content_type, &self.response.body)
            .map_err(|violation| self.unreadable(media, violation))?;
        Ok((tape, index, None))
    }

    fn unreadable(&self, media: &MediaType, violation: Violation) -> DecodeError {
        // JSON has errors of its own, which say where.
        if media.kind == super::MediaKind::Json
            && let Err(error) = Tape::parse(&self.response.body)
        {
            return error.into();
        }
        Violations::one(violation).into()
    }
}

/// What a variant of a [`responses!`](crate::responses) enum holds: the status, the body, or the
/// [body with headers](super::WithHeaders).
pub trait ResponsePart {
    /// Whether there is a body in it.
    const HAS_BODY: bool;

    /// Reads it.
    ///
    /// # Errors
    /// [`DecodeError`] if the body does not fit.
    fn read(reading: &mut Reading<'_>) -> Result<Self, DecodeError>
    where
        Self: Sized;

    /// The status, if this is one.
    fn status(&self) -> Option<StatusCode> {
        None
    }

    /// Writes the body, if this is one.
    fn write(&self, _encoder: &mut Encoder) {}

    /// The headers, if there are any.
    ///
    /// # Errors
    /// [`Violations`] if one cannot be written.
    fn headers(&self) -> Result<HeaderMap, Violations> {
        Ok(HeaderMap::new())
    }
}

impl ResponsePart for StatusCode {
    const HAS_BODY: bool = false;

    fn read(reading: &mut Reading<'_>) -> Result<Self, DecodeError> {
        Ok(reading.response.status)
    }

    fn status(&self) -> Option<StatusCode> {
        Some(*self)
    }
}

/// No body.
impl ResponsePart for () {
    const HAS_BODY: bool = false;

    fn read(_: &mut Reading<'_>) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl<T: Decode + Encode> ResponsePart for T {
    const HAS_BODY: bool = true;

    fn read(reading: &mut Reading<'_>) -> Result<Self, DecodeError> {
        reading.body()
    }

    fn write(&self, encoder: &mut Encoder) {
        self.encode_into(encoder);
    }
}

/// A response taken apart, so that the rest is not generic.
pub struct Parts<'v> {
    variant: &'static Variant,
    first: Option<&'v dyn ErasedPart>,
    second: Option<&'v dyn ErasedPart>,
}

/// [`ResponsePart`] without its type.
pub trait ErasedPart {
    /// See [`ResponsePart::status`].
    fn status(&self) -> Option<StatusCode>;
    /// See [`ResponsePart::write`].
    fn write(&self, encoder: &mut Encoder);
    /// See [`ResponsePart::headers`].
    ///
    /// # Errors
    /// As there.
    fn headers(&self) -> Result<HeaderMap, Violations>;
}

impl<P: ResponsePart> ErasedPart for P {
    fn status(&self) -> Option<StatusCode> {
        ResponsePart::status(self)
    }

    fn write(&self, encoder: &mut Encoder) {
        ResponsePart::write(self, encoder);
    }

    fn headers(&self) -> Result<HeaderMap, Violations> {
        ResponsePart::headers(self)
    }
}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Parts").field(&self.variant.name).finish()
    }
}

impl<'v> Parts<'v> {
    /// A variant without what it holds.
    #[must_use]
    pub fn new(variant: &'static Variant) -> Self {
        Self {
            variant,
            first: None,
            second: None,
        }
    }

    /// The variant of a name.
    #[must_use]
    pub fn named(variants: &'static [Variant], name: &str) -> Self {
        const NONE: &Variant = &Variant::new(Statuses::Default, "");
        Self::new(Variant::named(variants, name).unwrap_or(NONE))
    }

    /// Adds what it holds.
    #[must_use]
    pub fn with(mut self, part: &'v dyn ErasedPart) -> Self {
        if self.first.is_none() {
            self.first = Some(part);
        } else {
            self.second = Some(part);
        }
        self
    }

    fn parts(&self) -> impl Iterator<Item = &'v dyn ErasedPart> {
        self.first.into_iter().chain(self.second)
    }

    /// The status. Where a number in the document is no status, 500.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        let held = self.parts().find_map(ErasedPart::status);
        let exact = match self.variant.statuses {
            Statuses::Exact(status) => StatusCode::from_u16(status).ok(),
            Statuses::Range(_) | Statuses::Default => None,
        };
        held.or(exact).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The response, strictly.
    ///
    /// # Errors
    /// [`EncodeError`] if the status is not in the range of the variant, or the body is refused.
    pub fn write(&self) -> Result<WrittenResponse, EncodeError> {
        let status = self.status();
        let statuses = self.variant.statuses;
        if !statuses.contains(status) {
            let message = format!("the status {} is not in {statuses}", status.as_u16());
            return Err(Violation::new(Place::body(), Keyword::Status, message).into());
        }
        let response = RawResponse {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        };
        let mut written = WrittenResponse {
            response,
            stream: None,
            unwritten: None,
        };
        if let Some(media) = &self.variant.media {
            let mut encoder = Encoder::new(Mode::Strict).keeping_beside(true);
            for part in self.parts() {
                part.write(&mut encoder);
            }
            let (text, beside) = encoder.finish_body()?;
            match Writing::new(media, text, beside)? {
                Writing::Done(payload) => written.put(payload),
                Writing::Open(unwritten) => written.unwritten = Some(unwritten),
            }
        }
        for part in self.parts() {
            written.response.headers.extend(part.headers()?);
        }
        Ok(written)
    }
}

/// `404 Not Found (BuildMissing)`
impl fmt::Display for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.status(), self.variant.name)
    }
}
