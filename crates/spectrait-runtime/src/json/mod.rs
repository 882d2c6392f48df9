//! JSON in and out: one pass that finds every violation with its place.
//!
//! [`FromJson`] and [`ToJson`] are what callers use. [`Decode`] and [`Encode`] are what a type implements;
//! the macros [`record!`](crate::record) and [`string_enum!`](crate::string_enum) do so for generated types.
//!
//! Limits: arrays and objects nest at most [`MAX_DEPTH`] deep, a text has at most 2 GiB, a number at most
//! 4,300 digits, and [`MAX_VIOLATIONS`] violations are kept.
//!
//! # Work
//!
//! One pass over the value is all that most types need. A union without a tag tries its branches, and rules look at a
//! value once more. What was found at a place is remembered, so nesting adds up and does not multiply; besides, there
//! is a budget in proportion to the size of the value, far above what a document and a value of good will need. A
//! value that uses it up is refused.

mod decode;
mod decoder;
mod encode;
mod encoder;
mod error;
mod fields;
mod findings;
mod keyword;
mod number;
mod record;
mod tape;
#[cfg(test)]
mod tests;
mod trial;
mod union;
mod violation;
mod words;

pub use decode::{Decode, Shape};
pub use decoder::{Decoder, Mode};
pub use encode::Encode;
pub use encoder::Encoder;
pub use error::{DecodeError, EncodeError, SyntaxError};
pub use fields::{Field, Fields};
#[doc(hidden)]
pub use fields::{debug, equal};
pub use keyword::Keyword;
pub use record::{Record, RecordShape, Slots};
pub use tape::{MAX_DEPTH, Node, Tape};
pub use union::{Branch, ReadBranch, Union, UnionShape, shape_of_union};
pub use violation::{Location, MAX_SHOWN, MAX_VIOLATIONS, Place, Violation, Violations};
pub use words::Words;

pub(crate) use decode::{decode_items, list_items};
pub(crate) use decoder::{counted, list};
pub(crate) use encoder::{Beside, write_integer};
pub(crate) use findings::Found;
pub(crate) use number::{integer as parse_integer, is_number};
pub(crate) use tape::{Kind, Written, push_segment};
pub(crate) use trial::{Outcome, reasons};
pub(crate) use violation::cut;

/// Reads a value from JSON. Every type that implements [`Decode`] has it.
///
/// ```
/// use spectrait_runtime::{FromJson, Int};
///
/// assert_eq!(Vec::<i64>::from_json("[1, 2.0, 3e2]"), Ok(vec![1, 2, 300]));
///
/// let error = Vec::<Int<1, 100>>::from_json("[1, 101, \"2\"]").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "body at `/1`: 101 is more than 100\nbody at `/2`: expected an integer, found a string",
/// );
/// ```
pub trait FromJson: Sized {
    /// Reads strictly, as a server reads a request.
    ///
    /// # Errors
    /// [`DecodeError`] if the text is not JSON or does not fit the type; all violations at once.
    fn from_json(json: impl AsRef<[u8]>) -> Result<Self, DecodeError>;

    /// Reads tolerantly, as a client reads a response.
    ///
    /// # Errors
    /// [`DecodeError`], see [the table](crate#strict-and-tolerant) for what is let pass.
    fn from_json_tolerant(json: impl AsRef<[u8]>) -> Result<Self, DecodeError>;
}

impl<T: Decode> FromJson for T {
    fn from_json(json: impl AsRef<[u8]>) -> Result<Self, DecodeError> {
        decode_json(json.as_ref(), Mode::Strict)
    }

    fn from_json_tolerant(json: impl AsRef<[u8]>) -> Result<Self, DecodeError> {
        decode_json(json.as_ref(), Mode::Tolerant)
    }
}

/// Writes a value as JSON. Every type that implements [`Encode`] has it.
///
/// ```
/// use spectrait_runtime::ToJson;
///
/// assert_eq!(vec!["a\n", "b"].to_json().unwrap(), r#"["a\n","b"]"#);
/// assert!(f64::NAN.to_json().is_err());
/// ```
pub trait ToJson {
    /// Writes compact JSON. A value that the document does not list, kept by a tolerant reading, is written
    /// back unchanged.
    ///
    /// # Errors
    /// [`EncodeError`] if JSON has no word for the value: an infinite number, a date before the year 0.
    fn to_json(&self) -> Result<String, EncodeError>;
}

impl<T: Encode + ?Sized> ToJson for T {
    fn to_json(&self) -> Result<String, EncodeError> {
        let mut encoder = Encoder::new(Mode::Tolerant);
        self.encode_into(&mut encoder);
        encoder.finish().map_err(EncodeError::from)
    }
}

/// Writes compact JSON, and refuses what the document does not list.
#[cfg(feature = "server")]
pub(crate) fn encode_json_strict<T: Encode + ?Sized>(value: &T) -> Result<String, EncodeError> {
    let mut encoder = Encoder::new(Mode::Strict);
    value.encode_into(&mut encoder);
    encoder.finish().map_err(EncodeError::from)
}

pub(crate) fn decode_json<T: Decode>(json: &[u8], mode: Mode) -> Result<T, DecodeError> {
    let tape = Tape::parse(json)?;
    let mut decoder = Decoder::new(&tape, mode);
    let value = T::decode(&mut decoder, Node::ROOT);
    Ok(decoder.finish(value)?)
}
