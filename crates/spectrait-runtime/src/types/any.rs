//! Any JSON value.

use std::fmt;
use std::str::FromStr;

use crate::json::{
    Decode, Decoder, Encode, Encoder, Kind, Node, Shape, is_number, parse_integer, write_integer,
};
use crate::types::{Map, NotAllowed};

/// Any JSON value, where the document says no more.
///
/// ```
/// use spectrait_runtime::{Any, FromJson, ToJson};
///
/// let any = Any::from_json(r#"{"id": 12345678901234567890.10, "tags": ["a", null]}"#)?;
/// assert_eq!(any.get("tags").and_then(Any::as_array).map(<[Any]>::len), Some(2));
/// assert_eq!(any.to_json()?, r#"{"id":12345678901234567890.10,"tags":["a",null]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Any {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Self>),
    /// An object, sorted by key.
    Object(Map<Self>),
}

impl Any {
    /// The boolean, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if it is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if it is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&Map<Self>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The member of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.get(key)
    }
}

impl From<bool> for Any {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Any {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl From<Number> for Any {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Any {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Any {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<Vec<Self>> for Any {
    fn from(items: Vec<Self>) -> Self {
        Self::Array(items)
    }
}

impl From<Map<Self>> for Any {
    fn from(members: Map<Self>) -> Self {
        Self::Object(members)
    }
}

/// A number as JSON writes it: its text. `1` and `1.0` are equal numbers and different texts; `==` compares
/// the texts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number(Box<str>);

impl Number {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The integer, if it is one that fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        parse_integer(&self.0)
            .ok()
            .and_then(|value| value.try_into().ok())
    }

    /// The nearest float; infinite where it does not fit.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        // JSON's grammar is part of Rust's.
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        let mut text = String::new();
        write_integer(&mut text, value);
        Self(text.into())
    }
}

impl TryFrom<f64> for Number {
    type Error = NotAllowed;

    fn try_from(value: f64) -> Result<Self, NotAllowed> {
        if value.is_finite() {
            Ok(Self(format!("{value:?}").into()))
        } else {
            Err(NotAllowed::new(format!("JSON has no number for {value}")))
        }
    }
}

/// By JSON's grammar (RFC 8259 section 6).
impl FromStr for Number {
    type Err = NotAllowed;

    fn from_str(text: &str) -> Result<Self, NotAllowed> {
        if is_number(text) {
            Ok(Self(text.into()))
        } else {
            Err(NotAllowed::new(format!(
                "`{}` is not a number",
                crate::json::cut(text)
            )))
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Decode for Number {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder
            .number(node, "a number")
            .map(|text| Self(text.into()))
    }
}

impl Encode for Number {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.number(&self.0);
    }
}

impl Decode for Any {
    const SHAPE: Shape = Shape::Any;
    const NULLABLE: bool = true;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        match decoder.kind(node) {
            Kind::Null => Some(Self::Null),
            Kind::True | Kind::False => bool::decode(decoder, node).map(Self::Bool),
            Kind::Number => Number::decode(decoder, node).map(Self::Number),
            Kind::String | Kind::Text => String::decode(decoder, node).map(Self::String),
            Kind::Array => Vec::decode(decoder, node).map(Self::Array),
            Kind::Object => Map::decode(decoder, node).map(Self::Object),
            Kind::Octets => {
                decoder.wrong_type(node, "a value");
                None
            }
        }
    }
}

impl Encode for Any {
    fn encode_into(&self, encoder: &mut Encoder) {
        match self {
            Self::Null => encoder.null(),
            Self::Bool(value) => encoder.boolean(*value),
            Self::Number(number) => number.encode_into(encoder),
            Self::String(text) => encoder.string(text),
            Self::Array(items) => items.encode_into(encoder),
            Self::Object(members) => members.encode_into(encoder),
        }
    }
}
